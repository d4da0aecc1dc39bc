"""Extractions and papers as JSON lines, and back.

The form is that of the annotation guideline (`id`, `entities`, `results`), with offsets, confidence and
what else the domain types hold beside it, so that a scorer of that form reads it as it is.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kg.errors import RecordError
from kg.model import (
    Bound,
    Change,
    EntityType,
    Extraction,
    Field,
    Mention,
    Origin,
    Paper,
    PaperEntity,
    Result,
    ResultKind,
    Role,
    Span,
)

__all__ = [
    "Record",
    "as_json_line",
    "extraction_as_record",
    "extraction_from_record",
    "paper_as_record",
    "paper_from_record",
    "read_records",
]

Record = dict[str, Any]

# One encoder for all lines; json.dumps makes one a call when it is given an option.
_as_json = json.JSONEncoder(ensure_ascii=False).encode
_RESULT_KEYS = ("subject", "metric", "value", "kind", "dataset", "baseline", "model")


def as_json_line(record: Record) -> str:
    r"""Write a record as one line of JSON, keys in the order they have, line break included.

    >>> as_json_line({"id": "2410.21465"})
    '{"id": "2410.21465"}\n'
    """
    return _as_json(record) + "\n"


def paper_as_record(paper: Paper) -> Record:
    """Turn a paper into a record; where it was read (`file`, `line`) is left out.

    >>> paper_as_record(Paper("2410.21465", "2024-10-30", "T", "S", ("A B",)))["names"]
    ['A B']
    """
    record = {
        "id": paper.arxiv_id,
        "date": paper.date,
        "title": paper.title,
        "summary": paper.summary,
        "names": list(paper.names),
    }
    # A digest is not named as such: the keys of rows are made of their records, and are for good.
    return record if paper.origin is Origin.DIGEST else record | {"origin": paper.origin.value}


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
        origin=Origin(record.get("origin", Origin.DIGEST)),
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


def read_records(path: Path) -> Iterator[Record]:
    """Read records of the guideline's form, one JSON object a line; empty lines are skipped.

    Raises RecordError, which names the line, for what is no such record. Offsets and confidences need not be
    there: annotated papers have none.
    """
    # A line that is not UTF-8 is to be reported by its number, and not to end the reading of the file.
    with path.open(encoding="utf-8", errors="surrogateescape") as lines:
        for number, line in enumerate(lines, start=1):
            if line.strip():
                yield _checked(line, path, number)


def _checked(line: str, path: Path, number: int) -> Record:
    try:
        record = json.loads(line)
    except ValueError as error:
        raise RecordError(path, number, f"expected one JSON object, and this is no JSON ({error})") from None
    if problem := _problem(record):
        raise RecordError(path, number, problem)
    return dict(record)


def _problem(record: object) -> str | None:
    """Say what keeps a value from being a record of the guideline's form; None when it is one."""
    if not isinstance(record, dict) or not isinstance(record.get("id"), str):
        return 'expected a JSON object with an "id" that is text'
    entities, results = record.get("entities"), record.get("results")
    if not isinstance(entities, list) or not isinstance(results, list):
        return 'expected lists "entities" and "results"'
    problems = [*map(_entity_problem, entities), *map(_result_problem, results)]
    return next(filter(None, problems), None)


def _entity_problem(entity: object) -> str | None:
    if not isinstance(entity, dict):
        return "expected every entity to be an object"
    names = entity.get("names")
    if not (isinstance(names, list) and names and all(isinstance(name, str) for name in names)):
        return 'expected every entity to have "names", a list of text'
    if entity.get("type") not in list(EntityType) or entity.get("role") not in [None, *Role]:
        return f"expected a type of {', '.join(EntityType)} and a role of {', '.join(Role)} or null"
    return None


def _result_problem(result: object) -> str | None:
    if not isinstance(result, dict) or any(key not in result for key in _RESULT_KEYS):
        return f"expected every result to have {', '.join(_RESULT_KEYS)}"
    if result["kind"] not in list(ResultKind) or not isinstance(result["value"], str | int | float):
        return f"expected a kind of {', '.join(ResultKind)} and a value in digits"
    links = (result[key] for key in _RESULT_KEYS if key not in ("value", "kind"))
    if not all(link is None or isinstance(link, str) for link in links):
        return "expected the links of a result to be names or null"
    return None
