"""What sort of thing a name stands for, judged by its form and by the words around it.

A judgement is a mapping from types to weights: several cues add up.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from kg.model import EntityType, Span

__all__ = ["Votes", "by_context", "by_form", "noun_type"]

Votes = defaultdict[EntityType, float]

_NOUNS = {
    EntityType.DATASET: (
        "datasets? data-?sets? benchmarks? benchmarking corpus corpora testbeds? leaderboards? test-?suites? "
        "environments? arena simulators? testset collections? challenge suites? splits? subsets? games?"
    ),
    EntityType.MODEL: (
        "models? llms? mllms? vlms? lvlms? vlas? lms? slms? lrms? networks? transformers? checkpoints? "
        "backbones? architectures? autoencoders? encoders? decoders? vaes? gans? tokenizers? series famil(?:y|ies)"
    ),
    EntityType.METHOD: (
        "frameworks? methods? approach(?:es)? algorithms? pipelines? techniques? strateg(?:y|ies) paradigms? "
        "modules? mechanisms? agents? systems? loss(?:es)? protocols? toolkits? librar(?:y|ies) platforms? engines? "
        "optimizers? schemes? recipes? layers? tools? procedures? objectives? formulation schedulers?"
    ),
    EntityType.METRIC: "metrics? scores? measures?",
}
_ANY = "|".join(noun for nouns in _NOUNS.values() for noun in nouns.split())
_TYPED = {t: re.compile("(?:" + "|".join(nouns.split()) + r")\Z", re.IGNORECASE) for t, nouns in _NOUNS.items()}
# The noun right behind a name: "X dataset", "X (ours) reasoning benchmark".
_AFTER = re.compile(rf"[\"”')*]{{0,3}}(?:\s\([^()]{{1,40}}\))?\s(?:[a-z-]{{2,15}}\s)?(?P<noun>{_ANY})\b", re.IGNORECASE)
# The noun that leads up to a name: "benchmarks such as X", "models (X", "a framework, named X".
_BEFORE = re.compile(
    rf"\b(?P<noun>{_ANY})(?:,?\s(?:such as|like|including|called|named|termed|dubbed|e\.g\.,?|i\.e\.,?|namely)"
    r"|\s?[:(]|\s\(e\.g\.,?)?\s?[\"“'(*]{0,3}\Z",
    re.IGNORECASE,
)
# What a name is said to be: "X is a new benchmark", "X, the first multimodal dataset".
_APPOSITION = re.compile(
    r"[\"”'*]{0,3}(?:\s\([^()]{1,60}\))?(?:,|\s(?:is|are|was|introduces|presents|proposes|provides|offers|as)|\s?[—:-])"
    rf"\s(?:an?|the|our)\s(?:[\w-]{{1,25}},?\s){{0,7}}?(?P<noun>{_ANY})\b(?![\s-](?:{_ANY})\b)",
    re.IGNORECASE,
)
# The noun with an article before it: "a novel framework called X", "our training method, X".
_INTRODUCED = re.compile(
    rf"\b(?:an?|the|our|[Nn]ew|novel)\s(?:(?:[a-z-]{{1,25}}|[A-Z]{{2,5}}|[23]D),?\s){{0,6}}?(?P<noun>{_ANY})"
    r"(?:\s\([^()]{1,30}\))?,?(?:\s(?:called|named|termed|dubbed|known as|referred to as))?,?\s[\"“'*]{0,3}\Z"
)
# "on X", "across the held-out X": what results are reported on.
_ON = re.compile(r"\b(?:on|across)\s(?:the\s)?(?:[a-z-]{3,15}\s)?[\"“(]?\Z")
# "outperforms X", "compared to the best X": what a system is set against.
_RIVAL = re.compile(
    r"\b(?:than|outperform(?:s|ed|ing)?|surpass(?:es|ed|ing)?|exceed(?:s|ed|ing)?|over|beat(?:s|ing)?|versus|vs\."
    r"|compared (?:to|with)|baselines?,?|unlike)\s(?:the\s|both\s)?(?:[a-z-]{3,15}\s)?\Z"
)
# "fine-tuned X", "built on the X": what a system starts from.
_BASE = re.compile(
    r"\b(?:fine-?tun\w{1,4}|pre-?trained|frozen|prompt(?:s|ed|ing)?|built (?:up)?on|initialized (?:from|with)"
    r"|based on|backbone|trains?|training|trained on|applied to|LLMs?)\s(?:the\s|an?\s)?\Z"
)
# "using X", "via an X": what a system makes use of.
_BY_USE = re.compile(
    r"\b(?:using|uses?|via|with|employ(?:s|ing)?|leverag(?:es|ing)|through|apply(?:ing)?)\s(?:the\s|an?\s)?\Z"
)
_FAMILIES = r"(?:Llama|LLaMA|Qwen|GPT|Gemini|Gemma|Claude|Mistral|Phi|DeepSeek|InternVL|Grok|LLaVA|GLM)"
_MODEL_ENDS = (
    r"(?:LM|GPT|[Ff]ormer|Net|VL|LLaVA|Llama|LLaMA|LLAMA|Qwen|BERT|VLA|Mamba|CLIP|VAE|-R1|Instruct|Chat|Base|"
    r"Coder|Zero)"
)
_METHOD_ENDS = r"(?:PO|RAG|Agent|CoT|RL|Tuning|LoRA|Attention|Prompt|Search|Opt|Flow|Merge|Edit|Gen|Diff|Distill)"
# What the form of a name says of its type, and how much: Qwen-7B, FooBench, MBPP-500, BioBERT, Llama-3, CPO.
_FORMS = tuple(
    (re.compile(pattern), entity_type, weight)
    for pattern, entity_type, weight in (
        (r"\d(?:\.\d+)?(?:[BM]|(?<=-\d)b|(?<=-\d\d)b)(?:\b|-)|\d+x\d+B|-A\d+B", EntityType.MODEL, 1.6),
        (
            r"(?:Bench|Benchmark|Arena|Eval|QA|Gym|World|Test|Set|Corpus)(?:[-\s]?[\w.]{1,8})?\Z",
            EntityType.DATASET,
            1.3,
        ),
        (r"bench\b|[-\s]\d+(?:\.\d+)?[kKM]\Z|\d{2,}[kK]\Z", EntityType.DATASET, 1.3),
        (rf"{_MODEL_ENDS}(?:[-\s]?[\d.]{{0,4}})?\Z", EntityType.MODEL, 0.9),
        (rf"{_FAMILIES}\b-?", EntityType.MODEL, 1.2),
        (rf"{_METHOD_ENDS}s?\Z", EntityType.METHOD, 0.6),
        (r"(?:Score|Rate|Accuracy|Error|Distance|Index|Similarity|Ratio|@\w{1,3})\Z", EntityType.METRIC, 1.3),
        (r"\b(?:Dataset|Benchmark|Bench|Corpus|Suite|Challenge|Exam)\Z", EntityType.DATASET, 1.5),
        (r"\b(?:Model|Network|Transformer|Autoencoder|Encoder|Decoder)s?\Z", EntityType.MODEL, 0.9),
        (r"\b(?:20[12]\d|19\d\d)\Z", EntityType.DATASET, 0.8),
    )
)
_WINDOW = 90


def noun_type(noun: str) -> EntityType | None:
    """Return the type that a class noun stands for.

    >>> noun_type("benchmark"), noun_type("pipelines"), noun_type("idea")
    (<EntityType.DATASET: 'Dataset'>, <EntityType.METHOD: 'Method'>, None)
    """
    return next((t for t, pattern in _TYPED.items() if pattern.match(noun)), None)


def by_form(name: str) -> Votes:
    """Judge a name by its form: sizes mean models, "-Bench" a dataset.

    >>> dict(by_form("FooBench"))
    {<EntityType.DATASET: 'Dataset'>: 1.3}
    """
    votes: Votes = defaultdict(float)
    for pattern, entity_type, weight in _FORMS:
        if pattern.search(name):
            votes[entity_type] += weight
    return votes


def by_context(text: str, span: Span, part: Span) -> Votes:
    """Judge a name by the words beside it in its sentence."""
    before = text[max(part.start, span.start - _WINDOW) : span.start]
    after = text[span.end : min(part.end, span.end + _WINDOW + 60)]
    votes: Votes = defaultdict(float)
    for match, weight in (
        (_AFTER.match(after), 1.2),
        (_BEFORE.search(before), 1.2),
        (_APPOSITION.match(after), 1.6),
        (_INTRODUCED.search(before), 1.0),
    ):
        entity_type = noun_type(match.group("noun")) if match else None
        if entity_type is not None:
            votes[entity_type] += weight
    for entity_type, weight in _by_verb(before):
        votes[entity_type] += weight
    return votes


def _by_verb(before: str) -> Iterator[tuple[EntityType, float]]:
    if _ON.search(before):
        yield EntityType.DATASET, 1.0
    elif _RIVAL.search(before):
        yield EntityType.MODEL, 0.5
    elif _BASE.search(before):
        yield EntityType.MODEL, 0.6
    elif _BY_USE.search(before):
        yield EntityType.METHOD, 0.4
