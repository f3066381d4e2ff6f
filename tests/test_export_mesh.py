"""PLY and OBJ as other programs read them."""

from __future__ import annotations

import re

import meshio
import numpy as np
import pytest
import trimesh
from test_export import cloud, half_sphere, ply_tables, segment, sphere_mesh

from pa3d import export
from pa3d.export_mesh import write_ply
from pa3d.readers import load_shape
from pa3d.segmentation import label_colors
from pa3d.shapes import Shape
from pa3d.split import safe_names


@pytest.mark.parametrize("offset", [0.0, 4e6])
def test_ply_is_read_by_trimesh_open3d_and_pa3d(tmp_path, offset, open3d):
    """Far from the origin as well, where float32 could not hold the vertices."""
    seg = half_sphere(scale=0.5, offset=offset)
    path = tmp_path / "s.ply"
    export.write(path, seg)
    _, tables = ply_tables(path)
    assert tables["vertex"]["x"].dtype == (np.float64 if offset else np.float32)
    mine = load_shape(path)
    theirs = trimesh.load_mesh(path, process=False, maintain_order=True)
    other = open3d.io.read_triangle_mesh(str(path))
    for vertices, faces in (
        (mine.vertices, mine.faces),
        (theirs.vertices, theirs.faces),
        (np.asarray(other.vertices), np.asarray(other.triangles)),
    ):
        np.testing.assert_allclose(vertices, seg.shape.vertices, rtol=0, atol=1e-6)
        np.testing.assert_array_equal(faces, seg.shape.faces)
    colors = np.round(255 * np.asarray(other.vertex_colors)).astype(np.uint8)
    np.testing.assert_array_equal(colors, label_colors(seg.vertex_label))


def test_ply_cloud_is_read_by_trimesh_and_open3d(tmp_path, open3d):
    seg = cloud()
    path = tmp_path / "c.ply"
    export.write(path, seg)
    _, tables = ply_tables(path)
    assert list(tables) == ["vertex"]
    np.testing.assert_array_equal(tables["vertex"]["label"], seg.vertex_label)
    theirs = trimesh.load(path, process=False)
    other = open3d.io.read_point_cloud(str(path))
    for points in (theirs.vertices, np.asarray(other.points), load_shape(path).vertices):
        np.testing.assert_allclose(points, seg.shape.vertices, rtol=0, atol=1e-6)
    assert (label_colors(seg.vertex_label) == np.asarray(theirs.colors)[:, :3]).all()


def patchwork(names=("wing", "landing gear", "none of it", "T\u00fcr|Klappe")):
    """Sphere with scattered labels, a part without faces, and a vertex that no face uses."""
    shape = sphere_mesh()
    shape = Shape(np.vstack([shape.vertices, [[0, 0, 3.0]]]), shape.faces)
    rng = np.random.default_rng(4)
    labels = [rng.choice([-1, 0, 1, 3], n) for n in (len(shape.vertices), len(shape.faces))]
    return segment(shape, names, *labels)


def test_ply_with_plain_faces_is_read_by_meshio(tmp_path):
    seg = patchwork()
    path = tmp_path / "s.ply"
    write_ply(path, seg, plain_faces=True)
    mesh = meshio.read(path)
    np.testing.assert_array_equal(mesh.points, seg.shape.vertices.astype(np.float32))
    np.testing.assert_array_equal(mesh.cells_dict["triangle"], seg.shape.faces)
    np.testing.assert_array_equal(mesh.point_data["label"], seg.vertex_label)
    np.testing.assert_array_equal(mesh.point_data["score"], seg.vertex_score)


def test_ply_of_a_cloud_is_read_by_meshio_and_open3d_with_labels(tmp_path, open3d):
    seg = cloud()
    path = tmp_path / "c.ply"
    export.write(path, seg)
    np.testing.assert_array_equal(meshio.read(path).point_data["label"], seg.vertex_label)
    points = open3d.t.io.read_point_cloud(str(path)).point
    np.testing.assert_array_equal(points["label"].numpy().ravel(), seg.vertex_label)
    np.testing.assert_array_equal(points["score"].numpy().ravel(), seg.vertex_score)


def test_ply_gives_trimesh_the_labels_of_vertices_and_faces(tmp_path):
    seg = patchwork()
    path = tmp_path / "s.ply"
    export.write(path, seg)
    raw = trimesh.load_mesh(path, process=False, maintain_order=True).metadata["_ply_raw"]
    np.testing.assert_array_equal(raw["vertex"]["data"]["label"].ravel(), seg.vertex_label)
    np.testing.assert_array_equal(raw["face"]["data"]["label"].ravel(), seg.face_label)


