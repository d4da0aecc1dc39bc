"""The vocabulary in Python, in Turtle and in the vocabularies of others."""

import copy
import pickle
from pathlib import Path

import owlrl
import pytest
import rdflib
from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, VANN, XSD, URIRef
from rdflib.namespace import DCAT, FOAF, PROV, SDO, VOID, DefinedNamespace

from kg.errors import UnknownNameError
from kg.graph import terms
from kg.graph.iris import entity_iri, paper_iri
from kg.graph.nquads import read_union
from kg.rdf import Iri
from kg.resources import ontology_dir
from kg.vocab import BASE, KG, KGC, ONTOLOGY_VERSION, PREFIXES, ClosedNamespace, prefixes
from tests.conftest import ROOT, missing
from tests.graph.given import nquads, statements

FILES = ("paper-kg", "concepts", "alignments", "shapes")
PROPERTY_KINDS = (OWL.ObjectProperty, OWL.DatatypeProperty)
OWLRL_ERROR = URIRef("http://www.daml.org/2002/03/agents/agent-ont#ErrorMessage")
UNCHECKED = ("http://www.w3.org/ns/oa#", "http://qudt.org/vocab/unit/")
CLOSED: dict[str, type[DefinedNamespace]] = {
    str(space): space
    for space in (DCAT, DCTERMS, FOAF, PROV, SDO, SKOS, VOID)  # type: ignore[misc]
}


def read(name: str) -> rdflib.Graph:
    return rdflib.Graph().parse(ontology_dir() / f"{name}.ttl", format="turtle")


@pytest.fixture(scope="module")
def ontology() -> rdflib.Graph:
    return read("paper-kg")


@pytest.fixture(scope="module")
def concepts() -> rdflib.Graph:
    return read("concepts")


def own(graph: rdflib.Graph, namespace: ClosedNamespace) -> set[str]:
    return {
        str(term).removeprefix(namespace.base)
        for triple in graph
        for term in triple
        if isinstance(term, URIRef) and term.startswith(namespace.base)
    } - {""}


def properties(ontology: rdflib.Graph) -> set[rdflib.term.Node]:
    return {term for kind in PROPERTY_KINDS for term in ontology.subjects(RDF.type, kind) if term in KG}


def test_python_and_turtle_hold_the_same_names(ontology: rdflib.Graph, concepts: rdflib.Graph) -> None:
    defined = {str(term).removeprefix(KG.base) for term in ontology.subjects(RDFS.isDefinedBy)}
    assert defined == own(ontology, KG) == set(KG)
    assert {str(term).removeprefix(KGC.base) for term in concepts.subjects(RDFS.isDefinedBy)} == set(KGC)


@pytest.mark.parametrize("name", FILES)
def test_no_file_uses_a_term_that_is_not_there(name: str) -> None:
    assert own(read(name), KG) <= set(KG)
    assert own(read(name), KGC) <= set(KGC)


@pytest.mark.parametrize("name", KG)
def test_every_term_is_labelled_and_defined(name: str, ontology: rdflib.Graph) -> None:
    term = URIRef(KG[name])
    labels, definitions = list(ontology.objects(term, RDFS.label)), list(ontology.objects(term, SKOS.definition))
    assert [label.language for label in labels] == [definition.language for definition in definitions] == ["en"]
    assert definitions[0].endswith(".")
    assert ontology.value(term, RDFS.isDefinedBy) == URIRef("https://w3id.org/paper-kg/ontology")


def test_every_property_has_a_domain_a_range_and_an_example(ontology: rdflib.Graph) -> None:
    classes = set(ontology.subjects(RDF.type, OWL.Class)) | {SKOS.Concept}
    assert len(properties(ontology)) == sum(name[0].islower() for name in KG)
    for term in properties(ontology):
        (domain,), (range_,) = ontology.objects(term, RDFS.domain), ontology.objects(term, RDFS.range)
        assert domain in classes
        assert range_ in classes | {XSD.string, XSD.integer, XSD.decimal, XSD.boolean} | set(
            ontology.subjects(RDF.type, RDFS.Datatype)
        )
        assert (term, SKOS.example, None) in ontology


