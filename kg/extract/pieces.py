"""Finding many names in a text at once, in any spelling: hyphens, spaces, case and a plural "s" aside.

A text is cut into pieces (runs of letters and digits). The folded pieces of a stretch, joined, are its key;
as in `kg.names.name_key`, digits stay apart, so that Llama-3-8B is not Llama-38B.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from kg.model import Span

__all__ = ["KeyMatcher", "Piece", "pieces", "stretch_key"]

# Letters and digits, with the marks on them; a version ("2.5") and "++" or "#" behind stay with them.
_PIECE = re.compile(r"(?:[^\W_][\u0300-\u036f]*)+(?:(?<=\d)\.(?=\d)\d+[^\W\d_]*|[+#]+)*")
_BREAK = re.compile(r"[\n.,;:!?()]")
_MOST_PIECES = 9
_MOST_GAP = 3

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of letters and digits in a text, and what it looks like folded."""

    start: int
    end: int
    folded: str


def pieces(text: str, parts: Iterable[Span]) -> list[list[Piece]]:
    """Cut each part of a text into its pieces.

    >>> [piece.folded for piece in pieces("Qwen2.5-VL, PARM++", [Span(0, 18)])[0]]
    ['qwen2.5', 'vl', 'parm++']
    """
    return [
        [Piece(m.start(), m.end(), m.group().casefold()) for m in _PIECE.finditer(text, part.start, part.end)]
        for part in parts
    ]


def stretch_key(name: str) -> str:
    """Return the key under which a matcher finds a name.

    >>> stretch_key("Llama-3-8B"), stretch_key("Vision Transformers")
    ('llama3-8b', 'visiontransformer')
    """
    key = ""
    for match in _PIECE.finditer(name):
        key = _joined(key, match.group().casefold())
    return _singular(key)


def _joined(key: str, folded: str) -> str:
    return f"{key}-{folded}" if key and key[-1].isdigit() and folded[0].isdigit() else key + folded


def _singular(key: str) -> str:
    return key[:-1] if len(key) > 3 and key[-1] == "s" and key[-2:] not in ("ss", "us", "is") else key


class KeyMatcher(Generic[T]):
    """Finds the stretches of a text whose key is known.

    >>> matcher = KeyMatcher({stretch_key("ShadowKV"): 1})
    >>> text = "We try SHADOW-KV."
    >>> [(text[s.start : s.end], value) for s, value in matcher.find(text, pieces(text, [Span(0, 17)])[0])]
    [('SHADOW-KV', 1)]
    """

    def __init__(self, values: Mapping[str, T]) -> None:
        self._values = {key: value for key, value in values.items() if key}
        self._prefixes = {key[:n] for key in self._values for n in range(1, len(key) + 2)}

    def find(self, text: str, run: list[Piece]) -> Iterator[tuple[Span, T]]:
        """Yield, for each piece, every known stretch that begins there, the longest first."""
        for first, piece in enumerate(run):
            found = list(self._from(text, run, first, piece))
            yield from reversed(found)

    def _from(self, text: str, run: list[Piece], first: int, piece: Piece) -> Iterator[tuple[Span, T]]:
        key, end = "", piece.start
        for other in run[first : first + _MOST_PIECES]:
            gap = text[end : other.start]
            if key and (len(gap) > _MOST_GAP or _BREAK.search(gap) or (other.folded == "s" and gap in "'’")):
                return
            key, end = _joined(key, other.folded), other.end
            value = self._values.get(_singular(key))
            if value is not None:
                yield Span(piece.start, end), value
            if key not in self._prefixes and key[:-1] not in self._prefixes:
                return
