from __future__ import annotations

import json
import os

import numpy as np
import pytest
import tiny

from pa3d import artifact, index
from pa3d.data import PatchDataset
from pa3d.errors import ArtifactError


@pytest.fixture
def opened(monkeypatch):
    """Names of the files that were opened since it was last cleared; any number of them is worth an index."""
    names, peek = [], artifact.peek
    monkeypatch.setattr(index, "ENOUGH", 1)
    monkeypatch.setattr(artifact, "peek", lambda path, *rest: (names.append(path.name), peek(path, *rest))[1])
    return names


@pytest.fixture
def folder(tmp_path):
    tiny.write_folder(tmp_path, 3)
    tiny.write_levels(tmp_path, "levels")
    tiny.write_patches(tmp_path, "taught", labels=False)
    return tmp_path


def content(folder, need="patch_label", **options):
    data = PatchDataset([folder], need=need, **options)
    naming = [None if n is None else (n.dtype, n.tolist()) for n in data.naming]
    return data.recipe(), data.part_names, naming, data.categories, data.num_draws, data.paths, data.group_size


def test_an_index_says_what_the_files_say(folder, opened):
    direct = content(folder), content(folder, "patch_feature")
    assert len(direct[0][0]) == 4 and len(direct[1][0]) == 4
    assert (folder / index.NAME).is_file()
    opened.clear()
    assert (content(folder), content(folder, "patch_feature")) == direct
    assert not opened
    assert content(folder, only={"shape1"})[0] == direct[0][0][2:3]


def test_only_what_changed_is_opened_again(folder, opened):
    content(folder)
    (folder / "shape0.h5").unlink()
    tiny.write_patches(folder, "shape1")
    tiny.write_patches(folder, "shape9")
    opened.clear()
    recipe = content(folder)[0]
    assert opened == ["shape1.h5", "shape9.h5"]
    assert [line.split(":")[0] for line in recipe] == ["levels", "shape1", "shape2", "shape9"]
    assert "shape0.h5" not in json.loads((folder / index.NAME).read_text())["files"]


def test_a_part_of_a_folder_leaves_the_rest_of_its_index(folder, opened):
    content(folder)
    os.utime(folder / "shape1.h5", ns=(1, 1))
    opened.clear()
    content(folder, only={"shape1"})
    content(folder)
    assert opened == ["shape1.h5"]


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", '{"version": 1, "headers": [{}], "files": {}}', '{"version": 1, "headers": 3}', "\xff"],
)
def test_an_index_that_cannot_be_used_is_made_anew(folder, opened, text):
    direct = content(folder)
    (folder / index.NAME).write_bytes(text.encode("latin1"))
    assert content(folder) == direct
    assert json.loads((folder / index.NAME).read_text())["version"] == index.VERSION


def test_a_folder_that_cannot_be_written_is_read_all_the_same(folder, opened, monkeypatch):
    def refuse(path):
        raise PermissionError(13, "refused", str(path))

    monkeypatch.setattr(index, "atomic_path", refuse)
    assert len(content(folder)[0]) == 4
    assert not (folder / index.NAME).exists()


def test_few_files_make_no_index(folder):
    content(folder)
    assert not (folder / index.NAME).exists()


def test_damage_behind_an_index_is_found_when_the_shape_is_read(folder, opened):
    content(folder)
    path = folder / "shape1.h5"
    before = path.stat()
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    with pytest.raises(ArtifactError, match="checksum"):
        content(folder)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    patches = PatchDataset([folder], need="patch_label")
    with pytest.raises(ArtifactError, match="checksum"):
        patches.sample(patches.shape_ids.index("shape1"), 0, tiny.Augment(), np.random.default_rng(0))
