"""The one loop that all preprocessing stages share: freshness, shards, workers, failures."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import multiprocessing
import os
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

import numpy as np

from pa3d import artifact
from pa3d.artifact import Schema
from pa3d.errors import ArtifactError, Pa3dError, StaleError

_NO_SPACE = (errno.ENOSPC, errno.EDQUOT)
Compute = Callable[["Job"], tuple[dict[str, np.ndarray], dict[str, Any]]]
Progress = Callable[[str, str], None]  # (shape_id, "done" | "skipped" | "failed")
Planned = tuple["Job", dict[str, str]]  # a shape to do, with the fingerprints of its inputs


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

    def owns(self, shape_id: str) -> bool:
        return int(hashlib.sha1(shape_id.encode()).hexdigest(), 16) % self.count == self.index


@dataclass(frozen=True)
class Runtime:
    """How to run; nothing here changes numbers, so nothing here enters a fingerprint."""

    device: str = "cpu"
    workers: int = 1
    shard: Shard = field(default_factory=Shard)
    overwrite: bool = False
    max_failures: int | None = None
    batch_size: int = 1  # shapes handed to a worker together


@dataclass(frozen=True)
class Job:
    """One shape to process. `inputs` maps a role ("mesh", "render", ...) to its file."""

    shape_id: str
    inputs: dict[str, Path]
    companions: tuple[Path, ...] = ()  # files that the inputs refer to; hashed with them
    item: Any = None  # what the worker needs besides, where the inputs are files of others; picklable


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
    setup: Callable[[Any, str], Compute]


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
    ours = {role for role, path in job.inputs.items() if path.suffix == ".h5" and job.item is None}
    return {
        role: artifact.header(path).fingerprint if role in ours else _hash_files(path, job.companions)
        for role, path in job.inputs.items()
    }


def _hash_files(path: Path, companions: tuple[Path, ...]) -> str:
    hashes = [_hash_once(file, file.stat().st_mtime_ns) for file in (path, *companions)]
    if companions:
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
    `failed-<i>of<n>.jsonl` and the run goes on; a stale artifact of it does not stay.
    """
    report = Report(out_dir)
    progress = progress or (lambda shape_id, state: None)
    todo, unreadable = _plan(stage, jobs, out_dir, runtime, report)
    out_dir.mkdir(parents=True, exist_ok=True)
    artifact.remove_abandoned(out_dir)
    failures = out_dir / f"failed-{runtime.shard.index}of{runtime.shard.count}.jsonl"
    failures.unlink(missing_ok=True)
    for shape_id in report.skipped:
        progress(shape_id, "skipped")
    results = _outcomes(stage, todo, out_dir, runtime)
    with contextlib.closing(results):
        for job, error in unreadable:
            if runtime.overwrite:
                (out_dir / f"{job.shape_id}.h5").unlink(missing_ok=True)
            _record_failure(report, failures, job.shape_id, error, runtime, progress)
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
            inputs = input_fingerprints(job)
        except (OSError, Pa3dError) as error:
            unreadable.append((job, str(error)))
            continue
        if path.exists():
            reason = stale_reason(path, stage, inputs)
            if reason is None:
                report.skipped.append(job.shape_id)
                continue
            if not runtime.overwrite:
                raise StaleError(f"{path} is stale ({reason}); pass --overwrite to recompute")
        todo.append((job, inputs))
    return todo, unreadable


def _record_failure(
    report: Report, path: Path, shape_id: str, error: str, runtime: Runtime, progress: Progress
) -> None:
    report.failed[shape_id] = error
    with path.open("a") as stream:
        stream.write(json.dumps({"shape_id": shape_id, "error": error}) + "\n")
    progress(shape_id, "failed")
    if runtime.max_failures is not None and len(report.failed) > runtime.max_failures:
        raise Pa3dError(f"more than {runtime.max_failures} shapes failed; the list is in {path}")


_worker: tuple[Stage, Compute, Path] | Pa3dError | None = None


def _start_worker(stage: Stage, out_dir: Path, device: str, threads: int | None) -> None:
    global _worker
    if threads is not None:
        # torch reads it when it starts; calling torch here would make every worker import it, needed or not
        os.environ["OMP_NUM_THREADS"] = str(threads)
        threading.Thread(target=_exit_with_parent, daemon=True).start()
    try:
        _worker = (stage, stage.setup(stage.config, device), out_dir)
    except Pa3dError as error:
        _worker = error  # raised by the first job: an exception here would only look like a dead process


def _exit_with_parent() -> None:
    """End this worker when the command is killed; the pool alone would leave it waiting for ever."""
    parent = multiprocessing.parent_process()
    assert parent is not None
    parent.join()
    os._exit(1)


def _run_batch(batch: list[Planned]) -> list[str | None]:
    """Compute and write some shapes; for each the error as text when the shape is at fault."""
    if isinstance(_worker, Pa3dError):
        raise _worker
    assert _worker is not None
    compute = _worker[1]
    many = getattr(compute, "many", None)
    if many is None or len(batch) == 1:
        return [_run_job(job, inputs, lambda job=job: compute(job)) for job, inputs in batch]
    try:
        results = many([job for job, _ in batch])
    except MemoryError:  # not together, then: one after the other
        results = [lambda job=job: compute(job) for job, _ in batch]
    else:
        results = [partial(_given, result) for result in results]
    return [_run_job(job, inputs, result) for (job, inputs), result in zip(batch, results, strict=True)]


def _given(result: Any) -> Any:
    if isinstance(result, Exception):
        raise result
    return result


def _run_job(job: Job, inputs: dict[str, str], result: Callable[[], Any]) -> str | None:
    """Write what `result` gives for one shape; the error as text when the shape is at fault."""
    assert _worker is not None and not isinstance(_worker, Pa3dError)
    stage, _, out_dir = _worker
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
    except (OSError, MemoryError, Pa3dError) as error:
        if getattr(error, "errno", None) in _NO_SPACE or "No space left" in str(error):
            raise Pa3dError(
                f"{out_dir}: the disk is full; what was finished is kept: make room and run the command again"
            ) from error
        # only a stale artifact can be there: it must not pass for this run's
        (out_dir / f"{job.shape_id}.h5").unlink(missing_ok=True)
        return str(error) or "needs more memory than there is"
    return None


def _outcomes(
    stage: Stage, todo: list[Planned], out_dir: Path, runtime: Runtime
) -> Iterator[tuple[str, str | None]]:
    """Yield (shape_id, error or None) as shapes finish."""
    if not todo:
        return
    size = runtime.batch_size
    batches = [todo[i : i + size] for i in range(0, len(todo), size)]
    if runtime.workers <= 1:
        _start_worker(stage, out_dir, runtime.device, None)
        for batch in batches:
            for (job, _), error in zip(batch, _run_batch(batch), strict=True):
                yield job.shape_id, error
        return
    context = multiprocessing.get_context("spawn")
    arguments = (stage, out_dir, runtime.device, 1)
    with ProcessPoolExecutor(runtime.workers, context, _start_worker, arguments) as pool:
        futures = {pool.submit(_run_batch, batch): batch for batch in batches}
        try:
            for future in as_completed(futures):
                for (job, _), error in zip(futures[future], future.result(), strict=True):
                    yield job.shape_id, error
        except BrokenProcessPool as error:
            raise Pa3dError(
                "a worker process died (out of memory, or a reader crashed); what was finished is kept: "
                "run the command again, with --workers 1 to see which shape is at fault"
            ) from error
        finally:
            pool.shutdown(wait=True, cancel_futures=True)
