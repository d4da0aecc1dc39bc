"""The component for results: every number of a text that states a measured outcome, with what it belongs to.

Titles are left out: what they say in numbers, the summary says again.
"""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Doc

from kg.extract.annotations import mark_entities
from kg.extract.looks import LookReader, Looks
from kg.extract.result_model import FoundResult, ResultModel
from kg.extract.things import DocEntity
from kg.model import Field, Result, Span

__all__ = ["ResultFinder", "settled", "shown_confidence"]


class ResultFinder:
    """The spaCy component: reads the entities, sure and doubtful, and writes `doc._.kg_results`.

    It writes `kg.model.Result` values whose offsets are those of the summary. Doubtful entities that a result
    needs become entities. With a network each number is looked at a second time.
    """

    def __init__(self, model: ResultModel, network: LookReader | None = None) -> None:
        self._model, self._network = model, network

    def __call__(self, doc: Doc) -> Doc:
        """Find the results of a doc."""
        # By place, the doubtful among the sure: features count which of the entities comes first.
        entities = sorted([*doc._.kg_entities, *doc._.kg_doubtful], key=lambda entity: entity.spans[0])
        network = self._network
        looks = None if network is None else lambda scene: Looks(network, scene, doc._.kg_pairs, doc._.kg_hits)
        found = self._model.results(doc._.kg_reading, entities, doc._.kg_net, looks)
        kept = settled(entities, doc._.kg_doubtful, found)
        if len(kept) > len(doc._.kg_entities):
            doc._.kg_entities = kept
            doc._.kg_doubtful = [entity for entity in doc._.kg_doubtful if entity not in kept]
            mark_entities(doc)
        doc._.kg_results = [_as_result(result, entities, doc._.kg_title_end + 1) for result in found]
        return doc


def settled(
    entities: Sequence[DocEntity], doubtful: Sequence[DocEntity], found: Sequence[FoundResult]
) -> list[DocEntity]:
    """Return the entities without those that are doubtful and that no result needs."""
    linked = {number for result in found for number in result.links.values()}
    return [entity for number, entity in enumerate(entities) if number in linked or entity not in doubtful]


def shown_confidence(confidence: float) -> float:
    """Return a probability as it is told: two decimals, and nothing is certain.

    >>> shown_confidence(0.99999)
    0.99
    """
    # Digits behind these say nothing, and differ from one type of CPU to another.
    return min(0.99, round(confidence, 2))


def _as_result(found: FoundResult, entities: Sequence[DocEntity], offset: int) -> Result:
    # Numbers of entities hold for this list alone; from here on links are by first name.
    links = {slot: None if place is None else entities[place].names[0] for slot, place in found.links.items()}
    number = found.number
    return Result(
        field=Field.SUMMARY,
        span=Span(number.span.start - offset, number.span.end - offset),
        value=number.value,
        unit=number.unit,
        kind=found.kind,
        bound=number.bound,
        change=found.change,
        before=found.before,
        confidence=shown_confidence(found.confidence),
        **links,
    )
