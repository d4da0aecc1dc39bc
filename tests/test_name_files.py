"""What was taken of the rows of a day is taken again from its file, as long as that holds; else from the records."""

from __future__ import annotations

import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

import kg
from kg import name_files
from kg.day_work import DayWork, day_work
from kg.graph.folder import GraphFolder, Version
from kg.lexicon import read_lexicon
from kg.plain_values import PlainValues
from kg.resolve.terms import Terms
from kg.resources import lexicon_dir
from kg.rows import Row, read_rows

NEW = """## Papers for 2024-01-01

| Title | Authors | Summary |
|-------|---------|---------|
| Zap: A Fast Method (Read more on [arXiv](https://arxiv.org/abs/2401.00001)) | Ann Lee | Zap reaches 71.3% on GSM8K. |
"""


@pytest.fixture
def graph(sample_dir: Path, tmp_path: Path) -> Path:
    kg.build(sample_dir, graph=tmp_path / "graph", fast=True)
    return tmp_path / "graph"


@pytest.fixture
def new_day(tmp_path: Path) -> Path:
    path = tmp_path / "2024-01-01.md"
    path.write_text(NEW, encoding="utf-8")
    return path


@pytest.fixture
def read_days(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Notes the days whose records are read while names are taken."""
    days: list[str] = []

    def noted(version: Version, day: str) -> list[Row]:
        days.append(day)
        return list(read_rows(version, day))

    monkeypatch.setattr("kg.executor.read_rows", noted)
    return days


def result(graph: Path) -> list[bytes]:
    version = GraphFolder(graph).current()
    return [path.read_bytes() for path in (version.resolution, version.blocks, version.nquads)]


def test_what_a_day_gives_is_read_as_it_was_written(graph: Path) -> None:
    version = GraphFolder(graph).current()
    terms = Terms.decided(read_lexicon(lexicon_dir()), ())
    plain = PlainValues[DayWork](DayWork)
    for day, records in version.manifest()["days"].items():
        work = day_work(day, list(read_rows(version, day)), records, least=0.0, terms=terms)
        again = plain.read(plain.write(work))
        assert again == work
        assert work.names
        assert any(isinstance(score.level.low, Decimal) for head in again.heads for score in head.scores)
        for row in again.names:
            # One object for all entities of a row, as it was before.
            assert len({id(found.around) for found in row.found}) == 1


def test_the_records_of_other_days_are_not_read(graph: Path, new_day: Path, read_days: list[str]) -> None:
    kg.build(new_day, graph=graph)
    assert read_days == []
    kg.remove("2024-01-01", graph=graph)
    assert read_days == []


def test_a_file_that_is_not_what_was_written_is_not_believed(
    graph: Path, new_day: Path, read_days: list[str], sample_dir: Path, tmp_path: Path
) -> None:
    version = GraphFolder(graph).current()
    changed, gone = (version.names(day) for day in sorted(version.manifest()["days"]))
    assert b"GSM8K" in changed.read_bytes()
    changed.write_bytes(changed.read_bytes().replace(b"GSM8K", b"GSM9K"))
    gone.unlink()
    kg.build(new_day, graph=graph)
    assert read_days == [changed.stem, gone.stem]
    kg.build([sample_dir, new_day], graph=tmp_path / "anew", fast=True)
    assert result(graph) == result(tmp_path / "anew")
    kg.remove("2024-01-01", graph=graph)
    assert read_days == [changed.stem, gone.stem]  # both files are whole again


def test_the_seal_holds_all_code_that_takes_names() -> None:
    listed = "import sys, kg.day_work; print(*(m.__file__ for n, m in sys.modules.items() if n.startswith('kg.')))"
    done = subprocess.run([sys.executable, "-c", listed], capture_output=True, text=True, check=True)
    inner = {path for path in map(Path, done.stdout.split()) if path.name != "__init__.py"}
    assert len(inner) > 50
    assert inner <= set(name_files._code_files())


@pytest.mark.parametrize("changed", ["kg.building.lexicon_fingerprint", "kg.name_files._code"])
def test_another_lexicon_or_other_code_takes_names_anew(
    graph: Path, new_day: Path, read_days: list[str], changed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changed, lambda *_: "other")
    kg.build(new_day, graph=graph)
    assert read_days == sorted(set(GraphFolder(graph).current().manifest()["days"]) - {"2024-01-01"})


def test_an_unknown_type_is_named() -> None:
    with pytest.raises(TypeError, match="Unexpected type: <class 'complex'>"):
        PlainValues(complex)
