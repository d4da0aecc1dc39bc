"""arXiv's metadata snapshot: what a line says, which lines count, and what becomes of the others."""

from __future__ import annotations

import gzip
import json
import tracemalloc
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.errors import RowError, SettingsError, SourceError
from kg.model import Field, Origin, Paper
from kg.sources.arxiv import EVERYTHING, MOST_NAMES, Selection, read_arxiv

RECORD: dict[str, Any] = {
    "id": "2410.00001",
    "submitter": "Ann Lee",
    "authors": "Ann Lee (1), Bo Tran and Cy Young ((1) Somewhere)",
    "title": "Lamps that\n  burn longer",
    "categories": "cs.CL cs.LG stat.ML",
    "abstract": "  We present LAMP.\n  It burns 3.1x longer than WICK on GSM8K.\n",
    "versions": [
        {"version": "v1", "created": "Tue, 29 Oct 2024 23:59:59 GMT"},
        {"version": "v2", "created": "Mon, 2 Dec 2024 00:00:00 GMT"},
    ],
    "update_date": "2024-12-03",
    "authors_parsed": [["Lee", "Ann", ""], ["Tran", "Bo", "Jr."], ["Young", "Cy", "", "Somewhere"]],
}


def write(path: Path, *records: Any) -> Path:
    lines = [record if isinstance(record, bytes) else json.dumps(record).encode() for record in records]
    content = b"\n".join(lines) + b"\n"
    path.write_bytes(gzip.compress(content) if path.suffix == ".gz" else content)
    return path


def read(path: Path, select: Selection = EVERYTHING) -> tuple[list[Paper], list[str]]:
    problems: list[RowError] = []
    papers = list(read_arxiv(path, select=select, report=problems.append))
    return papers, [str(problem) for problem in problems]


@pytest.mark.parametrize("name", ["arxiv.jsonl", "arxiv.json.gz"])
def test_a_line_becomes_a_paper_of_its_first_versions_day(tmp_path: Path, name: str) -> None:
    path = write(tmp_path / name, RECORD)
    [paper], problems = read(path)
    assert problems == []
    assert paper == Paper(
        "2410.00001",
        "2024-10-29",
        "Lamps that burn longer",
        "We present LAMP. It burns 3.1x longer than WICK on GSM8K.",
        ("Ann Lee", "Bo Tran Jr.", "Cy Young"),
        str(path),
        1,
        origin=Origin.ARXIV,
    )
    assert [text.field for text in paper.texts()] == [Field.TITLE, Field.ABSTRACT]
    assert (paper.issue, paper.source) == ("arxiv-2024-10-29", "arxiv-2024-10-29")


def test_authors_in_one_text_and_an_update_date_will_do(tmp_path: Path) -> None:
    record = {key: value for key, value in RECORD.items() if key not in ("authors_parsed", "versions")}
    [paper], _ = read(write(tmp_path / "a.jsonl", record))
    assert paper.names == ("Ann Lee", "Bo Tran", "Cy Young")
    assert paper.date == "2024-12-03"


def test_old_ids_and_long_lists_of_authors(tmp_path: Path) -> None:
    many = [["Name", str(number), ""] for number in range(5000)]
    old = RECORD | {"id": "hep-ph/9901001", "authors_parsed": many}
    papers, _ = read(write(tmp_path / "a.jsonl", old, RECORD | {"id": "math.GT/0309136"}))
    assert [paper.arxiv_id for paper in papers] == ["hep-ph/9901001", "math.GT/0309136"]
    assert len(papers[0].names) == MOST_NAMES


BAD: dict[bytes, str] = {
    b"not json": "this is no JSON",
    b"[1, 2]": "expected a JSON object",
    b'{"title": "x"}': "expected a JSON object",
    json.dumps(RECORD | {"id": "2410.1"}).encode(): r'expected an "id"',
    json.dumps(RECORD | {"id": "2410.00001v2"}).encode(): r'expected an "id"',
    json.dumps(RECORD | {"id": 2410.00001}).encode(): r'expected an "id"',
    json.dumps(RECORD | {"title": " \n"}).encode(): 'expected "title" to be text that is not empty',
    json.dumps(RECORD | {"abstract": None}).encode(): 'expected "abstract"',
    json.dumps(RECORD | {"versions": [{"version": "v1"}]}).encode(): 'expected "versions" with a date',
    json.dumps(RECORD | {"versions": "v1"}).encode(): 'expected "versions" with a date',
    json.dumps(RECORD | {"versions": [], "update_date": "2024-02-30"}).encode(): 'a day in "update_date"',
    json.dumps(RECORD | {"categories": ["cs.CL"]}).encode(): 'expected "categories" to be text',
    json.dumps(RECORD | {"authors_parsed": None, "authors": 7}).encode(): 'expected "authors_parsed"',
    b'{"id": "\xff"}': "expected text in UTF-8",
    b"[" * 100_000: "this is no JSON",
    b'{"id": ' + b"9" * 10_000 + b"}": "this is no JSON",
    b'"' + b"x" * (5 << 20) + b'"': "expected a line of less than",
}


