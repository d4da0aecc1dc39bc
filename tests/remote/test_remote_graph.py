"""A graph on a server does what one in a folder does: each question, view, export and count gives the same."""

from __future__ import annotations

import io
import re
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

import kg
from kg.cli.main import app
from kg.errors import QueryRefusedError, QuerySyntaxError, QueryTimeoutError, QueryTooBigError, UnknownNameError
from kg.query.catalogue import catalogue
from tests.remote.servers import MOST_ROWS, Server
from tests.serve.servers import serving

DRAWN = "CONSTRUCT { ?paper kg:mentions ?entity } { ?paper kg:mentions ?entity . ?entity a kg:Dataset }"
VIEWS = [{}, {"entity": "GSM8K"}, {"paper": "2410.21465"}, {"landscape": "GSM8K"}, {"whole": True}, {"query": DRAWN}]
FORMS = ("turtle", "ntriples", "jsonld", "rdfxml", "nquads", "trig", "graphml", "gexf", "cytoscape", "node-link")


@pytest.fixture(scope="module")
def local(sample_graph: Path) -> kg.Graph:
    return kg.open(sample_graph)


@pytest.fixture(scope="module")
def remote(published: Server):
    with kg.open(published.address) as graph:
        yield graph


def example(name: str) -> dict[str, str]:
    """Return the parameters in a question's example."""
    words = shlex.split(catalogue()[name].example)
    return dict(words[place + 1].split("=", 1) for place, word in enumerate(words) if word == "-p")


def rows(graph: kg.Graph, name: str) -> list[dict[str, object]]:
    try:
        found = list(graph.query(name=name, timeout=120, **example(name)))
    except UnknownNameError:
        return [{"unknown": name}]
    if "GROUP_CONCAT" in catalogue()[name].query:  # the order within it is the server's own
        return [{key: sorted(str(value).split("; ")) for key, value in row.items()} for row in found]
    return found


@pytest.mark.parametrize("name", sorted(catalogue()))
def test_each_question_has_the_same_rows_in_the_same_order(local: kg.Graph, remote, name: str) -> None:
    assert rows(remote, name) == rows(local, name)


@pytest.mark.parametrize("options", VIEWS, ids=str)
def test_each_view_is_the_same_page(local: kg.Graph, remote, options: dict[str, str]) -> None:
    assert remote.view(**options).html == local.view(**options).html


@pytest.mark.parametrize("form", FORMS)
def test_each_export_has_the_same_bytes(local: kg.Graph, remote, form: str) -> None:
    here, there = io.BytesIO(), io.BytesIO()
    local.export(here, format=form)
    remote.export(there, format=form)
    assert there.getvalue() == here.getvalue()


@pytest.mark.parametrize("part", [{"entity": "GSM8K"}, {"vocabulary": "web-annotation"}], ids=str)
def test_a_part_and_another_vocabulary_have_the_same_bytes(local: kg.Graph, remote, part: dict[str, str]) -> None:
    here, there = io.BytesIO(), io.BytesIO()
    local.export(here, **part)
    remote.export(there, **part)
    assert there.getvalue() == here.getvalue()
    assert len(here.getvalue()) > 1000


def test_counts_and_the_most_named_are_the_same(local: kg.Graph, remote) -> None:
    here, there = local.stats(), remote.stats()
    assert {key: here["counts"][key] for key in there["counts"]} == there["counts"]
    assert {key: here[key] for key in ("first_day", "last_day", "top")} == {
        key: there[key] for key in ("first_day", "last_day", "top")
    }


def test_evidence_verification_and_shapes_are_the_same(local: kg.Graph, remote, sample_dir: Path) -> None:
    assert remote.evidence("2410.21465") == local.evidence("2410.21465")
    assert remote.verify(sample_dir).holds
    assert remote.validate().conforms
    assert len(remote.rdflib()) == len(local.rdflib())


@pytest.mark.parametrize("form", ["csv", "tsv", "json", "xml"])
def test_a_printed_answer_has_the_same_bytes(published: Server, sample_graph: Path, form: str) -> None:
    query = "SELECT ?name ?sure { ?m kg:refersTo/skos:prefLabel ?name ; kg:confidence ?sure } ORDER BY ?name ?sure"
    here, there = (
        CliRunner().invoke(app, ["query", query, "--format", form, "-g", place])
        for place in (str(sample_graph), published.address)
    )
    assert here.exit_code == there.exit_code == 0, there.output
    assert there.stdout_bytes == here.stdout_bytes


