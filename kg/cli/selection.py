"""Which papers of arXiv's metadata are wanted: the options that commands which read sources share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer

from kg.sources.arxiv import Selection

__all__ = ["CategoryOption", "SinceOption", "UntilOption", "selection"]

CategoryOption = Annotated[
    list[str] | None,
    typer.Option(metavar="CATEGORY", help="Of arXiv's metadata, only this category (cs.CL) or archive (cs)."),
]
SinceOption = Annotated[
    str | None, typer.Option(metavar="DAY", help="Of arXiv's metadata, only papers first submitted from this day on.")
]
UntilOption = Annotated[
    str | None, typer.Option(metavar="DAY", help="Of arXiv's metadata, only papers first submitted up to this day.")
]


def selection(category: Sequence[str] | None, since: str | None, until: str | None) -> Selection:
    """Put the three options together; raises SettingsError for a category or a day that is none."""
    return Selection(tuple(category or ()), since or "", until or "")
