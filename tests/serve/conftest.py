"""A server over the sample digests, for tests that leave it as it is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.serve.servers import serving


@pytest.fixture(scope="session")
def server(sample_graph: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of a server of the sample graph."""
    with serving(sample_graph, cwd=tmp_path_factory.mktemp("served")) as address:
        yield address


@pytest.fixture(scope="module")
def http(server: str) -> Iterator[httpx.Client]:
    """Return a client of that server; it does not follow redirects."""
    with httpx.Client(base_url=server, timeout=30, headers={"Accept": "*/*"}, trust_env=False) as client:
        yield client
