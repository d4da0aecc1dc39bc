"""The pipeline: papers in, what their texts say out.

The text that the components see is the title, a line break, and the summary. Mentions and results are
mapped back to the field they stand in, in code points.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

import spacy
from spacy.language import Language

from kg.extract import factories  # noqa: F401  (importing it registers the factories)
from kg.extract.annotations import DocEntity
from kg.extract.limits import MOST_CHARACTERS
from kg.extract.modes import Mode
from kg.extract.tokens import TOKENIZER
from kg.extract.version import EXTRACTOR, extractor_version
from kg.model import Extraction, Field, Mention, Paper, PaperEntity, Span

__all__ = [
    "COMPONENTS",
    "EXTRACTOR",
    "extract",
    "extractor_version",
    "language",
    "paper_text",
]

_READERS = ("kg_sectioner_v2", "kg_acronyms_v2", "kg_gazetteer_v1", "kg_tagger_v1")
_DECIDERS = ("kg_judge_v2", "kg_coreference_v1", "kg_roles_v3", "kg_results_v3")
COMPONENTS = {Mode.ACCURATE: (*_READERS, "kg_network_v1", *_DECIDERS), Mode.FAST: (*_READERS, *_DECIDERS)}
"""The factories of each pipeline, in order; acronyms and known names come first, since the taggers look at them."""

_SURROGATE = re.compile("[\ud800-\udfff]")


def language(*, fast: bool = False) -> Language:
    """Make the spaCy pipeline that `extract` runs; `fast` does without the neural network.

    >>> language(fast=True).pipe_names[0]
    'kg_sectioner_v2'
    """
    nlp = spacy.blank("en", config={"nlp": {"tokenizer": {"@tokenizers": TOKENIZER}}})
    # spaCy refuses a longer text; title and summary are each cut far below.
    nlp.max_length = 4 * MOST_CHARACTERS
    mode = Mode.FAST if fast else Mode.ACCURATE
    for factory in COMPONENTS[mode]:
        nlp.add_pipe(factory, config={"mode": mode.value} if factory in _DECIDERS else {})
    return nlp


def paper_text(paper: Paper) -> str:
    """Return the text that the pipeline reads: title, line break, summary, each cut at `MOST_CHARACTERS`.

    Half a surrogate pair, which spaCy can't store, becomes a replacement character.
    """
    # To all components the title ends at the first line break; one character takes the place of one, for the offsets.
    title = paper.title.replace("\n", " ")[:MOST_CHARACTERS]
    return _SURROGATE.sub("\ufffd", f"{title}\n{paper.summary[:MOST_CHARACTERS]}")


def extract(papers: Iterable[Paper], nlp: Language) -> Iterator[Extraction]:
    """Yield what the text of each paper says, in the order of the papers."""
    for paper in papers:
        yield _extraction(paper, nlp)


def _extraction(paper: Paper, nlp: Language) -> Extraction:
    text = paper_text(paper)
    doc = nlp(text)
    entities = tuple(_paper_entity(text, entity, paper.body) for entity in doc._.kg_entities)
    results = tuple(replace(result, field=paper.body) for result in doc._.kg_results)
    return Extraction(paper.arxiv_id, entities, results)


def _paper_entity(text: str, entity: DocEntity, body: Field) -> PaperEntity:
    mentions = tuple(_mention(text, span, body, entity.confidence) for span in entity.spans)
    return PaperEntity(entity.type, entity.names, entity.role, mentions, entity.confidence)


def _mention(text: str, span: Span, body: Field, confidence: float) -> Mention:
    title_end = text.index("\n")
    words = text[span.start : span.end]
    if span.end <= title_end:
        return Mention(Field.TITLE, span, words, confidence)
    shift = title_end + 1
    return Mention(body, Span(span.start - shift, span.end - shift), words, confidence)
