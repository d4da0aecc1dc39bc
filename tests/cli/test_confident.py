"""`--min-confidence` where a graph is read: query, ask, view, chart and export."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import rdflib
from typer.testing import CliRunner

from kg.cli.main import app
from kg.vocab import KG


def run(*words: str, graph: Path) -> str:
    done = CliRunner().invoke(app, [*words, "--graph", str(graph)], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.stdout


LEAST = "SELECT (MIN(?sure) AS ?least) { ?evidence kg:confidence ?sure }"


def test_query(sample_graph: Path) -> None:
    assert float(run("query", LEAST, graph=sample_graph).split()[1]) < 0.9
    assert float(run("query", LEAST, "--min-confidence", "0.9", graph=sample_graph).split()[1]) >= 0.9


def test_ask(sample_graph: Path) -> None:
    all_, sure = (
        json.loads(run("ask", "overview", "--json", *more, graph=sample_graph))
        for more in ((), ("--min-confidence", "0.9"))
    )
    counts = [{row["class"]: row["count"] for row in said["rows"]} for said in (all_, sure)]
    assert counts[1]["mentions"] < counts[0]["mentions"]
    assert counts[1]["papers"] == counts[0]["papers"]


def test_view_and_chart(sample_graph: Path, tmp_path: Path) -> None:
    nodes = []
    for more in ((), ("--min-confidence", "0.9")):
        said = run("view", "--paper", "2410.18057", "-o", str(tmp_path / "paper.html"), *more, graph=sample_graph)
        nodes.append(int(re.findall(r"(\d+) nodes", said)[0]))
    assert 0 < nodes[1] < nodes[0]
    run("chart", "--months", "--min-confidence", "0.9", "-o", str(tmp_path / "months.svg"), graph=sample_graph)
    assert (tmp_path / "months.svg").stat().st_size > 1000


@pytest.mark.parametrize("form", ["turtle", "csv", "graphml"])
def test_export(form: str, sample_graph: Path, tmp_path: Path) -> None:
    sizes = []
    for more in ((), ("--min-confidence", "0.9")):
        out = tmp_path / str(len(more))
        run("export", "--format", form, "-o", str(out), *more, graph=sample_graph)
        sizes.append(sum(path.stat().st_size for path in (out.iterdir() if out.is_dir() else [out])))
    assert 0 < sizes[1] < sizes[0]


def test_an_export_says_so(sample_graph: Path) -> None:
    graph = rdflib.Graph().parse(data=run("export", "--min-confidence", "0.9", graph=sample_graph), format="turtle")
    assert min(float(sure) for sure in graph.objects(None, rdflib.URIRef(KG.confidence))) >= 0.9  # type: ignore[arg-type]
    told = [str(said) for said in graph.objects(None, rdflib.DCTERMS.description)]
    assert "Nothing below confidence 0.9 is stated." in told
