"""A graph store: graphs put, fetched and removed whole, by the SPARQL 1.1 Graph Store HTTP Protocol."""

from __future__ import annotations

from http import HTTPStatus
from pathlib import Path
from urllib.parse import quote, urlsplit, urlunsplit

from kg.errors import RemoteError
from kg.rdf import Iri
from kg.remote.address import checked_address
from kg.remote.endpoint import Endpoint, refusal
from kg.remote.http import Client, Reply

__all__ = ["GraphStore", "guess_store"]

_NTRIPLES = "application/n-triples"
_MOST = 1 << 20
_UNAUTHORIZED = HTTPStatus.UNAUTHORIZED
# Where servers have their graph store, by the end of their endpoint's path.
_KNOWN = {
    "Virtuoso": ("/sparql", "/sparql-graph-crud-auth"),
    "Oxigraph": ("/query", "/store"),
    "Fuseki": ("/sparql", "/data"),
}


def guess_store(endpoint: Endpoint, *, seconds: float) -> str:
    """Return the address of the graph store that goes with an endpoint, by what its server says that it is.

    Raises RemoteError when that is not known.
    """
    parts = urlsplit(endpoint.address)
    try:
        reply = endpoint.client.exchange(
            "GET", f"{endpoint.address}?query=ASK%20%7B%7D", seconds=seconds, most=_MOST, headers={"Accept": "*/*"}
        )
    except (TimeoutError, OverflowError):
        raise RemoteError(endpoint.shown, "no answer to the simplest of queries") from None
    server = reply.header("Server")
    for name, (ending, store) in _KNOWN.items():
        for end in (ending, "/query"):
            if name.lower() in server.lower() and parts.path.endswith(end):
                path = parts.path.removesuffix(end) + store
                return urlunsplit((parts.scheme, parts.netloc, path, "", ""))
    message = "where its graph store is, is not known. Say so with --graph-store ADDRESS (the Graph Store Protocol's)"
    raise RemoteError(endpoint.shown, message)


class GraphStore:
    """A server that takes whole graphs; `graph` is the IRI of a named graph, None the default graph."""

    def __init__(self, address: str, *, seconds: float) -> None:
        checked_address(address)
        self.address, self.seconds = address, seconds
        self._client = Client(address)
        self._is_known = False

    def put(self, graph: Iri | None, content: bytes | Path) -> None:
        """Make N-Triples the whole content of a graph (section 5.3); raises RemoteError when that does not work."""
        headers = {"Content-Type": _NTRIPLES}
        if not self._is_known:
            self._greet(graph)
        self._done("PUT", graph, content, headers)

    def delete(self, graph: Iri | None) -> None:
        """Remove a graph (section 5.4); one that is not there is no error."""
        self._done("DELETE", graph, None, {}, also_good=(HTTPStatus.NOT_FOUND,))

    def _greet(self, graph: Iri | None) -> None:
        """Let the server ask who we are, before a body is on its way that it would not read to the end."""
        self._exchange("HEAD", graph, None, {"Accept": _NTRIPLES})
        self._is_known = True

    def _done(
        self,
        method: str,
        graph: Iri | None,
        body: bytes | Path | None,
        headers: dict[str, str],
        *,
        also_good: tuple[int, ...] = (),
    ) -> None:
        reply = self._exchange(method, graph, body, headers)
        if not reply.is_good and reply.status not in also_good:
            raise refusal(self.address, reply)

    def _exchange(self, method: str, graph: Iri | None, body: bytes | Path | None, headers: dict[str, str]) -> Reply:
        joint = "&" if urlsplit(self.address).query else "?"
        target = "default" if graph is None else f"graph={quote(graph, safe='')}"
        address = f"{self.address}{joint}{target}"
        try:
            return self._client.exchange(method, address, headers=headers, body=body, seconds=self.seconds, most=_MOST)
        except TimeoutError:
            message = f"took longer than {self.seconds:g} s for {graph or 'the default graph'}; raise --timeout"
            raise RemoteError(self._shown, message) from None
        except OverflowError:
            raise RemoteError(self._shown, f"answers a {method} with more than {_MOST:,} bytes") from None

    @property
    def _shown(self) -> str:
        parts = urlsplit(self.address)
        return urlunsplit((parts.scheme, parts.netloc, parts.path, "", ""))
