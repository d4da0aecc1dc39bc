"""Values of another type than a question asks for are told, and others are not."""

from __future__ import annotations

import pytest

from kg.query.catalogue import find_question
from kg.query.misfits import misfits
from kg.query.run import Asker
from kg.vocab import BASE


def told(name: str, asker: Asker, **values: str) -> list[str]:
    question = find_question(name)
    return list(misfits(question, values, question.terms(values, asker.ask), asker.ask))


@pytest.mark.parametrize(
    ("name", "values", "said"),
    [
        (
            "leaderboard",
            {"dataset": "lora"},
            "lora is a method; leaderboard expects a dataset, so there may be no rows.",
        ),
        ("largest-gains", {"metric": "GSM8K"}, "GSM8K is a dataset; largest-gains expects a metric,"),
        ("datasets-of-task", {"task": "BigLM"}, "BigLM is a model; datasets-of-task expects a task,"),
        ("papers-using", {"entity": BASE + "paper/2410.00001"}, "is a paper; papers-using expects an entity,"),
        ("what-beats", {"baseline": BASE + "paper/2410.00001"}, "expects an entity as its baseline,"),
        ("leaderboard", {"dataset": BASE + "entity/none"}, "entity/none is nothing that the graph knows;"),
        ("papers-of-person", {"person": BASE + "entity/lora"}, "is a method; papers-of-person expects a person,"),
    ],
)
def test_a_value_of_another_type_is_told(name: str, values: dict[str, str], said: str, asker: Asker) -> None:
    (message,) = told(name, asker, **values)
    assert said in message


def test_the_hint_can_be_pasted_into_a_shell(asker: Asker) -> None:
    (message,) = told("leaderboard", asker, dataset="long-context reasoning")
    assert message.endswith("kg explain 'long-context reasoning'")


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("leaderboard", {"dataset": "GSM8K"}),
        ("leaderboard", {"dataset": BASE + "entity/gsm8k"}),
        ("papers-using", {"entity": "LoRA"}),
        ("papers-of-person", {"person": "Ada Finch"}),
        ("evidence", {"paper": "2410.00001", "entity": "RingCache"}),
        ("new", {"since": "2024-10-30"}),
        ("overview", {}),
    ],
)
def test_what_fits_is_passed_over(name: str, values: dict[str, str], asker: Asker) -> None:
    assert told(name, asker, **values) == []
