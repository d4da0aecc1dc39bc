"""Names with a word around them that makes no other thing: "GSM8K benchmark", "OpenAI o1", "CLIP score"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache

from kg.lexicon import Lexicon, Term
from kg.model import EntityType
from kg.resolution import Reason
from kg.resolve.occurrences import is_term, key_node, term_node
from kg.resolve.unionfind import Edge

__all__ = ["affix_edges", "base_name", "without_affixes"]

Types = Mapping[str, Mapping[EntityType, int]]
Bases = Callable[[str], Iterable[tuple[str, EntityType, bool]]]

_SORTS = {
    EntityType.DATASET: (
        *("benchmark", "benchmark suite", "challenge", "collection", "corpus", "corpora", "data set", "dataset"),
        *("environment", "evaluation suite", "leaderboard", "suite", "test set", "testbed", "test suite"),
    ),
    EntityType.MODEL: ("architecture", "backbone", "LLM", "model", "model family", "network", "series"),
    EntityType.METRIC: ("metric", "score"),
    EntityType.METHOD: (
        *("algorithm", "approach", "framework", "method", "module", "objective", "paradigm", "pipeline"),
        *("strategy", "system", "technique"),
    ),
    EntityType.TASK: ("problem", "task"),
}
_SORT_OF = {word.casefold(): entity_type for entity_type, words in _SORTS.items() for word in words}
# "GSM8K benchmark", "SWE-bench data sets": a name, and a word for its sort behind it.
_TAIL = re.compile(rf"^(.+?) ({'|'.join(sorted(_SORT_OF, key=len, reverse=True))})s?$", re.IGNORECASE)
_LAST_WORDS = {word.rpartition(" ")[2].removesuffix("s") for word in _SORT_OF}
# "OpenAI o1", "Meta-Llama-3-8B", "average accuracy": a word before a name that is no part of it.
_MAKER = re.compile(r"^(?:OpenAI|Google|Google DeepMind|Meta|Anthropic|Microsoft|NVIDIA|Alibaba)(?:['’]s)?[ -](?=\S)")
# "average accuracy" is accuracy; but average precision, average pooling and a task score are things of their own.
_MEAN = re.compile(
    r"^(?:average|avg\.?|final|overall|task(?! loss)) (?!(?:precision|recall|pooling|score|rank)\b)(?=\w)"
    r"|^mean (?=accuracy|reward|return|success)",
    re.IGNORECASE,
)


@lru_cache(maxsize=1 << 16)
def base_name(name: str) -> tuple[str, EntityType] | None:
    """Split a descriptive tail off a name and say which type the tail speaks of; None without one.

    >>> base_name("GSM8K benchmark"), base_name("reward model"), base_name("VBench")
    (('GSM8K', <EntityType.DATASET: 'Dataset'>), None, None)

    What remains has to begin like a proper name, with a capital or a digit; measures and tasks may be
    lower-case words.
    """
    # Most names end in another word: seen before the costlier search.
    if name.rpartition(" ")[2].casefold().removesuffix("s") not in _LAST_WORDS:
        return None
    found = _TAIL.match(name)
    if found is None:
        return None
    sort = _SORT_OF[found[2].casefold()]
    proper = found[1][0].isupper() or found[1][0].isdigit() or sort in (EntityType.METRIC, EntityType.TASK)
    return (found[1], sort) if proper else None


def without_affixes(name: str) -> Iterator[tuple[str, EntityType, bool]]:
    """Give what is left of a name without a word around it, the type that word speaks of, and whether it is a tail.

    >>> list(without_affixes("OpenAI o1"))
    [('o1', <EntityType.MODEL: 'Model'>, False)]
    """
    split = base_name(name)
    if split:
        yield (*split, True)
    for pattern, entity_type in ((_MAKER, EntityType.MODEL), (_MEAN, EntityType.METRIC)):
        # Such a word has another one behind it.
        found = pattern.match(name) if " " in name or "-" in name else None
        if found:
            yield name[found.end() :], entity_type, False


def affix_edges(names: Iterable[tuple[str, str]], bases: Bases, types: Types, lexicon: Lexicon) -> Iterator[Edge]:
    """Join "X benchmark" and "OpenAI X" with X where X is what the word around it says.

    `names` are surface forms with their nodes, and `bases` gives what `without_affixes` does. `types` holds, for each
    surface form that stands as the first name of an entity, its types with counts.
    """
    for surface, node in names:
        for base, entity_type, is_tail in () if is_term(node) else bases(surface):
            edge = _tail_edge if is_tail else _head_edge
            yield from edge(node, base, entity_type, types, lexicon)


def _tail_edge(node: str, base: str, entity_type: EntityType, types: Types, lexicon: Lexicon) -> Iterator[Edge]:
    """Join a name with what is left without its tail, written alike.

    That is a term of the lexicon, or written like no ordinary word (GSM8K, not Reasoning); measures and tasks may be.
    """
    terms = _terms(base, lexicon)
    plain_words = entity_type in (EntityType.METRIC, EntityType.TASK)
    if any(term.type is entity_type for term in terms):
        yield Edge(node, term_node(terms[0].id), Reason.TAIL)
    elif not terms and (plain_words or _is_distinctive(base)) and _mostly(types.get(base, {})) is entity_type:
        yield Edge(node, key_node(base), Reason.TAIL)


def _head_edge(node: str, base: str, entity_type: EntityType, types: Types, lexicon: Lexicon) -> Iterator[Edge]:
    """Join a name with what is left without its first word, where that is known as a thing of the type."""
    terms = [term for term in _terms(base, lexicon) if term.type is entity_type]
    if terms:
        yield Edge(node, term_node(terms[0].id), Reason.TAIL)
    elif not lexicon.find(base) and _mostly(types.get(base, {})) is entity_type:
        yield Edge(node, key_node(base), Reason.TAIL)


def _terms(base: str, lexicon: Lexicon) -> list[Term]:
    """Return the terms of a name as it is written, or in any case where capitals make no other name."""
    found = (term for term in lexicon.find(base) if not term.context)
    return [term for term in found if base in term.names or not term.type.has_role]


def _is_distinctive(name: str) -> bool:
    """Say whether a name has a digit, or a capital that no title case explains."""
    return any(character.isdigit() for character in name) or re.search(r"\w[A-Z]", name) is not None


def _mostly(counts: Mapping[EntityType, int]) -> EntityType | None:
    order = list(EntityType)
    return min(counts, key=lambda entity_type: (-counts[entity_type], order.index(entity_type)), default=None)
