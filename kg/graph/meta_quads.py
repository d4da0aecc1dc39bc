"""What the data set says of itself, as quads in `graph/meta`: vocabularies, licence, how it was made."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

from kg.graph.iris import dataset_iri, graph_iri, resource_iri
from kg.graph.literals import string
from kg.graph.terms import DCAT, DCTERMS, PROV, RDF_TYPE, VOID
from kg.rdf import Iri, Quad, RdfTerm
from kg.vocab import BASE, KG, KGC, PREFIXES

__all__ = ["Provenance", "meta_quads"]

_TITLE = "What daily digests say of AI papers"
_DESCRIPTION = (
    "Papers, methods, models, data sets, metrics, tasks and measured results, extracted from daily digests. "
    "The source is a summary that a language model wrote of each paper, not the paper itself, and the "
    "extraction makes mistakes: follow a statement to its evidence before relying on it."
)
_VOCABULARIES = ("dcterms", "foaf", "prov", "schema", "skos")


@dataclass(frozen=True, slots=True)
class Provenance:
    """How a graph was made.

    `software` is the version of paper-kg, `extractor` the extractor and its version, `lexicon` a hash of the
    lexicon, `sources` the name and the SHA-256 of each source, `licence` the IRI of the data's licence, if its
    owner gave one, and `min_confidence` the least confidence of what is stated (0: all is). Nothing tells the
    time: the same input makes the same bytes.
    """

    software: str
    extractor: str
    lexicon: str
    sources: tuple[tuple[str, str], ...]
    licence: str | None = None
    min_confidence: float = 0.0

    @property
    def description(self) -> str:
        """The extractor, the lexicon and, if anything was left out, the least confidence."""
        kept = f"; nothing below confidence {self.min_confidence}" if self.min_confidence else ""
        return f"extractor {self.extractor}; lexicon {self.lexicon}{kept}"

    def identifier(self) -> str:
        """Return a name for the build, the same for the same input."""
        made = [self.software, self.extractor, self.lexicon, *map(repr, sorted(self.sources))]
        said = "\n".join([*made, str(self.min_confidence)] if self.min_confidence else made)
        return sha256(said.encode()).hexdigest()[:16]


def meta_quads(made: Provenance, *, base: str = BASE) -> Iterator[Quad]:
    """Yield the description of the data set and of the build that made it."""
    graph = graph_iri("meta", base=base)
    for subject, predicate, term in _triples(made, base):
        yield Quad(subject, predicate, term, graph)


def _triples(made: Provenance, base: str) -> Iterator[tuple[Iri, Iri, RdfTerm]]:
    dataset = dataset_iri(base=base)
    build = resource_iri("build", made.identifier(), base=base)
    software = resource_iri("software", "paper-kg", made.software, base=base)
    for kind in (VOID.Dataset, DCAT.Dataset, PROV.Entity):
        yield dataset, RDF_TYPE, kind
    yield dataset, DCTERMS.title, string(_TITLE)
    yield dataset, DCTERMS.description, string(_DESCRIPTION)
    yield dataset, VOID.uriSpace, string(base)
    for vocabulary in (KG.base, KGC.base, *(PREFIXES[name] for name in _VOCABULARIES)):
        yield dataset, VOID.vocabulary, Iri(vocabulary)
    if made.licence:
        yield dataset, DCTERMS.license, Iri(made.licence)
    yield dataset, PROV.wasGeneratedBy, build
    yield build, RDF_TYPE, PROV.Activity
    yield build, DCTERMS.description, string(made.description)
    yield build, PROV.wasAssociatedWith, software
    yield software, RDF_TYPE, PROV.SoftwareAgent
    yield software, DCTERMS.title, string(f"paper-kg {made.software}")
    for name, digest in made.sources:
        source = resource_iri("source", digest, base=base)
        yield build, PROV.used, source
        yield source, RDF_TYPE, PROV.Entity
        yield source, DCTERMS.title, string(name)
        yield source, DCTERMS.identifier, string(f"sha256:{digest}")
