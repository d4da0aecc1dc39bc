"""Papers as references: what a bibliography says of them, as far as the graph knows it.

Authors stand there only where arXiv's metadata was read: a digest lists some people, in an order of its own, and says
nothing of authorship. The day, too, is arXiv's, or else the month in the paper's id.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from kg.graph.iris import digest_iri, resource_parts
from kg.graph.terms import DCTERMS
from kg.graph.things import Thing, read_things
from kg.model import Field, Origin, day_of_issue
from kg.vocab import BASE, KG

__all__ = ["Author", "Reference", "read_references", "split_name"]

_ARXIV = f"{Origin.ARXIV}-"
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})
_YEAR_AND_MONTH = re.compile(r"(?:.*/)?(\d\d)(\d\d)")
_FIRST_YEAR = 91  # arXiv began in 1991, so that an id of 91 to 99 is of the last century


@dataclass(frozen=True, slots=True)
class Author:
    """A name in its parts; a name of one word is a family name."""

    family: str
    given: str = ""
    suffix: str = ""


@dataclass(frozen=True, slots=True)
class Reference:
    """One paper; `date` is YYYY-MM-DD, or YYYY-MM where no source has the day."""

    arxiv_id: str
    title: str
    date: str
    authors: tuple[Author, ...] = ()
    abstract: str = ""

    @property
    def doi(self) -> str:
        """The DOI that arXiv gives the paper."""
        return f"10.48550/arXiv.{self.arxiv_id}"

    @property
    def url(self) -> str:
        """The paper's page at arXiv."""
        return f"https://arxiv.org/abs/{self.arxiv_id}"

    @property
    def key(self) -> str:
        """A name for citing it: its id, without the slash of old ones.

        >>> Reference("hep-th/9901001", "Strings", "1999-01").key
        'arxiv-hep-th-9901001'
        """
        return f"arxiv-{self.arxiv_id.replace('/', '-')}"


def read_references(nquads: Path, *, base: str = BASE) -> list[Reference]:
    """Read the papers of a sorted N-Quads file, by arXiv id; takes memory for all of them."""
    papers: list[Thing] = []
    names: dict[str, dict[str, dict[int, str]]] = defaultdict(dict)
    for thing in read_things(nquads, start=f"{base}paper/"):
        if thing.one(KG.arxivId):
            papers.append(thing)
        elif name := thing.one(KG.nameAsListed):
            _, arxiv_id, _, source, position = resource_parts(thing.iri, base=base)
            if source.startswith(_ARXIV):
                names[arxiv_id].setdefault(source, {})[int(position)] = name
    abstracts: dict[str, str] = {}
    for thing in read_things(nquads, start=f"{base}text/"):
        if thing.one(KG.field) == Field.ABSTRACT:
            abstracts.setdefault(resource_parts(thing.iri, base=base)[1], thing.one(KG.content) or "")
    arxiv = digest_iri(_ARXIV, base=base)
    found = [
        _reference(paper, names.get(named, {}), abstracts.get(named, ""), arxiv)
        for paper in papers
        if (named := paper.one(KG.arxivId))
    ]
    return sorted(found, key=lambda reference: reference.arxiv_id)


def _reference(paper: Thing, names: dict[str, dict[int, str]], abstract: str, arxiv: str) -> Reference:
    arxiv_id, title = paper.one(KG.arxivId) or "", paper.one(DCTERMS.title) or ""
    days = [day_of_issue(iri) for iri in paper.all(KG.listedIn) if iri.startswith(arxiv)]
    # Two snapshots may have two lists of authors: the first by the name of its row counts, whole.
    chosen = names[min(names)] if names else {}
    authors = tuple(split_name(chosen[place]) for place in sorted(chosen))
    return Reference(arxiv_id, title, min(days, default=_month(arxiv_id)), authors, abstract)


def _month(arxiv_id: str) -> str:
    found = _YEAR_AND_MONTH.match(arxiv_id)
    assert found is not None
    century = "19" if int(found[1]) >= _FIRST_YEAR else "20"
    return f"{century}{found[1]}-{found[2]}"


def split_name(name: str) -> Author:
    """Take a name apart as BibTeX would: the last word, and small words before it, are the family name.

    >>> split_name("Ludwig van Beethoven Jr."), split_name("Plato")
    (Author(family='van Beethoven', given='Ludwig', suffix='Jr.'), Author(family='Plato', given='', suffix=''))
    """
    words = name.split()
    suffix = words.pop() if len(words) > 2 and words[-1].strip(".").lower() in _SUFFIXES else ""
    start = len(words) - 1
    while start > 1 and words[start - 1][:1].islower():
        start -= 1
    return Author(" ".join(words[start:]), " ".join(words[:start]), suffix)
