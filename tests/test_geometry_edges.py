"""Geometry at the edges: what each kind of extreme shape gives, for `segment` and for the stages."""

from __future__ import annotations

import time
import warnings

import numpy as np
import pytest
import trimesh
from tiny_model import save_tiny

from pa3d import segment
from pa3d.checkpoint import load_model
from pa3d.errors import ShapeError
from pa3d.patches import PatchConfig, patchify_shape
from pa3d.readers import load_shape
from pa3d.render import RenderConfig, render_shape
from pa3d.shapes import Shape, check_shape, fit_frame, sample_surface

RNG = np.random.default_rng(11)
BALL = trimesh.creation.icosphere(subdivisions=2)
POINTS = RNG.normal(size=(500, 3))
POINTS /= np.linalg.norm(POINTS, axis=1, keepdims=True)
TRIANGLE = [[0, 1, 2]]
NAMES = ["leg", "seat"]


def cloud(points) -> Shape:
    return Shape(np.asarray(points, np.float64), None)


def mesh(vertices=BALL.vertices, faces=BALL.faces) -> Shape:
    return Shape(np.asarray(vertices, np.float64), np.asarray(faces, np.int64).reshape(-1, 3))


def line(count=100):
    return np.outer(np.linspace(-1, 1, count), [1, 2, 3])


def plane(count=200):
    return np.column_stack([RNG.uniform(-1, 1, (count, 2)), np.zeros(count)])


def spikes(count):
    """A ball and `count` faces without area: an edge of it there and back."""
    corner = np.arange(count) % 12
    return mesh(BALL.vertices, np.vstack([BALL.faces, np.stack([corner, corner + 1, corner], 1)]))


WITH_NAN = np.vstack([BALL.vertices, [[np.nan, 0, 0], [0, np.inf, 0]]])

# shapes that are labelled, everywhere and with finite scores
LABELLED = {
    "cloud of 32 points": cloud(POINTS[:32]),
    "cloud of 33 points": cloud(POINTS[:33]),
    "cloud on a line": cloud(line()),
    "cloud on a line along an axis": cloud(line() * [1, 0, 0]),
    "cloud in a plane": cloud(plane()),
    "cloud on a grid": cloud(np.stack(np.meshgrid(*[np.arange(6.0)] * 3), -1).reshape(-1, 3)),
    "cloud of 1e-12": cloud(POINTS * 1e-12),
    "cloud of 1e12": cloud(POINTS * 1e12),
    "cloud of 1e-29": cloud(POINTS * 1e-29),
    "cloud of 5e29": cloud(POINTS * 5e29),
    "cloud of 0.01 at 1e8": cloud(POINTS * 0.01 + 1e8),
    "cloud with every point ten times": cloud(np.repeat(POINTS[:50], 10, 0)),
    "cloud of two places": cloud(np.repeat([[0.0, 0, 0], [1, 1, 1]], 20, 0)),
    "cloud with one point far away": cloud(np.vstack([POINTS, [[1e9, 0, 0]]])),
    "cloud of denormal steps": cloud(np.vstack([POINTS, POINTS + 5e-324])),
    "single triangle": mesh([[0, 0, 0], [1, 0, 0], [0, 1, 0]], TRIANGLE),
    "triangle as thin as a hair": mesh([[0, 0, 0], [1, 0, 0], [0.5, 1e-9, 0]], TRIANGLE),
    "triangle twice, once turned": mesh([[0, 0, 0], [1, 0, 0], [0, 1, 0]], [[0, 1, 2], [0, 2, 1]]),
    "mesh in a plane": mesh(BALL.vertices * [1, 1, 0]),
    "mesh of 1e-12": mesh(BALL.vertices * 1e-12),
    "mesh of 1e12": mesh(BALL.vertices * 1e12),
    "mesh of 1e-29": mesh(BALL.vertices * 1e-29),
    "mesh of 5e29": mesh(BALL.vertices * 5e29),
    "mesh of 0.01 at 1e8": mesh(BALL.vertices * 0.01 + 1e8),
    "mesh with vertices of no face": mesh(np.vstack([BALL.vertices, POINTS])),
    "mesh with a vertex of no face at 1e29": mesh(np.vstack([BALL.vertices, [[1e29, 0, 0]]])),
    "mesh of 1e-20 with a vertex of no face at 1e29": mesh(np.vstack([BALL.vertices * 1e-20, [[1e29, 0, 0]]])),
    "mesh with every vertex twice": mesh(BALL.vertices[BALL.faces.ravel()], np.arange(BALL.faces.size)),
    "edge of nine faces": mesh(
        np.vstack([[[0, 0, 0], [0, 0, 1]], [[np.cos(a), np.sin(a), 0] for a in range(9)]]),
        [[0, 1, 2 + i] for i in range(9)],
    ),
    "two cones that meet in a vertex": mesh(
        [[0, 0, 0], [1, 0, 1], [0, 1, 1], [-1, 0, 1], [1, 0, -1], [0, 1, -1], [-1, 0, -1]],
        [[0, 1, 2], [0, 2, 3], [0, 4, 5], [0, 5, 6]],
    ),
    "face that names a vertex twice": mesh(faces=[*BALL.faces.tolist(), [0, 0, 1], [5, 5, 5]]),
    "ball and 1000 faces without area": spikes(1000),
    "every face ten times": mesh(faces=np.repeat(BALL.faces, 10, 0)),
    "200 pieces": mesh(
        (np.array([[0, 0, 0], [0.1, 0, 0], [0, 0.1, 0]]) + RNG.normal(size=(200, 1, 3))).reshape(-1, 3),
        np.arange(600),
    ),
}

