"""Which term of the lexicon a name in a paper stands for."""

from __future__ import annotations

import re

from kg.lexicon import Lexicon, Term
from kg.model import EntityType
from kg.names import name_key, name_slug
from kg.resolve.initials import looks_like_acronym, spells_out, stems
from kg.resolve.surroundings import LEAST_WORDS, Surroundings, are_near

__all__ = ["TermFinder", "is_possible"]


_TELLING = 3


class TermFinder:
    """Finds the term of the lexicon that a name in a paper stands for.

    An ambiguous term (one with context) is found only where its name is written as the lexicon writes it,
    hyphens and a plural aside, in a paper that holds a word of the context.

    >>> drop = Term("drop", "DROP", EntityType.DATASET, context=("reading comprehension",))
    >>> finder = TermFinder(Lexicon([drop]))
    >>> finder.find("DROP", EntityType.DATASET, "DROP is about reading comprehension") == drop
    True
    >>> finder.find("drop", EntityType.METRIC, "a drop in reading comprehension") is None
    True
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._by_id = {name_key(term.id): term for term in lexicon if not term.context}
        self._longs: dict[tuple[str, str], frozenset[str]] = {}
        self.common = lexicon.common

    def find(self, name: str, entity_type: EntityType, text: str) -> Term | None:
        """Return the term that a name of a type stands for in a text, or None."""
        known = self._lexicon.find(name)
        if not known:
            term = self._by_id.get(name_key(name))
            return term if term is not None and name_slug(name) == term.id else None
        fitting = [term for term in known if _fits(term, name, text)]
        if not fitting:
            return None
        best = fitting[0]
        if len(fitting) > 1:
            best = min(fitting, key=lambda term: (*_distance(term, name, entity_type), -term.hits(text), term.id))
        return None if "@" in name and entity_type is EntityType.METRIC and best.type is not entity_type else best

    def is_another(self, term: Term, name: str, entity_type: EntityType) -> bool:
        """Say whether another term of that name is of the sort that a paper speaks of, though its context is missing.

        MAE as a model may be the masked autoencoder or not, but is no mean absolute error.
        """
        sort = _sort(entity_type)
        return _sort(term.type) != sort and any(_sort(other.type) == sort for other in self._lexicon.find(name))

    def are_one(self, name: str, other: str) -> bool:
        """Say whether the lexicon has a term with both names, in whatever text."""
        ids = {term.id for term in self._lexicon.find(name)}
        return bool(ids) and any(term.id in ids for term in self._lexicon.find(other))

    def is_meant(self, term: Term, name: str, entity_type: EntityType, around: Surroundings) -> bool:
        """Say whether a paper may mean a term by a short name.

        It does not where it spells the name out in another way; nor where the name is of another sort here than the
        term, and the paper says nothing of what the term's name is short for.

        >>> term = Term("mae", "mean absolute error", EntityType.METRIC, ("MAE",))
        >>> around = Surroundings("masked images", {"MAE": frozenset({"maske autoe"})})
        >>> TermFinder(Lexicon([term])).is_meant(term, "MAE", EntityType.METRIC, around)
        False
        """
        longs = self._longs_of(term, name)
        spelled = around.longs.get(name, frozenset())
        sorts = _sort(term.type), _sort(entity_type)
        if not longs:
            return sorts != (EntityType.METRIC, EntityType.METHOD)
        if spelled:
            return any(are_near(one, long) for one in spelled for long in longs)
        if term.type is EntityType.MODEL and entity_type is EntityType.METRIC:
            return True  # papers measure with models: CLIP, DINO
        # A method is often called after its task (OCR).
        if sorts[0] == sorts[1] or sorts == (EntityType.TASK, EntityType.METHOD) or len(around.words) < LEAST_WORDS:
            return True
        # As a method, EM is exact match only where both words stand; of more letters, one word will do.
        enough = all if sorts == (EntityType.METRIC, EntityType.METHOD) and len(name) < _TELLING else any
        return any(enough(self._is_said(stem, around) for stem in long.split()) for long in longs)

    def _is_said(self, stem: str, around: Surroundings) -> bool:
        """Say whether a text has a word with a stem; of common words nobody has kept whether it has."""
        words = (*around.words, *self.common)
        return any(word.startswith(stem) for word in words)

    def _longs_of(self, term: Term, name: str) -> frozenset[str]:
        """Return what the lexicon spells a short name of a term out to, as stems."""
        found = self._longs.get((term.id, name))
        if found is None:
            found = frozenset(" ".join(stems(long)) for long in term.names if spells_out(name, long))
            self._longs[term.id, name] = found
        return found


def is_possible(term: Term, name: str, entity_type: EntityType, *, is_own: bool, is_data: bool = False) -> bool:
    """Say whether what a paper takes for a type can be a term at all, whatever it is called.

    Data is nothing else: MedQA as a task is medical question answering, WebVoyager as a method the agent of that name,
    LLaVA-NeXT as a dataset what that model learned from; but what a paper calls a framework for evaluating may be the
    dataset of that name (`is_data`). What a paper presents under a proper name is no measure and no task: DeepSearch is
    not deep search. Nor is an acronym of a task a measure: IR is information retrieval, or an image reward.

    >>> search = Term("deep-search", "deep search", EntityType.TASK)
    >>> [is_possible(search, name, EntityType.METHOD, is_own=True) for name in ("DeepSearch", "deep search")]
    [False, True]
    """
    if is_own and term.type is EntityType.METRIC and (" " in name or name.isupper() or name.islower()):
        return False  # a method of its own in the words or capitals of a measure; EditScore may be both
    if (term.type is EntityType.DATASET) != (entity_type is EntityType.DATASET):
        return is_data and term.type is EntityType.DATASET and name in term.names
    if term.type is EntityType.TASK and entity_type is EntityType.METRIC:
        return not looks_like_acronym(name)
    is_proper = " " not in name and name not in term.names and name[:1].isupper()
    return not (is_own and is_proper and entity_type.has_role and not term.type.has_role)


def _sort(entity_type: EntityType) -> EntityType:
    """Return the sort of thing that a type is of: papers take methods and models for each other."""
    return EntityType.METHOD if entity_type is EntityType.MODEL else entity_type


def _distance(term: Term, name: str, entity_type: EntityType) -> tuple[int, bool]:
    """Say how far a term is from what a paper takes a name for: by type, then by sort; a task is near a method."""
    sorts = {_sort(term.type), _sort(entity_type)}
    far = len(sorts) > 1 and (2 if sorts == {EntityType.METHOD, EntityType.TASK} else 3)
    return int(far or term.type is not entity_type), name not in term.names


def _fits(term: Term, name: str, text: str) -> bool:
    if not term.context:
        return True
    return _shape(name) in map(_shape, term.names) and term.is_licensed(text)


def _shape(name: str) -> str:
    return re.sub(r"[\s_-]+", "", name).removesuffix("s")
