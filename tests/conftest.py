"""Fixtures that many tests share, and the rule for parts that a machine may lack."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

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
def rapper() -> str:
    """Return the path of the `rapper` command."""
    path = shutil.which("rapper")
    if path is None:
        missing("no rapper; install raptor2-utils")
    return str(path)