def test_a_bad_line_is_told_by_its_number_and_the_rest_counts(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", RECORD, *BAD, b"", RECORD | {"id": "2410.00002"})
    papers, problems = read(path)
    assert [paper.arxiv_id for paper in papers] == ["2410.00001", "2410.00002"]
    assert papers[1].line == len(BAD) + 3
    assert len(problems) == len(BAD)
    for number, (expected, problem) in enumerate(zip(BAD.values(), problems, strict=True), start=2):
        assert problem.startswith(f"{path}:{number}: ")
        assert expected in problem
        assert len(problem) < 400


def test_a_file_of_another_kind_is_refused_at_once(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"line 1: .* Is this arXiv's metadata snapshot\?"):
        read(write(tmp_path / "a.jsonl", {"name": "x"}, RECORD))
    with pytest.raises(SourceError, match="no such file"):
        read(tmp_path / "none.jsonl")
    (tmp_path / "b.jsonl.gz").write_bytes(b"not gzip")
    with pytest.raises(SourceError, match="can't be read beyond line 0"):
        read(tmp_path / "b.jsonl.gz")
    whole = write(tmp_path / "c.jsonl.gz", *[RECORD | {"abstract": f"{number} " * 500} for number in range(400)])
    whole.write_bytes(whole.read_bytes()[:-100])
    with pytest.raises(SourceError, match=r"can't be read beyond line \d+"):
        read(whole)


@pytest.mark.parametrize(
    ("select", "wanted"),
    [
        (Selection(("cs.CL",)), True),
        (Selection(("cs",)), True),
        (Selection(("stat", "q-bio")), True),
        (Selection(("cs.CV",)), False),
        (Selection(("c",)), False),
        (Selection(since="2024-10-29", until="2024-10-29"), True),
        (Selection(since="2024-10-30"), False),
        (Selection(until="2024-10-28"), False),
        (Selection(("cs",), since="2024-10-30"), False),
    ],
)
def test_only_what_is_wanted_is_read(tmp_path: Path, select: Selection, wanted: bool) -> None:
    papers, problems = read(write(tmp_path / "a.jsonl", RECORD), select)
    assert (len(papers), problems) == (int(wanted), [])


def test_what_can_not_be_wanted_is_said() -> None:
    with pytest.raises(SettingsError, match=r"expected one such as cs\.CL, got 'CL'"):
        Selection(("CL",))
    with pytest.raises(SettingsError, match="since: expected a day"):
        Selection(since="yesterday")


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    line = json.dumps(RECORD | {"abstract": "We present LAMP. " * 200}).encode()
    path = write(tmp_path / "a.jsonl", *[line] * 5000)
    tracemalloc.start()
    count = sum(1 for _ in read_arxiv(path))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 5000
    assert peak < 2_000_000 < path.stat().st_size


TEXT = st.text(min_size=1, max_size=80)


# A busy machine may take its time.
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(title=TEXT, abstract=TEXT, names=st.lists(st.lists(TEXT, max_size=4), max_size=5))
def test_whatever_the_texts_are_they_are_folded_or_refused(
    tmp_path_factory: pytest.TempPathFactory, title: str, abstract: str, names: list[list[str]]
) -> None:
    record = RECORD | {"title": title, "abstract": abstract, "authors_parsed": names}
    path = write(tmp_path_factory.mktemp("given") / "a.jsonl", RECORD, record)
    papers, problems = read(path)
    assert len(papers) + len(problems) == 2
    for paper in papers:
        for text in (paper.title, paper.summary, *paper.names):
            assert text == " ".join(text.split())
            assert text
            assert text.encode()
