"""The real digests and the samples: every row is read, and every word of it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kg.errors import RowError
from kg.model import Paper
from kg.sources.digest import read_digest
from kg.sources.files import find_digests
from tests.sources.digest_writer import EARLY_TABLE, TABLE, row

PAGE = re.compile(r"(?:\(Read more on \[arXiv\]|\[Read more\])\(https://arxiv\.org/abs/([0-9.]+)\)")


def without_space(text: str) -> str:
    return "".join(text.split())


@pytest.fixture(scope="module")
def read(corpus_dir: Path) -> dict[Path, list[Paper]]:
    """Return the papers of each file; the count of problems is a test's, so they are kept as they come."""
    problems: list[RowError] = []
    papers = {path: list(read_digest(path, report=problems.append)) for path in find_digests([corpus_dir])}
    assert problems == []
    return papers


@pytest.mark.corpus
def test_all_files_rows_and_papers_are_there(read: dict[Path, list[Paper]]) -> None:
    papers = [paper for listed in read.values() for paper in listed]
    assert (len(read), len(papers), len({paper.arxiv_id for paper in papers})) == (272, 4493, 4493)
    assert sum(not paper.names for paper in papers) == 261
    assert sum(not listed for listed in read.values()) == 7


@pytest.mark.corpus
def test_ids_are_those_that_a_plain_search_finds(read: dict[Path, list[Paper]]) -> None:
    for path, papers in read.items():
        assert [paper.arxiv_id for paper in papers] == PAGE.findall(path.read_text(encoding="utf-8")), path


@pytest.mark.corpus
def test_the_papers_hold_every_word_of_the_files(read: dict[Path, list[Paper]]) -> None:
    for path, papers in read.items():
        text = path.read_text(encoding="utf-8")
        early = "| Link |" in text
        rows = "".join(row(paper, early=early, bare_pipes=True) for paper in papers)
        day = "-".join(path.with_suffix("").parts[-3:])
        again = f"## Papers for {day}\n{EARLY_TABLE if early else TABLE}{rows}"
        assert without_space(again) == without_space(text), path
        assert {paper.date for paper in papers} <= {day}


@pytest.mark.corpus
def test_lines_are_those_where_the_titles_stand(read: dict[Path, list[Paper]]) -> None:
    for path, papers in read.items():
        lines = path.read_text(encoding="utf-8").split("\n")
        for paper in papers:
            start = lines[paper.line - 1].removeprefix("| ").split(" (Read more")[0].split(" | ")[0]
            assert paper.title.startswith(" ".join(start.split())), f"{path}:{paper.line}"


def test_the_samples_are_two_days_with_one_paper_on_both(sample_dir: Path) -> None:
    papers = [paper for path in find_digests([sample_dir]) for paper in read_digest(path)]
    days = {day: [paper for paper in papers if paper.date == day] for day in ("2024-10-30", "2024-10-31")}
    assert {day: len(listed) for day, listed in days.items()} == {"2024-10-30": 8, "2024-10-31": 7}
    first, second = (paper for paper in papers if paper.arxiv_id == "2410.21465")
    assert first.title == second.title
    assert first.summary != second.summary
    assert set(first.names) & set(second.names) == {"Li-Wen Chang", "Wenlei Bao"}
