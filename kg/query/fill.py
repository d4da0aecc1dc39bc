"""Fill the parameters of a question with what is left of a user's words, against the names in the graph."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations

from kg.query.catalogue import Parameter
from kg.query.choose import Choice, is_filler, ranked
from kg.query.known import LOOSE, KnownNames
from kg.query.values import ENTITY_CLASSES, NAMED_BY
from kg.table import Table

__all__ = ["Filling", "fillings"]

_SHAPES = {
    "date": re.compile(r"\d{4}-\d{2}-\d{2}|newest(-\d+)?"),
    "integer": re.compile(r"\d+"),
    "decimal": re.compile(r"\d*\.?\d+"),
}
_ENDS = "?!.,:;"
_NEAR = 0.5
_MOST_CHOICES = 12
_MOST_WORDS = 12
# Where a question takes several days and one was said, it is the first of a span.
_FIRST_DAY = "since"

Ask = Callable[[str], Table]

Place = tuple[int, int]
"""A stretch of the user's words: the places of the first, and of the one behind the last."""


@dataclass(frozen=True, slots=True)
class Filling:
    """A question with the values found for its parameters.

    `missing` are those that still need one. `loose` is how many values name something of another type than is wanted;
    `unused` are words that found no place, without those that carry no meaning.
    """

    choice: Choice
    values: Mapping[str, str]
    missing: tuple[Parameter, ...]
    loose: int
    unused: tuple[str, ...]

    @property
    def is_whole(self) -> bool:
        """Whether the question can be asked, and all words found a place."""
        return not self.missing and not self.unused


def fillings(words: Sequence[str], ask: Ask, *, given: Mapping[str, str]) -> list[Filling]:
    """Return the questions that the words fit, each with its values: those that all words fit come first.

    `given` are values that were named, such as `dataset=GSM8K`, and `ask` answers queries. Among
    those that all words fit, values of the right type count more. Nothing is returned when no question knows a word.
    """
    choices = [choice for choice in ranked(words) if set(given) <= {one.name for one in choice.question.parameters}]
    known = KnownNames(ask, (_joined(stretch, words) for stretch in _all_stretches(words)))
    near = [choice for choice in choices[:_MOST_CHOICES] if choice.score >= _NEAR * choices[0].score]
    filled = [_filled(choice, words, known, given) for choice in near]
    return sorted(filled, key=lambda one: (not one.is_whole, one.loose, -one.choice.score))


def _filled(choice: Choice, words: Sequence[str], known: KnownNames, given: Mapping[str, str]) -> Filling:
    """Fill the parameters of one question: days and numbers by their form, names by what the graph knows."""
    values = dict(given)
    left = list(choice.left)
    parameters = choice.question.parameters
    for place in choice.left:
        name = _shaped(parameters, words[place].strip(_ENDS), values)
        if name is not None:
            values[name] = words[place].strip(_ENDS)
            left.remove(place)
    wanted = [one for one in parameters if one.type in _WITH_NAMES and one.name not in values]
    loose = 0
    fit = _best_fit(left, words, wanted, known)
    if fit is not None:
        stretches, loose = fit
        values |= {one.name: _joined(stretch, words) for one, stretch in zip(wanted, stretches, strict=True)}
        left = [place for place in left if not _covers(stretches, place)]
    missing = tuple(one for one in parameters if one.default is None and one.name not in values)
    return Filling(choice, values, missing, loose, tuple(words[place] for place in left if not is_filler(words[place])))


_WITH_NAMES = frozenset({*ENTITY_CLASSES, *NAMED_BY})


def _best_fit(
    left: Sequence[int], words: Sequence[str], wanted: Sequence[Parameter], known: KnownNames
) -> tuple[tuple[Place, ...], int] | None:
    """Return the names that take in the most of the left words, those of the right types first, and how many are not.

    In "highest accuracy on GSM8K" both are names, and only one of them is that of a dataset.
    """
    best: tuple[tuple[int, int], tuple[Place, ...]] | None = None
    meant = [place for place in left if not is_filler(words[place])]
    for stretches in _divided(left, words, len(wanted)):
        found = [known.fit(one.type, _joined(stretch, words)) for one, stretch in zip(wanted, stretches, strict=True)]
        if all(found):
            rank = (-sum(_covers(stretches, place) for place in meant), found.count(LOOSE))
            if best is None or rank < best[0]:
                best = rank, stretches
    return best and (best[1], best[0][1])


def _covers(stretches: Iterable[Place], place: int) -> bool:
    return any(low <= place < high for low, high in stretches)


def _shaped(parameters: Iterable[Parameter], word: str, values: Mapping[str, str]) -> str | None:
    """Return the free parameter that a day or a number is for."""
    free = [one for one in parameters if one.name not in values]
    for kind, shape in _SHAPES.items():
        names = [one.name for one in free if one.type == kind]
        if names and shape.fullmatch(word):
            return _FIRST_DAY if _FIRST_DAY in names else names[0]
    return None


def _divided(left: Sequence[int], words: Sequence[str], parts: int) -> Iterator[tuple[Place, ...]]:
    """Yield ways to cut the words into as many names, the likeliest first."""
    if parts == 1:
        yield from ((stretch,) for stretch in _stretches(left, words))
    elif parts > 1:
        # Into two: no question takes three names. Which of them is for which parameter shows only when they are looked
        # up.
        for cut in range(1, len(left)):
            halves = [_trimmed(half, words) for half in (left[:cut], left[cut:])]
            yield from permutations([(half[0], half[-1] + 1) for half in halves if half], parts)


def _stretches(left: Sequence[int], words: Sequence[str]) -> Iterator[Place]:
    """Yield the stretches that a name may be, of those that hold as many of the left words as can be the first.

    A name may hold words that the question knows, as "mathematical reasoning" may, so those beside it are tried, too.
    """
    kept = _trimmed(left, words)

    def rank(stretch: Place) -> tuple[int, int, int]:
        low, high = stretch
        inside = sum(low <= place < high for place in kept)
        return -inside, high - low - inside, low

    yield from sorted(_all_stretches(words), key=rank)


def _all_stretches(words: Sequence[str]) -> Iterator[Place]:
    """Yield all stretches of words that a name may be: of no more than some words, and with meaning at both ends."""
    for low in range(len(words)):
        for high in range(low + 1, min(low + _MOST_WORDS, len(words)) + 1):
            if not (is_filler(words[low]) or is_filler(words[high - 1])):
                yield low, high


def _trimmed(places: Sequence[int], words: Sequence[str]) -> list[int]:
    """Leave out words without meaning at both ends."""
    kept = list(places)
    while kept and is_filler(words[kept[0]]):
        kept.pop(0)
    while kept and is_filler(words[kept[-1]]):
        kept.pop()
    return kept


def _joined(stretch: Place, words: Sequence[str]) -> str:
    return " ".join(words[slice(*stretch)]).strip(" " + _ENDS)
