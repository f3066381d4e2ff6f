"""Both releases of ShapeNetPart, on small folders of their layout."""

import json

import fake_sets
import h5py
import numpy as np
import pytest

from pa3d.artifact import read_hdf5
from pa3d.datasets import find_set, shapenetpart, shapenetpart_h5
from pa3d.errors import ArtifactError, Pa3dError, ShapeError

SHAPES = {
    ("test", "Table", "b2"): None,
    ("test", "Chair", "f00d-9"): None,
    ("test", "Mug", "cafe"): 40,  # one label
    ("test", "Airplane", "1a04"): None,
    ("train", "Chair", "aa"): None,
    ("train", "Car", "bb"): None,
    ("val", "Chair", "cc"): None,
}


@pytest.fixture
def text(tmp_path):
    root = tmp_path / "shapenetcore_partanno_segmentation_benchmark_v0_normal"
    return root, fake_sets.shapenetpart(root, SHAPES)


@pytest.fixture
def h5(tmp_path):
    root = tmp_path / "hdf5_data"
    files = {
        "ply_data_test1.h5": ["Table", "Airplane"],
        "ply_data_test0.h5": ["Mug", "Chair", "Skateboard"],
        "ply_data_train0.h5": ["Lamp"],
    }
    return root, fake_sets.shapenetpart_h5(root, files, 64)


# -- tables ------------------------------------------------------------------------------------------


def test_tables_agree_with_the_published_ranges():
    assert list(shapenetpart.PART_NAMES) == list(shapenetpart.SYNSETS) == list(fake_sets.RANGES)
    assert fake_sets.SYNSETS == shapenetpart.SYNSETS
    for category, (low, high) in fake_sets.RANGES.items():
        assert shapenetpart.FIRST_LABEL[category] == low
        assert len(shapenetpart.PART_NAMES[category]) == high - low
        assert len(set(shapenetpart.PART_NAMES[category])) == high - low
        assert len(shapenetpart.FIND3D_PART_NAMES[category]) == high - low
    assert fake_sets.RANGES["Motorbike"] == (30, 36) and fake_sets.RANGES["Table"] == (47, 50)
    assert sum(shapenetpart.TEST_COUNTS.values()) == 2874
    assert set(shapenetpart.TEST_COUNTS) == set(shapenetpart.PART_NAMES)


def test_find3d_names_the_same_labels_otherwise():
    ours, find3d = shapenetpart.PART_NAMES, shapenetpart.FIND3D_PART_NAMES
    assert ours["Lamp"][3] == "pole" and find3d["Lamp"][3] == "stem"
    assert ours["Motorbike"][4] == "headlight" and find3d["Motorbike"][4] == "light"
    same = {category for category in ours if ours[category] == find3d[category]}
    assert same == {"Airplane", "Bag", "Earphone", "Knife", "Mug", "Skateboard", "Table"}


# -- text --------------------------------------------------------------------------------------------


def test_text_shapes_are_what_was_written(text):
    root, written = text
    dataset = shapenetpart.open_set(root)
    assert [item.shape_id for item in dataset.items] == [
        "Airplane__1a04",
        "Chair__f00d-9",
        "Mug__cafe",
        "Table__b2",
    ]
    assert dataset.problems == [] and dataset.split == "test" and dataset.up == "y"
    for item in dataset.items:
        points, labels = written[item.category, item.shape_id.split("__")[1]]
        shape = fake_sets.as_in_a_worker(item).read()
        np.testing.assert_array_equal(shape.points, points)
        np.testing.assert_array_equal(shape.labels + fake_sets.RANGES[item.category][0], labels)
        assert shape.category == item.category and shape.faces is None
        assert shape.part_names == shapenetpart.PART_NAMES[item.category]
    assert set(dataset.items[2].read().labels) == {0}  # Mug: one label, two names
    assert dataset.official["Chair"] == 704


