"""Names to entities: what is one, what is not, and the reason for each."""

from __future__ import annotations

import pytest

from kg.lexicon import Lexicon, Term
from kg.model import EntityType, Extraction, Field, Mention, Paper, PaperEntity, Span
from kg.phrases import Phrases
from kg.resolution import Merge, Reason
from kg.resolve.entities import resolve
from tests.resolve.given import DATASET, METHOD, METRIC, MODEL, TASK, keys, named, one_each, only, resolved, row

LORA = Term("lora", "LoRA", METHOD, ("Low-Rank Adaptation",))


def reasons(entity_type: EntityType, *names: str, lexicon: Lexicon | None = None) -> dict[str, Reason]:
    entity = only(one_each(entity_type, *names, lexicon=lexicon))
    return {merge.surface: merge.reason for merge in entity.merges}


def test_spellings_are_one_entity_with_the_reason() -> None:
    entity = only(one_each(METHOD, "SHADOWKV", "ShadowKV", "shadow-kv"))
    assert (entity.key, entity.name, entity.papers) == ("shadowkv", "ShadowKV", 3)
    assert entity.aliases == ("SHADOWKV", "shadow-kv")
    assert Merge("shadow-kv", Reason.KEY, 0.98, 1) in entity.merges


def test_a_lexicon_alias_has_the_lexicon_as_reason() -> None:
    found = reasons(METHOD, "Low-Rank Adaptation", "LoRAs", lexicon=Lexicon([LORA]))
    assert found == {
        "LoRA": Reason.NAME,
        "Low-Rank Adaptation": Reason.LEXICON,
        "LoRAs": Reason.KEY,
    }


@pytest.mark.parametrize(
    "names",
    [
        ("GPT-4", "GPT-4o", "GPT-4o-mini", "GPT-4V"),
        ("Llama-3-8B", "Llama-3.1-8B", "Llama-3-70B", "Llama-3.1-8B-Instruct"),
        ("SAM", "SAM 2", "SAM 2.1", "SAM-2-L"),
        ("MATH", "MATH-500"),
        ("Qwen2.5-7B", "Qwen2-7B", "Qwen2.5-VL-7B", "Qwen2.5-72B"),
    ],
    ids=lambda names: names[0],
)
def test_versions_and_sizes_stay_apart(names: tuple[str, ...]) -> None:
    assert len(keys(one_each(MODEL, *names))) == len(names)


def test_an_acronym_joins_its_expansion_in_all_papers() -> None:
    found = resolved(
        row(1, named(METHOD, "Momentum Routing Search", "MRS")),
        row(2, named(METHOD, "MRS")),
        row(3, named(METHOD, "momentum-routing search")),
    )
    entity = only(found)
    assert (entity.key, entity.papers, entity.name) == ("momentum-routing-search", 3, "MRS")
    assert Merge("Momentum Routing Search", Reason.ACRONYM, 0.95, 1) in entity.merges


def test_an_acronym_of_two_meanings_stays_apart_where_no_paper_spells_it_out() -> None:
    found = resolved(
        row(1, named(METHOD, "Mixed Preference Optimization", "MPO")),
        row(2, named(METHOD, "Meta Policy Optimization", "MPO")),
        row(3, named(METHOD, "MPO")),
    )
    assert keys(found) == ["meta-policy-optimization", "mixed-preference-optimization", "mpo"]
    assert found.entity_of("2410.00003", "2024-10-04", "MPO") == "mpo"
    assert found.entity("mpo").papers == 1
    assert "MPO" in found.entity("meta-policy-optimization").aliases


def test_a_paper_that_spells_an_acronym_out_on_one_day_means_the_same_on_another() -> None:
    spelled, extraction = row(1, named(METHOD, "Mixed Preference Optimization", "MPO"))
    again = Paper(spelled.arxiv_id, "2024-12-01", spelled.title, "", ())
    found = resolved(
        (spelled, extraction),
        (again, Extraction(spelled.arxiv_id, (named(METHOD, "MPO"),))),
        row(2, named(METHOD, "Meta Policy Optimization", "MPO")),
    )
    assert found.entity_of(spelled.arxiv_id, "2024-12-01", "MPO") == "mixed-preference-optimization"


