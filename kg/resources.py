"""Where the ontology and the lexicon lie: inside the wheel, or at the top of the source tree."""

from __future__ import annotations

from pathlib import Path

__all__ = ["lexicon_dir", "ontology_dir"]

_PACKAGE = Path(__file__).resolve().parent


def _find(in_wheel: str, in_tree: str) -> Path:
    # The build of a wheel puts them there (pyproject.toml); the source tree has no copy.
    installed = _PACKAGE / "_resources" / in_wheel
    return installed if installed.is_dir() else _PACKAGE.parent / in_tree


def ontology_dir() -> Path:
    """Return the folder of the ontology, its shapes, alignments and concepts (Turtle files).

    >>> (ontology_dir() / "paper-kg.ttl").is_file()
    True
    """
    return _find("ontologies", "ontologies")


def lexicon_dir() -> Path:
    """Return the folder of the lexicon (tab-separated tables)."""
    return _find("lexicon", "data/lexicon")
