"""Kinds and variants of files, standard input, other libraries' objects; the rest is in test_shapes.py."""

from __future__ import annotations

import base64
import io
import json
import re
import struct
import sys

import numpy as np
import pytest
import trimesh

from pa3d.convert import as_shape
from pa3d.errors import ShapeError
from pa3d.readers import load_shape, load_stdin
from pa3d.shapes import Shape, fit_frame, sample_surface

RNG = np.random.default_rng(0)
CLOUD = RNG.normal(size=(40, 3)).round(4)
TINT = RNG.integers(0, 256, (40, 3)).astype(np.uint8)


def table(separator=" ", extra=(), start=()):
    rows = [separator.join([*map(str, row), *extra]) for row in CLOUD.tolist()]
    return "\n".join([*start, *rows]) + "\n"


# -- tables ------------------------------------------------------------------------------------------

TABLES = {
    "plain": table(),
    "tabs": table("\t", ["7", "word"]),
    "commas": table(",", ["0.5"]),
    "blanks_behind_commas": table(", "),
    "semicolons": table(";"),
    "decimal_commas": table(";").replace(".", ","),
    "windows": table(",").replace("\n", "\r\n"),
    "byte_order_mark": "\ufeff" + table(","),
    "header": table(",", start=["x,y,z"]),
    "header_of_more": table(",", ["1", "2"], start=["X,Y,Z,Intensity,Class"]),
    "header_quoted": table(",", start=['"x","Y","z"']),
    "cloudcompare": table(" ", ["9"], start=["//X Y Z Intensity"]),
    "cloudcompare_count": table(" ", ["9"], start=["//X Y Z Intensity", "40"]),
    "hash_header": table(" ", start=["# x y z", "# made by hand", ""]),
    "paraview": table(",", start=['"Points:0","Points:1","Points:2"']),
    "comments_inside": table().replace("\n", "\n# a\n// b\n", 3),
    "count": "40\n" + table(),
    "bad_header_but_numbers": "lon lat h 1\n".replace("lon lat h 1", "// lon lat h") + table(),
}


@pytest.mark.parametrize("suffix", ["csv", "xyz", "txt"])
@pytest.mark.parametrize("kind", TABLES)
def test_tables(tmp_path, kind, suffix):
    path = tmp_path / f"a.{suffix}"
    path.write_bytes(TABLES[kind].encode())
    shape = load_shape(path)
    np.testing.assert_allclose(shape.vertices, CLOUD, atol=1e-12)
    assert shape.faces is None and shape.colors is None


def test_columns_are_found_by_name_and_colours_with_them(tmp_path):
    rows = [
        [i, *t, *p] for i, (t, p) in enumerate(zip(TINT.tolist(), CLOUD[:, [2, 0, 1]].tolist(), strict=True))
    ]
    path = tmp_path / "a.csv"
    for head, full in (("id,Red,Green,Blue,Z,X,Y", 1), ("id,r,g,b,z,x,y", 255)):
        lines = [",".join(map(str, [r[0], *(c / full for c in r[1:4]), *r[4:]])) for r in rows]
        path.write_text("\n".join([head, *lines]))
        shape = load_shape(path)
        np.testing.assert_allclose(shape.vertices, CLOUD)
        np.testing.assert_array_equal(shape.colors, TINT)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("time,lat,lon\n" + table(","), "neither numbers nor the column names"),
        ("x,y,height\n" + table(","), "neither numbers nor the column names"),
        (table(",") + "1,,3\n", "could not convert"),
        (table() + "1 2\n", "invalid column index 2 at row 41"),
        ("x,y,z\n", "no points"),
        ("\0\1\2" * 50, ""),
    ],
)
def test_bad_tables(tmp_path, text, words):
    (tmp_path / "a.csv").write_text(text)
    with pytest.raises(ShapeError, match=words) as error:
        load_shape(tmp_path / "a.csv")
    assert len(str(error.value).splitlines()) == 1


