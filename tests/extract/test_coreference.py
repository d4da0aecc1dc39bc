"""Coreference: which names of one text are one thing, on texts of our own."""

from __future__ import annotations

import numpy as np
import pytest
from spacy.language import Language

from kg.extract import pipeline
from kg.extract.aliases import Aliases, alias_pair
from kg.extract.annotations import DocEntity
from kg.extract.coreference import ONE, TWO, Coreference
from kg.extract.gazetteer import Gazetteer, Known
from kg.extract.linear import Linear
from kg.extract.pair_features import Pairing
from kg.extract.sections import read
from kg.extract.spellings import spelling, spelling_signs
from kg.model import EntityType, Span
from kg.names import name_key

NONE = Aliases({})


@pytest.fixture(scope="module")
def nlp() -> Language:
    return pipeline.language()


def found(text: str, *names: tuple[str, EntityType]) -> list[DocEntity]:
    """Return entities, each at the first place of its name."""
    spans = [(Span(text.index(name), text.index(name) + len(name)), name, kind) for name, kind in names]
    return [DocEntity(kind, (name,), None, (span,), 0.8) for span, name, kind in sorted(spans, key=lambda one: one[0])]


def groups(nlp: Language, text: str) -> list[set[str]]:
    return [{name_key(name) for name in entity.names} for entity in nlp(text)._.kg_entities]


@pytest.mark.parametrize(
    ("text", "one", "other"),
    [
        (
            "Agents by RL\nWe train with reinforcement learning. RL makes agents 4.2% more accurate on GSM8K.",
            "reinforcement learning",
            "RL",
        ),
        (
            "WobbleNet for Robot Manipulation\nWobbleNet is a network for robotic manipulation that we test on LIBERO.",
            "robotic manipulation",
            "Robot Manipulation",
        ),
    ],
)
def test_two_names_of_one_thing_are_one_entity(nlp: Language, text: str, one: str, other: str) -> None:
    assert any({name_key(one), name_key(other)} <= names for names in groups(nlp, text))


@pytest.mark.parametrize(
    ("text", "one", "other"),
    [
        ("Testing\nWe compare GPT-4 with GPT-4o on GSM8K: GPT-4o has an accuracy of 92.1%.", "GPT-4", "GPT-4o"),
        ("Testing\nIt is tested on MATH and on MATH-500 with an accuracy of 71.2%.", "MATH", "MATH-500"),
        ("Testing\nLlama-3.1-8B and Llama-3.1-70B are tested on MMLU.", "Llama-3.1-8B", "Llama-3.1-70B"),
        ("Testing\nIt has an accuracy of 71% and a balanced accuracy of 64% on COCO.", "accuracy", "balanced accuracy"),
        ("Testing\nIt has a Recall@1 of 71.3% and a Recall@5 of 84.1% on COCO.", "Recall@1", "Recall@5"),
    ],
)
def test_two_things_stay_two(nlp: Language, text: str, one: str, other: str) -> None:
    found = groups(nlp, text)
    assert sum(name_key(one) in names for names in found) == sum(name_key(other) in names for names in found) == 1
    assert not any({name_key(one), name_key(other)} <= names for names in found)


def test_joined_entities_have_all_places_and_the_type_of_most() -> None:
    text = "T\nWob Nets are new. We train Wob Net and Wob-Netting."
    entities = [
        DocEntity(EntityType.MODEL, ("Wob Nets", "Wob Net"), None, (Span(2, 10), Span(29, 36)), 0.6),
        DocEntity(EntityType.METHOD, ("Wob-Netting",), None, (Span(41, 52),), 0.7),
    ]
    always = Linear([ONE, TWO], ["same first"], np.array([[9, 0], [0, 0]], dtype=np.float32))
    (joined,) = Coreference(always, NONE, Gazetteer({})).joined(read(text), entities)
    assert joined.type is EntityType.MODEL
    assert joined.spans == (Span(2, 10), Span(29, 36), Span(41, 52))
    assert set(joined.names) == {"Wob Nets", "Wob Net", "Wob-Netting"}
    assert joined.confidence == 0.7


