"""Coreference of names: which entities of a text are one thing under two names, such as "RL" and its long form.

What brackets pair is joined before (`kg.extract.merging`); here a classifier looks at every pair of names that have
anything in common.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc

from kg.extract.aliases import Aliases, Own
from kg.extract.annotations import mark_entities
from kg.extract.gazetteer import Gazetteer
from kg.extract.judge import split_entities
from kg.extract.linear import Features, Linear
from kg.extract.merging import joined_entity
from kg.extract.pair_features import Pairing
from kg.extract.reading import Reading, name_words
from kg.extract.things import DocEntity

__all__ = ["ONE", "TWO", "Coreference", "CoreferenceComponent"]

ONE, TWO = "one", "two"
"""The classes of pairs: two names of one thing, and names of two."""

# From which probability on two entities are one; of those whose names have no word and no letters in common.
_SURE, _SURER = 0.5, 0.7
# A name that so many papers have means what they mean by it, and no narrower thing that one paper speaks of. Fewer make
# the graph's entities little purer, and cost what extraction gains: of any type 86.1 with 10, 85.9 with 3.
_ESTABLISHED = 10
# What ties two names though one of them is established.
_TIED = frozenset(("same roots", "same words", "known", "initials", "initials in capitals", "beginnings"))
# What two names without a word in common do not have.
_WITH_WORDS = frozenset(("subset", "root subset", "some shared", "glued", "expansion"))


@dataclass
class Coreference:
    """One classifier over pairs of entities; the gazetteer tells which names are established."""

    model: Linear
    aliases: Aliases
    gazetteer: Gazetteer

    def joined(self, reading: Reading, entities: Sequence[DocEntity], own: Own | None = None) -> list[DocEntity]:
        """Return the entities of a text, those that are one joined, in the order of the text.

        `own` are the names that the paper itself is annotated with (leave-one-out).
        """
        pairing = Pairing(reading, entities, self.aliases, own)
        pairs = [
            (one, other)
            for one, other in pairing.pairs()
            if self._are_one(pairing.features((one, other)), entities[one], entities[other])
        ]
        if not pairs:
            return list(entities)
        groups = _grouped(len(entities), pairs)
        found = [joined_entity(reading, [entities[number] for number in group]) for group in groups]
        return sorted(found, key=lambda entity: entity.spans[0])

    def _are_one(self, features: Features, one: DocEntity, other: DocEntity) -> bool:
        sure, is_tied = self.model.probabilities(features)[ONE], not _TIED.isdisjoint(features)
        if sure < _SURE or is_tied:
            return sure >= _SURE
        if _WITH_WORDS.isdisjoint(features) and sure < _SURER:
            return False
        # Flow and Flow-DPO, GRPO and GRPO-Zero: what is added behind a proper name makes another thing.
        if "prefix" in features and one.type.has_role and other.type.has_role:
            return False
        lengths = [len(name_words(entity.names[0])) for entity in (one, other)]
        shorter = [entity for entity, length in zip((one, other), lengths, strict=True) if length == min(lengths)]
        return not any(self._is_established(name) for entity in shorter for name in entity.names)

    def _is_established(self, name: str) -> bool:
        known = self.gazetteer.lookup(name_words(name))
        return known is not None and known.annotated >= _ESTABLISHED


def _grouped(count: int, pairs: Iterable[tuple[int, int]]) -> list[list[int]]:
    """Return numbers in groups: those of a pair in one, and what is paired with them.

    >>> _grouped(4, [(0, 2), (2, 3)])
    [[0, 2, 3], [1]]
    """
    group = list(range(count))
    for one, other in pairs:
        first, second = sorted((group[one], group[other]))
        group = [first if mine == second else mine for mine in group]
    return [[n for n in range(count) if group[n] == name] for name in sorted(set(group))]


class CoreferenceComponent:
    """The spaCy component: joins entities of `doc._.kg_entities` and `doc._.kg_doubtful` that are one."""

    def __init__(self, coreference: Coreference) -> None:
        self._coreference = coreference

    def __call__(self, doc: Doc) -> Doc:
        """Join the entities of a doc."""
        entities = sorted([*doc._.kg_entities, *doc._.kg_doubtful], key=lambda entity: entity.spans[0])
        found = self._coreference.joined(doc._.kg_reading, entities)
        if len(found) < len(entities):
            doc._.kg_entities, doc._.kg_doubtful = split_entities(found)
            mark_entities(doc)
        return doc
