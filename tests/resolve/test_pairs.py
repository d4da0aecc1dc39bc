"""Labelled pairs of names: what is read, what is found, and what is counted."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg.errors import RecordError
from kg.resolve.given import Given, add_given
from kg.resolve.pairs import Label, Pair, PairScore, judge, pairs_as_text, read_pairs, score_pairs
from tests.resolve.given import METHOD, MODEL, TASK, named, one_each, resolved, row

LINE = {
    "a": "MRS",
    "a_type": "Method",
    "a_paper": "2410.00001",
    "b": "Momentum Routing Search",
    "b_type": "Method",
    "b_paper": "2410.00002",
    "label": "same",
}


def written(folder: Path, *records: object) -> Path:
    path = folder / "pairs.jsonl"
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return path


def test_pairs_are_read(tmp_path: Path) -> None:
    (pair,) = read_pairs(written(tmp_path, LINE))
    assert pair == Pair(
        Given("MRS", METHOD, "2410.00001"), Given("Momentum Routing Search", METHOD, "2410.00002"), Label.SAME
    )


@pytest.mark.parametrize("wrong", [{"label": "alike"}, {"a_type": "Thing"}, {"b": 3}, {"a_paper": None}])
def test_a_damaged_line_is_named(tmp_path: Path, wrong: dict[str, object]) -> None:
    with pytest.raises(RecordError, match=r"pairs\.jsonl:2: expected a JSON object with a, a_type"):
        read_pairs(written(tmp_path, LINE, LINE | wrong))
    with pytest.raises(RecordError, match=":1:"):
        read_pairs(written(tmp_path, ["a"]))


def test_given_names_enter_beside_the_others() -> None:
    short, long = Given("MRS", METHOD, "2410.00003"), Given("momentum-routing search", METHOD, "2499.00001")
    placed = add_given([row(1, named(METHOD, "Momentum Routing Search", "MRS")), row(3)], [short, long])
    found = resolved(*placed.rows)
    assert placed.unknown == ("2499.00001",)
    assert placed.key_of(short, found) == placed.key_of(long, found) == "momentum-routing-search"


def test_a_given_name_that_its_paper_gives_something_else_means_that() -> None:
    given = Given("the wobble way", METHOD, "2410.00001")
    placed = add_given([row(1, named(METHOD, "Wobble", "the wobble way"))], [given])
    assert placed.key_of(given, resolved(*placed.rows)) == "wobble"


@pytest.mark.parametrize(
    ("a", "b", "label"),
    [
        ("llama-3-8b", "llama-3-8b", Label.SAME),
        ("llama-3-8b", "llama-3", Label.VARIANT),
        ("llama-3-8b", "llama-4", Label.VARIANT),
        ("llama-3-8b", "mixtral", Label.DIFFERENT),
    ],
)
def test_what_hangs_together_how(a: str, b: str, label: Label) -> None:
    found = one_each(MODEL, "Llama", "Llama-3", "Llama-3-8B", "Llama-4", "Mixtral")
    assert judge(a, b, found) is judge(b, a, found) is label


def test_scores_count_each_label() -> None:
    pair = read_pairs_of("same", "same", "variant", "different")
    scores = score_pairs(pair, [Label.SAME, Label.VARIANT, Label.VARIANT, Label.SAME])
    assert scores[Label.SAME] == PairScore(gold=2, found=2, correct=1, merged=1)
    assert scores[Label.DIFFERENT] == PairScore(gold=1, found=0, correct=0, merged=1)
    assert scores[Label.VARIANT].as_record() == {
        "precision": 0.5,
        "recall": 1.0,
        "f1": 0.6667,
        "counts": {"gold": 1, "found": 2, "correct": 1, "merged": 0},
    }
    assert scores[Label.NARROWER].f1 == 0.0
    assert len({len(line) for line in pairs_as_text(scores).splitlines()}) == 1


def read_pairs_of(*labels: str) -> list[Pair]:
    side = Given("x", TASK, "1")
    return [Pair(side, side, Label(label)) for label in labels]
