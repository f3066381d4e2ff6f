"""Checks on files of strangers, before memory is taken, names are used as paths, or links are followed.

A file may declare any size; these functions compare it with the bytes that are there. What they raise is a
ValueError (or OSError) without the file's name: their callers name it, and say what to do.
"""

from __future__ import annotations

import json
import pickletools
import stat
import unicodedata
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

LARGEST_TEXT = 256 << 20  # bytes of a list or a table of names; the largest published one has 20 MB
LARGEST_ARRAYS = 4 << 30  # bytes of an archive's arrays, unpacked
LARGEST_VIEW = 1 << 28  # bytes of a tensor that is larger than what is stored of it
LONGEST_NAME = 200  # bytes; file systems allow 255, with suffixes
PICKLES = 5  # that a torch file of the old layout begins with
DEEPEST = 100  # containers in containers

# what the pickle of a weights file may name; torch allows more, some of which takes memory by a number alone
GLOBALS = {
    *("collections.OrderedDict", "argparse.Namespace", "_codecs.encode", "torch.Size", "torch.device"),
    *("torch._utils._rebuild_tensor", "torch._utils._rebuild_tensor_v2", "torch._utils._rebuild_parameter"),
    *("torch.storage.UntypedStorage", "torch.serialization._get_layout"),
}
NUMBERS = ("float", "double", "half", "bfloat", "int", "uint", "long", "short", "char", "byte", "bool")


# -- text and arrays ---------------------------------------------------------------------------------


def read_text(path: Path, errors: str = "strict", largest: int = LARGEST_TEXT) -> str:
    """UTF-8 text of a regular file, without a byte order mark. ValueError when it is too large or no UTF-8."""
    if path.exists() and not path.is_file():  # a pipe would never end
        raise ValueError("no ordinary file")
    with path.open("rb") as stream:
        content = stream.read(largest + 1)
    if len(content) > largest:
        raise ValueError(f"more than {largest >> 10} kB; that is too large for such a file")
    return content.decode("utf-8-sig", errors).replace("\r\n", "\n")


def read_json(path: Path, largest: int = LARGEST_TEXT) -> Any:
    """Value of a JSON file. ValueError when it is none, too large or too deep."""
    text = read_text(path, largest=largest)
    try:
        return json.loads(text)
    except RecursionError as error:
        raise ValueError("nested too deep") from error


def read_npz(path: Path, largest: int = LARGEST_ARRAYS) -> dict[str, NDArray]:
    """Arrays of an .npz by their names; nothing is unpickled. ValueError when they would be too large."""
    with zipfile.ZipFile(path) as archive:
        total = sum(entry.file_size for entry in archive.infolist())  # no more than this is unpacked
    if total > largest:
        raise ValueError(f"{total >> 20} MB of arrays when unpacked; at most {largest >> 20} MB are read")
    with np.load(path, allow_pickle=False) as data:
        return {name: data[name] for name in data.files}


def read_npy(path: Path) -> NDArray:
    """Array of an .npy file; nothing is unpickled. ValueError when its header asks for more than is there."""
    with path.open("rb") as stream:
        version = np.lib.format.read_magic(stream)
        read = np.lib.format.read_array_header_1_0 if version == (1, 0) else np.lib.format.read_array_header_2_0
        shape, _, dtype = read(stream)
        held = path.stat().st_size - stream.tell()
    count = 1
    for size in shape:  # Python's integers: no overflow
        count *= size
    if dtype.hasobject:
        raise ValueError("an array of Python objects, which only running code of the file could read")
    if count * dtype.itemsize > held:
        raise ValueError(f"its header asks for {count * dtype.itemsize} bytes, {held} are there")
    return np.load(path, allow_pickle=False)


# -- torch files -------------------------------------------------------------------------------------


def check_torch_file(path: Path) -> None:
    """Refuse, before torch opens it, a torch file that unpacks to more than it holds or names foreign things.

    Torch writes archives whose members are stored as they are; a packed one only serves to be small on disk.
    """
    with path.open("rb") as stream:
        if stream.read(2) != b"PK":
            stream.seek(0)
            for _ in range(PICKLES):
                _check_pickle(stream)
            return
    with zipfile.ZipFile(path) as archive:
        members = archive.infolist()
        if any(member.compress_type != zipfile.ZIP_STORED for member in members):
            raise ValueError("its members are compressed, which torch never does")
        if sum(member.file_size for member in members) > path.stat().st_size:
            raise ValueError("its members claim to be larger than the file")
        names = [member.filename for member in members if member.filename.endswith("data.pkl")]
        for name in names:
            with archive.open(name) as pickled:
                _check_pickle(pickled)


def _check_pickle(stream: IO[bytes]) -> None:
    """Read over one pickle; nothing of it is run."""
    for opcode, argument, _ in pickletools.genops(stream):
        if opcode.name == "GLOBAL":
            name = str(argument).replace(" ", ".")
            if name not in GLOBALS and not _is_number_kind(name):
                raise ValueError(f"it asks for {name[:60]}")


def _is_number_kind(name: str) -> bool:
    """Whether a name is a storage or dtype of torch: torch.FloatStorage, torch.float32."""
    module, _, kind = name.rpartition(".")
    plain = kind.removesuffix("Storage").lower().rstrip("0123456789")
    return module == "torch" and plain in NUMBERS


def check_tensors(content: Any) -> None:
    """Refuse what a torch file held when a tensor is no plain numbers, or shows far more than is stored."""
    import torch

    seen: set[int] = set()
    level = [content]
    for _ in range(DEEPEST):
        inner: list[Any] = []
        for value in level:
            if isinstance(value, torch.Tensor):
                _check_tensor(value)
            elif isinstance(value, dict | list | tuple) and id(value) not in seen:
                seen.add(id(value))
                inner += value.values() if isinstance(value, dict) else value
        if not inner:
            return
        level = inner
    raise ValueError("nested too deep")


def _check_tensor(tensor: Any) -> None:
    if str(tensor.layout) != "torch.strided" or tensor.device.type != "cpu" or tensor.is_quantized:
        raise ValueError(f"a tensor of kind {tensor.layout} on {tensor.device}; expected plain numbers")
    size = tensor.numel() * tensor.element_size()
    if size > max(LARGEST_VIEW, tensor.untyped_storage().nbytes()):
        raise ValueError(f"a tensor {tuple(tensor.shape)} of which less is stored")


# -- names and links ---------------------------------------------------------------------------------


def is_file_name(name: str) -> bool:
    """Whether a name can be a file's in any folder and stays in it: no path, no control signs, not too long."""
    return (
        bool(name)
        and not name.startswith(".")
        and not any(sign in name for sign in "/\\")
        and not any(unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Zl", "Zp") for sign in name)
        and len(name.encode("utf-8", "replace")) <= LONGEST_NAME
    )


def stays_inside(root: Path, paths: Iterable[Path]) -> bool:
    """Whether paths, their links followed, lie in a folder (which may be a link itself)."""
    home = root.resolve()
    return all(path.resolve().is_relative_to(home) for path in paths)


def is_link(path: Path) -> bool:
    """Whether the last part of a path is a symbolic link, also one that leads nowhere."""
    try:
        return stat.S_ISLNK(path.lstat().st_mode)
    except OSError:
        return False
