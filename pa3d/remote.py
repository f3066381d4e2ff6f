"""Stages whose inputs or artifacts are behind URLs: worked on in a local folder, published shape by shape.

A mirror is a local folder that has a file for every object below a URL: empty, or, of an artifact whose header
was asked for, its first bytes and a hole as long as the rest. So what there is, what is fresh and what is stale
is found by the code that works on folders. Contents are fetched for the shape in work and go with it; a
finished artifact is uploaded by the worker that made it, and then removed here.
"""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

from pa3d import artifact, seal, stage, storage
from pa3d.beside import beside
from pa3d.errors import DiskFullError, Pa3dError, ShapeError, StorageError
from pa3d.readers import npz_is_shape, references
from pa3d.stage import Beside, Compute, Job, Progress, Report, Runtime, Stage

START = 1 << 14  # bytes of an artifact that hold most headers
REFERRING = (".gltf", ".glb", ".obj")  # files that may name others


@dataclass(frozen=True)
class Mirror:
    """A URL and the local folder that stands for it."""

    url: str
    folder: Path

    def url_of(self, path: Path) -> str:
        name = path.relative_to(self.folder).as_posix()
        return self.url if name == "." else f"{self.url}/{name}"


def _mirror_of(mirrors: Iterable[Mirror], path: Path) -> Mirror | None:
    return next((mirror for mirror in mirrors if path.is_relative_to(mirror.folder)), None)


