"""Questions picked by words, their parameters filled from the graph, and names that are offered."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from kg.query.catalogue import catalogue, find_question
from kg.query.choose import is_filler, ranked
from kg.query.fill import Filling, fillings
from kg.query.known import EXACT, LOOSE, KnownNames
from kg.query.run import Asker
from kg.query.spans import spans
from kg.query.suggest import suggestions
from tests.query.test_catalogue import ANSWERS


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
        ("papers of the last two weeks", "latest-papers", {"since": "newest-14"}),
        ("new methods in October 2024", "new", {"since": "2024-10-01", "until": "2024-10-31", "kind": "method"}),
        ("what was published in 2024-10?", "latest-papers", {"since": "2024-10-01", "until": "2024-10-31"}),
        ("newest models", "new", {"kind": "model"}),
        ("which methods and tasks are rising?", "rising", {"kind": "method,task"}),
        ("top datasets this month", "most-named", {"kind": "dataset", "since": "newest-30"}),
        ("papers about LoRA since 2024-10", "papers-naming", {"entity": "LoRA", "since": "2024-10-01"}),
        ("which is better, RingCache or BigLM?", "compare", {"one": "RingCache", "other": "BigLM"}),
    ],
)
def test_words_become_a_question_and_its_values(words: str, name: str, values: dict[str, str], asker: Asker) -> None:
    found = best(words, asker)
    assert (found.choice.question.name, dict(found.values)) == (name, values)
    assert found.is_whole
    assert asker.ask(found.choice.question.sparql(found.values, asker.ask)).columns


def phrasings() -> list[tuple[str, str]]:
    """Return ways to ask, most of them in other words than the catalogue gives, each with its question ("-": none)."""
    lines = Path(__file__).with_name("asked.tsv").read_text(encoding="utf-8").splitlines()
    return [(words, names) for names, _, words in (line.partition("\t") for line in lines)]


@pytest.mark.parametrize(("words", "names"), phrasings())
def test_a_question_in_other_words_is_found_or_refused(words: str, names: str, asker: Asker) -> None:
    """What nobody can answer from the graph is refused, so that no answer to something else is taken for one."""
    found = fillings(words.split(), asker.ask, given={})
    refused = not found or bool(found[0].missing) or found[0].is_far
    assert ("-" if refused else found[0].choice.question.name) in names.split("|")


def test_every_question_has_phrasings_of_its_own() -> None:
    assert {name for _, names in phrasings() for name in names.split("|")} >= set(catalogue()) - UNASKED


# What a reader would rather ask by its name.
UNASKED = {
    "base-models-by-month",
    "compared-with",
    "doi-links",
    "methods-across-tasks",
    "never-compared",
    "results-left-open",
}


@pytest.mark.parametrize("name", sorted(catalogue()))
def test_each_way_to_ask_picks_its_question(name: str, asker: Asker) -> None:
    values = ANSWERS[name][0] | ({"paper": "2410.00001"} if "paper" in ANSWERS[name][0] else {})
    assert catalogue()[name].asks
    for way in catalogue()[name].asks:
        found = fillings(way.format(**values).split(), asker.ask, given={})[0]
        named = {slot: value for slot, value in values.items() if f"{{{slot}}}" in way}
        given = sorted(value for slot, value in found.values.items() if slot != "kind")
        assert (found.choice.question.name, given) == (name, sorted(named.values())), way
        assert found.is_whole, way


def test_what_finds_no_place_is_told(asker: Asker) -> None:
    missing = best("leaderboard gms8k", asker)
    assert [one.name for one in missing.missing] == ["dataset"]
    assert (missing.unused, missing.is_whole) == (("gms8k",), False)
    extra = best("first mention of GSM8K anywhere", asker)
    assert (dict(extra.values), extra.unused) == ({"entity": "GSM8K"}, ("anywhere",))
    assert (extra.strange, extra.is_far) == (("anywhere",), False)
    assert fillings(["quetzal"], asker.ask, given={}) == []


def test_names_are_found_in_the_plural(asker: Asker) -> None:
    """Phrases in lower case have one, names have none: LoRAs are no LoRA."""
    assert best("papers about long-context reasonings", asker).values == {"entity": "long-context reasonings"}
    assert (
        find_question("trend").sparql({"entity": "long-context reasonings"}, asker.ask).count("long-context-reasoning>")
    )
    assert best("papers about LoRAs", asker).is_far


def test_who_owns_something_is_named_without_the_s(asker: Asker) -> None:
    assert best("Ada Finch's papers", asker).values == {"person": "Ada Finch"}
    assert best("LoRA’s variants", asker).values == {"entity": "LoRA"}


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
        ("class", "m", ("method", "metric", "model")),
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


@pytest.mark.parametrize(
    ("words", "since", "until"),
    [
        ("the last week", "newest-7", ""),
        ("past 3 months", "newest-90", ""),
        ("the last few days", "newest-3", ""),
        ("these weeks", "newest-21", ""),
        ("this year", "newest-365", ""),
        ("today", "newest", ""),
        ("yesterday", "newest-1", "newest-1"),
        ("since Feb 2024", "2024-02-01", ""),
        ("of february 2024", "2024-02-01", "2024-02-29"),
        ("2024-12", "2024-12-01", "2024-12-31"),
        ("in 2025?", "2025-01-01", "2025-12-31"),
    ],
)
def test_spans_of_days_are_read(words: str, since: str, until: str) -> None:
    (span,) = spans(["new", *words.split()])
    assert (span.since, span.until) == (since, until)
    assert span.places.stop == 1 + len(words.split())


@pytest.mark.parametrize(
    "words", ["AIME 2025", "2024-13", "may 2024", "last author", "this weekly 2024", "in 1999", "week"]
)
def test_other_words_are_no_spans(words: str) -> None:
    assert spans(words.split()) == []
