"""What the shell's Tab offers: names of questions, of their parameters, and of the graph.

Installed by `kg --install-completion`. Whatever goes wrong here is kept from the reader, who only pressed Tab.
"""

from __future__ import annotations

from collections.abc import Callable

import typer

from kg.cli.answers import asker_for
from kg.errors import KgError
from kg.query.catalogue import catalogue
from kg.query.suggest import suggestions
from kg.table import Table

__all__ = ["complete_name", "complete_param", "complete_words"]

# Nobody who pressed Tab waits longer.
_SECONDS = 5.0


def complete_words(ctx: typer.Context, incomplete: str) -> list[str]:
    """Offer names of questions, and after the first word also those of the graph's entities."""
    names = [name for name in catalogue() if name.startswith(incomplete)]
    return names or _asked(ctx, lambda look: suggestions("entity", incomplete, look))


def complete_name(incomplete: str) -> list[str]:
    """Offer names of questions."""
    return [name for name in catalogue() if name.startswith(incomplete)]


def complete_param(ctx: typer.Context, incomplete: str) -> list[str]:
    """Offer the parameters of the question that was named, and after the sign of equality their values."""
    question = catalogue().get(str(ctx.params.get("name")))
    if question is None:
        return []
    key, equals, begun = incomplete.partition("=")
    if not equals:
        return [f"{one.name}=" for one in question.parameters if one.name.startswith(key)]
    kinds = [one.type for one in question.parameters if one.name == key]
    found = _asked(ctx, lambda look: suggestions(kinds[0], begun, look)) if kinds else []
    return [f"{key}={value}" for value in found]


def _asked(ctx: typer.Context, what: Callable[[Callable[[str], Table]], tuple[str, ...]]) -> list[str]:
    try:
        given = ctx.params.get("graph")
        with asker_for(given) as asker:
            return list(what(lambda query: asker.ask(query, timeout=_SECONDS)))
    except (KgError, OSError):
        return []