# -- clouds ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("suffix", ["las", "laz"])
@pytest.mark.parametrize("kind", [(3, "1.2"), (7, "1.4"), (0, "1.2")])
def test_las_keeps_its_digits_and_colours(tmp_path, suffix, kind):
    import laspy

    header = laspy.LasHeader(point_format=kind[0], version=kind[1])
    header.scales, header.offsets = [1e-4] * 3, [431_000, 5_400_000, 100]
    las = laspy.LasData(header)
    where = CLOUD + [431_234.5, 5_412_345.25, 250]
    las.x, las.y, las.z = where.T
    if kind[0]:
        las.red, las.green, las.blue = (TINT.astype(np.uint16) * 257).T
    path = tmp_path / f"a.{suffix}"
    las.write(path)
    shape = load_shape(path)
    np.testing.assert_allclose(shape.vertices, where, rtol=0, atol=1e-6)  # float32 would be off by 0.5
    np.testing.assert_array_equal(shape.colors, TINT if kind[0] else None)
    content = path.read_bytes()
    for share in (0.3, 0.9):
        path.write_bytes(content[: int(len(content) * share)])
        with pytest.raises(ShapeError, match=str(path)):
            load_shape(path)
    path.write_bytes(content[:107] + struct.pack("<I", 2_000_000_000) + content[111:])
    if kind[1] == "1.2":
        with pytest.raises(ShapeError, match="more than the file can hold"):
            load_shape(path)


def test_colours_of_a_pcd(tmp_path):
    from pypcd4 import PointCloud

    packed = PointCloud.encode_rgb(TINT)
    PointCloud.from_xyzrgb_points(np.column_stack([CLOUD.astype("f4"), packed])).save(tmp_path / "a.pcd")
    shape = load_shape(tmp_path / "a.pcd")
    np.testing.assert_allclose(shape.vertices, CLOUD, atol=1e-6)
    np.testing.assert_array_equal(shape.colors, TINT)


@pytest.mark.parametrize("encoding", ["ascii", "binary", "binary_compressed"])
def test_pcd_of_every_encoding_with_other_fields(tmp_path, encoding):
    from pypcd4 import Encoding, PointCloud

    packed = PointCloud.encode_rgb(TINT)
    columns = [np.arange(40, dtype=np.uint8), *CLOUD.T, np.ravel(packed), RNG.normal(size=40)]
    names = ("ring", "x", "y", "z", "rgb", "intensity")
    kinds = (np.uint8, np.float64, np.float64, np.float64, np.float32, np.float32)
    PointCloud.from_points(columns, names, kinds).save(tmp_path / "a.pcd", Encoding(encoding))
    shape = load_shape(tmp_path / "a.pcd")
    np.testing.assert_allclose(shape.vertices, CLOUD, atol=1e-12)
    if encoding != "ascii":  # some write a packed colour as a number that is no longer exact
        np.testing.assert_array_equal(shape.colors, TINT)


def test_fields_of_several_numbers_in_a_pcd(tmp_path):
    head = "VERSION .7\nFIELDS normal _ x y z\nSIZE 4 1 4 4 4\nTYPE F U F F F\nCOUNT 3 4 1 1 1\nWIDTH 20\n"
    head += "HEIGHT 2\nVIEWPOINT 0 0 0 1 0 0 0\nPOINTS 40\nDATA "
    table = np.zeros(40, [("n", "<f4", 3), ("pad", "u1", 4), ("p", "<f4", 3)])
    table["p"], table["n"] = CLOUD, 9
    (tmp_path / "a.pcd").write_bytes(head.encode() + b"binary\n" + table.tobytes())
    np.testing.assert_allclose(load_shape(tmp_path / "a.pcd").vertices, CLOUD, atol=1e-6)
    rows = "\n".join(" ".join(map(str, [9, 9, 9, 0, 0, 0, 0, *row])) for row in CLOUD.tolist())
    (tmp_path / "a.pcd").write_text(head + "ascii\n" + rows + "\n")
    np.testing.assert_allclose(load_shape(tmp_path / "a.pcd").vertices, CLOUD, atol=1e-12)


