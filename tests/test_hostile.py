"""Files of strangers: nothing in them is run, written outside or fetched, no memory is taken on their word.

docs/threat-model.md says what is promised; each of its lines names a test, many of them here.
"""

import contextlib
import io
import json
import os
import pickle
import re
import resource
import struct
import subprocess
import sys
import tarfile
import time
import typing
import unicodedata
import warnings
import zipfile
from pathlib import Path

import fake_find3d
import numpy as np
import pytest
import tiny
import torch
from PIL import Image
from safetensors.torch import load_file, save_file
from tiny_model import save_tiny
from typer.testing import CliRunner

import pa3d.cli
from pa3d import (
    artifact,
    checkpoint,
    datasets,
    errors,
    export,
    find3d,
    readers,
    rotations,
    schemas,
    split,
    towers,
    untrusted,
)
from pa3d.cli import console
from pa3d.config import Option, read_defaults
from pa3d.datasets.base import Item
from pa3d.errors import CheckpointError, Pa3dError, ShapeError
from pa3d.readers import load_shape
from pa3d.record import Record
from pa3d.segmentation import Segmentation
from pa3d.shapes import Shape

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    return save_tiny(tmp_path_factory.mktemp("model") / "tiny.safetensors")


@pytest.fixture
def call(tmp_path, monkeypatch, capsys):
    """Run main() in an empty folder; (exit code, standard output, standard error)."""
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    monkeypatch.setenv("PA3D_CONFIG", "")

    def run(*arguments):
        monkeypatch.setattr(sys, "argv", ["pa3d", *map(str, arguments)])
        with pytest.raises(SystemExit) as end:
            pa3d.cli.main()
        out, err = capsys.readouterr()
        return end.value.code or 0, out, err

    return run


@pytest.fixture
def cloud(tmp_path):
    np.save(tmp_path / "cloud.npy", np.random.default_rng(0).normal(size=(80, 3)))
    return tmp_path / "cloud.npy"


# -- nothing is run ----------------------------------------------------------------------------------


class Bite:
    """Unpickles by making a file."""

    def __init__(self, marker):
        self.marker = marker

    def __reduce__(self):
        return os.system, (f"touch {self.marker}",)


def boxed(value):
    box = np.empty((), object)
    box[()] = value
    return box


def torch_zip(path, content):
    torch.save(content, path)


def torch_old(path, content):
    torch.save(content, path, _use_new_zipfile_serialization=False)


def torch_tar(path, content):
    """The layout before 0.1.10: a tar of three pickles."""
    with tarfile.open(path, "w") as archive:
        for name in ("storages", "tensors", "pickle"):
            data = pickle.dumps(content if name == "pickle" else 0, protocol=2)
            data += b"" if name == "pickle" else pickle.dumps(0, protocol=2)
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))


def plain_pickle(path, content):
    path.write_bytes(pickle.dumps(content))


def torch_script_zip(path, content):
    """An archive that torch takes for a program of TorchScript, with a pickle where its constants are."""
    with zipfile.ZipFile(path, "w") as archive:
        for name in ("data.pkl", "constants.pkl"):
            archive.writestr(f"archive/{name}", pickle.dumps(content, protocol=2))
        archive.writestr("archive/version", "3\n")


def second_pickle(path, content):
    """A harmless torch archive to which a second data.pkl of the same name was added."""
    torch.save({"model": {}}, path)
    with zipfile.ZipFile(path) as archive:
        name = next(n for n in archive.namelist() if n.endswith("data.pkl"))
    with zipfile.ZipFile(path, "a") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        archive.writestr(name, pickle.dumps(content, protocol=2))


LAYOUTS = [torch_zip, torch_old, torch_tar, plain_pickle, torch_script_zip, second_pickle]
WEIGHTS_ROUTES = {
    "segment": ("segment", "CLOUD", "--parts", "leg,seat", "--checkpoint", "EVIL.pt"),
    "segment a .ckpt": ("segment", "CLOUD", "--parts", "leg,seat", "--checkpoint", "EVIL.ckpt"),
    "segment a .safetensors": ("segment", "CLOUD", "--parts", "leg,seat", "--checkpoint", "EVIL.safetensors"),
    "teacher": ("dino-extract", "RENDERS", "--teacher", "dinov2-s", "--weights", "EVIL.pth"),
    "pack": ("pack", "EVIL.ckpt", "--out", "packed.safetensors"),
    "inspect": ("inspect", "EVIL.pt"),
    "init": ("train-align", "PATCHES", "--init", "EVIL.ckpt", "--device", "cpu"),
    "rotation": ("benchmark", "SET", "--checkpoint", "MODEL", "--rotation", "EVIL.pt", "--out", "o"),
}  # fmt: skip


@pytest.fixture(scope="module")
def inputs(tmp_path_factory, model):
    """Good files that the commands want beside the hostile one."""
    root = tmp_path_factory.mktemp("inputs")
    for name in ("set", "patches"):
        (root / name).mkdir()
    rng = np.random.default_rng(0)
    np.save(root / "cloud.npy", rng.normal(size=(80, 3)))
    labels = rng.integers(2, size=80)
    np.savez(
        root / "set" / "a.npz", points=rng.normal(size=(80, 3)), labels=labels, label_names=["leg", "seat"]
    )
    tiny.write_folder(root / "patches", 2, dim=384, teacher="lite0")
    words = ["render", root / "cloud.npy", "--out", root / "renders", "--image-size", 64, "--num-points", 80]
    assert CliRunner().invoke(pa3d.cli.app, list(map(str, words))).exit_code == 0
    places = {"CLOUD": "cloud.npy", "SET": "set", "PATCHES": "patches", "RENDERS": "renders"}
    return {**{word: str(root / name) for word, name in places.items()}, "MODEL": str(model)}


PAIRS = [(route, torch_zip) for route in WEIGHTS_ROUTES] + [("inspect", layout) for layout in LAYOUTS[1:]]


