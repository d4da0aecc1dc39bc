"""Traps for a reader of results and names, each in texts of our own: traps.jsonl and trap_texts.jsonl.

A line of traps.jsonl is a sentence in the middle of a summary whose entities are given, with all of its results; a
slot that is not named there may be anything. A line of trap_texts.jsonl is a whole text: the types that names must
have, names that must not be found, spellings of one entity, and the values of all results.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from spacy.language import Language

from kg.extract import pipeline
from kg.model import Extraction, Field, Paper
from tests.extract.test_results import Linked, results

FEWEST = 3
FOLDER = Path(__file__).parent


def read(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (FOLDER / name).read_text(encoding="utf-8").splitlines()]


SENTENCES, TEXTS = read("traps.jsonl"), read("trap_texts.jsonl")


def shown(result: Linked, wanted: dict[str, Any]) -> dict[str, Any]:
    """Return of a found result what a case asks for."""
    found = result.found
    known = {
        "value": result.value,
        "kind": result.kind,
        "bound": found.number.bound,
        "unit": found.number.unit,
        "change": found.change,
        "before": found.before,
        "subject": result.subject,
        "metric": result.metric,
        "dataset": result.dataset,
        "baseline": result.baseline,
        "model": result.model,
    }
    return {slot: known[slot] for slot in wanted}


@pytest.mark.parametrize("case", SENTENCES, ids=[f"{case['trap']}: {case['text'][:40]}" for case in SENTENCES])
def test_sentences(case: dict[str, Any]) -> None:
    found = results(case["text"])
    assert [result.value for result in found] == [wanted["value"] for wanted in case["results"]]
    assert [shown(result, wanted) for result, wanted in zip(found, case["results"], strict=True)] == case["results"]


@pytest.fixture(scope="module")
def nlp() -> Language:
    return pipeline.language()


@pytest.mark.parametrize("case", TEXTS, ids=[f"{case['trap']}: {case['title'][:40]}" for case in TEXTS])
def test_texts(nlp: Language, case: dict[str, Any]) -> None:
    paper = Paper("2501.00001", "2025-01-01", case["title"], case["summary"], ())
    (extraction,) = pipeline.extract([paper], nlp)
    entities = {mention.text: entity for entity in extraction.entities for mention in entity.mentions}
    assert {name: entities[name].type for name in case["types"] if name in entities} == case["types"]
    assert not [name for name in case["absent"] if name in entities]
    for spellings in case["same"]:
        assert len({id(entities[name]) for name in spellings}) == 1
    assert [result.value for result in extraction.results] == case["values"]
    assert_offsets(extraction, case)


def assert_offsets(extraction: Extraction, case: dict[str, Any]) -> None:
    texts = {Field.TITLE: case["title"], Field.SUMMARY: case["summary"]}
    for entity in extraction.entities:
        for mention in entity.mentions:
            assert texts[mention.field][mention.span.start : mention.span.end].replace("\n", " ") == mention.text
    for result in extraction.results:
        printed = case["summary"][result.span.start : result.span.end]
        assert printed.replace(",", "").startswith(result.value.split("-")[0])


def test_each_trap_has_several_texts() -> None:
    counts = Counter(case["trap"] for case in [*SENTENCES, *TEXTS])
    assert len(counts) >= 20
    assert {trap: count for trap, count in counts.items() if count < FEWEST} == {}
