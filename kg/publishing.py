"""Publishing: the graph in a folder, put into a SPARQL store that serves many."""

from __future__ import annotations

from pathlib import Path

from kg.errors import SettingsError
from kg.graph.folder import GraphFolder
from kg.remote.endpoint import Endpoint
from kg.remote.graph_store import GraphStore, guess_store
from kg.remote.send import OnProgress, PublishReport, send
from kg.remote.virtuoso import VirtuosoLoader

__all__ = ["BULK", "publish"]

BULK = ("virtuoso",)
"""The servers whose own bulk loader can be used."""


def publish(
    graph: str | Path = "graph",
    *,
    to: str,
    graph_store: str | None = None,
    bulk: str | None = None,
    bulk_folder: str | Path | None = None,
    timeout: float = 600.0,
    everything: bool = False,
    dry_run: bool = False,
    on_progress: OnProgress = lambda *_: None,
) -> PublishReport:
    """Put the graph in a folder into the store behind a SPARQL endpoint, and return what was done.

    `to` is the address of the endpoint and `graph_store` that of its graph store, which is guessed for Virtuoso,
    Oxigraph and Fuseki. `bulk="virtuoso"` loads by the server's own loader instead: `graph_store` is then not asked for
    more than to empty graphs, and `bulk_folder` names a folder that both we and the server can read. Each request may
    take `timeout` seconds. Only what changed is sent, unless `everything` is; `dry_run` sends nothing. Raises
    RemoteError, and SettingsError for options that do not go together.

        kg.publish("graph", to="http://localhost:7878/query")
    """
    if bulk not in (None, *BULK):
        raise SettingsError("bulk", bulk, f"bulk: expected one of {', '.join(BULK)}, got {bulk!r}")
    if (bulk is None) != (bulk_folder is None):
        raise SettingsError("bulk", bulk, "bulk: the loader and a folder for its files go together; give both")
    version = GraphFolder(graph).current()
    endpoint = Endpoint(to)
    store = GraphStore(graph_store or guess_store(endpoint, seconds=timeout), seconds=timeout)
    loader = None if bulk_folder is None else VirtuosoLoader(_with_login(to), store, Path(bulk_folder))
    return send(
        version,
        endpoint,
        store,
        base=version.manifest()["inputs"]["base"],
        loader=loader,
        everything=everything,
        dry_run=dry_run,
        on_progress=on_progress,
    )


def _with_login(endpoint: str) -> str:
    """Return where Virtuoso asks for a password before it answers."""
    return endpoint if endpoint.endswith("-auth") else f"{endpoint}-auth"
