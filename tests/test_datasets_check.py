"""Finding the set of a folder, and comparing it with what was published."""

import json

import fake_sets
import numpy as np
import pytest

from pa3d.datasets import READERS, find_set
from pa3d.datasets.check import absent_lines, as_dict, check, describe
from pa3d.errors import Pa3dError


def labelled(root, name, labels, category):
    root.mkdir(parents=True, exist_ok=True)
    names = np.array(["top", "leg", "drawer"])
    points = np.random.default_rng(1).normal(size=(len(labels), 3))
    np.savez(root / name, points=points, labels=labels, label_names=names, category=category)


def chairs(root, count, **more):
    """A text release with `count` chairs of the test list."""
    fake_sets.shapenetpart(root, {("test", "Chair", f"c{i:03d}"): None for i in range(count)}, **more)


# -- find_set ----------------------------------------------------------------------------------------


def test_readers_have_their_names_and_the_general_one_comes_last():
    assert list(READERS)[-1] == "labelled"
    assert {"shapenetpart", "shapenetpart-h5", "partnete", "scanobjectnn", "faust-coarse", "faust-fine"} < set(
        READERS
    )
    for name, reader in READERS.items():
        assert reader.name == name and reader.title and reader.looks_for
        assert reader.how_to_get and "\n" not in reader.how_to_get


def test_a_published_set_wins_over_npz_files_beside_it(tmp_path):
    chairs(tmp_path / "set", 2)
    labelled(tmp_path / "mine", "a.npz", np.zeros(40, int), "desk")
    assert find_set(tmp_path).name == "shapenetpart"
    assert find_set(tmp_path, "labelled").name == "labelled"
    assert find_set(tmp_path / "mine").name == "labelled"


def test_errors_say_what_was_looked_for(tmp_path):
    with pytest.raises(Pa3dError, match="absent: no such folder"):
        find_set(tmp_path / "absent")
    with pytest.raises(Pa3dError, match="'shapenet' is not one of auto, shapenetpart, shapenetpart-h5"):
        find_set(tmp_path, "shapenet")
    (tmp_path / "notes.txt").write_text("nothing")
    with pytest.raises(Pa3dError) as caught:
        find_set(tmp_path)
    assert all(reader.looks_for in str(caught.value) for reader in READERS.values())
    assert "\n" not in str(caught.value)
    with pytest.raises(
        Pa3dError, match=r"synsetoffset2category.txt \(ShapeNetPart.*to get it: .*v0_normal.zip"
    ):
        find_set(tmp_path, "shapenetpart")


def test_folders_two_below_are_not_searched(tmp_path):
    chairs(tmp_path / "a" / "b", 1)
    with pytest.raises(Pa3dError, match="no benchmark set in it"):
        find_set(tmp_path)


# -- check -------------------------------------------------------------------------------------------


def test_counts_against_the_official_ones(tmp_path):
    fake_sets.shapenetpart(
        tmp_path,
        {("test", "Cap", f"c{i}"): None for i in range(12)}
        | {("test", "Rocket", f"r{i}"): None for i in range(12)},
        listed_only=[("test", "Bag", "gone")],
    )
    result = check(find_set(tmp_path))
    assert result.counts == {"Cap": 12, "Rocket": 12}
    assert result.surplus == {"Cap": 1}  # 11 are published
    assert "Rocket" not in result.missing and result.missing["Bag"] == 14 and result.missing["Table"] == 848
    assert sum(result.missing.values()) == 2874 - 11 - 12
    assert result.problems == ["Bag: 1 of 1 files of the test list are missing, such as 02773838/gone.txt"]
    assert "v0_normal.zip" in result.how_to_get and result.content is None
    lines = describe(result)
    assert lines[0] == f"ShapeNetPart (text release), test split: 24 shapes in {tmp_path}"
    assert "  Cap            12 of 11, 1 more than published" in lines
    assert "  Rocket         12 of 12" in lines
    assert "  Bag             0 of 14, 14 missing" in lines
    assert "  all            24 of 2874" in lines
    assert lines[-1].startswith("  how to get it: ") and lines[-2].startswith("  problem: Bag")


