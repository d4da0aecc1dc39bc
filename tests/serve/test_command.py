"""`kg serve` from the command line: what it says, and what it says when it can't."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from tests.serve.servers import serving


def test_a_graph_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="no graph"), serving(tmp_path / "none", cwd=tmp_path):
        pass


def test_a_port_that_is_taken_is_told_with_a_way_out(sample_graph: Path, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        command = [sys.executable, "-m", "kg.cli", "serve", "--graph", str(sample_graph), "--port", port]
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert done.returncode in (1, 2)
    assert f"can't listen at 127.0.0.1, port {port}" in done.stderr
    assert "--port; 0 takes any that is free" in done.stderr
    assert "Traceback" not in done.stderr


def test_it_says_where_it_is_and_stops_when_it_is_told(sample_graph: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-u", "-m", "kg.cli", "serve", "--graph", str(sample_graph), "--port", "0"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=tmp_path)
    assert process.stdout is not None
    lines = [process.stdout.readline() for _ in range(3)]
    address = lines[0].split()[-1]
    assert lines[1] == f"SPARQL endpoint: {address}/sparql\n"
    assert httpx.get(f"{address}/days", trust_env=False, timeout=30).status_code == 200
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=30) in (0, 130)
    assert "Traceback" not in process.stdout.read()
