"""Graphs at addresses: what is published and fetched is the graph, byte for byte, and what is amiss there is told."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path

import fsspec
import pytest
from typer.testing import CliRunner

import kg
from kg.cli.main import app
from kg.errors import GraphError, RemoteError
from kg.graph.folder import GraphFolder
from kg.shared_files import SharedGraph
from kg.sharing import Shared
from tests.test_increments import content

DIGEST = """## Papers for {day}

| Title | Authors | Summary |
|---|---|---|
| {name}: Fast Routing (Read more on [arXiv](https://arxiv.org/abs/{arxiv_id})) | Ann Lee | {name} has 71.2% on GSM8K. |
"""


@pytest.fixture(params=["memory", "file"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Return an address where nothing is yet."""
    if request.param == "file":
        yield (tmp_path / "shared" / "graph").as_uri()
        return
    yield "memory://shared/graph"
    files = fsspec.filesystem("memory")
    if files.exists("/shared"):
        files.rm("/shared", recursive=True)


def digest(folder: Path, day: int, name: str) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / f"2024-10-{day}.md"
    path.write_text(DIGEST.format(day=path.stem, name=name, arxiv_id=f"2410.{day:05}"), encoding="utf-8")
    return path


def at(address: str) -> tuple[fsspec.AbstractFileSystem, str]:
    files, path = fsspec.core.url_to_fs(address)
    return files, path


def test_what_is_fetched_is_what_was_published(address: str, tmp_path: Path) -> None:
    graph = tmp_path / "graph"
    kg.update(digest(tmp_path / "digests", 29, "RouteA"), graph=graph, fast=True)
    (graph / "overrides.txt").write_text("merge\tRoute-B\tRouteA\n", encoding="utf-8")
    assert kg.share(graph, to=address) == Shared(address, 1, changed=True)
    assert not kg.share(graph, to=address).changed
    fetched = kg.fetch(address, tmp_path / "copy")
    assert (fetched.version, fetched.changed) == (1, True)
    assert content(tmp_path / "copy") == content(graph)
    assert (tmp_path / "copy" / "overrides.txt").read_bytes() == (graph / "overrides.txt").read_bytes()
    question = "SELECT ?name { ?entity a kg:Dataset ; skos:prefLabel ?name }"
    assert list(kg.open(tmp_path / "copy").query(question)) == list(kg.open(graph).query(question)) != []
    files, path = at(address)
    turtle = gzip.decompress(files.cat_file(f"{path}/versions/1/graph.ttl.gz")).decode()
    kg.open(graph).export(tmp_path / "graph.ttl")
    assert turtle == (tmp_path / "graph.ttl").read_text(encoding="utf-8")
    assert not kg.fetch(address, tmp_path / "copy").changed


def test_a_build_at_an_address_is_the_build_in_a_folder(address: str, tmp_path: Path) -> None:
    first, second = digest(tmp_path / "digests", 29, "RouteA"), digest(tmp_path / "digests", 30, "RouteB")
    report = kg.update(first, graph=address, fast=True)
    assert (report.graph, report.changed, report.extracted) == (address, True, 1)
    report = kg.update(second, graph=address)
    assert (report.changed, report.extracted, report.counts["papers"]) == (True, 1, 2)
    assert not kg.update(second, graph=address).changed
    kg.update([first, second], graph=tmp_path / "here", fast=True)
    kg.fetch(address, tmp_path / "copy")
    assert content(tmp_path / "copy") == content(tmp_path / "here")
    kg.update([], graph=address, without=["2024-10-29"])
    files, path = at(address)
    assert files.cat_file(f"{path}/CURRENT") == b"3\n"
    assert sorted(name.rpartition("/")[2] for name in files.ls(f"{path}/versions", detail=False)) == ["2", "3"]
    kg.fetch(address, tmp_path / "copy")
    assert kg.open(tmp_path / "copy").counts["papers"] == 1


def test_a_graph_that_was_built_in_a_folder_is_not_overwritten(address: str, tmp_path: Path) -> None:
    mine, theirs = digest(tmp_path / "digests", 29, "RouteA"), digest(tmp_path / "digests", 30, "RouteB")
    kg.update(theirs, graph=address, fast=True)
    kg.update(mine, graph=tmp_path / "graph", fast=True)
    before = content(tmp_path / "graph")
    with pytest.raises(GraphError, match="fetch into a new folder"):
        kg.fetch(address, tmp_path / "graph")
    assert content(tmp_path / "graph") == before
    kg.fetch(address, tmp_path / "copy")
    kg.update(mine, graph=address)
    decisions = tmp_path / "copy" / "overrides.txt"
    decisions.write_text("rename\tRouteB\tB\n", encoding="utf-8")
    with pytest.raises(GraphError, match="built or decided there"):
        kg.fetch(address, tmp_path / "copy")
    decisions.unlink()
    assert kg.fetch(address, tmp_path / "copy").changed


def test_what_was_not_written_so_is_refused(address: str, tmp_path: Path) -> None:
    kg.update(digest(tmp_path / "digests", 29, "RouteA"), graph=address, fast=True)
    files, path = at(address)
    shard = f"{path}/versions/1/graph-0000.nq.gz"
    files.pipe_file(shard, gzip.compress(gzip.decompress(files.cat_file(shard)).replace(b"RouteA", b"RouteX")))
    with pytest.raises(RemoteError, match=r"graph-0000\.nq\.gz is not what was written"):
        kg.fetch(address, tmp_path / "copy")
    assert GraphFolder(tmp_path / "copy").find_current() is None
    files.pipe_file(f"{path}/versions/1/files.json", json.dumps({"../../outside.txt": ""}).encode())
    with pytest.raises(RemoteError, match="expected the files of a graph"):
        kg.fetch(address, tmp_path / "copy")
    assert not (tmp_path / "outside.txt").exists()
    files.pipe_file(f"{path}/CURRENT", b"../7")
    with pytest.raises(RemoteError, match="expected the number of a version"):
        kg.fetch(address, tmp_path / "copy")


def test_of_two_who_publish_at_once_one_is_told(address: str, tmp_path: Path) -> None:
    graph = tmp_path / "graph"
    kg.update(digest(tmp_path / "digests", 29, "RouteA"), graph=graph, fast=True)
    there = SharedGraph(address)
    new = there.begin()
    new.write(GraphFolder(graph).current())
    kg.share(graph, to=address)
    with pytest.raises(RemoteError, match="somebody else published"):
        there.point_to(new, after=None)


def test_commands_work_on_addresses_or_say_what_to_do(address: str, tmp_path: Path) -> None:
    def run(*words: str) -> tuple[int, str]:
        done = CliRunner().invoke(app, list(words))
        return done.exit_code, " ".join(done.output.split()) + str(done.exception or "")

    source = digest(tmp_path / "digests", 29, "RouteA")
    code, said = run("build", str(source), "--fast", "--graph", address)
    assert code == 0
    assert f"fetch {address} --graph DIR" in said
    code, said = run("fetch", address, "--graph", str(tmp_path / "copy"))
    assert code == 0
    assert f"Fetched version 1 of {address}" in said
    code, said = run("publish", "--graph", str(tmp_path / "copy"), "--to", address)
    assert (code, "Nothing changed" in said) == (0, True)
    for words in (["stats"], ["remove", "2024-10-29"], ["query", "ASK {}"], ["serve"]):
        code, said = run(*words, "--graph", address)
        assert code != 0
        assert "kg fetch ADDRESS --graph DIR" in said


def test_nothing_to_fetch_is_told(address: str, tmp_path: Path) -> None:
    with pytest.raises(RemoteError, match="no graph there"):
        kg.fetch(address, tmp_path / "copy")
    with pytest.raises(GraphError, match="kg fetch"):
        kg.open(address)
