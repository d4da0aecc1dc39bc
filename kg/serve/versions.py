"""The version of the graph that is being served, and the switch to a new one while requests go on."""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from kg.errors import KgError
from kg.graph.folder import GraphFolder, Version
from kg.graph.iris import graph_iri
from kg.model import day_of_issue
from kg.serve.bench import Bench
from kg.serve.names import make_index
from kg.serve.options import ServeOptions
from kg.serve.pool import Pool
from kg.serve.search import SearchIndex
from kg.serve.shelf import Shelf
from kg.version import VERSION

__all__ = ["Serving", "Versions"]

_EVERY = 1.0
_log = logging.getLogger(__name__)


class Serving:
    """One version of the graph in service; it ends when a newer one is there and its last request is done.

    `tag` stands for the version in ETags, `graphs` are the IRIs of its named graphs, `shelf` has answers
    that were given before, `bench` judges queries.
    """

    def __init__(self, version: Version, options: ServeOptions) -> None:
        manifest = version.manifest()
        self.version, self.manifest = version, manifest
        self.base: str = manifest["inputs"]["base"]
        self.days: list[str] = sorted(set(map(day_of_issue, manifest["days"])))
        self.graphs = frozenset(
            graph_iri(name, base=self.base) for name in [*manifest["days"], "entities", "contradictions", "meta"]
        )
        # Another release may show the same graph otherwise.
        made = (version.path / "manifest.json").read_bytes() + VERSION.encode()
        self.tag = hashlib.sha256(made).hexdigest()[:16]
        self.shelf = Shelf(options.kept)
        self.bench = Bench(version.store)
        self.pool = Pool(version.store, base=self.base, options=options)
        self._index: asyncio.Task[SearchIndex] | None = None
        self._users, self._is_old = 0, False

    async def start(self) -> Self:
        """Start what answers queries, and begin to make the index of names."""
        await self.pool.start()
        self._index = asyncio.create_task(make_index(self.pool))
        return self

    async def index(self) -> SearchIndex:
        """Return the index of names, waiting for it right after the start; raises KgError when it can't be made."""
        if self._index is None or (self._index.done() and self._index.exception() is not None):
            self._index = asyncio.create_task(make_index(self.pool))
        # Whoever hangs up must not stop it for the others.
        return await asyncio.shield(self._index)

    @contextmanager
    def used(self) -> Iterator[Self]:
        """Keep the version alive for as long as the block lasts."""
        self._users += 1
        try:
            yield self
        finally:
            self._users -= 1
            self._end_if_left()

    def retire(self) -> None:
        """End as soon as nobody uses it."""
        self._is_old = True
        self._end_if_left()

    def _end_if_left(self) -> None:
        if self._is_old and not self._users:
            if self._index is not None:
                self._index.cancel()
            self.pool.close()
            self.bench.close()


class Versions:
    """Looks every second whether the graph folder has a new version, and switches when that is ready."""

    def __init__(self, folder: Path | str, options: ServeOptions, *, every: float = _EVERY) -> None:
        """Take the folder; raises NoGraphError when it holds no graph."""
        self._folder, self._options, self._every = GraphFolder(folder), options, every
        self._first: Version | None = self._folder.current()
        self._current: Serving | None = None

    @property
    def current(self) -> Serving:
        """The version in service."""
        assert self._current is not None, "not started"
        return self._current

    async def start(self) -> None:
        """Put the first version into service, and hold it no longer than that."""
        first, self._first = self._first, None
        self._current = await Serving(first or self._folder.current(), self._options).start()

    def close(self) -> None:
        """End the version in service."""
        if self._current is not None:
            self._current.retire()

    async def ended(self) -> None:
        """Wait, after `close`, until the processes of the version in service are gone."""
        if self._current is not None:
            await self._current.pool.ended()
            await self._current.bench.ended()

    async def watch(self) -> None:
        """Switch whenever there is a new version; a folder that can't be read leaves the old one in service."""
        while True:
            await asyncio.sleep(self._every)
            try:
                await self._look()
            except (KgError, OSError, KeyError) as error:
                _log.warning("the old version stays in service: %s", error)

    async def _look(self) -> None:
        found = self._folder.find_current()
        if found is None or found == self.current.version:
            return
        new = await Serving(found, self._options).start()
        try:
            # Before the switch, so that nobody's search waits for it.
            await new.index()
        except BaseException:
            new.retire()
            raise
        old, self._current = self.current, new
        old.retire()
        _log.info("version %s is in service", found.path.name)