def test_a_whole_set_needs_nothing(tmp_path):
    fake_sets.faust(tmp_path, [f"tr_scan_{i:03d}" for i in range(100)], levels=("coarse",))
    result = check(find_set(tmp_path))
    assert result.missing == result.surplus == {} and result.problems == [] and result.how_to_get == ""
    assert describe(result)[1:] == ["  man    100 of 100", "  all    100 of 100"]


def test_a_split_without_published_counts_misses_nothing(tmp_path):
    fake_sets.shapenetpart(tmp_path, {("val", "Cap", "a"): None})
    result = check(find_set(tmp_path, split="val"))
    assert result.official == result.missing == {} and result.how_to_get == ""
    assert describe(result)[1:] == ["  Cap      1"]


def test_deep_reads_every_shape(tmp_path):
    shapes = {("test", "Chair", "whole"): None, ("test", "Chair", "one"): 50, ("test", "Mug", "one"): 40}
    fake_sets.shapenetpart(tmp_path, {**shapes, ("test", "Mug", "bad"): None, ("test", "Cap", "bad"): None})
    (tmp_path / "03797390" / "bad.txt").write_text("")
    (tmp_path / "02954340" / "bad.txt").write_text("0 0 0 0 0 0 0\n" * 40)
    dataset = find_set(tmp_path)
    result = check(dataset, deep=True)
    assert result.counts == {"Cap": 1, "Chair": 2, "Mug": 2}
    assert [problem.split(": ")[0] for problem in result.problems] == ["Cap__bad", "Mug__bad"]
    assert "labels run from 0 to 6; those of Cap are 6 to 7" in result.problems[0]
    content = result.content
    assert (content.num_shapes, content.num_points, content.num_unlabelled) == (3, 60 + 50 + 40, 0)
    assert content.one_label == 2 and content.never_present == {"Mug": ["cup"]}
    assert dataset.problems == []  # a check leaves the set as it was
    lines = "\n".join(describe(result))
    assert (
        "3 of 5 shapes can be read: 150 points, 0.0 % of them unlabelled; 2 shapes have one part only" in lines
    )
    assert "Mug: no point is cup" in lines


def test_deep_learns_categories_and_unlabelled_points(tmp_path):
    labelled(tmp_path, "a.npz", np.repeat([-1, 0, 1], [30, 5, 5]), "desk")
    labelled(tmp_path, "b.npz", np.repeat([-1, 1], [10, 30]), "desk")
    labelled(tmp_path, "c.npz", np.full(40, -1), "shelf")
    dataset = find_set(tmp_path)
    assert check(dataset).counts == {"": 3}
    result = check(dataset, deep=True)
    assert result.counts == {"desk": 2, "shelf": 1} and result.missing == {}
    assert result.content.unlabelled == pytest.approx(80 / 120)
    assert result.content.one_label == 1  # b; c has none
    assert result.content.never_present == {"desk": ["drawer"], "shelf": ["top", "leg", "drawer"]}


def test_as_dict_is_json(tmp_path):
    chairs(tmp_path, 2)
    values = json.loads(json.dumps(as_dict(check(find_set(tmp_path), deep=True))))
    assert values["name"] == "shapenetpart" and values["counts"] == {"Chair": 2}
    assert values["missing"]["Chair"] == 702 and values["directory"] == str(tmp_path)
    assert values["content"]["num_points"] == 120 and values["content"]["unlabelled"] == 0


def test_people_see_the_first_problems_only(tmp_path):
    names = [f"s{i:02d}" for i in range(30)]
    fake_sets.faust(tmp_path, names)
    for name in names[1:]:
        (tmp_path / "scans" / f"{name}.obj").unlink()
    result = check(find_set(tmp_path))
    lines = describe(result)
    assert len(result.problems) == 29 and sum("problem: " in line for line in lines) == 20
    assert "  and 9 more problems" in lines


def test_absent_lines_have_one_line_for_each_set():
    lines = absent_lines()
    assert len(lines) == len(READERS) - 1 and not any("\n" in line for line in lines)
    fewer = absent_lines({"faust-coarse", "partnete"})
    assert set(lines) - set(fewer) == {
        f"{READERS[name].title}: {READERS[name].how_to_get}" for name in ("faust-coarse", "partnete")
    }
