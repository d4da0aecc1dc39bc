"""The terms of other vocabularies that the graph uses, as closed namespaces."""

from __future__ import annotations

from kg.rdf import Iri
from kg.vocab import PREFIXES, ClosedNamespace

__all__ = ["DCAT", "DCTERMS", "FOAF", "OWL", "PROV", "RDF_TYPE", "SCHEMA", "SKOS", "VOID"]

RDF_TYPE = Iri(PREFIXES["rdf"] + "type")
DCAT = ClosedNamespace(PREFIXES["dcat"], "Dataset Distribution distribution keyword mediaType")
DCTERMS = ClosedNamespace(PREFIXES["dcterms"], "conformsTo description identifier isPartOf issued license rights title")
FOAF = ClosedNamespace(PREFIXES["foaf"], "name page")
OWL = ClosedNamespace(PREFIXES["owl"], "sameAs")
PROV = ClosedNamespace(
    PREFIXES["prov"],
    "Activity Entity SoftwareAgent hadPrimarySource used wasAssociatedWith wasDerivedFrom wasGeneratedBy",
)
SCHEMA = ClosedNamespace(PREFIXES["schema"], "sameAs softwareVersion")
SKOS = ClosedNamespace(PREFIXES["skos"], "altLabel broader prefLabel")
VOID = ClosedNamespace(PREFIXES["void"], "Dataset triples uriSpace vocabulary")
