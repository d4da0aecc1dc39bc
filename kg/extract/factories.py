"""The spaCy factories of the pipeline: each makes one component and says what it needs and writes.

Entry points of the group `spacy_factories` name these functions, so `nlp.add_pipe("kg_titles_v1")` works in
any spaCy pipeline where this package is installed.
"""

from __future__ import annotations

from pathlib import Path

from spacy.language import Language

from kg.extract.acronyms import AcronymPairer
from kg.extract.annotations import register
from kg.extract.entities import EntityMerger
from kg.extract.lexicon_matcher import LexiconMatcher
from kg.extract.names import NameFinder
from kg.extract.phrases import PhraseFinder
from kg.extract.roles import RoleAssigner
from kg.extract.sections import Sectioner
from kg.extract.titles import TitlePrior
from kg.extract.words import read_words
from kg.lexicon import read_lexicon
from kg.resources import lexicon_dir

__all__ = ["THRESHOLD", "acronyms", "entities", "lexicon", "names", "phrases", "roles", "sectioner", "titles"]

THRESHOLD = 0.5
"""The confidence from which on a candidate is an entity."""

register()

_BODY = ["doc._.kg_body", "doc._.kg_title_end"]


@Language.factory("kg_sectioner_v1", assigns=[*_BODY, "doc.spans"])
def sectioner(nlp: Language, name: str) -> Sectioner:
    """Make the component that marks the body and its sentences."""
    return Sectioner()


@Language.factory(
    "kg_lexicon_v1",
    requires=_BODY,
    assigns=["doc._.kg_candidates"],
    default_config={"folder": None},
)
def lexicon(nlp: Language, name: str, folder: str | None) -> LexiconMatcher:
    """Make the component that finds the lexicon's terms; `folder` is another lexicon's folder."""
    place = _folder(folder)
    return LexiconMatcher(read_lexicon(place), read_words(place))


@Language.factory("kg_names_v1", requires=_BODY, assigns=["doc._.kg_candidates"], default_config={"folder": None})
def names(nlp: Language, name: str, folder: str | None) -> NameFinder:
    """Make the component that finds names by their form."""
    return NameFinder(read_words(_folder(folder)))


@Language.factory("kg_phrases_v1", requires=_BODY, assigns=["doc._.kg_candidates"], default_config={"folder": None})
def phrases(nlp: Language, name: str, folder: str | None) -> PhraseFinder:
    """Make the component that finds measures and tasks by their head nouns."""
    return PhraseFinder(read_words(_folder(folder)))


@Language.factory("kg_titles_v1", requires=_BODY, assigns=["doc._.kg_candidates"])
def titles(nlp: Language, name: str) -> TitlePrior:
    """Make the component that takes the name at the head of a title for what is proposed."""
    return TitlePrior()


@Language.factory("kg_acronyms_v1", requires=_BODY, assigns=["doc._.kg_pairs"])
def acronyms(nlp: Language, name: str) -> AcronymPairer:
    """Make the component that pairs acronyms with their expansions."""
    return AcronymPairer()


@Language.factory(
    "kg_entities_v1",
    requires=["doc._.kg_candidates", "doc._.kg_pairs", "doc._.kg_body"],
    assigns=["doc._.kg_entities", "doc.ents"],
    default_config={"threshold": THRESHOLD, "folder": None},
)
def entities(nlp: Language, name: str, threshold: float, folder: str | None) -> EntityMerger:
    """Make the component that decides over the candidates."""
    return EntityMerger(threshold, read_words(_folder(folder)))


@Language.factory("kg_roles_v1", requires=["doc._.kg_entities", "doc._.kg_candidates"], assigns=["doc._.kg_entities"])
def roles(nlp: Language, name: str) -> RoleAssigner:
    """Make the component that gives entities their roles."""
    return RoleAssigner()


def _folder(folder: str | None) -> Path:
    return lexicon_dir() if folder is None else Path(folder)
