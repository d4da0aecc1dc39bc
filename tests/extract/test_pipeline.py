"""The whole pipeline: entities of texts of our own, offsets, order and hostile text."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language

from kg.extract import pipeline
from kg.extract.limits import MOST_CHARACTERS
from kg.extract.modes import Mode
from kg.extract.weight_files import weights_in
from kg.model import EntityType, Extraction, Field, Paper, PaperEntity, Role
from kg.records import as_json_line, extraction_as_record

TITLE = "FrobTune: Faster Image Generation with Sparse Attention"
SUMMARY = (
    "FROBTUNE is a novel framework for text-to-image generation. It builds on Direct Preference Optimization (DPO) and "
    "fine-tunes Qwen2.5-7B. On GSM8K and the new WobbleBench benchmark, FrobTune reaches a success rate of 71.3%, "
    "and it outperforms GPT-4o. The paper does not report FID. Follow-up questions: 1. Does it use LoRA on MMLU?"
)


@pytest.fixture(scope="module")
def nlp() -> Language:
    return pipeline.language()


def run(nlp: Language, title: str, summary: str) -> Extraction:
    (extraction,) = pipeline.extract([Paper("2501.00001", "2025-01-01", title, summary, ())], nlp)
    return extraction


@pytest.fixture(scope="module")
def found(nlp: Language) -> dict[str, PaperEntity]:
    return {name: entity for entity in run(nlp, TITLE, SUMMARY).entities for name in entity.names}


@pytest.mark.parametrize(
    ("name", "entity_type"),
    [
        ("FrobTune", EntityType.METHOD),
        ("Direct Preference Optimization", EntityType.METHOD),
        ("DPO", EntityType.METHOD),
        ("Qwen2.5-7B", EntityType.MODEL),
        ("GPT-4o", EntityType.MODEL),
        ("GSM8K", EntityType.DATASET),
        ("WobbleBench", EntityType.DATASET),
        ("success rate", EntityType.METRIC),
        ("text-to-image generation", EntityType.TASK),
    ],
)
def test_entities_and_types(found: dict[str, PaperEntity], name: str, entity_type: EntityType) -> None:
    assert found[name].type is entity_type


@pytest.mark.parametrize("name", ["FID", "LoRA", "MMLU"])
def test_nothing_comes_from_what_is_left_out(found: dict[str, PaperEntity], name: str) -> None:
    assert name not in found


def test_spellings_and_acronyms_are_one_entity(found: dict[str, PaperEntity]) -> None:
    assert found["FROBTUNE"] is found["FrobTune"]
    assert found["DPO"] is found["Direct Preference Optimization"]
    assert len(found["FrobTune"].mentions) == 3


def test_roles(found: dict[str, PaperEntity]) -> None:
    roles = {name: found[name].role for name in ("FrobTune", "Qwen2.5-7B", "GPT-4o", "GSM8K", "success rate")}
    assert roles == {
        "FrobTune": Role.PROPOSED,
        "Qwen2.5-7B": Role.USED,
        "GPT-4o": Role.COMPARED,
        "GSM8K": Role.EVALUATED,
        "success rate": None,
    }


def test_confidences_have_two_decimals(found: dict[str, PaperEntity]) -> None:
    assert all(0 < e.confidence < 1 and round(e.confidence, 2) == e.confidence for e in found.values())


def test_offsets_give_the_mentions_back(found: dict[str, PaperEntity]) -> None:
    texts = {Field.TITLE: TITLE, Field.SUMMARY: SUMMARY}
    mentions = [mention for entity in found.values() for mention in entity.mentions]
    assert {m.field for m in mentions} == {Field.TITLE, Field.SUMMARY}
    assert all(texts[m.field][m.span.start : m.span.end] == m.text for m in mentions)


@pytest.mark.parametrize("odd", ["😀", "\U0001d54f", "e\u0301", "\u200b", "ﬁ", "İ", "漢字", "\u202e", "ǅ"])
def test_offsets_count_code_points(nlp: Language, odd: str) -> None:
    summary = f"{odd} We test {odd} GSM8K{odd if odd == '😀' else ''} with LoRA {odd}."
    mentions = [m for e in run(nlp, f"{odd} T", summary).entities for m in e.mentions]
    for name in ("GSM8K", "LoRA"):
        (found,) = [m for m in mentions if m.text.startswith(name)]
        assert summary[found.span.start : found.span.end] == found.text
        assert found.span.start == summary.index(name)


PARTS = st.sampled_from(
    [
        "GSM8K",
        "LoRA",
        "FrobTune: ",
        "(",
        ")",
        " (DPO) ",
        "😀",
        "e\u0301",
        ". ",
        ", and ",
        "On ",
        "7B",
        "Qwen2.5",
        "-",
        "@1",
        "71.3%",
        "accuracy",
        "image generation",
        "The paper does not report ",
        "Follow-up questions: ",
        "\u2028",
        "\x00",
        "İ",
    ]
)
WILD = st.lists(st.one_of(PARTS, st.text(max_size=4)), max_size=25).map("".join)


@settings(max_examples=150, deadline=None)
@given(title=WILD, summary=WILD)
def test_offsets_hold_for_any_text(nlp: Language, title: str, summary: str) -> None:
    texts = {Field.TITLE: title, Field.SUMMARY: summary}
    extraction = run(nlp, title, summary)
    taken: set[tuple[Field, int]] = set()
    for entity in extraction.entities:
        assert entity.names[0]
        assert set(entity.names) == {m.text for m in entity.mentions}
        for mention in entity.mentions:
            span = mention.span
            assert texts[mention.field][span.start : span.end].replace("\n", " ") == mention.text
            places = {(mention.field, place) for place in range(span.start, span.end)}
            assert not places & taken
            taken |= places


def test_the_same_text_gives_the_same_bytes(nlp: Language) -> None:
    one = as_json_line(extraction_as_record(run(nlp, TITLE, SUMMARY)))
    other = as_json_line(extraction_as_record(run(pipeline.language(), TITLE, SUMMARY)))
    assert one == other


def test_a_paper_does_not_change_the_next(nlp: Language) -> None:
    papers = [Paper("1", "d", TITLE, SUMMARY, ()), Paper("2", "d", "Plain words", "Nothing here.", ())]
    forth, back = list(pipeline.extract(papers, nlp)), list(pipeline.extract(papers[::-1], nlp))
    assert forth == back[::-1]
    assert [e.arxiv_id for e in forth] == ["1", "2"]
    assert forth[1].entities == ()


@pytest.mark.parametrize(("title", "summary"), [("", ""), ("T", ""), ("", "LoRA on GSM8K."), ("a\nb", "c\nd")])
def test_small_texts(nlp: Language, title: str, summary: str) -> None:
    assert all(m.text for e in run(nlp, title, summary).entities for m in e.mentions)


@pytest.mark.parametrize(
    "piece",
    [
        "(",
        "a-",
        "1.",
        "A",
        "A ",
        "AB (AB) ",
        "A1-",
        "A of ",
        "; ",
        "GSM8K, ",
        "the paper does not report x, ",
        "e\u0301",
        "😀",
        "image generation ",
        "Large Language Model (LLM) ",
        "71.3% on MATH and ",
    ],
)
def test_huge_texts_are_cut(nlp: Language, piece: str) -> None:
    paper = Paper("1", "d", "T", (piece * 1_000_000)[:1_000_000], ())
    (extraction,) = pipeline.extract([paper], nlp)
    ends = [m.span.end for e in extraction.entities for m in e.mentions]
    assert max(ends, default=0) <= MOST_CHARACTERS


def test_hostile_strings(nlp: Language) -> None:
    path = Path(__file__).resolve().parents[3] / "shared" / "hostile" / "blns.json"
    strings = (
        json.loads(path.read_text(encoding="utf-8")) if path.is_file() else ["\x00", "<b>", "'; --", "\ud83d", "((("]
    )
    for string in strings:
        summary = f"We propose {string} on GSM8K. {string}"
        for entity in run(nlp, string, summary).entities:
            for m in entity.mentions:
                assert (summary if m.field is Field.SUMMARY else string)[m.span.start : m.span.end] == m.text


@pytest.mark.parametrize("mode", Mode)
def test_components_get_what_they_require(mode: Mode) -> None:
    nlp = pipeline.language(fast=mode is Mode.FAST)
    assert nlp.analyze_pipes()["problems"] == {name: [] for name in pipeline.COMPONENTS[mode]}
    assert nlp.pipe_names == list(pipeline.COMPONENTS[mode])


def test_a_wrong_order_is_noticed() -> None:
    nlp = Language()
    nlp.add_pipe("kg_roles_v3")
    assert "doc._.kg_entities" in nlp.analyze_pipes()["problems"]["kg_roles_v3"]


def test_displacy_sees_the_entities(nlp: Language) -> None:
    doc = nlp(f"{TITLE}\n{SUMMARY}")
    assert ("Qwen2.5-7B", "Model") in {(span.text, span.label_) for span in doc.ents}


def test_the_version_is_that_of_code_and_weights() -> None:
    code, _, weights = pipeline.extractor_version().partition("+")
    assert (pipeline.EXTRACTOR, code) == ("kg-trained", "8")
    assert weights == weights_in().version
