"""The reliability plot: the share that is right of what is said with a confidence, as a small SVG (DeGroot 1983)."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.extract.calibration import Calibration, CalibrationBin

__all__ = ["reliability_svg"]

_SIDE, _LEFT, _TOP = 320, 70, 60
_WIDTH, _HEIGHT = _LEFT + _SIDE + 30, _TOP + _SIDE + 60
_COLOURS = ("#0072b2", "#c8500a", "#00805e")
_Z = 1.96
"""The normal quantile of a 95 % interval."""


def reliability_svg(calibrations: Mapping[str, Calibration], *, papers: int) -> str:
    """Return the plot of one or more calibrations by name; each point is a bin of equal mass with its 95 % interval.

    >>> from kg.extract.calibration import calibration
    >>> picture = reliability_svg({"entities": calibration([0.9, 0.6], [True, False], bins=2)}, papers=1)
    >>> picture.count("<circle"), picture.startswith("<svg")
    (3, True)
    """
    parts = [_frame(), *_legend(calibrations)]
    for number, found in enumerate(calibrations.values()):
        colour = _COLOURS[number % len(_COLOURS)]
        parts += [_point(one, colour, 3 * number) for one in found.bins]
    title = f"Confidence and correctness, {papers:,} papers"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" font-family="sans-serif" '
        f'font-size="12"><title>{escape(title)}</title><rect width="100%" height="100%" fill="#fff"/>'
        f'<text x="{_LEFT}" y="20" font-weight="bold">{escape(title)}</text>{"".join(parts)}</svg>\n'
    )


def _frame() -> str:
    """Draw both axes in percent, and the line on which said and right are equal."""
    ticks = []
    for share in (0.0, 0.2, 0.4, 0.6, 0.8, 1.0):
        x, y = _place(share, share)
        ticks.append(
            f'<line x1="{x:.0f}" y1="{_TOP}" x2="{x:.0f}" y2="{_TOP + _SIDE}" stroke="#e3e6ea"/>'
            f'<line x1="{_LEFT}" y1="{y:.0f}" x2="{_LEFT + _SIDE}" y2="{y:.0f}" stroke="#e3e6ea"/>'
            f'<text x="{x:.0f}" y="{_TOP + _SIDE + 18}" text-anchor="middle">{share:.0%}</text>'
            f'<text x="{_LEFT - 8}" y="{y + 4:.0f}" text-anchor="end">{share:.0%}</text>'
        )
    middle, bottom, right = _TOP + _SIDE / 2, _TOP + _SIDE, _LEFT + _SIDE
    return (
        "".join(ticks)
        + f'<line x1="{_LEFT}" y1="{bottom}" x2="{right}" y2="{_TOP}" stroke="#8a939c" stroke-dasharray="5 4"/>'
        f'<text x="{_LEFT + _SIDE / 2:.0f}" y="{_HEIGHT - 14}" text-anchor="middle">confidence (mean of the bin)</text>'
        f'<text x="18" y="{middle:.0f}" text-anchor="middle" transform="rotate(-90 18 {middle:.0f})">right</text>'
    )


def _legend(calibrations: Mapping[str, Calibration]) -> Iterator[str]:
    for number, (name, found) in enumerate(calibrations.items()):
        x, colour = _LEFT + number * 180, _COLOURS[number % len(_COLOURS)]
        words = f"{name}, expected error {found.error:.3f}"
        yield f'<circle cx="{x + 5}" cy="{_TOP - 19}" r="4" fill="{colour}"/>'
        yield f'<text x="{x + 14}" y="{_TOP - 15}" font-size="11">{escape(words)}</text>'


def _point(one: CalibrationBin, colour: str, shift: int) -> str:
    x, y = _place(one.confidence, one.right)
    low, high = _interval(one.right, one.count)
    bar = f'x1="{x + shift:.1f}" y1="{_place(0, low)[1]:.1f}" x2="{x + shift:.1f}" y2="{_place(0, high)[1]:.1f}"'
    words = f"said {one.confidence:.0%}, right {one.right:.0%} of {one.count:,}"
    return (
        f'<g><title>{escape(words)}</title><line {bar} stroke="{colour}" stroke-opacity="0.5"/>'
        f'<circle cx="{x + shift:.1f}" cy="{y:.1f}" r="4" fill="{colour}"/></g>'
    )


def _place(confidence: float, right: float) -> tuple[float, float]:
    return _LEFT + _SIDE * confidence, _TOP + _SIDE * (1 - right)


def _interval(share: float, count: int) -> tuple[float, float]:
    """Return the 95 % interval of a share (Wilson 1927), which stays within 0 and 1 for small counts, too."""
    middle = share + _Z**2 / (2 * count)
    spread = _Z * math.sqrt(share * (1 - share) / count + _Z**2 / (4 * count**2))
    return (middle - spread) / (1 + _Z**2 / count), (middle + spread) / (1 + _Z**2 / count)
