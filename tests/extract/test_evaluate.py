"""Evaluation: cases counted by hand, and the same figures as the shared scorer on real records."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from kg.errors import RecordError
from kg.extract.evaluate import evaluate
from kg.extract.scores import Score, Scores
from kg.model import EntityType
from kg.records import read_records


def entity(kind: str, *names: str, role: str | None = None) -> dict[str, Any]:
    return {"type": kind, "names": list(names), "role": role}


def result(value: str, kind: str = "absolute", **links: str) -> dict[str, Any]:
    empty = dict.fromkeys(("subject", "metric", "dataset", "baseline", "model"))
    return {"value": value, "unit": None, "kind": kind, **empty, **links}


def record(
    arxiv_id: str, entities: list[dict[str, Any]], results: list[dict[str, Any]] | None = None
) -> dict[str, Any]:
    return {"id": arxiv_id, "entities": entities, "results": results or []}


def scored(gold: list[dict[str, Any]], predicted: list[dict[str, Any]]) -> Scores:
    return evaluate([record("1", [], gold)], [record("1", [], predicted)])


def test_names_match_apart_from_case_hyphens_and_plural() -> None:
    gold = [entity("Model", "Vision Transformers", "ViT", role="used"), entity("Task", "X")]
    predicted = [entity("Model", "vision-transformer", role="compared"), entity("Task", "Y")]
    scores = evaluate([record("1", gold)], [record("1", predicted)])
    assert scores.types[EntityType.MODEL] == Score(1, 1, 1)
    assert scores.types[EntityType.TASK] == Score(0, 1, 1)
    assert scores.typed == Score(1, 2, 2)
    assert scores.role_accuracy == 0.0
    assert [slip.title for slip in scores.slips] == ["Model wrong role", "Task missed", "Task spurious"]


def test_a_wrong_type_counts_for_any_type_only() -> None:
    scores = evaluate([record("1", [entity("Model", "A1")])], [record("1", [entity("Method", "A1")])])
    assert (scores.typed, scores.any_type) == (Score(0, 1, 1), Score(1, 1, 1))


def test_each_item_is_paired_once() -> None:
    gold = [entity("Method", "A1"), entity("Method", "A1", "B2")]
    assert evaluate([record("1", gold)], [record("1", [entity("Method", "B2", "A1")])]).typed == Score(1, 2, 1)


def test_papers_without_prediction_count_and_others_do_not() -> None:
    gold = [record("1", [entity("Task", "A1")]), record("2", [entity("Task", "B2")])]
    scores = evaluate(gold, [record("2", [entity("Task", "B2")]), record("3", [entity("Task", "C3")])])
    assert (scores.papers, scores.answered, scores.typed) == (2, 1, Score(1, 2, 1))


def test_values_are_compared_as_numbers_and_kinds_as_words() -> None:
    gold = [result("0.50"), result("2-5", "ratio"), result("7")]
    predicted = [result("0.5"), result("2–5", "ratio"), result("7", "difference")]
    assert scored(gold, predicted).value == Score(2, 3, 3)


def test_links_are_compared_through_the_names_of_entities() -> None:
    gold = record("1", [entity("Metric", "word error rate", "WER")], [result("5", metric="word error rate")])
    predicted = record("1", [entity("Metric", "WER")], [result("5", metric="WER", dataset="Libri")])
    assert evaluate([gold], [predicted]).measured == Score(0, 1, 1)
    predicted["results"][0]["dataset"] = None
    assert evaluate([gold], [predicted]).measured == Score(1, 1, 1)


def test_baseline_and_model_count_only_where_given_in_found_results() -> None:
    gold = [
        result("5", baseline="A1"),
        result("6", model="M1"),
        result("7", model="M2"),
        result("8", model="M3"),
    ]
    predicted = [
        result("5", baseline="A1", model="M9"),
        result("6", model="M1"),
        result("7"),
        result("9", model="M3"),
    ]
    scores = scored(gold, predicted)
    assert scores.baseline == Score(1, 1, 1)
    assert scores.model == Score(1, 2, 2)


def test_subject_needs_the_rest_to_be_right() -> None:
    gold = [result("5", subject="A1"), result("6", subject="A1", metric="F1")]
    predicted = [result("5", subject="A1"), result("6", subject="A1")]
    assert scored(gold, predicted).attributed == Score(1, 2, 2)


def test_nothing_at_all_scores_zero() -> None:
    scores = evaluate([], [])
    assert (scores.typed.f1, scores.role_accuracy, scores.papers) == (0.0, 0.0, 0)


def test_baseline_and_model_are_counted_together() -> None:
    gold = [result("5", baseline="A1", model="M1"), result("6", model="M2")]
    predicted = [result("5", baseline="A1", model="M9"), result("6")]
    assert scored(gold, predicted).rows["results: baseline+model"] == Score(1, 3, 2)


def test_intervals_hold_the_figure_and_shrink_with_more_papers() -> None:
    def interval(papers: int) -> tuple[float, float]:
        gold = [record(str(n), [entity("Task", "A1")]) for n in range(papers)]
        predicted = [record(str(n), [entity("Task", "A1" if n % 2 else "B2")]) for n in range(papers)]
        scores = evaluate(gold, predicted)
        low, high = scores.intervals["Task"]
        assert low < scores.rows["Task"].f1 < high
        return low, high

    few, many = interval(20), interval(500)
    assert many[1] - many[0] < few[1] - few[0]
    assert interval(20) == few


def test_confidences_give_calibration_and_others_none() -> None:
    gold = [record(str(n), [entity("Task", "A1")]) for n in range(10)]
    predicted = [record(str(n), [entity("Task", "A1" if n < 7 else "B2") | {"confidence": 0.9}]) for n in range(10)]
    found = evaluate(gold, predicted).calibrations
    assert found.keys() == {"entities"}
    assert found["entities"].error == pytest.approx(0.2)
    assert evaluate(gold, gold).calibrations == {}


def test_papers_are_told_apart_by_their_traits() -> None:
    gold = [record("1", [entity("Task", "A1")]), record("2", [entity("Task", "A1")]), record("3", [])]
    scores = evaluate(gold, gold[:1], traits={"1": {"month": "2025-01"}, "2": {"month": "2024-12"}})
    parts = scores.by("month")
    assert list(parts) == ["2024-12", "2025-01", "unknown"]
    assert [part.typed.f1 for part in parts.values()] == [0.0, 1.0, 0.0]


def test_the_record_holds_figures_intervals_and_calibration() -> None:
    shown = evaluate([record("1", [entity("Task", "A1")])], []).as_record()
    assert shown["Task"] == {"p": 0.0, "r": 0.0, "f": 0.0, "gold": 1}
    assert shown["intervals"].keys() == evaluate([], []).rows.keys()
    assert shown["calibration"] == {}
    assert json.loads(json.dumps(shown)) == shown


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "[]",
        '{"id": 1, "entities": [], "results": []}',
        '{"id": "1", "entities": []}',
        '{"id": "1", "entities": [{"type": "Planet", "names": ["A"], "role": null}], "results": []}',
        '{"id": "1", "entities": [{"type": "Task", "names": [], "role": null}], "results": []}',
        '{"id": "1", "entities": [3], "results": []}',
        '{"id": "1", "entities": [], "results": [{"value": "5"}]}',
    ],
)
def test_a_damaged_record_names_file_and_line(tmp_path: Path, line: str) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps(record("1", [])) + "\n\n" + line + "\n", encoding="utf-8")
    with pytest.raises(RecordError) as caught:
        list(read_records(path))
    assert caught.value.line == 3
    assert str(caught.value).startswith(f"{path}:3: expected")


@pytest.mark.corpus
def test_same_figures_as_the_shared_scorer(corpus_dir: Path, tmp_path: Path) -> None:
    folder = corpus_dir.parent.parent / "eval"
    if not (folder / "score.py").is_file():
        pytest.skip(f"no scorer in {folder}")
    gold = folder / "gold" / "dev.jsonl"
    predicted = tmp_path / "predicted.jsonl"
    records = [_worsened(r, random.Random(place)) for place, r in enumerate(read_records(gold))]
    predicted.write_text("".join(json.dumps(r) + "\n" for r in records[3:]), encoding="utf-8")
    command = [sys.executable, str(folder / "score.py"), str(gold), str(predicted), "--json"]
    theirs = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    ours = evaluate(read_records(gold), read_records(predicted)).as_record()
    for title, figures in theirs.items():
        if isinstance(figures, dict):
            assert {key: ours[title][key] for key in figures} == pytest.approx(figures, abs=1e-9)
            assert 0 < figures["f"] < 1
        else:
            assert ours[title] == pytest.approx(figures, abs=1e-9)


def _worsened(annotated: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    """Make a prediction of an annotation: drop, retype and relink some of it."""
    entities = [e for e in annotated["entities"] if chance.random() > 0.2]
    for one in entities:
        if chance.random() < 0.2:
            one["type"] = chance.choice(["Method", "Model", "Dataset"])
        if one["role"] and chance.random() < 0.2:
            one["role"] = "mentioned"
        one["names"] = [name.upper() if chance.random() < 0.3 else name for name in one["names"]]
    results = [r for r in annotated["results"] if chance.random() > 0.2]
    names = [e["names"][0] for e in entities] or ["NovaNet"]
    for one in results:
        for slot in ("subject", "metric", "dataset", "baseline", "model"):
            if chance.random() < 0.2:
                one[slot] = chance.choice([None, *names])
    return record(annotated["id"], entities, results)
