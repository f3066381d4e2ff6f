"""glTF and GLB: checked and laid flat here, then decoded by trimesh.

A glTF is a tree of small JSON objects that point at each other and at bytes. All that could take more memory
or time than the file is worth is refused before trimesh sees it: numbers that point nowhere, nodes in circles,
the same bytes or the same mesh used without end.
"""

from __future__ import annotations

import importlib.util
import io
import json
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import numpy as np
from numpy.typing import NDArray

from pa3d.beside import Neighbours, beside
from pa3d.convert import from_trimesh
from pa3d.errors import ShapeError
from pa3d.isolated import MEGABYTES, isolated
from pa3d.shapes import Shape

TRIANGLES = (4, 5)  # primitive modes that make faces: triangles, strips
POINTS, FANS = 0, 6
LARGEST_OF = {5120: 127, 5121: 255, 5122: 32767, 5123: 65535}  # of a component type, when normalized
BYTES = {5120: 1, 5121: 1, 5122: 2, 5123: 2, 5125: 4, 5126: 4}  # of a component type
NUMBERS = {"SCALAR": 1, "VEC2": 2, "VEC3": 3, "VEC4": 4, "MAT2": 4, "MAT3": 9, "MAT4": 16}
LISTS = ("buffers", "bufferViews", "accessors", "meshes", "nodes", "scenes", "images", "textures", "materials")

# An honest file reads each of its bytes once or a few times. These leave room for small files that use a mesh
# many times, and keep a file of kilobytes from asking for gigabytes.
READ_BYTES = 128 << 20  # by all views and accessors together; or
READ_TIMES = 8  # times the bytes that are there
PLACED = 4 << 20  # vertices and corners of faces in the scene; or one for each byte that is there
LARGEST_IMAGE = 1 << 26  # pixels; 8192 x 8192
DRACO = "KHR_draco_mesh_compression"


def read_gltf(path: Path) -> Shape:
    """glTF or GLB: what its scene shows, each node's primitives placed by the transforms above it.

    Vertices and faces follow the nodes depth first in the order in which the file lists them, a mesh that
    several nodes use once for each. Points count only where there are no faces; lines, cameras, skins (the
    pose as modelled is taken) and morph targets do not. A texture that cannot be decoded costs the colours.
    """
    content = path.read_bytes()
    binary = content[:4] == b"glTF"
    text, rest = content, b""
    if binary:
        length = int.from_bytes(content[12:16], "little")
        text, rest = content[20 : 20 + length], content[20 + length :]
    del content
    tree = _parsed(text)
    held = len(text) + len(rest) + sum(_size(beside(path, name)) for name in _references(tree))
    _check(tree, held)
    _lay_flat(tree, held)
    painted, packed = bool(tree.get("images")), DRACO in tree.get("extensionsUsed", [])
    if painted or packed:  # compiled decoders work on it
        memory = MEGABYTES + 64 * (held >> 20)
        try:
            return Shape(*isolated(_arrays, tree, rest, path, binary, path=path, megabytes=memory))
        except ShapeError:
            if packed:
                raise
            _without_images(tree)
    return Shape(*_arrays(tree, rest, path, binary))


def gltf_references(path: Path) -> list[str]:
    """Files a glTF names; only plain relative ones below its own folder are allowed."""
    with path.open("rb") as file:
        if path.suffix.lower() == ".glb":  # 12 bytes of header, then the JSON chunk: length, type, text
            head = file.read(20)
            content = file.read(int.from_bytes(head[12:16], "little"))
        else:
            content = file.read()
    names = _references(_parsed(content))
    for name in names:
        beside(path, name)
    return names


def _parsed(text: bytes) -> dict[str, Any]:
    try:
        tree = json.loads(text)
    except RecursionError as error:
        raise ShapeError("its JSON is nested too deep") from error
    if not isinstance(tree, dict):
        raise ShapeError("its JSON is no object")
    for key in LISTS:
        listed = tree.get(key, [])
        if not isinstance(listed, list) or not all(isinstance(entry, dict) for entry in listed):
            raise ShapeError(f"its {key} are no list of objects")
    return tree


def _references(tree: dict[str, Any]) -> list[str]:
    uris = [str(entry.get("uri", "data:")) for entry in [*tree.get("buffers", []), *tree.get("images", [])]]
    return [unquote(uri) for uri in uris if not uri.startswith("data:")]


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() else 0