@pytest.mark.parametrize("form", ["turtle", "ntriples", "jsonld", "rdfxml"])
def test_a_constructed_graph_has_the_same_bytes(published: Server, sample_graph: Path, form: str) -> None:
    query = (
        "CONSTRUCT { ?paper dcterms:title ?title ; kg:mentions ?e } { ?paper dcterms:title ?title ; kg:mentions ?e }"
    )
    here, there = (
        CliRunner().invoke(app, ["query", query, "--format", form, "-g", place])
        for place in (str(sample_graph), published.address)
    )
    assert here.exit_code == there.exit_code == 0, there.output
    assert there.stdout_bytes == here.stdout_bytes


@pytest.mark.parametrize("command", ["stats", "export --format turtle", "evidence 2410.21465", "validate"])
def test_commands_take_an_address(published: Server, command: str) -> None:
    run = CliRunner().invoke(app, [*command.split(), "--graph", published.address])
    assert run.exit_code == 0, run.output
    assert len(run.stdout) > 40


def test_the_setting_takes_an_address_and_commands_for_folders_say_no(published: Server) -> None:
    run = CliRunner().invoke(
        app, ["query", "ASK { ?p a kg:Paper }", "--format", "csv"], env={"KG_GRAPH": published.address}
    )
    assert run.stdout.strip() == "true", run.output
    run = CliRunner().invoke(app, ["doctor", "--graph", published.address])
    assert "works on a folder" in str(run.exception)


def test_ask_graph_from_and_relative_iris_work(remote) -> None:
    assert remote.query("ASK { ?paper a kg:Paper }").column("answer") == [True]
    assert remote.query("ASK { ?paper a kg:Mention, kg:Paper }").column("answer") == [False]
    days = remote.query("SELECT DISTINCT ?g { GRAPH ?g { ?d a kg:Digest } } ORDER BY ?g").column("g")
    assert [day[-10:] for day in days] == ["2024-10-30", "2024-10-31"]
    first = remote.query("SELECT (COUNT(*) AS ?n) FROM graph:2024-10-30 { ?d a kg:Digest }").column("n")
    assert first == [1]
    assert remote.query("ASK { <entity/gsm8k> a kg:Dataset }").column("answer") == [True]
    flags = remote.query("SELECT ?flag { ?metric kg:isFraction ?flag } LIMIT 1").column("flag")
    assert all(isinstance(flag, bool) for flag in flags)


def test_the_sure_part_is_that_of_a_folder(published: Server, sample_graph: Path, tmp_path: Path) -> None:
    local = kg.open(sample_graph, min_confidence=0.9)
    with kg.open(published.address, min_confidence=0.9) as remote:
        here, there = io.BytesIO(), io.BytesIO()
        local.export(here)
        remote.export(there)
        assert there.getvalue() == here.getvalue()
        assert rows(remote, "overview") == rows(local, "overview")
        assert remote.counts["mentions"] == local.counts["mentions"] < kg.open(sample_graph).counts["mentions"]


def test_what_is_wrong_is_said_at_its_place_and_not_sent(remote) -> None:
    with pytest.raises(QuerySyntaxError, match="line 2, column 6") as wrong:
        remote.query("SELECT * {\n  ?a foo:bar ?c }")
    assert "prefix foo: is not known" in str(wrong.value)
    with pytest.raises(QueryRefusedError, match="SERVICE"):
        remote.query("SELECT * { SERVICE <http://127.0.0.1:9/> { ?a ?b ?c } }")
    with pytest.raises(QueryRefusedError, match="changes data"):
        remote.query("DROP ALL")


def test_limits_hold(published: Server, remote) -> None:
    with pytest.raises(QueryTimeoutError):
        remote.query("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?c ?d ?e }", timeout=0.001)
    everything = "SELECT * { ?s ?p ?o }"
    if published.name == "virtuoso":
        with pytest.raises(QueryTooBigError, match=rf"{MOST_ROWS:,} rows that .* gives at most"):
            remote.query(everything)
        with pytest.raises(QueryTooBigError, match=rf"{MOST_ROWS:,} rows that .* gives at most"):
            remote.query("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }")
    else:
        assert len(remote.query(everything)) > MOST_ROWS
    few = kg.open(published.address, settings=kg.settings.Settings(max_rows=3))
    with pytest.raises(QueryTooBigError, match="3 rows"):
        few.query("SELECT * { ?s ?p ?o } LIMIT 4")


def test_kg_serve_is_an_endpoint_like_others(sample_graph: Path, local: kg.Graph, tmp_path: Path) -> None:
    with serving(sample_graph, cwd=tmp_path) as address, kg.open(f"{address}/sparql") as graph:
        assert graph.stats()["counts"]["papers"] == local.counts["papers"]
        assert rows(graph, "leaderboard") == rows(local, "leaderboard")
        here, there = io.BytesIO(), io.BytesIO()
        local.export(here, format="nquads")
        graph.export(there, format="nquads")
        assert there.getvalue() == here.getvalue()
        assert re.search("Graph.*5 papers|papers", repr(graph))
