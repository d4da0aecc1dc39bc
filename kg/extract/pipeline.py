"""The pipeline: papers in, what their texts say out.

The text that the components see is the title, a line break, and the summary. Mentions and results are
mapped back to the field they stand in, in code points.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

import spacy
from spacy.language import Language

from kg.extract import factories, results  # noqa: F401  (importing them registers the factories)
from kg.extract.annotations import DocEntity
from kg.extract.tokens import NameTokenizer
from kg.lexicon import lexicon_fingerprint
from kg.model import Extraction, Field, Mention, Paper, PaperEntity, Span
from kg.resources import lexicon_dir

__all__ = ["COMPONENTS", "EXTRACTOR", "MOST_CHARACTERS", "extract", "extractor_version", "language"]

EXTRACTOR = "kg-rules"
"""The name of this extractor."""

MOST_CHARACTERS = 20_000
"""How much of a summary is read; what is beyond is left out, and reported."""

COMPONENTS = (
    "kg_sectioner_v1",
    "kg_lexicon_v1",
    "kg_titles_v1",
    "kg_acronyms_v1",
    "kg_names_v1",
    "kg_phrases_v1",
    "kg_entities_v1",
    "kg_roles_v1",
    results.FACTORY,
)
"""The factories of the pipeline, in order."""

_CODE_VERSION = 1


def language() -> Language:
    """Make the spaCy pipeline that `extract` runs.

    >>> language().pipe_names[0]
    'kg_sectioner_v1'
    """
    nlp = spacy.blank("en")
    nlp.tokenizer = NameTokenizer(nlp.vocab)
    nlp.max_length = 4 * MOST_CHARACTERS
    for factory in COMPONENTS:
        nlp.add_pipe(factory)
    return nlp


@lru_cache(maxsize=1)
def extractor_version() -> str:
    """Return the version of the extractor: it changes when the rules or the lexicon do.

    >>> extractor_version().startswith("1+")
    True
    """
    return f"{_CODE_VERSION}+{lexicon_fingerprint(lexicon_dir())}"


def extract(
    papers: Iterable[Paper], nlp: Language, *, report: Callable[[str], None] | None = None
) -> Iterator[Extraction]:
    """Yield what the text of each paper says, in the order of the papers.

    `report` gets a message for each text that was too long to be read whole.
    """
    for paper in papers:
        yield _extraction(paper, nlp, report)


def _extraction(paper: Paper, nlp: Language, report: Callable[[str], None] | None) -> Extraction:
    title, summary = paper.title.replace("\n", " ")[:MOST_CHARACTERS], paper.summary[:MOST_CHARACTERS]
    if report is not None and len(paper.title) + len(paper.summary) > len(title) + len(summary):
        report(f"{paper.file}:{paper.line}: only the first {MOST_CHARACTERS:,} characters were read")
    doc = nlp(f"{title}\n{summary}")
    text: str = doc.text
    entities = tuple(_paper_entity(text, entity, len(title), paper) for entity in doc._.kg_entities)
    return Extraction(paper.arxiv_id, entities, tuple(doc._.kg_results))


def _paper_entity(text: str, entity: DocEntity, title_end: int, paper: Paper) -> PaperEntity:
    mentions = tuple(_mention(text, span, title_end, paper, entity.confidence) for span in entity.spans)
    return PaperEntity(entity.type, entity.names, entity.role, mentions, entity.confidence)


def _mention(text: str, span: Span, title_end: int, paper: Paper, confidence: float) -> Mention:
    words = text[span.start : span.end]
    if span.end <= title_end:
        return Mention(Field.TITLE, span, words, confidence)
    shift = title_end + 1
    place = Span(span.start - shift, span.end - shift)
    assert paper.summary[place.start : place.end] == words, (paper.arxiv_id, words)
    return Mention(Field.SUMMARY, place, words, confidence)
