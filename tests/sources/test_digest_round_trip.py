"""Papers written as a digest are read back as they were, whatever is in them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.model import Paper
from kg.sources.digest import read_digest
from tests.sources.digest_writer import digest, folded

CHARACTERS = st.characters(exclude_categories=["Cs"]) | st.sampled_from("|\\\n\r\t#-:()[]<>`$\ufeff\u2028\x85")
WORDS = st.text(CHARACTERS, max_size=40).map(folded)
NAME = st.text(CHARACTERS, max_size=12).map(lambda text: folded(text.replace(",", ""))).filter(bool)
PAPER = st.builds(
    Paper,
    arxiv_id=st.from_regex(r"[0-9]{2}(0[1-9]|1[0-2])\.[0-9]{4,5}", fullmatch=True),
    date=st.dates().map(str),
    title=WORDS.filter(bool),
    summary=WORDS,
    names=st.lists(NAME, max_size=5).map(tuple),
)


def bare(paper: Paper) -> Paper:
    """Return the paper without its place."""
    return Paper(paper.arxiv_id, paper.date, paper.title, paper.summary, paper.names)


def assert_read_back(folder: Path, papers: list[Paper], text: str) -> None:
    path = folder / "digest.md"
    path.write_bytes(text.encode("utf-8"))
    found = list(read_digest(path))
    assert [bare(paper) for paper in found] == papers
    lines = text.replace("\r\n", "\n").split("\n")
    assert all(lines[paper.line - 1].startswith("| ") for paper in found)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("digests")


@given(
    papers=st.lists(PAPER, min_size=1, max_size=4),
    early=st.booleans(),
    fold_at=st.sampled_from([" ", "  ", "\n", "\n  ", "\n\t"]),
    crlf=st.booleans(),
    mark=st.sampled_from(["", "\ufeff"]),
)
def test_written_and_read_back(
    folder: Path, papers: list[Paper], early: bool, fold_at: str, crlf: bool, mark: str
) -> None:
    text = mark + digest(papers, early=early, fold_at=fold_at).lstrip()
    assert_read_back(folder, papers, text.replace("\n", "\r\n") if crlf else text)


@given(
    papers=st.lists(PAPER.filter(lambda p: "\\|" not in p.summary), min_size=1, max_size=4),
    early=st.booleans(),
)
def test_pipes_of_summaries_need_no_escape(folder: Path, papers: list[Paper], early: bool) -> None:
    assert_read_back(folder, papers, digest(papers, early=early, bare_pipes=True))


def test_hostile_strings_are_only_text(folder: Path, hostile: list[str]) -> None:
    papers = [
        Paper("2410.00001", "2024-10-30", text or "Title", text, (text.replace(",", ";"),) if text else ())
        for text in map(folded, hostile)
    ]
    assert_read_back(folder, papers, digest(papers))
    assert_read_back(folder, papers, digest(papers, early=True, fold_at="\n "))


@pytest.fixture(scope="module")
def hostile(corpus_dir: Path) -> list[str]:
    path = corpus_dir.parent.parent / "hostile" / "blns.json"
    if not path.is_file():
        pytest.skip(f"no hostile strings at {path}")
    strings: list[str] = json.loads(path.read_text(encoding="utf-8"))
    return strings
