"""Which extractor this is, told without loading it: its name, and a version that any change of it changes."""

from __future__ import annotations

import hashlib
from pathlib import Path

from kg.errors import WeightsError

__all__ = ["EXTRACTOR", "MANIFEST", "SHIPPED", "extractor_version"]

EXTRACTOR = "kg-trained"
"""The name of this extractor."""

SHIPPED = Path(__file__).resolve().parent / "weights"
"""The folder of the weights in the package."""

MANIFEST = "manifest.json"
"""The file beside the weights that holds the SHA-256 of each."""

_CODE_VERSION = 2


def extractor_version() -> str:
    """Return the version of the extractor: it changes when the code's version or the weights do.

    What the lexicon holds does not count: the gazetteer is frozen with the weights.

    >>> extractor_version().startswith("2+")
    True
    """
    path = SHIPPED / MANIFEST
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise WeightsError(path, "a manifest of the weights", "no file") from None
    return f"{_CODE_VERSION}+{hashlib.sha256(content).hexdigest()[:12]}"
