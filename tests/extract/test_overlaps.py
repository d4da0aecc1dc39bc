"""Names that claim the same words."""

from __future__ import annotations

from kg.extract.merging import Judged
from kg.extract.overlaps import apart
from kg.model import EntityType


def name(key: str, start: int, end: int, sure: float) -> Judged:
    return Judged((start, end), key, EntityType.METHOD, sure)


def kept(*names: Judged) -> list[tuple[str, int]]:
    return [(one.key, one.place[0]) for one in apart(names, 30)]


def test_of_two_names_that_overlap_the_surer_one_stays() -> None:
    assert kept(name("wob", 0, 2, 0.6), name("frob", 1, 3, 0.9), name("zib", 5, 6, 0.3)) == [("frob", 1), ("zib", 5)]


def test_of_equally_sure_names_the_longer_stays() -> None:
    assert kept(name("rag", 2, 3, 0.9), name("wob-rag", 0, 3, 0.9)) == [("wob-rag", 0)]


def test_a_surer_name_that_stands_elsewhere_gives_way_to_a_longer_one() -> None:
    names = [name("rag", 2, 3, 0.98), name("rag", 9, 10, 0.98), name("wob-rag", 0, 3, 0.8)]
    assert kept(*names) == [("wob-rag", 0), ("rag", 9)]


def test_a_surer_name_that_stands_nowhere_else_keeps_its_place() -> None:
    assert kept(name("rag", 2, 3, 0.98), name("wob-rag", 0, 3, 0.8)) == [("rag", 2)]
    # Nor does a place inside another longer name count.
    both = [name("rag", 2, 3, 0.98), name("rag", 8, 9, 0.98), name("wob-rag", 0, 3, 0.8), name("zib-rag", 6, 9, 0.8)]
    assert kept(*both) == [("rag", 2), ("rag", 8)]


def test_a_doubtful_longer_name_gives_way() -> None:
    names = [name("lora", 0, 1, 0.98), name("lora", 9, 10, 0.98), name("lora training", 0, 2, 0.4)]
    assert kept(*names) == [("lora", 0), ("lora", 9)]


def test_the_longest_of_three_names_within_each_other_stays() -> None:
    names = [
        name("rag", 2, 3, 0.98),
        name("rag", 20, 21, 0.98),
        name("wob-rag", 0, 3, 0.7),
        name("wob-rag", 10, 13, 0.7),
        name("wob-rag-b", 0, 5, 0.6),
    ]
    assert kept(*names) == [("wob-rag-b", 0), ("wob-rag", 10), ("rag", 20)]
    assert kept(*reversed(names)) == kept(*names)
