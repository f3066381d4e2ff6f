"""PLY: text or binary of either byte order, polygons of any sizes, further properties for who asks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Literal

import numpy as np
from numpy.typing import NDArray

from pa3d.errors import ShapeError
from pa3d.polygons import BYTE_ORDER_MARK, fan, split_lines, table_rows, whole_numbers

LONGEST_HEADER = 1 << 20  # bytes
_OLD = ("char", "uchar", "short", "ushort", "int", "uint", "float", "double")
_NEW = ("int8", "uint8", "int16", "uint16", "int32", "uint32", "float32", "float64", "int64", "uint64")
_CODES = ("i1", "u1", "i2", "u2", "i4", "u4", "f4", "f8", "i8", "u8")
KINDS = dict(zip(_OLD, _CODES, strict=False)) | dict(zip(_NEW, _CODES, strict=True))
CORNERS = ("vertex_indices", "vertex_index")


@dataclass
class _Element:
    """Rows of one kind. A property is a name, a numpy code and, of a list, the code of its length."""

    name: str
    count: int
    properties: list[tuple[str, str, str | None]] = field(default_factory=list)

    def place(self, name: str) -> int:
        return next((i for i, own in enumerate(self.properties) if own[0] == name), -1)


@dataclass(frozen=True)
class Ply:
    """What was asked for of a file: columns by name, faces as triangles in the polygons' order."""

    vertex: dict[str, NDArray]  # (M,) each
    faces: NDArray[np.int64] | None  # (F, 3)
    face: dict[str, NDArray]  # (P,) each, of the polygons
    polygon: NDArray[np.int64] | None  # (F,) which polygon a triangle is of
    comments: list[str]
    painted_faces: bool


def read_ply_tables(path: Path, vertex: Sequence[str] = (), face: Sequence[str] = ()) -> Ply:
    """x, y and z, the triangles, and those of further columns that the file has.

    Rows and polygons come in the file's order; elements of other names are skipped. ShapeError when the file
    is damaged or holds less than its header says; no more memory is taken than what is there needs.
    """
    with path.open("rb") as file:
        elements, order, comments = _header(file)
        by_name = {element.name: element for element in reversed(elements)}
        if "vertex" not in by_name or min(by_name["vertex"].place(axis) for axis in "xyz") < 0:
            raise ShapeError("has no vertices with x, y and z")
        wanted = {"vertex": ("x", "y", "z", *vertex), "face": tuple(face)}
        left = path.stat().st_size - file.tell()
        read = _Text(file.read()) if order is None else _Binary(file, order, left)
        columns: dict[str, dict[str, NDArray]] = {"vertex": {}, "face": {}}
        lists = None
        for element in elements:
            if element is by_name.get(element.name) and element.name in wanted:
                kept = [name for name in wanted[element.name] if element.place(name) >= 0]
                corners = max(element.place(name) for name in CORNERS) if element.name == "face" else -1
                columns[element.name], found = read.rows(element, kept, corners)
                lists = found if found is not None else lists
                by_name.pop(element.name)
            elif by_name.keys() & wanted.keys():  # something is still to come
                read.skip(element)
    own = next((element for element in elements if element.name == "face"), None)
    painted = own is not None and own.place("red") >= 0
    if lists is None or not len(lists[1]):
        return Ply(columns["vertex"], None, columns["face"], None, comments, painted)
    values, sizes = lists
    faces = fan(values, np.cumsum(sizes) - sizes, sizes)
    polygon = np.repeat(np.arange(len(sizes)), np.maximum(sizes - 2, 0))
    return Ply(columns["vertex"], faces, columns["face"], polygon, comments, painted)


def _header(file: BinaryIO) -> tuple[list[_Element], str | None, list[str]]:
    """Elements, byte order ("<", ">", None for text), comments; the file is left where the data begins."""
    head = file.read(LONGEST_HEADER)
    mark = len(BYTE_ORDER_MARK) if head.startswith(BYTE_ORDER_MARK) else 0
    head = head[mark:]
    end = re.search(rb"^[ \t]*end_header[ \t]*(\n|\Z)", head.replace(b"\r", b"\n"), re.M)
    if not re.match(rb"ply\s", head):
        raise ShapeError("does not begin with ply")
    if end is None:
        raise ShapeError("has a header without an end")
    stop = end.end()
    file.seek(mark + stop + (head[stop - 1 : stop + 1] == b"\r\n"))
    elements: list[_Element] = []
    comments: list[str] = []
    order: str | None = ""
    for line in re.split(r"\r\n|\n|\r", head[: end.start()].decode("utf-8", "replace"))[1:]:
        match line.split():
            case ["format", "ascii", *_]:
                order = None
            case ["format", "binary_little_endian", *_]:
                order = "<"
            case ["format", "binary_big_endian", *_]:
                order = ">"
            case ["comment" | "obj_info", *_]:
                comments.append(line.strip().partition(" ")[2])
            case []:
                pass
            case words:
                _add(words, elements)
    if order == "":
        raise ShapeError("does not say in its header whether it is text or binary")
    return elements, order, comments