# -- meshes ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("order", ["ascii", "binary_little_endian", "binary_big_endian"])
@pytest.mark.parametrize("mesh", [True, False])
def test_ply_of_all_byte_orders_with_colours_and_further_properties(tmp_path, order, mesh):
    end = ">" if "big" in order else "<"
    fields = [
        ("quality", "f4"),
        ("x", "f8"),
        ("y", "f8"),
        ("z", "f8"),
        ("red", "u1"),
        ("green", "u1"),
        ("blue", "u1"),
    ]
    names = {"f4": "float", "f8": "double", "u1": "uchar"}
    vertex = np.zeros(40, [(n, t if t == "u1" else end + t) for n, t in fields])
    for i, (axis, color) in enumerate(zip("xyz", ("red", "green", "blue"), strict=True)):
        vertex[axis], vertex[color] = CLOUD[:, i], TINT[:, i]
    faces = np.array([[0, 1, 2], [5, 4, 39]])
    lists = np.zeros(2, [("n", "u1"), ("i", end + "i4", 3), ("flag", "u1")])
    lists["n"], lists["i"] = 3, faces
    head = f"ply\nformat {order} 1.0\ncomment a\nelement vertex 40\n"
    head += "".join(f"property {names[t]} {n}\n" for n, t in fields)
    if mesh:
        head += "element face 2\nproperty list uchar int vertex_indices\nproperty uchar flag\n"
    body = vertex.tobytes() + (lists.tobytes() if mesh else b"")
    if order == "ascii":
        rows = [*map(list, vertex.tolist()), *([[3, *f, 0] for f in faces.tolist()] if mesh else [])]
        body = "\n".join(" ".join(map(str, row)) for row in rows).encode() + b"\n"
    (tmp_path / "a.ply").write_bytes(head.encode() + b"end_header\n" + body)
    shape = load_shape(tmp_path / "a.ply")
    np.testing.assert_allclose(shape.vertices, CLOUD)
    np.testing.assert_array_equal(shape.colors, TINT)
    np.testing.assert_array_equal(shape.faces, faces if mesh else None)


@pytest.mark.parametrize("order", ["<", ">"])
def test_ply_with_polygons_of_all_sizes_among_other_elements(tmp_path, order):
    """Triangles and larger polygons in any order, lists of other names, columns behind the lists."""
    form = "little" if order == "<" else "big"
    head = f"ply\nformat binary_{form}_endian 1.0\nelement camera 2\nproperty list uchar float view\n"
    head += "element vertex 40\n" + "".join(f"property double {axis}\n" for axis in "xyz")
    head += "element face 4\nproperty list uchar float texcoord\nproperty list ushort uint vertex_index\n"
    head += "property uchar flag\nelement edge 1\nproperty int a\nend_header\n"
    body = struct.pack(f"{order}B2fB1f", 2, 0, 0, 1, 0) + CLOUD.astype(f"{order}f8").tobytes()
    for polygon in ([0, 1, 2, 3], [4, 5, 6], [7, 8], [9, 10, 11, 12, 13]):
        count = len(polygon)
        body += struct.pack(f"{order}B{count}fH{count}IB", count, *[0] * count, count, *polygon, 1)
    (tmp_path / "a.ply").write_bytes(head.encode() + body + b"\0\0\0\0")
    shape = load_shape(tmp_path / "a.ply")
    np.testing.assert_array_equal(shape.vertices, CLOUD)
    fans = [[0, 1, 2], [0, 2, 3], [4, 5, 6], [9, 10, 11], [9, 11, 12], [9, 12, 13]]
    np.testing.assert_array_equal(shape.faces, fans)
    (tmp_path / "a.ply").write_bytes((head.encode() + body)[:-20])
    with pytest.raises(ShapeError, match="ends after 3 of 4 rows of 'face'"):
        load_shape(tmp_path / "a.ply")


def test_obj_with_several_objects_and_indices_from_the_end(tmp_path):
    text = "o one\nv 0 0 0 1 0 0\nv 1 0 0 1 0 0\nv 0 1 0 1 0 0\nf -3//1 -2//1 -1//1\n"
    text += "o two\ng a b\ns 1\nv 5 0 0 0 0 1\n  v\t6 0 0 0 0 1 # last\r\nv 5 1 0 0 0 1\nv 6 1 0 0 0 1\n"
    text += "f 4/1 5/2 7/4 6/3\nl 1 2\nf -4 \\\n -2 1\n"
    (tmp_path / "a.obj").write_text(text)
    shape = load_shape(tmp_path / "a.obj")
    np.testing.assert_array_equal(shape.faces, [[0, 1, 2], [3, 4, 6], [3, 6, 5], [3, 5, 0]])
    np.testing.assert_array_equal(shape.vertices[:, 0], [0, 1, 0, 5, 6, 5, 6])
    np.testing.assert_array_equal(shape.colors, [[255, 0, 0]] * 3 + [[0, 0, 255]] * 4)


