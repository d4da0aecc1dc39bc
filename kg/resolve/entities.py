"""Resolution: each name to one entity and each listing to one person, with a reason for each merge.

It is a pure function of all papers, their extractions, the lexicon and the overrides; the order of papers does not
matter.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kg.lexicon import Lexicon
from kg.model import Extraction, Paper
from kg.overrides import Override
from kg.resolution import Resolution
from kg.resolve.decisions import decided_lexicon, split_names
from kg.resolve.describe import describe
from kg.resolve.groups import group
from kg.resolve.keys import assign_keys
from kg.resolve.links import link
from kg.resolve.occurrences import Occurrence, TermFinder, occurrences
from kg.resolve.persons import resolve_persons
from kg.resolve.senses import tell_apart

__all__ = ["resolve"]


def resolve(
    papers: Iterable[Paper], extractions: Iterable[Extraction], lexicon: Lexicon, overrides: Sequence[Override] = ()
) -> Resolution:
    """Resolve all names in papers and their extractions, which run in parallel; `overrides` win over every rule.

    Raises ValueError when the two do not fit together, or one row (arXiv id and source) comes twice.

    >>> resolve([], [], Lexicon()).entities
    ()
    """
    rows = sorted(zip(papers, extractions, strict=True), key=lambda row: (row[0].source, row[0].arxiv_id))
    _check(rows)
    lexicon = decided_lexicon(lexicon, overrides)
    finder = TermFinder(lexicon)
    persons, person_keys = resolve_persons(paper for paper, _ in rows)
    people = {arxiv_id: set(keys) for (arxiv_id, _), keys in person_keys.items()}
    found = [one for paper, extraction in rows for one in occurrences(paper, extraction, finder)]
    found = split_names(tell_apart(found, people), overrides)
    groups, roots = group(found, lexicon, overrides)
    keys = assign_keys(groups, lexicon)
    entities = [describe(one, key, lexicon) for one, key in zip(groups, keys, strict=True)]
    key_of = {one.root: entity.key for one, entity in zip(groups, entities, strict=True)}
    entity_keys, entity_names = _by_row(rows, found, [key_of[root] for root in roots])
    return Resolution(link(entities, lexicon), persons, entity_keys, entity_names, person_keys)


def _check(rows: list[tuple[Paper, Extraction]]) -> None:
    seen: set[tuple[str, str]] = set()
    for paper, extraction in rows:
        row = (paper.arxiv_id, paper.source)
        if paper.arxiv_id != extraction.arxiv_id:
            raise ValueError(f"an extraction of {extraction.arxiv_id} stands beside the paper {paper.arxiv_id}")
        if row in seen:
            raise ValueError(f"the paper {row[0]} comes twice on {row[1]}; merge the rows of one day before")
        seen.add(row)


def _by_row(
    rows: Iterable[tuple[Paper, Extraction]], found: Iterable[Occurrence], keys: Iterable[str]
) -> tuple[dict[tuple[str, str], tuple[str, ...]], dict[tuple[str, str], dict[str, str]]]:
    """Return the keys of the entities of each row, in its extraction's order, and the same by first name."""
    in_order: dict[tuple[str, str], list[str]] = {(paper.arxiv_id, paper.source): [] for paper, _ in rows}
    by_name: dict[tuple[str, str], dict[str, str]] = {row: {} for row in in_order}
    for occurrence, key in zip(found, keys, strict=True):
        row = (occurrence.arxiv_id, occurrence.source)
        in_order[row].append(key)
        by_name[row].setdefault(occurrence.names[0].surface, key)
    return {row: tuple(keys) for row, keys in in_order.items()}, by_name
