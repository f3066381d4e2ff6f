"""Tiny shapes and helpers that several tests share."""

from __future__ import annotations

import os

os.environ.setdefault("OMP_WAIT_POLICY", "passive")
os.environ["HF_HUB_OFFLINE"] = "1"

import numpy as np  # noqa: E402 - the environment must be set before torch starts
import pytest  # noqa: E402
import trimesh  # noqa: E402

from pa3d.shapes import Shape  # noqa: E402


def to_shape(mesh: trimesh.Trimesh) -> Shape:
    return Shape(np.asarray(mesh.vertices, np.float64), np.asarray(mesh.faces, np.int32))


@pytest.fixture(scope="session")
def box() -> Shape:
    """Edge lengths 1, 2 and 3, so that no two axes can be exchanged unnoticed."""
    return to_shape(trimesh.creation.box((1, 2, 3)))


@pytest.fixture(scope="session")
def sphere() -> Shape:
    return to_shape(trimesh.creation.icosphere(subdivisions=4))


@pytest.fixture(scope="session")
def chair() -> Shape:
    """Seat, back and four legs; they do not touch, so no two faces coincide."""
    parts = [((1, 0.1, 1), (0, 0, 0)), ((1, 1, 0.1), (0, 0.56, -0.45))]
    parts += [((0.1, 0.8, 0.1), (x, -0.46, z)) for x in (-0.4, 0.4) for z in (-0.4, 0.4)]
    boxes = [trimesh.creation.box(size) for size, _ in parts]
    for mesh, (_, offset) in zip(boxes, parts, strict=True):
        mesh.apply_translation(offset)
    return to_shape(trimesh.util.concatenate(boxes))


@pytest.fixture
def mesh_file(tmp_path, chair):
    """Write the chair, scaled, as OBJ text; return its path."""

    def write(name: str = "chair.obj", scale: float = 1.0):
        path = tmp_path / name
        rows = [f"v {x:.9g} {y:.9g} {z:.9g}" for x, y, z in chair.vertices * scale]
        rows += [f"f {a} {b} {c}" for a, b, c in chair.faces + 1]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(rows) + "\n")
        return path

    return write
