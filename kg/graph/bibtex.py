"""References as BibTeX, by bibtexparser; every character that TeX would act on is written as text."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kg.errors import KgError
from kg.graph.references import Author, Reference

__all__ = ["bibtex"]

# BibTeX counts braces even behind a backslash, and TeX runs what stands between $ and $: neither is left as it is.
_AS_TEXT = {
    "\\": r"{\textbackslash}",
    "{": r"{\textbraceleft}",
    "}": r"{\textbraceright}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "%": r"\%",
    "_": r"\_",
    "^": r"{\textasciicircum}",
    "~": r"{\textasciitilde}",
    '"': r"{\textquotedbl}",
    "<": r"{\textless}",
    ">": r"{\textgreater}",
    "@": r"{@}",
}
_WRITTEN = str.maketrans(_AS_TEXT)


def bibtex(references: Iterable[Reference]) -> str:
    """Write references, in their order, as UTF-8 for biber or a BibTeX of today.

    Titles stand in brackets of their own, so that they keep their capitals. Raises KgError without bibtexparser.
    """
    model, write = _bibtexparser()
    entries = [
        model.Entry("misc", reference.key, [model.Field(key, value) for key, value in _fields(reference).items()])
        for reference in references
    ]
    return str(write(entries))


def _fields(reference: Reference) -> dict[str, str]:
    year, month, *_ = reference.date.split("-")
    found = {
        "title": f"{{{_text(reference.title)}}}",
        "author": " and ".join(map(_name, reference.authors)),
        "year": year,
        "month": str(int(month)),
        "eprint": reference.arxiv_id,
        "archiveprefix": "arXiv",
        "doi": reference.doi,
        "url": reference.url,
        "abstract": _text(reference.abstract),
    }
    return {key: value for key, value in found.items() if value}


def _name(author: Author) -> str:
    """Write a name in parts; brackets keep commas and the word "and" inside a part from parting it."""
    parts = (author.family, author.suffix, author.given) if author.suffix else (author.family, author.given)
    return ", ".join(f"{{{_text(part)}}}" for part in parts if part)


def _text(words: str) -> str:
    return words.translate(_WRITTEN)


def _bibtexparser() -> tuple[Any, Any]:
    try:
        from bibtexparser import model
        from bibtexparser.entrypoint import write_string
        from bibtexparser.library import Library
    except ImportError:
        raise KgError("BibTeX needs bibtexparser. Install it with: pip install 'paper-kg[bibtex]'") from None
    return model, lambda entries: write_string(Library(entries))
