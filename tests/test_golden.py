"""The sample digests as Turtle, beside what was looked at and found good.

After a change that is meant, look at the difference and write the new file:
`kg build data/digests --graph /tmp/g && kg export --graph /tmp/g -o tests/golden/sample.ttl`
"""

from __future__ import annotations

import io
from pathlib import Path

import kg
from tests.conftest import ROOT


def test_the_sample_is_the_golden_turtle(sample_graph: Path) -> None:
    out = io.BytesIO()
    kg.open(sample_graph).export(out, format="turtle")
    golden = (ROOT / "tests" / "golden" / "sample.ttl").read_text(encoding="utf-8")
    written = out.getvalue().decode()
    assert written.splitlines() == golden.splitlines()
