"""A small graph for the tests: two days, one paper on both, two that contradict, every class and property in it."""

from collections.abc import Iterator
from io import BytesIO
from itertools import chain
from pathlib import Path

from kg.graph.contradictions import contradiction_quads, contradictions, scores
from kg.graph.entities_quads import entity_quads
from kg.graph.meta_quads import Provenance, meta_quads
from kg.graph.nquads import write_nquads
from kg.graph.quads import quads
from kg.model import (
    Bound,
    Change,
    EntityType,
    Extraction,
    Field,
    Mention,
    Paper,
    PaperEntity,
    Result,
    ResultKind,
    Role,
    Span,
)
from kg.rdf import Quad
from kg.resolution import Entity, Merge, Person, Reason, Resolution

TITLE = "Snail: slow reading"
SUMMARY = (
    "Snail, trained with LoRA on Llama-3-8B, lifts accuracy on GSM8K from 60.5% to 71.3%, 2-3x over Hare. "
    "Hasty runs were not tried. The task is slow reading."
)
PAPER = Paper("2410.00001", "2024-10-30", TITLE, SUMMARY, ("Ada Example", "bob42"), "a.md", 5)
AGAIN = Paper("2410.00001", "2024-10-31", TITLE, "Snail again.", ("Ada Example",), "b.md", 5)
OTHER = Paper("2410.00002", "2024-10-31", 'The "Hare" \\ 兎\u2028', "Hare.", (), "b.md", 9)
REPEATED = "In our hands Snail with Llama-3-8B has 66.0% accuracy on GSM8K."
REPEAT = Paper("2410.00003", "2024-10-31", "Once more", REPEATED, (), "b.md", 11)

EXTRACTOR = "kg-rules 1"
MADE = Provenance("0.1.0", EXTRACTOR, "abc", (("a.md", "0a"), ("b.md", "0b")), "https://spdx.org/licenses/MIT")


def mention(paper: Paper, words: str, field: Field = Field.SUMMARY, confidence: float = 0.87) -> Mention:
    start = paper.text(field).index(words)
    return Mention(field, Span(start, start + len(words)), words, confidence)


def named(paper: Paper, kind: EntityType, name: str, role: Role | None) -> PaperEntity:
    fields = [text.field for text in paper.texts() if name in text.text]
    return PaperEntity(kind, (name,), role, tuple(mention(paper, name, field) for field in fields), 0.9)


def number(words: str, value: str, kind: ResultKind, paper: Paper = PAPER, **more: object) -> Result:
    return Result(Field.SUMMARY, mention(paper, words).span, value, kind=kind, **{"unit": "%", **more})  # type: ignore[arg-type]


EXTRACTION = Extraction(
    PAPER.arxiv_id,
    (
        named(PAPER, EntityType.METHOD, "Snail", Role.PROPOSED),
        named(PAPER, EntityType.METHOD, "LoRA", Role.USED),
        named(PAPER, EntityType.MODEL, "Llama-3-8B", Role.EVALUATED),
        named(PAPER, EntityType.DATASET, "GSM8K", Role.EVALUATED),
        named(PAPER, EntityType.MODEL, "Hare", Role.COMPARED),
        named(PAPER, EntityType.METHOD, "Hasty", Role.MENTIONED),
        named(PAPER, EntityType.METRIC, "accuracy", None),
        named(PAPER, EntityType.TASK, "slow reading", None),
    ),
    (
        number("60.5", "60.5", ResultKind.ABSOLUTE, subject="Llama-3-8B", metric="accuracy", dataset="GSM8K"),
        number(
            "71.3",
            "71.30",
            ResultKind.ABSOLUTE,
            subject="Snail",
            metric="accuracy",
            dataset="GSM8K",
            model="Llama-3-8B",
            before=0,
        ),
        number(
            "2-3",
            "2-3",
            ResultKind.RATIO,
            unit="x",
            subject="Snail",
            baseline="Hare",
            bound=Bound.APPROXIMATELY,
            change=Change.UP,
        ),
    ),
)
AGAIN_EXTRACTION = Extraction(AGAIN.arxiv_id, (named(AGAIN, EntityType.METHOD, "Snail", Role.PROPOSED),))
OTHER_EXTRACTION = Extraction(OTHER.arxiv_id, (named(OTHER, EntityType.METHOD, "Hare", Role.PROPOSED),))
REPEAT_EXTRACTION = Extraction(
    REPEAT.arxiv_id,
    (
        named(REPEAT, EntityType.METHOD, "Snail", Role.EVALUATED),
        named(REPEAT, EntityType.MODEL, "Llama-3-8B", Role.USED),
        named(REPEAT, EntityType.DATASET, "GSM8K", Role.EVALUATED),
        named(REPEAT, EntityType.METRIC, "accuracy", None),
    ),
    (
        number(
            "66.0",
            "66.0",
            ResultKind.ABSOLUTE,
            REPEAT,
            subject="Snail",
            metric="accuracy",
            dataset="GSM8K",
            model="Llama-3-8B",
        ),
    ),
)
ROWS = (
    (PAPER, EXTRACTION),
    (AGAIN, AGAIN_EXTRACTION),
    (OTHER, OTHER_EXTRACTION),
    (REPEAT, REPEAT_EXTRACTION),
)

