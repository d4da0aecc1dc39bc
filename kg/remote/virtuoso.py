"""Virtuoso's bulk loader: faster than the Graph Store Protocol, for files that the server can read itself.

Its functions are called through the endpoint that asks for a password (`/sparql-auth`), so that no password stands on
the command line of another program, where everybody on the machine could read it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from kg.errors import QueryError, QueryTimeoutError, RemoteError, SettingsError
from kg.rdf import Iri, Literal, as_ntriples_term
from kg.remote.endpoint import Endpoint
from kg.remote.graph_store import GraphStore

__all__ = ["VirtuosoLoader"]

_PLAIN = re.compile(r"[A-Za-z0-9_./-]+")
_MOST = 1 << 20
_FORGET = "delete from DB.DBA.load_list where ll_file = '{}'"


class VirtuosoLoader:
    """Fills graphs by `ld_add` and `rdf_loader_run`; `folder` must be among the server's DirsAllowed.

    `endpoint` is the address of `/sparql-auth`. Raises SettingsError for a folder that SQL could take for more than a
    name.
    """

    def __init__(self, endpoint: str, store: GraphStore, folder: Path) -> None:
        self.folder: Path | None = folder.resolve()
        if not _PLAIN.fullmatch(str(self.folder)) or not self.folder.is_dir():
            expected = "expected a folder that is there, with a path of letters, digits, _, -, . and / only"
            raise SettingsError("bulk-folder", str(folder), f"{folder}: {expected}")
        self._endpoint, self._store = Endpoint(endpoint), store

    def load(self, files: Iterable[tuple[Iri | None, Path]]) -> None:
        """Make each file the whole content of its graph; the server has to have an IRI for each."""
        listed = []
        for graph, path in files:
            if graph is None:
                raise RemoteError(self._endpoint.shown, "Virtuoso fills no default graph; is this another server?")
            self._store.delete(graph)
            path.chmod(0o644)  # the server runs as another user
            path.parent.chmod(0o755)
            self._call(f"sql:LD_ADD({_text(str(path))}, {_text(graph)})")
            listed.append(path)
        self._call("sql:RDF_LOADER_RUN()")
        # What the loader loads is not in the transaction log: without a checkpoint a crash would lose it.
        self._call("bif:exec('checkpoint')")
        for path in listed:
            self._call(f"bif:exec({_text(_FORGET.format(path))})")

    def _call(self, function: str) -> None:
        try:
            query = f"SELECT ({function} AS ?done) {{ }}"
            self._endpoint.results(query, seconds=self._store.seconds, most=_MOST)
        except QueryTimeoutError as error:
            raise RemoteError(self._endpoint.shown, f"took longer than {error.seconds:g} s; raise --timeout") from None
        except QueryError as error:
            message = f"its bulk loader can't be used: {error}. Is this Virtuoso, and the user one with all rights?"
            raise RemoteError(self._endpoint.shown, message) from None


def _text(words: str) -> str:
    return as_ntriples_term(Literal(words))
