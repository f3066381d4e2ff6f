"""Places that are URLs, as command lines and settings name them. Nothing here reads or writes."""

from __future__ import annotations

import re
from pathlib import Path

# two letters at least before the colon; a Path keeps one slash of two
_URL = re.compile(r"([a-z][a-z0-9+.-]+):/+(.*)", re.DOTALL)


def url_of(place: str | Path) -> str | None:
    """The URL that a text, or the Path made of it, stands for: s3://bucket/meshes. None for a local path."""
    match = _URL.fullmatch(str(place))
    if match is None or match[1] == "file":
        return None
    return f"{match[1]}://{match[2].rstrip('/')}"


def local_of(place: Path) -> Path:
    """A local path as it is; file:///folder as /folder."""
    match = _URL.fullmatch(str(place))
    return Path("/" + match[2]) if match and match[1] == "file" else place
