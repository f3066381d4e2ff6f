"""Errors a user can cause. The command line turns each into one line and exit code 2."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from pathlib import Path


class Pa3dError(ValueError):
    """Base of every error that is the input's fault and not the program's."""


class ArtifactError(Pa3dError):
    """An HDF5 artifact is unreadable, of another kind, or does not follow its schema."""


class StaleError(Pa3dError):
    """An artifact was made with other settings or inputs than the ones asked for."""


class ShapeError(Pa3dError):
    """A mesh, point cloud or annotation cannot be used."""


class CheckpointError(Pa3dError):
    """A weights file is unreadable, of another kind, or does not fit."""


class TextError(Pa3dError):
    """A text encoder or text bank cannot be used."""


class StorageError(Pa3dError):
    """A store behind a URL cannot be used. The run is at fault, not the shape in hand."""


class DiskFullError(Pa3dError):
    """A file does not fit where it is to be written. The run is at fault, not the shape in hand."""

    def __init__(self, message: str, errno: int) -> None:
        super().__init__(message)
        self.errno = errno  # of the system call that was refused


def first_line(error: Exception) -> str:
    """What another library's error says, without colour codes and short enough for one line."""
    text = re.sub(r"\x1b\[[0-9;]*m", "", str(error)).strip()
    return text.splitlines()[0][:120] if text else type(error).__name__


@contextlib.contextmanager
def about(path: Path) -> Iterator[None]:
    """Put the file's name before a ShapeError that does not carry it yet."""
    try:
        yield
    except ShapeError as error:
        if str(path) in str(error):
            raise
        raise ShapeError(f"{path}: {error}") from error