def test_off_with_colours(tmp_path):
    rows = [f"{x} {y} {z} {r} {g} {b} 255" for (x, y, z), (r, g, b) in zip(CLOUD, TINT, strict=True)]
    faces = ["3 0 1 2 0.5 0.5 0.5", "4 3 4 5 6"]
    (tmp_path / "a.off").write_text("\n".join(["COFF", "40 2 0", *rows, *faces]))
    shape = load_shape(tmp_path / "a.off")
    np.testing.assert_array_equal(shape.faces, [[0, 1, 2], [3, 4, 5], [3, 5, 6]])
    np.testing.assert_allclose(shape.vertices, CLOUD)
    np.testing.assert_array_equal(shape.colors, TINT)
    (tmp_path / "a.off").write_text("\n".join(["OFF BINARY", "40 2 0"]))
    with pytest.raises(ShapeError, match="binary OFF"):
        load_shape(tmp_path / "a.off")


def test_stl_that_ends_inside_a_triangle(tmp_path):
    text = trimesh.creation.box().export(file_type="stl_ascii")
    (tmp_path / "a.stl").write_text(text[: text.rindex("vertex")])
    with pytest.raises(ShapeError, match="ends inside a triangle"):
        load_shape(tmp_path / "a.stl")


# -- glTF --------------------------------------------------------------------------------------------

CORNERS = np.array([[0, 0, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1]], np.float32)
TRIANGLE = np.array([0, 1, 2], np.uint16)


def gltf(nodes, meshes, accessors=(), arrays=(), **extra):
    """A .gltf with its buffer inside; accessor 0 is CORNERS, 1 is TRIANGLE, then those given."""
    data, views = b"", []
    for array in (CORNERS, TRIANGLE, *arrays):
        data += b"\0" * (-len(data) % 4)
        views.append({"buffer": 0, "byteOffset": len(data), "byteLength": array.nbytes})
        data += array.tobytes()
    first = [
        {"bufferView": 0, "componentType": 5126, "count": 4, "type": "VEC3"},
        {"bufferView": 1, "componentType": 5123, "count": 3, "type": "SCALAR"},
    ]
    uri = "data:application/octet-stream;base64," + base64.b64encode(data).decode()
    tree = {
        "asset": {"version": "2.0"},
        "buffers": [{"byteLength": len(data), "uri": uri}],
        "bufferViews": views,
        "accessors": [*first, *accessors],
        "meshes": [{"primitives": p} for p in meshes],
        "nodes": nodes,
    }
    return json.dumps(tree | extra)


MESH = [{"attributes": {"POSITION": 0}, "indices": 1}]


def load_gltf(tmp_path, *parts, **extra):
    (tmp_path / "a.gltf").write_text(gltf(*parts, **extra))
    return load_shape(tmp_path / "a.gltf")


def test_nodes_come_in_the_order_of_the_file_depth_first(tmp_path):
    def at(x, **more):
        return {"translation": [x, 0, 0], **more}

    nodes = [at(10, mesh=0, children=[2, 3]), at(90, mesh=0), at(1, mesh=0), at(2, children=[4]), at(3, mesh=0)]
    nodes.append(at(5000, mesh=0))  # in no scene
    nodes[3]["camera"] = 0  # its place counts for what is below
    camera = {"type": "perspective", "perspective": {"yfov": 1, "znear": 0.1}}
    extra = {"scenes": [{"nodes": []}, {"nodes": [0, 1]}], "scene": 1, "cameras": [camera]}
    shape = load_gltf(tmp_path, nodes, [MESH], **extra)
    np.testing.assert_array_equal(shape.vertices[::4, 0], [10, 11, 15, 90])
    np.testing.assert_array_equal(shape.faces, np.add.outer(np.arange(4) * 4, [0, 1, 2]))
    everything = load_gltf(tmp_path, nodes, [MESH], cameras=[camera])  # without scenes all nodes count
    np.testing.assert_array_equal(everything.vertices[::4, 0], [10, 11, 15, 90, 5000])


def test_primitives_keep_their_order_and_lines_do_not_count(tmp_path):
    strip = {"attributes": {"POSITION": 0}, "mode": 5}
    lines = {"attributes": {"POSITION": 0}, "mode": 1}
    points = {"attributes": {"POSITION": 0}, "mode": 0}
    shape = load_gltf(tmp_path, [{"mesh": 0}], [[lines, *MESH, points, strip]])
    assert len(shape.vertices) == 8
    np.testing.assert_array_equal(shape.faces[0], [0, 1, 2])
    assert [set(f) for f in shape.faces[1:].tolist()] == [{4, 5, 6}, {5, 6, 7}]
    with pytest.raises(ShapeError, match="no mesh and no points"):
        load_gltf(tmp_path, [{"mesh": 0}], [[lines]])
    with pytest.raises(ShapeError, match="triangle fans"):
        load_gltf(tmp_path, [{"mesh": 0}], [[{"attributes": {"POSITION": 0}, "mode": 6}]])


