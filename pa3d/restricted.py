"""The one pickle that is read: a dict of arrays in an .npy file, as PartNetE stores its labels.

`np.save` of a dict pickles it, and unpickling runs whatever the file names. Here nothing of the file is run:
the names of numpy's four constructors stand for records of this module that only keep what they are given,
every other name is refused, and the arrays are built from the records afterwards. Numpy's own classes are
not used either: their __setstate__ trusts what it gets.
"""

from __future__ import annotations

import io
import pickle  # noqa: TID251 - see above; no other module may
import pickletools
from pathlib import Path
from typing import Any

import numpy as np
from numpy.lib import format as npy
from numpy.typing import NDArray

from pa3d.errors import ShapeError, first_line

LARGEST = 1 << 28  # bytes of a file; labels of 300,000 points are 5 MB
MEMO = 1 << 20  # largest number of a memo entry; Python allocates as many before it looks further
NUMBERS = "biuf"  # kinds of dtype


class _Dtype:
    def __init__(self, code: Any, *rest: Any) -> None:
        self.code, self.order = code, "="

    def __setstate__(self, state: tuple) -> None:
        self.order = state[1]


class _Array:
    state: tuple = ()

    def __setstate__(self, state: tuple) -> None:
        self.state = state


class _Scalar:
    def __init__(self, dtype: Any, content: Any = None) -> None:
        self.dtype, self.content = dtype, content

    def __setstate__(self, state: tuple) -> None:
        raise ValueError("a number with a state")


class _Reconstruct:
    """Stands for the function that numpy calls to make an empty array before its state is set."""

    def __new__(cls, kind: Any, shape: Any, code: Any) -> _Array:  # type: ignore[misc]  # a function, as said
        if kind is not _Array:
            raise ValueError("an array of another class")
        return _Array()

    def __setstate__(self, state: tuple) -> None:
        raise ValueError("a function with a state")


KNOWN: dict[tuple[str, str], type] = {("numpy", "ndarray"): _Array, ("numpy", "dtype"): _Dtype}
for module in ("numpy.core.multiarray", "numpy._core.multiarray"):  # numpy 1 and numpy 2
    KNOWN |= {(module, "_reconstruct"): _Reconstruct, (module, "scalar"): _Scalar}


class _Reader(pickle.Unpickler):  # noqa: TID251
    def find_class(self, module: str, name: str) -> type:
        if (module, name) not in KNOWN:
            raise ValueError(f"it asks for {module}.{name}"[:100])
        return KNOWN[module, name]


def read_pickled_dict(path: Path) -> dict[str, NDArray]:
    """Arrays of numbers in a dict that np.save wrote, by their keys; what is no array is left out.

    Raises ShapeError when the file is another thing, damaged, above 256 MB, or names anything but arrays.
    """
    try:
        size = path.stat().st_size
        if size > LARGEST:
            raise ShapeError(f"{path}: {size >> 20} MB; a file of labels has at most {LARGEST >> 20} MB")
        content = path.read_bytes()
    except OSError as error:
        raise ShapeError(f"{path}: cannot be read ({first_line(error)})") from error
    try:
        cell = _load(content)
        return {key: _array(v) for key, v in cell.items() if isinstance(key, str) and isinstance(v, _Array)}
    except Exception as error:  # noqa: BLE001 - a damaged pickle raises anything
        raise ShapeError(
            f"{path}: not a dict of arrays as np.save writes it ({first_line(error)}); get it again"
        ) from error


def _load(content: bytes) -> dict:
    """The dict in the single cell of the object array, its arrays as records."""
    stream = io.BytesIO(content)
    if npy.read_magic(stream) != (1, 0):
        raise ValueError("another version of .npy")
    shape, _, dtype = npy.read_array_header_1_0(stream)
    if dtype != np.dtype(object) or shape != ():
        raise ValueError(f"an array of {dtype} {shape}")
    pickled = content[stream.tell() :]
    for opcode, argument, _ in pickletools.genops(pickled):  # also stops at lengths that the file lacks
        if opcode.name.startswith("EXT") or ("PUT" in opcode.name and int(argument or 0) > MEMO):
            raise ValueError(f"an entry {opcode.name} {argument}")
    array = _Reader(io.BytesIO(pickled)).load()
    if type(array) is not _Array or not isinstance(array.state[4], list):
        raise ValueError("no object array")
    (cell,) = array.state[4]
    if not isinstance(cell, dict):
        raise ValueError(f"a {type(cell).__name__}")
    return cell


def _array(record: _Array) -> NDArray:
    """The array of a record: numbers in the machine's byte order, in C order."""
    _, shape, dtype, fortran, content = record.state
    if type(dtype) is not _Dtype or not isinstance(dtype.code, str) or not isinstance(content, bytes):
        raise ValueError("an array that holds no numbers")
    kind = np.dtype(dtype.code)
    if kind.kind not in NUMBERS or dtype.order not in ("<", ">", "|", "="):
        raise ValueError("an array that holds no numbers")
    if dtype.order in ("<", ">"):
        kind = kind.newbyteorder("<" if dtype.order == "<" else ">")
    numbers = np.frombuffer(content, kind)
    return np.ascontiguousarray(
        numbers.astype(kind.newbyteorder("=")).reshape(shape, order="F" if fortran else "C")
    )
