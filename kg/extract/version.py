"""Which extractor this is, told without loading it: its name, and a version that any change of it changes."""

from __future__ import annotations

import hashlib
from pathlib import Path

from kg.errors import WeightsError

__all__ = ["EXTRACTOR", "MANIFEST", "SHIPPED", "extractor_version", "is_fast"]

EXTRACTOR = "kg-trained"
"""The name of this extractor."""

SHIPPED = Path(__file__).resolve().parent / "weights"
"""The folder of the weights in the package."""

MANIFEST = "manifest.json"
"""The file beside the weights that holds the SHA-256 of each."""

# Raise it when the code reads the same text otherwise: graphs then have all their papers read anew.
_CODE_VERSION = 8
_FAST = " fast"


def extractor_version(*, fast: bool = False) -> str:
    """Return the version of the extractor: it changes when the code's version, the weights or the mode do.

    What the lexicon holds does not count: the gazetteer, which took names from it, is frozen with the weights.

    >>> extractor_version().startswith("8+")
    True
    """
    path = SHIPPED / MANIFEST
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise WeightsError(path, "a manifest of the weights", "no file") from None
    return f"{_CODE_VERSION}+{hashlib.sha256(content).hexdigest()[:12]}{_FAST if fast else ''}"


def is_fast(version: str) -> bool:
    """Say whether a version of the extractor is one without the network.

    >>> is_fast(extractor_version(fast=True))
    True
    """
    return version.endswith(_FAST)