def _arrays(
    tree: dict[str, Any], rest: bytes, path: Path, binary: bool
) -> tuple[NDArray, NDArray | None, NDArray | None]:
    """Vertices, faces and colours of a scene that is flat; `rest` are the chunks behind the JSON of a GLB."""
    import PIL.Image
    import trimesh

    text = json.dumps(tree).encode()
    if binary:
        text += b" " * (-len(text) % 4)
        sizes = (20 + len(text) + len(rest)).to_bytes(4, "little"), len(text).to_bytes(4, "little")
        text = b"".join([b"glTF", (2).to_bytes(4, "little"), *sizes, b"JSON", text, rest])
    neighbours: Any = Neighbours(path)
    limit, PIL.Image.MAX_IMAGE_PIXELS = PIL.Image.MAX_IMAGE_PIXELS, LARGEST_IMAGE // 2  # which refuses twice it
    try:
        scene = trimesh.load_scene(
            io.BytesIO(text), file_type="glb" if binary else "gltf", resolver=neighbours, process=False
        )
        shape = from_trimesh(scene.dump())
    finally:
        PIL.Image.MAX_IMAGE_PIXELS = limit
    return shape.vertices, shape.faces, shape.colors


def _without_images(tree: dict[str, Any]) -> None:
    for key in ("images", "textures", "materials", "samplers"):
        tree.pop(key, None)
    for mesh in tree["meshes"]:
        for primitive in mesh["primitives"]:
            primitive.pop("material", None)


# -- what is refused ---------------------------------------------------------------------------------


def _whole(entry: dict[str, Any], key: str, what: str, default: int | None = None) -> int:
    """A count or place of an object: a whole number, not negative."""
    value = entry.get(key, default)
    if type(value) is not int or value < 0:
        raise ShapeError(f"{what} has {key} {str(value)[:40]}, which is no whole number from 0")
    return value


def _pointed(tree: dict[str, Any], key: str, index: Any, what: str) -> dict[str, Any]:
    """The object that a number points at."""
    listed = tree.get(key, [])
    if type(index) is not int or not 0 <= index < len(listed):
        raise ShapeError(f"{what} names number {str(index)[:40]} of its {len(listed)} {key}")
    return listed[index]


def _check(tree: dict[str, Any], held: int) -> None:
    """Refuse what trimesh would get silently wrong, and what would take more than `held` bytes are worth."""
    used = {*tree.get("extensionsUsed", []), *tree.get("extensionsRequired", [])}
    packed = next((name for name in used if name.endswith("_meshopt_compression")), None)
    if packed:
        raise ShapeError(f"is compressed with {packed}; export it without")
    if DRACO in used:
        if importlib.util.find_spec("DracoPy") is None:
            raise ShapeError("is compressed with Draco; export it without, or `pip install DracoPy`")
        tree["extensionsUsed"] = [*used]
    read = sum(_whole(view, "byteLength", f"view {i}") for i, view in enumerate(tree.get("bufferViews", [])))
    read += sum(_accessor(tree, i) for i in range(len(tree.get("accessors", []))))
    if read > max(READ_BYTES, READ_TIMES * held):
        raise ShapeError(f"its views and accessors read {read >> 20} MB, but there are {held >> 20}")
    for number, mesh in enumerate(tree.get("meshes", [])):
        _mesh(tree, number, mesh)


def _accessor(tree: dict[str, Any], number: int) -> int:
    """Bytes of an accessor's numbers; ShapeError when its view does not hold them."""
    entry, what = tree["accessors"][number], f"accessor {number}"
    if entry.get("componentType") not in BYTES or entry.get("type") not in NUMBERS:
        raise ShapeError(f"{what} is of unknown type")
    row = BYTES[entry["componentType"]] * NUMBERS[entry["type"]]
    count = _whole(entry, "count", what)
    if "bufferView" in entry:
        view = _pointed(tree, "bufferViews", entry["bufferView"], what)
        step = _whole(view, "byteStride", what, row)
        end = _whole(entry, "byteOffset", what, 0) + max(count - 1, 0) * step + row
        if step < row or (count and end > view["byteLength"]):
            raise ShapeError(f"{what} reads beyond its view")
    return count * row


def _mesh(tree: dict[str, Any], number: int, mesh: dict[str, Any]) -> None:
    """Check a mesh's primitives; those that are neither points nor triangles are dropped."""
    what, primitives = f"mesh {number}", mesh.get("primitives")
    if not isinstance(primitives, list) or not all(isinstance(p, dict) for p in primitives):
        raise ShapeError(f"{what} has no list of primitives")
    if any(primitive.get("mode") == FANS for primitive in primitives):
        raise ShapeError("has triangle fans; export it with triangles")
    mesh["primitives"] = [p for p in primitives if p.get("mode", 4) in (POINTS, *TRIANGLES)]
    for primitive in mesh["primitives"]:
        attributes = primitive.get("attributes")
        if not isinstance(attributes, dict):
            raise ShapeError(f"{what} has a primitive without attributes")
        for accessor in _geometry(tree, primitive, what):
            if "sparse" in accessor:
                raise ShapeError("has sparse positions or indices; export it without")
        for index in attributes.values():
            _pointed(tree, "accessors", index, what)
        if tree["accessors"][attributes["POSITION"]]["type"] != "VEC3":
            raise ShapeError(f"{what} has positions that are no triples")


