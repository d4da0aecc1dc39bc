"""A query as a request carries it (SPARQL 1.1 Protocol, section 2.1)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import parse_qsl

from starlette.requests import ClientDisconnect, Request

from kg.query.data_set import DataSet

__all__ = ["Asked", "BadRequestError", "read_query"]

_FORM, _QUERY, _UPDATE = (
    "application/x-www-form-urlencoded",
    "application/sparql-query",
    "application/sparql-update",
)
_MOST_FIELDS = 1000
_READ_ONLY = "this endpoint answers queries and takes no updates"


class BadRequestError(Exception):
    """A request that can't be answered as it is; `status` is that of HTTP."""

    def __init__(self, message: str, status: int = 400) -> None:
        self.status = status
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Asked:
    """A query and, where the protocol gives one, its data set."""

    query: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()

    @property
    def data_set(self) -> DataSet | None:
        """The default and the named graphs; None leaves them to the query."""
        data_set = DataSet(self.default_graphs, self.named_graphs)
        return data_set if any(data_set) else None


async def read_query(request: Request, *, limit: int) -> Asked | None:
    """Read the query of a GET or a POST; None when a GET has none (it asks for the service description).

    `limit` is that of the body in bytes. Raises BadRequestError.
    """
    fields = _fields(request.scope["query_string"])
    if request.method != "POST":
        return _asked(fields)
    kind, _, parameters = request.headers.get("content-type", "").partition(";")
    charset = parameters.strip().lower().removeprefix("charset=").strip('"')
    if parameters.strip() and charset not in ("utf-8", "us-ascii"):
        raise BadRequestError(f"expected a query in UTF-8, got {parameters.strip()[:80]}", 415)
    body = await _body(request, limit)
    match kind.strip().lower():
        case "application/sparql-query":
            return _asked([*fields, ("query", _text(body))])
        case "application/x-www-form-urlencoded":
            return _asked(_fields(body)) or _missing()
        case "application/sparql-update":
            raise BadRequestError(_READ_ONLY, 403)
    raise BadRequestError(f"expected Content-Type {_QUERY} or {_FORM}", 415)


def _missing() -> Asked:
    raise BadRequestError("expected a parameter query with a SPARQL query")


def _asked(fields: Iterable[tuple[str, str]]) -> Asked | None:
    by_name: dict[str, list[str]] = {}
    for name, value in fields:
        by_name.setdefault(name, []).append(value)
    # Parameters that begin so belong to an update (section 2.2).
    if "update" in by_name or any(name.startswith("using-") for name in by_name):
        raise BadRequestError(_READ_ONLY, 403)
    queries = by_name.get("query", [])
    if len(queries) > 1:
        raise BadRequestError(f"expected one query, got {len(queries)}")
    if not queries:
        return None
    return Asked(
        queries[0],
        tuple(by_name.get("default-graph-uri", ())),
        tuple(by_name.get("named-graph-uri", ())),
    )


def _fields(text: bytes) -> list[tuple[str, str]]:
    try:
        return parse_qsl(text.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=_MOST_FIELDS)
    except UnicodeDecodeError:
        raise BadRequestError("expected percent-encoded UTF-8 in the parameters") from None
    except ValueError:
        raise BadRequestError(f"expected at most {_MOST_FIELDS} parameters", 413) from None


def _text(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        raise BadRequestError("expected a query in UTF-8") from None


async def _body(request: Request, limit: int) -> bytes:
    """Read the body; raises BadRequestError as soon as it is too large, or if the client goes before its end."""
    pieces, length = [], 0
    try:
        async for piece in request.stream():
            length += len(piece)
            if length > limit:
                raise BadRequestError(f"expected at most {limit:,} bytes", 413)
            pieces.append(piece)
    except ClientDisconnect:
        raise BadRequestError("expected the whole body") from None
    return b"".join(pieces)
