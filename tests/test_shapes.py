from __future__ import annotations

import json
import os
import re
import subprocess
import sys

import numpy as np
import pytest
import trimesh
from pypcd4 import Encoding, PointCloud

from pa3d.errors import ShapeError
from pa3d.readers import list_shapes, load_shape
from pa3d.shapes import UP_ROTATIONS, Shape, fit_frame, sample_surface

RNG = np.random.default_rng(0)
CLOUD = RNG.normal(size=(40, 3)).round(4)

# -- formats that are read ---------------------------------------------------------------------------


@pytest.fixture
def ball():
    """A mesh whose vertices are in no particular order, so that sorting or merging would show."""
    mesh = trimesh.creation.icosphere(subdivisions=1, radius=2.0)
    order = np.random.default_rng(1).permutation(len(mesh.vertices))
    vertices = mesh.vertices[order] * [1, 2, 3]
    faces = np.argsort(order)[mesh.faces]
    return trimesh.Trimesh(vertices, faces[::-1], process=False)


def check(path, vertices, faces, atol=1e-6):
    shape = load_shape(path)
    np.testing.assert_allclose(shape.vertices, vertices, atol=atol)
    assert shape.vertices.dtype == np.float64
    if faces is None:
        assert shape.faces is None and not shape.is_mesh
    else:
        np.testing.assert_array_equal(shape.faces, faces)
        assert shape.faces.dtype == np.int32 and shape.is_mesh
    return shape


@pytest.mark.parametrize("name", ["a.glb", "a.obj", "a.off", "A.OBJ", "a.ply"])
def test_meshes_keep_their_order(tmp_path, ball, name):
    ball.export(tmp_path / name.lower())
    (tmp_path / name.lower()).rename(tmp_path / name)
    assert check(tmp_path / name, ball.vertices, ball.faces).colors is None


def test_ascii_ply(tmp_path, ball):
    (tmp_path / "a.ply").write_bytes(trimesh.exchange.ply.export_ply(ball, encoding="ascii"))
    check(tmp_path / "a.ply", ball.vertices, ball.faces)


def test_stl_keeps_its_triangles(tmp_path, ball):
    for name, kind in (("a.stl", "stl"), ("b.stl", "stl_ascii")):
        ball.export(tmp_path / name, file_type=kind)
        shape = load_shape(tmp_path / name)
        np.testing.assert_allclose(shape.vertices[shape.faces], ball.triangles, atol=1e-6)


def two_nodes(ball):
    scene, expected = trimesh.Scene(), []
    turn = trimesh.transformations.rotation_matrix(0.7, [1, 2, 3])
    turn[:3, 3] = [5, 0, -1]
    grow = np.diag([2.0, 2, 2, 1])
    for mesh, matrix in ((ball, turn), (trimesh.creation.box((1, 2, 3)), grow)):
        scene.add_geometry(mesh, transform=matrix)
        expected.append((trimesh.transform_points(mesh.vertices, matrix), mesh.faces))
    (first, first_faces), (last, last_faces) = expected
    return scene, np.concatenate([first, last]), np.concatenate([first_faces, last_faces + len(first)])


def test_glb_scene_places_its_nodes(tmp_path, ball):
    scene, vertices, faces = two_nodes(ball)
    scene.export(tmp_path / "a.glb")
    check(tmp_path / "a.glb", vertices, faces, atol=1e-5)


def test_gltf_with_its_buffers(tmp_path, ball):
    scene, vertices, faces = two_nodes(ball)
    for name, content in trimesh.exchange.gltf.export_gltf(scene).items():
        (tmp_path / name).write_bytes(content)
    assert len(list(tmp_path.glob("*.bin"))) > 0
    check(tmp_path / "model.gltf", vertices, faces, atol=1e-5)


def test_a_mesh_used_by_two_nodes_is_read_twice(tmp_path, ball):
    scene = trimesh.Scene()
    scene.add_geometry(ball, geom_name="b", node_name="n0")
    scene.graph.update(frame_to="n1", matrix=np.diag([3.0, 3, 3, 1]), geometry="b")
    scene.export(tmp_path / "a.glb")
    shape = load_shape(tmp_path / "a.glb")
    assert len(shape.vertices) == 2 * len(ball.vertices) and len(shape.faces) == 2 * len(ball.faces)
    np.testing.assert_allclose(np.ptp(shape.vertices, 0), 3 * np.ptp(ball.vertices, 0), rtol=1e-6)


