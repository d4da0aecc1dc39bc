"""Charts: the figures behind them, and pictures that hold their words, repeat byte for byte and take hostile names."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import matplotlib.image
import pytest

from kg.chart import Chart, chart_of
from kg.errors import UnknownNameError
from kg.view.chart_data import Meetings, Months, Score, ScoresOverTime, meetings, months, scores_over_time
from kg.view.still_files import picture
from tests.view.conftest import OWN_HOSTILE, Ask


def words(svg: bytes) -> str:
    return " ".join("".join(element.itertext()) for element in ElementTree.fromstring(svg).iter() if element.text)


def svg_of(chart: Chart) -> bytes:
    return picture(chart.figure, "svg")


SCORES = ScoresOverTime(
    "GSM8K",
    "accuracy",
    "%",
    False,
    (
        Score(date(2024, 10, 30), 71.3, "NovaNet"),
        Score(date(2024, 11, 5), 60.0, "OldNet"),
        Score(date(2025, 2, 1), 82.5, None),
        Score(date(2025, 3, 1), 90.1, "BestNet"),
    ),
    3,
)
MONTHS = Months(("2024-10", "2024-11"), ("LoRA", "DPO"), ((3, 1), (0, 2)))
MEETINGS = Meetings(("LoRA", "DPO"), ("GSM8K",), ((4,), (0,)))


def test_scores_of_one_metric_are_shown_and_the_others_counted(ask: Ask) -> None:
    found = scores_over_time(ask, "LongBench")
    assert (found.dataset, found.metric, found.unit) == ("LongBench", "accuracy", "%")
    assert found.scores == (Score(date(2024, 10, 30), 62.5, "LeafKV"), Score(date(2024, 10, 30), 62.5, "LeafKV"))
    other = scores_over_time(ask, "LongBench", metric="F1")
    assert (other.scores, other.left_out) == ((), 2)


def test_records_are_the_best_so_far_in_either_direction() -> None:
    assert [score.value for score in SCORES.records()] == [71.3, 82.5, 90.1]
    lower = ScoresOverTime("D", "WER", "%", True, SCORES.scores, 0)
    assert [score.value for score in lower.records()] == [71.3, 60.0]


def test_months_have_no_gaps_and_count_papers_once(ask: Ask) -> None:
    found = months(ask, ["LoRA", "LongBench"])
    assert found.months == ("2024-10", "2024-11")
    assert dict(zip(found.names, found.counts, strict=True)) == {"LoRA": (2, 1), "LongBench": (1, 1)}
    assert months(ask).names[0] == "LoRA"


def test_meetings_count_shared_papers(ask: Ask) -> None:
    found = meetings(ask)
    cells = {
        (row, column): count
        for row, counts in zip(found.rows, found.counts, strict=True)
        for column, count in zip(found.columns, counts, strict=True)
    }
    assert cells["LoRA", "LongBench"] == 2
    assert cells["TreeTune", "LongBench"] == 0


def test_pictures_hold_their_words_and_repeat() -> None:
    chart = Chart(SCORES)
    text = words(svg_of(chart))
    for expected in ("GSM8K: accuracy (%) over time", "NovaNet", "BestNet", "best so far", "3 in other metrics"):
        assert expected in text
    assert "OldNet" not in text
    assert svg_of(chart) == svg_of(Chart(SCORES))
    assert "LoRA" in words(svg_of(Chart(MONTHS)))
    assert {"GSM8K", "4"} <= set(words(svg_of(Chart(MEETINGS))).split())


def test_a_png_is_a_picture_of_some_size(tmp_path: Path) -> None:
    Chart(MEETINGS).save(tmp_path / "chart.png")
    pixels = matplotlib.image.imread(io.BytesIO((tmp_path / "chart.png").read_bytes()))
    assert min(pixels.shape[:2]) > 500
    assert pixels[..., :3].std() > 0.01
    assert Chart(MEETINGS)._repr_png_()[:8] == b"\x89PNG\r\n\x1a\n"


def test_other_endings_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UnknownNameError, match=r"\.svg"):
        Chart(MONTHS).save(tmp_path / "chart.pdf")


def empty() -> Iterator[Chart]:
    yield Chart(ScoresOverTime("D", None, None, False, (), 0))
    yield Chart(Months((), (), ()))
    yield Chart(Meetings((), (), ()))


@pytest.mark.parametrize("chart", empty())
def test_an_empty_chart_says_so(chart: Chart) -> None:
    assert "no " in words(svg_of(chart))


def test_hostile_names_are_only_words() -> None:
    names = [*OWN_HOSTILE, "$\\frac{1}{0}$", "$unclosed", "a_b^c", "%s %d {0}"]
    chart = Chart(Months(("2024-10",), tuple(names), tuple((n,) for n in range(len(names)))))
    root = ElementTree.fromstring(svg_of(chart))
    assert not list(root.iter("{http://www.w3.org/2000/svg}script"))
    assert "$unclosed" in json.dumps(words(svg_of(chart)))


def test_a_chart_is_of_one_thing(ask: Ask) -> None:
    with pytest.raises(TypeError, match="either"):
        chart_of(ask, dataset="LongBench", together=True)
    with pytest.raises(TypeError, match="either"):
        chart_of(ask)
