"""The lexicon matcher: spellings, case, bounds and context."""

from __future__ import annotations

import pytest
from spacy.vocab import Vocab

from kg.extract.lexicon_matcher import LexiconMatcher
from kg.extract.pieces import KeyMatcher, pieces, stretch_key
from kg.extract.sections import Sectioner
from kg.extract.tokens import NameTokenizer
from kg.lexicon import Lexicon, Term
from kg.model import EntityType, Span
from kg.names import name_key

TERMS = Lexicon(
    [
        Term("clip", "CLIP", EntityType.MODEL),
        Term("drop", "DROP", EntityType.DATASET, context=("reading", "comprehension")),
        Term("quality", "QuALITY", EntityType.DATASET),
        Term("gsm8k", "GSM8K", EntityType.DATASET),
        Term("imagenet", "ImageNet", EntityType.DATASET),
        Term("llama-3-8b", "Llama-3-8B", EntityType.MODEL),
        Term("qwen2.5-vl", "Qwen2.5-VL", EntityType.MODEL),
        Term("image-generation", "image generation", EntityType.TASK),
        Term("text-to-image-generation", "text-to-image generation", EntityType.TASK),
        Term("supervised-learning", "supervised learning", EntityType.METHOD),
        Term("transformer", "Transformer", EntityType.MODEL, ("Transformers",)),
    ]
)


def found(text: str) -> list[str]:
    doc = LexiconMatcher(TERMS)(Sectioner()(NameTokenizer(Vocab())(text)))
    return [text[c.span.start : c.span.end] for c in doc._.kg_candidates]


@pytest.mark.parametrize(
    "name",
    [
        "GSM8K",
        "GSM-8K",
        "GSM 8K",
        "gsm8K",
        "ImageNet",
        "Imagenet",
        "IMAGENET",
        "Llama 3-8B",
        "LLaMA3-8B",
        "Transformers",
        "Image Generation",
        "image-generation",
        "CLIPs",
    ],
)
def test_spellings_of_a_name_are_found(name: str) -> None:
    assert found(f"t\nWe take {name} here.") == [name]


@pytest.mark.parametrize(
    "text",
    [
        "We clip the video.",
        "A drop in quality.",
        "Quality is high.",
        "Llama-38B",
        "Qwen2.5-VL-7B",
        "self-supervised learning",
        "CLIPPER",
        "MetaCLIP",
        "Video-CLIP",
        "CLIP-B",
        "CLIP_x",
        "x@CLIP",
        "a DROP of water",
    ],
)
def test_parts_of_words_and_plain_words_are_not_found(text: str) -> None:
    assert found(f"t\n{text}") == []


def test_context_lets_an_ambiguous_name_in() -> None:
    assert found("t\nReading comprehension on DROP.") == ["DROP"]
    assert found("t\nA big DROP.") == []


def test_lower_case_tails_do_not_hide_a_name() -> None:
    assert found("t\nA CLIP-based score.") == ["CLIP"]


def test_the_longest_term_wins() -> None:
    assert found("t\nFor text-to-image generation.") == ["text-to-image generation"]


def test_left_out_parts_are_not_searched() -> None:
    assert found("t\nThe paper does not report CLIP. Follow-up questions: 1. What of GSM8K?") == []


def test_a_name_does_not_reach_over_punctuation() -> None:
    assert found("t\nWe like image. Generation is next; image, generation") == []


@pytest.mark.parametrize(
    "name", ["Llama-3-8B", "Llama-38B", "Vision Transformers", "GPT-4", "GPT-4o", "loss", "CLIPs", "PARM++", "Qwen2.5"]
)
def test_keys_agree_with_name_keys(name: str) -> None:
    assert stretch_key(name) == name_key(name)


def test_every_match_from_a_place_is_given_longest_first() -> None:
    matcher = KeyMatcher({"a": 1, "ab": 2})
    (run,) = pieces("A-B", [Span(0, 3)])
    assert [(span.end, value) for span, value in matcher.find("A-B", run)] == [(3, 2), (1, 1)]