def test_points_of_a_gltf(tmp_path):
    accessor = {"bufferView": 2, "componentType": 5126, "count": 40, "type": "VEC3"}
    mesh = [{"attributes": {"POSITION": 2}, "mode": 0}]
    shape = load_gltf(tmp_path, [{"mesh": 0, "scale": [2, 2, 2]}], [mesh], [accessor], [CLOUD.astype("f4")])
    assert shape.faces is None
    np.testing.assert_allclose(shape.vertices, 2 * CLOUD, atol=1e-5)


@pytest.mark.parametrize("normalized", [True, False])
def test_quantized_positions(tmp_path, normalized):
    stored = (CORNERS * 32767).astype(np.int16)
    stored = np.hstack([stored, np.zeros((4, 1), np.int16)])  # rows are padded to four bytes
    accessor = {"bufferView": 2, "componentType": 5122, "count": 4, "type": "VEC3", "normalized": normalized}
    text = gltf(
        [{"mesh": 0, "translation": [3, 0, 0], "scale": [2 if normalized else 2 / 32767] * 3}],
        [[{"attributes": {"POSITION": 2}, "indices": 1}]],
        [accessor],
        [stored],
        extensionsUsed=["KHR_mesh_quantization"],
    )
    tree = json.loads(text)
    tree["bufferViews"][2]["byteStride"] = 8
    (tmp_path / "a.gltf").write_text(json.dumps(tree))
    np.testing.assert_allclose(load_shape(tmp_path / "a.gltf").vertices, CORNERS * 2 + [3, 0, 0], atol=1e-6)


def test_skins_and_morph_targets_leave_the_mesh_as_it_is_modelled(tmp_path):
    mesh = [MESH[0] | {"targets": [{"POSITION": 0}]}]
    nodes = [{"mesh": 0, "skin": 0, "weights": [1.0]}, {"translation": [9, 9, 9]}]
    shape = load_gltf(tmp_path, nodes, [mesh], skins=[{"joints": [1]}], scenes=[{"nodes": [0, 1]}], scene=0)
    np.testing.assert_array_equal(shape.vertices, CORNERS)


@pytest.mark.parametrize(
    ("extension", "words"),
    [
        ("KHR_draco_mesh_compression", "compressed with Draco; .*pip install DracoPy"),
        ("EXT_meshopt_compression", "compressed with EXT_meshopt_compression; export it without"),
    ],
)
def test_compressed_meshes_say_so(tmp_path, monkeypatch, extension, words):
    monkeypatch.setitem(sys.modules, "DracoPy", None)
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(ShapeError, match=words):
        load_gltf(tmp_path, [{"mesh": 0}], [MESH], extensionsRequired=[extension])


def test_sparse_positions_are_refused_rather_than_read_as_zeros(tmp_path):
    accessor = {"componentType": 5126, "count": 4, "type": "VEC3", "sparse": {"count": 1}}
    with pytest.raises(ShapeError, match="sparse"):
        load_gltf(tmp_path, [{"mesh": 0}], [[{"attributes": {"POSITION": 2}, "indices": 1}]], [accessor])


# -- standard input ----------------------------------------------------------------------------------


def stdin_files(tmp_path):
    import laspy
    from pypcd4 import Encoding, PointCloud

    box = trimesh.creation.box().subdivide()
    files = {k: box.export(file_type=k) for k in ("glb", "obj", "off", "ply", "stl", "stl_ascii")}
    files["gltf"] = gltf([{"mesh": 0}], [MESH])
    las = laspy.LasData(laspy.LasHeader(point_format=0, version="1.2"))
    las.x, las.y, las.z = CLOUD.T
    las.write(tmp_path / "a.las")
    PointCloud.from_xyz_points(CLOUD.astype("f4")).save(tmp_path / "a.pcd", encoding=Encoding.ASCII)
    PointCloud.from_xyz_points(CLOUD.astype("f4")).save(tmp_path / "b.pcd")
    np.save(tmp_path / "a.npy", CLOUD)
    np.savez(tmp_path / "a.npz", points=CLOUD)
    files |= {name: (tmp_path / name).read_bytes() for name in ("a.las", "a.pcd", "b.pcd", "a.npy", "a.npz")}
    files["csv"], files["xyz"] = table(",", start=["x,y,z"]), table()
    return {name: c.encode() if isinstance(c, str) else c for name, c in files.items()}


