"""Homographs: the same letters for two things, told apart by a second sign beside the type."""

from __future__ import annotations

from dataclasses import replace

from kg.lexicon import Lexicon, Term
from kg.model import EntityType, Role
from tests.resolve.given import DATASET, METHOD, METRIC, MODEL, TASK, Row, keys, named, resolved, row


def own(number: int, entity_type: EntityType, *names: str, people: tuple[str, ...] = ()) -> Row:
    """One paper that presents something as its own."""
    return row(number, replace(named(entity_type, *names), role=Role.PROPOSED), names=people)


def test_what_two_papers_present_is_two_things() -> None:
    found = resolved(own(1, METHOD, "ATLAS"), own(2, METHOD, "Atlas"), row(3, named(METHOD, "ATLAS")))
    assert len(keys(found)) == 3
    assert found.entity_of("2410.00001", "2024-10-02", "ATLAS") != found.entity_of("2410.00002", "2024-10-03", "Atlas")


def test_a_title_that_begins_with_the_name_presents_it() -> None:
    rows = [row(number, named(METHOD, "Lyra")) for number in (1, 2)]
    titled = [(replace(paper, title=f"Lyra: way {paper.arxiv_id}"), extraction) for paper, extraction in rows]
    assert len(keys(resolved(*titled))) == 2
    assert len(keys(resolved(*rows))) == 1


def test_one_person_in_both_or_one_expansion_makes_one_thing() -> None:
    assert len(keys(resolved(own(1, METHOD, "ATLAS", people=("ada",)), own(2, METHOD, "ATLAS", people=("ada",))))) == 1
    long = "Critique Fine-Tuning"
    assert len(keys(resolved(own(1, METHOD, "CFT", long), own(2, METHOD, "CFT", long)))) == 1


def test_one_expansion_does_not_make_one_thing_of_other_matters() -> None:
    robots = (
        "Arms remember failures: grippers, motors, torque, contact, friction, sensors, wrists, joints, force, levers."
    )
    chats = (
        "Stateful dialogues: turns, messages, encoders, decoders, events, latency, replies, topics, users, sessions."
    )
    rows = [own(number, METHOD, "STM", "short-term memory") for number in (1, 2)]
    told = [(replace(paper, summary=text), found) for (paper, found), text in zip(rows, (robots, chats), strict=True)]
    assert len(keys(resolved(*told))) == 2
    told = [(replace(paper, summary=robots), found) for paper, found in rows]
    assert len(keys(resolved(*told))) == 1


def test_phrases_and_terms_are_no_homographs_unless_two_papers_present_a_phrase() -> None:
    assert len(keys(resolved(own(1, METHOD, "self-reflection"), row(2, named(METHOD, "Self-Reflection"))))) == 1
    assert len(keys(resolved(own(1, METHOD, "self-reflection"), own(2, METHOD, "Self-Reflection")))) == 2
    lexicon = Lexicon([Term("grpo", "GRPO", METHOD)])
    assert keys(resolved(own(1, METHOD, "GRPO"), own(2, METHOD, "GRPO"), lexicon=lexicon)) == ["grpo"]


def test_a_name_in_wide_use_is_not_split_by_two_papers_that_claim_it() -> None:
    users = [row(number, named(METHOD, "ToolBox")) for number in range(3, 12)]
    assert len(keys(resolved(own(1, METHOD, "ToolBox"), own(2, METHOD, "ToolBox"), *users))) == 1


def test_a_name_in_use_well_before_the_paper_that_presents_it_is_another() -> None:
    def at(arxiv_id: str, given: Row) -> Row:
        return replace(given[0], arxiv_id=arxiv_id), replace(given[1], arxiv_id=arxiv_id)

    early, late = row(1, named(METHOD, "RPG")), own(2, METHOD, "RPG")
    assert len(keys(resolved(at("2411.02395", early), at("2505.17508", late)))) == 2
    assert len(keys(resolved(at("2505.02395", early), at("2505.17508", late)))) == 1


def test_a_few_capitals_are_a_dataset_or_something_else() -> None:
    lexicon = Lexicon([Term("gqa", "grouped-query attention", METHOD, ("GQA",))])
    rows = [row(n, named(METHOD, "GQA", "grouped-query attention")) for n in (1, 2)]
    found = resolved(*rows, row(3, named(DATASET, "GQA")), lexicon=lexicon)
    assert found.entity("gqa").papers == 2
    assert found.entity("gqa").type_counts == ((METHOD, 2),)
    assert len(keys(found)) == 2


def test_a_longer_name_of_two_types_is_one_thing() -> None:
    assert len(keys(resolved(row(1, named(DATASET, "WebVoyager")), row(2, named(METHOD, "WebVoyager"))))) == 1


def test_a_longer_name_is_data_and_something_else_where_nothing_behind_it_speaks_of_data() -> None:
    data = row(1, named(DATASET, "WebVoyager"))
    asked = row(2, named(METHOD, "WebVoyager"), summary="It is better on the WebVoyager benchmark.")
    agent = row(2, named(METHOD, "WebVoyager"), summary="It is better than WebVoyager, an agent.")
    assert len(keys(resolved(data, asked))) == 1
    assert len(keys(resolved(data, agent))) == 2


def test_another_type_and_another_spelling_are_another_thing() -> None:
    assert len(keys(resolved(row(1, named(DATASET, "MOCHI")), row(2, named(MODEL, "Mochi"))))) == 2
    assert len(keys(resolved(row(1, named(DATASET, "MultiHop-RAG")), row(2, named(METHOD, "multi-hop RAG"))))) == 2
    assert len(keys(resolved(row(1, named(METRIC, "ELO")), row(2, named(METRIC, "Elo"))))) == 1
    assert len(keys(resolved(row(1, named(TASK, "vqa")), row(2, named(METHOD, "VQA"))))) == 2


def test_equal_spellings_of_method_model_and_task_are_one_thing() -> None:
    assert len(keys(resolved(*(row(n, named(t, "RAG")) for n, t in enumerate((METHOD, TASK, MODEL), start=1))))) == 1


def test_a_word_that_others_write_in_lower_case_is_theirs() -> None:
    users = [row(number, named(TASK, "reflection")) for number in (2, 3)]
    found = resolved(own(1, METHOD, "Reflection"), *users)
    assert len(keys(found)) == 2
    assert found.entity_of("2410.00002", "2024-10-03", "reflection") == found.entity_of(
        "2410.00003", "2024-10-04", "reflection"
    )
    users = [row(number, named(METHOD, "reflection")) for number in (2, 3)]
    assert len(keys(resolved(own(1, METHOD, "Reflection", "reflection"), *users))) == 1


def test_titles_present_phrases_and_names_without_capitals_too() -> None:
    for one, other in (("PC Agent", "PC-Agent"), ("m1", "M1")):
        rows = [row(1, named(METHOD, one)), row(2, named(METHOD, other))]
        titles = [replace(paper, title=f"{name}: a way") for (paper, _), name in zip(rows, (one, other), strict=True)]
        told = [(paper, extraction) for paper, (_, extraction) in zip(titles, rows, strict=True)]
        assert len(keys(resolved(*told))) == 2
        assert len(keys(resolved(*rows))) == 1
