"""How much slower cheap queries get while query bombs go off: quiet and not in turn, in one run."""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path
from threading import Event

import kg
from tests.benchmarks.beside_rdflib_endpoint import QUERY
from tests.benchmarks.servers import Client, kg_serve
from tests.serve.test_bombs import ANY, BOMBS

TURNS, SECONDS, ATTACKERS = 5, 6.0, 3


def reading(reader: Client, queries: Iterator[str], seconds: float) -> list[float]:
    """Ask cheap queries one after the other for so long; return the seconds of each."""
    times: list[float] = []
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        times.append(reader.seconds(next(queries)))
    return times


def bombing(address: str, place: int, query: str, over: Event) -> int:
    """Send a bomb again and again; return how often it was answered."""
    attacker, sent = Client(address, f"attacker-{place % ATTACKERS}", ANY["Accept"]), 0
    while not over.is_set():
        status, body = attacker.ask(query)
        assert status in (400, 429, 503), (status, body[:200])
        sent += 1
        time.sleep(0.05)
    return sent


def main(graph: Path) -> None:
    """Print the median and the 99th percentile of cheap queries, quiet and under attack."""
    papers = kg.open(graph).query("SELECT ?paper { ?paper a kg:Paper } ORDER BY ?paper").column("paper")
    queries = (f"{QUERY.format(paper=paper)} # {turn}" for turn in count() for paper in papers)  # each is new
    quiet: list[list[float]] = []
    loud: list[list[float]] = []
    with kg_serve(graph, "--timeout", "10") as (address, _):
        reader = Client(address, "reader")
        reading(reader, queries, 2.0)
        sent = 0
        for _ in range(TURNS):
            quiet.append(reading(reader, queries, SECONDS))
            over = Event()
            with ThreadPoolExecutor(len(BOMBS)) as attackers:
                going = [attackers.submit(bombing, address, *one, over) for one in enumerate(BOMBS.values())]
                time.sleep(1.0)
                loud.append(reading(reader, queries, SECONDS))
                over.set()
                sent += sum(attack.result() for attack in going)
    print(f"{len(BOMBS)} kinds of bombs from {ATTACKERS} clients, refused or stopped {sent} times")
    for name, turns in (("quiet", quiet), ("under attack", loud)):
        cut = statistics.quantiles([one for turn in turns for one in turn], n=100)
        print(f"{name:<14}median {cut[49] * 1e3:6.1f} ms, p99 {cut[98] * 1e3:6.1f} ms")
    ratios = [statistics.median(b) / statistics.median(a) for a, b in zip(quiet, loud, strict=True)]
    print(f"cheap queries take {statistics.median(ratios):.1f} times as long (median of {TURNS} turns)")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
