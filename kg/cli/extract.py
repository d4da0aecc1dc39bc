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
    min_confidence: Annotated[
        float, typer.Option(min=0.0, max=1.0, metavar="SHARE", help="Leave out what is less sure than this (0 to 1).")
    ] = 0.0,
    strict: StrictOption = False,
) -> None:
    """Print entities and results of each paper, one JSON record a line, with offsets and confidence."""
    lines = []
    with progress() as bars:
        task = bars.add_task("papers", total=None)
        papers = kg.extract_sources(
            sources, min_confidence=min_confidence, strict=strict, on_problem=lambda p: warn(str(p))
        )
        for _, extraction in papers:
            lines.append(as_json_line(extraction_as_record(extraction)))
            bars.advance(task)
    if output is None:
        sys.stdout.writelines(lines)
        return
    output.write_text("".join(lines), encoding="utf-8", newline="\n")
    stderr.print(f"wrote {len(lines):,} records to {output}")
