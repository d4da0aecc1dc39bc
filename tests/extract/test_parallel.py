"""Extraction in several processes: the same as in one, and a clear error when a process dies."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import KgError
from kg.extract import worker_process
from kg.extract.parallel import extract_all
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
