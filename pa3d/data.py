"""Training samples from patches artifacts, augmented, in batches with a padded part axis."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from pa3d import artifact, schemas
from pa3d.errors import ArtifactError, Pa3dError
from pa3d.index import Entry, entries
from pa3d.patches import fractional_labels, group
from pa3d.shapes import fit_frame
from pa3d.stage import seed_of
from pa3d.text import alternatives


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

    @property
    def members(self) -> NDArray[np.bool_]:
        """(L, G, K) which parts each member of the patches carries."""
        assert self.point_mask is not None  # as the data set was asked for labels
        return self.point_mask[:, self.patch_index]


NEEDS = {"patch_label": "part labels", "patch_feature": "teacher features"}
KEPT = 1 << 29  # bytes of labels that stay in memory
NOISE = 1_000_033  # stream of the random numbers of the label noise


class PatchDataset:
    """The patches artifacts of folders. Reads a shape when asked, so size on disk is the only limit.

    A folder given n times shows each of its shapes n times in an epoch, each time in another way.
    """

    def __init__(
        self,
        directories: list[Path],
        *,
        need: str | tuple[str, ...],
        only: set[str] | None = None,
        noise: float = 0.0,
        seed: int = 0,
    ) -> None:
        """need: "patch_feature", "patch_label" or both; shapes without it are left out. only: ids to keep.

        noise: strength of the label noise (pa3d.noise), drawn once per shape from seed and shape id.
        """
        self.need = (need,) if isinstance(need, str) else need
        self.noise = noise
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
            what = " and ".join(NEEDS[name] for name in self.need)
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
            twice = next(i for i, count in Counter(self.shape_ids).items() if count > 1)
            raise ArtifactError(f"{twice}: a shape of this id is in two of the folders; rename one")
        times = {path: directories.count(path) for path in directories}
        self.entries = [(i, n) for i, path in enumerate(self.paths) for n in range(times[path.parent])]
        self._kept = 0  # bytes of these two
        self._labels: dict[int, NDArray[np.uint16]] = {}
        self._members: dict[int, NDArray[np.uint8]] = {}
        self._noisy: list[NDArray[np.uint8]] = []  # (L, N / 8) masks of each shape, where there is noise
        if noise > 0:
            self._add_noise(seed)

    def _add_folder(self, directory: Path, only: set[str] | None, kinds: dict[str, Path]) -> None:
        if not directory.is_dir():
            raise Pa3dError(f"{directory}: no such folder; run patchify first")
        labelled, taught = "patch_label" in self.need, "patch_feature" in self.need
        first: Entry | None = None
        for entry in entries(directory, only):
            first = first or entry
            _same_settings(first, entry)
            header = entry.header
            names = header.part_names if labelled else ()
            if not header.there.issuperset(self.need) or (labelled and not names):
                continue
            sizes = [header.config.get(name) for name in ("draw_size", "num_patches", "patch_size")]
            kinds[str((sizes, header.teacher if taught else None))] = entry.path
            self.paths.append(entry.path)
            self.part_names.append(names)
            self.naming.append(header.naming if labelled else None)
            self.categories.append(header.category)
            self.num_draws.append(header.config["num_draws"])
            self._fingerprints.append(f"{entry.path.stem}:{entry.fingerprint}")

    def _add_noise(self, seed: int) -> None:
        """Replace names and masks by what a poor engine would give; each level of naming on its own."""
        vocabulary = sorted({alternatives(name)[0] for names in self.part_names for name in names})
        for index, path in enumerate(self.paths):
            art = artifact.read(path, schemas.PATCHES, only=("points", "part_mask"))
            names, naming = self.part_names[index], self.naming[index]
            levels = [np.arange(len(names))] if naming is None else [np.flatnonzero(row) for row in naming]
            rng = seed_of(seed, self.shape_ids[index], NOISE)
            found = []
            for level in levels:
                own, mask = [names[i] for i in level], art["part_mask"][level]
                found.append(_noisy_level(art["points"], mask, own, self.noise, rng, vocabulary))
            self.part_names[index] = tuple(name for _, own in found for name in own)
            self._noisy.append(np.packbits(np.concatenate([mask for mask, _ in found]), axis=1))
            if naming is not None:
                level_of = np.repeat(np.arange(len(found)), [len(own) for _, own in found])
                self.naming[index] = level_of == np.arange(len(found))[:, None]

    def _mask(self, index: int, art: artifact.Artifact) -> NDArray[np.bool_]:
        """(L, N) parts of a shape's points, with the noise that was asked for."""
        if not self.noise:
            return art["part_mask"]
        return np.unpackbits(self._noisy[index], axis=1, count=len(art["points"])).astype(bool)

    def __len__(self) -> int:
        """Shapes; an epoch has len(entries) samples."""
        return len(self.paths)

    def recipe(self) -> list[str]:
        """Ids and fingerprints of everything in it, for the record of a training run."""
        return [self._fingerprints[index] for index, _ in self.entries]

    def sample(self, index: int, draw: int, augment: Augment, rng: np.random.Generator) -> Sample:
        if augment.fresh:
            return self._fresh_sample(index, augment, rng)
        wanted = ("points", "draw_index", "center_index", "patch_index", "part_mask", *self.need)
        art = artifact.read(self.paths[index], schemas.PATCHES, only=wanted)
        result = Sample(
            shape_id=self.shape_ids[index],
            points=augment.apply(art["points"][art["draw_index"][draw]], rng),
            center_index=art["center_index"][draw],
            patch_index=art["patch_index"][draw],
            part_names=self.part_names[index],
        )
        if "patch_feature" in self.need:
            result.target = art["patch_feature"][draw].astype(np.float32)
        if "patch_label" in self.need:
            result.point_mask = self._mask(index, art)[:, art["draw_index"][draw]]
            result.label = art["patch_label"][draw]
            if self.noise:
                result.label = fractional_labels(result.point_mask, result.patch_index)
        return result

    def _fresh_sample(self, index: int, augment: Augment, rng: np.random.Generator) -> Sample:
        """Points chosen anew, augmented and only then grouped, as `segment` would; labels of those patches."""
        art = artifact.read(self.paths[index], schemas.PATCHES, only=("points", "num_views", "part_mask"))
        chosen = augment.choose(art["points"], art.arrays.get("num_views"), self.draw_size, rng)
        points = augment.apply(art["points"][chosen], rng)
        center_index, patch_index = group(points, *self.group_size)
        mask = self._mask(index, art)[:, chosen]
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
        """(G, L) fractional labels of a draw; KEPT bytes stay in memory: cached trunks make steps short."""
        if self.noise:
            return np.moveaxis(self.members(index, draw).mean(-1, dtype=np.float32), 0, -1)
        known = self._labels.get(index)
        if known is None:
            art = artifact.read(self.paths[index], schemas.PATCHES, only=("patch_label",))
            # shares of K members are whole numbers of members: half the memory
            known = np.rint(art["patch_label"] * self.group_size[1]).astype(np.uint16)
            self._keep(self._labels, index, known)
        return known[draw].astype(np.float32) / np.float32(self.group_size[1])

    def members(self, index: int, draw: int) -> NDArray[np.bool_]:
        """(L, G, K) which parts the members of a draw's patches carry; KEPT of them in memory."""
        known = self._members.get(index)
        if known is None:
            wanted = ("points", "draw_index", "patch_index", "part_mask")
            art = artifact.read(self.paths[index], schemas.PATCHES, only=wanted)
            mask = self._mask(index, art)
            pairs = zip(art["draw_index"], art["patch_index"], strict=True)
            members = np.stack([mask[:, points][:, patches] for points, patches in pairs])  # (R, L, G, K)
            known = np.packbits(members, axis=-1)
            self._keep(self._members, index, known)
        return np.unpackbits(known[draw], axis=-1, count=self.group_size[1]).astype(bool)

    def _keep(self, table: dict[int, NDArray], index: int, value: NDArray) -> None:
        """For the next time, as long as there is room: of many shapes the rest is read each time."""
        if self._kept + value.nbytes <= KEPT:
            self._kept += value.nbytes
            table[index] = value

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


