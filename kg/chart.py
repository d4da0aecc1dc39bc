"""Chart: one still picture of figures of the graph, to save or to show in a notebook."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import UnknownNameError
from kg.view.chart_data import Meetings, Months, ScoresOverTime, meetings, scores_over_time
from kg.view.chart_data import months as papers_by_month
from kg.view.charts import meetings_chart, months_chart, scores_chart
from kg.view.still_files import FORMS, picture
from kg.view.subgraph import Ask

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["Chart", "chart_of"]


@dataclass(frozen=True, repr=False)
class Chart:
    """A chart and the figures that it shows; a notebook shows it as a picture, without JavaScript."""

    data: ScoresOverTime | Months | Meetings

    @cached_property
    def figure(self) -> Figure:
        """The chart as a matplotlib figure, to be changed before it is saved."""
        match self.data:
            case ScoresOverTime():
                return scores_chart(self.data)
            case Months():
                return months_chart(self.data)
            case Meetings():
                return meetings_chart(self.data)
            case _:
                raise TypeError(f"Unexpected data of a chart: {self.data!r}")

    def save(self, path: str | Path) -> None:
        """Write a file, PNG or SVG by its ending; raises UnknownNameError for another."""
        target = Path(path)
        form = target.suffix.lower().removeprefix(".")
        if form not in FORMS:
            raise UnknownNameError(
                "picture with the ending", target.suffix or target.name, [f".{one}" for one in FORMS]
            )
        target.write_bytes(picture(self.figure, form))

    def __repr__(self) -> str:
        return f"Chart({type(self.data).__name__})"

    def _repr_png_(self) -> bytes:
        return picture(self.figure, "png")


def chart_of(
    ask: Ask,
    *,
    dataset: str | None = None,
    metric: str | None = None,
    months: bool | Sequence[str] = False,
    together: bool = False,
) -> Chart:
    """Choose what to draw: scores on a dataset, papers by month (of the names given), or what is named together.

    Raises TypeError unless one of them is asked for, UnknownNameError for a name that is none.
    """
    if (dataset is not None) + bool(months) + together != 1:
        raise TypeError("a chart shows either dataset, months or together")
    if dataset is not None:
        return Chart(scores_over_time(ask, dataset, metric=metric))
    if together:
        return Chart(meetings(ask))
    return Chart(papers_by_month(ask, () if isinstance(months, bool) else months))
