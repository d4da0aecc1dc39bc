"""Stores on disk for the tests of queries, and one worker for those that leave it alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.graph.store import build_store
from kg.query.run import Asker
from tests.query.graph import nquads


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a store with four invented papers."""
    folder = tmp_path_factory.mktemp("small")
    (folder / "graph.nq").write_text(nquads(), encoding="utf-8")
    build_store(folder / "graph.nq", folder / "store")
    return folder / "store"


@pytest.fixture(scope="session")
def wide_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a store large enough for a bad query to run for hours."""
    folder = tmp_path_factory.mktemp("wide")
    node = "<https://example.org/n{}>"
    lines = {
        f"{node.format(i)} <https://example.org/p{i % 5}> {node.format((i * 7 + k) % 3000)} <https://example.org/g> .\n"
        f'{node.format(i)} <https://example.org/name> "node number {i} of a wide graph" <https://example.org/g> .\n'
        for i in range(3000)
        for k in range(5)
    }
    unique = sorted({line for pair in lines for line in pair.splitlines(keepends=True)})
    (folder / "graph.nq").write_text("".join(unique), encoding="utf-8")
    build_store(folder / "graph.nq", folder / "store")
    return folder / "store"


@pytest.fixture(scope="module")
def asker(store: Path) -> Iterator[Asker]:
    """Return an Asker over the four papers."""
    with Asker(store) as asker:
        yield asker
