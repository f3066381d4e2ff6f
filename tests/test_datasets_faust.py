"""FAUST in SATR's layout, on a small folder of it."""

import json
import os

import fake_sets
import numpy as np
import pytest

from pa3d.datasets import faust, find_set
from pa3d.errors import Pa3dError, ShapeError

SCANS = ["tr_scan_010", "tr_scan_002", "tr_scan_001"]  # no order but that of meshes.txt


@pytest.fixture
def folder(tmp_path):
    root = tmp_path / "FAUST"
    return root, fake_sets.faust(root, SCANS)


@pytest.mark.parametrize("level", ["coarse", "fine"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_scans_are_what_was_written(tmp_path, level, newline):
    written = fake_sets.faust(tmp_path, SCANS, newline=newline)
    dataset = find_set(tmp_path, f"faust-{level}")
    assert [item.shape_id for item in dataset.items] == SCANS
    assert dataset.name == f"faust-{level}" and dataset.up == "y" and dataset.split == ""
    assert dataset.problems == [] and dataset.official == {"man": 100}
    for item in dataset.items:
        vertices, faces, words = written[item.shape_id]
        shape = fake_sets.as_in_a_worker(item).read()
        np.testing.assert_array_equal(shape.points, vertices)
        np.testing.assert_array_equal(shape.faces, faces)
        assert [shape.part_names[i] for i in shape.labels] == words[level]
        assert shape.part_names == sorted(fake_sets.COARSE if level == "coarse" else fake_sets.FINE)
        assert shape.category == item.category == "man"


def test_auto_takes_the_coarse_labels_and_the_fine_ones_where_they_are_alone(folder):
    root, _ = folder
    assert find_set(root).name == find_set(root.parent).name == "faust-coarse"
    (root / "coarse_gt.json").unlink()
    assert find_set(root).name == "faust-fine"
    with pytest.raises(Pa3dError, match=r"looked for coarse_gt.json and scans/ .*to get it: .*SATR"):
        find_set(root, "faust-coarse")


def test_a_part_that_no_scan_has_keeps_its_name(folder):
    root, _ = folder
    path = root / "coarse_gt.json"
    path.write_text(path.read_text().replace('"head"', '"torso"'))
    dataset = find_set(root)
    assert dataset.problems == []
    shape = dataset.items[0].read()
    assert shape.part_names == ["arm", "head", "leg", "torso"] and 1 not in shape.labels


def test_other_words_are_taken_and_told(folder):
    root, written = folder
    path = root / "coarse_gt.json"
    path.write_text(path.read_text().replace('"head"', '"skull"'))
    dataset = find_set(root)
    assert dataset.problems == ["coarse_gt.json: 'skull' are no parts of FAUST (coarse)"]
    shape = dataset.items[0].read()
    assert shape.part_names == ["arm", "leg", "skull", "torso"]
    words = [word.replace("head", "skull") for word in written[SCANS[0]][2]["coarse"]]
    assert [shape.part_names[i] for i in shape.labels] == words


def test_missing_scans_labels_and_lines_are_problems(folder):
    root, _ = folder
    (root / "scans" / "tr_scan_010.obj").unlink()
    content = json.loads((root / "coarse_gt.json").read_text())
    content["tr_scan_099"] = content.pop("tr_scan_002")
    (root / "coarse_gt.json").write_text(json.dumps(content))
    (root / "meshes.txt").write_text(
        "tr_scan_010.obj\ntr_scan_002.obj\n\ntr_scan_001.obj\ntr_scan_001.obj\n../x\n"
    )
    dataset = find_set(root)
    assert [item.shape_id for item in dataset.items] == ["tr_scan_001"]
    assert dataset.problems == [
        "meshes.txt: 2 lines are repeated or no file names; left out",
        "1 labelled scans are not in meshes.txt and left out, such as tr_scan_099",
        "scans/tr_scan_010.obj is missing, which meshes.txt names",
        "coarse_gt.json has no labels of tr_scan_002",
    ]
    (root / "scans" / "tr_scan_001.obj").unlink()
    with pytest.raises(Pa3dError, match="none of its 3 scans"):
        find_set(root)


def test_without_the_list_all_labelled_scans_by_name(folder):
    root, _ = folder
    (root / "meshes.txt").unlink()
    dataset = find_set(root)
    assert [item.shape_id for item in dataset.items] == sorted(SCANS)
    assert dataset.problems == ["meshes.txt is missing; all scans with labels are taken"]


@pytest.mark.parametrize(
    "content, reason",
    [("{", "not readable JSON"), ("[]", "expected"), ('{"a": "leg"}', "expected"), ('{"a": [3]}', "expected")],
)
def test_broken_labels(folder, content, reason):
    path = folder[0] / "coarse_gt.json"
    path.write_text(content)
    with pytest.raises(Pa3dError, match=reason) as caught:
        find_set(folder[0])
    assert str(path) in str(caught.value) and "\n" not in str(caught.value)


def test_labels_that_changed_are_read_again(folder):
    root, _ = folder
    path = root / "coarse_gt.json"
    item = find_set(root).items[0]
    assert set(item.read().labels) == {0, 1, 2, 3}
    content = json.loads(path.read_text())
    path.write_text(json.dumps({name: ["leg"] * len(words) for name, words in content.items()}))
    os.utime(path, ns=(1, 1))
    assert set(item.read().labels) == {2}


def test_bad_scans(folder):
    root, _ = folder
    first, second, third = find_set(root).items
    path = root / "scans" / f"{first.shape_id}.obj"
    path.write_text("v 0 0 0\n" + path.read_text())
    with pytest.raises(ShapeError, match="73 vertices, but coarse_gt.json has 72 labels of it") as caught:
        first.read()
    assert str(path) in str(caught.value)
    (root / "scans" / f"{second.shape_id}.obj").write_text("")
    with pytest.raises(ShapeError, match="the file is empty"):
        second.read()
    content = json.loads((root / "coarse_gt.json").read_text())
    del content[third.shape_id]
    (root / "coarse_gt.json").write_text(json.dumps(content))
    os.utime(root / "coarse_gt.json", ns=(2, 2))
    with pytest.raises(ShapeError, match="coarse_gt.json has no labels of it"):
        third.read()


def test_no_splits(folder):
    with pytest.raises(Pa3dError, match="no split 'train'"):
        find_set(folder[0], split="train")
    assert len(faust.open_set(folder[0], "").items) == 3
