"""ScanObjectNN with parts from small files of the published layout: cutting out, part ids, what goes wrong."""

import pickle

import numpy as np
import pytest
from fake_sets2 import CATEGORIES, scan, split_new

from pa3d.datasets import scanobjectnn as reader
from pa3d.datasets.scanobjectnn import open_set, recognise
from pa3d.errors import Pa3dError, ShapeError

CHAIR = np.repeat([0, 1, 2, 3, 4, 5], 20)  # ids: background, head, back, arm, base, seat
NYU = np.where(CHAIR == 0, 2, 5)  # floor, chair


def a_set(root, part=CHAIR, nyu=NYU, category="chair"):
    """One test shape; returns its points and the set's folder."""
    base = root / "object_dataset_complete_with_parts_"
    points = scan(base, category, "scene0011_00_00002", part, nyu)
    split_new(base, [("scene0011_00_00002", category, "t")])
    return points, base


def only(root, **options):
    return open_set(root, **options).items[0].read()


def test_the_object_without_what_stands_around_it(tmp_path):
    points, base = a_set(tmp_path)
    assert recognise(tmp_path) and recognise(base) and not recognise(base / "chair")
    found = open_set(tmp_path)
    assert (found.name, found.split, found.up, found.problems) == ("scanobjectnn", "test", "y", [])
    shape = found.items[0].read()
    np.testing.assert_array_equal(shape.points, points[20:].astype(np.float64))
    # by hand: the head of a chair is dropped, so back is 0, arm 1, base 2, seat 3
    np.testing.assert_array_equal(shape.labels, np.repeat([-1, 0, 1, 2, 3], 20))
    assert shape.part_names == ["back", "arm", "base", "seat"] and shape.category == "chair"
    assert found.items[0].shape_id == "chair__scene0011_00_00002"
    assert [file.name for file in found.items[0].files] == [
        *("scene0011_00_00002.bin", "scene0011_00_00002_part.bin")
    ]
    again = pickle.loads(pickle.dumps(found.items[0]))  # noqa: S301 - workers get them this way
    np.testing.assert_array_equal(again.read().labels, shape.labels)


def test_with_background_all_points_stay_and_it_is_a_part(tmp_path):
    points, base = a_set(tmp_path)
    found = open_set(base, background=True)
    assert (found.name, found.title) == ("scanobjectnn-background", "ScanObjectNN (with background)")
    shape = found.items[0].read()
    np.testing.assert_array_equal(shape.points, points.astype(np.float64))
    np.testing.assert_array_equal(shape.labels, np.repeat([0, -1, 1, 2, 3, 4], 20))
    assert shape.part_names == ["background", "back", "arm", "base", "seat"]


def test_part_ids_of_every_category(tmp_path):
    """Against the table of new ids that COPS and PatchAlign3D's evaluator carry, and the numbers of names."""
    kept = {name: list(range(count)) for name, count in zip(CATEGORIES, COUNTS, strict=True)}
    kept["bin"], kept["chair"] = [0, 1, 2, -1, 3], [0, -1, 1, 2, 3, 4]
    for category, new in kept.items():
        part = np.repeat(np.arange(len(new) + 2), 40)  # two more ids than are known
        a_set(tmp_path / category, part, np.full(len(part), 7), category)
        shape = only(tmp_path / category, background=True)
        np.testing.assert_array_equal(shape.labels, np.repeat([*new, -1, -1], 40))
        assert len(shape.part_names) == max(new) + 1
        plain = only(tmp_path / category)
        np.testing.assert_array_equal(plain.labels, np.where(shape.labels > 0, shape.labels - 1, -1))
        assert plain.part_names == shape.part_names[1:]


# the number of ids of each category in COPS' table, which those of bin and chair replace
COUNTS = [4, 5, 5, 7, 6, 4, 3, 3, 4, 3, 3, 2, 4, 5, 6]


def test_the_largest_class_is_the_object(tmp_path):
    nyu = np.repeat([2, 5, 7, 1], [100, 40, 50, 60])  # most points are floor and wall
    points, _ = a_set(tmp_path, np.full(250, 2), nyu)
    np.testing.assert_array_equal(only(tmp_path).points, points[140:190].astype(np.float64))
    tied = np.repeat([9, 4, 0], [50, 50, 80])
    points, _ = a_set(tmp_path, np.full(180, 2), tied)
    np.testing.assert_array_equal(only(tmp_path).points, points[50:100].astype(np.float64))  # the lower class
    points, _ = a_set(tmp_path, np.full(60, 2), np.repeat([0, 1, 2], 20))
    np.testing.assert_array_equal(only(tmp_path).points, points.astype(np.float64))  # no class: all of it


