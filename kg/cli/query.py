"""`kg query`: questions in SPARQL, or from the catalogue by name."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich import box
from rich.markup import escape
from rich.table import Table as RichTable

from kg.cli.console import GraphOption, graph_path, settings, stderr, stdout
from kg.errors import QueryError
from kg.graph.folder import GraphFolder
from kg.query.catalogue import Question, catalogue, find_question
from kg.query.run import GRAPH_FORMATS, TABLE_FORMATS, Answer, Asker
from kg.query.results import table_from_json
from kg.table import Table

__all__ = ["register"]


class Format(StrEnum):
    """How an answer is printed."""

    TABLE = "table"
    CSV = "csv"
    TSV = "tsv"
    JSON = "json"
    XML = "xml"
    TURTLE = "turtle"
    NTRIPLES = "ntriples"
    JSONLD = "jsonld"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("query", epilog="Example: kg query --name leaderboard -p dataset=GSM8K")(query)
