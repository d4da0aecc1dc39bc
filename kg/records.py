"""Extractions and papers as JSON lines, and back.

The form is that of the annotation guideline (`id`, `entities`, `results`), with offsets, confidence and
what else the domain types hold beside it, so that a scorer of that form reads it as it is.
"""

from __future__ import annotations

import json
from typing import Any

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

__all__ = [
    "as_json_line",
    "extraction_as_record",
    "extraction_from_record",
    "paper_as_record",
    "paper_from_record",
]

Record = dict[str, Any]


def as_json_line(record: Record) -> str:
    r"""Write a record as one line of JSON, keys in the order they have, line break included.

    >>> as_json_line({"id": "2410.21465"})
    '{"id": "2410.21465"}\n'
    """
    return json.dumps(record, ensure_ascii=False) + "\n"


def paper_as_record(paper: Paper) -> Record:
    """Turn a paper into a record.

    >>> paper_as_record(Paper("2410.21465", "2024-10-30", "T", "S", ("A B",)))["names"]
    ['A B']
    """
    return {
        "id": paper.arxiv_id,
        "date": paper.date,
        "title": paper.title,
        "summary": paper.summary,
        "names": list(paper.names),
        "file": paper.file,
        "line": paper.line,
    }


def paper_from_record(record: Record) -> Paper:
    """Turn a record back into a paper.

    >>> paper = Paper("2410.21465", "2024-10-30", "T", "S", ("A B",))
    >>> paper_from_record(paper_as_record(paper)) == paper
    True
    """
    return Paper(
        arxiv_id=record["id"],
        date=record["date"],
        title=record["title"],
        summary=record["summary"],
        names=tuple(record["names"]),
        file=record["file"],
        line=record["line"],
    )


def extraction_as_record(extraction: Extraction) -> Record:
    """Turn an extraction into a record.

    >>> extraction_as_record(Extraction("2410.21465"))
    {'id': '2410.21465', 'entities': [], 'results': []}
    """
    return {
        "id": extraction.arxiv_id,
        "entities": [_entity_as_record(entity) for entity in extraction.entities],
        "results": [_result_as_record(result) for result in extraction.results],
    }


def extraction_from_record(record: Record) -> Extraction:
    """Turn a record back into an extraction.

    >>> extraction_from_record({"id": "2410.21465", "entities": [], "results": []})
    Extraction(arxiv_id='2410.21465', entities=(), results=())
    """
    return Extraction(
        arxiv_id=record["id"],
        entities=tuple(_entity_from_record(entity) for entity in record["entities"]),
        results=tuple(_result_from_record(result) for result in record["results"]),
    )


def _entity_as_record(entity: PaperEntity) -> Record:
    return {
        "type": entity.type.value,
        "names": list(entity.names),
        "role": entity.role.value if entity.role else None,
        "confidence": entity.confidence,
        "mentions": [
            {
                "field": mention.field.value,
                "start": mention.span.start,
                "end": mention.span.end,
                "text": mention.text,
                "confidence": mention.confidence,
            }
            for mention in entity.mentions
        ],
    }


def _entity_from_record(record: Record) -> PaperEntity:
    return PaperEntity(
        type=EntityType(record["type"]),
        names=tuple(record["names"]),
        role=Role(record["role"]) if record["role"] else None,
        mentions=tuple(
            Mention(Field(m["field"]), Span(m["start"], m["end"]), m["text"], m["confidence"])
            for m in record["mentions"]
        ),
        confidence=record["confidence"],
    )


def _result_as_record(result: Result) -> Record:
    return {
        "subject": result.subject,
        "metric": result.metric,
        "value": result.value,
        "unit": result.unit,
        "kind": result.kind.value,
        "dataset": result.dataset,
        "baseline": result.baseline,
        "model": result.model,
        "bound": result.bound.value if result.bound else None,
        "change": result.change.value if result.change else None,
        "before": result.before,
        "field": result.field.value,
        "start": result.span.start,
        "end": result.span.end,
        "confidence": result.confidence,
    }


def _result_from_record(record: Record) -> Result:
    return Result(
        field=Field(record["field"]),
        span=Span(record["start"], record["end"]),
        value=record["value"],
        unit=record["unit"],
        kind=ResultKind(record["kind"]),
        subject=record["subject"],
        metric=record["metric"],
        dataset=record["dataset"],
        baseline=record["baseline"],
        model=record["model"],
        bound=Bound(record["bound"]) if record["bound"] else None,
        change=Change(record["change"]) if record["change"] else None,
        before=record["before"],
        confidence=record["confidence"],
    )
