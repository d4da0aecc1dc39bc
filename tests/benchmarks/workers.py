"""Extraction by one process and by several, in one run: papers a second, from when the first one is there."""

from __future__ import annotations

import os
import sys
import time

from kg.extract.parallel import extract_all
from kg.gather import read_sources

PAPERS = 300


def main(folder: str, fast: str = "") -> None:
    papers = [paper for source in read_sources([folder], report=print) for paper in source.papers][:PAPERS]
    one = 0.0
    for workers in sorted({1, 2, os.cpu_count() or 1}):
        found = extract_all(papers, fast=bool(fast), workers=workers)
        began = 0.0
        for number, _ in enumerate(found):
            if number == 2 * workers:  # all have loaded what they need
                began = time.perf_counter()
        rate = (len(papers) - 2 * workers) / (time.perf_counter() - began)
        one = one or rate
        print(f"{workers:>3} processes{rate:>9.1f} papers/s{rate / one:>7.2f}x")


if __name__ == "__main__":
    main(*sys.argv[1:])
