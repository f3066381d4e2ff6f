"""Read shape files as they are: which there are, which reader takes them, what is wrong with them."""

from __future__ import annotations

import hashlib
import re
import tempfile
import unicodedata
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from pa3d import readers_cloud, readers_mesh, readers_pcd
from pa3d.errors import ShapeError, first_line
from pa3d.readers_mesh import companions, references
from pa3d.shapes import Shape, check_shape
from pa3d.untrusted import is_link, stays_inside

__all__ = [
    "SUFFIXES",
    "companions",
    "guess_kind",
    "list_shapes",
    "load_shape",
    "load_stdin",
    "npz_is_shape",
    "references",
]

MESH_SUFFIXES = (".glb", ".gltf", ".obj", ".ply", ".stl", ".off", ".npz")
CLOUD_SUFFIXES = (".pcd", ".las", ".laz", ".xyz", ".txt", ".csv", ".npy")  # .ply and .npz may hold either
SUFFIXES = MESH_SUFFIXES + CLOUD_SUFFIXES
ONLY_IF_NAMED = {".txt", ".csv"}  # in a folder these are more often licences and lists
LONGEST_ID = 180  # bytes; file systems allow 255, with suffixes
LONGEST_STDIN = 2 << 30  # bytes
STDIN = Path("-")


def list_shapes(inputs: list[Path]) -> dict[str, Path]:
    """shape_id -> file for files and (recursively) folders. Ids are safe file names and unique."""
    found = [pair for entry in inputs for pair in _found(entry)]
    shapes: dict[str, Path] = {}
    for name, path in found:
        shape_id = re.sub(r"[^\w.-]+", "_", unicodedata.normalize("NFC", name)).strip(".") or "shape"
        if len(shape_id.encode()) > LONGEST_ID:
            shape_id = f"{shape_id[:60]}_{hashlib.sha256(name.encode()).hexdigest()[:8]}"
        if shape_id in shapes:
            shape_id = f"{shape_id}_{path.suffix[1:].lower()}"
        if shape_id in shapes:
            raise ShapeError(f"{path}: has the same name as {shapes[shape_id]}; rename one of them")
        shapes[shape_id] = path
    return shapes


def _found(entry: Path) -> list[tuple[str, Path]]:
    """The name and file of each shape that a file, a folder or - stands for."""
    if entry == STDIN:  # for load_stdin
        return [("stdin", entry)]
    if entry.is_file():
        return [(entry.stem, entry)]
    if not entry.is_dir():
        known = "no ordinary file; pipe it in and name it -" if entry.exists() else "no such file or folder"
        raise ShapeError(f"{entry}: {known}")
    kinds = set(SUFFIXES) - ONLY_IF_NAMED
    files = [p for p in entry.rglob("*") if p.suffix.lower() in kinds and p.is_file()]
    _refuse_links(entry, files)
    files = [p for p in files if p.suffix.lower() != ".npz" or npz_is_shape(p)]
    if not files:
        raise ShapeError(f"{entry}: no shape files in it; known kinds are {' '.join(SUFFIXES)}")
    # a mesh has its plain name before an array file of that name
    files.sort(key=lambda p: (p.with_suffix(""), p.suffix.lower().startswith(".np"), p.suffix))
    return [(str(p.relative_to(entry).with_suffix("")), p) for p in files]


def _refuse_links(folder: Path, files: list[Path]) -> None:
    """A folder of a stranger must not make us read what is elsewhere; folders behind links are not entered."""
    outside = next((p for p in files if is_link(p) and not stays_inside(folder, [p])), None)
    if outside is not None:
        raise ShapeError(f"{outside}: a symbolic link that leads out of {folder}; name the file itself")


def npz_is_shape(path: Path | BinaryIO) -> bool:
    """False for .npz files that hold something else, such as the annotation of a mesh beside it."""
    try:
        with zipfile.ZipFile(path) as archive:  # the names of its arrays, nothing unpacked
            names = {name.removesuffix(".npy") for name in archive.namelist()}
        return "points" in names or {"vertices", "faces"} <= names
    except Exception:  # noqa: BLE001 - load_shape will say what is wrong with it
        return True


