"""The lines that a training writes: which steps count as spikes, and what a resumed run keeps."""

import json

import numpy as np
import pytest

from pa3d import history
from pa3d.history import FIRST, LIMIT, MEMORY, Running, Spikes, keep_epochs


def losses(count, seed=0):
    """A loss that falls to 0.5 with noise of 0.02."""
    rng = np.random.default_rng(seed)
    return (0.5 + 2 * np.exp(-np.arange(count) / 60) + 0.02 * rng.normal(size=count)).tolist()


def judged(values, running=None):
    running = running or Running()
    return [i for i, value in enumerate(values) if running.is_spike(value)]


def test_an_ordinary_training_has_none_and_a_jump_is_one():
    values = losses(2000)
    assert judged(values) == []
    for place in (FIRST, 700, 1999):
        assert judged([*values[:place], values[place] + 3, *values[place + 1 :]]) == [place]


def test_one_that_follows_another_is_seen_too():
    values = losses(1000)
    values[600] += 50
    values[603] += 1
    assert judged(values) == [600, 603]


def test_a_lasting_rise_is_learnt():
    values = losses(600) + [value + 1 for value in losses(1600)[600:]]
    found = judged(values)
    assert found[0] == 600 and found[-1] < 600 + MEMORY


def test_a_loss_without_noise_needs_more_than_a_hair():
    assert judged([0.7] * 200 + [0.7001] + [0.7] * 5) == []
    assert judged([0.7] * 200 + [0.7 * (1 + 1.1 * LIMIT * history.LEAST)] + [0.7] * 5) == [200]


def test_the_figures_are_mean_and_variance_of_all_at_first():
    values, running = losses(80), Running()
    for value in values:
        running.is_spike(value)
    assert running.mean == pytest.approx(np.mean(values), rel=1e-12)
    assert running.variance == pytest.approx(np.var(values), rel=1e-12)


def test_one_that_goes_on_from_a_state_judges_the_same(tmp_path):
    values = losses(300)
    values[200] += 3
    whole = Spikes(tmp_path / "whole.jsonl")
    for i, value in enumerate(values):
        whole.look(1, i, [value], lambda: ["a"])
    first = Spikes(tmp_path / "parts.jsonl")
    for i, value in enumerate(values[:150]):
        first.look(1, i, [value], lambda: ["a"])
    second = Spikes(tmp_path / "parts.jsonl", json.loads(json.dumps(first.state())))
    for i, value in enumerate(values[150:], 150):
        second.look(1, i, [value], lambda: ["a"])
    assert second.state() == whole.state()
    assert (tmp_path / "parts.jsonl").read_bytes() == (tmp_path / "whole.jsonl").read_bytes() != b""


def test_a_line_says_where_and_whose(tmp_path):
    spikes = Spikes(tmp_path / "spikes.jsonl")
    for i in range(60):
        spikes.look(1, i, [1.0, 2.0], lambda: pytest.fail("asked for names without need"))
    spikes.start_epoch()
    spikes.look(2, 7, [1.0, 9.0], lambda: ["chair", "table"])
    (line,) = map(json.loads, (tmp_path / "spikes.jsonl").read_text().splitlines())
    assert line == {
        "epoch": 2,
        "step": 7,
        "loss": 5.0,
        "mean": 1.5,
        "deviation": 0.0,
        "shapes": ["chair", "table"],
        "losses": [1.0, 9.0],
    }
    assert spikes.in_epoch == 1


def test_lines_are_cut_back_whatever_a_kill_left(tmp_path):
    path = tmp_path / "m.jsonl"
    keep_epochs(path, 3)
    assert not path.exists()
    path.write_bytes(
        b'{"epoch": 1}\n{"epoch": 2, "x": {"y": 1}}\n{"epoch": 3}\n{"epoch": 2, "x": {"y": 1}\n\xff\n7\n{"ep'
    )
    keep_epochs(path, 2)
    assert path.read_bytes() == b'{"epoch": 1}\n{"epoch": 2, "x": {"y": 1}}\n'
    keep_epochs(path, 0)
    assert not path.exists()
