"""Point clouds in files: arrays, tables of text and LAS; PCD is in readers_pcd."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pa3d import untrusted
from pa3d.errors import ShapeError, first_line
from pa3d.isolated import MEGABYTES, isolated, patience
from pa3d.polygons import plain_text
from pa3d.shapes import Shape, as_bytes

LAS_POINTS = 1 << 20  # read at a time
LAS_RATIO = 100  # times its bytes that a file's points may be: LAZ packs about tenfold
HEAD = 1 << 16  # bytes in which the first row of a table is looked for
# What an .npz may unpack to: ordinary meshes pack two- to tenfold, one of zeros a thousandfold.
UNPACKED = 256 << 20  # bytes; or
RATIO = 50  # times the bytes of the file
MARK = "\u00ef\u00bb\u00bf"  # the byte order mark of UTF-8, as Latin-1
NAMES = {"points:0": "x", "points_0": "x", "points:1": "y", "points_1": "y", "points:2": "z", "points_2": "z"}
NAMES |= {"red": "r", "green": "g", "blue": "b"}


def read_arrays(path: Path) -> dict[str, NDArray]:
    """Arrays of an .npz by name; ShapeError when it is none, holds objects, or unpacks to too much."""
    try:
        return untrusted.read_npz(path, max(UNPACKED, RATIO * path.stat().st_size))
    except Exception as error:  # noqa: BLE001 - damaged zip files and headers raise anything
        raise ShapeError(f"cannot be read as npz ({first_line(error)})") from error


def read_npz(path: Path) -> Shape:
    """`vertices` and `faces`, or `points`, and `colors` (n, 3) uint8 with either."""
    data = read_arrays(path)
    colors = data.get("colors")
    if "vertices" in data and "faces" in data:
        faces = data["faces"]
        if faces.ndim != 2 or faces.shape[1] != 3:
            raise ShapeError(f"faces must be (F, 3), got {faces.shape}")
        if faces.dtype.kind not in "iu":
            raise ShapeError(f"faces must be whole numbers, got {faces.dtype}")
        points = _as_points(data["vertices"])
    elif "points" in data:
        points, faces = _as_points(data["points"]), None
    else:
        raise ShapeError("holds neither `points` nor `vertices` and `faces`")
    if colors is not None and (colors.dtype != np.uint8 or colors.shape != points.shape):
        colors = None
    return Shape(points, faces, colors)


def read_npy(path: Path) -> Shape:
    """(N, 3 or more) numbers."""
    return Shape(_as_points(untrusted.read_npy(path)), None)


def _as_points(array: NDArray) -> NDArray[np.float64]:
    array = np.asarray(array)
    if array.ndim != 2 or array.shape[1] < 3 or array.dtype.kind not in "fiu":
        raise ShapeError(f"points must be numbers of shape (N, 3), got {array.dtype} {array.shape}")
    return array[:, :3].astype(np.float64)


def read_table(path: Path) -> Shape:
    """A table of text: one point a row, columns separated by commas, semicolons, tabs or blanks.

    A header that names x, y and z (in any case; after # or // too, as CloudCompare writes it) says which
    columns they are, and r, g, b which are colours. Without one the first three columns are taken and the rest
    is dropped. Lines that begin with # or // and a first line that only holds a count are skipped. With
    semicolons between the columns, a comma is a decimal point.
    """
    columns, skip, first = _table_head(path)
    separator = _separator(first)
    use = [columns.get(name, place) for place, name in enumerate("xyz")]
    colored = {"r", "g", "b"} <= set(columns)
    if colored:
        use += [columns[name] for name in "rgb"]
    decimal_comma = separator == ";" and "," in first
    mixed = separator is not None and any(len(w.split()) > 1 for w in first.split(separator)[: max(use) + 1])
    with path.open(encoding="latin-1", newline=None) as file:  # any line ends; what matters is ASCII
        for _ in range(skip):
            file.readline()
        lines: Iterable[str] = file
        if skip == 0:
            lines = (line.removeprefix(MARK) if i == 0 else line for i, line in enumerate(file))
        if _has_comments(path):
            lines = (line for line in lines if not line.lstrip().startswith("//"))
        if decimal_comma:
            lines = (line.replace(",", ".") for line in lines)
        if mixed:
            lines = (line.replace(",", " ").replace(";", " ") for line in lines)
            separator = None
        rows = np.loadtxt(lines, usecols=use, delimiter=separator, comments="#", ndmin=2, quotechar='"')
    colors = None
    if colored:
        colors = as_bytes(rows[:, 3:])
        rows = rows[:, :3].copy()
    return Shape(rows, None, colors)


def _has_comments(path: Path) -> bool:
    """Whether there is a // in the file; looked for in blocks."""
    with path.open("rb") as file:
        last = b""
        while block := file.read(1 << 24):
            if b"//" in last + block:
                return True
            last = block[-1:]
    return False


def _first_lines(path: Path) -> list[str]:
    with path.open("rb") as file:
        head = file.read(HEAD)
    head = plain_text(head)
    if len(head) >= HEAD - 3:
        head = head[: head.rfind(b"\n") + 1]
    try:
        return head.decode("utf-8").split("\n")
    except UnicodeDecodeError as error:
        raise ShapeError("is no text in UTF-8") from error


def check_table(path: Path) -> None:
    """ShapeError when the first row of a table of text is none."""
    _table_head(path)


def _separator(line: str) -> str | None:
    return ";" if ";" in line else "," if "," in line else None


def _table_head(path: Path) -> tuple[dict[str, int], int, str]:
    """Column of each known name, lines before the first row, and that row."""
    columns: dict[str, int] = {}
    for skip, line in enumerate(_first_lines(path)):
        words = _words(line.strip().lstrip("#/ "))
        names = [NAMES.get(word.lower(), word.lower()) for word in words]
        if {"x", "y", "z"} <= set(names):
            columns = {name: names.index(name) for name in "xyzrgb" if name in names}
            continue
        if not words or line.lstrip().startswith(("#", "//")):
            continue
        if len(words) == 1 and words[0].isdigit():
            continue  # a leading count
        if not columns and not any(_is_number(word) for word in words[:3]):
            raise ShapeError(
                f"its first row {line.strip()[:60]!r} holds neither numbers nor the column names x, y and z"
            )
        return columns, skip, line
    raise ShapeError("holds no points")


def _words(line: str) -> list[str]:
    return [word.strip().strip("\"'") for word in line.split(_separator(line))]


def _is_number(word: str) -> bool:
    return (
        re.fullmatch(r"[+-]?(\d+[.,]?\d*|[.,]\d+)([eE][+-]?\d+)?|[+-]?(nan|inf|infinity)", word, re.I)
        is not None
    )


def read_las(path: Path) -> Shape:
    """LAS or LAZ: scaled coordinates in double precision, colours of 16 (or, as some write, 8) bits."""
    import laspy  # noqa: F401 - before the child begins, which then need not

    size = path.stat().st_size
    _check_las_records(path, size)
    memory = MEGABYTES + 2 * LAS_RATIO * (size >> 20)
    return Shape(*isolated(_las_arrays, path, path=path, seconds=patience(size), megabytes=memory))


def _check_las_records(path: Path, size: int) -> None:
    """Refuse a header that promises more records before and behind the points than the file can hold."""
    with path.open("rb") as file:
        head = file.read(247)
    before = int.from_bytes(head[100:104], "little")
    behind = int.from_bytes(head[243:247], "little") if head[24:26] == b"\x01\x04" else 0
    if 54 * before + 60 * behind > size:  # the least that one takes
        raise ShapeError(f"its header promises {before + behind} records, more than the file can hold")


def _las_arrays(path: Path) -> tuple[NDArray, None, NDArray | None]:
    """Points, no faces, colours."""
    import laspy

    # the backend without threads: those that this process may have had are not there in a child
    with laspy.open(path, laz_backend=laspy.LazBackend.Lazrs) as file:
        count = file.header.point_count
        if count * file.header.point_format.size > LAS_RATIO * path.stat().st_size:
            raise ShapeError(f"its header promises {count} points, more than the file can hold")
        points = np.empty((count, 3))
        names = ("red", "green", "blue")
        deep = None
        if set(names) <= set(file.header.point_format.dimension_names):
            deep = np.empty((count, 3), np.uint16)
        done = 0
        for chunk in file.chunk_iterator(LAS_POINTS):
            part = slice(done, done + len(chunk))
            for axis, name in enumerate("xyz"):
                points[part, axis] = chunk[name]
                if deep is not None:
                    deep[part, axis] = chunk[names[axis]]
            done += len(chunk)
    if done < count:
        raise ShapeError(f"ends after {done} of {count} points")
    if deep is None or not deep.any():
        return points, None, None
    return points, None, (deep >> 8 if deep.max() > 255 else deep).astype(np.uint8)
