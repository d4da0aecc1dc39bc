"""From a trained network to the ONNX file that the extractor runs: its weights as whole numbers of eight bits."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from kg.extract.look_input import MARKS
from kg.extract.net_input import SIGNS
from kg.extract.network import INPUTS, LOOKED, OUTPUTS
from kg.train.look_model import LookNet

__all__ = ["as_onnx"]

_OPSET = 17


class _Both(nn.Module):
    """The network for one text, at the first look with an output a word, at the second with one a piece looked at."""

    def __init__(self, look: LookNet) -> None:
        super().__init__()
        self.look = look

    def forward(
        self, pieces: Tensor, signs: Tensor, marks: Tensor, second: Tensor, starts: Tensor, looked: Tensor
    ) -> tuple[Tensor, ...]:
        """Return what `OUTPUTS` and `LOOKED` name, of what `INPUTS` names."""
        net = self.look.net
        hidden = self.look.encode(pieces[None], signs[None], marks[None], second=second)[0]
        words = hidden[starts]
        # The start piece stands for "nothing", as in the lessons (Pointing.targets).
        keys = net.keys(torch.cat([hidden[:1], words]))
        fills = self.look.scores(hidden[looked[0]], hidden[looked[1:]])
        return net.tags(words), net.roles(words), net.kinds(words), net.queries(words), keys, fills


def as_onnx(look: LookNet) -> bytes:
    """Return the content of an ONNX file."""
    # Of any lengths: `axes` says which of them are free.
    pieces = torch.arange(4)
    rows = torch.zeros(4, len(SIGNS)), torch.zeros(4, len(MARKS))
    example = pieces, *rows, torch.ones(1), torch.arange(1, 3), torch.arange(3)
    axes = {name: {0: "pieces"} for name in ("pieces", "signs", "marks")}
    axes |= {"starts": {0: "words"}, "looked": {0: "looked"}}
    with TemporaryDirectory() as folder:
        whole, small = Path(folder) / "whole.onnx", Path(folder) / "small.onnx"
        torch.onnx.export(
            _Both(look).eval(),
            example,
            str(whole),
            input_names=list(INPUTS),
            output_names=[*OUTPUTS, LOOKED],
            dynamic_axes=axes,
            opset_version=_OPSET,
            # The newer exporter needs a package more (onnxscript).
            dynamo=False,
        )
        quantize_dynamic(whole, small, weight_type=QuantType.QInt8, per_channel=True)
        return small.read_bytes()
