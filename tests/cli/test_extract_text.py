"""Plain texts on the command line, read by the shipped extractor."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kg.cli.main import app
from kg.errors import SourceError

ABSTRACT = (
    "We propose Frobnet-RAG, a retrieval method. Frobnet-RAG improves accuracy on GSM8K from 71.3% to 75.2% with "
    "Llama-3-8B, unlike RAG.\n"
)


def run(*args: str, stdin: str | None = None) -> tuple[int, str]:
    done = CliRunner().invoke(app, ["extract", "--text", *args], input=stdin)
    return done.exit_code, done.output


def test_standard_input_is_one_paper_without_a_title() -> None:
    code, out = run("-", stdin=ABSTRACT)
    record = json.loads(out)
    assert (code, record["id"]) == (0, "<stdin>")
    names = {entity["names"][0]: entity for entity in record["entities"]}
    assert names["Frobnet-RAG"]["role"] == "proposed"
    assert names["GSM8K"]["type"] == "Dataset"
    # What is part of a longer name is a name by itself where it stands alone.
    [rag] = names["RAG"]["mentions"]
    assert ABSTRACT[rag["start"] : rag["end"]] == "RAG"
    assert ABSTRACT[: rag["start"]].endswith("unlike ")
    assert [result["value"] for result in record["results"]] == ["71.3", "75.2"]


def test_the_first_line_of_a_file_is_its_title(tmp_path: Path) -> None:
    file = tmp_path / "abstract.txt"
    file.write_bytes(("\ufeffFrobnet-RAG: Better Retrieval\r\n\r\n" + ABSTRACT).encode())
    code, out = run(str(file))
    [entity] = [one for one in json.loads(out)["entities"] if "Frobnet-RAG" in one["names"]]
    title, *others = entity["mentions"]
    assert (code, title["field"], title["start"], title["end"]) == (0, "title", 0, 11)
    assert {mention["field"] for mention in others} == {"summary"}
    assert all(ABSTRACT[one["start"] : one["end"]] == "Frobnet-RAG" for one in others)


def test_it_is_shown_without_an_empty_title() -> None:
    code, out = run("--show", "-", stdin=ABSTRACT)
    rule, first, *_ = out.splitlines()
    assert (code, first[:10]) == (0, "We propose")
    assert rule.startswith("<stdin>")
    assert "Frobnet-RAG (proposed" in out
    assert "\n\n\n" not in out[: out.index("Method ")]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "no such file or directory; expected a file of plain text"),
        (b"\x00\xff\xfe", "byte 1 is no UTF-8; expected plain text in UTF-8"),
        (b" \n\t\n", "no words in it; expected plain text"),
    ],
    ids=["missing", "binary", "empty"],
)
def test_what_is_no_text_is_named(content: bytes | None, words: str, tmp_path: Path) -> None:
    file = tmp_path / "text.txt"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(SourceError, match=f"text.txt: {words}"):
        CliRunner().invoke(app, ["extract", "--text", str(file)], catch_exceptions=False)


def test_a_text_that_is_not_read_whole_is_reported(tmp_path: Path) -> None:
    file = tmp_path / "long.txt"
    file.write_text(ABSTRACT * 200, encoding="utf-8")
    code, out = run(str(file), "-o", str(tmp_path / "out.jsonl"))
    assert code == 0
    assert "only the first 20,000 are read" in " ".join(out.split())


def test_options_that_choose_among_papers_are_refused() -> None:
    code, out = run("-", "--paper", "2410.00001", stdin=ABSTRACT)
    assert code == 2
    assert "leave out --paper" in " ".join(out.replace("│", " ").split())
