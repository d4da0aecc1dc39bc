"""Digests at an address: on a shared file system, an object store or a web server, by fsspec.

What an address may begin with is told by what is installed: `file://` and `memory://` come with fsspec, `s3://` with
s3fs, `gs://` with gcsfs. fsspec is part of the extra `paper-kg[cluster]`.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import Any

from kg.errors import SourceError

__all__ = ["file_system", "is_address", "remote_files"]

_SUFFIXES = (".md", ".markdown")


def is_address(source: str) -> bool:
    """Say whether a source is an address and no path.

    >>> is_address("s3://bucket/digests"), is_address("data/digests"), is_address("C:/digests")
    (True, False, False)
    """
    return "://" in source


def remote_files(address: str) -> Iterator[tuple[str, bytes]]:
    """Yield the address and the content of a file, or of all Markdown files in a folder, sorted.

    Raises SourceError when there is none, and when fsspec, or what it needs for the address, is missing.
    """
    files, path = file_system(address)
    try:
        found = [path] if files.isfile(path) else sorted(files.find(path))
        wanted = [one for one in found if one == path or _counts(one, path)]
        for one in wanted:
            yield files.unstrip_protocol(one), files.cat_file(one)
    except OSError as error:
        raise SourceError(address, f"can't be read: {error}") from error
    if not wanted:
        raise SourceError(address, "no digest there: expected files like 2024-10-30.md. Check the address.")


def file_system(address: str) -> tuple[Any, str]:
    """Return the file system of fsspec's that an address is in, and the path in it.

    Raises SourceError when fsspec, or what it needs for the address, is missing.
    """
    try:
        files, path = import_module("fsspec.core").url_to_fs(address)
    except ModuleNotFoundError:
        message = "addresses need fsspec. Install it with: pip install 'paper-kg[cluster]'"
        raise SourceError(address, message) from None
    except (ImportError, ValueError) as error:  # fsspec says itself what to install
        raise SourceError(address, str(error)) from None
    return files, str(path)


def _counts(file: str, folder: str) -> bool:
    parts = file.removeprefix(folder).split("/")
    return file.lower().endswith(_SUFFIXES) and not any(part.startswith(".") for part in parts)
