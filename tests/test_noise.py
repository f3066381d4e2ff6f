from __future__ import annotations

import numpy as np
import pytest

from pa3d import noise
from pa3d.errors import Pa3dError, ShapeError
from pa3d.noise import noisy_parts

NAMES = ["seat", "back", "leg"]
RATES = ("VIEW_DROPPED", "INSIDE_LOST", "MORE_PIECES", "PIECE_LOST", "PIECE_LEAKS", "PIECE_RENAMED")


def rng(seed=0):
    return np.random.default_rng(seed)


def chair(count=3000, seed=0):
    """Points on three separate boxes' surfaces and the mask (3, N): seat, back, leg."""
    part = rng(seed).integers(3, size=count)
    size = np.array([[1, 0.1, 1], [1, 1, 0.1], [0.1, 0.8, 0.1]])
    offset = np.array([[0, 0, 0], [0, 0.6, -0.45], [0.4, -0.5, 0.4]])
    local = rng(seed + 1).uniform(-0.5, 0.5, (count, 3))
    side = rng(seed + 2).integers(3, size=count)
    local[np.arange(count), side] = np.where(rng(seed + 3).random(count) < 0.5, -0.5, 0.5)
    return (local * size[part] + offset[part]).astype(np.float32), part == np.arange(3)[:, None]


@pytest.fixture
def only(monkeypatch):
    """Leave one kind of noise on, at the given rate."""

    def set_rate(name: str, rate: float) -> None:
        for other in RATES:
            monkeypatch.setattr(noise, other, 0.0)
        monkeypatch.setattr(noise, name, rate)

    return set_rate


def test_strength_0_changes_nothing():
    points, mask = chair()
    state = rng(3)
    result, names = noisy_parts(points, mask, NAMES, 0.0, state)
    np.testing.assert_array_equal(result, mask)
    assert names == NAMES and state.random() == rng(3).random()


@pytest.mark.parametrize("strength", [0.05, 0.3, 0.7, 1.0])
@pytest.mark.parametrize("seed", range(10))
def test_what_always_holds(strength, seed):
    points, mask = chair(800, seed)
    words = ["wheel", "lid"]
    result, names = noisy_parts(points, mask, NAMES, strength, rng(seed), words)
    assert result.shape == (len(names), 800) and result.dtype == bool
    assert len(set(names)) == len(names) >= 1 and set(names) <= {*NAMES, *words}
    assert result.any(1).all()
    again = noisy_parts(points, mask, NAMES, strength, rng(seed), words)
    np.testing.assert_array_equal(result, again[0])
    assert names == again[1]
    other = noisy_parts(points, mask, NAMES, strength, rng(seed + 100), words)
    assert strength < 0.5 or names != other[1] or not np.array_equal(result, other[0])


def test_position_and_size_do_not_matter():
    points, mask = chair()
    a, a_names = noisy_parts(points, mask, NAMES, 0.6, rng(1))
    b, b_names = noisy_parts(points * 4 + [8, -2, 1], mask, NAMES, 0.6, rng(1))
    assert a_names == b_names and (a != b).mean() < 0.01  # rounding may move a point to another cell


def rates(strength: float, count: int = 30) -> tuple[float, float]:
    """Share of labelled points that lost all labels, share of labels that are wrong; mean of many draws."""
    lost = wrong = 0.0
    for seed in range(count):
        points, mask = chair(600, seed)
        result, names = noisy_parts(points, mask, NAMES, strength, rng(seed), ["wheel", "lid", "pedal"])
        true = dict(zip(NAMES, mask, strict=True))
        right = np.stack([row & true.get(name, False) for name, row in zip(names, result, strict=True)])
        lost += 1 - result[:, mask.any(0)].any(0).mean()
        wrong += 1 - right.sum() / result.sum()
    return lost / count, wrong / count


def test_noise_grows_with_strength():
    measured = [rates(s) for s in (0.0, 0.25, 0.5, 1.0)]
    lost, wrong = np.transpose(measured)
    assert lost[0] == wrong[0] == 0
    assert (np.diff(lost) > 0.05).all() and (np.diff(wrong) > 0.05).all()
    assert lost[-1] > 0.25 and wrong[-1] > 0.35


def test_lost_pieces_are_whole_neighbourhoods(only):
    """Only fragments: what is kept was there before, and what is lost lies together."""
    only("MORE_PIECES", 4.0)
    points, mask = chair()
    whole, names = noisy_parts(points, mask, NAMES, 1.0, rng(0))
    np.testing.assert_array_equal(whole, mask)  # cut, but no piece lost: the union is the part
    noise.PIECE_LOST = 0.5
    result, names = noisy_parts(points, mask, NAMES, 1.0, rng(0))
    kept = np.zeros_like(mask)
    for name, row in zip(names, result, strict=True):
        kept[NAMES.index(name)] = row
    lost = mask & ~kept
    assert not (kept & ~mask).any() and 0.1 < lost.sum() / mask.sum() < 0.9
    from scipy.spatial import cKDTree

    same = []  # neighbours of the same part nearly always share their fate
    for part in range(3):
        index = np.flatnonzero(mask[part])
        near = cKDTree(points[index]).query(points[index], 4)[1][:, 1:]
        same.append((lost[part][index][near] == lost[part][index][:, None]).mean())
    assert np.mean(same) > 0.9


