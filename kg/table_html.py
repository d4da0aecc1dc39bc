"""A table in a notebook: thousands of rows that scroll, and headers that sort by a click.

Without JavaScript, as on a page that only shows notebooks, it is the same table in its own order.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from html import escape

from kg.plain import plain
from kg.rdf import Iri, RdfTerm

__all__ = ["MOST_ROWS", "table_html"]

MOST_ROWS = 5000
"""As many rows as are shown; a longer table says so."""

_SCROLLED = 20
_SORT = """<script>(() => {
const compare = new Intl.Collator(undefined, {numeric: true}).compare;
document.querySelectorAll('table[data-kg="KEY"]:not([data-sorts])').forEach((table) => {
  table.dataset.sorts = "";
  table.querySelectorAll("th").forEach((head, place) => {
    head.style.cursor = "pointer";
    head.title = "sort";
    head.addEventListener("click", () => {
      const up = head.getAttribute("aria-sort") !== "ascending";
      table.querySelectorAll("th").forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", up ? "ascending" : "descending");
      const words = (row) => row.cells[place].textContent;
      const rows = [...table.tBodies[0].rows].sort((a, b) => {
        if (!words(a) || !words(b)) return !words(a) - !words(b);
        const [x, y] = [Number(words(a)), Number(words(b))];
        const order = Number.isNaN(x) || Number.isNaN(y) ? compare(words(a), words(b)) : x - y;
        return up ? order : -order;
      });
      table.tBodies[0].append(...rows);
    });
  });
});
})();</script>"""


def table_html(columns: Sequence[str], rows: Sequence[Sequence[RdfTerm | None]], *, most: int = MOST_ROWS) -> str:
    """Return a table as HTML that stands alone; all words are escaped.

    >>> "&lt;b&gt;" in table_html(["<b>"], [])
    True
    """
    head = "".join(f"<th>{escape(plain(name))}</th>" for name in columns)
    body = "".join("<tr>" + "".join(f"<td>{_cell(term)}</td>" for term in row) + "</tr>" for row in rows[:most])
    inner = f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody>"
    # Its script finds the table by its content: an id by chance would make the same notebook other bytes each time.
    key = hashlib.sha256(inner.encode("utf-8", "replace")).hexdigest()[:12]
    table = f'<table data-kg="{key}">{inner}</table>'
    if len(rows) > _SCROLLED:
        shown = f"first {most:,} of {len(rows):,} rows" if len(rows) > most else f"{len(rows):,} rows"
        table = f'<div style="max-height:28em;overflow:auto">{table}</div><p>{shown}</p>'
    return table + _SORT.replace("KEY", key)


def _cell(term: RdfTerm | None) -> str:
    text = escape("" if term is None else plain(str(term)))
    if isinstance(term, Iri) and term.startswith(("https://", "http://")):
        return f'<a href="{text}" rel="noopener">{text}</a>'
    return text