def test_one_label_none_and_too_few_points(tmp_path):
    a_set(tmp_path, np.full(40, 5), np.full(40, 5))
    assert set(only(tmp_path).labels) == {3}
    a_set(tmp_path, np.zeros(40), np.full(40, 5))
    assert set(only(tmp_path).labels) == {-1} and set(only(tmp_path, background=True).labels) == {0}
    a_set(tmp_path, np.full(60, 5), np.repeat([5, 2], [31, 29]))
    assert len(only(tmp_path, background=True).points) == 60
    with pytest.raises(ShapeError, match="31 points; at least 32"):
        only(tmp_path)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_splits_follow_the_list_and_its_order(tmp_path, end):
    base = tmp_path / "object_dataset_complete_with_parts_"
    lines = [
        ("s2", "chair", "t"),
        ("s1", "sofa", ""),
        ("s1", "bag", "t"),
        ("s3", "chair", ""),
        ("s0", "bed", "t"),
    ]
    for stem, category, _ in lines:
        scan(base, category, stem, np.ones(40), np.full(40, 5))
    scan(base, "chair", "unlisted", np.ones(40), np.full(40, 5))
    split_new(base, lines, end)
    text = (base / "split_new.txt").read_bytes()
    (base / "split_new.txt").write_bytes(b"\xef\xbb\xbf" + text + end.encode())
    test, train = open_set(tmp_path), open_set(tmp_path, "train")
    assert [item.shape_id for item in test.items] == ["chair__s2", "bag__s1", "bed__s0"]
    assert [item.shape_id for item in train.items] == ["sofa__s1", "chair__s3"]
    assert [item.category for item in test.items] == ["chair", "bag", "bed"]
    assert test.problems == train.problems == []
    with pytest.raises(Pa3dError, match="no split 'val'; it has test, train"):
        open_set(tmp_path, "val")


def test_problems_name_what_is_missing_or_odd(tmp_path):
    base = tmp_path / "object_dataset_complete_with_parts_"
    lines = [(f"s{i}", "chair", "t") for i in range(5)] + [("s0", "chair", "t"), ("s9", "toilet", "")]
    for stem, category, _ in lines:
        scan(base, category, stem, np.ones(40), np.full(40, 5))
    split_new(base, lines)
    with (base / "split_new.txt").open("a") as file:
        file.write("s7.bin\t15\tt\ns8.bin\tchair\tt\n../s8.bin\t4\tt\nalone\n")
    (base / "chair" / "s1.bin").unlink()
    (base / "chair" / "s2_part.bin").unlink()
    (base / "chair" / "s3_part.bin").unlink()
    found = open_set(tmp_path)
    assert [item.shape_id for item in found.items] == ["chair__s0", "chair__s4"]
    assert found.problems == [
        r"split_new.txt, line 8: 's7.bin\t15\tt' is no file and category; left out",
        r"split_new.txt, line 9: 's8.bin\tchair\tt' is no file and category; left out",
        r"split_new.txt, line 10: '../s8.bin\t4\tt' is no file and category; left out",
        "split_new.txt, line 11: 'alone' is no file and category; left out",
        "split_new.txt names chair/s0.bin twice; taken once",
        "1 of 5 clouds of the test list are missing, such as chair/s1.bin",
        "2 of 5 part files of the test list are missing, such as chair/s2_part.bin",
    ]


def floats(path, values):
    np.asarray(values, "<f4").tofile(path)


@pytest.mark.parametrize(
    ("name", "change", "message"),
    [
        ("_part.bin", lambda v: [119, *v[1:-2]], r"_part\.bin: 119 rows, but scene.*\.bin has 120; get both"),
        ("_part.bin", lambda v: v[:-1], r"_part\.bin: 240 numbers; expected a count and rows of 2"),
        ("_part.bin", lambda v: [*v[:-1], 1.5], r"_part\.bin: parts must be whole numbers"),
        ("_part.bin", lambda v: [*v[:-1], np.nan], r"_part\.bin: its last column holds values"),
        (".bin", lambda v: v[:-11], r"2\.bin: 119 of 120 rows; the file is cut short"),
        (".bin", lambda v: v[:-3], r"2\.bin: 1318 numbers; expected a count and rows of 11"),
        (".bin", lambda v: [v[0], np.nan, *v[2:]], r"2\.bin: 1 points are NaN or infinite"),
        (".bin", lambda v: [], r"2\.bin: 0 numbers"),
    ],
)
def test_a_wrong_file_is_named(tmp_path, name, change, message):
    _, base = a_set(tmp_path, nyu=np.full(120, 5))
    path = base / "chair" / f"scene0011_00_00002{name}"
    floats(path, change(list(np.fromfile(path, "<f4"))))
    with pytest.raises(ShapeError, match=message) as caught:
        only(tmp_path)
    assert "\n" not in str(caught.value)


def test_negative_parts_are_unlabelled(tmp_path):
    a_set(tmp_path, np.repeat([-1, 2], 30), np.full(60, 5))
    np.testing.assert_array_equal(only(tmp_path).labels, np.repeat([-1, 0], 30))


def test_the_release_without_parts_is_told_apart(tmp_path):
    _, base = a_set(tmp_path)
    (base / "chair" / "scene0011_00_00002_part.bin").unlink()
    assert not recognise(tmp_path)
    with pytest.raises(Pa3dError, match="get the release with parts"):
        open_set(tmp_path)
    _, base = a_set(tmp_path)
    split_new(base, [("another", "chair", "t")])
    with pytest.raises(Pa3dError, match=r"none of the test shapes of split_new\.txt is there"):
        open_set(tmp_path)


def test_categories_have_the_release_s_numbers():
    assert reader.CATEGORIES == CATEGORIES
