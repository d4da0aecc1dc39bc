"""What a paper says around its short names: the words of its text, and what it spells such a name out to."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from rapidfuzz import fuzz

from kg.model import Paper
from kg.resolve.initials import looks_like_acronym, spells_out, stems

__all__ = ["LEAST_WORDS", "Surroundings", "are_near", "is_short", "likeness", "surroundings"]

_SHORT = re.compile(r"[A-Za-z]{2,4}|[A-Z]{5,6}|[A-Z](?=[a-z]*[A-Z])[A-Za-z]{4}|[A-Za-z]\d|[A-Z][a-z]+")
_AGENT = re.compile(r"[a-z]{4,}[eo]r")
_SIGNS = re.compile(r"[/.&]")
_WORD = re.compile(r"[a-z]{4,}")
_PIECE = re.compile(r"[^\s(),;:]+")
_MOST_WORDS = 9
_NEARLY_ALL = 85
_ALIKE = 3
LEAST_WORDS = 12
"""A text with fewer telling words does not tell what it is about."""


@dataclass(frozen=True)
class Surroundings:
    """The text of a paper, and what it spells short names out to, as stems.

    `longs` also holds the acronyms in its longer names: PSC in "PSC research". `common` are words that tell nothing,
    since many papers use them.
    """

    text: str
    longs: Mapping[str, frozenset[str]] = field(default_factory=dict)
    common: Collection[str] = ()

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The telling words, in the order of the text, which is always the same, as that of a set is not."""
        words = dict.fromkeys(_WORD.findall(self.text.lower()))
        return tuple([word for word in words if word not in self.common])


@lru_cache(maxsize=1 << 16)
def is_short(name: str) -> bool:
    """Say whether a name is so short, or so plain a word, that two things may well be called so.

    >>> [is_short(name) for name in ("CRT", "MaPO", "Planner", "planner", "pruning", "SWE-bench", "ShadowKV")]
    [True, True, True, True, False, False, False]
    """
    if name == name.lower():
        return _AGENT.fullmatch(name) is not None
    return _SHORT.fullmatch(_SIGNS.sub("", name)) is not None


def surroundings(paper: Paper, named: Sequence[Sequence[str]], common: Collection[str]) -> Surroundings | None:
    """Return what a paper says around those of its names that are short, or hold an acronym; None when none does.

    `named` holds the names of each of its entities, `common` the words that tell nothing, since many papers use them.

    >>> paper = Paper("2410.1", "2024-10-30", "ARM: Adaptive Reasoning Model", "It routes tokens.", ())
    >>> around = surroundings(paper, [["ARM"]], {"tokens"})
    >>> sorted(around.words), dict(around.longs)
    (['adaptive', 'model', 'reasoning', 'routes'], {'ARM': frozenset({'adapt reaso'})})
    """
    longs: dict[str, set[str]] = {}
    for names in named:
        for short in filter(is_short, names):
            found = longs.setdefault(short, set())
            found.update(" ".join(stems(name)) for name in names if spells_out(short, name))
        for word in (word for name in names if " " in name for word in name.split()):
            if looks_like_acronym(word):
                longs.setdefault(word, set())
    if not longs:
        return None
    for short, found in longs.items():
        if looks_like_acronym(short):
            found.update(_spelled(short, paper))
    spelled = {short: frozenset(found) for short, found in longs.items() if found}
    return Surroundings(f"{paper.title}\n{paper.summary}", spelled, common)


def _spelled(name: str, paper: Paper) -> Iterator[str]:
    """Give what a text spells a name out to: words before it in brackets, and words behind it in the title."""
    for text in (paper.title, paper.summary):
        place = text.find(f"({name}")
        if place > 0:
            before = _PIECE.findall(text[max(0, place - 120) : place])[-_MOST_WORDS:]
            yield from _first(name, (before[-length:] for length in range(1, len(before) + 1)))
    head, _, rest = paper.title.partition(":")
    if head.strip() == name:
        behind = rest.split()[:_MOST_WORDS]
        yield from _first(name, (behind[:length] for length in range(1, len(behind) + 1)))


def _first(name: str, phrases: Iterable[list[str]]) -> Iterator[str]:
    long = next((phrase for words in phrases if spells_out(name, phrase := " ".join(words))), None)
    if long is not None:
        yield " ".join(stems(long))


def likeness(a: Set[int], b: Set[int]) -> float | None:
    """Return how much of their words, or of hashes of these, two papers share (0 to 1); None when one has too few.

    >>> likeness({1, 2}, {1}) is None
    True
    """
    if min(len(a), len(b)) < LEAST_WORDS:
        return None
    return len(a & b) / math.sqrt(len(a) * len(b))


def are_near(one: str, other: str) -> bool:
    """Say whether two expansions, as stems, may be one, the second one misquoted.

    They begin alike, and share two thirds of the words of the shorter or nearly all their letters.

    >>> are_near("group relat polic optim", "group relat prefe optim"), are_near("rejec fine tunin", "reinf fine tunin")
    (True, False)
    >>> are_near("visua autor", "visua auto regre model")
    True
    """
    if one[:_ALIKE] != other[:_ALIKE]:
        return False
    a, b = set(one.split()), set(other.split())
    letters = fuzz.partial_ratio(one.replace(" ", ""), other.replace(" ", ""))
    return 3 * len(a & b) >= 2 * min(len(a), len(b)) or letters >= _NEARLY_ALL
