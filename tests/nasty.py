"""Valid files of every kind that pa3d reads, to be damaged; and files that are nasty by hand."""

from __future__ import annotations

import base64
import io
import json
import struct
import zipfile
import zlib
from functools import lru_cache
from pathlib import Path

import numpy as np
import trimesh

from pa3d.readers import SUFFIXES

RNG = np.random.default_rng(7)
CLOUD = RNG.normal(size=(60, 3)).round(4)
TINT = RNG.integers(0, 256, (60, 3)).astype(np.uint8)
BALL = trimesh.creation.icosphere(subdivisions=1)
CORNERS = np.array([[0, 0, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1]], np.float32)
TRIANGLE = np.array([0, 1, 2], np.uint16)
MESH = [{"attributes": {"POSITION": 0}, "indices": 1}]

Nasty = dict[str, bytes]


def _saved(function, *args, **arrays) -> bytes:
    stream = io.BytesIO()
    function(stream, *args, **arrays)
    return stream.getvalue()


def ply_head(form: str, vertices: object, faces: object | None, kind: str = "float", end: str = "\n") -> bytes:
    lines = ["ply", f"format {form} 1.0", f"element vertex {vertices}"]
    lines += [f"property {kind} {axis}" for axis in "xyz"]
    if faces is not None:
        lines += [f"element face {faces}", "property list uchar int vertex_indices"]
    return end.join([*lines, "end_header", ""]).encode()


def ply_binary(order: str, faces: bool) -> bytes:
    form = "binary_little_endian" if order == "<" else "binary_big_endian"
    vertices = BALL.vertices if faces else CLOUD
    body = vertices.astype(f"{order}f4").tobytes()
    if faces:
        rows = np.zeros(len(BALL.faces), [("n", "u1"), ("i", f"{order}i4", 3)])
        rows["n"], rows["i"] = 3, BALL.faces
        body += rows.tobytes()
    return ply_head(form, len(vertices), len(BALL.faces) if faces else None) + body


def ply_text(faces: bool) -> bytes:
    vertices = BALL.vertices if faces else CLOUD
    rows = [" ".join(map(repr, row)) for row in vertices.tolist()]
    if faces:
        rows += ["3 " + " ".join(map(str, face)) for face in BALL.faces.tolist()]
    return (
        ply_head("ascii", len(vertices), len(BALL.faces) if faces else None) + "\n".join(rows).encode() + b"\n"
    )


def obj(vertices=BALL.vertices, faces=BALL.faces) -> bytes:
    rows = [f"v {x:.6f} {y:.6f} {z:.6f}" for x, y, z in vertices]
    return "\n".join([*rows, *(f"f {a} {b} {c}" for a, b, c in np.asarray(faces) + 1), ""]).encode()


def off() -> bytes:
    rows = [f"{x:.6f} {y:.6f} {z:.6f}" for x, y, z in BALL.vertices]
    faces = [f"3 {a} {b} {c}" for a, b, c in BALL.faces]
    return "\n".join(["OFF", f"{len(rows)} {len(faces)} 0", *rows, *faces, ""]).encode()


def pcd(tmp: Path, encoding: str) -> bytes:
    from pypcd4 import Encoding, PointCloud

    packed = PointCloud.encode_rgb(TINT)
    cloud = PointCloud.from_xyzrgb_points(np.column_stack([CLOUD.astype("f4"), packed]))
    cloud.save(tmp / "a.pcd", Encoding(encoding))
    return (tmp / "a.pcd").read_bytes()


def las(tmp: Path, suffix: str) -> bytes:
    import laspy

    header = laspy.LasHeader(point_format=3, version="1.2")
    header.scales = [1e-4] * 3
    data = laspy.LasData(header)
    data.x, data.y, data.z = CLOUD.T
    data.red, data.green, data.blue = (TINT.astype(np.uint16) * 257).T
    data.write(tmp / f"a.{suffix}")
    return (tmp / f"a.{suffix}").read_bytes()


def tree(**extra) -> dict:
    """A glTF with its buffer inside; accessor 0 is CORNERS, 1 is TRIANGLE."""
    data = CORNERS.tobytes() + TRIANGLE.tobytes() + b"\0\0"
    result = {
        "asset": {"version": "2.0"},
        "buffers": [{"byteLength": len(data), "uri": data_uri(data)}],
        "bufferViews": [
            {"buffer": 0, "byteOffset": 0, "byteLength": 48},
            {"buffer": 0, "byteOffset": 48, "byteLength": 6},
        ],
        "accessors": [
            {"bufferView": 0, "componentType": 5126, "count": 4, "type": "VEC3"},
            {"bufferView": 1, "componentType": 5123, "count": 3, "type": "SCALAR"},
        ],
        "meshes": [{"primitives": json.loads(json.dumps(MESH))}],
        "nodes": [{"mesh": 0}],
        "scenes": [{"nodes": [0]}],
        "scene": 0,
    }
    return result | extra


