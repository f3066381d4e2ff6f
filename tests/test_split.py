"""A file for each part, and the names that files and groups get."""

from __future__ import annotations

import numpy as np
import pytest
import trimesh
from test_export import cloud, ply_tables
from test_export_mesh import patchwork

from pa3d import export
from pa3d.errors import Pa3dError
from pa3d.readers import load_shape
from pa3d.split import cut, safe_names, split_parts

NASTY = [
    "leg|foot",
    "leg foot",
    "LEG FOOT",
    "../../etc/passwd",
    "T\u00fcr",
    "Tu\u0308r",
    "\u6905\u5b50",
    "",
    "...",
    "con",
    "x" * 300,
    "x" * 301,
    "\u6905" * 200,
    "a/b\\c:d*e?\n",
    "unlabelled",
]


def test_safe_names_are_files_and_unique(tmp_path):
    names = safe_names([*NASTY, "unlabelled"])
    assert names[:6] == ["leg_foot", "leg_foot_2", "LEG_FOOT_3", "etc_passwd", "T\u00fcr", "T\u00fcr_2"]
    assert names[6] == "\u6905\u5b50"
    assert names[-2:] == ["unlabelled", "unlabelled_2"]
    assert len({name.casefold() for name in names}) == len(names)
    for name in names:
        (tmp_path / f"{name}.ply").write_bytes(b"")
        assert len(name.encode()) < 90 and name == name.strip() and len(name.split()) == 1
        assert name.split(".")[0].lower() != "con"
    assert len(list(tmp_path.iterdir())) == len(names)


def test_parts_hold_every_face_once():
    seg = patchwork()
    parts = list(cut(seg))
    assert [part.label for part in parts] == [0, 1, 3, -1]
    assert sorted(np.concatenate([part.face_index for part in parts])) == list(range(len(seg.shape.faces)))
    for part in parts:
        assert (seg.face_label[part.face_index] == part.label).all()
        assert (np.diff(part.face_index) > 0).all() and (np.diff(part.vertex_index) > 0).all()
        np.testing.assert_array_equal(part.vertex_index[part.shape.faces], seg.shape.faces[part.face_index])
        np.testing.assert_array_equal(part.shape.vertices, seg.shape.vertices[part.vertex_index])
        assert len(np.unique(part.shape.faces)) == len(part.vertex_index)


def test_split_parts_are_named_shapes():
    seg = cloud()
    parts = split_parts(seg)
    assert [name for name, _ in parts] == ["part 0", "part 1", "part 2", "unlabelled"]
    for label, (_, shape) in zip([0, 1, 2, -1], parts, strict=True):
        np.testing.assert_array_equal(shape.vertices, seg.shape.vertices[seg.vertex_label == label])
        assert shape.faces is None


@pytest.mark.parametrize("suffix", [".ply", ".obj", ".stl", ".glb", ".PLY"])
def test_split_files_of_a_mesh_hold_the_faces_in_place(tmp_path, suffix):
    seg = patchwork()
    paths = export.write_split(tmp_path, seg, suffix)
    assert [p.stem for p in paths] == ["wing", "landing_gear", "T\u00fcr_Klappe", "unlabelled"]
    for label, path in zip([0, 1, 3, -1], paths, strict=True):
        mine = seg.shape.vertices[seg.shape.faces[seg.face_label == label]]
        for shape in (load_shape(path), trimesh.load_mesh(path, process=False, maintain_order=True)):
            np.testing.assert_allclose(shape.vertices[shape.faces], mine, atol=1e-6)


def test_split_ply_knows_where_it_was(tmp_path):
    seg = patchwork()
    for label, path in zip([0, 1, 3, -1], export.write_split(tmp_path, seg, ".ply"), strict=True):
        _, tables = ply_tables(path)
        where = tables["face"]["source_index"]
        np.testing.assert_array_equal(where, np.flatnonzero(seg.face_label == label))
        np.testing.assert_array_equal(tables["face"]["label"], label)
        corners = tables["vertex"]["source_index"][tables["face"]["vertex_indices"]]
        np.testing.assert_array_equal(corners, seg.shape.faces[where])


@pytest.mark.parametrize("suffix", [".ply", ".obj", ".glb"])
def test_split_files_of_a_cloud_hold_its_points(tmp_path, suffix):
    seg = cloud()
    for label, path in zip([0, 1, 2, -1], export.write_split(tmp_path, seg, suffix), strict=True):
        mine = seg.shape.vertices[seg.vertex_label == label]
        np.testing.assert_allclose(load_shape(path).vertices, mine, atol=1e-6)


def test_split_refuses_in_one_line(tmp_path):
    for seg, suffix, words in ((cloud(), ".stl", "no faces"), (patchwork(), ".npz", ".ply .glb .obj .stl")):
        with pytest.raises(Pa3dError, match=words) as caught:
            export.write_split(tmp_path, seg, suffix)
        assert "\n" not in str(caught.value)
    assert list(tmp_path.iterdir()) == []
