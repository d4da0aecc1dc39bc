"""The process that runs queries, so that one that runs away can be killed.

It is started as a file (`python -P worker.py STORE`), imports nothing of kg, and speaks frames on stdin and
stdout: four bytes of length (big-endian), then so much JSON. A request is one frame; an answer is a frame
that describes it and then, when it is a good one, `length` bytes of result. The first answer of all says
that the store is open. A result is complete before its first byte is sent.

What holds it in: the store is opened for reading only, with its tables; afterwards no file and no socket can be
opened (if tables of a very large store are still closed, as many files as these); memory is limited; the kernel ends
the process when a query takes longer than it may, even when nobody is there to kill it any more.
"""

from __future__ import annotations

import json
import os
import re
import signal
import struct
import sys
from collections.abc import Iterator
from contextlib import suppress
from io import BytesIO
from itertools import cycle, islice
from pathlib import Path
from typing import Any, BinaryIO

import pyoxigraph as ox

try:
    import resource
except ImportError:  # Windows has no such limits; there the parent's clock alone stops a query
    resource = None  # type: ignore[assignment]

__all__ = ["TooBigError", "serve", "write_graph", "write_table"]

_TABLE = {
    "csv": ox.QueryResultsFormat.CSV,
    "json": ox.QueryResultsFormat.JSON,
    "tsv": ox.QueryResultsFormat.TSV,
    "xml": ox.QueryResultsFormat.XML,
}
_GRAPH = {
    "jsonld": ox.RdfFormat.JSON_LD,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "rdfxml": ox.RdfFormat.RDF_XML,
    "turtle": ox.RdfFormat.TURTLE,
}
_PREFIX = re.compile(rb'@prefix [^\n]*\n| xmlns:[\w-]+="[^"]*"')
_PREFIXES = re.compile(rb'^(?:@prefix [^\n]*\n)+|(?<=<rdf:RDF)(?: xmlns:[\w-]+="[^"]*")+')
_SLACK = 2.0
_OPENED = Path("/dev/fd")
Header = dict[str, Any]


class TooBigError(Exception):
    """An answer is larger than it may be."""


class _Capped(BytesIO):
    """A file in memory that refuses to grow beyond a limit in bytes."""

    def __init__(self, limit: int) -> None:
        super().__init__()
        self.limit = limit

    def write(self, data: Any) -> int:
        if self.tell() + len(data) > self.limit:
            raise TooBigError(f"{self.limit:,} bytes")
        return super().write(data)


def _rows_in(table_format: str, body: bytes) -> int:
    """Count the rows of a serialised table without building them.

    A tab-separated row is a line, and `</result>` can't stand in XML text. In the other two forms strings are
    passed over first; then a row of JSON is `{:{` or `{}`, and so is, once, the whole.
    """
    if table_format == "xml":
        return body.count(b"</result>")
    if table_format == "tsv":
        return body.count(b"\n") - 1
    if table_format == "csv":
        return sum(part.count(b"\n") for part in body.split(b'"')[::2]) - 1
    plain = b"".join(body.replace(b"\\\\", b"").replace(b'\\"', b"").split(b'"')[::2])
    return plain.count(b"{:{") + plain.count(b"{}") - 1


def write_table(results: ox.QuerySolutions | ox.QueryBoolean, request: Header, out: BytesIO) -> Header:
    """Write rows, or yes or no, in the form that a request wants, and return what was written."""
    name = request["format"] or "json"
    results.serialize(out, format=_TABLE[name])
    if isinstance(results, ox.QueryBoolean):
        return {"kind": "boolean", "format": name}
    if (rows := request["max_rows"]) is not None and _rows_in(name, out.getvalue()) > rows:
        raise TooBigError(f"{rows:,} rows")
    return {"kind": "table", "format": name}


def write_graph(plain: bytes, request: Header, out: BytesIO) -> Header:
    """Write triples, given as N-Triples, once each, and sorted, so that one query has one answer."""
    name, rows = request["format"] or "turtle", request["max_rows"]
    lines = sorted(set(plain.splitlines(keepends=True)))
    if rows is not None and len(lines) > rows:
        raise TooBigError(f"{rows:,} triples")
    body = b"".join(lines)
    used = {prefix: iri for prefix, iri in request["shown"].items() if b"<" + iri.encode() in body}
    written = _Capped(request["max_bytes"])
    ox.serialize(
        ox.parse(body, format=ox.RdfFormat.N_TRIPLES),
        written,
        format=_GRAPH[name],
        prefixes=used if name in ("rdfxml", "turtle") else None,
    )
    out.write(_PREFIXES.sub(_sorted_prefixes, written.getvalue(), count=1))
    return {"kind": "graph", "format": name}


def _sorted_prefixes(match: re.Match[bytes]) -> bytes:
    """Put the declarations of prefixes in order, which Oxigraph leaves to chance."""
    return b"".join(sorted(_PREFIX.findall(match.group())))


