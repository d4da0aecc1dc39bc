"""Files that pages load; only those that the package brings, by name."""

from __future__ import annotations

from functools import cache

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from kg.serve.render import STATIC
from kg.serve.replies import reply

__all__ = ["icon", "static"]

_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".md": "text/plain; charset=utf-8",
}
_FOR_EVER = {"Cache-Control": "public, max-age=31536000, immutable"}


@cache
def _files() -> dict[str, tuple[bytes, str]]:
    return {
        path.relative_to(STATIC).as_posix(): (path.read_bytes(), _TYPES[path.suffix])
        for path in sorted(STATIC.rglob("*"))
        if path.suffix in _TYPES
    }


async def static(request: Request) -> Response:
    """Answer with a file of the package."""
    found = _files().get(request.path_params["name"])
    if found is None:
        raise HTTPException(404)
    headers = _FOR_EVER if "v" in request.query_params else {"Cache-Control": "no-cache"}
    return await reply(request, *found, headers=headers)


async def icon(request: Request) -> Response:
    """Answer with the icon of the site."""
    return await reply(request, *_files()["icon.svg"], headers={"Cache-Control": "max-age=86400"})
