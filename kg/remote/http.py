"""One exchange with a server over HTTP: bounded in time and size, without redirects and proxies."""

from __future__ import annotations

import socket
import ssl
import time
from contextlib import suppress
from dataclasses import dataclass
from email.message import Message
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from io import BytesIO
from pathlib import Path
from threading import Timer
from urllib.parse import urlsplit

from kg.errors import RemoteError
from kg.remote.address import checked_address, shown
from kg.remote.credentials import find_credentials
from kg.remote.login import Login
from kg.version import VERSION

__all__ = ["Client", "Reply"]

_AGENT = f"paper-kg/{VERSION}"
_PIECE = 1 << 16
_UNAUTHORIZED = 401


@dataclass(frozen=True, slots=True)
class Reply:
    """What a server answered: the status, the headers, and the whole body."""

    status: int
    headers: Message
    body: bytes

    @property
    def is_good(self) -> bool:
        """Say whether the status is one of success."""
        return 200 <= self.status < 300

    def header(self, name: str) -> str:
        """Return a header, empty when there is none."""
        return str(self.headers.get(name, ""))


class Client:
    """Speaks with one server, as the user whom the environment or netrc names if the server asks."""

    def __init__(self, address: str) -> None:
        parts = checked_address(address)
        self._origin = (parts.scheme, parts.netloc)
        credentials = find_credentials(parts.hostname or "")
        self._login = Login(credentials, f"{parts.scheme}://{parts.netloc}/") if credentials else None

    def exchange(
        self,
        method: str,
        address: str,
        *,
        headers: dict[str, str] | None = None,
        body: bytes | Path | None = None,
        seconds: float,
        most: int,
    ) -> Reply:
        """Send a request and return the answer, whatever its status.

        The whole exchange may take so many seconds, and its answer hold at most so many bytes. Raises TimeoutError,
        OverflowError, and RemoteError for a server that can't be reached or breaks off. A 401 is answered once, if
        there are credentials.
        """
        reply = self._send(method, address, headers or {}, body, seconds, most)
        if reply.status != _UNAUTHORIZED or self._login is None:
            return reply
        if not self._login.learn(reply.headers.get_all("WWW-Authenticate", [])):
            return reply
        return self._send(method, address, headers or {}, body, seconds, most)

    def _send(
        self, method: str, address: str, headers: dict[str, str], body: bytes | Path | None, seconds: float, most: int
    ) -> Reply:
        parts = urlsplit(address)
        # Credentials are for this server alone.
        if (parts.scheme, parts.netloc) != self._origin:
            raise ValueError(f"expected an address at {self._origin[1]}, got {shown(address)}")
        target = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
        sent = {"User-Agent": _AGENT, "Connection": "close"} | headers
        answer = self._login.header(method, address) if self._login else None
        if answer is not None:
            sent["Authorization"] = answer
        connection = _connection(parts.scheme, parts.hostname or "", parts.port, seconds)
        limit = _Limit(connection, seconds)
        try:
            with limit:
                connection.connect()
                response = _respond(connection, method, target, body, sent)
                reply = Reply(response.status, response.headers, _read(response, most))
            if limit.is_over:  # a body without a length just ends where it was cut
                raise TimeoutError
            return reply
        except (OSError, HTTPException) as error:
            if limit.is_over or isinstance(error, TimeoutError):
                raise TimeoutError from None
            raise RemoteError(shown(address), f"can't be reached: {_reason(error)}") from error
        finally:
            connection.close()


def _connection(scheme: str, host: str, port: int | None, seconds: float) -> HTTPConnection:
    if scheme == "https":
        return HTTPSConnection(host, port, timeout=seconds, context=ssl.create_default_context())
    return HTTPConnection(host, port, timeout=seconds)


def _respond(
    connection: HTTPConnection, method: str, target: str, body: bytes | Path | None, headers: dict[str, str]
) -> HTTPResponse:
    """Send a request; a server that closes before it has read the whole body may have said why."""
    size = None if body is None else len(body) if isinstance(body, bytes) else body.stat().st_size
    # Without a length http.client would send a file in chunks.
    lengths = {} if size is None else {"Content-Length": str(size)}
    opened = BytesIO(body) if isinstance(body, bytes) else None if body is None else body.open("rb")
    try:
        connection.request(method, target, opened, headers | lengths)
    except (BrokenPipeError, ConnectionResetError) as error:
        try:
            return connection.getresponse()
        except (OSError, HTTPException):
            raise error from None
    finally:
        if opened is not None:
            opened.close()
    return connection.getresponse()


def _read(response: HTTPResponse, most: int) -> bytes:
    body = bytearray()
    while piece := response.read(_PIECE):
        body += piece
        if len(body) > most:
            raise OverflowError(f"{most:,} bytes")
    return bytes(body)


def _reason(error: Exception) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate does not hold: {error.verify_message}"
    return str(getattr(error, "strerror", None) or error or type(error).__name__)


class _Limit:
    """Cuts a connection when its time is up; a time limit for each read alone would let a slow server drip on."""

    def __init__(self, connection: HTTPConnection, seconds: float) -> None:
        self._connection, self._end = connection, time.monotonic() + seconds
        self._timer = Timer(seconds, self._cut)
        self._timer.daemon = True

    @property
    def is_over(self) -> bool:
        return time.monotonic() >= self._end

    def __enter__(self) -> None:
        self._timer.start()

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()

    def _cut(self) -> None:
        with suppress(OSError, AttributeError):
            self._connection.sock.shutdown(socket.SHUT_RDWR)
