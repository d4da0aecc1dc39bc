"""How much of what papers name the lexicon knows: counted on made-up texts, and measured on the real corpus."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg.coverage import CommonName, common_names, measure_coverage
from kg.lexicon import Lexicon, Term
from kg.model import EntityType
from kg.resolve.occurrences import TermFinder
from tests.conftest import ROOT
from tests.test_cli import run

METHOD, MODEL, DATASET, TASK = EntityType.METHOD, EntityType.MODEL, EntityType.DATASET, EntityType.TASK
TRAIN = ROOT / "data" / "annotations" / "train.jsonl"


def record(number: int, *entities: tuple[EntityType, list[str]]) -> dict[str, object]:
    return {"id": str(number), "entities": [{"type": t.value, "names": names} for t, names in entities]}


def test_a_name_is_common_by_papers_and_has_the_type_of_most() -> None:
    records = [
        record(1, (METHOD, ["RAG", "RAG"]), (MODEL, ["Llama"])),
        record(2, (TASK, ["RAG", "rag"])),
        record(3, (METHOD, ["RAG"])),
    ]
    assert common_names(records, least=2) == (CommonName("RAG", METHOD, 3),)


def names(*spellings: str, entity_type: EntityType = METHOD) -> tuple[CommonName, ...]:
    return tuple(CommonName(spelling, entity_type, 5) for spelling in spellings)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("LoRA and LoRA again.", {"LoRA": 1}),
        ("QLoRA, LoRAs, lora, Q-LoRA", {}),
        ("a LoRA-based (LoRA) thing", {"LoRA": 1}),
        ("dense LoRA wins", {"dense LoRA": 1}),
        ("", {}),
    ],
)
def test_an_occurrence_is_the_whole_name_as_annotated_once_a_text(text: str, found: dict[str, int]) -> None:
    coverage = measure_coverage([text], names("LoRA", "dense LoRA"), lambda *_: None)
    assert dict(coverage.total) == found
    assert coverage.share() == (0.0 if found else 1.0)


def test_it_resolves_when_the_term_has_the_type() -> None:
    finder = TermFinder(Lexicon([Term("lora", "LoRA", METHOD), Term("dora", "DoRA", MODEL)]))
    coverage = measure_coverage(["LoRA and DoRA", "LoRA, SAM"], names("LoRA", "DoRA", "SAM"), finder.find)
    assert coverage.share() == 0.5
    assert coverage.missed() == [("DoRA", METHOD, 1, 1), ("SAM", METHOD, 1, 1)]
    assert coverage.as_record()["types"] == {"Method": 0.5, "Model": 1.0, "Dataset": 1.0, "Metric": 1.0, "Task": 1.0}


@pytest.mark.corpus
def test_95_percent_of_the_common_names_in_the_corpus_resolve(corpus_dir: Path) -> None:
    figures = json.loads(run("evaluate", "lexicon", "--corpus", corpus_dir, "--annotations", TRAIN, "--json").stdout)
    assert figures["names"] > 600
    assert figures["occurrences"] > 20_000
    assert figures["share"] >= 0.95


def test_the_sample_is_measured_with_the_names_that_fail(sample_dir: Path) -> None:
    shown = run("evaluate", "lexicon", "--corpus", sample_dir, "--annotations", TRAIN, "--errors", "--most", "3").stdout
    assert "occurrences (paper, name)" in shown
