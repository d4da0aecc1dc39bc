"""Questions on the sample digests, with rows that a person found by reading them: expected/*.json.

A file holds `question`, `values`, and `rows`: objects with some of the answer's columns. With `"whole": true`
the answer has these rows, in this order, and no others; else each of them must be in it. `missed` says why the
extractor does not get there; when it does, the test fails until that is taken out.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kg.graph.folder import GraphFolder
from kg.query.catalogue import catalogue, find_question
from kg.query.run import Asker

EXPECTED = sorted(Path(__file__).with_name("expected").glob("*.json"))


@pytest.fixture(scope="module")
def sample(sample_graph: Path) -> Iterator[Asker]:
    with Asker(GraphFolder(sample_graph).current().store) as asker:
        yield asker


@pytest.mark.parametrize("path", EXPECTED, ids=lambda path: path.stem)
def test_the_rows_that_a_reader_finds_are_there(sample: Asker, path: Path, request: pytest.FixtureRequest) -> None:
    case: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    if "missed" in case:
        request.applymarker(pytest.mark.xfail(strict=True, reason=case["missed"]))
    rows: list[dict[str, Any]] = case["rows"]
    assert rows, "a case without rows proves nothing"
    table = sample.ask(find_question(case["question"]).sparql(case["values"], sample.ask))
    found = [{column: row[column] for column in rows[0]} for row in table]
    if case.get("whole"):
        assert found == rows
    else:
        assert [row for row in rows if row not in found] == []


@pytest.mark.parametrize("name", sorted(catalogue()))
def test_each_example_answers(sample: Asker, name: str) -> None:
    """The command that a question shows finds its names in the sample, and rows."""
    question = catalogue()[name]
    words = question.example.replace('"', "").split(" -p ")[1:]
    table = sample.ask(question.sparql(dict(word.split("=", 1) for word in words), sample.ask))
    assert len(table)