def test_a_misprinted_expansion_is_no_second_meaning() -> None:
    right = [row(number, named(METHOD, "Group Policy Search", "GPS")) for number in range(1, 10)]
    wrong = row(20, named(METHOD, "Grasp Planning System", "GPS"))
    found = resolved(*right, wrong, row(21, named(METHOD, "GPS")))
    assert found.entity_of("2410.00021", "2024-10-22", "GPS") == "group-policy-search"
    assert found.entity_of(wrong[0].arxiv_id, wrong[0].date, "Grasp Planning System") == "grasp-planning-system"


def test_an_acronym_of_the_lexicon_has_another_meaning_only_where_a_paper_says_so() -> None:
    found = resolved(
        row(1, named(METHOD, "Loop Rewriting Algebra", "LoRA")),
        row(2, named(METHOD, "LoRA")),
        row(3, named(METHOD, "low-rank adapters", "LoRA")),
        lexicon=Lexicon([LORA]),
    )
    assert keys(found) == ["loop-rewriting-algebra", "lora"]
    assert found.entity("lora").papers == 2


def test_one_bad_pair_of_names_does_not_glue_two_things() -> None:
    found = resolved(
        row(1, named(METRIC, "accuracy", "success rate")),
        row(2, named(METRIC, "accuracy")),
        row(3, named(METRIC, "success rate")),
    )
    assert keys(found) == ["accuracy", "success-rate"]
    assert found.entity("accuracy").papers == 2
    assert found.entity("accuracy").aliases == ()


def test_what_only_one_paper_calls_a_thing_is_a_name_of_it_with_that_reason() -> None:
    entity = only(resolved(row(1, named(METHOD, "ETCH", "Equivariant Tightness Fitting"))))
    assert Merge("Equivariant Tightness Fitting", Reason.PAPER, 0.7, 1) in entity.merges
    assert entity.aliases == ("Equivariant Tightness Fitting",)
    assert entity.alias_keys == ()


def test_what_few_papers_call_a_common_thing_is_in_the_log_but_no_alias() -> None:
    many = [row(number, named(METRIC, "accuracy")) for number in range(1, 6)]
    entity = only(resolved(*many, row(9, named(METRIC, "accuracy", "geolocation accuracy"))))
    assert "geolocation accuracy" in {merge.surface for merge in entity.merges}
    assert entity.aliases == ()


def test_a_descriptive_tail_makes_no_new_thing() -> None:
    entity = only(one_each(DATASET, "GSM8K", "GSM8K benchmark"))
    assert (entity.name, entity.aliases) == ("GSM8K", ("GSM8K benchmark",))
    assert Merge("GSM8K benchmark", Reason.TAIL, 0.9, 1) in entity.merges


@pytest.mark.parametrize(
    ("base", "tailed"),
    [
        (named(TASK, "Reasoning"), named(DATASET, "Reasoning benchmark")),
        (named(TASK, "VQA"), named(DATASET, "VQA dataset")),
        (named(DATASET, "MATH"), named(DATASET, "math dataset")),
        (named(MODEL, "SONAR"), named(MODEL, "SONAR-LLM")),
        (named(METHOD, "Reward"), named(METHOD, "Reward framework")),
    ],
    ids=lambda entity: entity.names[0],
)
def test_a_tail_that_makes_another_thing_is_kept(base: PaperEntity, tailed: PaperEntity) -> None:
    assert len(keys(resolved(row(1, base), row(2, tailed)))) == 2


def test_a_tail_behind_a_term_of_the_lexicon_is_taken_off() -> None:
    lexicon = Lexicon([Term("atari", "Atari", DATASET)])
    assert reasons(DATASET, "Atari benchmark", lexicon=lexicon)["Atari benchmark"] is Reason.TAIL


