"""Tiny shapes and helpers that several tests share."""

from __future__ import annotations

import importlib.util
import os
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("OMP_WAIT_POLICY", "passive")
os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["PA3D_TEST_ATTEMPTS"] = tempfile.mkstemp(prefix="pa3d-attempts-")[1]
NO_NETWORK = Path(__file__).parent / "no_network"
_spec = importlib.util.spec_from_file_location("no_network", NO_NETWORK / "sitecustomize.py")
_spec.loader.exec_module(importlib.util.module_from_spec(_spec))
os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [str(NO_NETWORK), os.environ.get("PYTHONPATH")]))

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


@pytest.fixture(scope="module")
def launcher(tmp_path_factory):
    """Starts commands in processes that have imported everything."""
    from kills import Launcher

    launcher = Launcher(tmp_path_factory.mktemp("log"))
    yield launcher
    launcher.close()


@pytest.fixture(scope="module")
def world(tmp_path_factory, launcher):
    """Folder of what every command reads, made by the stages of three shapes; one for each file of tests."""
    from world import write_world

    folder = tmp_path_factory.mktemp("world")
    write_world(folder, launcher)
    return folder


@pytest.fixture(autouse=True)
def no_network():
    """A test that reached for another machine, itself or in a process it started, fails."""
    yield
    attempts = Path(os.environ["PA3D_TEST_ATTEMPTS"])
    if attempts.stat().st_size:
        said = attempts.read_text()
        attempts.write_text("")
        pytest.fail(f"the network was asked for:\n{said}")


NO_OPEN3D = "open3d is not installed: 0.19, the last one without libusb, knows Python up to 3.12"


@pytest.fixture
def open3d():
    """The package whose readers and rays ours are compared with."""
    return pytest.importorskip("open3d", reason=NO_OPEN3D)


# what may be skipped where everything is installed; with PA3D_NO_SKIPS, as CI sets it, nothing else may
MAY_BE_SKIPPED = (
    "npm package gltf-validator is not installed",  # where npm cannot reach its registry
    "pyvista, of the extra bench, is not installed",
    "Ray, of the extra cluster, is not installed",  # a cluster of several processes: make test-cluster
    *([NO_OPEN3D] if sys.version_info >= (3, 13) else []),
)


def pytest_sessionfinish(session):
    """A run in which something was skipped that nobody allowed has failed."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if not os.environ.get("PA3D_NO_SKIPS") or reporter is None:
        return
    skipped = [(report.nodeid, str(report.longrepr)) for report in reporter.stats.get("skipped", [])]
    bad = [text for text in skipped if not any(reason in text[1] for reason in MAY_BE_SKIPPED)]
    for nodeid, reason in bad:
        reporter.write_line(f"\nmust not be skipped here: {nodeid}: {reason}", red=True)
    if bad and session.exitstatus == 0:
        session.exitstatus = 1


def pytest_unconfigure():
    Path(os.environ["PA3D_TEST_ATTEMPTS"]).unlink(missing_ok=True)
