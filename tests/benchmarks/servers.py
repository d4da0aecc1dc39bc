"""Servers as processes of their own, and clients that cost little beside them."""

from __future__ import annotations

import contextlib
import http.client
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
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
        self._path, self._headers = place.path, {"Accept": accept, KEY: key}
        self._connection = http.client.HTTPConnection(place.hostname or "", place.port, timeout=120)
        self._connection.connect()
        self._connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def ask(self, query: str) -> tuple[int, bytes]:
        """Return the status and the body of the answer."""
        self._connection.request("GET", f"{self._path}?query={quote(query)}", headers=self._headers)
        answer = self._connection.getresponse()
        return answer.status, answer.read()

    def seconds(self, query: str) -> float:
        """Return how long a good answer takes."""
        began = time.perf_counter()
        status, body = self.ask(query)
        taken = time.perf_counter() - began
        assert status == 200, (status, body[:300])
        return taken


def load(address: str, queries: Sequence[str], clients: int) -> tuple[float, list[float]]:
    """Let some clients at a time ask all queries; return requests a second, and the seconds of each."""
    everyone = [Client(address, f"client-{number}") for number in range(clients)]

    def work(number: int) -> list[float]:
        return [everyone[number].seconds(query) for query in queries[number::clients]]

    with ThreadPoolExecutor(clients) as threads:
        began = time.perf_counter()
        times = [one for each in threads.map(work, range(clients)) for one in each]
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
    except (OSError, http.client.HTTPException):
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
