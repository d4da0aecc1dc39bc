"""The built wheel, in an empty environment away from the tree and without network, does the main job."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import venv
from pathlib import Path

import httpx
import pytest

from tests.conftest import ROOT, missing


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel, install it into an empty environment, and return that environment's `kg`."""
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "-q"]
    subprocess.run([*pip, "wheel", "--no-deps", "-w", str(folder), str(ROOT)], check=True)
    (wheel,) = folder.glob("paper_kg-*.whl")
    venv.create(folder / "env", with_pip=False)
    python = folder / "env" / "bin" / "python"
    subprocess.run([*pip, "--python", str(python), "install", str(wheel)], check=True)
    return folder / "env" / "bin" / "kg"


@pytest.fixture(scope="module")
def offline() -> list[str]:
    """Return the words that run a command without any network."""
    words = ["unshare", "--user", "--map-root-user", "--net"]
    if shutil.which("unshare") is None or subprocess.run([*words, "true"], check=False).returncode:
        missing("no network namespaces; on Linux, unshare from util-linux makes them")
    return words


def test_the_wheel_serves_what_it_has_built(installed: Path, sample_dir: Path, tmp_path: Path) -> None:
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "KG_", "VIRTUAL"))}
    environment["PYTHONUNBUFFERED"] = "1"
    subprocess.run([str(installed), "build", "--fast", str(sample_dir)], cwd=tmp_path, env=environment, check=True)
    words = [str(installed), "serve", "--port", "0"]
    with subprocess.Popen(words, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        address = process.stdout.readline().split()[-1]
        with httpx.Client(base_url=address, timeout=60, trust_env=False) as client:
            home = client.get("/", headers={"Accept": "text/html"}).text
            assert "GSM8K" in home
            for path in re.findall(r'(?:src|href)="(/static/[^"]+)"', home):
                assert client.get(path).status_code == 200
            assert client.get("/sparql", params={"query": "ASK { ?paper a kg:Paper }"}).json()["boolean"] is True
        process.terminate()


def test_the_wheel_works_offline(installed: Path, offline: list[str], sample_dir: Path, tmp_path: Path) -> None:
    shutil.copytree(sample_dir, tmp_path / "digests")
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "KG_", "VIRTUAL"))}

    def run(*words: str) -> str:
        done = subprocess.run(
            [*offline, str(installed), *words],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    assert "14" in run("build", "digests")
    assert "GSM8K" in run("query", "SELECT ?name { ?dataset a kg:Dataset ; skos:prefLabel ?name }")
    run("view", "-o", "graph.html")
    assert "2410.21465" in (tmp_path / "graph.html").read_text(encoding="utf-8")
    assert "conforms" in run("validate")
    run("export", "-o", "graph.ttl")
    assert "kg:Paper" in (tmp_path / "graph.ttl").read_text(encoding="utf-8")
