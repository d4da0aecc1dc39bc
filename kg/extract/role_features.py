"""What says which role an entity plays: where it stands, the words around it, how it is written."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache

from kg.extract.gazetteer import Known
from kg.extract.reading import Place, Reading
from kg.extract.role_cues import CUES
from kg.model import EntityType

__all__ = ["role_features"]

# A title's name for what the paper presents: "ShadowKV: ...".
_PREFIX = re.compile(r"[^:\n]{2,40}:")
_SKIPPED = frozenset([",", "and", "&", "or", "(", ")", "/"])
_MOST_PLACES = 30
# What sort of paper a title promises.
_KINDS = {
    "benchmark": re.compile(r"bench|evaluat|arena|leaderboard|assess|dataset|corpus", re.IGNORECASE),
    "study": re.compile(
        r"survey|study|understanding|analy|investigat|\?|how |rethinking|empirical|do |are |is ", re.IGNORECASE
    ),
}
# What a sentence is about, by how it begins: digests often name their parts.
_SECTIONS = {
    "method": re.compile(r"method|approach|technique", re.IGNORECASE),
    "result": re.compile(r"result|finding|experiment|achiev|show", re.IGNORECASE),
    "implication": re.compile(r"practitioner|implication|future", re.IGNORECASE),
    "aim": re.compile(r"\baim|objective|question|problem|goal|address", re.IGNORECASE),
}


# The weights know features by name: to change one, or what it stands for, is to train anew.
def role_features(
    reading: Reading, kind: EntityType, places: Sequence[Place], taken: dict[int, int], rank: int, known: Known | None
) -> dict[str, float]:
    """Return the features of an entity.

    `taken` maps each word of any entity to where its place starts, `rank` is how many places come before
    the first of this one, `known` what other papers say of the name.
    """
    # Sorted: sums of floats depend on their order, and that of a set on the hash seed.
    features: dict[str, float] = defaultdict(float)
    for name in sorted(
        _count_signs(reading, kind, places, rank)
        | _paper_signs(reading, kind, places)
        | _name_signs(reading, kind, places[0], known)
    ):
        features[name] = 1.0
    body = [place for place in places if not reading.is_title(place[0])][:_MOST_PLACES]
    # The first place counts in full; the sum over all others grows only with the root of their number.
    for number, place in enumerate(body):
        for name in sorted(_context_signs(reading, kind, place, taken, first=number == 0)):
            features[name] += 1.0 if number == 0 else len(body) ** -0.5
    return dict(features)


def _count_signs(reading: Reading, kind: EntityType, places: Sequence[Place], rank: int) -> set[str]:
    """Return where and how often an entity is mentioned."""
    sentences, count = reading.sentence_of, len(reading.bounds)
    body = [place for place in places if not reading.is_title(place[0])]
    titled, often = len(body) < len(places), min(5, len(body))
    found = {f"type={kind}", f"title={titled:d}{kind}", f"body={often}", f"body={often}{kind}", f"rank={min(5, rank)}"}
    if places[0][0] == 0:
        found |= {"begins_title", f"begins_title{kind}"}
    prefix = _PREFIX.match(reading.text)
    if prefix and reading.spans[places[0][1] - 1][1] <= prefix.end():
        found.add("title_name")
    found |= {f"name={reading.surface(places[0]).lower()}", f"word={reading.lower[places[0][0]]}"}
    if body:
        first, last = sentences[body[0][0]], sentences[body[-1][0]]
        found |= {f"first={min(6, first)}", f"first/5={min(4, 5 * first // count)}"}
        found.add(f"last/5={min(4, 5 * last // count)}")
    return found


def _paper_signs(reading: Reading, kind: EntityType, places: Sequence[Place]) -> set[str]:
    """Return what sort of paper it is, and in which sorts of sentence the entity stands."""
    title = reading.text[: max(0, reading.title_end)]
    found = {f"kind={name}{kind}" for name in _kinds_of(title)}
    sections: set[str] = set()
    for number in {reading.sentence_of[start] for start, _ in places}:
        if number:  # 0 is the title
            sections |= _sections_of(reading.surface(reading.bounds[number])[:60])
    found |= {f"section={name}{kind}" for name in sections}
    return found | {f"sections={'+'.join(sorted(sections))}{kind}"}


# All entities of a text ask about the same title and the same few sentences.
@lru_cache(maxsize=16)
def _kinds_of(title: str) -> frozenset[str]:
    return frozenset(name for name, pattern in _KINDS.items() if pattern.search(title))


@lru_cache(maxsize=256)
def _sections_of(opening: str) -> frozenset[str]:
    return frozenset(name for name, pattern in _SECTIONS.items() if pattern.search(opening))


def _name_signs(reading: Reading, kind: EntityType, place: Place, known: Known | None) -> set[str]:
    """Return how the first name is written, and whether other papers have it."""
    start, end = place
    words = reading.words[start:end]
    written = _writing(words)
    is_mixed = any(c.isupper() for word in words for c in word[1:]) and not all(word.isupper() for word in words)
    support = min(5, known.annotated) if known else 0
    bracket = end < len(reading.words) and reading.words[end] == "("
    return {
        f"written={written}{kind}",
        f"camel={is_mixed:d}{kind}",
        f"support={support}",
        f"support={support}{kind}",
        f"length={min(5, end - start)}",
        f"known={support > 0:d}{written}{kind}",
        f"bracket={bracket}",
    }


def _writing(words: Sequence[str]) -> str:
    if any(word.isupper() and len(word) > 1 for word in words):
        return "upper"
    if not any(word[0].isupper() for word in words):
        return "lower"
    return "capital" if all(word[0].isupper() for word in words if word[0].isalpha() and len(word) > 3) else "mixed"


def _context_signs(reading: Reading, kind: EntityType, place: Place, taken: dict[int, int], *, first: bool) -> set[str]:
    """Return the words around one mention, in its sentence."""
    lower, (start, end) = reading.lower, place
    low, high = reading.bounds[reading.sentence_of[start]]
    found = {f"S={' '.join(lower[low : low + 2])}"} | _sides(lower, place, low, high)
    head = _before_list(lower, start, taken, low)
    if head >= low:
        found |= {f"H={lower[head]}", f"HH={' '.join(lower[max(low, head - 1) : head + 1])}", f"H{kind}={lower[head]}"}
    for name, indices in (("cue", range(start - 1, low - 1, -1)), ("next", range(end, high))):
        cue = next((lower[index] for index in indices if lower[index] in CUES), None)
        if cue is not None:
            found |= {f"{name}={CUES[cue]}", f"{name}={CUES[cue]}{kind}", f"{name}_word={cue}"}
    if first:
        found |= {f"has={CUES[word]}" for word in lower[low:high] if word in CUES}
        found.add(f"at/4={4 * (start - low) // (high - low)}")
        if 1 in reading.digits[low:high]:
            found.add("number")
    return found


def _sides(lower: Sequence[str], place: Place, low: int, high: int) -> set[str]:
    start, end = place
    found = set()
    for offset in range(1, 6):
        for side, index in (("L", start - offset), ("R", end - 1 + offset)):
            if low <= index < high:
                found.add(f"{side}={lower[index]}")
                if offset < 3:
                    found.add(f"{side}{offset}={lower[index]}")
    if start - low > 1:
        found.add(f"LL={lower[start - 2]} {lower[start - 1]}")
    return found


def _before_list(lower: Sequence[str], start: int, taken: dict[int, int], low: int) -> int:
    """Return the word before the list ("A, B and C") that a mention belongs to."""
    index = start - 1
    while index >= low and (lower[index] in _SKIPPED or index in taken):
        index = taken.get(index, index) - 1
    return index
