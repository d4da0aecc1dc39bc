"""A reader of LL(1) grammars that tells where a list of tokens stops to fit, and what could stand there.

It is used only after a query was refused, to name the place: Oxigraph names the farthest place that it tried.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import chain
from pathlib import Path

__all__ = ["END", "Grammar", "sparql_grammar"]

END = "END"
"""The terminal behind the last token."""

# A sign in quotes, a name, or a sign of the notation.
_SYMBOL = re.compile(r"'([^']+)'|(\w+)|([()|?*+])")
# Before the notation's own signs, which are thereby told from the same signs in quotes.
_MARK = "\0"
Alternative = tuple[str, ...]


class Grammar:
    """Rules `Name = expression`, the first of them the start; a rule goes on in lines that are indented.

    >>> grammar = Grammar("List = '[' ( WORD ( ',' WORD )* )? ']'")
    >>> grammar.first_misfit(["[", "WORD", "WORD"])
    (2, frozenset({...}))
    >>> grammar.first_misfit(["[", "WORD", "]"]) is None
    True
    """

    def __init__(self, text: str) -> None:
        self.rules: dict[str, list[Alternative]] = {}
        given = [rule.split("=", 1) for rule in re.split(r"\n(?=\w)", re.sub(r"(?m)^#.*$", "", text).strip())]
        for name, expression in given:
            self.rules[name.strip()] = self._choice(_symbols(expression))
        self.start = given[0][0].strip()
        self._first: dict[str, frozenset[str]] = {}
        self._may_be_empty: set[str] = set()
        self._close()

    def first_misfit(self, terminals: Iterable[str]) -> tuple[int, frozenset[str]] | None:
        """Return the place of the first terminal that can't stand there, and what could; None if all fit."""
        stack = [END, self.start]
        for place, terminal in enumerate(chain(terminals, [END])):
            expected: set[str] = set()
            while (top := stack.pop()) != terminal:
                expected |= self._first.get(top, {top})
                alternative = self._fitting(top, terminal)
                if alternative is None:
                    return place, frozenset(expected)
                stack.extend(reversed(alternative))
        return None

    def first(self, name: str) -> frozenset[str]:
        """Return the terminals that a rule may begin with."""
        return self._first[name]

    def _fitting(self, name: str, terminal: str) -> Alternative | None:
        for alternative in self.rules.get(name, ()):
            if terminal in self._first_of(alternative):
                return alternative
        return () if name in self._may_be_empty else None

    def _choice(self, symbols: Iterator[str]) -> list[Alternative]:
        """Read alternatives up to a closing bracket; a part with a mark behind becomes a rule of its own."""
        alternatives: list[list[str]] = [[]]
        for symbol in symbols:
            if symbol == _MARK + ")":
                break
            if symbol == _MARK + "|":
                alternatives.append([])
            elif symbol == _MARK + "(":
                alternatives[-1].append(self._rule(self._choice(symbols)))
            elif symbol.startswith(_MARK):
                alternatives[-1][-1] = self._repeated(alternatives[-1][-1], symbol[1:])
            else:
                alternatives[-1].append(symbol)
        return [tuple(alternative) for alternative in alternatives]

    def _repeated(self, part: str, mark: str) -> str:
        if mark == "?":
            return self._rule([(part,), ()])
        # A rule that refers to itself: its name is needed before what it says.
        name = self._rule([])
        self.rules[name] = [(part, name), ()]
        return name if mark == "*" else self._rule([(part, name)])

    def _rule(self, alternatives: list[Alternative]) -> str:
        name = f"#{len(self.rules)}"
        self.rules[name] = alternatives
        return name

    def _close(self) -> None:
        """Find which rules may be empty and what each may begin with, until nothing more is found."""
        size = -1
        while size != (size := sum(map(len, self._first.values())) + len(self._may_be_empty)):
            for name, alternatives in self.rules.items():
                self._first[name] = frozenset().union(*map(self._first_of, alternatives))
                if any(all(part in self._may_be_empty for part in parts) for parts in alternatives):
                    self._may_be_empty.add(name)

    def _first_of(self, alternative: Alternative) -> frozenset[str]:
        found: frozenset[str] = frozenset()
        for part in alternative:
            found |= self._first.get(part, frozenset()) if part in self.rules else frozenset({part})
            if part not in self._may_be_empty:
                break
        return found


@cache
def sparql_grammar() -> Grammar:
    """Return the grammar of SPARQL queries (sparql.grammar beside this file)."""
    return Grammar(Path(__file__).with_name("sparql.grammar").read_text(encoding="utf-8"))


def _symbols(expression: str) -> Iterator[str]:
    for literal, name, mark in _SYMBOL.findall(expression):
        yield literal or name or _MARK + mark
