"""HermiT, an OWL 2 DL reasoner, on the ontology, the concepts, the alignments and the sample graph.

owlready2 ships HermiT (LGPL; tests only). HermiT knows no xsd:date, which is no datatype of OWL 2, so it gets a copy
in which each day is the xsd:dateTime of its first second. All else is as published. HermiT is asked through its own
command line, for what owlready2 asks in addition (all values of all properties of all things) takes minutes.
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import owlready2
import pytest
import rdflib
from rdflib import OWL, RDF, RDFS, XSD, Literal, URIRef

from kg.graph.iris import entity_iri, mention_iri, paper_iri, person_iri, result_iri
from kg.graph.vocabulary_files import declarations
from kg.model import Field, Span
from kg.resources import ontology_dir
from kg.vocab import KG, KGC
from tests.conftest import ROOT, missing

FILES = ("paper-kg", "concepts", "alignments")
VOCABULARIES = ("mls.ttl", "lpwc.ttl")
PAPER, OTHER = paper_iri("2410.00001"), paper_iri("2410.00002")
MENTION = mention_iri("2410.00001", "2024-10-30", Field.TITLE, Span(0, 5))
SCORE = result_iri("2410.00001", "2024-10-30", Field.SUMMARY, Span(0, 5))
LATER = result_iri("2410.00002", "2024-10-31", Field.SUMMARY, Span(0, 5))
SNAIL, HARE = entity_iri("snail"), entity_iri("hare")

Statement = tuple[str, str, str]


def reasoning_copy(*more: Path) -> rdflib.Graph:
    graph = rdflib.Graph()
    for path in [*(ontology_dir() / f"{name}.ttl" for name in FILES), *more]:
        graph.parse(path, format="turtle")
    for subject, predicate, day in list(graph):
        if isinstance(day, Literal) and day.datatype == XSD.date:
            graph.remove((subject, predicate, day))
            graph.add((subject, predicate, Literal(f"{day}T00:00:00", datatype=XSD.dateTime)))
    return graph


class ContradictionError(Exception):
    """The reasoner found that a graph can't be true."""


def unsatisfiable(graph: rdflib.Graph, folder: Path) -> set[str]:
    """Return the classes that can have no instance; raises ContradictionError where the graph contradicts itself."""
    java = shutil.which("java")
    if java is None:
        missing("no Java; install default-jre-headless")
    path = folder / "reasoning.rdf"
    graph.serialize(path, format="xml", encoding="utf-8")
    hermit = Path(owlready2.__file__).parent / "hermit"
    command = [str(java), "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", f"{hermit}:{hermit / 'HermiT.jar'}"]
    command += ["org.semanticweb.HermiT.cli.CommandLine", "-N", "-c", "-U", path.as_uri()]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if "InconsistentOntologyException" in done.stderr:
        raise ContradictionError
    lines = done.stdout.partition("Classes equivalent to")[2].splitlines()
    assert len(lines) > 1, done.stderr[:2000]
    return {line.strip().strip("<>") for line in lines[1:] if line.startswith("\t")} - {str(OWL.Nothing)}


def test_ontology_alignments_and_sample_hold_together(tmp_path: Path) -> None:
    graph = reasoning_copy(ROOT / "tests" / "golden" / "sample.ttl")
    assert len(list(graph.subjects(RDF.type, URIRef(KG.Mention)))) > 100
    assert unsatisfiable(graph, tmp_path) == set()


def test_an_export_with_the_ontology_holds_together(tmp_path: Path) -> None:
    path = tmp_path / "part.ttl"
    path.write_bytes((ROOT / "tests" / "golden" / "sample.ttl").read_bytes() + declarations("turtle"))
    graph = reasoning_copy(path)
    assert set(rdflib.Graph().parse(path)) >= set(rdflib.Graph().parse(ROOT / "tests" / "golden" / "sample.ttl"))
    assert unsatisfiable(graph, tmp_path) == set()


def test_they_hold_together_with_the_vocabularies_that_they_align_to(tmp_path: Path) -> None:
    folder = ROOT.parent / "shared" / "vocab"
    if not folder.is_dir():
        missing("no copies of other vocabularies beside the tree")
    graph = reasoning_copy(*(folder / name for name in VOCABULARIES))
    assert unsatisfiable(graph, tmp_path) == set()


@pytest.mark.parametrize(
    "statements",
    [
        [(SNAIL, RDF.type, KG.Method), (SNAIL, RDF.type, KG.Dataset)],
        [(PAPER, KG.evaluatesOn, SNAIL), (SNAIL, RDF.type, KG.Metric)],
        [(MENTION, KG.role, KGC.model)],
        [(SCORE, RDF.type, KG.Score), (SCORE, KG.kind, KGC.ratio)],
        [(SCORE, KG.contradicts, SCORE)],
        [(SCORE, KG.contradicts, LATER), (LATER, RDF.type, KG.Comparison)],
        [(SNAIL, KG.variantOf, HARE), (SNAIL, KG.hasVariant, HARE)],
        [(PAPER, KG.hasText, SCORE), (SCORE, RDF.type, KG.Score)],
        [(PAPER, KG.listsPerson, person_iri("ada/1")), (person_iri("ada/1"), RDF.type, KG.Digest)],
    ],
    ids=lambda statements: statements[0][1].rpartition("#")[2],
)
def test_a_contradiction_is_found(statements: list[Statement], tmp_path: Path) -> None:
    graph = reasoning_copy()
    for statement in statements:
        graph.add(tuple(map(URIRef, statement)))  # type: ignore[arg-type]
    with pytest.raises(ContradictionError):
        unsatisfiable(graph, tmp_path)


def test_a_class_without_hope_is_found(tmp_path: Path) -> None:
    graph = reasoning_copy()
    odd = URIRef("https://example.org/Odd")
    graph.add((odd, RDF.type, OWL.Class))
    graph.add((odd, RDFS.subClassOf, URIRef(KG.Method)))
    graph.add((odd, RDFS.subClassOf, URIRef(KG.Task)))
    assert unsatisfiable(graph, tmp_path) == {str(odd)}
