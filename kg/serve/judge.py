"""Says of a query what it is and whether it may run; as a program it judges long ones outside the server.

A query of a megabyte takes seconds to judge. A server that did so itself would answer nobody meanwhile.
"""

from __future__ import annotations

import json
import struct
import sys
from typing import Any, BinaryIO, NamedTuple

from kg.errors import KgError, QueryError, QueryRefusedError, QuerySyntaxError
from kg.query.data_set import DataSet, data_set_of
from kg.query.diagnose import check_grammar
from kg.query.lexer import check, tokens
from kg.vocab import prefixes

__all__ = ["Judged", "judge", "judged_from"]

_CHANGING = frozenset({"NOW", "RAND", "UUID", "STRUUID", "BNODE"})


class Judged(NamedTuple):
    """What a query is: its form, the graphs that it names, and whether one version has one answer to it."""

    form: str
    written: DataSet | None
    is_steady: bool


def judge(query: str, base: str) -> Judged:
    """Judge a query by both its words and the grammar of SPARQL 1.1; raises QueryRefusedError and QuerySyntaxError.

    >>> judge("SELECT (NOW() AS ?now) {}", "https://x.org/")
    Judged(form='SELECT', written=None, is_steady=False)
    """
    form = check(query)
    check_grammar(query)
    is_steady = not any(token.keyword in _CHANGING for token in tokens(query))
    return Judged(form, data_set_of(query, base=base, known=prefixes(base)), is_steady)


def judged_from(query: str, told: dict[str, Any]) -> Judged:
    """Turn what the program tells into what `judge` returns, or raises."""
    if told["kind"] == "judged":
        written = told["written"] and DataSet(*map(tuple, told["written"]))
        return Judged(told["form"], written, told["is_steady"])
    line, column, message = told["line"], told["column"], told["message"]
    if told["kind"] == "refused":
        raise QueryRefusedError(query, line, column, message)
    if told["kind"] == "syntax":
        raise QuerySyntaxError(query, line, column, message)
    raise QueryError(query, message)


def _tell(query: str, base: str) -> dict[str, Any]:
    try:
        return {"kind": "judged", **judge(query, base)._asdict()}
    except (QueryRefusedError, QuerySyntaxError) as error:
        kind = "refused" if isinstance(error, QueryRefusedError) else "syntax"
        message = str(error).partition(": ")[2]
        return {"kind": kind, "line": error.line, "column": error.column, "message": message}
    except (KgError, RecursionError) as error:
        return {"kind": "fault", "line": 1, "column": 1, "message": str(error)}


def _send(stream: BinaryIO, header: dict[str, Any]) -> None:
    head = json.dumps(header).encode()
    stream.write(struct.pack(">I", len(head)) + head)
    stream.flush()


def main() -> None:
    """Judge the queries on stdin, in the frames of kg.query.worker, until stdin ends."""
    stdin, stdout = sys.stdin.buffer, sys.stdout.buffer
    _send(stdout, {"kind": "ready"})
    while len(head := stdin.read(4)) == 4:
        request = json.loads(stdin.read(*struct.unpack(">I", head)))
        _send(stdout, _tell(request["query"], request["base"]))


if __name__ == "__main__":
    main()
