"""`kg evaluate`: how good the extraction is, measured on annotated papers."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

import kg
from kg.cli.build import SourcesArgument
from kg.cli.console import JsonOption, print_json, progress, stdout, warn
from kg.records import extraction_as_record, read_records

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command group."""
    group = typer.Typer(help="Measure a part against annotated data.", no_args_is_help=True, rich_markup_mode=None)
    group.command("extraction", epilog="Example: kg evaluate extraction gold.jsonl data/digests")(extraction)
    group.callback()(_evaluate)
    app.add_typer(group, name="evaluate")


def _evaluate() -> None:
    """Measure a part against annotated data."""


def extraction(
    gold: Annotated[Path, typer.Argument(metavar="GOLD.jsonl", help="Annotated records, one a line.")],
    digests: SourcesArgument,
    errors: Annotated[int, typer.Option(metavar="N", help="Show N errors of each sort.")] = 0,
    as_json: JsonOption = False,
) -> None:
    """Print precision, recall and F1 of entities and results, and the accuracy of roles."""
    records = list(read_records(gold))
    wanted = {record["id"] for record in records}
    with progress(quiet=as_json) as bars:
        task = bars.add_task("papers", total=len(wanted))
        predicted = []
        for _, found in kg.extract_sources(digests, only=wanted, on_problem=lambda p: warn(str(p))):
            predicted.append(extraction_as_record(found))
            bars.advance(task)
    scores = kg.evaluate(records, predicted)
    if as_json:
        print_json(scores.as_record())
        return
    stdout.print(scores.as_text(), markup=False, soft_wrap=True)
    for line in scores.error_lines(errors):
        stdout.print(line, markup=False, soft_wrap=True)
