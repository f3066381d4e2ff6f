"""Training samples from patches artifacts, augmented, in batches with a padded part axis."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from pa3d import artifact, schemas
from pa3d.errors import ArtifactError, Pa3dError
from pa3d.patches import fractional_labels, group
from pa3d.shapes import fit_frame
from pa3d.stage import seed_of


@dataclass(frozen=True)
class Augment:
    """Random change of pose and proportion, drawn per sample. All zero: the paper's (none)."""

    yaw: float = 0.0  # degrees, uniform in [-yaw, yaw] about y
    tilt: float = 0.0  # degrees, uniform in [-tilt, tilt] about x and z
    stretch: float = 0.0  # each axis scaled by exp(uniform(-stretch, stretch))
    mirror: bool = False  # flip x half the time
    jitter: float = 0.0  # largest standard deviation of a sample's noise, frame units
    fresh: bool = False  # other points and patches each time, instead of the stored draws (labels only)
    sparse: float = 0.0  # share of samples that keep only a few hundred distinct points (fresh only)
    partial: float = 0.0  # share of samples seen from one side only (fresh only)

    def apply(self, points: NDArray, rng: np.random.Generator) -> NDArray[np.float32]:
        """(P, 3) -> (P, 3), back in frame model (centred, radius 1)."""
        pitch, yaw, roll = np.radians(rng.uniform(-1, 1, 3) * [self.tilt, self.yaw, self.tilt])
        scale = np.exp(rng.uniform(-self.stretch, self.stretch, 3))
        flip = np.where(self.mirror and rng.random() < 0.5, [-1.0, 1, 1], [1.0, 1, 1])
        moved = points * (scale * flip) @ (_rotation(2, roll) @ _rotation(0, pitch) @ _rotation(1, yaw)).T
        if self.jitter > 0:
            moved = moved + rng.normal(0, 1, points.shape) * rng.uniform(0, self.jitter)
        return fit_frame(moved).to_model(moved)

    def choose(
        self, points: NDArray, num_views: NDArray | None, count: int, rng: np.random.Generator
    ) -> NDArray:
        """(count,) indices into points (N, 3): a fresh draw, half the time of what some view sees."""
        pool = np.arange(len(points))
        if num_views is not None and rng.random() < 0.5 and (num_views > 0).sum() >= MIN_POINTS:
            pool = np.flatnonzero(num_views)
        if rng.random() < self.partial:
            side = pool[one_side(points[pool], rng)]
            pool = side if len(side) >= MIN_POINTS else pool
        pool = rng.permutation(pool)
        if rng.random() < self.sparse:
            pool = pool[: int(np.exp(rng.uniform(np.log(min(MIN_POINTS, count)), np.log(count))))]
        return np.resize(pool, count)


MIN_POINTS = 256  # distinct points that a sample keeps at least
SIDE_CELLS = 40  # across the picture that decides what one side sees
SIDE_DEPTH = 0.06  # behind the nearest point of a cell a point is still seen, frame units


def one_side(points: NDArray, rng: np.random.Generator) -> NDArray[np.bool_]:
    """(N,) which points a depth camera in a random direction sees, from 20 degrees below to 60 above."""
    azimuth, elevation = rng.uniform(0, 2 * np.pi), np.radians(rng.uniform(-20, 60))
    turned = points @ (_rotation(0, elevation) @ _rotation(1, azimuth)).T
    cell = np.clip(((turned[:, :2] + 1) / 2 * SIDE_CELLS).astype(int), 0, SIDE_CELLS - 1) @ [SIDE_CELLS, 1]
    nearest = np.full(SIDE_CELLS**2, -np.inf)
    np.maximum.at(nearest, cell, turned[:, 2])
    return turned[:, 2] >= nearest[cell] - SIDE_DEPTH


def _rotation(axis: int, angle: float) -> NDArray[np.float64]:
    c, s = np.cos(angle), np.sin(angle)
    i, j = [(1, 2), (2, 0), (0, 1)][axis]
    matrix = np.eye(3)
    matrix[i, i] = matrix[j, j] = c
    matrix[i, j], matrix[j, i] = -s, s
    return matrix


