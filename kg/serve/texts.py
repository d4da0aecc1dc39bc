"""Words with what was found in them: cut into pieces, so that a page can show each in its place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kg.view.sentences import sentence_at

__all__ = ["Mark", "Piece", "pieces", "quote"]


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of a text (half-open, code points), what it is ("Method", "result"), its name, path and hint."""

    start: int
    end: int
    kind: str
    name: str = ""
    path: str | None = None
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text; `mark` is None where nothing was found in it."""

    text: str
    mark: Mark | None = None


def pieces(text: str, marks: Iterable[Mark]) -> list[Piece]:
    """Cut a text at its marks; of marks that overlap the first and longest stays.

    >>> [piece.text for piece in pieces("LoRA is small.", [Mark(0, 4, "Method")])]
    ['LoRA', ' is small.']
    """
    cut: list[Piece] = []
    place = 0
    for mark in sorted(marks, key=lambda mark: (mark.start, -mark.end, mark.kind)):
        start, end = max(0, mark.start), min(mark.end, len(text))
        if start < place or start >= end:
            continue
        if start > place:
            cut.append(Piece(text[place:start]))
        cut.append(Piece(text[start:end], mark))
        place = end
    return cut + ([Piece(text[place:])] if place < len(text) else [])


def quote(text: str, start: int, end: int) -> list[Piece]:
    """Return the sentence around a place in a text, with that place marked.

    >>> [piece.text for piece in quote("It is new. LoRA is small.", 11, 15)]
    ['LoRA', ' is small.']
    """
    sentence = sentence_at(text, start, end)
    return pieces(sentence.text, [Mark(sentence.start, sentence.end, "words")])
