"""kg: from daily digests of AI papers to a knowledge graph that answers questions.

    import kg

    graph = kg.build("data/digests")                # or kg.open("graph")
    for row in graph.query(name="leaderboard", dataset="GSM8K"):
        print(row)
    graph.view().save("graph.html")

Names load when they are first used, so that asking a graph does not wait for spaCy.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

# "as" tells type checkers that these are names for others, too.
if TYPE_CHECKING:
    from kg.api import Graph as Graph
    from kg.api import open as open
    from kg.builder import build as build
    from kg.builder import remove as remove
    from kg.dask_executor import DaskExecutor as DaskExecutor
    from kg.deciding import apply_overrides as apply_overrides
    from kg.deciding import decide as decide
    from kg.deciding import take_back as take_back
    from kg.doctor import examine as examine
    from kg.errors import KgError as KgError
    from kg.evaluation import evaluate_sources as evaluate_sources
    from kg.explanations import explain as explain
    from kg.extract.evaluate import evaluate as evaluate
    from kg.extract.pipeline import language as language
    from kg.extracting import extract_sources as extract_sources
    from kg.extracting import extract_texts as extract_texts
    from kg.lexicon_coverage import evaluate_lexicon as evaluate_lexicon
    from kg.picture import View as View
    from kg.publishing import publish as publish
    from kg.resolving import evaluate_names as evaluate_names
    from kg.resolving import evaluate_pairs as evaluate_pairs
    from kg.reviewing import doubts as doubts
    from kg.serve.options import ServeOptions as ServeOptions
    from kg.serve.server import run_server as run_server
    from kg.sharing import fetch as fetch
    from kg.sharing import share as share
    from kg.sharing import update as update
    from kg.sources.arxiv import Selection as Selection
    from kg.sources.arxiv import read_arxiv as read_arxiv
    from kg.sources.digest import read_digest as read_digest
    from kg.table import Table as Table
    from kg.train.run import train_extractor as train_extractor
    from kg.view.choices import Reach as Reach

_HOMES = {
    "DaskExecutor": "kg.dask_executor",
    "Graph": "kg.api",
    "KgError": "kg.errors",
    "Selection": "kg.sources.arxiv",
    "Reach": "kg.view.choices",
    "ServeOptions": "kg.serve.options",
    "Table": "kg.table",
    "View": "kg.picture",
    "apply_overrides": "kg.deciding",
    "build": "kg.builder",
    "decide": "kg.deciding",
    "doubts": "kg.reviewing",
    "evaluate": "kg.extract.evaluate",
    "evaluate_lexicon": "kg.lexicon_coverage",
    "evaluate_names": "kg.resolving",
    "evaluate_pairs": "kg.resolving",
    "evaluate_sources": "kg.evaluation",
    "examine": "kg.doctor",
    "explain": "kg.explanations",
    "extract_sources": "kg.extracting",
    "extract_texts": "kg.extracting",
    "fetch": "kg.sharing",
    "language": "kg.extract.pipeline",
    "open": "kg.api",
    "publish": "kg.publishing",
    "read_arxiv": "kg.sources.arxiv",
    "read_digest": "kg.sources.digest",
    "remove": "kg.builder",
    "run_server": "kg.serve.server",
    "share": "kg.sharing",
    "take_back": "kg.deciding",
    "train_extractor": "kg.train.run",
    "update": "kg.sharing",
}

__all__ = [
    "DaskExecutor",
    "Graph",
    "KgError",
    "Reach",
    "Selection",
    "ServeOptions",
    "Table",
    "View",
    "apply_overrides",
    "build",
    "decide",
    "doubts",
    "evaluate",
    "evaluate_lexicon",
    "evaluate_names",
    "evaluate_pairs",
    "evaluate_sources",
    "examine",
    "explain",
    "extract_sources",
    "extract_texts",
    "fetch",
    "language",
    "open",
    "publish",
    "read_arxiv",
    "read_digest",
    "remove",
    "run_server",
    "share",
    "take_back",
    "train_extractor",
    "update",
]


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'kg' has no attribute {name!r}; it has {', '.join(__all__)}")
    return getattr(import_module(home), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
