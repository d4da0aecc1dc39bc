"""The first page: what is in the graph, the newest day, what is rising, and where to begin."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from kg.serve.asking import Asking
from kg.serve.days import papers_of
from kg.serve.page import Page
from kg.serve.results import Link

__all__ = ["home_page"]

_MOST_RISING, _MOST_PAPERS = 8, 12
# The spans that the question "rising" compares when it is asked without days.
_SPAN = timedelta(days=30)
_COUNTED = ("papers", "entities", "results", "persons", "digests", "triples")
_GROUPS = {"Method": "methods", "Model": "models", "Dataset": "datasets"}
_QUESTIONS = ("leaderboard", "what-beats", "builds-on", "rising", "evidence", "contradictions")


def home_page(asking: Asking, days: Sequence[str], counts: Mapping[str, int]) -> Page:
    """Return the first page; `days` are those of the graph, `counts` those of its manifest."""
    newest = days[-1] if days else None
    papers = papers_of(asking, [newest]) if newest else []
    return Page(
        template="home.html",
        title="AI papers as a knowledge graph",
        description="Methods, models, datasets and results of AI papers, each statement with the words it comes from.",
        path="/",
        data="/graph",
        context={
            "counts": {name: counts[name] for name in _COUNTED},
            "first": days[0] if days else None,
            "newest": newest,
            "papers": papers[:_MOST_PAPERS],
            "left": max(0, len(papers) - _MOST_PAPERS),
            "rising": _rising(asking) if newest else {},
            "compared": bool(newest) and _reaches_back(days),
            "examples": _examples(asking),
            "questions": _QUESTIONS,
        },
        json_ld={"@type": "DataCatalog", "name": "AI papers as a knowledge graph"},
    )


def _reaches_back(days: Sequence[str]) -> bool:
    """Say whether there are days before the last thirty; without them nothing can be told to rise."""
    return date.fromisoformat(days[0]) < date.fromisoformat(days[-1]) - _SPAN


def _rising(asking: Asking) -> dict[str, list[dict[str, Any]]]:
    """Return what more papers name in the last thirty days than in the thirty before, by type."""
    groups: dict[str, list[dict[str, Any]]] = {title: [] for title in _GROUPS.values()}
    for row in asking.question("rising"):
        group = groups.get(_GROUPS.get(row["type"], ""), [])
        if len(group) < _MOST_RISING:
            link = Link(row["name"], asking.page(row["entity"]), row["entity"], row["type"])
            group.append({"link": link, **row})
    return {title: group for title, group in groups.items() if group}


def _examples(asking: Asking) -> list[Link]:
    """Return the datasets with the most scores: pages that are worth a first look."""
    rows = asking.rows("busiest")
    return [Link(row["name"], asking.page(row["dataset"]), row["dataset"], "Dataset") for row in rows]
