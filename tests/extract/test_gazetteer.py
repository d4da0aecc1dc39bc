"""The gazetteer: what papers say of a name goes before what the lexicon says."""

from __future__ import annotations

from kg.extract.gazetteer import Gazetteer, Key, hit_candidates
from kg.extract.sections import read
from kg.model import EntityType

PAPERS: list[tuple[str, dict[Key, EntityType]]] = [
    ("Wob: A Test\nWob beats Quux on Frobs.", {("wob",): EntityType.METHOD, ("frobs",): EntityType.DATASET}),
    ("Another\nWob meets Quux.", {("wob",): EntityType.MODEL}),
    ("Third\nWob is a model.", {("wob",): EntityType.MODEL}),
]
LISTED: dict[Key, EntityType] = {
    ("wob",): EntityType.TASK,
    ("quux",): EntityType.MODEL,
    ("zap", "net"): EntityType.MODEL,
    ("frobs",): EntityType.DATASET,
}


def made() -> Gazetteer:
    return Gazetteer.count([(read(text), names) for text, names in PAPERS], LISTED)


def test_papers_go_before_the_lexicon() -> None:
    wob = made().lookup(("wob",))
    assert wob
    assert (wob.type, wob.annotated, wob.papers) == (EntityType.MODEL, 3, 3)


def test_a_listed_name_is_new_or_was_seen_and_never_annotated() -> None:
    hits = made().hits(read("Title\nZap Net and Quux."))
    assert [(hit.known.type, hit.level, hit.support) for hit in hits] == [
        (EntityType.MODEL, "new", "0"),
        (EntityType.MODEL, "seen", "0"),
    ]


def test_only_a_new_listed_name_is_a_candidate_by_itself() -> None:
    reading = read("Title\nZap Net and Quux.")
    found = hit_candidates(reading, made().hits(reading))
    assert [reading.text[one.span.start : one.span.end] for one in found] == ["Zap Net"]


def test_without_its_own_paper_a_name_is_what_the_lexicon_says() -> None:
    text, own = PAPERS[0]
    known = {reading_hit.start: reading_hit for reading_hit in made().hits(read(text), own)}
    words = read(text).lower
    frobs = known[words.index("frobs")]
    assert (frobs.known.type, frobs.level) == (EntityType.DATASET, "new")
    # Two other papers have it, as a model.
    assert known[0].known.annotated == 2


def test_it_is_read_as_it_was_written() -> None:
    gazetteer = made()
    assert Gazetteer.from_bytes(gazetteer.as_bytes()).known == gazetteer.known
