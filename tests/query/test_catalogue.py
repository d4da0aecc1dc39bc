from __future__ import annotations

import json
import shlex
from pathlib import Path
from typing import Any

import pytest
import rdflib

from kg.errors import QueryError, UnknownNameError
from kg.graph.store import build_store
from kg.query.catalogue import catalogue, find_question, read_question
from kg.query.run import Asker
from kg.query.values import TYPES
from kg.rdf import as_nquad
from kg.vocab import BASE, PREFIXES
from tests.query.graph import FIRST, Writer, iri

NAMES = sorted(catalogue())
SENTENCE = "It raises accuracy on GSM8K from 61.5% to 70.2% with TinyLM-1B."

# What each question answers on the four papers of tests/query/graph.py: values, columns, rows; by hand.
ANSWERS: dict[str, tuple[dict[str, str], str, list[tuple[Any, ...]]]] = {
    "compare": (
        {"one": "StepTune", "other": "BigLM"},
        "dataset metric system value unit sentence",
        [
            ("MathBook", "perplexity", "BigLM", "6.1", None, "Perplexity on MathBook is 6.1 for BigLM."),
            ("MathBook", "perplexity", "StepTune", "5.2", None, "Perplexity on MathBook falls to 5.2."),
        ],
    ),
    "most-named": (
        {"kind": "Datasets"},
        "name type papers first last",
        [("GSM8K", "Dataset", 3, "2024-10-30", "2024-10-31"), ("MathBook", "Dataset", 2, "2024-10-30", "2024-10-31")],
    ),
    "latest-papers": (
        {"since": "2024-10-31"},
        "date title proposes",
        [("2024-10-31", "StepTune", "StepTune"), ("2024-10-31", "A survey of small adapters", "")],
    ),
    "results-of": (
        {"entity": "RingCache"},
        "dataset metric value unit kind change baseline baseModel sentence",
        [
            ("GSM8K", "accuracy", "70.2", "%", "absolute", None, None, "TinyLM-1B", SENTENCE),
            (
                *("GSM8K", "accuracy", "66.0", "%", "absolute", None, None, "TinyLM-1B"),
                "In our hands, RingCache scores 66.0% accuracy on GSM8K with TinyLM-1B.",
            ),
            ("GSM8K", "accuracy", "61.5", "%", "absolute", None, None, "TinyLM-1B", SENTENCE),
            (None, "speed", "3.1", "x", "ratio", "up", "BigLM", None, "It runs 3.1x faster than BigLM."),
        ],
    ),
    "sentences-naming": (
        {"entity": "LoRA"},
        "date sentence role title",
        [
            ("2024-10-31", "We survey LoRA for long-context reasoning.", "mentioned", "A survey of small adapters"),
            ("2024-10-31", "StepTune trains TinyLM-1B with LoRA and GRPO.", "used", "StepTune"),
        ],
    ),
    "sentences-naming-both": (
        {"one": "LoRA", "other": "GRPO"},
        "date sentence title",
        [("2024-10-31", "StepTune trains TinyLM-1B with LoRA and GRPO.", "StepTune")],
    ),
    "base-models-by-month": ({}, "month model papers", [("2024-10", "TinyLM-1B", 3)]),
    "doi-links": ({"entity": "GSM8K"}, "arxivId doi", []),
    "first-and-last": (
        {"entity": "RingCache"},
        "name first last papers firstPaper lastPaper",
        [("RingCache", "2024-10-30", "2024-10-31", 2, "RingCache", "RingCache")],
    ),
    "largest-gains": (
        {"metric": "speed"},
        "system kind value unit change baseline",
        [("RingCache", "ratio", "3.1", "x", "up", "BigLM")],
    ),
    "methods-across-tasks": ({}, "method tasks papers", []),
    "metrics-of-task": ({"task": "long-context reasoning"}, "metric papers results", []),
    "names-of": ({"entity": "TinyLM-1B"}, "name mentions papers", [("TinyLM-1B", 2, 2)]),
    "never-compared": ({"least": "1"}, "one other", []),
    "people-between": (
        {"one": "RingCache", "other": "LoRA"},
        "name papersOfOne papersOfOther",
        [("Ada Finch", 1, 1), ("Cy Moor", 1, 1)],
    ),
    "popular-baselines": ({}, "baseline type papers latest", [("BigLM", "Model", 1, "2024-10-31")]),
    "provenance": ({}, "part name version", []),
    "record-history": (
        {"dataset": "GSM8K"},
        "date metric system value unit",
        [
            ("2024-10-31", "accuracy", "StepTune", "0.74", None),
            ("2024-10-30", "accuracy", "RingCache", "70.2", "%"),
        ],
    ),
    "replaced-by": ({"entity": "BigLM"}, "proposed type first", [("RingCache", "Method", "2024-10-30")]),
    "results-left-open": ({}, "value open", []),
    "who-beats-whom": ({}, "system baseline papers comparisons", [("RingCache", "BigLM", 1, 1)]),
    "base-models": ({}, "model papers first last", [("TinyLM-1B", 3, "2024-10-30", "2024-10-31")]),
    "builds-on": (
        {"entity": "tinylm 1b"},
        "date name type",
        [("2024-10-31", "StepTune", "Method"), ("2024-10-30", "RingCache", "Method")],
    ),
    "compared-with": ({"entity": "BigLM"}, "name papers first", [("RingCache", 1, "2024-10-30")]),
    "contradictions": (
        {},
        "system metric dataset unit baseModel papers lowest highest",
        [("RingCache", "accuracy", "GSM8K", "%", "TinyLM-1B", 2, 66.0, 70.2)],
    ),
    "datasets-of": ({"entity": "LoRA"}, "name papers", [("GSM8K", 1), ("MathBook", 1)]),
    "datasets-of-task": ({"task": "long-context reasoning"}, "name papers", []),
    "evidence": (
        {"paper": "2410.00001", "entity": "RingCache"},
        "field start end exact role confidence date sentence",
        [
            ("summary", 0, 9, "RingCache", "proposed", 0.95, "2024-10-30", "RingCache keeps a ring of old keys."),
            (
                "summary",
                15,
                24,
                "RingCache",
                "proposed",
                0.9,
                "2024-10-31",
                "This work adds RingCache, a ring of old keys.",
            ),
        ],
    ),
    "leaderboard": (
        {"dataset": "gsm 8k"},
        "metric system baseModel value unit date reported sentence",
        [
            (
                "accuracy",
                "StepTune",
                None,
                "0.74",
                None,
                "2024-10-31",
                "in a summary",
                "It reaches an accuracy of 0.74 on GSM8K.",
            ),
            ("accuracy", "RingCache", "TinyLM-1B", "70.2", "%", "2024-10-30", "in a summary", SENTENCE),
            (
                "accuracy",
                "RingCache",
                "TinyLM-1B",
                "66.0",
                "%",
                "2024-10-30",
                "in a summary",
                "In our hands, RingCache scores 66.0% accuracy on GSM8K with TinyLM-1B.",
            ),
        ],
    ),
    "listed-with": (
        {"person": "Ada Finch"},
        "name papers first last",
        [("Bo Lindt", 1, "2024-10-30", "2024-10-31"), ("Cy Moor", 1, "2024-10-31", "2024-10-31")],
    ),
    "low-confidence": (
        {"below": "0.8"},
        "confidence kind words name start",
        [
            (0.45, "mention", "BigLM", "BigLM", 125),
            (0.7, "mention", "RingCache", "RingCache", 14),
            (0.75, "mention", "long-context reasoning", "long-context reasoning", 19),
        ],
    ),
    "metrics-of": (
        {"dataset": "GSM8K"},
        "metric unit scores papers lowest highest better",
        [("accuracy", "%", 3, 2, 61.5, 70.2, "higher"), ("accuracy", None, 1, 1, 0.74, 0.74, "higher")],
    ),
    "new": ({"since": "2024-10-31", "until": "2024-10-31"}, "date type name", [("2024-10-31", "Method", "StepTune")]),
    "overview": (
        {},
        "class count",
        [
            ("mentions", 16),
            ("texts", 10),
            ("scores", 6),
            ("methods", 4),
            ("papers", 4),
            ("people", 4),
            ("metrics", 3),
            ("models", 3),
            ("datasets", 2),
            ("digests", 2),
            ("comparisons", 1),
            ("tasks", 1),
        ],
    ),
    "paper": (
        {"paper": "https://arxiv.org/abs/2410.00001v3"},
        "role type name",
        [
            ("proposes", "Method", "RingCache"),
            ("uses", "Model", "TinyLM-1B"),
            ("evaluates on", "Dataset", "GSM8K"),
            ("compares with", "Model", "BigLM"),
        ],
    ),
    "papers-evaluating": (
        {"entity": "GSM8K"},
        "date title",
        [("2024-10-31", "StepTune"), ("2024-10-30", "RingCache"), ("2024-10-30", "Rings, measured again")],
    ),
    "papers-naming": (
        {"entity": "low-rank adaptation"},
        "title role",
        [("StepTune", "uses"), ("A survey of small adapters", "mentions")],
    ),
    "papers-of-person": (
        {"person": "ada finch"},
        "date title",
        [("2024-10-31", "StepTune"), ("2024-10-30", "RingCache")],
    ),
    "papers-proposing": ({"entity": "RingCache"}, "date title", [("2024-10-30", "RingCache")]),
    "papers-using": ({"entity": "LoRA"}, "date title", [("2024-10-31", "StepTune")]),
    "papers-without-results": ({}, "date title", [("2024-10-31", "A survey of small adapters")]),
    "results-of-paper": (
        {"paper": "RingCache"},
        "system metric dataset value unit kind change baseline baseModel sentence",
        [
            ("RingCache", "accuracy", "GSM8K", "61.5", "%", "absolute", None, None, "TinyLM-1B", SENTENCE),
            ("RingCache", "accuracy", "GSM8K", "70.2", "%", "absolute", None, None, "TinyLM-1B", SENTENCE),
            ("RingCache", "speed", None, "3.1", "x", "ratio", "up", "BigLM", None, "It runs 3.1x faster than BigLM."),
        ],
    ),
    "rising": (
        {"before": "2024-10-30", "since": "2024-10-31", "until": "2024-10-31"},
        "name papers earlier rise",
        [
            ("LoRA", 2, 0, 2),
            ("TinyLM-1B", 2, 1, 1),
            ("GRPO", 1, 0, 1),
            ("StepTune", 1, 0, 1),
            ("long-context reasoning", 1, 0, 1),
        ],
    ),
    "trend": ({"entity": "RingCache"}, "month papers", [("2024-10", 2)]),
    "used-together": ({"entity": "lora"}, "method papers", [("GRPO", 1), ("StepTune", 1)]),
    "variants": ({"entity": "TinyLM"}, "name papers", [("TinyLM-1B", 2)]),
    "what-beats": (
        {"baseline": "BigLM"},
        "system better value unit kind change metric sentence",
        [("RingCache", True, "3.1", "x", "ratio", "up", "speed", "It runs 3.1x faster than BigLM.")],
    ),
}


