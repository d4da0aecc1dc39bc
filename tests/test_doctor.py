"""The doctor: finds what is damaged, repairs what the records give, and says what it can't repair."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pyoxigraph
import pytest

import kg
from kg.doctor import examine
from kg.errors import NoGraphError
from kg.graph.folder import GraphFolder, Version
from kg.settings import Settings
from tests.test_increments import check_store, content


@pytest.fixture
def graph(sample_graph: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(sample_graph, tmp_path / "graph"))


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-200])


def lose_a_statement(version: Version) -> None:
    store = pyoxigraph.Store(str(version.store))
    store.remove(next(iter(store)))
    store.flush()


def miscount(version: Version) -> None:
    manifest = version.manifest()
    manifest["counts"]["papers"] += 1
    (version.path / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")


DAMAGE: dict[str, Callable[[Version], None]] = {
    "graph.nq": lambda version: cut(version.nquads),
    "resolution.jsonl": lambda version: version.resolution.unlink(),
    "blocks.tsv": lambda version: cut(version.blocks),
    "store": lose_a_statement,
    "manifest.json": miscount,
}


def test_a_sound_graph_gives_nothing(graph: Path) -> None:
    before = content(graph)
    assert examine(graph) == ()
    assert content(graph) == before
    assert [path.name for path in (graph / "versions").iterdir()] == ["1"]


def test_decisions_about_names_count(graph: Path, tmp_path: Path) -> None:
    settings = Settings(overrides=str(tmp_path / "decided.txt"))
    Path(settings.overrides).write_text('merge "MATH" into "GSM8K"\n', encoding="utf-8")
    kg.apply_overrides(graph=graph, settings=settings)
    assert examine(graph, settings=settings) == ()
    (finding,) = examine(graph)
    assert "overrides changed" in finding.problem
    assert not finding.repaired


@pytest.mark.parametrize("part", DAMAGE)
def test_what_the_records_give_is_repaired(graph: Path, sample_graph: Path, part: str) -> None:
    DAMAGE[part](GraphFolder(graph).current())
    (found,) = examine(graph, repair=False)
    assert (Path(found.path).name, found.repaired) == (part, False)
    (found,) = examine(graph)
    assert (Path(found.path).name, found.repaired) == (part, True)
    assert examine(graph) == ()
    assert content(graph) == content(sample_graph)
    check_store(graph)


def test_a_lost_store_is_made_again(graph: Path) -> None:
    shutil.rmtree(GraphFolder(graph).current().store)
    assert [finding.repaired for finding in examine(graph)] == [True]
    check_store(graph)


@pytest.mark.parametrize("wrong", [None, "77\n"])
def test_the_pointer_is_set_again(graph: Path, sample_graph: Path, wrong: str | None) -> None:
    pointer = graph / "CURRENT"
    pointer.unlink() if wrong is None else pointer.write_text(wrong, encoding="ascii")
    (found,) = examine(graph)
    assert (Path(found.path).name, found.repaired) == ("CURRENT", True)
    assert content(graph) == content(sample_graph)


def test_damaged_records_are_named_and_nothing_else_is_touched(graph: Path) -> None:
    version = GraphFolder(graph).current()
    records = version.records("2024-10-30")
    cut(records)
    (found,) = examine(graph)
    assert (found.path, found.repaired) == (str(records), False)
    assert GraphFolder(graph).current() == version


def test_where_there_is_no_graph_it_says_so(tmp_path: Path) -> None:
    with pytest.raises(NoGraphError):
        examine(tmp_path / "none")
    assert not (tmp_path / "none").exists()