@dataclass
class Sample:
    """One draw of one shape. target (G, D) and label (G, L) as the task needs."""

    shape_id: str
    points: NDArray[np.float32]  # (P, 3)
    center_index: NDArray[np.int32]  # (G,)
    patch_index: NDArray[np.int32]  # (G, K)
    target: NDArray | None = None
    label: NDArray | None = None
    point_mask: NDArray[np.bool_] | None = None  # (L, P)
    part_names: tuple[str, ...] = ()


class PatchDataset:
    """The patches artifacts of folders. Reads a shape when asked, so size on disk is the only limit.

    A folder given n times shows each of its shapes n times in an epoch, each time in another way.
    """

    def __init__(self, directories: list[Path], *, need: str, only: set[str] | None = None) -> None:
        """need: "patch_feature" or "patch_label"; shapes without it are left out. only: ids to keep."""
        self.need = need
        self.paths: list[Path] = []
        self.part_names: list[tuple[str, ...]] = []
        self.naming: list[NDArray[np.bool_] | None] = []  # (M, L) of each shape, where it has levels
        self.categories: list[str] = []
        self.num_draws: list[int] = []
        self._fingerprints: list[str] = []
        kinds: dict[str, Path] = {}
        for directory in dict.fromkeys(directories):
            self._add_folder(directory, only, kinds)
        if not self.paths:
            what = {"patch_feature": "teacher features", "patch_label": "part labels"}[need]
            where = ", ".join(map(str, directories))
            raise ArtifactError(f"{where}: no patches with {what}; run patchify with them first")
        if len(kinds) > 1:
            a, b = list(kinds.values())[:2]
            raise ArtifactError(f"{a} and {b} were made with other settings or teachers; patchify them alike")
        first = artifact.layout(self.paths[0])
        self.draw_size = first["draw_index"][0][1]
        self.group_size = first["patch_index"][0][1:]  # (G, K)
        self.dim = first["patch_feature"][0][2] if "patch_feature" in first else 0
        self.shape_ids = [path.stem for path in self.paths]
        if len(set(self.shape_ids)) < len(self.shape_ids):
            twice = next(i for i in self.shape_ids if self.shape_ids.count(i) > 1)
            raise ArtifactError(f"{twice}: a shape of this id is in two of the folders; rename one")
        times = {path: directories.count(path) for path in directories}
        self.entries = [(i, n) for i, path in enumerate(self.paths) for n in range(times[path.parent])]
        self._labels: dict[int, NDArray[np.uint16]] = {}

    def _add_folder(self, directory: Path, only: set[str] | None, kinds: dict[str, Path]) -> None:
        if not directory.is_dir():
            raise Pa3dError(f"{directory}: no such folder; run patchify first")
        for path in sorted(directory.glob("*.h5")):
            if (only is not None and path.stem not in only) or self.need not in artifact.layout(path):
                continue
            head = artifact.header(path)
            names, naming = (), None
            if self.need == "patch_label":
                art = artifact.read(path, schemas.PATCHES, only=("part_names", "naming"))
                names, naming = tuple(art["part_names"]), art.arrays.get("naming")
                if not names:
                    continue
            sizes = [head.config.get(name) for name in ("draw_size", "num_patches", "patch_size")]
            teacher = head.attrs.get("teacher") if self.need == "patch_feature" else None
            kinds[str((sizes, teacher))] = path
            self.paths.append(path)
            self.part_names.append(names)
            self.naming.append(naming)
            self.categories.append(head.attrs.get("category", ""))
            self.num_draws.append(head.config["num_draws"])
            self._fingerprints.append(f"{path.stem}:{head.fingerprint}")

    def __len__(self) -> int:
        """Shapes; an epoch has len(entries) samples."""
        return len(self.paths)

    def recipe(self) -> list[str]:
        """Ids and fingerprints of everything in it, for the record of a training run."""
        return [self._fingerprints[index] for index, _ in self.entries]

    def sample(self, index: int, draw: int, augment: Augment, rng: np.random.Generator) -> Sample:
        if augment.fresh:
            return self._fresh_sample(index, augment, rng)
        wanted = ("points", "draw_index", "center_index", "patch_index", "part_mask", self.need)
        art = artifact.read(self.paths[index], schemas.PATCHES, only=wanted)
        points = augment.apply(art["points"][art["draw_index"][draw]], rng)
        values = art[self.need][draw].astype(np.float32)
        feature = self.need == "patch_feature"
        return Sample(
            shape_id=self.shape_ids[index],
            points=points,
            center_index=art["center_index"][draw],
            patch_index=art["patch_index"][draw],
            target=values if feature else None,
            label=None if feature else values,
            point_mask=None if feature else art["part_mask"][:, art["draw_index"][draw]],
            part_names=self.part_names[index],
        )

    def _fresh_sample(self, index: int, augment: Augment, rng: np.random.Generator) -> Sample:
        """Points chosen anew, augmented and only then grouped, as `segment` would; labels of those patches."""
        art = artifact.read(self.paths[index], schemas.PATCHES, only=("points", "num_views", "part_mask"))
        chosen = augment.choose(art["points"], art.arrays.get("num_views"), self.draw_size, rng)
        points = augment.apply(art["points"][chosen], rng)
        center_index, patch_index = group(points, *self.group_size)
        mask = art["part_mask"][:, chosen]
        return Sample(
            shape_id=self.shape_ids[index],
            points=points,
            center_index=center_index,
            patch_index=patch_index,
            label=fractional_labels(mask, patch_index),
            point_mask=mask,
            part_names=self.part_names[index],
        )

    def labels(self, index: int, draw: int) -> NDArray[np.float32]:
        """(G, L) fractional labels of a draw; kept in memory, since the cached trunk makes steps short."""
        if index not in self._labels:
            art = artifact.read(self.paths[index], schemas.PATCHES, only=("patch_label",))
            # shares of K members are whole numbers of members: half the memory
            self._labels[index] = np.rint(art["patch_label"] * self.group_size[1]).astype(np.uint16)
        return self._labels[index][draw].astype(np.float32) / np.float32(self.group_size[1])

    def epoch_sample(self, entry: int, epoch: int, augment: Augment, seed: int) -> Sample:
        """A sample of an epoch: depends on seed, shape id, epoch and repetition only."""
        index = self.entries[entry][0]
        rng = self.rng(entry, epoch, seed)
        draw = int(rng.integers(self.num_draws[index]))
        return self.sample(index, draw, augment, rng)

    def rng(self, entry: int, epoch: int, seed: int, *more: int) -> np.random.Generator:
        """Generator of an entry in an epoch, one stream for each `more`."""
        index, repetition = self.entries[entry]
        return seed_of(seed, self.shape_ids[index], epoch, repetition, *more)


