"""Merging candidates into the entities of a paper.

Candidates of one key are one thing; an acronym and its expansion are one thing. Its type is the one with the
most evidence, its confidence what its best candidates of each source say together.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from kg.extract.annotations import AcronymPair, Candidate
from kg.extract.pieces import stretch_key
from kg.model import EntityType

__all__ = ["Group", "group_candidates"]

_REPEATED = 0.1


@dataclass(slots=True)
class Group:
    """Candidates that stand for one thing, with the keys under which its names are found."""

    keys: set[str] = field(default_factory=set)
    best: dict[tuple[EntityType, str], float] = field(default_factory=dict)
    places: set[int] = field(default_factory=set)

    @property
    def first(self) -> int:
        """Where the thing first stands."""
        return min(self.places)

    @property
    def type(self) -> EntityType:
        """The type with the most evidence; the first in the order of names among equals."""
        return min(EntityType, key=lambda t: (-self.score(t), t))

    def score(self, entity_type: EntityType) -> float:
        """Return how sure the sources together are that this is of a type (noisy or)."""
        doubt = 1.0 - _REPEATED if len(self.places) > 1 else 1.0
        for (candidate_type, _), score in sorted(self.best.items()):
            if candidate_type is entity_type:
                doubt *= 1.0 - score
        return 1.0 - doubt

    def add(self, key: str, candidate: Candidate) -> None:
        """Take one candidate in."""
        self.keys.add(key)
        self.places.add(candidate.span.start)
        place = (candidate.type, candidate.source)
        self.best[place] = max(self.best.get(place, 0.0), candidate.score)

    def join(self, other: Group) -> None:
        """Take all of another group in."""
        self.keys |= other.keys
        for place, score in other.best.items():
            self.best[place] = max(self.best.get(place, 0.0), score)
        self.places |= other.places


def group_candidates(text: str, candidates: Iterable[Candidate], pairs: Iterable[AcronymPair]) -> list[Group]:
    """Return the groups in the order in which their things first stand in the text."""
    groups: dict[str, Group] = {}
    for candidate in candidates:
        key = stretch_key(text[candidate.span.start : candidate.span.end])
        if not key:
            continue
        groups.setdefault(key, Group()).add(key, candidate)
    for pair in pairs:
        _join_pair(groups, text, pair)
    distinct = {id(group): group for group in groups.values()}
    return sorted(distinct.values(), key=lambda g: (g.first, sorted(g.keys)))


def _join_pair(groups: dict[str, Group], text: str, pair: AcronymPair) -> None:
    short = stretch_key(text[pair.short.start : pair.short.end])
    long = stretch_key(text[pair.long.start : pair.long.end])
    one, other = groups.get(short), groups.get(long)
    if not short or not long or one is other:
        return
    if one is None or other is None:
        group = one or other
        assert group is not None
        group.keys |= {short, long}
        groups[short] = groups[long] = group
        return
    other.join(one)
    for key in one.keys:
        groups[key] = other
