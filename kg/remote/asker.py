"""RemoteAsker: answers queries as kg.query.run.Asker does, by asking a SPARQL endpoint."""

from __future__ import annotations

from functools import cached_property
from typing import Any, Self

from kg.errors import QueryError, QueryTimeoutError, QueryTooBigError, RemoteError
from kg.query.data_set import data_set_of
from kg.query.forms import graph_answer, table_answer
from kg.query.lexer import GRAPH_FORMS, check, tokens
from kg.query.prologue import prefixes_shown
from kg.query.results import table_from_json
from kg.query.run import Answer, Limits
from kg.query.sorting import sorting_apart
from kg.query.standalone import check_sense, standalone
from kg.rdf import Iri, as_ntriples_term
from kg.remote.endpoint import Endpoint
from kg.remote.holdings import Holdings, find_holdings
from kg.table import Table
from kg.vocab import BASE, prefixes

__all__ = ["RemoteAsker"]

_FIRST_SECONDS = 30.0
_SMALLEST_CAP = 1000
"""Answers of fewer triples are taken for whole without asking after a cap."""


class RemoteAsker:
    """Answers queries over the graph that a server holds; nothing is sent before the first one.

    What is no SPARQL, or asks yet another server, is refused here. The union of all named graphs is the default
    graph, whatever it is for the server. A time limit ends the waiting; the server may work on.

        with RemoteAsker("http://localhost:7878/query") as asker:
            print(asker.ask("SELECT ?title { ?paper dcterms:title ?title } LIMIT 3"))
    """

    def __init__(self, address: str, *, base: str = BASE, limits: Limits | None = None) -> None:
        """Take an address; raises RemoteError when it is none. `base` chooses among several graphs on one server."""
        self.endpoint = Endpoint(address)
        self.limits = limits or Limits()
        self._wanted = base

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Do nothing: no connection is kept."""

    @cached_property
    def holdings(self) -> Holdings:
        """What the server holds; raises RemoteError when it holds no graph."""
        try:
            return find_holdings(self.endpoint, base=self._wanted, seconds=_FIRST_SECONDS)
        except QueryTimeoutError:
            message = f"no answer within {_FIRST_SECONDS:g} s to the question what it holds"
            raise RemoteError(self.endpoint.shown, message) from None
        except (QueryError, KeyError) as error:
            raise RemoteError(self.endpoint.shown, f"can't say what it holds: {error}") from None

    @property
    def base(self) -> str:
        """What the IRIs of the graph's own resources begin with."""
        return self.holdings.base

    @property
    def prefixes(self) -> dict[str, str]:
        """The prefixes that queries may use without declaring them."""
        return prefixes(self.base)

    def ask(self, query: str, *, timeout: float = 30.0, max_rows: int | None = None) -> Table:
        """Answer a SELECT or an ASK with a table, as `kg.query.run.Asker.ask` does; raises RemoteError, too."""
        if check(query) in GRAPH_FORMS:
            raise QueryError(query, "this query answers with a graph. For a table ask with SELECT or ASK.")
        table = self._table(self._results(query, timeout))
        if max_rows is not None and len(table) > max_rows:
            raise QueryTooBigError(query, f"{max_rows:,} rows")
        return table

    def answer(
        self,
        query: str,
        *,
        format: str | None = None,  # noqa: A002  (the word that users know)
        timeout: float = 30.0,
        max_rows: int | None = None,
    ) -> Answer:
        """Answer any query with bytes, as `kg.query.run.Asker.answer` does; raises RemoteError, too."""
        is_graph = check(query) in GRAPH_FORMS
        most = self.limits.answer
        try:
            if is_graph:
                triples = self._triples(query, timeout)
                shown = prefixes_shown(query, base=self.base, known=self.prefixes, form=format)
                return graph_answer(query, triples, format, prefixes=shown, max_rows=max_rows, most=most)
            return table_answer(query, self._results(query, timeout), format, max_rows=max_rows, most=most)
        except ValueError as error:
            raise RemoteError(self.endpoint.shown, f"its answer can't be read: {error}") from None

    def _results(self, query: str, timeout: float) -> bytes:
        """Return the answer in JSON; what the server can't sort is sorted here."""
        columns = check_sense(query, base=self.base, known=self.prefixes)
        own, how = standalone(query, base=self.base, known=self.prefixes), self._how(query, timeout)
        try:
            return self.endpoint.results(own, columns=columns, **how)
        except (QueryTimeoutError, QueryTooBigError):
            raise
        except QueryError:
            sorting = sorting_apart(own)
            if sorting is None:
                raise
            return sorting.apply(self._table(self.endpoint.results(sorting.query, **how)))

    def _triples(self, query: str, timeout: float) -> bytes:
        """Return the answer as N-Triples; raises QueryTooBigError where the server may have cut it off."""
        check_sense(query, base=self.base, known=self.prefixes)
        own = standalone(query, base=self.base, known=self.prefixes)
        triples = self.endpoint.triples(own, **self._how(query, timeout))
        if triples.count(b"\n") >= _SMALLEST_CAP and (cap := self._cap) and triples.count(b"\n") >= cap:
            raise QueryTooBigError(query, f"the {cap:,} rows that {self.endpoint.shown} gives at most")
        return triples

    @cached_property
    def _cap(self) -> int | None:
        return self.endpoint.most_rows(seconds=_FIRST_SECONDS, most=self.limits.answer)

    def _how(self, query: str, timeout: float) -> dict[str, Any]:
        """Say which graphs are asked: those that the query names itself, else all."""
        how: dict[str, Any] = {"seconds": timeout, "most": self.limits.answer}
        holdings = self.holdings
        if holdings.union is None or data_set_of(query, base=self.base, known=self.prefixes) is not None:
            return how
        # Hundreds of graphs take a server longer to read than a usual query to answer: they are named when needed.
        needed = any(token.keyword == "GRAPH" for token in tokens(query))
        return how | {"default": [holdings.union], "named": holdings.named if needed else ()}

    def _table(self, body: bytes) -> Table:
        """Read an answer, and see that each IRI is one: terms of a table go into further queries."""
        try:
            table = table_from_json(body)
            for term in (term for row in table.rows for term in row if isinstance(term, Iri)):
                as_ntriples_term(term)
        except (KeyError, TypeError, ValueError) as error:
            raise RemoteError(self.endpoint.shown, f"its answer can't be read: {error}") from None
        return table
