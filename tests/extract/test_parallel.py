"""Extraction in several processes: the same as in one, and a clear error when a process dies."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import KgError
from kg.extract import parallel
from kg.extract.parallel import extract_all
from kg.model import Paper
from kg.sources.digest import read_digest


def test_any_number_of_workers_gives_the_same(sample_dir: Path) -> None:
    papers = [paper for path in sorted(sample_dir.glob("*.md")) for paper in read_digest(path)]
    alone = list(extract_all(papers, workers=1))
    assert [one.arxiv_id for one in alone] == [paper.arxiv_id for paper in papers]
    for workers in (2, 3, 40):
        assert list(extract_all(papers, workers=workers)) == alone


def test_a_worker_that_dies_is_a_clear_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel.sys, "executable", "false")
    papers = [Paper(f"2401.0000{number}", "2024-01-01", "Zap", "It uses LoRA.", ()) for number in range(4)]
    with pytest.raises(KgError, match="ended with code 1"):
        list(extract_all(papers, workers=2))