def test_a_thing_of_several_types_is_one_with_the_majority_and_the_disagreement() -> None:
    found = resolved(
        row(1, named(TASK, "self-correction")),
        row(2, named(METHOD, "self-correction")),
        row(3, named(METHOD, "Self-Correction")),
    )
    entity = only(found)
    assert entity.type is METHOD
    assert entity.type_counts == ((METHOD, 2), (TASK, 1))


def test_equal_counts_go_in_the_order_of_types_and_the_lexicon_wins() -> None:
    rows = [row(1, named(MODEL, "ControlNet")), row(2, named(METHOD, "ControlNet"))]
    assert only(resolved(*rows)).type is METHOD
    lexicon = Lexicon([Term("controlnet", "ControlNet", MODEL)])
    entity = only(resolved(*rows, row(3, named(METHOD, "ControlNet")), lexicon=lexicon))
    assert (entity.type, entity.type_counts) == (MODEL, ((METHOD, 2), (MODEL, 1)))


def test_of_equally_common_names_the_better_printed_one_is_canonical() -> None:
    assert only(one_each(MODEL, "llama-guard", "Llama-Guard")).name == "Llama-Guard"
    assert only(one_each(METHOD, "SHADOWKV", "ShadowKV")).name == "ShadowKV"
    assert only(one_each(TASK, "Image Editing", "image editing")).name == "image editing"
    assert only(one_each(METHOD, "ShadowKV", "SHADOWKV", "shadowKV", "SHADOWKV")).name == "SHADOWKV"


def test_a_paper_of_two_days_counts_once() -> None:
    paper, extraction = row(1, named(METHOD, "ShadowKV"))
    again = Paper(paper.arxiv_id, "2024-12-01", paper.title, "", ())
    found = resolved((paper, extraction), (again, extraction))
    assert only(found).papers == 1
    assert found.entity_keys[paper.arxiv_id, "2024-12-01"] == ("shadowkv",)


def test_metrics_carry_what_the_lexicon_says_of_them() -> None:
    lexicon = Lexicon([Term("fid", "FID", METRIC, better="lower", unit="points", fraction=True)])
    entity = only(one_each(METRIC, "FID", lexicon=lexicon))
    assert (entity.better, entity.unit, entity.fraction, entity.lexicon_id) == (
        "lower",
        "points",
        True,
        "fid",
    )


def test_keys_run_in_the_order_of_the_extraction() -> None:
    paper, extraction = row(1, named(METHOD, "B"), named(METRIC, "A"), named(TASK, "b"))
    found = resolved((paper, extraction))
    assert found.entity_keys[paper.arxiv_id, paper.date] == ("b", "a", "b")
    with pytest.raises(KeyError):
        found.entity_of(paper.arxiv_id, paper.date, "C")


def test_the_earliest_mention_in_a_text_gives_the_key() -> None:
    mentions = (
        Mention(Field.SUMMARY, Span(3, 6), "MRS", 1.0),
        Mention(Field.TITLE, Span(9, 32), "Momentum Routing Search", 1.0),
    )
    entity = PaperEntity(METHOD, ("MRS", "Momentum Routing Search"), None, mentions, 1.0)
    assert keys(resolved(row(1, entity))) == ["momentum-routing-search"]


def test_rows_that_do_not_fit_are_refused() -> None:
    paper, extraction = row(1)
    with pytest.raises(ValueError, match="stands beside"):
        resolve([paper], [Extraction("2410.99999")], Lexicon())
    with pytest.raises(ValueError, match="comes twice"):
        resolve([paper, paper], [extraction, extraction], Lexicon())
    with pytest.raises(ValueError, match="shorter"):
        resolve([paper], [], Lexicon())


def test_a_class_of_models_joins_nothing_that_papers_also_call_so() -> None:
    found = resolved(
        row(1, named(MODEL, "LLMs", "Marmot-2")),
        row(2, named(MODEL, "large language models", "Beaver")),
        row(3, named(MODEL, "LLM Modules")),
        row(4, named(METHOD, "LLM")),
        lexicon=Lexicon(phrases=Phrases({"llm": "large language model"})),
    )
    assert [key for (key,) in found.entity_keys.values()] == ["marmot-2", "beaver", "llm-modules", "llm"]
