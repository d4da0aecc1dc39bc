"""Fit the models of the extraction: what needs crfsuite, scikit-learn and SciPy, which the extractor does not.

They come with `pip install 'paper-kg[train]'`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pycrfsuite
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_limits

from kg.extract.crf import Crf
from kg.extract.linear import Features, Linear, Ranker

__all__ = ["Case", "fit_crf", "fit_linear", "fit_ranker", "read_crf"]

_SMALLEST_CRF = 0.01


@dataclass(frozen=True)
class Case:
    """Options to choose from, the first of them "none", and the number of the right one."""

    options: Sequence[Features]
    right: int


def fit_crf(papers: Sequence[tuple[Sequence[Sequence[str]], Sequence[str]]], out: Path, *, rounds: int) -> None:
    """Fit a conditional random field to features and tags of the words of papers, and write it to a file."""
    trainer = pycrfsuite.Trainer(verbose=False)
    for rows, tags in papers:
        trainer.append(rows, tags)
    # Both penalties: the first leaves most features no weight at all, which keeps the file small.
    options = {"c1": 0.05, "c2": 0.02, "feature.minfreq": 2, "feature.possible_transitions": True}
    trainer.set_params(options | {"max_iterations": rounds})
    part = out.with_suffix(".part")
    trainer.train(str(part))
    # A file of that name counts as done (kg.train.taggers), so that it must not be there before it is whole.
    part.rename(out)


def read_crf(path: Path, tags: Sequence[str]) -> Crf:
    """Read a file of crfsuite; features whose weights are all tiny are left out."""
    tagger = pycrfsuite.Tagger()
    tagger.open(str(path))
    info = tagger.info()
    place = {tag: number for number, tag in enumerate(tags)}
    largest: dict[str, float] = {}
    for (name, _), weight in info.state_features.items():
        largest[name] = max(largest.get(name, 0.0), abs(weight))
    names = sorted(name for name, weight in largest.items() if weight >= _SMALLEST_CRF)
    index = {name: number for number, name in enumerate(names)}
    weights = np.zeros((len(names) + 1, len(tags)), dtype=np.float32)
    for (name, tag), weight in info.state_features.items():
        if name in index:
            weights[index[name], place[tag]] = weight
    moves = np.zeros((len(tags), len(tags)), dtype=np.float32)
    for (one, two), weight in info.transitions.items():
        moves[place[one], place[two]] = weight
    return Crf(list(tags), names, weights, moves)


def fit_linear(
    rows: Sequence[Features], labels: Sequence[str], *, strength: float, least: int = 2, smallest: float = 0.0
) -> Linear:
    """Fit a classifier by regularised logistic regression.

    Features seen in fewer than `least` rows are left out, then those whose weights all stay below `smallest`.
    """
    names = _frequent(rows, least)
    table = _table(rows, names)
    with threadpool_limits(1):  # more threads wait for each other longer than they work
        # At a tolerance of 1e-3 it stops after twenty steps, where the order of the rows still decides.
        model = LogisticRegression(C=strength, max_iter=1000, tol=1e-4).fit(table, labels)
    weights, bias = model.coef_.T, model.intercept_
    # Of two classes scikit-learn fits only the second one.
    if len(model.classes_) == 2:
        weights, bias = np.hstack([np.zeros_like(weights), weights]), np.hstack([0.0, bias])
    large = np.abs(weights).max(axis=1) >= smallest
    kept = [name for name, keep in zip(names, large, strict=True) if keep]
    return Linear([str(name) for name in model.classes_], kept, np.vstack([weights[large], bias]).astype(np.float32))


def fit_ranker(
    cases: Sequence[Case], *, strength: float, least: int = 2, smallest: float = 0.0, rounds: int = 120
) -> Ranker:
    """Fit a ranker by regularised conditional likelihood; `strength` is as that of logistic regression."""
    rows = [option for case in cases for option in case.options]
    names = _frequent(rows, least)
    table = _table(rows, names)
    sizes = np.array([len(case.options) for case in cases])
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    right = starts + np.array([case.right for case in cases])
    owner = np.repeat(np.arange(len(cases)), sizes)

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        scores = table @ weights
        # Against overflow; what is taken off each option of a case cancels out.
        scores -= np.maximum.reduceat(scores, starts)[owner]
        weight = np.exp(scores)
        total = np.add.reduceat(weight, starts)
        error = weight / total[owner]
        error[right] -= 1.0
        # Minus the log-likelihood, and the penalty that LogisticRegression(C=strength) has.
        value = np.log(total).sum() - scores[right].sum() + weights @ weights / (2 * strength)
        return float(value), table.T @ error + weights / strength

    start = np.zeros(len(names))
    with threadpool_limits(1):
        weights = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": rounds}).x
    kept = np.abs(weights) >= smallest
    return Ranker([name for name, keep in zip(names, kept, strict=True) if keep], weights[kept].astype(np.float32))


def _frequent(rows: Sequence[Features], least: int) -> list[str]:
    counts = Counter(name for row in rows for name in row)
    # Names are stored with line breaks between (kg.extract.linear.pack_names).
    return sorted(name for name, count in counts.items() if count >= least and "\n" not in name)


def _table(rows: Sequence[Features], names: Sequence[str]) -> csr_matrix:
    index = {name: number for number, name in enumerate(names)}
    data: list[float] = []
    columns: list[int] = []
    ends = [0]
    for row in rows:
        for name, value in row.items():
            if name in index:
                columns.append(index[name])
                data.append(value)
        ends.append(len(columns))
    return csr_matrix((data, columns, ends), shape=(len(rows), len(names)), dtype=np.float64)