POLYGONS = [[0, 1, 2], [0, 1, 2, 3], [0, 1, 2, 4, 3]]
CORNERS = np.array([[0, 0, 0], [1, 0, 0], [1, 1, 0], [0, 1, 0], [0.5, 2, 0.25], [7, 7, 7]])


def polygon_text(kind, polygons, count):
    rows = [" ".join(f"{x:g}" for x in v) for v in CORNERS]
    lists = [" ".join(map(str, [len(p), *p])) for p in polygons]
    if kind == "off":
        return "\n".join(["OFF # polygons", f"6 {count} 0", "", *rows, "# faces", *lists]) + "\n"
    if kind == "ply":
        head = ["ply", "format ascii 1.0", "element vertex 6"]
        head += [f"property float {c}" for c in "xyz"] + [f"element face {count}"]
        head += ["property list uchar int vertex_indices", "end_header"]
        return "\n".join([*head, *rows, *lists]) + "\n"
    return "\n".join([*(f"v {r}" for r in rows), *("f " + " ".join(str(i + 1) for i in p) for p in polygons)])


@pytest.mark.parametrize("kind", ["obj", "off", "ply"])
@pytest.mark.parametrize("polygons", [POLYGONS, POLYGONS[1:2], POLYGONS[2:]], ids=["mixed", "quad", "five"])
def test_polygons_are_split_and_nothing_else_changes(tmp_path, kind, polygons):
    path = tmp_path / f"a.{kind}"
    path.write_text(polygon_text(kind, polygons, len(polygons)))
    shape = load_shape(path)
    np.testing.assert_allclose(shape.vertices, CORNERS)  # the unused last one is kept
    rest = list(shape.faces)
    for polygon in polygons:  # in the order of the file, each covered once
        triangles, rest = rest[: len(polygon) - 2], rest[len(polygon) - 2 :]
        assert {i for t in triangles for i in t} == set(polygon)
        edges = [tuple(np.roll(t, -k)[:2].tolist()) for t in triangles for k in range(3)]
        rim = {e for e in edges if e[::-1] not in edges}
        assert rim == {(polygon[i - 1], polygon[i]) for i in range(len(polygon))}  # same winding
    assert rest == []


MATERIAL_OBJ = """mtllib a.mtl
v 0 0 0
v 1 0 0
v 1 1 0
v 0 1 0
v 2 0 0
v 2 1 0
v 9 9 9
vt 0 0
vt 1 1
vn 0 0 1
usemtl red
f 1/1/1 3/2/1 4/1/1
usemtl green
f 2/1/1 5//1 6/2
usemtl red
f -7 -6 \\
  -5
"""


def test_obj_with_materials_keeps_vertices_and_faces_in_order(tmp_path):
    (tmp_path / "a.obj").write_text(MATERIAL_OBJ)
    vertices = [[0, 0, 0], [1, 0, 0], [1, 1, 0], [0, 1, 0], [2, 0, 0], [2, 1, 0], [9, 9, 9]]
    faces = [[0, 2, 3], [1, 4, 5], [0, 1, 2]]
    check(tmp_path / "a.obj", vertices, faces)  # the material library is missing
    (tmp_path / "a.mtl").write_bytes(bytes(range(256)))
    check(tmp_path / "a.obj", vertices, faces)
    plain = re.sub(r"/\d*", "", MATERIAL_OBJ)
    (tmp_path / "a.obj").write_text(plain)
    (tmp_path / "a.mtl").write_text("newmtl red\nKd 1 0 0\nnewmtl green\nKd 0 1 0\n")
    shape = check(tmp_path / "a.obj", vertices, faces)
    np.testing.assert_array_equal(shape.colors[[0, 3]], [[255, 0, 0]] * 2)
    np.testing.assert_array_equal(shape.colors[[4, 5]], [[0, 255, 0]] * 2)


def test_colours_of_vertices_materials_and_textures(tmp_path, ball):
    from PIL import Image

    tint = RNG.integers(0, 256, (len(ball.vertices), 4)).astype(np.uint8)
    tint[:, 3] = 255
    for kind in ("ply", "glb", "obj"):
        mesh = ball.copy()
        mesh.visual = trimesh.visual.ColorVisuals(mesh, vertex_colors=tint)
        mesh.export(tmp_path / f"a.{kind}")
        np.testing.assert_allclose(load_shape(tmp_path / f"a.{kind}").colors, tint[:, :3], atol=1)
    material = trimesh.visual.material.PBRMaterial
    uv = RNG.uniform(0.1, 0.9, (len(ball.vertices), 2))
    for visual in (
        trimesh.visual.TextureVisuals(material=material(baseColorFactor=[0, 0, 255, 255])),
        trimesh.visual.TextureVisuals(uv, material(baseColorTexture=Image.new("RGB", (4, 4), (0, 0, 255)))),
    ):
        mesh = ball.copy()
        mesh.visual = visual
        mesh.export(tmp_path / "b.glb")
        np.testing.assert_array_equal(load_shape(tmp_path / "b.glb").colors, [[0, 0, 255]] * len(tint))


