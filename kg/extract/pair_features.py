"""What speaks for two names of a text standing for one thing: how they are spelled, and where they stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

from kg.extract.aliases import Aliases, Own, alias_pair
from kg.extract.reading import Place, Reading
from kg.extract.spellings import Spelling, spelling, spelling_signs
from kg.extract.things import DocEntity

__all__ = ["Pairing"]

# So many names and places of an entity are looked at: the first ones.
_MOST = 4
# No text of a few hundred words names as many; beyond, the work would grow with the square of their number.
_MOST_ENTITIES = 100
# So few characters lie between an acronym and its bracket, or between the parts of "A/B".
_BESIDE = 5
_BETWEEN = 25
# These signs mean another thing for metrics than for models: they count for each type, too.
_BY_TYPE = ("same", "subset", "suffix", "prefix", "initials", "expansion", "some shared", "more=", "known", "share=")


@dataclass(frozen=True, slots=True)
class _Seen:
    """An entity with its spellings, all their roots and keys, its places, and its sentences."""

    entity: DocEntity
    spellings: tuple[Spelling, ...]
    roots: frozenset[str]
    places: tuple[Place, ...]
    sentences: frozenset[int]


class Pairing:
    """The pairs of a text's entities that may be one, with their features.

    `own` are the names that the paper itself is annotated with: what it says of them counts nothing (leave-one-out).
    """

    def __init__(
        self, reading: Reading, entities: Sequence[DocEntity], aliases: Aliases, own: Own | None = None
    ) -> None:
        self._reading, self._aliases, self._own = reading, aliases, own
        self._seen = [_seen(reading, entity) for entity in entities]
        self._beside = self._neighbours()

    def pairs(self) -> Iterator[tuple[int, int]]:
        """Yield the numbers of two entities that may be one, of the first hundred; most have nothing in common."""
        for pair in combinations(range(min(_MOST_ENTITIES, len(self._seen))), 2):
            one, other = self._seen[pair[0]], self._seen[pair[1]]
            if (
                not one.roots.isdisjoint(other.roots)
                or pair in self._beside
                or any(_may_be(a, b) for a in one.spellings for b in other.spellings)
                or self._known(one, other)[0]
            ):
                yield pair

    def features(self, pair: tuple[int, int]) -> dict[str, float]:
        """Return the features of two entities, given by their numbers."""
        one, other = self._seen[pair[0]], self._seen[pair[1]]
        signs = {sign for a in one.spellings for b in other.spellings for sign in spelling_signs(a, b)}
        signs |= self._known_signs(one, other)
        kinds = sorted((one.entity.type, other.entity.type))
        kind = kinds[0] if kinds[0] == kinds[1] else "mixed"
        signs |= {f"{kind} {sign}" for sign in signs if sign.startswith(_BY_TYPE)}
        signs.add(f"types={'+'.join(kinds)}")
        # Sorted: sums of floats depend on their order, and that of a set on the hash seed.
        return dict.fromkeys(sorted(signs | self._place_signs(one, other)), 1.0)

    def _neighbours(self) -> set[tuple[int, int]]:
        """Return the pairs of entities that stand side by side somewhere."""
        spans = sorted((span.start, span.end, n) for n, seen in enumerate(self._seen) for span in seen.entity.spans)
        return {(min(a, b), max(a, b)) for (_, end, a), (start, _, b) in pairwise(spans) if start - end <= _BESIDE}

    def _known(self, one: _Seen, other: _Seen) -> tuple[int, int]:
        """Return in how many papers two names of the entities stand for one thing, and in how many for two."""
        found = (
            self._aliases.known(alias_pair(a.key, b.key), self._own) for a in one.spellings for b in other.spellings
        )
        return max(found, default=(0, 0))

    def _known_signs(self, one: _Seen, other: _Seen) -> set[str]:
        together, apart = self._known(one, other)
        if not together:
            return set()
        return {"known", f"known={min(3, together)}", f"known={min(3, together)} {min(2, apart)}"}

    def _place_signs(self, one: _Seen, other: _Seen) -> set[str]:
        reading = self._reading
        found = {f"shared sentences={min(2, len(one.sentences & other.sentences))}"}
        titled = [[reading.is_title(place[0]) for place in seen.places] for seen in (one, other)]
        found.add(f"in title={any(titled[0]):d}{any(titled[1]):d}")
        found.add(f"only in title={all(titled[0]):d}{all(titled[1]):d}")
        found.add(f"mentions={min(3, len(one.places))}, {min(3, len(other.places))}")
        start, end = min(_gaps(one.places, other.places), key=lambda gap: (gap[1] - gap[0], gap))
        between = reading.text[reading.spans[start - 1][1] : reading.spans[end][0]] if start <= end else ""
        found.add(f"between={between.strip().lower()}" if len(between) < _BETWEEN else "far")
        return found


def _seen(reading: Reading, entity: DocEntity) -> _Seen:
    spellings = tuple(map(spelling, entity.names[:_MOST]))
    roots = frozenset(root for one in spellings for root in one.roots)
    places = tuple(place for span in entity.spans if (place := reading.place(span)) is not None)
    sentences = frozenset(reading.sentence_of[start] for start, _ in places)
    return _Seen(entity, spellings, roots, places[:_MOST], sentences)


def _may_be(one: Spelling, other: Spelling) -> bool:
    """Say whether one name may be an acronym or a part of the other."""
    if one.key in other.key or other.key in one.key:
        return True
    if one.is_short is other.is_short:
        return False
    short, long = (one, other) if one.is_short else (other, one)
    return short.letters[:1] == long.initials[:1]


def _gaps(one: Sequence[Place], other: Sequence[Place]) -> Iterator[Place]:
    """Yield the half-open words between places of two entities."""
    for mine in one:
        for theirs in other:
            yield (mine[1], theirs[0]) if mine < theirs else (theirs[1], mine[0])
