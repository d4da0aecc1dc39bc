"""Real servers for the tests: `kg serve` in a process of its own, and graph folders to serve."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from kg.graph.store import build_store
from kg.vocab import BASE

CLIENT = "X-Test-Client"


@contextmanager
def serving(graph: Path, *options: str, cwd: Path) -> Iterator[str]:
    """Run `kg serve` on a free port and yield its address."""
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    words = ["-m", "kg.cli", "serve", "--graph", str(graph), "--port", "0", "--client-header", CLIENT]
    process = subprocess.Popen(
        [sys.executable, *words, *options], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        env=environment, cwd=cwd,
    )  # fmt: skip
    assert process.stdout is not None
    try:
        first = process.stdout.readline()
        assert first.startswith("Serving "), first + process.stdout.read()
        yield first.rsplit(" ", 1)[1].strip()
    finally:
        process.terminate()
        rest = process.communicate(timeout=20)[0]
    assert "Traceback" not in rest, rest


def write_graph(folder: Path, nquads: str, *, version: int = 1, days: Sequence[str] = ()) -> Path:
    """Write a version of a graph from N-Quads and put it in force; returns the folder."""
    place = folder / "versions" / str(version)
    place.mkdir(parents=True)
    (place / "graph.nq").write_text(nquads, encoding="utf-8")
    build_store(place / "graph.nq", place / "store")
    names = ("sources", "digests", "papers", "entities", "results", "mentions", "persons")
    manifest = {
        "format": 1,
        "inputs": {"base": BASE, "software": "0", "extractor": "none 1", "lexicon": "", "licence": ""},
        "sources": [],
        "days": {day: {"rows": 1, "sha256": ""} for day in days},
        "counts": dict.fromkeys(names, version) | {"triples": nquads.count("\n")},
    }
    (place / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    (folder / "CURRENT.new").write_text(f"{version}\n", encoding="ascii")
    (folder / "CURRENT.new").replace(folder / "CURRENT")
    return folder
