"""Names in other words, with a word around them, or with a slip in them."""

from __future__ import annotations

import pytest

from kg.lexicon import Lexicon, Term, read_lexicon
from kg.model import EntityType
from kg.phrases import Phrases
from kg.resolution import Reason
from kg.resources import lexicon_dir
from tests.resolve.given import DATASET, METHOD, METRIC, MODEL, TASK, keys, named, one_each, only, resolved, row

PHRASES = read_lexicon(lexicon_dir()).phrases
WORDS = Lexicon(phrases=PHRASES)

SAME = [
    ("image synthesis", "image generation", "synthesis of images"),
    ("reasoning in LLMs", "large language model (LLM) reasoning", "Language Model Reasoning"),
    ("math reasoning", "mathematical reasoning"),
    ("KV cache compression", "Key-Value (KV) Cache Compression"),
    ("personalised video generation", "customized video synthesis"),
    ("fine-tuning of diffusion models", "diffusion model finetuning"),
    ("language modelling", "Language Modeling"),
    ("Rotary Position Embeddings", "rotary positional embedding"),
    ("MLLM evaluation", "evaluation of large multimodal models"),
    ("aligning LLMs", "LLM alignment", "alignment of large language models"),
    ("detecting harmful memes", "harmful meme detection"),
    ("text-to-image", "text-to-image (T2I) generation", "text-to-image synthesis"),
    ("prompt-guided image editing", "text-driven image editing"),
    ("multimodal understanding and generation", "multimodal generation and understanding"),
    ("video temporal understanding", "temporal video understanding"),
    ("indoor 3D scene understanding", "3D indoor scene understanding"),
    ("learning visual representations", "visual representation learning"),
    ("LLaDA-8B-Instruct", "LLaDA-Instruct-8B"),
    ("Marmot2.5-1.5B Math", "Marmot2.5-Math-1.5B"),
    ("Marmot v2", "Marmot-2"),
    ("speech/music separation", "separation of music and speech"),
    ("sketch/photo retrieval and matching", "photo and sketch matching and retrieval"),
    ("text-guided sketch editing", "prompt-guided sketch editing"),
    ("UI testing", "GUI testing", "user interface testing"),
    ("multiple-speaker separation", "multi-speaker separation"),
    ("reducing side effects", "side effect reduction"),
    ("risk assessment of robots", "risk evaluation of robots"),
]
DIFFERENT = [
    ("text-to-image generation", "image-to-text generation"),
    ("ImageNet 256×256", "ImageNet 256"),
    ("small language model training", "large language model training"),
    ("chain of thought", "thought chain"),
    ("image segmentation", "video segmentation"),
    ("pass@1 accuracy", "pass@10 accuracy"),
    ("unsupervised learning", "supervised learning"),
    ("LLM in the loop", "looped LLM"),
    ("sample efficiency", "sampling efficiency"),
    ("long video reasoning", "LongVideo-Reason"),
    ("reasoning LLMs", "LLM reasoning"),
    ("learning rates", "rate learning"),
    ("speech to text translation", "text to speech translation"),
    ("Llama-3-8B-Instruct", "Llama-8-3B-Instruct"),
    ("sketch-conditioned generation", "conditional sketch generation"),
    ("sketch-guided text editing", "text-guided sketch editing"),
    ("tokens/second rate", "tokens and second rate"),
]


@pytest.mark.parametrize("names", SAME, ids=lambda names: names[0])
def test_one_thing_in_other_words_has_one_key(names: tuple[str, ...]) -> None:
    assert len(set(map(PHRASES.key, names))) == 1
    assert len(keys(one_each(TASK, *names, lexicon=WORDS))) == 1


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_other_things_have_other_keys(one: str, other: str) -> None:
    assert PHRASES.key(one) != PHRASES.key(other)
    assert len(keys(one_each(TASK, one, other, lexicon=WORDS))) == 2


def test_a_single_word_has_no_phrase_key() -> None:
    assert [PHRASES.key(name) for name in ("synthesis", "GPT", "", "★")] == [None] * 4


