"""The sectioner: what counts, what is left out, and where sentences end."""

from __future__ import annotations

import pytest
from spacy.vocab import Vocab

from kg.extract.annotations import SENTENCES
from kg.extract.sections import Sectioner
from kg.extract.tokens import WordTokenizer
from kg.sentences import sentences


def body(text: str) -> list[str]:
    doc = Sectioner()(WordTokenizer(Vocab())(text))
    return [text[part.start : part.end] for part in doc._.kg_body]


@pytest.mark.parametrize(
    "heading",
    [
        "Follow-up questions: 1. Does it hold on MATH?",
        "Follow-Up Questions: 1. Does it hold?",
        "Followup questions: - Does it hold?",
        "**Follow-up Questions:** 1. Does it hold?",
        "**Follow-up questions** 1. Does it hold?",
        "FOLLOW-UP QUESTIONS: does it hold?",
        "Follow-up quetions: 1. Does it hold?",
        "Follow up quesitons: - Does it hold?",
        "e) Follow-up questions: Does it hold?",
        "Follow-up questions from a reader: 1. Does it hold?",
        "Here are some follow-up questions one may ask: 1. Does it hold?",
    ],
)
def test_the_follow_up_section_is_left_out_to_the_end(heading: str) -> None:
    assert body(f"A title\nIt scores well. {heading} 2. And on DROP?") == ["A title", "It scores well."]


@pytest.mark.parametrize(
    "sentence",
    [
        "The bot asks biased follow-up questions, and 11 models answer.",
        "Good follow-up questions help users.",
        "Users rated the follow-up questions of FooBot.",
    ],
)
def test_follow_up_questions_inside_a_sentence_are_no_heading(sentence: str) -> None:
    assert body(f"T\nFirst. {sentence} Last.") == ["T", "First.", sentence, "Last."]


@pytest.mark.parametrize(
    "absent",
    [
        "The paper does not report FID.",
        "The authors don't state the latency on MATH.",
        "The paper does not explicitly state which GPUs ran it.",
        "However, the summary lacks specific details on GSM8K.",
        "The F1 score is not reported.",
        "Exact win rates are not provided in the abstract.",
        "No quantitative results on COCO are given.",
        "No specific figures for latency or FID on COCO are given.",
    ],
)
def test_what_is_said_to_be_absent_is_left_out(absent: str) -> None:
    assert body(f"T\nIt is fast. {absent} It is small.") == ["T", "It is fast.", "It is small."]


def test_only_the_clause_of_absence_is_left_out() -> None:
    parts = body("T\nThe paper does not report FID, but it reaches 71% on MMLU.")
    assert "".join(parts[1:]) == "but it reaches 71% on MMLU."


@pytest.mark.parametrize(
    "present",
    ["It does not need labels.", "We address the lack of benchmarks.", "The loss is not convex."],
)
def test_other_negations_stay(present: str) -> None:
    assert body(f"T\n{present}") == ["T", present]


def test_sentences_are_stored_where_results_look() -> None:
    doc = Sectioner()(WordTokenizer(Vocab())("A title\nOne gains 3.04 points. Two fails."))
    assert [span.text for span in doc.spans[SENTENCES]] == ["A title", "One gains 3.04 points.", "Two fails."]
    assert doc._.kg_title_end == 7


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("It gains 3.04 points. Then it stops.", ["It gains 3.04 points.", "Then it stops."]),
        ("Smith et al. Showed it.", ["Smith et al. Showed it."]),
        ("Tools, e.g. Python, help.", ["Tools, e.g. Python, help."]),
        ("It gains w.r.t. GPT-4, a.k.a. The Best. So.", ["It gains w.r.t. GPT-4, a.k.a. The Best.", "So."]),
        ("See J. Smith here.", ["See J. Smith here."]),
        ("Is it so? Yes!", ["Is it so?", "Yes!"]),
        ("One. ii) Two. **c)** Three.", ["One.", "ii) Two. **c)** Three."]),
        ('He said "no." Then left.', ['He said "no."', "Then left."]),
        ("A\nB", ["A", "B"]),
        ("  ", []),
    ],
)
def test_sentence_boundaries(text: str, ends: list[str]) -> None:
    assert [text[s.start : s.end] for s in sentences(text)] == ends
