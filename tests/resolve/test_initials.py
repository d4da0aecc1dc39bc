"""Which short names spell the initials of which long ones."""

from __future__ import annotations

import pytest

from kg.resolve.initials import looks_like_acronym, spells_out, stems

PAIRS = [
    ("GRPO", "Group Relative Policy Optimization"),
    ("RLHF", "reinforcement learning from human feedback"),
    ("LoRA", "Low-Rank Adaptation"),
    ("CoT", "chain-of-thought"),
    ("VAE", "Variational Autoencoder"),
    ("mIoU", "mean Intersection over Union"),
    ("T2V", "text-to-video"),
    ("DiTs", "Diffusion Transformers"),
    ("LLMs", "large language models"),
    ("MCTS", "Monte Carlo Tree Search"),
    ("PSNR", "Peak Signal-to-Noise Ratio"),
    ("3DGS", "3D Gaussian Splatting"),
    ("MoE", "Mixture of Experts"),
    ("FID", "Fréchet Inception Distance"),
    ("BERT", "Bidirectional Encoder Representations from Transformers"),
    ("TTFT", "time-to-first-token"),
]

NO_PAIRS = [
    ("SR", "accuracy"),
    ("accuracy", "success rate"),
    ("FID", "generation FID"),
    ("DPO", "Group Relative Policy Optimization"),
    ("RL", "rule-based policy optimisation for language"),
    ("MATH", "competition mathematics"),
    ("GSM8K", "MATH-500"),
    ("SFT", "supervised learning"),
    ("AP", "average success rate of all planners"),
    ("VBench", "video benchmark"),
]


@pytest.mark.parametrize(("short", "long"), PAIRS)
def test_an_acronym_spells_its_expansion(short: str, long: str) -> None:
    assert spells_out(short, long)


@pytest.mark.parametrize(("short", "long"), NO_PAIRS)
def test_names_that_do_not_fit_are_no_pair(short: str, long: str) -> None:
    assert not spells_out(short, long)


@pytest.mark.parametrize("name", ["Accuracy", "llm", "Group Relative", "X", "A" * 13, ""])
def test_what_does_not_look_like_an_acronym(name: str) -> None:
    assert not looks_like_acronym(name)


def test_stems_forget_endings_little_words_and_tails() -> None:
    assert stems("Retrieval-Augmented Generation") == stems("retrieval augmentation generation framework")
    assert stems("Grouped-Query Attention") == stems("Group Query Attention")


def test_stems_keep_what_differs() -> None:
    assert stems("Action Transformer") != stems("Activation Transport")
    assert stems("Mixed Preference Optimization") != stems("Meta Policy Optimization")


def test_words_of_many_are_told_apart_by_what_there_are_many_of() -> None:
    assert stems("multimodal reward model") != stems("multifurcation reward model")
    assert stems("multimodal reward models") == stems("Multimodal Reward Modelling")[:2]