def data_uri(data: bytes, kind: str = "application/octet-stream") -> str:
    return f"data:{kind};base64," + base64.b64encode(data).decode()


def changed(*path, value) -> bytes:
    """The glTF with one entry replaced: path of keys and indices."""
    result = tree()
    place = result
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    return json.dumps(result).encode()


def glb_of(document: dict, binary: bytes = b"") -> bytes:
    text = json.dumps(document).encode()
    text += b" " * (-len(text) % 4)
    chunk = struct.pack("<I4s", len(binary), b"BIN\0") + binary if binary else b""
    total = 20 + len(text) + len(chunk)
    return struct.pack("<4sIII4s", b"glTF", 2, total, len(text), b"JSON") + text + chunk


def valid(tmp: Path) -> Nasty:
    """File name -> content of a good file of every kind."""
    painted = trimesh.Trimesh(BALL.vertices, BALL.faces, process=False)
    image = _png(8, 8)
    painted.visual = trimesh.visual.TextureVisuals(
        uv=RNG.random((len(BALL.vertices), 2)), material=_material(image)
    )
    rows = CLOUD.tolist()
    return {
        "text.ply": ply_text(True),
        "little.ply": ply_binary("<", True),
        "big.ply": ply_binary(">", True),
        "textcloud.ply": ply_text(False),
        "cloud.ply": ply_binary("<", False),
        "mesh.obj": obj(),
        "mesh.off": off(),
        "text.stl": BALL.export(file_type="stl_ascii").encode(),
        "binary.stl": BALL.export(file_type="stl"),
        "mesh.glb": BALL.export(file_type="glb"),
        "textured.glb": painted.export(file_type="glb"),
        "mesh.gltf": json.dumps(tree()).encode(),
        "mesh.npz": _saved(np.savez, vertices=BALL.vertices, faces=BALL.faces),
        "packed.npz": _saved(np.savez_compressed, points=CLOUD),
        "cloud.npy": _saved(np.save, CLOUD),
        "text.pcd": pcd(tmp, "ascii"),
        "binary.pcd": pcd(tmp, "binary"),
        "packed.pcd": pcd(tmp, "binary_compressed"),
        "cloud.las": las(tmp, "las"),
        "cloud.laz": las(tmp, "laz"),
        "cloud.xyz": "\n".join(" ".join(map(str, row)) for row in rows).encode(),
        "cloud.txt": ("60\n" + "\n".join("\t".join(map(str, row)) for row in rows)).encode(),
        "cloud.csv": ("x,y,z\n" + "\n".join(",".join(map(str, row)) for row in rows)).encode(),
    }


def _png(width: int, height: int) -> bytes:
    from PIL import Image

    stream = io.BytesIO()
    Image.new("RGB", (width, height), (200, 30, 30)).save(stream, "png")
    return stream.getvalue()


def _material(image: bytes):
    from PIL import Image

    return trimesh.visual.material.PBRMaterial(baseColorTexture=Image.open(io.BytesIO(image)))


