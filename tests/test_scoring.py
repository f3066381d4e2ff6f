import itertools
import json
import math
from dataclasses import replace

import numpy as np
import pytest

from pa3d import artifact, schemas
from pa3d.errors import ArtifactError, Pa3dError
from pa3d.protocols import CHOICES, PRESETS, Protocol, modify, preset
from pa3d.scoring import Prediction, load_prediction, predicted, score, score_all
from pa3d.stage import seed_of

STYLES = ("part", "bare", "part-of-category", "the-part-of-category")
NAMES = {"mug": ("handle", "cup"), "chair": ("arm", "back", "leg", "seat"), "door": ("frame", "door", "handle")}


def made(shape_id, category, target, logits, prompts=("any",), names=None, **more):
    """A prediction from absolute logits (S, N, L + 2)."""
    logits, names = np.asarray(logits, np.float32), names or NAMES[category]
    best = logits[:, :, : len(names)].max(2)
    relative = (logits - best[..., None]).astype(np.float16)
    return Prediction(shape_id, category, names, np.asarray(target, np.int32), prompts, best, relative, **more)


def random_predictions(count=12, seed=0, num_points=40, prompts=STYLES):
    rng = np.random.default_rng(seed)
    result = []
    for i in range(count):
        category = ("mug", "chair", "chair", "door", "chair")[i % 5]
        parts = len(NAMES[category])
        target = rng.integers(-1, parts, num_points)
        if i == 4:  # the back of a chair is in no shape, and here nothing is labelled
            target[:] = -1
        if category == "chair":
            target[target == 1] = 2
        if i == 5:
            target = np.maximum(target, 0)  # nothing is unlabelled
        logits = rng.normal(0, 1, (len(prompts), num_points, parts + 2)) - 0.4
        logits[:, target >= 0, target[target >= 0]] += 1
        if i % 3 == 0:  # a part that is not there and not predicted
            target[target == parts - 1] = 0
            logits[:, :, parts - 1] -= 9
        result.append(made(f"s{i:02d}", category, target, logits, prompts))
    return result


def one_hot(labels, count, negative=-1.0):
    """(1, N, count + 2) logits that give the labels in an open set too; -1 is none, where all are negative."""
    logits = np.full((1, len(labels), count + 2), negative)
    for i, label in enumerate(labels):
        if label >= 0:
            logits[0, i, label] = 1
    return logits


def closed(**axes):
    return Protocol("mine", **axes)


# One shape of a mug: points 0-3 labelled (2 handle, 2 cup), 4-5 not.
TARGET = [0, 0, 1, 1, -1, -1]


@pytest.mark.parametrize(
    ("axes", "labels", "score_expected", "accuracy"),
    [
        # what is said of unlabelled points does not matter: handle 2/2, cup 2/2
        ({"unlabelled": "ignore"}, [0, 0, 1, 1, 0, 0], 1, 1),
        # it does: handle 2 of a union of 4, cup 2/2; of six points four are right
        ({"unlabelled": "other"}, [0, 0, 1, 1, 0, 0], (2 / 4 + 1) / 2, 4 / 6),
        # the word "background" (column 3): a third part, of which one of two points is found
        ({"unlabelled": "background"}, [0, 0, 1, 1, 0, 3], (2 / 3 + 1 + 1 / 2) / 3, 5 / 6),
        # the category's name (column 2) likewise
        ({"unlabelled": "category"}, [0, 0, 1, 1, 2, 2], 1, 1),
        ({"unlabelled": "category"}, [0, 2, 1, 1, 2, 2], (1 / 2 + 1 + 2 / 3) / 3, 5 / 6),
        # an open set: no answer at an unlabelled point is right where they count
        ({"unlabelled": "other", "classes": "open"}, [0, 0, 1, 1, -1, -1], 1, 1),
        ({"unlabelled": "other", "classes": "open"}, [0, -1, 1, 1, -1, 1], (1 / 2 + 2 / 3) / 2, 4 / 6),
        ({"unlabelled": "ignore", "classes": "open"}, [0, -1, 1, 1, -1, 1], (1 / 2 + 1) / 2, 3 / 4),
        # "none of these" is the background of an open set, its word is not asked
        ({"unlabelled": "background", "classes": "open"}, [0, 0, 1, 1, -1, 3], 1, 1),
        # but is not the category's class
        ({"unlabelled": "category", "classes": "open"}, [0, 0, 1, 1, 2, -1], (1 + 1 + 1 / 2) / 3, 5 / 6),
    ],
)
def test_unlabelled_points_by_hand(axes, labels, score_expected, accuracy):
    result = score([made("s", "mug", TARGET, one_hot(labels, 2))], closed(**axes))
    assert result["score"] == result["miou"] == result["ciou"] == pytest.approx(score_expected, abs=1e-15)
    assert result["accuracy"] == pytest.approx(accuracy, abs=1e-15)


