"""The commands that look: inspect, status."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pa3d.cli import console
from pa3d.cli import options as opt

if TYPE_CHECKING:
    from pa3d.verify import Outcome


def inspect(
    path: Annotated[Path, typer.Argument(help="An artifact, checkpoint, shape or folder.")],
    png: Annotated[Path | None, typer.Option(help="Also write a picture of what is inside.")] = None,
    verify: Annotated[
        bool, typer.Option("--verify", help="Compare every file below PATH with its checksum and its inputs.")
    ] = False,
    redo_list: Annotated[
        Path | None,
        typer.Option("--list", help="With --verify: write what to delete and make again, a path a line."),
    ] = None,
    workers: opt.Workers = 1,
) -> None:
    """Say what a file or folder is, where it came from and what shapes it has; or whether it is whole.

    Example: pa3d inspect out/renders/chair.h5 --png chair-views.png

    Example: pa3d inspect out --verify --list redo.txt
    """
    from pa3d import inspection
    from pa3d.artifact import atomic_path
    from pa3d.errors import Pa3dError

    if verify:
        if png is not None:
            raise Pa3dError("--png: draws what is inside; leave it out with --verify")
        _verify(path, redo_list, workers)
        return
    if redo_list is not None:
        raise Pa3dError("--list: is what --verify found; pass that too")
    lines = inspection.describe(path)
    for line in lines:
        console.say(line)
    if png is not None:
        image = inspection.draw(path)
        with atomic_path(png) as temporary:
            image.save(temporary, format="PNG")
        console.say(f"picture: {png}")
    console.emit({"path": str(path), "description": lines, "picture": None if png is None else str(png)})


def _verify(path: Path, redo_list: Path | None, workers: int) -> None:
    """Check a tree; exit code 1 when something was found."""
    from pa3d import verify
    from pa3d.artifact import atomic_path

    with opt.progress_bar("verify", 0) as bar:

        def advance(_done: int, total: int) -> None:
            bar.total = total
            bar.update()

        outcome = verify.verify(path, workers, advance)
    for finding in outcome.findings:
        again = f"; again by pa3d {finding.command}, shape {finding.shape_id}" if finding.command else ""
        console.say(f"{finding.problem}: {finding.path}: {finding.reason}{again}")
        console.emit({**vars(finding), "path": str(finding.path)})
    if redo_list is not None:
        with atomic_path(redo_list) as temporary:
            temporary.write_text("".join(f"{p}\n" for p in outcome.to_delete()), encoding="utf-8")
    _summarize(path, outcome)
    if outcome.findings:
        raise typer.Exit(1)


def _summarize(path: Path, outcome: Outcome) -> None:
    parts = [f"{len(outcome.findings)} to look at" if outcome.findings else "all good"]
    if outcome.unsealed:
        first = outcome.unsealed[0]
        parts.append(
            f"{len(outcome.unsealed)} with no checksum, readable but not proven (first: {first}): "
            "of an earlier version, or of others"
        )
    size = f"{outcome.num_bytes / 1e6:.1f} MB"
    console.summary(
        f"{path}: {outcome.num_files} files, {size}: {', '.join(parts)}",
        path=str(path),
        files=outcome.num_files,
        bytes=outcome.num_bytes,
        found=len(outcome.findings),
        no_checksum=[str(one) for one in outcome.unsealed],
    )


def status(
    directory: Annotated[
        Path, typer.Argument(metavar="DIR", help="A folder of artifacts, or a training's --out.")
    ],
    of: Annotated[int | None, typer.Option(min=1, help="Shapes there will be, for the time left.")] = None,
    inputs: Annotated[
        Path | None, typer.Option(help="Folder that these are made from, instead of --of.")
    ] = None,
) -> None:
    """How far a run is: what is done, how fast it goes and how long it will take.

    Example: pa3d status out/renders --inputs meshes

    Example: pa3d status out/align --json
    """
    from pa3d import status as library
    from pa3d.errors import Pa3dError

    if of is not None and inputs is not None:
        raise Pa3dError("--of and --inputs: give one of them")
    found = library.status(directory, of if inputs is None else library.count_inputs(inputs))
    for line in library.describe(directory, found):
        console.say(line)
    console.emit({"path": str(directory), **found})
