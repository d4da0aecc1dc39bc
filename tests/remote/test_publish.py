"""`kg publish` to real stores: complete, only what changed, safe to repeat and to interrupt."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import httpx
import pytest
from typer.testing import CliRunner

import kg
from kg.cli.main import app
from kg.errors import NoGraphError, RemoteError, SettingsError
from kg.graph.folder import GraphFolder
from kg.graph.nquads import read_nquads, read_union
from kg.rdf import Iri
from kg.remote.endpoint import Endpoint
from kg.remote.graph_store import GraphStore, guess_store
from kg.remote.send import send
from kg.vocab import BASE
from tests.remote.servers import Server, oxigraph

UNION = f"{BASE}graph/union"
LEDGER = f"{BASE}graph/published"


def own_counts(folder: Path) -> dict[str, int]:
    return dict(Counter(statement.graph[1:-1] for statement in read_nquads(GraphFolder(folder).current().nquads)))


def union_count(folder: Path) -> int:
    return sum(1 for _ in read_union(GraphFolder(folder).current().nquads))


def counts_there(server: Server, graphs: Iterable[str]) -> dict[str, int]:
    return {graph: server.count(f"GRAPH <{graph}> {{ ?s ?p ?o }}") for graph in graphs}


@pytest.fixture
def graph(sample_graph: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(sample_graph, tmp_path / "graph"))


def test_all_graphs_and_their_union_are_there(published: Server, sample_graph: Path) -> None:
    own = own_counts(sample_graph)
    assert counts_there(published, own) == own
    whole = "?s ?p ?o" if published.name == "oxigraph" else f"GRAPH <{UNION}> {{ ?s ?p ?o }}"
    assert published.count(whole) == union_count(sample_graph)


def test_only_what_changed_is_sent(empty: Server, graph: Path) -> None:
    first = kg.publish(graph, to=empty.address)
    assert len(first.sent) == len(own_counts(graph)) + 1
    again = kg.publish(graph, to=empty.address)
    assert (again.sent, again.removed, again.unchanged) == ((), (), len(first.sent))

    before = own_counts(graph)
    kg.remove("2024-10-31", graph=graph)
    planned = kg.publish(graph, to=empty.address, dry_run=True)
    assert counts_there(empty, [f"{BASE}graph/2024-10-31"]) != {f"{BASE}graph/2024-10-31": 0}
    changed = kg.publish(graph, to=empty.address)
    whole = UNION if empty.name == "virtuoso" else f"{BASE}dataset"
    assert changed.sent == planned.sent == tuple(sorted([f"{BASE}graph/entities", f"{BASE}graph/meta", whole]))
    own = own_counts(graph)
    gone = sorted(before.keys() - own.keys())
    assert f"{BASE}graph/2024-10-31" in gone
    assert changed.removed == tuple(gone)
    assert counts_there(empty, [*own, *gone]) == own | dict.fromkeys(gone, 0)
    assert kg.open(empty.address).counts["triples"] == union_count(graph)


def test_what_others_damaged_is_sent_again(empty: Server, graph: Path) -> None:
    kg.publish(graph, to=empty.address)
    day = Iri(f"{BASE}graph/2024-10-30")
    GraphStore(guess_store(Endpoint(empty.address), seconds=30), seconds=30).delete(day)
    assert kg.publish(graph, to=empty.address).sent == (day,)
    assert counts_there(empty, own_counts(graph)) == own_counts(graph)


class Dies:
    """A loader that ends after some graphs, the last of which it leaves half full."""

    folder = None

    def __init__(self, store: GraphStore, after: int) -> None:
        self.store, self.left = store, after

    def load(self, files: Iterable[tuple[Iri | None, Path]]) -> None:
        for graph, path in files:
            self.left -= 1
            if self.left < 0:
                lines = path.read_bytes().splitlines(keepends=True)
                self.store.put(graph, b"".join(lines[: len(lines) // 2]))
                raise KeyboardInterrupt
            self.store.put(graph, path)


@pytest.mark.parametrize("after", [0, 2, 4])
def test_an_interrupted_run_is_completed_by_the_next(empty: Server, graph: Path, after: int) -> None:
    endpoint = Endpoint(empty.address)
    store = GraphStore(guess_store(endpoint, seconds=30), seconds=30)
    with pytest.raises(KeyboardInterrupt):
        send(GraphFolder(graph).current(), endpoint, store, base=BASE, loader=Dies(store, after))
    kg.publish(graph, to=empty.address)
    assert counts_there(empty, own_counts(graph)) == own_counts(graph)
    assert kg.open(empty.address).counts["triples"] == union_count(graph)
    assert kg.publish(graph, to=empty.address).sent == ()


class Loses:
    """A loader that loses a triple of each graph."""

    folder = None

    def __init__(self, store: GraphStore) -> None:
        self.store = store

    def load(self, files: Iterable[tuple[Iri | None, Path]]) -> None:
        for graph, path in files:
            self.store.put(graph, b"".join(path.read_bytes().splitlines(keepends=True)[1:]))


def test_a_count_that_differs_is_an_error(empty: Server, graph: Path) -> None:
    endpoint = Endpoint(empty.address)
    store = GraphStore(guess_store(endpoint, seconds=30), seconds=30)
    with pytest.raises(RemoteError, match=r"sent [\d,]+ triples, the server counts [\d,]+"):
        send(GraphFolder(graph).current(), endpoint, store, base=BASE, loader=Loses(store))
    assert kg.publish(graph, to=empty.address).sent


def test_what_is_not_ours_stays(graph: Path, tmp_path: Path) -> None:
    (tmp_path / "server").mkdir()
    with oxigraph(tmp_path / "server") as server:
        theirs = "<urn:a> <urn:b> <urn:c> ."
        store = server.address.replace("/query", "/store")
        for target in ("default", "graph=urn:theirs"):
            httpx.put(f"{store}?{target}", content=theirs, headers={"Content-Type": "application/n-triples"})
        assert kg.publish(graph, to=server.address).union == UNION
        kg.remove("2024-10-31", graph=graph)
        kg.publish(graph, to=server.address)
        assert server.count("<urn:a> <urn:b> <urn:c>") == server.count("?s ?p ?o") == 1
        assert server.count("GRAPH <urn:theirs> { ?s ?p ?o }") == 1
        assert kg.open(server.address).counts["triples"] == union_count(graph)


def test_a_default_graph_that_somebody_wrote_into_is_not_replaced(graph: Path, tmp_path: Path) -> None:
    (tmp_path / "server").mkdir()
    with oxigraph(tmp_path / "server") as server:
        kg.publish(graph, to=server.address)
        store = server.address.replace("/query", "/store?default")
        ntriples = {"Content-Type": "application/n-triples"}
        httpx.post(store, content="<urn:a> <urn:b> <urn:c> .", headers=ntriples).raise_for_status()
        with pytest.raises(RemoteError, match="Somebody else writes there"):
            kg.publish(graph, to=server.address)
        assert server.count("<urn:a> <urn:b> <urn:c>") == 1
        kg.publish(graph, to=server.address, everything=True)
        assert server.count("?s ?p ?o") == union_count(graph)


def test_a_server_that_shows_each_triple_once_a_graph_gets_a_union_of_its_own(graph: Path, tmp_path: Path) -> None:
    (tmp_path / "server").mkdir()
    with oxigraph(tmp_path / "server", "--union-default-graph") as server:
        assert kg.publish(graph, to=server.address).union == UNION
        assert kg.open(server.address).counts["triples"] == union_count(graph)


def test_virtuosos_bulk_loader_gives_the_same(start, graph: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    server = start("virtuoso")
    for name, value in server.credentials.items():
        monkeypatch.setenv(name, value)
    bulk = {"bulk": "virtuoso", "bulk_folder": server.folder}
    assert len(kg.publish(graph, to=server.address, **bulk).sent) == len(own_counts(graph)) + 1
    assert counts_there(server, own_counts(graph)) == own_counts(graph)
    kg.remove("2024-10-31", graph=graph)
    kg.publish(graph, to=server.address, **bulk)
    assert counts_there(server, own_counts(graph)) == own_counts(graph)
    assert not list(server.folder.glob("paper-kg-*"))
    assert kg.publish(graph, to=server.address).sent == ()


def test_bulk_needs_a_folder_and_rights(published: Server, graph: Path, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="go together"):
        kg.publish(graph, to=published.address, bulk="virtuoso")
    odd = tmp_path / "it's"
    odd.mkdir()
    with pytest.raises(SettingsError, match="letters, digits"):
        kg.publish(graph, to=published.address, bulk="virtuoso", bulk_folder=odd)
    with pytest.raises(SettingsError, match="expected one of virtuoso"):
        kg.publish(graph, to=published.address, bulk="mysql", bulk_folder=tmp_path)


def test_virtuoso_wants_a_login_that_netrc_may_give(start, graph: Path, monkeypatch, tmp_path: Path) -> None:
    server = start("virtuoso")
    kg.remove("2024-10-31", graph=graph)
    with pytest.raises(RemoteError, match=r"refused \(401\)\. Set KG_ENDPOINT_USER"):
        kg.publish(graph, to=server.address)
    netrc = tmp_path / "netrc"
    monkeypatch.setenv("NETRC", str(netrc))
    netrc.write_text("machine 127.0.0.1 login dba password wrong\n", encoding="ascii")
    with pytest.raises(RemoteError, match=r"refused \(401\)") as refused:
        kg.publish(graph, to=server.address)
    assert "wrong" not in str(refused.value)
    netrc.write_text("machine 127.0.0.1 login dba password dba\n", encoding="ascii")
    assert kg.publish(graph, to=server.address).sent


def test_the_command_says_what_it_did(published: Server, sample_graph: Path) -> None:
    run = CliRunner().invoke(
        app, ["publish", "--to", published.address, "-g", str(sample_graph), "--json"], env=published.credentials
    )
    assert run.exit_code == 0, run.output
    report = json.loads(run.stdout)
    all_graphs = len(own_counts(sample_graph)) + 1
    assert (report["sent"], report["removed"], report["unchanged"]) == ([], [], all_graphs)
    assert report["triples"] == union_count(sample_graph)


def test_clear_errors_before_anything_is_sent(tmp_path: Path, sample_graph: Path) -> None:
    with pytest.raises(NoGraphError):
        kg.publish(tmp_path, to="http://127.0.0.1:9/query")
    with pytest.raises(RemoteError, match="can't be reached"):
        kg.publish(sample_graph, to="http://127.0.0.1:9/query")
    with pytest.raises(RemoteError, match="Leave them out") as refused:
        kg.publish(sample_graph, to="http://ada:secret@127.0.0.1:9/query")
    assert "secret" not in str(refused.value)
    for address in ("ftp://127.0.0.1/query", "http://", "http://127.0.0.1:99999/", "http://127.0.0.1/a b"):
        with pytest.raises(RemoteError, match="expected an address"):
            kg.publish(sample_graph, to=address)
