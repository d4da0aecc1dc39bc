"""What a user types for a parameter, as RDF terms: checked, and names looked up in the graph."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from difflib import get_close_matches

from kg.errors import QueryError, UnknownNameError
from kg.names import name_key
from kg.rdf import XSD, Iri, Literal, RdfTerm, as_ntriples_term
from kg.table import Table
from kg.vocab import KG

__all__ = ["ARXIV_ID", "ENTITY_CLASSES", "NAMED_BY", "TYPES", "other_numbers", "terms", "things_named"]

_PATTERNS = {
    "decimal": (re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)"), "a number such as 0.5"),
    "integer": (re.compile(r"[+-]?\d+"), "a whole number"),
}
ENTITY_CLASSES = {
    "entity": "",
    **{name.lower(): name for name in ("Dataset", "Method", "Metric", "Model", "Task")},
}
"""The types that are entities, with the class of each; any class will do for "entity"."""

NAMED_BY = {"paper": "dcterms:title", "person": "foaf:name"}
"""The other types that have names, with the property that holds them."""

_RELATIVE = re.compile(r"newest(?:-(\d{1,6}))?")  # newest-30
_NO_DIGEST = "1970-01-01"
_LABEL = "skos:prefLabel|skos:altLabel"
_SHORTEST = 4
_NO_LETTER = '"[^\\\\p{L}\\\\p{N}]"'
ARXIV_ID = re.compile(
    r"(?:https?://arxiv\.org/abs/|arxiv:)?(\d{4}\.\d{4,5}|[a-z.-]+/\d{7})(?:v\d+)?", re.ASCII | re.IGNORECASE
)
"""An arXiv id as people give it: alone, behind "arxiv:", or as an address; its first group has no version."""

TYPES = ("string", "date", "class", *_PATTERNS, *ENTITY_CLASSES, *NAMED_BY)
"""The types that a parameter may have."""

Ask = Callable[[str], Table]


def terms(kind: str, value: str, ask: Ask) -> tuple[RdfTerm, ...]:
    """Turn a value into terms of a type of TYPES; a name may stand for several things.

    Raises QueryError when it has not the form of its type, UnknownNameError when nothing has that name.

    >>> terms("date", "2024-10-30", lambda query: Table((), ()))[0].value
    '2024-10-30'
    """
    if kind in ENTITY_CLASSES or kind in NAMED_BY:
        return things_named(kind, value, ask)
    if kind == "string":
        return (Literal(value),)
    if kind == "date":
        return (Literal(_date(value, ask), Iri(XSD + "date")),)
    if kind == "class":
        return _classes(value)
    pattern, wanted = _PATTERNS[kind]
    # \d also takes digits of other scripts, which no number of XML Schema has.
    if not pattern.fullmatch(value) or not value.isascii():
        raise QueryError(value, f"expected {wanted}, got {value!r}")
    return (Literal(value, Iri(XSD + kind)),)


def things_named(kind: str, name: str, ask: Ask) -> tuple[Iri, ...]:
    """Return the entities, people or papers of a name, of the wanted type if there are such.

    Case does not count; where nothing fits letter by letter, neither do spaces and hyphens, and then an s at the end
    of words in lower case. An IRI stands
    for itself, an arXiv id for its paper. Raises UnknownNameError with the nearest names.
    """
    # An address at arXiv is a paper's id; its IRI in the graph is another one.
    if re.match(r"https?://", name) and not (kind == "paper" and ARXIV_ID.fullmatch(name)):
        return (_iri(name),)
    found = _by_arxiv_id(name, ask) if kind == "paper" else ()
    for spelling in (name.strip(), *other_numbers(name.strip())):
        found = found or _by_label(kind, spelling, ask)
    if not found:
        raise UnknownNameError(f"{kind} in the graph", name, _near(kind, name.strip(), ask))
    return found


def _classes(value: str) -> tuple[Iri, ...]:
    """Return the classes of entities that are named with commas between them, also in the plural."""
    known = {kind: name for kind, name in ENTITY_CLASSES.items() if name}
    found = []
    for said in (part.strip().lower() for part in value.split(",")):
        name = known.get(said) or known.get(said.removesuffix("s"))
        if name is None:
            raise UnknownNameError("class of entities", said, known)
        found.append(KG[name])
    return tuple(dict.fromkeys(found))


def other_numbers(name: str) -> tuple[str, ...]:
    """Return a phrase in plural or singular, as it may be called in the graph: language models, language model.

    >>> other_numbers("diffusion models"), other_numbers("GRPO")
    (('diffusion model',), ())
    """
    last = name.rpartition(" ")[2]
    if not last.isalpha() or not last.islower() or len(last) < _SHORTEST or last.endswith("ss"):
        return ()
    return (name.removesuffix("s"),) if last.endswith("s") else (f"{name}s",)


def _by_arxiv_id(name: str, ask: Ask) -> tuple[Iri, ...]:
    match = ARXIV_ID.fullmatch(name.strip())
    if match is None:
        return ()
    table = ask(f"SELECT DISTINCT ?thing {{ ?thing kg:arxivId {_quoted(match[1])} }} ORDER BY ?thing")
    return tuple(map(Iri, table.column("thing")))


def _by_label(kind: str, name: str, ask: Ask) -> tuple[Iri, ...]:
    """Find things by a label: best of the wanted type, with all letters alike, and by its main label."""
    table = ask(
        f"SELECT ?thing ?label {{ ?thing {NAMED_BY.get(kind, _LABEL)} ?label . "
        f"BIND(LCASE(REPLACE({_quoted(name)}, {_NO_LETTER}, '')) AS ?letters) "
        f"FILTER(LCASE(?label) = LCASE({_quoted(name)}) || "
        f"?letters != '' && LCASE(REPLACE(?label, {_NO_LETTER}, '')) = ?letters) }}"
    )
    alike = {Iri(row["thing"]) for row in table if row["label"].lower() == name.lower()}
    # By letters alone Llama-3-8B would be Llama-38B; keys of names tell them apart.
    found = alike or {Iri(row["thing"]) for row in table if name_key(row["label"]) == name_key(name)}
    if kind in NAMED_BY or len(found) < 2:
        return tuple(sorted(found))
    return _best(ENTITY_CLASSES[kind], name, found, ask)


def _best(wanted: str, name: str, found: Iterable[Iri], ask: Ask) -> tuple[Iri, ...]:
    """Choose, of entities of one name, those of the wanted type, then those whose main label it is."""
    listed = " ".join(map(as_ntriples_term, sorted(found)))
    table = ask(f"SELECT * {{ VALUES ?thing {{ {listed} }} ?thing a ?class ; skos:prefLabel ?main }}")
    ranked = {
        (not row["class"].endswith(f"#{wanted}"), row["main"].lower() != name.lower(), Iri(row["thing"]))
        for row in table
    }
    best = min((rank[:2] for rank in ranked), default=None)
    return tuple(sorted({rank[2] for rank in ranked if rank[:2] == best} or found))


def _near(kind: str, name: str, ask: Ask) -> list[str]:
    """Return the labels most like a name, of those that begin like it."""
    table = ask(
        f"SELECT DISTINCT ?label {{ ?thing {NAMED_BY.get(kind, _LABEL)} ?label . "
        f"FILTER(STRSTARTS(LCASE(?label), LCASE({_quoted(name[:1])})) && "
        f"ABS(STRLEN(?label) - {len(name)}) < 6) }}"
    )
    labels = {label.lower(): label for label in sorted(table.column("label"), reverse=True)}
    return [labels[label] for label in get_close_matches(name.lower(), labels, n=6, cutoff=0.6)]


def _quoted(text: str) -> str:
    return as_ntriples_term(Literal(text))


def _iri(text: str) -> Iri:
    try:
        as_ntriples_term(Iri(text))
    except ValueError:
        raise QueryError(text, f"expected an IRI without spaces, quotes and brackets, got {text!r}") from None
    return Iri(text)


def _date(value: str, ask: Ask) -> str:
    """Read a day as YYYY-MM-DD, or as days before the newest digest: `newest`, `newest-30`."""
    relative = _RELATIVE.fullmatch(value)
    try:
        if relative is None:
            return date.fromisoformat(value).isoformat()
        newest = ask("SELECT (MAX(?day) AS ?newest) { ?digest a kg:Digest ; dcterms:issued ?day }").column("newest")[0]
        # The newest of no digests is an empty cell.
        return (date.fromisoformat(newest or _NO_DIGEST) - timedelta(days=int(relative[1] or 0))).isoformat()
    except (ValueError, OverflowError):
        expected = "a day such as 2024-10-30, or newest-30 for 30 days before the newest digest"
        raise QueryError(value, f"expected {expected}, got {value!r}") from None
