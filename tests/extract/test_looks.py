"""Second looks: what the network reads of one number, and what it may say."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

import numpy as np
import pytest
from numpy.typing import NDArray

from kg.extract.linear import Linear, Ranker
from kg.extract.look_input import MARKS, LookInput, Window
from kg.extract.looks import MOST_LOOKS, Look, Looks
from kg.extract.net_input import MOST_PIECES, SIGNS
from kg.extract.result_model import ResultModel
from kg.extract.scene import PlacedNumber, Scene
from kg.extract.sections import read
from kg.extract.slots import SLOTS
from kg.extract.things import DocEntity
from kg.extract.weight_files import weights_in
from kg.extract.wordpieces import WordPieces
from kg.model import EntityType, Role, Span

TITLE = "Wob: A Test"
FIRST = "Frobs is a benchmark by others."
LAST = "On it Wob reaches an accuracy of 71.3%, Zip 70.1%."


def entity(text: str, name: str, kind: EntityType, role: Role | None = None, sure: float = 0.9) -> DocEntity:
    places = [at for at in range(len(text)) if text.startswith(name, at)]
    return DocEntity(kind, (name,), role, tuple(Span(at, at + len(name)) for at in places), sure)


def scene_of(text: str) -> Scene:
    known = [
        entity(text, "Wob", EntityType.METHOD, Role.PROPOSED),
        entity(text, "Frobs", EntityType.DATASET, Role.EVALUATED),
        entity(text, "accuracy", EntityType.METRIC),
        entity(text, "Zip", EntityType.MODEL, Role.COMPARED, 0.3),
    ]
    found = [one for one in known if one.spans]
    return Scene(read(text), sorted(found, key=lambda one: one.spans[0]))


def looked_at(scene: Scene, which: int = 0) -> tuple[list[str], LookInput]:
    wordpieces = weights_in().network.wordpieces
    signs = np.zeros((len(scene.reading.words), len(SIGNS)), dtype=np.float32)
    placed = list(scene.numbers())[which]
    found = Window(scene, signs, wordpieces).at(placed, "absolute")
    return [wordpieces.pieces[number] for number in found.pieces], found


def marks_at(found: LookInput, piece: int) -> set[str]:
    return {MARKS[number] for number in np.flatnonzero(found.marks[piece])}


def test_a_look_holds_title_sentence_before_and_sentence() -> None:
    pieces, found = looked_at(scene_of(f"{TITLE}\nNo word of this. {FIRST} {LAST}"))
    text = " ".join(pieces).replace(" ##", "")
    assert text.startswith("[CLS] wob : a test [SEP] frobs is a benchmark by others . [SEP] on it wob reaches")
    assert "no word" not in text
    assert marks_at(found, found.number) == {"here", "number", "kind absolute"}
    assert pieces[found.number] == "71"


def test_names_are_marked_with_type_and_role_and_what_is_doubtful() -> None:
    scene = scene_of(f"{TITLE}\n{FIRST} {LAST}")
    pieces, found = looked_at(scene)
    names = [one.names[0] for one in scene.entities]
    marks = {names[number]: [marks_at(found, piece) for piece in places] for number, places in found.places.items()}
    assert marks["Wob"] == [{part, "B Method", "role proposed"} for part in ("title", "here")]
    assert marks["Frobs"] == [{"before", "B Dataset", "role evaluated"}]
    assert marks["accuracy"] == [{"here", "B Metric"}]
    assert marks["Zip"] == [{"here", "B Model", "role compared", "doubtful"}]
    other = pieces.index("70")
    assert "other number" in marks_at(found, other)


def test_a_name_from_elsewhere_stands_behind_the_text() -> None:
    scene = scene_of(f"T\n{FIRST} Nothing here. It is 71.3% at the end.")
    _, found = looked_at(scene)
    [number] = [n for n, one in enumerate(scene.entities) if one.names[0] == "Frobs"]
    [place] = found.places[number]
    assert marks_at(found, place) == {"named elsewhere", "B Dataset", "role evaluated"}
    assert place > found.number


@pytest.mark.parametrize("filler", ["word " * 2000, "qzxj" * 4000 + " ", "\u6570 " * 900, "9 " * 500])
def test_a_long_sentence_is_cut_around_its_number(filler: str) -> None:
    scene = scene_of(f"{filler}\n{filler}{LAST[:-1]} {filler}.")
    placed = [p.number.value for p in scene.numbers()].index("71.3")
    pieces, found = looked_at(scene, placed)
    assert len(pieces) <= MOST_PIECES
    assert pieces[found.number] in ("71", "[CLS]")


class Even:
    """Says the same of each piece, and counts how often it is asked."""

    def __init__(self) -> None:
        self.asked = 0
        self.wordpieces: WordPieces = weights_in().network.wordpieces

    def look(self, read: LookInput, at: Sequence[int]) -> NDArray[np.float32]:
        self.asked += 1
        return np.full((len(SLOTS), len(at)), 500.0, dtype=np.float32)


def test_probabilities_are_shared_among_what_fits_by_its_places() -> None:
    scene = scene_of(f"{TITLE}\n{FIRST} {LAST}")
    look = Looks(Even(), scene, [], [])(next(scene.numbers()), "absolute")
    names = [one.names[0] for one in scene.entities]
    # Wob stands twice, "nothing" and the others once.
    assert {names[n] if n is not None else None: share for n, share in look["subject"].items()} == pytest.approx(
        {None: 0.2, "Wob": 0.4, "Frobs": 0.2, "Zip": 0.2}
    )
    assert all(sum(of_slot.values()) == pytest.approx(1.0) for of_slot in look.values())
    assert look.keys() == SLOTS.keys()


def test_so_many_numbers_are_looked_at_and_no_more() -> None:
    scene = scene_of("T\n" + "Wob has an accuracy of 7.1%. " * (2 * MOST_LOOKS))
    reader = Even()
    looks = Looks(reader, scene, [], [])
    said = [bool(looks(placed, "absolute")) for placed in scene.numbers()]
    assert said == [True] * MOST_LOOKS + [False] * MOST_LOOKS
    assert reader.asked == MOST_LOOKS


class Absolute:
    """Takes each number for a result."""

    def predict(self, features: object) -> tuple[str, float]:
        return "absolute", 1.0


@pytest.mark.parametrize(("for_nothing", "chosen", "asked"), [(1.0, "Wob", 1), (3.0, None, 0)])
def test_a_second_look_decides_where_the_ranker_doubts(for_nothing: float, chosen: str | None, asked: int) -> None:
    scene = scene_of("T\nWob reaches 71.3% there.")
    ranker = Ranker(["none"], np.array([for_nothing], dtype=np.float32))
    model = ResultModel(cast("Linear", Absolute()), dict.fromkeys(SLOTS, ranker))
    looked: list[str] = []

    def look(placed: PlacedNumber, kind: str) -> Look:
        looked.append(kind)
        return {slot: {None: 0.05, 0: 0.95} for slot in SLOTS}

    [found] = model.results(scene.reading, scene.entities, looks=lambda _: look)
    assert looked == ["absolute"] * asked
    assert found.links["subject"] == (None if chosen is None else 0)
