"""GLB by the specification's validator, by trimesh and by hand."""

from __future__ import annotations

import json
import os
import shutil
import struct
import subprocess
from dataclasses import replace

import numpy as np
import pytest
import trimesh
from test_export import cloud, half_sphere, segment
from test_export_mesh import patchwork

from pa3d import export, export_gltf
from pa3d.errors import Pa3dError
from pa3d.readers import load_shape
from pa3d.shapes import Shape

VALIDATE = """
const {validateBytes} = require("gltf-validator"), {readFileSync} = require("fs");
validateBytes(new Uint8Array(readFileSync(process.argv[1]))).then(r => console.log(JSON.stringify(r.issues)));
"""


def decode(path):
    """The JSON of a GLB and a function that gives the values of an accessor."""
    content = path.read_bytes()
    magic, version, length, size, kind = struct.unpack("<4sIII4s", content[:20])
    assert (magic, version, length, kind) == (b"glTF", 2, len(content), b"JSON")
    document, rest = json.loads(content[20 : 20 + size]), content[20 + size :]
    length, kind = struct.unpack("<I4s", rest[:8])
    assert (length, kind) == (len(rest) - 8, b"BIN\0")

    def values(index):
        accessor = document["accessors"][index]
        view = document["bufferViews"][accessor["bufferView"]]
        start = 8 + view["byteOffset"]
        code = {5126: "<f4", 5125: "<u4"}[accessor["componentType"]]
        array = np.frombuffer(rest[start : start + view["byteLength"]], code)
        array = array.reshape(-1, 3) if accessor["type"] == "VEC3" else array
        assert len(array) == accessor["count"]
        return array

    return document, values


def rebuilt(path):
    """vertices, faces, vertex labels and face labels of the whole shape from a GLB; unused vertices are NaN."""
    document, values = decode(path)
    root = document["nodes"][0]
    count = root["extras"]["num_vertices"]
    vertices, vertex_label = np.full((count, 3), np.nan), np.full(count, -9)
    faces = np.full((root["extras"].get("num_faces", 0), 3), -1)
    face_label = np.full(len(faces), -9)
    for child in root["children"]:
        node = document["nodes"][child]
        (primitive,) = document["meshes"][node["mesh"]]["primitives"]
        attributes, extras = primitive["attributes"], primitive.get("extras", {})
        if "_VERTEX_INDEX" in attributes:
            where = values(attributes["_VERTEX_INDEX"]).astype(int)
        else:
            where = values(extras["vertex_index"])
        scale, moved = root.get("scale", [1])[0], np.array(root.get("translation", [0, 0, 0]))
        vertices[where] = values(attributes["POSITION"]).astype(float) * scale + moved
        vertex_label[where] = values(attributes["_LABEL"])
        if len(faces):
            index = values(extras["face_index"])
            faces[index] = where[values(primitive["indices"]).reshape(-1, 3)]
            face_label[index] = node["extras"]["label"]
    return vertices, faces, vertex_label, face_label


def test_a_mesh_can_be_rebuilt_from_its_parts(tmp_path):
    seg = patchwork()
    path = tmp_path / "s.glb"
    export.write(path, seg)
    vertices, faces, vertex_label, face_label = rebuilt(path)
    assert np.isnan(vertices[-1]).all()  # no face uses it
    np.testing.assert_allclose(vertices[:-1], seg.shape.vertices[:-1], atol=1e-6)
    np.testing.assert_array_equal(faces, seg.shape.faces)
    np.testing.assert_array_equal(vertex_label[:-1], seg.vertex_label[:-1])
    np.testing.assert_array_equal(face_label, seg.face_label)


@pytest.mark.parametrize("countable", [1 << 24, 10])
def test_a_cloud_can_be_rebuilt_from_its_parts(tmp_path, monkeypatch, countable):
    monkeypatch.setattr(export_gltf, "COUNTABLE", countable)
    seg = cloud()
    path = tmp_path / "c.glb"
    export.write(path, seg)
    vertices, _, vertex_label, _ = rebuilt(path)
    np.testing.assert_allclose(vertices, seg.shape.vertices, atol=1e-6)
    np.testing.assert_array_equal(vertex_label, seg.vertex_label)
    document, _ = decode(path)
    assert {m["primitives"][0]["mode"] for m in document["meshes"]} == {0}


@pytest.mark.parametrize(("scale", "offset"), [(0.5, 4e6), (1e-12, 0.0), (1e29, 0.0), (1.0, 0.0)])
def test_coordinates_of_any_size_survive(tmp_path, scale, offset):
    seg = half_sphere(scale=scale, offset=offset)
    path = tmp_path / "s.glb"
    export.write(path, seg)
    np.testing.assert_allclose(rebuilt(path)[0], seg.shape.vertices, rtol=0, atol=2e-6 * scale)
    mine = load_shape(path)
    np.testing.assert_allclose(mine.vertices.mean(0), np.full(3, offset), rtol=0, atol=0.1 * scale)


