"""Who asks: the key by which clients are told apart, and whether they are still there."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from ipaddress import ip_address
from typing import Any, TypeVar

from starlette.requests import HTTPConnection, Request

from kg.serve.gate import BusyError

__all__ = ["client_key", "unless_gone"]

T = TypeVar("T")

_HALF = 64
_LONGEST = 100


def client_key(connection: HTTPConnection, header: str = "") -> str:
    """Return the key of a client: its address, or the last entry of a header that a proxy sets.

    The last entry is the one that the proxy itself wrote; those before it are the client's own words. Of an
    IPv6 address the first half counts, since one client has the whole of the other.
    """
    given = connection.headers.getlist(header)[-1:] if header else []
    last = given[0].rsplit(",", 1)[-1].strip() if given else ""
    return _network(last or (connection.client.host if connection.client else ""))


def _network(text: str) -> str:
    try:
        address = ip_address(text)
    except ValueError:
        return text[:_LONGEST]
    return f"{int(address) >> _HALF:x}::" if address.version == 6 else str(address)


async def unless_gone(request: Request, work: Coroutine[Any, Any, T]) -> T:
    """Do some work for a client, and stop it when the client hangs up; the body must have been read."""
    task, left = asyncio.create_task(work), asyncio.create_task(_left(request))
    try:
        await asyncio.wait({task, left}, return_when=asyncio.FIRST_COMPLETED)
        if not task.done():
            raise BusyError("the client has hung up")
        return task.result()
    finally:
        task.cancel()
        left.cancel()


async def _left(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
