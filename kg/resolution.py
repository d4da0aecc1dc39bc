"""What resolution found: one entity for each thing, one person for each of the listed, and why.

The types here are the border between resolution and the graph: frozen, and of the standard library only.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from enum import StrEnum
from functools import cached_property

from kg.model import EntityType
from kg.names import name_key

__all__ = ["Entity", "Merge", "PaperKey", "Person", "Reason", "Resolution"]


class Reason(StrEnum):
    """Why a surface form stands for its entity."""

    NAME = "name"
    """It is the spelling that gave the entity its key, or the lexicon's own name for it."""
    LEXICON = "lexicon"
    """The lexicon lists it as an alias."""
    KEY = "key"
    """It has the same key: only case, spaces, hyphens, Greek or a plural differ."""
    ACRONYM = "acronym"
    """A paper spells it out, or shortens it, beside another name of the entity."""
    WORDS = "words"
    """It says the same in other words: their order, their form, or words that mean the same."""
    TAIL = "tail"
    """It is another name with a word around it that makes no other thing: "GSM8K benchmark", "OpenAI o1"."""
    MISPRINT = "misprint"
    """It is another name with o printed as 0: "GPT-40"."""
    NEAR = "near"
    """It is another name but for a slip in a long word, its digits being equal."""
    OVERRIDE = "override"
    """Somebody decided so: a line of the overrides."""
    SPLIT = "split"
    """Somebody split it off from what it was a name of: a line of the overrides, too."""
    PAPER = "paper"
    """A paper uses it for the entity, and no other entity is called so."""


@dataclass(frozen=True, slots=True)
class Merge:
    """One surface form of an entity: why it is one, how sure that is (0 to 1), and how many papers use it."""

    surface: str
    reason: Reason
    score: float
    papers: int


@dataclass(frozen=True, slots=True)
class Entity:
    """One thing that papers name.

    `key` is what stands in its IRI; `alias_keys` are keys that redirect to it. `type_counts` holds how many
    papers take it for what, the most first. `variant_of` and `broader` are keys of other entities of the same
    resolution. `better` is "higher" or "lower", and `fraction` says that 0.83 means 83 % (metrics only).
    `papers` is 0 for an entity that only the lexicon knows, kept because another one is a variant of it.
    """

    key: str
    type: EntityType
    name: str
    merges: tuple[Merge, ...] = ()
    alias_keys: tuple[str, ...] = ()
    type_counts: tuple[tuple[EntityType, int], ...] = ()
    papers: int = 0
    lexicon_id: str | None = None
    variant_of: str | None = None
    broader: str | None = None
    better: str | None = None
    unit: str | None = None
    fraction: bool = False

    @property
    def aliases(self) -> tuple[str, ...]:
        """Return every other name of the entity, sorted.

        What only a paper calls it is among them where it stands in half of the entity's papers or more.

        >>> Entity("lora", EntityType.METHOD, "LoRA", (Merge("LORA", Reason.KEY, 0.98, 3),)).aliases
        ('LORA',)
        """
        names = {
            merge.surface
            for merge in self.merges
            if merge.reason is not Reason.PAPER or 2 * merge.papers >= self.papers
        }
        return tuple(sorted(names - {self.name}))


@dataclass(frozen=True, slots=True)
class Person:
    """One of the people whom digests list: by a name, or by a user handle.

    `possibly_same` are keys of persons of the same name with nobody listed beside both, sorted.
    """

    key: str
    name: str
    is_handle: bool
    papers: int = 0
    possibly_same: tuple[str, ...] = ()


PaperKey = tuple[str, str]
"""A row of a digest: arXiv id and source (see `kg.model.Paper.source`)."""


@dataclass(frozen=True)
class Resolution:
    """All entities and persons of a set of papers, and who and what each paper's names stand for.

    `entities` and `persons` are sorted by key. `entity_keys` holds, for each row of a digest, the key of each
    entity of its extraction, in the extraction's order; `entity_names` the same by first name; `person_keys`
    the key of each listed person, in the order of the digest. `apart_names` holds, by row and first name, what
    was split off from that entity by hand: a key for each surface form.
    """

    entities: tuple[Entity, ...] = ()
    persons: tuple[Person, ...] = ()
    entity_keys: Mapping[PaperKey, tuple[str, ...]] = field(default_factory=dict)
    entity_names: Mapping[PaperKey, Mapping[str, str]] = field(default_factory=dict)
    person_keys: Mapping[PaperKey, tuple[str, ...]] = field(default_factory=dict)
    apart_names: Mapping[PaperKey, Mapping[str, Mapping[str, str]]] = field(default_factory=dict)

    @cached_property
    def _entities(self) -> Mapping[str, Entity]:
        return {entity.key: entity for entity in self.entities}

    @cached_property
    def _persons(self) -> Mapping[str, Person]:
        return {person.key: person for person in self.persons}

    @cached_property
    def _by_name_key(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, dict[str, None]] = {}
        for entity in self.entities:
            surfaces = (merge.surface for merge in entity.merges)
            for known in (entity.name, *surfaces, entity.key, *entity.alias_keys):
                # A name of signs alone has no key, and stands for itself.
                found.setdefault(name_key(known) or known, {})[entity.key] = None
        return {known: tuple(keys) for known, keys in found.items()}

    def entity(self, key: str) -> Entity:
        """Return the entity of a key; KeyError when there is none."""
        return self._entities[key]

    def person(self, key: str) -> Person:
        """Return the person of a key; KeyError when there is none."""
        return self._persons[key]

    def entity_of(self, arxiv_id: str, source: str, name: str) -> str:
        """Return the key of the entity that has a first name in a row's extraction.

        >>> found = Resolution(entity_names={("2410.21465", "2024-10-30"): {"ShadowKV": "shadowkv"}})
        >>> found.entity_of("2410.21465", "2024-10-30", "ShadowKV")
        'shadowkv'

        Raises KeyError when the row's extraction has no entity of that first name.
        """
        return self.entity_names[arxiv_id, source][name]

    def person_of(self, arxiv_id: str, source: str, position: int) -> str:
        """Return the key of the person at a position of a row's list; positions count from 1."""
        return self.person_keys[arxiv_id, source][position - 1]

    def find(self, name: str) -> tuple[Entity, ...]:
        """Return the entities that have a name, key or alias, the exact ones and the most used first.

        Spellings of one key count as equal; the result is empty when nothing has that name.

        >>> Resolution((Entity("lora", EntityType.METHOD, "LoRA"),)).find("Lora")[0].key
        'lora'
        """
        keys = self._by_name_key.get(name_key(name) or name, ())
        return tuple(sorted(map(self.entity, keys), key=lambda entity: _closeness(entity, name)))

    def suggest(self, name: str, most: int = 5) -> tuple[str, ...]:
        """Return names of entities that look like a name, the nearest first."""
        names = {known.casefold(): entity.name for entity in self.entities for known in (*entity.aliases, entity.name)}
        near = get_close_matches(name.casefold(), sorted(names), n=most, cutoff=0.6)
        return tuple(dict.fromkeys(names[found] for found in near))


def _closeness(entity: Entity, name: str) -> tuple[int, int, str]:
    """Order entities: its own name or key, then an alias, then another spelling; the most used first."""
    own = name in (entity.name, entity.key)
    alias = name in entity.aliases or name in entity.alias_keys
    return (0 if own else 1 if alias else 2, -entity.papers, entity.key)
