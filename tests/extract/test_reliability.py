"""The reliability plot: its points are the bins of the calibration, and it is read as a picture."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

from kg.extract.calibration import calibration
from kg.extract.reliability import reliability_svg
from tests.conftest import ROOT

SVG = "{http://www.w3.org/2000/svg}"


def test_each_bin_is_a_point_with_its_interval() -> None:
    sure = [0.5] * 40 + [0.9] * 40
    right = [True] * 20 + [False] * 20 + [True] * 30 + [False] * 10
    made = reliability_svg({"entities <&>": calibration(sure, right, bins=2)}, papers=1200)
    picture = ElementTree.fromstring(made)
    assert picture.findtext(f"{SVG}title") == "Confidence and correctness, 1,200 papers"
    points = picture.findall(f"{SVG}g")
    assert [point.findtext(f"{SVG}title") for point in points] == [
        "said 50%, right 50% of 40",
        "said 90%, right 75% of 40",
    ]
    for point, (said, share) in zip(points, [(0.5, 0.5), (0.9, 0.75)], strict=True):
        circle, bar = point.find(f"{SVG}circle"), point.find(f"{SVG}line")
        assert circle is not None
        assert bar is not None
        assert abs(float(circle.attrib["cx"]) - (70 + 320 * said)) < 0.1
        assert abs(float(circle.attrib["cy"]) - (60 + 320 * (1 - share))) < 0.1
        assert float(bar.attrib["y2"]) < float(circle.attrib["cy"]) < float(bar.attrib["y1"])
    assert "entities &lt;&amp;&gt;, expected error 0.075" in made


def test_a_bin_that_is_all_right_stays_inside() -> None:
    made = reliability_svg({"results": calibration([0.99] * 8, [True] * 8, bins=1)}, papers=1)
    tops = [
        float(found)
        for found in re.findall(r'<line x1="[\d.]+" y1="[\d.]+" x2="[\d.]+" y2="([\d.]+)" stroke="#0072b2"', made)
    ]
    assert len(tops) == 1
    assert 60 <= tops[0] < 62


def test_the_committed_plot_is_one() -> None:
    """Made by `kg evaluate extraction GOLD DIGESTS --plot ontologies/docs/reliability.svg`."""
    path: Path = ROOT / "ontologies" / "docs" / "reliability.svg"
    picture = ElementTree.parse(path).getroot()
    assert len(picture.findall(f"{SVG}g")) == 20
    assert path.stat().st_size < 20_000
