"""The domain types: papers as digests list them, and what their texts say.

Everything here is frozen and made of the standard library only. Offsets count Unicode code points in
one field of a paper (its title, its summary or its abstract), half-open: `text[start:end]` is the thing itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

__all__ = [
    "Bound",
    "Change",
    "EntityType",
    "Extraction",
    "Field",
    "Mention",
    "Origin",
    "Paper",
    "PaperEntity",
    "Result",
    "ResultKind",
    "Role",
    "SourceText",
    "Span",
    "day_of_issue",
]


# The weights of the extractor know the members by their order (kg.extract.tags and its gazetteer).
class EntityType(StrEnum):
    """What sort of thing a name stands for."""

    METHOD = "Method"
    MODEL = "Model"
    DATASET = "Dataset"
    METRIC = "Metric"
    TASK = "Task"

    @property
    def has_role(self) -> bool:
        """Say whether entities of this type play a role in a paper (metrics and tasks do not).

        >>> EntityType.MODEL.has_role, EntityType.TASK.has_role
        (True, False)
        """
        return self not in (EntityType.METRIC, EntityType.TASK)


# The weights of the extractor know the members by their order (kg.extract.net_view).
class Role(StrEnum):
    """What an entity does in a paper."""

    PROPOSED = "proposed"
    USED = "used"
    EVALUATED = "evaluated"
    COMPARED = "compared"
    MENTIONED = "mentioned"


# The weights of the extractor know the members by their order (kg.extract.net_view).
class ResultKind(StrEnum):
    """How a number is to be read: a level, a difference between two, or their ratio."""

    ABSOLUTE = "absolute"
    DIFFERENCE = "difference"
    RATIO = "ratio"


class Bound(StrEnum):
    """What a printed number bounds: "over 60%" is AT_LEAST, "up to 3x" AT_MOST, "about 5%" APPROXIMATELY."""

    AT_LEAST = "at-least"
    AT_MOST = "at-most"
    APPROXIMATELY = "approximately"


class Change(StrEnum):
    """The direction that a difference or a ratio states."""

    UP = "up"
    DOWN = "down"


class Field(StrEnum):
    """The part of a source that a text is: a summary is a digest's, an abstract the authors'."""

    TITLE = "title"
    SUMMARY = "summary"
    ABSTRACT = "abstract"


class Origin(StrEnum):
    """The sort of source that a paper was read from: a digest, or arXiv's metadata."""

    DIGEST = "digest"
    ARXIV = "arxiv"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of a text: half-open, in Unicode code points.

    >>> "ShadowKV wins"[Span(0, 8).start : Span(0, 8).end]
    'ShadowKV'
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"a span needs 0 <= start < end, got {self.start}-{self.end}")


@dataclass(frozen=True, slots=True)
class SourceText:
    """The words of one field of one paper in one source, white space folded."""

    field: Field
    text: str


@dataclass(frozen=True, slots=True)
class Paper:
    """One row of a source: a paper as a digest listed it on one day, or as arXiv's metadata has it.

    `arxiv_id` has no version; `date` is the digest's day, or that of the paper's first version (ISO 8601); `summary` is
    the digest's summary, or the authors' abstract; `names` are the people as printed, which in a digest are some, in
    an order that is not the paper's; `file` and `line` say where the row begins (line from 1). `variant` is empty, or
    a hash of the words where a day has several rows of the paper that do not agree.
    """

    arxiv_id: str
    date: str
    title: str
    summary: str
    names: tuple[str, ...]
    file: str = ""
    line: int = 0
    variant: str = ""
    origin: Origin = Origin.DIGEST

    @property
    def issue(self) -> str:
        """The name of what the row is a part of: the day of its digest, or a day of arXiv.

        >>> Paper("2410.21465", "2024-10-29", "T", "S", (), origin=Origin.ARXIV).issue
        'arxiv-2024-10-29'
        """
        return self.date if self.origin is Origin.DIGEST else f"{self.origin.value}-{self.date}"

    @property
    def source(self) -> str:
        """The name of the row beside others of the same paper: its issue, and the variant if there is one.

        >>> Paper("2410.21465", "2024-10-30", "T", "S", ()).source
        '2024-10-30'
        """
        return f"{self.issue}.{self.variant}" if self.variant else self.issue

    @property
    def body(self) -> Field:
        """The field beside the title: the digest's summary, or the authors' abstract."""
        return Field.SUMMARY if self.origin is Origin.DIGEST else Field.ABSTRACT

    def text(self, field: Field) -> str:
        """Return the words of one field.

        >>> Paper("2410.21465", "2024-10-30", "ShadowKV", "It is fast.", ()).text(Field.TITLE)
        'ShadowKV'
        """
        return self.title if field is Field.TITLE else self.summary

    def texts(self) -> tuple[SourceText, ...]:
        """Return the fields that have words in them."""
        return tuple(SourceText(field, self.text(field)) for field in (Field.TITLE, self.body) if self.text(field))


def day_of_issue(issue: str) -> str:
    """Return the day of an issue, as YYYY-MM-DD.

    >>> day_of_issue("arxiv-2024-10-29"), day_of_issue("2024-10-30")
    ('2024-10-29', '2024-10-30')
    """
    return issue[-10:]


@dataclass(frozen=True, slots=True)
class Mention:
    """One place in a paper's text where an entity is named."""

    field: Field
    span: Span
    text: str
    confidence: float


@dataclass(frozen=True, slots=True)
class PaperEntity:
    """One entity as one paper speaks of it: its names there, its type and role, and where it stands.

    `names` holds every distinct surface form, the best first; `role` is None for metrics and tasks.
    """

    type: EntityType
    names: tuple[str, ...]
    role: Role | None
    mentions: tuple[Mention, ...]
    confidence: float


@dataclass(frozen=True, slots=True)
class Result:
    """One measured outcome that a text states in digits.

    `subject`, `metric`, `dataset`, `baseline` and `model` are first names of entities of the same
    extraction, or None. `value` is the number as printed without sign, unit and commas ("1682.6"; a range
    is "2-5"). `before` is the place, in the extraction's results, of the score that this one changed from.
    """

    field: Field
    span: Span
    value: str
    unit: str | None
    kind: ResultKind
    subject: str | None = None
    metric: str | None = None
    dataset: str | None = None
    baseline: str | None = None
    model: str | None = None
    bound: Bound | None = None
    change: Change | None = None
    before: int | None = None
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Extraction:
    """What one paper's text says, by one extractor."""

    arxiv_id: str
    entities: tuple[PaperEntity, ...] = ()
    results: tuple[Result, ...] = ()
