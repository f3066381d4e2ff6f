from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
import trimesh

from pa3d import artifact, export, schemas
from pa3d.errors import Pa3dError
from pa3d.readers import load_shape
from pa3d.segmentation import (
    PALETTE,
    UNLABELLED,
    Features,
    Segmentation,
    label_colors,
    label_score,
    part_scores,
)
from pa3d.shapes import Shape


def sphere_mesh(subdivisions=3):
    mesh = trimesh.creation.icosphere(subdivisions)
    order = np.random.default_rng(1).permutation(len(mesh.faces))  # an order no tool would choose
    return Shape(np.array(mesh.vertices, np.float64), np.array(mesh.faces[order], np.int32))


def segment(shape, names, vertex_label, face_label=None, sharpness=4.0):
    """Segmentation whose logits favour the given labels."""
    vertex_label = np.asarray(vertex_label, np.int32)

    def logits(labels):
        return np.float32(sharpness) * (np.arange(len(names)) == labels[:, None]).astype(np.float32)

    if face_label is not None:
        face_label = np.asarray(face_label, np.int32)
    vertex_logits = logits(vertex_label)
    return Segmentation(
        shape,
        list(names),
        vertex_label,
        vertex_logits,
        face_label,
        None if face_label is None else logits(face_label),
        label_score(vertex_logits, vertex_label),
    )


def half_sphere(names=("left", "right"), scale=1.0, offset=0.0):
    """Sphere whose x < 0 half is label 0."""
    shape = sphere_mesh()
    middle = shape.vertices[shape.faces].mean(1)
    moved = Shape(shape.vertices * scale + offset, shape.faces)
    return segment(moved, names, shape.vertices[:, 0] >= 0, middle[:, 0] >= 0)


def cloud(count=500, parts=3):
    rng = np.random.default_rng(2)
    names = [f"part {i}" for i in range(parts)]
    return segment(Shape(rng.standard_normal((count, 3)), None), names, rng.integers(-1, parts, count))


def ply_tables(path):
    """Header lines and records of a PLY, decoded here from the format's definition alone."""
    header, body = path.read_bytes().split(b"end_header\n", 1)
    lines = header.decode("ascii").splitlines()
    codes = {"float": "<f4", "double": "<f8", "int": "<i4", "uchar": "u1"}
    tables, spec = {}, {}
    for words in (line.split() for line in lines):
        if words[0] == "element":
            spec[words[1]] = (int(words[2]), [])
        elif words[:2] == ["property", "list"]:
            spec["face"][1].extend([("count", "u1"), (words[4], "<i4", (3,))])
        elif words[0] == "property":
            list(spec.values())[-1][1].append((words[2], codes[words[1]]))
    for name, (count, columns) in spec.items():
        dtype = np.dtype(columns)
        tables[name] = np.frombuffer(body[: count * dtype.itemsize], dtype)
        body = body[count * dtype.itemsize :]
    assert body == b""
    return lines, tables


def test_palette_is_distinguishable():
    assert len(PALETTE) >= 20
    colors = label_colors(np.arange(-1, 60)).astype(float)
    assert len(np.unique(colors, axis=0)) == 61
    first = np.linalg.norm(colors[:25, None] - colors[None, :25], axis=2)
    assert first[~np.eye(25, dtype=bool)].min() > 38
    assert tuple(colors[0].astype(int)) == UNLABELLED
    assert label_colors(np.zeros(0, int)).shape == (0, 3)


def test_label_score_is_the_softmax():
    logits = np.array([[1.0, 2.0, 0.5], [1e4, 0.0, -1e4], [0.0, 0.0, 0.0]], np.float32)
    expected = [np.exp(2.0) / np.exp([1.0, 2.0, 0.5]).sum(), 1.0, 0.0]
    np.testing.assert_allclose(label_score(logits, np.array([1, 0, -1])), expected, rtol=1e-6)


def test_ply_mesh_keeps_order_labels_and_colors(tmp_path):
    seg = half_sphere()
    path = tmp_path / "s.ply"
    export.write(path, seg)
    lines, tables = ply_tables(path)
    vertex, face = tables["vertex"], tables["face"]
    assert {"comment part 0 left", "comment part 1 right"} <= set(lines)
    expected = seg.shape.vertices.astype(np.float32)
    np.testing.assert_array_equal(np.stack([vertex[a] for a in "xyz"], 1), expected)
    np.testing.assert_array_equal(face["vertex_indices"], seg.shape.faces)
    assert (face["count"] == 3).all()
    for table, labels in ((vertex, seg.vertex_label), (face, seg.face_label)):
        np.testing.assert_array_equal(table["label"], labels)
        rgb = np.stack([table[c] for c in ("red", "green", "blue")], 1)
        np.testing.assert_array_equal(rgb, label_colors(labels))
    np.testing.assert_array_equal(vertex["score"], seg.vertex_score)
    np.testing.assert_array_equal(face["score"], label_score(seg.face_logits, seg.face_label))