def test_stdin_tells_kinds_apart(tmp_path):
    for name, content in stdin_files(tmp_path).items():
        suffix = name.rpartition(".")[2].replace("stl_ascii", "stl")
        path = tmp_path / f"expected.{suffix}"
        path.write_bytes(content)
        expected = load_shape(path)
        for kind in (None, suffix, f".{suffix.upper()}"):
            shape = load_stdin(io.BytesIO(content), kind)
            np.testing.assert_array_equal(shape.vertices, expected.vertices, err_msg=name)
            np.testing.assert_array_equal(shape.faces, expected.faces, err_msg=name)


@pytest.mark.parametrize(
    ("content", "kind", "words"),
    [
        (b"", None, "stdin: nothing came in"),
        (b"\0\1\2\3" * 100, None, "stdin: cannot tell what kind"),
        (b"hello world\n" * 50, None, "stdin: its first row 'hello world'"),
        (table().encode(), "jpg", "stdin: unknown kind 'jpg'"),
        (table().encode(), "glb", "stdin: cannot be read as glb"),
    ],
)
def test_what_stdin_cannot_be(content, kind, words):
    with pytest.raises(ShapeError, match=f"^{words}") as error:
        load_stdin(io.BytesIO(content), kind)
    assert len(str(error.value).splitlines()) == 1 and "/stdin" not in str(error.value)


def test_stdin_is_bounded(monkeypatch):
    monkeypatch.setattr("pa3d.readers.LONGEST_STDIN", 1 << 20)
    with pytest.raises(ShapeError, match="write it to a file first"):
        load_stdin(io.BytesIO(b"1 2 3\n" * (1 << 18)))


# -- other libraries' objects ------------------------------------------------------------------------


def test_arrays_and_tensors():
    import torch

    faces = np.array([[0, 1, 2], [3, 4, 5]], np.uint8)
    for points in (CLOUD, CLOUD.tolist(), torch.tensor(CLOUD, requires_grad=True)):
        shape = as_shape(points)
        np.testing.assert_array_equal(shape.vertices, CLOUD)
        assert shape.vertices.dtype == np.float64 and shape.faces is None
    for pair in ((CLOUD, faces), (torch.tensor(CLOUD), torch.tensor(faces))):
        shape = as_shape(pair)
        np.testing.assert_array_equal(shape.faces, faces)
        assert shape.faces.dtype == np.int32
    again = as_shape(shape)
    assert again.vertices is shape.vertices


def test_arrays_of_trimesh_are_points():
    vertices = trimesh.creation.icosphere().vertices
    assert type(vertices).__module__.startswith("trimesh")
    shape = as_shape(vertices)
    assert shape.faces is None
    np.testing.assert_array_equal(shape.vertices, vertices)


def test_objects_of_trimesh():
    ball = trimesh.creation.icosphere(subdivisions=1)
    ball.visual.vertex_colors = np.resize(np.hstack([TINT, TINT[:, :1]]), (len(ball.vertices), 4))
    shape = as_shape(ball)
    np.testing.assert_array_equal(shape.vertices, ball.vertices)
    np.testing.assert_array_equal(shape.faces, ball.faces)
    np.testing.assert_array_equal(shape.colors, np.asarray(ball.visual.vertex_colors)[:, :3])
    scene = trimesh.Scene()
    for x in (0, 5):
        scene.add_geometry(ball, transform=trimesh.transformations.translation_matrix([x, 0, 0]))
    shape = as_shape(scene)
    np.testing.assert_array_equal(shape.vertices, np.vstack([ball.vertices, ball.vertices + [5, 0, 0]]))
    np.testing.assert_array_equal(shape.faces, np.vstack([ball.faces, ball.faces + len(ball.vertices)]))
    cloud = as_shape(trimesh.PointCloud(CLOUD, colors=TINT))
    np.testing.assert_array_equal(cloud.vertices, CLOUD)
    np.testing.assert_array_equal(cloud.colors, TINT)
    with pytest.raises(TypeError, match="Path3D is no mesh"):
        as_shape(trimesh.load_path(CLOUD))


