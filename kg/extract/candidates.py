"""Candidates put together: one group a name, with all its places and the sources that speak for it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from kg.extract.acronyms import acronym_candidates
from kg.extract.gazetteer import Hit, hit_candidates
from kg.extract.proposals import view_candidates
from kg.extract.reading import Place, Reading
from kg.extract.tags import Views
from kg.extract.things import AcronymPair, Candidate
from kg.names import name_key

__all__ = ["Group", "all_candidates", "group_candidates", "places_of", "trimmed"]

_LITTLE = "of and or for with in on to by from as via using"
_MARKS = "' ’ \" “ ” ` . , : ;"
# What a name never begins or ends with, when white space parts it from the rest.
_BEFORE = frozenset(f"{_LITTLE} our their its this these a an the & * ) - {_MARKS}".split())
_AFTER = frozenset(f"{_LITTLE} * ( - {_MARKS}".split())
# Unicode's categories of controls, signs without a shape, modifiers that stand alone, and pictures.
_PICTURES = frozenset(["Cc", "Cf", "Cn", "Co", "Cs", "Sk", "So"])
_QUOTES = frozenset("'’")
# Names of which the article is a part.
_WITH_ARTICLE = frozenset(["the pile", "the stack", "the well"])


@dataclass
class Group:
    """A name with its places, in order, and the sources that propose it."""

    places: list[Place] = field(default_factory=list)
    sources: set[str] = field(default_factory=set)


def all_candidates(
    reading: Reading, pairs: Iterable[AcronymPair], hits: Iterable[Hit], views: Views
) -> list[Candidate]:
    """Return what all components of the pipeline propose."""
    found = [candidate for name, view in views.items() for candidate in view_candidates(reading, name, view)]
    return [*found, *hit_candidates(reading, hits), *acronym_candidates(pairs)]


def group_candidates(reading: Reading, candidates: Iterable[Candidate]) -> dict[str, Group]:
    """Group the candidates that stand in the body by the keys of their names."""
    groups: dict[str, tuple[set[Place], set[str]]] = {}
    for candidate in candidates:
        whole = reading.place(candidate.span)
        place = whole and trimmed(reading, whole)
        key = name_key(reading.surface(place)) if place and reading.in_body(place) else ""
        if place and key:
            places, sources = groups.setdefault(key, (set(), set()))
            places.add(place)
            sources.add(candidate.source)
    ordered = sorted(groups.items(), key=lambda item: (min(item[1][0]), item[0]))
    return {key: Group(sorted(places), sources) for key, (places, sources) in ordered}


def trimmed(reading: Reading, place: Place) -> Place | None:
    """Return a place without quotes, pictures, possessive endings and little words around the name, None if empty."""
    start, end = place
    if " ".join(reading.lower[start:end]) in _WITH_ARTICLE:
        return place
    while start < end and _stands_before(reading, start, end):
        start += 1
    while end > start and _hangs_on(reading, start, end):
        end -= 1
    return (start, end) if start < end else None


def _stands_before(reading: Reading, start: int, end: int) -> bool:
    word = reading.lower[start]
    return _is_picture(word) or (word in _BEFORE and not _is_part(reading, start, start + 1, end))


def _is_picture(word: str) -> bool:
    """Say whether a sign is a picture or can't be seen; such a sign is no part of a name."""
    return len(word) == 1 and not word.isascii() and unicodedata.category(word) in _PICTURES


def _is_part(reading: Reading, word: int, beside: int, limit: int) -> bool:
    """Say whether a little word is glued to the word beside it, as in "A-Mem" and "On-policy"."""
    if not reading.words[word].isalpha() or beside == limit:
        return False
    first, second = sorted((word, beside))
    return reading.spans[first][1] == reading.spans[second][0]


def _hangs_on(reading: Reading, start: int, end: int) -> bool:
    last = reading.lower[end - 1]
    if _is_picture(last):
        return True
    # The words cut "LoRA's" into LoRA, ' and s.
    if last == "s":
        return end - 1 > start and reading.lower[end - 2] in _QUOTES
    # "A*" keeps its star; where there are more, they are Markdown's bold print.
    if last == "*":
        return reading.lower[end - 2] == "*" or (start > 0 and reading.lower[start - 1] == "*")
    return last in _AFTER and not _is_part(reading, end - 1, end - 2, start - 1)


def places_of(groups: Mapping[str, Group]) -> dict[int, list[tuple[str, Place]]]:
    """Return, a word, the places that cover it with the keys of their groups."""
    covering: dict[int, list[tuple[str, Place]]] = {}
    for key, group in groups.items():
        for place in group.places:
            for word in range(*place):
                covering.setdefault(word, []).append((key, place))
    return covering
