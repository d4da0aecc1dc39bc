"""`kg extract`: what each paper of a digest, or a plain text, says, as JSON lines, or shown in its text."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

import kg
from kg.cli.build import FastOption, MinConfidenceOption, SourcesArgument, StrictOption
from kg.cli.console import progress, stderr, stdout, warn
from kg.cli.selection import CategoryOption, SinceOption, UntilOption, selection
from kg.cli.show import show_extraction
from kg.errors import UnknownNameError
from kg.model import Extraction, Paper
from kg.records import as_json_line, extraction_as_record
from kg.sources.arxiv import Selection

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "extract",
        short_help="Print what is found in each paper, one JSON record a line.",
        epilog="Example: kg extract data/digests -o extracted.jsonl",
    )(extract)


def extract(
    sources: SourcesArgument,
    output: Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write here.")] = None,
    show: Annotated[bool, typer.Option("--show", help="Show it in the text, with a table of results.")] = False,
    text: Annotated[bool, typer.Option("--text", help="Read plain texts, no digests: an abstract, say.")] = False,
    paper: Annotated[list[str] | None, typer.Option(metavar="ID", help="Only this paper; may be given again.")] = None,
    fast: FastOption = False,
    min_confidence: MinConfidenceOption = None,
    category: CategoryOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    strict: StrictOption = False,
) -> None:
    """Print entities and results of each paper, one JSON record a line, with offsets and confidence."""
    if show and output is not None:
        raise typer.BadParameter("--show prints to the terminal; leave out either --show or --output")
    if text and (paper or category or since or until):
        raise typer.BadParameter("--text reads whole files; leave out --paper, --category, --since and --until")
    least, chosen = min_confidence or 0.0, selection(category, since, until)
    if text:
        found = kg.extract_texts(sources, fast=fast, min_confidence=least, on_problem=lambda p: warn(str(p)))
    else:
        found = _extracted(sources, paper, fast, least, chosen, strict)
    if show:
        for listed, extraction in found:
            show_extraction(listed, extraction, stdout)
        return
    # All before any is written: whether a wanted paper is missing shows only at the end.
    lines = [as_json_line(extraction_as_record(extraction)) for _, extraction in found]
    if output is None:
        sys.stdout.writelines(lines)
        return
    output.write_text("".join(lines), encoding="utf-8", newline="\n")
    stderr.print(f"wrote {len(lines):,} records to {output}")


def _extracted(
    sources: list[str], only: list[str] | None, fast: bool, least: float, select: Selection, strict: bool
) -> Iterator[tuple[Paper, Extraction]]:
    """Yield papers with what was extracted, with progress; raises UnknownNameError when a wanted one is not there."""
    missing = set(only or ())
    with progress() as bars:
        task = bars.add_task("papers", total=None)
        for paper, extraction in kg.extract_sources(
            sources,
            only=set(only) if only else None,
            fast=fast,
            min_confidence=least,
            select=select,
            strict=strict,
            on_problem=lambda p: warn(str(p)),
        ):
            missing.discard(paper.arxiv_id)
            bars.advance(task)
            yield paper, extraction
    if missing:
        raise UnknownNameError("paper in these digests", min(missing), [])
