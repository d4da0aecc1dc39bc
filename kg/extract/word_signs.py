"""Signs of single words for the tagger: frequency level, shape, affixes. They depend on the word alone."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property

__all__ = ["LITTLE_WORDS", "OFFSETS", "PAIR_OFFSETS", "SIGN", "Frequencies", "Word", "pair_features", "shape"]

_UPPER, _LOWER, _DIGIT = re.compile(r"[A-Z]"), re.compile(r"[a-z]"), re.compile(r"\d")
_RUN = re.compile(r"(.)\1{2,}")
# How many words are remembered: a process that goes on reading must not grow with them.
_MOST = 50_000
# Beside the levels 3 to 7 of the table: of words that it does not hold, and of what is no word.
RARE, SIGN = 2, 9
_LITTLE = "a an the of for in on with to and or via from by as is are at into using towards toward through"
LITTLE_WORDS = frozenset(_LITTLE.split())
"""Words of a title that say nothing when they come back in the summary."""

OFFSETS = (-3, -2, -1, 1, 2, 3)
"""Where the words around a word stand that the tagger looks at."""

PAIR_OFFSETS = {"bg": 0, "bn": -1, "tg": 1, "tn": -2}
"""The kinds of features that a pair of words gives, each with the offset, from the second word, of whom it is for."""


# The weights know features by name: to change one, or what it stands for, is to train anew.
def shape(text: str) -> str:
    """Return capitals as X, small letters as x, digits as d, runs cut to two.

    >>> shape("Llama-3")
    'Xxx-d'
    """
    return _RUN.sub(r"\1\1", _DIGIT.sub("d", _LOWER.sub("x", _UPPER.sub("X", text))))


# Without slots: a cached_property keeps what it found in __dict__.
@dataclass(frozen=True)
class Word:
    """One word as printed, with its frequency level: 2 (rare) to 7, or 9 for a sign."""

    text: str
    level: int

    @cached_property
    def lower(self) -> str:
        """The word in lower case."""
        return self.text.lower()

    @cached_property
    def shape(self) -> str:
        """The shape of the word."""
        return shape(self.text[:40])

    @cached_property
    def own(self) -> tuple[str, ...]:
        """The features that a word has by itself."""
        text, lower = self.text, self.lower
        features = [f"w={lower}", f"s={self.shape}", f"z={self.level}"]
        if self.level == SIGN:
            return tuple(features)
        for size in (2, 3, 4):
            if len(lower) > size:
                features += (f"p{size}={lower[:size]}", f"x{size}={lower[-size:]}")
        if text.isupper() and len(text) > 1:
            features.append("upper")
        if any(letter.isupper() for letter in text[1:]) and any(letter.islower() for letter in text):
            features.append("camel")
        if any(letter.isdigit() for letter in text):
            features.append("digit")
        return tuple(features)

    @cached_property
    def repeated(self) -> tuple[str, ...]:
        """The features of a word that stands in the text more than once."""
        rare = ("repeated",) if self.level < 4 else ()
        return (*rare, "repeated_upper") if len(self.text) > 1 and self.text.isupper() else rare

    @cached_property
    def is_capitalised(self) -> bool:
        """Whether the word begins with a capital and is not all capitals."""
        return self.level != SIGN and self.text[0].isupper() and not self.text.isupper()

    @cached_property
    def window(self) -> dict[int, tuple[str, ...]]:
        """The features that a word gives to the words around it, by their offset to it."""
        return {offset: self._beside(offset) for offset in OFFSETS}

    def _beside(self, offset: int) -> tuple[str, ...]:
        features = [f"{offset:+d}w={self.lower}"]
        if abs(offset) <= 2:
            features += (f"{offset:+d}s={self.shape}", f"{offset:+d}z={self.level}")
        if abs(offset) == 1 and len(self.lower) > 3:
            features.append(f"{offset:+d}x={self.lower[-3:]}")
        return tuple(features)


def pair_features(first: str, second: str) -> tuple[tuple[int, str], ...]:
    """Return the features of two adjacent words, each with the offset, from the second, of the word it is for."""
    return tuple((offset, f"{kind}={first}|{second}") for kind, offset in PAIR_OFFSETS.items())


@dataclass
class Frequencies:
    """How frequent words are in the training papers, in levels; words that were looked up are remembered."""

    levels: dict[str, int]
    _seen: dict[str, Word] = field(default_factory=dict, repr=False)

    def __getitem__(self, text: str) -> Word:
        word = self._seen.get(text)
        if word is None:
            if len(self._seen) >= _MOST:
                self._seen.clear()
            level = self.levels.get(text.lower(), RARE) if text[0].isalnum() else SIGN
            word = self._seen[text] = Word(text, level)
        return word

    @classmethod
    def from_bytes(cls, content: bytes) -> Frequencies:
        r"""Read a table with one level a line: the level, a tab, words with spaces between.

        >>> Frequencies.from_bytes(b"7\tthe of\n")["The"].level
        7
        """
        levels: dict[str, int] = {}
        for row in content.decode().rstrip("\n").split("\n"):
            level, words = row.split("\t")
            levels.update(dict.fromkeys(words.split(" "), int(level)))
        return cls(levels)
