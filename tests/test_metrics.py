from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import pytest

from pa3d.errors import Pa3dError
from pa3d.metrics import (
    CONVENTIONS,
    ShapeScore,
    confusion,
    mean,
    part_ious,
    score_shape,
    score_table,
    summarise,
    table_ious,
)

GOLDEN = Path(__file__).parent / "golden" / "metrics.npz"
FIRST = (0, 12, 36, 47)  # global id of the first part of Airplane, Chair, Mug, Table
COUNTS = (4, 4, 2, 3)


def random_rows(convention="skip", count=40, seed=0):
    rng = np.random.default_rng(seed)
    rows = []
    for i in range(count):
        parts = int(rng.integers(2, 6))
        target = rng.integers(-1, parts, 57)
        prediction = np.where(rng.random(57) < 0.6, target, rng.integers(-1, parts, 57))
        names = [f"part{p}" for p in range(parts)]
        rows.append(score_shape(f"s{i:03d}", f"c{i % 7}", prediction, target, names, convention))
    return rows


@pytest.mark.parametrize("convention", CONVENTIONS)
def test_perfect_is_one_and_all_wrong_is_zero(convention):
    target = np.repeat(np.arange(4), 5)
    assert part_ious(target, target, 4, convention).tolist() == [1.0] * 4
    assert part_ious((target + 1) % 4, target, 4, convention).tolist() == [0.0] * 4
    assert part_ious(np.full(20, -1), target, 4, convention).tolist() == [0.0] * 4


@pytest.mark.parametrize(
    ("prediction", "expected"),
    [  # target 0 0 1 1: parts 2 and 3 are absent
        ([0, 0, 1, 1], {"skip": 1.0, "union-skip": 1.0, "one": 1.0}),
        # part 2 is a false positive, part 3 is in neither: IoU 0.5, 1, and 0 for part 2
        ([0, 2, 1, 1], {"skip": 1.5 / 2, "union-skip": 1.5 / 3, "one": 2.5 / 4}),
        ([2, 2, 3, 3], {"skip": 0.0, "union-skip": 0.0, "one": 0.0}),
    ],
)
def test_absent_parts(prediction, expected):
    target = np.array([0, 0, 1, 1])
    names = ["a", "b", "c", "d"]
    for convention, value in expected.items():
        row = score_shape("s", "c", np.array(prediction), target, names, convention)
        assert summarise([row])["miou"] == value


def test_undefined_parts_are_nan():
    target, prediction = np.array([0, 0, 1]), np.array([0, 2, 1])
    undefined = {c: np.isnan(part_ious(prediction, target, 4, c)).tolist() for c in CONVENTIONS}
    assert undefined == {
        "skip": [False, False, True, True],
        "union-skip": [False, False, False, True],
        "one": [False, False, False, False],
    }


@pytest.mark.parametrize("convention", CONVENTIONS)
def test_unlabelled_points_are_ignored(convention):
    rng = np.random.default_rng(3)
    target, prediction = rng.integers(0, 5, 200), rng.integers(0, 5, 200)
    noise = rng.permutation(300)
    longer_target = np.concatenate([target, np.full(100, -1)])[noise]
    longer_prediction = np.concatenate([prediction, rng.integers(-1, 6, 100)])[noise]
    np.testing.assert_array_equal(
        part_ious(prediction, target, 6, convention),
        part_ious(longer_prediction, longer_target, 6, convention),
    )
    assert np.isnan(part_ious(prediction, np.full(200, -1), 6, convention)).all()


def test_the_table_counts_pairs():
    table = confusion(np.array([0, 1, -1, 1, 1]), np.array([0, 0, 1, -1, 1]), 2)
    assert table.tolist() == [[0, 0, 1], [0, 1, 1], [1, 0, 1]]  # rows: unlabelled, target 0, target 1


def test_false_positives_at_unlabelled_points_when_they_count():
    prediction, target = np.array([0, 0, 1, -1, -1]), np.array([0, -1, -1, -1, 0])
    table = confusion(prediction, target, 3)
    # part 0: hit 1, union 3 (one at an unlabelled point); part 1: only a false positive; part 2: nowhere
    expected = {"skip": [1 / 3, None, None], "union-skip": [1 / 3, 0, None], "one": [1 / 3, 0, 1]}
    for convention, values in expected.items():
        row = score_table("s", "c", table, "abc", convention)
        assert [None if math.isnan(v) else v for v in row.ious] == values
        assert (row.accuracy, row.num_points) == (2 / 5, 5)  # no answer at an unlabelled point is right
    assert part_ious(prediction, target, 3, "one").tolist() == [1 / 2, 1, 1]


def test_a_table_without_points_defines_nothing():
    assert np.isnan(table_ious(np.zeros((3, 3), int), "one")).all()


def test_against_sets():
    """The same numbers from the definition, by Python sets."""
    rng = np.random.default_rng(5)
    target, prediction = rng.integers(-1, 5, 90), rng.integers(-1, 5, 90)
    known = set(np.flatnonzero(target >= 0))
    for part, value in enumerate(part_ious(prediction, target, 5, "union-skip")):
        mine = set(np.flatnonzero(prediction == part)) & known
        theirs = set(np.flatnonzero(target == part))
        assert value == len(mine & theirs) / len(mine | theirs)


