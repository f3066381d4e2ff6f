"""PCD: text, binary and compressed. The header is read here and nowhere else: two readings of it may differ."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from pa3d.errors import ShapeError
from pa3d.isolated import MEGABYTES, isolated, patience
from pa3d.polygons import split_lines, table_rows
from pa3d.shapes import Shape

LONGEST_HEADER = 1 << 16  # bytes
LZF_RATIO = 100  # times its bytes that LZF may unpack to; the most that it can pack is 88
MOST_FIELDS = 1000  # numbers of a point
CODES = {"F": "f", "I": "i", "U": "u"}
WIDTHS = {"F": (4, 8), "I": (1, 2, 4, 8), "U": (1, 2, 4, 8)}


@dataclass(frozen=True)
class _Head:
    fields: list[tuple[str, np.dtype, int]]  # name, kind of number, how many
    points: int
    data: str

    @property
    def row(self) -> int:
        """Bytes of a point."""
        return sum(kind.itemsize * count for _, kind, count in self.fields)

    def place(self, name: str) -> int:
        """Which field has a name, -1 for none."""
        return next((i for i, (own, _, _) in enumerate(self.fields) if own == name), -1)


def read_pcd(path: Path) -> Shape:
    """x, y, z and, where there is one, the packed colour `rgb` or `rgba`."""
    with path.open("rb") as file:
        head = _header(file)
        start, size = file.tell(), path.stat().st_size
        wanted = [head.place(axis) for axis in "xyz"]
        if min(wanted) < 0:
            raise ShapeError("has no fields x, y and z")
        color = max(head.place("rgb"), head.place("rgba"))
        if color >= 0 and head.fields[color][1].itemsize == 4:
            wanted.append(color)
        if head.data == "ascii":
            columns = _text(file, head, wanted)
        elif head.data == "binary":
            columns = _binary(file, head, wanted, size - start)
        else:  # unpacked by compiled code
            memory = MEGABYTES + 2 * LZF_RATIO * (size >> 20)
            columns = isolated(
                _packed, path, start, head, wanted, path=path, seconds=patience(size), megabytes=memory
            )
    points = np.stack([column.astype(np.float64) for column in columns[:3]], 1)
    if len(columns) < 4:
        return Shape(points, None)
    bits = np.ascontiguousarray(columns[3]).view(np.uint32)
    return Shape(points, None, np.stack([(bits >> s & 255).astype(np.uint8) for s in (16, 8, 0)], 1))


def _header(file: BinaryIO) -> _Head:
    """What the header says; the file is left where the data begins."""
    start = file.read(LONGEST_HEADER)
    end = re.search(rb"^DATA[ \t]+(\w+)[ \t]*(\r\n|\n|\r)", start.replace(b"\r\n", b" \n"), re.M)
    if end is None:
        raise ShapeError("has no line DATA that ends its header")
    file.seek(end.end())
    words: dict[str, list[str]] = {}
    for line in split_lines(start[: end.end()]):
        key, *rest = line.decode("utf-8", "replace").split() or [""]
        words[key] = rest
    names, data = words.get("FIELDS", []), words["DATA"][0]
    kinds, sizes = words.get("TYPE", []), words.get("SIZE", [])
    counts = words.get("COUNT", ["1"] * len(names))
    if data not in ("ascii", "binary", "binary_compressed"):
        raise ShapeError(f"has data of unknown kind {data[:40]!r}")
    if not names or not len(names) == len(kinds) == len(sizes) == len(counts):
        raise ShapeError("has a header whose FIELDS, SIZE, TYPE and COUNT differ in length")
    if any(size not in map(str, WIDTHS.get(kind, ())) for kind, size in zip(kinds, sizes, strict=True)):
        raise ShapeError("has a field of unknown TYPE and SIZE")
    if (
        not all(re.fullmatch("[1-9][0-9]{0,3}", count) for count in counts)
        or sum(map(int, counts)) > MOST_FIELDS
    ):
        raise ShapeError(f"has a header whose COUNT is not from 1 to {MOST_FIELDS}")
    points = words.get("POINTS", words.get("WIDTH", []))
    if len(points) != 1 or not re.fullmatch("[0-9]{1,18}", points[0]):
        raise ShapeError("has a header that does not say how many POINTS there are")
    types = [np.dtype(f"<{CODES[kind]}{size}") for kind, size in zip(kinds, sizes, strict=True)]
    return _Head(list(zip(names, types, map(int, counts), strict=True)), int(points[0]), data)


def _text(file: BinaryIO, head: _Head, wanted: list[int]) -> list[NDArray]:
    lines = [line for line in split_lines(file.read()) if line.strip()]
    if len(lines) < head.points:
        raise ShapeError(f"ends after {len(lines)} of {head.points} points")
    before = np.cumsum([0] + [count for _, _, count in head.fields])
    rows = table_rows(lines[: head.points], [int(before[i]) for i in wanted])
    columns = []
    for column, i in zip(rows.T, wanted, strict=True):
        kind = head.fields[i][1]
        with np.errstate(all="ignore"):  # colours that are no numbers
            columns.append(column.astype(kind) if i in wanted[3:] else column)
    return columns


def _binary(file: BinaryIO, head: _Head, wanted: list[int], left: int) -> list[NDArray]:
    if head.points * head.row > left:
        raise ShapeError(f"ends after {left // head.row} of {head.points} points")
    layout = np.dtype([(f"f{i}", kind, (count,)) for i, (_, kind, count) in enumerate(head.fields)])
    table = np.fromfile(file, layout, head.points)
    return [table[f"f{i}"][:, 0] for i in wanted]


def _packed(path: Path, start: int, head: _Head, wanted: list[int]) -> list[NDArray]:
    """The columns of a file that holds one field after the other, compressed."""
    import lzf

    with path.open("rb") as file:
        file.seek(start)
        packed, unpacked = (int.from_bytes(file.read(4), "little") for _ in range(2))
        content = file.read()
    if packed > len(content):
        raise ShapeError(f"ends after {len(content)} of {packed} compressed bytes")
    if unpacked > LZF_RATIO * packed or head.points * head.row > unpacked:
        raise ShapeError(f"its header promises {head.points} points, more than the file can hold")
    plain = lzf.decompress(content[:packed], unpacked)
    if plain is None or len(plain) != unpacked:
        raise ShapeError("has compressed data that is damaged")
    offsets = np.cumsum([0] + [kind.itemsize * count * head.points for _, kind, count in head.fields])
    tables = [
        np.frombuffer(plain, head.fields[i][1], head.fields[i][2] * head.points, int(offsets[i]))
        for i in wanted
    ]
    return [table.reshape(head.points, -1)[:, 0] for table in tables]
