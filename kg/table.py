"""Table: the rows that answer a question, for a terminal, for pandas and for a notebook."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kg.plain import plain
from kg.rdf import XSD, Iri, Literal, RdfTerm
from kg.table_html import table_html

if TYPE_CHECKING:
    import pandas

__all__ = ["Row", "Table", "as_python"]

_INTEGER = {Iri(XSD + name) for name in ("integer", "int", "long", "nonNegativeInteger")}
_FLOAT = {Iri(XSD + name) for name in ("decimal", "double", "float")}

_MOST_SHOWN, _MOST_CHARACTERS = 20, 48

Row = tuple[RdfTerm | None, ...]


def as_python(term: RdfTerm | None) -> str | int | float | bool | None:
    """Turn a term into the Python value that a reader expects; IRIs and dates stay text.

    >>> as_python(Literal("3", Iri(XSD + "integer")))
    3
    """
    if isinstance(term, Literal):
        if term.datatype in _INTEGER:
            return int(term.value)
        if term.datatype in _FLOAT:
            return float(term.value)
        if term.datatype == XSD + "boolean":
            return term.value in ("true", "1")
        return term.value
    return None if term is None else str(term)


@dataclass(frozen=True, repr=False)
class Table:
    """An answer: named columns, and rows of terms; None where a row leaves a column open.

    >>> table = Table(("name", "papers"), ((Literal("LoRA"), Literal("7", Iri(XSD + "integer"))),))
    >>> [row["papers"] for row in table]
    [7]
    """

    columns: tuple[str, ...]
    rows: Sequence[Row]

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        for row in self.rows:
            yield dict(zip(self.columns, map(as_python, row), strict=True))

    def column(self, name: str) -> list[Any]:
        """Return one column as Python values."""
        place = self.columns.index(name)
        return [as_python(row[place]) for row in self.rows]

    def to_pandas(self) -> pandas.DataFrame:
        """Return the rows as a pandas DataFrame; needs pandas (`pip install 'paper-kg[pandas]'`)."""
        try:
            # An extra, and slow to load: not with every table.
            import pandas
        except ImportError as error:
            raise ImportError("to_pandas() needs pandas: pip install 'paper-kg[pandas]'") from error
        return pandas.DataFrame(list(self), columns=list(self.columns))

    def as_csv(self, delimiter: str = ",") -> str:
        """Write the rows as text with a header, one value a cell, as a spreadsheet reads it."""
        out = io.StringIO()
        writer = csv.writer(out, delimiter=delimiter, lineterminator="\n")
        writer.writerow(self.columns)
        writer.writerows(["" if term is None else str(term) for term in row] for row in self.rows)
        return out.getvalue()

    def __repr__(self) -> str:
        """Show the first rows as text in columns, and how many there are."""
        cells = [self.columns, *(tuple(map(_shown, row)) for row in self.rows[:_MOST_SHOWN])]
        widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
        lines = ["  ".join(map(str.ljust, row, widths)).rstrip() for row in cells]
        return "\n".join([*lines, f"({len(self):,} rows)" if len(self) != 1 else "(1 row)"])

    def _repr_html_(self) -> str:
        return table_html(self.columns, self.rows)


def _shown(term: RdfTerm | None) -> str:
    text = " ".join(plain("" if term is None else str(term)).split())
    return text if len(text) <= _MOST_CHARACTERS else text[: _MOST_CHARACTERS - 1] + "…"
