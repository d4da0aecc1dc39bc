"""The errors of an extraction: their sorts, and the sentences they stand in."""

from __future__ import annotations

import pytest

from kg.extract.compared import as_compared
from kg.extract.slips import Slip, find_slips, in_sentence
from kg.model import Paper, Span
from tests.extract.test_evaluate import entity, record, result


def slips(gold: dict[str, list[dict[str, object]]], predicted: dict[str, list[dict[str, object]]]) -> list[Slip]:
    return find_slips("1", as_compared(record("1", **gold)), as_compared(record("1", **predicted)))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("gold", "predicted", "title", "text"),
    [
        ([entity("Task", "A1", "A one")], [], "Task missed", "A1 | A one"),
        ([], [entity("Task", "A1")], "Task spurious", "A1"),
        ([entity("Model", "A1")], [entity("Method", "A1")], "Model wrong type", "A1: read as Method"),
        (
            [entity("Model", "A1", role="used")],
            [entity("Model", "A1", role="compared")],
            "Model wrong role",
            "A1: used, read as compared",
        ),
    ],
)
def test_sorts_of_entities(gold: list[object], predicted: list[object], title: str, text: str) -> None:
    (slip,) = slips({"entities": gold}, {"entities": predicted})  # type: ignore[dict-item]
    assert (slip.title, slip.text) == (title, text)


@pytest.mark.parametrize(
    ("gold", "predicted", "title", "text"),
    [
        ([result("5", metric="F1")], [], "result missed", "absolute 5: metric F1"),
        ([], [result("5")], "result spurious", "absolute 5"),
        ([result("5")], [result("5", "ratio")], "result wrong kind", "absolute 5: absolute, read as ratio"),
        (
            [result("5", metric="F1", dataset="D1")],
            [result("5", metric="F1", subject="A1")],
            "result wrong links",
            "absolute 5: dataset D1, read as open; subject open, read as A1",
        ),
        ([result("5", model="M1")], [result("5")], "result wrong links", "absolute 5: model M1, read as open"),
    ],
)
def test_sorts_of_results(gold: list[object], predicted: list[object], title: str, text: str) -> None:
    (slip,) = slips({"entities": [], "results": gold}, {"entities": [], "results": predicted})  # type: ignore[dict-item]
    assert (slip.title, slip.text) == (title, text)


def test_results_of_one_value_are_paired_by_what_fits_best() -> None:
    gold = [result("5", dataset="D1"), result("5", dataset="D2")]
    predicted = [result("5", dataset="D2"), result("5", dataset="D1")]
    assert slips({"entities": [], "results": gold}, {"entities": [], "results": predicted}) == []


SUMMARY = "Nova is fast. Nova-2 and LoRA win. It scores 1,682.6 on ARC, and 0.5 on MATH. Then 0.5 again."
PAPER = Paper("1", "2025-01-01", "A title on WER", SUMMARY, ())


@pytest.mark.parametrize(
    ("slip", "sentence", "words"),
    [
        (Slip("1", "Model", "missed", "", ("LoRA",)), "Nova-2 and LoRA win.", ["LoRA"]),
        (Slip("1", "Model", "missed", "", ("Nova", "Nova-2")), "Nova is fast.", ["Nova"]),
        (Slip("1", "Metric", "missed", "", ("WER",)), "A title on WER", ["WER"]),
        (Slip("1", "result", "missed", "", ("1682.6",)), "It scores 1,682.6 on ARC, and 0.5 on MATH.", ["1,682.6"]),
        (Slip("1", "result", "spurious", "", ("0.5",), SUMMARY.rindex("0.5")), "Then 0.5 again.", ["0.5"]),
        (Slip("1", "Task", "missed", "", ("elsewhere",)), "", []),
        (Slip("1", "Task", "missed", "", ("ova",)), "", []),
    ],
)
def test_the_sentence_of_an_error(slip: Slip, sentence: str, words: list[str]) -> None:
    found, places = in_sentence(slip, PAPER)
    assert (found, [found[place.start : place.end] for place in places]) == (sentence, words)


def test_names_with_marks_of_patterns_are_taken_as_they_are() -> None:
    paper = Paper("1", "2025-01-01", "T", "It uses (a+)+ and $\\pi_0$ here.", ())
    assert in_sentence(Slip("1", "Method", "missed", "", ("(a+)+",)), paper)[1] == [Span(8, 13)]
    assert in_sentence(Slip("1", "Model", "missed", "", ("$\\pi_0$",)), paper)[1] == [Span(18, 25)]
