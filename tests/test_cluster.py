"""Builds on a real Dask cluster of processes: the same bytes as here, also when a worker dies half-way."""

from __future__ import annotations

import os
import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from distributed import LocalCluster
from typer.testing import CliRunner

import kg
from kg.cli.main import app
from kg.cluster_tasks import DayInput, Setup, make_days
from kg.dask_executor import DaskExecutor
from kg.errors import KgError
from kg.graph.folder import GraphFolder
from tests.test_increments import NAMES, SUMMARIES, TITLES, check_store, content, one_day


@pytest.fixture(scope="module")
def cluster() -> Iterator[LocalCluster]:
    with LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=":0") as cluster:  # type: ignore[no-untyped-call]
        yield cluster


@pytest.fixture(scope="module")
def sources(sample_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Return the sample, and some more days with a paper each, so that there are many batches."""
    folder = tmp_path_factory.mktemp("days")
    days = [
        one_day(folder, f"2024-01-{n:02}", (f"2401.{n:05}", TITLES[n % 3], NAMES[n % 3], SUMMARIES[n % 4]))
        for n in range(1, 9)
    ]
    return [sample_dir, *days]


@pytest.fixture(scope="module")
def here(sources: list[Path], tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Return the files that a build on this machine gives."""
    graph = tmp_path_factory.mktemp("here") / "graph"
    kg.build(sources, graph=graph, workers=1)
    return content(graph)


def test_a_worker_that_dies_half_way_changes_no_byte(
    cluster: LocalCluster, sources: list[Path], here: dict[str, bytes], tmp_path: Path
) -> None:
    killed: list[tuple[int, int]] = []

    def kill_one(stage: str, done: int, count: int) -> None:
        if stage == "extracting" and not killed:
            os.kill(next(iter(cluster.workers.values())).pid, signal.SIGKILL)
            killed.append((done, count))

    with DaskExecutor(cluster.scheduler_address, papers=1) as executor:
        built = kg.build(sources, graph=tmp_path / "graph", executor=executor, on_progress=kill_one)
    papers = sum(lines.count(b"\n") for name, lines in here.items() if name.startswith("records"))
    assert built.report is not None
    assert built.report.extracted == papers
    (when,) = killed
    assert when[0] < when[1] == papers
    assert content(tmp_path / "graph") == here
    check_store(tmp_path / "graph")


def test_a_change_on_a_cluster_is_a_change_here(
    cluster: LocalCluster, sources: list[Path], here: dict[str, bytes], tmp_path: Path
) -> None:
    graph = tmp_path / "graph"
    kg.build(sources[:-1], graph=graph, workers=1)
    before = GraphFolder(graph).current()
    with DaskExecutor(cluster.scheduler_address, papers=5) as executor:
        built = kg.build(sources[-1], graph=graph, executor=executor)
    assert built.report is not None
    assert built.report.extracted == 1
    assert content(graph) == here
    assert before.records("2024-01-01").samefile(GraphFolder(graph).current().records("2024-01-01"))
    check_store(graph)


def test_the_command_takes_a_cluster(
    cluster: LocalCluster, sources: list[Path], here: dict[str, bytes], tmp_path: Path
) -> None:
    address = cluster.scheduler_address.replace("tcp://", "dask://")
    arguments = [*map(str, sources), "--graph", str(tmp_path / "graph"), "--executor", address]
    done = CliRunner().invoke(app, ["build", *arguments])
    assert done.exit_code == 0, done.output
    assert content(tmp_path / "graph") == here


def test_where_nobody_answers_is_said() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(KgError, match=f"no Dask scheduler answers at dask://127.0.0.1:{port}"):
        DaskExecutor(f"dask://127.0.0.1:{port}", timeout=1)


def test_a_cluster_without_workers_is_said() -> None:
    with (
        LocalCluster(n_workers=0, dashboard_address=":0") as empty,  # type: ignore[no-untyped-call]
        pytest.raises(KgError, match=r"has no workers\. Start some with: dask worker tcp://"),
    ):
        DaskExecutor(empty.scheduler_address, timeout=1)


def test_an_address_of_another_kind_is_wrong_use(sample_dir: Path, tmp_path: Path) -> None:
    arguments = ["build", str(sample_dir), "--graph", str(tmp_path / "graph"), "--executor", "spark://head:1"]
    done = CliRunner().invoke(app, arguments)
    assert "expected dask://HOST:PORT" in str(done.exception)


def test_a_worker_of_another_release_refuses() -> None:
    setup = Setup(False, "kg-trained 1", "abc", (), "https://example.org/", 0.0)
    with pytest.raises(KgError, match="Install the same release on all workers"):
        make_days([DayInput("2024-01-01")], setup)