def test_a_leak_stays_near_its_part(only):
    only("PIECE_LEAKS", 1.0)
    points, mask = chair()
    result, names = noisy_parts(points, mask, NAMES, 1.0, rng(0))
    assert names == NAMES and not (mask & ~result).any() and (result & ~mask).any()
    from scipy.spatial import cKDTree

    radius = np.linalg.norm(points - (points.min(0) + points.max(0)) / 2, axis=1).max()
    for before, after in zip(mask, result, strict=True):
        distance = cKDTree(points[before]).query(points[after & ~before])[0]
        assert (distance <= np.sqrt(3) * noise.LEAK_REACH * radius + 1e-6).all()


def test_names_overlap_or_replace(only):
    only("PIECE_RENAMED", 1.0)
    points, mask = chair()
    counts = {"kept": 0, "gone": 0, "words": 0}
    for seed in range(40):
        result, names = noisy_parts(points, mask[:1], ["seat"], 1.0, rng(seed), ["wheel", "lid"])
        counts["kept" if "seat" in names else "gone"] += 1
        counts["words"] += sum(name in ("wheel", "lid") for name in names)
        assert all(np.array_equal(row, mask[0]) for row in result)
    assert counts["words"] == 40 and 10 < counts["gone"] < 30
    result, names = noisy_parts(points, mask[:1], ["seat"], 1.0, rng(0))
    assert names == ["seat"]  # nothing to confuse it with
    result, names = noisy_parts(points, mask, NAMES, 1.0, rng(0))
    assert set(names) <= set(NAMES) and not np.array_equal(result, mask)


def even_ball(count: int) -> np.ndarray:
    """Points on the unit ball's surface, evenly spread along a spiral."""
    y = 1 - 2 * (np.arange(count) + 0.5) / count
    angle = np.arange(count) * np.pi * (3 - np.sqrt(5))
    return np.column_stack([np.sqrt(1 - y**2) * np.cos(angle), y, np.sqrt(1 - y**2) * np.sin(angle)])


def test_only_what_no_used_view_sees_is_lost(only):
    """Of a ball one view sees the side that faces it, from 30 degrees above the horizon or 20 below."""
    only("VIEW_DROPPED", 1.0)  # one view is left
    count = 4000
    ball = even_ball(count)
    found = []
    for seed in range(12):
        (kept,), names = noisy_parts(ball, np.ones((1, count), bool), ["ball"], 1.0, rng(seed))
        axis = ball[kept].mean(0) / np.linalg.norm(ball[kept].mean(0))
        facing = ball @ axis
        assert names == ["ball"] and 0.3 < kept.mean() < 0.6
        assert facing[kept].min() > -0.3 and facing[~kept].max() < 0.6
        found.append(np.degrees(np.arcsin(axis[1])))
    assert all(min(abs(e - 30), abs(e + 20)) < 3 for e in found)
    assert {e > 0 for e in found} == {True, False}
    noise.VIEW_DROPPED = 0.0
    result, _ = noisy_parts(ball, np.ones((1, count), bool), ["ball"], 1.0, rng(0))
    assert result.all()


def test_a_leak_does_not_bring_back_what_is_not_seen(only):
    only("VIEW_DROPPED", 1.0)
    noise.PIECE_LEAKS, noise.MORE_PIECES = 1.0, 4.0
    ball = even_ball(4000)
    for seed in range(5):
        result, _ = noisy_parts(ball, np.stack([ball[:, 0] > 0, ball[:, 0] <= 0]), ["a", "b"], 1.0, rng(seed))
        kept = result.any(0)
        axis = ball[kept].mean(0) / np.linalg.norm(ball[kept].mean(0))
        assert (ball @ axis)[kept].min() > -0.3 and kept.mean() < 0.6


def test_points_that_no_view_sees(only):
    """A small ball inside a big one: its points lose their labels at the rate of the strength."""
    only("INSIDE_LOST", 1.0)
    points = np.concatenate([even_ball(5000), even_ball(1000) * 0.3])
    mask = np.arange(6000)[None] >= 5000
    (kept,), _ = noisy_parts(points, mask, ["core"], 0.4, rng(1))
    assert 0.5 < kept.sum() / 1000 < 0.7
    (outer,), _ = noisy_parts(points, ~mask, ["shell"], 1.0, rng(1))
    assert (outer == ~mask[0]).mean() > 0.97


def test_parts_may_overlap_and_be_empty():
    points, mask = chair()
    mask = np.concatenate([mask, mask.any(0)[None], np.zeros((1, len(points)), bool)])
    result, names = noisy_parts(points, mask, [*NAMES, "chair", "nothing"], 0.4, rng(0))
    assert result.any(1).all() and (result.sum(0) > 1).any()
    empty, names = noisy_parts(points, np.zeros((0, len(points)), bool), [], 0.5, rng(0))
    assert empty.shape == (0, len(points)) and names == []


def test_something_stays(only):
    only("PIECE_LOST", 1.0)
    points, mask = chair()
    mask[2, :2000] = True
    result, names = noisy_parts(points, mask, NAMES, 1.0, rng(0))
    assert names == ["leg"]
    np.testing.assert_array_equal(result, mask[2:])


def test_input_that_does_not_fit():
    points, mask = chair(100)
    with pytest.raises(ShapeError, match="do not fit"):
        noisy_parts(points[:50], mask, NAMES, 0.5, rng())
    with pytest.raises(ShapeError, match="do not fit"):
        noisy_parts(points, mask, NAMES[:2], 0.5, rng())
    with pytest.raises(Pa3dError, match="between 0 and 1"):
        noisy_parts(points, mask, NAMES, 1.5, rng())
