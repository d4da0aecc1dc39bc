"""Rows of one day from several files."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest

from kg.model import Paper
from kg.sources.days import Disagreement, day_of_path, merge_day

LAMP = Paper("2410.00002", "2024-10-30", "LAMP", "It shines.", ("Ann Lee",), "a.md", 5)
COPY = replace(LAMP, file="b.md", line=3)
OTHER = replace(LAMP, file="b.md", line=9, summary="It glows.")
ROPE = Paper("2410.00001", "2024-10-30", "ROPE", "It holds.", (), "b.md", 4)


def test_order_does_not_matter_and_copies_count_once() -> None:
    for papers in permutations([LAMP, COPY, OTHER, ROPE]):
        said: list[Disagreement] = []
        assert merge_day(papers, said.append) == [ROPE, LAMP, OTHER]
        assert said == [Disagreement("2410.00002", "2024-10-30", ("a.md:5", "b.md:9"))]


def test_copies_alone_are_no_disagreement() -> None:
    said: list[Disagreement] = []
    assert merge_day([COPY, LAMP, COPY], said.append) == [LAMP]
    assert said == []


@pytest.mark.parametrize("change", [{"title": "Lamp"}, {"names": ("bo7",)}, {"summary": ""}])
def test_any_difference_is_a_disagreement(change: dict[str, str]) -> None:
    said: list[Disagreement] = []
    other = replace(COPY, **change)
    assert merge_day([other, LAMP], said.append) == [LAMP, other]
    assert str(said[0]) == "2410.00002 on 2024-10-30: not the same in a.md:5, b.md:3"


def test_days_are_merged_apart() -> None:
    said: list[Disagreement] = []
    tomorrow = replace(OTHER, date="2024-10-31")
    assert merge_day([tomorrow, LAMP], said.append) == [LAMP, tomorrow]
    assert said == []


@pytest.mark.parametrize(
    ("path", "day"),
    [
        ("2024/10/30.md", "2024-10-30"),
        ("x/2024-10-30.markdown", "2024-10-30"),
        ("x/2024/13/30.md", None),
        ("x/2024/10-30.md", None),
        ("x/12024-10-30.md", None),
        ("2024-10-30/notes.md", None),
        ("2024-10-30", None),
    ],
)
def test_the_day_of_a_path(path: str, day: str | None) -> None:
    assert day_of_path(Path(path)) == day
