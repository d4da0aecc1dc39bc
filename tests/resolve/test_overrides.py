"""What people decide wins over every rule, and goes when its line does."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, strategies

from kg.errors import OverridesError
from kg.lexicon import Lexicon, Term
from kg.model import EntityType
from kg.overrides import Override, OverrideKind, overrides_fingerprint, parse_override, read_overrides
from kg.resolution import Reason, Resolution
from kg.resolve.entities import resolve
from tests.resolve.given import METHOD, MODEL, TASK, Row, keys, named, row

LEXICON = Lexicon(
    [Term("dpo", "DPO", METHOD), Term("ppo", "PPO", METHOD), Term("dpo-x", "DPO-X", METHOD, parent="dpo")]
)


def decided(rows: list[Row], *lines: str, lexicon: Lexicon | None = None) -> Resolution:
    overrides = [override for line in lines if (override := parse_override(line))]
    known = Lexicon() if lexicon is None else lexicon
    return resolve([paper for paper, _ in rows], [found for _, found in rows], known, overrides)


ROWS = [row(1, named(METHOD, "Alpha")), row(2, named(METHOD, "Beta")), row(3, named(METHOD, "Gamma", "beta"))]


def test_merged_names_are_one_thing_with_the_key_of_the_second() -> None:
    found = decided(ROWS, 'merge "Alpha" into "Beta"')
    assert keys(found) == ["beta", "gamma"]
    beta = found.entity("beta")
    assert (beta.papers, beta.alias_keys) == (2, ("alpha",))
    assert {merge.surface: merge.reason for merge in beta.merges}["Alpha"] is Reason.OVERRIDE


def test_merging_wins_over_digits_and_over_the_lexicon() -> None:
    rows = [row(1, named(MODEL, "GPT-4")), row(2, named(MODEL, "GPT-5"))]
    assert keys(decided(rows, 'merge "GPT-4" into "GPT-5"')) == ["gpt-5"]
    terms = [row(1, named(METHOD, "DPO")), row(2, named(METHOD, "PPO")), row(3, named(METHOD, "DPO-X"))]
    found = decided(terms, 'merge "DPO" into "PPO"', lexicon=LEXICON)
    assert keys(found) == ["dpo-x", "ppo"]
    assert found.entity("ppo").alias_keys == ("dpo",)
    assert found.entity("dpo-x").broader == "ppo"


def test_a_split_name_is_a_thing_of_its_own() -> None:
    rows = [row(1, named(METHOD, "Momentum Routing Search", "MRS")), row(2, named(METHOD, "MRS"))]
    assert keys(decided(rows)) == ["momentum-routing-search"]
    found = decided(rows, 'split "MRS"')
    assert len(keys(found)) == 2
    assert found.entity_of("2410.00002", "2024-10-03", "MRS") == "mrs"
    assert "MRS" not in found.entity("momentum-routing-search").aliases


def test_a_split_may_hold_in_some_papers_only() -> None:
    rows = [row(n, named(METHOD, "MRS")) for n in (1, 2, 3)]
    found = decided(rows, 'split "mrs" in 2410.00002 2410.00003')
    first, second, third = (found.entity_keys[paper.arxiv_id, paper.date][0] for paper, _ in rows)
    assert first == "mrs" != second == third


def test_a_thing_is_renamed_and_retyped() -> None:
    found = decided(ROWS, 'rename "alpha" to "The Alpha"', 'retype "Beta" to Task', 'rename "Alpha" to "Alpha!"')
    assert found.entity("alpha").name == "Alpha!"
    assert "Alpha" in found.entity("alpha").aliases
    assert (found.entity("beta").type, found.entity("beta").type_counts) == (TASK, ((METHOD, 1),))


def test_what_is_not_there_changes_nothing() -> None:
    lines = ('merge "No" into "Such"', 'split "Thing"', 'rename "at" to "all"', 'retype "here" to Model')
    assert decided(ROWS, *lines) == decided(ROWS)


def test_a_file_is_read_with_what_it_says_to_readers(tmp_path: Path) -> None:
    path = tmp_path / "overrides.txt"
    path.write_text('# ours\n\nmerge GPT-40 into "GPT-4o" # a misprint\r\nretype "RAG" to Method\n', encoding="utf-8")
    assert read_overrides(path) == (
        Override(OverrideKind.MERGE, "GPT-40", "GPT-4o"),
        Override(OverrideKind.RETYPE, "RAG", "Method"),
    )


@pytest.mark.parametrize(
    "line",
    ['merge "A" "B"', 'merge "A into B', "split", 'split "A" in', 'retype "A" to Thing', 'rename "" to "B"', "★"],
)
def test_a_wrong_line_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "overrides.txt"
    path.write_text(f'split "A"\n{line}\n', encoding="utf-8")
    with pytest.raises(OverridesError, match=r"overrides\.txt:2: expected merge"):
        read_overrides(path)


def test_the_hash_goes_by_what_is_decided(tmp_path: Path) -> None:
    one, other = Override(OverrideKind.SPLIT, "A"), Override(OverrideKind.SPLIT, "B")
    assert overrides_fingerprint([one]) == overrides_fingerprint([one]) != overrides_fingerprint([other])


NAMES = strategies.text(min_size=1).filter(str.strip)


@given(NAMES, NAMES, strategies.sampled_from(list(OverrideKind)), strategies.sampled_from(list(EntityType)))
def test_lines_come_back_as_they_were(name: str, other: str, kind: OverrideKind, entity_type: EntityType) -> None:
    value = {OverrideKind.RETYPE: entity_type.value, OverrideKind.SPLIT: ""}.get(kind, other)
    override = Override(kind, name, value)
    assert "\n" not in override.as_line()
    assert parse_override(override.as_line()) == override