@pytest.mark.parametrize("separator, newline", [("\t", "\n"), ("   ", "\r\n"), (" ", "\n")])
def test_text_separators_and_line_ends(tmp_path, separator, newline):
    written = fake_sets.shapenetpart(tmp_path, SHAPES, separator, newline)
    (shape,) = [item.read() for item in shapenetpart.open_set(tmp_path).items if item.category == "Table"]
    np.testing.assert_array_equal(shape.points, written["Table", "b2"][0])


@pytest.mark.parametrize(
    "split, ids",
    [
        ("train", ["Car__bb", "Chair__aa"]),
        ("val", ["Chair__cc"]),
        ("trainval", ["Car__bb", "Chair__aa", "Chair__cc"]),
    ],
)
def test_text_splits(text, split, ids):
    dataset = shapenetpart.open_set(text[0], split)
    assert [item.shape_id for item in dataset.items] == ids
    assert dataset.official == {}  # no table of these is published


def test_text_order_is_that_of_category_and_id_not_of_the_disk_or_the_list(tmp_path):
    ids = ["zz", "Aa", "10", "9", "m"]
    fake_sets.shapenetpart(tmp_path / "a", {("test", "Lamp", i): None for i in ids})
    fake_sets.shapenetpart(tmp_path / "b", {("test", "Lamp", i): None for i in reversed(ids)})
    a, b = (shapenetpart.open_set(tmp_path / name).items for name in "ab")
    assert [i.shape_id for i in a] == [i.shape_id for i in b] == [f"Lamp__{i}" for i in sorted(ids)]


def test_text_ids_without_a_file_and_files_in_no_list_are_problems(tmp_path):
    fake_sets.shapenetpart(
        tmp_path,
        SHAPES,
        unlisted=[("Chair", "zz1"), ("Table", "zz2")],
        listed_only=[("test", "Chair", "gone2"), ("test", "Chair", "gone1"), ("test", "Rocket", "gone3")],
    )
    dataset = shapenetpart.open_set(tmp_path)
    assert len(dataset.items) == 4
    assert dataset.problems == [
        "Chair: 2 of 3 files of the test list are missing, such as 03001627/gone1.txt",
        "Rocket: 1 of 1 files of the test list are missing, such as 04099429/gone3.txt",
        "2 files are in no split list and left out, such as 03001627/zz1.txt",
    ]


def test_text_says_nothing_of_strays_while_a_list_is_missing_or_broken(tmp_path):
    fake_sets.shapenetpart(tmp_path, SHAPES, unlisted=[("Chair", "zz1")])
    train = tmp_path / "train_test_split" / "shuffled_train_file_list.json"
    train.write_text("[")
    assert shapenetpart.open_set(tmp_path).problems == []
    train.unlink()
    assert shapenetpart.open_set(tmp_path).problems == []
    with pytest.raises(Pa3dError, match=r"shuffled_train_file_list.json: the official split list is missing"):
        shapenetpart.open_set(tmp_path, "trainval")


@pytest.mark.parametrize(
    "content, reason",
    [
        ("{", "not a JSON list"),
        ('["02691156/1a04"]', "not of the form shape_data/<synset>/<id>"),
        ('["shape_data/../1a04"]', "not of the form"),
        ("[3]", "not of the form"),
        ('{"a": 1}', "not of the form"),
    ],
)
def test_text_broken_lists(text, content, reason):
    path = text[0] / "train_test_split" / "shuffled_test_file_list.json"
    path.write_text(content)
    with pytest.raises(Pa3dError, match=reason) as caught:
        shapenetpart.open_set(text[0])
    assert str(path) in str(caught.value) and "\n" not in str(caught.value)


def test_text_table_with_a_foreign_category(text):
    root, _ = text
    with (root / shapenetpart.TABLE).open("ab") as file:
        file.write(b"Boat\t04530566\r\n")
    path = root / "train_test_split" / "shuffled_test_file_list.json"
    path.write_text(json.dumps([*json.loads(path.read_text()), "shape_data/04530566/abc"]))
    dataset = shapenetpart.open_set(root)
    assert len(dataset.items) == 4
    assert "Boat 04530566 is none of the 16 categories" in dataset.problems[0]
    assert "does not name 04530566" in dataset.problems[1]
    (root / shapenetpart.TABLE).write_text("Airplane\n")
    with pytest.raises(Pa3dError, match="expected lines such as"):
        shapenetpart.open_set(root)


