"""From a trained network to the ONNX file that the extractor runs: its weights as whole numbers of eight bits."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from kg.extract.net_input import SIGNS
from kg.extract.network import INPUTS, OUTPUTS
from kg.train.net_model import Net

__all__ = ["as_onnx"]

_OPSET = 17


class _Words(nn.Module):
    """The network for one text, with an output a word."""

    def __init__(self, net: Net) -> None:
        super().__init__()
        self.net = net

    def forward(self, pieces: Tensor, signs: Tensor, starts: Tensor) -> tuple[Tensor, ...]:
        """Return what `OUTPUTS` names; `starts` are the pieces at which words begin."""
        hidden = self.net.encode(pieces[None], signs[None])[0]
        words = hidden[starts]
        # The start piece stands for "nothing", as in the lessons (Pointing.targets).
        keys = self.net.keys(torch.cat([hidden[:1], words]))
        return self.net.tags(words), self.net.roles(words), self.net.kinds(words), self.net.queries(words), keys


def as_onnx(net: Net) -> bytes:
    """Return the content of an ONNX file."""
    # Of any lengths: `axes` says which of them are free.
    example = torch.arange(4), torch.zeros(4, len(SIGNS)), torch.arange(1, 3)
    axes = {"pieces": {0: "pieces"}, "signs": {0: "pieces"}, "starts": {0: "words"}}
    with TemporaryDirectory() as folder:
        whole, small = Path(folder) / "whole.onnx", Path(folder) / "small.onnx"
        torch.onnx.export(
            _Words(net).eval(),
            example,
            str(whole),
            input_names=list(INPUTS),
            output_names=list(OUTPUTS),
            dynamic_axes=axes,
            opset_version=_OPSET,
            # The newer exporter needs a package more (onnxscript).
            dynamo=False,
        )
        quantize_dynamic(whole, small, weight_type=QuantType.QInt8, per_channel=True)
        return small.read_bytes()
