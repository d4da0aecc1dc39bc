"""A running server switches to a new version of the graph, and no request sees two."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx

from tests.serve.servers import serving, write_graph

ASK = "SELECT ?a ?b { <urn:x> <urn:first> ?a . <urn:y> <urn:second> ?b }"


def nquads(version: int) -> str:
    return f'<urn:x> <urn:first> "{version}" <urn:g> .\n<urn:y> <urn:second> "{version}" <urn:g> .\n'


def seen(client: httpx.Client) -> tuple[str, str]:
    answer = client.get("/sparql", params={"query": ASK}, headers={"Accept": "text/csv"})
    assert answer.status_code == 200, answer.text
    first, second = answer.text.split()[1].split(",")
    assert first == second
    return first, answer.headers["etag"]


def wait_for(client: httpx.Client, version: str) -> str:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        now, etag = seen(client)
        if now == version:
            return etag
        time.sleep(0.1)
    raise AssertionError(f"version {version} did not come into service")


def test_a_new_version_is_served_without_a_restart(tmp_path: Path) -> None:
    graph = write_graph(tmp_path / "graph", nquads(1))
    with serving(graph, cwd=tmp_path) as address, httpx.Client(base_url=address, trust_env=False) as client:
        first = wait_for(client, "1")
        over = threading.Event()

        def read() -> set[str]:
            versions = set()
            with httpx.Client(base_url=address, trust_env=False, timeout=30) as reader:
                while not over.is_set():
                    versions.add(seen(reader)[0])
            return versions

        with ThreadPoolExecutor(3) as threads:
            reading = [threads.submit(read) for _ in range(3)]
            try:
                write_graph(graph, nquads(2), version=2)
                assert wait_for(client, "2") != first
            finally:
                over.set()
            assert set().union(*(future.result() for future in reading)) == {"1", "2"}
        (graph / "CURRENT").write_text("99\n", encoding="ascii")
        time.sleep(1.5)
        assert seen(client)[0] == "2"
