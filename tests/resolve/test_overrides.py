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


def test_a_further_name_that_is_split_off_has_an_entity_of_the_type_that_its_paper_gives_it() -> None:
    rows = [row(1, named(TASK, "momentum routing", "routing of momentum", "MR")), row(2, named(METHOD, "MR"))]
    found = decided(rows, 'split "MR"', 'split "routing of momentum"')
    apart = found.apart_names["2410.00001", "2024-10-02"]["momentum routing"]
    assert apart == {"MR": "mr", "routing of momentum": "routing-of-momentum"}
    assert found.entity("mr").type_counts == ((METHOD, 1), (TASK, 1))
    assert (found.entity("routing-of-momentum").type, found.entity("routing-of-momentum").papers) == (TASK, 1)
    assert {merge.reason for merge in found.entity("mr").merges} == {Reason.SPLIT}
    assert found.entity_keys["2410.00001", "2024-10-02"] == ("momentum-routing",)


def test_a_thing_keeps_its_row_when_all_its_names_are_split_off() -> None:
    rows = [row(1, named(METHOD, "MRS", "mrs", "Momentum Search"))]
    found = decided(rows, 'split "Momentum Search"', 'split "MRS"')
    assert found.entity_keys["2410.00001", "2024-10-02"] == ("mrs",)
    assert found.apart_names == {("2410.00001", "2024-10-02"): {"MRS": {"Momentum Search": "momentum-search"}}}


def test_of_a_merge_and_a_split_of_one_name_the_later_line_holds() -> None:
    merge, split = 'merge "Alpha" into "Beta"', 'split "Alpha"'
    assert keys(decided(ROWS, merge, split)) == ["alpha", "beta", "gamma"]
    assert keys(decided(ROWS, split, merge)) == ["beta", "gamma"]
    rows = [row(n, named(METHOD, "Alpha")) for n in (1, 3)] + ROWS[1:2]
    found = decided(rows, merge, 'split "Alpha" in 2410.00003')
    assert [found.entity_keys[paper.arxiv_id, paper.date][0] for paper, _ in rows] == ["beta", "alpha", "beta"]
    terms = [row(1, named(METHOD, "DPO")), row(2, named(METHOD, "PPO"))]
    assert len(keys(decided(terms, 'merge "DPO" into "PPO"', 'split "DPO"', lexicon=LEXICON))) == 2


def test_an_alias_of_a_term_that_is_split_off_is_none_any_more() -> None:
    lexicon = Lexicon([Term("dpo", "preference optimization, direct", METHOD, ("DPO", "D.P.O."))])
    rows = [row(1, named(METHOD, "DPO")), row(2, named(METHOD, "preference optimization, direct"))]
    assert keys(decided(rows, lexicon=lexicon)) == ["dpo"]
    found = decided(rows, 'split "DPO"', lexicon=lexicon)
    assert [merge.surface for merge in found.entity("dpo").merges] == ["preference optimization, direct"]
    in_one = decided(rows, 'split "DPO" in 2410.00001', lexicon=lexicon)
    assert "DPO" in in_one.entity("dpo").aliases


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
    [
        "no",
        'no "A"',
        'no no split "A"',
        'merge "A" "B"',
        'merge "A into B',
        "split",
        'split "A" in',
        'retype "A" to Thing',
        'rename "" to "B"',
        "★",
    ],
)
def test_a_wrong_line_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "overrides.txt"
    path.write_text(f'split "A"\n{line}\n', encoding="utf-8")
    with pytest.raises(OverridesError, match=r"overrides\.txt:2: expected merge"):
        read_overrides(path)


def test_the_hash_goes_by_what_is_decided(tmp_path: Path) -> None:
    one, other = Override(OverrideKind.SPLIT, "A"), Override(OverrideKind.SPLIT, "B")
    assert overrides_fingerprint([one]) == overrides_fingerprint([one]) != overrides_fingerprint([other])
    assert overrides_fingerprint([Override.denial(other), one]) == overrides_fingerprint([one])


def test_what_is_denied_changes_nothing() -> None:
    rows = [row(1, named(METHOD, "ATLAS")), row(2, named(METHOD, "ATLAS"), named(METHOD, "Lyra"))]
    papers, found = zip(*rows, strict=True)
    denied = [Override.denial(Override(OverrideKind.MERGE, "ATLAS", "Lyra"))]
    assert resolve(papers, found, Lexicon(), denied) == resolve(papers, found, Lexicon())


NAMES = strategies.text(min_size=1).filter(str.strip)


@given(NAMES, NAMES, strategies.sampled_from(list(OverrideKind)), strategies.sampled_from(list(EntityType)))
def test_lines_come_back_as_they_were(name: str, other: str, kind: OverrideKind, entity_type: EntityType) -> None:
    value = {OverrideKind.RETYPE: entity_type.value, OverrideKind.SPLIT: ""}.get(kind, other)
    asked = Override(OverrideKind.MERGE if kind is OverrideKind.NO else kind, name, value)
    denied = Override.denial(asked)
    assert denied.denied == asked
    for override in (asked, denied):
        assert "\n" not in override.as_line()
        assert parse_override(override.as_line()) == override
