"""A SPARQL endpoint: queries by the SPARQL 1.1 Protocol (section 2.1), and what its answers mean."""

from __future__ import annotations

import json
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from kg.errors import QueryError, QueryTimeoutError, QueryTooBigError, RemoteError
from kg.plain import plain
from kg.remote.address import shown
from kg.remote.http import Client, Reply

__all__ = ["Endpoint", "refusal"]

_JSON = "application/sparql-results+json"
_NTRIPLES = "application/n-triples"
_FORM = "application/x-www-form-urlencoded"
_MOST_SAID = 300
_CUT_AT = "X-SPARQL-MaxRows"  # Virtuoso's way to say that it left out all rows beyond so many
_CAPPED = "Virtuoso"
_BOOLEAN = "http://www.w3.org/2001/XMLSchema#boolean"
_ASKED = "__ASK_RETVAL"  # how Virtuoso 7 names the column of an ASK in JSON


class Endpoint:
    """A server that answers queries at one address."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.shown = shown(address)
        self.client = Client(address)
        self._server = ""

    def most_rows(self, *, seconds: float, most: int) -> int | None:
        """Return how many rows the server gives at most, None where it tells of no cap.

        Virtuoso says in the head of an answer that rows are cut off, but not so for CONSTRUCT; so it is asked for more
        rows than it gives.
        """
        if _CAPPED not in self._server:
            return None
        try:
            self._ask("SELECT (1 AS ?one) { ?s ?p ?o }", _JSON, (), (), seconds, most)
        except _CutError as error:
            return error.rows
        return None

    def results(
        self,
        query: str,
        *,
        default: Sequence[str] = (),
        named: Sequence[str] = (),
        columns: tuple[str, ...] | None = None,
        seconds: float,
        most: int,
    ) -> bytes:
        """Return the answer of a SELECT or an ASK in the JSON form of SPARQL 1.1.

        `default` and `named` are the IRIs of the graphs to ask, the server's own choice if both are empty; `columns`
        are those that the answer has to have, where that is known. Raises QueryTimeoutError, QueryTooBigError,
        QueryError when the server can't answer, and RemoteError when it can't be used or does not answer in that form.
        """
        reply = self._ask(query, _JSON, default, named, seconds, most)
        try:
            return _standard(reply.body, columns)
        except (ValueError, TypeError, AttributeError, KeyError):
            raise RemoteError(self.shown, _strange(reply, "SPARQL results in JSON")) from None

    def triples(
        self,
        query: str,
        *,
        default: Sequence[str] = (),
        named: Sequence[str] = (),
        seconds: float,
        most: int,
    ) -> bytes:
        """Return the answer of a CONSTRUCT or a DESCRIBE as N-Triples; raises what `results` does."""
        reply = self._ask(query, _NTRIPLES, default, named, seconds, most)
        kind = reply.header("Content-Type").partition(";")[0].strip().lower()
        if kind not in (_NTRIPLES, "text/plain"):
            raise RemoteError(self.shown, _strange(reply, "N-Triples"))
        return reply.body

    def _ask(
        self, query: str, accept: str, default: Sequence[str], named: Sequence[str], seconds: float, most: int
    ) -> Reply:
        pairs = [("query", query)]
        pairs += [("default-graph-uri", graph) for graph in default]
        pairs += [("named-graph-uri", graph) for graph in named]
        headers = {"Accept": accept, "Content-Type": _FORM}
        # As a form and not in the address, which servers cut at some thousands of letters.
        body = urlencode(pairs).encode("ascii")
        try:
            reply = self.client.exchange("POST", self.address, headers=headers, body=body, seconds=seconds, most=most)
        except TimeoutError:
            raise QueryTimeoutError(query, seconds) from None
        except OverflowError as error:
            raise QueryTooBigError(query, str(error)) from None
        if reply.status in (HTTPStatus.BAD_REQUEST, HTTPStatus.INTERNAL_SERVER_ERROR):
            raise QueryError(query, f"{self.shown} can't answer this query: {_said(reply)}")
        if not reply.is_good:
            raise refusal(self.address, reply)
        self._server = reply.header("Server")
        if (cut := reply.header(_CUT_AT)).isdecimal():
            raise _CutError(query, int(cut), self.shown)
        return reply


class _CutError(QueryTooBigError):
    """The server left out all rows beyond so many."""

    def __init__(self, query: str, rows: int, address: str) -> None:
        self.rows = rows
        super().__init__(query, f"the {rows:,} rows that {address} gives at most")


def refusal(address: str, reply: Reply) -> RemoteError:
    """Put into words what a server means by a status that is none of success."""
    match reply.status:
        case 401 | 403:
            message = (
                f"refused ({reply.status}). Set KG_ENDPOINT_USER and KG_ENDPOINT_PASSWORD to a user who may do this, "
                "or write them into ~/.netrc"
            )
        case 404 | 405 | 406 | 410 | 415:
            message = f"nothing of the kind here ({reply.status}). Check the address"
        case 301 | 302 | 303 | 307 | 308:
            message = (
                f"leads elsewhere, to {plain(shown(reply.header('Location')))}. If you trust it, give that address"
            )
        case _:
            message = f"failed with status {reply.status}: {_said(reply)}"
    return RemoteError(shown(address), message)


def _said(reply: Reply) -> str:
    """Return the beginning of what a server says of an error, on one line."""
    words = " ".join(plain(reply.body[: 8 * _MOST_SAID].decode("utf-8", "replace")).split())
    return words if len(words) <= _MOST_SAID else words[:_MOST_SAID] + "…"


def _strange(reply: Reply, expected: str) -> str:
    kind = plain(reply.header("Content-Type")) or "something without a media type"
    return (
        f"expected {expected}, got {kind} that is none or breaks off. Is this the address of a SPARQL endpoint, and "
        "does its own time limit allow for the query?"
    )


def _standard(body: bytes, columns: tuple[str, ...] | None) -> bytes:
    """Return results in the form of the standard; Virtuoso 7 has ASK as a table, and booleans as 1 and 0."""
    answer = json.loads(body)
    if "boolean" in answer and columns is None:
        return body
    found, bindings = answer["head"]["vars"], answer["results"]["bindings"]
    if found == [_ASKED] and columns is None:
        return json.dumps({"head": {}, "boolean": any(row[_ASKED]["value"] != "0" for row in bindings)}).encode()
    if columns is not None and sorted(found) != sorted(columns):
        raise ValueError(f"expected the columns {columns}")
    if found == list(columns or found) and b"typed-literal" not in body:
        return body
    answer["head"]["vars"] = list(columns or found)  # the order of SELECT * is the server's own
    for binding in bindings:
        for term in binding.values():
            _mend(term)
    return json.dumps(answer).encode()


def _mend(term: dict[str, Any]) -> None:
    if term["type"] == "typed-literal":
        term["type"] = "literal"
        if term["datatype"] == _BOOLEAN:
            term["value"] = {"1": "true", "0": "false"}.get(term["value"], term["value"])
