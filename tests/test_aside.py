"""What is put aside while a source is read: texts lie on the disk, and come back as they were."""

from __future__ import annotations

import json
import tracemalloc
from functools import partial
from pathlib import Path
from threading import Thread

import pytest

from kg.gather import gather, read_sources
from kg.spool import Spool

PAPERS = 1_500
ABSTRACT = "Route what comes. " * 220


def test_memory_holds_no_text_of_a_snapshot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    snapshot = tmp_path / "arxiv.jsonl"
    with snapshot.open("w", encoding="utf-8") as out:
        for number in range(PAPERS):
            record = {
                "id": f"2410.{number:05}",
                "title": f"Paper {number}",
                "abstract": f"{number} {ABSTRACT}",
                "authors": "Ann Lee",
                "update_date": f"2024-10-{1 + number % 28:02}",
            }
            out.write(json.dumps(record) + "\n")
    monkeypatch.setattr("kg.gather.Spool", partial(Spool, 1 << 16))
    tracemalloc.start()
    read = list(read_sources([snapshot], report=print))
    gathered = gather(read, None, report=print)
    held = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    assert held < PAPERS * 1_000 < PAPERS * len(ABSTRACT) / 3
    rows = [row for day in gathered.days for row in gathered.rows(day)]
    assert len(rows) == PAPERS
    assert {row.paper.summary for row in rows} == {f"{number} {ABSTRACT}".strip() for number in range(PAPERS)}
    assert rows[0].paper.line == 1


def test_threads_get_what_they_put() -> None:
    spool = Spool(in_memory=1_000)
    wrong: list[bytes] = []

    def use(letter: bytes) -> None:
        pieces = [letter * (1 + number % 97) for number in range(300)]
        places = [spool.put(piece) for piece in pieces]
        wrong.extend(piece for piece, place in zip(pieces, places, strict=True) if spool.get(place) != piece)

    threads = [Thread(target=use, args=(letter,)) for letter in (b"a", b"b", b"c")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
