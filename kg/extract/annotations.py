"""What the components of the pipeline write on a spaCy `Doc`, and the extension attributes they use.

Offsets count code points of the doc's text (title, newline, summary), half-open. Reading this module
registers the extensions, once:

    doc._.kg_body        list of `Span`: the stretches that count (title and summary without left-out parts)
    doc._.kg_title_end   int: where the title ends in the doc's text; -1 when it has no title
    doc._.kg_reading     `Reading`: the words and sentences that the models see
    doc._.kg_pairs       list of `AcronymPair`: acronyms with their expansions
    doc._.kg_hits        list of `Hit`: names that the gazetteer knows
    doc._.kg_views       dict: by tagger, the probability of each tag at each word of the reading
    doc._.kg_net         `NetView`: what the network says, None without one
    doc._.kg_candidates  list of `Candidate`: what any component proposes; `kg_judge_v2` alone decides
    doc._.kg_entities    list of `DocEntity`: the paper's entities
    doc._.kg_doubtful    list of `DocEntity`: those that count only if a result needs them
    doc._.kg_results     list of results, filled by `kg_results_v3`
    doc.spans["kg_sentences"]  the sentences of the body
"""

from __future__ import annotations

from spacy.tokens import Doc
from spacy.util import filter_spans

from kg.extract.things import AcronymPair, Candidate, DocEntity

__all__ = ["SENTENCES", "AcronymPair", "Candidate", "DocEntity", "mark_entities", "register"]

SENTENCES = "kg_sentences"
"""The key of `doc.spans` that holds the sentences of the body."""

_LISTS = ("kg_body", "kg_candidates", "kg_doubtful", "kg_entities", "kg_hits", "kg_pairs", "kg_results")


def register() -> None:
    """Register the extension attributes on `Doc`; doing so again changes nothing."""
    defaults: dict[str, object] = {name: [] for name in _LISTS}
    for name, default in (defaults | {"kg_reading": None, "kg_net": None, "kg_title_end": -1, "kg_views": {}}).items():
        if not Doc.has_extension(name):
            # spaCy gives each doc a copy of a default that is a list or a dict.
            Doc.set_extension(name, default=default)


def mark_entities(doc: Doc) -> None:
    """Make `doc.ents` of `doc._.kg_entities`."""
    found = [
        doc.char_span(span.start, span.end, entity.type.value, alignment_mode="expand")
        for entity in doc._.kg_entities
        for span in entity.spans
    ]
    # doc.ents takes no spans that overlap; of such the longest stays.
    doc.ents = filter_spans([span for span in found if span is not None])


register()