@pytest.mark.parametrize(("route", "layout"), PAIRS)
def test_no_pickle_of_a_weights_file_is_run(call, inputs, tmp_path, route, layout):
    marker = tmp_path / "marker"
    words = []
    for word in WEIGHTS_ROUTES[route]:
        if word.startswith("EVIL"):
            evil = tmp_path / word.lower()
            layout(evil, {"format": "pa3d-checkpoint", "version": 1, "model": Bite(marker), "proj": {}})
            word = evil
        words.append(inputs.get(word, word))
    code, out, err = call(*words)
    assert not marker.exists()
    assert code in (1, 2) and "Traceback" not in out + err
    assert len(err.splitlines()) == 1 and "evil" in err, err


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("barrier", ["check_torch_file", "weights_only"])
def test_either_of_two_barriers_keeps_a_pickle_from_running(tmp_path, monkeypatch, layout, barrier):
    """Our list of names and torch's own: each is tried without the other."""
    marker, evil = tmp_path / "marker", tmp_path / "evil.pt"
    layout(evil, {"model": Bite(marker)})
    if barrier == "weights_only":
        monkeypatch.setattr(checkpoint, "check_torch_file", lambda path: None)
        monkeypatch.setattr(towers, "check_torch_file", lambda path: None)
    else:
        plain = torch.load
        trusting = {"weights_only": False, "mmap": None}
        monkeypatch.setattr(torch, "load", lambda *args, **options: plain(*args, **(options | trusting)))
    with contextlib.suppress(CheckpointError):
        checkpoint.read_torch(evil)
    with contextlib.suppress(errors.TextError):
        towers._read_text_tensors(evil)
    assert not marker.exists()


@pytest.mark.parametrize("layout", LAYOUTS)
def test_no_pickle_of_a_text_tower_is_run(tmp_path, layout):
    marker, evil = tmp_path / "marker", tmp_path / "evil.bin"
    layout(evil, {"state_dict": Bite(marker)})
    with pytest.raises(errors.TextError, match=r"evil\.bin: not a readable weights file"):
        towers._read_text_tensors(evil)
    assert not marker.exists()


@pytest.mark.parametrize("layout", [torch_zip, torch_old, plain_pickle])
def test_the_hostile_weights_do_bite(tmp_path, layout):
    marker, evil = tmp_path / "marker", tmp_path / "evil.pt"
    layout(evil, {"model": Bite(marker)})
    with contextlib.suppress(
        RuntimeError
    ):  # a plain pickle is run before torch sees that it is none of its own
        torch.load(evil, weights_only=False)
    assert marker.exists()


@pytest.mark.parametrize("suffix", [".npy", ".npz"])
@pytest.mark.parametrize("route", ["segment", "render", "labels", "set", "view", "rotation", "inspect"])
def test_no_pickle_of_an_array_is_run(call, inputs, tmp_path, route, suffix):
    marker, folder = tmp_path / "marker", tmp_path / "evil"
    folder.mkdir()
    evil = folder / f"cloud{suffix}"
    bite = boxed(Bite(marker))
    if suffix == ".npy":
        np.save(evil, bite, allow_pickle=True)
    else:
        names = ("points", "labels", "label_names", "vertices", "vertex_label", "part_names", "face_label")
        np.savez(evil, **dict.fromkeys(names, bite))
    words = {
        "segment": ("segment", evil, "--parts", "leg", "--checkpoint", inputs["MODEL"]),
        "render": ("render", evil, "--out", "o"),
        "labels": ("patchify", "r", "--labels", folder, "--pointfeat", "p"),
        "set": ("import", "set", folder, "--name", "labelled", "--out", "o"),
        "view": ("view", evil, "--no-open"),
        "rotation": (
            "benchmark",
            inputs["SET"],
            "--checkpoint",
            inputs["MODEL"],
            "--rotation",
            evil,
            "--out",
            "o",
        ),
        "inspect": ("inspect", evil),
    }[route]
    code, out, err = call(*words)
    assert not marker.exists()
    assert code in (1, 2) and "Traceback" not in out + err
    with np.load(evil, allow_pickle=True) if suffix == ".npz" else io.BytesIO() as data:
        np.load(evil, allow_pickle=True) if suffix == ".npy" else data["points"]
    assert marker.exists()  # the file does bite


def test_no_pickle_of_published_labels_is_run(tmp_path):
    marker, folder = tmp_path / "marker", tmp_path / "Chair" / "1"
    folder.mkdir(parents=True)
    np.save(folder / "label.npy", boxed({"semantic_seg": Bite(marker)}), allow_pickle=True)
    from pa3d.datasets import partnete

    with pytest.raises(ShapeError, match="label.npy"):
        partnete.read(folder, "Chair", ["leg"])
    assert not marker.exists()


@pytest.mark.parametrize("layout", [torch_zip, torch_old, torch_script_zip])
@pytest.mark.parametrize("name", ["points.pt", "mask2points.pt", "patch_features.pt", "pix2face.pt"])
def test_no_pickle_of_published_training_data_is_run(call, tmp_path, name, layout):
    marker, labeled = tmp_path / "marker", tmp_path / "labeled"
    fake_find3d.write_shape(labeled, f"table_{fake_find3d.UID}0")
    evil = next(labeled.rglob(name))
    layout(evil, {"centers_xyz": Bite(marker), "patch_feats": Bite(marker)})
    code, out, err = call("import", "find3d", labeled, "--out", "o", "--draws", 1, "--draw-size", 64,
                          "--num-patches", 8, "--patch-size", 4)  # fmt: skip
    assert not marker.exists() and code == 1 and name in out and "Traceback" not in err


@pytest.mark.parametrize("suffix", [".pkl", ".joblib", ".pickle", ".npz.pkl"])
def test_other_pickles_are_no_known_kind(call, tmp_path, suffix):
    marker = tmp_path / "marker"
    plain_pickle(tmp_path / f"evil{suffix}", Bite(marker))
    for words in (("segment", "--parts", "leg"), ("inspect",), ("view", "--no-open")):
        code, _, err = call(words[0], tmp_path / f"evil{suffix}", *words[1:])
        assert code == 2 and not marker.exists() and len(err.splitlines()) == 1


HIDING = ("socket", "pickle", "signal", "numpy", "torch", "selectors", "tempfile", "runpy", "multiprocessing")
SPAWN = """
from operator import itemgetter
from pa3d.workers import run_in_processes
if __name__ == "__main__":
    assert sorted(result for _, result in run_in_processes(itemgetter, (0,), [(1,), (2,)], 2)) == [1, 2]
"""


