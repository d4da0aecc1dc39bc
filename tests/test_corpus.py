"""The whole corpus, built once: what the graph holds, that it conforms, and that it loads elsewhere."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
import rdflib

import kg
from kg.query.catalogue import catalogue

pytestmark = pytest.mark.corpus

EXAMPLES = {
    "base-models": {},
    "builds-on": {"entity": "GRPO"},
    "compared-with": {"entity": "GPT-4o"},
    "datasets-of": {"entity": "LoRA"},
    "datasets-of-task": {"task": "mathematical reasoning"},
    "evidence": {"paper": "2410.21465", "entity": "ShadowKV"},
    "leaderboard": {"dataset": "GSM8K"},
    "metrics-of": {"dataset": "ImageNet"},
    "new": {"since": "2025-06-01", "until": "2025-06-07"},
    "overview": {},
    "paper": {"paper": "2410.21465"},
    "papers-evaluating": {"entity": "GSM8K"},
    "papers-naming": {"entity": "DPO"},
    "papers-proposing": {"entity": "ShadowKV"},
    "papers-using": {"entity": "LoRA"},
    "papers-without-results": {"since": "2025-06-01", "until": "2025-06-30"},
    "results-of-paper": {"paper": "2410.21465"},
    "rising": {},
    "trend": {"entity": "GRPO"},
    "used-together": {"entity": "GRPO"},
    "variants": {"entity": "Qwen2.5-VL"},
    "what-beats": {"baseline": "GPT-4o"},
}


@pytest.fixture(scope="module")
def graph(corpus_graph: Path) -> kg.Graph:
    return kg.open(corpus_graph)


def test_every_paper_of_every_file_is_there(graph: kg.Graph) -> None:
    assert graph.counts["sources"] == 272
    assert graph.counts["papers"] == 4493
    papers = graph.query("SELECT (COUNT(*) AS ?n) { ?paper a kg:Paper }").column("n")
    assert papers == [4493]


def test_a_second_build_changes_nothing(corpus_dir: Path, corpus_graph: Path, graph: kg.Graph) -> None:
    again = kg.build(corpus_dir, graph=corpus_graph)
    assert again.report is not None
    assert (again.report.changed, again.report.extracted) == (False, 0)
    assert again.version == graph.version


def test_it_conforms_to_the_shapes(graph: kg.Graph) -> None:
    report = graph.validate()
    assert report.conforms, report.violations[:5]
    assert report.checked >= graph.counts["triples"]


@pytest.mark.parametrize("name", EXAMPLES)
def test_questions_have_answers(graph: kg.Graph, name: str) -> None:
    assert len(graph.query(name=name, **EXAMPLES[name])) > 0


def test_the_examples_name_real_questions() -> None:
    assert set(EXAMPLES) <= set(catalogue())


def test_every_quote_is_where_it_says(graph: kg.Graph) -> None:
    wrong = graph.query(
        """
        SELECT (COUNT(*) AS ?wrong) {
          ?evidence kg:inText ?text ; kg:start ?start ; kg:end ?end ; kg:exact ?words . ?text kg:content ?content
          FILTER(SUBSTR(?content, ?start + 1, ?end - ?start) != ?words)
        }
        """,
        timeout=120,
    )
    assert wrong.column("wrong") == [0]


def test_no_statement_is_without_evidence(graph: kg.Graph) -> None:
    stated = graph.query("SELECT ?paper ?entity { ?paper kg:mentions ?entity }")
    evidence = graph.query(
        """
        SELECT DISTINCT ?paper ?entity {
          ?mention kg:refersTo ?entity ; kg:inText ?text . ?text prov:wasDerivedFrom ?paper
        }
        """
    )
    assert len(stated) > 20_000
    assert set(stated.rows) == set(evidence.rows)


def test_rapper_reads_the_turtle(graph: kg.Graph, rapper: str, tmp_path: Path) -> None:
    path = tmp_path / "graph.ttl"
    graph.export(path)
    done = subprocess.run([rapper, "-c", "-i", "turtle", str(path)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[:500]
    assert f"returned {graph.counts['triples']} triples" in done.stderr


def test_rdflib_and_networkx_see_the_whole(graph: kg.Graph) -> None:
    dataset = graph.rdflib()
    titles = list(dataset.subjects(rdflib.DCTERMS.title, None))
    assert len([title for title in titles if "/paper/" in str(title)]) == 4493
    network = graph.networkx()
    assert sum(data["type"] == "Paper" for _, data in network.nodes(data=True)) == 4493
