"""Which files hold digests: those that are named, and those in the folders that are named."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from stat import S_ISDIR

from kg.errors import NotADigestError, SourceError
from kg.sources.blocks import BlockKind, read_blocks
from kg.sources.lines import read_lines

__all__ = ["find_digests", "holds_digest"]

_SUFFIXES = (".md", ".markdown")


def find_digests(
    paths: Iterable[Path], *, report: Callable[[NotADigestError], None] = lambda _: None
) -> Iterator[Path]:
    """Return the files to read, each once: files as named, folders searched through and sorted by path.

    In a folder, files that end in .md or .markdown count; hidden ones do not, and one that holds no digest,
    such as a README, is handed to `report` and left out. Raises SourceError for a path that does not exist
    and for a folder without any digest.

    >>> list(find_digests([Path("no/such/folder")]))
    Traceback (most recent call last):
        ...
    kg.errors.SourceError: no/such/folder: no such file or folder. Check the path.
    """
    seen: set[Path] = set()
    for path in paths:
        for file in _files(path, report):
            if (key := file.resolve()) not in seen:
                seen.add(key)
                yield file


def holds_digest(path: Path) -> bool:
    """Say whether a file has a heading or a table of a digest; reads no further than that.

    Raises SourceError if it can't be read. A file that is not UTF-8 before any heading holds none.
    """
    kinds = (BlockKind.HEADING, BlockKind.HEADER)
    for block in read_blocks(read_lines(path, name=str(path))):
        if block.kind in kinds or block.damaged_line:
            return block.kind in kinds
    return False


def _files(path: Path, report: Callable[[NotADigestError], None]) -> Iterator[Path]:
    try:
        is_folder = S_ISDIR(path.stat().st_mode)
    except (OSError, ValueError) as error:
        # ValueError: a path with a NUL in it.
        raise SourceError(path, "no such file or folder. Check the path.") from error
    if not is_folder:
        yield path
        return
    found = False
    # rglob follows no link to a folder, so that a circle of them does no harm.
    for file in sorted(file for file in path.rglob("*") if _counts(file, path)):
        if holds_digest(file):
            found = True
            yield file
        else:
            report(NotADigestError(file))
    if not found:
        raise SourceError(path, "no digest in this folder: expected files like 2024-10-30.md in it.")


def _counts(file: Path, folder: Path) -> bool:
    hidden = any(part.startswith(".") for part in file.relative_to(folder).parts)
    return file.suffix.lower() in _SUFFIXES and not hidden and file.is_file()
