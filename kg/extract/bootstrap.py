"""Bootstrap intervals: how far a figure would move if other papers of the same sort had been measured."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["LEVEL", "SAMPLES", "f1_intervals", "resampled"]

LEVEL = 0.95
"""How often an interval should hold the figure."""

SAMPLES = 1000
_SEED = 20241030


def resampled(papers: int, *, samples: int = SAMPLES) -> NDArray[np.int64]:
    """Return how often each paper was drawn in each sample, with replacement: `[samples, papers]`.

    The seed is fixed, so that the same papers give the same intervals.

    >>> resampled(3, samples=2).sum(axis=1).tolist()
    [3, 3]
    """
    return np.random.default_rng(_SEED).multinomial(papers, np.full(papers, 1 / papers), size=samples)


def f1_intervals(counts: NDArray[np.int64], *, samples: int = SAMPLES) -> NDArray[np.float64]:
    """Return the percentile interval of F1 for each row of an evaluation, over resampled papers.

    `counts[paper, row]` holds found, gold and predicted; the answer is `[row, 2]`, from 0 to 1. See Efron and
    Tibshirani, An Introduction to the Bootstrap, chapter 13.

    >>> f1_intervals(np.array([[[1, 1, 1]], [[0, 1, 1]]] * 50)).round(1).tolist()
    [[0.4, 0.6]]
    """
    papers, rows, _ = counts.shape
    if not papers:
        return np.zeros((rows, 2))
    drawn = resampled(papers, samples=samples).astype(np.float64)
    totals = (drawn @ counts.reshape(papers, -1)).reshape(-1, rows, 3)
    # F1 as 2 found / (gold + predicted), which only divides by zero where there is nothing at all.
    size = totals[..., 1] + totals[..., 2]
    f1 = np.divide(2 * totals[..., 0], size, out=np.zeros_like(size), where=size > 0)
    tail = (1 - LEVEL) / 2
    return np.quantile(f1, [tail, 1 - tail], axis=0).T