def test_closed_and_open_sets():
    logits = [[[-1, -2, 0, 0], [-2, -1, 9, 9], [0, -1, 0, 0], [-1, 3, 5, 5]]]
    pred = made("s", "mug", [0, 1, 0, 1], logits)
    assert predicted(pred, closed())[0].tolist() == [0, 1, 0, 1]
    assert predicted(pred, closed(classes="open"))[0].tolist() == [-1, -1, 0, 1]  # at 0 it is an answer
    with_background = predicted(pred, closed(unlabelled="background"))
    assert with_background[0].tolist() == [2, 2, 0, 2]  # as likely as the part: the part
    assert with_background[2] == ("handle", "cup", "background")


def test_small_differences_of_large_logits_count():
    """Half precision would tie these; what is stored is the difference to the best."""
    pred = made("s", "mug", [0, 1], [[[100, 100.001, 0, 0], [100.001, 100, 0, 0]]])
    assert predicted(pred, closed())[0].tolist() == [1, 0]


@pytest.mark.parametrize(("absent", "expected"), [("skip", 1), ("union-skip", 2 / 3), ("one", 3 / 4)])
def test_absent_parts_by_hand(absent, expected):
    """Chair: arm and back are there and found; leg is predicted at the unlabelled point; seat is nowhere."""
    pred = made("s", "chair", [0, 1, -1], one_hot([0, 1, 2], 4))
    assert score([pred], closed(absent=absent, unlabelled="other"))["score"] == pytest.approx(expected)
    assert score([pred], closed(absent=absent))["score"] == 1  # where that point does not count


def test_averages_by_hand():
    shapes = [
        made("1", "mug", [0, 1], one_hot([0, 1], 2)),  # 1
        made("2", "mug", [1, 1], one_hot([1, 0], 2)),  # cup 1/2
        made("3", "mug", [1, 1], one_hot([0, 0], 2)),  # cup 0
        made("4", "chair", [0, 1], one_hot([0, 0], 4)),  # arm 1/2, back 0
    ]
    scores = {a: score(shapes, closed(average=a)) for a in CHOICES["average"]}
    mug = (1 + 1 / 2 + 0) / 3
    assert scores["instance"]["score"] == pytest.approx((1 + 1 / 2 + 0 + 1 / 4) / 4, abs=1e-15)
    assert scores["category"]["score"] == pytest.approx((mug + 1 / 4) / 2, abs=1e-15)
    # handle 1 (one shape), cup (1 + 1/2 + 0) / 3; arm 1/2, back 0, and no leg or seat in any shape
    assert scores["part"]["score"] == pytest.approx(((1 + mug) / 2 + 1 / 4) / 2, abs=1e-15)
    chair = scores["part"]["per_category"]["chair"]
    assert chair["part_iou"] == {"arm": 0.5, "back": 0.0, "leg": None, "seat": None}
    assert scores["category"]["per_category"]["mug"]["score"] == pytest.approx(mug, abs=1e-15)
    assert scores["part"]["per_category"]["mug"]["score"] == pytest.approx((1 + mug) / 2, abs=1e-15)


def test_prompts_choose_the_logits():
    right, wrong = one_hot([0, 1], 2), one_hot([1, 0], 2)
    pred = made("s", "mug", [0, 1], np.concatenate([right, wrong]), ("bare", "a {part}"))
    assert score([pred], closed(prompt="bare"))["score"] == 1
    assert score([pred], closed(prompt="a {part}"))["score"] == 0
    with pytest.raises(
        Pa3dError, match=r"'part', only by bare, a \{part\}; run `pa3d benchmark` with --prompt"
    ):
        score([pred], closed(prompt="part"))
    assert score([replace(pred, prompts=("any", "bare"))], closed(prompt="bare"))["score"] == 0
    anything = made("s", "mug", [0, 1], right)
    assert {score([anything], closed(prompt=p))["score"] for p in (*STYLES, "a {part}")} == {1}


