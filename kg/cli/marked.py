"""Words of a text made to stand out on a terminal: by colour, or in brackets where there is none."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rich.console import Console
from rich.text import Text

from kg.model import Span
from kg.plain import plain

__all__ = ["Mark", "has_colour", "marked"]


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of a text with its style, and the label that stands in for it where there is no colour."""

    span: Span
    style: str
    label: str = ""


def has_colour(console: Console) -> bool:
    """Say whether a console shows colours: a terminal does, unless NO_COLOR is set; a file does not."""
    return console.color_system is not None and not console.no_color


def marked(text: str, marks: Iterable[Mark], *, coloured: bool) -> Text:
    """Return a text with its marks; of marks that overlap the longest counts.

    >>> marked("We use LoRA.", [Mark(Span(7, 11), "bold", "Method")], coloured=False).plain
    'We use [LoRA: Method].'
    """
    shown, at = Text(), 0
    for mark in _apart(marks):
        shown.append(plain(text[at : mark.span.start]))
        words = plain(text[mark.span.start : mark.span.end])
        shown.append(words if coloured else _bracketed(words, mark.label), style=mark.style)
        at = mark.span.end
    shown.append(plain(text[at:]))
    return shown


def _apart(marks: Iterable[Mark]) -> list[Mark]:
    kept: list[Mark] = []
    for mark in sorted(marks, key=lambda mark: (mark.span.start - mark.span.end, mark.span)):
        if all(mark.span.end <= other.span.start or other.span.end <= mark.span.start for other in kept):
            kept.append(mark)
    return sorted(kept, key=lambda mark: mark.span)


def _bracketed(words: str, label: str) -> str:
    return f"[{words}: {label}]" if label else f"[{words}]"
