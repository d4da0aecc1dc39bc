"""Addresses of servers: which texts are one, and how they may be shown."""

from __future__ import annotations

from urllib.parse import SplitResult, urlsplit, urlunsplit

from kg.errors import RemoteError

__all__ = ["checked_address", "is_address", "is_files", "is_loopback", "shown"]

_LOOPBACK = ("localhost", "::1")


def is_address(text: str) -> bool:
    """Say whether a text is meant as the address of a server rather than as a folder.

    >>> is_address("http://localhost:7878/query"), is_address("graph")
    (True, False)
    """
    return text.lower().startswith(("http://", "https://"))


def is_files(text: str) -> bool:
    """Say whether a text is meant as the address of files, on an object store or a shared file system.

    >>> is_files("s3://bucket/graph"), is_files("http://localhost:7878/query"), is_files("graph")
    (True, False, False)
    """
    return "://" in text and not is_address(text)


def shown(address: str) -> str:
    """Return an address as messages and logs may have it: without user, password and query string.

    >>> shown("https://ada:secret@example.org:8443/sparql?key=abc#x")
    'https://example.org:8443/sparql'
    """
    try:
        parts = urlsplit(address)
        host = parts.netloc.rpartition("@")[2]
        return urlunsplit((parts.scheme, host, parts.path, "", ""))
    except ValueError:
        return "the address"


def checked_address(address: str) -> SplitResult:
    """Take an address apart; raises RemoteError when it is none, or holds a user or a password.

    >>> checked_address("http://localhost:7878/query").port
    7878
    """
    try:
        parts = urlsplit(address)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable or not address.isascii() or any(character <= " " or character == "\x7f" for character in address):
        raise RemoteError(shown(address), "expected an address such as http://localhost:7878/query")
    if "@" in parts.netloc:
        message = (
            "an address with a user or a password in it ends up in logs and in the shell's history. "
            "Leave them out, and set KG_ENDPOINT_USER and KG_ENDPOINT_PASSWORD, or write them into ~/.netrc"
        )
        raise RemoteError(shown(address), message)
    return parts


def is_loopback(host: str) -> bool:
    """Say whether a host is this machine, so that what is sent to it leaves no trace on a network.

    >>> is_loopback("127.0.0.1"), is_loopback("example.org")
    (True, False)
    """
    return host.lower() in _LOOPBACK or host.startswith("127.")
