"""The block before an HDF5 file: its header as text, and checksums of itself and of all that follows.

Nothing here knows HDF5. A sealed file begins with a line of fixed width,

    pa3d-seal 0001 <bytes of the block> <bytes of the file> <sha256 of the rest> <sha256 of the block>

then a line of JSON, then zeros up to the end of the block, a power of two from 512 on, where HDF5 readers look
for their signature. The rest is what follows the block; the checksum of the block is taken with 64 zeros in its
own place.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from pa3d.errors import ArtifactError

SIGNATURE = b"\x89HDF\r\n\x1a\n"  # of HDF5
MAGIC = b"pa3d-seal "
VERSION = 1
_LINE = re.compile(rb"pa3d-seal (\d{4}) (\d{12}) (\d{16}) ([0-9a-f]{64}) ([0-9a-f]{64})\n")
LINE_BYTES = len(MAGIC) + 5 + 13 + 17 + 65 + 65
SMALLEST, LARGEST = 512, 1 << 24  # bytes of a block
AGAIN = "delete it and run its stage again"


@dataclass(frozen=True)
class Seal:
    """What a block says, proven to be what was written."""

    block: int  # bytes
    length: int  # bytes of the whole file
    digest: str  # of what follows the block
    header: dict[str, Any]


def block_size(header: dict[str, Any]) -> int:
    """Bytes that the block of a header takes."""
    need, size = LINE_BYTES + len(_text(header)), SMALLEST
    while size < need:
        size *= 2
    if size > LARGEST:
        raise ArtifactError(f"a header of {need} bytes; {LARGEST} is the most that a file can carry")
    return size


def _text(header: dict[str, Any]) -> bytes:
    return json.dumps(header, sort_keys=True).encode() + b"\n"


def close(path: Path, header: dict[str, Any]) -> None:
    """Fill the block of a file that is complete but for it."""
    size = block_size(header)
    with path.open("r+b") as stream:
        stream.seek(size)
        digest = _digest_rest(stream)
        content = _block(size, stream.tell(), digest, header)
        stream.seek(0)
        stream.write(content)


def _block(size: int, length: int, digest: str, header: dict[str, Any]) -> bytes:
    def filled(own: str) -> bytes:
        line = f"{MAGIC.decode()}{VERSION:04d} {size:012d} {length:016d} {digest} {own}\n".encode()
        return (line + _text(header)).ljust(size, b"\0")

    return filled(hashlib.sha256(filled("0" * 64)).hexdigest())


def _digest_rest(stream: io.RawIOBase | io.BufferedIOBase) -> str:
    digest, block = hashlib.sha256(), bytearray(1 << 18)
    view = memoryview(block)
    while count := stream.readinto(block):
        digest.update(view[:count])
    return digest.hexdigest()


def block_at(start: bytes) -> int | None:
    """Bytes of the block of a file that begins so, with SMALLEST bytes or more; None when that is no seal."""
    match = _LINE.match(start)
    return min(int(match[2]), LARGEST) if match else None


def read(path: Path, *, whole: bool = True) -> Seal | None:
    """The seal of a file, all of which was compared with it, or only its block and length; None without a seal.

    ArtifactError when the file differs from what was written, and when it is not HDF5 at all.
    """
    try:
        # not to wait for the other end where it is a pipe
        with os.fdopen(os.open(path, os.O_RDONLY | os.O_NONBLOCK), "rb", buffering=0) as stream:
            size = _regular_size(path, stream)
            start = stream.read(SMALLEST)
            if start.startswith(SIGNATURE):
                return None
            if not start.startswith(MAGIC):
                raise ArtifactError(f"{path}: not a readable HDF5 file ({_what(start)}); {AGAIN}")
            seal = _parse(path, start, stream, size)
            if whole and _digest_rest(stream) != seal.digest:
                raise ArtifactError(f"{path}: damaged (its checksum differs); {AGAIN}")
            return seal
    except FileNotFoundError as error:
        raise ArtifactError(f"{path}: no such file") from error
    except OSError as error:
        reason = "a folder" if path.is_dir() else error.strerror
        raise ArtifactError(f"{path}: not a readable HDF5 file ({reason})") from error


def _regular_size(path: Path, stream: BinaryIO) -> int:
    status = os.fstat(stream.fileno())
    if not stat.S_ISREG(status.st_mode):
        raise ArtifactError(f"{path}: not a readable HDF5 file (not a regular file)")
    return status.st_size


def _what(start: bytes) -> str:
    if not start:
        return "it is empty"
    if not start.strip(b"\0"):
        return "it begins with zeros"
    return "its first bytes are damaged, or it is of another kind"


def _parse(path: Path, start: bytes, stream: BinaryIO, size: int) -> Seal:
    """The block, of which `start` has been read, after its own checksum and the length were compared."""
    match = _LINE.match(start)
    block = int(match[2]) if match else 0
    if not match or not (SMALLEST <= block <= LARGEST and block & (block - 1) == 0):
        raise ArtifactError(f"{path}: damaged (its first line is not a seal); {AGAIN}")
    if size < block:
        raise ArtifactError(f"{path}: not a readable HDF5 file (damaged: cut off after {size} bytes); {AGAIN}")
    content = start + (stream.read(block - len(start)) if block > len(start) else b"")
    blank = content[: match.start(5)] + b"0" * 64 + content[match.end(5) :]
    if hashlib.sha256(blank).hexdigest().encode() != match[5]:
        raise ArtifactError(f"{path}: damaged (the checksum of its header differs); {AGAIN}")
    if int(match[1]) != VERSION:
        raise ArtifactError(f"{path}: sealed as version {int(match[1])}; this pa3d reads {VERSION}: update it")
    if size != int(match[3]):
        sizes = f"{size} bytes, but {int(match[3])} were written"
        raise ArtifactError(f"{path}: not a readable HDF5 file (damaged: {sizes}); {AGAIN}")
    try:
        header = json.loads(content[match.end() :].rstrip(b"\0"))
    except (ValueError, RecursionError) as error:
        raise ArtifactError(f"{path}: foreign (its header is not JSON); {AGAIN}") from error
    if not isinstance(header, dict):
        raise ArtifactError(f"{path}: foreign (its header is not a table); {AGAIN}")
    return Seal(block, size, match[4].decode(), header)