def face_order(path, kind="faces"):
    """Where the elements of an OBJ were in the input, by its comments."""
    text = "\n".join(re.findall(rf"^# {kind} (.*\d)$", path.read_text(encoding="utf-8"), re.MULTILINE))
    runs = [(int(a), int(b)) for a, b in re.findall(r"(\d+)-(\d+)", text)]
    return np.concatenate([np.arange(a, b + 1) for a, b in runs])


def obj_groups(names):
    return safe_names([*names, "unlabelled"])


def test_obj_is_read_by_meshio_with_the_labels_of_faces(tmp_path):
    seg = patchwork()
    path = tmp_path / "s.obj"
    export.write(path, seg)
    order = face_order(path)
    assert sorted(order) == list(range(len(seg.shape.faces)))
    mesh = meshio.read(path)
    np.testing.assert_allclose(mesh.points, seg.shape.vertices, atol=1e-8)
    np.testing.assert_array_equal(mesh.cells_dict["triangle"], seg.shape.faces[order])
    groups = re.findall(r"^g (.*)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    assert groups == ["wing", "landing_gear", "T\u00fcr_Klappe", "unlabelled"]  # the empty part has none
    group = np.concatenate(mesh.cell_data["obj:group_ids"])
    np.testing.assert_array_equal(np.array([0, 1, 3, -1])[group], seg.face_label[order])


def test_obj_is_read_by_open3d_with_the_labels_of_faces(tmp_path, open3d):
    """It copies corners for each group, so places are compared; material 0 is one of its own."""
    seg = patchwork()
    path = tmp_path / "s.obj"
    export.write(path, seg)
    order = face_order(path)
    mesh = open3d.io.read_triangle_mesh(str(path))
    corners = np.asarray(mesh.vertices)[np.asarray(mesh.triangles)]
    np.testing.assert_allclose(corners, seg.shape.vertices[seg.shape.faces[order]], atol=1e-7)
    material = np.asarray(mesh.triangle_material_ids) - 1
    np.testing.assert_array_equal(np.array([0, 1, 3, -1])[material], seg.face_label[order])


def test_obj_is_read_by_trimesh_with_the_labels_of_faces(tmp_path):
    seg = patchwork()
    path = tmp_path / "s.obj"
    export.write(path, seg)
    meshes = trimesh.load_scene(path, process=False, maintain_order=True, group_material=True).geometry.values()
    by_name = {mesh.visual.material.name: mesh for mesh in meshes}
    groups = obj_groups(seg.part_names)
    assert set(by_name) == {groups[i] for i in (0, 1, 3, -1)}
    for label in (0, 1, 3, -1):
        mesh = by_name[groups[label]]
        mine = seg.shape.vertices[seg.shape.faces[seg.face_label == label]]
        np.testing.assert_allclose(mesh.vertices[mesh.faces], mine, atol=1e-8)
        np.testing.assert_array_equal(mesh.visual.material.main_color[:3], label_colors(np.array([label]))[0])


def test_obj_is_read_by_pa3d_with_all_vertices(tmp_path):
    seg = patchwork()
    path = tmp_path / "with blank.obj"
    export.write(path, seg)
    shape = load_shape(path)
    np.testing.assert_allclose(shape.vertices, seg.shape.vertices, atol=1e-8)
    np.testing.assert_array_equal(shape.faces, seg.shape.faces[face_order(path)])
    assert (tmp_path / "with_blank.mtl").is_file()


def test_obj_of_a_cloud_has_groups_and_colors(tmp_path):
    seg = cloud()
    path = tmp_path / "c.obj"
    export.write(path, seg)
    shape = load_shape(path)
    np.testing.assert_allclose(shape.vertices, seg.shape.vertices, rtol=1e-8)
    rows = np.array(
        [line.split()[4:] for line in path.read_text().splitlines() if line.startswith("v ")], float
    )
    np.testing.assert_allclose(255 * rows, label_colors(seg.vertex_label), atol=0.2)
    order, label, found = face_order(path, "points"), -9, []
    for line in path.read_text().splitlines():
        key, *rest = line.split()
        if key == "g":
            label = obj_groups(seg.part_names).index(rest[0])
        elif key == "p":
            found += [(int(i) - 1, label if label < len(seg.part_names) else -1) for i in rest]
    assert [i for i, _ in found] == order.tolist()
    assert [label for _, label in found] == seg.vertex_label[order].tolist()


@pytest.mark.parametrize(("scale", "offset"), [(1.0, 0.0), (0.5, 4e6), (1e-20, 0.0), (1e29, 0.0)])
def test_obj_keeps_coordinates_of_any_size(tmp_path, scale, offset):
    seg = half_sphere(scale=scale, offset=offset)
    path = tmp_path / "s.obj"
    export.write(path, seg)
    np.testing.assert_allclose(load_shape(path).vertices, seg.shape.vertices, rtol=0, atol=1e-6 * scale)
