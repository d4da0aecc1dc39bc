"""Servers as processes of their own, and clients that cost little beside them."""

from __future__ import annotations

import contextlib
import selectors
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from threading import Thread
from urllib.parse import quote, urlsplit

__all__ = ["Client", "kg_serve", "load", "rdflib_endpoint"]

ACCEPT = "application/sparql-results+json"
KEY = "X-Client"


class Client:
    """One connection that stays open; `key` tells the client from others behind one address."""

    def __init__(self, address: str, key: str, accept: str = ACCEPT) -> None:
        place = urlsplit(address)
        self._path = place.path
        self._rest = f" HTTP/1.1\r\nHost: {place.netloc}\r\nAccept: {accept}\r\n{KEY}: {key}\r\n\r\n"
        self.socket = socket.create_connection((place.hostname or "", place.port or 80), timeout=120)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def send(self, query: str) -> None:
        """Send a query."""
        self.socket.sendall(f"GET {self._path}?query={quote(query)}{self._rest}".encode())

    def receive(self) -> tuple[int, bytes]:
        """Return the status and the body of the answer; raises OSError when it is not whole."""
        got = b""
        while (end := got.find(b"\r\n\r\n")) < 0:
            got += self._more()
        head, body = got[:end].lower(), got[end + 4 :]
        length = int(head.partition(b"\r\ncontent-length:")[2].partition(b"\r\n")[0])
        while len(body) < length:
            body += self._more()
        return int(head.split(b" ", 2)[1]), body

    def _more(self) -> bytes:
        if not (piece := self.socket.recv(1 << 16)):
            raise ConnectionError("the server has hung up")
        return piece

    def ask(self, query: str) -> tuple[int, bytes]:
        """Return the status and the body of the answer to a query."""
        self.send(query)
        return self.receive()

    def seconds(self, query: str) -> float:
        """Return how long a good answer takes."""
        began = time.perf_counter()
        status, body = self.ask(query)
        taken = time.perf_counter() - began
        assert status == 200, (status, body[:300])
        return taken


def load(address: str, queries: Sequence[str], clients: int) -> tuple[float, list[float]]:
    """Let some clients at a time ask all queries; return requests a second, and the seconds of each.

    One thread waits for all of them, so that little of the machine goes to the asking.
    """
    left, times = list(reversed(queries)), []
    sent: dict[Client, float] = {}
    began = time.perf_counter()
    with selectors.DefaultSelector() as waiting:
        for number in range(min(clients, len(left))):
            client = Client(address, f"client-{number}")
            waiting.register(client.socket, selectors.EVENT_READ, client)
            sent[client] = time.perf_counter()
            client.send(left.pop())
        while sent:
            for key, _ in waiting.select(120):
                client = key.data
                status, body = client.receive()
                now = time.perf_counter()
                assert status == 200, (status, body[:300])
                times.append(now - sent.pop(client))
                if left:
                    sent[client] = now
                    client.send(left.pop())
    return len(times) / (time.perf_counter() - began), times


@contextlib.contextmanager
def _running(words: Sequence[str], find: Callable[[str], str | None]) -> Iterator[tuple[str, float]]:
    """Run a server until the block ends; yield where it answers, and after how many seconds it first did."""
    began = time.perf_counter()
    process = subprocess.Popen([sys.executable, *words], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    assert process.stdout is not None
    try:
        address = next(filter(None, map(find, process.stdout)))
        Thread(target=process.stdout.read, daemon=True).start()  # a full pipe would stop a server that logs
        while not _answers(address):
            time.sleep(0.005)
        yield address, time.perf_counter() - began
    finally:
        process.terminate()
        process.wait()


def _answers(address: str) -> bool:
    try:
        return Client(address, "first").ask("ASK {}")[0] == 200
    except OSError:
        return False


def kg_serve(graph: Path, *options: str) -> contextlib.AbstractContextManager[tuple[str, float]]:
    """Run `kg serve`."""
    words = ["-m", "kg.cli", "serve", "--graph", str(graph), "--port", "0", "--client-header", KEY, *options]
    return _running(words, lambda line: line.split()[-1] if line.startswith("SPARQL endpoint:") else None)


def rdflib_endpoint(triples: Path, store: str) -> contextlib.AbstractContextManager[tuple[str, float]]:
    """Run rdflib-endpoint over a file; `store` is "default" (memory) or "oxigraph"."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    words = ["-m", "rdflib_endpoint", "serve", str(triples), "--port", str(port), "--store", store]
    return _running(words, lambda line: f"http://127.0.0.1:{port}/" if "running on" in line else None)
