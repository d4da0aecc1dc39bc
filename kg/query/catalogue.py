"""The catalogue: questions that people ask, each a query in queries/*.rq that explains itself at its head.

The head is made of lines that begin `#+` (after grlc): `summary`, `note`, `params`, `asks` (ways to put the question
in words, with parameters in braces), `tags` and `example`. A
parameter is a line `name (type): what it is` or `name (type, default): what it is`; in the query it is a
variable with one `VALUES ?name { ... }`, which holds an example, so that the file runs as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kg.errors import QueryError, UnknownNameError
from kg.query.lexer import tokens
from kg.query.values import ENTITY_CLASSES, TYPES, terms
from kg.rdf import RdfTerm, as_ntriples_term
from kg.table import Table

__all__ = ["Parameter", "Question", "catalogue", "find_question", "read_question"]

_FOLDER = Path(__file__).with_name("queries")
# "#+ params:" begins a part of the head; a line without a word and a colon goes on with it.
_HEAD = re.compile(r"#\+ (\w+): ?(.*)")
# "dataset (dataset): its name", "least (integer, 2): papers that they share".
_PARAMETER = re.compile(r"(\w+) \((\w+)(?:, ([^)]*))?\): (.+)")
_KEYS = ("summary", "note", "params", "asks", "tags", "example")


@dataclass(frozen=True, slots=True)
class Parameter:
    """One thing that a question needs to be told; `default` is None where it must be told."""

    name: str
    type: str
    default: str | None
    note: str

    @property
    def classes(self) -> tuple[str, ...]:
        """The classes of entities that the note speaks of, where the type leaves them open; else none."""
        spoken = {word.lower() for word in re.findall(r"\w+", self.note)} if self.type == "entity" else set()
        return tuple(name for kind, name in ENTITY_CLASSES.items() if name and kind in spoken)


@dataclass(frozen=True, slots=True)
class Question:
    """A query with a name, a summary, and parameters; `query` is its SPARQL with examples filled in."""

    name: str
    summary: str
    note: str
    parameters: tuple[Parameter, ...]
    asks: tuple[str, ...]
    tags: tuple[str, ...]
    example: str
    query: str

    def sparql(self, values: Mapping[str, str], ask: Callable[[str], Table]) -> str:
        """Return the query with the parameters filled in; a query of its own text, ready to be run anywhere.

        Names of entities, people and papers are looked up through `ask`. Values get into the query as terms
        only. Raises UnknownNameError for a parameter or a name that there is not, and QueryError for a
        missing or a wrong value.
        """
        return self.with_terms(self.terms(values, ask))

    def terms(self, values: Mapping[str, str], ask: Callable[[str], Table]) -> dict[str, tuple[RdfTerm, ...]]:
        """Return the terms that the values of all parameters stand for; raises what `sparql` raises."""
        known = {parameter.name: parameter for parameter in self.parameters}
        for name in values:
            if name not in known:
                raise UnknownNameError(f"parameter of {self.name}", name, known)
        return {name: terms(parameter.type, self._value(parameter, values), ask) for name, parameter in known.items()}

    def with_terms(self, found: Mapping[str, tuple[RdfTerm, ...]]) -> str:
        """Return the query with the terms of `Question.terms` in its places."""
        return _filled_in(self.query, {name: " ".join(map(as_ntriples_term, each)) for name, each in found.items()})

    def _value(self, parameter: Parameter, values: Mapping[str, str]) -> str:
        value = values.get(parameter.name, parameter.default)
        if value is None:
            message = f"{self.name} needs a {parameter.name}: {parameter.note}. For example: {self.example}"
            raise QueryError(self.query, message)
        return value


@cache
def catalogue() -> dict[str, Question]:
    """Return all questions by name, sorted.

    >>> catalogue()["leaderboard"].parameters[0].name
    'dataset'
    """
    return {path.stem: read_question(path) for path in sorted(_FOLDER.glob("*.rq"))}


def find_question(name: str) -> Question:
    """Return the question of that name; raises UnknownNameError with those that there are.

    >>> find_question("overview").parameters
    ()
    """
    if name not in catalogue():
        raise UnknownNameError("question", name, catalogue())
    return catalogue()[name]


def read_question(path: Path) -> Question:
    """Read a question from a file; raises ValueError where its head is not as it should be."""
    text = path.read_text(encoding="utf-8")
    head = _head(path, text)
    return Question(
        name=path.stem,
        summary=" ".join(head["summary"]),
        note=" ".join(head["note"]),
        parameters=tuple(_parameter(path, line) for line in head["params"]),
        asks=tuple(way.strip() for way in " ".join(head["asks"]).split(";") if way.strip()),
        tags=tuple(tag.strip() for tag in ",".join(head["tags"]).split(",") if tag.strip()),
        example=" ".join(head["example"]),
        query="\n".join(line for line in text.splitlines() if not line.startswith("#+")) + "\n",
    )


def _head(path: Path, text: str) -> dict[str, list[str]]:
    head: dict[str, list[str]] = {key: [] for key in _KEYS}
    key = ""
    for line in text.splitlines():
        if not line.startswith("#+"):
            break
        match = _HEAD.match(line)
        if match:
            key = match[1]
        # Nor does a head begin in the middle of a part: the empty key is none of them.
        if key not in head:
            raise ValueError(f"{path}: expected one of {', '.join(_KEYS)} at its head, found {line!r}")
        content = match[2] if match else line.removeprefix("#+").strip()
        head[key].extend([content] if content else [])
    return head


def _parameter(path: Path, line: str) -> Parameter:
    match = _PARAMETER.fullmatch(line)
    if match is None or match[2] not in TYPES:
        raise ValueError(f"{path}: expected 'name (type, default): note' with a type of {TYPES}, found {line!r}")
    return Parameter(match[1], match[2], match[3], match[4])


def _filled_in(query: str, filled: Mapping[str, str]) -> str:
    """Put terms between the brackets of each `VALUES ?name { ... }`; found by tokens, not by letters."""
    words = list(tokens(query))
    pieces: list[str] = []
    place = 0
    for before, name, opened in zip(words, words[1:], words[2:], strict=False):
        if before.keyword == "VALUES" and opened.text == "{" and name.text[1:] in filled:
            closed = next(word for word in words if word.start > opened.start and word.text == "}")
            pieces += [query[place : opened.end], f" {filled[name.text[1:]]} "]
            place = closed.start
    return "".join(pieces) + query[place:]
