"""make reproduce-table1."""

import importlib.util
import json
from pathlib import Path

import numpy as np
import pytest
from fake_sets import shapenetpart
from tiny_model import save_tiny

ROOT = Path(__file__).parent.parent


@pytest.fixture
def table1(monkeypatch):
    spec = importlib.util.spec_from_file_location("table1", ROOT / "pipelines" / "table1.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "BASELINES", ("random",))
    monkeypatch.setattr(module, "WAYS", {"as shipped": {}})
    return module


def run(module, monkeypatch, *options):
    monkeypatch.setattr("sys.argv", ["table1.py", *map(str, options)])
    return module.main()


def test_without_sets_the_examples_are_measured_and_the_absent_sets_named(
    table1, monkeypatch, tmp_path, capsys
):
    checkpoint = save_tiny(tmp_path / "tiny.safetensors")
    out = tmp_path / "out"
    assert run(table1, monkeypatch, "--checkpoint", checkpoint, "--out", out, "--limit", 2) == 0
    result = json.loads((out / "table1.json").read_text())
    assert [row["name"] for row in result["rows"]] == ["pa3d tiny, as shipped", "random"]
    measured = result["rows"][0]["sets"]["labelled"][0]
    assert (measured["preset"], measured["num_shapes"]) == ("patchalign3d", 2)
    text = (out / "table1.md").read_text()
    for title in ("PatchAlign3D (paper)", "56.9", "ShapeNetPart", "PartNetE", "At most 2 shapes"):
        assert title in text
    assert sum("is absent. To get it:" in line for line in text.splitlines()) == 5
    assert r"\begin{tabular}{lrrrrrrr}" in (out / "table1.tex").read_text()
    assert [row["name"] for row in result["speed"]] == ["pa3d tiny, as shipped", "random"]
    assert all(row["seconds"] > 0 for row in result["speed"])
    assert "examples mIoU" in capsys.readouterr().out
    scores = json.loads((out / "pa3d-tiny-as-shipped" / "labelled" / "scores.json").read_text())
    assert f"{100 * scores['rows'][0]['miou']:.1f}" in text


def test_a_published_set_fills_its_columns(table1, monkeypatch, tmp_path):
    shapes = {("test", "Mug", "a"): None, ("test", "Knife", "b"): 40, ("train", "Mug", "c"): None}
    shapenetpart(tmp_path / "data" / "shapenetpart", shapes)
    (tmp_path / "data" / "notes").mkdir()  # no set: said and left out
    checkpoint = save_tiny(tmp_path / "tiny.safetensors")
    out = tmp_path / "out"
    assert run(table1, monkeypatch, "--checkpoint", checkpoint, "--out", out, "--data", tmp_path / "data") == 0
    lines = (out / "table1.md").read_text().splitlines()
    ours = [cell.strip() for cell in next(line for line in lines if "pa3d tiny" in line).split("|")]
    scores = json.loads((out / "pa3d-tiny-as-shipped" / "shapenetpart" / "scores.json").read_text())["rows"][0]
    assert ours[2:4] == [f"{100 * scores[key]:.1f}" for key in ("miou", "ciou")]
    assert ours[4:8] == ["-"] * 4
    assert not any("ShapeNetPart is absent" in line for line in lines)


def test_a_folder_without_sets_is_one_line(table1, monkeypatch, tmp_path, capsys):
    assert run(table1, monkeypatch, "--data", tmp_path, "--out", tmp_path / "out") == 2
    assert "none of its folders is a benchmark set" in capsys.readouterr().err
    assert np.all([not path.name.startswith("table1") for path in tmp_path.rglob("*")])
