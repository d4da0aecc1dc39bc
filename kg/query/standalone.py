"""A query as a text of its own: with the prefixes that kg knows written out, for servers that know none of them."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pyoxigraph

from kg.query.diagnose import check_grammar, explain
from kg.query.lexer import tokens
from kg.query.prologue import declared_prefixes

__all__ = ["check_sense", "standalone"]

_ABSOLUTE = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]*:")
_ESCAPED = re.compile(r"\\(.)")


def check_sense(query: str, *, base: str, known: Mapping[str, str]) -> tuple[str, ...] | None:
    """Return the columns of a query's answer without asking anybody; None when it answers otherwise, or can't be told.

    Raises QuerySyntaxError, with its place, for a query that is not valid SPARQL 1.1.

    >>> check_sense("SELECT (1 AS ?one) ?two { }", base="https://example.org/", known={})
    ('one', 'two')
    >>> check_sense("SELECT * { ?s ?p }", base="https://example.org/", known={})
    Traceback (most recent call last):
      ...
    kg.errors.QuerySyntaxError: line 1, column 18: ...
    """
    check_grammar(query)
    try:
        answer = pyoxigraph.Store().query(query, base_iri=base, prefixes=dict(known))
    except SyntaxError as error:
        raise explain(query, str(error), known) from None
    except (OSError, RuntimeError, ValueError):  # a function that only the server knows, say
        return None
    if isinstance(answer, pyoxigraph.QuerySolutions):
        return tuple(variable.value for variable in answer.variables)
    return None


def standalone(query: str, *, base: str, known: Mapping[str, str]) -> str:
    r"""Write out the names whose prefix the query does not declare, and those with a backslash in them.

    Virtuoso 7 can't read the latter. Lines stay where they are; a BASE comes first where an IRI is relative.

    >>> standalone("ASK { <a> kg:is person:b\\/1 }", base="https://x.org/", known={"kg": "urn:k#", "person": "urn:"})
    'BASE <https://x.org/> ASK { <a> <urn:k#is> <urn:b/1> }'
    """
    words = list(tokens(query))
    declared = dict(declared_prefixes(words, base))
    pieces: list[str] = []
    place, is_relative = 0, False
    for before, word in zip([None, *words], words, strict=False):
        is_relative |= word.kind == "IRI" and not _ABSOLUTE.match(word.text)
        if word.kind != "PNAME" or (before is not None and before.keyword == "PREFIX"):
            continue
        prefix, _, local = word.text.partition(":")
        space = declared.get(prefix) or known.get(prefix)
        if space is not None and (prefix not in declared or "\\" in local):
            plain = _ESCAPED.sub(r"\1", local)
            pieces += [query[place : word.start], f"<{space}{plain}>"]
            place = word.end
    return (f"BASE <{base}> " if is_relative else "") + "".join(pieces) + query[place:]