def test_points_are_drawn_per_shape_and_seed():
    pred = random_predictions(2, num_points=500)[1]
    everything = predicted(pred, closed())
    some = predicted(pred, closed(points=60), seed=4)
    index = seed_of(4, "s01").integers(500, size=60)
    np.testing.assert_array_equal(some[0], everything[0][index])
    np.testing.assert_array_equal(some[1], everything[1][index])
    assert not np.array_equal(some[0], predicted(pred, closed(points=60), seed=5)[0])
    assert not np.array_equal(some[0], predicted(replace(pred, shape_id="x"), closed(points=60), seed=4)[0])
    assert len(predicted(pred, closed(points=2048))[0]) == 2048  # more than there are: points repeat
    assert score([pred], closed(points=60), 4)["per_shape"][0]["num_points"] == (some[1] >= 0).sum()


def test_no_labelled_points():
    none = made("zz", "mug", [-1, -1], one_hot([0, -1], 2))
    good = made("a", "mug", [0, 1], one_hot([0, 1], 2))
    result = score([none, good], closed(absent="one"))
    assert (result["num_shapes"], result["num_skipped"], result["score"]) == (1, 1, 1)
    assert result["per_shape"][1] == {
        "shape_id": "zz",
        "category": "mug",
        "num_points": 0,
        "accuracy": None,
        "miou": None,
        "part_names": ["handle", "cup"],
        "iou": [None, None],
    }
    with pytest.raises(Pa3dError, match="nothing to score"):
        score([none], closed())
    # where such points count, a false positive there is one, and a shape without any answer has no score
    other = closed(absent="union-skip", unlabelled="other", classes="open")
    assert score([none, good], other)["score"] == 0.5
    silent = made("zz", "mug", [-1, -1], one_hot([-1, -1], 2))
    assert score([silent, good], other)["num_skipped"] == 1
    assert score([none], closed(unlabelled="background"))["num_shapes"] == 1


def test_the_extra_class_does_not_merge_with_a_part_of_its_name():
    """PartNetE has a door with a part "door", ScanObjectNN may have a part "background"."""
    pred = made("s", "door", [0, 1, -1], one_hot([0, 1, 3], 3))
    result = score([pred], closed(unlabelled="category", average="part"))
    assert result["per_category"]["door"]["part_iou"] == {
        "door": 1.0,
        "door (unlabelled)": 1.0,
        "frame": 1.0,
        "handle": None,
    }
    nameless = replace(pred, category="", part_names=("a", "b", "background"))
    assert predicted(nameless, closed(unlabelled="category"))[2][-1] == "object"  # how it was asked for
    assert predicted(nameless, closed(unlabelled="background"))[2][-1] == "background (unlabelled)"


def naive_answer(pred, protocol, row, point):
    """What a point is labelled: a part's number, "extra" for the class of the unlabelled, or None."""
    count = len(pred.part_names)
    columns = dict(zip(range(count), range(count), strict=True))
    if protocol.unlabelled == "category":
        columns["extra"] = count
    elif protocol.unlabelled == "background" and protocol.classes == "closed":
        columns["extra"] = count + 1
    value = {c: float(pred.best[row, point]) + float(pred.logits[row, point, i]) for c, i in columns.items()}
    answer = max(value, key=value.get)
    if protocol.classes == "open" and value[answer] < 0:
        return "extra" if protocol.unlabelled == "background" else None
    return answer


