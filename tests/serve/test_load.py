"""What keeps a server quick: answers that are kept, clients that wait for themselves, long queries judged elsewhere."""

from __future__ import annotations

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from kg.errors import QueryRefusedError, QuerySyntaxError, QueryTooBigError
from kg.serve.bench import Bench
from kg.serve.judge import Judged, judge
from kg.serve.shelf import Shelf
from kg.serve.tally import Tally
from tests.query.graph import FIRST, SECOND, nquads
from tests.serve.servers import serving, write_graph
from tests.serve.test_bombs import CHEAP, asking, wide_graph  # noqa: F401  (a fixture)

BASE = "https://x.org/id/"
LONG = "VALUES ?x { " + "<urn:x> " * 1000 + "}"


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_what_was_used_is_forgotten_by_and_by() -> None:
    clock = Clock()
    tally = Tally(clock)
    tally.charge("a", 1.5)
    tally.charge("a", 1.5)
    tally.charge_much("b")
    assert [tally.is_heavy(name) for name in "abc"] == [True, True, False]
    clock.now += 10
    assert [tally.is_heavy(name) for name in "abc"] == [False, False, False]
    clock.now += 10_000
    for place in range(30_000):
        tally.charge(str(place), 0.0)
    assert len(tally._counted) < 20_000


def test_a_shelf_lets_go_of_what_was_not_asked_for() -> None:
    shelf = Shelf(160)
    for name in "abcdefghijklmnop":
        shelf.keep(name, name, size=10)
    assert shelf.find("a") == "a"
    shelf.keep("new", 1, size=10)
    shelf.keep("new", 2, size=10)
    assert (shelf.find("a"), shelf.find("b"), shelf.find("new")) == ("a", None, 2)
    shelf.keep("large", 1, size=11)
    assert shelf.find("large") is None


def in_a_bench(*queries: str) -> list[Judged | Exception]:
    """Judge queries as a server does, in a thread of its own, since that of the tests may hold a browser's loop."""

    async def run() -> list[Judged | Exception]:
        bench = Bench(Path("store"))
        try:
            return [await one(bench, query) for query in queries]
        finally:
            bench.close()
            await bench.ended()

    async def one(bench: Bench, query: str) -> Judged | Exception:
        assert bench.at_once(query, BASE) is None
        try:
            return await bench.in_turn(query, BASE, client="a")
        except (QueryRefusedError, QuerySyntaxError, QueryTooBigError) as error:
            return error

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, run()).result()


def test_long_queries_are_judged_as_short_ones_are() -> None:
    good = f"SELECT (RAND() AS ?r) FROM <graph/meta> {{ {LONG} }}"
    refused, wrong = f"SELECT * {{ {LONG} SERVICE <urn:a> {{}} }}", f"SELECT * {{ {LONG} ?s }}"
    judged, *errors = in_a_bench(good, refused, wrong)
    assert judged == judge(good, BASE) == ("SELECT", (("https://x.org/id/graph/meta",), ()), False)
    for query, told, kind in zip((refused, wrong), errors, (QueryRefusedError, QuerySyntaxError), strict=True):
        with pytest.raises(kind) as error:
            judge(query, BASE)
        assert (type(told), str(told)) == (kind, str(error.value))


def test_a_query_that_takes_too_long_to_judge_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.serve.bench._LIMIT", 0.05)
    (told,) = in_a_bench(f"SELECT * {{ BIND({'(' * 200_000}1{')' * 200_000} AS ?x) }}")
    assert isinstance(told, QueryTooBigError)


def test_huge_queries_keep_nobody_waiting(wide_graph: Path, tmp_path: Path) -> None:  # noqa: F811
    huge = f"SELECT * {{ BIND({'(' * 170_000}1{')' * 170_000} AS ?x) }}"
    with (
        serving(wide_graph, cwd=tmp_path) as address,
        asking(address, "a") as attacker,
        asking(address, "b") as reader,
        ThreadPoolExecutor(1) as threads,
    ):
        sent = threads.submit(attacker.post, "/sparql", data={"query": huge})
        answered = 0
        while not sent.done():
            began = time.monotonic()
            assert reader.get("/sparql", params={"query": f"{CHEAP} # {answered}"}).status_code == 200
            assert time.monotonic() - began < 2
            answered += 1
        assert sent.result().status_code in (400, 503)
        assert answered > 20


def test_a_heavy_client_waits_for_itself(wide_graph: Path, tmp_path: Path) -> None:  # noqa: F811
    bomb = {"query": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"}
    with (
        serving(wide_graph, "--timeout", "5", "--workers", "1", cwd=tmp_path) as address,
        asking(address, "heavy") as heavy,
        asking(address, "light") as light,
        ThreadPoolExecutor(8) as threads,
    ):
        assert heavy.post("/sparql", data=bomb).status_code == 503
        going = [threads.submit(heavy.post, "/sparql", data=bomb) for _ in range(8)]
        time.sleep(0.3)
        began = time.monotonic()
        assert light.get("/sparql", params={"query": CHEAP}).status_code == 200
        assert time.monotonic() - began < 1  # the one place for quick queries was free
        assert {future.result().status_code for future in going} == {503}
        assert heavy.get("/sparql", params={"query": CHEAP}).status_code == 200


def test_who_has_long_queries_running_can_still_read_pages(tmp_path: Path) -> None:
    graph = write_graph(tmp_path / "graph", nquads(), days=[FIRST, SECOND])
    bomb = {"query": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o }"}
    with (
        serving(graph, "--timeout", "20", cwd=tmp_path) as address,
        asking(address, "one user") as user,
        ThreadPoolExecutor(3) as threads,
    ):
        going = [threads.submit(user.post, "/sparql", data=bomb) for _ in range(3)]
        time.sleep(5)
        assert user.get("/entity/gsm8k").status_code == 200
        assert not all(future.done() for future in going)


def test_an_answer_is_kept_unless_it_would_change(http: httpx.Client) -> None:
    def twice(query: str) -> tuple[httpx.Response, httpx.Response]:
        one, other = (http.get("/sparql", params={"query": query}) for _ in range(2))
        assert one.status_code == other.status_code == 200
        return one, other

    one, other = twice("SELECT (STRUUID() AS ?id) {}")
    assert one.text != other.text
    assert "etag" not in one.headers
    one, other = twice("SELECT ('NOW()' AS ?now) {}")
    assert one.text == other.text
    assert "etag" in one.headers
    plain = http.get("/sparql", params={"query": "ASK {}"}, headers={"Accept": "text/csv"})
    assert plain.text != http.get("/sparql", params={"query": "ASK {}"}).text
