"""Leave out what an extraction is not sure enough of."""

from __future__ import annotations

from dataclasses import replace

from kg.errors import SettingsError
from kg.model import Extraction, Result

__all__ = ["checked_confidence", "confident"]


def checked_confidence(least: float) -> float:
    """Return a least confidence as it is; raises SettingsError when it is not from 0 to 1.

    >>> checked_confidence(0.5)
    0.5
    """
    if not 0 <= least <= 1:
        raise SettingsError("min_confidence", least, f"min_confidence: expected 0 to 1, got {least}")
    return least


def confident(extraction: Extraction, least: float) -> Extraction:
    """Return an extraction without entities and results below a confidence (0 to 1).

    A link to an entity that is left out becomes None, and so does one to an earlier score.
    """
    if not least:
        return extraction
    entities = tuple(entity for entity in extraction.entities if entity.confidence >= least)
    names = {entity.names[0] for entity in entities}
    kept = [place for place, result in enumerate(extraction.results) if result.confidence >= least]
    new = {place: number for number, place in enumerate(kept)}
    results = tuple(_linked(extraction.results[place], names, new) for place in kept)
    return Extraction(extraction.arxiv_id, entities, results)


def _linked(result: Result, names: set[str], new: dict[int, int]) -> Result:
    def link(name: str | None) -> str | None:
        return name if name in names else None

    return replace(
        result,
        subject=link(result.subject),
        metric=link(result.metric),
        dataset=link(result.dataset),
        baseline=link(result.baseline),
        model=link(result.model),
        before=None if result.before is None else new.get(result.before),
    )
