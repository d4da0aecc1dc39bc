"""Further names: what a paper calls one of its things besides the first name, and what is none of it.

A lone name that its paper also gives as a further name of something of its sort, and that stands for nothing else in
any paper, is that something. But papers call many a thing by the name of its kind for short: who works on disentangled
image editing says image editing. So a name that says more than the others is another thing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field

from kg.model import EntityType
from kg.phrases import Words
from kg.resolve.initials import is_linking, looks_like_acronym, spells_out
from kg.resolve.occurrences import Occurrence, is_apart, is_term
from kg.resolve.within import IsKind
from kg.word_forms import bare_form

__all__ = ["first_roots", "says_more"]

Place = tuple[str, str, bool]
"""Where a lone name may be told of: its paper, its root, and whether it is of a sort that has a role."""

# What makes no other thing of a name: "multi-turn LLM reasoning", "visual perception tasks".
_EMPTY = frozenset(
    {"algorithm", "approach", "framework", "large", "language", "llm", "method", "model", "modeling", "network"}
    | {"pipeline", "problem", "strategy", "system", "task", "technique", "used", "using"}
)
# Words that share so many letters, or all of the shorter one, are forms of one: science, scientific; sync.
_STEM, _WHOLE = 5, 4


def says_more(name: str, others: Collection[str], content: Callable[[str], Words]) -> bool:
    """Say whether a name has all words of another name of the same thing, and ends in one more, as what it is about.

    `content` gives the words of a name. What has no word that another name lacks says no more, nor does what has one
    before its last: papers call disentangled image editing image editing, and mean the same there.

    >>> words = lambda name: tuple(name.lower().split())
    >>> says_more("web navigation checking", ["web navigation"], words), says_more("web task", ["web"], words)
    (True, False)
    >>> says_more("agentic web navigation", ["web navigation"], words)
    False
    """
    if " " not in name and "-" not in name:
        return False
    mine, is_more = _words(name, content), False
    for other in others:
        theirs = _words(other, content)
        more = _without(mine, theirs)
        # "The ATLAS way" is Atlas, but Gemini 2.5 is no Gemini.
        if not more or (_is_title(other) and not any(map(str.isdigit, "".join(more)))):
            return False
        is_more |= more[-1] == mine[-1] and not _without(theirs, mine)
    return is_more


def _is_title(name: str) -> bool:
    return name.isalpha() and not name.islower() and not looks_like_acronym(name)


def _is_proper(name: str, others: Collection[str]) -> bool:
    """Say whether a name is one proper word that is no short form of others: ViTAR is no other name for ViT."""
    return looks_like_acronym(name) and not any(spells_out(name, other) or spells_out(other, name) for other in others)


def _words(name: str, content: Callable[[str], Words]) -> list[str]:
    return [bare_form(word) for word in content(name) if word not in _EMPTY and not is_linking(word)]


def _without(words: Iterable[str], others: Sequence[str]) -> list[str]:
    return [word for word in words if not any(_are_alike(word, other) for other in others)]


def _are_alike(word: str, other: str) -> bool:
    if word == other:
        return True
    least = min(len(word), len(other), _STEM)
    return least >= _WHOLE and word[:least] == other[:least]


@dataclass(slots=True)
class _Told:
    """What a paper says of a lone name: the thing that has it as a further name, and what that is called there."""

    root: str
    names: set[str] = field(default_factory=set)


def first_roots(
    found: Sequence[Occurrence],
    own_roots: Sequence[Sequence[str]],
    first: Sequence[str],
    is_kind: IsKind,
    known: Callable[[str], Collection[str]],
    content: Callable[[str], Words],
) -> tuple[list[str], set[tuple[str, str]]]:
    """Return the root of each occurrence's first name, given that (`first`) and those of all its names.

    `known` gives the names that the lexicon has for a root, `content` the words of a name. With them come the papers
    (arXiv id) and roots of lone names that are another thing than what their papers also call so.
    """
    roots = _measures(found, own_roots, first)
    # A term of the lexicon is what it is, whatever a paper names it beside.
    lone = [
        (one.arxiv_id, root, one.type.has_role) if len(one.names) == 1 and not is_term(one.names[0].node) else None
        for one, root in zip(found, roots, strict=True)
    ]
    further = _further(found, own_roots, roots, {place for place in lone if place})
    told = [further.get(place) if place else None for place in lone]
    others = [one.root if one else None for one in told]
    apart: set[tuple[str, str]] = set()
    for place, (occurrence, one) in enumerate(zip(found, told, strict=True)):
        if one and (is_kind(occurrence, one.root) or _is_more(occurrence, one, known, content)):
            others[place] = None
            # The scores of a measure of its own count as those of the known one.
            if occurrence.type is not EntityType.METRIC:
                apart.add((occurrence.arxiv_id, roots[place]))
    elsewhere = {root for root, other in zip(roots, others, strict=True) if other is None}
    joined = [other if other and root not in elsewhere else root for root, other in zip(roots, others, strict=True)]
    return joined, apart


def _further(
    found: Sequence[Occurrence], own_roots: Sequence[Sequence[str]], roots: Sequence[str], wanted: Collection[Place]
) -> dict[Place, _Told]:
    """Return what papers say of the lone names that are wanted; of several things, the one of the least root."""
    further: dict[Place, _Told] = {}
    for occurrence, root, own in zip(found, roots, own_roots, strict=True):
        for name, other in zip(occurrence.names[1:], own[1:], strict=True):
            place = occurrence.arxiv_id, other, occurrence.type.has_role
            if place not in wanted or is_apart(name.node):
                continue
            told = further.get(place)
            if told is None or root < told.root:
                told = further[place] = _Told(root)
            if root == told.root:
                told.names.update(one.surface for one, its in zip(occurrence.names, own, strict=True) if its == root)
    return further


def _is_more(
    one: Occurrence, told: _Told, known: Callable[[str], Collection[str]], content: Callable[[str], Words]
) -> bool:
    surface, terms = one.names[0].surface, known(told.root)
    names = {*told.names, *terms} - {surface}
    if one.type.has_role and terms and _is_proper(surface, names):
        # "Next-Token" is next-token prediction.
        return not any(set(_words(surface, content)) <= set(_words(name, content)) for name in names)
    return says_more(surface, names, content)


def _measures(found: Sequence[Occurrence], own_roots: Sequence[Sequence[str]], first: Sequence[str]) -> list[str]:
    """Return the root of each occurrence's first name; of a measure that no other paper names so, that of another name.

    That has to be a measure in other papers: IN-R is no implicit neural representation (INR).

    So scores stay comparable: what one paper calls "identity (ID) similarity" and "ID similarity" is the latter.
    """
    papers: dict[str, set[str]] = defaultdict(set)
    for occurrence, root in zip(found, first, strict=True):
        if occurrence.type is EntityType.METRIC:
            papers[root].add(occurrence.arxiv_id)
    roots = []
    for occurrence, root, (_, *others) in zip(found, first, own_roots, strict=True):
        own = {occurrence.arxiv_id}
        if others and occurrence.type is EntityType.METRIC and papers[root] == own:
            told = {other for other in others if papers.get(other, own) - own}
            root = told.pop() if len(told) == 1 else root
        roots.append(root)
    return roots
