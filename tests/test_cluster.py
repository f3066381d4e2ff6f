"""Workers on a Ray cluster of several nodes on this machine: the artifacts, and what a loss costs."""

import importlib.util
import json
import os
import signal
import socket
import threading
import time
from pathlib import Path

import cluster_steps
import fake_stage
import pytest
from kills import assert_same

from pa3d import cluster
from pa3d.cluster import Lost, run_on_ray
from pa3d.errors import Pa3dError
from pa3d.stage import Runtime, run_stage

# not imported here: pa3d.cluster sets variables that Ray reads then
pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("ray") is None, reason="Ray is not installed: pip install pa3d[cluster]"
)
HERE = "127.0.0.1"
AGENT_PORTS = (
    "metrics_agent_port",
    "metrics_export_port",
    "dashboard_agent_listen_port",
    "runtime_env_agent_port",
)


class Nodes:
    """A cluster whose head does no work, and the nodes that are added to it."""

    def __init__(self) -> None:
        from ray.cluster_utils import Cluster

        self.cluster = Cluster()
        self.add(0, include_dashboard=False)
        self.address = self.cluster.address

    def add(self, cpus, **more):
        """A node. Ports that are chosen here are not waited for, which Ray does for 15 seconds only."""
        sockets = [socket.socket() for _ in AGENT_PORTS]
        for one in sockets:
            one.bind((HERE, 0))
        ports = {name: one.getsockname()[1] for name, one in zip(AGENT_PORTS, sockets, strict=True)}
        for one in sockets:
            one.close()
        local = {"node_ip_address": HERE, "include_log_monitor": False}
        with pytest.MonkeyPatch.context() as patch:
            # Ray asks which cloud it is in; it is refused, as all that reaches for the network, but not held
            # against the test
            patch.delenv("PA3D_TEST_ATTEMPTS", raising=False)
            return self.cluster.add_node(num_cpus=cpus, **local, **ports, **more)


@pytest.fixture(scope="module")
def nodes():
    cluster.set_environment()
    with pytest.MonkeyPatch.context() as patch:
        here = str(Path(__file__).parent)  # the workers import what the tests give them
        patch.setenv("PYTHONPATH", os.pathsep.join([here, os.environ["PYTHONPATH"]]))
        nodes = Nodes()
        nodes.add(1)
        nodes.add(1)
        yield nodes
        nodes.cluster.shutdown()


@pytest.fixture
def shapes(tmp_path):
    directory = tmp_path / "shapes"
    directory.mkdir()
    for i in range(6):
        (directory / f"s{i}.txt").write_text(str(i))
    return directory


def run(nodes, setup, items, count=None):
    return run_on_ray(setup, (1,), items, count, address=nodes.address)


def test_every_item_gives_its_result_and_few_wait(nodes, capfd):
    taken, most = 0, 0

    def items():
        nonlocal taken
        for i in range(12):
            taken += 1
            yield i

    results = {}
    for index, answer in run(nodes, cluster_steps.doubler, items()):
        results[index] = answer
        most = max(most, taken - len(results))
    assert {index: value for index, (value, _, _) in results.items()} == {i: 2 * i + 1 for i in range(12)}
    assert len({pid for _, pid, _ in results.values()} - {os.getpid()}) <= 2
    assert {threads for _, _, threads in results.values()} == {"1"}
    assert most <= 4  # two in work, two that wait
    assert capfd.readouterr() == ("", "")


def test_a_poisoned_item_is_tried_twice_and_costs_nothing_else(nodes, tmp_path):
    items = [0, "die", 2, 3]
    results = dict(run_on_ray(cluster_steps.counter, (tmp_path,), items, 2, address=nodes.address))
    assert sorted(results) == [0, 1, 2, 3] and [results[i] for i in (0, 2, 3)] == [0, 2, 3]
    assert isinstance(results[1], Lost)
    assert str(results[1]).startswith("the process that read it died 2 times on the cluster (")
    assert len((tmp_path / "die").read_text().split()) == 2
    assert len(set((tmp_path / "die").read_text().split())) == 2  # processes


def test_an_error_that_no_item_is_to_blame_for_ends_the_run_and_a_fault_does_not(nodes, tmp_path):
    with pytest.raises(Pa3dError, match="the disk is full"):
        list(run_on_ray(cluster_steps.counter, (tmp_path,), ["stop"], 1, address=nodes.address))
    ((_, answer),) = run_on_ray(cluster_steps.counter, (tmp_path,), ["fault"], 1, address=nodes.address)
    assert isinstance(answer, Lost) and "unexpected KeyError: " in str(answer)


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
    again = run_stage(stage, good, tmp_path / "there", Runtime(workers=2))  # here, after there
    assert len(again.skipped) == 6
    assert capfd.readouterr() == ("", "")


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


def test_a_lost_node_costs_retries(nodes, shapes, tmp_path):
    stage, jobs = fake_stage.stage(sleep=1.0), fake_stage.jobs(shapes)
    third = nodes.add(1)
    done = []

    def progress(shape_id, state):
        done.append(shape_id)
        if len(done) == 2:
            nodes.cluster.remove_node(third, allow_graceful=False)

    report = run_stage(stage, jobs, tmp_path / "out", Runtime(workers=None, ray=nodes.address), progress)
    assert sorted(report.done) == sorted(done) == [f"s{i}" for i in range(6)] and not report.failed
    run_stage(stage, jobs, tmp_path / "here", Runtime(workers=2))
    assert_same(tmp_path / "here", tmp_path / "out")


def test_no_room_and_no_cluster_are_named(nodes):
    with pytest.raises(Pa3dError, match="no room for a worker .1 CPU, 1 GPU"):
        next(run_on_ray(cluster_steps.doubler, (1,), [1], None, address=nodes.address, gpus=1.0))
    assert not cluster.has_gpu(nodes.address)


@pytest.mark.parametrize(
    ("text", "how"),
    [
        ("The actor died because its node has died. Node Id: 5", cluster.NODE_DIED),
        ("(1) killed by SIGKILL by OOM killer (2) ray stop --force (3) SIGSEGV", cluster.ENDED),
    ],
)
def test_what_is_said_of_a_loss(text, how):
    assert cluster._how(text) == how
