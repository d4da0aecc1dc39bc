"""What the model of coreference learns from: pairs of found names, both of one annotated entity or of two."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from kg.extract.aliases import Aliases, Own
from kg.extract.coreference import ONE, TWO, Coreference
from kg.extract.gazetteer import Gazetteer
from kg.extract.linear import Features
from kg.extract.merging import Judged, merge
from kg.extract.pair_features import Pairing
from kg.extract.things import DocEntity
from kg.model import EntityType
from kg.names import name_key
from kg.train.fitting import fit_linear
from kg.train.lessons import Lesson

__all__ = ["count_aliases", "fit_coreference", "own_names"]

# As sure as found entities mostly are; no feature looks at it.
_TOLD = 0.8

Named = tuple[Lesson, Sequence[DocEntity]]
"""A lesson with the entities that were found in it, in the order of the text, before any are joined."""


def count_aliases(lessons: Iterable[Lesson]) -> Aliases:
    """Count which names are annotated as one entity."""
    return Aliases.count(map(own_names, lessons))


def own_names(lesson: Lesson) -> Own:
    """Return the names that a lesson is annotated with, each with the number of its entity."""
    return {name_key(name): number for number, entity in enumerate(lesson.entities) for name in entity["names"]}


def fit_coreference(found: Iterable[Named], aliases: Aliases, gazetteer: Gazetteer) -> Coreference:
    """Fit the model to found entities, and to annotated ones as if each of their names had been found alone."""
    examples = [example for lesson, entities in found for example in ((lesson, entities), (lesson, _apart(lesson)))]
    rows, labels = zip(*(row for example in examples for row in _rows(*example, aliases)), strict=True)
    return Coreference(fit_linear(rows, labels, strength=0.2, smallest=0.02), aliases, gazetteer)


def _apart(lesson: Lesson) -> list[DocEntity]:
    """Return the annotated entities, each name one of its own unless brackets join it with another."""
    reading, judged = lesson.reading, []
    for entity, places in zip(lesson.entities, lesson.places, strict=True):
        for place in filter(reading.in_body, places):
            key = name_key(reading.surface(place))
            judged += [Judged(place, key, EntityType(entity["type"]), _TOLD)] if key else []
    return merge(reading, judged, lesson.pairs)


def _rows(lesson: Lesson, entities: Sequence[DocEntity], aliases: Aliases) -> Iterator[tuple[Features, str]]:
    owners = own_names(lesson)
    pairing = Pairing(lesson.reading, entities, aliases, owners)
    wanted = [next((owners[k] for k in map(name_key, entity.names) if k in owners), None) for entity in entities]
    for one, other in pairing.pairs():
        # What is annotated as no entity says nothing of what it is one with.
        if wanted[one] is not None and wanted[other] is not None:
            yield pairing.features((one, other)), ONE if wanted[one] == wanted[other] else TWO
