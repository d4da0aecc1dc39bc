"""A process that removes days from graphs, each in a fork of its own, so that a test can kill that one.

A line on stdin is the folder of a graph and a day, tab between them; the answer is the process that is at it.
"""

from __future__ import annotations

import os
import sys

import kg
import kg.builder  # so that a fork need not load it

if __name__ == "__main__":
    for line in sys.stdin:
        graph, day = line.rstrip("\n").split("\t")
        child = os.fork()
        if not child:
            kg.remove(day, graph=graph)
            os._exit(0)
        print(child, flush=True)  # noqa: T201
        os.waitpid(child, 0)
        print("ended", flush=True)  # noqa: T201
