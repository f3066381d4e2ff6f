"""The one loop that all preprocessing stages share: freshness, shards, workers, failures."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import socket
from collections.abc import Callable, Generator, Iterable
from dataclasses import dataclass, field
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

import numpy as np

from pa3d import artifact
from pa3d.artifact import Schema
from pa3d.errors import ArtifactError, Pa3dError, StaleError, StorageError
from pa3d.files import naming_a_full_disk
from pa3d.lock import only_one
from pa3d.workers import Died, cpu_count, run_in_processes

_NO_SPACE = (errno.ENOSPC, errno.EDQUOT)
Compute = Callable[["Job"], tuple[dict[str, np.ndarray], dict[str, Any]]]
Ask = Callable[[list], list]  # what the teacher of a stage does
Progress = Callable[[str, str], None]  # (shape_id, "done" | "skipped" | "failed")
Planned = tuple["Job", dict[str, str]]  # a shape to do, with the fingerprints of its inputs
Beside = tuple[
    Path, "Stage", dict[str, str]
]  # an artifact made on the way, its stage, fingerprints of its inputs


class NoRoomError(Pa3dError):
    """The disk is full: no shape is to blame, and the run ends."""


@dataclass(frozen=True)
class Shard:
    """Shard `index` of `count`, counted from 0. A shape belongs to shard sha1(shape_id) mod count."""

    index: int = 0
    count: int = 1

    @classmethod
    def parse(cls, text: str) -> Shard:
        index, _, count = text.partition("/")
        if not (index.isdigit() and count.isdigit() and int(index) < int(count)):
            raise Pa3dError(f"--shard {text}: write i/n with 0 <= i < n, for example 0/4")
        return cls(int(index), int(count))

    @property
    def name(self) -> str:
        """As files are called after it: "0of4"."""
        return f"{self.index}of{self.count}"

    def owns(self, shape_id: str) -> bool:
        return int(hashlib.sha1(shape_id.encode()).hexdigest(), 16) % self.count == self.index


@dataclass(frozen=True)
class Runtime:
    """How to run; nothing here changes numbers, so nothing here enters a fingerprint."""

    device: str = "cpu"
    workers: int | None = 1  # None, with `ray`: as many as the cluster has room for
    shard: Shard = field(default_factory=Shard)
    overwrite: bool = False
    max_failures: int | None = None
    batch_size: int = 1  # shapes handed to a worker together
    ray: str | None = None  # address of the Ray cluster to run on (see pa3d.cluster)
    gpus: float = 0.0  # of a worker there, or of a teacher where the stage has one


@dataclass(frozen=True)
class Job:
    """One shape to process. `inputs` maps a role ("mesh", "render", ...) to its file."""

    shape_id: str
    inputs: dict[str, Path]
    companions: tuple[Path, ...] = ()  # files that the inputs refer to; hashed with them
    item: Any = None  # what the worker needs besides, where the inputs are files of others; picklable
    known: dict[str, str] = field(default_factory=dict)  # fingerprints of inputs that are not here to be hashed


@dataclass(frozen=True)
class Stage:
    """What distinguishes a stage: its schema, config and worker.

    `setup(config, device)` runs once per worker and returns the function that turns a Job into
    (arrays, attributes). It must be a top-level function so that worker processes can import it.
    A worker that is quicker with several shapes at once returns a function with an attribute `many`, from a
    list of Jobs to a list of (arrays, attributes) or of the error of a shape.
    """

    schema: Schema
    config: Any
    setup: Callable[..., Compute]
    fingerprints: Callable[[Job], dict[str, str]] | None = None  # of a job's inputs; None: of its files
    beside: Callable[[Job], list[Beside]] | None = None  # what the worker writes besides, before the artifact
    written: Callable[[Path], None] | None = None  # called by the worker for each artifact that is in place
    # teacher(device) gives what does the part that wants a GPU. On a cluster it may run in other processes:
    # then `setup(config, device, ask=...)` is given a function that has them do it
    teacher: Callable[[str], Ask] | None = None


@dataclass
class Report:
    """Outcome of a run."""

    out_dir: Path
    done: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)


def seed_of(seed: int, shape_id: str, *more: int) -> np.random.Generator:
    """Generator of a shape: depends on seed and id only, so order, shards and workers do not matter."""
    key = int.from_bytes(hashlib.sha256(shape_id.encode()).digest()[:8], "little")
    return np.random.default_rng([seed, key, *more])


def artifact_jobs(directory: Path, role: str) -> list[Job]:
    """Jobs for every artifact of a folder."""
    if not directory.is_dir():
        raise Pa3dError(f"{directory}: no such folder; run the stage before this one first")
    jobs = [Job(path.stem, {role: path}) for path in sorted(directory.glob("*.h5"))]
    if not jobs:
        raise Pa3dError(f"{directory}: no .h5 artifacts; run the stage before this one first")
    return jobs


def input_fingerprints(job: Job) -> dict[str, str]:
    """Artifacts give their stored fingerprint; any other file is hashed by content, with its companions."""
    return {role: _fingerprint(job, role, path) for role, path in job.inputs.items()}


def _fingerprint(job: Job, role: str, path: Path) -> str:
    if role in job.known:
        return job.known[role]
    if path.suffix == ".h5" and job.item is None:
        return artifact.header(path).fingerprint
    return _hash_files(path, job.companions)


def _hash_files(path: Path, companions: tuple[Path, ...]) -> str:
    return joined_hash([_hash_once(file, file.stat().st_mtime_ns) for file in (path, *companions)])


def joined_hash(hashes: list[str]) -> str:
    """Fingerprint of a file from its sha256 and those of its companions, hex."""
    if len(hashes) > 1:
        return hashlib.sha256("".join(hashes).encode()).hexdigest()[:16]
    return hashes[0][:16]


@lru_cache(maxsize=1024)
def _hash_once(path: Path, changed: int) -> str:
    """Hash of a file that many shapes may share; `changed` makes a new version another key."""
    return artifact.hash_file(path)


def _input_was_dropped(path: Path, stage: Stage, job: Job) -> bool:
    """True when an input is gone, but the artifact made from it is there, with this schema and config."""
    if all(file.exists() for file in job.inputs.values()) or not path.exists():
        return False
    try:
        old = artifact.header(path)
    except ArtifactError:
        return False
    return old.schema == stage.schema.tag and old.config == artifact.config_dict(stage.config)


def stale_reason(path: Path, stage: Stage, inputs: dict[str, str]) -> str | None:
    """Why the artifact at `path` is not what this run would write; None when it is."""
    try:
        old = artifact.header(path)
    except ArtifactError as error:
        return str(error)
    if old.fingerprint == artifact.fingerprint(stage.schema, stage.config, inputs):
        return None
    if old.schema != stage.schema.tag:
        return f"schema {old.schema} -> {stage.schema.tag}"
    new_config = artifact.config_dict(stage.config)
    for key in sorted(set(old.config) | set(new_config)):
        if old.config.get(key) != new_config.get(key):
            return f"config.{key}: {old.config.get(key)} -> {new_config.get(key)}"
    roles = sorted(set(old.inputs) | set(inputs))
    changed = [role for role in roles if old.inputs.get(role) != inputs.get(role)]
    return f"its input changed: {', '.join(changed)}"


def run_stage(
    stage: Stage,
    jobs: Iterable[Job],
    out_dir: Path,
    runtime: Runtime,
    progress: Progress | None = None,
) -> Report:
    """Bring `out_dir` up to date and return what happened.

    Fresh artifacts are skipped. A stale one stops the run before any work, unless `overwrite` is set.
    An input that was deleted to save space leaves its output fresh. A bad shape is recorded in
    `failed-<i>of<n>.jsonl` and the run goes on; a stale artifact of it does not stay. So is one that costs a
    worker process its life. While another run of the same shard writes to `out_dir`: Pa3dError.
    """
    out_dir.mkdir(parents=True, exist_ok=True)
    with only_one(out_dir, None if runtime.shard.count == 1 else runtime.shard.name):
        return _run_stage(stage, jobs, out_dir, runtime, progress or (lambda shape_id, state: None))


def _run_stage(
    stage: Stage, jobs: Iterable[Job], out_dir: Path, runtime: Runtime, progress: Progress
) -> Report:
    report = Report(out_dir)
    todo, unreadable = _plan(stage, jobs, out_dir, runtime, report)
    artifact.remove_abandoned(out_dir)
    failures = out_dir / f"failed-{runtime.shard.name}.jsonl"
    failures.unlink(missing_ok=True)
    for shape_id in report.skipped:
        progress(shape_id, "skipped")
    results = _outcomes(stage, todo, out_dir, runtime)
    with contextlib.closing(results):
        for job, reason in unreadable:
            if runtime.overwrite:
                (out_dir / f"{job.shape_id}.h5").unlink(missing_ok=True)
            _record_failure(report, failures, job.shape_id, reason, runtime, progress)
        for shape_id, error in results:
            if error is None:
                report.done.append(shape_id)
                progress(shape_id, "done")
            else:
                _record_failure(report, failures, shape_id, error, runtime, progress)
    return report


def _plan(
    stage: Stage, jobs: Iterable[Job], out_dir: Path, runtime: Runtime, report: Report
) -> tuple[list[Planned], list[tuple[Job, str]]]:
    """What is to do, with the fingerprints of its inputs, and what cannot be read; the rest is skipped."""
    todo: list[Planned] = []
    unreadable: list[tuple[Job, str]] = []
    for job in jobs:
        if not runtime.shard.owns(job.shape_id):
            continue
        path = out_dir / f"{job.shape_id}.h5"
        if _input_was_dropped(path, stage, job):
            report.skipped.append(job.shape_id)
            continue
        try:
            inputs = (stage.fingerprints or input_fingerprints)(job)
            made = [*(stage.beside(job) if stage.beside else []), (path, stage, inputs)]
        except (OSError, Pa3dError) as error:
            unreadable.append((job, str(error)))
            continue
        fresh = [_is_fresh(*one, runtime.overwrite) for one in made]  # of all: one that is stale must be told
        if all(fresh):
            report.skipped.append(job.shape_id)
        else:
            todo.append((job, inputs))
    return todo, unreadable


def _is_fresh(path: Path, stage: Stage, inputs: dict[str, str], overwrite: bool) -> bool:
    """Whether an artifact is there and up to date; StaleError for a stale one that may not be overwritten."""
    if not path.exists():
        return False
    reason = stale_reason(path, stage, inputs)
    if reason is not None and not overwrite:
        raise StaleError(f"{path} is stale ({reason}); pass --overwrite to recompute")
    return reason is None


def _record_failure(
    report: Report, path: Path, shape_id: str, error: str, runtime: Runtime, progress: Progress
) -> None:
    report.failed[shape_id] = error
    with naming_a_full_disk(path, 1), path.open("a") as stream:
        stream.write(json.dumps({"shape_id": shape_id, "error": error}) + "\n")
    progress(shape_id, "failed")
    if runtime.max_failures is not None and len(report.failed) > runtime.max_failures:
        raise Pa3dError(f"more than {runtime.max_failures} shapes failed; the list is in {path}")


def _outcomes(
    stage: Stage, todo: list[Planned], out_dir: Path, runtime: Runtime
) -> Generator[tuple[str, str | None], None, None]:
    """Yield (shape_id, error or None) as shapes finish."""
    if not todo:
        return
    size = runtime.batch_size
    batches = [todo[i : i + size] for i in range(0, len(todo), size)]
    if runtime.ray is not None or runtime.workers is None or runtime.workers > 1:
        yield from _in_processes(stage, batches, out_dir, runtime)
        return
    work = _setup(stage, out_dir, runtime.device)
    for batch in batches:
        yield from zip([job.shape_id for job, _ in batch], work(batch), strict=True)


def _in_processes(
    stage: Stage, batches: list[list[Planned]], out_dir: Path, runtime: Runtime
) -> Generator[tuple[str, str | None], None, None]:
    """As `_outcomes`. Shapes that died together are tried again one by one, to find the one at fault."""
    while batches:
        again: list[list[Planned]] = []
        results = _start(runtime, (stage, out_dir, runtime.device), batches)
        try:
            with contextlib.closing(results):
                for index, outcome in results:
                    batch = batches[index]
                    if not isinstance(outcome, Died):
                        yield from zip([job.shape_id for job, _ in batch], outcome, strict=True)
                        continue
                    for job, inputs in batch:
                        path = out_dir / f"{job.shape_id}.h5"
                        if path.exists() and stale_reason(path, stage, inputs) is None:
                            yield job.shape_id, None  # written before the process died
                        elif len(batch) > 1:
                            again.append([(job, inputs)])
                        else:
                            path.unlink(missing_ok=True)  # stale: it must not pass for this run's
                            source = next(iter(job.inputs.values()), out_dir)
                            yield job.shape_id, f"{source}: {outcome}"
        finally:
            artifact.remove_abandoned(out_dir)  # of processes that were killed while they wrote
        batches = again


def _start(
    runtime: Runtime, arguments: tuple[Stage, Path, str], batches: list[list[Planned]]
) -> Generator[tuple[int, Any], None, None]:
    """Processes here, or on a cluster."""
    count = None if runtime.workers is None else min(runtime.workers, len(batches))
    if runtime.ray is not None:
        from pa3d.cluster import run_on_ray

        stage, _, device = arguments
        apart = stage.teacher if runtime.gpus else None  # on CPUs each worker has its own
        teacher = None if apart is None else (apart, (device,))
        return run_on_ray(
            _setup, arguments, batches, count, address=runtime.ray, gpus=runtime.gpus, teacher=teacher
        )
    return run_in_processes(_setup, arguments, batches, count or cpu_count())


def _setup(
    stage: Stage, out_dir: Path, device: str, ask: Ask | None = None
) -> Callable[[list[Planned]], list[str | None]]:
    """What computes and writes some shapes; for each it gives the error as text when the shape is at fault."""
    if not out_dir.is_dir():
        raise Pa3dError(f"{out_dir}: no such folder on {socket.gethostname()}; all machines must share it")
    compute = set_up(stage, device, ask)
    many = getattr(compute, "many", None)

    def work(batch: list[Planned]) -> list[str | None]:
        jobs = [job for job, _ in batch]
        if many is None or len(jobs) == 1:
            results = [partial(compute, job) for job in jobs]
        else:
            try:
                results = [partial(_given, result) for result in many(jobs)]
            except MemoryError:  # not together, then: one after the other
                results = [partial(compute, job) for job in jobs]
        pairs = zip(batch, results, strict=True)
        return [run_job(stage, out_dir, job, inputs, result) for (job, inputs), result in pairs]

    return work


def set_up(stage: Stage, device: str, ask: Ask | None) -> Compute:
    """The worker of a stage, which asks its teacher elsewhere where it has one and `ask` is given."""
    if ask is None or stage.teacher is None:
        return stage.setup(stage.config, device)
    return stage.setup(stage.config, device, ask=ask)


def _given(result: Any) -> Any:
    if isinstance(result, Exception):
        raise result
    return result


def run_job(
    stage: Stage, out_dir: Path, job: Job, inputs: dict[str, str], result: Callable[[], Any]
) -> str | None:
    """Write what `result` gives for one shape; the error as text when the shape is at fault.

    NoRoomError where the disk is full, StorageError where a store fails.
    """
    try:
        arrays, attrs = result()
        artifact.write(
            out_dir / f"{job.shape_id}.h5",
            stage.schema,
            arrays,
            shape_id=job.shape_id,
            config=stage.config,
            inputs=inputs,
            attrs=attrs,
        )
        if stage.written is not None:
            stage.written(out_dir / f"{job.shape_id}.h5")
    except (NoRoomError, StorageError):
        raise
    except (OSError, MemoryError, Pa3dError) as error:
        if getattr(error, "errno", None) in _NO_SPACE or "No space left" in str(error):
            raise NoRoomError(
                f"{out_dir}: the disk is full; what was finished is kept: make room and run the command again"
            ) from error
        # only a stale artifact can be there: it must not pass for this run's
        (out_dir / f"{job.shape_id}.h5").unlink(missing_ok=True)
        return str(error) or "needs more memory than there is"
    return None
