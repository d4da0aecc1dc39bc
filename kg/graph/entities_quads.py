"""What things and people are called and how they hang together, as quads in `graph/entities`."""

from __future__ import annotations

from collections.abc import Iterator

from kg.graph.iris import alias_iri, entity_iri, graph_iri, person_iri
from kg.graph.literals import boolean, string
from kg.graph.terms import FOAF, OWL, RDF_TYPE, SKOS
from kg.rdf import Iri, Quad
from kg.resolution import Entity, Person, Resolution
from kg.vocab import BASE, KG, KGC

__all__ = ["entity_quads"]


def entity_quads(resolution: Resolution, *, base: str = BASE) -> Iterator[Quad]:
    """Yield all entities, the keys that redirect to them, and all persons."""
    graph = graph_iri("entities", base=base)
    for entity in resolution.entities:
        yield from _entity(entity, graph, base)
    for person in resolution.persons:
        yield from _person(person, graph, base)


def _entity(entity: Entity, graph: Iri, base: str) -> Iterator[Quad]:
    node = entity_iri(entity.key, base=base)
    yield Quad(node, RDF_TYPE, KG.ResearchEntity, graph)
    yield Quad(node, RDF_TYPE, KG[entity.type.value], graph)
    yield Quad(node, SKOS.prefLabel, string(entity.name), graph)
    for alias in entity.aliases:
        yield Quad(node, SKOS.altLabel, string(alias), graph)
    if entity.variant_of:
        yield Quad(node, KG.variantOf, entity_iri(entity.variant_of, base=base), graph)
    if entity.broader:
        yield Quad(node, SKOS.broader, entity_iri(entity.broader, base=base), graph)
    if entity.better:
        yield Quad(node, KG.betterWhen, KGC[entity.better], graph)
    if entity.fraction:
        yield Quad(node, KG.isFraction, boolean(True), graph)
    for key in entity.alias_keys:
        yield Quad(alias_iri(key, base=base), OWL.sameAs, node, graph)


def _person(person: Person, graph: Iri, base: str) -> Iterator[Quad]:
    node = person_iri(person.key, base=base)
    yield Quad(node, RDF_TYPE, KG.Person, graph)
    yield Quad(node, FOAF.name, string(person.name), graph)
    yield Quad(node, KG.isHandle, boolean(person.is_handle), graph)
    for other in person.possibly_same:
        yield Quad(node, KG.possiblySameAs, person_iri(other, base=base), graph)
