"""A hold on a version of a graph: as long as a reader has one, no build removes the version.

It is a shared lock (flock) on the version's manifest, so it ends with the process at the latest. Where there
are no such locks, as on Windows, a build tries to remove and leaves what is in use.
"""

from __future__ import annotations

import os
from pathlib import Path

try:
    import fcntl
except ImportError:
    fcntl = None  # type: ignore[assignment]

__all__ = ["Hold", "hold", "remove_unheld"]


class Hold:
    """Keeps a version in place until it is released or forgotten."""

    def __init__(self, handle: int) -> None:
        self._handle: int | None = handle

    def release(self) -> None:
        """Let the version go."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None

    def __del__(self) -> None:
        self.release()


def hold(version: Path) -> Hold | None:
    """Hold a version by its folder; None when it is gone, or about to go."""
    path = version / "manifest.json"
    try:
        handle = os.open(path, os.O_RDONLY)
    except FileNotFoundError:
        return None
    held = Hold(handle)
    if not _lock(handle, shared=True):
        return None
    try:
        # Between opening and locking, a build may have moved the folder away.
        is_same = os.path.samestat(os.fstat(handle), path.stat())
    except FileNotFoundError:
        is_same = False
    return held if is_same else None


def remove_unheld(version: Path) -> bool:
    """Take a version's folder out of the way, if nobody holds it, and return whether that was done.

    The folder gets a name that begins with `.old-`, since a folder can't go all at once; removing that is left
    to the caller.
    """
    try:
        handle = os.open(version / "manifest.json", os.O_RDONLY)
    except FileNotFoundError:
        handle = None
    try:
        if handle is not None and not _lock(handle, shared=False):
            return False
        version.rename(version.with_name(f".old-{version.name}"))
    except OSError:  # in use, where the system has locks of its own
        return False
    finally:
        if handle is not None:
            os.close(handle)
    return True


def _lock(handle: int, *, shared: bool) -> bool:
    """Lock an open file without waiting; a file system without locks counts as one where that went well."""
    if fcntl is None:
        return True
    try:
        fcntl.flock(handle, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        # Nobody can tell who reads: reading goes on, and nothing is removed.
        return shared
    return True
