"""Entities: merging, typing, names cut clean, and the seam for further taggers, on texts of our own."""

from __future__ import annotations

import pytest
from spacy.language import Language

from kg.extract import pipeline
from kg.extract.annotations import AcronymPair, Candidate, DocEntity
from kg.extract.candidates import group_candidates
from kg.extract.merging import Judged, merge
from kg.extract.sections import read
from kg.model import EntityType, Role, Span


@pytest.fixture(scope="module")
def nlp() -> Language:
    return pipeline.language()


def entities(nlp: Language, text: str) -> dict[str, DocEntity]:
    return {name: entity for entity in nlp(text)._.kg_entities for name in entity.names}


@pytest.mark.parametrize(
    ("title", "name", "entity_type"),
    [
        ("WobbleTest: A Benchmark for Tool Use\nWobbleTest has 40 tasks.", "WobbleTest", EntityType.DATASET),
        ("Wobbly: An Open Language Model\nWobbly is a language model with 7B weights.", "Wobbly", EntityType.MODEL),
        ("WobblePlan: Planning with Trees\nWobblePlan plans.", "WobblePlan", EntityType.METHOD),
        (
            "WOBBLETREE: Planning with Trees\nWobbleTree is a framework for planning. WobbleTree plans well.",
            "WobbleTree",
            EntityType.METHOD,
        ),
    ],
)
def test_the_head_of_a_title_is_proposed(nlp: Language, title: str, name: str, entity_type: EntityType) -> None:
    entity = entities(nlp, title)[name]
    assert (entity.type, entity.role) == (entity_type, Role.PROPOSED)


def test_a_question_before_a_colon_is_no_name(nlp: Language) -> None:
    assert entities(nlp, "How Far Can We Go: A Study\nHow far can we go is asked here.") == {}


@pytest.mark.parametrize(
    ("sentence", "name", "entity_type"),
    [
        ("We test on the Wobble3 dataset.", "Wobble3", EntityType.DATASET),
        ("It is evaluated on WobQA, FrobSet and GlimX.", "GlimX", EntityType.DATASET),
        ("The WobbleX model is large.", "WobbleX", EntityType.MODEL),
        ("We use models such as GPT-4o, Llama-3-8B and Frob-7B.", "Frob-7B", EntityType.MODEL),
        ("We introduce a new benchmark, WobSuite.", "WobSuite", EntityType.DATASET),
        ("We propose WobbleX, a training framework.", "WobbleX", EntityType.METHOD),
        ("It beats Wobble-3.1-8B by far.", "Wobble-3.1-8B", EntityType.MODEL),
        ("It is best on Wobble-Bench today.", "Wobble-Bench", EntityType.DATASET),
        ("It beats Gemini 9.5 Pro by far.", "Gemini 9.5 Pro", EntityType.MODEL),
    ],
)
def test_unknown_names_are_typed_by_form_and_context(
    nlp: Language, sentence: str, name: str, entity_type: EntityType
) -> None:
    assert entities(nlp, f"A plain title\n{sentence}")[name].type is entity_type


@pytest.mark.parametrize(
    "text",
    [
        "We train LLMs on GPUs.",
        "Large language models (LLMs) help.",
        "A 7B model with 40GB.",
        "An AI-generated 3D scene.",
        "State-of-the-art results.",
    ],
)
def test_classes_and_sizes_are_no_entities(nlp: Language, text: str) -> None:
    assert entities(nlp, f"A plain title\n{text}") == {}


def test_a_misprint_of_a_known_model_is_found(nlp: Language) -> None:
    assert entities(nlp, "T\nIt beats GPT-40 and GPT-40-mini.")["GPT-40"].type is EntityType.MODEL


def test_plural_and_singular_are_one_entity(nlp: Language) -> None:
    found = entities(nlp, "T\nA sparse autoencoder is small. Sparse autoencoders are known.")
    assert found["sparse autoencoder"] is found["Sparse autoencoders"]


def test_generic_words_are_no_part_of_a_measure(nlp: Language) -> None:
    found = entities(nlp, "T\nIt has an average success rate of 71%.")
    assert "success rate" in found


def test_expansion_and_acronym_are_one_entity() -> None:
    reading = read("Foo Bar (FB) and FB")
    judged = [Judged((0, 2), "foobar", EntityType.METHOD, 0.5), Judged((3, 4), "fb", EntityType.METHOD, 0.9)]
    (entity,) = merge(reading, judged, [AcronymPair(Span(9, 11), Span(0, 7))])
    assert set(entity.names) == {"Foo Bar", "FB"}
    assert entity.confidence == 0.9
    assert entity.spans == (Span(0, 7), Span(9, 11), Span(17, 19))


def test_the_type_with_the_most_weight_wins() -> None:
    reading = read("Foo, FOO and foo")
    judged = [
        Judged((0, 1), "foo", EntityType.MODEL, 0.6),
        Judged((2, 3), "foo", EntityType.DATASET, 0.5),
        Judged((4, 5), "foo", EntityType.DATASET, 0.5),
    ]
    assert [entity.type for entity in merge(reading, judged, [])] == [EntityType.DATASET]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("of Wobble", "Wobble"),
        ("The Wobble", "Wobble"),
        ("Wobble's", "Wobble"),
        ("“Wobble”", "Wobble"),
        ("**Wobble**", "Wobble"),
        ("The Pile", "The Pile"),
        ("A-Wobble", "A-Wobble"),
        ("A* search", "A* search"),
        ("Wobble (", "Wobble"),
        ("of the", None),
    ],
)
def test_names_carry_nothing_around_them(text: str, name: str | None) -> None:
    reading = read(text)
    groups = group_candidates(reading, [Candidate(Span(0, len(text)), "test")])
    assert [reading.surface(group.places[0]) for group in groups.values()] == [name] * bool(name)


def test_a_further_tagger_may_propose(nlp: Language) -> None:
    """The seam: a component of its own, put before the judge, needs nothing else."""

    @Language.component("test_tagger")
    def tagger(doc):
        start = doc.text.find("wibble wobbling")
        doc._.kg_candidates.append(Candidate(Span(start, start + 15), "test"))
        return doc

    extended = pipeline.language()
    extended.add_pipe("test_tagger", before="kg_judge_v2")
    doc = extended("T\nWe study wibble wobbling.")
    assert "wibblewobbling" in group_candidates(doc._.kg_reading, doc._.kg_candidates)


def test_what_is_denied_is_no_place_of_a_name(nlp: Language) -> None:
    found = entities(nlp, "T\nWe use LoRA on GSM8K. The paper does not report FID.")
    assert "FID" not in found
    assert {"LoRA", "GSM8K"} <= set(found)


@pytest.mark.parametrize(
    ("sentence", "role"),
    [
        ("We introduce Wobble-7B today.", Role.PROPOSED),
        ("We fine-tune Wobble-7B on code.", Role.USED),
        ("Our tool outperforms Wobble-7B by far.", Role.COMPARED),
    ],
)
def test_roles_follow_cues(nlp: Language, sentence: str, role: Role) -> None:
    assert entities(nlp, f"T\n{sentence}")["Wobble-7B"].role is role