def test_examples_are_statements_of_the_graph(ontology: rdflib.Graph) -> None:
    head = f"@base <{BASE}> .\n" + "".join(f"@prefix {name}: <{space}> .\n" for name, space in PREFIXES.items())
    for term, example in ontology.subject_objects(SKOS.example):
        shown = rdflib.Graph().parse(data=head + str(example), format="turtle")
        assert term in {part for triple in shown for part in triple}, example


def test_every_concept_stands_in_a_scheme(concepts: rdflib.Graph) -> None:
    schemes = set(concepts.subjects(RDF.type, SKOS.ConceptScheme))
    found = set(concepts.subjects(RDF.type, SKOS.Concept))
    assert len(schemes) + len(found) == len(KGC)
    for concept in found:
        (scheme,) = concepts.objects(concept, SKOS.inScheme)
        assert scheme in schemes
        assert (scheme, SKOS.hasTopConcept, concept) in concepts
        assert (concept, SKOS.topConceptOf, scheme) in concepts
        assert (concept, SKOS.prefLabel, None) in concepts
        assert (concept, SKOS.definition, None) in concepts


def test_the_graph_conforms_to_the_version_of_the_ontology_that_is_here(ontology: rdflib.Graph) -> None:
    assert str(ontology.value(URIRef("https://w3id.org/paper-kg/ontology"), OWL.versionInfo)) == ONTOLOGY_VERSION
    conforms = {str(quad.object) for quad in statements() if quad.predicate == DCTERMS.conformsTo}
    assert conforms == {f"https://w3id.org/paper-kg/ontology{end}" for end in ("", f"/{ONTOLOGY_VERSION}")}


def parts(version: str) -> list[int]:
    return [int(part) for part in version.split(".")]


@pytest.mark.parametrize("name", FILES)
def test_every_file_says_what_it_is(name: str) -> None:
    graph = read(name)
    (ontology,) = graph.subjects(RDF.type, OWL.Ontology)
    assert graph.value(ontology, OWL.versionIRI) == URIRef(f"{ontology}/{graph.value(ontology, OWL.versionInfo)}")
    (prior,) = graph.objects(ontology, OWL.priorVersion)
    stem, _, version = str(prior).rpartition("/")
    assert stem == str(ontology)
    assert parts(version) < parts(str(graph.value(ontology, OWL.versionInfo)))
    assert set(graph.objects(ontology, OWL.backwardCompatibleWith)) <= {prior}
    assert graph.value(ontology, DCTERMS.license) == URIRef("https://creativecommons.org/licenses/by/4.0/")
    assert graph.value(ontology, DCTERMS.title)
    assert graph.value(ontology, DCTERMS.description)
    if name in ("paper-kg", "concepts"):
        prefix = str(graph.value(ontology, VANN.preferredNamespacePrefix))
        assert PREFIXES[prefix] == str(graph.value(ontology, VANN.preferredNamespaceUri))


def known_terms(folder: Path) -> set[str]:
    files = {
        "mls.ttl": "turtle",
        "fabio-2023-05-09.ttl": "turtle",
        "lpwc.ttl": "turtle",
        "fair4ml-0.1.0.jsonld": "json-ld",
    }
    return {
        str(subject)
        for name, form in files.items()
        for subject in rdflib.Graph().parse(folder / name, format=form).subjects()
    }


def aligned_terms() -> set[str]:
    graph = read("alignments")
    objects = {
        str(term) for subject, _, term in graph if (subject in KG or subject in KGC) and isinstance(term, URIRef)
    }
    anonymous = {
        str(term) for node in graph.subjects(OWL.inverseOf) for term in graph.objects(node, RDFS.subPropertyOf)
    }
    return objects | anonymous


def test_terms_of_others_exist() -> None:
    folder = ROOT.parent / "shared" / "vocab"
    if not folder.is_dir():
        missing("no copies of other vocabularies beside the tree")
    known = known_terms(folder)
    unknown = {term for term in aligned_terms() if not _is_closed(term) and term not in known}
    assert {term for term in unknown if not term.startswith(UNCHECKED)} == set()
    (note,) = read("alignments").objects(None, SKOS.editorialNote)
    assert all(name in note for name in ("oa:", "unit:"))
    assert {space for space in UNCHECKED if any(term.startswith(space) for term in unknown)} == set(UNCHECKED)


