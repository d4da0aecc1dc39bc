"""Verify: what is right is found right, and each sort of mistake is found."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

import kg
from kg.graph.folder import GraphFolder
from tests.test_cli import run


@pytest.fixture
def graph(sample_graph: Path, tmp_path: Path) -> Path:
    shutil.copytree(sample_graph, tmp_path / "graph")
    return tmp_path / "graph"


def spoil(graph: Path, old: str, new: str) -> None:
    path = GraphFolder(graph).current().nquads
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_sample_holds(sample_graph: Path, sample_dir: Path) -> None:
    opened = kg.open(sample_graph)
    found = opened.verify(sample_dir)
    assert found.holds
    assert found.quotes == opened.counts["mentions"] + opened.counts["results"]
    assert (found.wrong, found.unchecked, found.missing) == ((), 0, ())
    assert "100.00 %" in run("verify", sample_dir, "--graph", sample_graph).stdout


@pytest.mark.corpus
def test_the_corpus_holds(corpus_graph: Path, corpus_dir: Path) -> None:
    opened = kg.open(corpus_graph)
    found = opened.verify(corpus_dir, on_problem=lambda _: None)
    assert found.wrong == ()
    assert found.quotes == opened.counts["mentions"] + opened.counts["results"] > 50_000
    assert found.unchecked == 0


def test_a_wrong_quote_is_found(graph: Path, sample_dir: Path) -> None:
    spoil(graph, '#exact> "LoRA"', '#exact> "LoRa"')
    (wrong,) = kg.open(graph).verify(sample_dir).wrong
    assert "/mention/" in wrong.node
    assert wrong.found == "LoRa"
    assert wrong.message.startswith("expected 'LoRA', what stands at ")
    shown = run("verify", sample_dir, "--graph", graph, code=1).stdout
    assert wrong.node in shown
    assert "expected 'LoRA'" in shown


def test_a_wrong_offset_is_found(graph: Path, sample_dir: Path) -> None:
    spoil(graph, '#start> "0"', '#start> "1"')
    (wrong,) = kg.open(graph).verify(sample_dir).wrong
    assert "what stands at 1-" in wrong.message


def test_a_text_that_no_source_has_is_found_with_all_its_quotes(graph: Path, sample_dir: Path) -> None:
    spoil(graph, "SHADOWKV keeps the keys", "SHADOWKV loses the keys")
    text, *quotes = kg.open(graph).verify(sample_dir).wrong
    assert text.message == "expected the summary of 2410.21465 as the digest of 2024-10-30 has it"
    assert quotes
    assert all(text.node in quote.message for quote in quotes)


def test_days_without_a_source_are_counted_apart(sample_graph: Path, sample_dir: Path) -> None:
    opened = kg.open(sample_graph)
    found = opened.verify(sample_dir / "2024-10-30.md")
    assert found.holds
    assert found.quotes + found.unchecked == opened.counts["mentions"] + opened.counts["results"]
    assert found.unchecked > 0
    assert "not checked" in run("verify", sample_dir / "2024-10-30.md", "--graph", sample_graph).stdout


def test_papers_that_the_graph_lacks_are_counted(sample_dir: Path, tmp_path: Path) -> None:
    kg.build(sample_dir / "2024-10-30.md", graph=tmp_path / "graph")
    record = json.loads(run("verify", sample_dir, "--graph", tmp_path / "graph", "--json").stdout)
    assert record["holds"]
    assert {day for _, day in record["missing"]} == {"2024-10-31"}


def test_nothing_checked_is_no_success(sample_graph: Path, tmp_path: Path) -> None:
    path = tmp_path / "day.md"
    row = "| A (Read more on [arXiv](https://arxiv.org/abs/2401.00001))| Ann Lee | Words. |\n"
    path.write_text(
        "## Papers for 2024-01-01\n\n| Title | Authors | Summary |\n|---|---|---|\n" + row, encoding="utf-8"
    )
    assert not kg.open(sample_graph).verify(path).holds
