"""Rebuilding the labelled set: rules, words, readers that keep names, areas; on files made here."""

from __future__ import annotations

import importlib.util
import sys
import zipfile
from pathlib import Path

import numpy as np
import pytest

PIPELINES = Path(__file__).parent.parent / "pipelines"
spec = importlib.util.spec_from_file_location("labelled_set", PIPELINES / "labelled_set.py")
labelled_set = importlib.util.module_from_spec(spec)
sys.modules["labelled_set"] = labelled_set
spec.loader.exec_module(labelled_set)

OBJ = """
o Seat_Cube.001
v 0 0 0
v 2 0 0
v 2 1 0
v 0 1 0
usemtl Wood
f 1 2 3 4
o BackLeg_Plane
usemtl Steel.002
f -4/1 -3/2 -2/3
o Shadow
f 1 2 2
"""
AC = """AC3Db
MATERIAL "paint" rgb 1 1 1
OBJECT world
kids 1
OBJECT poly
name "Wing.001"
data 3
abc
loc 0 0 5
numvert 3
0 0 0
1 0 0
0 1 0
numsurf 2
SURF 0x10
mat 0
refs 3
0 0 0
1 0 0
2 0 0
SURF 0x2
mat 0
refs 2
0 0 0
1 0 0
kids 1
OBJECT poly
name "tip"
loc 1 0 0
numvert 3
0 0 0
1 0 0
0 1 0
numsurf 1
SURF 0x10
mat 0
refs 3
0 0 0
1 0 0
2 0 0
kids 0
"""
URDF = """<robot name="r"><link name="base"><visual><geometry><box size="1 2 3"/></geometry></visual></link>
<link name="arm"><visual><origin xyz="1 0 0"/><geometry><box size="2 0.1 0.1"/></geometry></visual></link>
<joint name="j" type="revolute"><parent link="base"/><child link="arm"/><origin xyz="0 0 4"/><axis xyz="0 1 0"/>
<limit lower="{low}" upper="{high}"/></joint></robot>"""


def rules(text: str):
    return list(labelled_set.parse_rules(text, {}))


def test_words_are_lower_case_without_digits_and_default_names():
    assert labelled_set.plain_words("CushionBack_Cube.009") == "cushion back"
    assert labelled_set.plain_words("handrail_CUBezierCircle.001") == "handrail cubezier"
    assert labelled_set.plain_words("Cylinder.003_Mesh") == ""
    assert labelled_set.plain_words("Stuhl-F\u00fc\u00dfe 2") == "stuhl f\u00fc\u00dfe"


def test_lists_hold_sources_and_shared_rules():
    text = "# note\n@car|wheel=wheel;body=body\n\nB0:1|chair|sit=seat;leg|shoe=leg\nBY:2|car|glass=window;@car"
    chair, car = labelled_set.parse_lists(text)
    assert (chair.source, chair.category) == ("B0:1", "chair")
    assert [(regex.pattern, part) for regex, part in chair.rules] == [("sit", "seat"), ("leg|shoe", "leg")]
    assert [part for _, part in car.rules] == ["window", "wheel", "body"]


def test_the_first_regex_that_is_found_names_the_piece():
    some = rules("^wing~=wing;~wood=frame;wing=strut;#x2$=tail")
    assert labelled_set.part_of("Wing.001", "Wood", some) == "wing"
    assert labelled_set.part_of("Wing_support", "Wood", some) == "frame"
    assert labelled_set.part_of("Wing_support", "Steel", some) == "strut"
    assert labelled_set.part_of("X2", "", some) == "tail"
    assert labelled_set.part_of("X3", "", some) == "-"


@pytest.mark.parametrize("name", labelled_set.LISTS)
def test_the_lists_of_the_project_parse_and_keep_off_what_is_reserved(name):
    entries = labelled_set.parse_lists((PIPELINES / name).read_text())
    assert len({entry.source for entry in entries}) == len(entries) > 70
    for entry in entries:
        assert entry.source.split(":")[0] in labelled_set.LIBRARIES.keys() | labelled_set.PACKAGES.keys()
        assert entry.category and len(entry.rules) > 0
    assert "KatorLegaz" not in str(labelled_set.LIBRARIES)


