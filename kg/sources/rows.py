r"""One row of a digest: its cells, and the paper in them.

Two layouts are known. The usual one names the paper's pages in the title cell,
`| Title (Read more on [arXiv](...) or [HuggingFace](...))| Names | Summary |`; the early one has a cell of
its own for that, `| Title | Names | Summary | [Read more](...) |`. A pipe inside a summary may be escaped or
not. Cells are white-space folded, and control characters count as white space.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["Row", "read_row"]

_PIPE = re.compile(r"(?<!\\)\|")
# The lookahead leaves the link itself to what follows: the cell of the title ends with it.
_PAGES = re.compile(r"\(Read\s+more\s+on\s+(?=\[arXiv\]\()", re.IGNORECASE)
# https://arxiv.org/abs/2410.21465v2, also pdf and html pages, and the ids before 2007 (cs/0112017).
_ARXIV_ID = re.compile(
    r"\b(?i:arxiv\.org/(?:abs|pdf|html)/)"
    r"(?P<id>\d\d(?:0[1-9]|1[0-2])\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})"
    r"(?:v\d+)?(?:\.pdf)?(?=[)\s?#])",
    re.ASCII,
)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


@dataclass(frozen=True, slots=True)
class Row:
    """What the cells of one row say; `names` are as printed, in the order of the digest."""

    arxiv_id: str
    title: str
    names: tuple[str, ...]
    summary: str


def read_row(text: str) -> Row:
    r"""Read the text of one row, which may hold line breaks.

    Raises ValueError, with what was expected, if it is not a row of a digest.

    >>> row = read_row(
    ...     "| A\n title (Read more on [arXiv](https://arxiv.org/abs/2410.21465v2))| Ann Lee, bo7 | Fast. |"
    ... )
    >>> row.arxiv_id, row.title, row.names, row.summary
    ('2410.21465', 'A title', ('Ann Lee', 'bo7'), 'Fast.')
    """
    pages = _PAGES.search(text)
    title, names, summary, link = _usual_cells(text, pages) if pages else _early_cells(text)
    arxiv = _ARXIV_ID.search(link)
    if arxiv is None:
        raise ValueError("expected a link to https://arxiv.org/abs/ID behind the title: '(Read more on [arXiv](...))'")
    if not title:
        raise ValueError("expected a title in the first cell")
    return Row(arxiv["id"], title, _listed(names), summary)


def _usual_cells(text: str, pages: re.Match[str]) -> tuple[str, str, str, str]:
    link, *cells = _cells(text[pages.end() :])
    if len(cells) < 2:
        raise ValueError("expected three cells: '| Title (Read more on ...) | Names | Summary |'")
    # A title may hold pipes of its own, and brackets; nothing but the way to arXiv ends it.
    title = text[: pages.start()].removeprefix("|")
    # The summary's own pipes need no escape, so that all cells behind the names are the summary.
    return _folded(title), cells[0], _folded("|".join(cells[1:])), link


def _early_cells(text: str) -> tuple[str, str, str, str]:
    cells = _cells(text.removeprefix("|"))
    link = cells[-1]
    # Where the link is missing, too, that is said first (read_row).
    if _ARXIV_ID.search(link) is not None and len(cells) < 4:
        raise ValueError("expected four cells: '| Title | Names | Summary | [Read more](...) |'")
    return _folded(cells[0]), cells[1] if len(cells) > 1 else "", _folded("|".join(cells[2:-1])), link


def _cells(text: str) -> list[str]:
    """Split at pipes that are not escaped; the pipe that closes the row opens no cell."""
    cells = _PIPE.split(text.rstrip())
    return cells[:-1] if len(cells) > 1 and not cells[-1] else cells


def _listed(names: str) -> tuple[str, ...]:
    return tuple(name for part in names.split(",") if (name := _folded(part)))


def _folded(cell: str) -> str:
    return " ".join(_CONTROL.sub(" ", cell.replace("\\|", "|")).split())
