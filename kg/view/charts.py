"""Charts as still pictures, PNG or SVG, drawn by matplotlib without a browser; the same data give the same SVG."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from kg.notice import NOTICE
from kg.view.chart_data import Meetings, Months, Score, ScoresOverTime
from kg.view.still_files import SETTINGS, clean, matplotlib_or_fail
from kg.view.style import NODE_STYLES

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["meetings_chart", "months_chart", "scores_chart"]

_COLOURS = ("#0072b2", "#c8500a", "#00805e", "#b0568a", "#a87900", "#6a51a3", "#3d4752", "#56b4e9")
_STYLES = ("-", "--", "-.", ":")
_MARKERS = "osD^vPX*"
_LONGEST = 28
_MOST_NAMED = 7


def scores_chart(data: ScoresOverTime) -> Figure:
    """Draw the scores on a dataset by day, and the best so far as steps; the records carry their system's name."""
    measure = f"{data.metric or 'score'}{f' ({data.unit})' if data.unit else ''}"
    with _axes(9, 5) as (figure, axes):
        _titled(axes, f"{data.dataset}: {measure} over time", _left_out(data))
        axes.set_ylabel(_short(measure))
        if not data.scores:
            _say_empty(axes, "no scores")
            return figure
        colour = NODE_STYLES["Dataset"].light
        days, values = zip(*((score.day, score.value) for score in data.scores), strict=True)
        axes.scatter(days, values, s=18, color="#8a939c", label="a paper's score", zorder=2)
        records = data.records()
        last = max(days)
        # The last record holds up to the last day.
        steps = [*((score.day, score.value) for score in records), (last, records[-1].value)]
        axes.step(*zip(*steps, strict=True), where="post", color=colour, linewidth=2, label="best so far", zorder=3)
        _name_records(axes, records)
        axes.margins(y=0.15)
        axes.legend(loc="lower right", frameon=False)
        figure.autofmt_xdate()
    return figure


def _left_out(data: ScoresOverTime) -> str:
    """Say what is shown: papers differ in models and settings, so that the best is no ranking."""
    others = f"; {data.left_out:,} in other metrics or units left out" if data.left_out else ""
    better = "lower" if data.lower_is_better else "higher"
    return f"{len(data.scores):,} scores as summaries state them, {better} is better{others}"


def _name_records(axes: Any, records: list[Score]) -> None:
    for place, score in enumerate(record for record in records[-_MOST_NAMED:] if record.system):
        # Two heights in turn: records often stand close to each other.
        offset = (-4, 8 if place % 2 else 18)
        side = "left" if score.day == records[0].day else "right"
        label, point = _short(score.system or ""), (score.day, score.value)
        axes.annotate(label, point, xytext=offset, textcoords="offset points", fontsize=8, ha=side)


def months_chart(data: Months) -> Figure:
    """Draw one line an entity: the papers that mention it, by month; told apart by colour, dash and marker."""
    with _axes(9, 5) as (figure, axes):
        _titled(axes, "Papers by month", "how many papers of each month's digests mention it")
        axes.set_ylabel("papers")
        if not data.names or not data.months:
            _say_empty(axes, "no papers")
            return figure
        for place, (name, counts) in enumerate(zip(data.names, data.counts, strict=True)):
            axes.plot(
                data.months,
                counts,
                label=_short(name),
                color=_COLOURS[place % len(_COLOURS)],
                linestyle=_STYLES[place // len(_COLOURS) % len(_STYLES)],
                marker=_MARKERS[place % len(_MARKERS)],
                markersize=4,
            )
        axes.set_ylim(bottom=0)
        axes.legend(loc="upper left", bbox_to_anchor=(1, 1), frameon=False)
        figure.autofmt_xdate()
    return figure


def meetings_chart(data: Meetings) -> Figure:
    """Draw a heat map: the darker a cell, the more papers mention both; the number stands in it."""
    with _axes(9, 7) as (figure, axes):
        _titled(axes, "Named in the same papers", "how many papers mention both; the most mentioned of each type")
        if not data.rows or not data.columns:
            _say_empty(axes, "no papers")
            return figure
        axes.imshow(data.counts, cmap="Blues", aspect="auto")
        axes.set_xticks(range(len(data.columns)), map(_short, data.columns), rotation=40, ha="right")
        axes.set_yticks(range(len(data.rows)), map(_short, data.rows))
        middle = max(map(max, data.counts)) / 2
        for row, counts in enumerate(data.counts):
            for column, count in enumerate(counts):
                if count:
                    colour = "white" if count > middle else "black"
                    axes.text(column, row, str(count), ha="center", va="center", fontsize=8, color=colour)
    return figure


@contextmanager
def _axes(width: float, height: float) -> Iterator[tuple[Figure, Any]]:
    library = matplotlib_or_fail()
    with library.rc_context(SETTINGS):
        figure = library.figure.Figure(figsize=(width, height))
        axes = figure.add_subplot()
        # Above the title, in points: below the picture stand labels of any length.
        axes.annotate(NOTICE, (0, 1), (0, 42), "axes fraction", "offset points", fontsize=6, color="#555555")
        yield figure, axes


def _titled(axes: Any, title: str, below: str) -> None:
    axes.set_title(f"{clean(title)}\n", loc="left", fontweight="bold")
    axes.text(0, 1.02, clean(below), transform=axes.transAxes, fontsize=8, color="#555555")


def _say_empty(axes: Any, words: str) -> None:
    axes.text(0.5, 0.5, words, transform=axes.transAxes, ha="center", va="center", color="#555555")
    axes.set_axis_off()


def _short(name: str) -> str:
    words = clean(name)
    return words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1]}…"