def _geometry(tree: dict[str, Any], primitive: dict[str, Any], what: str) -> list[dict[str, Any]]:
    """The accessors of a primitive's positions and, where it has them, indices."""
    found = [_pointed(tree, "accessors", primitive["attributes"].get("POSITION"), what)]
    if "indices" in primitive:
        found.append(_pointed(tree, "accessors", primitive["indices"], what))
    return found


# -- the scene ---------------------------------------------------------------------------------------


def _lay_flat(tree: dict[str, Any], held: int) -> None:
    """Replace the nodes by one for each mesh that the scene shows, with its place in the world.

    So that nesting of any depth costs nothing, and nothing is lost: trimesh drops what is below cameras.
    """
    meshes, nodes = tree.get("meshes", []), tree.get("nodes", [])
    weights = [
        sum(accessor["count"] for p in mesh["primitives"] for accessor in _geometry(tree, p, "a mesh"))
        for mesh in meshes
    ]
    placed, total, seen = [], 0, np.zeros(len(nodes), bool)
    waiting = [(index, np.eye(4)) for index in reversed(_roots(tree))]
    while waiting:
        index, above = waiting.pop()
        node = _pointed(tree, "nodes", index, "the scene")
        if seen[index]:
            raise ShapeError(f"node {index} is below several others, or below itself")
        seen[index] = True
        place = above @ _transform(node, index)
        if "mesh" in node:
            mesh = _pointed(tree, "meshes", node["mesh"], f"node {index}")
            total += weights[node["mesh"]]
            if total > max(PLACED, held):
                raise ShapeError(f"its scene places more than {max(PLACED, held) >> 20} million vertices")
            scale = _unit(tree, mesh)
            own = place if scale is None else place @ np.diag([scale] * 3 + [1])
            placed.append({"mesh": node["mesh"], "matrix": own.T.ravel().tolist()})
        children = node.get("children", [])
        if not isinstance(children, list):
            raise ShapeError(f"node {index} has children that are no list")
        waiting += [(child, place) for child in reversed(children)]
    tree["nodes"] = placed
    # trimesh walks the list from its end
    tree["scenes"], tree["scene"] = [{"nodes": list(range(len(placed)))[::-1]}], 0
    for key in ("cameras", "skins", "animations"):
        tree.pop(key, None)


def _roots(tree: dict[str, Any]) -> list[Any]:
    """The nodes that the scene begins with; in a library of nodes, without scenes, those below no other."""
    if tree.get("scenes"):
        roots = _pointed(tree, "scenes", tree.get("scene", 0), "the file").get("nodes", [])
    else:
        nodes = tree.get("nodes", [])
        below = {str(child) for node in nodes for child in _listed(node.get("children", []))}
        roots = [i for i in range(len(nodes)) if str(i) not in below]
    return _listed(roots)


def _listed(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise ShapeError(f"its nodes are {str(value)[:40]}, no list")
    return value


def _transform(node: dict[str, Any], index: int) -> NDArray[np.float64]:
    """(4, 4) of a node, for columns."""
    try:
        if "matrix" in node:
            return np.array(node["matrix"], np.float64).reshape(4, 4).T
        matrix = np.eye(4)
        if "rotation" in node:
            matrix[:3, :3] = _rotation(np.array(node["rotation"], np.float64).reshape(4))
        if "scale" in node:
            matrix[:3, :3] *= np.array(node["scale"], np.float64).reshape(3)
        if "translation" in node:
            matrix[:3, 3] = np.array(node["translation"], np.float64).reshape(3)
        return matrix
    except (TypeError, ValueError) as error:
        raise ShapeError(f"node {index} has a place that is not made of numbers") from error


def _rotation(quaternion: NDArray[np.float64]) -> NDArray[np.float64]:
    """(3, 3) of x, y, z, w; the identity where its length is 0."""
    length = np.linalg.norm(quaternion)
    if not length > 0:
        return np.eye(3)
    x, y, z, w = quaternion / length
    return np.array(
        [
            [1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y)],
            [2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x)],
            [2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y)],
        ]
    )


def _unit(tree: dict[str, Any], mesh: dict[str, Any]) -> float | None:
    """Length of 1 in a mesh's stored positions where these are normalized integers."""
    for primitive in mesh["primitives"]:
        accessor = tree["accessors"][primitive["attributes"]["POSITION"]]
        if accessor.get("normalized") and accessor["componentType"] in LARGEST_OF:
            return 1 / LARGEST_OF[accessor["componentType"]]
    return None
