"""The last of many digests, added to the graph of all others, beside the build of all from nothing, in one run.

Where there is a graph of all of them, it need not be built: the last day is removed from a copy of it, and added.
"""

from __future__ import annotations

import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import kg
from kg.sources.digest import read_digest
from kg.sources.files import find_digests


def build(sources: list[Path], graph: Path) -> tuple[float, float]:
    """Build in a process of its own; return how long it took, and the CPU time of it and its helpers."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    command = [sys.executable, "-m", "kg.cli", "build", *map(str, sources), "--graph", str(graph), "--json"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    seconds = time.perf_counter() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return seconds, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main(folder: str, made: str | None = None) -> None:
    digests = sorted(find_digests([Path(folder)]))
    with tempfile.TemporaryDirectory() as scratch:
        graph = Path(scratch) / "graph"
        steps = [("the last one added", digests[-1:]), ("nothing new", digests)]
        if made is None:
            steps.insert(0, (f"{len(digests) - 1} digests from nothing", digests[:-1]))
        else:
            shutil.copytree(made, graph)
            kg.remove(sorted({paper.date for paper in read_digest(digests[-1])}), graph=graph)
        for what, sources in steps:
            seconds, cpu = build(sources, graph)
            print(f"{what:<28}{seconds:>8.1f} s{cpu:>8.1f} s of CPU")


if __name__ == "__main__":
    main(*sys.argv[1:])