# shapes that are refused, and the words that say why
REFUSED = {
    "nothing": (cloud(np.empty((0, 3))), "holds no points"),
    "one point": (cloud([[1, 2, 3]]), "1 point; at least 32 are needed"),
    "31 points": (cloud(POINTS[:31]), "31 points; at least 32 are needed"),
    "equal points": (cloud(np.ones((100, 3))), "all points are equal"),
    "cloud with NaN": (cloud(WITH_NAN), "2 of 164 points are NaN or infinite"),
    "cloud of 1e31": (cloud(POINTS * 1e31), r"beyond 1e\+30; scale the shape down"),
    "cloud of 1e-31": (cloud(POINTS * 1e-31), "from end to end; scale it up"),
    "no faces": (mesh(faces=[]), "a mesh without faces"),
    "one face without area": (mesh([[0, 0, 0], [1, 0, 0], [2, 0, 0]], TRIANGLE), "all 1 faces have zero area"),
    "only faces without area": (mesh(faces=[[0, 1, 0]] * 50), "all 50 faces have zero area"),
    "mesh of one place": (mesh(np.ones((9, 3)), np.arange(9)), "all points are equal"),
    "mesh with NaN": (mesh(WITH_NAN, [*BALL.faces.tolist(), [0, 1, 162]]), "2 of 164 points are NaN"),
    "mesh with NaN that no face uses": (mesh(WITH_NAN), "2 of 164 points are NaN"),
    "mesh of 1e31": (mesh(BALL.vertices * 1e31), r"beyond 1e\+30"),
    "mesh of 1e-31": (mesh(BALL.vertices * 1e-31), "scale it up"),
    "vertex that is not there": (mesh(faces=[[0, 1, 162]]), r"names vertex 162 \(from 0\), but there are 162"),
    "vertex before the first": (mesh(faces=[[0, 1, -1]]), "names vertex -1"),
}


@pytest.fixture(scope="module")
def tiny(tmp_path_factory):
    return load_model(save_tiny(tmp_path_factory.mktemp("model") / "tiny.safetensors"))


@pytest.fixture(autouse=True)
def no_warnings():
    """What is defined is not warned of."""
    with warnings.catch_warnings():
        warnings.simplefilter("error", RuntimeWarning)
        yield


def is_labelled(shape: Shape, model=None, **options) -> np.ndarray:
    result = segment(shape, NAMES, model=model, draws=1, **options)
    parts = [(len(shape.vertices), result.vertex_label, result.vertex_logits)]
    if shape.faces is not None:
        parts.append((len(shape.faces), result.face_label, result.face_logits))
    for count, label, logits in parts:
        assert label.shape == (count,) and set(label) <= {0, 1}
        assert logits.shape == (count, 2) and np.isfinite(logits).all()
    assert np.isfinite(result.vertex_score).all()
    return result.vertex_label


