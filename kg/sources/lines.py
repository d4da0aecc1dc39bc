"""The lines of a source, from bytes to text.

Lines end at a line feed and nothing else, so that a line number is the one an editor shows and a stray
separator of Unicode inside a summary does not cut a row in two.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from kg.errors import SourceError

__all__ = ["Line", "read_lines"]


@dataclass(frozen=True, slots=True)
class Line:
    """One line without its end; `number` counts from 1, `damaged` says that it is not valid UTF-8."""

    number: int
    text: str
    damaged: bool = False


def read_lines(source: Path | TextIO, *, name: str) -> Iterator[Line]:
    r"""Read the lines of a file or of an open stream, one at a time.

    A stream that wraps bytes, such as standard input, is read as UTF-8 whatever the locale says. A byte
    order mark is dropped wherever a line starts with one, since files may have been joined. Raises
    SourceError, with `name` in it, if there is nothing that can be read.

    >>> from io import StringIO
    >>> [line.text for line in read_lines(StringIO("one\r\ntwo"), name="<stream>")]
    ['one', 'two']
    """
    try:
        if isinstance(source, Path):
            with source.open("rb") as file:
                yield from _decoded(file)
        else:
            yield from _decoded(_raw_lines(source))
    except FileNotFoundError as error:
        raise SourceError(name, "no such file. Check the path.") from error
    except IsADirectoryError as error:
        raise SourceError(name, "this is a folder; expected a file of Markdown.") from error
    except (OSError, ValueError) as error:
        # ValueError: a path with a NUL in it, or a stream that is closed.
        reason = getattr(error, "strerror", None) or error
        raise SourceError(name, f"can't be read: {reason}.") from error


def _raw_lines(stream: TextIO) -> Iterable[bytes]:
    raw: Iterable[bytes] | None = getattr(stream, "buffer", None)
    # Half a surrogate pair in a stream of text becomes bytes that are not UTF-8, and its line a damaged one.
    return raw if raw is not None else (line.encode("utf-8", "surrogatepass") for line in stream)


def _decoded(raw_lines: Iterable[bytes]) -> Iterator[Line]:
    for number, raw in enumerate(raw_lines, start=1):
        body = raw.removesuffix(b"\n").removesuffix(b"\r")
        try:
            yield Line(number, body.decode("utf-8").removeprefix("\ufeff"))
        except UnicodeDecodeError:
            yield Line(number, body.decode("utf-8", "replace").removeprefix("\ufeff"), damaged=True)
