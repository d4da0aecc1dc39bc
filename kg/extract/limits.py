"""How much of a text is read, and what is said of a longer one."""

from __future__ import annotations

from dataclasses import dataclass

from kg.model import Paper

__all__ = ["MOST_CHARACTERS", "LongText"]

MOST_CHARACTERS = 20_000
"""How much of a title, and of a summary, is read; what is beyond is left out, and reported."""


@dataclass(frozen=True, slots=True)
class LongText:
    """A paper whose text is too long to be read whole; `place` is `file:line`, `characters` its length."""

    place: str
    characters: int

    @classmethod
    def of(cls, paper: Paper) -> LongText | None:
        """Return what is to be said of a paper, if its text is too long.

        >>> str(LongText.of(Paper("2411.00001", "2024-11-01", "T", "wob " * 9000, (), file="x.md", line=7)))
        'x.md:7: the text has 36,000 characters; only the first 20,000 are read'
        """
        characters = max(len(paper.title), len(paper.summary))
        return cls(f"{paper.file}:{paper.line}", characters) if characters > MOST_CHARACTERS else None

    def __str__(self) -> str:
        return f"{self.place}: the text has {self.characters:,} characters; only the first {MOST_CHARACTERS:,} are read"
