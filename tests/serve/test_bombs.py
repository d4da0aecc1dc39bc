"""Queries that would run for hours or eat the machine are stopped, while other clients get their answers."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from tests.serve.servers import CLIENT, serving, write_graph

ANY = {"Accept": "application/sparql-results+json, text/turtle;q=0.5"}
CHEAP = "SELECT ?name { <https://example.org/n7> <https://example.org/name> ?name }"
BOMBS = {
    "regex": "SELECT (COUNT(*) AS ?n) { ?a ?p ?x . ?b ?q ?y FILTER(REGEX(CONCAT(STR(?x), STR(?y)), '(n.*){9}z$')) }",
    "path": "SELECT (COUNT(*) AS ?n) { ?a (!<urn:x>|^!<urn:x>)* ?b . ?b (!<urn:y>)* ?c . ?c (!<urn:z>)+ ?d }",
    "cartesian": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "string": "SELECT (STRLEN(?z) AS ?n) { BIND('0123456789' AS ?x0) "
    + " ".join(f"BIND(CONCAT(?x{i}, ?x{i}) AS ?x{i + 1})" for i in range(40))
    + " BIND(?x40 AS ?z) }",
    "group": "SELECT (GROUP_CONCAT(?x) AS ?all) { ?a ?b ?x . ?c ?d ?y . ?e ?f ?z }",
    "sort": "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?f ?c",
    "rows": "SELECT * { ?a ?b ?c . ?d ?e ?f }",
    "triples": "CONSTRUCT { ?a ?e ?f } { ?a ?b ?c . ?d ?e ?f }",
    "nested": f"SELECT * {{ BIND({'(' * 20000}1{')' * 20000} AS ?x) }}",
    "replace": "SELECT (SUM(STRLEN(REPLACE(STR(?x), '(.)(.)', '$2$1$2$1'))) AS ?n) { ?a ?b ?x . ?c ?d ?y . ?e ?f ?z }",
}


@pytest.fixture(scope="module")
def wide_graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a graph that is large enough for a bad query to run for hours."""
    node = "<https://example.org/n{}>"
    lines = {
        f"{node.format(i)} <https://example.org/p{i % 5}> {node.format((i * 7 + k) % 3000)} <https://example.org/g> .\n"
        for i in range(3000)
        for k in range(5)
    } | {
        f'{node.format(i)} <https://example.org/name> "node number {i}" <https://example.org/g> .\n'
        for i in range(3000)
    }
    return write_graph(tmp_path_factory.mktemp("wide"), "".join(sorted(lines)))


@pytest.fixture(scope="module")
def wide(wide_graph: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of a server of that graph that stops queries soon."""
    with serving(wide_graph, "--timeout", "2", cwd=tmp_path_factory.mktemp("served")) as address:
        yield address


def asking(address: str, client: str) -> httpx.Client:
    return httpx.Client(base_url=address, headers={CLIENT: client, **ANY}, timeout=60, trust_env=False)


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_gets_a_clean_refusal(wide: str, name: str) -> None:
    with asking(wide, name) as client:
        answer = client.post("/sparql", data={"query": BOMBS[name]})
        assert answer.status_code in (400, 503), answer.text[:200]
        assert answer.headers["content-type"].startswith("text/plain")
        assert client.get("/sparql", params={"query": CHEAP}).status_code == 200


def test_others_are_served_while_bombs_go_off(wide_graph: Path, tmp_path: Path) -> None:
    over = threading.Event()
    statuses: list[int] = []

    def attack(client: str, query: str) -> None:
        with asking(wide, client) as attacker:
            while not over.is_set():
                statuses.append(attacker.post("/sparql", data={"query": query}).status_code)

    with (
        serving(wide_graph, "--timeout", "10", cwd=tmp_path) as wide,
        ThreadPoolExecutor(len(BOMBS)) as attackers,
        asking(wide, "a reader") as reader,
    ):
        going = [attackers.submit(attack, f"attacker {place % 3}", bomb) for place, bomb in enumerate(BOMBS.values())]
        try:
            for _ in range(25):
                answer = reader.get("/sparql", params={"query": CHEAP})
                assert answer.status_code == 200, answer.text
                assert answer.json()["results"]["bindings"][0]["name"]["value"] == "node number 7"
        finally:
            over.set()
        for attack_done in going:
            attack_done.result()
    assert len(statuses) >= len(BOMBS)
    assert set(statuses) <= {400, 429, 503}


def test_one_client_has_a_share_and_the_others_theirs(tmp_path: Path) -> None:
    chain = "<https://example.org/n{}> <https://example.org/p> <https://example.org/n{}> <https://example.org/g> .\n"
    name = '<https://example.org/n7> <https://example.org/name> "node number 7" <https://example.org/g> .\n'
    many = "".join(sorted([name, *(chain.format(i, i + 1) for i in range(500))]))
    graph = write_graph(tmp_path / "graph", many)
    slow = {"query": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"}
    with (
        serving(graph, "--timeout", "2", "--per-client", "2", cwd=tmp_path) as address,
        asking(address, "greedy") as greedy,
        asking(address, "modest") as modest,
        ThreadPoolExecutor(6) as threads,
    ):
        asked = [threads.submit(greedy.post, "/sparql", data=slow) for _ in range(6)]
        assert modest.get("/sparql", params={"query": CHEAP}).status_code == 200
        answers = [future.result() for future in asked]
    assert {answer.status_code for answer in answers} == {429, 503}
    assert all("retry-after" in answer.headers for answer in answers if answer.status_code == 429)


def test_a_client_that_hangs_up_leaves_its_place(wide_graph: Path, tmp_path: Path) -> None:
    bomb = {"query": BOMBS["cartesian"]}
    with serving(wide_graph, "--timeout", "300", "--per-client", "1", cwd=tmp_path) as address:
        with asking(address, "a") as client, pytest.raises(httpx.ReadTimeout):
            client.post("/sparql", data=bomb, timeout=2)
        with asking(address, "a") as client:
            for _ in range(100):
                answer = client.get("/sparql", params={"query": CHEAP})
                if answer.status_code != 429:
                    break
                time.sleep(0.1)
            assert answer.status_code == 200