@pytest.fixture
def trap(tmp_path):
    """A folder with modules called as those of the standard library; the file that they make."""
    folder, marker = tmp_path / "trap", tmp_path / "marker"
    folder.mkdir()
    for name in HIDING:
        (folder / f"{name}.py").write_text(f"open({str(marker)!r}, 'w').write(__name__)\n")
    return folder, marker


def test_commands_tell_their_processes_not_to_look_in_the_working_folder(call, cloud, monkeypatch):
    monkeypatch.delenv("PYTHONSAFEPATH", raising=False)
    monkeypatch.setattr(os, "environ", os.environ.copy())
    call("inspect", cloud)
    assert os.environ["PYTHONSAFEPATH"] == "1"


@pytest.mark.skipif(sys.version_info < (3, 11), reason="Python knows PYTHONSAFEPATH since 3.11")
@pytest.mark.parametrize("safe", ["1", ""])
def test_processes_that_are_told_do_not_look_there(trap, tmp_path, safe):
    folder, marker = trap
    (tmp_path / "program.py").write_text(SPAWN)
    words = (
        [sys.executable, "-B", "-P", tmp_path / "program.py"]
        if safe
        else [sys.executable, "-c", "import socket"]
    )
    # measuring coverage imports socket before the program could
    own = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}
    subprocess.run(words, cwd=folder, env={**own, "PYTHONSAFEPATH": safe}, timeout=100, check=bool(safe))
    assert marker.exists() == (not safe)  # without the word the trap closes


@pytest.mark.slow
@pytest.mark.skipif(sys.version_info < (3, 11), reason="Python knows PYTHONSAFEPATH since 3.11")
def test_no_module_of_the_working_folder_is_imported(model, trap):
    folder, marker = trap
    for name in "ab":
        np.save(folder / f"{name}.npy", np.random.default_rng(0).normal(size=(80, 3)))
    program = Path(sys.executable).with_name("pa3d")
    words = ["segment", "a.npy", "b.npy", "--parts", "leg,seat", "--workers", "2", "--checkpoint", model]
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONSAFEPATH"}
    done = subprocess.run(
        [program, *words], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert not marker.exists(), marker.read_text()


# -- no memory on a file's word ----------------------------------------------------------------------


@pytest.fixture
def frugal():
    """The test may take 300 MB and ten seconds."""
    before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    yield
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 300 << 10, f"{grown >> 10} MB"
    assert time.process_time() - start < 10


def repacked(path, change):
    """A torch archive with other members: `change` maps (name, content) to what is written."""
    with zipfile.ZipFile(path) as archive:
        members = [(entry.filename, archive.read(entry)) for entry in archive.infolist()]
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members:
            archive.writestr(*change(name, content))


def packed_member(path):
    torch.save({"w": torch.zeros(1 << 24)}, path)
    with zipfile.ZipFile(path) as archive:
        members = [(entry.filename, archive.read(entry)) for entry in archive.infolist()]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)


def overlapping(path):
    """Thousand members that share one place of the file."""
    torch.save({"w": torch.zeros(1 << 18)}, path)
    raw = path.read_bytes()
    end = raw.rindex(b"PK\5\6")
    count, size, start = struct.unpack("<HII", raw[end + 10 : end + 20])
    directory = raw[start : start + size] if start != 0xFFFFFFFF else raw[raw.index(b"PK\1\2") : end]
    first = directory[: 46 + sum(struct.unpack("<HHH", directory[28:34]))]
    many = directory + first * 1000
    begin = raw.index(b"PK\1\2")
    tail = struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, count + 1000, count + 1000, len(many), begin, 0)
    path.write_bytes(raw[:begin] + many + tail)


def wide_view(path):
    torch.save({"model": torch.zeros(1).expand(1 << 20, 1 << 20)}, path)


def by_a_number(name, argument):
    """A pickle that calls what torch allows with a number, and so takes as much memory."""

    def write(path):
        torch.save({"w": torch.zeros(1)}, path)
        call = f"c{name}\n(".encode() + b"\x8a\x05" + argument.to_bytes(5, "little") + b"tR."
        repacked(path, lambda n, content: (n, b"\x80\x02" + call if n.endswith("data.pkl") else content))

    return write


def deep(path):
    content = []
    for _ in range(400):
        content = [content]
    torch.save(content, path)


def circle(path):
    content = {}
    content["model"] = content
    torch.save(content, path)


