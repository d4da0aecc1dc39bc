"""The two modes of extraction."""

from __future__ import annotations

from enum import StrEnum

__all__ = ["Mode"]


class Mode(StrEnum):
    """ACCURATE reads with the network, too; FAST does without and takes a fifth of the time."""

    ACCURATE = "accurate"
    FAST = "fast"