def load_shape(path: Path) -> Shape:
    """Read a file as it is: no merging, no reordering, nothing dropped but non-triangular faces split.

    Raises ShapeError, naming the file, when it cannot be used.
    """
    path = Path(path)
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise ShapeError(f"{path}: unknown kind {suffix!r}; known kinds are {' '.join(SUFFIXES)}")
    if not path.is_file():
        raise ShapeError(f"{path}: " + ("no ordinary file" if path.exists() else "no such file"))
    if path.stat().st_size == 0:
        raise ShapeError(f"{path}: the file is empty")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # readers warn about textures; geometry is checked below
            return check_shape(_READERS[suffix](path))
    except ShapeError as error:
        if str(error).startswith(f"{path}: "):
            raise
        raise ShapeError(f"{path}: {error}") from error
    except MemoryError as error:
        raise ShapeError(f"{path}: needs more memory than there is") from error
    except Exception as error:  # noqa: BLE001 - third-party readers raise anything on damaged files
        raise ShapeError(f"{path}: cannot be read as {suffix[1:]} ({first_line(error)})") from error


def load_stdin(stream: BinaryIO, kind: str | None = None) -> Shape:
    """Read a shape of at most 2 GB from a stream of bytes; `kind` is a suffix such as "ply".

    Without `kind` the first bytes tell it (guess_kind). A .gltf or .obj cannot refer to other files here.
    """
    if kind is not None and f".{kind.lower().lstrip('.')}" not in SUFFIXES:
        raise ShapeError(f"stdin: unknown kind {kind!r}; known kinds are {' '.join(s[1:] for s in SUFFIXES)}")
    with tempfile.TemporaryDirectory(prefix="pa3d-") as folder:
        plain = Path(folder) / "stdin"
        total = 0
        with plain.open("wb") as file:
            while block := stream.read(1 << 20):
                first, total = total == 0, total + len(block)
                if total > LONGEST_STDIN:
                    raise ShapeError(f"stdin: more than {LONGEST_STDIN >> 30} GB; write it to a file first")
                file.write(block)
                if first and kind is None:
                    file.flush()
                    _check_start(plain)
        if total == 0:
            raise ShapeError("stdin: nothing came in")
        path = plain.with_suffix(f".{(kind or guess_kind(plain)).lower().lstrip('.')}")
        plain.rename(path)
        try:
            return load_shape(path)
        except ShapeError as error:
            raise ShapeError(str(error).replace(str(path), "stdin", 1)) from error


def _check_start(path: Path) -> None:
    """Name what is no shape by its first bytes, so that a stream without an end is not kept for its length."""
    if guess_kind(path) == "xyz":
        try:
            readers_cloud.check_table(path)
        except ShapeError as error:
            raise ShapeError(f"stdin: {error}") from error


def guess_kind(path: Path) -> str:
    """Suffix, without the dot, of the kind of shape that a file holds; text that is nothing else is a table."""
    with path.open("rb") as file:
        head = file.read(1 << 16)
    for magic, kind in ((b"glTF", "glb"), (b"LASF", "las"), (b"PK\3\4", "npz"), (b"\x93NUMPY", "npy")):
        if head.startswith(magic):
            return kind
    if re.match(rb"ply\s", head):
        return "ply"
    if 84 + 50 * int.from_bytes(head[80:84], "little") == path.stat().st_size and len(head) >= 84:
        return "stl"
    if b"\0" in head and not re.search(rb"^DATA\s+binary", head, re.M | re.I):
        raise ShapeError("stdin: cannot tell what kind of file this is; say so with --stdin-format")
    if head.lstrip().startswith(b"{"):
        return "gltf"
    for pattern, kind in (
        (rb"\s*solid\b", "stl"),
        (rb"\s*(#[^\n]*\n\s*)*(ST)?C?N?OFF\b", "off"),
        (rb"\s*(#[^\n]*\n\s*)*(VERSION|FIELDS)\b", "pcd"),
    ):
        if re.match(pattern, head):
            return kind
    return "obj" if re.search(rb"^[ \t]*v[ \t]+[-+.\d]", head, re.M) else "xyz"


_READERS: dict[str, Callable[[Path], Shape]] = {
    ".glb": readers_mesh.read_gltf,
    ".gltf": readers_mesh.read_gltf,
    ".obj": readers_mesh.read_obj,
    ".off": readers_mesh.read_off,
    ".ply": readers_mesh.read_ply,
    ".stl": readers_mesh.read_stl,
    ".npz": readers_cloud.read_npz,
    ".npy": readers_cloud.read_npy,
    ".xyz": readers_cloud.read_table,
    ".txt": readers_cloud.read_table,
    ".csv": readers_cloud.read_table,
    ".pcd": readers_pcd.read_pcd,
    ".las": readers_cloud.read_las,
    ".laz": readers_cloud.read_las,
}
