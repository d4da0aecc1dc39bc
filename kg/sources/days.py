"""The day of a digest: from a path, and what several files say about one day."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path

from kg.model import Paper

__all__ = ["Disagreement", "day_of_path", "is_day", "merge_day"]

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
# 2024/10/30.md and 2024-10-30.md, with the same separator twice.
_DAY_IN_PATH = re.compile(r"(?:^|/)(\d{4})([/-])(\d{2})\2(\d{2})\.[^./]+$", re.ASCII)


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Two or more rows of one day that list one paper and do not say the same; `places` as `file:line`."""

    arxiv_id: str
    date: str
    places: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.arxiv_id} on {self.date}: not the same in {', '.join(self.places)}"


def is_day(text: str) -> bool:
    """Say whether a text is a day of the calendar as YYYY-MM-DD.

    >>> is_day("2024-10-30"), is_day("2024-02-30"), is_day("20241030")
    (True, False, False)
    """
    # date.fromisoformat alone would also take 20241030 and 2024-W44-3.
    if not _DAY.fullmatch(text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def day_of_path(path: Path) -> str | None:
    """Return the day that a path like 2024/10/30.md or 2024-10-30.md names, or None.

    >>> day_of_path(Path("archive/2024/10/30.md")), day_of_path(Path("notes.md"))
    ('2024-10-30', None)
    """
    found = _DAY_IN_PATH.search(path.as_posix())
    day = f"{found[1]}-{found[3]}-{found[4]}" if found else ""
    return day if is_day(day) else None


def merge_day(papers: Iterable[Paper], report: Callable[[Disagreement], None] = lambda _: None) -> list[Paper]:
    """Bring the rows of one day, from any number of files, into one list sorted by arXiv id.

    Rows with the same title, summary and names count once, at the place that comes first by file and line.
    Rows of one paper that differ are all kept, and handed to `report` as one Disagreement. The order of
    `papers` does not matter; rows of several days are merged day by day.

    >>> first = Paper("2410.21465", "2024-10-30", "ShadowKV", "Fast.", ("Ann Lee",), "a.md", 5)
    >>> again = Paper("2410.21465", "2024-10-30", "ShadowKV", "Fast.", ("Ann Lee",), "b.md", 9)
    >>> [paper.file for paper in merge_day([again, first])]
    ['a.md']
    """
    merged: list[Paper] = []
    ordered = sorted(papers, key=lambda p: (p.issue, p.arxiv_id, p.file, p.line, p.title, p.summary, p.names))
    for (day, arxiv_id), listed in groupby(ordered, key=lambda p: (p.issue, p.arxiv_id)):
        distinct: dict[tuple[str, str, tuple[str, ...]], Paper] = {}
        for paper in listed:
            distinct.setdefault((paper.title, paper.summary, paper.names), paper)
        merged += distinct.values()
        if len(distinct) > 1:
            places = tuple(f"{paper.file}:{paper.line}" if paper.line else paper.file for paper in distinct.values())
            report(Disagreement(arxiv_id, day, places))
    return merged
