"""Answers to HTTP requests: validators, compression, and what lets other sites read public data."""

from __future__ import annotations

import gzip
from collections.abc import Mapping

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from kg.serve.accept import accepts_gzip

__all__ = ["OPEN", "PLAIN", "is_known", "reply"]

PLAIN = "text/plain; charset=utf-8"
OPEN: Mapping[str, str] = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Retry-After, Content-Length",
}
"""Headers that let any site read an answer, without credentials (the Fetch standard, section 3.3)."""

_WORTH_IT, _QUICK = 1_000, 200_000
_LEVEL = 4


def is_known(request: Request, etag: str) -> bool:
    """Say whether the client has this very answer (RFC 9110, section 13.1.2, weak comparison)."""
    known = request.headers.get("if-none-match", "")
    return known.strip() == "*" or etag.removeprefix("W/") in [
        tag.strip().removeprefix("W/") for tag in known.split(",")
    ]


async def reply(
    request: Request,
    body: bytes,
    media_type: str,
    *,
    status: int = 200,
    etag: str | None = None,
    headers: Mapping[str, str] = OPEN,
) -> Response:
    """Return an answer, compressed if the client takes that, without its body if the client has it already.

    With `etag` it may be kept, but has to be asked for again; without, it may not be kept.
    """
    sent = {"Vary": "Accept, Accept-Encoding", "Cache-Control": "no-cache" if etag else "no-store", **headers}
    if etag:
        sent["ETag"] = etag
        if is_known(request, etag):
            return Response(status_code=304, headers=sent)
    if len(body) >= _WORTH_IT and accepts_gzip(request.headers.get("accept-encoding")):
        sent["Content-Encoding"] = "gzip"
        body = await _zipped(body)
    return Response(body, status_code=status, media_type=media_type, headers=sent)


async def _zipped(body: bytes) -> bytes:
    if len(body) < _QUICK:
        return gzip.compress(body, _LEVEL, mtime=0)
    return await run_in_threadpool(gzip.compress, body, _LEVEL, mtime=0)
