"""Bars over months, as numbers that a template draws."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

__all__ = ["Bar", "Chart", "by_month", "months_between"]

WIDTH, HEIGHT = 1000, 100
_SHARE, _WIDEST = 0.75, 60.0


@dataclass(frozen=True, slots=True)
class Bar:
    """One part of a bar: its place in a picture of 1000 by 100, its month, its group, and how many it stands for."""

    x: float
    y: float
    width: float
    height: float
    month: str
    group: str
    count: int


@dataclass(frozen=True, slots=True)
class Chart:
    """Stacked bars, one a month; `groups` in the order of the stack, `most` is the height of the highest."""

    bars: tuple[Bar, ...]
    months: tuple[str, ...]
    groups: tuple[str, ...]
    most: int
    counts: dict[tuple[str, str], int]


def months_between(first: str, last: str) -> list[str]:
    """Return the months from one day or month to another.

    >>> months_between("2024-11-30", "2025-01-02")
    ['2024-11', '2024-12', '2025-01']
    """
    year, month = int(first[:4]), int(first[5:7])
    months = []
    while (now := f"{year:04}-{month:02}") <= last[:7]:
        months.append(now)
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return months


def by_month(pairs: Iterable[tuple[str, str]], months: Sequence[str], groups: Sequence[str]) -> Chart:
    """Draw how many there are of each group in each month, from pairs of a date and a group.

    >>> chart = by_month([("2024-10-30", "uses"), ("2024-10-31", "uses")], ["2024-10", "2024-11"], ["uses"])
    >>> chart.most, [(bar.month, bar.height) for bar in chart.bars]
    (2, [('2024-10', 100.0)])
    """
    counts = Counter((date[:7], group) for date, group in pairs)
    most = max((sum(counts[month, group] for group in groups) for month in months), default=0)
    step = WIDTH / max(1, len(months))
    width = min(step * _SHARE, _WIDEST)
    bars = []
    for place, month in enumerate(months):
        below = 0
        for group in groups:
            count = counts[month, group]
            if count:
                below += count
                bars.append(
                    Bar(
                        x=round(step * (place + 0.5) - width / 2, 2),
                        y=round(HEIGHT - HEIGHT * below / most, 2),
                        width=round(width, 2),
                        height=round(HEIGHT * count / most, 2),
                        month=month,
                        group=group,
                        count=count,
                    )
                )
    used = [group for group in groups if any(counts[month, group] for month in months)]
    return Chart(tuple(bars), tuple(months), tuple(used), most, dict(counts))