def _add(words: list[str], elements: list[_Element]) -> None:
    """Read a line of the header that tells of an element or of a property."""
    match words:
        case ["element", name, count] if re.fullmatch("[0-9]{1,19}", count):
            elements.append(_Element(name, int(count)))
        case ["property", "list", size, kind, name] if elements and size in KINDS and kind in KINDS:
            if KINDS[size][0] == "f":
                raise ShapeError(f"counts the list {name[:40]!r} in {size}")
            elements[-1].properties.append((name, KINDS[kind], KINDS[size]))
        case ["property", kind, name] if elements and kind in KINDS:
            elements[-1].properties.append((name, KINDS[kind], None))
        case _:
            raise ShapeError(f"has a header line that means nothing: {' '.join(words)[:60]!r}")


Rows = tuple[dict[str, NDArray], tuple[NDArray[np.int64], NDArray[np.int64]] | None]


def _ends(element: _Element, found: int) -> ShapeError:
    return ShapeError(f"ends after {found} of {element.count} rows of {element.name[:40]!r}")


class _Text:
    """The rows of a text file: one a line."""

    def __init__(self, content: bytes) -> None:
        self.lines = [line for line in split_lines(content) if line.strip()]
        self.at = 0

    def skip(self, element: _Element) -> None:
        self.at += element.count

    def rows(self, element: _Element, kept: list[str], corners: int) -> Rows:
        lines = self.lines[self.at : self.at + element.count]
        if len(lines) < element.count:
            raise _ends(element, len(lines))
        self.at += element.count
        lists = [i for i, (_, _, size) in enumerate(element.properties) if size is not None]
        columns: dict[str, NDArray] = {}
        if lists and (len(lists) > 1 or kept):
            return self._mixed(element, lines, kept, corners)
        if kept:
            places = [element.place(name) for name in kept]
            numbers = table_rows(lines, places)
            columns = dict(zip(kept, numbers.T, strict=True))
        if corners < 0:
            return columns, None
        if corners > 0:
            lines = [b" ".join(line.split()[corners:]) for line in lines]
        return columns, counted(lines)

    @staticmethod
    def _mixed(element: _Element, lines: list[bytes], kept: list[str], corners: int) -> Rows:
        """Rows with numbers around the lists, word by word."""
        found: dict[str, list[float]] = {name: [] for name in kept}
        values: list[bytes] = []
        for number, line in enumerate(lines):
            words, at = line.split(), 0
            for place, (name, _, size) in enumerate(element.properties):
                if at >= len(words):
                    raise ShapeError(f"row {number} of {element.name[:40]!r} is too short")
                length = 1 if size is None else 1 + int(words[at])
                if not 1 <= length <= len(words) - at:
                    raise ShapeError(f"row {number} of {element.name[:40]!r} has a list of {length - 1}")
                if name in found:
                    found[name].append(float(words[at]))
                if place == corners:
                    values.append(b" ".join(words[at : at + length]))
                at += length
        columns = {name: np.array(column, np.float64) for name, column in found.items()}
        return columns, counted(values) if corners >= 0 else None


