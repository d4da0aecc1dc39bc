"""Digests of new papers, in Markdown: from a file or a stream to Paper values.

A digest is a heading `## Papers for YYYY-MM-DD` and a table, a paper a row. Several digests may follow each
other in one stream; each heading dates the rows below it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TextIO

from kg.errors import NotADigestError, RowError, SourceError
from kg.model import Paper
from kg.sources.blocks import Block, BlockKind, read_blocks
from kg.sources.days import day_of_path, is_day
from kg.sources.lines import read_lines
from kg.sources.rows import read_row

__all__ = ["raise_error", "read_digest"]


def raise_error(error: RowError) -> None:
    """Raise the error: the way to report for those who want no row left out."""
    raise error


def read_digest(
    source: Path | TextIO, *, name: str | None = None, report: Callable[[RowError], None] = raise_error
) -> Iterator[Paper]:
    r"""Read the papers of a file or an open stream, in its order, one at a time.

    `name` stands for the source in papers and errors; the path as given if left out. A row that can't be
    read is handed to `report` and skipped. The date comes from the heading above a row; only where there is
    no heading, from a path like `2024/10/30.md` or `2024-10-30.md`. Raises NotADigestError if there is
    neither a heading nor a table of a digest, and SourceError if the source can't be read or has no date.

    >>> from io import StringIO
    >>> text = '''## Papers for 2024-10-30
    ...
    ... | Title | Authors | Summary |
    ... |-------|---------|---------|
    ... | ShadowKV (Read more on [arXiv](https://arxiv.org/abs/2410.21465))| Ann Lee | It is fast. |
    ... '''
    >>> [paper] = read_digest(StringIO(text), name="<stdin>")
    >>> paper.arxiv_id, paper.date, paper.title, paper.line
    ('2410.21465', '2024-10-30', 'ShadowKV', 5)
    """
    shown = name if name is not None else str(source) if isinstance(source, Path) else "<stream>"
    # Absolute, since "30.md" may be read from inside the folder 2024/10.
    dated_by = source.absolute() if isinstance(source, Path) else Path(shown)
    reader = _Reader(shown, day_of_path(dated_by), report)
    for block in read_blocks(read_lines(source, name=shown)):
        paper = reader.read(block)
        if paper is not None:
            yield paper
    if not reader.in_digest:
        raise NotADigestError(shown)


class _Reader:
    """What has been read of one source so far, as far as it bears on the next block."""

    def __init__(self, name: str, day: str | None, report: Callable[[RowError], None]) -> None:
        self.name, self.day, self.report = name, day, report
        self.in_digest = False
        self.in_other_table = False
        self.bad_heading = 0

    def read(self, block: Block) -> Paper | None:
        """Return the paper of a block, if it is a row that holds one."""
        if block.kind is BlockKind.HEADING:
            self._heading(block)
        elif block.damaged_line:
            self._damaged(block)
        elif block.kind is BlockKind.ROW:
            return self._row(block)
        else:
            self.in_other_table = block.kind is BlockKind.OTHER_HEADER
            self.in_digest |= not self.in_other_table
        return None

    def _damaged(self, block: Block) -> None:
        expected = "expected text in UTF-8. Save the file in that encoding."
        # Before any heading or table the file as a whole is in doubt, such as one that is no text at all.
        if not self.in_digest:
            raise SourceError(self.name, f"line {block.damaged_line}: {expected}")
        self.report(RowError(self.name, block.damaged_line, expected))

    def _heading(self, block: Block) -> None:
        self.in_digest, self.in_other_table = True, False
        good = is_day(block.text)
        self.day, self.bad_heading = (block.text, 0) if good else (None, block.line)
        if not good:
            expected = f"expected '## Papers for YYYY-MM-DD', got {block.text[:40]!r} for the date"
            self.report(RowError(self.name, block.line, expected))

    def _row(self, block: Block) -> Paper | None:
        # A header that is misspelt makes a digest's table look like another one; the links in its rows do not.
        if not self.in_digest or (self.in_other_table and not block.has_link):
            return None
        try:
            row = read_row(block.text)
            day = self._dated()
        except ValueError as error:
            self.report(RowError(self.name, block.line, f"{error}; the row begins {block.parts[0][:40]!r}"))
            return None
        return Paper(row.arxiv_id, day, row.title, row.summary, row.names, self.name, block.line)

    def _dated(self) -> str:
        if self.day is not None:
            return self.day
        # A bad heading costs only the rows below it; a file that names no day anywhere is wrong as a whole.
        if self.bad_heading:
            raise ValueError(f"expected a date in the heading above it, line {self.bad_heading}")
        raise SourceError(
            self.name,
            "no date. Put '## Papers for YYYY-MM-DD' above the table, or name the file YYYY-MM-DD.md.",
        )
