"""A small world for the tests that kill and interrupt: every command that writes, and what it reads."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import fake_find3d
import numpy as np
import trimesh
from kills import Command, Launcher
from tiny_model import save_tiny

RENDER = ["--image-size", 32, "--num-points", 300]
PATCH = ["--draw-size", 128, "--num-patches", 8, "--patch-size", 8]
TRAIN = ["--depth", 1, "--width", 64, "--epochs", 3, "--batch-size", 2, "--precision", "fp32"]
MODEL = ["--checkpoint", "tiny.safetensors", "--draws", 1, "--device", "cpu"]
HERE = Path()
COMMANDS = {
    "render": Command(["render", "meshes", "--out", "{out}", *RENDER], HERE),
    "dino-extract": Command(["dino-extract", "r", "--out", "{out}", "--device", "cpu"], HERE),
    "backproject": Command(["backproject", "r", "t", "--out", "{out}"], HERE),
    "patchify": Command(
        ["patchify", "r", "--pointfeat", "f", "--labels", "labels", "--out", "{out}", *PATCH], HERE
    ),
    "prepare": Command(
        ["prepare", "meshes", "--labels", "labels", "--keep", "tokens", "--out", "{out}", *RENDER, *PATCH,
         "--device", "cpu"], HERE,
    ),
    "train-distill": Command(
        ["train-distill", "p", "--out", "{out}", *TRAIN, "--yaw", 90, "--device", "cpu"], HERE
    ),
    "train-align": Command(
        ["train-align", "p", "--init", "d/distill.ckpt", "--out", "{out}", *TRAIN, "--text-model", "labels",
         "--device", "cpu"], HERE,
    ),
    "segment": Command(
        ["segment", "meshes", "--parts", "bottom,top", "--format", "ply,npz,json,h5", "--out-dir", "{out}",
         "--resume", *MODEL], HERE, swept=False,
    ),
    "benchmark": Command(
        ["benchmark", "points", "--out", "{out}", "--batch-size", 2, *MODEL], HERE, swept=False
    ),
    "synth": Command(["synth", "chair,lamp", "--count", 3, "--out", "{out}"], HERE, swept=False),
    "import find3d": Command(["import", "find3d", "find3d", "--out", "{out}", *PATCH], HERE, codes=(1,)),
    "pack": Command(["pack", "d/distill.ckpt", "--out", "{out}/model.safetensors"], HERE, swept=False),
    "text-bank": Command(["text-bank", "leg,seat,back", "--out", "{out}/text.h5"], HERE, swept=False),
}  # fmt: skip
STAGES = {"render": "r", "dino-extract": "t", "backproject": "f", "patchify": "p", "train-distill": "d"}


def command(name: str, folder: Path, *more) -> Command:
    """A command that runs in a world, with more options."""
    known = COMMANDS[name]
    return replace(known, argv=[*known.argv, *more], cwd=folder)


def write_world(folder: Path, launcher: Launcher, count: int = 3, stages: dict[str, str] = STAGES) -> None:
    """Meshes with annotations, labelled clouds, a download, a model, and what each stage makes of them."""
    _write_meshes(folder, count)
    _write_points(folder, count)
    fake_find3d.write_download(folder / "find3d")
    save_tiny(folder / "tiny.safetensors")
    for name, out in stages.items():
        end = launcher.run([str(word).replace("{out}", out) for word in COMMANDS[name].argv], folder)
        assert end.code == 0, end.log


def _write_meshes(folder: Path, count: int) -> None:
    """Boxes and balls by turns; their parts are bottom and top."""
    (folder / "meshes").mkdir()
    (folder / "labels").mkdir()
    for i in range(count):
        mesh = trimesh.creation.box((1, 2 + i / 9, 3)) if i % 2 else trimesh.creation.icosphere(2, 1 + i / 9)
        mesh.export(folder / "meshes" / f"s{i}.off")
        label = (mesh.triangles_center[:, 1] > 0).astype(np.int32)
        np.savez(folder / "labels" / f"s{i}.npz", face_label=label, part_names=np.array(["bottom", "top"]))


def _write_points(folder: Path, count: int) -> None:
    (folder / "points").mkdir()
    names = np.array(["bottom", "top"])
    for i in range(count):
        points = np.random.default_rng(i).normal(size=(200, 3)).astype(np.float32)
        labels = (points[:, 1] > 0).astype(np.int32)
        path = folder / "points" / f"p{i}.npz"
        np.savez(path, points=points, labels=labels, label_names=names, category="ball")
