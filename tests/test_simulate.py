"""The simulation of a cluster, against what can be worked out by hand."""

import importlib.util
from pathlib import Path

import pytest

pytest.importorskip("simpy", reason="simpy is not installed: pip install pa3d[cluster]")
PATH = Path(__file__).parent.parent / "pipelines" / "simulate_cluster.py"


@pytest.fixture(scope="module")
def simulation():
    import sys

    spec = importlib.util.spec_from_file_location("simulate_cluster", PATH)
    module = importlib.util.module_from_spec(spec)
    sys.modules["simulate_cluster"] = module  # where its dataclass looks for its names
    spec.loader.exec_module(module)
    return module


def row(render, teacher, backproject=0.0, patchify=0.0, size=0.0):
    stages = {"render": render, "dino-extract": teacher, "backproject": backproject, "patchify": patchify}
    return {**stages, "bytes": size}


def test_one_worker_does_one_thing_after_the_other(simulation):
    result = simulation.simulate([row(3, 1, 0.5, 0.25, 250)], 10, 1, 1, store=1000)
    assert result.seconds == pytest.approx(10 * 5)
    assert result.busy == pytest.approx({"CPU": 0.75, "GPU": 0.2, "folder": 0.05})


@pytest.mark.parametrize(
    ("gpus", "workers", "size", "seconds", "bottleneck"),
    [
        (1, 2, 0, 1200 / 2 * 4, "CPU"),  # 4 s a shape, two at a time
        (1, 8, 0, 1200, "GPU"),  # the teacher takes 1 s
        (8, 8, 0, 1200 / 8, "GPU"),
        (8, 8, 500, 1200 / 2, "folder"),  # 0.5 s a shape, whoever writes
    ],
)
def test_what_is_scarce_decides(simulation, gpus, workers, size, seconds, bottleneck):
    result = simulation.simulate([row(2, 1, 1, 0, size)], 1200, gpus, workers, store=1000)
    assert result.seconds == pytest.approx(seconds, rel=0.05)
    assert result.bottleneck == bottleneck


def test_workers_are_added_until_the_gpu_is_busy(simulation):
    assert simulation.enough_workers([row(2, 1, 1)], 1, 1000, 8) == 4
    assert simulation.enough_workers([row(0, 1)], 1, 1000, 8) == 1
