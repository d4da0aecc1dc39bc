"""The sentence of a text that a mention or a number stands in."""

from __future__ import annotations

import re
from typing import NamedTuple

__all__ = ["Sentence", "sentence_at"]

_END = re.compile(r"""[.!?]["'”’)\]]*\s+(?=["'“‘(\[*]*(?:[A-Z0-9]|[a-z]{1,3}\)))|\n+""")
_NO_END = re.compile(r"(?:\b(?:e\.g|i\.e|etc|vs|cf|al|Fig|Figs|Eq|Eqs|Sec|Tab|No|Dr|approx|resp)|\b[A-Z])\.$")
_ELLIPSIS = "…"


class Sentence(NamedTuple):
    """A sentence, and the place in it (code points, half-open) of what was asked for."""

    text: str
    start: int
    end: int


def sentence_at(text: str, start: int, end: int, most: int = 360) -> Sentence:
    """Return the sentence around `text[start:end]`, cut to about `most` code points around that place.

    Offsets outside of the text are brought back into it.

    >>> sentence_at("It is new. ShadowKV is 3x faster, e.g. on Llama. It is open.", 11, 19)
    Sentence(text='ShadowKV is 3x faster, e.g. on Llama.', start=0, end=8)
    """
    start = max(0, min(start, len(text)))
    end = max(start, min(end, len(text)))
    first, last = 0, len(text)
    for match in _END.finditer(text):
        if _NO_END.search(text[max(0, match.start() - 8) : match.start() + 1]):
            continue
        if match.end() <= start:
            first = match.end()
        elif match.start() >= end - 1:
            last = match.end()
            break
    while first < start and text[first].isspace():
        first += 1
    kept = text[first:last].rstrip()
    return _cut(Sentence(kept, start - first, min(end - first, len(kept))), most)


def _cut(sentence: Sentence, most: int) -> Sentence:
    """Shorten a long sentence on both sides of its place, at spaces."""
    if len(sentence.text) <= most:
        return sentence
    room = max(0, most - (sentence.end - sentence.start)) // 2
    left, right = max(0, sentence.start - room), min(len(sentence.text), sentence.end + room)
    if left:
        space = sentence.text.find(" ", left, sentence.start)
        left = space + 1 if space >= 0 else left
    if right < len(sentence.text):
        space = sentence.text.rfind(" ", sentence.end, right)
        right = space if space >= 0 else right
    before = _ELLIPSIS if left else ""
    after = _ELLIPSIS if right < len(sentence.text) else ""
    shift = len(before) - left
    return Sentence(before + sentence.text[left:right] + after, sentence.start + shift, sentence.end + shift)
