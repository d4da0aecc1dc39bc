"""Results: which numbers count, how they are read and what they are linked to, on sentences of our own."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import cast

import pytest

from kg.extract import pipeline
from kg.extract.annotations import DocEntity
from kg.extract.linear import Linear
from kg.extract.modes import Mode
from kg.extract.result_model import MOST_RESULTS, NO_RESULT, FoundResult
from kg.extract.sections import read
from kg.extract.weight_files import weights_in
from kg.model import Bound, Change, EntityType, Field, ResultKind, Role, Span

ABSOLUTE, DIFFERENCE, RATIO = ResultKind.ABSOLUTE, ResultKind.DIFFERENCE, ResultKind.RATIO

WORLD = {
    "NovaNet": (EntityType.METHOD, Role.PROPOSED),
    "OldNet": (EntityType.METHOD, Role.COMPARED),
    "PriorNet": (EntityType.METHOD, Role.COMPARED),
    "Qwen2.5-7B": (EntityType.MODEL, Role.USED),
    "Llama-3-8B": (EntityType.MODEL, Role.USED),
    "GPT-4o": (EntityType.MODEL, Role.EVALUATED),
    "Claude 3": (EntityType.MODEL, Role.EVALUATED),
    "GSM8K": (EntityType.DATASET, Role.EVALUATED),
    "MATH": (EntityType.DATASET, Role.EVALUATED),
    "ARC": (EntityType.DATASET, Role.EVALUATED),
    "accuracy": (EntityType.METRIC, None),
    "F1": (EntityType.METRIC, None),
    "latency": (EntityType.METRIC, None),
    "throughput": (EntityType.METRIC, None),
    "success rate": (EntityType.METRIC, None),
}


@dataclass(frozen=True)
class Linked:
    """A found result with names in place of the numbers of entities."""

    value: str
    kind: ResultKind
    subject: str | None
    metric: str | None
    dataset: str | None
    baseline: str | None
    model: str | None
    found: FoundResult


def entities(text: str, world: dict[str, tuple[EntityType, Role | None]]) -> list[DocEntity]:
    spans = {
        name: tuple(Span(*m.span()) for m in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text)) for name in world
    }
    return [DocEntity(kind, (name,), role, spans[name], 0.9) for name, (kind, role) in world.items() if spans[name]]


LEAD = (
    "NovaNet: A Network for Question Answering\nNovaNet is a new network for question answering. It is trained with "
    "a simple recipe, and it is tested on many tasks. The authors build on earlier work. "
)
TAIL = " Practitioners can use it to build better systems."


def results(sentence: str, **more: tuple[EntityType, Role | None]) -> list[Linked]:
    """Read a sentence where results stand: in the middle of a summary."""
    text = f"{LEAD}{sentence}{TAIL}"
    known = sorted(entities(text, WORLD | more), key=lambda entity: entity.spans[0])

    def name(place: int | None) -> str | None:
        return None if place is None else known[place].names[0]

    return [
        Linked(
            f.number.value,
            f.kind,
            *(name(f.links[slot]) for slot in ("subject", "metric", "dataset", "baseline", "model")),
            f,
        )
        for f in weights_in().modes[Mode.FAST].results.results(read(text), known)
    ]


def values(text: str) -> list[tuple[str, ResultKind]]:
    return [(result.value, result.kind) for result in results(text)]


@pytest.mark.parametrize(
    "text",
    [
        "The team released 3 checkpoints in 2024.",
        "We train on 4.1 trillion tokens with 64 GPUs.",
        "It has 1.5 billion parameters and 24 layers.",
        "The set holds 1,000 tasks and 8,750 questions.",
        "We set k=4 and rank 16 with a learning rate of 0.001.",
        "Steps: 1. Collect the data. 2. Train the net.",
        "The parts are: 1) a reader, 2) a planner.",
        "Only 5% of the training data is labelled.",
        "The effect is clear (p < 0.001).",
        "Images are upscaled with 4x super-resolution.",
        "It samples 5-second clips.",
        "Training ran for 100 epochs on version 2.",
    ],
)
def test_settings_sizes_and_dates_are_no_results(text: str) -> None:
    assert values(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("NovaNet reaches 69.2% on GSM8K.", [("69.2", ABSOLUTE)]),
        ("NovaNet has an F1 of 0.83.", [("0.83", ABSOLUTE)]),
        ("NovaNet has a score of 71 there.", [("71", ABSOLUTE)]),
        ("NovaNet runs at 25 FPS.", [("25", ABSOLUTE)]),
        ("NovaNet needs 30 ms, which is a low latency.", [("30", ABSOLUTE)]),
        ("NovaNet improves accuracy by 1.4%.", [("1.4", DIFFERENCE)]),
        ("NovaNet has 14.8% higher accuracy.", [("14.8", DIFFERENCE)]),
        ("NovaNet gains +2.3 points.", [("2.3", DIFFERENCE)]),
        ("NovaNet shows a 14% average score increase.", [("14", DIFFERENCE)]),
        ("There is a gain of up to 6.5% over OldNet.", [("6.5", DIFFERENCE)]),
        ("NovaNet gains 50 points on MATH.", [("50", DIFFERENCE)]),
        ("NovaNet has scored 50 points on MATH.", [("50", ABSOLUTE)]),
        ("NovaNet is 3.04x faster.", [("3.04", RATIO)]),
        (r"NovaNet is $3.04\times$ faster.", [("3.04", RATIO)]),
        ("NovaNet gives a 2-fold speedup.", [("2", RATIO)]),
        ("NovaNet needs 5 times less memory.", [("5", RATIO)]),
        ("It falls from 19.9% to 5.8%.", [("19.9", ABSOLUTE), ("5.8", ABSOLUTE)]),
        ("It gains 3% on GSM8K and 4% on MATH.", [("3", DIFFERENCE), ("4", DIFFERENCE)]),
        ("NovaNet outperforms OldNet (36.86).", [("36.86", ABSOLUTE)]),
        ("NovaNet beats the earlier best of 44.5%.", [("44.5", ABSOLUTE)]),
        ("Training takes 1 to 2.5 hours.", [("1-2.5", ABSOLUTE)]),
    ],
)
def test_kinds(text: str, expected: list[tuple[str, ResultKind]]) -> None:
    assert values(text) == expected


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("NovaNet improves accuracy by 1.4%.", Change.UP),
        ("NovaNet reduces latency by 30%.", Change.DOWN),
        ("OldNet lags by 5.2%.", Change.DOWN),
        ("It loses 3% and accuracy drops by 2 points.", Change.DOWN),
        ("NovaNet gains +2.3 points.", Change.UP),
        ("NovaNet needs 5x fewer steps of work.", Change.DOWN),
        ("NovaNet is 3x faster.", Change.UP),
        ("NovaNet reaches 69.2%.", None),
    ],
)
def test_change(text: str, change: Change | None) -> None:
    assert results(text)[-1].found.change is change


def test_bound_is_kept() -> None:
    assert [r.found.number.bound for r in results("NovaNet gains up to 6% and reaches over 60% accuracy.")] == [
        Bound.AT_MOST,
        Bound.AT_LEAST,
    ]


def test_the_second_score_of_a_change_knows_the_first() -> None:
    found = results("It scores 1.5 first. Then accuracy rises from 19.9% to 25.8% on GSM8K.")
    assert [r.found.before for r in found] == [None, None, 1]


def test_the_end_of_a_change_whose_beginning_is_no_result_knows_no_other() -> None:
    class Kinds:
        """States that 22.2 and 33.3 are no results: the end of one change and the beginning of the next."""

        def __init__(self) -> None:
            self.left = iter([ABSOLUTE, NO_RESULT, NO_RESULT, ABSOLUTE])

        def predict(self, _: object) -> tuple[str, float]:
            return next(self.left), 0.9

    shipped = weights_in().modes[Mode.ACCURATE].results
    text = "T\nAccuracy goes from 11.1% to 22.2%, and F1 goes from 33.3% to 44.4%."
    found = replace(shipped, kind=cast("Linear", Kinds())).results(read(text), [])
    assert [(one.number.value, one.before) for one in found] == [("11.1", None), ("44.4", None)]


def test_number_on_dataset_and_metric_beside_it() -> None:
    (one,) = results("NovaNet achieves 71.3% accuracy on GSM8K.")
    assert (one.subject, one.metric, one.dataset) == ("NovaNet", "accuracy", "GSM8K")


def test_list_of_datasets_shares_the_metric() -> None:
    first, second = results("NovaNet has an accuracy of 71.3% on GSM8K and 27.8% on MATH.")
    assert (first.metric, first.dataset) == ("accuracy", "GSM8K")
    assert (second.metric, second.dataset) == ("accuracy", "MATH")


def test_each_number_with_its_own_metric() -> None:
    first, second = results("On MATH, NovaNet has 71.3% accuracy and 0.83 F1.")
    assert (first.metric, first.dataset) == ("accuracy", "MATH")
    assert (second.metric, second.dataset) == ("F1", "MATH")


def test_respectively_pairs_in_order() -> None:
    first, second = results("NovaNet gains 3.1% and 4.2% in accuracy on GSM8K and MATH, respectively.")
    assert (first.dataset, second.dataset) == ("GSM8K", "MATH")


def test_one_number_for_several_datasets_has_none() -> None:
    (one,) = results("NovaNet reaches 60.5% accuracy across GSM8K, MATH and ARC.")
    assert one.dataset is None


def test_dataset_before_its_number_in_brackets() -> None:
    first, second = results("NovaNet is strong on GSM8K (71.3%) and MATH (27.8%).")
    assert (first.dataset, second.dataset) == ("GSM8K", "MATH")


def test_no_metric_named_means_none() -> None:
    (one,) = results("NovaNet scores 74.8 on MATH.")
    assert (one.metric, one.dataset) == (None, "MATH")


def test_the_competitors_score_is_the_competitors() -> None:
    first, second = results("NovaNet reaches 50.1% accuracy, outperforming OldNet (46.8%).")
    assert (first.subject, second.subject) == ("NovaNet", "OldNet")


def test_score_for_a_competitor_behind_it() -> None:
    first, second = results("NovaNet has an F1 of 0.91, compared to 0.62 for OldNet.")
    assert (first.subject, second.subject) == ("NovaNet", "OldNet")


def test_an_unnamed_competitors_score_has_no_subject() -> None:
    first, second = results("NovaNet has an F1 of 0.91, compared to a baseline of 0.62.")
    assert (first.subject, second.subject) == ("NovaNet", None)


def test_subject_defaults_to_the_papers_system() -> None:
    text = "NovaNet is a new network. Tests show an accuracy of 71.3%."
    assert [r.subject for r in results(text)] == ["NovaNet"]


def test_a_benchmark_paper_measures_the_models_it_names_on_itself() -> None:
    text = "HardBench is a new test. The best model, GPT-4o, reaches only 41.5% accuracy."
    (one,) = results(text, HardBench=(EntityType.DATASET, Role.PROPOSED))
    assert (one.subject, one.dataset) == ("GPT-4o", "HardBench")


@pytest.mark.parametrize(
    "text",
    [
        "NovaNet improves accuracy by 3.1% over OldNet.",
        "NovaNet outperforms OldNet by 3.1% in accuracy.",
        "NovaNet has 3.1% higher accuracy than OldNet.",
        "Compared to OldNet, NovaNet raises accuracy by 3.1%.",
    ],
)
def test_baseline(text: str) -> None:
    (one,) = results(text)
    assert (one.subject, one.baseline, one.metric) == ("NovaNet", "OldNet", "accuracy")


def test_two_baselines_each_with_its_margin() -> None:
    first, second = results("NovaNet outperforms OldNet by 7.8% and PriorNet by 15.1%.")
    assert (first.baseline, second.baseline) == ("OldNet", "PriorNet")


def test_a_level_has_no_baseline() -> None:
    (one,) = results("NovaNet outperforms OldNet with an accuracy of 71.3%.")
    assert one.baseline is None


@pytest.mark.parametrize(
    "text",
    [
        "NovaNet improves Qwen2.5-7B by 3.1% on MATH.",
        "NovaNet has 71.3% accuracy on MATH with Qwen2.5-7B.",
    ],
)
def test_base_model(text: str) -> None:
    (one,) = results(text)
    assert (one.subject, one.model, one.baseline) == ("NovaNet", "Qwen2.5-7B", None)


def test_the_subject_is_not_its_own_base() -> None:
    (one,) = results("GPT-4o reaches 71.3% accuracy.")
    assert (one.subject, one.model) == ("GPT-4o", None)


def test_a_sentence_without_end_is_read_in_bounded_time() -> None:
    text = "NovaNet gains 5.1% on GSM8K and " * 600
    assert len(results(text)) > 580


def test_offsets_are_those_of_the_summary() -> None:
    title, summary = "NovaNet in 99.9% of cases", "NovaNet lifts accuracy on GSM8K from 19.9% to 25.8%."
    first, second = pipeline.language()(f"{title}\n{summary}")._.kg_results
    assert [summary[r.span.start : r.span.end] for r in (first, second)] == ["19.9", "25.8"]
    assert (first.field, second.before, second.metric, second.unit) == (Field.SUMMARY, 0, "accuracy", "%")
    assert second.confidence == round(second.confidence, 2)


def test_results_are_capped() -> None:
    assert len(results("NovaNet gets 5.1% on GSM8K. " * (MOST_RESULTS + 50))) <= MOST_RESULTS


@pytest.mark.parametrize(
    ("text", "slot", "names"),
    [
        ("NovaNet scores 71.3% and 27.8% on GSM8K and MATH, respectively.", "dataset", ["GSM8K", "MATH"]),
        ("On GSM8K, MATH and ARC, NovaNet gains 3%, 4% and 5%, respectively.", "dataset", ["GSM8K", "MATH", "ARC"]),
        ("It outperforms OldNet and PriorNet by 3.1% and 4.2%, respectively.", "baseline", ["OldNet", "PriorNet"]),
        ("GPT-4o and Claude 3 reach 71.3% and 64.2%, respectively.", "subject", ["GPT-4o", "Claude 3"]),
    ],
)
def test_respectively_pairs_lists(text: str, slot: str, names: list[str]) -> None:
    assert [getattr(result, slot) for result in results(text)] == names


@pytest.mark.parametrize(
    "text",
    [
        r"NovaNet is 2.5$\times$ faster than OldNet.",
        "NovaNet is 2.5× faster than OldNet.",
        "NovaNet is 2.5-fold faster than OldNet.",
    ],
)
def test_times_are_written_in_many_ways(text: str) -> None:
    (one,) = results(text)
    assert (one.value, one.found.number.unit, one.kind, one.baseline) == ("2.5", "x", RATIO, "OldNet")


def test_versus_ends_no_sentence() -> None:
    assert [result.value for result in results("NovaNet has a higher accuracy (71.3% vs. 64.2%) on GSM8K.")] == [
        "71.3",
        "64.2",
    ]


def test_thousands_and_scientific_notation() -> None:
    assert [r.value for r in results("NovaNet has a throughput of 1,682.6 tokens/s on GSM8K.")] == ["1682.6"]
    assert [r.value for r in results("NovaNet reaches an accuracy error of 1.2e-5 on MATH.")] == ["1.2e-5"]
