"""Ambiguous terms of the lexicon: found only in the right company."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kg.lexicon import Lexicon, Term
from kg.model import EntityType, Role
from kg.resolve.finder import TermFinder
from tests.resolve.given import DATASET, METHOD, METRIC, MODEL, TASK, keys, named, resolved, row

MATH = Term("math", "MATH", DATASET, ("MATH dataset",), context=("competition", "GSM8K"))
SAM = Term("sam", "SAM", MODEL, ("Segment Anything Model",), context=("segment",))
FLAT = Term("sharpness-aware-minimization", "Sharpness-Aware Minimization", METHOD, ("SAM",), context=("minima",))
LEXICON = Lexicon([MATH, SAM, FLAT])


@pytest.mark.parametrize(
    ("name", "entity_type", "text", "found"),
    [
        ("MATH", DATASET, "on MATH and GSM8K", "math"),
        ("MATH", DATASET, "on MATH and gsm8k", "math"),
        ("MATH", DATASET, "on MATH alone", None),
        ("math", TASK, "math at GSM8K", None),
        ("SAM", MODEL, "SAM for segmentation", "sam"),
        ("SAMs", MODEL, "SAMs for Segmentation", "sam"),
        ("SAM", METHOD, "SAM seeks flat minima", "sharpness-aware-minimization"),
        ("SAM", MODEL, "unsegmented", None),
        ("SAM", METHOD, "minima of segments", "sharpness-aware-minimization"),
        ("SAM", MODEL, "minima of segments", "sam"),
    ],
)
def test_context_licenses(name: str, entity_type: EntityType, text: str, found: str | None) -> None:
    term = TermFinder(LEXICON).find(name, entity_type, text)
    assert (term.id if term else None) == found


def test_a_name_without_its_context_is_a_thing_of_its_own() -> None:
    found = resolved(
        row(1, named(TASK, "math")),
        row(2, named(DATASET, "MATH"), summary="MATH is a competition"),
        row(3, named(MODEL, "SAM"), summary="segments"),
        row(4, named(METHOD, "SAM"), summary="minima"),
        lexicon=LEXICON,
    )
    assert keys(found) == ["math", "math_2410.00001", "sam", "sharpness-aware-minimization"]


def test_of_two_terms_that_a_text_licenses_the_nearer_sort_counts_then_the_more_words() -> None:
    attack = Term("attack-success-rate", "attack success rate", METRIC, ("ASR",), context=("attack", "harmful"))
    speech = Term("speech-recognition", "speech recognition", TASK, ("ASR",), context=("speech", "audio"))
    finder = TermFinder(Lexicon([attack, speech]))
    assert finder.find("ASR", METHOD, "attacks by harmful speech") == speech
    assert finder.find("ASR", METRIC, "attacks by speech") == attack
    sizes = Term("sam-size", "SAM", MODEL, context=("size", "segment"))
    assert TermFinder(Lexicon([SAM, sizes])).find("SAM", MODEL, "sizes of segments") == sizes


@pytest.mark.parametrize(
    ("name", "term", "found"),
    [
        ("Spacer", "SpaceR", 2),
        ("P-LLaVA", "PLLaVA", 2),
        ("MOA", "MoA", 2),
        ("FLATQUANT", "FlatQuant", 1),
        ("MedSAM2", "MedSAM-2", 1),
        ("MovieGen", "Movie Gen", 1),
        ("Self-Reflection", "self-reflection", 1),
    ],
)
def test_who_presents_a_name_in_another_spelling_presents_another_thing(name: str, term: str, found: int) -> None:
    lexicon = Lexicon([Term("known", term, METHOD)])
    own = replace(named(METHOD, name), role=Role.PROPOSED)
    assert len(keys(resolved(row(1, own), row(2, named(METHOD, term)), lexicon=lexicon))) == found
    assert len(keys(resolved(row(1, named(METHOD, name)), row(2, named(METHOD, term)), lexicon=lexicon))) == 1


def test_another_name_of_the_term_beside_it_says_that_it_is_the_term() -> None:
    lexicon = Lexicon([Term("tarflow", "TarFlow", METHOD, ("Transformer AutoRegressive Flow",))])
    own = replace(named(METHOD, "TARFlow", "Transformer Autoregressive Flow"), role=Role.PROPOSED)
    assert keys(resolved(row(1, own), lexicon=lexicon)) == ["tarflow"]