def test_clouds(tmp_path):
    trimesh.PointCloud(CLOUD).export(tmp_path / "a.ply")
    np.savez(tmp_path / "a.npz", points=np.hstack([CLOUD, CLOUD]).astype("f4"))
    np.save(tmp_path / "a.npy", CLOUD)
    rows = [",".join(map(str, row)) for row in CLOUD.tolist()]
    (tmp_path / "a.xyz").write_text("\n".join(["# by hand", "40", "// x, y, z", "", *rows]) + "\n")
    (tmp_path / "b.txt").write_text("\n".join(r.replace(",", "; ") + " 255 red" for r in rows))
    clouds = {f"{e.name}.pcd": e for e in (Encoding.ASCII, Encoding.BINARY, Encoding.BINARY_COMPRESSED)}
    for name, encoding in clouds.items():
        PointCloud.from_xyz_points(CLOUD.astype("f4")).save(tmp_path / name, encoding=encoding)
    for name in ["a.ply", "a.npz", "a.npy", "a.xyz", "b.txt", *clouds]:
        check(tmp_path / name, CLOUD, None)


def test_npz_mesh(tmp_path, ball):
    np.savez(tmp_path / "a.npz", vertices=ball.vertices, faces=ball.faces.astype("u2"))
    check(tmp_path / "a.npz", ball.vertices, ball.faces)


# -- files that are not ------------------------------------------------------------------------------


class Bomb:
    """Unpickling it raises SystemExit, which no reader catches."""

    def __reduce__(self):
        return (sys.exit, ("unpickled",))


