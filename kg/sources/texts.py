"""Plain texts that are no row of a source: an abstract from a web page, a paragraph of a README."""

from __future__ import annotations

import sys
from pathlib import Path

from kg.errors import SourceError
from kg.model import Paper

__all__ = ["as_paper", "read_text"]

_STDIN = "-"
_ENDS = (".", "!", "?", ":")


def read_text(source: str | Path) -> Paper:
    """Read a file of UTF-8, or standard input, as the text of one paper, as `as_paper` does.

    Raises SourceError when it can't be read, is no UTF-8, or has no words.
    """
    name = "<stdin>" if str(source) == _STDIN else str(source)
    try:
        content = sys.stdin.buffer.read() if str(source) == _STDIN else Path(source).read_bytes()
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SourceError(name, f"byte {error.start} is no UTF-8; expected plain text in UTF-8") from None
    except OSError as error:
        raise SourceError(name, f"{(error.strerror or str(error)).lower()}; expected a file of plain text") from None
    if not text.strip():
        raise SourceError(name, "no words in it; expected plain text, the title in the first line if it has one")
    return as_paper(text.replace("\r\n", "\n").lstrip("\n"), name)


def as_paper(text: str, name: str) -> Paper:
    r"""Return a text as a paper of that name, without a date and people.

    The first line is the title where others follow and it does not end as a sentence does.

    >>> paper = as_paper("Wob: A Method\nWob reaches an accuracy of 71.3% on GSM8K.", "wob.txt")
    >>> paper.title, paper.summary
    ('Wob: A Method', 'Wob reaches an accuracy of 71.3% on GSM8K.')
    >>> as_paper("Wob reaches 71.3%.\nIt is fast.", "wob.txt").title
    ''
    """
    first, _, rest = text.rstrip().partition("\n")
    if rest and not first.rstrip().endswith(_ENDS):
        return Paper(name, "", first.strip(), rest.lstrip("\n"), (), file=name, line=1)
    return Paper(name, "", "", text.rstrip(), (), file=name, line=1)
