"""The command that looks: inspect."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pa3d.cli import console


def inspect(
    path: Annotated[Path, typer.Argument(help="An artifact, checkpoint, shape or folder.")],
    png: Annotated[Path | None, typer.Option(help="Also write a picture of what is inside.")] = None,
) -> None:
    """Say what a file or folder is, where it came from and what shapes it has.

    Example: pa3d inspect out/renders/chair.h5 --png chair-views.png
    """
    from pa3d import inspection
    from pa3d.artifact import atomic_path

    lines = inspection.describe(path)
    for line in lines:
        console.say(line)
    if png is not None:
        image = inspection.draw(path)
        with atomic_path(png) as temporary:
            image.save(temporary, format="PNG")
        console.say(f"picture: {png}")
    console.emit({"path": str(path), "description": lines, "picture": None if png is None else str(png)})
