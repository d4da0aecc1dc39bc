"""Roles: what each method, model and dataset does in a paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Doc

from kg.extract.gazetteer import Gazetteer, Known
from kg.extract.linear import Linear
from kg.extract.net_features import role_signs
from kg.extract.net_view import NetView
from kg.extract.reading import Place, Reading, name_words
from kg.extract.role_features import role_features
from kg.extract.things import DocEntity
from kg.model import EntityType, Role

__all__ = ["RoleComponent", "RoleModel", "Scenery"]


class Scenery:
    """The places of all entities of a text, which the features of each one refer to."""

    def __init__(self, reading: Reading, entities: Sequence[Sequence[Place]], net: NetView | None = None) -> None:
        self.reading, self._net = reading, net
        self._taken = {word: start for places in entities for start, end in places for word in range(start, end)}
        self._starts = sorted(set(self._taken.values()))

    def features(self, kind: EntityType, places: Sequence[Place], known: Known | None) -> dict[str, float]:
        """Return the features of one entity; `known` is what other papers say of its name."""
        # To role_features all ranks from 5 on are one: six places are enough.
        rank = sum(1 for start in self._starts[:6] if start < places[0][0])
        features = role_features(self.reading, kind, places, self._taken, rank, known)
        return features | role_signs(self._net, places) if self._net else features


@dataclass
class RoleModel:
    """One classifier over entities."""

    model: Linear
    gazetteer: Gazetteer

    def with_roles(
        self, reading: Reading, entities: Sequence[DocEntity], net: NetView | None = None
    ) -> list[DocEntity]:
        """Return the entities with their roles; metrics and tasks have none."""
        places = [_places(reading, entity) for entity in entities]
        scenery = Scenery(reading, places, net)
        return [
            self._with_role(scenery, entity, mine) if entity.type.has_role else entity
            for entity, mine in zip(entities, places, strict=True)
        ]

    def _with_role(self, scenery: Scenery, entity: DocEntity, places: Sequence[Place]) -> DocEntity:
        known = self.gazetteer.lookup(name_words(scenery.reading.surface(places[0])))
        role, _ = self.model.predict(scenery.features(entity.type, places, known))
        return replace(entity, role=Role(role))


def _places(reading: Reading, entity: DocEntity) -> list[Place]:
    places = [reading.place(span) for span in entity.spans]
    return [place for place in places if place is not None]


class RoleComponent:
    """The spaCy component: gives the entities of `doc._.kg_entities` and `doc._.kg_doubtful` their roles."""

    def __init__(self, roles: RoleModel) -> None:
        self._roles = roles

    def __call__(self, doc: Doc) -> Doc:
        """Set the roles of a doc's entities."""
        sure = len(doc._.kg_entities)
        entities = [*doc._.kg_entities, *doc._.kg_doubtful]
        found = self._roles.with_roles(doc._.kg_reading, entities, doc._.kg_net)
        doc._.kg_entities, doc._.kg_doubtful = found[:sure], found[sure:]
        return doc
