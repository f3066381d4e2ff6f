"""Files that a shape file names: read only from its own folder, whatever the name says."""

from __future__ import annotations

import re
from pathlib import Path

from pa3d.errors import ShapeError
from pa3d.untrusted import stays_inside


def beside(path: Path, name: str) -> Path:
    """Where the file is that the file at `path` calls `name`; it need not be there.

    ShapeError when the name is an address, absolute, climbs out of the folder, or is a link that leads out.
    """
    outside = f"refers to {name[:80]!r} outside its folder"
    parts = re.split(r"[/\\]", name)
    if re.match(r"[A-Za-z][\w+.-]*:", name) or not parts[0] or ".." in parts or "\0" in name:
        raise ShapeError(outside)
    found = path.parent / name
    try:
        if not stays_inside(path.parent, [found]):
            raise ShapeError(outside)
    except (OSError, RuntimeError) as error:  # a name too long, links in a circle
        raise ShapeError(outside) from error
    return found


class Neighbours:
    """What trimesh asks for the contents of files that `path` names; what is not there is a KeyError."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def get(self, name: str) -> bytes:
        found = beside(self.path, name)
        if not found.is_file():  # a pipe would never end
            raise KeyError(name)
        return found.read_bytes()

    __getitem__ = get

    def keys(self) -> list[str]:
        return []

    def namespaced(self, namespace: str) -> Neighbours:
        return Neighbours(beside(self.path, namespace) / self.path.name)
