"""From a tagger's view to candidates: the spans of the best sequence of tags, and spans that are merely likely."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kg.extract.crf import best_path
from kg.extract.reading import Place, Reading
from kg.extract.tags import TAGS, View
from kg.extract.things import Candidate
from kg.model import EntityType

__all__ = ["path_places", "soft_places", "view_candidates"]

# An I- only goes on a name of its own type, and begins no text and no run.
_FORBIDDEN = np.array([[-1e4 if two[0] == "I" and one[2:] != two[2:] else 0.0 for two in TAGS] for one in TAGS])
_START = np.array([-1e4 if tag[0] == "I" else 0.0 for tag in TAGS])
# From where on a soft place begins, from where on its shorter form goes on (the longer one goes on with no more than a
# beginning takes), and from where on a word is surely outside.
_BEGINS, _GOES_ON, _OUTSIDE = 0.12, 0.4, 0.97
_LONGEST = 40


def view_candidates(reading: Reading, name: str, view: View) -> list[Candidate]:
    """Return what a view proposes, under the names `name` and "soft " + `name`."""
    found = [Candidate(reading.span(place), name) for place in path_places(view)]
    return found + [Candidate(reading.span(place), f"soft {name}") for place in soft_places(view)]


def path_places(view: View) -> list[Place]:
    """Return the names in the best allowed sequence of tags; words that are surely O part them."""
    scores = np.log(np.maximum(view, 1e-9))
    found: list[Place] = []
    # Most words are surely outside; only the runs between them need a search.
    for low, high in _runs(view[:, 0] < _OUTSIDE):
        run = scores[low:high]
        run[0] += _START
        for index, number in enumerate(best_path(run, _FORBIDDEN), low):
            if TAGS[number][0] == "B":
                found.append((index, index + 1))
            elif TAGS[number][0] == "I":
                # No I- comes first, so there is a name to go on.
                found[-1] = (found[-1][0], index + 1)
    return found


def soft_places(view: View) -> list[Place]:
    """Return places that begin a name of any type with some probability, ended early and late."""
    found: set[Place] = set()
    for number in range(len(EntityType)):
        # In the order of TAGS: O, then B- and I- of each type.
        begin, inside = view[:, 1 + 2 * number], view[:, 2 + 2 * number]
        for start in np.flatnonzero(begin >= _BEGINS).tolist():
            for least in (_BEGINS, _GOES_ON):
                end = start + 1
                while end < min(len(view), start + _LONGEST) and inside[end] >= least:
                    end += 1
                found.add((start, end))
    return sorted(found)


def _runs(marked: NDArray[np.bool_]) -> list[Place]:
    """Return the half-open runs of true values."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], marked, [False]]).astype(np.int8)))
    return [(int(start), int(end)) for start, end in edges.reshape(-1, 2)]