KEYS = {
    "Snail": "snail",
    "LoRA": "lora",
    "Llama-3-8B": "llama-3-8b",
    "GSM8K": "gsm8k",
    "Hare": "hare",
    "Hasty": "hasty",
    "accuracy": "accuracy",
    "slow reading": "slow-reading",
}
RESOLUTION = Resolution(
    entities=(
        Entity("accuracy", EntityType.METRIC, "accuracy", better="higher", fraction=True),
        Entity("gsm8k", EntityType.DATASET, "GSM8K"),
        Entity("hare", EntityType.METHOD, "Hare"),
        Entity("hasty", EntityType.METHOD, "Hasty"),
        Entity("llama-3", EntityType.MODEL, "Llama-3"),
        Entity("llama-3-8b", EntityType.MODEL, "Llama-3-8B", variant_of="llama-3"),
        Entity(
            "lora",
            EntityType.METHOD,
            "LoRA",
            (Merge("Low-Rank Adaptation", Reason.LEXICON, 1, 2),),
            ("low-rank-adaptation",),
        ),
        Entity("slow-reading", EntityType.TASK, "slow reading", broader="reading"),
        Entity("reading", EntityType.TASK, "reading"),
        Entity("snail", EntityType.METHOD, "Snail"),
    ),
    persons=(
        Person("ada-example/2410.00001", "Ada Example", False, 1, ("ada-example/2409.00009",)),
        Person("ada-example/2409.00009", "Ada Example", False, 1, ("ada-example/2410.00001",)),
        Person("handle/bob42", "bob42", True, 1),
    ),
    entity_names={
        (paper.arxiv_id, paper.source): {found.names[0]: KEYS[found.names[0]] for found in extraction.entities}
        for paper, extraction in ROWS
    },
    person_keys={
        (PAPER.arxiv_id, PAPER.source): ("ada-example/2410.00001", "handle/bob42"),
        (AGAIN.arxiv_id, AGAIN.source): ("ada-example/2410.00001",),
    },
)


def digest_statements() -> Iterator[Quad]:
    for paper, extraction in ROWS:
        yield from quads(paper, extraction, RESOLUTION, extractor=EXTRACTOR)


def contradiction_statements() -> Iterator[Quad]:
    for _, pairs in contradictions((score for row in ROWS for score in scores(*row)), RESOLUTION):
        yield from contradiction_quads(pairs)


def statements() -> list[Quad]:
    made = (digest_statements(), contradiction_statements(), entity_quads(RESOLUTION), meta_quads(MADE))
    return list(chain.from_iterable(made))


def nquads(folder: Path, made: list[Quad] | None = None) -> Path:
    out = BytesIO()
    write_nquads(statements() if made is None else made, out)
    path = folder / "graph.nq"
    path.write_bytes(out.getvalue())
    return path
