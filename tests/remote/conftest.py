"""Stores with the sample graph in them, and the login that the tests have there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

import kg
from tests.remote.servers import SERVERS, Server


@pytest.fixture(autouse=True)
def no_login(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Keep the login of whoever runs the tests out of them."""
    monkeypatch.delenv("KG_ENDPOINT_USER", raising=False)
    monkeypatch.delenv("KG_ENDPOINT_PASSWORD", raising=False)
    monkeypatch.setenv("NETRC", str(tmp_path / "no-netrc"))


@pytest.fixture(scope="session")
def start(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Server]]:
    """Return a function that starts an empty server of a kind; all end with the tests."""
    with ExitStack() as stack:
        yield lambda name: stack.enter_context(SERVERS[name](tmp_path_factory.mktemp(name)))


@pytest.fixture(scope="session", params=sorted(SERVERS))
def published(request: pytest.FixtureRequest, start: Callable[[str], Server], sample_graph: Path) -> Server:
    """Return a server that has the sample graph; tests must not change it."""
    server = start(request.param)
    with pytest.MonkeyPatch.context() as patch:
        for name, value in server.credentials.items():
            patch.setenv(name, value)
        report = kg.publish(sample_graph, to=server.address)
    assert report.sent
    return server


@pytest.fixture(params=sorted(SERVERS))
def empty(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Server]:
    """Return a server of one test's own, with the login to write there."""
    folder = tmp_path / "server"
    folder.mkdir()
    with SERVERS[request.param](folder) as server:
        for name, value in server.credentials.items():
            monkeypatch.setenv(name, value)
        yield server
