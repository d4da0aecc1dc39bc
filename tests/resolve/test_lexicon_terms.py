"""Ambiguous terms of the lexicon: found only in the right company."""

from __future__ import annotations

import pytest

from kg.lexicon import Lexicon, Term
from kg.model import EntityType
from kg.resolve.finder import TermFinder
from tests.resolve.given import DATASET, METHOD, MODEL, TASK, keys, named, resolved, row

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
