"""What counts as one spelling of a name, tried on names that papers use."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, strategies

from kg.names import name_key, name_slug

SAME = [
    ("ShadowKV", "SHADOWKV", "Shadow-KV", "shadow kv"),
    ("Llama-3.1-8B", "LLaMA-3.1 8B", "Llama3.1-8B", "LLAMA 3.1 (8B)"),
    ("GPT-4o", "GPT4o", "GPT-4O", "gpt4-o"),
    ("MATH-500", "MATH500", "Math 500"),
    ("Qwen2.5-VL-72B", "Qwen2.5VL-72B", "Qwen 2.5 VL 72B"),
    ("chain-of-thought", "Chain of Thought", "Chain-of-Thoughts"),
    ("Diffusion Transformers", "diffusion transformer"),
    ("Fréchet Inception Distance", "Frechet Inception Distance"),
    ("τ-bench", "tau-bench", r"$\tau$-bench", r"$\tau$-Bench"),
    ("π0", "π₀", r"$\pi_0$", "pi0"),
    (r"$\varepsilon$-greedy", "ε-greedy", "epsilon-greedy"),
    ("ＧＰＴ－４", "GPT-4"),
    ("retrieval strategies", "Retrieval Strategy"),
    ("LLaMA™", "LLaMA"),
    ("GPUs", "GPU"),
    ("OS-Atlas", "OS-ATLAS"),
    ("OAgents", "OAGENTS"),
    ("FLOPs", "FLOPS"),
    ("APIs", "API"),
    ("LMs", "LM"),
    (r"$\mathcal{V}$isual", "Visual"),
]

DIFFERENT = [
    ("GPT-4", "GPT-4o"),
    ("GPT-4o", "GPT-40"),
    ("GPT-4o", "GPT-4o-mini"),
    ("Llama-3-8B", "Llama-3.1-8B"),
    ("Llama-3-8B", "Llama-38B"),
    ("Llama-3-8B", "Llama-3-80B"),
    ("SAM", "SAM 2"),
    ("MATH", "MATH-500"),
    ("Qwen2.5-7B", "Qwen2-57B"),
    ("Qwen2.5-VL-7B", "Qwen2.5-7B"),
    ("DeepSeek-R1", "DeepSeek-V3"),
    ("LLaVA-1.5", "LLaVA-15"),
    ("τ-bench", "τ²-bench"),
    ("PARM", "PARM++"),
    ("AIME 2024", "AIME 2025"),
    ("pass@1", "pass@10"),
    ("VBench", "VBench-2.0"),
    ("Claude 3.5 Sonnet", "Claude 3 Sonnet"),
    ("loss", "los"),
    ("PLMs", "PLMS"),
    ("PLM", "PLMS"),
]


@pytest.mark.parametrize("names", SAME, ids=lambda names: names[0])
def test_spellings_of_one_name_share_a_key(names: tuple[str, ...]) -> None:
    assert len(set(map(name_key, names))) == 1


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_names_of_two_things_have_two_keys(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)


@given(strategies.text())
def test_a_slug_holds_only_what_an_iri_can_hold_and_stays_as_it_is(name: str) -> None:
    slug = name_slug(name)
    assert all(character.isalnum() or character in ".+#-" or ord(character) > 127 for character in slug)
    assert not slug.startswith(("-", "."))
    assert not slug.endswith(("-", "."))
    assert name_slug(slug) == slug


@given(strategies.text(alphabet="abcXYZ0189 -.", min_size=1))
def test_digits_of_a_name_are_never_run_together(name: str) -> None:
    assert re.findall(r"\d+", name_key(name)) == re.findall(r"\d+", name)
