"""The errors of an extraction, each as one line, and the sentence of the paper that it is about."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.extract.compared import SLOTS, ComparedEntity, ComparedPaper, ComparedResult, agree, pair_off
from kg.extract.numbers import find_numbers
from kg.model import Paper, Span
from kg.records import Record
from kg.sentences import sentences

__all__ = ["Slip", "find_slips", "in_sentence"]


@dataclass(frozen=True, slots=True)
class Slip:
    """One error in a paper: what it is about, of which sort it is, and what was read in place of what.

    `what` is an entity type or "result"; `sort` is "missed", "spurious", "wrong type", "wrong role", "wrong kind"
    or "wrong links"; `names` are the words to look for in the text, or the value of a result; `start` is where the
    thing stands in the summary, if that is known.
    """

    arxiv_id: str
    what: str
    sort: str
    text: str
    names: tuple[str, ...] = ()
    start: int | None = None

    @property
    def title(self) -> str:
        """What was got wrong and how, such as "Method missed"."""
        return f"{self.what} {self.sort}"


def find_slips(arxiv_id: str, gold: ComparedPaper, predicted: ComparedPaper) -> list[Slip]:
    """Return the errors of a paper: first those of entities, then those of results."""
    return [*_entity_slips(arxiv_id, gold, predicted), *_result_slips(arxiv_id, gold, predicted)]


def _entity_slips(arxiv_id: str, gold: ComparedPaper, predicted: ComparedPaper) -> Iterator[Slip]:
    def same(one: ComparedEntity, other: ComparedEntity) -> bool:
        return one.type == other.type and one.is_like(other)

    right, missed, spurious = pair_off(gold.entities, predicted.entities, same)
    for one, other in right:
        if one.role != other.role:
            said = f"{one.role}, read as {other.role}"
            yield _entity_slip(arxiv_id, one, "wrong role", said)
    retyped, missed, spurious = pair_off(missed, spurious, ComparedEntity.is_like)
    for one, other in retyped:
        yield _entity_slip(arxiv_id, one, "wrong type", f"read as {other.type}")
    for entity in missed:
        yield _entity_slip(arxiv_id, entity, "missed")
    for entity in spurious:
        yield _entity_slip(arxiv_id, entity, "spurious")


def _entity_slip(arxiv_id: str, entity: ComparedEntity, sort: str, said: str = "") -> Slip:
    named = " | ".join(entity.names)
    return Slip(arxiv_id, entity.type, sort, f"{named}: {said}" if said else named, entity.names)


def _result_slips(arxiv_id: str, gold: ComparedPaper, predicted: ComparedPaper) -> Iterator[Slip]:
    missed: Sequence[ComparedResult] = gold.results
    spurious: Sequence[ComparedResult] = predicted.results
    # The most alike are paired off first, so that an error names no more links than it has to.
    for alike in (ComparedResult.is_like, ComparedResult.is_attributed_like, ComparedResult.measures_like):
        pairs, missed, spurious = pair_off(missed, spurious, alike)
        yield from (_link_slip(arxiv_id, *pair) for pair in pairs if not pair[0].is_like(pair[1]))
    pairs, missed, spurious = pair_off(missed, spurious, ComparedResult.has_value_of)
    yield from (_link_slip(arxiv_id, *pair) for pair in pairs)
    pairs, missed, spurious = pair_off(missed, spurious, lambda one, other: one.value == other.value)
    for one, other in pairs:
        yield _result_slip(arxiv_id, one, "wrong kind", f"{one.kind}, read as {other.kind}", other.record)
    yield from (_result_slip(arxiv_id, result, "missed", _links(result), result.record) for result in missed)
    yield from (_result_slip(arxiv_id, result, "spurious", _links(result), result.record) for result in spurious)


def _link_slip(arxiv_id: str, one: ComparedResult, other: ComparedResult) -> Slip:
    wrong = [slot for slot in SLOTS if not agree(one.links[slot], other.links[slot])]
    said = [f"{slot} {one.record[slot] or 'open'}, read as {other.record[slot] or 'open'}" for slot in wrong]
    return _result_slip(arxiv_id, one, "wrong links", "; ".join(said), other.record)


def _result_slip(arxiv_id: str, result: ComparedResult, sort: str, said: str, placed: Record) -> Slip:
    value = str(result.record["value"])
    printed = " ".join([result.kind, value, result.record.get("unit") or ""]).rstrip()
    return Slip(arxiv_id, "result", sort, f"{printed}: {said}" if said else printed, (value,), placed.get("start"))


def _links(result: ComparedResult) -> str:
    return ", ".join(f"{slot} {result.record[slot]}" for slot in SLOTS if result.record[slot] is not None)


def in_sentence(slip: Slip, paper: Paper) -> tuple[str, list[Span]]:
    """Return the sentence that an error is about, with the places of its words in it.

    It is the first sentence of the summary that holds them, else the title; without a find there are no places,
    and the sentence is empty.

    >>> paper = Paper("1", "2025-01-01", "T", "It is fast. LoRA is used. LoRA helps.", ())
    >>> in_sentence(Slip("1", "Method", "missed", "LoRA", ("LoRA",)), paper)
    ('LoRA is used.', [Span(start=0, end=4)])
    """
    for text, first in ((paper.summary, slip.start), (paper.title, None)):
        for sentence in sentences(text):
            if first is not None and not sentence.start <= first < sentence.end:
                continue
            words = text[sentence.start : sentence.end]
            if places := _places(slip, words, None if first is None else first - sentence.start):
                return words, places
    return "", []


def _places(slip: Slip, words: str, start: int | None) -> list[Span]:
    if slip.what != "result":
        # Of names that begin alike the first in the expression wins: "GPT-4 Turbo" has to come before "GPT-4".
        longest = sorted(slip.names, key=len, reverse=True)
        pattern = rf"(?<![^\W_])(?:{'|'.join(map(re.escape, longest))})(?![^\W_])"
        return [Span(*match.span()) for match in re.finditer(pattern, words)]
    numbers = find_numbers(words, Span(0, len(words)), ())
    found = [number.span for number in numbers if number.value == slip.names[0].replace(",", "")]
    return [span for span in found if start is None or span.start == start]
