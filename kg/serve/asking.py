"""Asks the graph for a page: from a thread, through the pool, with the server's own queries."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from anyio import from_thread

from kg.query.catalogue import find_question
from kg.query.results import table_from_json
from kg.rdf import Literal, RdfTerm
from kg.serve.paths import page_of
from kg.serve.pool import Pool
from kg.serve.rq import filled
from kg.table import Table

__all__ = ["Asking"]


class Asking:
    """What a page asks with; to be used in a thread that the server's event loop started."""

    def __init__(self, pool: Pool, client: str) -> None:
        self.base = pool.base
        self._pool, self._client = pool, client

    def ask(self, query: str) -> Table:
        """Answer a query of the server's own; raises QueryError and its kin, and BusyError."""
        answer = from_thread.run(partial(self._pool.answer, query, client=self._client, format="json", is_ours=True))
        return table_from_json(answer.body)

    def rows(self, name: str, /, **terms: RdfTerm | Iterable[RdfTerm]) -> Table:
        """Answer the query of that name with terms in its places."""
        return self.ask(filled(name, **terms))

    def question(self, name: str, **values: str) -> Table:
        """Answer a question of the catalogue."""
        return self.ask(find_question(name).sparql(values, self.ask))

    def page(self, iri: str | None) -> str | None:
        """Return the path of the page of a resource."""
        return page_of(iri, base=self.base) if iri else None

    def __contains__(self, thing: RdfTerm) -> bool:
        """Say whether the graph has statements about a thing."""
        return bool(self.rows("known", thing=thing).column("answer")[0]) if not isinstance(thing, Literal) else False
