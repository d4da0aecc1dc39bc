"""Names that a paper coins of words that others use: its own, unless others share its acronym or its people."""

from __future__ import annotations

from dataclasses import replace

from kg.lexicon import Lexicon, Term
from kg.model import EntityType, Role
from tests.resolve.given import DATASET, METHOD, METRIC, MODEL, TASK, Row, keys, named, resolved, row

TRANSFER = Lexicon([Term("knowledge-transfer", "knowledge transfer", TASK)])


def own(number: int, entity_type: EntityType, *names: str, summary: str = "", people: tuple[str, ...] = ()) -> Row:
    """One paper that presents something as its own."""
    entity = replace(named(entity_type, *names), role=Role.PROPOSED)
    return row(number, entity, summary=summary, names=people)


def test_a_phrase_in_capitals_is_no_task_of_the_lexicon() -> None:
    task = row(1, named(TASK, "knowledge transfer"))
    coined = own(2, METHOD, "Knowledge Transfer", summary="We call it Knowledge Transfer.")
    assert len(keys(resolved(task, coined, lexicon=TRANSFER))) == 2
    plain = own(2, METHOD, "Knowledge Transfer", summary="Knowledge Transfer is a knowledge transfer.")
    assert keys(resolved(task, plain, lexicon=TRANSFER)) == ["knowledge-transfer"]


def test_a_name_given_by_hand_follows_what_its_paper_presents() -> None:
    paper, extraction = own(2, METHOD, "Knowledge Transfer", summary="We call it Knowledge Transfer.")
    given = (*extraction.entities, named(METHOD, "Knowledge Transfer"))
    found = resolved((paper, replace(extraction, entities=given)), lexicon=TRANSFER)
    assert len(set(found.entity_keys["2410.00002", "2024-10-03"])) == 1


def test_a_phrase_with_an_acronym_is_the_papers_own() -> None:
    tasks = [row(number, named(TASK, "visual grounded reasoning")) for number in (1, 2)]
    coined = own(3, METHOD, "VGR", "visual grounded reasoning")
    assert len(keys(resolved(*tasks, coined))) == 2
    follower = row(4, named(TASK, "visual grounded reasoning", "VGR"))
    found = resolved(*tasks, coined, follower)
    assert found.entity_of("2410.00004", "2024-10-05", "visual grounded reasoning") == found.entity_of(
        "2410.00003", "2024-10-04", "VGR"
    )


def test_what_one_paper_presents_is_no_task_of_others_unless_they_share_its_acronym() -> None:
    tasks = [row(number, named(TASK, "guided decoding")) for number in (1, 2)]
    assert len(keys(resolved(*tasks, own(3, METHOD, "guided decoding")))) == 2
    assert len(keys(resolved(*tasks, row(3, named(METHOD, "guided decoding"))))) == 1
    assert (
        len(keys(resolved(row(1, named(TASK, "GD", "guided decoding")), own(3, METHOD, "GD", "guided decoding")))) == 1
    )


def test_what_one_paper_presents_in_a_phrase_is_no_measure_of_others() -> None:
    measures = [row(number, named(METRIC, "temporal consistency")) for number in (1, 2)]
    assert len(keys(resolved(*measures, own(3, METHOD, "temporal consistency")))) == 2
    assert len(keys(resolved(row(1, named(METRIC, "EditScore")), own(2, MODEL, "EditScore")))) == 1


def test_the_same_people_mean_the_same() -> None:
    task = row(1, named(TASK, "one-step video generation"), names=("ada",))
    assert len(keys(resolved(task, own(2, METHOD, "OSV", "One Step Video Generation", people=("ada",))))) == 1
    assert len(keys(resolved(task, own(2, METHOD, "OSV", "One Step Video Generation", people=("ben",))))) == 2


def test_two_papers_with_acronyms_of_their_own_mean_two_things() -> None:
    rows = [
        own(1, METHOD, "DuPO", "Dual Preference Optimization"),
        own(2, METHOD, "DPOpt", "Dual Preference Optimization"),
    ]
    assert len(keys(resolved(*rows))) == 2


def test_two_papers_that_coin_a_phrase_mean_two_things_but_not_with_one_acronym() -> None:
    phrase, summary = "Visual Thoughts", "We call them Visual Thoughts."
    rows = [own(number, METHOD, phrase, summary=summary) for number in (1, 2)]
    assert len(keys(resolved(*rows))) == 2
    assert len(keys(resolved(*(own(number, METHOD, phrase, "VTh", summary=summary) for number in (1, 2))))) == 1


def test_an_acronym_of_a_task_is_no_measure_and_no_model_with_another_name() -> None:
    lexicon = Lexicon([Term("text-to-audio", "text-to-audio", TASK, ("T2A",))])
    task = row(1, named(TASK, "T2A"))
    assert len(keys(resolved(task, row(2, named(METRIC, "T2A")), lexicon=lexicon))) == 2
    assert len(keys(resolved(task, own(2, MODEL, "Text2Acoustic", "T2A"), lexicon=lexicon))) == 2


def test_a_tag_or_an_amount_is_not_what_stands_within_it() -> None:
    lexicon = Lexicon([Term("dream", "Dream", MODEL)])
    assert len(keys(resolved(row(1, named(METHOD, "<dream>")), row(2, named(MODEL, "Dream")), lexicon=lexicon))) == 2
    assert len(keys(resolved(row(1, named(METRIC, "|G-1|")), row(2, named(MODEL, "G1"))))) == 2


def test_a_name_of_two_terms_is_not_the_one_of_another_sort() -> None:
    error = Term("mean-absolute-error", "mean absolute error", METRIC, ("MAE",))
    model = Term("masked-autoencoder", "Masked Autoencoder", MODEL, ("MAE",), context=("masked",))
    rows = [row(1, named(METRIC, "MAE")), row(2, named(MODEL, "MAE"))]
    assert len(keys(resolved(*rows, lexicon=Lexicon([error, model])))) == 2
    assert keys(resolved(*rows, lexicon=Lexicon([error]))) == ["mean-absolute-error"]


def test_a_framework_for_evaluating_is_the_dataset_of_its_name() -> None:
    lexicon = Lexicon([Term("zebralogic", "ZebraLogic", DATASET)])
    paper, extraction = row(1, named(METHOD, "ZebraLogic"))
    titled = replace(paper, title="ZebraLogic: On Scaling", summary="ZebraLogic is a framework for evaluating logic.")
    assert keys(resolved((titled, extraction), lexicon=lexicon)) == ["zebralogic"]
    other = replace(paper, title="ZebraLogic: On Scaling", summary="ZebraLogic is a framework for solving logic.")
    assert keys(resolved((other, extraction), lexicon=lexicon)) != ["zebralogic"]
