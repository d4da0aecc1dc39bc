"""Entities and speed: the extractor beside spaCy's own trained NER and beside a bare gazetteer, in one run.

spaCy's NER (a blank pipeline: tok2vec and transitions, as `nlp.add_pipe("ner")` makes it) learns here from the first
papers of data/annotations; the shipped weights and the gazetteer learned from all of them. The papers to score on must
be others.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.training import Example
from spacy.util import filter_spans, minibatch

import kg
from kg.extract.evaluate import evaluate
from kg.extract.pipeline import extract, paper_text
from kg.extract.sections import read
from kg.extract.tokens import WordTokenizer
from kg.extract.weight_files import weights_in
from kg.gather import read_sources
from kg.model import Paper
from kg.names import name_key
from kg.records import Record, extraction_as_record, read_records
from kg.train.lessons import Lesson, read_corpus

Extract = Callable[[Paper], Record]
LEAST_SHARE = 0.5
SEED = 1


def record(arxiv_id: str, named: Iterable[tuple[str, str]]) -> Record:
    """Make a record of names with types; names that differ in case or hyphens are one entity."""
    entities: dict[tuple[str, str], list[str]] = {}
    for name, kind in named:
        names = entities.setdefault((name_key(name), kind), [])
        if name not in names:
            names.append(name)
    found = [{"type": kind, "names": names, "role": None} for (_, kind), names in entities.items()]
    return {"id": arxiv_id, "entities": found, "results": []}


def examples(nlp: Language, lessons: Iterable[Lesson]) -> list[Example]:
    """Turn annotated papers into what spaCy trains on."""
    found = []
    for lesson in lessons:
        doc = nlp.make_doc(lesson.reading.text)
        marked = [
            doc.char_span(span.start, span.end, entity["type"])
            for entity, places in zip(lesson.entities, lesson.places, strict=True)
            for span in map(lesson.reading.span, places)
        ]
        reference = doc.copy()
        reference.ents = filter_spans([span for span in marked if span is not None])
        found.append(Example(doc, reference))
    return found


def trained(lessons: Sequence[Lesson], *, minutes: float) -> Language:
    """Train a blank NER until the time is over; at least one epoch."""
    nlp = spacy.blank("en")
    nlp.tokenizer = WordTokenizer(nlp.vocab)
    nlp.add_pipe("ner")
    rows = examples(nlp, lessons)
    optimizer = nlp.initialize(lambda: rows)
    began, epoch = time.monotonic(), 0
    while not epoch or time.monotonic() - began < 60 * minutes:
        random.Random(SEED + epoch).shuffle(rows)
        losses: dict[str, float] = {}
        for batch in minibatch(rows, size=8):
            nlp.update(batch, sgd=optimizer, drop=0.2, losses=losses)
        epoch += 1
        print(f"  epoch {epoch}: loss {losses['ner']:,.0f}")
    return nlp


def with_spacy(nlp: Language) -> Extract:
    def found(paper: Paper) -> Record:
        doc = nlp(read(paper_text(paper)).text)
        return record(paper.arxiv_id, ((ent.text, ent.label_) for ent in doc.ents))

    return found


def with_gazetteer(paper: Paper) -> Record:
    """Take each known name that is annotated in half of the papers that hold it, with its most frequent type."""
    reading = read(paper_text(paper))
    hits = [hit for hit in weights_in().gazetteer.hits(reading) if hit.known.share >= LEAST_SHARE]
    return record(paper.arxiv_id, ((reading.surface((hit.start, hit.end)), hit.known.type) for hit in hits))


def with_kg(nlp: Language) -> Extract:
    def found(paper: Paper) -> Record:
        (extraction,) = extract([paper], nlp)
        return extraction_as_record(extraction)

    return found


def report(name: str, work: Extract, papers: Sequence[Paper], gold: Sequence[Record]) -> None:
    """Print F1 with its interval, and CPU time a paper after a first paper that does not count."""
    work(papers[0])
    began = time.process_time()
    predicted = [work(paper) for paper in papers]
    spent = 1000 * (time.process_time() - began) / len(papers)
    scores = evaluate(gold, predicted)
    low, high = scores.intervals["entities, typed"]
    interval = f"{100 * low:.1f}-{100 * high:.1f}"
    print(f"{name:32}{100 * scores.typed.f1:9.1f}{interval:>12}{100 * scores.any_type.f1:9.1f}{spent:9.1f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path, help="annotated papers that no weights have seen, as JSON lines")
    parser.add_argument("digests", type=Path, help="folder of the digests that hold all papers")
    parser.add_argument("--annotations", type=Path, default=Path("data/annotations/train.jsonl"))
    parser.add_argument("--papers", type=int, default=600, help="how many of them spaCy learns from")
    parser.add_argument("--minutes", type=float, default=5, help="how long spaCy learns")
    options = parser.parse_args()
    gold = list(read_records(options.gold))
    wanted = {one["id"] for one in gold}
    listed = (p for s in read_sources([options.digests], report=print) for p in s.papers if p.arxiv_id in wanted)
    papers = list({paper.arxiv_id: paper for paper in listed}.values())
    lessons = read_corpus([options.digests], options.annotations, on_problem=print).lessons
    others = list(islice((lesson for lesson in lessons if lesson.arxiv_id not in wanted), options.papers))
    print(f"spaCy NER learns from {len(others):,} papers; scored on {len(papers):,} others")
    nlp = trained(others, minutes=options.minutes)
    print(f"{'':32}{'typed F1':>9}{'interval':>12}{'any type':>9}{'CPU ms':>9}")
    report("gazetteer only", with_gazetteer, papers, gold)
    report(f"spaCy NER, {len(others):,} papers", with_spacy(nlp), papers, gold)
    report("kg, shipped weights", with_kg(kg.language()), papers, gold)


if __name__ == "__main__":
    main()
