"""Terms of a query that the ontology does not have: such a query is right SPARQL, and silently finds nothing."""

from __future__ import annotations

from kg.errors import UnknownNameError
from kg.query.lexer import tokens
from kg.vocab import KG, KGC, ClosedNamespace

__all__ = ["unknown_terms"]

_CLOSED: dict[str, ClosedNamespace] = {"kg": KG, "kgc": KGC}


def unknown_terms(query: str) -> list[UnknownNameError]:
    """Return an error for each name with `kg:` or `kgc:` that there is not; its message says which are near.

    A prefix that the query declares itself may mean anything. Raises QuerySyntaxError where there is no token.

    >>> [error.name for error in unknown_terms("ASK { ?x a kg:Datset ; kg:kind kgc:ratio }")]
    ['Datset']
    """
    names = [token.text.partition(":") for token in tokens(query) if token.kind == "PNAME"]
    # Nothing stands behind the colon where a prefix is declared.
    declared = {prefix for prefix, _, local in names if not local}
    found: dict[str, UnknownNameError] = {}
    for prefix, _, local in names:
        terms = _CLOSED.get(prefix)
        if terms is not None and prefix not in declared and local not in set(terms):
            found[f"{prefix}:{local}"] = UnknownNameError(f"term of {terms.base}", local, terms)
    return list(found.values())
