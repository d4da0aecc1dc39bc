"""The weights of the extractor: files beside this module, each checked against the manifest when it is read."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from kg.errors import WeightsError
from kg.extract.aliases import Aliases
from kg.extract.coreference import Coreference
from kg.extract.crf import Crf
from kg.extract.gazetteer import Gazetteer
from kg.extract.judge import Judge
from kg.extract.linear import Linear, Ranker
from kg.extract.modes import Mode
from kg.extract.network import Network
from kg.extract.result_model import ResultModel
from kg.extract.roles import RoleModel
from kg.extract.slots import SLOTS
from kg.extract.tagger import CrfTagger
from kg.extract.version import MANIFEST, SHIPPED
from kg.extract.word_signs import Frequencies
from kg.extract.wordpieces import WordPieces

__all__ = [
    "ALIASES",
    "COREFERENCE",
    "CRF",
    "FILES",
    "FREQUENCIES",
    "GAZETTEER",
    "JUDGE",
    "KIND",
    "MANIFEST",
    "NETWORK",
    "PIECES",
    "ROLES",
    "SHIPPED",
    "ModeWeights",
    "Weights",
    "slot_file",
    "weights_in",
    "write_manifest",
]

ALIASES, CRF, FREQUENCIES, GAZETTEER = "aliases.tsv", "crf.npz", "frequencies.tsv", "gazetteer.tsv"
NETWORK, PIECES = "network.onnx", "pieces.txt"
JUDGE, COREFERENCE, ROLES, KIND = "judge.npz", "coreference.npz", "roles.npz", "result_kind.npz"


def slot_file(slot: str) -> str:
    """Return the name of the file with the weights for one slot of results."""
    return f"result_{slot}.npz"


_OF_A_MODE = (JUDGE, COREFERENCE, ROLES, KIND, *map(slot_file, SLOTS))
FILES = (
    *(ALIASES, CRF, FREQUENCIES, GAZETTEER, NETWORK, PIECES),
    *(f"{mode}/{name}" for mode in Mode for name in _OF_A_MODE),
)


# Without slots: a cached_property keeps what it found in __dict__.
@dataclass(frozen=True)
class Weights:
    """The weights in a folder; what modes share is read once, when it is first asked for.

    Raises WeightsError when a file is missing or differs from the manifest.
    """

    folder: Path

    @cached_property
    def version(self) -> str:
        """The first twelve digits of the manifest's SHA-256; it changes when any weight does."""
        self._manifest  # noqa: B018 (reading it checks it)
        return hashlib.sha256((self.folder / MANIFEST).read_bytes()).hexdigest()[:12]

    @cached_property
    def gazetteer(self) -> Gazetteer:
        """The names annotated in the training papers."""
        return Gazetteer.from_bytes(self.read(GAZETTEER))

    @cached_property
    def aliases(self) -> Aliases:
        """The pairs of names annotated as one thing in the training papers."""
        return Aliases.from_bytes(self.read(ALIASES))

    @cached_property
    def tagger(self) -> CrfTagger:
        """The tagger of words."""
        return CrfTagger(Crf.from_bytes(self.read(CRF)), Frequencies.from_bytes(self.read(FREQUENCIES)))

    @cached_property
    def network(self) -> Network:
        """The network."""
        return Network(self.read(NETWORK), WordPieces.from_bytes(self.read(PIECES)))

    @cached_property
    def modes(self) -> Mapping[Mode, ModeWeights]:
        """What decides over a text, by mode."""
        return {mode: ModeWeights(self, mode) for mode in Mode}

    def read(self, name: str) -> bytes:
        """Return the content of a file, checked against the manifest."""
        path, expected = self.folder / name, self._manifest[name]
        try:
            content = path.read_bytes()
        except FileNotFoundError:
            raise WeightsError(path, f"SHA-256 {expected}", "no file") from None
        found = hashlib.sha256(content).hexdigest()
        if found != expected:
            raise WeightsError(path, f"SHA-256 {expected}", f"SHA-256 {found}")
        return content

    @cached_property
    def _manifest(self) -> dict[str, str]:
        path = self.folder / MANIFEST
        try:
            found = json.loads(path.read_bytes())
        except FileNotFoundError:
            raise WeightsError(path, "a manifest of the weights", "no file") from None
        except ValueError:
            raise WeightsError(path, "a manifest in JSON", "something else") from None
        if not isinstance(found, dict) or not all(isinstance(found.get(name), str) for name in FILES):
            raise WeightsError(path, f"a SHA-256 for each of {', '.join(FILES)}", "a manifest without them")
        return found


@dataclass(frozen=True)
class ModeWeights:
    """The weights of what decides in one mode; each is read when it is first asked for."""

    weights: Weights
    mode: Mode

    @cached_property
    def judge(self) -> Judge:
        """The judge of candidates."""
        return Judge(self._linear(JUDGE), self.weights.gazetteer)

    @cached_property
    def coreference(self) -> Coreference:
        """The model of names for one thing."""
        return Coreference(self._linear(COREFERENCE), self.weights.aliases, self.weights.gazetteer)

    @cached_property
    def roles(self) -> RoleModel:
        """The model of roles."""
        return RoleModel(self._linear(ROLES), self.weights.gazetteer)

    @cached_property
    def results(self) -> ResultModel:
        """The model of results."""
        slots = {slot: Ranker.from_bytes(self.weights.read(f"{self.mode}/{slot_file(slot)}")) for slot in SLOTS}
        return ResultModel(self._linear(KIND), slots)

    def _linear(self, name: str) -> Linear:
        return Linear.from_bytes(self.weights.read(f"{self.mode}/{name}"))


@cache
def weights_in(folder: Path = SHIPPED) -> Weights:
    """Return the weights in a folder, those of the package if none is given; the same object each time."""
    return Weights(folder)


def write_manifest(folder: Path) -> None:
    """Write the manifest of the weights that lie in a folder."""
    digests = {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in sorted(FILES)}
    (folder / MANIFEST).write_text(json.dumps(digests, indent=1) + "\n", encoding="utf-8")
