"""Two spellings compared: which words, letters and initials they share, as signs that they name one thing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from kg.extract.acronyms import expansion_start
from kg.extract.reading import name_words
from kg.names import name_key

__all__ = ["Spelling", "spelling", "spelling_signs"]

# As many letters of a word as "generate" shares with "generation", and "robot" with "robotic".
_ROOT = 5
_JOINTS = frozenset("-/_–.")
# Where a new word begins in "ParScale" and "Gemma2".
_INNER = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Za-z])(?=\d)")
_INITIAL = re.compile(r"(?<![^\W_])[^\W_]")


@dataclass(frozen=True, slots=True)
class Spelling:
    """A name with its key, its words without plural, their roots, its letters, and the initials of its words."""

    name: str
    key: str
    words: tuple[str, ...]
    roots: frozenset[str]
    letters: str
    initials: str

    @property
    def is_short(self) -> bool:
        """Whether the name is one word as it is printed, as acronyms are."""
        return " " not in self.name

    @property
    def is_acronym(self) -> bool:
        """Whether it is one word with several capitals."""
        return self.is_short and sum(character.isupper() for character in self.name) > 1


@lru_cache(maxsize=1 << 14)
def spelling(name: str) -> Spelling:
    """Take a name apart.

    >>> spelling("Vision Transformers").words, spelling("low-rank adaptation").initials
    (('vision', 'transformer'), 'lra')
    """
    words = tuple(_singular(word) for word in name_words(name) if word not in _JOINTS)
    initials = "".join(_INITIAL.findall(_INNER.sub(" ", name))).lower()
    letters = "".join(character for character in name.lower() if character.isalnum())
    return Spelling(name, name_key(name), words, frozenset(word[:_ROOT] for word in words), letters, initials)


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


@lru_cache(maxsize=1 << 14)
def spelling_signs(one: Spelling, other: Spelling) -> frozenset[str]:
    """Return what two names have in common, and what sets them apart.

    >>> sorted(spelling_signs(spelling("watermarking"), spelling("image watermarking")))[-4:]
    ['same last', 'share=2', 'subset', 'suffix']
    """
    few, many = sorted((one, other), key=lambda s: (len(s.words), s.name))
    found = _word_signs(few, many)
    for short, long in ((one, other), (other, one)):
        if short.is_short and len(long.initials) > 1:
            found |= _acronym_signs(short, long)
    if few.key in many.key or many.key in few.key:
        found.add("inside")
    same = next((n for n, (a, b) in enumerate(zip(few.key, many.key, strict=False)) if a != b), len(few.key))
    found.add(f"begin={4 * same // max(1, len(few.key), len(many.key))}")
    return frozenset(found)


def _word_signs(few: Spelling, many: Spelling) -> set[str]:
    found: set[str] = set()
    if not few.words or not many.words:
        return found
    shared, every = len(few.roots & many.roots), len(few.roots | many.roots)
    found.add(f"share={4 * shared // every}")
    if few.roots == many.roots:
        found.add("same roots")
    if sorted(few.words) == sorted(many.words):
        found.add("same words")
    if few.words[-1] == many.words[-1]:
        found.add("same last")
    elif few.words[-1][:_ROOT] == many.words[-1][:_ROOT]:
        found.add("same last root")
    if few.words[0] == many.words[0]:
        found.add("same first")
    return found | _difference(few, many, shared)


def _difference(few: Spelling, many: Spelling, shared: int) -> set[str]:
    """Return which words one name has and the other has not."""
    only = [word for word in many.words if word not in few.words]
    if set(few.words) < set(many.words):
        found = {"subset", f"more={len(only)}"} | {f"more {word}" for word in only}
        if many.words[-len(few.words) :] == few.words:
            found |= {"suffix"} | {f"before {word}" for word in only}
        elif many.words[: len(few.words)] == few.words:
            found |= {"prefix"} | {f"behind {word}" for word in only}
        return found | ({"more digits"} if _has_digit(only) else set())
    if few.roots < many.roots:
        return {"root subset", f"more roots={len(many.roots) - shared}"}
    if not shared:
        return set()
    mine = [word for word in few.words if word[:_ROOT] not in many.roots]
    theirs = [word for word in many.words if word[:_ROOT] not in few.roots]
    found = {"some shared", f"apart={min(3, len(mine))}, {min(3, len(theirs))}"}
    return found | ({"other digits"} if _has_digit([*mine, *theirs]) else set())


def _has_digit(words: list[str]) -> bool:
    return any(character.isdigit() for word in words for character in word)


def _beginnings(letters: str, words: tuple[str, ...]) -> bool:
    """Say whether beginnings of all words make up most of some letters, as those of "parallel scaling" do ParScale."""
    place = 0
    for word in words:
        same = next((n for n, letter in enumerate(word) if letters[place + n : place + n + 1] != letter), len(word))
        if not same:
            return False
        place += same
    return 5 * place >= 4 * len(letters)


def _acronym_signs(short: Spelling, long: Spelling) -> set[str]:
    """Return whether the initials of one name spell the other."""
    found: set[str] = set()
    capitals = " in capitals" if short.is_acronym else ""
    if long.initials in (short.letters, short.letters.rstrip("s")):
        found.add(f"initials{capitals}")
    elif len(short.letters) > 2 and (long.initials in short.letters or short.letters in long.initials):
        found.add(f"some initials{capitals}")
    if short.letters in long.letters:
        found.add("glued")
    if _beginnings(short.letters, long.words):
        found.add("beginnings")
    if short.is_acronym:
        start = expansion_start(long.name, short.name)
        found.add("no expansion" if start is None else "expansion inside" if start else "expansion")
    return found
