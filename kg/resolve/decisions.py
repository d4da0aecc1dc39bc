"""What people decided about names (`kg.overrides`), put into force: it wins over every rule."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from kg.lexicon import Lexicon, Term
from kg.model import EntityType
from kg.names import name_key
from kg.overrides import Override, OverrideKind
from kg.resolve.occurrences import Name, Occurrence, apart_node, is_apart, key_node, term_node
from kg.resolve.unionfind import UnionFind

__all__ = ["Decisions", "Part", "decided_lexicon", "split_names"]


def decided_lexicon(lexicon: Lexicon, overrides: Sequence[Override]) -> Lexicon:
    """Return a lexicon in which terms that were merged are one: the second, with all names of the first.

    What was split off in all papers is no further name of any term.
    """
    if not overrides:
        return lexicon
    splits = _splits(overrides)
    terms = {term.id: _without(term, splits) for term in lexicon}
    changed = bool(splits)
    for line, override in enumerate(overrides):
        gone, kept = _sole_term(override.name, terms), _sole_term(override.value, terms)
        is_merge = override.kind is OverrideKind.MERGE and not _is_split_later(override, line, splits)
        if is_merge and gone and kept and gone.id != kept.id:
            del terms[gone.id]
            names = dict.fromkeys((*kept.aliases, *gone.names, gone.id))
            terms[kept.id] = replace(kept, aliases=tuple(name for name in names if name != kept.name))
            for child in [term for term in terms.values() if term.parent == gone.id]:
                # What is kept may itself have been a child of what goes: it moves up, lest it be above itself.
                terms[child.id] = replace(child, parent=kept.id if child.id != kept.id else gone.parent)
            changed = True
    return Lexicon(terms.values(), phrases=lexicon.phrases, common=lexicon.common) if changed else lexicon


def _sole_term(name: str, terms: Mapping[str, Term]) -> Term | None:
    key = name_key(name)
    found = [term for term in terms.values() if key and key in map(name_key, term.names)]
    return found[0] if len(found) == 1 else None


class _Split(NamedTuple):
    """Where a name was split off last: the place of the line, and the papers for which it holds, or none for all."""

    line: int
    papers: tuple[str, ...]


def _splits(overrides: Iterable[Override]) -> dict[str, _Split]:
    """Return the split of each name that is in force, by the key of the name."""
    return {
        _key(override.name): _Split(line, override.papers)
        for line, override in enumerate(overrides)
        if override.kind is OverrideKind.SPLIT
    }


def _is_split_later(override: Override, line: int, splits: Mapping[str, _Split]) -> bool:
    split = splits.get(_key(override.name))
    return split is not None and split.line > line


def _without(term: Term, splits: Mapping[str, _Split]) -> Term:
    """Return a term without the aliases that were split off in all papers."""
    aliases = tuple(alias for alias in term.aliases if (split := splits.get(_key(alias))) is None or split.papers)
    return term if aliases == term.aliases else replace(term, aliases=aliases)


class Part(NamedTuple):
    """A name that was split off from an entity of a row, in all its spellings; `first` is that entity's first name."""

    first: str
    occurrence: Occurrence


def split_names(
    found: Sequence[Occurrence], overrides: Iterable[Override]
) -> tuple[Sequence[Occurrence], Sequence[Part]]:
    """Give names that were split off a node of their own, everywhere or in the papers named.

    Returns an occurrence for each that was given, with the names that it keeps, and one for each name that it does not.
    What a paper does with a thing, and its results, stay with the names that are kept.
    """
    splits = _splits(overrides)
    if not splits:
        return found, ()
    parts: list[Part] = []
    return [_split(occurrence, splits, parts) for occurrence in found], parts


def _split(occurrence: Occurrence, splits: Mapping[str, _Split], parts: list[Part]) -> Occurrence:
    """Return an occurrence with the names that it keeps, and put the others behind `parts`."""
    kept: list[Name] = []
    apart: dict[str, list[Name]] = defaultdict(list)
    for name in occurrence.names:
        split = splits.get(_key(name.surface))
        if split and (not split.papers or occurrence.arxiv_id in split.papers):
            node = apart_node(name.surface, min(split.papers, default=""))
            apart[node].append(replace(name, node=node))
        else:
            kept.append(name)
    if not apart:
        return occurrence
    # Where all names are split off, the first one has what is said of the thing.
    kept = kept or apart.pop(next(iter(apart)))
    for names in apart.values():
        # Whether the paper presents this one, too, is not known.
        part = replace(occurrence, names=tuple(names), is_own=False, is_titled=False)
        parts.append(Part(occurrence.names[0].surface, part))
    return replace(occurrence, names=tuple(kept))


def _key(name: str) -> str:
    return name_key(name) or name


@dataclass
class Decisions:
    """What was decided about the nodes of names: which were joined by hand, what groups are called and are.

    `joined` holds the nodes of names that were merged into others, `merged` the keys of these names; `names` and
    `types` go by root.
    """

    joined: set[str] = field(default_factory=set)
    merged: set[str] = field(default_factory=set)
    names: dict[str, str] = field(default_factory=dict)
    types: dict[str, EntityType] = field(default_factory=dict)

    @classmethod
    def join(
        cls, found: Iterable[Occurrence], overrides: Sequence[Override], lexicon: Lexicon, groups: UnionFind
    ) -> Decisions:
        """Join what was merged, before any rule does; the names and types go by node until `settle`."""
        decided = cls()
        nodes = _nodes(found) if overrides else {}
        splits = _splits(overrides)
        for line, override in enumerate(overrides):
            mine = nodes.get(_key(override.name)) or Counter([_known_node(override.name, lexicon)])
            if override.kind is OverrideKind.MERGE:
                if _is_split_later(override, line, splits):
                    mine = Counter({node: count for node, count in mine.items() if not is_apart(node)})
                if not mine:
                    continue
                theirs = nodes.get(_key(override.value)) or Counter([_known_node(override.value, lexicon)])
                target = _most(theirs)
                for node in sorted(mine):
                    # By force, since these may be two terms of the lexicon, of which no rule makes one.
                    groups.force(node, target)
                decided.joined |= mine.keys() - {target}
                decided.merged.add(_key(override.name))
            elif override.kind is OverrideKind.RENAME:
                decided.names[_most(mine)] = override.value
            elif override.kind is OverrideKind.RETYPE:
                decided.types[_most(mine)] = EntityType(override.value)
        return decided

    def merges(self, surface: str, node: str) -> bool:
        """Say whether a name is where it is since somebody merged it into another."""
        return node in self.joined or (bool(self.merged) and _key(surface) in self.merged and not is_apart(node))

    def settle(self, groups: UnionFind) -> None:
        """Let names and types go by the root of their node, once all is joined."""
        self.names = {groups.find(node): name for node, name in self.names.items()}
        self.types = {groups.find(node): entity_type for node, entity_type in self.types.items()}


def _nodes(found: Iterable[Occurrence]) -> dict[str, Counter[str]]:
    """Count the nodes at which the spellings of each name stand."""
    nodes: dict[str, Counter[str]] = defaultdict(Counter)
    for occurrence in found:
        for name in occurrence.names:
            nodes[_key(name.surface)][name.node] += 1
    return nodes


def _most(nodes: Mapping[str, int]) -> str:
    return min(nodes, key=lambda node: (-nodes[node], node))


def _known_node(name: str, lexicon: Lexicon) -> str:
    terms = lexicon.find(name)
    return term_node(terms[0].id) if terms else key_node(name)
