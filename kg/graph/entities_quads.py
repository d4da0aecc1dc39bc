"""What things and people are called and how they hang together, as quads in `graph/entities`."""

from __future__ import annotations

from collections.abc import Iterator

from kg.graph.iris import alias_iri, entity_iri, graph_iri, person_iri
from kg.graph.literals import boolean, string
from kg.graph.terms import FOAF, OWL, RDF_TYPE, SKOS
from kg.rdf import Description, Iri, Quad, RdfTerm
from kg.resolution import Entity, Person, Resolution
from kg.vocab import BASE, KG, KGC

__all__ = ["entity_descriptions", "entity_quads"]


def entity_descriptions(resolution: Resolution, *, base: str = BASE) -> Iterator[Description]:
    """Yield all entities, the keys that redirect to them, and all persons."""
    graph = graph_iri("entities", base=base)
    for entity in resolution.entities:
        node = entity_iri(entity.key, base=base)
        yield Description(node, graph, list(_entity(entity, base)))
        for key in entity.alias_keys:
            yield Description(alias_iri(key, base=base), graph, [(OWL.sameAs, node)])
    for person in resolution.persons:
        yield Description(person_iri(person.key, base=base), graph, list(_person(person, base)))


def entity_quads(resolution: Resolution, *, base: str = BASE) -> Iterator[Quad]:
    """Yield the same statement by statement."""
    for description in entity_descriptions(resolution, base=base):
        yield from description.quads()


def _entity(entity: Entity, base: str) -> Iterator[tuple[Iri, RdfTerm]]:
    yield RDF_TYPE, KG.ResearchEntity
    yield RDF_TYPE, KG[entity.type.value]
    yield SKOS.prefLabel, string(entity.name)
    for alias in entity.aliases:
        yield SKOS.altLabel, string(alias)
    if entity.variant_of:
        yield KG.variantOf, entity_iri(entity.variant_of, base=base)
    if entity.broader:
        yield SKOS.broader, entity_iri(entity.broader, base=base)
    if entity.better:
        yield KG.betterWhen, KGC[entity.better]
    if entity.fraction:
        yield KG.isFraction, boolean(True)


def _person(person: Person, base: str) -> Iterator[tuple[Iri, RdfTerm]]:
    yield RDF_TYPE, KG.Person
    yield FOAF.name, string(person.name)
    yield KG.isHandle, boolean(person.is_handle)
    for other in person.possibly_same:
        yield KG.possiblySameAs, person_iri(other, base=base)
