"""The weights: whole, small, checked when they are read, and part of the extractor's version."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from kg.errors import WeightsError
from kg.extract.acronyms import acronym_pairs
from kg.extract.crf import Crf
from kg.extract.gazetteer import Gazetteer
from kg.extract.modes import Mode
from kg.extract.sections import read
from kg.extract.token_signs import all_features
from kg.extract.weight_files import CRF, FILES, MANIFEST, NETWORK, ROLES, SHIPPED, Weights, weights_in

TEXT = "FrobNet: Sparse Attention\nWe use Low-Rank Adaptation (LoRA) on GSM8K (71.3%). It beats GPT-4o; see Qwen2.5-7B."


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copytree(SHIPPED, tmp_path / "weights")
    return tmp_path / "weights"


def test_the_folder_holds_what_the_manifest_names_and_little_more() -> None:
    found = {path.relative_to(SHIPPED).as_posix(): path.stat().st_size for path in SHIPPED.rglob("*") if path.is_file()}
    assert found.keys() == {*FILES, MANIFEST, "README.md"}
    assert sum(found.values()) < 25_000_000


def test_a_damaged_file_is_named(copy: Path) -> None:
    path = copy / Mode.FAST / ROLES
    content = bytearray(path.read_bytes())
    content[100] ^= 1
    path.write_bytes(content)
    with pytest.raises(WeightsError, match="expected SHA-256") as caught:
        Weights(copy).modes[Mode.FAST].roles  # noqa: B018
    assert caught.value.path == str(path)


def test_a_damaged_network_is_named(copy: Path) -> None:
    (copy / NETWORK).write_bytes((copy / NETWORK).read_bytes()[:-1])
    with pytest.raises(WeightsError, match=r"network\.onnx: expected SHA-256"):
        Weights(copy).network  # noqa: B018


def test_a_missing_file_is_named(copy: Path) -> None:
    (copy / CRF).unlink()
    with pytest.raises(WeightsError, match=r"crf\.npz.*no file"):
        Weights(copy).tagger  # noqa: B018


@pytest.mark.parametrize("manifest", ["", "[]", "{}", '{"crf.npz": 3}'])
def test_a_wrong_manifest_is_refused(copy: Path, manifest: str) -> None:
    (copy / MANIFEST).write_text(manifest, encoding="utf-8")
    with pytest.raises(WeightsError, match=r"manifest"):
        Weights(copy).version  # noqa: B018


def test_no_manifest_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WeightsError, match="no file"):
        Weights(tmp_path).tagger  # noqa: B018


def test_other_weights_are_another_version(copy: Path) -> None:
    assert Weights(copy).version == weights_in().version
    manifest = json.loads((copy / MANIFEST).read_text(encoding="utf-8"))
    (copy / MANIFEST).write_text(json.dumps(manifest | {CRF: "0"}), encoding="utf-8")
    assert Weights(copy).version != weights_in().version


def test_a_part_is_read_once() -> None:
    assert weights_in() is weights_in()
    assert weights_in().network is weights_in().network
    assert weights_in().modes[Mode.FAST].judge is weights_in().modes[Mode.FAST].judge


def test_the_quick_scores_are_those_of_all_features() -> None:
    reading, weights = read(TEXT), weights_in()
    pairs, hits = acronym_pairs(reading.text, reading.body), weights.gazetteer.hits(reading)
    tagger = weights.tagger
    rows = all_features(reading, tagger.frequencies, pairs, hits)
    plain = tagger.crf.marginals(tagger.crf.scores(rows))
    quick = tagger.view(reading, pairs, hits)
    assert np.allclose(np.sort(plain, axis=1), np.sort(quick, axis=1), atol=1e-3)


def test_a_field_survives_its_file() -> None:
    weights = np.array([[0.5, 0.0], [0.0, -2.0], [0.0, 0.0]], dtype=np.float32)
    crf = Crf(["O", "B"], ["a", "b"], weights, np.zeros((2, 2), dtype=np.float32))
    again = Crf.from_bytes(crf.as_bytes())
    assert (again.tags, again.names) == (crf.tags, crf.names)
    assert np.array_equal(again.weights, weights)
    assert again.as_bytes() == crf.as_bytes()


def test_marginals_are_probabilities_however_long_the_text() -> None:
    crf = Crf(["O", "B"], ["a"], np.zeros((2, 2), dtype=np.float32), np.array([[3, -3], [-3, 3]], dtype=np.float32))
    found = crf.marginals(np.random.default_rng(0).normal(size=(5000, 2)) * 9)
    assert np.allclose(found.sum(axis=1), 1.0)


def test_a_gazetteer_of_no_names_comes_back() -> None:
    assert Gazetteer.from_bytes(Gazetteer({}).as_bytes()).known == {}