def test_a_name_that_many_papers_have_is_no_other_name_of_a_narrower_thing() -> None:
    text = "T\nWe study wobbling and robust wobbling."
    entities = found(text, ("robust wobbling", EntityType.TASK), ("wobbling", EntityType.TASK))
    always = Linear([ONE, TWO], ["suffix"], np.array([[9, 0], [0, 0]], dtype=np.float32))
    for papers, count in ((9, 1), (10, 2)):
        gazetteer = Gazetteer({("wobbling",): Known({EntityType.TASK: papers}, papers)})
        assert len(Coreference(always, NONE, gazetteer).joined(read(text), entities)) == count


def test_what_is_added_behind_a_proper_name_makes_another_thing() -> None:
    text = "T\nWob is what Wob-Zero begins with."
    entities = found(text, ("Wob", EntityType.METHOD), ("Wob-Zero", EntityType.METHOD))
    always = Linear([ONE, TWO], ["prefix"], np.array([[9, 0], [0, 0]], dtype=np.float32))
    assert len(Coreference(always, NONE, Gazetteer({})).joined(read(text), entities)) == 2


def test_what_has_nothing_in_common_is_not_looked_at() -> None:
    text = "T\nWob is tested on Frobnicate by the accuracy and by a Glim Score, which is a GS of Wobbles."
    names = ("Wob", EntityType.MODEL), ("Frobnicate", EntityType.DATASET), ("accuracy", EntityType.METRIC)
    entities = found(text, *names, ("Glim Score", EntityType.METRIC), ("GS", EntityType.METRIC))
    pairing = Pairing(read(text), entities, NONE)
    assert [tuple(entities[n].names[0] for n in pair) for pair in pairing.pairs()] == [("Glim Score", "GS")]


def test_known_pairs_are_told_without_the_paper_itself() -> None:
    one, two = {"rl": 0, "reinforcementlearning": 0}, {"rl": 0, "reinforcementlearning": 1}
    pair = alias_pair("rl", "reinforcementlearning")
    papers = Aliases.count([one, one, two])
    assert papers.known(pair) == (2, 1)
    assert papers.known(pair, one) == (1, 1)
    assert papers.known(pair, two) == (2, 0)
    assert papers.known(pair, {"rl": 0}) == (2, 1)
    assert Aliases.count([one]).known(pair, one) == (0, 0)
    assert Aliases.from_bytes(papers.as_bytes()) == papers


@pytest.mark.parametrize(
    ("one", "other", "sign"),
    [
        ("RL", "reinforcement learning", "initials in capitals"),
        ("PARSCALE", "parallel scaling", "beginnings"),
        ("robotic manipulation", "robot manipulation", "same roots"),
        ("watermarking", "image watermarking", "suffix"),
        ("Pensez", "Pensez 7B", "more digits"),
        ("WobNet", "Wob Net", "inside"),
        ("query latency", "memory latency", "some shared"),
    ],
)
def test_signs_of_spellings(one: str, other: str, sign: str) -> None:
    assert sign in spelling_signs(spelling(one), spelling(other))
    assert spelling_signs(spelling(one), spelling(other)) == spelling_signs(spelling(other), spelling(one))


@pytest.mark.parametrize("name", ["$", "", "\u202e", "é" * 40, "\\alpha", "a" * 5000])
def test_hostile_names_have_signs(name: str) -> None:
    assert spelling_signs(spelling(name), spelling("RL"))


def test_work_does_not_grow_with_the_square_of_a_long_list() -> None:
    text = "T\n" + ", ".join(f"Wob-{number}" for number in range(2000)) + " are models."
    entities = found(text, *((f"Wob-{number}", EntityType.MODEL) for number in range(1000, 2000)))
    pairs = list(Pairing(read(text), entities, NONE).pairs())
    assert len(pairs) == 100 * 99 // 2
