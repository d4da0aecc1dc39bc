"""A sorted query in two parts: one for a server, without the sorting, and the sorting, done here.

Virtuoso 7 keeps each row that it sorts within 4 kB, and refuses where a row holds the words of a summary.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pyoxigraph

from kg.query.lexer import Token, tokens
from kg.rdf import Iri, as_ntriples_term
from kg.table import Table

__all__ = ["Sorting", "sorting_apart"]

_NO_SORTING_APART = frozenset({"DISTINCT", "REDUCED", "GROUP", "HAVING"})
_ENDS = frozenset({"LIMIT", "OFFSET", "VALUES"})
_JSON = pyoxigraph.QueryResultsFormat.JSON


@dataclass(frozen=True, slots=True)
class Sorting:
    """The query without its sorting, whose last columns are what to sort by, and how: columns, order, and limits."""

    query: str
    columns: tuple[str, ...]
    keys: tuple[str, ...]
    limits: str

    def apply(self, table: Table) -> bytes:
        """Sort the rows that the query gave, and return them without the keys in the JSON form of SPARQL 1.1.

        Raises ValueError for a table with other columns.
        """
        count = len(self.columns) + len(self.keys)
        if len(table.columns) != count:
            raise ValueError(f"expected {count} columns, got {len(table.columns)}")
        rows = " ".join(
            f"({' '.join('UNDEF' if _is_open(term) else as_ntriples_term(term) for term in row)})"  # type: ignore[arg-type]
            for row in table.rows
        )
        variables = " ".join(f"?{name}" for name in table.columns)
        shown = " ".join(f"?{name}" for name in table.columns[: len(self.columns)])
        order = " ".join(
            key.format(name=f"?{name}") for key, name in zip(self.keys, table.columns[len(self.columns) :], strict=True)
        )
        query = f"SELECT {shown} {{ VALUES ({variables}) {{ {rows} }} }} ORDER BY {order} {self.limits}"
        answer = pyoxigraph.Store().query(query)
        assert isinstance(answer, pyoxigraph.QuerySolutions)
        return answer.serialize(format=_JSON) or b""


def _is_open(term: object) -> bool:
    """Say whether a cell is empty, or a blank node, which stands for nothing outside its answer."""
    return term is None or (isinstance(term, Iri) and term.startswith("_:"))


def sorting_apart(query: str) -> Sorting | None:
    """Take the sorting out of a SELECT; None where there is none, or where it does not go.

    >>> found = sorting_apart("SELECT ?a { ?a ?b ?c } ORDER BY DESC(?c) LCASE(?a) LIMIT 3")
    >>> found.query, found.keys, found.limits
    ('SELECT ?a ((?c) AS ?key0) (LCASE(?a) AS ?key1) { ?a ?b ?c } ', ('DESC({name})', 'ASC({name})'), 'LIMIT 3')
    """
    words = list(tokens(query))
    outer = list(_outer(words))
    keywords = [word.keyword for word in outer]
    if "ORDER" not in keywords or _NO_SORTING_APART.intersection(keywords) or "SELECT" not in keywords:
        return None
    order = outer[keywords.index("ORDER")]
    rest = [word for word in outer if word.start > order.start and word.keyword != "BY"]
    end = next((word for word in rest if word.keyword in _ENDS), None)
    stop = end.start if end else len(query)
    keys = list(_keys([word for word in words if order.start < word.start < stop and word.keyword != "BY"], query))
    columns = tuple(_columns(words, outer))
    if not columns or any(word.keyword == "VALUES" for word in rest):
        return None
    head = next(word for word in words if word.text == "{" or word.keyword in ("WHERE", "FROM"))
    added = "".join(f"({expression} AS ?key{place}) " for place, (_, expression) in enumerate(keys))
    return Sorting(
        query[: head.start] + added + query[head.start : order.start],
        columns,
        tuple(f"{direction}({{name}})" for direction, _ in keys),
        query[stop:],
    )


def _outer(words: list[Token]) -> Iterator[Token]:
    """Yield the tokens that stand in no brackets."""
    depth = 0
    for word in words:
        depth -= word.text in ")}"
        if depth == 0:
            yield word
        depth += word.text in "({"


def _columns(words: list[Token], outer: list[Token]) -> Iterator[str]:
    """Yield the names behind SELECT; none for `*`."""
    select = next(word.start for word in outer if word.keyword == "SELECT")
    depth, last = 0, ""
    for word in words:
        if word.start <= select:
            continue
        if word.text == "{" or word.keyword in ("WHERE", "FROM") or (word.text == "*" and depth == 0):
            return
        if word.text == ")" and depth == 1:
            yield last
        depth += (word.text == "(") - (word.text == ")")
        if word.kind == "VARIABLE":
            last = word.text[1:]
            if depth == 0:
                yield last


def _keys(words: list[Token], query: str) -> Iterator[tuple[str, str]]:
    """Yield what is sorted by, each with its direction: a variable, or something that ends with its brackets."""
    direction, start, depth = "ASC", -1, 0
    for word in words:
        if depth == 0 and start < 0 and word.keyword in ("ASC", "DESC"):
            direction = word.keyword
            continue
        start = word.start if start < 0 else start
        depth += (word.text == "(") - (word.text == ")")
        if depth == 0 and (word.text == ")" or (word.kind == "VARIABLE" and start == word.start)):
            yield direction, query[start : word.end]
            direction, start = "ASC", -1
