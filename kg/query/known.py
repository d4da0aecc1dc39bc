"""Which of a user's words are names in the graph: one look for many stretches, where `things_named` takes one each."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property

from kg.query.values import ARXIV_ID, ENTITY_CLASSES, other_numbers
from kg.rdf import Iri, Literal, as_ntriples_term
from kg.table import Table

__all__ = ["EXACT", "LOOSE", "KnownNames"]

Ask = Callable[[str], Table]

LOOSE, EXACT = 1, 2
"""How well a name fits a type: as the name of something else, or as one of that very type (0: not at all)."""

_IRI = re.compile(r"https?://")
_NAMED = """SELECT DISTINCT ?letters ?thing {
  %s
  BIND(LCASE(REPLACE(?label, "[^\\\\p{L}\\\\p{N}]", "")) AS ?letters)
  FILTER(?letters IN (%s))
}"""


class KnownNames:
    """Which of some stretches of words the graph knows as entities, people and papers; asked when first needed."""

    def __init__(self, ask: Ask, stretches: Iterable[str]) -> None:
        """Take all stretches that will be looked up; arXiv ids may stand as addresses and with a version."""
        self._ask = ask
        plain = {_plain(stretch) for stretch in stretches}
        self._wanted = sorted({_letters(one) for name in plain for one in (name, *other_numbers(name))} - {""})

    def fit(self, kind: str, name: str, among: Iterable[str] = ()) -> int:
        """Say how well a stretch fits a type of `kg.query.values.TYPES` with names: EXACT, LOOSE, or 0.

        Case, spaces and hyphens don't count. An IRI fits all types. Of a type that any entity has, `among` may say
        which classes are meant.
        """
        if _IRI.match(name) and not ARXIV_ID.fullmatch(name):
            return EXACT
        letters = _letters(_plain(name))
        if kind in ("paper", "person"):
            return EXACT if letters in (self._papers if kind == "paper" else self._persons) else 0
        spellings = (name, *other_numbers(name))
        classes = next(filter(None, (self._entities.get(_letters(one)) for one in spellings)), None)
        if not classes:
            return 0
        wanted = {ENTITY_CLASSES[kind]} - {""} or set(among)
        return EXACT if not wanted or not wanted.isdisjoint(found.rpartition("#")[2] for found in classes) else LOOSE

    @cached_property
    def _entities(self) -> Mapping[str, frozenset[str]]:
        """Look for names first and for classes then: in one query Oxigraph would look at all classes of all things."""
        letters: dict[str, set[str]] = defaultdict(set)
        for row in self._look("?thing skos:prefLabel|skos:altLabel ?label ."):
            letters[row["thing"]].add(row["letters"])
        listed = " ".join(as_ntriples_term(Iri(thing)) for thing in sorted(letters))
        found: dict[str, set[str]] = defaultdict(set)
        for row in self._ask(f"SELECT * {{ VALUES ?thing {{ {listed} }} ?thing a ?class }}"):
            for name in letters[row["thing"]]:
                found[name].add(row["class"])
        return {name: frozenset(classes) for name, classes in found.items()}

    @cached_property
    def _persons(self) -> frozenset[str]:
        return frozenset(self._look("?thing foaf:name ?label .").column("letters"))

    @cached_property
    def _papers(self) -> frozenset[str]:
        return frozenset(self._look("?thing a kg:Paper ; dcterms:title|kg:arxivId ?label .").column("letters"))

    def _look(self, pattern: str) -> Table:
        listed = ", ".join(as_ntriples_term(Literal(letters)) for letters in self._wanted)
        return self._ask(_NAMED % (pattern, listed or '""'))


def _plain(name: str) -> str:
    match = ARXIV_ID.fullmatch(name)
    return match[1] if match else name


def _letters(name: str) -> str:
    return "".join(letter for letter in name.lower() if letter.isalnum())
