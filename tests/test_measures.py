"""`kg evaluate pairs` and `kg evaluate names`, on the sample graph."""

from __future__ import annotations

import json
from pathlib import Path

from typer.testing import CliRunner

import kg
from kg.cli.main import app

PAPER = "2410.22304"
PAIRS = [
    ("GSM8K", "gsm-8k", "Dataset", "same"),
    ("GSM8K", "MATH", "Dataset", "different"),
    ("Llama-3-8B", "Llama-3-70B", "Model", "variant"),
    ("FP4 quantization", "quantization", "Method", "narrower"),
    ("accuracy", "success rate", "Metric", "same"),
]


def run(*arguments: object) -> str:
    done = CliRunner().invoke(app, [str(argument) for argument in arguments], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.stdout


def test_pairs_are_scored_by_label(sample_graph: Path, tmp_path: Path) -> None:
    path = tmp_path / "pairs.jsonl"
    records = [
        {"a": a, "a_type": t, "a_paper": PAPER, "b": b, "b_type": t, "b_paper": "2499.00001", "label": label}
        for a, b, t, label in PAIRS
    ]
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    scores = json.loads(run("evaluate", "pairs", path, "--graph", sample_graph, "--json"))
    assert list(scores) == ["same", "variant", "narrower", "different"]
    assert scores["same"] == {
        "precision": 1.0,
        "recall": 0.5,
        "f1": 0.6667,
        "counts": {"gold": 2, "found": 1, "correct": 1, "merged": 1},
    }
    assert {label: score["counts"]["correct"] for label, score in scores.items()} == dict.fromkeys(scores, 1)
    assert "same" in run("evaluate", "pairs", path, "--graph", sample_graph)
    assert kg.evaluate_pairs(path, graph=sample_graph)[1] == ("2499.00001",)


def test_names_are_scored_in_b_cubed(sample_graph: Path, tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    entities = [
        {"type": "Dataset", "names": ["GSM8K", "gsm-8k"], "role": "evaluated"},
        {"type": "Metric", "names": ["accuracy", "success rate"], "role": None},
    ]
    path.write_text(json.dumps({"id": PAPER, "entities": entities, "results": []}) + "\n", encoding="utf-8")
    score = json.loads(run("evaluate", "names", path, "--graph", sample_graph, "--json"))
    assert score == {"precision": 1.0, "recall": 0.75, "f1": 0.8571, "names": 4}
    assert "B-cubed over 4 names: precision 100.0%, recall 75.0%" in run(
        "evaluate", "names", path, "--graph", sample_graph
    )