def test_sums_are_rounded_once():
    assert mean([1e16, 1, -1e16]) == mean([1, 1e16, -1e16]) == 1 / 3


def test_order_does_not_show():
    rows = random_rows("union-skip")
    expected = json.dumps(summarise(rows))
    for seed in range(5):
        order = np.random.default_rng(seed).permutation(len(rows))
        assert json.dumps(summarise([rows[i] for i in order])) == expected


def test_means_from_the_per_shape_list():
    result = summarise(random_rows("one"))
    values = [(entry["category"], entry["miou"]) for entry in result["per_shape"]]
    assert all(0 <= value <= 1 for _, value in values)
    assert result["miou"] == pytest.approx(np.mean([v for _, v in values]), abs=1e-14)
    means = [np.mean([v for c, v in values if c == name]) for name in {c for c, _ in values}]
    assert result["ciou"] == pytest.approx(np.mean(means), abs=1e-14)
    assert [e["shape_id"] for e in result["per_shape"]] == [f"s{i:03d}" for i in range(40)]


def test_categories_count_alike():
    good = [score_shape(f"g{i}", "common", np.zeros(4, int), np.zeros(4, int), ["a"]) for i in range(9)]
    bad = score_shape("b", "rare", np.full(4, -1), np.zeros(4, int), ["a"])
    result = summarise([*good, bad])
    assert result["miou"] == 0.9
    assert result["ciou"] == result["part_macro"] == 0.5
    assert result["accuracy"] == 0.9
    assert result["per_category"]["rare"] == {
        "num_shapes": 1,
        "miou": 0.0,
        "part_macro": 0.0,
        "accuracy": 0.0,
        "part_iou": {"a": 0.0},
    }


def test_mean_over_part_names():
    """Parts count alike, then categories, however many shapes have them."""
    rows = [
        score_shape("1", "mug", np.array([0, 0]), np.array([0, 0]), ["cup", "handle", "lid"]),
        score_shape("2", "mug", np.array([0, 0, 0]), np.array([0, 0, 1]), ["cup", "handle", "lid"]),
        score_shape("3", "cap", np.array([0]), np.array([0]), ["brim"]),
    ]
    result = summarise(rows)
    # cup: (1 + 2/3) / 2, handle: 0 (one shape has it), lid: no shape has it
    assert result["per_category"]["mug"]["part_iou"] == {"cup": (1 + 2 / 3) / 2, "handle": 0.0, "lid": None}
    assert result["part_macro"] == pytest.approx(((1 + 2 / 3) / 2 / 2 + 1) / 2, abs=1e-15)
    assert result["miou"] == pytest.approx((1 + 1 / 3 + 1) / 3, abs=1e-15)


def test_unlabelled_shapes_are_left_out():
    rows = random_rows()
    empty = score_shape("zz", "c0", np.zeros(9, int), np.full(9, -1), ["a", "b"])
    result, plain = summarise([empty, *rows]), summarise(rows)
    assert (result["num_shapes"], result["num_skipped"]) == (40, 1)
    for key in ("miou", "ciou", "part_macro", "accuracy", "per_category"):
        assert result[key] == plain[key]
    assert result["per_shape"][-1]["miou"] is None
    assert result["per_shape"][-1]["iou"] == [None, None]
    json.dumps(result, allow_nan=False)
    with pytest.raises(Pa3dError, match="nothing to score"):
        summarise([empty])


def test_bad_input_is_named():
    with pytest.raises(Pa3dError, match="label the same points"):
        part_ious(np.zeros(3, int), np.zeros(4, int), 2, "skip")
    with pytest.raises(Pa3dError, match="target holds labels 0 .. 7"):
        part_ious(np.zeros(3, int), np.array([0, 1, 7]), 2, "skip")
    with pytest.raises(Pa3dError, match="whole numbers"):
        part_ious(np.zeros(3), np.zeros(3, int), 2, "skip")
    with pytest.raises(Pa3dError, match="one of skip, union-skip, one"):
        part_ious(np.zeros(3, int), np.zeros(3, int), 2, "micro")
    row = ShapeScore("s", "c", ("a",), np.ones(1), 1.0, 3)
    with pytest.raises(Pa3dError, match="scored twice"):
        summarise([row, row])


def test_golden_numbers():
    with np.load(GOLDEN) as data:
        golden = {key: data[key] for key in data.files}
    mine = []
    for convention in CONVENTIONS:
        rows = []
        for i, category in enumerate(golden["metric_category"]):
            first, names = FIRST[category], [f"p{p}" for p in range(COUNTS[category])]
            prediction, target = golden["metric_pred"][i] - first, golden["metric_target"][i] - first
            rows.append(score_shape(f"{i:02d}", str(category), prediction, target, names, convention))
        result = summarise(rows)
        mine.append([result["miou"], result["ciou"]])
    np.testing.assert_allclose(mine, golden["metric_values"], rtol=0, atol=1e-12)
