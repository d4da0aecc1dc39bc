"""Training the network: what it learns from a paper, and that the exported file says what the trained one says."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
import torch

from kg.extract.gazetteer import Gazetteer
from kg.extract.net_view import KINDS, ROLES
from kg.extract.network import Network
from kg.extract.sections import read
from kg.extract.slots import SLOTS
from kg.extract.tags import TAGS
from kg.extract.wordpieces import WordPieces
from kg.train.lessons import Lesson
from kg.train.net_base import base_pieces, shipped_base
from kg.train.net_export import as_onnx
from kg.train.net_fit import NetRecipe, fit_net, load_net, net_view, save_net
from kg.train.net_lessons import IGNORED, net_lesson
from kg.train.net_loss import batch_loss
from kg.train.net_model import Net

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
    found = Network(as_onnx(net), wordpieces).view(lesson.reading, [], gazetteer.hits(lesson.reading))
    tables: Sequence[str] = ("tags", "roles", "kinds")
    assert max(np.abs(getattr(found, name) - getattr(expected, name)).max() for name in tables) < 0.1
    assert found.pointers.keys() == expected.pointers.keys()
