"""The ontology, its concepts, alignments and shapes: as files in several forms, and as terms with their words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

import pyoxigraph as ox

from kg.resources import ontology_dir
from kg.vocab import KG, KGC, PREFIXES

__all__ = ["VOCABULARIES", "Term", "concepts", "declarations", "ontology_terms", "version_of", "vocabulary_file"]

VOCABULARIES: Mapping[str, str] = MappingProxyType(
    {"ontology": "paper-kg", "concepts": "concepts", "alignments": "alignments", "shapes": "shapes"}
)
"""The vocabularies by the last part of their IRIs, with the name of their file."""

_HOME = "https://w3id.org/paper-kg/"
_FORMS = {
    "jsonld": ox.RdfFormat.JSON_LD,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "rdfxml": ox.RdfFormat.RDF_XML,
    "turtle": ox.RdfFormat.TURTLE,
}
_KINDS = {f"{PREFIXES['owl']}{kind}": kind for kind in ("Class", "ObjectProperty", "DatatypeProperty")}
_DECLARING = frozenset({"dcterms", "foaf", "kg", "kgc", "owl", "prov", "rdf", "rdfs", "schema", "skos", "xsd"})
_PREFIX = re.compile(rb'@prefix [^\n]*\n| xmlns:[\w-]+="[^"]*"')
_PREFIXES = re.compile(rb'^(?:@prefix [^\n]*\n)+|(?<=<rdf:RDF)(?: xmlns:[\w-]+="[^"]*")+')
# One property, and what a reader calls it.
_RELATIONS = {
    PREFIXES["rdfs"] + "subClassOf": "kind of",
    PREFIXES["rdfs"] + "subPropertyOf": "kind of",
    PREFIXES["rdfs"] + "domain": "of",
    PREFIXES["rdfs"] + "range": "leads to",
    PREFIXES["owl"] + "inverseOf": "inverse of",
}
Properties = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Term:
    """A term with its words: `name` is short (kg:Paper), `kind` Class, ObjectProperty, DatatypeProperty or Concept.

    `relations` are pairs of what relates and the short name of the other.
    """

    iri: str
    name: str
    kind: str
    label: str
    definition: str
    notes: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    relations: tuple[tuple[str, str], ...] = ()


@cache
def vocabulary_file(name: str, form: str) -> bytes:
    """Return a vocabulary of VOCABULARIES as "turtle" (its file), "jsonld", "ntriples" or "rdfxml".

    >>> vocabulary_file("concepts", "turtle").startswith(b"@prefix")
    True
    """
    source = (ontology_dir() / f"{VOCABULARIES[name]}.ttl").read_bytes()
    if form == "turtle":
        return source
    return _written(_triples(name), form)


def declarations(form: str) -> bytes:
    """Return what the ontology and its concepts declare, without their headers, as "turtle" or "ntriples".

    Behind a graph in the same form it makes one file of both, which OWL tools such as Protégé open with its classes and
    properties known; two headers in one file they would not take.

    >>> b"owl#Ontology" in declarations("ntriples")
    False
    """
    headers = {ox.NamedNode(_HOME + name) for name in VOCABULARIES}
    both = [*_triples("ontology"), *_triples("concepts")]
    version = f"{_HOME}ontology/{version_of('ontology')}"
    said = f"# What follows is the ontology, {version}, and its concepts (CC BY 4.0).\n"
    return said.encode() + _written([triple for triple in both if triple.subject not in headers], form)


@cache
def version_of(name: str) -> str:
    """Return the version of a vocabulary.

    >>> version_of("ontology").count(".")
    2
    """
    return _read(name)[_HOME + name][PREFIXES["owl"] + "versionInfo"][0]


@cache
def ontology_terms() -> tuple[Term, ...]:
    """Return the classes and properties of the ontology, each kind in the order of its names.

    >>> next(term.definition for term in ontology_terms() if term.name == "kg:Paper")
    'A preprint on arXiv, known by its id without a version.'
    """
    found = [term for iri, told in _read("ontology").items() for term in _terms(iri, told)]
    order = list(_KINDS.values())
    return tuple(sorted(found, key=lambda term: (order.index(term.kind), term.name.lower())))


@cache
def concepts() -> Mapping[str, tuple[Term, ...]]:
    """Return the concepts by the label of their scheme, each in the order of their names.

    >>> [term.name for term in concepts()["kinds of results"]]
    ['kgc:absolute', 'kgc:difference', 'kgc:ratio']
    """
    skos, told = PREFIXES["skos"], _read("concepts")
    found: dict[str, list[Term]] = {}
    for iri, properties in told.items():
        for scheme in properties.get(skos + "inScheme", ()):
            label = told[scheme][skos + "prefLabel"][0]
            found.setdefault(label, []).append(Term(iri, _short(iri), "Concept", *_words(properties)))
    return {label: tuple(sorted(terms, key=lambda term: term.name)) for label, terms in sorted(found.items())}


def _terms(iri: str, told: Properties) -> Iterator[Term]:
    kinds = [_KINDS[kind] for kind in told.get(PREFIXES["rdf"] + "type", ()) if kind in _KINDS]
    if not iri.startswith(KG.base) or not kinds:
        return
    relations = tuple(
        (words, _short(other))
        for relation, words in _RELATIONS.items()
        for other in told.get(relation, ())
        if not other.startswith("_:")
    )
    yield Term(
        iri,
        _short(iri),
        kinds[0],
        *_words(told),
        notes=tuple(told.get(PREFIXES["skos"] + "scopeNote", ())),
        examples=tuple(told.get(PREFIXES["skos"] + "example", ())),
        relations=relations,
    )


def _words(told: Properties) -> tuple[str, str]:
    """Return the label and the definition."""
    labels = [*told.get(PREFIXES["rdfs"] + "label", ()), *told.get(PREFIXES["skos"] + "prefLabel", ())]
    return labels[0], " ".join(told.get(PREFIXES["skos"] + "definition", ()))


def _short(iri: str) -> str:
    """Shorten an IRI by the longest prefix that fits.

    >>> _short("https://w3id.org/paper-kg/concept/ratio")
    'kgc:ratio'
    """
    spaces = {"kg": KG.base, "kgc": KGC.base, **PREFIXES}
    fitting = [(space, name) for name, space in spaces.items() if iri.startswith(space) and iri != space]
    if not fitting:
        return iri
    space, name = max(fitting, key=lambda pair: len(pair[0]))
    return f"{name}:{iri.removeprefix(space)}"


def _triples(name: str) -> list[ox.Triple]:
    """Read a vocabulary; its blank nodes are numbered, so that they have the same names each time."""
    numbers: dict[ox.BlankNode, ox.BlankNode] = {}

    def named(term: Any) -> Any:
        if isinstance(term, ox.BlankNode):
            return numbers.setdefault(term, ox.BlankNode(f"{name}{len(numbers) + 1}"))
        return term

    source = ox.parse(vocabulary_file(name, "turtle"), format=ox.RdfFormat.TURTLE)
    return [ox.Triple(named(quad.subject), quad.predicate, named(quad.object)) for quad in source]


def _written(triples: Iterable[ox.Triple], form: str) -> bytes:
    prefixes = {name: PREFIXES[name] for name in _DECLARING} if form in ("turtle", "rdfxml") else None
    body = ox.serialize(triples, format=_FORMS[form], prefixes=prefixes) or b""
    # Oxigraph leaves the order of prefixes to chance.
    return _PREFIXES.sub(lambda found: b"".join(sorted(_PREFIX.findall(found.group()))), body, count=1)


@cache
def _read(name: str) -> Mapping[str, Mapping[str, list[str]]]:
    """Read a vocabulary: what is said of each of its subjects, by property; blank nodes begin with `_:`."""
    found: dict[str, dict[str, list[str]]] = {}
    for quad in ox.parse(vocabulary_file(name, "turtle"), format=ox.RdfFormat.TURTLE):
        values = found.setdefault(_text(quad.subject), {}).setdefault(quad.predicate.value, [])
        values.append(_text(quad.object))
    return found


def _text(term: object) -> str:
    match term:
        case ox.BlankNode():
            return str(term)
        case ox.NamedNode() | ox.Literal():
            return term.value
        case _:
            raise TypeError(f"Unexpected term: {term!r}")
