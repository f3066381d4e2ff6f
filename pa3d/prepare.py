"""`prepare`: a shape -> patches at one go, through the stages render, dino-extract, backproject and patchify.

What lies between goes to a folder that is emptied shape by shape, or is kept where the caller asks for it. The
artifacts are those of the four commands: the same code makes them, with the same fingerprints.
"""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from numpy.typing import NDArray

from pa3d import artifact
from pa3d.errors import Pa3dError
from pa3d.lock import only_one
from pa3d.stage import Ask, Beside, Job, Shard, Stage, input_fingerprints, run_job, set_up, stale_reason

# folder of what may be kept -> (the role of its artifacts, the roles they are made from), in order
STEPS = {
    "renders": ("render", ("mesh",)),
    "tokens": ("tokens", ("render",)),
    "pointfeat": ("pointfeat", ("render", "tokens")),
}
PATCHES = "patches"


@dataclass(frozen=True)
class Plan:
    """The stages by folder (those of STEPS), the one that makes patches, and where their artifacts go."""

    steps: dict[str, Stage]
    patches: Stage
    out: Path
    keep: tuple[str, ...] = ()  # folders of `out` whose artifacts stay
    scratch: Path | None = None  # where what is not kept lies for a moment; None: within `out`

    def work_dir(self, shard: Shard) -> Path:
        """Folder that a run of this shard has for itself."""
        if self.scratch is None:
            return self.out / f".prepare-{shard.name}"
        return (
            self.scratch / f"pa3d-prepare-{artifact.recipe_hash(str(self.out.resolve()), {}, {})}-{shard.name}"
        )


def check_keep(names: tuple[str, ...]) -> tuple[str, ...]:
    """The names in the order of the stages, each once; Pa3dError for one that is not a folder of STEPS."""
    for name in names:
        if name not in STEPS:
            raise Pa3dError(f"--keep {name}: write any of {', '.join(STEPS)}, comma-separated")
    return tuple(name for name in STEPS if name in names)


def stage(plan: Plan, shard: Shard) -> Stage:
    """The stage that makes `plan.out / PATCHES`, of jobs with a mesh and maybe labels; within `folders`."""
    return replace(
        plan.patches,
        setup=partial(_setup, plan=plan, work_dir=plan.work_dir(shard)),
        fingerprints=partial(_fingerprints, plan),
        beside=partial(_kept, plan),
        teacher=plan.steps["tokens"].teacher,
    )


@contextlib.contextmanager
def folders(plan: Plan, shard: Shard) -> Iterator[Path]:
    """Hold the folders of a run against others; yields the one of the patches.

    What a killed run left of shapes in work is removed at first, and at the end what this one leaves.
    """
    kept = [plan.out / name for name in plan.keep]
    work_dir = plan.work_dir(shard)
    with contextlib.ExitStack() as held:
        for folder in (plan.out, *kept):
            folder.mkdir(parents=True, exist_ok=True)
            held.enter_context(only_one(folder, None if shard.count == 1 else shard.name))
        try:
            _clear(work_dir, kept)
            work_dir.mkdir(parents=True)
            yield plan.out / PATCHES
        finally:
            _clear(work_dir, kept)


def _clear(work_dir: Path, kept: list[Path]) -> None:
    shutil.rmtree(work_dir, ignore_errors=True)
    for folder in kept:
        artifact.remove_abandoned(folder)


def _steps(plan: Plan, job: Job) -> tuple[dict[str, dict[str, str]], dict[str, str]]:
    """Fingerprints of the inputs of each artifact on the way, by folder; and of the artifacts, by role.

    A fingerprint is that of a recipe, so nothing of it needs to be made.
    """
    inputs: dict[str, dict[str, str]] = {}
    known = input_fingerprints(replace(job, inputs={"mesh": job.inputs["mesh"]}))
    for name, (role, needs) in STEPS.items():
        inputs[name] = {need: known[need] for need in needs}
        known[role] = artifact.fingerprint(plan.steps[name].schema, plan.steps[name].config, inputs[name])
    return inputs, known


def _fingerprints(plan: Plan, job: Job) -> dict[str, str]:
    """Of the inputs of the patches."""
    _, known = _steps(plan, job)
    labels = {role: path for role, path in job.inputs.items() if role == "labels"}
    return {
        "render": known["render"],
        "pointfeat": known["pointfeat"],
        **input_fingerprints(replace(job, inputs=labels, companions=())),
    }


def _kept(plan: Plan, job: Job) -> list[Beside]:
    inputs, _ = _steps(plan, job) if plan.keep else ({}, {})
    return [(plan.out / name / f"{job.shape_id}.h5", plan.steps[name], inputs[name]) for name in plan.keep]


def _setup(config: Any, device: str, *, plan: Plan, work_dir: Path, ask: Ask | None = None):
    """Worker of the stage (see stage.Stage); the teacher is loaded once per worker, or elsewhere: `ask`."""
    work = {name: set_up(step, device, ask) for name, step in plan.steps.items()}
    patchify = plan.patches.setup(config, device)

    def compute(job: Job) -> tuple[dict[str, NDArray], dict[str, Any]]:
        work_dir.mkdir(parents=True, exist_ok=True)  # on another machine it may not be there yet
        for path, step, inputs in _kept(plan, job):
            if path.exists() and stale_reason(path, step, inputs) is not None:
                path.unlink()  # it must not pass for this run's, should the shape fail before it is made
        with tempfile.TemporaryDirectory(dir=work_dir) as folder:
            try:
                return patchify(_patch_job(job, _run_steps(job, Path(folder))))
            except Pa3dError as error:
                if folder not in str(error):
                    raise
                raise Pa3dError(_about_the_mesh(str(error), folder, job)) from error

    def _run_steps(job: Job, folder: Path) -> dict[str, Path]:
        """Make what lies between, unless it is kept and there; its files by role."""
        files = {"mesh": job.inputs["mesh"]}
        inputs, _ = _steps(plan, job)
        for name, (role, needs) in STEPS.items():
            step, out_dir = plan.steps[name], (plan.out if name in plan.keep else folder) / name
            files[role] = out_dir / f"{job.shape_id}.h5"
            if name in plan.keep and files[role].exists():
                continue
            part = Job(job.shape_id, {need: files[need] for need in needs})
            error = run_job(step, out_dir, part, inputs[name], partial(work[name], part))
            if error is not None:
                raise Pa3dError(error)
        return files

    return compute


def _patch_job(job: Job, files: dict[str, Path]) -> Job:
    labels = {role: path for role, path in job.inputs.items() if role == "labels"}
    return Job(job.shape_id, {"render": files["render"], "pointfeat": files["pointfeat"], **labels})


def _about_the_mesh(text: str, folder: str, job: Job) -> str:
    """An error about a file that is gone by now, told of the file it came from."""
    for name in STEPS:
        text = text.replace(str(Path(folder) / name / f"{job.shape_id}.h5"), str(job.inputs["mesh"]))
    return text
