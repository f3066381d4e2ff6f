"""The table of ablations: commands of a variant, and the arithmetic of its rows."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path

import numpy as np
import pytest
import typer

SCRIPT = Path(__file__).parent.parent / "pipelines" / "ablations.py"
spec = importlib.util.spec_from_file_location("ablations", SCRIPT)
ablations = importlib.util.module_from_spec(spec)
spec.loader.exec_module(ablations)


def test_every_variant_names_options_that_train_align_has():
    from pa3d.cli.training import train_align

    command = typer.Typer()
    command.command()(train_align)
    known = {option for p in typer.main.get_command(command).params for option in p.opts}
    for name in ablations.VARIANTS:
        words = ablations.options_of(name, "stage1.ckpt")
        assert {word for word in words if word.startswith("--")} <= known
        assert "None" not in words and "DISTILL" not in words


def test_rows_pair_shapes_over_seeds(tmp_path):
    def runs(*tables):
        return [
            {"seed": i, "miou": float(np.mean(list(t.values()))), "per_shape": t, "seconds": 2.0}
            for i, t in enumerate(tables)
        ]

    base = runs({"a": 0.2, "b": 0.4}, {"a": 0.4, "b": 0.4})
    other = runs({"a": 0.4, "b": 0.6}, {"a": 0.4, "b": 0.8, "c": 1.0})  # c was not scored elsewhere
    first, second = ablations.summary({"two-stage": base, "majority": other})
    assert first["miou"] == pytest.approx(0.35) and first["spread"] == pytest.approx(0.0707107, abs=1e-6)
    assert "difference" not in first
    assert second["difference"] == pytest.approx(0.2)  # a: 0.4 - 0.3, b: 0.7 - 0.4
    assert second["standard_error"] == pytest.approx(0.1)
    assert "| +20.0 ± 10.0 | 2 |" in ablations.markdown([second])


def test_a_shape_without_a_score_is_in_no_pair(tmp_path):
    path = tmp_path / "scores.json"
    shapes = [{"shape_id": "a", "miou": 0.5}, {"shape_id": "b", "miou": None}]
    path.write_text(json.dumps({"rows": [{"miou": 0.5, "per_shape": shapes}]}))
    assert ablations.read_scores(path) == (0.5, {"a": 0.5})


def test_more_data_is_shown_for_as_many_steps(tmp_path):
    for folder, count in (("real", 10), ("made", 30)):
        (tmp_path / folder).mkdir()
        for i in range(count):
            (tmp_path / folder / f"{folder}{i}.h5").touch()
    (tmp_path / "out.txt").write_text("real0\nreal1\n")
    args = ablations.argparse.Namespace(
        patches=[tmp_path / "real"], more=[tmp_path / "made"], exclude=tmp_path / "out.txt", epochs=19,
        options="--depth 6", distill="s1-{seed}.ckpt",
    )  # fmt: skip
    plain = ablations.training_of("two-stage", 1, tmp_path, args)
    more = ablations.training_of("procedural", 1, tmp_path, args)
    longer = ablations.training_of("procedural-longer", 1, tmp_path, args)
    epochs = [words[words.index("--epochs") + 1] for words in (plain, more, longer)]
    assert epochs == ["19", "4", "11"]  # 8 shapes, then 38
    assert str(tmp_path / "made") in more and str(tmp_path / "made") not in plain
    assert "s1-1.ckpt" in plain and plain[-2:] == ["--exclude", str(tmp_path / "out.txt")]
