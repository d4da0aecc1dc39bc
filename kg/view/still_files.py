"""The border to matplotlib: figures, and the files that they become, PNG or SVG, without a browser."""

from __future__ import annotations

import io
import warnings
from typing import TYPE_CHECKING, Any

from kg.errors import KgError
from kg.plain import plain
from kg.tex import legible

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["FORMS", "SETTINGS", "clean", "matplotlib_or_fail", "picture"]

FORMS = ("png", "svg")
"""What a figure can be written as."""

SETTINGS = {
    "svg.hashsalt": "paper-kg",
    # Words stay words, which can be searched and copied, and files small.
    "svg.fonttype": "none",
    "font.size": 10,
    "axes.spines.top": False,
    "axes.spines.right": False,
    # A name with two dollar signs is no formula, and one that TeX can't read no error.
    "text.parse_math": False,
}
"""How figures are drawn; with the salt, the same data give the same SVG."""


def matplotlib_or_fail() -> Any:
    """Return matplotlib; raises KgError, which says how to install it, where it is not."""
    try:
        import matplotlib
        import matplotlib.figure
    except ImportError:
        raise KgError("still pictures need matplotlib. Install it with: pip install 'paper-kg[chart]'") from None
    return matplotlib


def picture(figure: Figure, form: str, *, dpi: int = 144) -> bytes:
    """Return a figure as the bytes of a PNG (of so many dots an inch) or an SVG, without a date: they repeat."""
    out = io.BytesIO()
    metadata = {"Date": None} if form == "svg" else {"Software": None}
    with matplotlib_or_fail().rc_context(SETTINGS), warnings.catch_warnings():
        # A glyph that no font has becomes a box; a warning for each would hide what else is said.
        warnings.filterwarnings("ignore", "Glyph .* missing from font")
        figure.savefig(out, format=form, metadata=metadata, dpi=dpi, bbox_inches="tight")
    return out.getvalue()


def clean(text: str) -> str:
    """Return text in one line, without TeX and what has no shape."""
    return " ".join(plain(legible(text)).split())