def naive_ious(pred, protocol, seed):
    """{class: IoU} of a shape, by sets of points."""
    points = range(len(pred.target))
    if protocol.points:
        points = seed_of(seed, pred.shape_id).integers(len(pred.target), size=protocol.points)
    row = 0 if pred.prompts == ("any",) else pred.prompts.index(protocol.prompt)
    has_extra = protocol.unlabelled in ("background", "category")
    pairs = []
    for point in points:
        target = int(pred.target[point]) if pred.target[point] >= 0 else "extra" if has_extra else None
        if target is not None or protocol.unlabelled == "other":
            pairs.append((target, naive_answer(pred, protocol, row, point)))
    ious = {}
    for c in [*range(len(pred.part_names)), *(["extra"] if has_extra else [])]:
        theirs = {i for i, (target, _) in enumerate(pairs) if target == c}
        mine = {i for i, (_, answer) in enumerate(pairs) if answer == c}
        if theirs or (mine and protocol.absent != "skip"):
            ious[c] = len(mine & theirs) / len(mine | theirs)
        elif pairs and not mine and protocol.absent == "one":
            ious[c] = 1.0
    return ious


def naive(predictions, protocol, seed):
    """The score by Python loops and sets, from the description of the axes."""
    per_shape, per_part = {}, {}
    for pred in predictions:
        if ious := naive_ious(pred, protocol, seed):
            per_shape.setdefault(pred.category, []).append(sum(ious.values()) / len(ious))
            for c, value in ious.items():
                per_part.setdefault(pred.category, {}).setdefault(c, []).append(value)
    if protocol.average == "instance":
        return np.mean([value for values in per_shape.values() for value in values])
    if protocol.average == "category":
        return np.mean([np.mean(values) for values in per_shape.values()])
    return np.mean([np.mean([np.mean(v) for v in parts.values()]) for parts in per_part.values()])


@pytest.mark.parametrize("unlabelled", CHOICES["unlabelled"])
@pytest.mark.parametrize("classes", CHOICES["classes"])
def test_every_combination_against_loops_and_sets(unlabelled, classes):
    predictions = random_predictions()
    protocols = [
        Protocol("p", absent, average, unlabelled, points, classes, prompt)
        for absent, average, (points, prompt) in itertools.product(
            CHOICES["absent"], CHOICES["average"], ((0, "part"), (25, "part-of-category"), (0, "bare"))
        )
    ]
    results = score_all(predictions, protocols, seed=3)
    for protocol, result in zip(protocols, results, strict=True):
        assert result["score"] == pytest.approx(naive(predictions, protocol, 3), abs=1e-13), protocol
    # every axis changes it; but where each part is defined in each shape, both macro means are one
    distinct = {round(result["score"], 9) for result in results}
    assert len(distinct) == len(results) - 3


def test_one_pass_is_as_good_as_many_and_order_does_not_show():
    predictions = random_predictions()
    base = preset("find3d", "partnete")
    alone = [modify(base, classes="closed"), modify(base, points=9), modify(base, unlabelled="ignore")]
    protocols = [*(preset(name, "partnete") for name in PRESETS), *alone, modify(base, prompt="bare")]
    together = [json.dumps(result, allow_nan=False) for result in score_all(predictions, protocols, 1)]
    assert together == [json.dumps(score(predictions, protocol, 1)) for protocol in protocols]
    for seed in range(3):
        order = np.random.default_rng(seed).permutation(len(predictions))
        again = score_all((predictions[i] for i in order), protocols[::-1], 1)
        assert [json.dumps(result) for result in again[::-1]] == together
    assert len({json.loads(text)["score"] for text in together}) > 4


def test_a_row_says_what_it_is():
    predictions = random_predictions()
    protocol = modify(preset("find3d", "partnete"), absent="skip")
    result = score(predictions, protocol, 7)
    assert list(result)[:6] == ["preset", "protocol", "what", "seed", "num_turned", "score"]
    assert (result["preset"], result["seed"]) == ("find3d + absent=skip", 7)
    assert result["protocol"] == protocol.axes()
    assert result["num_shapes"] + result["num_skipped"] == 12
    assert result["what"].endswith("asked part-of-category, not turned (theirs: so3)")
    turned = [replace(pred, turned=True) for pred in predictions]
    assert score(turned, protocol)["what"].endswith("asked part-of-category, turned")
    assert score(turned, preset("cops"))["what"].endswith(", turned (theirs: none)")
    assert score([*turned[:2], *predictions[2:]], preset("cops"))["what"].endswith(
        ", 2 of 12 turned (theirs: none)"
    )
    assert score(predictions, preset("cops"))["what"].endswith("asked bare")


