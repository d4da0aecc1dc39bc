"""Sorting in runs: what comes out is sorted and there once, however many runs and files it takes."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.graph import runs as module
from kg.graph.runs import Runs, as_run

LINES = st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\n"), max_size=6).map(lambda x: f"{x}\n"))


@pytest.fixture
def few_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """Merge three files at a time, a few lines of each, so that a few lines take all the steps."""
    monkeypatch.setattr(module, "_FILES_AT_A_TIME", 3)
    monkeypatch.setattr(module, "_LINES_AT_A_TIME", 1)
    monkeypatch.setattr(module, "_LEAST_BLOCK", 2)
    monkeypatch.setattr(module, "_LINES_A_PIECE", 2)


@pytest.mark.usefixtures("few_files")
@given(lines=LINES, most=st.integers(1, 9), elsewhere=LINES)
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_lines_come_back_sorted_and_once(
    lines: list[str], most: int, elsewhere: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder: Path = tmp_path_factory.mktemp("runs")
    runs = Runs(folder, most=most)
    runs.add(lines)
    if elsewhere:
        runs.add_run(as_run(elsewhere))
    found = [line.encode() for line in runs.merged()]
    assert found == sorted({line.encode() for line in (*lines, *elsewhere)})
    assert not list(folder.iterdir())


def test_a_run_is_the_same_bytes_each_time() -> None:
    assert as_run(["b\n", "a\n"]) == as_run(["a\n", "b\n", "a\n"])


def test_what_is_in_order_stays_there(tmp_path: Path) -> None:
    runs = Runs(tmp_path, most=1000)
    runs.add(f"{number % 5000:05}\n" for number in range(12_000))
    found = list(runs.merged())
    assert len(found) == 5000
    assert all(a < b for a, b in pairwise(found))
