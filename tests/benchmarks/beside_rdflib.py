"""Statements, store, Turtle and queries beside plain rdflib, on the same triples, in one run.

Builds are from records whose names are resolved: here to sorted N-Quads and a store on the disk, with a named graph
for each digest; there to the same named graphs in memory, and in the next row to a file of N-Quads, too, since all else
is gone when the process ends. `load` is from a file of statements. Builds and Turtle are in seconds of processor, so
that it does not matter how many cores there are; queries are by the clock, the best of three.
"""

from __future__ import annotations

import io
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path

import rdflib
from rdflib.term import Node

import kg
from kg.executor import LocalExecutor
from kg.graph.blocks import Maker
from kg.graph.folder import GraphFolder, Version
from kg.graph.nquads import read_union
from kg.graph.store import build_store
from kg.model import Extraction, Paper
from kg.query.catalogue import catalogue
from kg.query.run import Asker
from kg.rdf import Iri
from kg.rows import read_rows
from kg.vocab import prefixes

QUESTIONS = ("overview", "papers-without-results", "base-models", "new", "rising")


def seconds(work: Callable[[], object], times: int = 1, clock: Callable[[], float] = time.process_time) -> float:
    """Return the least time that some work takes."""
    measured = []
    for _ in range(times):
        began = clock()
        work()
        measured.append(clock() - began)
    return min(measured)


def maker(version: Version) -> Maker:
    """Make the statements of a version again, from its records and blocks."""
    inputs = version.manifest()["inputs"]

    @lru_cache(maxsize=2)
    def rows(day: str) -> dict[str, tuple[Paper, Extraction]]:
        said = (row.confident(inputs["min_confidence"]) for row in read_rows(version, day))
        return {row.key: (row.paper, row.extraction) for row in said if row.extraction is not None}

    return Maker(rows, inputs["extractor"], inputs["base"])


def build_here(version: Version, folder: Path) -> None:
    new = Version(folder)
    with new.nquads.open("wb") as out:
        out.writelines(LocalExecutor().nquads(version.block_lines(), maker(version), new))
    build_store(new.nquads, new.store)


def statements(version: Version) -> Iterator[tuple[Node, Node, Node, rdflib.URIRef]]:
    make = maker(version)
    for line in version.block_lines():
        for subject, predicate, thing, graph in make.quads(line):
            if isinstance(thing, Iri):
                term: rdflib.URIRef | rdflib.Literal = rdflib.URIRef(thing)
            elif thing.datatype.endswith("#string"):
                term = rdflib.Literal(thing.value)
            else:
                term = rdflib.Literal(thing.value, datatype=rdflib.URIRef(thing.datatype))
            yield rdflib.URIRef(subject), rdflib.URIRef(predicate), term, rdflib.URIRef(graph)


def build_there(version: Version) -> rdflib.Dataset:
    found = rdflib.Dataset()
    for statement in statements(version):
        found.add(statement)  # type: ignore[arg-type]  # its type knows graphs only, it takes names, too
    return found


def report(what: str, ours: float, theirs: float) -> None:
    print(f"{what:<28}{ours:>10.3f} s{theirs:>10.3f} s{theirs / ours:>9.1f}x")


def report_builds(here: float, version: Version) -> None:
    filled: list[rdflib.Dataset] = []
    theirs = seconds(lambda: filled.append(build_there(version)))
    report("build", here, theirs)
    with tempfile.TemporaryDirectory() as scratch:
        file = Path(scratch) / "graph.nq"
        written = seconds(lambda: filled.pop().serialize(file, format="nquads"))
    report("build, and a file there", here, theirs + written)


def main(folder: str) -> None:
    graph = kg.open(folder)
    version = GraphFolder(folder).current()
    triples = [" ".join(triple) + " .\n" for triple in read_union(version.nquads)]
    print(f"{len(triples):,} triples\n{'':<28}{'kg':>12}{'rdflib':>12}{'ratio':>9}")
    with tempfile.TemporaryDirectory() as scratch:
        build = seconds(lambda: build_here(version, Path(scratch)))
    report_builds(build, version)
    plain = rdflib.Graph()
    load = seconds(lambda: plain.parse(data="".join(triples), format="nt"))
    with tempfile.TemporaryDirectory() as scratch:
        report("load", seconds(lambda: build_store(version.nquads, Path(scratch) / "store")), load)
    write = seconds(lambda: plain.serialize(io.BytesIO(), format="turtle"))
    turtle = seconds(lambda: graph.export(io.BytesIO()))
    report("Turtle", turtle, write)
    print(f"from records to store and Turtle: {len(triples) / (build + turtle):,.0f} triples a second")
    names = prefixes(graph.base)
    with Asker(version.store, base=graph.base) as asker:
        for name in QUESTIONS:
            text = catalogue()[name].sparql({}, asker.ask)
            theirs = seconds(lambda text=text: list(plain.query(text, initNs=names)), clock=time.perf_counter)  # type: ignore[misc]
            report(name, seconds(lambda text=text: asker.ask(text), times=3, clock=time.perf_counter), theirs)  # type: ignore[misc]


if __name__ == "__main__":
    main(sys.argv[1])
