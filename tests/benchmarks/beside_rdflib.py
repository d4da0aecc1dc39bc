"""The store, the Turtle writer and queries beside plain rdflib, on the same triples, in one run."""

from __future__ import annotations

import io
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import rdflib

import kg
from kg.graph.folder import GraphFolder
from kg.graph.nquads import read_union
from kg.graph.store import build_store
from kg.query.catalogue import catalogue
from kg.query.run import Asker
from kg.vocab import prefixes

QUESTIONS = ("overview", "papers-without-results", "base-models", "new", "rising")


def seconds(work: Callable[[], object], times: int = 1) -> float:
    """Return the least time that some work takes."""
    measured = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        measured.append(time.perf_counter() - began)
    return min(measured)


def report(what: str, ours: float, theirs: float) -> None:
    print(f"{what:<28}{ours:>10.3f} s{theirs:>10.3f} s{theirs / ours:>9.1f}x")


def main(folder: str) -> None:
    graph = kg.open(folder)
    version = GraphFolder(folder).current()
    triples = [" ".join(triple) + " .\n" for triple in read_union(version.nquads)]
    print(f"{len(triples):,} triples\n{'':<28}{'kg':>12}{'rdflib':>12}{'ratio':>9}")
    plain = rdflib.Graph()
    load = seconds(lambda: plain.parse(data="".join(triples), format="nt"))
    with tempfile.TemporaryDirectory() as scratch:
        report("load", seconds(lambda: build_store(version.nquads, Path(scratch) / "store")), load)
    write = seconds(lambda: plain.serialize(io.BytesIO(), format="turtle"))
    report("Turtle", seconds(lambda: graph.export(io.BytesIO())), write)
    names = prefixes(graph.base)
    with Asker(version.store, base=graph.base) as asker:
        for name in QUESTIONS:
            text = catalogue()[name].sparql({}, asker.ask)
            theirs = seconds(lambda text=text: list(plain.query(text, initNs=names)))  # type: ignore[misc]
            report(name, seconds(lambda text=text: asker.ask(text), times=3), theirs)  # type: ignore[misc]


if __name__ == "__main__":
    main(sys.argv[1])
