"""The sentence of a text that a mention or a number stands in."""

from __future__ import annotations

from typing import NamedTuple

from kg.sentences import sentences

__all__ = ["Sentence", "sentence_at"]

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
    around = [span for span in sentences(text) if span.start < max(end, start + 1) and start < span.end]
    first = min([start, *(span.start for span in around)])
    last = max([end, *(span.end for span in around)])
    kept = text[first:last]
    return _cut(Sentence(kept, max(0, start - first), min(end - first, len(kept))), most)


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
