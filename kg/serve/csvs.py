"""Tables as CSV: as they are, or safe to open in a spreadsheet."""

from __future__ import annotations

import re

from kg.rdf import Literal, RdfTerm
from kg.table import Table, as_python

__all__ = ["as_csv"]

# Spreadsheets take full-width signs for the plain ones, and pass over white space before them.
_FORMULA = re.compile(r"^[\s\x00-\x1f]*(?:[=+\-@＝＋－＠|]|%.)")


def as_csv(table: Table, *, safe: bool) -> str:
    """Write a table as CSV; with `safe`, words that a spreadsheet would run as a formula get a ' before them.

    >>> as_csv(Table(("name",), [(Literal("=1+1"),)]), safe=True).split()
    ['name', "'=1+1"]
    """
    if safe:
        table = Table(table.columns, [tuple(map(_harmless, row)) for row in table.rows])
    return table.as_csv()


def _harmless(term: RdfTerm | None) -> RdfTerm | None:
    is_number = isinstance(as_python(term), int | float)
    if term is None or is_number or not _FORMULA.match(str(term)):
        return term
    return Literal(f"'{term}")
