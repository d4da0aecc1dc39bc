"""Builds on disk: same input same bytes, additions, replacements, failures that leave the old graph."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import kg
from kg.errors import GraphError, GraphLockedError, NotADigestError, RowError, SettingsError, SourceError
from kg.graph.folder import GraphFolder
from kg.graph.folder_writer import writing
from kg.settings import Settings
from tests.conftest import ROOT

DAY = """## Papers for {day}

| Title | Authors | Summary |
|-------|---------|---------|
| {title} (Read more on [arXiv](https://arxiv.org/abs/{arxiv_id}))| Ann Lee, bo7 | {summary} |
"""


def digest(folder: Path, name: str, day: str, arxiv_id: str, summary: str, title: str = "Zap: A Fast Method") -> Path:
    path = folder / name
    path.write_text(DAY.format(day=day, title=title, arxiv_id=arxiv_id, summary=summary), encoding="utf-8")
    return path


def content(graph: Path) -> dict[str, bytes]:
    """Return the canonical files of a graph: records, resolution log and N-Quads."""
    version = GraphFolder(graph).current().path
    paths = [*sorted((version / "records").iterdir()), version / "resolution.jsonl", version / "graph.nq"]
    return {str(path.relative_to(version)): path.read_bytes() for path in paths}


def test_any_order_of_sources_gives_the_same_bytes(sample_dir: Path, tmp_path: Path) -> None:
    files = sorted(sample_dir.glob("*.md"))
    kg.build(files, graph=tmp_path / "forward")
    kg.build(files[::-1], graph=tmp_path / "backward")
    kg.build(sample_dir, graph=tmp_path / "folder")
    for file in files[::-1]:
        kg.build(file, graph=tmp_path / "one-by-one")
    expected = content(tmp_path / "forward")
    assert len(expected) == 4
    for name in ("backward", "folder", "one-by-one"):
        assert content(tmp_path / name) == expected, name


def test_a_least_confidence_holds_for_the_whole_graph_and_is_kept(sample_dir: Path, tmp_path: Path) -> None:
    first, second = sorted(sample_dir.glob("*.md"))
    whole = kg.build(sample_dir, graph=tmp_path / "whole")
    sure = kg.build(sample_dir, graph=tmp_path / "sure", min_confidence=0.9)
    assert sure.counts["mentions"] < whole.counts["mentions"]
    lowest = "SELECT (MIN(?c) AS ?least) { ?m a kg:Mention ; kg:confidence ?c }"
    (row,) = sure.query(lowest)
    assert float(row["least"]) >= 0.9
    kg.build(first, graph=tmp_path / "steps", min_confidence=0.9)
    kept = kg.build(second, graph=tmp_path / "steps")
    assert content(tmp_path / "steps") == content(tmp_path / "sure")
    assert kept.validate().conforms
    again = kg.build(second, graph=tmp_path / "steps", min_confidence=0.0)
    assert again.report is not None
    assert (again.report.changed, again.report.extracted) == (True, 0)
    assert content(tmp_path / "steps") == content(tmp_path / "whole")


def test_a_least_confidence_is_a_share(sample_dir: Path, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="expected 0 to 1"):
        kg.build(sample_dir, graph=tmp_path / "graph", min_confidence=60)
    assert not (tmp_path / "graph").exists()


def test_hash_seeds_do_not_matter(sample_dir: Path, tmp_path: Path) -> None:
    for seed in ("0", "1", "4242"):
        subprocess.run(
            [sys.executable, "-m", "kg.cli", "build", str(sample_dir), "--graph", str(tmp_path / seed)],
            env={**os.environ, "PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
        )
        kg.open(tmp_path / seed).export(tmp_path / f"{seed}.ttl")
    assert content(tmp_path / "0") == content(tmp_path / "1") == content(tmp_path / "4242")
    assert (tmp_path / "0.ttl").read_bytes() == (tmp_path / "4242.ttl").read_bytes()


def test_a_second_build_changes_nothing(sample_dir: Path, tmp_path: Path) -> None:
    first = kg.build(sample_dir, graph=tmp_path / "graph")
    second = kg.build(sample_dir, graph=tmp_path / "graph")
    assert first.report is not None
    assert second.report is not None
    assert (first.report.changed, second.report.changed) == (True, False)
    assert first.report.counts == second.report.counts
    assert first.version == second.version


def test_a_new_day_extracts_only_what_is_new(tmp_path: Path) -> None:
    kg.build(digest(tmp_path, "a.md", "2024-01-01", "2401.00001", "Zap uses LoRA."), graph=tmp_path / "graph")
    built = kg.build(digest(tmp_path, "b.md", "2024-01-02", "2401.00002", "Zap uses DPO."), graph=tmp_path / "graph")
    assert built.report is not None
    assert built.report.extracted == 1
    assert built.report.counts["papers"] == 2
    assert built.report.counts["digests"] == 2


def test_a_changed_file_replaces_what_it_said(tmp_path: Path) -> None:
    path = digest(tmp_path, "a.md", "2024-01-01", "2401.00001", "It uses LoRA.")
    kg.build(path, graph=tmp_path / "graph")
    digest(tmp_path, "a.md", "2024-01-01", "2401.00001", "It uses DPO.")
    built = kg.build(path, graph=tmp_path / "graph")
    texts = built.query("SELECT ?words { ?text kg:field 'summary' ; kg:content ?words }").column("words")
    assert texts == ["It uses DPO."]


def test_two_files_of_one_day_merge_and_disagreements_are_reported(tmp_path: Path) -> None:
    files = [
        digest(tmp_path, "a.md", "2024-01-01", "2401.00001", "It uses LoRA."),
        digest(tmp_path, "b.md", "2024-01-01", "2401.00001", "It uses DPO."),
        digest(tmp_path, "c.md", "2024-01-01", "2401.00001", "It uses DPO."),
    ]
    problems: list[object] = []
    built = kg.build(files, graph=tmp_path / "graph", on_problem=problems.append)
    assert len(problems) == 1
    assert "2401.00001" in str(problems[0])
    words = built.query("SELECT ?words { ?text kg:field 'summary' ; kg:content ?words } ORDER BY ?words")
    assert words.column("words") == ["It uses DPO.", "It uses LoRA."]
    assert built.report is not None
    assert built.report.counts["papers"] == 1


def test_a_text_that_is_not_read_whole_is_reported_and_kept_whole(tmp_path: Path) -> None:
    path = digest(tmp_path, "a.md", "2024-01-01", "2401.00001", "It uses LoRA. " * 2_000)
    problems: list[object] = []
    built = kg.build(path, graph=tmp_path / "graph", on_problem=problems.append)
    (said,) = map(str, problems)
    assert said.endswith("a.md:5: the text has 27,999 characters; only the first 20,000 are read")
    assert built.report is not None
    assert built.report.problems == 1
    (words,) = built.query("SELECT ?words { ?text kg:field 'summary' ; kg:content ?words }").column("words")
    assert len(words) == 27_999
    ends = map(int, built.query("SELECT ?end { ?mention a kg:Mention ; kg:end ?end }").column("end"))
    assert 19_900 < max(ends) <= 20_000
    # It is no reason to stop, not even for who wants to stop at what can't be read.
    assert kg.build(path, graph=tmp_path / "strict", strict=True).report is not None


def test_a_file_that_is_no_digest_leaves_the_graph_as_it_was(sample_dir: Path, tmp_path: Path) -> None:
    kg.build(sample_dir, graph=tmp_path / "graph")
    before = content(tmp_path / "graph")
    wrong = tmp_path / "notes.md"
    wrong.write_text("# Shopping\n\n- bread\n", encoding="utf-8")
    with pytest.raises(NotADigestError, match=r"notes\.md: no digest in it"):
        kg.build([sample_dir, wrong], graph=tmp_path / "graph")
    with pytest.raises(SourceError, match="no such file"):
        kg.build(tmp_path / "missing.md", graph=tmp_path / "graph")
    assert content(tmp_path / "graph") == before


def test_a_bad_row_is_reported_and_the_rest_counts(tmp_path: Path) -> None:
    path = digest(tmp_path, "a.md", "2024-01-01", "2401.00001", "It uses LoRA.")
    text = path.read_text(encoding="utf-8") + "| No link here | Ann Lee | Words. |\n"
    path.write_text(text, encoding="utf-8")
    problems: list[object] = []
    built = kg.build(path, graph=tmp_path / "graph", on_problem=problems.append)
    assert [str(problem).split(": ")[0] for problem in problems] == [f"{path}:6"]
    assert built.report is not None
    assert (built.report.problems, built.report.counts["papers"]) == (1, 1)
    with pytest.raises(RowError):
        kg.build(path, graph=tmp_path / "other", strict=True)
    assert GraphFolder(tmp_path / "other").find_current() is None


def test_standard_input_adds_and_never_removes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for day, arxiv_id in (("2024-01-01", "2401.00001"), ("2024-01-02", "2401.00002")):
        text = DAY.format(day=day, title="Zap", arxiv_id=arxiv_id, summary="It uses LoRA.")
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode()), encoding="ascii"))
        built = kg.build("-", graph=tmp_path / "graph")
    assert built.report is not None
    assert built.report.counts["papers"] == 2


def test_only_one_builds_at_a_time(sample_dir: Path, tmp_path: Path) -> None:
    with writing(GraphFolder(tmp_path / "graph")), pytest.raises(GraphLockedError, match=f"process {os.getpid()}"):
        kg.build(sample_dir, graph=tmp_path / "graph")


def test_a_folder_with_other_files_is_not_touched(sample_dir: Path) -> None:
    before = sorted(path.name for path in sample_dir.iterdir())
    with pytest.raises(GraphError, match="other files"):
        kg.build(sample_dir, graph=sample_dir)
    assert sorted(path.name for path in sample_dir.iterdir()) == before


@pytest.mark.parametrize("wait", [0.9, 1.6, 2.3])
def test_a_killed_build_leaves_the_old_graph_or_the_new_one(sample_dir: Path, tmp_path: Path, wait: float) -> None:
    graph = tmp_path / "graph"
    kg.build(digest(tmp_path, "a.md", "2024-01-01", "2401.00001", "It uses LoRA."), graph=graph)
    before = content(graph)
    process = subprocess.Popen(
        [sys.executable, "-m", "kg.cli", "build", str(sample_dir), "--graph", str(graph)],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    time.sleep(wait)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert kg.open(graph).query("ASK { ?paper a kg:Paper }").column("answer") == [True]
    left = content(graph)
    healed = kg.build(sample_dir, graph=graph)
    assert healed.report is not None
    assert healed.report.counts["papers"] == 15
    assert left in (before, content(graph))
    assert not list((graph / "versions").glob(".new-*"))


def test_iris_are_for_good(sample_dir: Path, tmp_path: Path) -> None:
    base = "https://example.org/id/"
    kg.build(sample_dir, graph=tmp_path / "graph", settings=Settings(base=base))
    path = digest(tmp_path, "a.md", "2024-01-01", "2401.00001", "It uses LoRA.")
    assert kg.build(path, graph=tmp_path / "graph").base == base
    with pytest.raises(SettingsError, match="IRIs are for good"):
        kg.build(path, graph=tmp_path / "graph", settings=Settings(base="https://example.org/other/"))


def test_a_failed_first_build_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(SourceError):
        kg.build(tmp_path / "missing.md", graph=tmp_path / "graph")
    assert not (tmp_path / "graph").exists()
