"""Homographs that differ in their sort and in a second sign: in how they are written, or in what stands around them.

For most names a type proves nothing. But a few capitals are soon used twice: where some papers call such an acronym
a dataset, and others a method, a model or a metric, there are two things (GQA: questions about images, and
attention). And what is written another way as well is another thing: Mochi makes videos, MOCHI is a benchmark. So is
what none of the others speaks of as data behind the name: LLaVA-NeXT is a model, and a set of its training data.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from kg.model import EntityType
from kg.resolve.occurrences import Occurrence, sense_node

__all__ = ["other_sorts"]

_SHORT = re.compile(r"[A-Za-z]{2,5}")
_WORD = re.compile(r"[A-Za-z]{2,7}")
_SIGNS = re.compile(r"[\s_-]+")


@dataclass(slots=True)
class _Seen:
    """How papers write one name, what they take it for, which of them present it, and which speak of data there."""

    written: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    types: dict[str, set[EntityType]] = field(default_factory=lambda: defaultdict(set))
    own: set[str] = field(default_factory=set)
    data: set[str] = field(default_factory=set)


def other_sorts(found: Sequence[Occurrence]) -> dict[tuple[str, str], str]:
    """Return new nodes for the names of papers (arXiv id, node) that mean the rarer of two sorts.

    The more frequent sort keeps the node; of two that are equally frequent, what is no dataset.
    """
    doubtful = _doubtful(found)
    nodes: dict[str, _Seen] = defaultdict(_Seen)
    for occurrence in found:
        for name in (name for name in occurrence.names if name.node in doubtful):
            seen = nodes[name.node]
            seen.written[occurrence.arxiv_id].add(_letters(name.surface))
            seen.types[occurrence.arxiv_id].add(occurrence.type)
            if occurrence.is_own:
                seen.own.add(occurrence.arxiv_id)
            if name.is_data:
                seen.data.add(occurrence.arxiv_id)
    return {
        (arxiv_id, node): sense_node(node, sort)
        for node, seen in nodes.items()
        if len(seen.types) > 1
        # Where the spelling tells them apart, the type is not asked as well.
        for arxiv_id, sort in list(_other_cases(seen)) or _other_datasets(seen)
    }


def _doubtful(found: Iterable[Occurrence]) -> set[str]:
    """Return the nodes that are data in some papers and not in others, or that are written in several ways.

    All others are told at once to be one thing.
    """
    first: dict[str, tuple[str, bool]] = {}
    doubtful: set[str] = set()
    for occurrence in found:
        is_data = occurrence.type is EntityType.DATASET
        for name in occurrence.names:
            if first.setdefault(name.node, (name.surface, is_data)) != (name.surface, is_data):
                doubtful.add(name.node)
    return doubtful


@lru_cache(maxsize=1 << 14)
def _letters(surface: str) -> str:
    return _SIGNS.sub("", surface).removesuffix("s")


def _other_datasets(seen: _Seen) -> Iterator[tuple[str, str]]:
    """Give the papers that are alone with taking a name for a dataset, or for something else.

    There the name has to be a short acronym; or be written in no way that the others write it; or none of those that
    take it for something else may speak of data behind it.
    """
    datasets = {paper for paper, types in seen.types.items() if types == {EntityType.DATASET}}
    others = {paper for paper, types in seen.types.items() if EntityType.DATASET not in types}
    if not datasets or not others:
        return
    rarer = datasets if len(datasets) <= len(others) else others
    apart = _all_written(seen, datasets).isdisjoint(_all_written(seen, others)) or seen.data.isdisjoint(others)
    for paper in sorted(rarer):
        if apart or all(map(_is_short_acronym, seen.written[paper])):
            yield paper, "dataset" if rarer is datasets else "other"


def _other_cases(seen: _Seen) -> Iterator[tuple[str, str]]:
    """Give the papers that write a short name in capitals where most do not, or the other way round.

    They must also take it for something else, or present it as their own.
    """
    capitals = {paper for paper, written in seen.written.items() if all(map(_is_capitals, written))}
    plain = {paper for paper, written in seen.written.items() if all(map(_is_plain, written))}
    if not capitals or not plain:
        return
    order = sorted((capitals, plain), key=lambda papers: (len(papers), not papers & seen.own))
    counts = Counter(entity_type for paper in sorted(order[1]) for entity_type in seen.types[paper])
    usual = max(EntityType, key=lambda entity_type: counts[entity_type])
    for paper in sorted(order[0]):
        if usual not in seen.types[paper] or paper in seen.own:
            yield paper, "capitals" if order[0] is capitals else "plain"


def _all_written(seen: _Seen, papers: Iterable[str]) -> set[str]:
    return {written for paper in papers for written in seen.written[paper]}


def _is_capitals(written: str) -> bool:
    return _WORD.fullmatch(written) is not None and written.isupper()


def _is_plain(written: str) -> bool:
    return _WORD.fullmatch(written) is not None and written[1:].islower()


def _is_short_acronym(written: str) -> bool:
    """Say whether a name is two to five letters, two thirds of them capitals.

    >>> [_is_short_acronym(name) for name in ("GQA", "VaR", "MedQA", "LIBERO", "F1")]
    [True, True, False, False, False]
    """
    return bool(_SHORT.fullmatch(written)) and 3 * sum(map(str.isupper, written)) >= 2 * len(written)
