"""What the readers of meshes share: numbers in lines of text, and polygons cut into triangles."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from pa3d.errors import ShapeError

BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def plain_text(content: bytes) -> bytes:
    """Text without a byte order mark, with the line ends of Unix. ShapeError when it is UTF-16."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise ShapeError("is UTF-16 text; save it as UTF-8")
    content = content.removeprefix(BYTE_ORDER_MARK)
    return content.replace(b"\r\n", b"\n").replace(b"\r", b"\n") if b"\r" in content else content


def split_lines(content: bytes) -> list[bytes]:
    """Lines, whichever way they end."""
    return plain_text(content).split(b"\n")


def table_rows(lines: list[bytes], columns: Sequence[int] = (0, 1, 2)) -> NDArray[np.float64]:
    """(n, columns) numbers of n lines of text."""
    if not lines:
        return np.empty((0, len(columns)))
    rows = np.loadtxt(lines, usecols=tuple(columns), comments=None, ndmin=2)
    if len(rows) != len(lines):  # it leaves out blank ones
        raise ShapeError(f"{len(lines) - len(rows)} of {len(lines)} rows hold no numbers")
    return rows


def whole_numbers(lines: list[bytes]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The whole numbers on lines of text, one after the other, and how many each line has."""
    sizes = np.fromiter((len(line.split()) for line in lines), np.int64, len(lines))
    try:
        values = np.fromstring(b"\n".join(lines), np.int64, sep=" ") if lines else np.empty(0, np.int64)
    except ValueError:  # before numpy 2.3 a warning, and fewer values
        values = None
    if values is None or len(values) != sizes.sum():
        raise ShapeError("a face has something else than whole numbers")
    if lines and sizes.min() == 0:
        raise ShapeError(f"face {int(sizes.argmin())} names no vertex")
    return values, sizes


def fan(corners: NDArray[np.int64], start: NDArray[np.int64], size: NDArray[np.int64]) -> NDArray[np.int64]:
    """(F, 3) triangles of polygons, each split into a fan at its first corner.

    A polygon is corners[start : start + size]; one of fewer than three corners gives none.
    """
    count = np.maximum(size - 2, 0)
    first = np.repeat(start, count)
    step = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
    return np.stack([corners[first], corners[first + step + 1], corners[first + step + 2]], 1)
