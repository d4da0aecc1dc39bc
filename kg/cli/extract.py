"""`kg extract`: what each paper of a digest says, as JSON lines."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

import kg
from kg.cli.build import SourcesArgument, StrictOption
from kg.cli.console import progress, stderr, warn
from kg.records import as_json_line, extraction_as_record

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("extract", epilog="Example: kg extract data/digests -o extracted.jsonl")(extract)


def extract(
    sources: SourcesArgument,
    output: Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write here.")] = None,
    strict: StrictOption = False,
) -> None:
    """Print entities and results of each paper, one JSON record a line, with offsets and confidence."""
    lines = []
    with progress() as bars:
        task = bars.add_task("papers", total=None)
        for _, extraction in kg.extract_sources(sources, strict=strict, on_problem=lambda p: warn(str(p))):
            lines.append(as_json_line(extraction_as_record(extraction)))
            bars.advance(task)
    if output is None:
        sys.stdout.writelines(lines)
        return
    output.write_text("".join(lines), encoding="utf-8", newline="\n")
    stderr.print(f"wrote {len(lines):,} records to {output}")
