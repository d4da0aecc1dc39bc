"""The judge: which candidate names of a text are entities, of which type, and how sure that is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from spacy.tokens import Doc

from kg.extract.annotations import mark_entities
from kg.extract.candidates import group_candidates
from kg.extract.gazetteer import Gazetteer
from kg.extract.judge_features import judge_features
from kg.extract.linear import Linear
from kg.extract.merging import Judged, merge
from kg.extract.net_view import NetView
from kg.extract.overlaps import apart
from kg.extract.reading import Reading
from kg.extract.tags import Views
from kg.extract.things import AcronymPair, Candidate, DocEntity
from kg.model import EntityType

__all__ = ["NONE", "STRONG", "Judge", "JudgeComponent", "split_entities"]

NONE = "none"
"""The class of candidates that are no entities."""

# Below a half: the threshold of the best F1 is half of that F1 (Lipton et al. 2014), which here is 80 to 85 %; lower
# still, since the least sure are less often right than they are said to be. From 0.34 to 0.42 the F1 is the same.
STRONG = 0.34
"""From which confidence on a candidate is an entity."""

WEAK = 0.2
"""From which confidence on it is one if a result needs it."""


@dataclass
class Judge:
    """One classifier over whole names, for a text at a time."""

    model: Linear
    gazetteer: Gazetteer

    def places(
        self, reading: Reading, candidates: Iterable[Candidate], views: Views, net: NetView | None = None
    ) -> list[Judged]:
        """Return the places of names at least as sure as `WEAK`, of those that overlap one."""
        groups = group_candidates(reading, candidates)
        scored = []
        for key, row in judge_features(reading, groups, views, self.gazetteer, net).items():
            found = self.model.probabilities(row)
            found.pop(NONE)
            entity_type = EntityType(max(found, key=found.__getitem__))
            sure = found[entity_type]
            if sure >= WEAK:
                scored += [Judged(place, key, entity_type, sure) for place in groups[key].places]
        return apart(scored, len(reading.words))

    def entities(
        self,
        reading: Reading,
        pairs: Iterable[AcronymPair],
        candidates: Iterable[Candidate],
        views: Views,
        net: NetView | None = None,
    ) -> list[DocEntity]:
        """Return the entities of a text, doubtful ones too, in the order of the text."""
        return merge(reading, self.places(reading, candidates, views, net), pairs)


def split_entities(entities: Iterable[DocEntity]) -> tuple[list[DocEntity], list[DocEntity]]:
    """Return the sure entities and the doubtful ones."""
    found = list(entities)
    return [e for e in found if e.confidence >= STRONG], [e for e in found if e.confidence < STRONG]


class JudgeComponent:
    """The spaCy component: decides over `doc._.kg_candidates`; writes `doc._.kg_entities` and `doc.ents`.

    What it doubts goes to `doc._.kg_doubtful`.
    """

    def __init__(self, judge: Judge) -> None:
        self._judge = judge

    def __call__(self, doc: Doc) -> Doc:
        """Decide on the candidates of a doc."""
        reading: Reading = doc._.kg_reading
        known = doc._.kg_pairs, doc._.kg_candidates, doc._.kg_views, doc._.kg_net
        found = self._judge.entities(reading, *known)
        doc._.kg_entities, doc._.kg_doubtful = split_entities(found)
        mark_entities(doc)
        return doc
