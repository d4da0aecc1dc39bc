"""The SPARQL endpoint beside rdflib-endpoint: cheap queries of 16 clients at a time, over the same triples, in one run.

`pip install rdflib-endpoint` first. The servers take turns, so that what else the machine does counts for all of them;
ratios are medians over the turns. Their answers are compared, too.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import statistics
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import kg
from kg.graph.folder import GraphFolder
from kg.graph.nquads import read_union
from tests.benchmarks.servers import Client, kg_serve, load, rdflib_endpoint

CLIENTS, TURNS, REQUESTS, STARTS = 16, 9, 320, 10
OURS = "kg serve"
QUERY = """PREFIX dcterms: <http://purl.org/dc/terms/> PREFIX kg: <https://w3id.org/paper-kg/ontology#>
SELECT ?title ?id {{ <{paper}> dcterms:title ?title ; kg:arxivId ?id }}"""


def rows(answer: tuple[int, bytes]) -> list[dict[str, Any]]:
    """Return the values of an answer."""
    bindings = json.loads(answer[1])["results"]["bindings"]
    return [{name: term["value"] for name, term in row.items()} for row in bindings]


def compare(title: str, servers: dict[str, str], queries: Sequence[str]) -> None:
    """Print how many of some queries each server answers a second, and how long they take."""
    for query in queries[:: max(1, len(queries) // 20)]:
        one, *others = [rows(Client(address, "check").ask(query)) for address in servers.values()]
        assert one
        assert all(other == one for other in others), query
    rates: dict[str, list[float]] = {name: [] for name in servers}
    times: dict[str, list[float]] = {name: [] for name in servers}
    for turn in range(TURNS):
        part = [queries[place % len(queries)] for place in range(turn * REQUESTS, (turn + 1) * REQUESTS)]
        for name, address in servers.items():
            rate, taken = load(address, part, CLIENTS)
            rates[name].append(rate)
            times[name] += taken
    print(f"\n{title:<34}{'a second':>10}{'median':>11}{'p99':>11}{'kg serve is':>14}")
    for name in servers:
        cut = statistics.quantiles(times[name], n=100)
        ratio = statistics.median(ours / theirs for ours, theirs in zip(rates[OURS], rates[name], strict=True))
        told = "" if name == OURS else f"{ratio:.1f} times"
        rate = statistics.median(rates[name])
        print(f"{name:<34}{rate:>10.0f}{cut[49] * 1e3:>8.1f} ms{cut[98] * 1e3:>8.1f} ms{told:>14}")


def starts(graph: Path) -> Iterator[float]:
    """Start our server some more times; yield how long each first answer took."""
    for _ in range(STARTS):
        with kg_serve(graph) as (_, seconds):
            yield seconds


def main() -> None:
    """Run all servers over the triples of a graph, and compare them."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("graph", type=Path)
    graph: Path = words.parse_args().graph
    papers = kg.open(graph).query("SELECT ?paper { ?paper a kg:Paper } ORDER BY ?paper").column("paper")
    queries = [f"{QUERY.format(paper=papers[n % len(papers)])} # {n}" for n in range(TURNS * REQUESTS)]  # each is new
    with tempfile.TemporaryDirectory() as scratch, contextlib.ExitStack() as running:
        triples = Path(scratch) / "graph.nt"
        lines = [" ".join(triple) + " .\n" for triple in read_union(GraphFolder(graph).current().nquads)]
        triples.write_text("".join(lines), encoding="utf-8")
        servers = {
            f"rdflib-endpoint, {store} store": running.enter_context(rdflib_endpoint(triples, store))
            for store in ("default", "oxigraph")
        } | {OURS: running.enter_context(kg_serve(graph))}
        print(f"{len(lines):,} triples, {CLIENTS} clients; medians of {TURNS} turns of {REQUESTS} requests")
        for name, (_, seconds) in servers.items():
            print(f"{name}: first answer {seconds:.2f} s after the start")
        print(f"{OURS}: {min(starts(graph)):.2f} s at the least of {STARTS} more starts")
        addresses = {name: address for name, (address, _) in servers.items()}
        compare("another paper each time", addresses, queries)
        compare("one query over and over", addresses, queries[:1])


if __name__ == "__main__":
    main()
