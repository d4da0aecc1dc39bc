"""A writer of digests, for tests: the forms that the reader has to read back."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import groupby

from kg.model import Paper

TABLE = "| Title | Authors | Summary |\n|-------|---------|---------|\n"
EARLY_TABLE = "| Title | Authors | Summary | Link |\n|-------|---------|---------|------|\n"


def folded(text: str) -> str:
    """Fold white space and control characters as the reader does."""
    return " ".join(re.sub(r"[\x00-\x1f\x7f-\x9f]", " ", text).split())


def escaped(text: str) -> str:
    return text.replace("|", "\\|")


def row(paper: Paper, *, early: bool = False, fold_at: str = " ", bare_pipes: bool = False) -> str:
    """Write one row; `fold_at` takes the place of each space in title and summary."""
    title = escaped(paper.title).replace(" ", fold_at)
    names = escaped(", ".join(paper.names))
    summary = (paper.summary if bare_pipes else escaped(paper.summary)).replace(" ", fold_at)
    page = f"https://arxiv.org/abs/{paper.arxiv_id}"
    if early:
        return f"| {title} | {names} | {summary} | [Read more]({page}) |\n"
    pages = f"[arXiv]({page}) or [HuggingFace](https://huggingface.co/papers/{paper.arxiv_id})"
    return f"| {title} (Read more on {pages})| {names} | {summary} |\n"


def digest(papers: Iterable[Paper], *, early: bool = False, fold_at: str = " ", bare_pipes: bool = False) -> str:
    """Write the papers in their order, with a heading and a table for each stretch of one date."""
    text = ""
    for day, listed in groupby(papers, key=lambda paper: paper.date):
        text += f"\n\n## Papers for {day}\n\n{EARLY_TABLE if early else TABLE}"
        text += "".join(row(p, early=early, fold_at=fold_at, bare_pipes=bare_pipes) for p in listed)
    return text
