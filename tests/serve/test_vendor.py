"""What is shipped from other projects is what its README says, byte for byte, and asks no other host."""

from __future__ import annotations

import hashlib
import re

from kg.serve.render import STATIC
from tests.conftest import ROOT

VENDOR = STATIC / "vendor"
ROWS = re.findall(
    r"^\| `([^`]+)` \| (.+?) \| ([0-9a-f]{64}) \|$", (VENDOR / "README.md").read_text(encoding="utf-8"), re.MULTILINE
)


def test_every_file_is_the_one_that_was_built() -> None:
    listed = {name: digest for name, _, digest in ROWS}
    present = {path.name for path in VENDOR.iterdir()} - {"README.md"}
    assert set(listed) == present
    for name, digest in listed.items():
        assert hashlib.sha256((VENDOR / name).read_bytes()).hexdigest() == digest, name


def test_sizes_stay_modest() -> None:
    assert sum(path.stat().st_size for path in STATIC.rglob("*") if path.is_file()) < 1_600_000


def test_licences_are_named_for_all_that_is_bundled() -> None:
    text = (VENDOR / "licences.txt").read_text(encoding="utf-8")
    for name in ("sigma", "graphology", "@zazuko/yasgui", "codemirror", "dompurify", "datatables.net", "jquery"):
        assert f"==== {name} " in text
    assert "GNU GENERAL PUBLIC" not in text


def test_axe_is_of_the_tests_only() -> None:
    assert (ROOT / "tests" / "serve" / "axe" / "axe.min.js").is_file()
    assert not list(STATIC.rglob("axe*"))
