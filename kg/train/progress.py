"""How training tells how far it is."""

from __future__ import annotations

from collections.abc import Callable

__all__ = ["Report"]

Report = Callable[[str, int, int], None]
"""Gets the name of a step, what is done of it and what there is to do."""
