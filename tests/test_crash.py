"""Builds that are killed, run out of disk or find the folder in use: the old graph answers, or the new one does.

`KG_SOAK=200 pytest tests/test_crash.py` kills two hundred.
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph
import pytest

import kg
from kg.errors import GraphError, GraphLockedError
from kg.graph.folder import GraphFolder
from kg.graph.folder_writer import writing
from kg.graph.store import keeps_union
from tests.conftest import ROOT
from tests.test_increments import NAMES, SUMMARIES, TITLES, check_store, content, one_day

KILLS = int(os.environ.get("KG_SOAK", "12"))
SMALL, LARGE = "2024-01-01", "2024-10-31"


@pytest.fixture(scope="module")
def graphs(sample_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return a graph, and what it is to be without a small day (changed) and a large one (written anew)."""
    folder = tmp_path_factory.mktemp("crash")
    new = one_day(folder, SMALL, ("2401.00001", TITLES[0], NAMES[0], SUMMARIES[0]))
    kg.build([sample_dir, new], graph=folder / "graph")
    found = {"before": folder / "graph"}
    for day in (SMALL, LARGE):
        found[day] = copy(folder / "graph", folder / day)
        kg.remove(day, graph=found[day])
    return found


def copy(graph: Path, target: Path) -> Path:
    return Path(shutil.copytree(graph, target))


@pytest.fixture(scope="module")
def server() -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        [sys.executable, "-m", "tests.crash_server"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        yield process
        process.kill()


def remove(server: subprocess.Popen[str], graph: Path, day: str, seconds: float | None) -> float:
    """Remove a day in another process, kill that after so many seconds, and return how long it lived."""
    assert server.stdin is not None
    assert server.stdout is not None
    server.stdin.write(f"{graph}\t{day}\n")
    server.stdin.flush()
    child = int(server.stdout.readline())
    began = time.perf_counter()
    if seconds is not None:
        time.sleep(seconds)
        with contextlib.suppress(ProcessLookupError):  # it was quicker this time
            os.kill(child, signal.SIGKILL)
    assert server.stdout.readline() == "ended\n"
    return time.perf_counter() - began


def test_killed_at_any_moment(graphs: dict[str, Path], server: subprocess.Popen[str], tmp_path: Path) -> None:
    chance = random.Random(5)
    before = content(graphs["before"])
    after = {day: content(graphs[day]) for day in (SMALL, LARGE)}
    whole = {day: remove(server, copy(graphs["before"], tmp_path / day), day, None) for day in (SMALL, LARGE)}
    seen = set()
    for number in range(KILLS):
        day = (SMALL, LARGE)[number % 2]
        graph = copy(graphs["before"], tmp_path / f"killed-{number}")
        remove(server, graph, day, chance.uniform(0, whole[day]))
        left = content(graph)
        assert left in (before, after[day])
        check_store(graph)
        seen.add(left == before)
        if left == before:
            kg.remove(day, graph=graph)
        with writing(GraphFolder(graph)):
            pass
        assert content(graph) == after[day]
        assert [path.name for path in (graph / "versions").iterdir()] == [GraphFolder(graph).current().path.name]
        shutil.rmtree(graph)
    assert True in seen


def test_a_full_disk_leaves_the_old_graph(graphs: dict[str, Path], tmp_path: Path) -> None:
    graph = copy(graphs["before"], tmp_path / "graph")
    before = content(graph)
    largest = GraphFolder(graph).current().nquads.stat().st_size
    code = (
        "import signal, sys, kg\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # writing beyond the limit is then an error\n"
        "kg.remove(sys.argv[2], graph=sys.argv[1])"
    )
    for limit in (largest // 2, 2_000, 0):
        done = subprocess.run(
            [sys.executable, "-c", code, graph, SMALL],
            cwd=ROOT,
            preexec_fn=lambda limit=limit: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 1
        assert "File too large" in done.stderr or "OSError" in done.stderr
        assert content(graph) == before
        assert len(list((graph / "versions").iterdir())) == 1
    kg.remove(SMALL, graph=graph)
    assert content(graph) == content(graphs[SMALL])


def test_readers_keep_their_version_and_the_rest_goes(graphs: dict[str, Path], tmp_path: Path) -> None:
    graph = copy(graphs["before"], tmp_path / "graph")
    with kg.open(graph) as reader:
        expected = reader.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").column("n")
        reader.close()
        kg.remove(SMALL, graph=graph)
        kg.remove(LARGE, graph=graph)
        assert reader.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").column("n") == expected
        assert sorted(path.name for path in (graph / "versions").iterdir()) == ["1", "3"]
    del reader
    with writing(GraphFolder(graph)):
        pass
    assert [path.name for path in (graph / "versions").iterdir()] == ["3"]


def test_the_lock_says_who_has_it_and_dies_with_its_process(graphs: dict[str, Path], tmp_path: Path) -> None:
    graph = copy(graphs["before"], tmp_path / "graph")
    code = (
        "import sys, time; from kg.graph.folder import GraphFolder; from kg.graph.folder_writer import writing\n"
        "with writing(GraphFolder(sys.argv[1])): print('held', flush=True); time.sleep(600)"
    )
    with subprocess.Popen([sys.executable, "-c", code, graph], cwd=ROOT, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"held\n"
        with pytest.raises(GraphLockedError, match=rf"process {process.pid} on \S+, since 20"):
            kg.remove(SMALL, graph=graph)
        process.kill()
    kg.remove(SMALL, graph=graph)
    assert content(graph) == content(graphs[SMALL])


def keep_union(store: Path) -> None:
    """Let a store hold each triple a second time, in the default graph, as all stores did up to form 2."""
    opened = pyoxigraph.Store(str(store))
    opened.extend([pyoxigraph.Quad(*quad.triple) for quad in opened])
    opened.flush()


def count_papers(graph: Path) -> list[object]:
    return kg.open(graph).query("SELECT (COUNT(*) AS ?n) { ?paper a kg:Paper }").column("n")


@pytest.mark.parametrize("form", [1, 2])
def test_an_older_form_is_migrated_and_a_newer_one_refused(
    graphs: dict[str, Path], sample_dir: Path, tmp_path: Path, form: int
) -> None:
    graph = copy(graphs[LARGE], tmp_path / "graph")
    version = GraphFolder(graph).current()
    manifest = version.path / "manifest.json"
    version.blocks.unlink()
    keep_union(version.store)
    manifest.write_text(json.dumps(version.manifest() | {"format": form}), encoding="utf-8")
    assert kg.open(graph).counts == kg.open(graphs[LARGE]).counts
    assert count_papers(graph) == count_papers(graphs[LARGE])
    migrated = kg.remove(SMALL, graph=graph)
    assert migrated.report is not None
    assert "migrated" in migrated.report.redone[0]
    kg.build(sample_dir / "2024-10-30.md", graph=tmp_path / "anew")
    assert content(graph) == content(tmp_path / "anew")
    check_store(graph)
    assert not keeps_union(GraphFolder(graph).current().store)
    manifest = GraphFolder(graph).current().path / "manifest.json"
    manifest.write_text(json.dumps(json.loads(manifest.read_text(encoding="utf-8")) | {"format": 99}), encoding="utf-8")
    for use in (lambda: kg.open(graph), lambda: kg.remove(LARGE, graph=graph)):
        with pytest.raises(GraphError, match="pip install -U paper-kg"):
            use()
