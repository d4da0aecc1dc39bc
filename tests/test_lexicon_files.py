"""The lexicon's files: sorted, unambiguous, and whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.lexicon import COLUMNS, Lexicon, read_lexicon
from kg.model import EntityType
from kg.names import name_key, name_slug
from kg.resources import lexicon_dir

FILES = [lexicon_dir() / f"{t.value.lower()}s.tsv" for t in EntityType]


def cells(path: Path) -> list[list[str]]:
    return [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return read_lexicon(lexicon_dir())


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.name)
def test_file_is_sorted_by_id_with_one_term_a_line(path: Path) -> None:
    header, *rows = cells(path)
    ids = [row[0] for row in rows]
    assert header == [column for column in COLUMNS if column in header]
    assert ids == sorted(ids)
    assert len(rows) > 100
    assert all(len(row) == len(header) for row in rows)
    assert all(cell == cell.strip() for row in rows for cell in row)


def test_ids_are_slugs(lexicon: Lexicon) -> None:
    assert [t.id for t in lexicon if t.id != name_slug(t.id) or not t.id] == []


def test_no_name_belongs_to_two_terms(lexicon: Lexicon) -> None:
    owners: dict[str, set[str]] = {}
    for term in lexicon:
        for name in term.names:
            owners.setdefault(name_key(name), set()).add(term.id)
    assert {key: ids for key, ids in owners.items() if len(ids) > 1 or not key} == {}


def test_no_term_names_itself_twice(lexicon: Lexicon) -> None:
    assert [t.id for t in lexicon if len(set(t.names)) != len(t.names)] == []


def test_parents_exist_and_have_the_type_of_their_children(lexicon: Lexicon) -> None:
    parents = [(t, lexicon.terms.get(t.parent)) for t in lexicon if t.parent]
    assert len(parents) > 400
    assert [t.id for t, parent in parents if parent is None or parent.type is not t.type] == []


def test_no_term_is_its_own_ancestor(lexicon: Lexicon) -> None:
    for term in lexicon:
        seen, above = {term.id}, term.parent
        while above is not None:
            assert above not in seen, f"{term.id}: a cycle through {above}"
            seen.add(above)
            above = lexicon.terms[above].parent


def test_only_metrics_have_a_better_side(lexicon: Lexicon) -> None:
    assert {t.better for t in lexicon} == {"higher", "lower", None}
    assert [t.id for t in lexicon if t.type is not EntityType.METRIC and (t.better or t.unit or t.fraction)] == []
    accuracy, latency = lexicon.terms["accuracy"], lexicon.terms["latency"]
    assert (accuracy.better, accuracy.fraction) == ("higher", True)
    assert (latency.better, latency.fraction) == ("lower", False)


def test_well_known_names_lead_to_their_terms(lexicon: Lexicon) -> None:
    known = {
        "Direct Preference Optimization": "dpo",
        "low-rank adaptation": "lora",
        "GSM-8K": "gsm8k",
        "GPT-40": "gpt-4o",
        "Fréchet Inception Distance": "fid",
        "text-to-image synthesis": "text-to-image-generation",
    }
    assert {name: [t.id for t in lexicon.find(name)] for name in known} == {n: [i] for n, i in known.items()}


def test_families_are_parents(lexicon: Lexicon) -> None:
    assert lexicon.terms["qwen2.5-7b"].parent == "qwen2.5"
    assert lexicon.terms["qwen2.5"].parent == "qwen"
