r"""Numbers as papers print them: "69.23%", "1,682.6", "$3.04\times$", "over 1.2e-5", "from 2% to 5%".

This module finds numbers and reads value, unit, sign and bound. Whether a number states a result is decided
elsewhere (`kg.extract.result_model`). Digits that belong to a name or a size (GPT-4, AIME24, 7B, 512x512,
pass@1, 3D) are no numbers here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from kg.extract.units import find_bound, find_unit
from kg.model import Bound, Span

__all__ = ["Number", "Place", "find_numbers"]


class Place(StrEnum):
    """Where a number stands in "from A to B"; ALONE when it stands in none."""

    ALONE = "alone"
    FROM = "from"
    TO = "to"


@dataclass(frozen=True, slots=True)
class Number:
    """One printed number, or one range.

    `span` covers the digits (of a range: both ends and what is between), `outer` also sign, bound and unit.
    `value` is as printed without sign, unit and commas; a range is "2-5". `sign` is "+", "-" or empty.
    """

    span: Span
    outer: Span
    value: str
    unit: str | None = None
    sign: str = ""
    bound: Bound | None = None
    place: Place = Place.ALONE

    @property
    def part(self) -> str:
        """What the number is a part of: "range", "from" or "to", or empty when it stands alone."""
        if self.place is not Place.ALONE:
            return self.place.value
        return "range" if _RANGE.fullmatch(self.value) else ""


_RANGE = re.compile(r"[\d.]+-[\d.]+")
# A number, its sign and a dollar before it; not one inside a name (GPT-4, @1, #1) or behind a digit and a colon.
# Of TeX's braces those of bold print may stand before it.
_START = re.compile(
    r"(?:(?<![\w@#.^±{\\])|(?<=\\(?:math|text)bf\{))(?<!\d:)(?:(?<![A-Za-z)\]]-)|(?<=\d[xX]-))"
    r"(?P<sign>(?<![\w%)])[-+−±]\s?)?\$?(?P<digits>(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:[eE][-+−]?\d+)?|\.\d+)"
)
# What, right behind the digits, makes them a part of something else: "7B", "4-way", "3/5", "9:30".
_GLUED = re.compile(r"[A-Za-z_\\^@]|-[A-Za-z]|,\d{3}|/\d+(?![.\d])|:\d|\.\d")
# Between the two ends of a range: "2-5", "2 – 5".
_DASH = re.compile(r"\s?[-–—−~]{1,2}\s?\$?")
# Between the two ends of a change: " to ", " (baseline) to just ", " → ".
_TO = re.compile(
    r"(?:,? \([^()]*\)| [^.;()]{0,40})?"
    r"(?:\s+to(?: an?| the| only| just)?|\s?(?:→|->|\\to|\\rightarrow))\s+\$?"
)
# Before the first end: "from", "from a baseline of".
_FROM = re.compile(r"\bfrom(?: an?| the)?(?: average| baseline)?(?: of)?\s*\$?$", re.IGNORECASE)
# The same without a plain "from": "baseline of", "from a score near", "(".
_BASE = re.compile(r"(?:\bbaseline(?: \w+)?(?: of)?|\bfrom an? [^.;,()]{1,40}|\()\s*\$?$", re.IGNORECASE)
# Before a range: "ranging from", "varies between", "between".
_SPREAD = re.compile(r"\b(?:rang(?:es?|ed|ing)|var(?:y|ies|ied|ying)|between)\b[^.;,()]{0,20}$", re.IGNORECASE)


def find_numbers(text: str, within: Span, names: Sequence[Span] = ()) -> list[Number]:
    """Find the numbers of a stretch of text, in order; digits inside one of `names` are parts of names.

    >>> text = "It rises from 19.9% to over 25.8% at a 2-5x speed."
    >>> [(n.value, n.unit, str(n.place)) for n in find_numbers(text, Span(0, len(text)))]
    [('19.9', '%', 'from'), ('25.8', '%', 'to'), ('2-5', 'x', 'alone')]
    """
    joined: list[Number] = []
    for number in _single(text, within, names):
        before = joined[-1] if joined else None
        # The end of one change is not the beginning of another, nor of a range.
        if before is None or before.place is Place.TO:
            joined.append(number)
        else:
            joined[-1:] = _join(text, within, before, number)
    return joined


def _single(text: str, within: Span, names: Sequence[Span]) -> Iterator[Number]:
    """Yield every number on its own."""
    at = within.start
    while match := _START.search(text, at, within.end):
        span = Span(*match.span("digits"))
        at = span.end
        unit, end = find_unit(text, span.end, within.end)
        if any(name.start < span.end and span.start < name.end for name in names):
            continue
        if end == span.end and _GLUED.match(text, end, within.end):
            continue
        # At the very beginning the slice is [-1:0], which is empty.
        if text[match.start() - 1 : match.start()] == "/" and not _is_decimal_pair(text, match.start()):
            continue
        at = end
        yield _number(text, within, match, unit, end)


def _number(text: str, within: Span, match: re.Match[str], unit: str | None, end: int) -> Number:
    bound, start = find_bound(text, within.start, match.start())
    # "90%+".
    if text.startswith("+", end):
        bound, end = bound or Bound.AT_LEAST, end + 1
    dollar = text[match.start("digits") - 1 : match.start("digits")] == "$"
    # "$5" is money; in "$3.04\times$" a second dollar closes TeX.
    latex = dollar and "$" in text[end - 1 : end + 1]
    return Number(
        span=Span(*match.span("digits")),
        outer=Span(start, end + (latex and text.startswith("$", end))),
        value=_value(match["digits"]),
        unit="$" if dollar and not latex and unit is None else unit,
        sign=(match["sign"] or "").strip().replace("−", "-").replace("±", ""),
        bound=bound,
    )


def _is_decimal_pair(text: str, slash: int) -> bool:
    """Say whether "67.78/70.80" stands around a slash, which is two scores, and not "3/5"."""
    return bool(re.search(r"\d\.\d+/$", text[max(0, slash - 12) : slash]) and re.match(r"\d+\.\d", text[slash:]))


def _value(digits: str) -> str:
    return digits.replace(",", "").replace("−", "-")


def _join(text: str, within: Span, first: Number, second: Number) -> list[Number]:
    """Make of two neighbouring numbers a range, the two ends of a change, or leave them as they are."""
    gap = text[first.outer.end : second.outer.start]
    left = text[max(within.start, first.outer.start - 70) : first.outer.start]
    spread = bool(_SPREAD.search(left))
    if _DASH.fullmatch(gap) or (spread and gap.strip() in ("and", "to")):
        return [_range(first, second)]
    if not _TO.fullmatch(gap):
        return [first, second]
    if _FROM.search(left) or (gap.strip() != "to" and "from" in left[-25:]) or _BASE.search(left):
        unit = first.unit or second.unit
        return [
            replace(first, unit=unit, place=Place.FROM),
            replace(second, unit=second.unit or unit, place=Place.TO),
        ]
    # "2 to 5x" and "2% to 5%", but not "2 GB to 5%".
    alike = first.unit in (None, second.unit) and "-" not in first.value
    return [_range(first, second)] if alike and gap.strip() == "to" else [first, second]


def _range(first: Number, second: Number) -> Number:
    return replace(
        first,
        span=Span(first.span.start, second.span.end),
        outer=Span(first.outer.start, second.outer.end),
        value=f"{first.value}-{second.value}",
        unit=second.unit or first.unit,
    )
