"""Memory and processor time of a build as papers grow: the real records of a graph, and many more made from them.

Extraction is left out; what it costs a paper is measured apart. Each size runs in a process of its own.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import kg
from kg.graph.folder import GraphFolder
from tests.benchmarks.generated import write_generated

STAGES = {("resolving", 0): "records", ("resolving", 1): "names", ("writing", 2): "N-Quads", ("writing", 3): "store"}


def resident() -> int:
    """Return the bytes of memory that the process holds now."""
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * resource.getpagesize()


def measure(graph: Path, last: str) -> None:
    """Build a graph that has records only; print seconds of processor and bytes by stage, up to the last, as JSON."""
    began, start = time.process_time(), resident()
    stages: dict[str, dict[str, float]] = {}

    def note(stage: str, done: int, total: int) -> None:
        nonlocal began
        name = STAGES.get((stage, done))
        if name:
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
            stages[name] = {"cpu": time.process_time() - began, "held": resident() - start, "peak": peak}
            if name == last:
                new = next(graph.glob("versions/.new-*"))
                print(json.dumps({"stages": stages, "quads": lines(new / "graph.nq")}))
                raise SystemExit
            began = time.process_time()

    kg.update([], graph=graph, on_progress=note)


def lines(path: Path) -> int:
    """Count the lines of a file; none where there is none yet."""
    if not path.is_file():
        return 0
    with path.open("rb") as file:
        return sum(piece.count(b"\n") for piece in iter(lambda: file.read(1 << 20), b""))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("graph", help="folder of a graph of the corpus")
    parser.add_argument("--papers", type=int, nargs="+", default=[5_000, 50_000, 200_000])
    parser.add_argument("--last", choices=STAGES.values(), default="store", help="the stage to stop after")
    parser.add_argument("--scratch", type=Path, help="where the generated graphs lie, 180 KB a paper")
    options = parser.parse_args()
    version = GraphFolder(options.graph).current()
    wanted = list(STAGES.values())[: list(STAGES.values()).index(options.last) + 1]
    print(f"{'papers':>8}{'quads':>12}{'names':>10}{'B a name':>10}", end="")
    print("".join(f"{name + ' s':>11}{'peak MB':>9}" for name in wanted), f"{'quads/s':>11}")
    for papers in options.papers:
        with tempfile.TemporaryDirectory(dir=options.scratch) as folder:
            names = write_generated(version, papers, Path(folder))
            command = [sys.executable, "-m", "tests.benchmarks.growth", "--measure", folder, options.last]
            done = subprocess.run(command, check=True, capture_output=True, text=True)
        found = json.loads(done.stdout)
        stages, quads = found["stages"], found["quads"]
        print(f"{papers:>8,}{quads:>12,}{names:>10,}", end="")
        print(f"{stages['records']['held'] / names:>10,.0f}", end="")
        print("".join(f"{stages[name]['cpu']:>11.1f}{stages[name]['peak'] / 1e6:>9,.0f}" for name in wanted), end="")
        print(f"{quads / sum(stage['cpu'] for stage in stages.values()):>12,.0f}", flush=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--measure"]:
        measure(Path(sys.argv[2]), sys.argv[3])
    else:
        main()