def counted(lines: list[bytes]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Lines of a count and as many whole numbers, what follows dropped: all the numbers, and the counts."""
    try:
        values, lengths = whole_numbers(lines)
    except ShapeError:  # colours that are no whole numbers follow
        counts = [int(line.split(None, 1)[0]) for line in lines]
        values, lengths = whole_numbers(
            [b" ".join(line.split()[: 1 + max(n, 0)]) for line, n in zip(lines, counts, strict=True)]
        )
    start = np.cumsum(lengths) - lengths
    sizes = values[start]
    wrong = (sizes >= lengths) | (sizes < 0)
    if wrong.any():
        number = int(wrong.argmax())
        raise ShapeError(f"face {number} should have {sizes[number]} corners, but lists {lengths[number] - 1}")
    return gathered(values, start + 1, sizes), sizes


def gathered(values: NDArray, start: NDArray[np.int64], sizes: NDArray[np.int64]) -> NDArray:
    """The runs values[start : start + size], one after the other."""
    step = np.arange(sizes.sum()) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    return values[np.repeat(start, sizes) + step]


class _Binary:
    """The rows of a binary file; `left` bytes are there."""

    def __init__(self, file: BinaryIO, order: str, left: int) -> None:
        self.file, self.order, self.left = file, order, left

    def _take(self, dtype: np.dtype, element: _Element) -> NDArray:
        if element.count * dtype.itemsize > self.left:
            raise _ends(element, self.left // max(dtype.itemsize, 1))
        self.left -= element.count * dtype.itemsize
        return np.fromfile(self.file, dtype, element.count)

    def skip(self, element: _Element) -> None:
        self.rows(element, [], -1)

    def rows(self, element: _Element, kept: list[str], corners: int) -> Rows:
        if all(size is None for _, _, size in element.properties):
            fields = [(f"p{i}", self.order + kind) for i, (_, kind, _) in enumerate(element.properties)]
            table = self._take(np.dtype(fields), element)
            return {name: table[f"p{element.place(name)}"] for name in kept}, None
        return self._uniform(element, kept, corners) or self._varied(element, kept, corners)

    def _uniform(self, element: _Element, kept: list[str], corners: int) -> Rows | None:
        """Rows whose lists are as long as the first row's; None when they are not."""
        start, left = self.file.tell(), self.left
        fields: list[tuple] = []
        for i, (_, kind, size) in enumerate(element.properties):
            if size is not None:
                self.file.seek(start + np.dtype(fields).itemsize)
                code = np.dtype(self.order + size)
                first = np.frombuffer(self.file.read(code.itemsize), code)
                if not len(first) or not 0 <= int(first[0]) <= left:
                    break
                fields += [(f"n{i}", code), (f"p{i}", self.order + kind, (int(first[0]),))]
            else:
                fields.append((f"p{i}", self.order + kind))
        dtype = np.dtype(fields)
        self.file.seek(start)
        whole = len(dtype.names or ()) >= len(element.properties)
        if not whole or element.count * dtype.itemsize > left:
            return None
        table = self._take(dtype, element)
        lists = [name for name in dtype.names or () if name.startswith("n")]
        if any((table[name] != dtype[f"p{name[1:]}"].shape[0]).any() for name in lists):
            self.file.seek(start)
            self.left = left
            return None
        columns = {name: table[f"p{element.place(name)}"] for name in kept}
        if corners < 0 or f"n{corners}" not in lists:
            return columns, None
        values = table[f"p{corners}"].astype(np.int64)
        return columns, (values.ravel(), np.full(len(values), values.shape[1], np.int64))

    def _varied(self, element: _Element, kept: list[str], corners: int) -> Rows:
        """Rows with lists of any lengths, one after the other."""
        start = self.file.tell()
        content = np.frombuffer(self.file.read(), np.uint8)
        raw, at, end = content.tobytes(), 0, len(content)
        order: Literal["little", "big"] = "little" if self.order == "<" else "big"
        plan = [
            (name, np.dtype(kind).itemsize, np.dtype(size or "u1").itemsize, size is not None, (size or "u")[0])
            for name, kind, size in element.properties
        ]
        places: dict[str, list[int]] = {name: [] for name in kept}
        begins, sizes = [], []
        for number in range(element.count):
            for place, (name, width, lead, is_list, sign) in enumerate(plan):
                if is_list:
                    length = int.from_bytes(raw[at : at + lead], order, signed=sign == "i")
                    at += lead
                    if length < 0:
                        raise ShapeError(f"row {number} of {element.name[:40]!r} has a list of {length}")
                    if place == corners:
                        begins.append(at)
                        sizes.append(length)
                    at += length * width
                else:
                    if name in places:
                        places[name].append(at)
                    at += width
            if at > end:
                raise _ends(element, number)
        self.file.seek(start + at)
        self.left -= at
        kinds = {name: np.dtype(self.order + kind) for name, kind, _ in element.properties}
        columns = {n: self._picked(content, np.array(p, np.int64), kinds[n]) for n, p in places.items()}
        if corners < 0 or plan[corners][3] is False:
            return columns, None
        counts, kind = np.array(sizes, np.int64), kinds[plan[corners][0]]
        steps = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
        offsets = np.repeat(np.array(begins, np.int64), counts) + steps * kind.itemsize
        return columns, (self._picked(content, offsets, kind).astype(np.int64), counts)

    @staticmethod
    def _picked(content: NDArray[np.uint8], places: NDArray[np.int64], kind: np.dtype) -> NDArray:
        """The numbers that begin at some bytes."""
        return content[places[:, None] + np.arange(kind.itemsize)].reshape(-1).view(kind)
