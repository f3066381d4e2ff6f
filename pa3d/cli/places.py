"""Which arguments of which commands may be URLs, and what stands for them here while a command runs."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pa3d.cli import console
from pa3d.urls import local_of, url_of

if TYPE_CHECKING:
    from pa3d.remote import Desk
    from pa3d.stage import Job, Progress, Report, Runtime, Stage


@dataclass(frozen=True)
class Use:
    """Arguments of a command by what a URL there is for."""

    listed: tuple[str, ...] = ()  # inputs of a stage: fetched shape by shape
    watched: tuple[str, ...] = ()  # looked at from outside: nothing is fetched but lists
    shapes: tuple[str, ...] = ()  # as `listed`, where meshes and point clouds are looked for
    fetched: tuple[str, ...] = ()  # fetched whole for the length of the command
    cached: tuple[str, ...] = ()  # folders of artifacts, fetched once into the user's cache
    out: tuple[str, ...] = ()  # where a stage writes


USES = {
    "render": Use(shapes=("inputs",), out=("out",)),
    "dino-extract": Use(listed=("renders",), out=("out",)),
    "backproject": Use(listed=("renders", "tokens"), out=("out",)),
    "patchify": Use(listed=("renders", "pointfeat", "labels"), out=("out",)),
    "prepare": Use(shapes=("inputs",), listed=("labels",), out=("out",)),
    "segment": Use(fetched=("inputs",)),
    "inspect": Use(fetched=("path",)),
    "status": Use(watched=("directory", "inputs")),
    "train-distill": Use(cached=("patches",)),
    "train-align": Use(cached=("patches",)),
}

_desk: Desk | None = None  # of the command that runs, where it was given a URL


def with_urls(name: str, command: Callable[..., None]) -> Callable[..., None]:
    """The command with local folders for the URLs it is given; without one it runs as it is.

    Pa3dError for a URL where the command takes none. Its own errors are told with the URLs.
    """
    use = USES.get(name, Use())

    @functools.wraps(command)
    def run(**arguments: Any) -> None:
        arguments = {key: _each(value, local_of) for key, value in arguments.items()}
        urls = {
            key: [url for path in _paths(value) if (url := url_of(path)) is not None]
            for key, value in arguments.items()
        }
        if not any(urls.values()):
            command(**arguments)
            return
        _refuse(name, use, urls)
        _run_at_desk(command, use, arguments)

    return run


def _paths(value: Any) -> list[Path]:
    return [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, Path)]


def _each(value: Any, change: Callable[[Path], Path]) -> Any:
    """A value, or each of a list of them, changed where it is a path."""
    if isinstance(value, list):
        return [_each(one, change) for one in value]
    return change(value) if isinstance(value, Path) else value


def _refuse(name: str, use: Use, urls: dict[str, list[str]]) -> None:
    from pa3d.errors import Pa3dError

    taken = {*use.listed, *use.watched, *use.shapes, *use.fetched, *use.cached, *use.out}
    for key, found in urls.items():
        if found and key not in taken:
            raise Pa3dError(f"{found[0]}: pa3d {name} takes a local path here, not a URL")


def _run_at_desk(command: Callable[..., None], use: Use, arguments: dict[str, Any]) -> None:
    global _desk
    from pa3d import remote, storage
    from pa3d.errors import DiskFullError, Pa3dError
    from pa3d.stage import NoRoomError

    if arguments.get("ray") is not None:  # workers elsewhere do not see the folder that stands for a URL
        raise Pa3dError(
            f"--ray {arguments['ray']}: not with URLs; run --shard i/n on each machine, or share a folder"
        )
    with remote.desk() as desk:

        def fetched(url: str) -> Path:
            path = desk.input(url)
            desk.fetch(path)
            return path

        def watched(url: str) -> Path:
            path = desk.input(url)
            for file in path.glob("*.jsonl"):
                desk.fetch(file)
            return path

        ways: list[tuple[tuple[str, ...], Callable[[str], Path]]] = [
            (use.out, desk.output),  # refused before anything is asked
            (use.listed, desk.input),
            (use.watched, watched),
            (use.shapes, functools.partial(desk.input, shapes=True)),
            (use.fetched, fetched),
            (use.cached, functools.partial(storage.cached, suffix=".h5")),
        ]

        def stand_in(way: Callable[[str], Path], path: Path) -> Path:
            url = url_of(path)
            return path if url is None else way(url)

        for keys, way in ways:
            for key in keys:
                arguments[key] = _each(arguments[key], functools.partial(stand_in, way))
        _desk = desk
        try:
            with console.told_as(desk.told):
                command(**arguments)
        except (DiskFullError, NoRoomError):  # it is the disk under the folder here that is full
            raise
        except Pa3dError as error:
            raise type(error)(desk.told(str(error))) from error
        finally:
            _desk = None


def run_stage(one: Stage, jobs: Iterable[Job], out: Path, runtime: Runtime, progress: Progress) -> Report:
    """As `stage.run_stage`, at the URLs of this command where it has some."""
    from pa3d import stage

    if _desk is None:
        return stage.run_stage(one, jobs, out, runtime, progress)
    from pa3d import remote

    return remote.run_stage(_desk, one, jobs, out, runtime, progress)
