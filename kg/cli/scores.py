"""The figures of an evaluation as lines that fit a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

# Loaded for its types alone it would bring numpy into every command.
if TYPE_CHECKING:
    from kg.extract.scores import Scores

__all__ = ["calibration_lines", "group_lines", "score_lines"]

_GROUPED = {
    "entities, typed": "typed F1",
    "entities, any type": "any",
    "role accuracy": "roles",
    "results: value+kind": "value",
    "results: +metric+dataset": "metric",
    "results: +subject": "subject",
}


def score_lines(scores: Scores) -> Iterator[str]:
    """Yield precision, recall, F1 and its interval for each row, in percent."""
    yield f"{scores.papers:,} papers, {scores.answered:,} predicted; interval: 95 % of F1, bootstrap over papers"
    yield f"{'':26}{'P':>7}{'R':>7}{'F1':>7}{'interval':>15}{'gold':>8}"
    for title, score in scores.rows.items():
        low, high = scores.intervals[title]
        is_share = title.startswith("role")
        # Roles are scored over the same entities on both sides: precision and recall are the same share.
        shares = (score.f1,) if is_share else (score.precision, score.recall, score.f1)
        figures = "".join(f"{100 * share:7.1f}" for share in shares)
        yield f"{title:26}{figures:>21}{_interval(low, high):>15}{score.gold:8,}"


def calibration_lines(scores: Scores) -> Iterator[str]:
    """Yield the expected calibration error of entities and results, and the bins behind it."""
    for what, found in scores.calibrations.items():
        interval = f"{found.low:.3f}-{found.high:.3f}"
        yield f"calibration of {what}: expected error {found.error:.3f} ({interval}), bins of equal mass"
        for name, shares in (
            ("said", [one.confidence for one in found.bins]),
            ("right", [one.right for one in found.bins]),
        ):
            yield f"  {name:6}" + "".join(f"{100 * share:7.1f}" for share in shares)


def group_lines(scores: Scores, trait: str) -> Iterator[str]:
    """Yield the main figures for the papers with each value of a trait, in percent."""
    yield f"{trait:10}{'papers':>7}{'typed F1':>9}{'interval':>13}" + "".join(
        f"{name:>8}" for name in list(_GROUPED.values())[1:]
    )
    for group, part in scores.by(trait).items():
        first, *others = (100 * part.rows[title].f1 for title in _GROUPED)
        interval = _interval(*part.intervals["entities, typed"])
        shares = "".join(f"{share:8.1f}" for share in others)
        yield f"{group:10}{part.papers:7,}{first:9.1f}{interval:>13}{shares}"


def _interval(low: float, high: float) -> str:
    return f"{100 * low:.1f}-{100 * high:.1f}"
