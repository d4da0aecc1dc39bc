"""The people whom digests list: which listings are one person, and which only may be.

Digests print names and user handles. Two listings are one person only with the same handle, or with the same
name and somebody listed beside both; the same name alone says that they are possibly the same.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from kg.names import name_slug
from kg.resolution import PaperKey, Person, Reason
from kg.resolve.unionfind import Edge, UnionFind

__all__ = ["is_handle", "name_identity", "resolve_persons"]

# What may stand in an IRI as it is.
_PLAIN_HANDLE = re.compile(r"[a-z0-9._-]+")
# Pairs grow with the square of the persons of a name.
_MOST_LINKED_PAIRWISE = 20


def is_handle(name: str) -> bool:
    """Say whether a listed name is a user handle: one word of ASCII characters.

    >>> [is_handle(name) for name in ("ydeng9", "Liam-Liu", "Ada Lovelace", "王伟")]
    [True, True, False, False]
    """
    return name.isascii() and not any(character.isspace() for character in name.strip())


def name_identity(name: str) -> str:
    """Return what all spellings of a listed name share; it is the first part of a person's key, too.

    Case, accents, Unicode width, stops and hyphens do not count, and "Last, First" is turned round.

    >>> name_identity("J.-B. Müller"), name_identity("Müller, J B"), name_identity("Some_User")
    ('j-b-muller', 'j-b-muller', 'handle/some_user')
    """
    name = name.strip()
    if is_handle(name):
        handle = name.casefold()
        safe = _PLAIN_HANDLE.fullmatch(handle) and handle.strip(".")
        return "handle/" + (handle if safe else _hashed(handle))
    last, comma, first = name.partition(",")
    slug = name_slug(f"{first} {last}" if comma and first.strip() else name)
    # A person called Handle must not have the key of a user: those begin "handle/".
    return slug if slug and slug != "handle" else _hashed(name)


def _hashed(name: str) -> str:
    return "-".join(filter(None, (name_slug(name), "x", hashlib.sha256(name.encode()).hexdigest()[:10])))


def _loose(identity: str) -> str:
    """Forget initials in the middle and the parts of a given name: "ryan-a-rossi" is "ryan-rossi".

    >>> _loose("ryan-a-rossi"), _loose("zhong-zhi-li"), _loose("j-li")
    ('ryan-rossi', 'zhongzhi-li', 'j-li')
    """
    first, *middle, last = identity.split("-") if "-" in identity else (identity, "")
    return f"{first}{''.join(part for part in middle if len(part) > 1)}-{last}"


def resolve_persons(
    rows: Mapping[PaperKey, Sequence[str]], identities: Mapping[str, str]
) -> tuple[tuple[Person, ...], dict[PaperKey, tuple[str, ...]]]:
    """Return all persons, sorted by key, and the keys of the persons of each row, given the names that it lists.

    `identities` holds the `name_identity` of each name.

    >>> row = ("2410.21465", "2024-10-30")
    >>> names = ("Ada Lovelace", "ydeng9")
    >>> persons, rows = resolve_persons({row: names}, {name: name_identity(name) for name in names})
    >>> rows[row]
    ('ada-lovelace/2410.21465', 'handle/ydeng9')
    """
    listed: dict[str, set[str]] = defaultdict(set)
    for (arxiv_id, _), names in rows.items():
        listed[arxiv_id].update(identities[name] for name in names)
    loose = {identity: _loose(identity) for identity in set(identities.values()) if not _is_handle(identity)}
    groups = UnionFind()
    groups.join(_edges(listed, loose))
    keys = _keys(listed, groups)
    by_row = {row: tuple([keys[_node(identities[name], row[0])] for name in names]) for row, names in rows.items()}
    return _persons(rows, by_row, keys, loose), by_row


def _is_handle(identity: str) -> bool:
    return identity.startswith("handle/")


def _node(identity: str, arxiv_id: str) -> str:
    """Return the node of a listing: a handle is the same in all papers, a name at first only in its own."""
    return identity if _is_handle(identity) else f"{identity}/{arxiv_id}"


def _edges(listed: Mapping[str, Iterable[str]], loose: Mapping[str, str]) -> Iterator[Edge]:
    """Join the same name in two papers that list another person alike."""
    last: dict[tuple[str, str], tuple[str, str]] = {}
    for arxiv_id in sorted(listed):
        identities = sorted(listed[arxiv_id])
        for identity in identities:
            if identity not in loose:
                continue
            here = (arxiv_id, _node(identity, arxiv_id))
            for other in identities:
                if other == identity:
                    continue
                beside = (loose[identity], other)
                before = last.setdefault(beside, here)
                # A chain is enough: each paper is joined with the one before it.
                if before[0] != arxiv_id:
                    yield Edge(before[1], here[1], Reason.KEY)
                    last[beside] = here


def _keys(listed: Mapping[str, Iterable[str]], groups: UnionFind) -> dict[str, str]:
    """Return the key of each node: that of the earliest paper of its group."""
    members: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for arxiv_id, identities in listed.items():
        for identity in identities:
            node = _node(identity, arxiv_id)
            members[groups.find(node)].append((arxiv_id, node))
    # arXiv ids run with time, so that the least is the earliest, and later papers change no key.
    return {node: min(nodes)[1] for nodes in members.values() for _, node in nodes}


def _persons(
    rows: Mapping[PaperKey, Sequence[str]],
    by_row: Mapping[PaperKey, Sequence[str]],
    keys: Mapping[str, str],
    loose: Mapping[str, str],
) -> tuple[Person, ...]:
    names: dict[str, dict[str, int]] = defaultdict(dict)
    papers: dict[str, set[str]] = defaultdict(set)
    for row, listed in rows.items():
        for key, name in zip(by_row[row], listed, strict=True):
            names[key][name] = names[key].get(name, 0) + 1
            papers[key].add(row[0])
    same = _possibly_same(keys, loose)
    return tuple(
        Person(
            key=key,
            name=min(names[key], key=lambda name: (-names[key][name], name)),
            is_handle=_is_handle(key),
            papers=len(papers[key]),
            possibly_same=same.get(key, ()),
        )
        for key in sorted(names)
    )


def _possibly_same(keys: Mapping[str, str], loose: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """Link persons of one name with each other, or, where there are very many, with the first of them."""
    by_name: dict[str, set[str]] = defaultdict(set)
    for node, key in keys.items():
        if not _is_handle(node):
            by_name[loose[node.partition("/")[0]]].add(key)  # an old arXiv id has a slash, too
    linked: dict[str, set[str]] = defaultdict(set)
    for persons in by_name.values():
        if len(persons) == 1:
            continue
        first = min(persons)
        for key in persons:
            near = persons if len(persons) <= _MOST_LINKED_PAIRWISE or key == first else {first}
            linked[key] |= near - {key}
    return {key: tuple(sorted(others)) for key, others in linked.items()}
