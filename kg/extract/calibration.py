"""Calibration: whether what is said with 80 % confidence is right in 80 of 100 cases."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kg.extract.bootstrap import LEVEL, SAMPLES, resampled

__all__ = ["Calibration", "CalibrationBin", "calibration"]

BINS = 10


@dataclass(frozen=True, slots=True)
class CalibrationBin:
    """One bin: its mean confidence, the share of it that is right (both from 0 to 1), and how many it holds."""

    confidence: float
    right: float
    count: int


@dataclass(frozen=True, slots=True)
class Calibration:
    """The expected calibration error (0 to 1), its 95 % interval, and the bins, the least sure first."""

    error: float
    low: float
    high: float
    bins: tuple[CalibrationBin, ...]


def calibration(
    confidences: ArrayLike,
    right: ArrayLike,
    *,
    groups: Sequence[Hashable] | None = None,
    bins: int = BINS,
    samples: int = SAMPLES,
) -> Calibration:
    """Measure the expected calibration error over bins of equal mass, with a bootstrap interval.

    `confidences` are from 0 to 1, `right` says which claims hold. The error is the mean over all claims of the
    distance, in their bin, between mean confidence and share of right ones. `groups` names what is drawn together
    when claims are resampled, such as the paper of each; without it each claim stands alone. Claims of one
    confidence share their correctness, so that the order of the claims does not matter. Raises ValueError when
    the lengths differ or a confidence is out of range. See Naeini et al. 2015, and Nixon et al. 2019 on equal mass.

    >>> calibration([0.9] * 10, [True] * 9 + [False]).error < 1e-9
    True
    >>> round(calibration([0.9] * 10, [True] * 5 + [False] * 5).error, 3)
    0.4
    """
    sure, hits = np.asarray(confidences, dtype=np.float64), np.asarray(right, dtype=np.float64)
    if sure.shape != hits.shape or (groups is not None and len(groups) != len(sure)):
        raise ValueError(f"expected as many confidences as claims, got {sure.shape} and {hits.shape}")
    if not len(sure):
        return Calibration(0.0, 0.0, 0.0, ())
    if not ((sure >= 0) & (sure <= 1)).all():
        raise ValueError("expected confidences from 0 to 1")
    members = _numbered(range(len(sure)) if groups is None else groups)
    drawn = resampled(int(members.max()) + 1, samples=samples)
    levels, places = np.unique(sure, return_inverse=True)

    def table(weights: NDArray[np.float64]) -> NDArray[np.float64]:
        return _binned(levels, _sums(places, weights), _sums(places, weights * hits), bins)

    errors = [_error(table(times[members].astype(np.float64))) for times in drawn]
    low, high = np.quantile(errors, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    found = table(np.ones(len(sure)))
    return Calibration(_error(found), float(low), float(high), _as_bins(found))


def _numbered(groups: Iterable[Hashable]) -> NDArray[np.int64]:
    numbers: dict[Hashable, int] = {}
    return np.array([numbers.setdefault(group, len(numbers)) for group in groups])


def _sums(places: NDArray[np.int64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.bincount(places, weights).astype(np.float64)


def _binned(
    levels: NDArray[np.float64], mass: NDArray[np.float64], hits: NDArray[np.float64], bins: int
) -> NDArray[np.float64]:
    """Return for each bin its mass, and the sums of confidence and of what is right.

    `levels` are the confidences that occur, from the lowest, `mass` how many claims have each, and `hits` how many of
    those are right. A level that lies across the edge of two bins is split.
    """
    share = np.divide(hits, mass, out=np.zeros_like(mass), where=mass > 0)
    edges = np.concatenate([[0.0], np.cumsum(mass)])
    limits = np.linspace(0, edges[-1], bins + 1)
    # How much of each level's mass lies in each bin: (levels, bins).
    parts = np.minimum(edges[1:, None], limits[1:]) - np.maximum(edges[:-1, None], limits[:-1])
    parts = np.clip(parts, 0, None)
    return np.stack([parts.sum(axis=0), parts.T @ levels, parts.T @ share], axis=1)


def _error(table: NDArray[np.float64]) -> float:
    return float(np.abs(table[:, 1] - table[:, 2]).sum() / table[:, 0].sum())


def _as_bins(table: NDArray[np.float64]) -> tuple[CalibrationBin, ...]:
    return tuple(
        CalibrationBin(float(sure / mass), float(right / mass), round(mass)) for mass, sure, right in table if mass
    )
