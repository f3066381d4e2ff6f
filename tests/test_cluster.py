"""Workers and teachers on a Ray cluster of several nodes on this machine: artifacts, and what a loss costs."""

import asyncio
import importlib.util
import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import cluster_steps
import fake_stage
import pytest
import torch
from conftest import NO_NETWORK
from kills import assert_same
from test_cli import write_meshes
from test_prepare import PATCH, VIEWS, prepare, run
from world import COMMANDS

from pa3d import artifact, cluster
from pa3d.cli import options
from pa3d.cluster import Lost, run_on_ray
from pa3d.errors import Pa3dError
from pa3d.stage import Runtime, run_stage

# not imported here: pa3d.cluster sets variables that Ray reads then
pytestmark = [
    pytest.mark.skipif(
        importlib.util.find_spec("ray") is None, reason="Ray, of the extra cluster, is not installed"
    ),
    pytest.mark.skipif(sys.platform != "linux", reason="only Linux has more loopback addresses than one"),
]
HERE = Path(__file__).parent
SCRIPT = HERE.parent / "pipelines" / "cluster_check.py"


@pytest.fixture(scope="module")
def check():
    """pipelines/cluster_check.py, whose nodes run without the guard of no_network.

    The processes of Ray itself look up the address of this machine with a socket towards 8.8.8.8, over which
    nothing is sent, and ask which cloud they are in. The workers, which run what is ours, and whoever gives
    them work have the guard as every other process.
    """
    spec = importlib.util.spec_from_file_location("cluster_check", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    paths = [str(HERE), *os.environ["PYTHONPATH"].split(os.pathsep)]  # workers import what tests give them
    theirs = os.pathsep.join(path for path in paths if path != str(NO_NETWORK))
    ours = {"PYTHONPATH": os.pathsep.join(paths), "PA3D_TEST_ATTEMPTS": os.environ["PA3D_TEST_ATTEMPTS"]}

    class Unguarded(module.Nodes):
        def add(self, *arguments, **more):
            with pytest.MonkeyPatch.context() as patch:
                patch.setenv("PYTHONPATH", theirs)
                patch.delenv("PA3D_TEST_ATTEMPTS")
                return super().add(*arguments, **more)

    module.Nodes = Unguarded
    with pytest.MonkeyPatch.context() as patch:
        # what `ray job submit` gives the drivers that it starts
        patch.setenv("RAY_JOB_CONFIG_JSON_ENV_VAR", json.dumps({"runtime_env": {"env_vars": ours}}))
        ended_by = signal.getsignal(signal.SIGTERM)
        yield module
        signal.signal(signal.SIGTERM, ended_by)  # Ray's own is for nodes that are gone now


@pytest.fixture(scope="module")
def nodes(check):
    """Two nodes with a CPU and (Ray is told) a GPU each, besides the head."""
    nodes = check.Nodes()
    try:
        nodes.add(1, gpus=1)
        nodes.add(1, gpus=1)
        yield nodes
    finally:
        nodes.close()


@pytest.fixture
def shapes(tmp_path):
    directory = tmp_path / "shapes"
    directory.mkdir()
    for i in range(6):
        (directory / f"s{i}.txt").write_text(str(i))
    return directory


def test_every_item_gives_its_result_and_few_wait(nodes, capfd):
    taken, most = 0, 0

    def items():
        nonlocal taken
        for i in range(12):
            taken += 1
            yield i

    results = {}
    for index, answer in run_on_ray(cluster_steps.doubler, (1,), items(), None, address=nodes.address):
        results[index] = answer
        most = max(most, taken - len(results))
    values, pids, threads, guards = zip(*(results[i] for i in range(12)), strict=True)
    assert values == tuple(2 * i + 1 for i in range(12))
    assert len(set(pids) - {os.getpid()}) <= 2 and set(threads) == {"1"}
    assert all(guards)  # no worker reaches the network
    assert most <= 4  # two in work, two that wait
    assert capfd.readouterr() == ("", "")


def test_a_poisoned_item_is_tried_twice_and_costs_nothing_else(nodes, tmp_path):
    items = [0, "die", 2, "fault", 4]
    results = dict(run_on_ray(cluster_steps.counter, (tmp_path,), items, 2, address=nodes.address))
    assert sorted(results) == [0, 1, 2, 3, 4] and [results[i] for i in (0, 2, 4)] == [0, 2, 4]
    assert isinstance(results[1], Lost) and isinstance(results[3], Lost)
    assert str(results[1]).startswith("the process that read it died 2 times on the cluster (")
    assert "unexpected KeyError: " in str(results[3])
    pids = (tmp_path / "die").read_text().split()
    assert len(pids) == len(set(pids)) == 2


def test_an_error_that_no_item_is_to_blame_for_ends_the_run(nodes, tmp_path):
    with pytest.raises(Pa3dError, match="the disk is full"):
        list(run_on_ray(cluster_steps.counter, (tmp_path,), ["stop"], 1, address=nodes.address))


def test_a_stage_writes_what_it_writes_here(nodes, shapes, tmp_path, capfd):
    (shapes / "bad.txt").write_text("no number")
    (shapes / "dead.txt").write_text("die")
    stage, jobs = fake_stage.stage(), fake_stage.jobs(shapes)
    there = run_stage(stage, jobs, tmp_path / "there", Runtime(workers=None, ray=nodes.address))
    good = [job for job in jobs if job.shape_id.startswith("s")]
    run_stage(stage, good, tmp_path / "here", Runtime())
    assert sorted(there.done) == [f"s{i}" for i in range(6)]
    assert sorted(there.failed) == ["bad", "dead"] and "dead.txt: the process" in there.failed["dead"]
    lines = (tmp_path / "there" / "failed-0of1.jsonl").read_text().splitlines()
    assert {entry["shape_id"]: entry["error"] for entry in map(json.loads, lines)} == there.failed
    (tmp_path / "there" / "failed-0of1.jsonl").unlink()
    assert_same(tmp_path / "here", tmp_path / "there")
    one, other = (artifact.header(tmp_path / name / "s0.h5").attrs for name in ("here", "there"))
    assert one["command"] == other["command"]
    again = run_stage(stage, good, tmp_path / "there", Runtime(workers=2))  # here, after there
    assert len(again.skipped) == 6
    assert capfd.readouterr() == ("", "")


# -- teachers ----------------------------------------------------------------------------------------


def test_teachers_are_apart_and_a_lost_one_costs_a_retry(nodes, tmp_path):
    items = [0, 1, "bad", 3, "die", 5, 6, 7]
    results = dict(
        run_on_ray(
            cluster_steps.pupil,
            (),
            items,
            2,
            address=nodes.address,
            gpus=1.0,
            teacher=(cluster_steps.teacher, (tmp_path,)),
        )
    )
    assert sorted(results) == list(range(8))
    numbers = [i for i, item in enumerate(items) if isinstance(item, int)]
    assert [results[i][0] for i in numbers] == [i**2 for i in numbers]
    assert results[2][0] == "not a number"  # as if the worker had found it
    assert isinstance(results[4], Lost) and "teacher" in str(results[4])
    teachers = {results[i][1] for i in numbers}
    loaded = {int(path.stem) for path in tmp_path.glob("*.teacher")}
    assert teachers <= loaded and 2 <= len(loaded) <= 4  # once each: two at first, two for those that died
    assert not loaded & {results[i][2] for i in numbers}


def test_a_teacher_takes_together_what_waits():
    """Four things at once, whoever asked; each gets its own, and a bad one fails alone."""
    taken = []

    def teach(items):
        taken.append(len(items))
        if "bad" in items:
            raise ValueError("a bad one")
        time.sleep(0.05)  # the others come meanwhile
        return [item * 10 for item in items]

    async def lesson():
        teacher = cluster._Teacher((lambda: teach, (), str(Path.cwd()), cluster._version(), sys.argv))
        assert await teacher.start() == ("ready", None)
        asked = [[1], [2], [3, 4], [5], [6], ["bad"], [7], [8]]
        return await asyncio.gather(*map(teacher.ask, asked), return_exceptions=True)

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OMP_NUM_THREADS", "1")
        patch.setenv("NUMBA_NUM_THREADS", "1")
        answers = asyncio.run(lesson())
    assert answers[:5] == [[10], [20], [30, 40], [50], [60]] and answers[6:] == [[70], [80]]
    assert isinstance(answers[5], ValueError)
    assert taken == [4, 4, 1, 1, 1, 1, 1] or taken == [1, 4, 4, 1, 1, 1, 1]


@pytest.mark.parametrize(
    ("gpus", "part", "rooms"), [(8, 1, 8), (8, 0.125, 64), (8, 0.3, 24), (3, 2, 1), (0, 1, 0), (8, 0, 0)]
)
def test_room_on_gpus(gpus, part, rooms):
    assert cluster._parts(gpus, part) == rooms


def test_prepare_with_teachers_apart_gives_the_same(nodes, tmp_path, monkeypatch, one_thread):
    write_meshes(tmp_path)
    more = ["--keep", "renders,tokens,pointfeat", "--device", "cpu"]
    assert prepare(tmp_path, tmp_path / "here", *more)[0] == 0
    monkeypatch.setattr(options, "cluster_share", lambda *_: 1.0)  # as if the device were a GPU
    code, said = prepare(tmp_path, tmp_path / "there", *more, "--ray", nodes.address)
    assert code == 0 and "3 done" in said
    assert_same(tmp_path / "here", tmp_path / "there")


@pytest.fixture
def one_thread():
    """Equal artifacts are promised for equal numbers of threads."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


# -- losses ------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_killed_worker_costs_a_retry(nodes, shapes, tmp_path):
    stage, jobs = fake_stage.stage(sleep=1.5), fake_stage.jobs(shapes)[:3]

    def kill():
        while not (pids := list(shapes.glob("*.pid"))):
            time.sleep(0.05)
        os.kill(int(pids[0].stem), signal.SIGKILL)

    killer = threading.Thread(target=kill)
    killer.start()
    report = run_stage(stage, jobs, tmp_path / "out", Runtime(workers=2, ray=nodes.address))
    killer.join()
    assert sorted(report.done) == ["s0", "s1", "s2"] and not report.failed
    assert len(list(shapes.glob("*.pid"))) >= 2


@pytest.mark.slow
def test_a_lost_node_costs_retries(nodes, shapes, tmp_path):
    stage, jobs = fake_stage.stage(sleep=1.0), fake_stage.jobs(shapes)
    third = nodes.add(1)
    done = []

    def progress(shape_id, state):
        done.append(shape_id)
        if len(done) == 2:
            nodes.kill(third)

    report = run_stage(stage, jobs, tmp_path / "out", Runtime(workers=None, ray=nodes.address), progress)
    assert sorted(report.done) == sorted(done) == [f"s{i}" for i in range(6)] and not report.failed
    run_stage(stage, jobs, tmp_path / "here", Runtime(workers=2))
    assert_same(tmp_path / "here", tmp_path / "out")


@pytest.mark.slow
def test_a_lost_node_takes_its_teacher_along(nodes, tmp_path):
    third = nodes.add(1, gpus=1)
    teacher = cluster_steps.teacher, (tmp_path,)
    results = {}
    for index, answer in run_on_ray(
        cluster_steps.pupil, (), range(60), None, address=nodes.address, gpus=1.0, teacher=teacher
    ):
        results[index] = answer
        if len(results) == 20:
            assert len(list(tmp_path.glob("*.teacher"))) == 3
            nodes.kill(third)
    assert [results[i][0] for i in range(60)] == [i**2 for i in range(60)]


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_command_that_is_ended_goes_on_without_the_cluster(nodes, tmp_path, one_thread, number):
    synth = ["synth", "chair", "--count", 30, "--out", tmp_path / "shapes"]
    assert run(*synth)[0] == 0
    command = ["prepare", tmp_path / "shapes", *VIEWS, *PATCH, "--device", "cpu"]
    words = [sys.executable, "-m", "pa3d", *command, "--out", tmp_path / "out", "--ray", nodes.address]
    process = subprocess.Popen([str(word) for word in words], stderr=subprocess.PIPE, text=True)
    while process.poll() is None and len(list((tmp_path / "out").glob("patches/*.h5"))) < 2:
        time.sleep(0.05)
    process.send_signal(number)
    said = process.communicate()[1]
    if number == signal.SIGKILL:
        assert process.returncode == -number
        time.sleep(10)  # until Ray has ended the workers, whose driver is gone
    else:
        assert process.returncode == 130 and len(said.splitlines()) == 1 and "interrupted" in said
        assert [path.name for path in (tmp_path / "out").iterdir()] == ["patches"]
        assert {path.suffix for path in (tmp_path / "out" / "patches").iterdir()} == {".h5"}
    assert len(list((tmp_path / "out" / "patches").glob("*.h5"))) < 30
    assert run(*command, "--out", tmp_path / "out")[0] == 0
    assert run(*command, "--out", tmp_path / "here")[0] == 0
    assert_same(tmp_path / "here", tmp_path / "out")


@pytest.mark.slow
def test_a_node_is_killed_in_the_middle_of_prepare(check, tmp_path, monkeypatch, capfd):
    small = [str(word) for word in VIEWS + PATCH]
    monkeypatch.setattr("sys.argv", ["check", "--shapes", "12", "--out", str(tmp_path), *small])
    code = check.main()
    result = json.loads(capfd.readouterr().out.splitlines()[-1])
    assert code == 0 and result["different"] == [] and result["shapes"] == 12
    assert 6 <= result["node_killed_after"] < 12


@pytest.mark.slow
@pytest.mark.parametrize("gpus", [0.0, 1.0])  # of a worker, or of a teacher where there are any
@pytest.mark.parametrize(
    "name", ["render", "dino-extract", "backproject", "patchify", "prepare", "segment", "benchmark"]
)
def test_every_command_writes_what_it_writes_here(nodes, world, tmp_path, monkeypatch, one_thread, name, gpus):
    monkeypatch.chdir(world)
    monkeypatch.setattr(options, "cluster_share", lambda *_: gpus)
    used = []
    monkeypatch.setattr(cluster, "run_on_ray", lambda *a, **k: used.append(k) or run_on_ray(*a, **k))
    for out, more in (("here", []), ("there", ["--ray", nodes.address])):
        code, said = run(*[str(w).replace("{out}", str(tmp_path / out)) for w in COMMANDS[name].argv], *more)
        assert code == 0, said
    assert_same(tmp_path / "here", tmp_path / "there")
    assert [call["gpus"] for call in used] == [gpus]


def test_no_room_and_no_cluster_are_named(nodes):
    with pytest.raises(Pa3dError, match="no room for a worker .1 CPU, 2 GPU"):
        next(run_on_ray(cluster_steps.doubler, (1,), [1], None, address=nodes.address, gpus=2.0))
    with pytest.raises(Pa3dError, match="--ray 127.0.0.1:1: no cluster answers"):
        next(run_on_ray(cluster_steps.doubler, (1,), [1], None, address="127.0.0.1:1"))
    assert cluster.has_gpu(nodes.address)


@pytest.mark.parametrize(
    ("text", "how"),
    [
        ("The actor died because its node has died. Node Id: 5", cluster.NODE_DIED),
        ("(1) killed by SIGKILL by OOM killer (2) ray stop --force (3) SIGSEGV", cluster.ENDED),
    ],
)
def test_what_is_said_of_a_loss(text, how):
    assert cluster._how(text) == how