@pytest.mark.parametrize("name", NAMES)
def test_each_question_gives_the_rows_that_a_reader_finds(asker: Asker, name: str) -> None:
    values, columns, expected = ANSWERS[name]
    table = asker.ask(find_question(name).sparql(values, asker.ask))
    assert [tuple(row[column] for column in columns.split()) for row in table] == expected


@pytest.mark.parametrize("name", NAMES)
def test_each_question_explains_itself(name: str) -> None:
    question = catalogue()[name]
    assert question.summary.endswith(".")
    assert question.tags
    words = shlex.split(question.example)
    assert words[:4] == ["kg", "query", "--name", name]
    given = dict(word.split("=", 1) for word in words[5::2])
    known = {parameter.name: parameter for parameter in question.parameters}
    assert set(given) <= set(known)
    assert {name for name, parameter in known.items() if parameter.default is None} <= set(given)
    for parameter in question.parameters:
        assert parameter.type in TYPES
        assert question.query.count(f"VALUES ?{parameter.name} {{") == 1


@pytest.mark.parametrize("name", NAMES)
def test_each_file_runs_as_it_stands(asker: Asker, name: str) -> None:
    assert asker.ask(catalogue()[name].query).columns


@pytest.mark.parametrize("name", NAMES)
def test_another_engine_reads_each_file(name: str) -> None:
    rdflib.Graph().query(catalogue()[name].query, initNs=dict(PREFIXES), base=BASE)