BOMBS = {
    "packed": packed_member,
    "overlapping": overlapping,
    "wide": wide_view,
    "bytes": by_a_number("__builtin__\nbytearray", 1 << 33),
    "tensor": by_a_number("torch\nTensor", 1 << 31),
    "storage": by_a_number("torch.storage\nUntypedStorage", 1 << 39),
    "sparse": lambda path: torch.save({"w": torch.sparse_coo_tensor([[0]], [1.0], (1 << 40,))}, path),
    "meta": lambda path: torch.save({"w": torch.zeros(1 << 40, device="meta")}, path),
    "deep": deep,
    "circle": circle,
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_weights_file_takes_no_more_memory_than_it_has_bytes(tmp_path, name, frugal):
    BOMBS[name](tmp_path / "bomb.pt")
    with pytest.raises(CheckpointError, match="bomb.pt") as caught:
        checkpoint.load_model(tmp_path / "bomb.pt")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("name", ["packed", "overlapping", "wide", "bytes", "tensor", "sparse", "meta", "deep"])
def test_bombs_are_refused_where_any_torch_file_is_read(tmp_path, name, frugal):
    BOMBS[name](tmp_path / "bomb.pt")
    with pytest.raises(CheckpointError, match="cannot|safely|not a"):
        checkpoint.read_torch(tmp_path / "bomb.pt")


def test_what_torch_writes_is_read(tmp_path):
    import argparse
    import collections

    content = {
        "args": argparse.Namespace(lr=1e-3),
        "state": collections.OrderedDict(w=torch.nn.Parameter(torch.ones(3)), h=torch.ones(2).half()),
        "more": [torch.Size([1, 2]), torch.float32, b"bytes", torch.arange(3), torch.tensor([True])],
        "half": torch.zeros(2, dtype=torch.bfloat16),
        "spread": torch.zeros(1).expand(1000, 1000),
    }
    for zipped in (True, False):
        torch.save(content, tmp_path / "good.pt", _use_new_zipfile_serialization=zipped)
        found = checkpoint.read_torch(tmp_path / "good.pt")
        assert found["more"][:3] == content["more"][:3] and torch.equal(found["more"][3], torch.arange(3))
        assert found["args"] == content["args"] and found["spread"].shape == (1000, 1000)


def lying_header(path, header, size=64):
    text = json.dumps(header).encode() if isinstance(header, dict) else header
    path.write_bytes(struct.pack("<Q", len(text)) + text + bytes(size))


F32 = {"dtype": "F32", "shape": [4], "data_offsets": [0, 16]}
LIES = {
    "length of the header": lambda p: p.write_bytes(struct.pack("<Q", 1 << 62) + b"{}"),
    "length beyond the file": lambda p: p.write_bytes(struct.pack("<Q", 1 << 20) + b"{}"),
    "offsets beyond the file": lambda p: lying_header(p, {"w": {**F32, "data_offsets": [0, 1 << 40]}}),
    "offsets backwards": lambda p: lying_header(p, {"w": {**F32, "data_offsets": [16, 0]}}),
    "shape beyond the bytes": lambda p: lying_header(p, {"w": {**F32, "shape": [1 << 40]}}, 16),
    "shape that overflows": lambda p: lying_header(p, {"w": {**F32, "shape": [1 << 62, 1 << 62]}}, 16),
    "overlap": lambda p: lying_header(p, {"a": F32, "b": F32}, 16),
    "hole": lambda p: lying_header(p, {"a": F32}, 1 << 20),
    "deep header": lambda p: lying_header(p, b"[" * 100_000),
    "no json": lambda p: lying_header(p, b"\xff\xfe" * 50),
}


@pytest.mark.parametrize("lie", LIES)
def test_headers_of_safetensors_may_lie(tmp_path, lie, frugal):
    LIES[lie](tmp_path / "lie.safetensors")
    with pytest.raises(CheckpointError, match="lie.safetensors") as caught:
        checkpoint.load_model(tmp_path / "lie.safetensors")
    assert "\n" not in str(caught.value)


def with_record(path, model, change):
    """The tiny model with another record in its metadata."""
    with checkpoint_metadata(model) as metadata:
        record = json.loads(metadata["pa3d"])
    record = change(record)
    text = record if isinstance(record, str) else json.dumps(record)
    save_file(load_file(model), path, {"pa3d": text})


class checkpoint_metadata:  # noqa: N801 - reads as a function
    def __init__(self, path):
        self.path = path

    def __enter__(self):
        return checkpoint.read_safetensors(self.path)[1]

    def __exit__(self, *_):
        pass


def sized(**sizes):
    return lambda record: {**record, "model_config": {**record["model_config"], **sizes}}


RECORDS = {
    "width": sized(width=1 << 20, num_heads=1),
    "depth": sized(depth=1 << 40),
    "patch_width": sized(patch_width=1 << 30),
    "decoder_width": sized(decoder_width=1 << 24),
    "mlp_ratio": sized(mlp_ratio=1 << 24),
    "num_heads": sized(num_heads=0),
    "num_patches": sized(num_patches=1 << 40),
    "patch_size": sized(patch_size=1 << 19),
    "negative": sized(num_patches=-1),
    "infinite": sized(width=1e999),
    "text": sized(width="4" * 1000),
    "unknown": sized(stranger=1),
    "dim": lambda record: {**record, "dim": 1 << 40},
    "kind": lambda record: {**record, "kind": "../../kind"},
    "list": lambda record: [record],
    "deep": lambda record: "[" * 100_000,
    "none": lambda record: "",
}


@pytest.mark.parametrize("name", RECORDS)
def test_sizes_that_a_model_declares_are_those_of_its_tensors(model, tmp_path, name, frugal):
    with_record(tmp_path / "m.safetensors", model, RECORDS[name])
    with pytest.raises(CheckpointError, match=r"m\.safetensors") as caught:
        checkpoint.load_model(tmp_path / "m.safetensors")
    assert "\n" not in str(caught.value) and len(str(caught.value)) < 400


def test_a_good_record_is_read(model, tmp_path):
    with_record(tmp_path / "m.safetensors", model, lambda record: record)
    assert checkpoint.load_model(tmp_path / "m.safetensors").kind == "align"


def npz_bomb(path, names, size=6 << 30):
    """Arrays of zeros: a few megabytes that unpack to gigabytes. Made from one deflated piece, many times."""
    import zlib

    piece = 1 << 24
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    zeros = packer.compress(bytes(piece)) + packer.flush(zlib.Z_FULL_FLUSH)
    head = io.BytesIO()
    np.lib.format.write_array_header_1_0(
        head, {"descr": "|u1", "fortran_order": False, "shape": (size // piece * piece,)}
    )
    start = zlib.compressobj(9, zlib.DEFLATED, -15)
    data = start.compress(head.getvalue()) + start.flush(zlib.Z_FULL_FLUSH) + zeros * (size // piece) + b"\3\0"
    total = len(head.getvalue()) + size // piece * piece
    with path.open("wb") as stream:
        directory = b""
        for name in names:
            where, label = stream.tell(), f"{name}.npy".encode()
            extra = struct.pack("<HHQQ", 1, 16, total, len(data))
            fixed = struct.pack(
                "<HHHHHIIIHH", 45, 0, 8, 0, 33, 0, 0xFFFFFFFF, 0xFFFFFFFF, len(label), len(extra)
            )
            stream.write(b"PK\3\4" + fixed + label + extra + data)
            fixed = struct.pack("<HHHHHHIII", 45, 45, 0, 8, 0, 33, 0, 0xFFFFFFFF, 0xFFFFFFFF)
            fixed += struct.pack("<HHHHHII", len(label), len(extra), 0, 0, 0, 0, where)
            directory += b"PK\1\2" + fixed + label + extra
        begin = stream.tell()
        stream.write(directory)
        stream.write(
            struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, len(names), len(names), len(directory), begin, 0)
        )


def test_a_labelled_archive_is_bounded_before_it_is_unpacked(tmp_path, frugal):
    from pa3d.datasets import npz

    npz_bomb(tmp_path / "bomb.npz", ("points", "labels", "label_names"))
    assert (tmp_path / "bomb.npz").stat().st_size < 100 << 20
    with zipfile.ZipFile(tmp_path / "bomb.npz") as archive, archive.open("points.npy") as stream:
        assert np.lib.format.read_magic(stream) == (1, 0)  # it does unpack
    with pytest.raises(ShapeError, match=r"bomb\.npz.*MB of arrays"):
        npz.read(tmp_path / "bomb.npz")


@pytest.mark.parametrize("reader", ["labels", "rotations"])
def test_a_header_of_an_array_may_lie(tmp_path, reader, frugal):
    from pa3d.datasets import objaverse_general

    path = tmp_path / "lie.npy"
    with path.open("wb") as stream:
        head = {"descr": "<f8", "fortran_order": False, "shape": (1 << 31, 3)}
        np.lib.format.write_array_header_1_0(stream, head)
        stream.write(bytes(48))
    with pytest.raises(Pa3dError, match=r"lie\.npy.*header asks for"):
        objaverse_general._whole(path) if reader == "labels" else rotations.read_rotations(path, ["a", "b"])


@pytest.mark.parametrize("content", [b"[" * 200_000, b'{"a":' * 100_000, b"\xff\xfe[\0]\0", b"", b"\0" * 100])
def test_lists_in_json_may_be_anything(tmp_path, content):
    from pa3d.datasets import faust, objaverse_general, partnete, shapenetpart

    lists = tmp_path / "train_test_split"
    lists.mkdir()
    for path in (
        *(tmp_path / name for name in ("coarse_gt.json", "PartNetE_meta.json", "label_map.json", "r.json")),
        lists / "shuffled_test_file_list.json",
    ):
        path.write_bytes(content)
    for read in (
        lambda: faust.open_set(tmp_path),
        lambda: partnete.open_set(tmp_path),
        lambda: objaverse_general._names(tmp_path / "label_map.json"),
        lambda: shapenetpart._listed(tmp_path, "test"),
        lambda: rotations.read_rotations(tmp_path / "r.json", ["a"]),
    ):
        with pytest.raises(Pa3dError, match=r"\.json") as caught:
            read()
        assert "\n" not in str(caught.value)


@pytest.mark.parametrize(("size", "is_painted"), [(64, True), (8300, False)])
def test_pictures_beyond_a_limit_are_not_unpacked(tmp_path, size, is_painted):
    """Of a black sheet 20 kB are 200 MB unpacked; the geometry is read all the same."""
    rows = "v 0 0 0\nv 1 0 0\nv 0 1 0\nvt 0 0\nvt 1 0\nvt 0 1\nusemtl m\nf 1/1 2/2 3/3\n"
    (tmp_path / "a.obj").write_text(f"mtllib a.mtl\n{rows}")
    (tmp_path / "a.mtl").write_text("newmtl m\nmap_Kd a.png\n")
    Image.new("1", (size, size)).save(tmp_path / "a.png")
    shape = load_shape(tmp_path / "a.obj")
    assert len(shape.vertices) == 3 and (shape.colors is not None) == is_painted


def test_lists_are_not_read_without_end(tmp_path, frugal):
    path = tmp_path / "list.txt"
    with path.open("wb") as stream:
        stream.truncate(untrusted.LARGEST_TEXT + 1)  # takes no room on disk
    with pytest.raises(ValueError, match="too large"):
        untrusted.read_text(path, largest=1 << 20)


# -- nothing is written outside ----------------------------------------------------------------------

NASTY = [
    *("../../escape", "/tmp/pa3d-escape", "..", ".", "a/../../b", "..\\..\\b", "C:\\b", "con", "COM¹"),
    *("a\0b", "a\nb", "a\x1b[31mb", "-rf", "~root", "$(touch x)", "`x`", "\u202egnp.exe", "．．／x"),
    *("‥/x", "nul.ply"),
    *("é" * 400, "\ud800", "%2e%2e%2f", "", " ", "\u200b", "name.", "|", "*?", "file:///etc/x", "a" * 5000),
]  # fmt: skip


def outside(root, allowed):
    """Files under a folder that are not in one of those allowed."""
    return [p for p in root.rglob("*") if not p.is_dir() and not any(p.is_relative_to(a) for a in allowed)]


def segmentation(names, count=64):
    rng = np.random.default_rng(0)
    labels = (np.arange(count) % len(names)).astype(np.int32)
    logits = rng.normal(size=(count, len(names))).astype(np.float32)
    return Segmentation(
        shape=Shape(rng.normal(size=(count, 3)), None),
        part_names=list(names),
        vertex_label=labels,
        vertex_score=np.ones(count, np.float32),
        vertex_logits=logits,
        face_label=None,
        face_logits=None,
        score_kind="sigmoid",
    )


@pytest.mark.parametrize("suffix", [".ply", ".glb", ".obj"])
def test_names_of_parts_become_names_of_files_in_one_folder(tmp_path, suffix):
    out = tmp_path / "in" / "here"
    paths = export.write_split(out, segmentation(NASTY), suffix)
    assert len(set(paths)) == len(NASTY) == len({p.name.casefold() for p in paths})
    assert {p.parent for p in paths} == {out} and all(p.is_file() for p in paths)
    assert not outside(tmp_path, [out])
    for path in out.iterdir():
        assert untrusted.is_file_name(path.name) and len(path.name.encode()) < 120
        assert not split.RESERVED.fullmatch(path.name)


def test_files_of_any_name_are_labelled_inside_of_the_output_folder(call, model, tmp_path):
    folder, out = tmp_path / "shapes", tmp_path / "here" / "out"
    folder.mkdir()
    made = []
    for number, name in enumerate(NASTY):
        name = name.replace("/", "⁄").replace("\0", "").encode("utf-8", "replace").decode()[:100]
        try:
            np.save(folder / f"{name}{number}.npy", np.random.default_rng(0).normal(size=(40, 3)))
            made.append(name)
        except OSError:  # a name that the file system refuses
            continue
    (folder / os.fsdecode(b"\xff\xfe.npy")).write_bytes((folder / f"con{NASTY.index('con')}.npy").read_bytes())
    code, said, err = call("segment", folder, "--parts", "leg,../../seat", "--checkpoint", model, "--draws", 1,
                           "--format", "json", "--split", "--out-dir", "out")  # fmt: skip
    assert code == 0, err
    assert len(list(out.glob("*.json"))) == len(made) + 1 > 25
    assert not outside(tmp_path, [out, folder])
    assert said.isascii() or not console._OBEYED.search(said)


HOSTILE_IDS = [name for name in NASTY if not untrusted.is_file_name(name)]


@pytest.mark.parametrize("name", HOSTILE_IDS)
def test_ids_of_a_set_cannot_be_paths(name):
    with pytest.raises(Pa3dError, match="cannot be the name of a file"):
        Item(name, "chair", (), lambda: None)


def test_which_names_are_no_file_names():
    assert {"../../escape", "/tmp/pa3d-escape", "..", ".", "", "a\0b", "a\nb", "..\\..\\b", "\ud800"} <= set(
        HOSTILE_IDS
    )
    assert untrusted.is_file_name("Chair__a.b-c_é") and not untrusted.is_file_name("é" * 101)


@pytest.mark.parametrize("line", ["../../../secret", "/etc/passwd", "a/b", "a\\b", "chair\x1b[2J_1"])
def test_lists_of_the_training_data_name_folders_only(tmp_path, line):
    (tmp_path / "split").mkdir()
    (tmp_path / "split" / "train.txt").write_text(f"chair_0\n{line}\n")
    with pytest.raises(Pa3dError, match=r"train\.txt") as caught:
        find3d.read_split(tmp_path, "train")
    assert "\n" not in str(caught.value)


def test_lists_of_a_set_name_files_in_it_only(tmp_path):
    from pa3d.datasets import faust, scanobjectnn, shapenetpart

    problems: list[str] = []
    (tmp_path / "list").write_text("../../x.bin 1\n/etc/passwd 1\na\0b 1\n")
    for _, stem in scanobjectnn._listed(tmp_path / "list", "train", problems):
        assert untrusted.is_file_name(stem) or not (tmp_path / stem).is_file()
    (tmp_path / "meshes.txt").write_text("../../x.obj\ntr_0.obj\n/etc/x\n..\n")
    assert faust._meshes(tmp_path, [], problems) == ["tr_0"]
    (tmp_path / "train_test_split").mkdir()
    (tmp_path / "train_test_split" / "shuffled_test_file_list.json").write_text(
        '["shape_data/03001627/../../x"]'
    )
    with pytest.raises(Pa3dError, match="not of the form"):
        shapenetpart._listed(tmp_path, "test")


# -- links -------------------------------------------------------------------------------------------


@pytest.fixture
def precious(tmp_path):
    """A file of the user's that no command may change."""
    path = tmp_path / "precious" / "file"
    path.parent.mkdir()
    path.write_text("precious")
    return path


@pytest.mark.parametrize("suffix", [".ply", ".glb", ".obj", ".npz", ".h5", ".json", ".png", ".html"])
def test_a_link_in_the_place_of_an_output_is_replaced(call, cloud, model, tmp_path, precious, suffix):
    out = tmp_path / "here" / f"x{suffix}"
    out.symlink_to(precious)
    (tmp_path / "here" / "x.mtl").symlink_to(precious)
    code, _, err = call(
        "segment", cloud, "--parts", "leg,seat", "--checkpoint", model, "--draws", 1, "--out", out
    )
    assert code == 0, err
    assert precious.read_text() == "precious" and not out.is_symlink() and out.stat().st_size > 8


def test_links_in_the_place_of_folders_and_records_are_refused(call, cloud, model, tmp_path, precious):
    out = tmp_path / "here" / "out"
    out.mkdir()
    (out / "cloud.parts").symlink_to(precious.parent)
    words = ("segment", cloud, "--parts", "leg,seat", "--checkpoint", model, "--draws", 1, "--out-dir", out)
    code, _, err = call(*words, "--split")
    assert code == 2 and "is a link" in err and len(err.splitlines()) == 1
    (out / "segment.jsonl").unlink(missing_ok=True)
    (out / "segment.jsonl").symlink_to(precious)
    np.save(tmp_path / "cloud2.npy", np.load(cloud))
    code, _, err = call(*words, tmp_path / "cloud2.npy", "--format", "json")
    assert code == 2 and "is a link" in err
    assert precious.read_text() == "precious" and list(precious.parent.iterdir()) == [precious]


def test_links_that_lead_out_of_a_set_are_left_out(tmp_path, precious):
    home = tmp_path / "set"
    home.mkdir()
    arrays = {"points": np.random.default_rng(0).normal(size=(40, 3)), "labels": np.zeros(40, int)}
    np.savez(home / "good.npz", **arrays, label_names=["a"])
    np.savez(precious.parent / "secret.npz", **arrays, label_names=["a"])
    (home / "inner.npz").symlink_to(home / "good.npz")
    (home / "outer.npz").symlink_to(precious.parent / "secret.npz")
    found = datasets.find_set(home, "labelled")
    assert [item.shape_id for item in found.items] == ["good", "inner"]
    assert "1 shapes are links that lead out" in found.problems[-1] and "outer" in found.problems[-1]
    (tmp_path / "link").symlink_to(home)  # the folder itself may be one
    assert len(datasets.find_set(tmp_path / "link", "labelled").items) == 2


def test_links_that_lead_out_of_the_training_data_are_refused(tmp_path):
    labeled, item = tmp_path / "labeled", f"table_{fake_find3d.UID}0"
    fake_find3d.write_shape(labeled, item)
    points = next(labeled.rglob("points.pt"))
    points.rename(tmp_path / "elsewhere.pt")
    points.symlink_to(tmp_path / "elsewhere.pt")
    with pytest.raises(Pa3dError, match="lead out of the folder"):
        find3d.jobs(labeled, [item])


# -- terminals ---------------------------------------------------------------------------------------

ESCAPES = ["\x1b[2J", "\x1b]0;title\x07", "\x9b31m", "\r", "\b\b", "\x7f", "\u202e", "\u2066", "\ufeff", "\x00"]


@pytest.mark.parametrize("say", ["say", "note", "error", "summary", "emit"])
def test_no_message_drives_the_terminal(capsys, monkeypatch, say):
    monkeypatch.setattr(console, "_voice", console._Voice(json=say == "emit"))
    text = "".join(f"a{sign}" for sign in ESCAPES) + os.fsdecode(b"\xff")
    getattr(console, say)({"text": text} if say == "emit" else text)
    out, err = capsys.readouterr()
    assert len(out + err) > 20 and not console._OBEYED.search(out + err) and "\udcff" not in out
    if say == "emit":
        assert json.loads(out)["text"] == text
    else:
        assert "\\u202e" in out + err and ("\\x1b[2J" in out + err)


def test_names_in_files_do_not_drive_the_terminal(call, model, tmp_path):
    seg = segmentation(["a\x1b[2Jb", "c\u202ed"])
    export.write_npz(tmp_path / "x.npz", seg)
    artifact.write(
        tmp_path / "patch.h5", schemas.PREDICTION,
        {"points": np.zeros((4, 3), "f4"), "label": np.zeros(4, "i4"), "score": np.zeros(4, "f4"),
         "scores": np.zeros((4, 1), "f2"), "logits": np.zeros((4, 1), "f4"), "part_names": ["a\x1b[2J"]},
        shape_id="patch", config={"x": "\x1b[2J"}, inputs={}, attrs={"note": "\x1b]0;x\x07\x9b2J"},
    )  # fmt: skip
    (tmp_path / "x.npz").rename(tmp_path / "x\x1b[2J.npz")
    for words in (
        ("inspect", tmp_path / "patch.h5"),
        ("inspect", tmp_path / "x\x1b[2J.npz"),
        ("inspect", tmp_path / "no\x1b[2J.npz"),
        ("view", tmp_path / "x\x1b[2J.npz", "--no-open"),
        (
            "segment",
            tmp_path / "x\x1b[2J.npz",
            "--parts",
            "leg\x1b[2J,seat",
            "--checkpoint",
            model,
            "--draws",
            1,
        ),
        ("segment", tmp_path / "x\x1b[2J.npz", "--parts", "leg", "--checkpoint", tmp_path / "\x1b[2J.pt"),
    ):
        _, out, err = call(*words)
        assert out + err and not console._OBEYED.search(out + err), words


def test_tables_show_names_and_do_not_read_them(capsys):
    from rich.console import Console
    from rich.table import Table

    from pa3d.cli.benchmark import _cells

    table = Table()
    table.add_column(width=60)
    table.add_row(*_cells("[red]x[/red] [link=https://example.org]y[/link] \x1b[2J"))
    Console(width=80, force_terminal=False).print(table)
    out = capsys.readouterr().out
    assert "[red]x[/red]" in out and "[link=" in out and "\x1b" not in out and "\\x1b[2J" in out


# -- configuration -----------------------------------------------------------------------------------

COMMANDS = {
    "segment": [Option(key, key.replace("-", "_"), key == "out") for key in ("out", "out-dir", "parts")]
}


@pytest.fixture
def toml(tmp_path, monkeypatch):
    """Write ./pa3d.toml and read it as the commands do."""
    (tmp_path / "folder").mkdir()
    monkeypatch.chdir(tmp_path / "folder")

    def read(content, **environment):
        data = content if isinstance(content, bytes) else content.encode()
        Path("pa3d.toml").write_bytes(data)
        return read_defaults(COMMANDS, tmp_path / "user", environment)

    return read


@pytest.mark.parametrize("place", ["/tmp/x", "../x", "a/../../x", "link/x", "~/../../../../x/../../../.."])
@pytest.mark.parametrize("key", ["out", "out-dir"])
def test_a_configuration_found_in_a_folder_writes_only_there(toml, tmp_path, place, key):
    (tmp_path / "folder" / "link").symlink_to(tmp_path)
    with pytest.raises(Pa3dError, match=r"pa3d\.toml.*outside of this folder"):
        toml(f"{key} = '{place}'")
    parameter = key.replace("-", "_")
    wanted = [place] if key == "out" else place
    assert toml(f"{key} = '{place}'", PA3D_CONFIG="pa3d.toml")["segment"][parameter] == wanted
    assert toml(f"{key} = 'sub/x'")["segment"][parameter] == (["sub/x"] if key == "out" else "sub/x")


def test_a_configuration_of_another_user_is_refused(toml, tmp_path, monkeypatch):
    assert toml("parts = 'a'")["segment"]["parts"] == "a"
    if os.getuid() == 0:
        os.chown("pa3d.toml", 54321, -1)
    else:
        monkeypatch.setattr(os, "getuid", lambda: 54321)
    with pytest.raises(Pa3dError, match="another user"):
        read_defaults(COMMANDS, tmp_path / "user", {})
    assert read_defaults(COMMANDS, tmp_path / "user", {"PA3D_CONFIG": "pa3d.toml"})["segment"]["parts"] == "a"


def test_every_option_that_names_an_output_is_known_to_the_configuration():
    """A new command with another name for its output must not escape the rule of ./pa3d.toml."""
    from pa3d.cli import imports
    from pa3d.config import OUTPUTS

    writing = set()
    for command in (*pa3d.cli.COMMANDS.values(), imports.find3d, imports.set_):
        for name, hint in typing.get_type_hints(command, include_extras=True).items():
            inner = (hint, *typing.get_args(hint))  # Python 3.10 wraps what may be None once more
            extras = [extra for part in inner for extra in getattr(part, "__metadata__", ())]
            text = " ".join(str(getattr(extra, "help", "")) for extra in extras)
            if "Path" in str(hint) and re.search(r"\b(write|folder for|draw|bank to|also)\b", text.lower()):
                writing.add(name)
    assert len(writing) > 2 and writing <= OUTPUTS, writing - OUTPUTS


@pytest.mark.parametrize(
    "content",
    [
        "a = " + "[" * 16_000,
        "a" + ".a" * 8_000 + " = 1",
        "x = 1\n" * 20_000,
        b"\xff\xfep\0",
        b"\0" * 1000,
        "k" * 16_000 + " = 1",
        'parts = "\\u001b[2J"',
        "\x1b[2J = 1",
        '"\\u001b[2J" = 1',
        "[\"a\\u202e\"]\nx = 1",
    ],
)  # fmt: skip
def test_a_configuration_may_be_anything(toml, content):
    start = time.process_time()
    with pytest.raises(Pa3dError, match=r"pa3d\.toml") as caught:
        toml(content)
    assert time.process_time() - start < 5 and len(str(caught.value)) < 400 and str(caught.value).isprintable()


# -- what is read back -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "line",
    [
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b"\xff\xfe",
        b"null",
        b"1e999",
        b'{"id": [], "outputs": 1, "error": null}',
    ],
)
def test_a_record_may_hold_anything(tmp_path, line):
    path, out = tmp_path / "segment.jsonl", tmp_path / "x.ply"
    out.touch()
    path.write_bytes(line + b"\n")
    record = Record(path)
    record.add({"id": "x", "outputs": [str(out)], "fingerprint": "a", "error": None})
    assert Record(path).entry("x", "a", [out])


def test_a_record_with_numbers_that_are_no_json_counts_for_nothing(tmp_path):
    path, out = tmp_path / "segment.jsonl", tmp_path / "x.ply"
    out.touch()
    path.write_text('{"id": "x", "outputs": ["x.ply"], "fingerprint": "a", "error": null, "seconds": NaN}\n')
    assert Record(path).entry("x", "a", [out]) is None


# -- time --------------------------------------------------------------------------------------------

LONG = 1 << 16


@pytest.mark.parametrize(
    "unit",
    ["#\n", "#\n\n", " ", "\n", "\t \n", "a", "_", "/", "1e", "(", "|", "ply", "\x1b[", "nan,", "-", "é"],
)
def test_no_pattern_takes_long(tmp_path, unit):
    text = unit * (LONG // len(unit))
    path = tmp_path / "x"
    path.write_text(text)
    from pa3d.text import clean_part_name

    start = time.process_time()
    readers.guess_kind(path)
    errors.first_line(ValueError(text))
    split.safe_names([text])
    clean_part_name(text)
    console.plain(text)
    untrusted.is_file_name(text)
    assert time.process_time() - start < 2


# -- the network -------------------------------------------------------------------------------------


REACHING = [
    "import socket; socket.create_connection(('192.0.2.1', 80), 1)",
    "import urllib.request as u; u.urlopen('http://example.org', timeout=1)",
]


@pytest.mark.parametrize("words", REACHING)
@pytest.mark.parametrize("child", [False, True])
def test_the_suite_notices_who_reaches_for_the_network(words, child):
    attempts = Path(os.environ["PA3D_TEST_ATTEMPTS"])
    if child:
        done = subprocess.run([sys.executable, "-c", words], capture_output=True, check=False)
        assert done.returncode
    else:
        with pytest.raises(OSError):
            exec(words, {})
    assert "socket." in attempts.read_text()
    attempts.write_text("")  # else the suite's own guard fails this test


def test_addresses_in_shapes_are_not_fetched(call, model, tmp_path):
    """glTF buffers and images, OBJ materials: the guard of conftest.py fails this test on any attempt."""
    triangle = np.array([[0, 0, 0], [1, 0, 0], [0, 1, 0]], "<f4").tobytes()
    for uri in ("http://example.org/a.bin", "https://example.org/a", "//example.org/a", "file:///etc/passwd",
                "ftp://example.org/a", "\\\\example.org\\share\\a"):  # fmt: skip
        document = {
            "asset": {"version": "2.0"},
            "buffers": [{"uri": uri, "byteLength": len(triangle)}],
            "images": [{"uri": uri}],
            "bufferViews": [{"buffer": 0, "byteLength": 36}],
            "accessors": [{"bufferView": 0, "componentType": 5126, "count": 3, "type": "VEC3"}],
            "meshes": [{"primitives": [{"attributes": {"POSITION": 0}}]}],
            "nodes": [{"mesh": 0}],
            "scenes": [{"nodes": [0]}],
        }
        (tmp_path / "x.gltf").write_text(json.dumps(document))
        (tmp_path / "x.obj").write_text(f"mtllib {uri}\nv 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 3\n")
        for name in ("x.gltf", "x.obj"):
            code, out, err = call("inspect", tmp_path / name)
            assert code in (0, 2) and "Traceback" not in out + err


# -- pages -------------------------------------------------------------------------------------------


def test_the_page_has_no_way_to_make_markup_of_a_name():
    """The scripts of the page never turn text into elements; test_viewer.py looks at it in a browser."""
    for path in (ROOT / "pa3d" / "assets" / "viewer").glob("*.js"):
        found = re.findall(
            r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|srcdoc|\.href\b",
            path.read_text(),
        )
        assert not found, (path, found)


def test_a_page_holds_names_only_as_escaped_json(tmp_path):
    from pa3d.viewer import write_html

    names = [
        "</script><script>alert(1)</script>",
        "<!--",
        "{{script}}",
        "\u2028",
        "]]>",
        "<img src=x onerror=alert(1)>",
    ]
    write_html(tmp_path / "x.html", segmentation(names), title="</title><script>alert(2)</script>")
    text = (tmp_path / "x.html").read_text()
    assert "alert(1)" in text and "<script>alert" not in text and "<img" not in text and "<!--" not in text
    assert len(re.findall(r"<script", text)) == len(re.findall(r"</script>", text)) and "\u2028" not in text
    assert "default-src 'none'" in text


# -- the written promises ----------------------------------------------------------------------------


def test_every_line_of_the_threat_model_names_tests_that_exist():
    text = (ROOT / "docs" / "threat-model.md").read_text(encoding="utf-8")
    rows = [
        line for line in text.splitlines() if line.startswith("| ") and not line.startswith(("| We", "| --"))
    ]
    assert len(rows) > 15
    for row in rows:
        named = re.findall(r"`(test_\w+\.py)::(\w+)`", row)
        assert named, row
        for file, test in named:
            source = (ROOT / "tests" / file).read_text(encoding="utf-8")
            assert re.search(rf"^def {test}\(", source, re.M), f"{file}::{test}"


def test_nasty_names_are_nasty():
    """The list has what it should: separators, control signs, reserved and look-alike names."""
    kinds = {unicodedata.category(sign) for name in NASTY for sign in name}
    assert {"Cc", "Cf", "Cs", "Po", "No"} <= kinds and max(map(len, NASTY)) == 5000
