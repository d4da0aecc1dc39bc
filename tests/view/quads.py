"""Writes a graph in the project's model from short records, so that views are tested without a build."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pyoxigraph as ox

from kg.names import name_slug
from kg.rdf import XSD, Iri, Literal, Quad, as_nquad
from kg.table import Table

KG = "https://w3id.org/paper-kg/ontology#"
KGC = "https://w3id.org/paper-kg/concept/"
BASE = "https://w3id.org/paper-kg/id/"
RDF_TYPE = Iri("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
SKOS = "http://www.w3.org/2004/02/skos/core#"
DCT = "http://purl.org/dc/terms/"
FOAF = "http://xmlns.com/foaf/0.1/"
PROV = "http://www.w3.org/ns/prov#"
OWL_SAME_AS = Iri("http://www.w3.org/2002/07/owl#sameAs")

_ROLE_PROPERTY = {
    "proposed": "proposes",
    "used": "uses",
    "compared": "comparesWith",
    "mentioned": "mentionsInPassing",
}


def _number(value: object, kind: str = "integer") -> Literal:
    return Literal(str(value), Iri(XSD + kind))


def entity_iri(name: str) -> Iri:
    return Iri(BASE + "entity/" + (name_slug(name) or "x"))


def role_property(entity: dict[str, Any]) -> str:
    if entity["type"] == "Task":
        return "addresses"
    if entity["type"] == "Metric":
        return "reportsMetric"
    if entity["role"] == "evaluated":
        return "evaluatesOn" if entity["type"] == "Dataset" else "evaluates"
    return _ROLE_PROPERTY[entity["role"]]


def paper_quads(record: dict[str, Any]) -> Iterator[Quad]:
    """Yield the quads of one paper on one day."""
    graph = Iri(BASE + "graph/" + record["date"])
    paper = Iri(BASE + "paper/" + record["id"])
    digest = Iri(BASE + "digest/" + record["date"])

    def quad(subject: str, predicate: str, value: Iri | Literal) -> Quad:
        return Quad(Iri(subject), Iri(predicate), value, graph)

    yield quad(digest, RDF_TYPE, Iri(KG + "Digest"))
    yield quad(digest, DCT + "issued", _number(record["date"], "date"))
    yield quad(paper, RDF_TYPE, Iri(KG + "Paper"))
    yield quad(paper, DCT + "title", Literal(record["title"]))
    yield quad(paper, KG + "arxivId", Literal(record["id"]))
    yield quad(paper, KG + "listedIn", digest)
    yield quad(paper, FOAF + "page", Iri(record.get("page", "https://arxiv.org/abs/" + record["id"])))
    for place, name in enumerate(record.get("names", ()), start=1):
        person = Iri(f"{BASE}person/{name_slug(name) or place}")
        listing = f"{paper}/listed/{record['date']}/{place}"
        yield quad(paper, KG + "listsPerson", person)
        yield quad(paper, KG + "hasListing", Iri(listing))
        yield quad(listing, KG + "position", _number(place))
        yield quad(listing, KG + "nameAsListed", Literal(name))
        yield quad(listing, KG + "person", person)
        for predicate, value in ((RDF_TYPE, Iri(KG + "Person")), (FOAF + "name", Literal(name))):
            yield Quad(person, Iri(predicate), value, Iri(BASE + "graph/entities"))
    for field in ("title", "summary"):
        text = f"{BASE}text/{record['id']}/{record['date']}/{field}"
        yield quad(paper, KG + "hasText", Iri(text))
        yield quad(text, RDF_TYPE, Iri(KG + "SourceText"))
        yield quad(text, KG + "field", Literal(field))
        yield quad(text, KG + "content", Literal(record[field]))
        yield quad(text, PROV + "wasDerivedFrom", paper)
    for entity in record.get("entities", ()):
        yield from _entity_quads(record, entity, quad)
    for result in record.get("results", ()):
        yield from _result_quads(record, result, quad)


def _entity_quads(record: dict[str, Any], entity: dict[str, Any], quad: Callable[..., Quad]) -> Iterator[Quad]:
    iri = entity_iri(entity["names"][0])
    paper = BASE + "paper/" + record["id"]
    entities = Iri(BASE + "graph/entities")
    for name in entity["names"]:
        label = "prefLabel" if name == entity["names"][0] else "altLabel"
        yield Quad(iri, Iri(SKOS + label), Literal(name), entities)
    for kind in (entity["type"], "ResearchEntity"):
        yield Quad(iri, RDF_TYPE, Iri(KG + kind), entities)
    for parent in ("variantOf",):
        if parent in entity:
            yield Quad(iri, Iri(KG + parent), entity_iri(entity[parent]), entities)
    yield quad(paper, KG + role_property(entity), iri)
    yield quad(paper, KG + "mentions", iri)
    for field in ("title", "summary"):
        for name in entity["names"]:
            start = record[field].find(name)
            if start < 0:
                continue
            text = f"{BASE}text/{record['id']}/{record['date']}/{field}"
            place = f"{BASE}mention/{record['id']}/{record['date']}/{field}/{start}-{start + len(name)}"
            yield quad(place, RDF_TYPE, Iri(KG + "Mention"))
            yield quad(place, KG + "inText", Iri(text))
            yield quad(place, KG + "start", _number(start))
            yield quad(place, KG + "end", _number(start + len(name)))
            yield quad(place, KG + "exact", Literal(name))
            yield quad(place, KG + "refersTo", iri)
            yield quad(place, KG + "confidence", _number("0.90", "decimal"))
            if entity["role"]:
                yield quad(place, KG + "role", Iri(KGC + entity["role"]))


def _result_quads(record: dict[str, Any], result: dict[str, Any], quad: Callable[..., Quad]) -> Iterator[Quad]:
    start = record["summary"].find(result["value"])
    if start < 0:
        return
    end = start + len(result["value"])
    text = f"{BASE}text/{record['id']}/{record['date']}/summary"
    iri = f"{BASE}result/{record['id']}/{record['date']}/summary/{start}-{end}"
    yield quad(BASE + "paper/" + record["id"], KG + "reportsResult", Iri(iri))
    yield quad(iri, RDF_TYPE, Iri(KG + ("Score" if result["kind"] == "absolute" else "Comparison")))
    yield quad(iri, KG + "inText", Iri(text))
    yield quad(iri, KG + "start", _number(start))
    yield quad(iri, KG + "end", _number(end))
    yield quad(iri, KG + "lexicalForm", Literal(result["value"]))
    yield quad(iri, KG + "kind", Iri(KGC + result["kind"]))
    for end in ("lowerValue", "upperValue"):
        yield quad(iri, KG + end, _number(result["value"], "decimal"))
    if result.get("unit"):
        yield quad(iri, KG + "unit", Literal(result["unit"]))
    known = {entity["names"][0] for entity in record["entities"]}
    for key, name in (
        ("model", "baseModel"),
        *((k, k) for k in ("subject", "metric", "dataset", "baseline")),
    ):
        if result.get(key) in known:
            yield quad(iri, KG + name, entity_iri(result[key]))


def asker(quads: Iterable[Quad]) -> Callable[[str], Table]:
    """Load quads, and their union as the default graph, and return a function that answers."""
    store = ox.Store()
    for quad in quads:
        line = as_nquad(quad)
        store.load(line.encode(), ox.RdfFormat.N_QUADS)
        store.load(as_nquad(quad).rsplit(" <", 1)[0].encode() + b" .", ox.RdfFormat.N_TRIPLES)
    return asking(store)


def asking(store: ox.Store) -> Callable[[str], Table]:
    def ask(query: str) -> Table:
        answer = store.query(query)
        if isinstance(answer, ox.QueryTriples):
            rows = sorted(((_term(t.subject), _term(t.predicate), _term(t.object)) for t in answer), key=str)
            return Table(("subject", "predicate", "object"), tuple(rows))
        columns = tuple(variable.value for variable in answer.variables)
        return Table(columns, tuple(tuple(_term(solution[c]) for c in columns) for solution in answer))

    return ask


def _term(term: Any) -> Iri | Literal | None:
    if term is None:
        return None
    if isinstance(term, ox.NamedNode):
        return Iri(term.value)
    if isinstance(term, ox.BlankNode):
        return Iri("_:" + term.value)
    return Literal(term.value, Iri(term.datatype.value), term.language)
