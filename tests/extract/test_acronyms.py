"""Acronyms beside their expansions, in both orders."""

from __future__ import annotations

import pytest
from spacy.vocab import Vocab

from kg.extract.acronyms import AcronymPairer, expansion_start
from kg.extract.sections import Sectioner
from kg.extract.tokens import WordTokenizer


def pairs(text: str) -> list[tuple[str, str]]:
    doc = AcronymPairer()(Sectioner()(WordTokenizer(Vocab())(text)))
    return [(text[p.short.start : p.short.end], text[p.long.start : p.long.end]) for p in doc._.kg_pairs]


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("We use Group Relative Policy Optimization (GRPO) here.", ("GRPO", "Group Relative Policy Optimization")),
        ("We use GRPO (Group Relative Policy Optimization) here.", ("GRPO", "Group Relative Policy Optimization")),
        ("It needs Low-Rank Adaptation (LoRA).", ("LoRA", "Low-Rank Adaptation")),
        ("Two state space models (SSMs) compete.", ("SSMs", "state space models")),
        ("A measure, word error rate (WER), falls.", ("WER", "word error rate")),
        ("The new Tiny Tool Test (TTT, ours) is hard.", ("TTT", "Tiny Tool Test")),
    ],
)
def test_pairs(text: str, pair: tuple[str, str]) -> None:
    assert pairs(text) == [pair]


@pytest.mark.parametrize(
    "text",
    [
        "It wins (see Table 2) again.",
        "The score rose (by 3 points).",
        "Our model (GPT-4o) is good.",
        "It ends. Good Results Per Option (XYZ) follow.",
        "We skip this. The paper does not mention Foo Bar Baz (FBB).",
    ],
)
def test_no_pairs(text: str) -> None:
    assert pairs(text) == []


def test_an_expansion_does_not_reach_over_a_sentence_end() -> None:
    assert pairs("It is a Large. Model (LM) here.") == []


def test_first_letter_begins_a_word() -> None:
    assert expansion_start("a plow-rank thing", "LR") is None
