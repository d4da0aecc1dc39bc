"""The notebooks run from top to bottom, and say what they promise."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest

from tests.execute_notebooks import NOTEBOOKS, executed

EXPECTED = {
    "01_build_and_look": ("papers, 89 entities", "'Flow-DPO', '71.3'", "low-rank form", "('Person', ", "Image"),
    "02_sparql_by_example": (
        "'ShadowKV: KV Cache in Shadows",
        "Llama-3.1-8B",
        "Dataset  GSM8K",
        "'Vicuna-13B'",
        "GSM8K  368    373",
        "'Flow-DPO', '71.3', '%'",
        "After Supervised Fine-Tuning (SFT)",
        "2024-10-30  8",
        "the query ends too early",
        "Image",
    ),
    "03_networkx_and_pandas": ("71.3", "GSM8K", "Chart"),
    "04_check_and_correct": (
        "subject Flow-DPO, metric accuracy, dataset GSM8K",
        "reaches 71.3% accuracy on GSM8K",
        "PaperWords(2410.22304",
        "(True, 30, ",
        "['Character Unlearning', 'machine unlearning', 'multimodal unlearning']",
        "(['machine unlearning', 'multimodal unlearning'],",
        "['Character Unlearning']",
        "'network.onnx'",
        "{'accurate': (14, True), 'fast': (14, True)}",
        "['GSM8K']",
    ),
}
"""What each notebook shows."""


def outputs(notebook: nbformat.NotebookNode) -> str:
    """Return all text that the cells of a notebook put out."""
    found = [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]
    return "\n".join(output.get("data", {}).get("text/plain", output.get("text", "")) for output in found)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs_and_shows_what_it_says(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KG_CORPUS", raising=False)
    shown = outputs(executed(path))
    assert shown == outputs(nbformat.read(path, as_version=4))
    assert [words for words in EXPECTED[path.stem] if words not in shown] == []


def test_each_is_there_and_small_and_shows_a_picture_without_a_script() -> None:
    assert {path.stem for path in NOTEBOOKS} == set(EXPECTED)
    for path in NOTEBOOKS:
        assert path.stat().st_size < 100_000
        cells = nbformat.read(path, as_version=4).cells
        data = [output.get("data", {}) for cell in cells if cell.cell_type == "code" for output in cell.outputs]
        assert any("image/png" in one or "<mark" in one.get("text/html", "") for one in data), path.stem