def _answer(store: ox.Store, request: Header, out: _Capped) -> Header:
    default_graph, named_graphs = map(_nodes, request["data_set"] or (None, None))
    # Where the default graph is empty no triple stands in two graphs, and their union is left to the query.
    joined = default_graph is None and not any(store.quads_for_pattern(None, None, None, ox.DefaultGraph()))
    if default_graph and named_graphs is not None and len(default_graph) > 1:
        store, default_graph = _merged(store, default_graph, named_graphs), [ox.DefaultGraph()]
    results = store.query(
        request["query"],
        base_iri=request["base"],
        prefixes=request["prefixes"],
        use_default_graph_as_union=joined,
        default_graph=default_graph,
        named_graphs=named_graphs,
    )
    if isinstance(results, ox.QueryTriples):
        results.serialize(plain := _Capped(out.limit), format=ox.RdfFormat.N_TRIPLES)
        return write_graph(plain.getvalue(), request, out)
    return write_table(results, request, out)


def _merged(store: ox.Store, default_graph: list[Any], named_graphs: list[Any]) -> ox.Store:
    """Copy graphs into memory, the default ones into one; Oxigraph would give a triple once for each of them."""
    merged = ox.Store()
    for graph in default_graph:
        merged.extend(ox.Quad(*quad.triple) for quad in store.quads_for_pattern(None, None, None, graph))
    merged.extend(quad for graph in named_graphs for quad in store.quads_for_pattern(None, None, None, graph))
    return merged


def _nodes(iris: list[str] | None) -> list[Any] | None:
    return None if iris is None else [ox.NamedNode(iri) for iri in iris]


def _frames(stream: BinaryIO) -> Iterator[Header]:
    while len(head := stream.read(4)) == 4:
        yield json.loads(stream.read(*struct.unpack(">I", head)))


def _send(stream: BinaryIO, header: Header, body: bytes) -> None:
    head = json.dumps(header).encode()
    stream.write(struct.pack(">I", len(head)) + head)
    stream.write(body)
    stream.flush()


def _clock(seconds: float) -> None:
    """Let the kernel end this process after so many seconds; 0 stops the clock."""
    if hasattr(signal, "setitimer"):
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, seconds)


def _closed_tables(folder: str) -> int:
    """Count the tables of a store that this process has not open; RocksDB opens 16, and others when it needs them."""
    is_open = set()
    for opened in _OPENED.iterdir():
        with suppress(OSError):
            found = os.fstat(int(opened.name))
            is_open.add((found.st_dev, found.st_ino))
    tables = [entry.stat() for entry in os.scandir(folder) if entry.name.endswith(".sst")]
    return sum((table.st_dev, table.st_ino) not in is_open for table in tables)


def _open_tables(store: ox.Store, folder: str) -> int:
    """Look into each index here and there, so that its tables are open; return how many are still closed."""
    if resource is None or not _closed_tables(folder):
        return 0
    graphs = cycle([*store.named_graphs(), ox.DefaultGraph()])
    for quad, graph in zip(islice(store, 64), graphs, strict=False):
        for where in (None, graph):
            next(store.quads_for_pattern(quad.subject, None, None, where), None)
            next(store.quads_for_pattern(None, quad.predicate, None, where), None)
            next(store.quads_for_pattern(None, None, quad.object, where), None)
    return _closed_tables(folder)


def _shut_in(memory: int, closed: int) -> None:
    if resource is not None:
        files = max(int(opened.name) for opened in _OPENED.iterdir()) + closed if closed else 0
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_NOFILE, (files, files))
        if memory:
            with suppress(ValueError, OSError):  # macOS has no such limit
                resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def _reply(store: ox.Store, request: Header) -> tuple[Header, bytes]:
    out = _Capped(request["max_bytes"])
    try:
        header = _answer(store, request, out)
    except TooBigError as error:
        header = {"kind": "too-big", "message": str(error)}
    except MemoryError:
        header = {"kind": "too-big", "message": "the memory that a query may use"}
    except SyntaxError as error:
        header = {"kind": "syntax", "message": str(error)}
    except Exception as error:  # the border of the process: each fault goes to the caller as words
        header = _fault(error)
    else:
        return header | {"length": out.tell()}, out.getvalue()
    return header, b""


def _fault(error: Exception) -> Header:
    return {"kind": "fault", "message": f"{type(error).__name__}: {error}"}


def serve(path: str, memory: int) -> None:
    """Answer the requests on stdin from the store at `path`, until stdin ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    stdin, stdout = sys.stdin.buffer, sys.stdout.buffer
    try:
        store = ox.Store.read_only(path)
    except Exception as error:
        _send(stdout, _fault(error), b"")
        return
    _shut_in(memory, _open_tables(store, path))
    _send(stdout, {"kind": "ready"}, b"")
    for request in _frames(stdin):
        _clock(request["timeout"] + _SLACK)
        _send(stdout, *_reply(store, request))
        _clock(0)


if __name__ == "__main__":
    serve(sys.argv[1], int(sys.argv[2]))
