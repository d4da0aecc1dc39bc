"""The words of a SPARQL query: strings, IRIs, comments, names and variables told apart from keywords.

Tokens are those of SPARQL 1.1, section 19.8. What runs a query is told by its tokens and not by its letters,
so `?service`, `ex:service` and "SERVICE" in a string are no calls to another server, and SERVICE is one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from kg.errors import QueryRefusedError, QuerySyntaxError

__all__ = ["GRAPH_FORMS", "Token", "are_mere_words", "check", "line_and_column", "pointer", "query_form", "tokens"]

GRAPH_FORMS = frozenset({"CONSTRUCT", "DESCRIBE"})
"""The forms of query that answer with a graph and not with a table."""

_FORMS = frozenset({"SELECT", "ASK"}) | GRAPH_FORMS
_UPDATES = ("ADD", "CLEAR", "COPY", "CREATE", "DELETE", "DROP", "INSERT", "MOVE", "WITH")
_REFUSED = {
    "SERVICE": "SERVICE asks another server, and kg asks none. Load both data sets into one store instead.",
    "LOAD": "LOAD fetches data, and a query only reads. Add digests with: kg build",
} | dict.fromkeys(_UPDATES, "this changes data, and a query only reads. Change the graph with: kg build")

_ESCAPE = r"\\[tbnrf\"'\\]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}"
_LETTER = r"[^\W\d_]"
_MORE = r"\w\u00b7\u0300-\u036f\u203f\u2040"
_LOCAL = rf"(?:[{_MORE}:]|%[0-9A-Fa-f]{{2}}|\\[_~.\-!$&'()*+,;=/?#@%])"
_EXPONENT = r"[eE][+-]?[0-9]+"
# The first kind that fits is taken: IRI has to stand before MARK, PNAME before WORD, NUMBER before INTEGER.
_KINDS = {
    "SPACE": r"[ \t\r\n]+|\#[^\r\n]*",
    "IRI": r"<(?:[^\x00-\x20<>\"{}|^`\\]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*>",
    "STRING": rf'"""(?:"{{0,2}}(?:[^"\\]|{_ESCAPE}))*"""'
    rf"|'''(?:'{{0,2}}(?:[^'\\]|{_ESCAPE}))*'''"
    rf'|"(?!"")(?:[^"\\\n\r]|{_ESCAPE})*"'
    rf"|'(?!'')(?:[^'\\\n\r]|{_ESCAPE})*'",
    "VARIABLE": rf"[?$][{_MORE}]+",
    # Also with a direction, and below the signs of RDF-star: Oxigraph reads more than SPARQL 1.1.
    "LANGTAG": r"@[A-Za-z]+(?:-[A-Za-z0-9]+)*(?:--[A-Za-z]+)?",
    "BLANK": rf"_:\w(?:[{_MORE}.-]*[{_MORE}-])?",
    # The prefix is bounded, so that a long text with no colon in it is not read to its end from each of its letters.
    "PNAME": rf"(?:{_LETTER}(?:[{_MORE}.-]{{0,99}}[{_MORE}-])?)?:"
    rf"(?:(?!-){_LOCAL}(?:(?:{_LOCAL}|[-.])*(?:{_LOCAL}|-))?)?",
    "SIGNED": rf"[+-](?:[0-9]+\.[0-9]*{_EXPONENT}|\.?[0-9]+{_EXPONENT}|[0-9]*\.[0-9]+|[0-9]+)",
    "NUMBER": rf"[0-9]+\.[0-9]*{_EXPONENT}|\.?[0-9]+{_EXPONENT}|[0-9]*\.[0-9]+",
    "INTEGER": r"[0-9]+",
    "WORD": r"[A-Za-z][A-Za-z0-9_]*",
    "MARK": r"\^\^|&&|\|\||!=|<=|>=|<<\(?|\)?>>|\{\||\|\}|[{}()\[\];,.=<>!+\-*/|^?~]",
}
_TOKEN = re.compile("|".join(f"(?P<{kind}>{pattern})" for kind, pattern in _KINDS.items()))

_MERE_WORDS = re.compile(r"\s*(\w+)[\w\s.,'’+-]*\??\s*")


class Token(NamedTuple):
    """One word of a query: its kind (`WORD`, `STRING`, ...), its letters, and where it begins, from 0."""

    kind: str
    text: str
    start: int

    @property
    def end(self) -> int:
        """Where it ends, half-open."""
        return self.start + len(self.text)

    @property
    def keyword(self) -> str:
        """The keyword that it is, in capitals; empty when it is none.

        >>> [token.keyword for token in tokens("select ?ask")]
        ['SELECT', '']
        """
        return self.text.upper() if self.kind == "WORD" else ""


def tokens(query: str) -> Iterator[Token]:
    """Yield the tokens of a query, without white space and comments.

    Raises QuerySyntaxError at a character that begins no token.

    >>> [token.text for token in tokens("ASK { ?s ex:service 'SERVICE' } # SERVICE")]
    ['ASK', '{', '?s', 'ex:service', "'SERVICE'", '}']
    """
    place = 0
    while place < len(query):
        match = _TOKEN.match(query, place)
        if match is None:
            raise QuerySyntaxError(query, *line_and_column(query, place), _why_no_token(query, place))
        if match.lastgroup != "SPACE":
            yield Token(str(match.lastgroup), match.group(), place)
        place = match.end()


def check(query: str) -> str:
    """Return the form of a query (SELECT, ASK, CONSTRUCT or DESCRIBE) that may be run.

    Raises QueryRefusedError for SERVICE, LOAD and updates, QuerySyntaxError where it can't be read.

    >>> check("PREFIX service: <urn:s> SELECT ?load { ?load service:load 'INSERT' }")
    'SELECT'
    """
    form = ""
    for token in tokens(query):
        keyword = token.keyword
        if keyword in _REFUSED:
            raise QueryRefusedError(query, *line_and_column(query, token.start), _REFUSED[keyword])
        if not form and keyword in _FORMS:
            form = keyword
    return form


def query_form(query: str) -> str:
    """Return SELECT, ASK, CONSTRUCT or DESCRIBE; empty when the query has none of them.

    >>> query_form("PREFIX select: <urn:s> DESCRIBE select:x")
    'DESCRIBE'
    """
    return next((token.keyword for token in tokens(query) if token.keyword in _FORMS), "")


def are_mere_words(text: str) -> bool:
    """Say whether a text is words without any sign of SPARQL: such as the name of a question, or a question in words.

    >>> are_mere_words("what-beats"), are_mere_words("what beats GRPO?"), are_mere_words("SELECT GRPO")
    (True, True, False)
    """
    match = _MERE_WORDS.fullmatch(text)
    return match is not None and match[1].upper() not in {*_FORMS, *_REFUSED, "BASE", "PREFIX"}


def line_and_column(query: str, place: int) -> tuple[int, int]:
    r"""Turn an offset into a line and a column, both from 1; columns count code points.

    >>> line_and_column("ASK {\n ?s ??", 10)
    (2, 5)
    """
    before = query[:place]
    return before.count("\n") + 1, place - (before.rfind("\n") + 1) + 1


def pointer(query: str, line: int, column: int, *, width: int = 100) -> str:
    r"""Show a place in a query: its line, cut to `width` characters, and a caret below.

    >>> print(pointer("ASK {\n ?s ??", 2, 5))
     ?s ??
        ^
    """
    lines = query.split("\n")
    text = lines[line - 1].rstrip("\r") if line <= len(lines) else ""
    first = max(0, min(column - 1 - width // 2, len(text) - width))
    shown = text[first : first + width]
    before = "".join("\t" if character == "\t" else " " for character in shown[: column - 1 - first])
    return f"{shown}\n{before}^"


def _why_no_token(query: str, place: int) -> str:
    character = query[place]
    if character in "\"'":
        return "this string does not end as it should: close it with the same mark, on the same line"
    if character in "?$":
        return f"{character} needs the name of a variable behind it, like ?paper"
    if character == "\\":
        return "a backslash has a meaning only in strings, IRIs and behind the colon of a name"
    return f"SPARQL has no use for {character!r} here"