@pytest.mark.parametrize(
    "rows, reason",
    [
        ("", "is empty"),
        ("\r\n\r\n", "is empty"),
        ("0 0 0 0 0 1 47\n" * 40 + "0 0 0 0 0 47\n", "not a table of numbers"),
        ("0 0 0 0 0 1\n" * 40, "6 columns"),
        ("a b c d e f 47\n" * 40, "not a table of numbers"),
        ("0 0 0 0 0 1 47\n" * 31, "31 points"),
        ("0 0 0 0 0 1 47.5\n" * 40, "not whole numbers"),
        ("0 0 0 0 0 1 nan\n" * 40, "not whole numbers"),
        ("0 0 0 0 0 1 46\n" * 40, "labels run from 46 to 47; those of Table are 47 to 49"),
        ("0 0 0 0 0 1 50\n" * 40, "labels run from 47 to 50"),
        ("nan 0 0 0 0 1 47\n" * 40, "40 points are NaN"),
        ("\xff\xfe" * 100, "not a table of numbers"),
    ],
)
def test_text_bad_files(text, rows, reason):
    root, _ = text
    path = root / "04379243" / "b2.txt"
    path.write_bytes(rows.encode("latin-1"))
    item = shapenetpart.open_set(root).items[-1]
    with pytest.raises(ShapeError, match=reason) as caught:
        item.read()
    assert str(path) in str(caught.value) and "\n" not in str(caught.value)


def test_text_normals_do_not_matter(text):
    root, _ = text
    path = root / "04379243" / "b2.txt"
    path.write_text("1 2 3 nan nan nan 48\n" * 40)
    assert set(shapenetpart.open_set(root).items[-1].read().labels) == {1}


def test_text_file_that_went_away(text):
    item = shapenetpart.open_set(text[0]).items[0]
    item.files[0].unlink()
    with pytest.raises(ShapeError, match="1a04.txt"):
        item.read()


def test_text_older_release_and_nothing_there(tmp_path):
    fake_sets.shapenetpart(tmp_path, {}, listed_only=[("test", "Chair", "a")])
    with pytest.raises(Pa3dError, match="none of the files of the test list are there"):
        shapenetpart.open_set(tmp_path)
    (tmp_path / "03001627" / "points").mkdir(parents=True)
    with pytest.raises(Pa3dError, match="older release v0"):
        shapenetpart.open_set(tmp_path)
    with pytest.raises(Pa3dError, match="no split 'all'; it has train, val, test, trainval"):
        shapenetpart.open_set(tmp_path, "all")


# -- h5 ----------------------------------------------------------------------------------------------


def test_h5_rows_in_the_order_of_sorted_files(h5):
    root, written = h5
    dataset = shapenetpart_h5.open_set(root)
    order = [("test0", 0), ("test0", 1), ("test0", 2), ("test1", 0), ("test1", 1)]
    assert [item.shape_id for item in dataset.items] == [
        "Mug__test0_00000",
        "Chair__test0_00001",
        "Skateboard__test0_00002",
        "Table__test1_00000",
        "Airplane__test1_00001",
    ]
    for item, (name, row) in zip(dataset.items, order, strict=True):
        points, labels = written[f"ply_data_{name}.h5", row]
        shape = fake_sets.as_in_a_worker(item).read()
        np.testing.assert_array_equal(shape.points, points.astype(np.float64))
        low, high = fake_sets.RANGES[item.category]
        np.testing.assert_array_equal(shape.labels, labels.astype(int) - low)
        assert len(shape.part_names) == high - low and shape.category == item.category
    assert dataset.problems == [] and dataset.official["Table"] == 848
    assert [i.shape_id for i in shapenetpart_h5.open_set(root, "trainval").items] == ["Lamp__train0_00000"]


