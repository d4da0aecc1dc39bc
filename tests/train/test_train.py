"""Training in small: forty papers give weights that the pipeline runs with, and the same bytes each time."""

from __future__ import annotations

import shutil
from itertools import islice
from pathlib import Path

import pytest

import kg
from kg.errors import KgError
from kg.extract.modes import Mode
from kg.extract.section_style import STYLES
from kg.extract.sections import read
from kg.extract.weight_files import FILES, MANIFEST, Weights
from kg.records import as_json_line, read_records
from kg.train.fitting import Case, fit_linear, fit_ranker
from kg.train.frequencies import count_levels
from kg.train.lessons import Lesson
from tests.conftest import ROOT

ANNOTATIONS = ROOT / "data" / "annotations" / "train.jsonl"
PAPERS = 40
SMALL = {"folds": 2, "rounds": 8, "epochs": 1, "pretraining": 1, "orders": 2, "jobs": 2}


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Annotations of the first papers."""
    path = tmp_path_factory.mktemp("annotations") / "few.jsonl"
    path.write_text("".join(map(as_json_line, islice(read_records(ANNOTATIONS), PAPERS))), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def trained(corpus_dir: Path, few: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of weights learned from few papers."""
    folder = tmp_path_factory.mktemp("weights")
    steps: list[str] = []
    scores = kg.train_extractor(
        corpus_dir, few, folder, **SMALL, check=True, on_progress=lambda step, *_: steps.append(step)
    )
    assert list(scores) == [Mode.ACCURATE, Mode.FAST]
    for found in scores.values():
        assert found.papers == PAPERS
        assert found.any_type.f1 > 0.2
        assert found.calibrations.keys() == {"entities", "results"}
        assert sum(part.papers for part in found.by("month").values()) == PAPERS
        assert set(found.by("style")) <= set(STYLES)
    order = ["taggers", "base model", "networks", "views of the networks", "views", "judge"]
    assert list(dict.fromkeys(steps))[: len(order)] == order
    assert steps.index("second looks") < steps.index("results")
    return folder


@pytest.mark.corpus
def test_the_weights_of_few_papers_run(trained: Path) -> None:
    weights = Weights(trained)
    reading = read("FrobNet: A Test\nWe test it on ImageNet with a success rate of 71.3%.")
    view = weights.tagger.view(reading, [], weights.gazetteer.hits(reading))
    assert view.shape == (len(reading.words), 11)
    assert weights.modes[Mode.FAST].results.slots.keys() == {"metric", "dataset", "subject", "model", "baseline"}


@pytest.mark.corpus
def test_a_run_that_was_stopped_goes_on_and_gives_the_same_bytes(
    corpus_dir: Path, few: Path, trained: Path, tmp_path: Path
) -> None:
    for step in ("tagger-0", "base", "network-0", "network-1", "network-2"):
        shutil.copytree(trained / "steps" / step, tmp_path / "steps" / step)
    (tmp_path / "steps" / "network-2" / "net-1.pt").unlink()
    kg.train_extractor(corpus_dir, few, tmp_path, **SMALL)
    for name in (*FILES, MANIFEST):
        assert (tmp_path / name).read_bytes() == (trained / name).read_bytes(), name


def test_digests_without_the_papers_are_refused(sample_dir: Path, tmp_path: Path) -> None:
    annotations = tmp_path / "other.jsonl"
    annotations.write_text('{"id": "9999.99999", "entities": [], "results": []}\n', encoding="utf-8")
    with pytest.raises(KgError, match="none of these papers"):
        kg.train_extractor(sample_dir, annotations, tmp_path / "out")


def test_names_are_found_again_in_the_text() -> None:
    record = {
        "id": "1",
        "entities": [
            {"type": "Model", "names": ["Wob-7B"], "role": "used"},
            {"type": "Model", "names": ["Wob"], "role": "compared"},
        ],
        "results": [],
    }
    lesson = Lesson("1", read("T\nWob-7B beats Wob and Wobble."), record)
    assert [[lesson.reading.surface(place) for place in places] for places in lesson.places] == [["Wob-7B"], ["Wob"]]
    assert lesson.tags[1:6] == ["B-Model", "I-Model", "I-Model", "O", "B-Model"]


def test_a_classifier_learns_what_is_plain() -> None:
    rows = [{"wet": 1.0}, {"wet": 1.0}, {"dry": 1.0}, {"dry": 1.0}]
    model = fit_linear(rows, ["rain", "rain", "sun", "sun"], strength=10.0)
    assert model.predict({"wet": 1.0})[0] == "rain"
    assert type(model).from_bytes(model.as_bytes()).predict({"dry": 1.0})[0] == "sun"


def test_a_ranker_learns_what_to_choose() -> None:
    cases = [Case([{"none": 1.0}, {"near": 1.0}, {"far": 1.0}], 1)] * 4
    model = fit_ranker(cases, strength=10.0)
    assert model.probabilities([{"none": 1.0}, {"far": 1.0}, {"near": 1.0}]).argmax() == 2


def test_words_have_levels_by_how_common_they_are() -> None:
    table = count_levels([read("the end")] * 8 + [read("the other")] * 100).decode()
    assert table.splitlines()[-1] == "7\tother the"
    assert "5\tend\n" in table