def _is_closed(term: str) -> bool:
    return any(term.startswith(base) and URIRef(term) in space for base, space in CLOSED.items())


def test_the_terms_that_the_graph_takes_from_others_exist() -> None:
    spaces = {
        "DCAT": DCAT,
        "DCTERMS": DCTERMS,
        "FOAF": FOAF,
        "OWL": OWL,
        "PROV": PROV,
        "SCHEMA": SDO,
        "SKOS": SKOS,
        "VOID": VOID,
    }
    assert {*spaces, "RDF_TYPE"} == set(terms.__all__)
    for name, space in spaces.items():
        for term in getattr(terms, name):
            assert URIRef(f"{space}{term}") in space, (name, term)


def closed(path: Path, *more: tuple[str, str, str]) -> rdflib.Graph:
    """Return what OWL 2 RL concludes from the axioms and a graph without its materialised super-properties."""
    graph = rdflib.Graph()
    for name in ("paper-kg", "concepts", "alignments"):
        graph += read(name)
    graph.remove((None, OWL.hasKey, None))  # owlrl 7 merges any two things that have a key
    lines = [" ".join(triple) + " .\n" for triple in read_union(path) if triple[1] not in MATERIALISED]
    graph.parse(data="".join(lines) + "".join(f"<{s}> <{p}> <{o}> .\n" for s, p, o in more), format="nt")
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    return graph


MATERIALISED = {f"<{KG[name]}>" for name in ("mentions", "listsPerson", "involves")}


def test_a_reasoner_derives_what_the_graph_states_and_finds_no_contradiction(tmp_path: Path) -> None:
    path = nquads(tmp_path)
    graph = closed(path)
    assert (None, RDF.type, OWLRL_ERROR) not in graph
    stated = {triple for triple in read_union(path) if triple[1] in MATERIALISED}
    derived = {
        (f"<{subject}>", written, f"<{thing}>")
        for written in MATERIALISED
        for subject, thing in graph.subject_objects(URIRef(written[1:-1]))
        if "/alias/" not in thing
    }
    assert derived == stated


@pytest.mark.parametrize(
    "contradiction",
    [
        (entity_iri("gsm8k"), RDF.type, KG.Metric),
        (paper_iri("2410.00001"), RDF.type, KG.Digest),
        (paper_iri("2410.00001"), KG.evaluatesOn, entity_iri("accuracy")),
        (entity_iri("llama-3"), KG.variantOf, entity_iri("llama-3-8b")),
    ],
)
def test_a_reasoner_finds_contradictions(contradiction: tuple[str, str, str], tmp_path: Path) -> None:
    assert (None, RDF.type, OWLRL_ERROR) in closed(nquads(tmp_path), contradiction)


def test_a_slip_of_the_pen_names_what_is_near() -> None:
    with pytest.raises(UnknownNameError, match=r"no term .* 'evaluateOn'. The nearest are: evaluatesOn") as caught:
        KG["evaluateOn"]
    assert "evaluatesOn" in caught.value.known
    with pytest.raises(AttributeError, match="The nearest are: Paper"):
        _ = KG.Papr
    assert not hasattr(KG, "Papr")


def test_a_namespace_is_a_value() -> None:
    assert KG.Paper == KG["Paper"] == Iri("https://w3id.org/paper-kg/ontology#Paper")
    assert KG.Paper in KG
    assert KGC["at-least"] in KGC
    assert KG.base + "Papr" not in KG
    assert list(KG) == sorted(KG)
    assert len(list(KG)) == len(KG)
    for again in (copy.copy(KG), pickle.loads(pickle.dumps(KG))):
        assert list(again) == list(KG)


def test_prefixes_are_sorted_and_follow_the_base() -> None:
    other = prefixes("https://example.org/")
    assert list(other) == list(PREFIXES) == sorted(PREFIXES)
    moved = {name for name in other if other[name] != PREFIXES[name]}
    assert moved == {"alias", "digest", "entity", "graph", "mention", "paper", "person", "result", "text"}
    assert all(other[name] == f"https://example.org/{name}/" for name in moved)
