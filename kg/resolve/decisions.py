"""What people decided about names (`kg.overrides`), put into force: it wins over every rule."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from kg.lexicon import Lexicon, Term
from kg.model import EntityType
from kg.names import name_key
from kg.overrides import Override, OverrideKind
from kg.resolve.occurrences import Occurrence, apart_node, key_node, term_node
from kg.resolve.unionfind import UnionFind

__all__ = ["Decisions", "decided_lexicon", "split_names"]


def decided_lexicon(lexicon: Lexicon, overrides: Iterable[Override]) -> Lexicon:
    """Return a lexicon in which terms that were merged are one: the second, with all names of the first."""
    terms = dict(lexicon.terms)
    changed = False
    for override in overrides:
        gone, kept = _sole_term(override.name, terms), _sole_term(override.value, terms)
        if override.kind is OverrideKind.MERGE and gone and kept and gone.id != kept.id:
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


def split_names(found: Sequence[Occurrence], overrides: Iterable[Override]) -> list[Occurrence]:
    """Give names that were split off a node of their own, everywhere or in the papers named."""
    splits = {_key(override.name): override for override in overrides if override.kind is OverrideKind.SPLIT}
    return [_split(occurrence, splits) for occurrence in found] if splits else list(found)


def _split(occurrence: Occurrence, splits: Mapping[str, Override]) -> Occurrence:
    names = []
    for name in occurrence.names:
        split = splits.get(_key(name.surface))
        if split and (not split.papers or occurrence.arxiv_id in split.papers):
            name = replace(name, node=apart_node(name.surface, min(split.papers, default="")))
        names.append(name)
    return replace(occurrence, names=tuple(names))


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
        for override in overrides:
            mine = nodes.get(_key(override.name)) or Counter([_known_node(override.name, lexicon)])
            if override.kind is OverrideKind.MERGE:
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
        return node in self.joined or (bool(self.merged) and _key(surface) in self.merged)

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