def bad_files(directory):
    """name -> words of the message, after writing the file."""
    ball = trimesh.creation.icosphere(subdivisions=1)
    glb, noise = ball.export(file_type="glb"), np.random.default_rng(5).bytes(3000)
    ply = ball.export(file_type="ply")
    good_rows = "\n".join("0.5 1 2" for _ in range(40)) + "\n"
    files, arrays = {}, {}
    for suffix in ("glb", "gltf", "obj", "ply", "stl", "off", "npz", "pcd", "xyz", "txt", "npy"):
        files[f"empty.{suffix}"] = (b"", "is empty")
        files[f"noise.{suffix}"] = (noise, "")
        files[f"blank.{suffix}"] = (b"\n\n\n", "")
    for share in (1, 4, 9):
        files[f"cut{share}.glb"] = (glb[: len(glb) * share // 10], "")
        files[f"cut{share}.ply"] = (ply[: len(ply) * share // 10], "")
    header = b"ply\nformat binary_little_endian 1.0\nelement vertex 2000000000\n"
    header += b"".join(b"property float %c\n" % c for c in b"xyz") + b"end_header\n"
    files["boast.ply"] = (header, "")
    files["range.obj"] = (b"v 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 9\n", "vertex 8 .*there are 3")
    files["range0.obj"] = (b"v 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 -4\n", "vertex -1 .*there are 3")
    files["huge.obj"] = (b"v 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 4294967297\n", "vertex 4294967296")
    files["range.off"] = (b"OFF\n3 1 0\n0 0 0\n1 0 0\n0 1 0\n3 0 1 3\n", "vertex 3 .*there are 3")
    files["short.off"] = (b"OFF\n3 1 0\n0 0 0\n1 0 0\n", "ends after 2 of 4")
    range_ply = polygon_text("ply", [[0, 1, 77]], 1).encode()
    files["range.ply"] = (range_ply, "")
    files["flat.obj"] = (b"v 0 0 0\nv 1 0 0\nv 2 0 0\nf 1 2 3\nf 1 1 2\n", "all 2 faces have zero area")
    files["nan.obj"] = (b"v 0 0 nan\nv 1 0 0\nv 0 1 0\nf 1 2 3\n", "1 of 3 points are NaN")
    files["one.xyz"] = (b"1 2 3\n", "1 point; at least 32")
    files["nan.xyz"] = (good_rows.encode() + b"nan 0 0\ninf 0 0\n", "2 of 42 points are NaN")
    files["two_columns.xyz"] = (b"1 2\n" * 40, "")
    files["words.txt"] = (b"hello world again\n" * 40, "")
    files["only_comments.xyz"] = (b"# nothing\n", "no points")
    files["latin.xyz"] = (b"\xff\xfe 1 2\n" * 40, "")
    files["a.stp"] = (b"x", "unknown kind '.stp'")
    files["noend"] = (b"x", "unknown kind ''")
    arrays["object.npz"] = ({"points": np.array([Bomb()], object)}, "pickle")
    arrays["other.npz"] = ({"cloud": CLOUD}, "neither `points` nor")
    arrays["range.npz"] = ({"vertices": CLOUD, "faces": np.array([[0, 1, 40]])}, "vertex 40 .*there are 40")
    arrays["wrap.npz"] = ({"vertices": CLOUD, "faces": np.array([[0, 1, 2**32 + 2]])}, "vertex 4294967298")
    arrays["real.npz"] = ({"vertices": CLOUD, "faces": np.array([[0, 1, 2.5]])}, "whole numbers")
    arrays["quads.npz"] = ({"vertices": CLOUD, "faces": np.zeros((2, 4), int)}, r"\(F, 3\)")
    arrays["none.npz"] = ({"vertices": CLOUD, "faces": np.zeros((0, 3), int)}, "without faces")
    arrays["flat.npz"] = ({"points": CLOUD[:, :2]}, r"\(N, 3\)")
    arrays["nan.npz"] = ({"points": np.vstack([CLOUD, [[0, 0, np.nan]]])}, "1 of 41 points are NaN")
    arrays["one.npz"] = ({"points": CLOUD[:1]}, "1 point;")
    for name, uri in {
        "http": "http://example.org/x.bin",
        "file": "file:x.bin",
        "up": "../x.bin",
        "coded": "%2e%2e/x.bin",
        "inside": "a/../../x.bin",
        "back": "..\\x.bin",
        "root": "/x.bin",
    }.items():
        tree = {"asset": {"version": "2.0"}, "buffers": [{"byteLength": 9, "uri": uri}]}
        text = json.dumps(tree).encode()
        text += b" " * (-len(text) % 4)
        size = [len(text).to_bytes(4, "little"), (20 + len(text)).to_bytes(4, "little")]
        files[f"{name}.gltf"] = (text, "outside its folder")
        files[f"{name}.glb"] = (
            b"glTF\x02\0\0\0" + size[1] + size[0] + b"JSON" + text,
            "outside its folder",
        )
    for name, (content, _) in files.items():
        (directory / name).write_bytes(content)
    for name, (content, _) in arrays.items():
        np.savez(directory / name, **content)
    np.save(directory / "object.npy", np.array([Bomb()], object))
    return {name: words for name, (_, words) in {**files, **arrays}.items()} | {"object.npy": "objects"}


def test_bad_files_cost_one_clear_line_each(tmp_path):
    expected = bad_files(tmp_path)
    for name, words in expected.items():
        with pytest.raises(ShapeError) as error:
            load_shape(tmp_path / name)
        message = str(error.value)
        assert message.startswith(f"{tmp_path / name}: "), message
        assert len(message.splitlines()) == 1 and len(message) < 260 + len(str(tmp_path)), message
        assert re.search(words, message), (words, message)
    for missing in (tmp_path / "absent.glb", tmp_path):
        with pytest.raises(ShapeError):
            load_shape(missing)
    # the readers behind us print, warn and log nothing of their own
    code = (
        "import sys; from pathlib import Path; from pa3d.readers import load_shape, ShapeError\n"
        "for name in sorted(Path(sys.argv[1]).iterdir()):\n"
        "    try: load_shape(name)\n"
        "    except ShapeError as error: print(error)\n"
    )
    run = subprocess.run([sys.executable, "-c", code, tmp_path], capture_output=True, text=True)
    assert run.stderr == ""
    lines = run.stdout.splitlines()
    assert len(lines) == len(expected) and all(line.startswith(str(tmp_path)) for line in lines)


def test_all_bytes_of_a_file_count(tmp_path):
    """Any cut of a binary mesh or cloud either fails in one line or reads finite, indexed geometry."""
    ball = trimesh.creation.icosphere(subdivisions=1)
    np.save(tmp_path / "whole.npy", CLOUD)
    PointCloud.from_xyz_points(CLOUD.astype("f4")).save(tmp_path / "whole.pcd")
    sources = {k: ball.export(file_type=k) for k in ("glb", "ply", "stl")}
    sources |= {k: (tmp_path / f"whole.{k}").read_bytes() for k in ("npy", "pcd")}
    refused = 0
    for kind, content in sources.items():
        path = tmp_path / f"cut.{kind}"
        for length in np.linspace(1, len(content) - 1, 12).astype(int):
            path.write_bytes(content[:length])
            try:
                shape = load_shape(path)
            except ShapeError as error:
                assert len(str(error).splitlines()) == 1
                refused += 1
            else:
                assert np.isfinite(shape.vertices).all()
                assert shape.faces is None or 0 <= shape.faces.min() <= shape.faces.max() < len(shape.vertices)
    assert refused > 50


# -- folders -----------------------------------------------------------------------------------------


def test_ids_are_safe_and_unique(tmp_path):
    names = ["a.glb", "a.obj", "sub/a.glb", "sub_a.glb", "b c.ply", "ü/../x.npz", "..hidden.off", "UP.GLB"]
    (tmp_path / "ü").mkdir()
    for name in [*names, "notes.md"]:
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("x")
    shapes = list_shapes([tmp_path])
    assert len(shapes) == len(set(shapes.values())) == len(names)
    for shape_id, path in shapes.items():
        assert re.fullmatch(r"[A-Za-z0-9_-][A-Za-z0-9._-]*", shape_id), shape_id
        assert path.suffix.lower() != ".md"
    assert shapes["a"] == tmp_path / "a.glb" and shapes["a_obj"] == tmp_path / "a.obj"
    assert list_shapes([tmp_path / "b c.ply"]) == {"b_c": tmp_path / "b c.ply"}


def test_what_cannot_be_listed_is_named(tmp_path):
    (tmp_path / "empty").mkdir()
    with pytest.raises(ShapeError, match="no shape files in it"):
        list_shapes([tmp_path / "empty"])
    with pytest.raises(ShapeError, match="no such file or folder"):
        list_shapes([tmp_path / "absent"])
    for folder in "xyz":
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.glb").write_text("x")
    with pytest.raises(ShapeError, match="same name"):
        list_shapes([tmp_path / folder / "a.glb" for folder in "xyz"])


# -- frames and samples ------------------------------------------------------------------------------


@pytest.mark.parametrize("up", UP_ROTATIONS)
def test_the_named_axis_becomes_plus_y_without_mirroring(up):
    axis = np.zeros(3)
    axis["xyz".index(up[-1])] = -1 if up.startswith("-") else 1
    rotation = UP_ROTATIONS[up]
    np.testing.assert_array_equal(rotation @ axis, [0, 1, 0])
    np.testing.assert_allclose(np.linalg.det(rotation), 1)
    np.testing.assert_array_equal(rotation @ rotation.T, np.eye(3))
    points = RNG.normal(size=(50, 3)) * [1, 20, 3] + [1000, -5, 2]
    frame = fit_frame(points, up)
    model = frame.to_model(points)
    assert model.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(model, axis=1).max(), 1, rtol=1e-6)
    np.testing.assert_allclose(model.min(0) + model.max(0), 0, atol=1e-6)
    back = (model * frame.scale + frame.center) @ rotation  # as schemas.py says
    np.testing.assert_allclose(back, points, atol=1e-4)


def test_frames_that_do_not_exist():
    with pytest.raises(ShapeError, match="'w' is not one of y, -y"):
        fit_frame(CLOUD, "w")
    with pytest.raises(ShapeError, match="all points are equal"):
        fit_frame(np.ones((40, 3)))


def test_samples_lie_on_their_faces_in_proportion_to_area(chair):
    vertices = chair.vertices * 50 + 1000
    faces = np.vstack([chair.faces, [[0, 0, 1]]])  # one without area
    shape = Shape(vertices, faces)
    points, source = sample_surface(shape, 20000, np.random.default_rng(0))
    a, b, c = np.moveaxis(vertices[faces[source]], 1, 0)
    basis = np.stack([b - a, c - a], -1)
    weights = np.stack([np.linalg.lstsq(m, p, rcond=None)[0] for m, p in zip(basis, points - a, strict=True)])
    on_plane = (basis @ weights[..., None])[..., 0] + a
    np.testing.assert_allclose(points, on_plane, atol=50 * 1e-6)
    assert weights.min() > -1e-6 and weights.sum(1).max() < 1 + 1e-6
    area = np.linalg.norm(np.cross(*np.moveaxis(vertices[faces[:, 1:]] - vertices[faces[:, :1]], 1, 0)), axis=1)
    counts = np.bincount(source, minlength=len(faces))
    np.testing.assert_allclose(counts, 20000 * area / area.sum(), atol=2)  # stratified
    assert counts[-1] == 0
    np.testing.assert_allclose(weights.mean(0), 1 / 3, atol=0.01)  # evenly inside each face
    np.testing.assert_allclose((weights**2).mean(0), 1 / 6, atol=0.01)
    assert np.abs(np.corrcoef(np.arange(20000), source)[0, 1]) < 0.05  # any prefix is a fair sample


def test_samples_depend_on_the_seed_only(chair):
    first, second, other = (sample_surface(chair, 500, np.random.default_rng(s)) for s in (1, 1, 2))
    np.testing.assert_array_equal(first[0], second[0])
    np.testing.assert_array_equal(first[1], second[1])
    assert not np.array_equal(first[0], other[0])


def test_cloud_samples_are_points_of_the_cloud():
    cloud = Shape(CLOUD, None)
    points, source = sample_surface(cloud, 25, np.random.default_rng(0))
    np.testing.assert_array_equal(points, CLOUD[source])
    assert len(set(source.tolist())) == 25 and not np.array_equal(source, np.sort(source))
    points, source = sample_surface(cloud, 400, np.random.default_rng(0))
    np.testing.assert_array_equal(points, CLOUD[source])
    np.testing.assert_array_equal(np.sort(source), np.arange(40))
    other = sample_surface(cloud, 400, np.random.default_rng(1))[1]
    assert not np.array_equal(source, other)  # another draw begins elsewhere


def test_companions_are_the_files_a_shape_refers_to(tmp_path):
    from pa3d.readers import companions

    (tmp_path / "a.obj").write_text("mtllib a.mtl\nv 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 3\n")
    assert companions(tmp_path / "a.obj") == ()
    (tmp_path / "a.mtl").write_text("newmtl x\nmap_Kd t.png\n")
    (tmp_path / "t.png").write_bytes(b"x")
    assert companions(tmp_path / "a.obj") == (tmp_path / "a.mtl", tmp_path / "t.png")
    trimesh.creation.box().export(tmp_path / "b.gltf")
    found = companions(tmp_path / "b.gltf")
    assert found and all(file.parent == tmp_path and file.suffix == ".bin" for file in found)
    (tmp_path / "c.gltf").write_text("{broken")
    assert companions(tmp_path / "c.gltf") == ()


def test_text_files_in_a_folder_are_no_shapes(tmp_path):
    (tmp_path / "LICENSE.txt").write_text("words")
    np.save(tmp_path / "x.npy", np.zeros((40, 3)))
    assert list(list_shapes([tmp_path])) == ["x"]
    assert list(list_shapes([tmp_path / "LICENSE.txt"])) == ["LICENSE"]


def test_ids_keep_letters_and_a_mesh_comes_before_its_annotation(tmp_path):
    box = trimesh.creation.box()
    for name in ("椅子.ply", "机.ply", "chair.ply", "x" * 230 + ".ply"):
        box.export(tmp_path / name)
    np.savez(tmp_path / "chair.npz", face_label=np.zeros(12, int), part_names=["a"])
    np.savez(tmp_path / "cloud.npz", points=np.zeros((40, 3)))
    found = list_shapes([tmp_path])
    assert {"椅子", "机", "chair", "cloud"} < set(found)
    assert found["chair"].suffix == ".ply" and len(found) == 5
    assert all(len(shape_id.encode()) <= 180 for shape_id in found)


def test_coordinates_that_would_overflow_are_named(tmp_path):
    points = np.random.default_rng(0).normal(size=(50, 3))
    for exponent in (-29, -12, 0, 12, 29):
        frame = fit_frame(points * 10.0**exponent)
        assert np.linalg.norm(frame.to_model(points * 10.0**exponent), axis=1).max() == pytest.approx(1)
    for huge in (1e31, 1e120, 1e200, 1e307):
        with pytest.raises(ShapeError, match="scale the shape down"):
            fit_frame(points * huge)


def test_a_folder_gives_only_its_ordinary_files(tmp_path):
    """A pipe would be waited for; a folder may be called like a mesh."""
    np.savetxt(tmp_path / "a.xyz", CLOUD)
    os.mkfifo(tmp_path / "b.xyz")
    (tmp_path / "c.xyz").mkdir()
    assert list_shapes([tmp_path]) == {"a": tmp_path / "a.xyz"}