def test_obj_pieces_are_labelled_and_areas_are_kept():
    pieces = labelled_set.read_obj(OBJ)
    assert [(piece.name.strip(), piece.material, len(piece.faces)) for piece in pieces] == [
        ("Seat_Cube.001", "Wood", 2),
        ("BackLeg_Plane", "Steel.002", 1),
        ("Shadow", "Steel.002", 1),
    ]
    shape = labelled_set.label_pieces(pieces, rules("seat=seat;leg=leg;cushion=cushion"))
    assert list(shape["part_names"]) == ["leg", "seat"]
    assert sorted(shape["face_label"]) == [0, 1, 1]  # the face of two corners is gone
    vertices = shape["vertices"]
    np.testing.assert_allclose(vertices.min(axis=0), -vertices.max(axis=0))
    assert np.linalg.norm(np.ptp(vertices, axis=0)) == pytest.approx(2, abs=1e-3)
    areas = labelled_set.label_areas(shape)
    assert areas["seat"] == pytest.approx(2 * 4 / 5, rel=1e-3)
    assert areas["leg"] == pytest.approx(areas["seat"] / 2, rel=1e-3) and areas["-"] == 0
    without = labelled_set.label_pieces(pieces, rules("seat=-;leg=!"))
    assert len(without["part_names"]) == 0 and set(without["face_label"]) == {-1} and len(without["faces"]) == 2


def test_ac_objects_stand_in_the_world_and_lines_are_no_faces():
    wing, tip = labelled_set.read_ac(AC)
    assert (wing.name, tip.name, len(wing.faces)) == ("Wing.001", "tip", 1)
    assert "paint" in wing.material
    np.testing.assert_array_equal(wing.vertices[0], [0, 0, 5])
    np.testing.assert_array_equal(tip.vertices[0], [1, 0, 5])


@pytest.mark.parametrize(("low", "high", "tip"), [(-1, 1, (2, 4, 0)), (0, 3.14159265, (2, 4, 0))])
def test_robots_stand_at_zero_where_their_limits_allow_it(tmp_path, low, high, tip):
    check_tip(tmp_path, low, high, tip)


def test_robots_stand_amid_limits_that_exclude_zero(tmp_path):
    check_tip(tmp_path, -2.0, -1.14159265, (0, 6, 0))


def check_tip(folder, low, high, tip):
    (folder / "r.urdf").write_text(URDF.format(low=low, high=high))
    base, arm = labelled_set.read_urdf(folder / "r.urdf")
    assert (base.name, arm.name) == ("base", "arm")
    np.testing.assert_allclose(np.ptp(base.vertices, axis=0), [1, 3, 2])  # y up
    np.testing.assert_allclose(arm.vertices.mean(axis=0), (np.array(tip) + (0, 4, 0)) / 2, atol=1e-6)


def test_catalogues_turn_their_models(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.sh3f", "w") as archive:
        text = "name#1=St\\u00fchl\nmodel#1=/a/b.obj\nmodelRotation#1=1 0 0 0 0 1 0 -1 0\n"
        archive.writestr("PluginFurnitureCatalog.properties", text)
        archive.writestr("a/b.obj", OBJ)
    catalogue = labelled_set.Catalogue(tmp_path / "a.sh3f")
    assert catalogue.get("name", 1) == "St\u00fchl" and catalogue.get("creator", 1) == ""
    np.testing.assert_array_equal(catalogue.pieces(1)[0].vertices[2], [2, 0, -1])


def test_compare_says_what_differs(tmp_path):
    shape = labelled_set.label_pieces(labelled_set.read_obj(OBJ), rules("seat=seat;leg=leg"))
    np.savez(tmp_path / "a.npz", **shape)
    assert labelled_set.compare(shape, tmp_path / "a.npz") == ""
    assert "earlier" in labelled_set.compare(shape, tmp_path / "b.npz")
    other = labelled_set.label_pieces(labelled_set.read_obj(OBJ), rules("seat=leg;leg=seat"))
    assert "area of" in labelled_set.compare(other, tmp_path / "a.npz")
    assert "foot" in labelled_set.compare(
        labelled_set.label_pieces(labelled_set.read_obj(OBJ), rules("seat=seat;leg=foot")), tmp_path / "a.npz"
    )