@pytest.mark.parametrize("name", LABELLED)
@pytest.mark.parametrize("refine", ["smooth", "none"])
def test_extreme_shapes_are_labelled(name, refine, tiny):
    is_labelled(LABELLED[name], tiny, refine=refine)


@pytest.mark.parametrize("name", REFUSED)
def test_shapes_without_a_surface_are_refused_in_one_line(name, tiny):
    shape, words = REFUSED[name]
    with pytest.raises(ShapeError, match=words) as error:
        segment(shape, NAMES, model=tiny)
    assert "\n" not in str(error.value)


RENDER = RenderConfig(image_size=64, num_points=300)
PATCHES = PatchConfig(num_draws=2, draw_size=64, num_patches=8, patch_size=4)


@pytest.mark.parametrize("name", LABELLED)
def test_extreme_shapes_go_through_the_stages(name):
    """Render and patchify: finite points inside the unit ball, cameras that see something, whole patches."""
    shape = check_shape(LABELLED[name])
    arrays, _ = render_shape(shape, RENDER, np.random.default_rng(0))
    points = arrays["points"]
    assert np.isfinite(points).all() and np.linalg.norm(points, axis=1).max() < 1 + 1e-4
    assert len(points) == (300 if shape.is_mesh else min(300, len(shape.vertices)))
    assert np.isfinite(arrays["depth"]).any() or "hair" in name or "line" in name
    assert np.isfinite(arrays["center"]).all() and arrays["scale"] > 0
    grouped = patchify_shape(points, PATCHES, np.random.default_rng(0))
    assert grouped["patch_index"].shape == (2, 8, 4)
    assert grouped["draw_index"].max() < len(points)


@pytest.mark.parametrize("shape", [cloud(POINTS), mesh()], ids=["cloud", "mesh"])
@pytest.mark.parametrize(("scale", "offset"), [(1e-12, 0), (1e12, 0), (1e-29, 0), (5e29, 0), (0.01, 1e8)])
def test_units_and_place_change_no_label(shape, scale, offset, tiny):
    """At 1e8 the file's own numbers are rounded to 1e-6 of the shape, which moves samples between cells."""
    moved = Shape(shape.vertices * scale + offset, shape.faces)
    same = (is_labelled(moved, tiny) == is_labelled(shape, tiny)).mean()
    assert same == 1 if offset == 0 else same > 0.97


def test_points_at_one_place_have_one_label(tiny):
    label = is_labelled(LABELLED["cloud with every point ten times"], tiny)
    assert (label.reshape(50, 10) == label[::10, None]).all()


def test_vertices_of_no_face_do_not_move_the_frame(tiny):
    far = LABELLED["mesh with a vertex of no face at 1e29"]
    labels = [is_labelled(shape, tiny, refine="none") for shape in (far, mesh())]
    np.testing.assert_array_equal(labels[0][:-1], labels[1])
    frame = fit_frame(sample_surface(far, 500, np.random.default_rng(0))[0])
    assert frame.scale == pytest.approx(1, abs=0.02)


def test_faces_without_area_do_not_change_the_samples():
    one, two = (sample_surface(s, 400, np.random.default_rng(0))[0] for s in (mesh(), spikes(500)))
    np.testing.assert_array_equal(one, two)


@pytest.mark.slow
@pytest.mark.parametrize(
    "name", ["cloud of 32 points", "cloud on a line", "single triangle", "mesh of 0.01 at 1e8"]
)
def test_the_shipped_model_labels_them_too(name):
    is_labelled(LABELLED[name])


@pytest.mark.slow
def test_millions_of_faces_without_area(tiny, tmp_path):
    """From a file, through the reader; time and labels as of any mesh of that size."""
    shape = spikes(3_000_000)
    np.savez(tmp_path / "a.npz", vertices=shape.vertices, faces=shape.faces)
    start = time.perf_counter()
    label = is_labelled(load_shape(tmp_path / "a.npz"), tiny)
    assert time.perf_counter() - start < 300
    assert (label == is_labelled(mesh(), tiny)).mean() > 0.9
