"""Values of another type than a question asks for: such a question is right, and silently finds nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from shlex import quote

from kg.query.catalogue import Question
from kg.query.values import ENTITY_CLASSES
from kg.rdf import RdfTerm, as_ntriples_term
from kg.table import Table

__all__ = ["misfits"]

_CLASSES = {**ENTITY_CLASSES, "paper": "Paper", "person": "Person"}
_KINDS = {name: kind for kind, name in _CLASSES.items() if name}


def misfits(
    question: Question,
    values: Mapping[str, str],
    found: Mapping[str, tuple[RdfTerm, ...]],
    ask: Callable[[str], Table],
) -> Iterator[str]:
    """Yield a sentence for each value that is something else than the question asks for, and says what it is.

    `found` are the terms of the values (`Question.terms`), and `ask` answers queries. A name that stands for several
    things fits if one of them does.
    """
    for parameter in question.parameters:
        wanted = _CLASSES.get(parameter.type)
        if wanted is None or parameter.name not in values:
            continue
        kinds = _kinds(found[parameter.name], ask)
        fits = wanted in kinds if wanted else not kinds.isdisjoint(filter(None, ENTITY_CLASSES.values()))
        if not fits:
            yield _told(question, parameter.name, parameter.type, values[parameter.name], kinds)


def _kinds(things: Iterable[RdfTerm], ask: Callable[[str], Table]) -> set[str]:
    listed = " ".join(map(as_ntriples_term, things))
    classes = ask(f"SELECT DISTINCT ?class {{ VALUES ?thing {{ {listed} }} ?thing a ?class }}").column("class")
    return {name for name in _KINDS if any(str(each).endswith(f"#{name}") for each in classes)}


def _told(question: Question, parameter: str, wanted: str, value: str, kinds: set[str]) -> str:
    a_wanted = f"an {wanted}" if wanted == "entity" else f"a {wanted}"
    of_it = "" if parameter == wanted else f" as its {parameter}"
    expected = f"{question.name} expects {a_wanted}{of_it}, so there may be no rows"
    if not kinds:
        return f"{value} is nothing that the graph knows; {expected}."
    found = " and a ".join(sorted(_KINDS[name] for name in kinds))
    return f"{value} is a {found}; {expected}. What is known of it: kg explain {quote(value)}"
