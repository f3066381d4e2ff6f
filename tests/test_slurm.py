"""The job-array scripts, with a scheduler that runs every task at once, one after the other."""

import json
import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from kills import assert_same, visible
from world import PATCH, RENDER

SUBMIT = Path(__file__).parent.parent / "pipelines" / "slurm" / "submit.sh"
SBATCH = """#!/usr/bin/env bash
# as sbatch does: a job id on standard output, what tasks say into files
set -u
echo "$*" >>calls
id=$((100 + $(wc -l <calls)))
array=
while [[ $1 == -* ]]; do
    case $1 in --array=*) array=${1#--array=} ;; esac
    shift
done
if [ -n "$array" ]; then
    for task in $(seq "${array%-*}" "${array#*-}"); do
        SLURM_ARRAY_TASK_ID=$task SLURM_CPUS_PER_TASK=1 bash "$@" >"slurm-${id}_$task.out" 2>&1
        echo "$task $?" >>codes
    done
else
    bash "$@" >"slurm-$id.out" 2>&1
    echo "check $?" >>codes
fi
echo "$id;cluster"
"""


def submit(folder, world, *arguments):
    """Run submit.sh in `folder`; its exit code and what it says."""
    tools = folder / "bin"
    tools.mkdir()
    for name, text in (("sbatch", SBATCH), ("pa3d", f'#!/bin/sh\nexec {sys.executable} -m pa3d "$@"\n')):
        (tools / name).write_text(text)
        (tools / name).chmod(0o755)
    words = [*RENDER, *PATCH]
    values = dict(zip((w.strip("-").replace("-", "_").upper() for w in words[::2]), words[1::2], strict=True))
    options = {
        f"PA3D_{command}_{name}": str(value)
        for names, commands in ((RENDER, ("RENDER", "PREPARE")), (PATCH, ("PATCHIFY", "PREPARE")))
        for name, value in values.items()
        for command in commands
        if f"--{name.lower().replace('_', '-')}" in names
    }
    done = subprocess.run(
        [SUBMIT, *map(str, arguments)],
        cwd=folder,
        env={**os.environ, **options, "PATH": f"{tools}:{os.environ['PATH']}", "LABELS": str(world / "labels"),
             "CPU_ARGS": "--partition=cpu --time=1:00:00", "GPU_ARGS": "--gres=gpu:1", "PA3D_CONFIG": "",
             "OMP_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        check=False,
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


def test_prepare_in_two_shards(world, tmp_path):
    code, said = submit(tmp_path, world, "prepare", world / "meshes", tmp_path / "out", 2)
    assert code == 0, said
    assert (tmp_path / "codes").read_text().split("\n") == ["0 0", "1 0", "check 0", ""]
    array, check = (tmp_path / "calls").read_text().splitlines()
    assert array.startswith("--parsable --array=0-1 --gres=gpu:1 ")
    assert check.startswith("--parsable --dependency=afterany:101 --partition=cpu --time=1:00:00 ")
    (tmp_path / "out" / "failures.jsonl").unlink()
    (tmp_path / "out" / "redo.txt").unlink(missing_ok=True)
    assert [str(path) for path in visible(tmp_path / "out")] == [f"patches/s{i}.h5" for i in range(3)]
    assert_same(world / "p", tmp_path / "out" / "patches")


@pytest.mark.slow
def test_every_stage_in_two_shards_and_a_bad_shape(world, tmp_path):
    meshes = tmp_path / "meshes"
    meshes.mkdir()
    for path in (world / "meshes").iterdir():
        (meshes / path.name).write_bytes(path.read_bytes())
    (meshes / "bad.off").write_text("no mesh")
    code, said = submit(tmp_path, world, "stages", meshes, tmp_path / "out", 2)
    assert code == 0, said
    calls = (tmp_path / "calls").read_text().splitlines()
    waits = [word for call in calls for word in call.split() if word.startswith("--dependency")]
    assert waits == [
        *(f"--dependency=aftercorr:{100 + i}" for i in (1, 2, 3)),
        "--dependency=afterany:101:102:103:104",
    ]
    assert set((tmp_path / "codes").read_text().splitlines()) == {"0 0", "1 0", "check 0"}
    (failure,) = (tmp_path / "out" / "failures.jsonl").read_text().splitlines()
    assert "bad.off" in failure
    for name, ours in (("renders", "r"), ("tokens", "t"), ("pointfeat", "f"), ("patches", "p")):
        for path in (tmp_path / "out" / name).glob("failed-*.jsonl"):
            path.unlink()
        assert_same(world / ours, tmp_path / "out" / name)


def test_wrong_usage_is_said(world, tmp_path):
    code, said = submit(tmp_path, world, "stages")
    assert code == 2 and "submit.sh prepare MESHES OUT SHARDS" in said


def test_the_kubernetes_job_runs_a_command_that_is_there():
    """Its form, and the options it uses; no Kubernetes is at hand."""
    yaml = pytest.importorskip("yaml", reason="PyYAML, which Ray brings, is not installed")
    job = yaml.safe_load((SUBMIT.parent.parent / "kubernetes" / "rayjob.yaml").read_text())
    assert (job["apiVersion"], job["kind"]) == ("ray.io/v1", "RayJob")
    (_, _, line) = shlex.split(job["spec"]["entrypoint"])
    command = shlex.split(line.split("&& ")[1])
    known = json.loads((Path(__file__).parent / "options.json").read_text())[command[1]]
    assert command[0] == "pa3d" and {word for word in command if word.startswith("--")} <= set(known)
    cluster = job["spec"]["rayClusterSpec"]
    pods = [cluster["headGroupSpec"], *cluster["workerGroupSpecs"]]
    for pod in pods:
        spec = pod["template"]["spec"]
        (mount,) = spec["containers"][0]["volumeMounts"]
        assert mount["mountPath"] == "/data" and mount["name"] == spec["volumes"][0]["name"]
