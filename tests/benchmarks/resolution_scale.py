"""Resolution of the papers of a graph, and of up to ten times as many names made from them, in one run.

Each copy of the papers has other arXiv ids, and a number behind each name, so that names grow as papers do.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from math import log2

from kg.graph.folder import GraphFolder
from kg.lexicon import read_lexicon
from kg.model import Extraction, Paper
from kg.resolve.entities import resolve
from kg.resolving import extracted_rows
from kg.resources import lexicon_dir

Row = tuple[Paper, Extraction]


def copy(rows: list[Row], number: int) -> Iterator[Row]:
    """Return the rows as they are for number 0, else with ids and names of their own."""
    for paper, found in rows:
        if not number:
            yield paper, found
            continue
        arxiv_id = f"{paper.arxiv_id}{number}"
        entities = (replace(e, names=tuple(f"{name} z{number}" for name in e.names)) for e in found.entities)
        names = tuple(f"{name} z{number}" for name in paper.names)
        yield replace(paper, arxiv_id=arxiv_id, names=names), Extraction(arxiv_id, tuple(entities))


def main(folder: str, *steps: str) -> None:
    rows = extracted_rows(GraphFolder(folder).current())
    lexicon = read_lexicon(lexicon_dir())
    print(f"{'':<8}{'papers':>9}{'names':>10}{'seconds':>9}{'us / (n log n)':>16}")
    for times in map(int, steps or ("1", "2", "5", "10")):
        papers, found = zip(*(row for number in range(times) for row in copy(rows, number)), strict=True)
        names = sum(len(entity.names) for one in found for entity in one.entities)
        began = time.process_time()
        resolve(papers, found, lexicon)
        taken = time.process_time() - began
        print(f"{times:>6} x{len(papers):>9,}{names:>10,}{taken:>9.2f}{1e6 * taken / (names * log2(names)):>16.3f}")


if __name__ == "__main__":
    main(*sys.argv[1:])
