"""Misprints: names that are another name but for a slip that digests are known to make.

Digits are never guessed at: 3 and 4 are two things. What is mended is the letter o printed as 0 where models are
called so (GPT-40, LlamaV-01), and one letter too many, too few or swapped in a long word that stands nowhere else.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from rapidfuzz.distance import DamerauLevenshtein

from kg.lexicon import Lexicon
from kg.phrases import Words
from kg.resolution import Reason
from kg.resolve.occurrences import is_term, key_node, term_node
from kg.resolve.unionfind import Edge

__all__ = ["mended", "misprint_edges"]

Mends = Callable[[str], str | None]
SlipWords = Callable[[str], Words | None]

_ZERO = (
    (re.compile(r"\b(GPT-?\d)0(?![\d.])", re.IGNORECASE), r"\1o"),
    (re.compile(r"(?<![\w.])0([134])(?=-mini\b|-preview\b|-pro\b|$)"), r"o\1"),
)
# Only words that share their first or their last four letters are compared: one slip leaves one of the two as it was,
# but for two letters swapped in the very middle of a word of eight.
_LONG = 8
_KNOWN = 3
_BLOCK = 4


def mended(name: str) -> str | None:
    """Write o for 0 where models are called so; None when there is nothing to mend.

    >>> mended("GPT-40-mini"), mended("LlamaV-01"), mended("Llama-3.1-405B"), mended("gpt-4")
    ('GPT-4o-mini', 'LlamaV-o1', None, None)
    """
    new = name
    for pattern, instead in _ZERO:
        new = pattern.sub(instead, new)
    return new if new != name else None


def misprint_edges(
    names: Sequence[tuple[str, str]], mends: Mends, words: SlipWords, counts: Mapping[str, int], lexicon: Lexicon
) -> Iterator[Edge]:
    """Join misprinted names with what they should be, where that is a name in as many papers or a term.

    `names` are surface forms with their nodes, sorted; `mends` gives what `mended` does, `words` the words of a form
    to be compared, None for names with capitals inside: MathVision is not MatchVision. `counts` holds the number of
    papers of each node.
    """
    for surface, node in names:
        right = None if is_term(node) else mends(surface)
        if right is not None:
            yield from _zero(node, right, counts, lexicon)
    yield from _slips([(words(surface), node) for surface, node in names], counts)


def _zero(node: str, right: str, counts: Mapping[str, int], lexicon: Lexicon) -> Iterator[Edge]:
    terms = lexicon.find(right)
    target = term_node(terms[0].id) if terms else key_node(right)
    if terms or counts.get(target, 0) >= counts[node]:
        yield Edge(node, target, Reason.MISPRINT)


def _slips(names: Iterable[tuple[Words | None, str]], counts: Mapping[str, int]) -> Iterator[Edge]:
    """Join names of which one has a long word with a slip in it, and the other the known word."""
    worded: dict[Words, str] = {}
    for words, node in names:
        if words is not None:
            worded.setdefault(words, node)
    holders: dict[str, int] = defaultdict(int)
    for words, node in worded.items():
        for word in set(words):
            holders[word] += counts[node]
    right = _corrections(holders)
    for words, node in worded.items():
        if right.keys().isdisjoint(words):
            continue
        target = worded.get(tuple(right.get(word, word) for word in words))
        if target not in (None, node):
            yield Edge(node, str(target), Reason.NEAR)


def _corrections(holders: Mapping[str, int]) -> dict[str, str]:
    """Return the known word for each long word of one paper only that is a slip away from one, and from one only."""
    known: dict[str, list[str]] = defaultdict(list)
    for word in sorted(holders):
        if holders[word] >= _KNOWN and _is_long(word):
            for block in {word[:_BLOCK], word[-_BLOCK:]}:
                known[block].append(word)
    found = {}
    for word in holders:
        if holders[word] == 1 and _is_long(word):
            near = {w for block in (word[:_BLOCK], word[-_BLOCK:]) for w in known[block] if _is_slip(word, w)}
            if len(near) == 1:
                found[word] = near.pop()
    return found


def _is_long(word: str) -> bool:
    return len(word) >= _LONG and word.isalpha()


def _is_slip(word: str, known: str) -> bool:
    """Say whether a word is a known one with a letter too many, too few, or two swapped, but at neither end.

    A letter in place of another makes other words and names: LLaMA and LLaVA.

    >>> _is_slip("delibration", "deliberation"), _is_slip("gudiance", "guidance"), _is_slip("videollama", "videollava")
    (True, True, False)
    """
    if word[:2] != known[:2] or word[-2:] != known[-2:] or DamerauLevenshtein.distance(word, known, score_cutoff=1) > 1:
        return False
    return len(word) != len(known) or sorted(word) == sorted(known)
