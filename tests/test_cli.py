"""The command line, end to end on tiny settings, as a user types it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import trimesh
from tiny_model import save_tiny
from typer.testing import CliRunner

from pa3d import artifact, schemas
from pa3d.cli import app

ROOT = Path(__file__).parent.parent
COMMANDS = {
    "segment",
    "benchmark",
    "inspect",
    "render",
    "dino-extract",
    "backproject",
    "patchify",
    "prepare",
    "train-distill",
    "train-align",
    "pack",
    "text-bank",
    "status",
    "synth",
    "view",
}


def pa3d(*arguments, cwd=None):
    """Run the real program; (exit code, standard output, standard error)."""
    done = subprocess.run(
        [sys.executable, "-m", "pa3d", *map(str, arguments)],
        cwd=cwd,
        capture_output=True,
        text=True,
        timeout=300,
        env={**os.environ, "HF_HUB_OFFLINE": "1"},
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


def run(*arguments):
    """Run a command in this process; only for what must succeed."""
    result = CliRunner().invoke(app, [str(a) for a in arguments], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def write_meshes(folder):
    """Three two-part shapes with face labels: a stick on a box."""
    meshes, labels = folder / "meshes", folder / "labels"
    meshes.mkdir(parents=True)
    labels.mkdir()
    for i, suffix in enumerate(("ply", "glb", "obj")):
        base = trimesh.creation.box((1, 0.4 + 0.1 * i, 1))
        stick = trimesh.creation.cylinder(
            0.1, 2.0, transform=trimesh.transformations.rotation_matrix(1.57, (1, 0, 0))
        )
        mesh = trimesh.util.concatenate([base, stick])
        mesh.export(meshes / f"s{i}.{suffix}")
        face_label = np.r_[np.zeros(len(base.faces), int), np.ones(len(stick.faces), int)]
        np.savez(labels / f"s{i}.npz", face_label=face_label, part_names=np.array(["Base", "stick"]))
    return meshes, labels


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    """All eight stages on three tiny shapes."""
    root = tmp_path_factory.mktemp("world")
    meshes, labels = write_meshes(root)
    run("render", meshes, "--out", root / "r", "--image-size", 64, "--num-points", 400)
    run("dino-extract", root / "r", "--out", root / "t")
    run("backproject", root / "r", root / "t", "--out", root / "f")
    patch = ["--draw-size", 256, "--num-patches", 16, "--patch-size", 8, "--draws", 2]
    run("patchify", root / "r", "--pointfeat", root / "f", "--labels", labels, "--out", root / "p", *patch)
    train = ["--epochs", 2, "--depth", 2, "--batch-size", 2, "--precision", "fp32"]
    run("train-distill", root / "p", "--out", root / "distill", *train)
    init = root / "distill" / "distill.ckpt"
    run("train-align", root / "p", "--init", init, "--out", root / "align", *train)
    return root


def test_every_stage_leaves_readable_artifacts(world):
    for folder, schema in (
        ("r", schemas.RENDER),
        ("t", schemas.TOKENS),
        ("f", schemas.POINTFEAT),
        ("p", schemas.PATCHES),
    ):
        files = sorted((world / folder).glob("*.h5"))
        assert [f.stem for f in files] == ["s0", "s1", "s2"]
        for file in files:
            artifact.read(file, schema)
    lines = (world / "align" / "metrics.jsonl").read_text().splitlines()
    assert [json.loads(line)["epoch"] for line in lines] == [1, 2]


def test_a_second_run_computes_nothing(world):
    before = (world / "r" / "s0.h5").stat().st_mtime_ns
    out = run("render", world / "meshes", "--out", world / "r", "--image-size", 64, "--num-points", 400)
    assert "0 done, 3 up to date" in out
    assert (world / "r" / "s0.h5").stat().st_mtime_ns == before


def test_a_changed_setting_is_refused_in_one_line(world):
    code, out, err = pa3d("render", world / "meshes", "--out", world / "r", "--image-size", 32)
    assert code == 2
    assert "config.image_size: 64 -> 32" in err
    assert len(err.strip().splitlines()) == 1


def test_segment_writes_labels_in_the_input_order(world, tmp_path):
    checkpoint = world / "align" / "align.ckpt"
    outs = [tmp_path / f"x.{suffix}" for suffix in ("ply", "png", "npz", "h5", "json")]
    options = [item for out in outs for item in ("--out", out)]
    text = run(
        "segment", world / "meshes" / "s1.glb", "--parts", "base,stick", "--checkpoint", checkpoint, *options
    )
    assert "base" in text
    source = trimesh.load(world / "meshes" / "s1.glb", process=False, force="mesh")
    written = trimesh.load(tmp_path / "x.ply", process=False)
    np.testing.assert_allclose(written.vertices, source.vertices, atol=1e-6)
    np.testing.assert_array_equal(written.faces, source.faces)
    stored = artifact.read(tmp_path / "x.h5", schemas.PREDICTION)
    assert stored["face_label"].shape == (len(source.faces),)
    assert all(out.stat().st_size > 0 for out in outs)


def test_benchmark_leaves_scores(world, tmp_path):
    folder = tmp_path / "set"
    folder.mkdir()
    for file in sorted((world / "p").glob("*.h5")):
        art = artifact.read(file, schemas.PATCHES)
        labels = art["part_mask"].argmax(0)
        np.savez(
            folder / f"{file.stem}.npz", points=art["points"], labels=labels, label_names=["base", "stick"]
        )
    out = run("benchmark", folder, "--out", tmp_path / "run", "--checkpoint", world / "align" / "align.ckpt")
    scores = json.loads((tmp_path / "run" / "scores.json").read_text())
    assert [row["preset"] for row in scores["rows"]][:2] == ["patchalign3d", "patchalign3d-internal"]
    assert all(row["num_shapes"] == 3 and 0 <= row["score"] <= 1 for row in scores["rows"])
    assert scores["title"] in " ".join(out.split())
    again = run("benchmark", folder, "--out", tmp_path / "run", "--checkpoint", world / "align" / "align.ckpt")
    assert "0 done, 3 up to date" in again


@pytest.mark.parametrize(
    "what", ["r/s0.h5", "t/s0.h5", "f/s0.h5", "p/s0.h5", "align/align.ckpt", "meshes/s0.ply", "r"]
)
def test_inspect_says_and_draws_everything(world, tmp_path, what):
    from PIL import Image

    out = run("inspect", world / what, "--png", tmp_path / "x.png")
    assert str(world / what) in out
    picture = np.asarray(Image.open(tmp_path / "x.png").convert("RGB"))
    assert picture.std() > 1  # something is drawn


def test_pack_keeps_the_model(world, tmp_path):
    import torch

    from pa3d.checkpoint import load_model

    run("pack", world / "align" / "align.ckpt", "--out", tmp_path / "m.safetensors")
    before, after = load_model(world / "align" / "align.ckpt"), load_model(tmp_path / "m.safetensors")
    for key, value in before.encoder.state_dict().items():
        torch.testing.assert_close(after.encoder.state_dict()[key].float(), value.float(), rtol=1e-3, atol=1e-5)
    assert after.info["part_names"] == ["base", "stick"]


def test_text_bank_serves_segment(world, tmp_path):
    run("text-bank", "Base,stick", "--out", tmp_path / "t.h5")
    checkpoint = world / "align" / "align.ckpt"
    mesh = world / "meshes" / "s0.ply"
    banked = run(
        "segment",
        mesh,
        "--parts",
        "base,stick",
        "--checkpoint",
        checkpoint,
        "--text-bank",
        tmp_path / "t.h5",
        "--out",
        tmp_path / "a.npz",
    )
    plain = run(
        "segment", mesh, "--parts", "base,stick", "--checkpoint", checkpoint, "--out", tmp_path / "b.npz"
    )
    assert banked.splitlines()[1:] == plain.splitlines()[1:]


def test_several_files_go_on_after_a_bad_one(world, tmp_path):
    bad = tmp_path / "bad.ply"
    bad.write_bytes(b"ply\nnonsense")
    code, out, err = pa3d(
        "segment", bad, world / "meshes" / "s0.ply", "--parts", "base,stick", "--out-dir", tmp_path,
        "--checkpoint", world / "align" / "align.ckpt",
    )  # fmt: skip
    assert code == 1
    assert str(bad) in err
    assert "1 of 2 shapes failed" in err
    assert (tmp_path / "s0.parts.ply").exists()


def bad_inputs(folder):
    """name -> (arguments, what the line must name)."""
    tiny = save_tiny(folder / "tiny.safetensors")
    distill = save_tiny(folder / "distill.safetensors", kind="distill")
    nan = np.zeros((50, 3))
    nan[7] = np.nan
    np.save(folder / "nan.npy", nan)
    np.save(folder / "one.npy", np.zeros((1, 3)))
    (folder / "empty.ply").touch()
    (folder / "corrupt.glb").write_bytes(b"glTF" + bytes(200))
    (folder / "words.txt").write_text("these are no numbers\n")
    good = folder / "good.npy"
    np.save(good, np.random.default_rng(0).normal(size=(60, 3)))
    parts = ["--parts", "leg,seat", "--checkpoint", tiny, "--out-dir", folder]
    return {
        "nan": (["segment", folder / "nan.npy", *parts], "nan.npy: 1 of 50 points"),
        "one point": (["segment", folder / "one.npy", *parts], "one.npy: 1 point"),
        "empty": (["segment", folder / "empty.ply", *parts], "empty.ply: the file is empty"),
        "corrupt": (["segment", folder / "corrupt.glb", *parts], "corrupt.glb: cannot be read"),
        "words": (["segment", folder / "words.txt", *parts], "words.txt: its first row"),
        "absent": (["segment", folder / "absent.ply", *parts], "absent.ply: no such file"),
        "no names": (["segment", good, "--parts", " , ", "--checkpoint", tiny], "no part names"),
        "other checkpoint": (["segment", good, "--parts", "a", "--checkpoint", distill], "train-align"),
        "no checkpoint": (
            ["segment", good, "--parts", "a", "--checkpoint", "x.pt"],
            "x.pt: no such checkpoint",
        ),
        "a mesh as checkpoint": (["segment", good, "--parts", "a", "--checkpoint", good], "good.npy"),
        "hub by name": (["segment", good, "--parts", "a", "--checkpoint", "patchalign3d"], "patchalign3d.pt"),
        "suffix": (["segment", good, "--parts", "a", "--out", "x.doc"], "x.doc: cannot write"),
        "no renders": (["dino-extract", folder / "nowhere"], "run the stage before"),
        "teacher": (["dino-extract", folder, "--teacher", "nonsense"], "artifacts"),
        "shard": (["render", good, "--shard", "4/4"], "--shard 4/4"),
        "patches": (["train-distill", folder / "nowhere"], "run patchify first"),
        "init": (["train-align", folder / "nowhere", "--init", "none"], "run patchify first"),
        "inspect": (["inspect", folder / "absent.h5"], "absent.h5: no such file"),
        "benchmark": (["benchmark", folder / "nowhere"], "no such folder"),
    }


def test_bad_input_is_one_line_and_exit_code_2(tmp_path):
    """In one process: main() is what turns errors into lines, so it is called with each command line."""
    script = "import sys, pa3d.cli as c\ncode = 0\nsys.argv = ['pa3d', *sys.argv[1:]]\nc.main()\n"
    for name, (arguments, expected) in bad_inputs(tmp_path).items():
        done = subprocess.run(
            [sys.executable, "-c", script, *map(str, arguments)],
            capture_output=True,
            text=True,
            timeout=120,
            cwd=tmp_path,
            env={**os.environ, "HF_HUB_OFFLINE": "1"},
            check=False,
        )
        lines = done.stderr.strip().splitlines()
        assert done.returncode == 2, (name, done.stdout, done.stderr)
        assert len(lines) == 1, (name, done.stderr)
        assert lines[0].startswith("error: "), (name, lines)
        assert expected in lines[0], (name, lines)


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["segment", "MESH", "--parts", "leg", "--checkpoint", "patchalign3d"], "--checkpoint patchalign3d.pt"),
        (["dino-extract", "RENDERS", "--teacher", "dinov2-s"], "--weights FILE"),
    ],
)
def test_an_unreachable_hub_costs_one_line_and_no_retries(world, tmp_path, arguments, expected):
    """Nothing listens on port 9; the client by itself would retry and log for half a minute."""
    names = {"MESH": world / "meshes" / "s0.ply", "RENDERS": world / "r"}
    environment = {k: v for k, v in os.environ.items() if "proxy" not in k.lower() and k != "HF_HUB_OFFLINE"}
    done = subprocess.run(
        [sys.executable, "-m", "pa3d", *(str(names.get(a, a)) for a in arguments)],
        capture_output=True,
        text=True,
        timeout=120,
        cwd=tmp_path,
        env={**environment, "HF_ENDPOINT": "http://127.0.0.1:9", "HF_HOME": str(tmp_path)},
        check=False,
    )
    assert done.returncode == 2
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    assert expected in done.stderr


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["render", "MESHES", "--up", "w"], "up axis 'w'"),
        (["dino-extract", "RENDERS", "--device", "cuda:7"], "--device cuda:7: this machine has"),
        (["dino-extract", "RENDERS", "--device", "gpu"], "--device gpu: write auto"),
        (["backproject", "RENDERS", "nowhere"], "run pa3d dino-extract first"),
        (["patchify", "RENDERS", "--pointfeat", "nowhere"], "run pa3d backproject first"),
        (["segment", "MESH", "--parts", "typo.txt"], "typo.txt: a file of part names that cannot be read"),
        (["segment", "MESH", "--parts", "a", "--out", "FOLDER.ply"], "is a folder"),
        (["segment", "MESH", "--parts", "a", "--checkpoint", "MESH"], "not a torch weights file"),
    ],
)
def test_wrong_settings_are_one_line(world, tmp_path, arguments, expected):
    (tmp_path / "folder.ply").mkdir()
    names = {
        "MESHES": world / "meshes",
        "MESH": world / "meshes" / "s0.ply",
        "RENDERS": world / "r",
        "FOLDER.ply": tmp_path / "folder.ply",
    }
    checkpoint = ["--checkpoint", world / "align" / "align.ckpt"]
    more = checkpoint if arguments[0] == "segment" and "--checkpoint" not in arguments else []
    code, _, err = pa3d(*(names.get(a, a) for a in arguments), *more, cwd=tmp_path)
    assert code == 2, err
    assert expected in err
    assert len(err.strip().splitlines()) == 1


def test_tokens_of_another_render_are_refused(world, tmp_path):
    run("render", world / "meshes", "--out", tmp_path / "r", "--image-size", 80, "--num-points", 400)
    code, _, _ = pa3d("backproject", tmp_path / "r", world / "t", "--out", tmp_path / "f")
    assert code == 1
    lines = (tmp_path / "f" / "failed-0of1.jsonl").read_text().splitlines()
    assert len(lines) == 3 and all("made from another render" in line for line in lines)


def test_labels_of_another_mesh_are_refused(world, tmp_path):
    labels = tmp_path / "labels"
    labels.mkdir()
    for i in range(3):
        with np.load(world / "labels" / f"s{i}.npz") as data:
            doubled = np.tile(data["face_label"], 2)
        np.savez(labels / f"s{i}.npz", face_label=doubled, part_names=np.array(["base", "stick"]))
    patch = ["--draw-size", 256, "--num-patches", 16, "--patch-size", 8]
    code, _, _ = pa3d("patchify", world / "r", "--labels", labels, "--out", tmp_path / "p", *patch)
    assert code == 1
    assert "entries; the shape has" in (tmp_path / "p" / "failed-0of1.jsonl").read_text()


def test_ctrl_c_says_that_nothing_is_lost(world, tmp_path):
    import signal
    import time

    command = [sys.executable, "-m", "pa3d", "train-align", world / "p", "--init", "none", "--trainable", "all"]
    command += ["--depth", "2", "--epochs", "100000", "--out", tmp_path / "a"]
    process = subprocess.Popen(
        [str(c) for c in command], stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True
    )
    deadline = time.monotonic() + 120
    while not (tmp_path / "a" / "align.ckpt").exists() and time.monotonic() < deadline:
        time.sleep(0.1)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "interrupted; what was finished is kept" in err


def test_validation_shapes_are_left_out_and_their_list_may_be_a_pipe(world, tmp_path):
    options = ["--epochs", 1, "--depth", 2, "--batch-size", 2, "--out", tmp_path / "v"]
    words = " ".join(str(w) for w in ["train-distill", world / "p", *options])
    done = subprocess.run(
        ["bash", "-c", f"{sys.executable} -m pa3d {words} --val <(echo s1)"],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "1 epochs over 2 shapes" in done.stdout
    assert "val_loss" in (tmp_path / "v" / "metrics.jsonl").read_text()


def test_lists_of_ids_are_checked(world, tmp_path):
    """A misspelt list would train on the validation shapes without a word."""
    for content, words in (("s0.h5", "'s0.h5' is not the id"), ("", "names no shape")):
        (tmp_path / "ids.txt").write_text(content)
        for option in ("--only", "--exclude"):
            code, _, err = pa3d("train-align", world / "p", "--init", "none", option, tmp_path / "ids.txt")
            assert code == 2
            assert words in err


def test_help_imports_nothing_heavy():
    script = (
        "import sys\n"
        "from typer.testing import CliRunner\n"
        "from pa3d.cli import app\n"
        "assert CliRunner().invoke(app, ['--help']).exit_code == 0\n"
        "heavy = {'torch', 'h5py', 'trimesh', 'scipy', 'numba', 'timm', 'open_clip'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True, timeout=60)


def test_commands_and_their_options_are_frozen():
    """A changed option is a decision: change tests/options.json with it."""
    import typer

    group = typer.main.get_command(app)
    commands = {name: c for name, c in group.commands.items() if not hasattr(c, "commands")}
    assert set(commands) == COMMANDS
    inner = group.commands["import"].commands
    assert set(group.commands) == COMMANDS | {"import"}
    commands |= {f"import {name}": command for name, command in inner.items()}
    options = {
        name: sorted(flag for p in command.params for flag in p.opts)
        for name, command in sorted(commands.items())
    }
    assert options == json.loads((ROOT / "tests" / "options.json").read_text())


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_has_help_with_an_example(command):
    result = CliRunner().invoke(app, [command, "--help"])
    assert result.exit_code == 0
    assert "Example: pa3d" in " ".join(result.output.split())