def test_h5_files_are_only_read(h5):
    root, _ = h5
    before = {path: path.read_bytes() for path in root.iterdir()}
    for path in root.iterdir():
        path.chmod(0o444)
    for item in shapenetpart_h5.open_set(root).items:
        item.read()
    assert {path: path.read_bytes() for path in root.iterdir()} == before


def test_h5_of_another_set_or_damaged(h5):
    root, _ = h5
    (root / "ply_data_test1.h5").write_bytes(b"\x89HDF\r\n\x1a\n")
    dataset = shapenetpart_h5.open_set(root)
    assert len(dataset.items) == 3 and "ply_data_test1.h5: cannot be read as HDF5" in dataset.problems[0]
    (root / "ply_data_test1.h5").unlink()
    with h5py.File(root / "ply_data_test0.h5", "r+") as handle:  # ModelNet40 has files of the same name
        del handle["pid"]
    with pytest.raises(Pa3dError, match=r"no dataset 'pid'; it holds data, label; ShapeNetPart has"):
        shapenetpart_h5.open_set(root)
    with pytest.raises(Pa3dError, match=r"no \*val\*.h5 in it"):
        shapenetpart_h5.open_set(root, "val")


def test_h5_rows_that_are_wrong(h5):
    root, _ = h5
    with h5py.File(root / "ply_data_test0.h5", "r+") as handle:
        handle["label"][0] = 16
        handle["pid"][1, 5] = 16  # Earphone's, in a chair
        handle["data"][2, 3] = np.inf
    dataset = shapenetpart_h5.open_set(root)
    assert [item.shape_id for item in dataset.items[:2]] == ["Chair__test0_00001", "Skateboard__test0_00002"]
    assert "row 0 is of category 16" in dataset.problems[0]
    with pytest.raises(
        ShapeError, match=r"test0.h5\[1\]: labels run from 12 to 16; those of Chair are 12 to 15"
    ):
        dataset.items[0].read()
    with pytest.raises(ShapeError, match=r"test0.h5\[2\]: 1 points are NaN or infinite"):
        dataset.items[1].read()


def test_h5_shorter_than_its_labels(h5):
    root, _ = h5
    with h5py.File(root / "ply_data_test0.h5", "r+") as handle:
        del handle["label"]
        handle["label"] = np.zeros((4, 1), np.uint8)
    dataset = shapenetpart_h5.open_set(root)
    assert len(dataset.items) == 2 and "ply_data_test0.h5: cannot be read as HDF5" in dataset.problems[0]


def test_read_hdf5(h5):
    root, written = h5
    path = root / "ply_data_test0.h5"
    whole = read_hdf5(path, ("data", "label"))
    assert list(whole) == ["data", "label"] and whole["data"].shape == (3, 64, 3)
    np.testing.assert_array_equal(read_hdf5(path, ("data",), 1)["data"], whole["data"][1])
    for bad, reason in ((root / "none.h5", "no such file"), (root, "cannot be read as HDF5")):
        with pytest.raises(ArtifactError, match=reason):
            read_hdf5(bad, ("data",))
    with pytest.raises(ArtifactError, match="no dataset 'x'; it holds data, label, pid"):
        read_hdf5(path, ("data", "x"))


# -- finding -----------------------------------------------------------------------------------------


def test_found_by_name_by_itself_or_from_one_folder_above(text, tmp_path):
    root, _ = text
    for directory in (root, root.parent):
        for name in ("auto", "shapenetpart"):
            dataset = find_set(directory, name, "val")
            assert (dataset.name, dataset.directory) == ("shapenetpart", root)
    assert [i.shape_id for i in find_set(tmp_path, split="val").items] == ["Chair__cc"]


def test_two_sets_in_one_folder_need_a_name(text, h5):
    with pytest.raises(Pa3dError, match=r"hdf5_data \(shapenetpart-h5\), shapenetcore\S+ \(shapenetpart\)"):
        find_set(text[0].parent)
    assert find_set(text[0].parent, "shapenetpart-h5").directory == h5[0]
    assert find_set(text[0].parent, "shapenetpart").directory == text[0]
