"""Training the network: what it learns from a paper, and that the exported file says what the trained one says."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
import torch

from kg.extract.gazetteer import Gazetteer
from kg.extract.looks import LookReader, Looks
from kg.extract.net_view import KINDS, ROLES
from kg.extract.network import Network
from kg.extract.scene import Scene
from kg.extract.sections import read
from kg.extract.slots import SLOTS
from kg.extract.tags import TAGS
from kg.extract.wordpieces import WordPieces
from kg.train.lessons import Lesson
from kg.train.look_fit import LookTeller, fit_look, load_look, save_look
from kg.train.look_lessons import look_lessons
from kg.train.look_model import LookNet
from kg.train.net_base import base_pieces, shipped_base
from kg.train.net_export import as_onnx
from kg.train.net_fit import NetRecipe, fit_net, load_net, net_view, save_net
from kg.train.net_lessons import IGNORED, net_lesson
from kg.train.net_loss import batch_loss
from kg.train.net_model import Net
from kg.train.result_lessons import Example

TEXT = "Wob: A Test\nWob reaches an accuracy of 71.3% on Frobs, with 7 layers."
RECORD = {
    "id": "1",
    "entities": [
        {"type": "Method", "names": ["Wob"], "role": "proposed"},
        {"type": "Dataset", "names": ["Frobs"], "role": "evaluated"},
        {"type": "Metric", "names": ["accuracy"], "role": None},
    ],
    "results": [
        {
            "subject": "Wob",
            "metric": "accuracy",
            "value": "71.3",
            "unit": "%",
            "kind": "absolute",
            "dataset": "Frobs",
            "baseline": None,
            "model": None,
        }
    ],
}


@pytest.fixture(scope="module")
def lesson() -> Lesson:
    return Lesson("1", read(TEXT), RECORD)


@pytest.fixture(scope="module")
def wordpieces(lesson: Lesson) -> WordPieces:
    return base_pieces(shipped_base()).without(lesson.reading.words)


@pytest.fixture(scope="module")
def gazetteer(lesson: Lesson) -> Gazetteer:
    return Gazetteer.count([(lesson.reading, lesson.names)])


def test_a_paper_teaches_tags_roles_kinds_and_pointings(
    lesson: Lesson, wordpieces: WordPieces, gazetteer: Gazetteer
) -> None:
    taught = net_lesson(lesson, wordpieces, gazetteer)
    tags, roles, kinds = (
        [names[number] for number in row if number != IGNORED]
        for names, row in zip((TAGS, ROLES, KINDS), taught.targets.tolist(), strict=True)
    )
    assert tags.count("B-Method") == 2
    assert sorted(roles) == ["evaluated", "proposed", "proposed"]
    assert kinds == ["absolute", "none"]
    slots = {list(SLOTS)[one.slot]: one.targets for one in taught.pointings}
    assert slots["baseline"] == slots["model"] == [0]
    pieces = taught.pieces[slots["dataset"]].tolist()
    assert wordpieces.pieces[pieces[0]] == "fr"
    assert len(slots["subject"]) == 2


def test_the_loss_falls(lesson: Lesson, wordpieces: WordPieces, gazetteer: Gazetteer) -> None:
    torch.manual_seed(0)
    before = Net(len(wordpieces.pieces))
    before.begin(wordpieces, shipped_base())
    after = fit_net([lesson] * 8, wordpieces, gazetteer, NetRecipe(shipped_base(), epochs=12))
    taught = [net_lesson(lesson, wordpieces, gazetteer)]
    assert batch_loss(after, taught).item() < 0.6 * batch_loss(before.eval(), taught).item()


def test_networks_of_other_orders_are_averaged(
    lesson: Lesson, wordpieces: WordPieces, gazetteer: Gazetteer, tmp_path: Path
) -> None:
    paths = [tmp_path / f"net-{order}.pt" for order in range(2)]
    for order, path in enumerate(paths):
        save_net(fit_net([lesson] * 16, wordpieces, gazetteer, NetRecipe(shipped_base(), epochs=1), order), path)
    one, two, mean = (load_net(some, wordpieces).state_dict() for some in (paths[:1], paths[1:], paths))
    changed = "tags.weight"
    assert not torch.equal(one[changed], two[changed])
    torch.testing.assert_close(mean[changed], (one[changed] + two[changed]) / 2)


def test_the_exported_network_says_the_same(lesson: Lesson, wordpieces: WordPieces, gazetteer: Gazetteer) -> None:
    net = fit_net([lesson] * 8, wordpieces, gazetteer, NetRecipe(shipped_base(), epochs=2))
    expected = net_view(net, lesson, wordpieces, gazetteer)
    found = Network(as_onnx(LookNet(net)), wordpieces).view(lesson.reading, [], gazetteer.hits(lesson.reading))
    tables: Sequence[str] = ("tags", "roles", "kinds")
    assert max(np.abs(getattr(found, name) - getattr(expected, name)).max() for name in tables) < 0.1
    assert found.pointers.keys() == expected.pointers.keys()


def test_second_looks_learn_which_name_a_number_belongs_to(
    lesson: Lesson, wordpieces: WordPieces, gazetteer: Gazetteer, tmp_path: Path
) -> None:
    example = Example(lesson, lesson.annotated())
    scene = Scene(lesson.reading, example.entities)
    [taught] = look_lessons(example, wordpieces, gazetteer)
    right = {list(SLOTS)[slot]: filled.right for slot, filled in taught.slots.items()}
    assert right == {"metric": 1, "dataset": 1, "subject": 1, "model": 0, "baseline": 0}
    kept = tmp_path / "net.pt"
    save_net(fit_net([lesson] * 8, wordpieces, gazetteer, NetRecipe(shipped_base(), epochs=2)), kept)
    before = net_view(load_net([kept], wordpieces), lesson, wordpieces, gazetteer)
    look = fit_look([taught] * 80, load_net([kept], wordpieces), 7)
    placed = next(scene.numbers())

    def seen(reader: LookReader) -> dict[str, dict[int | None, float]]:
        looked = Looks(reader, scene, lesson.pairs, gazetteer.hits(lesson.reading, lesson.names))
        return {slot: dict(of_slot) for slot, of_slot in looked(placed, "absolute").items()}

    found = seen(LookTeller(look, wordpieces))
    names = {entity.names[0]: number for number, entity in enumerate(example.entities)}
    for slot, name in (("metric", "accuracy"), ("dataset", "Frobs"), ("subject", "Wob"), ("baseline", None)):
        assert found[slot][None if name is None else names[name]] > 0.8, slot
    save_look(look, tmp_path / "look.pt")
    exported = Network(as_onnx(load_look(tmp_path / "look.pt", load_net([kept], wordpieces))), wordpieces)
    again = seen(exported)
    assert max(abs(again[slot][option] - p) for slot, of_slot in found.items() for option, p in of_slot.items()) < 0.15
    # The first look is as it was.
    after = exported.view(lesson.reading, [], gazetteer.hits(lesson.reading))
    assert np.abs(after.tags - before.tags).max() < 0.1
