"""A process that extracts: papers as JSON lines on stdin, what they say as JSON lines on stdout, in their order.

Its argument is the mode of extraction.
"""

from __future__ import annotations

import json
import signal
import sys

from kg.extract import alone  # noqa: F401  (what comes below loads spaCy)
from kg.extract.modes import Mode
from kg.extract.pipeline import extract, language
from kg.records import as_json_line, extraction_as_record, paper_from_record

__all__ = ["main"]


def main(mode: Mode) -> None:
    """Answer each line until there are no more; whoever started this process stops it, not a key of the user."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    nlp = language(fast=mode is Mode.FAST)
    with open(0, "rb") as papers, open(1, "wb") as out:
        for line in papers:
            (extraction,) = extract([paper_from_record(json.loads(line))], nlp)
            out.write(as_json_line(extraction_as_record(extraction)).encode())
            out.flush()


if __name__ == "__main__":
    main(Mode(sys.argv[1]))
    sys.exit(0)
