"""The words that the graph is written in: the closed namespaces of the ontology, and all prefixes.

The names here are those of ontologies/paper-kg.ttl and ontologies/concepts.ttl; a test holds them equal.
"""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType

from kg.errors import UnknownNameError
from kg.rdf import Iri

__all__ = ["BASE", "KG", "KGC", "ONTOLOGY_VERSION", "PREFIXES", "ClosedNamespace", "prefixes"]

BASE = "https://w3id.org/paper-kg/id/"
"""Where the graph's own resources live unless a setting says otherwise."""


ONTOLOGY_VERSION = "0.3.0"
"""The version of the ontology that the graph conforms to."""


class ClosedNamespace:
    """A namespace that knows all its names, so that a slip of the pen is an error.

    A look-up gives an Iri. An unknown name raises UnknownNameError (`KG["x"]`) or AttributeError (`KG.x`);
    the message lists what there is, nearest first.

    >>> KG.Paper, KGC["at-least"]
    (Iri('https://w3id.org/paper-kg/ontology#Paper'), Iri('https://w3id.org/paper-kg/concept/at-least'))
    >>> KG["Papr"]
    Traceback (most recent call last):
      ...
    kg.errors.UnknownNameError: no term of https://w3id.org/paper-kg/ontology# named 'Papr'. The nearest are: Paper, ...
    """

    def __init__(self, base: str, names: str) -> None:
        self._iris = {name: Iri(base + name) for name in names.split()}
        # As attributes, too: statements name millions of terms, and `__getattr__` is then asked for unknown ones only.
        self.__dict__.update(self._iris)
        self.base = base

    def __getitem__(self, name: str) -> Iri:
        try:
            return self._iris[name]
        except KeyError:
            raise UnknownNameError(f"term of {self.base}", name, self._iris) from None

    def __getattr__(self, name: str) -> Iri:
        # Python itself looks for such names, in copying for one, and expects no list of terms.
        if name.startswith("__"):
            raise AttributeError(name)
        try:
            return self[name]
        except UnknownNameError as error:
            raise AttributeError(str(error)) from None

    def __contains__(self, iri: object) -> bool:
        return iri in self._iris.values()

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self._iris))

    def __len__(self) -> int:
        return len(self._iris)

    def __repr__(self) -> str:
        return f"ClosedNamespace({self.base!r}, {len(self)} names)"


KG = ClosedNamespace(
    "https://w3id.org/paper-kg/ontology#",
    """
    Digest Paper Listing Person SourceText
    Evidence Mention Result Score Comparison
    ResearchEntity Method Model Dataset Metric Task
    Role EntityType ResultKind Bound Change Direction

    arxivId listedIn lists hasListing isListingOf listsPerson hasText isTextOf
    mentions isMentionedIn proposes uses evaluates evaluatesOn comparesWith mentionsInPassing addresses reportsMetric
    reportsResult isResultOf

    position nameAsListed person isHandle possiblySameAs
    field content extractor
    inText start end exact confidence
    refersTo isReferredToBy role typedAs

    lexicalForm lowerValue upperValue unit kind bound change previousScore contradicts
    involves subject metric dataset baseline baseModel

    variantOf hasVariant betterWhen isFraction
    """,
)
"""The classes and properties of the ontology."""

KGC = ClosedNamespace(
    "https://w3id.org/paper-kg/concept/",
    """
    roles proposed used evaluated compared mentioned
    kinds absolute difference ratio
    bounds at-least at-most approximately
    changes up down
    directions higher lower
    entity-types method model dataset metric task
    units percent times percentage-point microsecond millisecond second minute hour day week month year
    kilobyte megabyte gigabyte terabyte mebibyte gibibyte bit decibel hertz kilohertz millimetre centimetre
    metre kilometre degree-of-angle radian watt joule millijoule watt-hour kilowatt-hour electronvolt
    """,
)
"""The concepts that statements point to, and the schemes that they stand in."""

_FOREIGN = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "fabio": "http://purl.org/spar/fabio/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "oa": "http://www.w3.org/ns/oa#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "sd": "http://www.w3.org/ns/sparql-service-description#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "void": "http://rdfs.org/ns/void#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_RESOURCES = ("alias", "digest", "entity", "graph", "mention", "paper", "person", "result", "text")


def prefixes(base: str = BASE) -> dict[str, str]:
    """Return all prefixes that queries and exports know, sorted, for resources under `base`.

    >>> prefixes("https://example.org/")["paper"]
    'https://example.org/paper/'
    """
    resources = {name: f"{base}{name}/" for name in _RESOURCES}
    return dict(sorted((_FOREIGN | resources | {"kg": KG.base, "kgc": KGC.base}).items()))


PREFIXES = MappingProxyType(prefixes())
"""The prefixes for the default base."""
