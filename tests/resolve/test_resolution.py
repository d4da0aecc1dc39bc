"""Looking things up in a resolution, and its log."""

from __future__ import annotations

import json

from kg.records import as_json_line
from kg.resolve.log import log_records
from tests.resolve.given import METHOD, MODEL, TASK, named, one_each, resolved, row

FOUND = resolved(
    row(1, named(METHOD, "Momentum Routing Search", "MRS"), names=("Ada Byron", "ydeng9")),
    row(2, named(TASK, "MRS")),
    row(3, named(MODEL, "Llama-3-8B")),
    row(4, named(MODEL, "Llama-3")),
)


def test_find_takes_names_keys_and_aliases_in_any_spelling() -> None:
    for name in ("MRS", "momentum-routing-search", "mrs", "Momentum  routing search", "MRSs"):
        assert [entity.key for entity in FOUND.find(name)] == ["momentum-routing-search"], name
    assert FOUND.find("nothing of the sort") == ()
    assert FOUND.find("") == ()


def test_find_puts_the_exact_name_first_then_the_more_used() -> None:
    found = one_each(METHOD, "PLMS", "PLMs", "PLMs")
    assert [entity.name for entity in found.find("PLMS")] == ["PLMS"]
    meanings = resolved(
        row(1, named(METHOD, "Mixed Preference Optimization", "MPO")),
        row(2, named(METHOD, "Meta Policy Optimization", "MPO")),
        row(3, named(METHOD, "Meta Policy Optimization")),
        row(4, named(METHOD, "MPO")),
    )
    assert [entity.key for entity in meanings.find("MPO")] == [
        "mpo",
        "meta-policy-optimization",
        "mixed-preference-optimization",
    ]


def test_suggestions_are_canonical_names_nearest_first() -> None:
    assert FOUND.suggest("Lama-3-8B")[0] == "Llama-3-8B"
    assert FOUND.suggest("momentum rooting search") == ("MRS",)
    assert FOUND.suggest("zzzz") == ()


def test_rows_lead_to_entities_and_persons() -> None:
    date = "2024-10-02"
    assert FOUND.entity_keys["2410.00001", date] == ("momentum-routing-search",)
    assert FOUND.entity_of("2410.00001", date, "Momentum Routing Search") == "momentum-routing-search"
    assert FOUND.person_of("2410.00001", date, 1) == "ada-byron/2410.00001"
    assert FOUND.person(FOUND.person_of("2410.00001", date, 2)).is_handle


def test_entities_and_persons_are_sorted() -> None:
    assert [entity.key for entity in FOUND.entities] == ["llama-3", "llama-3-8b", "momentum-routing-search"]
    assert [person.key for person in FOUND.persons] == ["ada-byron/2410.00001", "handle/ydeng9"]


def test_the_log_says_why() -> None:
    records = [json.loads(as_json_line(record)) for record in log_records(FOUND)]
    assert records[1] == {
        "entity": "llama-3-8b",
        "type": "Model",
        "name": "Llama-3-8B",
        "papers": 1,
        "aliases": [{"name": "Llama-3-8B", "reason": "name", "score": 1.0, "papers": 1}],
        "variant_of": "llama-3",
    }
    assert records[2]["types"] == {"Method": 1, "Task": 1}
    assert records[2]["alias_keys"] == ["mrs"]
    assert {alias["reason"] for alias in records[2]["aliases"]} == {"name", "acronym"}
