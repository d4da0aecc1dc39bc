"""Extraction in several processes: the same as in one, and a clear error when a process dies."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.errors import KgError, RecordError
from kg.extract import parallel, worker_process
from kg.extract.parallel import FEWEST, extract_all, extracting, worker_count
from kg.extract.worker_process import borrow, give_back, start_ahead
from kg.model import Paper
from kg.sources.digest import read_digest


def test_any_number_of_workers_gives_the_same(sample_dir: Path) -> None:
    papers = [paper for path in sorted(sample_dir.glob("*.md")) for paper in read_digest(path)]
    alone = list(extract_all(papers, workers=1))
    assert [one.arxiv_id for one in alone] == [paper.arxiv_id for paper in papers]
    for workers in (2, 3, 40):
        assert list(extract_all(papers, workers=workers)) == alone


def test_a_worker_that_dies_is_a_clear_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker_process.sys, "executable", "false")
    papers = [Paper(f"2401.0000{number}", "2024-01-01", "Zap", "It uses LoRA.", ()) for number in range(4)]
    with pytest.raises(KgError, match="ended with code 1"):
        list(extract_all(papers, workers=2))


PAPER = Paper("2401.00001", "2024-01-01", "Zap", "It uses LoRA.", ())


def test_a_process_waits_for_the_next_papers() -> None:
    start_ahead()
    worker = borrow()
    give_back(worker)
    (found,) = extract_all([PAPER])
    again = borrow()
    assert again is worker
    give_back(again)
    assert list(extract_all([PAPER])) == [found]


def test_a_process_that_died_while_it_waited_is_replaced() -> None:
    worker = borrow()
    give_back(worker)
    worker.close()
    assert [one.arxiv_id for one in extract_all([PAPER])] == ["2401.00001"]


def test_a_process_that_is_left_half_way_is_not_used_again() -> None:
    worker = borrow()
    give_back(worker)
    answers = extract_all([PAPER, PAPER])
    next(answers)
    answers.close()
    assert not worker.runs


def test_what_is_raised_while_papers_are_taken_is_raised() -> None:
    def papers() -> Iterator[Paper]:
        yield PAPER
        raise RecordError("2024-01-01.jsonl", 2, "expected a JSON record")

    with extracting(papers(), 3) as found, pytest.raises(RecordError, match="expected a JSON record"):
        list(found)


def test_there_is_a_process_a_core_for_many_papers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "_cores", lambda: 16)
    assert [worker_count(papers) for papers in (0, 1, FEWEST - 1, FEWEST, 1000, 100_000)] == [0, 1, 1, 2, 10, 16]
    assert worker_count(100_000, 40) == 40