def test_the_words_of_a_term_lead_to_it_and_two_terms_stay_two() -> None:
    terms = [Term("image-generation", "image generation", TASK), Term("image-synthesis", "image synthesis", TASK)]
    found = one_each(TASK, "generation of images", "image synthesis", lexicon=Lexicon(terms, phrases=PHRASES))
    assert keys(found) == ["image-generation", "image-synthesis"]
    aliases = {merge.surface: merge.reason for merge in found.entity("image-generation").merges}
    assert aliases["generation of images"] is Reason.WORDS


@pytest.mark.parametrize(
    ("entity_type", "name", "base"),
    [
        (MODEL, "OpenAI GPT-5", "GPT-5"),
        (MODEL, "Meta-Llama-3-8B", "Llama-3-8B"),
        (METRIC, "average accuracy", "accuracy"),
        (METRIC, "LPIPS score", "LPIPS"),
        (TASK, "decision-making tasks", "decision-making"),
        (DATASET, "SeePhys Challenge", "SeePhys"),
    ],
    ids=lambda value: str(value),
)
def test_words_around_a_name_make_no_other_thing(entity_type: EntityType, name: str, base: str) -> None:
    entity = only(one_each(entity_type, base, name))
    assert {merge.surface: merge.reason for merge in entity.merges}[name] is Reason.TAIL


@pytest.mark.parametrize(
    ("entity_type", "name", "other"),
    [
        (METRIC, "average precision", "precision"),
        (METRIC, "mean average precision", "average precision"),
        (DATASET, "Google Landmarks", "Landmarks"),
    ],
)
def test_words_that_are_part_of_a_name_stay(entity_type: EntityType, name: str, other: str) -> None:
    assert len(keys(one_each(entity_type, name, other))) == 2


@pytest.mark.parametrize(
    ("wrong", "right"), [("GPT-40", "GPT-4o"), ("GPT-40-mini", "GPT-4o-mini"), ("LlamaV-01", "LlamaV-o1"), ("03", "o3")]
)
def test_a_zero_for_an_o_is_mended(wrong: str, right: str) -> None:
    entity = only(one_each(MODEL, right, wrong))
    assert entity.name == right
    assert {merge.surface: merge.reason for merge in entity.merges}[wrong] is Reason.MISPRINT


@pytest.mark.parametrize(
    ("one", "other"),
    [("Llama-3", "Llama-4"), ("GPT-4", "GPT-4o"), ("Qwen2.5-30B", "Qwen2.5-3B"), ("DeepSeek-01", "DeepSeek-V3")],
)
def test_digits_are_never_guessed_at(one: str, other: str) -> None:
    assert len(keys(one_each(MODEL, one, other))) == 2


def test_a_slip_in_a_long_word_is_mended_where_the_word_is_known() -> None:
    known = [row(n, named(TASK, "test-time deliberation")) for n in range(1, 4)]
    entity = only(resolved(*known, row(9, named(TASK, "Test-Time Delibration"))))
    assert {merge.surface: merge.reason for merge in entity.merges}["Test-Time Delibration"] is Reason.NEAR


@pytest.mark.parametrize(
    ("known", "other"),
    [("VideoLLaMA", "VideoLLaVA"), ("MathVision", "MatchVision"), ("test 2 localization", "test 3 localization")],
)
def test_names_that_are_one_letter_apart_may_be_two(known: str, other: str) -> None:
    rows = [row(n, named(MODEL, known)) for n in range(1, 5)]
    assert len(keys(resolved(*rows, row(9, named(MODEL, other))))) == 2


def test_a_phrase_is_narrower_than_the_term_at_its_head() -> None:
    lexicon = Lexicon([Term("quantization", "quantization", METHOD)], phrases=Phrases())
    found = one_each(METHOD, "FP4 Quantization", "Quantization", lexicon=lexicon)
    assert found.entity("fp4-quantization").broader == "quantization"
    assert found.entity("fp4-quantization").variant_of is None
    assert found.entity("quantization").broader is None
