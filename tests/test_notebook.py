"""The notebook of the docs runs from the first cell to the last, and stays small."""

import importlib.util
from pathlib import Path

import nbformat
import pytest

NOTEBOOK = Path(__file__).parent.parent / "docs" / "notebook.ipynb"


@pytest.fixture(scope="module")
def notebook():
    return nbformat.read(NOTEBOOK, as_version=4)


def test_is_valid_small_and_was_run(notebook):
    nbformat.validate(notebook)
    assert NOTEBOOK.stat().st_size < 200_000
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in code] == list(range(1, len(code) + 1))
    outputs = [output for cell in code for output in cell.outputs]
    assert not [output for output in outputs if output.output_type == "error"]
    assert not [output for output in outputs if output.get("name") == "stderr"]
    assert sum("image/png" in output.get("data", {}) for output in outputs) >= 2


def test_every_code_cell_runs(notebook, monkeypatch):
    monkeypatch.chdir(NOTEBOOK.parent)
    space: dict = {"__name__": "notebook"}
    for number, cell in enumerate(notebook.cells):
        if cell.cell_type != "code":
            continue
        missing = [tag for tag in cell.metadata.get("tags", []) if importlib.util.find_spec(tag) is None]
        if not missing:  # a tag names a library that not every Python has
            exec(compile(cell.source, f"{NOTEBOOK.name} cell {number}", "exec"), space)
    assert set(space["result"].vertex_label.tolist()) == {0, 1, 2}, "the chair has its leg, seat and back"
    assert space["cloud"].vertex_label.shape == (5000,)
