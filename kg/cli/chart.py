"""`kg chart`: figures of the graph as a still picture."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

import kg
from kg.cli.console import AnyGraphOption, LeastOption, graph_place, settings, stdout

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "chart",
        short_help="Draw scores over time, papers by month, or a heat map.",
        epilog="Example: kg chart --dataset GSM8K -o gsm8k.svg",
    )(chart)


def chart(
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help="The picture: .png or .svg.")],
    dataset: Annotated[str | None, typer.Option(metavar="NAME", help="Scores on a dataset over time.")] = None,
    metric: Annotated[
        str | None, typer.Option(metavar="NAME", help="With --dataset: this metric. [default: the one of most scores]")
    ] = None,
    months: Annotated[bool, typer.Option("--months", help="Papers by month of the most mentioned methods.")] = False,
    names: Annotated[
        list[str] | None, typer.Option("--name", metavar="NAME", help="With --months: of this; may be given again.")
    ] = None,
    together: Annotated[bool, typer.Option("--together", help="Methods and datasets of the same papers.")] = False,
    least: LeastOption = 0.0,
    graph: AnyGraphOption = None,
) -> None:
    """Draw scores over time, papers by month, or a heat map of what is named together; needs no browser."""
    if (dataset is not None) + months + together != 1:
        raise typer.BadParameter("choose one of --dataset, --months and --together")
    if output.suffix.lower() not in (".png", ".svg"):
        raise typer.BadParameter(f"a chart is PNG or SVG; name it {output.with_suffix('.svg').name}", param_hint="-o")
    opened = kg.open(graph_place(graph), settings=settings(), min_confidence=least)
    opened.chart(dataset=dataset, metric=metric, months=names or months, together=together).save(output)
    stdout.print(f"wrote {output}", soft_wrap=True, markup=False)
