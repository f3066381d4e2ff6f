"""How long `pa3d prepare` takes on a cluster, and what holds it up: a simulation from measured times of shapes.

python pipelines/simulate_cluster.py --measure MESHES --times times.json [--device cuda]   measure shapes here
python pipelines/simulate_cluster.py --times times.json [--shapes 800000 --gpus 1,8,64]    simulate

A worker has a CPU and one shape in hand, as with --ray: it renders, calls the teacher on a GPU that it shares
with others, backprojects, patchifies and writes to a folder that all share. Times are drawn from the measured.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

BEFORE, TEACHER, AFTER = "render", "dino-extract", ("backproject", "patchify")
TRIAL = 300  # shapes per worker that decide how many workers a GPU needs
GAIN = 0.02  # more workers must shorten the run by so much to be worth it


@dataclass(frozen=True)
class Result:
    """Outcome of one simulation. `busy`: share of the time each kind of resource is in use."""

    gpus: int
    workers_per_gpu: int
    seconds: float
    busy: dict[str, float]

    @property
    def bottleneck(self) -> str:
        return max(self.busy, key=lambda name: self.busy[name])


def simulate(
    times: list[dict[str, float]], shapes: int, gpus: int, workers_per_gpu: int, store: float, seed: int = 0
) -> Result:
    """Run `shapes` through; `store` is how many bytes a second the shared folder takes."""
    import simpy

    world = simpy.Environment()
    teachers = [simpy.Resource(world) for _ in range(gpus)]
    disk = simpy.Resource(world)
    table = np.array(
        [[t[BEFORE], t[TEACHER], sum(t[name] for name in AFTER), t["bytes"] / store] for t in times]
    )
    order = np.random.default_rng(seed).integers(len(table), size=shapes)
    todo = iter(table[order].tolist())

    def worker(teacher):
        for before, on_gpu, after, writing in todo:
            yield world.timeout(before)
            with teacher.request() as turn:
                yield turn
                yield world.timeout(on_gpu)
            yield world.timeout(after)
            with disk.request() as turn:
                yield turn
                yield world.timeout(writing)

    for teacher in teachers:
        for _ in range(workers_per_gpu):
            world.process(worker(teacher))
    world.run()
    before, on_gpu, after, writing = table[order].sum(0) / world.now
    busy = {"CPU": (before + after) / (gpus * workers_per_gpu), "GPU": on_gpu / gpus, "folder": writing}
    return Result(gpus, workers_per_gpu, float(world.now), {name: float(share) for name, share in busy.items()})


def enough_workers(times: list[dict[str, float]], gpus: int, store: float, limit: int) -> int:
    """The fewest workers per GPU after which one more gains less than GAIN."""
    last = None
    for count in range(1, limit + 1):
        result = simulate(times, TRIAL * gpus * limit, gpus, count, store)
        if last is not None and result.seconds > last * (1 - GAIN):
            return count - 1
        last = result.seconds
    return limit


def measure(meshes: Path, device: str, teacher: str, weights: Path | None) -> list[dict[str, float]]:
    """Seconds of each stage for each shape, after one that warms up, and the bytes of its patches."""
    from pa3d import artifact, backproject, dino, patches, render
    from pa3d.readers import list_shapes
    from pa3d.stage import Job, input_fingerprints

    stages = {
        "render": (render.stage(render.RenderConfig()), ("mesh",), "render"),
        "dino-extract": (dino.stage(teacher, weights), ("render",), "tokens"),
        "backproject": (backproject.stage(backproject.BackprojectConfig()), ("render", "tokens"), "pointfeat"),
        "patchify": (patches.stage(patches.PatchConfig()), ("render", "pointfeat"), "patches"),
    }
    work = {name: stage.setup(stage.config, device) for name, (stage, _, _) in stages.items()}
    found: list[dict[str, float]] = []
    with tempfile.TemporaryDirectory() as folder:
        jobs = render.jobs(list_shapes([meshes]))
        for job in [jobs[0], *jobs]:
            files: dict[str, Any] = dict(job.inputs)
            row: dict[str, float] = {}
            for name, (stage, needs, role) in stages.items():
                part = Job(job.shape_id, {need: files[need] for need in needs})
                files[role] = Path(folder) / role / f"{job.shape_id}.h5"
                start = time.perf_counter()
                arrays, attrs = work[name](part)
                artifact.write(
                    files[role],
                    stage.schema,
                    arrays,
                    shape_id=job.shape_id,
                    config=stage.config,
                    inputs=input_fingerprints(part),
                    attrs=attrs,
                )
                row[name] = time.perf_counter() - start
            row["bytes"] = files["patches"].stat().st_size
            found.append(row)
            for role in ("render", "tokens", "pointfeat", "patches"):
                files[role].unlink()
    return found[1:]


def describe(result: Result, shapes: int) -> dict[str, Any]:
    return {
        "gpus": result.gpus,
        "workers_per_gpu": result.workers_per_gpu,
        "hours": round(result.seconds / 3600, 2),
        "shapes_per_second": round(shapes / result.seconds, 2),
        "busy": {name: round(share, 3) for name, share in result.busy.items()},
        "bottleneck": result.bottleneck,
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=Path, required=True, help="JSON list of the seconds of shapes")
    parser.add_argument("--measure", type=Path, help="folder of shapes to measure first; writes --times")
    parser.add_argument("--device", default="cpu", help="of --measure")
    parser.add_argument("--teacher", default="lite0", help="of --measure")
    parser.add_argument("--weights", type=Path, help="of --measure")
    parser.add_argument("--teacher-seconds", type=float, help="of a shape on a GPU, where none was measured")
    parser.add_argument("--shapes", type=int, default=800_000)
    parser.add_argument("--gpus", default="1,8,64")
    parser.add_argument("--workers", type=int, help="per GPU; otherwise as many as help, of 32 at most")
    parser.add_argument(
        "--store", type=float, default=500e6, help="bytes a second that the shared folder takes"
    )
    asked = parser.parse_args()
    if asked.measure is not None:
        rows = measure(asked.measure, asked.device, asked.teacher, asked.weights)
        asked.times.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")
        return 0
    times = json.loads(asked.times.read_text(encoding="utf-8"))
    if asked.teacher_seconds is not None:
        times = [row | {TEACHER: asked.teacher_seconds} for row in times]
    workers = asked.workers or enough_workers(times, 1, asked.store, 32)
    for gpus in map(int, asked.gpus.split(",")):
        result = simulate(times, asked.shapes, gpus, workers, asked.store)
        print(json.dumps(describe(result, asked.shapes)), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