def test_ply_survives_any_name(tmp_path, open3d):
    names = ["end_header", "zwei\nZeilen\r", "T\u00fcr", "\u6905\u5b50", "x" * 5000, ""]
    seg = half_sphere(names)
    path = tmp_path / "s.ply"
    export.write(path, seg)
    lines, _ = ply_tables(path)
    comments = [line for line in lines if line.startswith("comment part")]
    assert comments[:4] == [
        "comment part 0 end-header",
        "comment part 1 zwei Zeilen",
        "comment part 2 Tur",
        "comment part 3 ??",
    ]
    assert len(comments) == 6
    assert max(map(len, comments)) < 200
    assert len(open3d.io.read_triangle_mesh(str(path)).triangles) == len(seg.shape.faces)
    np.testing.assert_array_equal(load_shape(path).faces, seg.shape.faces)


def features(seg, draws=2, patches=4, width=6, dim=5):
    rng = np.random.default_rng(3)

    def half(*shape):
        return rng.normal(size=shape).astype(np.float16)

    count, center = len(seg.shape.vertices), rng.normal(size=(draws, patches, 3))
    tokens, text = half(draws, patches, width), half(draws, patches, dim)
    return Features(tokens, text, center, half(count, width), half(count, dim))


@pytest.mark.parametrize("with_features", [False, True])
@pytest.mark.parametrize("seg", [half_sphere(), cloud()], ids=["mesh", "cloud"])
def test_npz_holds_everything_and_is_a_shape(tmp_path, seg, with_features):
    if with_features:
        seg = replace(seg, features=features(seg))
    path = tmp_path / "s.npz"
    export.write(path, seg)
    expected = {
        "part_names": seg.part_names,
        "score_kind": "softmax",
        "vertices" if seg.shape.is_mesh else "points": seg.shape.vertices,
        "vertex_label": seg.vertex_label,
        "vertex_logits": seg.vertex_logits,
        "vertex_score": seg.vertex_score,
        "vertex_scores": part_scores(seg.vertex_logits, "softmax").astype(np.float16),
    }
    if seg.shape.is_mesh:
        expected |= {name: getattr(seg, name) for name in ("face_label", "face_logits")}
        expected["faces"] = seg.shape.faces
        expected["face_score"] = label_score(seg.face_logits, seg.face_label)
        expected["face_scores"] = part_scores(seg.face_logits, "softmax").astype(np.float16)
    if with_features:
        expected |= vars(seg.features)
    with np.load(path, allow_pickle=False) as data:
        assert set(data.files) == set(expected)
        for name, array in expected.items():
            np.testing.assert_array_equal(data[name], array)
            assert data[name].dtype == np.asarray(array).dtype
    np.testing.assert_array_equal(load_shape(path).vertices, seg.shape.vertices)
    assert load_shape(path).is_mesh == seg.shape.is_mesh


@pytest.mark.parametrize("seg", [half_sphere(), cloud()], ids=["mesh", "cloud"])
def test_h5_follows_the_schema(tmp_path, seg):
    path = tmp_path / "chair_7.h5"
    seg = replace(seg, features=features(seg))
    export.write(path, seg, config={"tau": 0.07}, inputs={"mesh": "ab"})
    art = artifact.read(path, schemas.PREDICTION)
    assert (art.shape_id, art.config, art.inputs) == ("chair_7", {"tau": 0.07}, {"mesh": "ab"})
    assert art.attrs["score_kind"] == "softmax"
    assert art["part_names"].tolist() == seg.part_names
    expected = {
        "label": seg.vertex_label,
        "score": seg.vertex_score,
        "logits": seg.vertex_logits,
        "scores": part_scores(seg.vertex_logits, "softmax").astype(np.float16),
        **vars(seg.features),
    }
    if seg.shape.is_mesh:
        expected |= {"faces": seg.shape.faces, "face_label": seg.face_label, "face_logits": seg.face_logits}
        expected["face_score"] = label_score(seg.face_logits, seg.face_label)
        expected["face_scores"] = part_scores(seg.face_logits, "softmax").astype(np.float16)
    assert set(art.arrays) == set(expected) | {"points", "part_names"}
    for name, array in expected.items():
        np.testing.assert_array_equal(art[name], array)


