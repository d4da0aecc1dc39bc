"""Fill the parameters of a question with what is left of a user's words, against the names in the graph."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations

from kg.query.catalogue import Parameter
from kg.query.choose import Choice, is_filler, is_known, likeness, ranked
from kg.query.known import LOOSE, KnownNames
from kg.query.spans import Span, spans
from kg.query.values import ENTITY_CLASSES, NAMED_BY
from kg.table import Table

__all__ = ["Filling", "fillings"]

_SHAPES = {
    "date": re.compile(r"\d{4}-\d{2}-\d{2}|newest(-\d+)?"),
    "integer": re.compile(r"\d+"),
    "decimal": re.compile(r"\d*\.?\d+"),
}
_ENDS = "?!.,:;"
_POSSESSIVE = re.compile(r"['’]s$")
_NEAR = 0.2
_MOST_CHOICES = 30
_MOST_WORDS = 12
# What makes up for what, beside the likeness of words, which goes up to some thirty.
_NARROW, _LOOSE, _MISSING, _UNUSED, _DROPPED = 3.0, 14.0, 9.0, 4.0, 10.0
# Where a question takes several days and one was said, it is the first of a span.
_FIRST_DAY, _LAST_DAY = "since", "until"

Ask = Callable[[str], Table]

Place = tuple[int, int]
"""A stretch of the user's words: the places of the first, and of the one behind the last."""


@dataclass(frozen=True, slots=True)
class Filling:
    """A question with the values found for its parameters.

    `missing` are those that still need one. `loose` is how many values name something of another type than is wanted;
    `unused` are words that found no place, without those that carry no meaning, and `strange` those of them that name
    nothing in the graph, and that no question knows; `understood` is how many words found one. `is_about` says that
    names of the graph are among the values, `score` how well the question fits.
    """

    choice: Choice
    values: Mapping[str, str]
    missing: tuple[Parameter, ...]
    loose: int
    unused: tuple[str, ...]
    strange: tuple[str, ...]
    understood: int
    is_about: bool
    score: float

    @property
    def is_whole(self) -> bool:
        """Whether the question can be asked, and all words found a place."""
        return not self.missing and not self.unused

    @property
    def is_far(self) -> bool:
        """Whether so many words are strange that the question is hardly what was meant; less so beside a name."""
        bearable = self.understood if self.is_about else self.understood / 2
        return bool(self.strange) and len(self.strange) >= bearable


def fillings(words: Sequence[str], ask: Ask, *, given: Mapping[str, str]) -> list[Filling]:
    """Return the questions that the words fit, each with its values: those that all words fit come first.

    `given` are values that were named, such as `dataset=GSM8K`, and `ask` answers queries. Among
    those that all words fit, values of the right type count more. Nothing is returned when no question knows a word.
    """
    choices = [choice for choice in ranked(words) if set(given) <= {one.name for one in choice.question.parameters}]
    known = KnownNames(ask, (_joined(stretch, words) for stretch in _all_stretches(words)))
    near = [choice for choice in choices[:_MOST_CHOICES] if choice.score >= _NEAR * choices[0].score]
    filled = [_filled(choice, words, known, given) for choice in near]
    return sorted(filled, key=lambda one: -one.score)


def _filled(choice: Choice, words: Sequence[str], known: KnownNames, given: Mapping[str, str]) -> Filling:
    """Fill the parameters of one question: days and numbers by their form, names by what the graph knows."""
    parameters = choice.question.parameters
    values, left, taken = _by_form(choice, words, given)
    wanted = [one for one in parameters if one.type in _WITH_NAMES and one.name not in values]
    loose = 0
    fit = _best_fit(left, words, wanted, known)
    if fit is not None:
        stretches, loose = fit
        values |= {one.name: _joined(stretch, words) for one, stretch in zip(wanted, stretches, strict=True)}
        left = [place for place in left if not _covers(stretches, place)]
        taken |= {place for place in range(len(words)) if _covers(stretches, place)}
    missing = tuple(one for one in parameters if one.default is None and one.name not in values)
    unused = tuple(words[place] for place in left if not is_filler(words[place]))
    names = [word for word in unused if known.fit("entity", word.strip(_ENDS))]
    strange = tuple(word for word in unused if word not in names and not is_known(word))
    understood = sum(not is_filler(word) for word in words) - len(unused)
    named = [one for one in wanted if one.name in values]
    # A name of the very type that is asked for says more than one that may be of any.
    narrow = 0 if loose else sum(bool(ENTITY_CLASSES.get(one.type)) for one in named)
    score = likeness(choice.question, (word for place, word in enumerate(words) if place not in taken))
    score += _NARROW * narrow - _LOOSE * loose - _MISSING * len(missing)
    score -= _UNUSED * (len(unused) - len(names)) + _DROPPED * len(names)
    return Filling(choice, values, missing, loose, unused, strange, understood, bool(named), score)


