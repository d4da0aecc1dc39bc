"""Boxes, which are the room that nodes take: packed into rows, and pushed off each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

__all__ = ["GAP", "Box", "Point", "apart", "packed"]

GAP = 8.0
"""Pixels between two boxes."""

_APART = 34.0
# Pushing need not come to an end: what still overlaps then, stays so.
_ROUNDS = 200
_WIDER = 1.45

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Box:
    """The room that a node takes, its label included, in pixels."""

    width: float
    height: float


def packed(parts: Sequence[dict[str, Point]], boxes: Mapping[str, Box]) -> dict[str, Point]:
    """Set parts beside each other in rows, the largest first, in the width that suits a screen best."""
    if len(parts) == 1:
        return parts[0]
    sized = [(part, _bounds(part, boxes)) for part in parts]
    widths = [bounds[2] - bounds[0] + _APART for _, bounds in sized]
    narrowest, widest = max(widths), sum(widths)
    limits = [narrowest + (widest - narrowest) * step / 60 for step in range(61)]
    tried = [_rows(sized, limit) for limit in limits]
    return min(tried, key=lambda rows: max(rows[1] / _WIDER, rows[2]))[0]


def _rows(
    sized: Sequence[tuple[dict[str, Point], tuple[float, float, float, float]]], limit: float
) -> tuple[dict[str, Point], float, float]:
    """Return the places of all parts in rows of at most that width, and how wide and high these are."""
    rows: list[list[tuple[dict[str, Point], float, float, float, float]]] = []
    room = 0.0
    for part, (left, top, right, bottom) in sized:
        width = right - left + _APART
        if not rows or room + width > limit:
            rows.append([])
            room = 0.0
        rows[-1].append((part, room - left, top, bottom, room + width))
        room += width
    widest = max(row[-1][4] for row in rows)
    points: dict[str, Point] = {}
    y = 0.0
    for row in rows:
        indent, height = (widest - row[-1][4]) / 2, max(bottom - top for _, _, top, bottom, _ in row)
        for part, shift, top, bottom, _ in row:
            down = y - top + (height - bottom + top) / 2
            points.update({name: (px + shift + indent, py + down) for name, (px, py) in part.items()})
        y += height + _APART
    return points, widest, y


def _bounds(points: Mapping[str, Point], boxes: Mapping[str, Box]) -> tuple[float, float, float, float]:
    return (
        min(x - boxes[name].width / 2 for name, (x, _) in points.items()),
        min(y - boxes[name].height / 2 for name, (_, y) in points.items()),
        max(x + boxes[name].width / 2 for name, (x, _) in points.items()),
        max(y + boxes[name].height / 2 for name, (_, y) in points.items()),
    )


def apart(
    points: Mapping[str, Point], boxes: Mapping[str, Box], focus: str | None = None, *, rounds: int = _ROUNDS
) -> dict[str, Point]:
    """Push boxes that overlap away from each other, each time along the shorter way; the focus stays."""
    centres = {name: list(point) for name, point in sorted(points.items())}
    for _ in range(rounds):
        # From left to right, so that each is compared with those alone that it may meet.
        names = sorted(centres, key=lambda name: (centres[name][0] - boxes[name].width / 2, name))
        moved = False
        for place, one in enumerate(names):
            edge = centres[one][0] + boxes[one].width / 2 + GAP
            for two in names[place + 1 :]:
                if centres[two][0] - boxes[two].width / 2 > edge:
                    break
                moved |= _push(centres, boxes, one, two, focus)
        if not moved:
            break
    return {name: (x, y) for name, (x, y) in centres.items()}


def _push(centres: dict[str, list[float]], boxes: Mapping[str, Box], one: str, two: str, focus: str | None) -> bool:
    dx, dy = (centres[two][axis] - centres[one][axis] for axis in (0, 1))
    over_x = (boxes[one].width + boxes[two].width) / 2 + GAP - abs(dx)
    over_y = (boxes[one].height + boxes[two].height) / 2 + GAP - abs(dy)
    # Places are rounded to whole pixels in the end.
    if over_x <= 0.5 or over_y <= 0.5:
        return False
    axis, over, way = (0, over_x, dx) if over_x < over_y else (1, over_y, dy)
    # The larger one moves less: else many small ones would push it out of their middle, one after the other.
    room = boxes[one].width * boxes[one].height
    share = room / (room + boxes[two].width * boxes[two].height)
    step = over if way >= 0 else -over
    centres[one][axis] -= 0 if one == focus else step * (1 - share)
    centres[two][axis] += 0 if two == focus else step * share
    return True
