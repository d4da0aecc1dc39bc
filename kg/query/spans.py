"""Spans of days in a user's words: "the last two weeks", "in October 2024", "2024-10", "since 2025"."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

__all__ = ["Span", "spans"]

_ENDS = "?!.,:;"
_DAYS = {"day": 1, "week": 7, "month": 30, "year": 365}
_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_SOME = 3
_COUNTS = {word: count for count, word in enumerate(_NUMBERS, 1)} | {"few": _SOME}
_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november"),
    "december",
)
_COUNT = rf"(?P<count>\d{{1,4}}|{'|'.join(_COUNTS)})"
_MONTH = rf"(?P<month>{'|'.join(f'{name[:3]}(?:{name[3:]})?' for name in _MONTHS)})"
_FROM, _YEAR = r"(?P<from>in|of|since|from)", r"(?P<year>20\d\d)"
_FORMS = tuple(
    re.compile(form)
    for form in (
        rf"(?:last|past|previous|this|these) (?:{_COUNT} )?(?P<unit>{'|'.join(_DAYS)})(?P<some>s)?",
        r"(?P<today>today|yesterday)",
        rf"{_FROM} {_MONTH} {_YEAR}",
        rf"(?:{_FROM} )?{_YEAR}-(?P<month>0[1-9]|1[0-2])",
        rf"{_FROM} {_YEAR}",
    )
)
_MOST_WORDS = 3


@dataclass(frozen=True, slots=True)
class Span:
    """Days as `since` and `until` (empty: up to the newest) of a question, with the places of the words that say so."""

    since: str
    until: str
    places: range


def spans(words: Sequence[str]) -> list[Span]:
    """Return the spans that words speak of, the longest first where two would take the same word.

    Days before the newest digest are written as a question takes them: `newest-14`. "The last days" are three.

    >>> [(span.since, span.until) for span in spans("papers of the last two weeks".split())]
    [('newest-14', '')]
    >>> [(span.since, span.until) for span in spans("new methods in Oct 2024?".split())]
    [('2024-10-01', '2024-10-31')]
    """
    found: list[Span] = []
    for places in _stretches(len(words)):
        if any(set(span.places) & set(places) for span in found):
            continue
        said = " ".join(words[place].strip(_ENDS).lower() for place in places)
        for form in _FORMS:
            match = form.fullmatch(said)
            if match:
                found.append(Span(*_ends({key: part for key, part in match.groupdict().items() if part}), places))
                break
    return sorted(found, key=lambda span: span.places.start)


def _stretches(count: int) -> Iterator[range]:
    for length in range(min(_MOST_WORDS, count), 0, -1):
        yield from (range(low, low + length) for low in range(count - length + 1))


def _ends(parts: Mapping[str, str]) -> tuple[str, str]:
    """Return the first and the last day; of "since" the last is left open."""
    if "unit" in parts:
        count = parts.get("count", str(_SOME) if "some" in parts else "1")
        return f"newest-{int(_COUNTS.get(count, count)) * _DAYS[parts['unit']]}", ""
    if "today" in parts:
        return ("newest", "") if parts["today"] == "today" else ("newest-1", "newest-1")
    year, month = parts["year"], parts.get("month", "")
    first, last = (1, 12) if not month else (_month(month), _month(month))
    until = "" if parts.get("from") in ("since", "from") else f"{year}-{last:02}-{monthrange(int(year), last)[1]:02}"
    return f"{year}-{first:02}-01", until


def _month(said: str) -> int:
    return int(said) if said.isdigit() else [name[:3] for name in _MONTHS].index(said[:3]) + 1