class Desk:
    """The mirrors of a run, in one temporary folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.mirrors: list[Mirror] = []
        self.found: dict[Path, storage.Found] = {}  # by path in a mirror

    def told(self, text: str) -> str:
        """A text with URLs for the local paths that stand for them."""
        for mirror in self.mirrors:
            text = text.replace(str(mirror.folder), mirror.url)
        return text

    def output(self, url: str) -> Path:
        """The folder that stands for one to be written. StorageError for a store that cannot take it."""
        storage.check_writable(url)
        return self._new(url).folder

    def input(self, url: str, *, shapes: bool = False) -> Path:
        """The folder or file that stands for an input; its files are empty.

        shapes: .npz files of another kind are left out. StorageError where there is nothing.
        """
        found = storage.listing(url)
        if not found:
            raise StorageError(f"{url}: nothing is there")
        if list(found) != [""]:
            mirror = self._new(url)
            self._show(mirror, found)
            if shapes:
                self._drop_other_npz(mirror)
            return mirror.folder
        parent, _, name = url.rpartition("/")
        siblings = {name: found[""]}
        if Path(name).suffix.lower() in REFERRING:  # what it refers to lies beside it
            siblings |= storage.listing(parent)
        mirror = self._new(parent)
        self._show(mirror, siblings)
        return mirror.folder / name

    def fetch(self, path: Path) -> None:
        """Fill a file of a mirror with what it refers to, or all below a folder of one."""
        storage.fetch_all([(one, file) for file, one in self.found.items() if file.is_relative_to(path)])
        if path.suffix.lower() in REFERRING and path.is_file():
            for _ in range(2):  # an .obj names materials, and they name textures
                others = [file for name in references(path) if (file := self._beside(path, name)) is not None]
                storage.fetch_all([(self.found[file], file) for file in others])

    def _new(self, url: str) -> Mirror:
        mirror = Mirror(url, self.folder / f"{len(self.mirrors)}-{url.rpartition('/')[2]}")
        mirror.folder.mkdir()
        self.mirrors.append(mirror)
        return mirror

    def _show(self, mirror: Mirror, found: dict[str, storage.Found]) -> None:
        for name, one in found.items():
            path = mirror.folder / name
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.touch()
                os.utime(path, (one.changed, one.changed))
            except OSError as error:
                raise StorageError(f"{one.url}: is no name for a file here ({error.strerror})") from error
            self.found[path] = one

    def _drop_other_npz(self, mirror: Mirror) -> None:
        files = [
            path for path in self.found if path.suffix.lower() == ".npz" and path.is_relative_to(mirror.folder)
        ]

        def is_shape(path: Path) -> bool:
            with storage.open_url(self.found[path].url) as stream:
                return npz_is_shape(stream)

        with ThreadPoolExecutor(storage.AT_ONCE) as pool:
            for path, keep in zip(files, pool.map(is_shape, files), strict=True):
                if not keep:
                    path.unlink()

    def look_at_output(self, folder: Path) -> None:
        """Learn what is at the URL of a folder of artifacts to be written."""
        mirror = _mirror_of(self.mirrors, folder)
        if mirror is None:
            return
        for name, one in storage.listing(mirror.url_of(folder)).items():
            if name and "/" not in name:
                self.found[folder / name] = one

    def show_headers(self, paths: Iterable[Path]) -> None:
        """Give artifacts in the mirrors their headers; a file of another kind is fetched whole."""
        todo = [path for path in dict.fromkeys(paths) if path in self.found and self.found[path].size]
        wanted = [START] * len(todo)
        while todo:
            urls = [self.found[path].url for path in todo]
            sizes = [self.found[path].size for path in todo]
            longer: dict[Path, int] = {}
            for path, size, end, start in zip(
                todo, sizes, wanted, self._starts(urls, sizes, wanted), strict=True
            ):
                block = None if start is None else seal.block_at(start)
                if start is None:  # gone since it was listed
                    path.unlink(missing_ok=True)
                elif block is None:
                    storage.fetch(self.found[path].url, path)
                elif block > end:
                    longer[path] = block
                else:
                    path.parent.mkdir(parents=True, exist_ok=True)
                    with path.open("wb") as stream:
                        stream.write(start)
                        stream.truncate(size)
            todo, wanted = list(longer), list(longer.values())

    def _starts(self, urls: list[str], sizes: list[int], wanted: list[int]) -> list[bytes | None]:
        return storage.beginnings(urls, [min(size, end) for size, end in zip(sizes, wanted, strict=True)])

    def with_known(self, jobs: Sequence[Job]) -> list[Job]:
        """Jobs with the fingerprints and companions of their inputs that are no artifacts; see stage.Job.known.

        Every such file is read once; its hash is remembered in the user's cache for as long as the store
        gives it the same version.
        """
        with ThreadPoolExecutor(storage.AT_ONCE) as pool:
            return list(pool.map(self._with_known, jobs))

    def _with_known(self, job: Job) -> Job:
        known, companions = dict(job.known), job.companions
        for role, path in job.inputs.items():
            if path in self.found and path.suffix != ".h5":
                digest, names = self._read_once(path)
                others = [file for name in names if (file := self._beside(path, name)) is not None]
                hashes = [self._read_once(file)[0] for file in others]
                known[role] = stage.joined_hash([digest, *hashes])
                companions = (*companions, *others)
        return replace(job, known=known, companions=companions)

    def _beside(self, path: Path, name: str) -> Path | None:
        """The file of the mirror that another calls `name`; None for one that is not there."""
        try:
            found = beside(path, name)
        except ShapeError:
            return None
        return found if found in self.found else None

    def _read_once(self, path: Path) -> tuple[str, list[str]]:
        """sha256 of an object, and the names it refers to, each once."""
        one = self.found[path]
        key = sha256(json.dumps([one.url, one.version, one.size]).encode()).hexdigest()
        memory = storage.cache_folder() / "hashes" / f"{key}.json" if one.version else None
        if memory is not None:
            with contextlib.suppress(OSError, ValueError, KeyError, TypeError, AttributeError):
                old = json.loads(memory.read_text())
                if all(self._version(path, name) == version for name, version in old["versions"].items()):
                    return str(old["sha256"]), list(old["versions"])
        digest, names = self._read(path)
        if memory is not None:
            versions = {name: self._version(path, name) for name in names}
            with contextlib.suppress(OSError), artifact.atomic_path(memory) as temporary:
                temporary.write_text(json.dumps({"sha256": digest, "versions": versions}))
        return digest, names

    def _version(self, path: Path, name: str) -> str:
        file = self._beside(path, name)
        return "" if file is None else self.found[file].version

    def _read(self, path: Path) -> tuple[str, list[str]]:
        with tempfile.TemporaryDirectory(dir=self.folder) as folder:
            local = Path(folder) / path.name
            storage.fetch(self.found[path].url, local)
            names = references(local)
            if path.suffix.lower() == ".obj":  # its materials name textures
                for name in names:
                    file = self._beside(path, name)
                    if file is not None:
                        storage.fetch(self.found[file].url, local.parent / file.relative_to(path.parent))
                names = references(local)
            return artifact.hash_file(local), list(dict.fromkeys(names))


@contextlib.contextmanager
def desk() -> Iterator[Desk]:
    """A Desk for the length of a run; its folder lies where temporary files do (TMPDIR)."""
    with tempfile.TemporaryDirectory(prefix="pa3d-urls-", ignore_cleanup_errors=True) as folder:
        yield Desk(Path(folder))


def run_stage(
    own_desk: Desk, one: Stage, jobs: Iterable[Job], out_dir: Path, runtime: Runtime, progress: Progress
) -> Report:
    """`stage.run_stage` of jobs and for a folder of which any may be in the mirrors of a Desk.

    Artifacts and `failed-<i>of<n>.jsonl` go to the URL of `out_dir`; a bad shape keeps no stale artifact.
    Nothing is held against another run there: what two of one shard upload is equal, and each is whole.
    StorageError when a store fails; what was uploaded stays.
    """
    mirrors, out = tuple(own_desk.mirrors), _mirror_of(own_desk.mirrors, out_dir)
    jobs = [job for job in jobs if runtime.shard.owns(job.shape_id)]
    own_desk.show_headers(path for job in jobs for path in job.inputs.values() if path.suffix == ".h5")
    jobs = own_desk.with_known(jobs)
    wrapped = replace(
        one,
        setup=partial(
            _setup, inner=one.setup, beside=one.beside, mirrors=mirrors, folder=own_desk.folder / "work"
        ),
        written=None if out is None else partial(_publish, mirrors),
    )
    if out is None:
        report = stage.run_stage(wrapped, jobs, out_dir, runtime, progress)
        return replace(report, failed={key: own_desk.told(text) for key, text in report.failed.items()})
    made = [path for job in jobs for path in _made(one, job, out_dir)]
    for folder in dict.fromkeys([out_dir, *(path.parent for path in made)]):
        own_desk.look_at_output(folder)
    own_desk.show_headers(made)
    record = out_dir / f"failed-{runtime.shard.name}.jsonl"

    def advance(shape_id: str, state: str) -> None:
        path = out_dir / f"{shape_id}.h5"
        if state == "done" and path.exists():  # the worker that wrote it died before it was uploaded
            _publish(mirrors, path)
        if state == "failed":
            if path in own_desk.found and not path.exists():
                storage.remove(out.url_of(path))
            storage.put_text(own_desk.told(record.read_text()), out.url_of(record))
        progress(shape_id, state)

    if record in own_desk.found:
        storage.remove(out.url_of(record))
    report = stage.run_stage(wrapped, jobs, out_dir, runtime, advance)
    return replace(report, failed={key: own_desk.told(text) for key, text in report.failed.items()})


def _made(one: Stage, job: Job, out_dir: Path) -> list[Path]:
    """The artifacts of a shape; of one whose inputs cannot be read the last alone."""
    try:
        others = one.beside(job) if one.beside else []
    except (OSError, Pa3dError):
        others = []
    return [*(path for path, _, _ in others), out_dir / f"{job.shape_id}.h5"]


def _publish(mirrors: Sequence[Mirror], path: Path) -> None:
    """Upload a finished artifact and remove it here."""
    mirror = _mirror_of(mirrors, path)
    assert mirror is not None
    storage.put(path, mirror.url_of(path))
    path.unlink()


def _setup(
    config: Any,
    device: str,
    *,
    inner: Callable[..., Compute],
    beside: Callable[[Job], list[Beside]] | None,
    mirrors: tuple[Mirror, ...],
    folder: Path,
    **more: Any,
) -> Compute:
    """Worker of a stage (see stage.Stage) that fetches the inputs of its shapes first; more: for `inner`."""
    compute = inner(config, device, **more)
    many: Any = getattr(compute, "many", None)

    def single(job: Job) -> Any:
        with _work_folder(folder) as place, _telling(mirrors, place), _kept(mirrors, beside, job):
            return compute(_fetched(job, mirrors, place))

    def together(jobs: Sequence[Job]) -> list[Any]:
        with _work_folder(folder) as place:
            here: list[Any] = []
            for job in jobs:
                try:
                    with _telling(mirrors, place):
                        here.append(_fetched(job, mirrors, place))
                except StorageError:
                    raise
                except Pa3dError as error:
                    here.append(error)
            results = iter(many([job for job in here if isinstance(job, Job)]))
            return [_told(next(results), mirrors, place) if isinstance(job, Job) else job for job in here]

    if many is not None:
        single.many = together  # type: ignore[attr-defined]  # how a stage is told, see stage.Stage
    return single


@contextlib.contextmanager
def _work_folder(folder: Path) -> Iterator[Path]:
    folder.mkdir(parents=True, exist_ok=True)  # on another machine it may not be there yet
    with tempfile.TemporaryDirectory(dir=folder) as place:
        yield Path(place)


def _fetched(job: Job, mirrors: Sequence[Mirror], place: Path) -> Job:
    """The job with its inputs and their companions below `place`, as they lie in the mirrors."""

    def fetch(path: Path) -> Path:
        mirror = _mirror_of(mirrors, path)
        if mirror is None:
            return path
        local = place / str(mirrors.index(mirror)) / path.relative_to(mirror.folder)
        if not local.exists():
            storage.fetch(mirror.url_of(path), local)
        return local

    inputs = {role: fetch(path) for role, path in job.inputs.items()}
    return replace(job, inputs=inputs, companions=tuple(fetch(path) for path in job.companions))


@contextlib.contextmanager
def _telling(mirrors: Sequence[Mirror], place: Path) -> Iterator[None]:
    """Errors about fetched files are told of their URLs."""
    try:
        yield
    except Pa3dError as error:
        told = _told(error, mirrors, place)
        if told is error:
            raise
        raise told from error


def _told(result: Any, mirrors: Sequence[Mirror], place: Path) -> Any:
    """A result as it is; an error with URLs for the fetched files in its text."""
    if not isinstance(result, Pa3dError) or isinstance(result, DiskFullError):
        return result
    text = str(result)
    for number, mirror in enumerate(mirrors):
        text = text.replace(f"{place / str(number)}/", f"{mirror.url}/")
    return result if text == str(result) else type(result)(text)


@contextlib.contextmanager
def _kept(
    mirrors: Sequence[Mirror], made_beside: Callable[[Job], list[Beside]] | None, job: Job
) -> Iterator[None]:
    """What the body writes besides is uploaded, and what it removes of that is removed.

    What is fresh there is fetched before, for the body goes on from it.
    """
    paths = [path for path, _, _ in made_beside(job)] if made_beside else []
    pairs = [(path, mirror) for path in paths if (mirror := _mirror_of(mirrors, path)) is not None]
    before = {path for path, _ in pairs if path.exists()}
    for path, mirror in pairs:
        if path in before:
            storage.fetch(mirror.url_of(path), path)
    fetched = {path: _state(path) for path in before}
    try:
        yield
    finally:
        for path, mirror in pairs:
            if path.exists():
                if _state(path) != fetched.get(path):
                    storage.put(path, mirror.url_of(path))
                path.unlink()
            elif path in before:
                storage.remove(mirror.url_of(path))


def _state(path: Path) -> tuple[int, int]:
    status = path.stat()
    return status.st_ino, status.st_mtime_ns
