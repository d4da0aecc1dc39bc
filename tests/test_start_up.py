"""What the command line loads: nothing heavy before it is needed."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = ("spacy", "rdflib", "networkx", "pyvis", "pyshacl", "pandas", "numpy", "matplotlib")


@pytest.mark.parametrize("statement", ["import kg.cli.main", "import kg", "import kg.query.run, kg.query.catalogue"])
def test_start_up_loads_nothing_heavy(statement: str) -> None:
    code = f"import sys; {statement}; print(*[m for m in {HEAVY!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
