"""Small shapes, patches artifacts and training tasks for tests; a child process runs it too."""

from __future__ import annotations

import zlib

import numpy as np

from pa3d import artifact, schemas
from pa3d.align import AlignTask
from pa3d.data import Augment, PatchDataset
from pa3d.distill import DistillTask
from pa3d.model import ModelConfig
from pa3d.patches import PatchConfig, patchify_shape
from pa3d.shapes import fit_frame
from pa3d.stage import seed_of
from pa3d.train import TrainConfig, fit

PATCHES = PatchConfig(num_draws=2, draw_size=64, num_patches=8, patch_size=4)
MODEL = ModelConfig(num_patches=8, patch_size=4, width=48, depth=2, num_heads=3)
STILL = ModelConfig(num_patches=8, patch_size=4, width=48, depth=2, num_heads=3, drop_path=0.0)
TRAIN = TrainConfig(epochs=3, batch_size=2, lr_encoder=1e-3, lr_head=2e-3, lr_logit=1e-2)
NAMES = ("seat", "back", "leg", "arm", "wheel")
DIM = 6


def surface(seed, count=160):
    """Points (count, 3) of three separate ellipsoids in frame model, and which one each is on."""
    rng = np.random.default_rng(seed)
    label = np.arange(count) % 3
    direction = rng.normal(size=(count, 3))
    direction /= np.linalg.norm(direction, axis=1, keepdims=True)
    radius, place = rng.uniform(0.1, 0.25, (3, 3)), np.array([[-1.0, 0, 0], [1, 0.2, 0], [0, 1, 0.5]])
    points = direction * radius[label] + place[label] + 0.1 * rng.normal(size=(3, 3))[label]
    return fit_frame(points).to_model(points), label


def write_patches(
    directory, shape_id, *, config=PATCHES, features=True, labels=True, teacher="fake", dim=DIM, num_points=160
):
    """One patches artifact. The features are a smooth function of place; two to three of NAMES are parts."""
    seed = zlib.crc32(shape_id.encode())
    points, label = surface(seed, num_points)
    num_parts = 2 + seed % 2
    mask = label == np.arange(num_parts)[:, None]
    mask[0] |= label == num_parts  # with two parts the third ellipsoid belongs to the first
    mix = np.random.default_rng(1).normal(size=(3, dim))
    feature = (np.sin(points @ mix) + np.eye(3, dim)[label]).astype(np.float16)
    arrays = patchify_shape(
        points,
        config,
        seed_of(config.seed, shape_id),
        feature if features else None,
        (np.arange(len(points)) % 5 > 0).astype(np.uint8),
        mask if labels else None,
    )
    if labels:
        first = seed % 3
        arrays["part_names"] = np.array(NAMES[first : first + num_parts], dtype=object)
    path = directory / f"{shape_id}.h5"
    attrs = {"frame": "model", "teacher": teacher}
    artifact.write(
        path,
        schemas.PATCHES,
        arrays,
        shape_id=shape_id,
        config=config,
        inputs={"render": shape_id},
        attrs=attrs,
    )
    return path


def write_folder(directory, count=5, **options):
    for i in range(count):
        write_patches(directory, f"shape{i}", **options)
    return directory


# levels 0: "body" over all; 1: "seat" or "chair seat" and "leg"; 2: the same, the legs told apart
LEVEL_NAMES = ("body", "seat|chair seat", "leg", "arm", "wheel|caster")
NAMING = np.array([[1, 0, 0, 0, 0], [0, 1, 1, 0, 0], [0, 1, 0, 1, 1]], bool)


def write_levels(directory, shape_id, *, config=PATCHES, num_points=160):
    """Patches of three ellipsoids named at three levels."""
    points, label = surface(zlib.crc32(shape_id.encode()), num_points)
    mask = np.stack([label >= 0, label == 0, label > 0, label == 1, label == 2])
    mask[:, ::7] = False  # points without any name
    arrays = patchify_shape(points, config, seed_of(config.seed, shape_id), part_mask=mask)
    arrays |= {"part_names": np.array(LEVEL_NAMES, dtype=object), "naming": NAMING}
    path, attrs = directory / f"{shape_id}.h5", {"frame": "model", "category": "chair"}
    artifact.write(
        path, schemas.PATCHES, arrays, shape_id=shape_id, config=config, inputs={"render": "r"}, attrs=attrs
    )
    return path


def distill_task(directory, *, model=MODEL, augment=None, **options):
    augment = augment or Augment(yaw=180, tilt=10, stretch=0.2, mirror=True, jitter=0.01)
    return DistillTask(PatchDataset([directory], need="patch_feature"), model, augment=augment, **options)


def embeddings(names=NAMES, dim=16):
    """A unit vector per name."""
    vectors = [np.random.default_rng(zlib.crc32(n.encode())).normal(size=dim) for n in names]
    return {n: (v / np.linalg.norm(v)).astype(np.float32) for n, v in zip(names, vectors, strict=True)}


def align_task(directory, *, model=MODEL, augment=None, init=None, num_views=3, names=NAMES, **options):
    folders = directory if isinstance(directory, list) else [directory]
    return AlignTask(
        PatchDataset(folders, need="patch_label"),
        embeddings=embeddings(names),
        text_info={"text_encoder": "fake"},
        init=init,
        model_config=model,
        augment=augment or Augment(yaw=180, stretch=0.2),
        num_views=num_views,
        **options,
    )


TASKS = {"distill": distill_task, "align": align_task}


def train_until_killed(kind, directory, out, epoch, step):
    """Train and die, as by the out-of-memory killer, at a step. Called in a child process."""
    import os
    import signal

    def progress(event):
        if event["event"] == "step" and (event["epoch"], event["step"]) == (epoch, step):
            os.kill(os.getpid(), signal.SIGKILL)

    fit(TASKS[kind](directory), TRAIN, out, progress=progress)
