"""The graph in the terms of others: what a reader of those vocabularies finds in it."""

from __future__ import annotations

import io
from collections import Counter
from pathlib import Path

import pytest
import rdflib
from rdflib import DCAT, DCTERMS, RDF, VOID, URIRef

import kg
from kg.graph.constructs import Vocabulary, construct_query, export_as
from kg.graph.formats import ExportFormat
from kg.graph.iris import dataset_iri
from kg.graph.store import build_store
from kg.vocab import KG
from tests.conftest import ROOT, missing
from tests.graph.given import SUMMARY, nquads, statements

OA = rdflib.Namespace("http://www.w3.org/ns/oa#")
PROPERTY, CLASS = "https://linkedpaperswithcode.com/property/", "https://linkedpaperswithcode.com/class/"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("constructs")
    build_store(nquads(folder), folder / "store")
    return folder / "store"


def constructed(vocabulary: Vocabulary, store: Path, form: ExportFormat = ExportFormat.TURTLE) -> rdflib.Graph:
    out = io.BytesIO()
    count = export_as(vocabulary, store, out, format=form)
    names = {ExportFormat.TURTLE: "turtle", ExportFormat.NTRIPLES: "nt", ExportFormat.JSONLD: "json-ld"}
    graph = rdflib.Graph().parse(data=out.getvalue().decode(), format=names[form])
    assert len(graph) == count
    return graph


def test_each_annotation_selects_its_words(store: Path) -> None:
    graph = constructed(Vocabulary.WEB_ANNOTATION, store)
    annotations = list(graph.subjects(RDF.type, OA.Annotation))
    evidence = {quad.subject for quad in statements() if quad.predicate == KG.inText}
    assert {str(annotation) for annotation in annotations} == {f"{node}#annotation" for node in evidence}
    for annotation in annotations:
        assert (annotation, OA.hasBody, None) in graph
        (target,) = graph.objects(annotation, OA.hasTarget)
        (source,) = graph.objects(target, OA.hasSource)
        position, quote = sorted(graph.objects(target, OA.hasSelector))
        assert (position, RDF.type, OA.TextPositionSelector) in graph
        start, end = int(str(graph.value(position, OA.start))), int(str(graph.value(position, OA.end)))
        exact, prefix, suffix = (str(graph.value(quote, OA[name])) for name in ("exact", "prefix", "suffix"))
        if source.endswith("2410.00001/2024-10-30/summary"):
            assert SUMMARY[start:end] == exact
            assert SUMMARY[:start].endswith(prefix)
            assert SUMMARY[end:].startswith(suffix)
            assert len(prefix) == min(32, start)


def test_a_mention_identifies_an_entity_and_a_result_is_described(store: Path) -> None:
    graph = constructed(Vocabulary.WEB_ANNOTATION, store)
    for annotation in graph.subjects(RDF.type, OA.Annotation):
        (body,), (motivation,) = graph.objects(annotation, OA.hasBody), graph.objects(annotation, OA.motivatedBy)
        assert motivation == (OA.identifying if "/entity/" in body else OA.describing)
        assert "/entity/" in body or annotation == URIRef(f"{body}#annotation")


def test_scores_are_askable_as_papers_with_code_has_them(store: Path) -> None:
    graph = constructed(Vocabulary.LINKED_PAPERS_WITH_CODE, store)
    rows = graph.query(
        """SELECT ?title ?dataset ?model ?metric ?value {
          ?paper a class:paper ; dcterms:title ?title ; lpwc:hasEvaluation ?evaluation .
          ?evaluation lpwc:hasDataset/dcterms:title ?dataset ; lpwc:hasModel/foaf:name ?model ;
                      lpwc:hasEvaluationResult ?result .
          ?result a class:evaluationresult ; lpwc:metricName ?metric ; lpwc:metricValue ?value
        }""",
        initNs={"lpwc": PROPERTY, "class": CLASS},
    )
    # 60.5 is where Snail started from, so it is no result of the paper's own; 2-3x is no score.
    assert sorted(tuple(map(str, row)) for row in rows) == [  # type: ignore[arg-type]
        ("Once more", "GSM8K", "Snail", "accuracy", "66.0%"),
        ("Snail: slow reading", "GSM8K", "Snail", "accuracy", "71.30%"),
    ]


def test_every_term_of_papers_with_code_exists(store: Path) -> None:
    folder = ROOT.parent / "shared" / "vocab"
    if not folder.is_dir():
        missing("no copies of other vocabularies beside the tree")
    known = set(rdflib.Graph().parse(folder / "lpwc.ttl").subjects())
    graph = constructed(Vocabulary.LINKED_PAPERS_WITH_CODE, store)
    used = {term for triple in graph for term in triple if term.startswith("https://linkedpaperswithcode.com/")}
    assert len(used) > 8
    assert used <= known


@pytest.mark.parametrize("form", [ExportFormat.NTRIPLES, ExportFormat.JSONLD])
def test_every_form_says_the_same(form: ExportFormat, store: Path) -> None:
    for vocabulary in Vocabulary:
        assert set(constructed(vocabulary, store, form)) == set(constructed(vocabulary, store))


def test_a_form_with_graphs_is_refused(store: Path) -> None:
    with pytest.raises(ValueError, match="expected one of turtle, ntriples, jsonld"):
        export_as(Vocabulary.WEB_ANNOTATION, store, io.BytesIO(), format=ExportFormat.TRIG)


def test_the_sample_has_an_annotation_for_each_piece_of_evidence(sample_graph: Path, tmp_path: Path) -> None:
    graph = kg.open(sample_graph)
    graph.export(tmp_path / "a.nt", vocabulary="web-annotation")
    written = rdflib.Graph().parse(tmp_path / "a.nt")
    counts = graph.counts
    assert len(set(written.subjects(RDF.type, OA.Annotation))) == counts["mentions"] + counts["results"]


def test_a_query_stands_alone() -> None:
    for vocabulary in Vocabulary:
        rdflib.Dataset().query(construct_query(vocabulary))


def test_the_description_counts_what_the_graph_holds(store: Path) -> None:
    graph = constructed(Vocabulary.VOID, store)
    triples = {(quad.subject, quad.predicate, quad.object) for quad in statements()}
    dataset = URIRef(dataset_iri())
    assert int(str(graph.value(dataset, VOID.triples))) == len(triples)
    assert int(str(graph.value(dataset, VOID.distinctSubjects))) == len({subject for subject, _, _ in triples})
    counted = {
        str(graph.value(part, VOID.property)): int(str(graph.value(part, VOID.triples)))
        for part in graph.objects(dataset, VOID.propertyPartition)
    }
    assert counted == Counter(predicate for _, predicate, _ in triples)
    classes = {
        str(graph.value(part, VOID["class"])): int(str(graph.value(part, VOID.entities)))
        for part in graph.objects(dataset, VOID.classPartition)
    }
    assert classes == Counter(thing for _, predicate, thing in triples if predicate == RDF.type)
    assert {str(graph.value(part, VOID.triples)) for part in graph.subjects(RDF.type, VOID.Linkset)} == {"3"}
    (period,) = graph.objects(dataset, DCTERMS.temporal)
    days = graph.value(period, DCAT.startDate), graph.value(period, DCAT.endDate)
    assert tuple(map(str, days)) == ("2024-10-30", "2024-10-31")
    assert graph.value(dataset, DCTERMS.description)
