"""PartNetE from a small folder of the published layout, whole and with what goes wrong with it."""

import json
import pickle
import shutil

import numpy as np
import pytest
from fake_sets2 import META, partnete, partnete_shape, write_ply

from pa3d.datasets import partnete as reader
from pa3d.datasets.partnete import open_set, recognise
from pa3d.errors import Pa3dError, ShapeError


def by_name(data):
    return {item.shape_id: item for item in data.items}


@pytest.mark.parametrize("data", ["data", "."])  # as published, and as Find3D has it
def test_shapes_are_as_stored(tmp_path, data):
    truth = partnete(tmp_path / "set", data=data)
    found = open_set(tmp_path / "set")
    assert recognise(tmp_path / "set") and not recognise(tmp_path)
    assert (found.name, found.title, found.split, found.up) == ("partnete", "PartNetE", "test", "y")
    # by category and then by id as words, not numbers: 1001 before 179
    assert [item.shape_id for item in found.items] == [
        *("Chair__1001", "Chair__179", "Chair__2230", "CoffeeMachine__103031", "USB__100082")
    ]
    for item in found.items:
        category, name = item.shape_id.split("__")
        points, labels = truth[category, name]
        shape = item.read()
        np.testing.assert_allclose(shape.points, points, rtol=0, atol=1e-6)  # text or not, as single precision
        np.testing.assert_array_equal(shape.labels, labels)
        assert shape.labels.dtype == np.int32 and shape.points.dtype == np.float64
        assert (shape.category, item.category) == (category, category) and shape.faces is None
        assert shape.part_names == META[category]  # in the order of the meta file, wheel also without a point
        assert [file.name for file in item.files] == ["pc.ply", "label.npy"]
    assert found.problems == ["5 shapes, 3 categories; published are 1,906 and 45"]
    assert found.official == {} and "\n" not in found.how_to_get


def test_items_travel_to_another_process(tmp_path):
    partnete(tmp_path / "set")
    item = open_set(tmp_path / "set").items[0]
    again = pickle.loads(pickle.dumps(item))  # noqa: S301 - workers get them this way
    np.testing.assert_array_equal(again.read().labels, item.read().labels)


def test_the_whole_set_has_no_problem(tmp_path, monkeypatch):
    partnete(tmp_path / "set")
    monkeypatch.setitem(reader.OFFICIAL, "test", 5)
    monkeypatch.setattr(reader, "CATEGORIES", 3)
    assert open_set(tmp_path / "set").problems == []


def test_few_shot(tmp_path):
    root = tmp_path / "set"
    partnete(root)
    _, labels = partnete_shape(root / "data" / "few_shot" / "Chair" / "2", 7, 5)
    (root / "split" / "few-shot.txt").write_text("2\n")  # an id alone
    found = open_set(root, "few_shot")
    np.testing.assert_array_equal(found.items[0].read().labels, labels)
    assert found.problems == [
        "CoffeeMachine has no folder in few_shot/",
        "USB has no folder in few_shot/",
        "1 shapes, 3 categories; published are 360 and 45",
    ]
    with pytest.raises(Pa3dError, match="no split 'train' with labels; it has test, few_shot"):
        open_set(root, "train")


def test_problems_name_what_is_missing_or_odd(tmp_path):
    root = tmp_path / "set"
    partnete(root, {"Chair": ["1", "2", "3", "4"], "USB": ["9"], "Rocket": ["5", "6"]})
    data = root / "data" / "test"
    (data / "Chair" / "1" / "label.npy").unlink()
    (data / "Chair" / "3" / "label.npy").unlink()
    (data / "Chair" / "3" / "pc.ply").unlink()
    shutil.rmtree(data / "Chair" / "4")
    shutil.copytree(data / "USB" / "9", data / "USB" / "10")
    for name in ("subsampled_ids.txt", ".DS_Store"):
        (data / "Chair" / name).write_text("1\n")
    (data / "__MACOSX" / "Chair").mkdir(parents=True)
    found = open_set(root)
    assert [item.shape_id for item in found.items] == ["Chair__2", "USB__10", "USB__9"]
    assert found.problems == [
        "Rocket is not in PartNetE_meta.json; its 2 folders are left out",
        "1 folders have no pc.ply and are left out, such as Chair/3",
        "2 folders have no label.npy and are left out, such as Chair/1",
        "CoffeeMachine has no folder in test/",
        "1 of 7 ids of split/test.txt have no folder, such as Chair/4",
        "1 folders are not in split/test.txt, such as USB/10",
        "3 shapes, 3 categories; published are 1,906 and 45",
    ]