def huge_png(width: int, height: int) -> bytes:
    """A picture of a few kilobytes that says it is gigantic."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(b"\0" * 100_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


# -- by hand -----------------------------------------------------------------------------------------


@lru_cache(1)
def by_hand() -> Nasty:
    files: Nasty = {}
    for part in (_text_meshes(), _plys(), _gltfs(), _arrays(), _clouds(), _any_kind()):
        assert not part.keys() & files.keys()
        files |= part
    return files


def _text_meshes() -> Nasty:
    rows = b"v 0 0 0\nv 1 0 0\nv 0 1 0\nv 0 0 1\n"
    objs = {
        "no_corner": rows + b"f\nf 1 2 3\n",
        "one_corner": rows + b"f 1\nf 1 2 3\n",
        "two_corners": rows + b"f 1 2\nf 1 2 3\n",
        "only_edges": rows + b"f 1 2\n",
        "million_corners": rows + b"f" + b" 1 2 3 4" * 250_000 + b"\n",
        "vertex_zero": rows + b"f 0 1 2\n",
        "far_negative": rows + b"f -1 -2 -99\n",
        "overflow": rows + b"f 1 2 99999999999999999999999\n",
        "fraction": rows + b"f 1.5 2 3\n",
        "empty_vertex": b"v \n" + rows + b"f 1 2 3\n",
        "short_vertex": b"v 1 2\n" + rows + b"f 1 2 3\n",
        "comma": b"v 0,5 0,5 0\nv 1 0 0\nv 0 1 0\nf 1 2 3\n",
        "many_commas": rows.replace(b"0 0", b"0,0 0,0") + b"f 1 2 3\n",
        "nan": b"v nan 0 0\n" + rows + b"f 2 3 4\n",
        "inf": b"v 1e999 0 0\n" + rows + b"f 2 3 4\n",
        "hex": b"v 0x1p3 0 0\n" + rows + b"f 1 2 3\n",
        "slashes": rows + b"f 1///// 2/ 3//\n",
        "mtl_up": b"mtllib ../../../../etc/passwd\n" + rows + b"f 1 2 3\n",
        "mtl_root": b"mtllib /etc/passwd\nusemtl x\n" + rows + b"f 1 2 3\n",
        "mtl_http": b"mtllib http://127.0.0.1:9/x.mtl\nusemtl x\n" + rows + b"f 1 2 3\n",
        "mtl_zero": b"mtllib /dev/zero\nusemtl x\n" + rows + b"f 1 2 3\n",
        "mtl_itself": b"mtllib mtl_itself.obj\nusemtl x\n" + rows + b"f 1 2 3\n",
        "long_line": b"# " + b"x" * 3_000_000 + b"\n" + rows + b"f 1 2 3\n",
        "blanks": b" " * 3_000_000 + b"\n" + rows + b"f 1 2 3\n",
        "backslashes": b"\\\n" * 300_000 + rows + b"f 1 2 3\n",
        "nul": b"v 0 0 \0\n" + rows + b"f 1 2 3\n",
        "old_mac": (rows + b"f 1 2 3\n").replace(b"\n", b"\r"),
        "windows": (rows + b"f 1 2 3\n").replace(b"\n", b"\r\n"),
        "mark": b"\xef\xbb\xbf" + rows + b"f 1 2 3\n",
        "faces_only": b"f 1 2 3\n" * 100,
        "flat": b"v 0 0 0\n" * 50 + b"f 1 2 3\n" * 50,
    }
    offs = {
        "huge_counts": b"OFF\n99999999999 99999999999 0\n0 0 0\n",
        "counts_of_30_digits": b"OFF\n" + b"9" * 30 + b" 1 0\n0 0 0\n",
        "negative": b"OFF\n-3 1 0\n0 0 0\n",
        "no_counts": b"OFF\n",
        "one_count": b"OFF\n3\n0 0 0\n",
        "word_counts": b"OFF\nthree one 0\n",
        "million_corners": b"OFF\n4 1 0\n0 0 0\n1 0 0\n0 1 0\n0 0 1\n1000000" + b" 0 1 2 3" * 250_000 + b"\n",
        "lying_corners": b"OFF\n4 1 0\n0 0 0\n1 0 0\n0 1 0\n0 0 1\n1000000 0 1 2\n",
        "minus_corners": b"OFF\n4 2 0\n0 0 0\n1 0 0\n0 1 0\n0 0 1\n3 0 1 2\n-3 0 1 2\n",
        "two_corners": b"OFF\n4 2 0\n0 0 0\n1 0 0\n0 1 0\n0 0 1\n3 0 1 2\n2 0 1\n",
        "index": b"OFF\n4 1 0\n0 0 0\n1 0 0\n0 1 0\n0 0 1\n3 0 1 4\n",
        "nan": b"OFF\n4 1 0\nnan 0 0\n1 0 0\n0 1 0\n0 0 1\n3 1 2 3\n",
        "comments": b"# nothing\n" * 1000,
        "binary": b"OFF BINARY\n" + b"\0" * 100,
        "colours": b"COFF\n4 1 0\n" + b"0 0 0 1 0\n" * 4 + b"3 0 1 2\n",
        "old_mac": off().replace(b"\n", b"\r"),
    }
    stl = (
        b"solid\nfacet normal 0 0 1\nouter loop\nvertex 0 0 0\nvertex 1 0 0\nvertex 0 1 0\nendloop\nendfacet\n"
    )
    stls = {
        "huge_count": b"\0" * 80 + b"\xff\xff\xff\xff" + b"\0" * 500,
        "count_of_one": b"\0" * 80 + b"\1\0\0\0" + b"\0" * 500,
        "zero_count": b"\0" * 84,
        "short": b"\0" * 30,
        "solid_only": b"solid nothing\nendsolid\n",
        "two_vertices": stl.replace(b"vertex 0 1 0\n", b""),
        "word": stl.replace(b"vertex 0 1 0", b"vertex a b c"),
        "empty_vertex": stl.replace(b"vertex 0 1 0", b"vertex "),
        "nan": stl.replace(b"vertex 0 1 0", b"vertex nan 1 0"),
        "old_mac": stl.replace(b"\n", b"\r"),
        "flat": stl.replace(b"vertex 0 1 0", b"vertex 2 0 0"),
        "nan_binary": b"\0" * 80 + b"\1\0\0\0" + b"\xff" * 50,
    }
    named = {"obj": objs, "off": offs, "stl": stls}
    return {f"{name}.{suffix}": content for suffix, own in named.items() for name, content in own.items()}


def _plys() -> Nasty:
    little, form = ply_binary("<", True), "binary_little_endian"
    body = BALL.vertices.astype("<f4").tobytes()
    flat = b"0 0 0\n1 0 0\n0 1 0\n0 0 1\n"
    files = {
        "huge_vertices": ply_head(form, 2**62, 1) + body,
        "huge_faces": ply_head(form, len(BALL.vertices), 2**40) + body,
        "count_of_40_digits": ply_head(form, "9" * 40, 1) + body,
        "negative_count": ply_head(form, -5, 1) + body,
        "real_count": ply_head(form, 2.5, 1) + body,
        "word_count": ply_head(form, "many", 1) + body,
        "huge_text": ply_head("ascii", 10**12, 1) + flat,
        "list_of_4_billion": ply_head(form, 4, 1).replace(b"uchar int", b"uint int")
        + CORNERS.tobytes()
        + b"\xff" * 16,
        "list_of_minus": ply_head(form, 4, 1).replace(b"uchar int", b"char int")
        + CORNERS.tobytes()
        + b"\xff" * 16,
        "list_of_real": ply_head(form, 4, 1).replace(b"uchar int", b"float int")
        + CORNERS.tobytes()
        + b"\0" * 16,
        "mixed": ply_head(form, 4, 2) + CORNERS.tobytes() + struct.pack("<B3iB4i", 3, 0, 1, 2, 4, 0, 1, 2, 3),
        "mixed_short": ply_head(form, 4, 2)
        + CORNERS.tobytes()
        + struct.pack("<B3iB3i", 3, 0, 1, 2, 4, 0, 1, 2),
        "no_corners": ply_head(form, 4, 3) + CORNERS.tobytes() + struct.pack("<BBiB3i", 0, 1, 0, 3, 0, 1, 2),
        "range": ply_head(form, 4, 1) + CORNERS.tobytes() + struct.pack("<B3i", 3, 0, 1, 4),
        "negative_corner": ply_head(form, 4, 1) + CORNERS.tobytes() + struct.pack("<B3i", 3, 0, 1, -1),
        "no_header_end": little[:100],
        "only_ply": b"ply\n",
        "no_format": little.replace(b"format binary_little_endian 1.0\n", b""),
        "odd_format": little.replace(b"little", b"middle"),
        "no_properties": b"ply\nformat ascii 1.0\nelement vertex 1000000000000\nend_header\n",
        "no_xyz": little.replace(b"float x", b"float a"),
        "property_first": b"ply\nformat ascii 1.0\nproperty float x\nelement vertex 1\nend_header\n1\n",
        "unknown_type": little.replace(b"float x", b"quad x"),
        "list_among_vertices": ply_head("ascii", 4, 1).replace(
            b"property float y", b"property list uchar int y"
        )
        + flat,
        "short_text": ply_head("ascii", 4, 5) + flat + b"3 0 1 2\n",
        "short_rows": ply_head("ascii", 4, 1) + b"0 0\n1 0\n0 1\n0 0\n3 0 1 2\n",
        "lying_text": ply_head("ascii", 4, 1) + flat + b"9 0 1 2\n",
        "minus_text": ply_head("ascii", 4, 1) + flat + b"-3 0 1 2\n",
        "texture_up": little.replace(b"element v", b"comment TextureFile ../../../etc/passwd\nelement v"),
        "texture_zero": little.replace(b"element v", b"comment TextureFile /dev/zero\nelement v"),
        "texture_http": little.replace(
            b"element v", b"comment TextureFile http://127.0.0.1:9/x.png\nelement v"
        ),
        "windows": ply_head(form, len(BALL.vertices), len(BALL.faces), end="\r\n")
        + little.split(b"header\n")[1],
        "old_mac": ply_text(True).replace(b"\n", b"\r"),
        "mark": b"\xef\xbb\xbf" + ply_text(True),
        "endless_comment": b"ply\nformat ascii 1.0\n" + b"comment x\n" * 300_000,
        "many_elements": b"ply\nformat ascii 1.0\n"
        + b"element a 1\nproperty int b\n" * 20_000
        + b"end_header\n",
        "twice": ply_head("ascii", 4, 1).replace(
            b"element face", b"element vertex 4\nproperty int x\nelement face"
        )
        + flat,
        "doubles_of_nan": ply_head(form, 4, 1, "double") + b"\xff" * 96 + struct.pack("<B3i", 3, 0, 1, 2),
    }
    return {f"{name}.ply": content for name, content in files.items()}


def _gltfs() -> Nasty:
    chain = [{"children": [i + 1]} for i in range(10_000)] + [{"mesh": 0}]
    wide = [{"mesh": 0} for _ in range(30_000)]
    big = np.zeros((200_000, 3), np.float32)
    many_uses = tree(nodes=[{"mesh": 0} for _ in range(5000)], scenes=[{"nodes": list(range(5000))}])
    many_uses["buffers"] = [{"byteLength": big.nbytes}]
    many_uses["bufferViews"] = [{"buffer": 0, "byteLength": big.nbytes}]
    many_uses["accessors"] = [{"bufferView": 0, "componentType": 5126, "count": len(big), "type": "VEC3"}]
    many_uses["meshes"] = [{"primitives": [{"attributes": {"POSITION": 0}}]}]
    same_bytes = dict(many_uses, nodes=[{"mesh": 0}], scenes=[{"nodes": [0]}])
    same_bytes["bufferViews"] = many_uses["bufferViews"] * 2000
    zeros = tree()
    zeros["accessors"].append({"componentType": 5126, "count": 2**33, "type": "MAT4"})
    picture = {
        "images": [{"uri": "x"}],
        "textures": [{"source": 0}],
        "materials": [{"pbrMetallicRoughness": {}}],
    }
    picture["materials"][0]["pbrMetallicRoughness"]["baseColorTexture"] = {"index": 0}
    texture = tree(**picture)
    texture["accessors"].append({"bufferView": 0, "componentType": 5126, "count": 4, "type": "VEC2"})
    texture["meshes"][0]["primitives"][0] |= {"material": 0}
    texture["meshes"][0]["primitives"][0]["attributes"]["TEXCOORD_0"] = 2
    files: Nasty = {
        "circle": json.dumps(tree(nodes=[{"mesh": 0, "children": [1]}, {"children": [0]}])).encode(),
        "itself": json.dumps(tree(nodes=[{"mesh": 0, "children": [0]}])).encode(),
        "two_parents": json.dumps(
            tree(nodes=[{"children": [2]}, {"children": [2]}, {"mesh": 0}], scenes=[{"nodes": [0, 1]}])
        ).encode(),
        "circle_without_root": json.dumps(
            tree(nodes=[{"mesh": 0, "children": [1]}, {"children": [0]}], scenes=[])
        ).encode(),
        "deep_nodes": json.dumps(tree(nodes=chain)).encode(),
        "wide_nodes": json.dumps(tree(nodes=wide, scenes=[{"nodes": list(range(30_000))}])).encode(),
        "deep_json": b"[" * 100_000 + b"]" * 100_000,
        "deep_objects": b'{"a":' * 50_000 + b"1" + b"}" * 50_000,
        "deep_extras": json.dumps(tree()).encode()[:-1] + b', "extras":' + b"[" * 900 + b"]" * 900 + b"}",
        "a_list": b"[1, 2]",
        "a_number": b"7",
        "half_json": json.dumps(tree()).encode()[:300],
        "no_asset": json.dumps({"meshes": []}).encode(),
        "nan_scale": changed("nodes", 0, "scale", value=[float("nan"), 1, 1]),
        "huge_scale": changed("nodes", 0, "scale", value=[1e300, 1e300, 1e300]),
        "word_scale": changed("nodes", 0, "scale", value=["a", 1, 1]),
        "short_matrix": changed("nodes", 0, "matrix", value=[1, 2, 3]),
        "zero_matrix": changed("nodes", 0, "matrix", value=[0] * 16),
        "zero_rotation": changed("nodes", 0, "rotation", value=[0, 0, 0, 0]),
        "node_mesh": changed("nodes", 0, "mesh", value=9),
        "node_mesh_minus": changed("nodes", 0, "mesh", value=-1),
        "node_mesh_true": changed("nodes", 0, "mesh", value=True),
        "scene_number": changed("scene", value=5),
        "scene_nodes": changed("scenes", 0, "nodes", value=[7]),
        "scene_word": changed("scenes", 0, "nodes", value="all"),
        "children_word": changed("nodes", 0, "children", value="x"),
        "nodes_dict": changed("nodes", value={"0": {}}),
        "meshes_null": changed("meshes", value=[None]),
        "no_primitives": changed("meshes", 0, value={}),
        "no_position": changed("meshes", 0, "primitives", 0, "attributes", value={}),
        "position_word": changed("meshes", 0, "primitives", 0, "attributes", "POSITION", value="0"),
        "position_far": changed("meshes", 0, "primitives", 0, "attributes", "POSITION", value=99),
        "indices_far": changed("meshes", 0, "primitives", 0, "indices", value=99),
        "indices_of_positions": changed("meshes", 0, "primitives", 0, "indices", value=0),
        "position_of_scalars": changed("accessors", 0, "type", value="SCALAR"),
        "count_huge": changed("accessors", 0, "count", value=2**60),
        "count_minus": changed("accessors", 0, "count", value=-4),
        "count_real": changed("accessors", 0, "count", value=4.0),
        "count_beyond": changed("accessors", 0, "count", value=5),
        "offset_minus": changed("accessors", 0, "byteOffset", value=-12),
        "offset_beyond": changed("accessors", 0, "byteOffset", value=48),
        "component": changed("accessors", 0, "componentType", value=1),
        "component_list": changed("accessors", 0, "componentType", value=[5126]),
        "stride_zero": changed("bufferViews", 0, "byteStride", value=0),
        "stride_one": changed("bufferViews", 0, "byteStride", value=1),
        "stride_huge": changed("bufferViews", 0, "byteStride", value=2**50),
        "view_beyond": changed("bufferViews", 0, "byteLength", value=2**40),
        "view_minus": changed("bufferViews", 0, "byteOffset", value=-1),
        "view_buffer": changed("bufferViews", 0, "buffer", value=3),
        "buffer_http": changed("buffers", 0, "uri", value="http://127.0.0.1:9/x.bin"),
        "buffer_file": changed("buffers", 0, "uri", value="file:///etc/passwd"),
        "buffer_up": changed("buffers", 0, "uri", value="../../../../etc/passwd"),
        "buffer_coded": changed("buffers", 0, "uri", value="%2e%2e/%2e%2e/etc/passwd"),
        "buffer_root": changed("buffers", 0, "uri", value="/dev/zero"),
        "buffer_back": changed("buffers", 0, "uri", value="..\\..\\x"),
        "buffer_absent": changed("buffers", 0, "uri", value="absent.bin"),
        "buffer_nul": changed("buffers", 0, "uri", value="a\0b"),
        "buffer_long": changed("buffers", 0, "uri", value="a" * 5000),
        "buffer_folder": changed("buffers", 0, "uri", value="."),
        "buffer_number": changed("buffers", 0, "uri", value=7),
        "data_bad": changed("buffers", 0, "uri", value="data:application/octet-stream;base64,!!!!"),
        "data_short": changed("buffers", 0, "uri", value=data_uri(b"abc")),
        "data_plain": changed("buffers", 0, "uri", value="data:,hello"),
        "zeros": json.dumps(zeros).encode(),
        "image_http": json.dumps(texture | {"images": [{"uri": "http://127.0.0.1:9/x.png"}]}).encode(),
        "image_up": json.dumps(texture | {"images": [{"uri": "../../../etc/passwd"}]}).encode(),
        "image_absent": json.dumps(texture | {"images": [{"uri": "absent.png"}]}).encode(),
        "image_huge": json.dumps(
            texture | {"images": [{"uri": data_uri(huge_png(60_000, 60_000), "image/png")}]}
        ).encode(),
        "image_large": json.dumps(
            texture | {"images": [{"uri": data_uri(huge_png(12_000, 12_000), "image/png")}]}
        ).encode(),
        "image_noise": json.dumps(texture | {"images": [{"uri": data_uri(bytes(500), "image/png")}]}).encode(),
        "image_gone": json.dumps(texture | {"images": []}).encode(),
        "material_far": changed("meshes", 0, "primitives", 0, "material", value=99),
        "draco": json.dumps(tree(extensionsUsed=["KHR_draco_mesh_compression"])).encode(),
        "mode_fan": changed("meshes", 0, "primitives", 0, "mode", value=6),
        "mode_word": changed("meshes", 0, "primitives", 0, "mode", value="x"),
        "utf16": json.dumps(tree()).encode("utf-16"),
        "mark": b"\xef\xbb\xbf" + json.dumps(tree()).encode(),
    }
    result = {f"{name}.gltf": content for name, content in files.items()}
    document = tree(buffers=[{"byteLength": 56}])
    good = glb_of(document, CORNERS.tobytes() + TRIANGLE.tobytes() + b"\0\0")
    glbs = {
        "many_uses": glb_of(many_uses, big.tobytes()),
        "same_bytes": glb_of(same_bytes, big.tobytes()),
        "json_beyond": good[:12] + b"\xff\xff\xff\x7f" + good[16:],
        "json_zero": good[:12] + b"\0\0\0\0" + good[16:],
        "total_zero": good[:8] + b"\0\0\0\0" + good[12:],
        "version_one": good[:4] + b"\1\0\0\0" + good[8:],
        "chunk_beyond": good.replace(struct.pack("<I4s", 56, b"BIN\0"), struct.pack("<I4s", 2**31, b"BIN\0")),
        "no_binary": glb_of(document),
        "head": b"glTF",
        "no_magic": b"GLTF" + good[4:],
    }
    return result | {f"{name}.glb": content for name, content in glbs.items()}


def npy_head(shape: str, descr: str = "'<f8'", fortran: bool = False) -> bytes:
    text = f"{{'descr': {descr}, 'fortran_order': {fortran}, 'shape': {shape}, }}".encode()
    text += b" " * (-(len(text) + 11) % 64) + b"\n"
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(text)) + text


class _Runs:
    def __reduce__(self):
        return (exec, ("raise SystemExit('a pickle was run')",))


def _arrays() -> Nasty:
    def npz(**members: bytes) -> bytes:
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            for name, content in members.items():
                archive.writestr(f"{name}.npy", content)
        return stream.getvalue()

    good = _saved(np.save, CLOUD)
    objects = _saved(np.save, np.array([_Runs()], object), allow_pickle=True)
    bomb = npy_head("(40000000, 3)") + bytes(300_000_000)
    npys = {
        "huge_shape": npy_head("(1000000000000, 3)") + CLOUD.tobytes(),
        "overflow_shape": npy_head("(4294967296, 4294967296, 3)") + CLOUD.tobytes(),
        "zero_columns": npy_head("(4000000000000, 0)"),
        "minus_shape": npy_head("(-60, 3)") + CLOUD.tobytes(),
        "flat": npy_head("(180,)") + CLOUD.tobytes(),
        "scalar": npy_head("()") + CLOUD.tobytes(),
        "fortran": npy_head("(60, 3)", fortran=True) + CLOUD.tobytes(),
        "objects": objects,
        "lying_objects": npy_head("(60, 3)", "'|O'") + CLOUD.tobytes(),
        "void": npy_head("(60000000000, 3)", "'|V0'"),
        "text": npy_head("(60, 3)", "'<U2'") + CLOUD.tobytes(),
        "complex": npy_head("(30, 3)", "'<c16'") + CLOUD.tobytes(),
        "bool": npy_head("(60, 3)", "'|b1'") + CLOUD.tobytes(),
        "half": _saved(np.save, CLOUD.astype(np.float16)),
        "big_endian": _saved(np.save, CLOUD.astype(">f4")),
        "bytes": _saved(np.save, (CLOUD * 9).astype(np.int8)),
        "structured": _saved(np.save, np.zeros(60, [("x", "f4"), ("y", "f4"), ("z", "f4")])),
        "long_double": _saved(np.save, CLOUD.astype(np.longdouble)),
        "dates": _saved(np.save, CLOUD.astype(np.int64).astype("M8[s]")),
        "code_in_header": npy_head("(__import__('os').abort(), 3)") + CLOUD.tobytes(),
        "deep_header": npy_head("(" * 2000 + ")" * 2000) + CLOUD.tobytes(),
        "version_9": b"\x93NUMPY\x09\x00" + good[8:],
        "header_of_4_gb": b"\x93NUMPY\x02\x00\xff\xff\xff\xff" + good[10:],
        "no_header": good[:10],
        "nan": _saved(np.save, np.vstack([CLOUD, [[np.nan, 0, 0]]])),
        "huge_numbers": _saved(np.save, CLOUD * 1e300),
    }
    mesh = {
        "vertices": _saved(np.save, BALL.vertices.astype(float)),
        "faces": _saved(np.save, np.asarray(BALL.faces)),
    }
    npzs = {
        "objects": npz(points=objects),
        "object_names": npz(points=good, part_names=objects),
        "bomb": npz(points=bomb),
        "bomb_beside": npz(points=good, more=bomb),
        "huge_shape": npz(points=npy_head("(1000000000000, 3)") + CLOUD.tobytes()),
        "empty_zip": npz(),
        "no_npy": npz(points=b"hello"),
        "empty_member": npz(points=b""),
        "faces_of_nan": npz(vertices=mesh["vertices"], faces=_saved(np.save, np.full((4, 3), np.nan))),
        "faces_beyond": npz(vertices=mesh["vertices"], faces=_saved(np.save, np.full((4, 3), 2**40))),
        "faces_unsigned": npz(
            vertices=mesh["vertices"], faces=_saved(np.save, np.full((4, 3), 2**64 - 1, np.uint64))
        ),
        "quads": npz(vertices=mesh["vertices"], faces=_saved(np.save, np.zeros((4, 4), int))),
        "no_faces": npz(vertices=mesh["vertices"], faces=_saved(np.save, np.zeros((0, 3), int))),
        "colours_of_text": npz(points=good, colors=_saved(np.save, np.array(["a", "b"]))),
        "only_names": npz(part_names=_saved(np.save, np.array(["leg"]))),
        "up_names": npz(**{"../../points": good}),
        "many_members": npz(points=good, **{f"m{i}": b"" for i in range(5000)}),
    }
    lying = bytearray(npzs["bomb"])
    place = lying.rindex(b"PK\1\2")
    lying[place + 24 : place + 28] = struct.pack("<I", 1000)  # its size in the directory
    npzs["bomb_that_lies"] = bytes(lying)
    result = {f"{name}.npy": content for name, content in npys.items()}
    return result | {f"{name}.npz": content for name, content in npzs.items()}


def _clouds() -> Nasty:
    head = "VERSION 0.7\nFIELDS x y z\nSIZE {size}\nTYPE F F F\nCOUNT {count}\nWIDTH {points}\nHEIGHT 1\n"
    head += "VIEWPOINT 0 0 0 1 0 0 0\nPOINTS {points}\nDATA {data}\n"

    def pcd_head(data: str = "binary", points: object = 60, size: str = "4 4 4", count: str = "1 1 1") -> bytes:
        return head.format(data=data, points=points, size=size, count=count).encode()

    body = CLOUD.astype("<f4").tobytes()
    pcds = {
        "huge_points": pcd_head(points=10**15) + body,
        "few_points": pcd_head(points=61) + body,
        "no_points": pcd_head(points=0) + body,
        "word_points": pcd_head(points="many") + body,
        "minus_points": pcd_head(points=-60) + body,
        "huge_size": pcd_head(size="4 4 400000000000") + body,
        "odd_size": pcd_head(size="3 3 3") + body,
        "zero_size": pcd_head(size="0 0 0") + body,
        "huge_count": pcd_head(count="1 1 1000000000") + body,
        "huge_count_more": pcd_head(points=0, size="4 4", count="9" * 90 + " 1 1") + body,
        "lzf_bomb": pcd_head("binary_compressed") + struct.pack("<II", 100, 2**32 - 1) + bytes(100),
        "lzf_lie": pcd_head("binary_compressed", points=2) + struct.pack("<II", 2**32 - 1, 24) + body,
        "lzf_short": pcd_head("binary_compressed") + b"\0\0",
        "text_short": pcd_head("ascii", points=60) + b"1 2 3\n" * 40,
        "text_words": pcd_head("ascii", points=60) + b"a b c\n" * 60,
        "no_data": pcd_head()[:-12],
        "no_fields": pcd_head().replace(b"FIELDS x y z\n", b"") + body,
        "other_fields": pcd_head().replace(b"x y z", b"a b c") + body,
        "same_fields": pcd_head().replace(b"x y z", b"x x x") + body,
        "nan": pcd_head() + b"\xff" * len(body),
        "windows": pcd_head().replace(b"\n", b"\r\n") + body,
    }
    rows = "\n".join(" ".join(map(str, row)) for row in CLOUD.tolist())
    tables = {
        "utf16.csv": rows.replace(" ", ",").encode("utf-16"),
        "utf16.xyz": rows.encode("utf-16-be"),
        "mark.csv": b"\xef\xbb\xbf" + rows.replace(" ", ",").encode(),
        "old_mac.xyz": rows.replace("\n", "\r").encode(),
        "mixed_ends.xyz": rows.replace("\n", "\r\n", 20).encode(),
        "comma.csv": rows.replace(".", ",").replace(" ", ";").encode(),
        "comma.xyz": rows.replace(".", ",").encode(),
        "words.csv": b"hello,world,again\n" * 50,
        "two_columns.txt": b"1 2\n" * 50,
        "ragged.xyz": rows.encode() + b"\n1 2\n",
        "million_columns.csv": (",".join(["1"] * 1_000_000) + "\n").encode() * 2,
        "long_line.xyz": b"1" * 3_000_000,
        "nan.xyz": rows.encode() + b"\nnan nan nan\n",
        "inf.xyz": rows.encode() + b"\n1e999 0 0\n",
        "quotes.csv": b'x,y,z\n"1","2","3\n' + b"1,2,3\n" * 50,
        "nul.xyz": rows.encode().replace(b"\n", b"\0\n"),
        "count_only.txt": b"60\n",
        "count_lies.txt": b"99999999999\n" + rows.encode(),
        "header_only.csv": b"x,y,z\n",
        "header_twice.csv": b"x,y,z\n" * 60,
        "same_names.csv": b"x,x,z,y\n" + b"1,2,3,4\n" * 60,
        "licence.txt": b"Permission is hereby granted, free of charge, to any person\n" * 100,
        "comments.xyz": b"# nothing\n" * 5000,
        "equal.xyz": b"1 2 3\n" * 60,
    }
    las_head = bytearray(400)
    las_head[:4] = b"LASF"
    las_head[105] = 20  # bytes of a point
    las_head[24:26], las_head[94:96], las_head[96:100] = b"\1\2", b"\xe3\0", b"\xe3\0\0\0"
    clouds = {
        "head.las": bytes(las_head),
        "zeros.las": b"LASF" + bytes(300),
        "many_vlrs.las": bytes(las_head[:100]) + b"\xff\xff\xff\xff" + bytes(las_head[104:]),
        "many_points.las": bytes(las_head[:107]) + b"\xff\xff\xff\xff" + bytes(las_head[111:]),
        "far_points.las": bytes(las_head[:96]) + b"\xff\xff\xff\xff" + bytes(las_head[100:]),
    }
    return {f"{name}.pcd": content for name, content in pcds.items()} | tables | clouds


def _any_kind() -> Nasty:
    noise = np.random.default_rng(1).bytes(5000)
    kinds = [suffix[1:] for suffix in SUFFIXES]
    files: Nasty = {}
    for kind in kinds:
        files |= {
            f"empty.{kind}": b"",
            f"zero_bytes.{kind}": bytes(4096),
            f"noise.{kind}": noise,
            f"newlines.{kind}": b"\n" * 5000,
            f"one_byte.{kind}": b"1",
            f"html.{kind}": b"<!DOCTYPE html><html><body>404 Not Found</body></html>",
            f"git_lfs.{kind}": b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n",
            f"ply_named.{kind}": ply_text(True),
            f"CAPITALS.{kind.upper()}": noise,
        }
    files["GOOD.PLY"], files["GOOD.XYZ"] = ply_text(True), "\n".join(map(str, range(9))).encode()
    return files
