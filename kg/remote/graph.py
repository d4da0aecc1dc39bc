"""RemoteGraph: a graph that a SPARQL endpoint holds, to ask, look at, export and check as one in a folder."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from kg.asked_graph import COUNTS, WHOLE, AskedGraph
from kg.errors import QueryTooBigError
from kg.extract.confidence import checked_confidence
from kg.graph.confident import confident_version
from kg.graph.folder import FORMAT, Version
from kg.graph.rdflib_view import as_rdflib
from kg.graph.store import build_store
from kg.most_named import evidence_triples, most_named
from kg.query.run import Asker
from kg.remote.asker import RemoteAsker
from kg.remote.download import download
from kg.settings import Settings
from kg.table import Table

if TYPE_CHECKING:
    import rdflib

__all__ = ["RemoteGraph"]

_COUNTED = {
    "digests": "?thing a kg:Digest",
    "papers": "?thing a kg:Paper",
    "entities": "?thing a kg:ResearchEntity FILTER EXISTS { ?paper kg:mentions ?thing }",
    "results": "?thing a kg:Result",
    "mentions": "?thing a kg:Mention",
    "persons": "?thing a kg:Person",
    "triples": "?thing ?predicate ?object",
}
_DAYS = "SELECT (MIN(?day) AS ?first) (MAX(?day) AS ?last) { ?digest a kg:Digest ; dcterms:issued ?day }"


class RemoteGraph(AskedGraph):
    """The graph at the address of a SPARQL endpoint, where `kg publish` or `kg serve` put it.

    Credentials come from KG_ENDPOINT_USER and KG_ENDPOINT_PASSWORD, or from netrc. What needs all statements (export,
    verify, validate, rdflib) fetches them first, graph by graph, and holds their number against what the server counts.
    The setting `base` chooses where a server holds several graphs.
    """

    def __init__(self, address: str, *, settings: Settings | None = None, min_confidence: float = 0.0) -> None:
        self.settings = settings or Settings()
        self.server = RemoteAsker(address, base=self.settings.base)
        self._least = checked_confidence(min_confidence)
        self._fetched: TemporaryDirectory[str] | None = None

    @property
    def address(self) -> str:
        """The address, without its query string."""
        return self.server.endpoint.shown

    @property
    def base(self) -> str:
        """What the IRIs of the graph's own resources begin with."""
        return self.server.base

    @property
    def _name(self) -> str:
        return self.address

    def _answers(self) -> Asker | RemoteAsker:
        return self.asker

    @cached_property
    def asker(self) -> Asker | RemoteAsker:
        """What answers the queries: the server, or a process over the sure part of a copy."""
        return Asker(self._fetch().store, base=self.base) if self._least else self.server

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many digests, papers, entities, results, mentions, persons and triples the server has."""
        asked = {name: f"SELECT (COUNT(*) AS ?count) {{ {pattern} }}" for name, pattern in _COUNTED.items()}
        return {name: int(self._ask_whole(asked[name]).column("count")[0]) for name in COUNTS if name in asked}

    def stats(self, *, most: int = 5) -> dict[str, Any]:
        """Count what is in the graph, of it the triples of evidence, and name what most papers speak of, by type."""
        days = self.query(_DAYS)
        return {
            "version": None,
            "first_day": days.column("first")[0],
            "last_day": days.column("last")[0],
            "counts": self.counts,
            "evidence": evidence_triples(self.query),
            "top": most_named(self.query, most),
        }

    @contextmanager
    def _files(self) -> Iterator[Version]:
        yield self._fetch()

    def _fetch(self) -> Version:
        """Fetch all statements once, into a folder that goes with this object or when it is closed."""
        if self._fetched is None:
            folder = TemporaryDirectory(prefix="paper-kg-")
            version = Version(Path(folder.name))
            with version.nquads.open("wb") as out:
                download(self.server, out, seconds=WHOLE)
            build_store(version.nquads, version.store)
            manifest = {"format": FORMAT, "inputs": {"base": self.base}, "counts": {}}
            (version.path / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
            self._fetched = folder
        return confident_version(Version(Path(self._fetched.name)), self._least)

    def _ask_whole(self, query: str) -> Table:
        """Ask the server, or a copy of what it holds where it does not give so many rows."""
        try:
            return super()._ask_whole(query)
        except QueryTooBigError:
            with Asker(self._fetch().store, base=self.base) as copy:
                return copy.ask(query, timeout=WHOLE)

    def rdflib(self) -> rdflib.Dataset:
        """Return a copy of the graph as a read-only rdflib Dataset; it ends when this object is closed."""
        return as_rdflib(self._fetch().store, base=self.base)

    def close(self) -> None:
        """End what answers, and remove what was fetched; a later question asks the server again."""
        if (asker := self.__dict__.pop("asker", None)) is not None:
            asker.close()
        fetched, self._fetched = self._fetched, None
        if fetched is not None:
            fetched.cleanup()
