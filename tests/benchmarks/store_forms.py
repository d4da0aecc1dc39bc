"""A store of each statement once beside one that keeps the union of its graphs, too: load, size and questions.

All times are of the processor; the questions are those of the catalogue, with the values in their files.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from statistics import geometric_mean

from pyoxigraph import RdfFormat, Store

from kg.graph.folder import GraphFolder
from kg.graph.nquads import read_union
from kg.graph.store import build_store, needs_union, open_store
from kg.query.catalogue import catalogue
from kg.vocab import prefixes

_TRIPLES_AT_A_TIME = 200_000
_TIMES = 5


def seconds(work: Callable[[], object], clock: Callable[[], float] = time.process_time) -> float:
    began = clock()
    work()
    return clock() - began


def keep_union(nquads: Path, folder: Path) -> None:
    """Add what a store holds where a triple stands in two graphs."""
    store = Store(str(folder))
    lines = (" ".join(triple) + " .\n" for triple in read_union(nquads))
    while chunk := "".join(islice(lines, _TRIPLES_AT_A_TIME)):
        store.bulk_load(input=chunk.encode(), format=RdfFormat.N_TRIPLES, lenient=True)
    store.optimize()
    store.flush()


def size(folder: Path) -> float:
    return sum(path.stat().st_size for path in folder.iterdir()) / 1e6


def main(graph: str) -> None:
    version = GraphFolder(graph).current()
    base = version.manifest()["inputs"]["base"]
    with tempfile.TemporaryDirectory() as scratch:
        once, kept = Path(scratch) / "once", Path(scratch) / "kept"
        load = seconds(lambda: build_store(version.nquads, once))
        more = seconds(lambda: build_store(version.nquads, kept)) + seconds(lambda: keep_union(version.nquads, kept))
        print(f"{'':<28}{'once':>12}{'with union':>12}{'ratio':>8}")
        print(f"{'load, s of CPU':<28}{load:>12.1f}{more:>12.1f}{more / load:>8.2f}")
        print(f"{'MB on the disk':<28}{size(once):>12.0f}{size(kept):>12.0f}{size(kept) / size(once):>8.2f}")
        questions(open_store(once), open_store(kept), base)


def questions(once: Store, kept: Store, base: str) -> None:
    ratios = []
    for name, question in catalogue().items():
        taken = [min(answered(store, question.query, base) for _ in range(_TIMES)) for store in (once, kept)]
        ratios.append(taken[1] / taken[0])
        print(f"{name:<28}{taken[0] * 1e3:>12.1f}{taken[1] * 1e3:>12.1f}{ratios[-1]:>8.2f}")
    print(f"{'questions, geometric mean':<52}{geometric_mean(ratios):>8.2f}")


def answered(store: Store, query: str, base: str) -> float:
    """Return the seconds that a query takes with all its rows."""
    joined = needs_union(store)
    asked = {"base_iri": base, "prefixes": prefixes(base), "use_default_graph_as_union": joined}
    return seconds(lambda: list(store.query(query, **asked)), time.thread_time)  # type: ignore[call-overload]


if __name__ == "__main__":
    main(sys.argv[1])
