"""Variants lead to their families, narrower terms to broader ones, and never in a circle."""

from __future__ import annotations

import pytest
from hypothesis import given, settings, strategies

from kg.lexicon import Lexicon, Term
from kg.model import EntityType
from kg.resolution import Resolution
from kg.resolve.family import relatives
from tests.resolve.given import DATASET, METHOD, METRIC, MODEL, keys, named, one_each, resolved, row


def family(resolution: Resolution, key: str) -> list[str]:
    found = [key]
    while (parent := resolution.entity(found[-1]).variant_of) is not None:
        found.append(parent)
    return found


def test_what_is_supervised_by_itself_or_weakly_is_no_kind_of_supervised_learning() -> None:
    lexicon = Lexicon([Term("supervised-learning", "supervised learning", METHOD)])
    names = ["self-supervised learning", "weakly supervised learning", "plain supervised learning"]
    found = one_each(METHOD, *names, lexicon=lexicon)
    assert [found.find(name)[0].broader for name in names] == [None, None, "supervised-learning"]


def test_a_model_leads_to_its_family_step_by_step() -> None:
    found = one_each(MODEL, "Llama-3.1-8B-Instruct", "Llama-3.1-8B", "Llama-3.1", "LLaMA")
    assert family(found, "llama-3.1-8b-instruct") == [
        "llama-3.1-8b-instruct",
        "llama-3.1-8b",
        "llama-3.1",
        "llama",
    ]


def test_steps_that_nothing_is_called_are_left_out() -> None:
    assert family(one_each(MODEL, "Qwen2.5-VL-72B-Instruct", "Qwen2.5"), "qwen2.5-vl-72b-instruct") == [
        "qwen2.5-vl-72b-instruct",
        "qwen2.5",
    ]


@pytest.mark.parametrize(
    ("entity_type", "name", "parent"),
    [
        (MODEL, "GPT-4o-mini", "GPT-4o"),
        (MODEL, "GPT-4o", "GPT"),
        (MODEL, "SAM 2", "SAM"),
        (MODEL, "Qwen2.5VL-7B", "Qwen2.5-VL"),
        (MODEL, "Mixtral-8x7B-Instruct-v0.1", "Mixtral-8x7B"),
        (MODEL, "Qwen3-235B-A22B", "Qwen3"),
        (MODEL, "Claude 3.5 Sonnet", "Claude 3.5"),
        (MODEL, "gpt-4-0613", "GPT-4"),
        (DATASET, "MATH-500", "MATH"),
        (DATASET, "SWE-bench Verified", "SWE-bench"),
        (DATASET, "CIFAR-10", "CIFAR"),
        (METHOD, "Wobble-R2-3B", "Wobble-R2"),
    ],
    ids=lambda value: str(value),
)
def test_variants_of_real_names(entity_type: EntityType, name: str, parent: str) -> None:
    found = one_each(entity_type, name, parent)
    variant, family_name = found.find(name)[0], found.find(parent)[0]
    assert variant.variant_of == family_name.key
    assert family_name.variant_of is None


@pytest.mark.parametrize(
    ("entity_type", "name", "other"),
    [
        (MODEL, "Stable Video Diffusion", "Stable Diffusion"),
        (MODEL, "CLIP-ViT", "CLIP"),
        (MODEL, "Sa2VA", "SaVA"),
        (METHOD, "BF16", "BF"),
        (METRIC, "F1", "F"),
        (MODEL, "Llama-3.1-8B", "Llama-8B"),
    ],
    ids=lambda value: str(value),
)
def test_what_is_no_variant(entity_type: EntityType, name: str, other: str) -> None:
    found = one_each(entity_type, name, other)
    assert [entity.variant_of for entity in found.entities] == [None, None]


def test_the_lexicon_gives_families_and_those_that_no_paper_names() -> None:
    lexicon = Lexicon(
        [
            Term("llama", "Llama", MODEL, ("LLaMA",)),
            Term("llama-3", "Llama-3", MODEL, parent="llama"),
            Term("vicuna", "Vicuna", MODEL, parent="llama-3"),
            Term("falcon", "Falcon", MODEL),
        ]
    )
    found = one_each(MODEL, "Vicuna-7B", lexicon=lexicon)
    assert family(found, "vicuna-7b") == ["vicuna-7b", "vicuna", "llama-3", "llama"]
    assert [entity.papers for entity in found.entities] == [0, 0, 0, 1]
    assert found.entity("llama").aliases == ("LLaMA",)


def test_methods_have_broader_terms_from_the_lexicon() -> None:
    lexicon = Lexicon([Term("peft", "PEFT", METHOD), Term("lora", "LoRA", METHOD, parent="peft")])
    found = one_each(METHOD, "LoRA", lexicon=lexicon)
    assert [(entity.key, entity.broader, entity.variant_of) for entity in found.entities] == [
        ("lora", "peft", None),
        ("peft", None, None),
    ]


def test_a_version_of_a_method_is_a_variant_and_a_kind_of_it_is_none() -> None:
    terms = [Term("weave", "Weave", METHOD)]
    terms += [Term(one.lower(), one, METHOD, parent="weave") for one in ("Weave++", "Weave v2", "QWeave")]
    found = one_each(METHOD, "Weave", "Weave++", "Weave v2", "QWeave", lexicon=Lexicon(terms))
    assert {entity.name: (entity.variant_of, entity.broader) for entity in found.entities} == {
        "Weave": (None, None),
        "Weave++": ("weave", None),
        "Weave v2": ("weave", None),
        "QWeave": (None, "weave"),
    }


def test_a_circle_in_the_lexicon_is_cut_at_its_least_key() -> None:
    circle = [Term(a, a.upper(), MODEL, parent=b) for a, b in (("aa", "bb"), ("bb", "cc"), ("cc", "aa"))]
    found = one_each(MODEL, "BB", lexicon=Lexicon(circle))
    assert {entity.key: entity.variant_of for entity in found.entities} == {
        "aa": None,
        "bb": "cc",
        "cc": "aa",
    }


def test_relatives_come_nearest_first() -> None:
    assert list(relatives("Llama-3.1-8B-Instruct", MODEL)) == [
        "Llama-3.1-8B",
        "Llama-3.1-Instruct",
        "Llama-3.1",
        "Llama-Instruct",
        "Llama",
    ]


NAMES = strategies.lists(
    strategies.sampled_from(["Llama", "Llama-3", "3", "Qwen", "8B", "Instruct", "VL", "2.5", "mini", "v2", "GPT4"]),
    min_size=1,
    max_size=5,
).map("-".join)


@settings(max_examples=150, deadline=None)
@given(strategies.lists(NAMES, max_size=12, unique=True))
def test_links_lead_to_entities_and_end(names: list[str]) -> None:
    found = resolved(*(row(n, named(MODEL, name)) for n, name in enumerate(names, start=1)))
    for key in keys(found):
        line = family(found, key)
        assert len(set(line)) == len(line)


@given(strategies.text(max_size=40), strategies.sampled_from(list(EntityType)))
def test_any_name_has_relatives_that_are_shorter(name: str, entity_type: EntityType) -> None:
    for relative in relatives(name, entity_type):
        assert len(relative) < len(name)
