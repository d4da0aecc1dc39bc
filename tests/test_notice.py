"""That the source is a language model's summary stands wherever a graph is read: pages, files, pictures, terminals."""

from __future__ import annotations

import io
import json
from pathlib import Path
from xml.etree import ElementTree

import httpx
import networkx as nx
import pandas
import pyarrow.parquet
import pytest
import rdflib
from rdflib import DCTERMS, VOID
from typer.testing import CliRunner

import kg
from kg.cli.main import app
from kg.graph.formats import ExportFormat
from kg.notice import NOTICE
from tests.serve.servers import serving

PARSERS = {
    "turtle": "turtle",
    "ntriples": "nt",
    "jsonld": "json-ld",
    "rdfxml": "xml",
    "nquads": "nquads",
    "trig": "trig",
}


@pytest.fixture(scope="module")
def graph(sample_graph: Path) -> kg.Graph:
    return kg.open(sample_graph)


def exported(graph: kg.Graph, form: str, **more: str) -> bytes:
    out = io.BytesIO()
    graph.export(out, format=form, **more)  # type: ignore[arg-type]
    return out.getvalue()


def tells(data: rdflib.Graph) -> bool:
    """Say whether the data describe their own set as made of a language model's summaries."""
    told = [
        str(said) for subject in data.subjects(DCTERMS.title) for said in data.objects(subject, DCTERMS.description)
    ]
    return any("a summary that a language model wrote of each paper, not the paper itself" in words for words in told)


@pytest.mark.parametrize("form", [form for form in ExportFormat if form.is_rdf])
def test_every_rdf_export(form: ExportFormat, graph: kg.Graph) -> None:
    data = exported(graph, form)
    assert tells(rdflib.Dataset(default_union=True).parse(data=data, format=PARSERS.get(form, form)))
    if form in (ExportFormat.TURTLE, ExportFormat.TRIG):
        assert data.decode().startswith(f"# {NOTICE}\n")


@pytest.mark.parametrize("more", [{"entity": "GSM8K"}, {"vocabulary": "web-annotation"}, {"vocabulary": "void"},
                                  {"vocabulary": "linked-papers-with-code"}])  # fmt: skip
def test_a_part_and_the_terms_of_others(more: dict[str, str], graph: kg.Graph) -> None:
    assert tells(rdflib.Graph().parse(data=exported(graph, "ntriples", **more), format="nt"))


def test_nodes_and_edges(graph: kg.Graph) -> None:
    space = "{http://graphml.graphdrawing.org/xmlns}"
    assert ElementTree.fromstring(exported(graph, "graphml")).findtext(f"{space}graph/{space}desc") == NOTICE
    space = "{http://www.gexf.net/1.2draft}"
    assert ElementTree.fromstring(exported(graph, "gexf")).findtext(f"{space}meta/{space}description") == NOTICE
    assert nx.node_link_graph(json.loads(exported(graph, "node-link")), edges="edges").graph == {"notice": NOTICE}
    assert nx.cytoscape_graph(json.loads(exported(graph, "cytoscape"))).graph == {"notice": NOTICE}


def test_tables(graph: kg.Graph, tmp_path: Path) -> None:
    graph.export(tmp_path / "csv", format="csv")
    metadata = json.loads((tmp_path / "csv" / "csv-metadata.json").read_text(encoding="utf-8"))
    assert metadata["dc:description"] == NOTICE
    described = {
        table["url"]: [column["name"] for column in table["tableSchema"]["columns"]] for table in metadata["tables"]
    }
    files = {path.name: list(pandas.read_csv(path, nrows=0)) for path in (tmp_path / "csv").glob("*.csv")}
    assert described == files
    graph.export(tmp_path / "parquet", format="parquet")
    for path in (tmp_path / "parquet").iterdir():
        assert pyarrow.parquet.read_schema(path).metadata[b"description"] == NOTICE.encode()
    graph.export(tmp_path / "neo4j", format="neo4j")
    assert f"# {NOTICE}\n" in (tmp_path / "neo4j" / "import.sh").read_text(encoding="utf-8")


def test_pictures(graph: kg.Graph, tmp_path: Path) -> None:
    assert NOTICE.partition("'")[0] in graph.view().html
    assert "not the paper itself" in graph.view(paper="2410.21465").html
    graph.chart(months=True).save(tmp_path / "months.svg")
    assert "not the paper itself" in (tmp_path / "months.svg").read_text(encoding="utf-8")
    assert "not the paper itself" in graph.paper("2410.21465")._repr_html_()


@pytest.mark.parametrize(
    "words",
    [
        ("query", "--name", "overview", "--format", "table"),
        ("ask", "overview", "--format", "table"),
        ("evidence", "2410.21465"),
        ("stats",),
        ("export", "--format", "turtle", "-o", "OUT"),
    ],
    ids=lambda words: words[0],
)
def test_terminals(words: tuple[str, ...], sample_graph: Path, tmp_path: Path) -> None:
    given = [str(tmp_path / "g.ttl") if word == "OUT" else word for word in words]
    done = CliRunner().invoke(app, [*given, "--graph", str(sample_graph)], catch_exceptions=False)
    assert NOTICE in " ".join(done.output.split())


def test_pages_and_the_data_beside_them(sample_graph: Path, tmp_path: Path) -> None:
    with serving(sample_graph, cwd=tmp_path) as address, httpx.Client(base_url=address, trust_env=False) as http:
        for path in ("/", "/paper/2410.21465", "/entity/gsm8k", "/days", "/query", "/explore", "/search?q=x", "/no"):
            assert "not the paper itself" in http.get(path, headers={"Accept": "text/html"}).text, path
        for path in ("/paper/2410.21465", "/entity/gsm8k"):
            data = rdflib.Graph().parse(data=http.get(f"{path}.ttl").text, format="turtle")
            assert tells(data)
            assert (None, VOID.inDataset, None) in data


@pytest.mark.parametrize("form", ["csv", "tsv", "json", "xml"])
def test_answers_for_programs_stay_clean_and_say_it_on_standard_error(form: str, sample_graph: Path) -> None:
    query = "SELECT ?name { ?dataset a kg:Dataset ; skos:prefLabel ?name } ORDER BY ?name"
    done = CliRunner().invoke(app, ["query", query, "--format", form, "--graph", str(sample_graph)])
    assert done.exit_code == 0
    assert NOTICE in " ".join(done.stderr.split())
    assert "summary" not in done.stdout
    if form == "csv":
        assert list(pandas.read_csv(io.StringIO(done.stdout)).columns) == ["name"]