def write(path, pred, rotation=None, **changes):
    count = len(pred.part_names)
    logits = pred.best[0][:, None] + pred.logits[0, :, :count].astype(np.float32)
    arrays = {
        "points": np.zeros((len(pred.target), 3), np.float32),
        "label": logits.argmax(1).astype(np.int32),
        "logits": logits,
        "part_names": np.array(pred.part_names, dtype=object),
        "target": pred.target,
        "prompts": np.array(pred.prompts, dtype=object),
        "prompt_best": pred.best,
        "prompt_logits": pred.logits,
    } | changes
    attrs = {"category": pred.category, "rotation": (np.eye(3) if rotation is None else rotation).tolist()}
    arrays = {name: array for name, array in arrays.items() if array is not None}
    artifact.write(path, schemas.PREDICTION, arrays, shape_id=pred.shape_id, config={}, inputs={}, attrs=attrs)
    return path


def test_files_score_like_what_they_hold(tmp_path):
    predictions = random_predictions()
    paths = [write(tmp_path / f"{pred.shape_id}.h5", pred) for pred in predictions]
    protocols = [preset(name, "partnete") for name in PRESETS]
    calls = []
    result = score_all(paths, protocols, 1, lambda: calls.append(1))
    assert len(calls) == 12
    assert json.dumps(result) == json.dumps(score_all(predictions, protocols, 1))
    stored = artifact.read(paths[0], schemas.PREDICTION)
    np.testing.assert_array_equal(predicted(load_prediction(paths[0]), closed())[0], stored["label"])
    turn = np.array([[0, -1, 0], [1, 0, 0], [0, 0, 1]])
    assert load_prediction(write(tmp_path / "t.h5", predictions[0], turn)).turned
    assert not load_prediction(paths[0]).turned


def test_bad_files_are_named(tmp_path):
    pred = random_predictions(1)[0]
    path = write(tmp_path / "a.h5", pred)
    with pytest.raises(Pa3dError, match="b.h5: shape s00 is scored twice, also in .*a.h5"):
        score([path, write(tmp_path / "b.h5", pred)], closed())
    with pytest.raises(Pa3dError, match=r"c.h5: has no prompts, .* make it by `pa3d benchmark`"):
        load_prediction(write(tmp_path / "c.h5", pred, prompts=None))
    with pytest.raises(Pa3dError, match="d.h5: has no target"):
        load_prediction(write(tmp_path / "d.h5", pred, target=None))
    with pytest.raises(Pa3dError, match="e.h5: targets run from 0 to 2, but there are 2 parts"):
        load_prediction(
            write(
                tmp_path / "e.h5", pred, target=np.full(40, 2, np.int32) * (np.arange(40) % 2).astype(np.int32)
            )
        )
    with pytest.raises(Pa3dError, match=r"f.h5: logits \(4, 40, 3\) .* expected \(4, 40, 4\)"):
        load_prediction(write(tmp_path / "f.h5", pred, prompt_logits=pred.logits[:, :, :3]))
    with pytest.raises(Pa3dError, match="g.h5: some logits are NaN"):
        load_prediction(write(tmp_path / "g.h5", pred, prompt_best=np.where(pred.best > 0, np.nan, pred.best)))
    with pytest.raises(Pa3dError, match="h.h5: was not asked by the prompt 'a {part}'"):
        score([write(tmp_path / "h.h5", pred)], closed(prompt="a {part}"))
    with pytest.raises(ArtifactError, match="no such file"):
        score([tmp_path / "x.h5"], closed())
    with pytest.raises(Pa3dError, match="no predictions"):
        score([], closed())
    with pytest.raises(Pa3dError, match="0 points"):
        made("s", "mug", [], np.zeros((1, 0, 4)))


def test_nothing_in_a_result_is_nan():
    def numbers(value):
        if isinstance(value, dict):
            value = value.values()
        elif not isinstance(value, list):
            return [value] if isinstance(value, float) else []
        return [number for entry in value for number in numbers(entry)]

    for result in score_all(random_predictions(), [preset(name) for name in PRESETS]):
        found = numbers(result)
        assert len(found) > 50
        assert all(math.isfinite(number) and 0 <= number <= 1 for number in found)
