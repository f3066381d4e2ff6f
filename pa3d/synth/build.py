"""How a category is described: named pieces, put together by a seeded builder."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from pa3d.synth.mesh import Mesh, join

T = TypeVar("T")


@dataclass(frozen=True)
class LabelledMesh:
    """A shape with named parts at several levels of detail.

    part_names (L,) holds the names of all levels; alternatives of a name are separated by "|". naming (M, L)
    says for each level which of the names it uses; face_name (M, F) gives, per level, each face's row in
    part_names, -1 where the face has no name. Level 0 is the coarsest.
    """

    category: str
    vertices: NDArray[np.float64]  # (V, 3) metres, y up
    faces: NDArray[np.int64]  # (F, 3)
    part_names: list[str]
    face_name: NDArray[np.int32]  # (M, F)


@dataclass
class Builder:
    """Collects the pieces of one shape. Randomness comes from `rng` only, so a seed gives the shape."""

    rng: np.random.Generator
    pieces: list[tuple[str, Mesh]] = field(default_factory=list)

    def add(self, name: str, mesh: Mesh) -> Mesh:
        """Add a piece under a name such as "wheel > tyre|tire" and return it.

        " > " separates levels from coarse to fine; "|" separates words for the same thing, the usual one
        first. An empty name leaves the piece unlabelled.
        """
        self.pieces.append((name, mesh))
        return mesh

    def change(self, change: Callable[[Mesh], Mesh], first: int = 0) -> None:
        """Replace every piece from number `first` on by its changed mesh."""
        self.pieces[first:] = [(name, change(mesh)) for name, mesh in self.pieces[first:]]

    def uniform(self, low: float, high: float) -> float:
        return float(self.rng.uniform(low, high))

    def integer(self, low: int, high: int) -> int:
        """Whole number from low to high, both included."""
        return int(self.rng.integers(low, high + 1))

    def chance(self, probability: float = 0.5) -> bool:
        return bool(self.rng.random() < probability)

    def pick(self, *options: T) -> T:
        return options[int(self.rng.integers(len(options)))]

    def finish(self, category: str) -> LabelledMesh:
        """Join the pieces; y = 0 becomes the ground and the middle of the box x = z = 0."""
        paths = [_parse(name) for name, _ in self.pieces]
        depth = max((len(path) for path in paths), default=1)
        names: dict[str, int] = {}
        rows = []
        for level in range(depth):
            row = []
            for path, (_, mesh) in zip(paths, self.pieces, strict=True):
                label = -1
                if path:
                    label = names.setdefault(path[min(level, len(path) - 1)], len(names))
                row.append(np.full(len(mesh.faces), label, np.int32))
            rows.append(np.concatenate(row))
        whole = join(mesh for _, mesh in self.pieces)
        low, high = whole.low, whole.high
        shift = np.array([(low[0] + high[0]) / 2, low[1], (low[2] + high[2]) / 2])
        return LabelledMesh(category, whole.vertices - shift, whole.faces, list(names), np.stack(rows))


def _parse(name: str) -> list[str]:
    return [level.strip() for level in name.split(" > ") if level.strip()]


Design = Callable[[Builder], None]
CATALOG: dict[str, list[Design]] = {}


def design(*categories: str) -> Callable[[Design], Design]:
    """Register a function as one design of a category (or of several); categories may have many."""

    def register(function: Design) -> Design:
        for category in categories:
            CATALOG.setdefault(category, []).append(function)
        return function

    return register


def symmetric(b: Builder, name: str, mesh: Mesh, axis: str = "x") -> None:
    """Add a piece and its mirror image under one name."""
    b.add(name, mesh)
    b.add(name, mesh.mirror(axis))


def positions_of_corners(x: float, z: float, y: float = 0.0) -> Sequence[tuple[float, float, float]]:
    """The four corners of a centred x by z rectangle at height y."""
    return [(sx * x / 2, y, sz * z / 2) for sx in (-1, 1) for sz in (-1, 1)]
