"""What the reader makes of every form a digest may have, and of what is not as it should be."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from kg.errors import NotADigestError, RowError, SourceError
from kg.model import Paper
from kg.sources.digest import read_digest
from tests.sources.digest_writer import EARLY_TABLE, TABLE, digest, row

HEADING = "## Papers for 2024-10-30\n\n"
LAMP = Paper("2410.00001", "2024-10-30", "LAMP: Light for Models", "It shines on GSM8K.", ("Ann Lee", "bo7"))
ROPE = Paper("2410.00002", "2024-10-30", "ROPE Tricks", "It holds.", ("Cy Oh",))
ROW = row(LAMP)


def read(text: str, name: str = "<stdin>") -> tuple[list[Paper], list[RowError]]:
    problems: list[RowError] = []
    return list(read_digest(io.StringIO(text), name=name, report=problems.append)), problems


def one(text: str) -> Paper:
    [paper], problems = read(text)
    assert problems == []
    return paper


def words(paper: Paper) -> tuple[str, str, str, str, tuple[str, ...]]:
    return paper.arxiv_id, paper.date, paper.title, paper.summary, paper.names


def test_a_paper_has_its_words_and_its_place(tmp_path: Path) -> None:
    path = tmp_path / "any name.md"
    path.write_text(HEADING + TABLE + ROW, encoding="utf-8")
    [paper] = read_digest(path)
    assert words(paper) == words(LAMP)
    assert (paper.file, paper.line) == (str(path), 5)


@pytest.mark.parametrize("fold_at", ["\n", "\n  ", "\r\n ", "\n\n"])
def test_a_row_may_go_on_over_lines(fold_at: str) -> None:
    papers, problems = read(HEADING + TABLE + row(LAMP, fold_at=fold_at) + row(ROPE))
    assert problems == []
    assert [words(paper) for paper in papers] == [words(LAMP), words(ROPE)]
    assert papers[1].line == 6 + row(LAMP, fold_at=fold_at).count("\n") - 1


def test_the_early_layout_has_the_link_in_its_last_cell() -> None:
    piped = Paper("2409.00001", "2024-10-30", "Norms", "With |x| small | and sharp.", ("Ann Lee",))
    text = HEADING + EARLY_TABLE + row(piped, early=True, bare_pipes=True)
    assert words(one(text)) == words(piped)


@pytest.mark.parametrize("summary", ["p(a|b) grows", "|x| is small", "ends in |", "a || b", "a \\ b"])
def test_pipes_in_a_summary_need_no_escape(summary: str) -> None:
    text = HEADING + TABLE + ROW.replace("It shines on GSM8K.", summary) + row(ROPE)
    papers, problems = read(text)
    assert ([paper.summary for paper in papers], problems) == ([summary, "It holds."], [])


def test_a_line_of_a_summary_may_begin_with_a_pipe() -> None:
    text = HEADING + TABLE + ROW.replace("It shines", "It shines where\n| x | is small\nand") + row(ROPE)
    papers, problems = read(text)
    assert problems == []
    assert [paper.summary for paper in papers] == [
        "It shines where | x | is small and on GSM8K.",
        "It holds.",
    ]


def test_a_pipe_in_a_title_and_an_escaped_one_in_names_are_text() -> None:
    paper = one(HEADING + TABLE + ROW.replace("Light for", "p(a|b) of").replace("bo7", "b\\|7"))
    assert (paper.title, paper.names) == ("LAMP: p(a|b) of Models", ("Ann Lee", "b|7"))


@pytest.mark.parametrize("cell", ["", " , ", " ,,"])
def test_a_row_may_list_nobody(cell: str) -> None:
    assert one(HEADING + TABLE + ROW.replace("Ann Lee, bo7", cell)).names == ()


def test_names_are_trimmed_and_else_as_printed() -> None:
    paper = one(HEADING + TABLE + ROW.replace("Ann Lee, bo7", "Ann\tLee ,  $^2$Bo_7,Zoë "))
    assert paper.names == ("Ann Lee", "$^2$Bo_7", "Zoë")


@pytest.mark.parametrize("end", ["", "\n"])
def test_the_last_pipe_and_the_last_line_feed_may_lack(end: str) -> None:
    assert words(one(HEADING + TABLE + ROW.rstrip(" |\n") + end)) == words(LAMP)


def test_windows_line_ends_and_a_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "digest.md"
    path.write_bytes(b"\xef\xbb\xbf" + (HEADING + TABLE + ROW).replace("\n", "\r\n").encode())
    [paper] = read_digest(path)
    assert words(paper) == words(LAMP)


def test_separators_of_unicode_do_not_end_a_line() -> None:
    paper = one(HEADING + TABLE + ROW.replace("It shines", "It\u2028shines\x85bright\x0c"))
    assert (paper.summary, paper.line) == ("It shines bright on GSM8K.", 5)


def test_control_characters_are_white_space() -> None:
    assert one(HEADING + TABLE + ROW.replace("It shines", "It\x00\x1b shines")).summary == LAMP.summary


@pytest.mark.parametrize(
    ("link", "arxiv_id"),
    [
        ("https://arxiv.org/abs/2410.00001v12", "2410.00001"),
        ("http://www.arxiv.org/pdf/0704.0001v1.pdf", "0704.0001"),
        ("https://arxiv.org/abs/cs/0112017v1", "cs/0112017"),
        ("https://arxiv.org/abs/math.GT/0309136", "math.GT/0309136"),
    ],
)
def test_ids_have_no_version(link: str, arxiv_id: str) -> None:
    assert one(HEADING + TABLE + ROW.replace("https://arxiv.org/abs/2410.00001", link)).arxiv_id == arxiv_id


def test_several_days_in_one_stream() -> None:
    later = Paper(ROPE.arxiv_id, "2024-10-31", ROPE.title, ROPE.summary, ROPE.names)
    papers, problems = read("\ufeff" + digest([LAMP]) + "\ufeff" + digest([later, LAMP]).lstrip())
    assert problems == []
    assert [words(paper) for paper in papers] == [words(LAMP), words(later), words(LAMP)]


@pytest.mark.parametrize("text", [HEADING, HEADING + TABLE, HEADING + TABLE.replace("\n", "\r\n") + "\n\n"])
def test_a_day_without_rows_has_no_papers(text: str) -> None:
    assert read(text) == ([], [])


def test_the_heading_dates_the_rows_whatever_the_path_says(tmp_path: Path) -> None:
    path = tmp_path / "2025-01-01.md"
    path.write_text(HEADING + TABLE + ROW, encoding="utf-8")
    assert [paper.date for paper in read_digest(path)] == ["2024-10-30"]


@pytest.mark.parametrize("name", ["2025/01/02.md", "2025-01-02.md"])
def test_the_path_dates_the_rows_only_without_a_heading(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(TABLE + ROW, encoding="utf-8")
    assert [paper.date for paper in read_digest(path)] == ["2025-01-02"]


def test_rows_without_any_date_are_an_error() -> None:
    with pytest.raises(SourceError, match=r"^notes\.md: no date\. .*## Papers for YYYY-MM-DD"):
        read(TABLE + ROW, name="notes.md")


def test_text_and_other_tables_around_the_digest_are_left_alone() -> None:
    around = "# News\n\nHello | there.\n\n| Model | Score |\n|---|--:|\n| LAMP | 3 |\n\n"
    text = around + HEADING + TABLE + ROW + "\n" + around + TABLE + row(ROPE) + "\nThat was all.\n"
    papers, problems = read(text)
    assert ([paper.arxiv_id for paper in papers], problems) == ([LAMP.arxiv_id, ROPE.arxiv_id], [])


def test_a_misspelt_header_loses_no_row() -> None:
    assert words(one(HEADING + TABLE.replace("Title", "Paper") + ROW)) == words(LAMP)


@pytest.mark.parametrize(
    ("bad", "expected"),
    [
        ("| LAMP | Ann Lee | No link. |\n", "link to https://arxiv.org/abs/ID"),
        ("| LAMP |\n", "link to https://arxiv.org/abs/ID"),
        ("| LAMP\n", "link to https://arxiv.org/abs/ID"),
        (ROW.replace("2410.00001", "2410.0000123"), "link to https://arxiv.org/abs/ID"),
        (ROW.replace("2410.00001", "2413.00001"), "link to https://arxiv.org/abs/ID"),
        (ROW.replace("arxiv.org", "example.org"), "link to https://arxiv.org/abs/ID"),
        (ROW.split(" It shines")[0] + "\n", "three cells"),
        (ROW.split("| Ann Lee")[0] + "\n", "three cells"),
        ("| LAMP | Ann Lee | [Read more](https://arxiv.org/abs/2410.00001) |\n", "four cells"),
        (ROW.replace(LAMP.title, ""), "a title"),
        (row(LAMP, early=True).replace(LAMP.title, ""), "a title"),
    ],
)
def test_a_row_that_can_not_be_read_is_reported_and_the_rest_counts(bad: str, expected: str) -> None:
    papers, [problem] = read(HEADING + TABLE + row(ROPE) + bad + row(ROPE), name="d.md")
    assert [words(paper) for paper in papers] == [words(ROPE)] * 2
    assert (problem.path, problem.line) == ("d.md", 6)
    assert expected in problem.expected
    assert str(problem).startswith("d.md:6: expected ")


def test_by_default_a_bad_row_is_raised() -> None:
    with pytest.raises(RowError):
        list(read_digest(io.StringIO(HEADING + TABLE + "| LAMP | Ann | No link. |\n")))


@pytest.mark.parametrize("day", ["2024-13-01", "2024-02-30", "20241030", "yesterday", "", "２０２４-10-30"])
def test_a_heading_without_a_day_is_reported_and_so_are_its_rows(day: str) -> None:
    text = f"## Papers for {day}\n{TABLE}{ROW}" + digest([ROPE])
    papers, problems = read(text, name="2025-01-01.md")
    assert [words(paper) for paper in papers] == [words(ROPE)]
    assert [problem.line for problem in problems] == [1, 4]
    assert "YYYY-MM-DD" in problems[0].expected
    assert "line 1" in problems[1].expected


def test_a_row_that_is_not_utf8_is_reported_and_the_rest_counts(tmp_path: Path) -> None:
    path = tmp_path / "d.md"
    text = HEADING + TABLE + ROW.replace("shines", "\n§") + row(ROPE) + "\nprose §\n"
    path.write_bytes(text.encode("latin-1"))
    problems: list[RowError] = []
    assert [words(paper) for paper in read_digest(path, report=problems.append)] == [words(ROPE)]
    assert [problem.line for problem in problems] == [6, 9]


def test_a_lone_surrogate_never_becomes_text() -> None:
    papers, problems = read(HEADING + TABLE + ROW.replace("It", "\ud800") + row(ROPE))
    assert ([paper.arxiv_id for paper in papers], len(problems)) == ([ROPE.arxiv_id], 1)


def test_a_stream_over_bytes_is_utf8_whatever_its_encoding() -> None:
    raw = (HEADING + TABLE + ROW.replace("Ann", "Zoë")).encode()
    [paper] = read_digest(io.TextIOWrapper(io.BytesIO(raw), encoding="ascii"), name="<stdin>")
    assert (paper.names[0], paper.file) == ("Zoë Lee", "<stdin>")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n\n",
        b"# Notes\n\nNothing here.\n",
        b"| a | b |\n|---|---|\n| 1 | 2 |\n",
        b"\x00" * 99,
        ROW.encode(),
    ],
)
def test_a_file_without_heading_and_table_is_no_digest(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "2024-10-30.md"
    path.write_bytes(content)
    with pytest.raises(NotADigestError, match="no digest in it"):
        list(read_digest(path))


@pytest.mark.parametrize("content", [b"ok\n\xff\xfe\x00", b"ok\n|\x80| a |\n", "ok\n§".encode("latin-1")])
def test_a_binary_file_is_an_error_that_names_the_line(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "d.md"
    path.write_bytes(content)
    with pytest.raises(SourceError, match="line 2: expected text in UTF-8"):
        list(read_digest(path))


def test_a_missing_file_and_a_folder_are_errors(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no such file"):
        list(read_digest(tmp_path / "none.md"))
    with pytest.raises(SourceError, match="this is a folder"):
        list(read_digest(tmp_path))
    with pytest.raises(SourceError, match="can't be read"):
        list(read_digest(tmp_path / "a\0b.md"))