ABBREVIATED = (
    "As J. Smith et al. Show (cf. Fig. 2), i.e. On GSM8K, StepTune gains 3.5 points vs. BigLM, e.g. With B. Here, "
    "w.r.t. Cost, a.k.a. Price."
)


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("leaderboard", {"dataset": "GSM8K"}),
        ("results-of-paper", {"paper": "2410.00009"}),
        ("what-beats", {"baseline": "BigLM"}),
        ("evidence", {"paper": "2410.00009", "entity": "StepTune"}),
        ("results-of", {"entity": "StepTune"}),
        ("compare", {"one": "StepTune", "other": "BigLM"}),
        ("sentences-naming", {"entity": "StepTune"}),
        ("sentences-naming-both", {"one": "StepTune", "other": "BigLM"}),
    ],
)
def test_sentences_do_not_end_at_abbreviations(tmp_path: Path, name: str, values: dict[str, str]) -> None:
    writer, text = Writer(), f"It is new. {ABBREVIATED} It is open."
    for key, kind, label in (
        ("gsm8k", "Dataset", "GSM8K"),
        ("biglm", "Model", "BigLM"),
        ("steptune", "Method", "StepTune"),
    ):
        writer.entity(key, kind, label)
    writer.paper("2410.00009", FIRST, "Steps", text)
    writer.mention("2410.00009", FIRST, text, "StepTune", "steptune", "proposed", "proposes", "0.9")
    writer.mention("2410.00009", FIRST, text, "BigLM", "biglm", "compared", "comparesWith", "0.9")
    about = {"dataset": iri("entity:gsm8k"), "baseline": iri("entity:biglm"), "subject": iri("entity:steptune")}
    writer.result("2410.00009", FIRST, text, "3.5", "absolute" if name == "leaderboard" else "difference", **about)
    (tmp_path / "graph.nq").write_text("".join(sorted(map(as_nquad, writer.quads))), encoding="utf-8")
    build_store(tmp_path / "graph.nq", tmp_path / "store")
    with Asker(tmp_path / "store") as asker:
        rows = list(asker.ask(find_question(name).sparql(values, asker.ask)))
    assert [row["sentence"] for row in rows] == [ABBREVIATED]


