"""Listings to persons: handles, names, and what only may be the same."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies

from kg.model import Paper
from kg.resolution import Person
from kg.resolve.persons import is_handle, name_identity, resolve_persons


def persons(*listed: tuple[str, ...]) -> tuple[list[Person], list[tuple[str, ...]]]:
    """Resolve lists of names, one paper each; return all persons and the keys for each paper."""
    papers = [Paper(f"2410.{n:05}", "2024-10-30", "", "", names) for n, names in enumerate(listed, start=1)]
    rows = {(paper.arxiv_id, paper.source): paper.names for paper in papers}
    found, by_row = resolve_persons(rows, {name: name_identity(name) for names in listed for name in names})
    return list(found), [by_row[paper.arxiv_id, paper.date] for paper in papers]


@pytest.mark.parametrize("name", ["ydeng9", "therem", "Liam-Liu", "JunhaoZhuang", "ya_mehdi", "x", "moein99"])
def test_one_word_is_a_handle(name: str) -> None:
    assert is_handle(name)


@pytest.mark.parametrize("name", ["Ada Lovelace", "王伟", "Éric", "GLM-4. 5 Team", "yuelin bai", "Yi R."])
def test_other_names_are_none(name: str) -> None:
    assert not is_handle(name)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Bernhard Schölkopf", "Bernhard Scholkopf"),
        ("Łukasz Staniszewski", "Lukasz STANISZEWSKI"),
        ("J.Pablo Muñoz", "J. Pablo Munoz"),
        ("Rossi, Ryan A.", "Ryan A. Rossi"),
        ("Ｗｅｉ Li", "Wei  Li"),
        ("Jose\u0301 Morano", "Jos\u00e9 Morano"),
        ("YDeng9", "ydeng9"),
    ],
)
def test_spellings_of_one_name_are_one(one: str, other: str) -> None:
    assert name_identity(one) == name_identity(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("ya_mehdi", "ya-mehdi"), ("Wei Li", "Li Wei"), ("Wei Li", "W. Li"), ("..", "."), ("★ ★", "☆ ☆")],
)
def test_different_names_are_two(one: str, other: str) -> None:
    assert name_identity(one) != name_identity(other)


def test_the_same_handle_is_one_person_everywhere() -> None:
    found, keys = persons(("ydeng9", "Ada Byron"), ("YDeng9",))
    assert keys == [("handle/ydeng9", "ada-byron/2410.00001"), ("handle/ydeng9",)]
    assert found[1] == Person("handle/ydeng9", "YDeng9", is_handle=True, papers=2)


def test_the_same_name_beside_the_same_person_is_one_person() -> None:
    found, keys = persons(("Wei Li", "ydeng9"), ("ydeng9", "WEI LI"), ("Wei Li", "Lei Xu"))
    assert keys[0][0] == keys[1][1] == "wei-li/2410.00001"
    assert keys[2][0] == "wei-li/2410.00003"
    by_key = {person.key: person for person in found}
    assert by_key["wei-li/2410.00001"].papers == 2
    assert by_key["wei-li/2410.00001"].possibly_same == ("wei-li/2410.00003",)
    assert by_key["wei-li/2410.00003"].possibly_same == ("wei-li/2410.00001",)


def test_a_shared_person_joins_over_several_papers() -> None:
    _, keys = persons(("Wei Li", "Lei Xu"), ("Wei Li", "Lei Xu", "Ada Byron"), ("Ada Byron", "Wei Li"))
    assert {keys[0][0], keys[1][0], keys[2][1]} == {"wei-li/2410.00001"}


def test_middle_initials_and_parts_of_a_given_name_join_only_beside_the_same_person() -> None:
    _, keys = persons(("Ryan A. Rossi", "franck"), ("Ryan Rossi", "franck"), ("Ryan Rossi", "other"))
    assert keys[0][0] == keys[1][0] == "ryan-a-rossi/2410.00001"
    assert keys[2][0] == "ryan-rossi/2410.00003"
    _, keys = persons(("Zhong-Zhi Li", "Yeyun Gong"), ("Zhongzhi Li", "Yeyun Gong"))
    assert keys[0][0] == keys[1][0]


def test_a_full_middle_name_is_another_name() -> None:
    _, keys = persons(("Kevin Lin", "Linjie Li"), ("Kevin Qinghong Lin", "Linjie Li"))
    assert keys[0][0] != keys[1][0]


def test_a_paper_of_two_days_lists_one_person_once() -> None:
    rows = {("2410.00001", date): ("Wei Li",) for date in ("2024-10-30", "2024-12-01")}
    found, by_row = resolve_persons(rows, {"Wei Li": name_identity("Wei Li")})
    assert [person.papers for person in found] == [1]
    assert set(by_row.values()) == {("wei-li/2410.00001",)}


def test_very_many_of_one_name_are_linked_with_the_first_only() -> None:
    found, _ = persons(*(("Wei Li", f"user{n}") for n in range(30)))
    linked = {person.key: person.possibly_same for person in found if not person.is_handle}
    assert len(linked.pop("wei-li/2410.00001")) == 29
    assert set(linked.values()) == {("wei-li/2410.00001",)}


def test_a_person_called_handle_is_no_user() -> None:
    found, _ = persons(("Handle !",), ("2410.00001",))
    assert len(found) == 2


LISTS = strategies.lists(
    strategies.lists(
        strategies.one_of(
            strategies.text(min_size=1, max_size=6),
            strategies.sampled_from(["Wei Li", "W Li", "Wei B. Li", "wei li", "ydeng9", "Lei Xu", "Xu, Lei"]),
        ),
        max_size=4,
    ).map(tuple),
    max_size=8,
)


@given(LISTS)
def test_every_listing_has_a_person_and_links_go_both_ways(listed: list[tuple[str, ...]]) -> None:
    found, keys = persons(*listed)
    by_key = {person.key: person for person in found}
    assert len(by_key) == len(found)
    assert [len(row) for row in keys] == [len(names) for names in listed]
    assert {key for row in keys for key in row} == by_key.keys()
    for person in found:
        assert person.key not in person.possibly_same
        assert all(person.key in by_key[other].possibly_same for other in person.possibly_same)
