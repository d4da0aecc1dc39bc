"""Keeps deep-learning frameworks out of a process that needs none: import this before spaCy.

Where torch is installed, spaCy loads it to ask whether it is there, which takes longer than all else together.
"""

from __future__ import annotations

import sys

__all__ = ["FRAMEWORKS"]

FRAMEWORKS = ("cupy", "mxnet", "tensorflow", "torch")
"""What thinc, spaCy's engine, looks for; a module that is None counts as not installed."""

for _name in FRAMEWORKS:
    sys.modules.setdefault(_name, None)  # type: ignore[arg-type]