@dataclass
class Batch:
    """Samples stacked; labels stay with the samples, since they are as wide as a shape has parts."""

    shape_ids: list[str]
    points: Tensor  # (B, P, 3)
    center_index: Tensor  # (B, G)
    patch_index: Tensor  # (B, G, K)
    target: Tensor | None  # (B, G, D)


def collate(samples: list[Sample], device: str = "cpu") -> Batch:
    target = None
    if samples[0].target is not None:
        target = torch.from_numpy(np.stack([s.target for s in samples])).to(device)

    def stack(name: str, dtype: torch.dtype) -> Tensor:
        return torch.from_numpy(np.stack([getattr(s, name) for s in samples])).to(device, dtype)

    return Batch(
        shape_ids=[s.shape_id for s in samples],
        points=stack("points", torch.float32),
        center_index=stack("center_index", torch.int64),
        patch_index=stack("patch_index", torch.int64),
        target=target,
    )


def pad_labels(labels: list[NDArray]) -> tuple[Tensor, Tensor]:
    """(G, L_i) fractions of each sample -> (B, G, L) zero-padded and (B, L) which parts are real."""
    longest = max(label.shape[1] for label in labels)
    padded = torch.zeros(len(labels), labels[0].shape[0], longest)
    valid = torch.zeros(len(labels), longest, dtype=torch.bool)
    for row, label in enumerate(labels):
        padded[row, :, : label.shape[1]] = torch.from_numpy(label)
        valid[row, : label.shape[1]] = True
    return padded, valid
