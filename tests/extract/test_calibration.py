"""Expected calibration error: cases with a known answer, and what it must not depend on."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extract.bootstrap import f1_intervals
from kg.extract.calibration import calibration

CLAIMS = st.lists(st.tuples(st.floats(0, 1).map(lambda sure: round(sure, 2)), st.booleans()), min_size=1, max_size=60)


def drawn(sure: np.ndarray, seed: int) -> np.ndarray:
    """Return what is right if each confidence is the probability of it."""
    return np.random.default_rng(seed).random(len(sure)) < sure


def test_probabilities_that_hold_have_a_small_error() -> None:
    sure = np.random.default_rng(1).random(20_000)
    found = calibration(sure, drawn(sure, 2), samples=100)
    assert found.error < 0.015
    assert [one.count for one in found.bins] == [2_000] * 10


def test_overconfidence_is_measured() -> None:
    sure = np.random.default_rng(1).uniform(0.5, 1.0, 20_000)
    found = calibration(sure, drawn(sure - 0.2, 2), samples=100)
    assert found.error == pytest.approx(0.2, abs=0.01)
    assert found.low < found.error < found.high < 0.23


def test_errors_that_cancel_out_over_all_claims_still_count() -> None:
    found = calibration([0.1] * 50 + [0.9] * 50, [True] * 50 + [False] * 50, bins=2, samples=10)
    assert found.error == pytest.approx(0.9)


def test_claims_of_one_paper_are_drawn_together() -> None:
    sure, right = [0.5] * 200, [True] * 100 + [False] * 100
    alone = calibration(sure, right)
    papers = calibration(sure, right, groups=[n // 20 for n in range(200)])
    assert papers.error == alone.error == 0.0
    assert papers.high > 2 * alone.high


@given(CLAIMS, st.randoms())
def test_the_order_of_claims_does_not_matter(claims: list[tuple[float, bool]], chance) -> None:  # type: ignore[no-untyped-def]
    other = list(claims)
    chance.shuffle(other)
    one, two = (calibration(*zip(*c, strict=True), samples=2) for c in (claims, other))
    assert one.error == pytest.approx(two.error)
    assert 0 <= one.error <= 1
    assert sum(b.confidence * b.count for b in one.bins) == pytest.approx(sum(s for s, _ in claims), abs=len(claims))


def test_no_claims_have_no_error() -> None:
    assert calibration([], []).bins == ()


@pytest.mark.parametrize(("sure", "right", "groups"), [([0.5], [], None), ([1.5], [True], None), ([0.5], [True], [])])
def test_wrong_input_is_refused(sure: list[float], right: list[bool], groups: list[int] | None) -> None:
    with pytest.raises(ValueError, match="expected"):
        calibration(sure, right, groups=groups)


def test_intervals_of_f1_cover_as_often_as_they_say() -> None:
    chance = np.random.default_rng(3)
    inside = 0
    for _ in range(100):
        found = chance.random(60) < 0.7
        counts = np.stack([found, np.ones(60), np.ones(60)], axis=1).astype(np.int64)[:, None, :]
        ((low, high),) = f1_intervals(counts, samples=300)
        inside += low <= 0.7 <= high
    assert 85 <= inside <= 100


def test_no_papers_have_empty_intervals() -> None:
    assert f1_intervals(np.zeros((0, 2, 3), dtype=np.int64)).tolist() == [[0, 0], [0, 0]]
