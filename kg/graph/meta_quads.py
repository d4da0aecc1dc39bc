"""What the data set says of itself, as quads in `graph/meta`: vocabularies, licence, how it was made."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

from kg.graph.iris import dataset_iri, graph_iri, resource_iri, software_iri
from kg.graph.literals import string
from kg.graph.terms import DCAT, DCTERMS, PROV, RDF_TYPE, SCHEMA, VOID
from kg.model import day_of_issue
from kg.rdf import Iri, Quad, RdfTerm
from kg.vocab import BASE, KG, KGC, ONTOLOGY_VERSION, PREFIXES

__all__ = ["Provenance", "meta_quads", "source_name"]

_TITLE = "What daily digests say of AI papers"
_ARXIV = "arXiv's metadata of "
_DESCRIPTION = (
    "Papers, methods, models, data sets, metrics, tasks and measured results, extracted from daily digests. "
    "The source is a summary that a language model wrote of each paper, not the paper itself, and the "
    "extraction makes mistakes: follow a statement to its evidence before relying on it."
)
_DESCRIPTION_WITH_ARXIV = (
    "Papers, methods, models, data sets, metrics, tasks and measured results, extracted from daily digests and from "
    "arXiv's metadata. A text whose kg:field is summary was written by a language model, and one whose kg:field is "
    "abstract by the paper's authors; neither is the paper itself, and the extraction makes mistakes: follow a "
    "statement to its evidence before relying on it."
)
_RIGHTS = "The texts are those of the digests{} and stay under their terms; {}."
_LICENSED = "the licence is that of the statements"
_UNLICENSED = "for the statements no licence is stated"
_VOCABULARIES = ("dcat", "dcterms", "foaf", "prov", "schema", "skos", "void")
_KEYWORDS = ("AI papers", "benchmarks", "evaluation results", "knowledge graph", "machine learning")
_MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"
_FORMS = (
    ("turtle", "text/turtle"),
    ("ntriples", "application/n-triples"),
    ("nquads", "application/n-quads"),
    ("trig", "application/trig"),
    ("jsonld", "application/ld+json"),
)

Triple = tuple[Iri, Iri, RdfTerm]


@dataclass(frozen=True, slots=True)
class Provenance:
    """How a graph was made.

    `software` is the version of paper-kg, `extractor` the extractor and its version, `lexicon` a hash of the
    lexicon, `sources` the name and the SHA-256 of each source, `licence` the IRI of the data's licence, if its
    owner gave one, `min_confidence` the least confidence of what is stated (0: all is), and `overrides` a hash of the
    decisions about names, if there are any. Nothing tells the time: the same input makes the same bytes.
    """

    software: str
    extractor: str
    lexicon: str
    sources: tuple[tuple[str, str], ...]
    licence: str | None = None
    min_confidence: float = 0.0
    overrides: str = ""

    def identifier(self) -> str:
        """Return a name for the build, the same for the same input."""
        made = [self.software, self.extractor, self.lexicon, *map(repr, sorted(self.sources))]
        made += [f"{name} {value}" for name, value in self._special().items() if value]
        return sha256("\n".join(made).encode()).hexdigest()[:16]

    def _special(self) -> dict[str, float | str]:
        """Return what most builds do without."""
        return {"min_confidence": self.min_confidence, "overrides": self.overrides}


def source_name(issue: str) -> str:
    """Say what an issue is, where the graph tells what it was made from.

    >>> source_name("2024-10-30"), source_name("arxiv-2024-10-29")
    ('digests of 2024-10-30', "arXiv's metadata of 2024-10-29")
    """
    day = day_of_issue(issue)
    return f"digests of {day}" if day == issue else f"{_ARXIV}{day}"


def meta_quads(made: Provenance, *, base: str = BASE) -> Iterator[Quad]:
    """Yield the description of the data set and of the build that made it."""
    graph = graph_iri("meta", base=base)
    for subject, predicate, term in _triples(made, base):
        yield Quad(subject, predicate, term, graph)


def _triples(made: Provenance, base: str) -> Iterator[Triple]:
    dataset = dataset_iri(base=base)
    yield from _dataset(dataset, made, base)
    for form, media_type in _FORMS:
        node = Iri(f"{dataset}#{form}")
        yield dataset, DCAT.distribution, node
        yield node, RDF_TYPE, DCAT.Distribution
        yield node, DCTERMS.title, string(f"{_TITLE}, as {media_type}")
        yield node, DCAT.mediaType, Iri(_MEDIA_TYPES + media_type)
    build = resource_iri("build", made.identifier(), base=base)
    yield dataset, PROV.wasGeneratedBy, build
    yield from _build(build, made, base)


def _dataset(dataset: Iri, made: Provenance, base: str) -> Iterator[Triple]:
    for kind in (VOID.Dataset, DCAT.Dataset, PROV.Entity):
        yield dataset, RDF_TYPE, kind
    yield dataset, DCTERMS.title, string(_TITLE)
    has_abstracts = any(name.startswith(_ARXIV) for name, _ in made.sources)
    yield dataset, DCTERMS.description, string(_DESCRIPTION_WITH_ARXIV if has_abstracts else _DESCRIPTION)
    origin, licence = " and of arXiv's metadata" if has_abstracts else "", _LICENSED if made.licence else _UNLICENSED
    yield dataset, DCTERMS.rights, string(_RIGHTS.format(origin, licence))
    ontology = Iri(KG.base.rstrip("#"))
    yield dataset, DCTERMS.conformsTo, ontology
    yield dataset, DCTERMS.conformsTo, Iri(f"{ontology}/{ONTOLOGY_VERSION}")
    yield dataset, VOID.uriSpace, string(base)
    for vocabulary in (KG.base, KGC.base, *(PREFIXES[name] for name in _VOCABULARIES)):
        yield dataset, VOID.vocabulary, Iri(vocabulary)
    for keyword in _KEYWORDS:
        yield dataset, DCAT.keyword, string(keyword)
    if made.licence:
        yield dataset, DCTERMS.license, Iri(made.licence)


def _build(build: Iri, made: Provenance, base: str) -> Iterator[Triple]:
    """Yield what the build used, and with which programs, each a node of its own."""
    yield build, RDF_TYPE, PROV.Activity
    if made.min_confidence:
        yield build, DCTERMS.description, string(f"nothing below confidence {made.min_confidence} is stated")
    for program in (f"paper-kg {made.software}", made.extractor):
        agent = software_iri(program, base=base)
        name, _, version = program.partition(" ")
        yield build, PROV.wasAssociatedWith, agent
        yield agent, RDF_TYPE, PROV.SoftwareAgent
        yield agent, DCTERMS.title, string(name)
        yield agent, SCHEMA.softwareVersion, string(version)
    lexicon = resource_iri("lexicon", made.lexicon, base=base)
    yield build, PROV.used, lexicon
    yield from _source(lexicon, "lexicon of methods, models, data sets, metrics and tasks", made.lexicon)
    if made.overrides:
        decisions = resource_iri("overrides", made.overrides, base=base)
        yield build, PROV.used, decisions
        yield from _source(decisions, "decisions about names", made.overrides)
    for name, digest in made.sources:
        source = resource_iri("source", digest, base=base)
        yield build, PROV.used, source
        yield from _source(source, name, f"sha256:{digest}")


def _source(node: Iri, name: str, identifier: str) -> Iterator[Triple]:
    yield node, RDF_TYPE, PROV.Entity
    yield node, DCTERMS.title, string(name)
    yield node, DCTERMS.identifier, string(identifier)
