"""What the resolver holds of a paper before it resolves: its names, and no text."""

from __future__ import annotations

import random
import tracemalloc
from collections.abc import Iterator

from kg.lexicon import Lexicon
from kg.model import EntityType, Extraction, Paper, PaperEntity
from kg.resolve.entities import Resolver, row_names
from kg.resolve.terms import Terms

PAPERS = 1_000
WORDS = [f"{chr(97 + one)}word{chr(97 + other)}s" for one in range(26) for other in range(26)]
SHORT = [f"{chr(65 + one)}{chr(65 + other)}X" for one in range(26) for other in range(26)]


def papers(first: int, count: int) -> Iterator[tuple[Paper, Extraction]]:
    """Give papers that name eight things of a few that all papers share, in texts of 60 words."""
    for number in range(first, first + count):
        chance = random.Random(number)
        paper = Paper(f"2410.{number:05}", "2024-10-30", "On it", " ".join(chance.sample(WORDS, 60)), ("Ann Lee",))
        names = chance.sample(SHORT, 8)
        # As in records that are read, no two papers share a string.
        entities = tuple(PaperEntity(EntityType.METHOD, ("".join(name),), None, (), 0.9) for name in names)
        yield paper, Extraction(paper.arxiv_id, entities)


def test_a_paper_takes_as_much_memory_as_its_names() -> None:
    terms = Terms.decided(Lexicon(), ())
    resolver = Resolver(terms)
    for paper, extraction in papers(0, PAPERS):  # fills what is kept once for all
        resolver.take(row_names(paper, extraction, terms))
    tracemalloc.start()
    for paper, extraction in papers(PAPERS, PAPERS):
        resolver.take(row_names(paper, extraction, terms))
    held = tracemalloc.get_traced_memory()[0] / PAPERS
    tracemalloc.stop()
    # Eight uses of 250 bytes, 60 hashes of 8 bytes; a set of 60 words alone would take 4 kB.
    assert held < 3_500