def test_a_filled_question_needs_no_one_to_explain_it(asker: Asker) -> None:
    query = find_question("papers-using").sparql({"entity": "lora"}, asker.ask)
    assert f"VALUES ?entity {{ <{BASE}entity/lora> }}" in query
    assert "#+" not in query


def test_unknown_names_list_the_nearest(asker: Asker) -> None:
    with pytest.raises(UnknownNameError, match=r"(There are|The nearest are): leaderboard"):
        find_question("leaderbord")
    with pytest.raises(UnknownNameError, match="There are: dataset"):
        find_question("leaderboard").sparql({"datset": "GSM8K"}, asker.ask)
    with pytest.raises(UnknownNameError, match="There are: GSM8K"):
        find_question("leaderboard").sparql({"dataset": "GSM9K"}, asker.ask)


def test_a_missing_parameter_is_asked_for(asker: Asker) -> None:
    with pytest.raises(QueryError, match=r"needs a dataset.*-p dataset=GSM8K"):
        find_question("leaderboard").sparql({}, asker.ask)


@pytest.mark.parametrize(
    "head",
    [
        "#+ summary: A.\n#+ colour: red\nASK {}",
        "#+ summary: A.\n#+ params:\n#+   x: no type\nASK {}",
        "#+ summary: A.\n#+ params:\n#+   x (sound): no such type\nASK {}",
        "#+   a line before all keys\nASK {}",
    ],
)
def test_a_wrong_head_is_an_error(tmp_path: Path, head: str) -> None:
    (tmp_path / "wrong.rq").write_text(head)
    with pytest.raises(ValueError, match="expected"):
        read_question(tmp_path / "wrong.rq")


def test_a_head_goes_on_over_lines(tmp_path: Path) -> None:
    (tmp_path / "two.rq").write_text("#+ summary: One\n#+   two.\n#+ params:\n#+   n (integer, 3): a number\nASK {}\n")
    question = read_question(tmp_path / "two.rq")
    assert (question.summary, question.parameters[0].default, question.query) == ("One two.", "3", "ASK {}\n")


def test_every_question_has_rows_of_the_sample_that_a_person_checked() -> None:
    folder = Path(__file__).with_name("expected")
    on_the_sample = {json.loads(path.read_text(encoding="utf-8"))["question"] for path in folder.glob("*.json")}
    assert on_the_sample == set(NAMES)
    assert len(NAMES) >= 40
