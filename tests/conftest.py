"""Fixtures that many tests share, and the rule for parts that a machine may lack."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import kg

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).resolve().parent.parent


def missing(reason: str) -> None:
    """Skip because a part is missing; in CI, where all parts are installed, fail instead."""
    if os.environ.get("CI"):
        pytest.fail(f"missing in CI: {reason}")
    pytest.skip(reason)


@pytest.fixture(scope="session")
def corpus_dir() -> Path:
    """Return the folder of the real digests."""
    folder = Path(os.environ.get("KG_CORPUS", ROOT.parent / "shared" / "corpus"))
    if not (folder / "archive").is_dir():
        missing(f"no corpus at {folder}; set KG_CORPUS to its folder")
    return folder / "archive"


@pytest.fixture(scope="session")
def sample_dir() -> Path:
    """Return the folder of the sample digests."""
    return ROOT / "data" / "digests"


@pytest.fixture(scope="session")
def sample_graph(sample_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a graph of the sample digests; tests must not change it."""
    folder = tmp_path_factory.mktemp("sample") / "graph"
    kg.build(sample_dir, graph=folder)
    return folder


@pytest.fixture(scope="session")
def corpus_graph(corpus_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a graph of the whole corpus, built once for all tests; they must not change it."""
    folder = tmp_path_factory.mktemp("corpus") / "graph"
    kg.build(corpus_dir, graph=folder)
    return folder


@pytest.fixture(scope="session")
def rapper() -> str:
    """Return the path of the `rapper` command."""
    path = shutil.which("rapper")
    if path is None:
        missing("no rapper; install raptor2-utils")
    return str(path)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Return a headless Chromium."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        missing("no playwright; install paper-kg[test]")
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        missing("no Chromium; install the package chromium")
    quiet = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=quiet)
        yield browser
        browser.close()


@pytest.fixture
def chromium_page(chromium: Browser) -> Iterator[Page]:
    """Return an empty page of a headless Chromium, as large as a small laptop's screen."""
    context = chromium.new_context(viewport={"width": 1280, "height": 800})
    yield context.new_page()
    context.close()


@pytest.fixture(scope="session")
def blns() -> list[str]:
    """Return the big list of naughty strings."""
    path = ROOT.parent / "shared" / "hostile" / "blns.json"
    if not path.is_file():
        missing(f"no list of naughty strings at {path}")
    return list(json.loads(path.read_text(encoding="utf-8")))
