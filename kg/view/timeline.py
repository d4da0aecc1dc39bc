"""A layout by dates: from left to right in time, in lanes, so that no two labels meet.

Each node stands near what it was derived from: lanes are given family by family.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import count

from kg.view.boxes import GAP, Box
from kg.view.subgraph import Edge, Subgraph

__all__ = ["DERIVED", "in_time", "ticks"]

DERIVED = ("variantOf", "broader", "buildsOn")
"""Roles whose source was derived from their target."""

_WIDER = 1.6
_PIXELS_A_DAY = (0.5, 0.75, 1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 7.0, 10.0, 14.0, 20.0, 40.0, 80.0, 160.0, 320.0)
_VERY_FEW_DAYS, _FEW_DAYS = 16, 70
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_Spots = dict[str, tuple[int, int]]


def in_time(subgraph: Subgraph, boxes: Mapping[str, Box]) -> _Spots:
    """Return the centre of each node's box: x says the day, y only keeps boxes apart.

    Nodes without a date stand at the first day. A day is as wide as suits a screen best.
    """
    if not subgraph.nodes:
        return {}
    first = _first(subgraph)
    days = {node.id: _ordinal(node.date, first) - first for node in subgraph.nodes}
    order = list(_families(subgraph, days))
    # Of equals the widest: a picture of two days would else be a line.
    return min((_laid(order, days, boxes, pixels) for pixels in reversed(_PIXELS_A_DAY)), key=_extent)


def _extent(spots: _Spots) -> float:
    wide, high = (
        max(spot[axis] for spot in spots.values()) - min(spot[axis] for spot in spots.values()) for axis in (0, 1)
    )
    return max(wide / _WIDER, high)


def _laid(order: Sequence[tuple[str, str]], days: Mapping[str, int], boxes: Mapping[str, Box], pixels: float) -> _Spots:
    """Put each node in the free lane that is nearest to what it was derived from."""
    lanes: dict[int, list[tuple[float, float]]] = {}
    found: _Spots = {}
    height = max(box.height for box in boxes.values()) + GAP
    for name, near in order:
        x = days[name] * pixels
        left, right = x - boxes[name].width / 2 - GAP / 2, x + boxes[name].width / 2 + GAP / 2
        wanted = round(found[near][1] / height) if near in found else 0
        lane = next(
            lane
            for lane in _outward(wanted)
            if all(right <= start or end <= left for start, end in lanes.get(lane, ()))
        )
        lanes.setdefault(lane, []).append((left, right))
        found[name] = (round(x), round(lane * height))
    return dict(sorted(found.items()))


def ticks(subgraph: Subgraph, spots: Mapping[str, tuple[int, int]]) -> list[dict[str, int | str]]:
    """Return where each month of a timeline begins (of a short one each week, or day), and its name, with new years.

    >>> from kg.view.subgraph import Node
    >>> days = (Node("a", "A", "Model", date="2024-10-21"), Node("b", "B", "Model", date="2025-01-02"))
    >>> found = ticks(Subgraph("T", "Q?", days, in_time=True), {"a": (0, 0), "b": (730, 0)})
    >>> [(tick["x"], tick["words"]) for tick in found]
    [(-200, 'Oct 2024'), (110, 'Nov'), (410, 'Dec'), (720, 'Jan 2025')]
    """
    dated = sorted((node.date, spots[node.id][0]) for node in subgraph.nodes if node.date)
    if not subgraph.in_time or not dated or dated[0][0] == dated[-1][0]:
        return []
    first, last = (date.fromisoformat(day).toordinal() for day in (dated[0][0], dated[-1][0]))
    start, pixels = dated[0][1], (dated[-1][1] - dated[0][1]) / (last - first)
    found: list[dict[str, int | str]] = []
    year = 0
    for day in map(date.fromordinal, _marks(first, last)):
        month = _MONTHS[day.month - 1]
        words = [str(day.day)] if last - first <= _FEW_DAYS else []
        words += [month, *([str(day.year)] if day.year != year else [])]
        year = day.year
        found.append({"x": round(start + (day.toordinal() - first) * pixels), "words": " ".join(words)})
    return found


def _marks(first: int, last: int) -> Iterator[int]:
    """Yield the days that are marked: each of a few, the Mondays of some weeks, or the first of each month."""
    # From before the first day, so that the month in which it lies has a mark.
    days = range(first - 31, last + 1)
    if last - first <= _VERY_FEW_DAYS:
        return iter(range(first, last + 1))
    if last - first <= _FEW_DAYS:
        return (day for day in days if day >= first and date.fromordinal(day).weekday() == 0)
    month = date.fromordinal(first).replace(day=1).toordinal()
    return (day for day in days if day >= month and date.fromordinal(day).day == 1)


def _first(subgraph: Subgraph) -> int:
    return min((date.fromisoformat(node.date).toordinal() for node in subgraph.nodes if node.date), default=1)


def _ordinal(day: str, otherwise: int) -> int:
    return date.fromisoformat(day).toordinal() if day else otherwise


def _families(subgraph: Subgraph, days: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    """Yield each node once with what it was derived from (or ""), ancestors first, the earlier before the later."""
    children: dict[str, list[str]] = {node.id: [] for node in subgraph.nodes}
    parents: dict[str, str] = {}
    for edge in sorted(subgraph.edges, key=lambda edge: _nearest(edge, days)):
        if edge.role in DERIVED and edge.source != edge.target and edge.source not in parents:
            parents[edge.source] = edge.target
            children[edge.target].append(edge.source)
    seen: set[str] = set()
    order = sorted(children, key=lambda name: (name in parents, days[name], name))
    stack = [(name, parents.get(name, "")) for name in reversed(order)]
    while stack:
        name, near = stack.pop()
        if name in seen:
            continue
        seen.add(name)
        yield name, near
        below = sorted(children[name], key=lambda child: (days[child], child))
        stack.extend((child, name) for child in reversed(below))


def _nearest(edge: Edge, days: Mapping[str, int]) -> tuple[int, int, str, str]:
    """Of several ancestors, take one of the family, then the latest."""
    return DERIVED.index(edge.role) if edge.role in DERIVED else 9, -days[edge.target], edge.source, edge.target


def _outward(middle: int) -> Iterator[int]:
    yield middle
    for step in count(1):
        yield middle + step
        yield middle - step
