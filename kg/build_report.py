"""What a build did, for people and for programs."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

__all__ = ["BuildReport"]


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did: whether anything changed, what the graph holds now, and what could not be read.

    `extracted` counts the rows that were read by the extractor, `problems` what was reported on the way;
    `redone` says what had to be made anew, and why, though its sources are the same.
    """

    graph: str
    changed: bool
    counts: dict[str, int]
    extracted: int
    problems: int
    seconds: float
    redone: tuple[str, ...] = ()

    def as_record(self) -> dict[str, Any]:
        """Return the report in JSON's types."""
        return asdict(self)
