"""What is wrong with a query, and where, in words: for queries that Oxigraph has refused."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from itertools import pairwise

from kg.errors import QueryError, QueryRefusedError, QuerySyntaxError
from kg.query.grammar import END, sparql_grammar
from kg.query.lexer import Token, line_and_column, tokens

__all__ = ["check_grammar", "explain", "explain_fault"]

_CLASSES = {
    "a variable": frozenset({"VARIABLE"}),
    "a name or an IRI": frozenset({"IRIREF", "PNAME", "NAMESPACE"}),
    "a value": frozenset({"STRING", "INTEGER", "NUMBER", "SIGNED", "TRUE", "FALSE"}),
    "a language": frozenset({"LANGTAG"}),
    "the end of the query": frozenset({END}),
}
# Where this function may stand, all may; they are told as one and not name by name.
_SOME_FUNCTION = "STRLEN"
_LEFT_OUT = frozenset({"BLANK", "ANON", "NIL", "A"})
_PLACE = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
_UNKNOWN_FUNCTION = re.compile(r"custom (?:aggregate )?function <([^>]*)>")


def explain(query: str, message: str, prefixes: Mapping[str, str]) -> QuerySyntaxError:
    """Turn Oxigraph's complaint about a query into an error at the place that is to be mended.

    >>> print(explain("SELECT ?x { ?x a foo:bar }", "error at 1:25: ...", {"kg": "urn:kg#"}))
    line 1, column 18: the prefix foo: is not known. Known are: kg. Declare others with PREFIX foo: <...>.
    """
    words = list(tokens(query))
    start, reason = _misfit(query, words)
    stranger = _unknown_prefix(words, prefixes)
    # What comes first in the query is told first: the grammar may only stumble over what follows from it.
    if stranger is not None and stranger[0] < start:
        start, reason = stranger
    if not reason:
        start, reason = _sense(query, words, message)
    return QuerySyntaxError(query, *line_and_column(query, start), reason)


def check_grammar(query: str) -> None:
    """Raise QuerySyntaxError where a query has not the form of SPARQL 1.1 (section 19.8).

    Oxigraph knows more than the standard; what is asked by strangers has to please both.

    >>> check_grammar("SELECT * { ?s ?p ?o LATERAL { ?o ?q ?r } }")
    Traceback (most recent call last):
      ...
    kg.errors.QuerySyntaxError: line 1, column 21: ...
    """
    start, reason = _misfit(query, list(tokens(query)))
    if reason:
        raise QuerySyntaxError(query, *line_and_column(query, start), reason)


def explain_fault(query: str, message: str) -> QueryError:
    """Turn what went wrong while a well-formed query ran into an error."""
    unknown = _UNKNOWN_FUNCTION.search(message)
    if unknown is None:
        return QueryError(query, f"the query can't be answered: {message}")
    place = max(query.find(f"<{unknown[1]}>"), 0)
    reason = f"there is no function <{unknown[1]}>; only the functions of SPARQL 1.1 are known."
    return QueryRefusedError(query, *line_and_column(query, place), reason)


def _misfit(query: str, words: Sequence[Token]) -> tuple[int, str]:
    """Return where the grammar stops to fit, and why; the reason is empty when all fits."""
    terminals, places = _terminals(words)
    misfit = sparql_grammar().first_misfit(terminals)
    if misfit is None:
        return len(query), ""
    place, expected = misfit
    if place == len(terminals):
        return len(query.rstrip()), f"the query ends too early; expected {_listed(expected)}."
    word = words[places[place]]
    return word.start, _unexpected(query, word, expected)


def _unexpected(query: str, word: Token, expected: frozenset[str]) -> str:
    # Where a term may stand a < was to begin an IRI; the lexer, which found none, took it for a sign.
    if word.text == "<" and "VARIABLE" in expected and ">" in query[word.start :].split("\n")[0]:
        return 'this is no IRI: between < and > stands no space and none of < > " { } | ^ ` \\'
    # REDUCED may only stand right behind SELECT, so this is one of its columns.
    if "REDUCED" in expected and word.keyword in sparql_grammar().first("Call"):
        return f"a column that is computed needs brackets and a name: ({word.keyword}(...) AS ?name)."
    keywords = {name for name in expected if name[0].isalpha()}.difference(*_CLASSES.values())
    near = get_close_matches(word.keyword, sorted(keywords), n=1, cutoff=0.7) if word.keyword else []
    if near:
        return f"{word.text!r} is not known here. Did you mean {near[0]}?"
    return f"unexpected {_shortened(word.text)!r}; expected {_listed(expected)}."


def _unknown_prefix(words: Sequence[Token], prefixes: Mapping[str, str]) -> tuple[int, str] | None:
    known = set(prefixes)
    for before, word in zip([None, *words], words, strict=False):
        if word.kind != "PNAME":
            continue
        prefix = word.text.split(":", 1)[0]
        if before is not None and before.keyword == "PREFIX":
            known.add(prefix)
        elif prefix not in known:
            near = get_close_matches(prefix, sorted(known), n=3, cutoff=0.5)
            listed = ", ".join([*near, *sorted(known - set(near))])
            told = f"the prefix {prefix}: is not known. Known are: {listed}."
            return word.start, f"{told} Declare others with PREFIX {prefix}: <...>."
    return None


def _sense(query: str, words: Sequence[Token], message: str) -> tuple[int, str]:
    """Explain a query whose form is right and whose sense is not (SPARQL 1.1, section 19.8, notes)."""
    place = _PLACE.match(message)
    end = min(_offset(query, int(place[1]), int(place[2])), len(query)) if place else len(query)
    # The words are those of Oxigraph; should another release choose others, the last line is said.
    if "SELECT * is not" in message:
        return _last(words, "SELECT", end), "SELECT * does not go with GROUP BY. Name the columns."
    if "variable that is unbound" in message:
        reason = "with GROUP BY or a count, each column must be in GROUP BY, or be counted, summed or SAMPLEd."
        return _last(words, "SELECT", end), reason
    if "IRI parsing failed" in message:
        return _last(words, "IRI", end), "this is no valid IRI."
    taken = _taken_variable(words)
    if taken is not None:
        return taken.start, f"{taken.text} has a value already; AS needs a new variable."
    return end, "this is not valid SPARQL, though its form is right."


def _last(words: Sequence[Token], what: str, end: int) -> int:
    """Return where the last token of a kind, or the last of a keyword, begins before a place."""
    places = [word.start for word in words if what in (word.kind, word.keyword) and word.start < end]
    return places[-1] if places else 0


def _taken_variable(words: Sequence[Token]) -> Token | None:
    seen: set[str] = set()
    for before, word in pairwise(words):
        if word.kind != "VARIABLE":
            continue
        if before.keyword == "AS" and word.text[1:] in seen:
            return word
        seen.add(word.text[1:])
    return None


def _terminals(words: Sequence[Token]) -> tuple[list[str], list[int]]:
    """Turn tokens into terminals of the grammar, with the place of each; `()` and `[]` are one terminal."""
    names: list[str] = []
    places: list[int] = []
    for place, word in enumerate(words):
        # SPARQL has each of these as one terminal, with white space inside or without.
        whole = {"()": "NIL", "[]": "ANON"}.get(words[place - 1].text + word.text) if place else None
        if whole:
            names[-1] = whole
        else:
            names.append(_terminal(word))
            places.append(place)
    return names, places


def _terminal(word: Token) -> str:
    if word.kind == "MARK":
        return word.text
    if word.kind == "PNAME":
        return "NAMESPACE" if word.text.endswith(":") else "PNAME"
    if word.kind == "IRI":
        return "IRIREF"  # there is a function IRI, whose keyword is another terminal
    if word.kind == "WORD" and word.text != "A":
        return word.keyword
    return word.kind


def _listed(expected: frozenset[str]) -> str:
    """Put into words what could stand at a place: kinds of tokens, keywords, then marks."""
    classes = [name for name, members in _CLASSES.items() if members & expected]
    if _CLASSES["a value"] & expected == {"INTEGER"}:
        classes[classes.index("a value")] = "a whole number"
    rest = expected.difference(_LEFT_OUT, *_CLASSES.values())
    if _SOME_FUNCTION in rest:
        classes.append("a function")
        rest -= sparql_grammar().first("Call")
    marks = " ".join(sorted(name for name in rest if not name[0].isalpha()))
    listed = classes + sorted(name for name in rest if name[0].isalpha()) + [marks] * bool(marks)
    return listed[0] if len(listed) == 1 else f"{', '.join(listed[:-1])} or {listed[-1]}"


def _shortened(text: str, width: int = 40) -> str:
    return text if len(text) <= width else text[: width - 1] + "…"


def _offset(query: str, line: int, column: int) -> int:
    # Oxigraph ends lines at line feeds alone; splitlines() would also break at U+2028 and the like.
    return sum(len(before) + 1 for before in query.split("\n")[: line - 1]) + column - 1
