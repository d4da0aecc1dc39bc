"""The spaCy factories of the pipeline: each makes one component and says what it needs and writes.

Entry points of the group `spacy_factories` name these functions, so `nlp.add_pipe("kg_judge_v2")` works in
any spaCy pipeline where this package is installed. `folder` is another folder of weights; `mode` is "accurate",
behind `kg_network_v1`, or "fast", without it.
"""

from __future__ import annotations

from pathlib import Path

from spacy.language import Language

from kg.extract.acronyms import AcronymPairer
from kg.extract.annotations import register
from kg.extract.coreference import CoreferenceComponent
from kg.extract.gazetteer import GazetteerMatcher
from kg.extract.judge import JudgeComponent
from kg.extract.modes import Mode
from kg.extract.network import NetworkReader
from kg.extract.results import ResultFinder
from kg.extract.roles import RoleComponent
from kg.extract.sections import Sectioner
from kg.extract.tagger import Tagger
from kg.extract.weight_files import Weights, weights_in

__all__ = ["acronyms", "coreference", "gazetteer", "judge", "network", "results", "roles", "sectioner", "tagger"]

register()

_READING = ["doc._.kg_reading"]
_CONFIG = {"folder": None}
_MODE = {"folder": None, "mode": Mode.ACCURATE.value}


@Language.factory("kg_sectioner_v2", assigns=["doc._.kg_reading", "doc._.kg_body", "doc._.kg_title_end", "doc.spans"])
def sectioner(nlp: Language, name: str) -> Sectioner:
    """Make the component that marks the title, the body and its sentences."""
    return Sectioner()


@Language.factory(
    "kg_acronyms_v2", requires=[*_READING, "doc._.kg_body"], assigns=["doc._.kg_pairs", "doc._.kg_candidates"]
)
def acronyms(nlp: Language, name: str) -> AcronymPairer:
    """Make the component that pairs acronyms with their expansions."""
    return AcronymPairer()


@Language.factory(
    "kg_gazetteer_v1",
    requires=_READING,
    assigns=["doc._.kg_hits", "doc._.kg_candidates"],
    default_config=_CONFIG,
)
def gazetteer(nlp: Language, name: str, folder: str | None) -> GazetteerMatcher:
    """Make the component that finds names known from training."""
    return GazetteerMatcher(_weights(folder).gazetteer)


@Language.factory(
    "kg_tagger_v1",
    requires=[*_READING, "doc._.kg_pairs", "doc._.kg_hits"],
    assigns=["doc._.kg_views", "doc._.kg_candidates"],
    default_config=_CONFIG,
)
def tagger(nlp: Language, name: str, folder: str | None) -> Tagger:
    """Make the component that says how probable names are, word by word."""
    return Tagger(_weights(folder).tagger)


@Language.factory(
    "kg_network_v1",
    requires=[*_READING, "doc._.kg_pairs", "doc._.kg_hits"],
    assigns=["doc._.kg_net", "doc._.kg_views", "doc._.kg_candidates"],
    default_config=_CONFIG,
)
def network(nlp: Language, name: str, folder: str | None) -> NetworkReader:
    """Make the component that reads the text with a neural network."""
    return NetworkReader(_weights(folder).network)


@Language.factory(
    "kg_judge_v2",
    requires=[*_READING, "doc._.kg_pairs", "doc._.kg_views", "doc._.kg_candidates"],
    assigns=["doc._.kg_entities", "doc._.kg_doubtful", "doc.ents"],
    default_config=_MODE,
)
def judge(nlp: Language, name: str, folder: str | None, mode: str) -> JudgeComponent:
    """Make the component that decides over the candidates of the whole text."""
    return JudgeComponent(_weights(folder).modes[Mode(mode)].judge)


@Language.factory(
    "kg_coreference_v1",
    requires=[*_READING, "doc._.kg_entities", "doc._.kg_doubtful"],
    assigns=["doc._.kg_entities", "doc._.kg_doubtful", "doc.ents"],
    default_config=_MODE,
)
def coreference(nlp: Language, name: str, folder: str | None, mode: str) -> CoreferenceComponent:
    """Make the component that joins the names of one thing."""
    return CoreferenceComponent(_weights(folder).modes[Mode(mode)].coreference)


@Language.factory(
    "kg_roles_v3",
    requires=[*_READING, "doc._.kg_entities", "doc._.kg_doubtful"],
    assigns=["doc._.kg_entities", "doc._.kg_doubtful"],
    default_config=_MODE,
)
def roles(nlp: Language, name: str, folder: str | None, mode: str) -> RoleComponent:
    """Make the component that gives entities their roles."""
    return RoleComponent(_weights(folder).modes[Mode(mode)].roles)


@Language.factory(
    "kg_results_v3",
    requires=[*_READING, "doc._.kg_entities", "doc._.kg_doubtful", "doc._.kg_title_end"],
    assigns=["doc._.kg_results", "doc._.kg_entities", "doc.ents"],
    default_config=_MODE,
)
def results(nlp: Language, name: str, folder: str | None, mode: str) -> ResultFinder:
    """Make the component that finds results and links them."""
    weights = _weights(folder)
    network = weights.network if Mode(mode) is Mode.ACCURATE else None
    return ResultFinder(weights.modes[Mode(mode)].results, network)


def _weights(folder: str | None) -> Weights:
    return weights_in() if folder is None else weights_in(Path(folder))
