"""The tables of a graph as files in a folder: CSV for anything, Parquet with types for pandas and DuckDB."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from kg.errors import KgError
from kg.graph.tables import COLUMNS, TABLES, Cell, index, rows
from kg.notice import NOTICE

__all__ = ["write_csv", "write_parquet"]

_BETWEEN = "; "
_BATCH = 20_000
Add = Callable[[Sequence[Cell]], None]


def write_csv(nquads: Path, folder: Path) -> None:
    """Write papers.csv, entities.csv, results.csv and mentions.csv: UTF-8, a header, several values with "; ".

    Beside them, csv-metadata.json says what the columns hold and where it all comes from (Metadata Vocabulary for
    Tabular Data, W3C 2015, sections 5.3 to 5.6).
    """
    with _files(folder, _csv_file) as adders:
        _fill(nquads, adders)

    text = json.dumps(_csv_metadata(), indent=2) + "\n"
    (folder / "csv-metadata.json").write_text(text, encoding="utf-8", newline="\n")


def _csv_metadata() -> dict[str, Any]:
    tables = [
        {"url": f"{table}.csv", "tableSchema": {"columns": [_csv_column(*column) for column in COLUMNS[table].items()]}}
        for table in TABLES
    ]
    return {"@context": "http://www.w3.org/ns/csvw", "dc:description": NOTICE, "tables": tables}


def _csv_column(name: str, kind: str) -> dict[str, str]:
    types = {"text": "string", "texts": "string", "date": "date", "integer": "integer", "number": "number"}
    column = {"name": name, "titles": name, "datatype": types[kind]}
    return column | {"separator": _BETWEEN} if kind == "texts" else column


def write_parquet(nquads: Path, folder: Path) -> None:
    """Write papers.parquet, entities.parquet, results.parquet and mentions.parquet, columns typed, in batches.

    The metadata of each schema has a `description` that says where it all comes from.

    Raises KgError without pyarrow (`pip install 'paper-kg[parquet]'`).
    """
    with _files(folder, _parquet_file) as adders:
        _fill(nquads, adders)


def _fill(nquads: Path, adders: dict[str, Add]) -> None:
    for table, row in rows(nquads, index(nquads)):
        adders[table](row)


@contextmanager
def _files(folder: Path, opened: Callable[[ExitStack, Path, str], Add]) -> Iterator[dict[str, Add]]:
    folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        yield {table: opened(stack, folder, table) for table in TABLES}


def _csv_file(stack: ExitStack, folder: Path, table: str) -> Add:
    out = stack.enter_context((folder / f"{table}.csv").open("w", encoding="utf-8", newline=""))
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS[table])

    def add(row: Sequence[Cell]) -> None:
        writer.writerow(_BETWEEN.join(cell) if isinstance(cell, list) else cell for cell in row)

    return add


def _parquet_file(stack: ExitStack, folder: Path, table: str) -> Add:
    arrow, parquet = _pyarrow()
    kinds = COLUMNS[table]
    types = {
        "text": arrow.string(),
        "texts": arrow.list_(arrow.string()),
        "date": arrow.date32(),
        "integer": arrow.int64(),
        "number": arrow.float64(),
    }
    schema = arrow.schema([(name, types[kind]) for name, kind in kinds.items()], metadata={"description": NOTICE})
    writer = stack.enter_context(parquet.ParquetWriter(folder / f"{table}.parquet", schema))
    dates = [place for place, kind in enumerate(kinds.values()) if kind == "date"]
    batch: list[list[Any]] = []

    def flush() -> None:
        columns = zip(*batch, strict=True) if batch else [()] * len(kinds)
        arrays = [arrow.array(column, type=kind) for column, kind in zip(columns, schema.types, strict=True)]
        writer.write_batch(arrow.record_batch(arrays, schema=schema))
        batch.clear()

    def add(row: Sequence[Cell]) -> None:
        typed: list[Any] = list(row)
        for place in dates:
            typed[place] = date.fromisoformat(typed[place]) if typed[place] else None
        batch.append(typed)
        if len(batch) == _BATCH:
            flush()

    # Put on the stack behind the writer, and so called before that is closed.
    stack.callback(flush)
    return add


def _pyarrow() -> tuple[Any, Any]:
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError:
        raise KgError("Parquet needs pyarrow. Install it with: pip install 'paper-kg[parquet]'") from None
    return pyarrow, pyarrow.parquet