@pytest.mark.parametrize("tensor", [False, True])
def test_objects_of_open3d(tensor, open3d):
    faces = np.array([[0, 1, 2], [3, 4, 39]], np.int32)
    cloud, mesh = open3d.geometry.PointCloud(), open3d.geometry.TriangleMesh()
    cloud.points = mesh.vertices = open3d.utility.Vector3dVector(CLOUD)
    cloud.colors = mesh.vertex_colors = open3d.utility.Vector3dVector(TINT / 255)
    mesh.triangles = open3d.utility.Vector3iVector(faces)
    empty = open3d.geometry.TriangleMesh()
    if tensor:
        cloud, mesh, empty = (
            getattr(open3d.t.geometry, type(g).__name__).from_legacy(g) for g in (cloud, mesh, empty)
        )
    for obj, expected in ((cloud, None), (mesh, faces)):
        shape = as_shape(obj)
        np.testing.assert_allclose(shape.vertices, CLOUD, atol=1e-6)
        np.testing.assert_array_equal(shape.colors, TINT)
        np.testing.assert_array_equal(shape.faces, expected)
    np.testing.assert_allclose(as_shape(open3d.core.Tensor(CLOUD)).vertices, CLOUD)
    with pytest.raises(ShapeError, match="holds no points"):
        as_shape(empty)
    with pytest.raises(TypeError, match="open3d LineSet is no TriangleMesh"):
        as_shape(open3d.geometry.LineSet())


@pytest.mark.parametrize(
    ("obj", "error", "words"),
    [
        ("chair.ply", TypeError, "is a path; read it with"),
        (object(), TypeError, "builtins.object is no shape"),
        ({"points": CLOUD}, TypeError, "builtins.dict is no shape"),
        (CLOUD[:, :2], ShapeError, r"shape \(N, 3\), got float64 \(40, 2\)"),
        (CLOUD[:5], ShapeError, "5 points; at least 32"),
        ([[1, 2, 3], [1, 2]], ShapeError, "points must be numbers"),
        (np.full((40, 3), np.nan), ShapeError, "40 of 40 points are NaN"),
        (CLOUD.astype(str), ShapeError, "points must be numbers"),
        ((CLOUD, [[0, 1, 40]]), ShapeError, "names vertex 40"),
        ((CLOUD, [[0, 1, 2.5]]), ShapeError, "faces must be whole numbers"),
        ((CLOUD, [[0, 1, 1]]), ShapeError, "zero area"),
    ],
)
def test_what_is_no_shape(obj, error, words):
    with pytest.raises(error, match=words):
        as_shape(obj)


def test_conversion_imports_none_of_the_libraries():
    import subprocess

    code = "import sys, numpy as np; from pa3d.convert import as_shape; as_shape(np.eye(3).repeat(20, 0))\n"
    code += "print([m for m in ('torch', 'trimesh', 'open3d') if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout == "[]\n"


# -- samples follow the shape, not its bookkeeping ---------------------------------------------------


def same_samples(first, second, undo=lambda p: p, atol=1e-9):
    for seed in (0, 1):
        one = sample_surface(first, 300, np.random.default_rng(seed))[0]
        two = undo(sample_surface(second, 300, np.random.default_rng(seed))[0])
        np.testing.assert_allclose(two, one, atol=atol)


def shuffle(shape, seed=0):
    """A copy in another order, corners turned too, and which points and faces of the shape its own ones are."""
    rng = np.random.default_rng(seed)
    order = rng.permutation(len(shape.vertices))
    if shape.faces is None:
        return Shape(shape.vertices[order], None), order, None
    chosen = rng.permutation(len(shape.faces))
    faces = np.argsort(order)[shape.faces][chosen]
    faces = np.stack([np.roll(f, k) for f, k in zip(faces, rng.integers(0, 3, len(faces)), strict=True)])
    return Shape(shape.vertices[order], faces.astype(np.int32)), order, chosen


def shuffled(shape):
    return shuffle(shape)[0]


def shapes():
    ball = trimesh.creation.icosphere(subdivisions=3)
    ball.vertices *= [1, 2, 3]
    box = trimesh.creation.box((1, 2, 3)).subdivide()
    ring = trimesh.creation.torus(2.0, 0.5)
    grid = np.stack(np.meshgrid(*[np.linspace(0, 1, 17)] * 3), -1).reshape(-1, 3)
    for mesh in (ball, box, ring):
        yield Shape(np.asarray(mesh.vertices), mesh.faces.astype(np.int32))
    yield Shape(np.asarray(ball.vertices), None)
    yield Shape(grid, None)
    yield Shape(RNG.normal(size=(250, 3)), None)


