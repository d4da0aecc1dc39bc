"""The blocks of a digest: its headings and the rows of its tables, each with the line it starts in.

A row begins with a pipe in the first column and may go on over any number of lines. Digests are written
by programs that fold long titles and escape nothing, so the usual rule for tables, one line a row, does
not hold; the link to arXiv is what tells a row from a line of a summary that happens to begin with a pipe.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import Enum, auto

from kg.sources.lines import Line

__all__ = ["Block", "BlockKind", "read_blocks"]

# Anything may stand for the date: a heading with a bad one has to be seen, so that it is reported.
_HEADING = re.compile(r"#{1,6}\s+Papers\s+for\b(.*)", re.IGNORECASE | re.DOTALL)
# "| Title | Authors | Summary |", with a fourth column in early digests.
_HEADER = re.compile(r"\|\s*Title\s*\|\s*Authors\s*\|\s*Summary\s*\|\s*(?:Link\s*\|\s*)?", re.IGNORECASE | re.DOTALL)
# The line below a header: "|---|:--:|".
_RULE = re.compile(r"[|\s:-]+")
# How a row leads to its paper, in the usual and in the early layout.
_LINK = re.compile(r"\(Read\s+more\s+on\s+\[arXiv\]\(|\[Read\s+more\]\(", re.IGNORECASE)


class BlockKind(Enum):
    """What a block is; OTHER_HEADER is the first row of a table that is not a digest's."""

    HEADING = auto()
    HEADER = auto()
    OTHER_HEADER = auto()
    RULE = auto()
    ROW = auto()


@dataclass(slots=True)
class Block:
    """A heading or a row of a table, put together from its lines.

    `line` is the number of its first line and `damaged_line` that of the first one which is not UTF-8, 0 if
    there is none. `has_link` says that it carries a link to a paper in the way a digest's row does. The
    text of a heading is what stands behind "Papers for".
    """

    line: int
    kind: BlockKind = BlockKind.ROW
    damaged_line: int = 0
    has_link: bool = False
    parts: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Return the words of the block, lines joined by line feeds."""
        return "\n".join(self.parts)

    @property
    def is_closed(self) -> bool:
        r"""Say whether the last line ends with a pipe that is not escaped.

        >>> Block(1, parts=["| a | b |"]).is_closed, Block(1, parts=[r"| a \|"]).is_closed
        (True, False)
        """
        end = self.parts[-1].rstrip()
        return end.endswith("|") and not end.endswith("\\|")

    def add(self, line: Line) -> None:
        """Let the block go on over one more line."""
        self.parts.append(line.text)
        if line.damaged and not self.damaged_line:
            self.damaged_line = line.number


def read_blocks(lines: Iterable[Line]) -> Iterator[Block]:
    r"""Group lines into headings, headers and rows; what stands outside tables is left out.

    A line outside tables that is not UTF-8 comes as a damaged row, so that nobody overlooks it.

    >>> lines = [Line(1, "## Papers for 2024-10-30"), Line(2, "| A long"), Line(3, "title | B | C |")]
    >>> [(block.line, block.kind.name, block.text) for block in read_blocks(lines)]
    [(1, 'HEADING', '2024-10-30'), (2, 'ROW', '| A long\ntitle | B | C |')]
    """
    previous: Block | None = None
    for block in _pieces(lines):
        if previous is not None and _goes_on(previous, block):
            previous.parts += block.parts
            previous.damaged_line = previous.damaged_line or block.damaged_line
            continue
        if block.kind is BlockKind.RULE:
            if previous is not None and previous.kind is BlockKind.ROW:
                # Only the rule below it tells that a row was the header of a table of another kind.
                previous.kind = BlockKind.OTHER_HEADER
            continue
        if previous is not None:
            yield previous
        previous = block
    if previous is not None:
        yield previous


def _goes_on(row: Block, piece: Block) -> bool:
    """Say whether a piece that begins with a pipe still belongs to the row above it."""
    # The usual layout has the link in the title cell: a row without one has not come to its summary, and only a
    # summary has lines that begin with a pipe.
    both_rows = row.kind is piece.kind is BlockKind.ROW
    return both_rows and row.has_link and not row.is_closed and not piece.has_link


def _pieces(lines: Iterable[Line]) -> Iterator[Block]:
    """Cut where a line begins with a pipe, at headings, and at a blank line below a closed row."""
    piece: Block | None = None
    for line in lines:
        heading = _HEADING.match(line.text) if line.text.startswith("#") else None
        starts = heading is not None or line.text.startswith("|")
        # A blank line may also stand inside a summary; it ends a row only when a pipe has closed that.
        if piece is not None and (starts or (not line.text.strip() and piece.is_closed)):
            yield _classified(piece)
            piece = None
        if heading is not None:
            yield Block(line.number, BlockKind.HEADING, parts=[heading[1].strip()])
        elif piece is not None or starts:
            piece = piece or Block(line.number)
            piece.add(line)
        elif line.damaged:
            yield Block(line.number, damaged_line=line.number, parts=[line.text])
    if piece is not None:
        yield _classified(piece)


def _classified(piece: Block) -> Block:
    text = piece.text
    piece.has_link = _LINK.search(text) is not None
    if _HEADER.fullmatch(text):
        piece.kind = BlockKind.HEADER
    # A rule has hyphens; "| | |" is a row whose cells are empty.
    elif "-" in text and _RULE.fullmatch(text):
        piece.kind = BlockKind.RULE
    return piece
