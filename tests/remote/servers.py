"""Real SPARQL stores for the tests, each in a process of its own with its data in a temporary folder."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sysconfig
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from tests.conftest import missing

MOST_ROWS = 1000
"""Rows that the Virtuoso of the tests answers with at most: fewer than the sample has, so that the cap shows."""

_INI = """\
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
[TempDatabase]
DatabaseFile = {folder}/temporary.db
TransactionFile = {folder}/temporary.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
NumberOfBuffers = 10000
MaxDirtyBuffers = 6000
DirsAllowed = {folder}
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerThreads = 4
[SPARQL]
ResultSetMaxRows = {rows}
"""


@dataclass(frozen=True)
class Server:
    """A store that runs: its name, the address of its endpoint, a folder that it reads, and who may write."""

    name: str
    address: str
    folder: Path
    credentials: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.name

    def count(self, pattern: str) -> int:
        """Count by a query of the test's own, through no code of kg."""
        query = f"SELECT (COUNT(*) AS ?n) {{ {pattern} }}"
        accept = {"Accept": "application/sparql-results+json"}
        answer = httpx.get(self.address, params={"query": query}, headers=accept, trust_env=False, timeout=60)
        return int(answer.raise_for_status().json()["results"]["bindings"][0]["n"]["value"])


def _free_ports(count: int) -> list[int]:
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


@contextmanager
def _running(command: list[str], address: str, log: Path) -> Iterator[None]:
    with log.open("wb") as out:
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT, cwd=log.parent)
    try:
        end = time.monotonic() + 60
        while not _answers(address):
            assert process.poll() is None, log.read_text(errors="replace")
            assert time.monotonic() < end, f"{command[0]} does not answer: {log.read_text(errors='replace')}"
            time.sleep(0.1)
        yield
    finally:
        process.terminate()
        try:
            process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _answers(address: str) -> bool:
    try:
        return httpx.get(address, params={"query": "ASK {}"}, trust_env=False, timeout=5).is_success
    except httpx.TransportError:
        return False


@contextmanager
def virtuoso(folder: Path) -> Iterator[Server]:
    """Run Virtuoso over an empty database; its administrator's password is that of a new database."""
    program = shutil.which("virtuoso-t")
    if program is None:
        missing("no Virtuoso; install the package virtuoso-opensource-7-bin")
    http, sql = _free_ports(2)
    ini = folder / "virtuoso.ini"
    ini.write_text(_INI.format(folder=folder, http=http, sql=sql, rows=MOST_ROWS), encoding="utf-8")
    address = f"http://127.0.0.1:{http}/sparql"
    command = [str(program), "+foreground", "+configfile", str(ini)]
    with _running(command, address, folder / "out.log"):
        yield Server("virtuoso", address, folder, {"KG_ENDPOINT_USER": "dba", "KG_ENDPOINT_PASSWORD": "dba"})


@contextmanager
def oxigraph(folder: Path, *options: str) -> Iterator[Server]:
    """Run `oxigraph serve` over an empty store."""
    program = shutil.which("oxigraph", path=sysconfig.get_path("scripts")) or shutil.which("oxigraph")
    if program is None:
        missing("no oxigraph; install paper-kg[test]")
    [port] = _free_ports(1)
    address = f"http://127.0.0.1:{port}/query"
    command = [str(program), "serve", "--location", str(folder / "store"), "--bind", f"127.0.0.1:{port}", *options]
    with _running(command, address, folder / "out.log"):
        yield Server("oxigraph", address, folder)


SERVERS = {"virtuoso": virtuoso, "oxigraph": oxigraph}