def test_h5_far_from_the_origin_holds_the_vertices_in_full(tmp_path):
    seg = half_sphere(scale=0.5, offset=4e6)
    path = tmp_path / "s.h5"
    export.write(path, seg)
    np.testing.assert_array_equal(artifact.read(path, schemas.PREDICTION)["vertices"], seg.shape.vertices)


def test_json_of_a_box(tmp_path):
    """A 2 x 1 x 1 box whose x < 1 end is one part: every figure is known."""
    mesh = trimesh.creation.box(extents=(1, 1, 1))
    cubes = [mesh.vertices + 0.5, mesh.vertices + [1.5, 0.5, 0.5]]
    shape = Shape(np.concatenate(cubes), np.concatenate([mesh.faces, mesh.faces + 8]).astype(np.int32))
    labels = np.repeat([0, 2], 12)
    seg = segment(shape, ["low", "none", "high"], np.repeat([0, 2], 8), labels)
    path = tmp_path / "s.json"
    export.write(path, seg)
    table = json.loads(path.read_text())
    assert (table["kind"], table["num_vertices"], table["num_faces"]) == ("mesh", 16, 24)
    assert table["area"] == pytest.approx(12)
    low, none, high = table["parts"]
    assert low["bbox"] == [[0, 0, 0], [1, 1, 1]]
    assert high["bbox"] == [[1, 0, 0], [2, 1, 1]]
    assert high["centroid"] == pytest.approx([1.5, 0.5, 0.5])
    assert (high["num_faces"], high["num_vertices"], high["share"]) == (12, 8, 0.5)
    assert low["mean_score"] == pytest.approx(np.exp(4) / (np.exp(4) + 2))
    assert none == {
        "index": 1,
        "name": "none",
        "num_vertices": 0,
        "num_faces": 0,
        "area": 0.0,
        "share": 0.0,
        "bbox": None,
        "centroid": None,
        "mean_score": None,
        "max_score": pytest.approx(1 / (np.exp(4) + 2)),
        "share_above_half": 0.0,
        "hard": True,
    }
    assert (low["hard"], low["share_above_half"]) == (False, pytest.approx(0.5))


def test_json_of_a_cloud(tmp_path):
    seg = cloud()
    path = tmp_path / "c.json"
    export.write(path, seg)
    table = json.loads(path.read_text())
    entries = [*table["parts"], table["unlabelled"]]
    assert sum(entry["share"] for entry in entries) == pytest.approx(1)
    assert sum(entry["num_vertices"] for entry in entries) == 500
    mine = seg.shape.vertices[seg.vertex_label == 1]
    np.testing.assert_allclose(table["parts"][1]["centroid"], mine.mean(0))
    assert table["unlabelled"]["mean_score"] is None
    assert "area" not in table


def test_faces_without_labels_take_those_of_their_corners():
    vertex_label = np.array([0, 0, 1, 1])
    shape = Shape(np.eye(4, 3), np.array([[0, 1, 2], [2, 0, 3], [0, 2, 3], [2, 3, 1]], np.int32))
    seg = segment(shape, ["a", "b"], vertex_label)
    assert export.face_labels(seg).tolist() == [0, 1, 1, 1]


def test_png_is_written(tmp_path):
    from PIL import Image

    path = tmp_path / "s.PNG"
    export.write(path, cloud())
    assert Image.open(path).width == 1024


def test_unknown_kind_is_one_line(tmp_path):
    with pytest.raises(Pa3dError) as caught:
        export.write(tmp_path / "s.stl", cloud())
    message = str(caught.value)
    assert "s.stl" in message and ".ply .glb .obj .npz .json .h5 .png" in message
    assert "\n" not in message
    assert list(tmp_path.iterdir()) == []


def test_a_failed_write_leaves_nothing(tmp_path):
    seg = cloud(parts=1)
    short = {name: getattr(seg, name)[:-1] for name in ("vertex_label", "vertex_score")}
    broken = replace(seg, **short, vertex_logits=seg.vertex_logits[:, 0])
    for suffix in (".ply", ".obj", ".npz", ".h5"):
        with pytest.raises((ValueError, IndexError)):
            export.write(tmp_path / f"s{suffix}", broken)
    assert [p for p in tmp_path.iterdir() if p.suffix != ".mtl"] == []
