"""Acronyms: whether a short name spells the initials of a long one, and what two expansions share."""

from __future__ import annotations

import re
from functools import lru_cache

__all__ = ["is_linking", "looks_like_acronym", "spells_out", "stems"]

_WORD = re.compile(r"[^\W_]+")
_LINKING = frozenset(
    {"a", "an", "and", "as", "at", "by", "for", "from", "in", "into", "of", "on", "or", "over", "per"}
    | {"the", "through", "to", "under", "using", "via", "with"}
)
_TAIL = frozenset(
    {"algorithm", "approach", "benchmark", "dataset", "framework", "method", "model", "network", "system"}
)
# "T2V" is text-to-video.
_SPOKEN = {"2": "to", "4": "for"}
# So many letters tell words apart, and leave off endings: augmented, augmentation.
_STEM = 5


def is_linking(word: str) -> bool:
    """Say whether a word only links others, so that acronyms and titles in capitals pass over it: of, for, with."""
    return word in _LINKING


@lru_cache(maxsize=1 << 16)
def looks_like_acronym(name: str) -> bool:
    """Say whether a name has the form of an acronym: one short word with two capitals or more.

    >>> [looks_like_acronym(name) for name in ("GRPO", "LoRAs", "mIoU", "Accuracy", "chain of thought")]
    [True, True, True, False, False]
    """
    if " " in name or sum(map(str.isupper, name)) < 2:
        return False
    letters = [character for character in name if character.isalnum()]
    return 2 <= len(letters) <= 12 and sum(map(str.isupper, letters)) >= 2


def spells_out(short: str, long: str, *, strictly: bool = False) -> bool:
    """Say whether a short name is made of the initials of a long one.

    Each letter has to stand in the long name, in order; the first begins it, half of them begin words, and
    at most one word that carries meaning goes without a letter; `strictly`, only where all letters begin words.

    >>> spells_out("GRPO", "Group Relative Policy Optimization"), spells_out("VAE", "variational autoencoder")
    (True, True)
    >>> spells_out("T2V", "text-to-video"), spells_out("SR", "accuracy")
    (True, False)
    >>> [spells_out("RES", "referring expression comprehension", strictly=one) for one in (False, True)]
    [True, False]
    """
    first = long[:1]
    # Most pairs differ here already, which is cheap to see where the long name begins with a letter.
    if first.isalnum() and short[:1].isalnum() and short[:1].casefold() != first.casefold():
        return False
    return looks_like_acronym(short) and _spells(short, long, strictly)


# Most pairs stand in one paper, and are asked for by several rules.
@lru_cache(maxsize=1 << 14)
def _spells(short: str, long: str, strictly: bool) -> bool:
    words = [word.casefold() for word in _WORD.findall(long)]
    # The s of "LLMs" stands for no word.
    letters = "".join(_WORD.findall(short[:-1] if re.search(r"[A-Z]s$", short) else short)).casefold()
    if len(words) < 2 or letters[0] != words[0][0]:
        return False
    best = _best_match(letters, tuple(words))
    if best is None or 2 * best < len(letters):
        return False
    return not strictly or best == len(letters) or best >= sum(word not in _LINKING for word in words)


def _best_match(letters: str, words: tuple[str, ...]) -> int | None:
    """Return the most letters that can begin words when each stands in order, or None if they can't.

    A state is (word, offset behind its last letter, content words passed over) -> letters that begin words.
    """
    states = {(0, 1, 0): 1}
    for letter in letters[1:]:
        following: dict[tuple[int, int, int], int] = {}
        for (word, offset, passed), begun in states.items():
            for state, gain in _steps(letter, words, (word, offset, passed)):
                following[state] = max(following.get(state, 0), begun + gain)
        states = following
    fits = [
        begun
        for (word, _, passed), begun in states.items()
        if passed + sum(later not in _LINKING for later in words[word + 1 :]) <= 1
    ]
    return max(fits, default=None)


def _steps(letter: str, words: tuple[str, ...], state: tuple[int, int, int]) -> list[tuple[tuple[int, int, int], int]]:
    """Return the states that one more letter leads to, each with 1 if it begins a word there, else 0."""
    word, offset, passed = state
    found = []
    inside = words[word].find(letter, offset)
    if inside >= 0:
        found.append(((word, inside + 1, passed), 0))
    for place in range(word + 1, len(words)):
        if words[place][0] == letter or words[place] == _SPOKEN.get(letter):
            found.append(((place, 1, passed), 1))
        passed += words[place] not in _LINKING
        if passed > 1:
            break
    return found


def stems(long: str) -> tuple[str, ...]:
    """Return what expansions of one acronym share when only endings and little words differ.

    >>> stems("Retrieval-Augmented Generation") == stems("retrieval augmentation generation framework")
    True
    """
    words = [word.casefold() for word in _WORD.findall(long)]
    return tuple(
        word[: len("multi") + _STEM if word.startswith("multi") else _STEM]
        for word in words
        if word not in _LINKING and word.rstrip("s") not in _TAIL
    )
