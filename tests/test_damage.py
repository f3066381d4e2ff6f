"""Artifacts that lost bits, length, place or company: each is detected and named, and libhdf5 never sees it."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
import sys

import h5py
import numpy as np
import pytest
import tiny
from archives.make import CONFIG, INPUTS, archive, example
from world import PATCH, RENDER, TRAIN

from pa3d import artifact, hdf5, schemas, seal, stamp, verify
from pa3d.errors import ArtifactError, CheckpointError

by_schema = pytest.mark.parametrize("schema", schemas.SCHEMAS.values(), ids=lambda s: s.name)


def write(path, schema):
    artifact.write(path, schema, example(schema), shape_id=path.stem, config=CONFIG, inputs=INPUTS)
    return path.read_bytes()


@pytest.fixture
def no_hdf5(monkeypatch):
    """libhdf5 opens nothing."""

    def refuse(path):
        raise AssertionError(f"{path} was handed to libhdf5")

    monkeypatch.setattr(hdf5, "_open", refuse)
    monkeypatch.setattr(hdf5, "_in_child", lambda function, path, *a, **k: refuse(path))


def detected(path, schema):
    """The line that `read` gives, the same for every way to read."""
    with pytest.raises(ArtifactError) as error:
        artifact.read(path, schema)
    for read in (lambda: artifact.peek(path, schema), lambda: artifact.layout(path)):
        with pytest.raises(ArtifactError):
            read()
    message = str(error.value)
    assert message.startswith(f"{path}: ") and "\n" not in message
    assert "damaged" in message or "not a readable HDF5 file" in message, message
    return message


def mutations(good: bytes, rng: random.Random, count: int):
    """Names and contents of damaged copies."""
    for _ in range(count):
        place, bit = rng.randrange(len(good)), rng.randrange(8)
        yield f"bit {bit} of byte {place}", flipped(good, place, 1 << bit)
        yield f"cut to {place}", good[:place]
        yield f"longer by {place}", good + rng.randbytes(1 + place % 4096)
        start = rng.randrange(0, len(good), 512)
        zeroed = good[:start] + bytes(len(good[start : start + 512])) + good[start + 512 :]
        if zeroed != good:
            yield f"zeros from {start}", zeroed
        other = rng.randrange(0, len(good) - 512, 512)
        pages = [good[i : i + 512] for i in range(0, len(good), 512)]
        a, b = start // 512, other // 512
        pages[a], pages[b] = pages[b], pages[a]
        # HDF5's own first page in front makes it a file without a seal: those are read in a child process
        if b"".join(pages) != good and not pages[0].startswith(seal.SIGNATURE):
            yield f"pages {a} and {b} exchanged", b"".join(pages)
        low, high = sorted((rng.randrange(len(good)), rng.randrange(len(good))))
        if good[low:high] != rng.randbytes(high - low):
            yield f"noise from {low} to {high}", good[:low] + rng.randbytes(high - low) + good[high:]


def flipped(good: bytes, place: int, mask: int) -> bytes:
    return good[:place] + bytes([good[place] ^ mask]) + good[place + 1 :]


@by_schema
def test_damage_is_detected_before_hdf5_sees_it(tmp_path, schema, no_hdf5):
    path = tmp_path / "a.h5"
    good = write(path, schema)
    rng = random.Random(schema.name)
    tried = 0
    for _name, content in mutations(good, rng, 25):
        if content == good:
            continue
        path.write_bytes(content)
        detected(path, schema)
        tried += 1
    assert tried > 100


def test_every_byte_of_the_header_block(tmp_path, no_hdf5):
    path = tmp_path / "a.h5"
    good = write(path, schemas.PATCHES)
    for place in range(seal.read(path).block):
        path.write_bytes(flipped(good, place, 1 << place % 8))
        detected(path, schemas.PATCHES)
        with pytest.raises(ArtifactError):
            artifact.header(path)


@pytest.mark.slow
@by_schema
def test_every_bit_of_every_byte(tmp_path, schema, no_hdf5):
    """One flip for each bit; counted, for the record."""
    path = tmp_path / "a.h5"
    good = write(path, schema)
    with path.open("r+b") as stream:
        for place in range(len(good)):
            for bit in range(8):
                stream.seek(place)
                stream.write(bytes([good[place] ^ 1 << bit]))
                stream.flush()
                with pytest.raises(ArtifactError, match=r"damaged|not a readable HDF5 file"):
                    artifact.read(path, schema)
            stream.seek(place)
            stream.write(good[place : place + 1])
            stream.flush()
    print(f"{schema.tag}: {8 * len(good)} flips, all detected")  # noqa: T201


def test_other_readers_open_what_is_sealed(tmp_path):
    path = tmp_path / "a.h5"
    write(path, schemas.RENDER)
    with h5py.File(path) as handle:
        assert handle.userblock_size == seal.read(path).block >= 512
        np.testing.assert_array_equal(handle["points"], example(schemas.RENDER)["points"])
        assert handle.attrs["fingerprint"] == artifact.header(path).fingerprint
    line, header = path.read_bytes().split(b"\n")[:2]
    assert line.startswith(b"pa3d-seal 0001 ") and json.loads(header)["shape_id"] == "a"
    import hashlib

    rest = path.read_bytes()[seal.read(path).block :]
    assert hashlib.sha256(rest).hexdigest().encode() == line.split()[4]


def test_a_sealed_header_is_read_without_hdf5(tmp_path, no_hdf5):
    write(tmp_path / "a.h5", schemas.RENDER)
    assert artifact.header(tmp_path / "a.h5").shape_id == "a"


# -- files without a checksum ------------------------------------------------------------------------


def test_damage_without_a_checksum_never_ends_the_interpreter(tmp_path, monkeypatch):
    """It may pass for other numbers, which nothing can know; a crash or an endless loop is one line."""
    monkeypatch.setattr(hdf5, "PROBE_SECONDS", 1.0)  # some of these files are endless
    good, refused, tried = archive(schemas.PATCHES).read_bytes(), 0, 0
    path = tmp_path / "archived.h5"
    for _name, content in mutations(good, random.Random(0), 20):
        path.write_bytes(content)
        tried += 1
        try:
            artifact.read(path, schemas.PATCHES)
        except ArtifactError as error:
            refused += 1
            assert str(error).startswith(f"{path}: ") and "\n" not in str(error)
    assert tried > 70 and refused > tried / 3


def test_a_crash_of_the_reader_is_one_line(tmp_path, monkeypatch):
    path = tmp_path / "archived.h5"
    path.write_bytes(archive(schemas.PATCHES).read_bytes())

    def crash(path):
        import os
        import signal

        os.kill(os.getpid(), signal.SIGSEGV)

    monkeypatch.setattr(hdf5, "_read_all", crash)
    for read in (artifact.header, artifact.layout, lambda p: artifact.read(p, schemas.PATCHES)):
        with pytest.raises(ArtifactError, match="archived.h5: its reader crashed.*SIGSEGV"):
            read(path)


def test_files_are_proven_together_and_one_that_crashes_alone(tmp_path, monkeypatch):
    """Nine good files cost few children; a bad one among them is found, and again when it is asked for."""
    good = archive(schemas.TOKENS).read_bytes()
    for i in range(9):
        (tmp_path / f"{i}.h5").write_bytes(good)
    children = []
    original = hdf5._in_child
    monkeypatch.setattr(
        hdf5, "_in_child", lambda *a, **k: (children.append(a[0].__name__), original(*a, **k))[1]
    )
    for i in range(9):
        hdf5.prove(tmp_path / f"{i}.h5")
    assert len(children) == 4  # 1, 2, 4, 2 files
    (tmp_path / "5.h5").write_bytes(good[:-700])  # changed: its proof no longer counts
    for _ in range(2):
        with pytest.raises(ArtifactError, match=r"5\.h5"):
            hdf5.prove(tmp_path / "5.h5")
    hdf5.prove(tmp_path / "6.h5")


# -- hostile HDF5 ------------------------------------------------------------------------------------


def external_link(handle, folder):
    handle["points"] = h5py.ExternalLink(str(folder / "secret.h5"), "/points")


def soft_link(handle, folder):
    handle["hidden"] = np.zeros((4, 3), "f4")
    handle["points"] = h5py.SoftLink("/hidden")


def external_storage(handle, folder):
    handle.create_dataset("points", (4, 3), "f4", external=[(str(folder / "secret.bin"), 0, 48)])


def virtual(handle, folder):
    layout = h5py.VirtualLayout((4, 3), "f4")
    layout[:] = h5py.VirtualSource(str(folder / "secret.h5"), "points", (4, 3))
    handle.create_virtual_dataset("points", layout)


def huge(handle, folder):
    handle.create_dataset("points", (10**12, 3), "f4", chunks=(1024, 3))


def huge_contiguous(handle, folder):
    space = h5py.h5s.create_simple((10**12, 3))
    h5py.h5d.create(handle.id, b"points", h5py.h5t.IEEE_F32LE, space)


def huge_chunk(handle, folder):
    data = handle.create_dataset("points", (4, 3), "f4", chunks=(700_000_000, 3), maxshape=(None, 3))
    assert data.chunks[0] == 700_000_000


def bomb(handle, folder):
    """Chunks that all were written, each of zeros: five billion bytes of some megabytes."""
    data = handle.create_dataset("points", (110 << 20, 12), "f4", chunks=(11 << 20, 12), compression="gzip")
    packed = __import__("zlib").compress(bytes((11 << 20) * 48), 9)
    for i in range(10):
        data.id.write_direct_chunk((i * (11 << 20), 0), packed)


def references(handle, folder):
    handle.create_dataset("points", data=handle.ref, dtype=h5py.ref_dtype)


def pickled(handle, folder):
    handle["points"] = np.void(b"cos\nsystem\n(S'touch pwned'\ntR.")


def lists(handle, folder):
    handle.create_dataset("points", (4,), dtype=h5py.vlen_dtype("f4"))


def compound(handle, folder):
    handle["points"] = np.zeros(4, [("x", "f4"), ("y", "f4")])


def group(handle, folder):
    handle.create_group("points")


def cycle(handle, folder):
    handle["points"] = handle["/"]


def deep(handle, folder):
    inner = handle
    for _ in range(3000):
        inner = inner.create_group("points")


def no_space(handle, folder):
    handle["points"] = h5py.Empty("f4")


HOSTILE = {
    external_link: "link to somewhere else",
    soft_link: "link to somewhere else",
    external_storage: "stored in other files",
    virtual: "stored in other files",
    huge: "declares 1.2e+13 bytes, but 0 are stored",
    huge_contiguous: "declares 1.2e+13 bytes, but 0 are stored",
    huge_chunk: "declares 8.4e+09 bytes",
    bomb: "unpack to more than 4 GB",
    references: "references",
    pickled: "opaque bytes",
    lists: "lists",
    compound: "opaque bytes",
    group: "a group, expected a dataset",
    cycle: "a group, expected a dataset",
    deep: "a group, expected a dataset",
    no_space: "no shape",
}
if h5py.version.hdf5_version_tuple < (2, 0, 0):  # nothing larger than 4 GB: the library refuses to make it
    del HOSTILE[huge_chunk]


@pytest.mark.parametrize("make", HOSTILE, ids=lambda f: f.__name__)
@pytest.mark.parametrize("sealed", [True, False], ids=["sealed", "bare"])
def test_hostile_hdf5_is_refused(tmp_path, make, sealed, monkeypatch):
    """By every way to read, whether or not whoever made it sealed it; without taking the memory it asks for."""
    (tmp_path / "secret.bin").write_bytes(bytes(48))
    with h5py.File(tmp_path / "secret.h5", "w") as handle:
        handle["points"] = np.ones((4, 3), "f4")
    path = tmp_path / "a.h5"
    write(path, schemas.RENDER)
    old = seal.read(path)
    with h5py.File(path, "r+") as handle:
        for name in list(handle):
            del handle[name]
        make(handle, tmp_path)
    if sealed:
        seal.close(path, old.header)
    else:
        path.write_bytes(path.read_bytes()[old.block :])
    reads = [
        lambda: artifact.read(path, schemas.RENDER),
        lambda: artifact.read(path, schemas.RENDER, only=("points",)),
        lambda: artifact.peek(path, schemas.RENDER, ("points",)),
        lambda: artifact.layout(path),
        lambda: artifact.read_hdf5(path, ("points",)),
        lambda: artifact.read_hdf5(path, ("points",), 0),
    ]
    words = HOSTILE[make]
    for read in reads:
        with pytest.raises(ArtifactError) as error:
            read()
        assert words in str(error.value) or "not part of render" in str(error.value), str(error.value)
        assert str(error.value).startswith(f"{path}: ") and "\n" not in str(error.value)
    assert words in str(error.value)
    assert not (tmp_path / "pwned").exists()


def test_texts_that_share_their_bytes_are_bounded(tmp_path, monkeypatch):
    path = tmp_path / "a.h5"
    arrays = {"part_names": np.array(["x" * 5000] * 300, object), "embedding": np.zeros((300, 2), "f4")}
    artifact.write(path, schemas.TEXTBANK, arrays, shape_id="a", config={}, inputs={})
    assert len(artifact.read(path, schemas.TEXTBANK)["part_names"]) == 300
    monkeypatch.setattr(hdf5, "MAX_TEXT", 1 << 20)
    with pytest.raises(ArtifactError, match="'part_names' holds more than .* of text"):
        artifact.read(path, schemas.TEXTBANK)


def test_a_pipe_is_not_waited_for(tmp_path):
    import os

    os.mkfifo(tmp_path / "a.h5")
    for read in (artifact.header, lambda p: artifact.read_hdf5(p, ("x",))):
        with pytest.raises(ArtifactError, match=r"a.h5: .*not a (regular )?file"):
            read(tmp_path / "a.h5")


# -- weights -----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def weights(tmp_path_factory):
    """A training checkpoint and a packed model."""
    from tiny_model import save_tiny

    from pa3d import checkpoint

    folder = tmp_path_factory.mktemp("weights")
    model = checkpoint.load_model(save_tiny(folder / "model.safetensors"))
    checkpoint.save_training(folder / "align.ckpt", {"encoder": model.encoder.state_dict(), "epoch": 3})
    return folder


@pytest.mark.parametrize("name", ["align.ckpt", "model.safetensors"])
def test_weights_carry_a_checksum_that_others_do_not_mind(weights, tmp_path, name):
    import torch
    from safetensors import safe_open

    assert stamp.check(weights / name)
    if name == "align.ckpt":
        assert torch.load(weights / name, weights_only=True)["epoch"] == 3
        import zipfile

        with zipfile.ZipFile(weights / name) as archive_:
            assert archive_.testzip() is None and archive_.comment.startswith(b"pa3d sha256 ")
    else:
        with safe_open(weights / name, "pt") as handle:
            assert len(handle.keys())
    good, rng = (weights / name).read_bytes(), random.Random(name)
    for _ in range(60):
        place = rng.randrange(len(good))
        (tmp_path / name).write_bytes(flipped(good, place, 1 << rng.randrange(8)))
        found = verify.check_file(tmp_path / name)
        # a flip in the key that names the checksum: `inspect --verify` says that there is none
        hides = name.endswith("safetensors") and place < 8 + int.from_bytes(good[:8], "little")
        assert found.problem == "damaged" or (hides and not found.sealed), place
    for content in (good[:-1], good[: len(good) // 2], good + b"x", good[:-4096] + bytes(4096), b""):
        (tmp_path / name).write_bytes(content)
        assert verify.check_file(tmp_path / name).problem == "damaged"


def test_a_checkpoint_of_an_earlier_version_is_checked_as_far_as_it_goes(weights, tmp_path):
    import torch

    path = tmp_path / "old.ckpt"
    torch.save({"a": torch.ones(1000)}, path)
    assert not stamp.check(path) and verify.check_file(path).problem == ""
    good = path.read_bytes()
    at = good.index(torch.ones(4).numpy().tobytes())
    path.write_bytes(flipped(good, at, 1))
    assert verify.check_file(path).problem == "damaged"
    with pytest.raises(CheckpointError, match="no such file"):
        stamp.check(tmp_path / "none.ckpt")


# -- through the commands ----------------------------------------------------------------------------


@pytest.fixture
def world(world, tmp_path):
    """A copy to damage."""
    shutil.copytree(world, tmp_path / "w")
    return tmp_path / "w"


def break_file(path, kind="flip"):
    good = path.read_bytes()
    path.write_bytes(flipped(good, len(good) * 2 // 3, 4) if kind == "flip" else good[: len(good) // 2])


PATCHIFY = ["patchify", "r", "--pointfeat", "f", "--labels", "labels", "--out", "out", *PATCH]
READERS = {
    "dino-extract": (["dino-extract", "r", "--out", "out", "--device", "cpu"], "r"),
    "backproject of views": (["backproject", "r", "t", "--out", "out"], "r"),
    "backproject of tokens": (["backproject", "r", "t", "--out", "out"], "t"),
    "patchify of views": (PATCHIFY, "r"),
    "patchify of features": (PATCHIFY, "f"),
    "train-distill": (["train-distill", "p", "--out", "out", *TRAIN, "--device", "cpu"], "p"),
    "train-align": (
        ["train-align", "p", "--out", "out", *TRAIN, "--text-model", "labels", "--device", "cpu"],
        "p",
    ),
    "inspect": (["inspect", "p/s1.h5"], "p"),
}


QUICK = {("flip", "backproject of tokens"), ("swap", "dino-extract"), ("other stage", "patchify of views")}
QUICK |= {("cut", "train-distill"), ("flip", "inspect")}
CASES = [(kind, name) for kind in ("flip", "cut", "swap", "other stage") for name in READERS]
CASES = [case for case in CASES if case[1] != "inspect" or case[0] in ("flip", "cut")]  # it says what a file is


@pytest.mark.parametrize(
    ("kind", "name"), [pytest.param(*c, marks=() if c in QUICK else pytest.mark.slow) for c in CASES]
)
def test_commands_name_the_damaged_file(launcher, world, name, kind):
    """A stage fails that shape and does the others; a training and inspect stop. Nothing is used in silence."""
    argv, folder = READERS[name]
    bad = world / folder / "s1.h5"
    if kind in ("flip", "cut"):
        break_file(bad, kind)
    elif kind == "swap":
        shutil.copy(world / folder / "s2.h5", bad)
    else:
        shutil.copy(world / ("t" if folder == "r" else "r") / "s1.h5", bad)
    end = launcher.run(argv, world)
    named = f"{folder}/s1.h5: "
    if argv[0] in ("train-distill", "train-align", "inspect"):
        if name == "inspect" and kind == "flip":
            assert "damaged" in end.log  # reading the arrays' layout compares all of it
        assert end.code == 2 and named in end.log, end.log
        assert len([line for line in end.log.splitlines() if "error" in line]) == 1
    else:
        assert end.code == 1, end.log
        failures = [json.loads(line) for line in (world / "out" / "failed-0of1.jsonl").read_text().splitlines()]
        assert [line["shape_id"] for line in failures] == ["s1"] and named in failures[0]["error"], failures
        assert sorted(p.name for p in (world / "out").glob("*.h5")) == ["s0.h5", "s2.h5"]
    assert "Traceback" not in end.log


def test_a_mixed_folder_is_refused_by_the_trainings(launcher, world):
    assert (
        launcher.run(["patchify", "r", "--pointfeat", "f", "--out", "p2", "--seed", 5, *PATCH], world).code == 0
    )
    shutil.copy(world / "p2" / "s2.h5", world / "p" / "s2.h5")
    end = launcher.run(["train-distill", "p", "--out", "out", *TRAIN, "--device", "cpu"], world)
    assert end.code == 2 and "p/s2.h5: made with seed 5, but s0.h5 beside it with 0" in end.log, end.log


@pytest.mark.parametrize(("version", "words"), [(1, "of an earlier pa3d"), (3, "written by a newer pa3d")])
def test_other_schema_versions_are_named(launcher, world, version, words):
    for path in (world / "p").glob("*.h5"):
        old = seal.read(path)
        seal.close(path, old.header | {"schema_version": version})
    end = launcher.run(["train-distill", "p", "--out", "out", *TRAIN, "--device", "cpu"], world)
    assert end.code == 2 and f"holds patches/{version}, expected patches/2; {words}" in end.log, end.log


def test_a_changed_input_is_stale_down_the_line(launcher, world):
    argv = ["render", "meshes", "--out", "r", *RENDER, "--seed", 9, "--overwrite"]
    assert launcher.run(argv, world).code == 0
    for name in ("backproject of views", "patchify of views"):
        argv = [{"out": {"b": "f", "p": "p"}[name[0]]}.get(word, word) for word in READERS[name][0]]
        end = launcher.run(argv, world)
        assert end.code == 2 and "its input changed: render" in end.log, end.log
    end = launcher.run(["inspect", ".", "--verify", "--json"], world)
    found = [json.loads(line) for line in end.log.splitlines()]
    assert end.code == 1 and found[-1]["found"] == 9  # tokens, features and patches of three shapes
    assert {line["problem"] for line in found[:-1]} == {"stale"}


# -- inspect --verify --------------------------------------------------------------------------------


@pytest.mark.parametrize("workers", [1, pytest.param(2, marks=pytest.mark.slow)])
def test_verify_finds_and_lists_everything(launcher, world, workers):
    end = launcher.run(["inspect", ".", "--verify", "--workers", workers], world)
    assert end.code == 0 and "all good" in end.log, end.log
    break_file(world / "r" / "s0.h5")
    break_file(world / "t" / "s1.h5", "cut")
    break_file(world / "d" / "distill.ckpt")
    shutil.move(world / "f" / "s2.h5", world / "f" / "s9.h5")
    shutil.copy(world / "t" / "s0.h5", world / "p" / "s0.h5")
    (world / "t" / ".s2.h5.pa3d-ffffffff-00000000.tmp").write_text("half")
    import os

    os.utime(world / "t" / ".s2.h5.pa3d-ffffffff-00000000.tmp", (0, 0))
    with h5py.File(world / "mine.h5", "w") as handle:
        handle["x"] = np.zeros(3)
    (world / "old").mkdir()
    shutil.copy(archive(schemas.RENDER), world / "old" / "archived.h5")
    end = launcher.run(
        ["inspect", ".", "--verify", "--json", "--list", "redo.txt", "--workers", workers], world
    )
    lines = [json.loads(line) for line in end.log.splitlines()]
    found = {line["path"]: (line["problem"], line["command"]) for line in lines[:-1]}
    assert end.code == 1 and lines[-1]["found"] == len(found) == 7
    assert found == {
        "r/s0.h5": ("damaged", "render"),
        "t/s1.h5": ("damaged", "dino-extract"),
        "d/distill.ckpt": ("damaged", "train-distill"),
        "f/s9.h5": ("misplaced", "backproject"),
        "p/s0.h5": ("misplaced", "patchify"),
        "t/.s2.h5.pa3d-ffffffff-00000000.tmp": ("left over", ""),
        "mine.h5": ("foreign", ""),
    }
    assert lines[-1]["no_checksum"] == ["old/archived.h5"]
    redo = (world / "redo.txt").read_text().splitlines()
    assert sorted(redo) == sorted(set(found) - {"mine.h5"})
    for name in redo:
        (world / name).unlink()
    for argv in (
        ["render", "meshes", "--out", "r", *RENDER],
        ["dino-extract", "r", "--out", "t", "--device", "cpu"],
        ["backproject", "r", "t", "--out", "f"],
        [word if word != "out" else "p" for word in PATCHIFY],
    ):
        end = launcher.run(argv, world)
        assert end.code == 0 and "1 done, 2 up to date" in end.log, end.log
    (world / "mine.h5").unlink()
    assert launcher.run(["inspect", ".", "--verify"], world).code == 0


def test_verify_marks_other_settings_and_changed_meshes(launcher, world):
    argv = ["render", "meshes", "--out", "r2", *RENDER, "--seed", 5]
    assert launcher.run(argv, world).code == 0
    shutil.copy(world / "r2" / "s2.h5", world / "r" / "s2.h5")
    shutil.rmtree(world / "r2")
    with (world / "meshes" / "s1.off").open("a") as stream:
        stream.write("\n")
    found = {str(f.path.relative_to(world)): f"{f.problem}: {f.reason}" for f in verify.verify(world).findings}
    assert found == {
        "r/s1.h5": "stale: its input changed: mesh",
        "r/s2.h5": "mixed: made with seed 5, most of the folder with 0",
        "t/s2.h5": "stale: its input changed: render",
        "f/s2.h5": "stale: its input changed: render",
        "p/s2.h5": "stale: its input changed: render",
    }


def test_verify_says_a_forged_recipe_and_an_unknown_schema(tmp_path):
    for name, change in (("a", {"config": "{}"}), ("b", {"schema": "strange"}), ("c", {"schema_version": 9})):
        path = tmp_path / f"{name}.h5"
        write(path, schemas.TOKENS)
        seal.close(path, seal.read(path).header | change)
    found = {f.path.stem: (f.problem, f.command) for f in verify.verify(tmp_path).findings}
    assert found == {"a": ("foreign", ""), "b": ("foreign", ""), "c": ("newer", "")}


def test_verify_of_nothing_and_of_a_file(tmp_path):
    code = [sys.executable, "-m", "pa3d", "inspect", "--verify", str(tmp_path)]
    done = subprocess.run(code, capture_output=True, text=True, check=False)
    assert done.returncode == 2 and "holds nothing that can be checked" in done.stderr
    write(tmp_path / "a.h5", schemas.TOKENS)
    assert verify.verify(tmp_path / "a.h5").num_files == 1


def test_the_samples_of_a_training_are_checked_at_every_reading(tmp_path):
    """A file that goes bad between two epochs is noticed in the second."""
    from pa3d.data import Augment, PatchDataset

    tiny.write_folder(tmp_path, 2)
    data = PatchDataset([tmp_path], need="patch_feature")
    rng = np.random.default_rng(0)
    data.sample(0, 0, Augment(), rng)
    break_file(tmp_path / "shape0.h5")
    with pytest.raises(ArtifactError, match="shape0.h5: damaged"):
        data.sample(0, 0, Augment(), rng)
