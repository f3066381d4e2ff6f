"""The fused command against the four it stands for: equal artifacts, what stays, what is done again."""

import json
import shutil

import pytest
import torch
import trimesh
from kills import assert_same, same, visible
from kills import contents as content_of
from test_cli import write_meshes
from typer.testing import CliRunner

from pa3d import artifact
from pa3d.cli import app
from pa3d.errors import Pa3dError

VIEWS = ["--image-size", 64, "--num-points", 400]
PATCH = ["--draw-size", 256, "--num-patches", 16, "--patch-size", 8, "--draws", 2, "--seed", 3]
ALL = ("renders", "tokens", "pointfeat", "patches")


def run(*arguments):
    result = CliRunner().invoke(app, [str(a) for a in arguments])
    if isinstance(result.exception, Pa3dError):  # which the program turns into a line and exit code 2
        return 2, str(result.exception)
    return result.exit_code, " ".join(result.output.split())


@pytest.fixture(scope="module", autouse=True)
def one_thread():
    """Equal artifacts are promised for equal numbers of threads; two workers have one each here."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    """Three shapes, and what the four commands make of them."""
    root = tmp_path_factory.mktemp("prepare")
    meshes, labels = write_meshes(root)
    four = root / "four"
    for command in (
        ["render", meshes, "--out", four / "renders", "--seed", 3, *VIEWS],
        ["dino-extract", four / "renders", "--out", four / "tokens"],
        ["backproject", four / "renders", four / "tokens", "--out", four / "pointfeat"],
        ["patchify", four / "renders", "--pointfeat", four / "pointfeat", "--labels", labels]
        + ["--out", four / "patches", *PATCH],
    ):
        assert run(*command)[0] == 0
    return root


def prepare(root, out, *more, meshes="meshes"):
    return run("prepare", root / meshes, "--labels", root / "labels", "--out", out, *VIEWS, *PATCH, *more)


@pytest.fixture(scope="module")
def kept(root):
    """Everything kept, from one run."""
    assert prepare(root, root / "kept", "--keep", "pointfeat,renders,tokens")[0] == 0
    return root / "kept"


def test_the_artifacts_are_those_of_the_four_commands(root, kept):
    assert len(visible(kept)) == 12
    assert_same(root / "four", kept)  # headers with fingerprints, configs and inputs, and every array


@pytest.mark.parametrize(("keep", "workers"), [("", 1), ("tokens", 2)])
def test_only_what_is_named_stays_and_nothing_else_is_left(root, tmp_path, keep, workers):
    code, said = prepare(root, tmp_path, "--keep", keep, "--workers", workers)
    assert code == 0 and "3 done" in said
    folders = sorted({*filter(None, [keep]), "patches"})
    assert sorted(path.name for path in tmp_path.iterdir()) == folders
    for name in folders:
        assert_same(root / "four" / name, tmp_path / name)


def test_shards_and_a_scratch_folder_change_nothing(root, tmp_path):
    for shard in ("0/2", "1/2"):
        assert prepare(root, tmp_path / "out", "--shard", shard, "--scratch", tmp_path / "scratch")[0] == 0
    assert_same(root / "four" / "patches", tmp_path / "out" / "patches")
    assert list((tmp_path / "scratch").iterdir()) == []


def test_a_fresh_shape_is_skipped_without_what_lies_between(root, tmp_path):
    assert prepare(root, tmp_path)[0] == 0
    (tmp_path / "patches" / "s1.h5").unlink()
    code, said = prepare(root, tmp_path)
    assert code == 0 and "1 done, 2 up to date" in said
    code, said = prepare(root, tmp_path)
    assert code == 0 and "0 done, 3 up to date" in said


def test_what_is_to_be_kept_is_made_again_and_what_is_kept_is_used(root, kept, tmp_path):
    out = tmp_path / "out"
    shutil.copytree(kept, out)
    (out / "tokens" / "s0.h5").unlink()
    (out / "patches" / "s2.h5").unlink()
    before = {path: (out / path).stat().st_ino for path in visible(out)}
    code, said = prepare(root, out, "--keep", "renders,tokens,pointfeat")
    assert code == 0 and "2 done, 1 up to date" in said
    new = [str(path) for path in visible(out) if before.get(path) != (out / path).stat().st_ino]
    assert new == ["patches/s0.h5", "patches/s2.h5", "tokens/s0.h5"]
    assert_same(kept, out)


def test_the_four_commands_go_on_where_it_ended(root, kept):
    """Kept artifacts are fresh to the commands that would have made them."""
    code, said = run("render", root / "meshes", "--out", kept / "renders", "--seed", 3, *VIEWS)
    assert code == 0 and "0 done, 3 up to date" in said
    code, said = run("backproject", kept / "renders", kept / "tokens", "--out", kept / "pointfeat")
    assert code == 0 and "0 done, 3 up to date" in said


def test_a_bad_shape_is_recorded_under_its_own_name(root, tmp_path):
    meshes = tmp_path / "meshes"
    shutil.copytree(root / "meshes", meshes)
    (meshes / "bad.ply").write_text("no mesh")
    trimesh.creation.box((1, 1, 1)).export(meshes / "s3.off")
    (tmp_path / "labels").mkdir()
    for path in (root / "labels").iterdir():
        shutil.copy(path, tmp_path / "labels")
    shutil.copy(root / "labels" / "s0.npz", tmp_path / "labels" / "s3.npz")  # of another shape
    code, said = prepare(tmp_path, tmp_path / "out", "--keep", "renders")
    assert code == 1 and "3 done" in said and "2 failed" in said
    lines = (tmp_path / "out" / "patches" / "failed-0of1.jsonl").read_text().splitlines()
    errors = {entry["shape_id"]: entry["error"] for entry in map(json.loads, lines)}
    assert set(errors) == {"bad", "s3"}
    assert str(meshes / "bad.ply") in errors["bad"] and str(tmp_path / "labels" / "s3.npz") in errors["s3"]
    assert ".prepare" not in "".join(errors.values())
    assert [path.stem for path in sorted((tmp_path / "out" / "patches").glob("*.h5"))] == ["s0", "s1", "s2"]
    assert [path.stem for path in sorted((tmp_path / "out" / "renders").glob("*.h5"))] == [
        "s0",
        "s1",
        "s2",
        "s3",
    ]


def test_another_setting_is_refused_before_any_work_and_overwrite_makes_it_new(root, kept, tmp_path):
    out, keep = tmp_path / "out", ["--keep", "renders"]
    shutil.copytree(kept, out)
    (out / "patches" / "s0.h5").unlink()
    before = visible(out)
    code, said = prepare(root, out, *keep, "--image-size", 32)
    assert code == 2
    assert "renders/s0.h5 is stale (config.image_size: 64 -> 32); pass --overwrite to recompute" in said
    code, said = prepare(root, out, "--tolerance", 1.0)
    assert "patches/s1.h5 is stale (its input changed: pointfeat); pass --overwrite to recompute" in said
    assert visible(out) == before
    code, said = prepare(root, out, *keep, "--image-size", 32, "--overwrite")
    assert code == 0 and "3 done" in said
    assert artifact.header(out / "renders" / "s0.h5").config["image_size"] == 32
    code, said = prepare(root, tmp_path / "new", "--image-size", 32)
    same(content_of(tmp_path / "new" / "patches" / "s1.h5"), content_of(out / "patches" / "s1.h5"), "s1")


def test_a_stale_kept_artifact_does_not_outlive_a_shape_that_fails(root, tmp_path):
    meshes = tmp_path / "meshes"
    shutil.copytree(root / "meshes", meshes)
    shutil.copytree(root / "labels", tmp_path / "labels")
    keep = ["--keep", "renders,tokens"]
    assert prepare(tmp_path, tmp_path / "out", *keep)[0] == 0
    (meshes / "s0.ply").write_text("no mesh")
    assert prepare(tmp_path, tmp_path / "out", *keep, "--overwrite")[0] == 1
    for name in ("renders", "tokens", "patches"):
        assert [p.stem for p in sorted((tmp_path / "out" / name).glob("*.h5"))] == ["s1", "s2"]


def test_a_wrong_name_to_keep_and_a_held_folder_are_named(root, tmp_path):
    from pa3d.lock import only_one

    assert (
        "--keep views: write any of renders, tokens, pointfeat" in prepare(root, tmp_path, "--keep", "views")[1]
    )
    (tmp_path / "renders").mkdir()
    with only_one(tmp_path / "renders"):
        assert "another run is writing here" in prepare(root, tmp_path, "--keep", "renders")[1]