def test_trimesh_sees_a_named_mesh_and_material_per_part(tmp_path):
    seg = patchwork()
    path = tmp_path / "s.glb"
    export.write(path, seg)
    scene = trimesh.load_scene(path, process=False, maintain_order=True)
    assert set(scene.geometry) == {"wing", "landing gear", "T\u00fcr|Klappe", "unlabelled"}
    assert set(scene.graph.nodes) >= set(scene.geometry) | {"s"}
    for label, name in ((0, "wing"), (1, "landing gear"), (3, "T\u00fcr|Klappe"), (-1, "unlabelled")):
        mesh = scene.geometry[name]
        assert mesh.visual.material.name == name
        where = mesh.vertex_attributes["_VERTEX_INDEX"].ravel().astype(int)
        np.testing.assert_array_equal(where[mesh.faces], seg.shape.faces[seg.face_label == label])
        np.testing.assert_array_equal(mesh.vertex_attributes["_LABEL"].ravel(), seg.vertex_label[where])
        np.testing.assert_array_equal(mesh.vertex_attributes["_SCORE"].ravel(), seg.vertex_score[where])


def test_material_has_the_color_of_the_part_in_linear_light(tmp_path):
    path = tmp_path / "s.glb"
    export.write(path, half_sphere())
    linear = decode(path)[0]["materials"][0]["pbrMetallicRoughness"]["baseColorFactor"]
    # 66, 120, 200 by the sRGB curve
    np.testing.assert_allclose(linear, [0.054480, 0.187821, 0.577580, 1], atol=2e-6)


def test_node_names_are_unique_and_never_empty(tmp_path):
    names = ["leg", "leg", "Leg", "", "unlabelled", "s"]
    shape = half_sphere().shape
    rng = np.random.default_rng(0)
    seg = segment(shape, names, *(rng.integers(-1, 6, len(a)) for a in (shape.vertices, shape.faces)))
    path = tmp_path / "s.glb"
    export.write(path, seg)
    nodes = [node["name"] for node in decode(path)[0]["nodes"]]
    assert nodes == ["s 2", "leg", "leg 2", "Leg 3", "part 3", "unlabelled", "s", "unlabelled 2"]


def test_too_large_for_the_format_is_one_line(tmp_path, monkeypatch):
    monkeypatch.setattr(export_gltf, "LARGEST_FILE", 1000)
    with pytest.raises(Pa3dError, match=r"s\.glb.*more than a \.glb can hold.*\.ply"):
        export.write(tmp_path / "s.glb", half_sphere())
    assert list(tmp_path.iterdir()) == []


@pytest.fixture(scope="module")
def validate():
    """The issues that the npm package gltf-validator finds; NODE_PATH says where the package is."""
    node = shutil.which("node")
    found = node and subprocess.run([node, "-e", "require.resolve('gltf-validator')"], capture_output=True)
    if not found or found.returncode:
        assert "NODE_PATH" not in os.environ, "NODE_PATH is set, but there is no gltf-validator in it"
        pytest.skip("npm package gltf-validator is not installed")

    def run(path):
        result = subprocess.run([node, "-e", VALIDATE, str(path)], capture_output=True, text=True, check=True)
        return json.loads(result.stdout)

    return run


def flat_and_degenerate():
    """Faces without area and one that appears twice."""
    shape = half_sphere().shape
    faces = np.vstack([shape.faces, shape.faces[:1], [[3, 3, 3], [0, 0, 5]]]).astype(np.int32)
    labels = np.arange(len(faces)) % 3 - 1
    return segment(Shape(shape.vertices, faces), ["a", "b"], np.zeros(len(shape.vertices)), labels)


@pytest.mark.parametrize(
    "seg",
    [patchwork(), cloud(), half_sphere(scale=0.5, offset=4e6), half_sphere(scale=1e60), flat_and_degenerate()],
    ids=["mesh", "cloud", "far", "huge", "degenerate"],
)
def test_the_validator_finds_nothing_wrong(tmp_path, validate, seg):
    path = tmp_path / "s.glb"
    export.write(path, seg)
    for file in (path, *export.write_split(tmp_path / "parts", seg, ".glb")):
        issues = validate(file)
        assert issues["numErrors"] == issues["numWarnings"] == 0, issues["messages"]


def test_the_validator_would_find_it(tmp_path, validate):
    path = tmp_path / "s.glb"
    export.write(path, half_sphere())
    broken = path.read_bytes().replace(b'"mode":4', b'"mode":9')
    path.write_bytes(broken)
    assert validate(path)["numErrors"] > 0


def test_scores_follow_the_vertices(tmp_path):
    seg = cloud()
    seg = replace(seg, vertex_score=np.linspace(0, 1, 500).astype(np.float32))
    path = tmp_path / "c.glb"
    export.write(path, seg)
    document, values = decode(path)
    for mesh in document["meshes"]:
        attributes = mesh["primitives"][0]["attributes"]
        where = values(attributes["_VERTEX_INDEX"]).astype(int)
        np.testing.assert_array_equal(values(attributes["_SCORE"]), seg.vertex_score[where])
