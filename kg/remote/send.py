"""Publish: put a graph into a SPARQL store, named graph by named graph, only what changed."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Protocol

from kg.errors import QueryError, QueryTimeoutError, RemoteError
from kg.graph.folder import Version
from kg.graph.iris import graph_iri
from kg.rdf import Iri
from kg.remote.endpoint import Endpoint
from kg.remote.graph_store import GraphStore
from kg.remote.holdings import PENDING, UNION, Entry, read_ledger
from kg.remote.ledger import Counter, ledger_lines
from kg.remote.pieces import Pieces, pieces

__all__ = ["Loader", "OnProgress", "PublishReport", "send"]

OnProgress = Callable[[str, int, int], None]

_BATCH = 50
"""Graphs between two entries in the ledger: what a run that dies may have to send again."""


class Loader(Protocol):
    """A way to fill graphs on a server."""

    folder: Path | None
    """Where files have to lie, None for anywhere."""

    def load(self, files: Iterable[tuple[Iri | None, Path]]) -> None:
        """Make each file the whole content of its graph, None standing for the default graph."""


@dataclass(frozen=True, slots=True)
class PublishReport:
    """What publishing did, or would do: the graphs that it sent, those that it removed, and what is there now.

    `union` says where the union of all graphs is: in the "default graph", or in a graph of that IRI.
    """

    endpoint: str
    sent: tuple[str, ...]
    removed: tuple[str, ...]
    unchanged: int
    triples: int
    union: str
    seconds: float

    def as_record(self) -> dict[str, Any]:
        """Return the report in JSON's types."""
        return asdict(self)


def send(
    version: Version,
    endpoint: Endpoint,
    store: GraphStore,
    *,
    base: str,
    loader: Loader | None = None,
    dry_run: bool = False,
    everything: bool = False,
    on_progress: OnProgress = lambda *_: None,
) -> PublishReport:
    """Put a version of a graph into a store, and return what was done.

    Only graphs whose content or count is not what the ledger says are sent, all of them with `everything`. Raises
    RemoteError when the server can't be used, or counts other than was sent; what is there then is completed by the
    next run.
    """
    began = time.perf_counter()
    counter = Counter(endpoint, base=base, seconds=store.seconds)
    run = _Run(endpoint, store, counter, loader or _ByProtocol(store), on_progress)
    try:
        with pieces(version.nquads, union=graph_iri(UNION, base=base), folder=run.loader.folder) as cut:
            return run.publish(cut, began, dry_run=dry_run, everything=everything)
    except QueryTimeoutError as error:
        raise RemoteError(endpoint.shown, f"took longer than {error.seconds:g} s to count; raise --timeout") from None
    except QueryError as error:
        raise RemoteError(endpoint.shown, f"can't count what it holds: {error}") from None


class _ByProtocol:
    def __init__(self, store: GraphStore) -> None:
        self.folder: Path | None = None
        self._store = store

    def load(self, files: Iterable[tuple[Iri | None, Path]]) -> None:
        for graph, path in files:
            self._store.put(graph, path)


@dataclass(frozen=True)
class _Run:
    """One publishing run: where to, and by which way."""

    endpoint: Endpoint
    store: GraphStore
    counter: Counter
    loader: Loader
    on_progress: OnProgress

    def publish(self, cut: Pieces, began: float, *, dry_run: bool, everything: bool) -> PublishReport:
        before = read_ledger(self.endpoint, self.counter.ledger, seconds=self.store.seconds)
        known = next((graph for graph in (self.counter.union, self.counter.dataset) if graph in before), None)
        place = known or self._free_place()
        wanted = {self._named(graph, place): entry for graph, entry in cut.entries.items()}
        kept = {} if everything else self._kept(before, wanted)
        changed = sorted(wanted.keys() - kept.keys())
        gone = sorted(before.keys() - wanted.keys())
        if not dry_run and (changed or gone):
            place = self._send(cut, kept, changed, gone, known)
        return PublishReport(
            endpoint=self.endpoint.shown,
            sent=tuple(changed),
            removed=tuple(gone),
            unchanged=len(wanted) - len(changed),
            triples=cut.entries[self.counter.union].triples,
            union="default graph" if place == self.counter.dataset else str(place),
            seconds=round(time.perf_counter() - began, 2),
        )

    def _kept(self, before: dict[Iri, Entry], wanted: dict[Iri, Entry]) -> dict[Iri, Entry]:
        """Return what is on the server already, by the ledger and by count."""
        held = self.counter.count_all(before)
        whole = self.counter.dataset
        if whole in before and before[whole] != PENDING and held[whole] != before[whole].triples:
            message = (
                f"its default graph holds {held[whole]:,} triples, and {before[whole].triples:,} were published. "
                "Somebody else writes there; --all replaces all that it holds"
            )
            raise RemoteError(self.endpoint.shown, message)
        return {
            graph: entry
            for graph, entry in before.items()
            if wanted.get(graph) == entry and held[graph] == entry.triples
        }

    def _free_place(self) -> Iri:
        """Choose the default graph for the union where nothing is in it.

        A server that shows there what its named graphs hold has each triple once a graph, and then counts are wrong.
        """
        return self.counter.dataset if self.counter.default_is_empty() else self.counter.union

    def _named(self, graph: Iri, place: Iri) -> Iri:
        return place if graph == self.counter.union else graph

    def _send(self, cut: Pieces, kept: dict[Iri, Entry], changed: list[Iri], gone: list[Iri], known: Iri | None) -> Iri:
        """Send what changed, the union last, since it is complete only when all else is; return its place."""
        unfinished = {known: PENDING} if known else {}
        self._write_ledger(unfinished | kept)
        for graph in gone:
            self.store.delete(self._target(graph))
        named = [graph for graph in changed if graph not in (self.counter.union, self.counter.dataset)]
        for start in range(0, len(named), _BATCH):
            batch = named[start : start + _BATCH]
            self.loader.load((graph, cut.files[graph]) for graph in batch)
            for graph in batch:
                self._settle(graph, cut.entries[graph], kept, len(cut.entries))
            self._write_ledger(unfinished | kept)
        # Asked once more: a server may show in its default graph what was sent meanwhile.
        place = known or self._free_place()
        if place not in kept:
            self._write_ledger(kept | {place: PENDING})
            self.loader.load([(self._target(place), cut.files[self.counter.union])])
            self._settle(place, cut.entries[self.counter.union], kept, len(cut.entries))
        self._write_ledger(kept)
        return place

    def _settle(self, graph: Iri, entry: Entry, kept: dict[Iri, Entry], total: int) -> None:
        counted = self.counter.count(graph)
        if counted != entry.triples:
            message = (
                f"{graph}: sent {entry.triples:,} triples, the server counts {counted:,}. Run it again, or look there"
            )
            raise RemoteError(self.endpoint.shown, message)
        kept[graph] = entry
        self.on_progress("publishing", len(kept), total)

    def _target(self, graph: Iri) -> Iri | None:
        return None if graph == self.counter.dataset else graph

    def _write_ledger(self, entries: dict[Iri, Entry]) -> None:
        if entries:
            self.store.put(self.counter.ledger, ledger_lines(entries))
        else:
            self.store.delete(self.counter.ledger)
