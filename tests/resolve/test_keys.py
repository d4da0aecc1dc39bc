"""The keys of entities: stable, unique, never empty."""

from __future__ import annotations

import re

from hypothesis import given, settings, strategies

from kg.lexicon import Lexicon, Term
from tests.resolve.given import DATASET, METHOD, METRIC, MODEL, keys, named, one_each, only, resolved, row

SAM = Term("sam", "SAM", MODEL, ("Segment Anything Model",), context=("segment",))
LEXICON = Lexicon([SAM, Term("lora", "LoRA", METHOD), Term("x-1", "Quux", DATASET)])


def test_the_earliest_name_gives_the_key_and_the_others_redirect() -> None:
    first = row(1, named(METHOD, "Momentum Routing Search", "MRS"))
    later = row(2, named(METHOD, "MRS"))
    entity = only(resolved(later, first))
    assert (entity.key, entity.alias_keys) == ("momentum-routing-search", ("mrs",))


def test_a_later_paper_changes_no_key() -> None:
    rows = [row(n, named(METHOD, name)) for n, name in enumerate(("Shadow-KV", "DPO", "LoRA"), start=1)]
    before = keys(resolved(*rows))
    after = keys(resolved(*rows, row(9, named(METHOD, "ShadowKV")), row(10, named(METHOD, "Direct Thing"))))
    assert set(before) <= set(after)


def test_a_term_has_its_id_and_old_keys_lead_to_it() -> None:
    entity = only(one_each(METHOD, "LoRAs", lexicon=LEXICON))
    assert (entity.key, entity.alias_keys) == ("lora", ("loras",))


def test_a_name_that_is_not_the_term_does_not_take_its_id() -> None:
    found = one_each(METHOD, "SAM", lexicon=LEXICON)
    assert keys(found) == ["sam_2410.00001"]
    assert found.entity("sam_2410.00001").lexicon_id is None


def test_an_id_is_a_name_of_its_term() -> None:
    assert only(one_each(DATASET, "x-1", lexicon=LEXICON)).lexicon_id == "x-1"


def test_two_things_of_one_slug_have_two_keys() -> None:
    found = one_each(METRIC, "PLMs", "PLMS")
    assert keys(found) == ["plms", "plms_2410.00002"]


def test_signs_get_a_key_of_their_own() -> None:
    found = keys(one_each(METHOD, "★", "☆", "..."))
    assert len(found) == 3
    assert all(re.fullmatch(r"x-[0-9a-f]{10}", key) for key in found)


NAMES = strategies.one_of(
    strategies.text(min_size=1, max_size=8),
    strategies.sampled_from(["SAM", "sam", "LoRA", "lora", "Quux", "x-1", "PLMs", "PLMS", "X_2", "x-2"]),
)


@settings(max_examples=200, deadline=None)
@given(strategies.lists(strategies.lists(NAMES, min_size=1, max_size=3, unique=True), max_size=8))
def test_keys_are_unique_and_no_redirect_is_a_key(names: list[list[str]]) -> None:
    rows = [row(n, named(METHOD, *group)) for n, group in enumerate(names, start=1)]
    found = resolved(*rows, lexicon=LEXICON)
    all_keys = [key for entity in found.entities for key in (entity.key, *entity.alias_keys)]
    assert len(set(all_keys)) == len(all_keys)
    assert all(all_keys)
    for entity in found.entities:
        assert entity.lexicon_id == entity.key or entity.key not in LEXICON.terms
        assert not set(entity.alias_keys) & LEXICON.terms.keys()
