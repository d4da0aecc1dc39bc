"""Words cut into the pieces that a network knows: WordPiece, as the uncased BERT models have it.

The vocabulary is that of the base model without the pieces that no digest uses; what it lacks is spelt in shorter
pieces. Source: Devlin et al. 2019, section 3.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

__all__ = ["MASK", "SPECIAL", "START", "STOP", "UNKNOWN", "WordPieces"]

START, STOP, UNKNOWN, MASK = 0, 1, 2, 3
SPECIAL = ("[CLS]", "[SEP]", "[UNK]", "[MASK]")
"""The first pieces of each vocabulary: start and end of a text, an unknown word, and a word left out."""

# What is longer is no word, and cutting takes time with the square of the length.
_LONGEST = 60
# How many words are remembered: a process that goes on reading must not grow with them.
_KEPT = 50_000


@dataclass
class WordPieces:
    """A vocabulary, the number of a piece being its place; pieces that go on a word begin with "##".

    >>> WordPieces([*SPECIAL, "data", "##set"]).cut("Dataset")
    (4, 5)
    """

    pieces: Sequence[str]
    _index: dict[str, int] = field(init=False, repr=False)
    _cut: dict[str, tuple[int, ...]] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        self._index = {piece: number for number, piece in enumerate(self.pieces)}

    def cut(self, word: str) -> tuple[int, ...]:
        """Return the numbers of a word's pieces, at least one."""
        found = self._cut.get(word)
        if found is None:
            if len(self._cut) > _KEPT:
                self._cut.clear()
            numbers = [number for part in _parts(word) for number in self._cut_part(part)]
            found = self._cut[word] = tuple(numbers or [UNKNOWN])
        return found

    def _cut_part(self, part: str) -> list[int]:
        """Take the longest known piece, again and again; a part with an unknown character is unknown whole."""
        found: list[int] = []
        start = 0
        while start < len(part):
            prefix = "##" if start else ""
            ends = range(len(part), start, -1)
            end = next((end for end in ends if prefix + part[start:end] in self._index), None)
            if end is None or len(part) > _LONGEST:
                return [UNKNOWN]
            found.append(self._index[prefix + part[start:end]])
            start = end
        return found

    def as_bytes(self) -> bytes:
        """Return one piece a line."""
        return ("\n".join(self.pieces) + "\n").encode()

    @classmethod
    def from_bytes(cls, content: bytes) -> WordPieces:
        """Read what `as_bytes` wrote."""
        return cls(content.decode().rstrip("\n").split("\n"))

    def without(self, words: Iterable[str]) -> WordPieces:
        """Return a vocabulary with the special pieces, single characters, and the pieces that some words use."""
        used = {number for word in words for number in self.cut(word)}
        # Single characters stay, so that any word can still be spelt.
        kept = [
            p for n, p in enumerate(self.pieces) if p not in SPECIAL and (n in used or len(p.removeprefix("##")) == 1)
        ]
        return WordPieces([*SPECIAL, *kept])


def _parts(word: str) -> Iterator[str]:
    """Yield a word in lower case, without accents, parted at signs."""
    plain = "".join(c for c in unicodedata.normalize("NFD", word.lower()) if unicodedata.category(c) != "Mn")
    start = 0
    for place, character in enumerate(plain):
        if not character.isalnum():
            if start < place:
                yield plain[start:place]
            yield character
            start = place + 1
    if start < len(plain):
        yield plain[start:]