@pytest.mark.parametrize("form", ["{c}/{n}", "test/{c}/{n}", "{n}", "{c} {n}", "data/test/{c}/{n}/"])
def test_forms_of_the_list(tmp_path, form, monkeypatch):
    truth = partnete(tmp_path / "set")
    lines = [form.format(c=category, n=name) for category, name in truth]
    (tmp_path / "set" / "split" / "test.txt").write_text("\n".join(lines))
    assert not any("split/" in problem for problem in open_set(tmp_path / "set").problems)
    lines.append(form.format(c="USB", n="77"))
    (tmp_path / "set" / "split" / "test.txt").write_text("\n".join(lines))
    problems = open_set(tmp_path / "set").problems
    assert problems[0] == f"1 of 6 ids of split/test.txt have no folder, such as {lines[-1]}"
    shutil.rmtree(tmp_path / "set" / "split")
    assert not any("split/" in problem for problem in open_set(tmp_path / "set").problems)


@pytest.mark.parametrize("label", [-1, 4])
def test_one_label_and_none_at_all(tmp_path, label):
    root = tmp_path / "set"
    partnete(root, {"USB": ["1"]})
    partnete_shape(root / "data" / "test" / "Chair" / "1", 3, 5, labels=np.full(64, label))
    shape = by_name(open_set(root))["Chair__1"].read()
    assert set(shape.labels) == {label} and len(shape.part_names) == 5


def rewrite(folder, content):
    np.save(folder / "label.npy", content, allow_pickle=True)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ({"semantic_seg": np.zeros(63, int)}, r"label\.npy: 63 labels, but pc\.ply has 64 points"),
        ({"semantic_seg": np.full(64, 5)}, r"label\.npy: labels run from 5 to 5, names are 5"),
        ({"semantic_seg": np.zeros(64)}, r"label\.npy: points must be numbers and labels integers"),
        ({"instance_seg": np.zeros(64, int)}, r"label\.npy: no array `semantic_seg`"),
        ({"semantic_seg": [0] * 64}, r"label\.npy: no array `semantic_seg`"),
        ([1, 2], r"label\.npy: not a dict of arrays"),
    ],
)
def test_a_wrong_label_file_is_named(tmp_path, content, message):
    root = tmp_path / "set"
    partnete(root)
    rewrite(root / "data" / "test" / "Chair" / "179", content)
    with pytest.raises(ShapeError, match=message) as caught:
        by_name(open_set(root))["Chair__179"].read()
    assert "Chair/179" in str(caught.value) and "\n" not in str(caught.value)


def test_a_wrong_cloud_is_named(tmp_path):
    root = tmp_path / "set"
    partnete(root)
    item = by_name(open_set(root))["USB__100082"]
    path = item.files[0]
    path.write_bytes(path.read_bytes()[:300])
    with pytest.raises(ShapeError, match=r"USB/100082/pc\.ply: "):
        item.read()


def test_crlf_in_the_cloud_and_a_mark_before_the_meta_file(tmp_path):
    root = tmp_path / "set"
    truth = partnete(root)
    item = by_name(open_set(root))["Chair__179"]
    item.files[0].write_bytes(item.files[0].read_bytes().replace(b"\n", b"\r\n"))
    meta = root / "PartNetE_meta.json"
    meta.write_bytes(b"\xef\xbb\xbf" + meta.read_bytes().replace(b"\n", b"\r\n"))
    shape = by_name(open_set(root))["Chair__179"].read()
    np.testing.assert_allclose(shape.points, truth["Chair", "179"][0], atol=1e-6)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{", "not readable JSON"),
        ("[]", "expected the part names"),
        (json.dumps({"Chair": []}), "Chair has no list"),
        (json.dumps({"Chair": ["arm", 3]}), "Chair has no list"),
        (json.dumps({"Chair": "arm"}), "Chair has no list"),
    ],
)
def test_a_wrong_meta_file(tmp_path, content, message):
    partnete(tmp_path / "set")
    (tmp_path / "set" / "PartNetE_meta.json").write_text(content)
    with pytest.raises(Pa3dError, match=f"PartNetE_meta.json: {message}"):
        open_set(tmp_path / "set")


def test_nothing_usable(tmp_path):
    root = tmp_path / "set"
    partnete(root)
    (root / "PartNetE_meta.json").write_text(json.dumps({"Rocket": ["fin"]}))
    with pytest.raises(Pa3dError, match="no <Category>/<id>/ with pc.ply and label.npy"):
        open_set(root)
    shutil.rmtree(root / "data")
    with pytest.raises(Pa3dError, match="no data/test in it; unpack test.zip"):
        open_set(root)


def test_a_large_cloud_keeps_its_order(tmp_path):
    rng = np.random.default_rng(0)
    points = np.round(rng.normal(size=(50_000, 3)), 6)
    points[1::2] = points[::2]
    labels = rng.integers(-1, 5, len(points))
    folder = tmp_path / "179"
    folder.mkdir()
    write_ply(folder / "pc.ply", points, np.full((len(points), 3), 200, np.uint8))
    rewrite(folder, {"semantic_seg": labels, "instance_seg": labels})
    shape = reader.read(folder, "Chair", META["Chair"])
    np.testing.assert_allclose(shape.points, points, atol=1e-6)
    np.testing.assert_array_equal(shape.labels, labels)
