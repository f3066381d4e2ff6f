"""A checksum inside a weights file: the comment of a torch zip, an entry of the JSON in safetensors metadata.

Other programs read the files as before. A file of an earlier version, or of others, carries none.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from pa3d.errors import CheckpointError

KEY = "checksum"  # of the JSON text that is the one entry of the metadata: safetensors would shuffle several
BLANK = "0" * 64
_COMMENT = re.compile(rb"pa3d sha256 ([0-9a-f]{64})")
_COMMENT_BYTES = 76
_END = b"PK\5\6"  # of the last record of a zip, 22 bytes with an empty comment
_ENTRY = re.compile(rb'\\"checksum\\": \\"([0-9a-f]{64})\\"')
AGAIN = "take a copy, or train it again"
_LARGEST_HEADER = 100 << 20  # bytes, as safetensors has it


def stamp_zip(path: Path) -> None:
    """Give a zip without a comment one that holds the sha256 of all before it."""
    with path.open("r+b") as stream:
        stream.seek(-22, 2)
        if not stream.read(4) == _END:
            raise CheckpointError(f"{path}: not a zip without a comment")
        stream.seek(-2, 2)
        stream.write(_COMMENT_BYTES.to_bytes(2, "little"))
        end = stream.tell()
        stream.seek(0)
        digest = _digest(stream, end)
        stream.write(b"pa3d sha256 " + digest.encode())


def stamp_safetensors(content: bytes) -> bytes:
    """The bytes of a safetensors file with their sha256 in the place of the BLANK under KEY in its metadata."""
    place = _ENTRY.search(content, 0, 8 + int.from_bytes(content[:8], "little"))
    if place is None or place[1].decode() != BLANK:
        raise ValueError(f"the metadata has no blank {KEY}")
    digest = hashlib.sha256(content).hexdigest().encode()
    return content[: place.start(1)] + digest + content[place.end(1) :]


def check(path: Path) -> bool:
    """True when a file is what was written, False when it carries no checksum; CheckpointError otherwise."""
    is_safetensors = path.suffix.lower() == ".safetensors"
    try:
        expected, found = _of_safetensors(path) if is_safetensors else _of_zip(path)
    except FileNotFoundError as error:
        raise CheckpointError(f"{path}: no such file") from error
    except OSError as error:
        raise CheckpointError(f"{path}: {error.strerror or error}") from error
    if expected != found:
        raise CheckpointError(f"{path}: damaged (its checksum differs); {AGAIN}")
    return bool(expected)


def _of_zip(path: Path) -> tuple[str, str]:
    """Checksum that the comment holds and that of the file; both empty for a zip without a comment."""
    with path.open("rb") as stream:
        start, size = stream.read(2), stream.seek(0, 2)
        stream.seek(max(0, size - len(_END) - _COMMENT_BYTES - 18))
        tail = stream.read()
        match = _COMMENT.fullmatch(tail[-_COMMENT_BYTES:])
        if match:
            stream.seek(0)
            return match[1].decode(), _digest(stream, size - _COMMENT_BYTES)
    if start == b"PK" and tail[-22:-18] == _END:
        return "", ""
    if start in (b"", b"PK") or _END in tail:
        raise CheckpointError(f"{path}: damaged (it does not end as it was written); {AGAIN}")
    raise CheckpointError(f"{path}: foreign (not a zip, as torch writes them)")


def _of_safetensors(path: Path) -> tuple[str, str]:
    with path.open("rb") as stream:
        start = stream.read(8)
        length = int.from_bytes(start, "little")
        start += stream.read(min(length, _LARGEST_HEADER))
        match = _ENTRY.search(start)
        if not match:
            return "", ""
        blank = start[: match.start(1)] + BLANK.encode() + start[match.end(1) :]
        return match[1].decode(), _digest(stream, None, hashlib.sha256(blank))


def _digest(stream, count: int | None, digest=None) -> str:
    """sha256 of the next `count` bytes, or of all that follow."""
    digest = digest or hashlib.sha256()
    while count is None or count > 0:
        block = stream.read(1 << 20 if count is None else min(1 << 20, count))
        if not block:
            break
        digest.update(block)
        count = None if count is None else count - len(block)
    return digest.hexdigest()
