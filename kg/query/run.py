"""Queries with a guard: each runs in a process of its own that is killed when its time is up."""

from __future__ import annotations

import signal
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any, Self

from kg.errors import (
    NoGraphError,
    QueryError,
    QueryTimeoutError,
    QueryTooBigError,
    UnknownNameError,
)
from kg.query.data_set import DataSet, data_set_of
from kg.query.diagnose import explain, explain_fault
from kg.query.lexer import GRAPH_FORMS, check
from kg.query.process import Worker, WorkerEndedError
from kg.query.prologue import prefixes_shown
from kg.query.results import table_from_json
from kg.table import Table
from kg.vocab import BASE, prefixes

__all__ = ["GRAPH_FORMATS", "TABLE_FORMATS", "Answer", "Asker", "Limits", "ended", "read_answer"]

TABLE_FORMATS = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/sparql-results+json",
    "tsv": "text/tab-separated-values; charset=utf-8",
    "xml": "application/sparql-results+xml",
}
"""The forms of a table (the answer of SELECT and ASK), with their media types."""

GRAPH_FORMATS = {
    "jsonld": "application/ld+json",
    "ntriples": "application/n-triples",
    "rdfxml": "application/rdf+xml",
    "turtle": "text/turtle; charset=utf-8",
}
"""The forms of a graph (the answer of CONSTRUCT and DESCRIBE), with their media types."""

# How a process ends whose stack is full: by a query that is nested too deeply.
_OVERFLOW = -int(getattr(signal, "SIGSEGV", 0))
_KINDS = frozenset({"table", "boolean", "graph"})


@dataclass(frozen=True, slots=True)
class Limits:
    """What a query may take: bytes of memory in its process, the store included, and bytes of answer.

    A memory of 0 means no limit; where the system has no such limit (Windows) it does not count.
    """

    memory: int = 4 << 30
    answer: int = 512 << 20


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer as bytes; `kind` is "table", "boolean" or "graph"."""

    body: bytes
    media_type: str
    kind: str


class Asker:
    """Answers queries over the store in a folder; to be used in a `with` block, or closed.

    One query runs at a time; other threads wait for their turn. The process starts with the Asker and lives
    until it is closed, or until a query has to be stopped; the next query then starts another.

    Relative IRIs in a query are read against `base`, and the prefixes of `kg.vocab` are known.

        with Asker(Path("graph/store")) as asker:
            for row in asker.ask("SELECT ?title { ?paper dcterms:title ?title } LIMIT 3"):
                print(row["title"])
    """

    def __init__(self, store: Path, *, base: str = BASE, limits: Limits = Limits()) -> None:
        """Open the store; raises NoGraphError when there is none in the folder."""
        # A file that is in every store of RocksDB.
        if not (store / "CURRENT").is_file():
            raise NoGraphError(store)
        self.store, self.base, self.limits = store, base, limits
        self.prefixes = prefixes(base)
        self._lock = Lock()
        self._worker = Worker(store, memory=limits.memory)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the process; a later query starts another."""
        self._worker.kill()

    def ask(self, query: str, *, timeout: float = 30.0, max_rows: int | None = None) -> Table:
        """Answer a SELECT or an ASK with a table (that of ASK: one row, column `answer`).

        `timeout` is in seconds. Raises QuerySyntaxError, QueryRefusedError, QueryTimeoutError, or
        QueryTooBigError when there are more than `max_rows` rows or the answer outgrows the limits.
        """
        if check(query) in GRAPH_FORMS:
            raise QueryError(query, "this query answers with a graph. For a table ask with SELECT or ASK.")
        return table_from_json(
            self._run(query, timeout, {"format": "json", "max_rows": max_rows, "data_set": None}).body
        )

    def answer(
        self,
        query: str,
        *,
        format: str | None = None,  # noqa: A002  (the word that users know)
        timeout: float = 30.0,
        max_rows: int | None = None,
        default_graphs: Sequence[str] | None = None,
        named_graphs: Sequence[str] | None = None,
    ) -> Answer:
        """Answer any query with bytes, in one of TABLE_FORMATS (json) or GRAPH_FORMATS (turtle).

        Graphs come sorted, each triple once. The data set, where given, takes the place of FROM and
        FROM NAMED (SPARQL 1.1 Protocol, section 2.1.4). Raises UnknownNameError for a format that the form
        of the query lacks, and what `ask` raises.
        """
        # A text that is no query has no form; what is wrong with it is told when it is run.
        form = check(query)
        known = GRAPH_FORMATS if form in GRAPH_FORMS else TABLE_FORMATS
        if format is not None and format not in known:
            raise UnknownNameError(f"format for {form or 'this query'}", format, known)
        data_set = None
        if default_graphs is not None or named_graphs is not None:
            data_set = DataSet(tuple(default_graphs or ()), tuple(named_graphs or ()))
        return self._run(query, timeout, {"format": format, "max_rows": max_rows, "data_set": data_set})

    def _run(self, query: str, timeout: float, options: dict[str, Any]) -> Answer:
        request = options | {
            "query": query,
            "base": self.base,
            "prefixes": self.prefixes,
            "shown": prefixes_shown(query, base=self.base, known=self.prefixes, form=options["format"]),
            "timeout": timeout,
            "max_bytes": self.limits.answer,
            "data_set": options["data_set"] or data_set_of(query, base=self.base, known=self.prefixes),
        }
        with self._lock:
            try:
                header, body = self._worker.exchange(request, seconds=timeout)
            except TimeoutError:
                raise QueryTimeoutError(query, timeout) from None
            except WorkerEndedError as error:
                raise ended(query, error.code, self.limits) from None
        return read_answer(query, header, body, self.prefixes)


def read_answer(query: str, header: Mapping[str, Any], body: bytes, known: Mapping[str, str]) -> Answer:
    """Turn what a worker sent into an answer, or raise what it tells; `known` are the prefixes."""
    if header["kind"] in _KINDS:
        return Answer(body, (TABLE_FORMATS | GRAPH_FORMATS)[header["format"]], header["kind"])
    if header["kind"] == "too-big":
        raise QueryTooBigError(query, header["message"])
    if header["kind"] == "syntax":
        raise explain(query, header["message"], known)
    raise explain_fault(query, header["message"])


def ended(query: str, code: int, limits: Limits) -> QueryTooBigError:
    """Say which bound a query hit when its process ended with a code."""
    memory = f"the {limits.memory >> 20:,} MiB of memory that a query may use"
    bound = memory if limits.memory else "the memory of this machine"
    return QueryTooBigError(
        query, "its process can hold, or the query is nested too deeply" if code == _OVERFLOW else bound
    )
