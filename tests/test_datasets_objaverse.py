"""Objaverse-General from small folders of the published layout: labels, names, splits, what goes wrong."""

import json
import pickle

import numpy as np
import pytest
from fake_sets2 import objaverse_object

from pa3d.datasets import objaverse_general as reader
from pa3d.datasets.objaverse_general import open_set, recognise
from pa3d.errors import Pa3dError, ShapeError

UID = "7dc8c30e10cc46a1a052e7a30cab8a83"
BALLOON = {"1": "balloon", "2": "basket", "3": "rope"}
LABELS = np.repeat([0, 2, 1, 3], [100, 30, 50, 20])


def only(root, **options):
    return open_set(root, **options).items[0].read()


@pytest.mark.parametrize("above", ["", "objaverse-general"])
def test_an_object_is_as_stored(tmp_path, above):
    points = objaverse_object(tmp_path / above, "unseen", f"hot-air_balloon_{UID}", BALLOON, LABELS)
    assert recognise(tmp_path) and not recognise(tmp_path / "unseen")
    found = open_set(tmp_path, "test")
    assert (found.name, found.title) == ("objaverse-general", "Objaverse-General (unseen classes)")
    assert (found.split, found.problems) == ("unseen", ["1 objects in unseen; published are 50"])
    assert found.official == {} and "\n" not in found.how_to_get
    item = found.items[0]
    assert (item.shape_id, item.category) == (f"hot-air_balloon_{UID}", "hot-air balloon")
    assert [f.name for f in item.files] == ["points5000.pcd", "labels.npy", "label_map.json"]
    shape = pickle.loads(pickle.dumps(item)).read()  # noqa: S301 - workers get them this way
    np.testing.assert_array_equal(shape.points, points.astype(np.float64))
    np.testing.assert_array_equal(shape.labels, np.repeat([-1, 1, 0, 2], [100, 30, 50, 20]))
    assert shape.part_names == ["balloon", "basket", "rope"] and shape.category == "hot-air balloon"


def test_splits_and_their_order(tmp_path, monkeypatch):
    names = ["yogurt_2", "bed_9", "frying_basket_1", "flip-flop_(sandal)_7", "bed_1"]
    for name in names:
        objaverse_object(tmp_path, "seenclass", name, BALLOON, LABELS)
    objaverse_object(tmp_path, "shapenetpart", "gun_1", BALLOON, LABELS)
    monkeypatch.setitem(reader.OFFICIAL, "seenclass", 5)
    for split in ("seenclass", "seen"):
        found = open_set(tmp_path, split)
        assert [item.shape_id for item in found.items] == [
            *("bed_1", "bed_9", "flip-flop_-sandal-_7", "frying_basket_1", "yogurt_2")
        ]
        assert found.items[2].category == "flip-flop (sandal)" and found.items[3].category == "frying basket"
        assert found.problems == [] and found.split == "seenclass"
    assert open_set(tmp_path, "shapenetpart").problems == ["1 objects in shapenetpart; published are 32"]
    (tmp_path / "seenclass").rename(tmp_path / "seen")  # as the README of Find3D calls it
    assert len(open_set(tmp_path, "seenclass").items) == 5
    with pytest.raises(Pa3dError, match="no folder unseen in it"):
        open_set(tmp_path)
    with pytest.raises(Pa3dError, match="no split 'val'; it has seenclass, unseen, shapenetpart"):
        open_set(tmp_path, "val")


def test_gaps_order_and_a_name_for_no_part(tmp_path):
    """Ids 2, 5 and 10 of a table in the order of words, which has 10 before 2."""
    table = {"0": "unlabeled", "10": "rim", "2": "wheel", "5": "seat"}
    labels = np.repeat([10, 0, 2, 5], 20)
    objaverse_object(tmp_path, "unseen", "wagon_1", table, labels)
    shape = only(tmp_path)
    assert shape.part_names == ["wheel", "seat", "rim"]
    np.testing.assert_array_equal(shape.labels, np.repeat([2, -1, 0, 1], 20))


@pytest.mark.parametrize("kind", [np.float64, np.uint8, np.int32])
@pytest.mark.parametrize("label", [0, 3])
def test_kinds_of_numbers_one_label_and_none(tmp_path, kind, label):
    objaverse_object(tmp_path, "unseen", "wagon_1", BALLOON, np.full(40, label, kind))
    shape = only(tmp_path)
    assert set(shape.labels) == {label - 1} and shape.labels.dtype == np.int32
    assert shape.part_names == ["balloon", "basket", "rope"]


