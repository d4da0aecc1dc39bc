"""Short names that papers of other matters share, and terms of the lexicon that a paper can't mean."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kg.lexicon import Lexicon, Term
from kg.model import EntityType, Role
from kg.phrases import Phrases
from tests.resolve.given import DATASET, METHOD, METRIC, MODEL, TASK, Row, keys, named, resolved, row

CAMERAS = (
    "camera poses, depth maps, meshes, textures, lighting, voxels, surfaces, normals, lidar sweeps, odometry, views"
)
LOANS = "loans, interest, bankruptcy, credit, audits, invoices, taxes, shares, dividends, brokers, ledgers, currencies"


def about(summary: str, given: Row, *, title: str = "") -> Row:
    return replace(given[0], summary=summary, title=title), given[1]


def own(number: int, entity_type: EntityType, *names: str) -> Row:
    return row(number, replace(named(entity_type, *names), role=Role.PROPOSED))


@pytest.mark.parametrize("name", ["CRT", "MaPO", "Planner"])
def test_a_short_name_in_papers_of_other_matters_is_two_things(name: str) -> None:
    rows = [row(number, named(METHOD, name)) for number in (1, 2)]
    assert len(keys(resolved(about(CAMERAS, rows[0]), about(LOANS, rows[1])))) == 2
    assert len(keys(resolved(about(CAMERAS, rows[0]), about(CAMERAS, rows[1])))) == 1
    assert len(keys(resolved(*rows))) == 1


def test_a_name_that_is_not_short_is_one_thing_whatever_the_papers_are_about() -> None:
    rows = [row(number, named(METHOD, "ShadowKV")) for number in (1, 2)]
    assert len(keys(resolved(about(CAMERAS, rows[0]), about(LOANS, rows[1])))) == 1


def test_one_person_or_one_expansion_tells_more_than_the_matter() -> None:
    rows = [row(number, named(METHOD, "CRT"), names=("ydeng9",)) for number in (1, 2)]
    assert len(keys(resolved(about(CAMERAS, rows[0]), about(LOANS, rows[1])))) == 1
    spelled = [row(number, named(METHOD, "CRT")) for number in (1, 2)]
    found = resolved(
        about(f"continuum random tree (CRT): {CAMERAS}", spelled[0]),
        about(LOANS, spelled[1], title="CRT: Continuum Random Tree"),
    )
    assert len(keys(found)) == 1


def test_what_a_text_spells_out_otherwise_is_another_thing() -> None:
    rows = [row(number, named(METHOD, "CRT")) for number in (1, 2)]
    found = resolved(
        about(f"continuum random tree (CRT): {CAMERAS}", rows[0]),
        about(f"contrastive response tuning (CRT): {CAMERAS}", rows[1]),
    )
    assert len(keys(found)) == 2


def test_more_likeness_is_asked_where_a_paper_presents_the_name() -> None:
    some = f"{LOANS}, lawsuits, pensions, odometry"
    rows = [about(CAMERAS, row(1, named(METHOD, "CRT"))), about(some, row(2, named(METHOD, "CRT")))]
    assert len(keys(resolved(*rows))) == 1
    assert len(keys(resolved(rows[0], about(some, own(2, METHOD, "CRT"))))) == 2


def test_words_that_many_papers_use_tell_nothing() -> None:
    rows = [row(number, named(METHOD, "CRT")) for number in (1, 2)]
    shared = "benchmark, accuracy, reasoning"
    lexicon = Lexicon(common=shared.split(", "))
    texts = [about(f"{shared}, {matter}", one) for matter, one in zip((CAMERAS, LOANS), rows, strict=True)]
    assert len(keys(resolved(*texts, lexicon=lexicon))) == 2
    assert len(keys(resolved(*texts))) == 1


def test_a_term_is_not_meant_where_its_acronym_is_spelled_out_otherwise() -> None:
    lexicon = Lexicon([Term("mixture-of-agents", "Mixture-of-Agents", METHOD, ("MoA",))])
    found = resolved(
        row(1, named(METHOD, "MoA", "Mixture of Agents")),
        row(2, named(METHOD, "MoA", "Mixture of Adapters")),
        about(f"mixture of adapters (MoA): {CAMERAS}", row(3, named(METHOD, "MoA"))),
        lexicon=lexicon,
    )
    assert found.entity("mixture-of-agents").papers == 1


def test_an_expansion_that_nearly_quotes_the_lexicon_is_the_term() -> None:
    lexicon = Lexicon([Term("grpo", "GRPO", METHOD, ("Group Relative Policy Optimization",))])
    wrong = "Group Relative Preference Optimization"
    assert keys(resolved(row(1, named(METHOD, wrong, "GRPO")), lexicon=lexicon)) == ["grpo"]
    assert len(keys(resolved(row(1, named(METHOD, "GRPO")), own(2, METHOD, wrong, "GRPO"), lexicon=lexicon))) == 2


def test_a_measure_and_a_model_with_one_acronym_are_two_things() -> None:
    lexicon = Lexicon([Term("mean-absolute-error", "mean absolute error", METRIC, ("MAE",))])
    masked = about(f"masked autoencoders: {CAMERAS}", row(1, named(MODEL, "MAE")))
    found = resolved(masked, row(2, named(METRIC, "MAE")), lexicon=lexicon)
    assert found.entity("mean-absolute-error").papers == 1
    assert len(keys(found)) == 2


def test_what_two_papers_present_under_a_term_of_the_lexicon_is_two_things() -> None:
    lexicon = Lexicon([Term("corag", "CoRAG", METHOD, ("Chain-of-Retrieval Augmented Generation",))])
    rows = [
        own(1, METHOD, "CoRAG", "Collaborative Retrieval-Augmented Generation"),
        own(2, METHOD, "CoRAG", "Chain-of-Retrieval Augmented Generation"),
    ]
    found = resolved(*rows, row(3, named(METHOD, "CoRAG")), lexicon=lexicon)
    assert found.entity("corag").papers == 2
    assert found.entity_of("2410.00001", "2024-10-02", "CoRAG") != "corag"


def test_what_two_papers_present_in_other_words_is_two_things() -> None:
    lexicon = Lexicon(phrases=Phrases({"rl": "reinforcement learning"}))
    names = ("Critique-RL", "Critique Reinforcement Learning")
    assert len(keys(resolved(*(own(n, METHOD, name) for n, name in enumerate(names, 1)), lexicon=lexicon))) == 2
    assert len(keys(resolved(*(row(n, named(METHOD, name)) for n, name in enumerate(names, 1)), lexicon=lexicon))) == 1


def test_data_is_no_task_and_a_proper_name_is_no_phrase() -> None:
    lexicon = Lexicon([Term("medqa", "MedQA", DATASET), Term("deep-search", "deep search", TASK)])
    assert len(keys(resolved(row(1, named(DATASET, "MedQA")), row(2, named(TASK, "MedQA")), lexicon=lexicon))) == 2
    assert keys(resolved(row(1, named(TASK, "DeepSearch")), lexicon=lexicon)) == ["deep-search"]
    assert keys(resolved(own(1, METHOD, "DeepSearch"), lexicon=lexicon)) != ["deep-search"]


def test_two_papers_that_present_a_short_name_each_present_two_things_and_nothing_bridges_them() -> None:
    rows = [about(CAMERAS, own(1, METHOD, "Planner")), about(CAMERAS, own(2, METHOD, "Planner"))]
    users = [about(CAMERAS, row(number, named(METHOD, "Planner"))) for number in range(3, 9)]
    found = resolved(*rows, *users)
    first, second = (found.entity_of(f"2410.0000{n}", f"2024-10-0{n + 1}", "Planner") for n in (1, 2))
    assert first != second
    assert len({found.entity_of(f"2410.0000{n}", f"2024-10-0{n + 1}", "Planner") for n in range(3, 9)}) == 1


def test_a_method_in_a_few_capitals_is_a_measure_only_where_the_text_says_so() -> None:
    match = Term("exact-match", "exact match", METRIC, ("EM",))
    dice = Term("dice-score", "Dice score", METRIC, ("DICE",))
    lexicon = Lexicon([match, dice])
    assert keys(resolved(about(CAMERAS, row(1, named(METHOD, "EM"))), lexicon=lexicon)) == ["em"]
    assert keys(resolved(about(f"exact {CAMERAS}", row(1, named(METHOD, "EM"))), lexicon=lexicon)) == ["em"]
    assert keys(resolved(about(f"exact match, {CAMERAS}", row(1, named(METHOD, "EM"))), lexicon=lexicon)) == [match.id]
    assert keys(resolved(about(CAMERAS, row(1, named(METRIC, "EM"))), lexicon=lexicon)) == [match.id]
    assert keys(resolved(row(1, named(MODEL, "DICE")), lexicon=lexicon)) == ["dice"]
    assert keys(resolved(row(1, named(METRIC, "DICE")), lexicon=lexicon)) == [dice.id]


def test_a_method_may_be_called_after_its_task() -> None:
    lexicon = Lexicon([Term("optical-character-recognition", "optical character recognition", TASK, ("OCR",))])
    assert keys(resolved(about(CAMERAS, row(1, named(METHOD, "OCR"))), lexicon=lexicon)) == [*lexicon.terms]


def test_what_a_paper_presents_as_its_method_is_no_known_measure() -> None:
    lexicon = Lexicon([Term("temporal-consistency", "temporal consistency", METRIC)])
    found = resolved(
        own(1, METHOD, "temporal consistency"), row(2, named(METHOD, "temporal consistency")), lexicon=lexicon
    )
    assert len(keys(found)) == 2
    lexicon = Lexicon([Term("editscore", "EditScore", METRIC)])
    assert keys(resolved(own(1, MODEL, "EditScore"), lexicon=lexicon)) == ["editscore"]


def test_a_lone_acronym_and_a_name_that_leaves_a_word_out_are_two_things() -> None:
    both = row(1, named(TASK, "RES"), named(TASK, "referring expression comprehension"))
    assert len(keys(resolved(both))) == 2
    assert len(keys(resolved(row(1, named(TASK, "REC"), named(TASK, "referring expression comprehension"))))) == 1
