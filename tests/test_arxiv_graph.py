"""A graph of digests and of arXiv's metadata together: one paper is one, and each text says whose words it has."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import httpx
import pytest
from typer.testing import CliRunner

import kg
from kg.cli.main import app
from kg.graph.folder import GraphFolder
from kg.vocab import BASE
from tests.serve.servers import serving

ABSTRACTS = {
    "2410.21465": "We present ShadowKV, an inference system. On RULER it raises throughput by 3.04x for Llama-3.1-8B.",
    "2410.99999": "We introduce LampNet, a method for machine unlearning. LampNet reaches 81.5% accuracy on GSM8K.",
}


def line(arxiv_id: str, day: str, *, category: str = "cs.LG", abstract: str = "") -> str:
    record = {
        "id": arxiv_id,
        "title": f"A paper of arXiv about {arxiv_id}",
        "abstract": f"  {abstract or ABSTRACTS[arxiv_id]}\n",
        "categories": category,
        "authors_parsed": [["Sun", "Hanshi", ""], ["Lovelace", "Ada", ""]],
        "versions": [{"version": "v1", "created": day}],
        "update_date": "2025-01-01",
    }
    return json.dumps(record) + "\n"


LINES = [
    line("2410.21465", "Wed, 30 Oct 2024 19:08:12 GMT"),
    line("2410.99999", "Thu, 31 Oct 2024 00:00:01 GMT"),
    line("hep-th/9901001", "Fri, 1 Jan 1999 00:00:00 GMT", category="hep-th", abstract="We study strings."),
]


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("arxiv") / "arxiv.jsonl.gz"
    path.write_bytes(gzip.compress("".join([*LINES, "broken\n"]).encode()))
    return path


@pytest.fixture(scope="module")
def both(snapshot: Path, sample_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> kg.Graph:
    folder = tmp_path_factory.mktemp("both") / "graph"
    said: list[str] = []
    built = kg.build(
        [sample_dir, snapshot],
        graph=folder,
        fast=True,
        select=kg.Selection(("cs",)),
        on_problem=lambda problem: said.append(str(problem)),
    )
    assert len(said) == 1
    assert f"{snapshot}:4: expected a JSON object" in said[0]
    return built


def test_the_same_paper_in_a_digest_and_in_arxiv_is_one_paper(both: kg.Graph, sample_graph: Path) -> None:
    assert both.counts["papers"] == kg.open(sample_graph).counts["papers"] + 1
    query = (
        "SELECT ?field ?source ?title { paper:2410.21465 kg:hasText ?text ; dcterms:title ?title . "
        "?text kg:field ?field ; prov:hadPrimarySource ?source } ORDER BY ?source ?field"
    )
    found, alone = both.query(query), kg.open(sample_graph).query(query)
    theirs = [("abstract", "digest/arxiv-2024-10-30"), ("title", "digest/arxiv-2024-10-30")]
    told = [(row["field"], row["source"].removeprefix(BASE)) for row in found]
    assert told == [*((row["field"], row["source"].removeprefix(BASE)) for row in alone), *theirs]
    assert {row["title"] for row in found} == {row["title"] for row in alone}


def test_statements_of_an_abstract_lead_to_the_abstract(both: kg.Graph) -> None:
    quotes = both.evidence("2410.99999")
    assert {quote.field for quote in quotes} == {"abstract"}
    assert {quote.date for quote in quotes} == {"2024-10-31"}
    [score] = [quote for quote in quotes if "81.5" in quote.says]
    assert score.sentence == "LampNet reaches 81.5% accuracy on GSM8K."
    assert score.evidence.startswith(f"{BASE}result/2410.99999/arxiv-2024-10-31/abstract/")
    [row] = [row for row in both.query(name="leaderboard", dataset="GSM8K") if row["value"] == "81.5"]
    assert row["reported"] == "in an abstract"


def test_the_graph_says_whose_words_its_texts_are(both: kg.Graph, sample_graph: Path) -> None:
    [said] = both.query("SELECT ?said { ?data a void:Dataset ; dcterms:description ?said }").column("said")
    assert "abstract by the paper's authors" in said
    used = both.query("SELECT ?title { ?build prov:used/dcterms:title ?title } ORDER BY ?title").column("title")
    assert "arXiv's metadata of 2024-10-31" in used
    assert "digests of 2024-10-30" in used
    alone = str(list(kg.open(sample_graph).query("SELECT ?said { ?d a void:Dataset ; dcterms:description ?said }")))
    assert "language model" in alone
    assert "abstract" not in alone


def test_every_quote_stands_in_its_source_and_the_shapes_hold(both: kg.Graph, snapshot: Path, sample_dir: Path) -> None:
    found = both.verify([sample_dir, snapshot], select=kg.Selection(("cs",)), on_problem=lambda _: None)
    assert found.holds
    assert (found.unchecked, found.missing) == (0, ())
    assert both.validate().conforms
    alone = both.verify(snapshot, on_problem=lambda _: None)
    assert alone.missing == (("hep-th/9901001", "arxiv-1999-01-01"),)
    assert alone.unchecked > 0


def test_verify_finds_an_abstract_that_changed(both: kg.Graph, tmp_path: Path) -> None:
    changed = tmp_path / "arxiv.jsonl"
    changed.write_text(LINES[1].replace("81.5%", "91.5%"), encoding="utf-8")
    found = both.verify(changed)
    assert not found.holds
    assert "expected the abstract of 2410.99999 as arXiv's metadata of 2024-10-31 has it" in found.wrong[0].message


def test_steps_give_the_bytes_of_one_build(both: kg.Graph, snapshot: Path, sample_dir: Path, tmp_path: Path) -> None:
    select = kg.Selection(("cs",))
    kg.build(snapshot, graph=tmp_path / "g", fast=True, on_problem=lambda _: None)
    kg.build(sample_dir, graph=tmp_path / "g", fast=True)
    stepwise = kg.build(snapshot, graph=tmp_path / "g", fast=True, select=select, on_problem=lambda _: None)
    for name in ("graph.nq", "resolution.jsonl", "records/arxiv-2024-10-31.jsonl", "records/2024-10-30.jsonl"):
        ours, other = (GraphFolder(graph.path).current().path / name for graph in (stepwise, both))
        assert ours.read_bytes() == other.read_bytes()
    kg.remove("arxiv-2024-10-31", graph=tmp_path / "g")
    left = kg.open(tmp_path / "g")
    assert left.query("ASK { paper:2410.99999 ?p ?o }").column("answer") == [False]
    assert left.stats()["last_day"] == "2024-10-31"
    assert kg.examine(tmp_path / "g", repair=False) == ()


def test_a_page_and_the_terminal_tell_summary_and_abstract_apart(both: kg.Graph, tmp_path: Path) -> None:
    with serving(both.path, cwd=tmp_path) as address, httpx.Client(base_url=address, trust_env=False) as http:
        page = http.get("/paper/2410.21465", headers={"Accept": "text/html"}).text
        assert "written by a language model" in page
        assert "Abstract by the paper's authors" in page.replace("&#39;", "'")
        alone = http.get("/paper/2410.99999", headers={"Accept": "text/html"}).text
        assert "What its abstract says" in alone
        assert "Summary in the digest of" not in alone
        for path in ("/", "/days", "/day/2024-10-31", "/month/2024-10"):
            assert http.get(path, headers={"Accept": "text/html"}).status_code == 200, path
    shown = CliRunner().invoke(app, ["evidence", "2410.99999", "--graph", str(both.path)])
    assert "2410.99999 (2024-10-31, abstract)" in shown.stdout
    assert "authors' abstract" in " ".join(shown.stdout.split())


def test_the_endpoint_knows_the_graphs_of_arxiv(both: kg.Graph, tmp_path: Path) -> None:
    query = "SELECT ?id FROM <GRAPH> { ?paper kg:arxivId ?id }"
    with serving(both.path, cwd=tmp_path) as address, httpx.Client(base_url=address, trust_env=False) as http:
        for name, found in (("arxiv-2024-10-31", ["2410.99999"]), ("arxiv-2024-10-30", ["2410.21465"])):
            asked = {"query": query.replace("GRAPH", f"{BASE}graph/{name}")}
            assert http.get("/sparql", params=asked, headers={"Accept": "text/csv"}).text.split()[1:] == found
        asked = {"query": query.replace("GRAPH", f"{BASE}graph/arxiv-1999-01-01")}
        assert f"One that there is: <{BASE}graph/arxiv-2024-10-31>" in http.get("/sparql", params=asked).text
        described = http.get("/sparql", headers={"Accept": "application/n-triples"}).text
        assert f"<{BASE}graph/arxiv-2024-10-30>" in described


def test_the_command_builds_from_a_snapshot(snapshot: Path, tmp_path: Path) -> None:
    words = ["build", str(snapshot), "--fast", "--category", "cs", "--since", "2024-10-31", "-g", str(tmp_path / "g")]
    done = CliRunner().invoke(app, words)
    assert done.exit_code == 0, done.output
    assert kg.open(tmp_path / "g").counts["papers"] == 1
    wrong = CliRunner().invoke(app, ["build", str(snapshot), "--since", "soon", "-g", str(tmp_path / "h")])
    assert "since: expected a day" in str(wrong.exception)