@pytest.mark.parametrize("shape", shapes(), ids=["ball", "box", "ring", "points", "grid", "few"])
def test_samples_do_not_depend_on_order_place_size_or_named_up_axis(shape):
    same_samples(shape, shuffled(shape), atol=1e-12)
    for offset, scale in (([5e5, 4e6, 100], 1.0), ([0, 0, 0], 1e-6), ([0, 0, 0], 1e6), ([1e6, -1e6, 0], 50.0)):
        moved = shuffled(Shape(shape.vertices * scale + offset, shape.faces))
        same_samples(shape, moved, lambda p, s=scale, o=offset: (p - o) / s, atol=1e-7)
    from pa3d.shapes import UP_ROTATIONS

    for up, rotation in UP_ROTATIONS.items():
        turned = Shape(shape.vertices @ rotation, shape.faces)
        one = sample_surface(shape, 300, np.random.default_rng(0))[0]
        two = sample_surface(turned, 300, np.random.default_rng(0), up)[0] @ rotation.T
        np.testing.assert_allclose(two, one, atol=1e-12)


def test_an_unwelded_copy_with_flat_faces_has_the_same_samples():
    whole = next(shapes())
    count = 3 * len(whole.faces)
    soup = Shape(
        np.vstack([whole.vertices[whole.faces].reshape(-1, 3), [[90.0, 0, 0]]]),
        np.vstack([np.arange(count).reshape(-1, 3), [[0, 0, 1], [5, 5, 5]]]).astype(np.int32),
    )
    same_samples(whole, soup)


def test_points_listed_several_times_are_drawn_once():
    points = RNG.normal(size=(1000, 3))
    many = Shape(np.repeat(points, 6, 0), None)
    drawn, source = sample_surface(many, 800, np.random.default_rng(0))
    assert len(np.unique(drawn, axis=0)) == 800
    np.testing.assert_array_equal(drawn, many.vertices[source])
    drawn, source = sample_surface(many, 2500, np.random.default_rng(0))  # more than there are places
    assert len(np.unique(drawn, axis=0)) == 1000 and len(set(source.tolist())) == 2500
    assert np.unique(drawn, axis=0, return_counts=True)[1].max() == 3


def test_one_far_point_does_not_turn_the_draw_into_a_corner_of_the_cloud():
    points = np.vstack([RNG.random((5000, 3)), [[1e7, 0, 0]]])  # all but one in a single cell
    drawn = sample_surface(Shape(points, None), 1000, np.random.default_rng(0))[0]
    near = drawn[drawn[:, 0] < 2]
    assert len(near) >= 999 and np.abs(near.mean(0) - 0.5).max() < 0.05


def test_a_cloud_is_drawn_evenly():
    points = RNG.random((20000, 3))
    count = np.zeros(len(points))
    for seed in range(100):
        count[sample_surface(Shape(points, None), 1000, np.random.default_rng(seed))[1]] += 1
    assert abs(count.mean() - 5) < 1e-9 and abs(count.var() - 5 * 0.95) < 0.3  # binomial
    side = np.add.reduceat(count[np.argsort(points[:, 0])], np.arange(0, 20000, 2000)) / 2000
    assert np.abs(side - 5).max() < 0.25


@pytest.mark.parametrize("scale", [1e-6, 1.0, 1e6])
def test_frames_far_from_the_origin_keep_their_digits(scale):
    where = np.array([431_000.0, 5_400_000.0, 100.0]) * scale
    near = fit_frame(CLOUD).to_model(CLOUD)
    points = CLOUD * scale + where
    far = fit_frame(points)
    np.testing.assert_allclose(far.to_model(points), near, atol=1e-6)
    np.testing.assert_allclose(far.to_source(far.to_model(points)), points, atol=1e-6 * scale)


def test_every_error_of_a_table_names_the_file(tmp_path):
    (tmp_path / "a.csv").write_text("x,y,z\n1,2\n")
    with pytest.raises(ShapeError, match=re.escape(str(tmp_path / "a.csv"))):
        load_shape(tmp_path / "a.csv")
