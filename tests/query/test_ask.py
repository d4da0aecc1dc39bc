"""Questions picked by words, their parameters filled from the graph, and names that are offered."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from kg.query.catalogue import catalogue
from kg.query.choose import is_filler, ranked
from kg.query.fill import Filling, fillings
from kg.query.known import EXACT, LOOSE, KnownNames
from kg.query.run import Asker
from kg.query.suggest import suggestions


def best(words: str, asker: Asker, given: Mapping[str, str] | None = None) -> Filling:
    return fillings(words.split(), asker.ask, given=given or {})[0]


@pytest.mark.parametrize("name", sorted(catalogue()))
def test_the_words_of_a_name_pick_that_question(name: str) -> None:
    assert ranked(name.split("-"))[0].question.name == name
    assert ranked([name])[0].question.name == name


@pytest.mark.parametrize(
    ("words", "name", "values"),
    [
        ("leaderboard gsm8k", "leaderboard", {"dataset": "gsm8k"}),
        ("What is the leaderboard of GSM8K?", "leaderboard", {"dataset": "GSM8K"}),
        ("best on GSM8K", "leaderboard", {"dataset": "GSM8K"}),
        ("what is the best model on GSM8K?", "leaderboard", {"dataset": "GSM8K"}),
        ("state of the art on GSM8K", "leaderboard", {"dataset": "GSM8K"}),
        ("sota MathBook", "leaderboard", {"dataset": "MathBook"}),
        ("how did the best score on GSM8K rise", "record-history", {"dataset": "GSM8K"}),
        ("papers by Ada Finch", "papers-of-person", {"person": "Ada Finch"}),
        ("who are coauthors of Ada Finch", "listed-with", {"person": "Ada Finch"}),
        ("what beats BigLM?", "what-beats", {"baseline": "BigLM"}),
        ("papers using low-rank adaptation", "papers-using", {"entity": "low-rank adaptation"}),
        ("evidence 2410.00001 RingCache", "evidence", {"paper": "2410.00001", "entity": "RingCache"}),
        (
            "evidence RingCache in arxiv:2410.00001v2",
            "evidence",
            {"paper": "arxiv:2410.00001v2", "entity": "RingCache"},
        ),
        ("people between RingCache and LoRA", "people-between", {"one": "RingCache", "other": "LoRA"}),
        ("who is listed with Ada Finch", "listed-with", {"person": "Ada Finch"}),
        ("metrics of GSM8K", "metrics-of", {"dataset": "GSM8K"}),
        ("metrics of long-context reasoning", "metrics-of-task", {"task": "long-context reasoning"}),
        ("contradictory scores", "contradictions", {}),
        ("what is new since 2024-10-31", "new", {"since": "2024-10-31"}),
        ("new 2024-10-30 2024-10-31", "new", {"since": "2024-10-30", "until": "2024-10-31"}),
        ("low confidence 0.6", "low-confidence", {"below": "0.6"}),
        ("datasets never compared 1", "never-compared", {"least": "1"}),
    ],
)
def test_words_become_a_question_and_its_values(words: str, name: str, values: dict[str, str], asker: Asker) -> None:
    found = best(words, asker)
    assert (found.choice.question.name, dict(found.values)) == (name, values)
    assert found.is_whole
    assert asker.ask(found.choice.question.sparql(found.values, asker.ask)).columns


def test_what_finds_no_place_is_told(asker: Asker) -> None:
    missing = best("leaderboard gms8k", asker)
    assert [one.name for one in missing.missing] == ["dataset"]
    assert (missing.unused, missing.is_whole) == (("gms8k",), False)
    extra = best("first mention of GSM8K", asker)
    assert (dict(extra.values), extra.unused) == ({"entity": "GSM8K"}, ("mention",))
    assert fillings(["quetzal"], asker.ask, given={}) == []


def test_of_two_names_the_one_of_the_right_type_is_taken(asker: Asker) -> None:
    found = best("highest accuracy on GSM8K", asker)
    assert (found.choice.question.name, dict(found.values)) == ("leaderboard", {"dataset": "GSM8K"})
    assert (found.loose, found.unused) == (0, ("accuracy",))


def test_words_without_meaning_pick_no_question() -> None:
    """The word "on" is no stem of "one", nor does "what" alone mean what-beats."""
    assert ranked(["what", "is", "on", "RingCache"]) == []


def test_named_values_choose_among_questions(asker: Asker) -> None:
    assert best("metrics", asker, {"task": "x"}).choice.question.name == "metrics-of-task"
    assert best("metrics", asker, {"dataset": "x"}).choice.question.name == "metrics-of"


def test_words_from_outside_stay_words(asker: Asker) -> None:
    """Quotes, brackets and a pattern's signs reach the query as a string."""
    for hostile in ('leaderboard ") } #', "leaderboard \\ ' . *", "leaderboard \u202e\x00", "leaderboard [a-z]+"):
        assert best(hostile, asker).missing


def test_names_fit_types(asker: Asker) -> None:
    known = KnownNames(asker.ask, ["gsm-8k", "2410.00001", "ada finch", "LoRA", "nothing"])
    assert [known.fit(kind, "gsm-8k") for kind in ("dataset", "entity", "metric", "paper")] == [EXACT, EXACT, LOOSE, 0]
    assert known.fit("paper", "https://arxiv.org/abs/2410.00001v3") == EXACT
    assert known.fit("person", "ada finch") == EXACT
    assert known.fit("dataset", "LoRA") == LOOSE
    assert known.fit("dataset", "nothing") == 0
    assert known.fit("dataset", "https://example.org/thing") == EXACT


@pytest.mark.parametrize(
    ("kind", "begun", "expected"),
    [
        ("dataset", "", ("GSM8K", "MathBook")),
        ("dataset", "gs", ("GSM8K",)),
        ("model", "tiny", ("TinyLM-1B",)),
        ("entity", "lo", ("LoRA", "long-context reasoning")),
        ("person", "b", ("Bo Lindt",)),
        ("paper", "ring", ("RingCache", "Rings, measured again")),
        ("paper", "2410.00003", ("2410.00003",)),
        ("dataset", '") } #', ()),
        ("date", "2024", ()),
    ],
)
def test_beginnings_are_completed_from_the_graph(
    kind: str, begun: str, expected: tuple[str, ...], asker: Asker
) -> None:
    assert suggestions(kind, begun, asker.ask) == expected


def test_the_most_named_come_first_and_no_more_than_wished(asker: Asker) -> None:
    assert suggestions("entity", "", asker.ask, most=2) == ("GSM8K", "LoRA")


def test_words_without_meaning_are_known() -> None:
    assert is_filler("Which")
    assert is_filler("of?")
    assert not is_filler("GSM8K")