def _same_settings(first: Entry, other: Entry) -> None:
    """Raise ArtifactError unless two artifacts of a folder come from one run of patchify."""
    ours, theirs = first.header.config, other.header.config
    if ours is theirs:
        return
    for key in sorted({*ours, *theirs}):
        a, b = ours.get(key), theirs.get(key)
        if a != b:
            raise ArtifactError(
                f"{other.path}: made with {key} {b}, but {first.path.name} beside it with {a}; "
                "run patchify again with --overwrite"
            )


def _noisy_level(
    points: NDArray,
    mask: NDArray[np.bool_],
    names: list[str],
    strength: float,
    rng: np.random.Generator,
    vocabulary: list[str],
) -> tuple[NDArray[np.bool_], list[str]]:
    """noise.noisy_parts for names that may hold several words: the first speaks for them all."""
    from pa3d.noise import noisy_parts

    whole = {alternatives(name)[0]: name for name in names}
    words = [alternatives(name)[0] for name in names]
    mask, words = noisy_parts(points, mask, words, strength, rng, vocabulary)
    return mask, [whole.get(word, word) for word in words]


@dataclass
class Batch:
    """Samples stacked; labels stay with the samples, since they are as wide as a shape has parts."""

    shape_ids: list[str]
    points: Tensor  # (B, P, 3)
    center_index: Tensor  # (B, G)
    patch_index: Tensor  # (B, G, K)
    target: Tensor | None  # (B, G, D)


def collate(samples: list[Sample], device: str = "cpu") -> Batch:
    def stack(name: str, dtype: torch.dtype) -> Tensor:
        return torch.from_numpy(np.stack([getattr(s, name) for s in samples])).to(device, dtype)

    return Batch(
        shape_ids=[s.shape_id for s in samples],
        points=stack("points", torch.float32),
        center_index=stack("center_index", torch.int64),
        patch_index=stack("patch_index", torch.int64),
        target=None if samples[0].target is None else stack("target", torch.float32),
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
