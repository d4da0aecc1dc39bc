"""The graphs that a query names behind FROM and FROM NAMED (SPARQL 1.1, section 13.2)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple
from urllib.parse import urljoin

from kg.query.lexer import Token, tokens

__all__ = ["DataSet", "data_set_of", "joined"]

# Code points may be written so anywhere in a query, IRIs included (SPARQL 1.1, section 19.2).
_CODE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
# In a name with a prefix a backslash takes a sign for itself (section 19.8, PN_LOCAL_ESC).
_ESCAPED = re.compile(r"\\(.)")
_MOST = 0x10FFFF


class DataSet(NamedTuple):
    """The graphs whose union is the default graph, and those that GRAPH may name."""

    default: tuple[str, ...]
    named: tuple[str, ...]


def data_set_of(query: str, *, base: str, known: Mapping[str, str]) -> DataSet | None:
    """Return the graphs behind FROM and FROM NAMED, None without such; `known` are prefixes without PREFIX.

    A name whose prefix is not known is left out: such a query is no query.

    >>> query = "PREFIX g: <graph/> SELECT * FROM g:a FROM NAMED <b> {}"
    >>> data_set_of(query, base="https://x.org/", known={})
    DataSet(default=('https://x.org/graph/a',), named=('https://x.org/b',))
    """
    prefixes = dict(known)
    found: dict[str, list[str]] = {"FROM": [], "NAMED": []}
    for before, word, after in _threes(list(tokens(query))):
        if before.keyword == "BASE" and word.kind == "IRI":
            base = joined(base, word)
        elif before.keyword == "PREFIX" and after is not None and after.kind == "IRI":
            prefixes[word.text.rstrip(":")] = joined(base, after)
        elif before.keyword in found and word.kind == "IRI":
            found[before.keyword].append(joined(base, word))
        elif before.keyword in found and word.kind == "PNAME":
            prefix, _, local = word.text.partition(":")
            if prefix in prefixes:
                found[before.keyword].append(prefixes[prefix] + _ESCAPED.sub(r"\1", local))
    data_set = DataSet(tuple(found["FROM"]), tuple(found["NAMED"]))
    return data_set if any(data_set) else None


def _threes(words: list[Token]) -> Iterator[tuple[Token, Token, Token | None]]:
    yield from zip(words, words[1:], [*words[2:], None], strict=False)


def joined(base: str, word: Token) -> str:
    """Read the IRI of a token against a base.

    >>> joined("https://x.org/a/", Token("IRI", "<../b#>", 0))
    'https://x.org/b#'
    """
    iri = _CODE.sub(_character, word.text[1:-1])
    # urljoin drops a # that ends an IRI.
    joined = urljoin(base, iri)
    return f"{joined}#" if iri.endswith("#") and not joined.endswith("#") else joined


def _character(match: re.Match[str]) -> str:
    code = int(match[1] or match[2], 16)
    return chr(code) if code <= _MOST else match.group()