def _by_form(
    choice: Choice, words: Sequence[str], given: Mapping[str, str]
) -> tuple[dict[str, str], list[int], set[int]]:
    """Return the values that the words give by their form, the places that are left, and those that were taken."""
    parameters, values, taken = choice.question.parameters, dict(given), set[int]()
    for span in spans(words):
        if days := _given_days(parameters, span, values):
            values |= days
            taken.update(span.places)
    kinds, places = _given_kinds(parameters, words, values)
    values |= kinds
    left = [place for place in choice.left if place not in taken | places]
    for place in list(left):
        name = _shaped(parameters, words[place].strip(_ENDS), values)
        if name is not None:
            values[name] = words[place].strip(_ENDS)
            left.remove(place)
            taken.add(place)
    return values, left, taken


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
        found = [
            known.fit(one.type, _joined(stretch, words), one.classes)
            for one, stretch in zip(wanted, stretches, strict=True)
        ]
        if all(found):
            rank = (-sum(_covers(stretches, place) for place in meant), found.count(LOOSE))
            if best is None or rank < best[0]:
                best = rank, stretches
    return best and (best[1], best[0][1])


def _covers(stretches: Iterable[Place], place: int) -> bool:
    return any(low <= place < high for low, high in stretches)


def _given_kinds(
    parameters: Iterable[Parameter], words: Sequence[str], values: Mapping[str, str]
) -> tuple[dict[str, str], set[int]]:
    """Return the classes that words name ("new methods and models") for a question that takes them; and where."""
    name = next((one.name for one in parameters if one.type == "class" and one.name not in values), "")
    said = enumerate(word.strip(_ENDS).lower().removesuffix("s") for word in words)
    kinds = {place: word for place, word in said if name and ENTITY_CLASSES.get(word)}
    return ({name: ",".join(dict.fromkeys(kinds.values()))} if kinds else {}), set(kinds)


def _given_days(parameters: Iterable[Parameter], span: Span, values: Mapping[str, str]) -> dict[str, str]:
    """Return the days of a span for a question that takes them, and has been told none."""
    names = {one.name for one in parameters if one.type == "date"}
    if _FIRST_DAY not in names or _FIRST_DAY in values or (span.until and _LAST_DAY not in names):
        return {}
    return {_FIRST_DAY: span.since} | ({_LAST_DAY: span.until} if span.until else {})


def _shaped(parameters: Iterable[Parameter], word: str, values: Mapping[str, str]) -> str | None:
    """Return the free parameter that a day or a number is for."""
    free = [one for one in parameters if one.name not in values]
    for kind, shape in _SHAPES.items():
        names = [one.name for one in free if one.type == kind]
        if names and shape.fullmatch(word):
            return _FIRST_DAY if _FIRST_DAY in names else names[0]
    return None


def _divided(left: Sequence[int], words: Sequence[str], parts: int) -> Iterator[tuple[Place, ...]]:
    """Yield ways to find as many names in the words, the likeliest first."""
    if parts == 1:
        yield from ((stretch,) for stretch in _stretches(left, words))
    elif parts > 1:
        # Two: no question takes three names. Which of them is for which parameter shows only when they are looked up.
        for one, other in permutations(_stretches(left, words), parts):
            if one[1] <= other[0] or other[1] <= one[0]:
                yield one, other


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
    return _POSSESSIVE.sub("", " ".join(words[slice(*stretch)]).strip(" " + _ENDS))
