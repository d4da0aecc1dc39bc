"""From judged places to entities: one a name in any spelling, acronyms joined, found again wherever they stand."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from kg.extract.reading import Place, Reading
from kg.extract.things import AcronymPair, DocEntity
from kg.model import EntityType, Span
from kg.names import name_key

__all__ = ["Judged", "joined_entity", "merge"]


@dataclass(frozen=True, slots=True)
class Judged:
    """A place of a name, the name's key, its type, and how probable it is that the name is an entity of it."""

    place: Place
    key: str
    type: EntityType
    sure: float


@dataclass
class _Draft:
    """An entity in the making."""

    types: dict[EntityType, float] = field(default_factory=lambda: dict.fromkeys(EntityType, 0.0))
    places: set[Place] = field(default_factory=set)
    sure: float = 0.0

    def join(self, other: _Draft) -> None:
        self.types = {name: weight + other.types[name] for name, weight in self.types.items()}
        self.places |= other.places
        self.sure = max(self.sure, other.sure)


def merge(reading: Reading, judged: Iterable[Judged], pairs: Iterable[AcronymPair]) -> list[DocEntity]:
    """Merge places into entities, in the order of their first place; no two entities share a name's key."""
    drafts: dict[str, _Draft] = defaultdict(_Draft)
    for one in judged:
        draft = drafts[one.key]
        draft.types[one.type] += one.sure
        draft.places.add(one.place)
        draft.sure = max(draft.sure, one.sure)
    owners = _joined(reading, drafts, pairs)
    # Names that were joined share a draft.
    unique = {id(draft): draft for draft in owners.values()}.values()
    _find_again(reading, list(unique))
    return sorted((_entity(reading, draft) for draft in unique), key=lambda entity: entity.spans[0])


def _joined(reading: Reading, drafts: dict[str, _Draft], pairs: Iterable[AcronymPair]) -> dict[str, _Draft]:
    """Join acronyms with their expansions; a side that is no entity yet becomes a place of the other's."""
    owners = dict(drafts)
    taken = bytearray(len(reading.words))
    for draft in drafts.values():
        for start, end in draft.places:
            taken[start:end] = b"\1" * (end - start)
    for pair in pairs:
        places = [place for span in (pair.long, pair.short) if (place := reading.place(span))]
        keys = [name_key(reading.surface(place)) for place in places]
        if len(places) < 2 or not all(keys):
            continue
        long, short = owners.get(keys[0]) or _ending_at(owners, places[0][1]), owners.get(keys[1])
        if long and short and long is not short:
            long.join(short)
            owners = {key: long if draft is short else draft for key, draft in owners.items()}
        for key, place in zip(keys, places, strict=True):
            owner = long or short
            if owner and key not in owners and not any(taken[place[0] : place[1]]):
                taken[place[0] : place[1]] = b"\1" * (place[1] - place[0])
                owner.places.add(place)
                owners[key] = owner
    return owners


def _ending_at(owners: dict[str, _Draft], end: int) -> _Draft | None:
    # The judge may have taken more or fewer words than the pair; both end where the bracket begins.
    return next((draft for draft in owners.values() if any(place[1] == end for place in draft.places)), None)


def _find_again(reading: Reading, drafts: Sequence[_Draft]) -> None:
    """Add the places where a name stands once more in the same spelling."""
    taken = bytearray(len(reading.words))
    names: dict[tuple[str, ...], _Draft] = {}
    lengths: dict[str, set[int]] = defaultdict(set)
    for draft in drafts:
        for start, end in draft.places:
            taken[start:end] = b"\1" * (end - start)
            names.setdefault(tuple(reading.words[start:end]), draft)
            lengths[reading.words[start]].add(end - start)
    for start, first in enumerate(reading.words):
        for length in sorted(lengths.get(first, ()), reverse=True):
            place = (start, start + length)
            known = names.get(tuple(reading.words[start : start + length]))
            if known and _is_free(reading, place, taken):
                taken[start : start + length] = b"\1" * length
                known.places.add(place)
                break


def _is_free(reading: Reading, place: Place, taken: bytearray) -> bool:
    """Say whether a place counts, belongs to no other name, and is no part of a longer word."""
    if any(taken[place[0] : place[1]]) or not reading.in_body(place):
        return False
    span = reading.span(place)
    before, after = reading.text[max(0, span.start - 2) : span.start], reading.text[span.end : span.end + 2]
    # What a sign ties to more of a name is a longer name: "GPT-4" in "GPT-4-Turbo", but not in "GPT-4-based".
    if len(before) == 2 and before[1] in "-–_.@+" and before[0].isalnum():
        return False
    return not (len(after) == 2 and after[0] in "-–_.@+" and (after[1].isdigit() or after[1].isupper()))


def _entity(reading: Reading, draft: _Draft) -> DocEntity:
    return _named(reading, draft.types, map(reading.span, draft.places), min(0.99, round(draft.sure, 2)))


def joined_entity(reading: Reading, entities: Sequence[DocEntity]) -> DocEntity:
    """Return entities of a text as one, of the type that most of their places have; its role is open."""
    if len(entities) == 1:
        return entities[0]
    types = dict.fromkeys(EntityType, 0.0)
    for entity in entities:
        types[entity.type] += entity.confidence * len(entity.spans)
    spans = (span for entity in entities for span in entity.spans)
    return _named(reading, types, spans, max(entity.confidence for entity in entities))


def _named(reading: Reading, types: Mapping[EntityType, float], places: Iterable[Span], confidence: float) -> DocEntity:
    entity_type = max(EntityType, key=lambda name: types[name])
    spans = tuple(sorted(places))
    names = [reading.text[span.start : span.end] for span in spans]
    return DocEntity(entity_type, _ordered(names, entity_type), None, spans, confidence)


def _ordered(names: Sequence[str], entity_type: EntityType) -> tuple[str, ...]:
    """Return the distinct names: the most frequent first, then the earliest; of metrics and tasks plain ones first."""
    counts = Counter(names)
    order = {name: number for number, name in enumerate(counts)}
    # Capitals of a metric or a task are often those of a heading or of a title.
    plain = not entity_type.has_role
    return tuple(sorted(counts, key=lambda n: (plain and n != n.lower(), -counts[n], order[n])))
