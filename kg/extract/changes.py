"""Which way a change goes that a number states: by the nearest word of change, else by the number's sign."""

from __future__ import annotations

import re

from kg.extract.numbers import Number
from kg.extract.result_words import DOWN, UP
from kg.model import Change, ResultKind, Span

__all__ = ["find_change"]

_DIRECTIONS = (
    (Change.UP, re.compile(rf"\b(?:{UP})\b", re.IGNORECASE)),
    (Change.DOWN, re.compile(rf"\b(?:{DOWN})\b", re.IGNORECASE)),
)
# Where words behind a number begin to speak of something else: "by 40% and lifts", "by 40%, while".
_NEXT_CLAUSE = re.compile(r"[,;:]\s|\s(?:and|but|while|whereas|yet)\s")
_REACH = {ResultKind.DIFFERENCE: (90, 60), ResultKind.RATIO: (60, 40)}


def find_change(text: str, sentence: Span, number: Number, kind: ResultKind) -> Change | None:
    """Say which way the change of a difference or ratio goes; None for a level, and where no word tells.

    >>> from kg.extract.numbers import find_numbers
    >>> text = "OldNet lags by 5.2%."
    >>> (number,) = find_numbers(text, Span(0, len(text)))
    >>> find_change(text, Span(0, len(text)), number, ResultKind.DIFFERENCE)
    <Change.DOWN: 'down'>
    """
    if kind not in _REACH:
        return None
    before, behind = _REACH[kind]
    left = text[max(sentence.start, number.outer.start - before) : number.outer.start]
    right = text[number.outer.end : min(sentence.end, number.outer.end + behind)]
    words = [(len(left) - m.end(), change) for change, pattern in _DIRECTIONS for m in pattern.finditer(left)]
    # With a word of change in front the next clause is about something else; without one it is all there is.
    if words and (cut := _NEXT_CLAUSE.search(right)):
        right = right[: cut.start()]
    words += [(m.start(), change) for change, pattern in _DIRECTIONS if (m := pattern.search(right))]
    return min(words)[1] if words else {"+": Change.UP, "-": Change.DOWN}.get(number.sign)
