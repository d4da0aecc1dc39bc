"""Resolution of what a graph holds, done again: with names given by hand, or to look at it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from kg.graph.folder import GraphFolder, Version
from kg.lexicon import read_lexicon
from kg.model import Extraction, Paper
from kg.overrides import read_overrides
from kg.records import read_records
from kg.resolution import Resolution
from kg.resolve.bcubed import BCubed, b_cubed, gold_names
from kg.resolve.entities import resolve
from kg.resolve.given import Given, Placed, add_given
from kg.resolve.pairs import Label, PairScore, judge, read_pairs, score_pairs
from kg.resources import lexicon_dir
from kg.rows import read_rows
from kg.settings import Settings, overrides_path

__all__ = ["evaluate_names", "evaluate_pairs", "extracted_rows"]


def extracted_rows(version: Version) -> list[tuple[Paper, Extraction]]:
    """Return the papers of a version with what was extracted from each, by day and arXiv id."""
    rows = (row for day in sorted(version.manifest()["days"]) for row in read_rows(version, day))
    return [(row.paper, row.extraction) for row in rows if row.extraction is not None]


def evaluate_pairs(
    file: str | Path, *, graph: str | Path = "graph", settings: Settings | None = None
) -> tuple[dict[Label, PairScore], tuple[str, ...]]:
    """Measure resolution on labelled pairs of names; also return the arXiv ids that the graph does not have.

    Each side of a pair enters resolution as one more name of its paper, beside all that the graph holds, with
    the lexicon that is installed and the graph's overrides. Raises NoGraphError without a graph, RecordError for
    a damaged file.

        scores, unknown = kg.evaluate_pairs("pairs.jsonl", graph="graph")
        print(scores["same"].f1)
    """
    pairs = read_pairs(file)
    resolution, placed = _resolved([side for pair in pairs for side in (pair.a, pair.b)], graph, settings)
    keys = [(placed.key_of(pair.a, resolution), placed.key_of(pair.b, resolution)) for pair in pairs]
    return score_pairs(pairs, [judge(a, b, resolution) for a, b in keys]), placed.unknown


def evaluate_names(
    file: str | Path, *, graph: str | Path = "graph", settings: Settings | None = None
) -> tuple[BCubed, tuple[str, ...]]:
    """Measure, in B-cubed, how the names of annotated papers are grouped; also return the arXiv ids that are not there.

    Each name enters resolution as one more name of its paper, as the sides of pairs do.
    """
    gold = gold_names(read_records(Path(file)))
    resolution, placed = _resolved(gold, graph, settings)
    return b_cubed(gold, {name: placed.key_of(name, resolution) for name in gold}), placed.unknown


def _resolved(names: Iterable[Given], graph: str | Path, settings: Settings | None) -> tuple[Resolution, Placed]:
    placed = add_given(extracted_rows(GraphFolder(graph).current()), names)
    papers, extractions = zip(*placed.rows, strict=True) if placed.rows else ((), ())
    overrides = read_overrides(overrides_path(Path(graph), settings or Settings()))
    return resolve(papers, extractions, read_lexicon(lexicon_dir()), overrides), placed
