"""`kg evaluate`: how good extraction and resolution are, measured on annotated papers and labelled pairs."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

import kg
from kg.cli.build import FastOption, SourcesArgument
from kg.cli.console import GraphOption, JsonOption, graph_path, print_json, progress, settings, stdout, warn
from kg.cli.scores import calibration_lines, group_lines, score_lines
from kg.cli.slips import print_slips
from kg.extract.reliability import reliability_svg
from kg.records import read_records
from kg.resolve.pairs import pairs_as_text

__all__ = ["register"]


class Trait(StrEnum):
    """What papers can be told apart by."""

    MONTH = "month"
    STYLE = "style"


def register(app: typer.Typer) -> None:
    """Add the command group."""
    group = typer.Typer(help="Measure a part against annotated data.", no_args_is_help=True, rich_markup_mode=None)
    group.command(
        "extraction",
        short_help="Score entities and results, with errors in their sentences.",
        epilog="Example: kg evaluate extraction gold.jsonl data/digests",
    )(extraction)
    group.command(
        "pairs",
        short_help="Score resolution: which pairs of names become one thing.",
        epilog="Example: kg evaluate pairs pairs.jsonl --graph graph",
    )(pairs)
    example = "Example: kg evaluate lexicon --corpus archive --annotations data/annotations/train.jsonl"
    group.command("lexicon", short_help="Say how many common names the lexicon knows.", epilog=example)(lexicon)
    group.command(
        "names",
        short_help="Score how names are grouped within each paper (B-cubed).",
        epilog="Example: kg evaluate names gold.jsonl --graph graph",
    )(names)
    group.callback()(_evaluate)
    app.add_typer(group, name="evaluate")


def _evaluate() -> None:
    """Measure a part against annotated data."""


def extraction(
    gold: Annotated[Path, typer.Argument(metavar="GOLD.jsonl", help="Annotated records, one a line.")],
    digests: SourcesArgument,
    fast: FastOption = False,
    by: Annotated[list[Trait] | None, typer.Option(help="Also by month, or by the style of the summary.")] = None,
    errors: Annotated[bool, typer.Option("--errors", help="Show each error in its sentence.")] = False,
    most: Annotated[int | None, typer.Option(min=1, metavar="N", help="At most N errors of each sort.")] = None,
    plot: Annotated[
        Path | None, typer.Option(metavar="FILE.svg", help="Draw how much of what is said with a confidence is right.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Print precision, recall and F1 of entities and results, with intervals, roles, and calibration."""
    records = list(read_records(gold))
    with progress(quiet=as_json) as bars:
        task = bars.add_task("papers", total=len({record["id"] for record in records}))
        evaluation = kg.evaluate_sources(
            records,
            digests,
            fast=fast,
            on_problem=lambda p: warn(str(p)),
            on_progress=lambda done: bars.update(task, completed=done),
        )
    scores = evaluation.scores
    if plot is not None:
        plot.write_text(reliability_svg(scores.calibrations, papers=scores.papers), encoding="utf-8", newline="\n")
    if as_json:
        groups = {f"by {one}": {name: part.as_record() for name, part in scores.by(one).items()} for one in by or ()}
        print_json(scores.as_record() | groups)
        return
    parts = [score_lines(scores), calibration_lines(scores), *(group_lines(scores, one) for one in by or ())]
    for part in parts:
        stdout.print(*part, sep="\n", end="\n\n", markup=False, soft_wrap=True)
    if errors:
        print_slips(evaluation, stdout, most=most)


def pairs(
    file: Annotated[Path, typer.Argument(metavar="PAIRS.jsonl", help="Labelled pairs of names, one a line.")],
    graph: GraphOption = None,
    as_json: JsonOption = False,
) -> None:
    """Print how well resolution tells same, variant, narrower and different names apart.

    Each side of a pair enters resolution as one more name of its paper, beside all that the graph holds.
    """
    scores, unknown = kg.evaluate_pairs(file, graph=graph_path(graph), settings=settings())
    _warn_of(unknown)
    if as_json:
        print_json({label.value: score.as_record() for label, score in scores.items()})
        return
    stdout.print(pairs_as_text(scores), markup=False, soft_wrap=True)


def lexicon(
    corpus: Annotated[list[Path], typer.Option(metavar="DIR", help="Folder of digests; may be given again.")],
    annotations: Annotated[Path, typer.Option(metavar="FILE", help="Annotated records, one a line.")],
    least: Annotated[int, typer.Option(min=1, metavar="N", help="Papers that make a name a common one.")] = 5,
    errors: Annotated[bool, typer.Option("--errors", help="Show the names that fail, the worst first.")] = False,
    most: Annotated[int | None, typer.Option(min=1, metavar="N", help="At most N of them.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Print the share of the occurrences of common names that the lexicon resolves."""
    coverage = kg.evaluate_lexicon(corpus, annotations, least=least, on_problem=lambda p: warn(str(p)))
    if as_json:
        print_json(coverage.as_record())
        return
    stdout.print(coverage.as_text(), markup=False, soft_wrap=True)
    for spelling, entity_type, missed, total in coverage.missed()[:most] if errors else ():
        stdout.print(f"{spelling} ({entity_type}): {missed} of {total}", markup=False, soft_wrap=True)


def names(
    gold: Annotated[Path, typer.Argument(metavar="GOLD.jsonl", help="Annotated records, one a line.")],
    graph: GraphOption = None,
    as_json: JsonOption = False,
) -> None:
    """Print, in B-cubed, how well resolution groups all names of annotated papers, paper by paper."""
    score, unknown = kg.evaluate_names(gold, graph=graph_path(graph), settings=settings())
    _warn_of(unknown)
    if as_json:
        print_json(score.as_record())
        return
    shares = f"precision {score.precision:.1%}, recall {score.recall:.1%}, F1 {score.f1:.1%}"
    stdout.print(f"B-cubed over {score.names:,} names: {shares}", soft_wrap=True)


def _warn_of(unknown: tuple[str, ...]) -> None:
    if unknown:
        warn(f"the graph does not hold {len(unknown)} of the papers, such as {', '.join(unknown[:5])}")