def test_labels_as_a_column(tmp_path):
    objaverse_object(tmp_path, "unseen", "wagon_1", BALLOON, LABELS)
    np.save(tmp_path / "unseen" / "wagon_1" / "labels.npy", LABELS[:, None])
    np.testing.assert_array_equal(only(tmp_path).labels, np.repeat([-1, 1, 0, 2], [100, 30, 50, 20]))


@pytest.mark.parametrize(
    ("labels", "message"),
    [
        (LABELS[:-1], r"199 labels, but points5000\.pcd has 200 points"),
        (np.full(200, 4), r"label 4 is not in label_map\.json"),
        (np.full(200, -1), r"label -1 is not in label_map\.json"),
        (np.full(200, 1.5), "labels must be whole numbers, not float64"),
        (np.full(200, np.nan), "labels must be whole numbers"),
        (np.array(["1"] * 200), "labels must be whole numbers, not <U1"),
        (np.array([{}] * 200), r"not readable labels \(an array of Python objects"),
    ],
)
def test_wrong_labels_are_named(tmp_path, labels, message):
    objaverse_object(tmp_path, "unseen", "wagon_1", BALLOON, LABELS)
    np.save(tmp_path / "unseen" / "wagon_1" / "labels.npy", labels, allow_pickle=True)
    with pytest.raises(ShapeError, match=rf"wagon_1/labels\.npy: {message}") as caught:
        only(tmp_path)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("[]", "not a JSON table of part names"),
        ("{", "not a JSON table of part names"),
        (json.dumps({"one": "wheel"}), "not a JSON table of part names"),
        ("{}", "expected part names under the numbers from 1"),
        (json.dumps({"0": "nothing"}), "expected part names under the numbers from 1"),
        (json.dumps({"-1": "a", "1": "b"}), "expected part names under the numbers from 1"),
        (json.dumps({"1": 3}), "expected part names under the numbers from 1"),
    ],
)
def test_a_wrong_table_is_named(tmp_path, content, message):
    objaverse_object(tmp_path, "unseen", "wagon_1", BALLOON, LABELS)
    (tmp_path / "unseen" / "wagon_1" / "label_map.json").write_text(content)
    with pytest.raises(ShapeError, match=rf"wagon_1/label_map\.json: {message}"):
        only(tmp_path)


def test_crlf_and_a_mark_in_the_table(tmp_path):
    objaverse_object(tmp_path, "unseen", "wagon_1", BALLOON, LABELS)
    content = b"\xef\xbb\xbf" + json.dumps(BALLOON, indent=1).encode().replace(b"\n", b"\r\n")
    (tmp_path / "unseen" / "wagon_1" / "label_map.json").write_bytes(content)
    assert only(tmp_path).part_names == ["balloon", "basket", "rope"]


def test_a_cloud_cut_short_is_named(tmp_path):
    objaverse_object(tmp_path, "unseen", "wagon_1", BALLOON, LABELS)
    path = tmp_path / "unseen" / "wagon_1" / "points5000.pcd"
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(ShapeError, match=r"wagon_1/points5000\.pcd: "):
        only(tmp_path)


def test_problems_name_what_is_missing_or_odd(tmp_path):
    for name in ("bed_1", "bed_2", "bed_3", "nameless"):
        objaverse_object(tmp_path, "unseen", name, BALLOON, LABELS)
    data = tmp_path / "unseen"
    (data / "bed_1" / "labels.npy").unlink()
    (data / "bed_2" / "points5000.pcd").unlink()
    (data / "bed_2" / "label_map.json").unlink()
    (data / "notes.txt").write_text("x")
    (data / "__MACOSX").mkdir()
    found = open_set(tmp_path)
    assert [item.shape_id for item in found.items] == ["bed_3"]
    assert found.problems == [
        "unseen/bed_1 has no labels.npy; left out",
        "unseen/bed_2 has no points5000.pcd and no label_map.json; left out",
        "unseen/nameless is not named <class>_<uid>; left out",
        "1 objects in unseen; published are 50",
    ]
    (data / "bed_3" / "labels.npy").unlink()
    with pytest.raises(Pa3dError, match="unseen: no <class>_<uid>/ in it"):
        open_set(tmp_path)
