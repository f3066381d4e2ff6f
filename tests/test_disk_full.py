"""Disks that are full, read-only or somebody else's: one line, no half file; the same command goes on later."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import resource
import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
import pytest
from archives.make import CONFIG, INPUTS, example
from world import COMMANDS, MODEL, RENDER

from pa3d import artifact, files, schemas
from pa3d.errors import DiskFullError
from pa3d.files import atomic_path

MEGABYTE = 1 << 20
LINE = r"(?P<path>\S+): the disk is full: at least (?P<need>\S+) MB are needed, (?P<free>\S+) MB are free; .*"


class Disk:
    """A small file system of memory."""

    def __init__(self, root: Path) -> None:
        self.root, self.filler = root, root / "filler"

    def fill(self, leave: int = 0) -> None:
        """Take all room but `leave` bytes, whole pages of 4096."""
        self.clear()
        with self.filler.open("wb", buffering=0) as stream, contextlib.suppress(OSError):
            while True:
                stream.write(bytes(4096))
        if leave:
            os.truncate(self.filler, self.filler.stat().st_size - leave)

    def clear(self) -> None:
        self.filler.unlink(missing_ok=True)

    def remount(self, how: str) -> None:
        subprocess.run(["mount", "-o", f"remount,{how}", str(self.root)], check=True)

    def files(self) -> list[str]:
        """What is there besides the filler, names relative to the root."""
        found = (p for p in self.root.rglob("*") if p.is_file() and p != self.filler)
        return sorted(str(p.relative_to(self.root)) for p in found)


@pytest.fixture
def disk(tmp_path):
    root = tmp_path / "disk"
    root.mkdir()
    argv = ["mount", "-t", "tmpfs", "-o", "size=48m", "tmpfs", str(root)]
    try:
        done = subprocess.run(argv, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        pytest.skip("there is no mount")
    if done.returncode:
        pytest.skip(f"cannot mount a small disk here ({done.stderr.strip()})")
    yield Disk(root)
    subprocess.run(["umount", "-l", str(root)], check=True)


# -- every way to write ------------------------------------------------------------------------------


def write_artifact(path):
    arrays = {
        **example(schemas.RENDER),
        "rgb": np.random.default_rng(0).integers(0, 256, (9, 400, 400, 3), "u1"),
    }
    arrays["depth"] = np.zeros((9, 400, 400), "f4")
    arrays["face_index"] = np.zeros((9, 400, 400), "i4")
    arrays |= {name: np.zeros((9, n, n), "f4") for name, n in (("extrinsics", 4), ("intrinsics", 3))}
    artifact.write(path, schemas.RENDER, arrays, shape_id=path.stem, config=CONFIG, inputs=INPUTS)


def write_uncompressed(path):
    tokens = {"tokens": np.zeros((9, 30, 30, 300), "f2")}
    artifact.write(path, schemas.TOKENS, tokens, shape_id=path.stem, config=CONFIG, inputs=INPUTS)


def write_checkpoint(path):
    import torch

    from pa3d.checkpoint import save_training

    save_training(path, {"encoder": {"a": torch.ones(MEGABYTE)}, "epoch": 1})


def write_torch_unannounced(path):
    """As a writer that does not say how much it needs, and hides why it failed."""
    import torch

    with atomic_path(path) as temporary:
        torch.save({"a": torch.ones(MEGABYTE)}, temporary)


def write_picture(path):
    from PIL import Image

    noise = np.random.default_rng(0).integers(0, 256, (900, 900, 3), "u1")
    with atomic_path(path) as temporary:
        Image.fromarray(noise).save(temporary, format="PNG")


def write_zip(path):
    with atomic_path(path) as temporary, zipfile.ZipFile(temporary, "w") as archive:
        archive.writestr("a", os.urandom(3 * MEGABYTE))


def write_text(path):
    with atomic_path(path) as temporary:
        temporary.write_text("x" * 3 * MEGABYTE)


WRITERS = [
    write_artifact, write_uncompressed, write_checkpoint, write_torch_unannounced, write_picture, write_zip,
    write_text,
]  # fmt: skip
each_writer = pytest.mark.parametrize("write", WRITERS, ids=lambda f: f.__name__)


@each_writer
@pytest.mark.parametrize("leave", [0, 4096, 20 * 4096, MEGABYTE])
def test_a_full_disk_is_one_line_and_leaves_no_file(disk, write, leave):
    path = disk.root / "deep" / "a.h5"
    path.parent.mkdir()
    disk.fill(leave)
    with pytest.raises(DiskFullError) as error:
        write(path)
    match = re.fullmatch(LINE, str(error.value))
    assert match and match["path"] == str(path), str(error.value)
    assert error.value.errno == errno.ENOSPC
    need, free = float(match["need"]), float(match["free"])
    assert need > 0 and abs(free - leave / 1e6) < 0.02, str(error.value)
    if leave < 20 * 4096:
        assert need < 12
    assert disk.files() == []
    disk.clear()
    write(path)
    assert disk.files() == ["deep/a.h5"]


@each_writer
def test_the_old_file_stays(disk, write):
    path = disk.root / "a.h5"
    path.write_bytes(b"old")
    disk.fill(4096)
    with pytest.raises(DiskFullError):
        write(path)
    assert path.read_bytes() == b"old" and disk.files() == ["a.h5"]


@each_writer
def test_a_read_only_disk_is_named(disk, write):
    path = disk.root / "a.h5"
    disk.remount("ro")
    try:
        with pytest.raises(OSError) as error:
            write(path)
    finally:
        disk.remount("rw")
    assert (error.value.errno, error.value.filename) == (errno.EROFS, str(path))
    assert disk.files() == []


CRASH = """
import sys
sys.path[:0] = [sys.argv[1]]
import pathlib, test_disk_full
from pa3d.errors import DiskFullError
disk = test_disk_full.Disk(pathlib.Path(sys.argv[2]))
refused = 0
for pages in range(0, 120, 3):
    disk.fill(4096 * pages)
    try:
        test_disk_full.write_artifact(disk.root / "a.h5")
    except DiskFullError:
        refused += 1
print(refused)
"""


def test_hdf5_survives_every_moment_at_which_the_disk_fills(disk):
    """libhdf5 crashes at the end of a process in which it could not write."""
    argv = [sys.executable, "-c", CRASH, str(Path(__file__).parent), str(disk.root)]
    done = subprocess.run(argv, capture_output=True, text=True, check=False)
    assert done.returncode == 0 and not done.stderr, (done.returncode, done.stderr[-500:])
    assert int(done.stdout) == 40 and disk.files() == []


LIMITED = """
import resource, signal, sys
sys.path[:0] = [sys.argv[1]]
import test_disk_full, pathlib
from pa3d.errors import DiskFullError
resource.setrlimit(resource.RLIMIT_FSIZE, (40000, 40000))
for write in test_disk_full.WRITERS:
    try:
        write(pathlib.Path(sys.argv[2]))
    except DiskFullError as error:
        print(write.__name__, error)
"""


def test_a_limit_of_the_system_is_one_line(tmp_path):
    """Needs no privilege: the system refuses to let a file grow."""
    argv = [sys.executable, "-c", LIMITED, str(Path(__file__).parent), str(tmp_path / "a.h5")]
    done = subprocess.run(argv, capture_output=True, text=True, check=False)
    lines = done.stdout.splitlines()
    assert [line.split()[0] for line in lines] == [write.__name__ for write in WRITERS], done.stderr
    for line in lines:
        assert re.search(r"a\.h5: larger than a file may get here \(at least \S+ MB are needed\); ", line)
    assert list(tmp_path.iterdir()) == []
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] != 40000


def test_an_error_that_is_not_the_disks_stays_what_it_is(tmp_path):
    with pytest.raises(RuntimeError, match="mine"), atomic_path(tmp_path / "a"):
        raise RuntimeError("mine")
    with pytest.raises(OSError, match="other"), atomic_path(tmp_path / "a"):
        raise OSError(errno.EIO, "other")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT])
def test_a_disk_that_fills_only_at_the_end_is_noticed(tmp_path, monkeypatch, code):
    """As network file systems do, when a file is forced to the disk. Runs where nothing can be mounted."""

    def refuse(handle):
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(files.os, "fsync", refuse)
    with pytest.raises(DiskFullError, match="quota is used up" if code == errno.EDQUOT else "the disk is full"):
        write_text(tmp_path / "a")
    assert list(tmp_path.iterdir()) == []


def as_nobody(function, *arguments):
    """What a function says of an OSError when somebody without rights calls it."""
    source, sink = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.setgroups([])
            os.setgid(65534)
            os.setuid(65534)
            function(*arguments)
        except OSError as error:
            os.write(sink, f"{type(error).__name__} {error.filename}".encode())
        finally:
            os._exit(0)
    os.close(sink)
    with os.fdopen(source) as stream:
        said = stream.read()
    os.waitpid(child, 0)
    return said


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
def test_a_folder_of_somebody_else_is_named(disk):
    folder = disk.root / "theirs"
    folder.mkdir(mode=0o755)
    for path, said in (
        (folder / "a.txt", f"PermissionError {folder / 'a.txt'}"),
        (folder / "new" / "a.txt", f"PermissionError {folder / 'new' / 'a.txt'}"),
    ):
        for parent in (disk.root, *disk.root.parents[:2]):
            parent.chmod(parent.stat().st_mode | 0o055)
        assert as_nobody(write_text, path) == said
    assert disk.files() == []


# -- every command -----------------------------------------------------------------------------------


def _segment(name: str, *options) -> list:
    return ["segment", "meshes/s1.off", "--parts", "bottom,top", *options, "--out", f"{{out}}/{name}", *MODEL]


KINDS = ("ply", "glb", "obj", "npz", "h5", "json", "png", "html")
MORE = {
    **{f"segment {kind}": _segment(f"a.{kind}") for kind in KINDS},
    "segment --split": _segment("a.ply", "--split"),
    "segment --heatmap": _segment("a.ply", "--heatmap", "top"),
    "inspect --png": ["inspect", "r/s0.h5", "--png", "{out}/a.png"],
    "inspect --list": ["inspect", "broken", "--verify", "--list", "{out}/redo.txt"],
    "synth --png": ["synth", "chair", "--count", 1, "--out", "{out}", "--png", "{out}/a.png"],
}  # fmt: skip
EVERY = {name: command.argv for name, command in COMMANDS.items()} | MORE
CODES = {name: command.codes for name, command in COMMANDS.items()} | {"inspect --list": (1,)}
STAGES = ("render", "dino-extract", "backproject", "patchify", "benchmark", "import find3d")  # name the folder
QUICK = ("render", "train-distill", "segment ply", "benchmark")


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=() if name in QUICK else pytest.mark.slow) for name in EVERY]
)
def test_a_command_on_a_full_disk(launcher, world, disk, name):
    (world / "broken").mkdir(exist_ok=True)
    (world / "broken" / "a.h5").write_bytes(b"no")
    argv = [str(word).replace("{out}", str(disk.root / "out")) for word in EVERY[name]]
    (disk.root / "out").mkdir()
    for leave in (0, 4096):
        disk.fill(leave)
        end = launcher.run(argv, world)
        if end.code == CODES.get(name, (0,))[0] and leave:
            break  # it fits
        assert end.code == 2, end.log
        errors = [line for line in end.log.splitlines() if line.startswith("error: ")]
        assert len(errors) == 1 and "Traceback" not in end.log, end.log
        assert str(disk.root) in errors[0] and "the disk is full" in errors[0], end.log
        assert name in STAGES or re.fullmatch(f"error: {LINE}", errors[0]), errors[0]
        left = disk.files()
        assert not [n for n in left if n.endswith(".tmp")], left
        assert all((disk.root / n).stat().st_size == 0 or leave for n in left), left
    disk.clear()
    end = launcher.run(argv, world)
    assert end.code in CODES.get(name, (0,)), end.log
    assert disk.files() and all((disk.root / n).stat().st_size for n in disk.files()), disk.files()


def test_what_fitted_is_kept_and_the_rest_follows(launcher, world, disk):
    argv = ["render", "meshes", "--out", str(disk.root / "out"), *RENDER]
    size = (world / "r" / "s0.h5").stat().st_size
    (disk.root / "out").mkdir()
    disk.fill((2 * size // 4096 + 3) * 4096)
    end = launcher.run(argv, world)
    assert end.code == 2 and "the disk is full" in end.log, end.log
    kept = disk.files()
    assert kept == ["out/s0.h5", "out/s1.h5"]
    disk.clear()
    end = launcher.run(argv, world)
    assert end.code == 0 and "1 done, 2 up to date" in end.log, end.log
    for name in ("s0", "s1", "s2"):
        ours = artifact.read(disk.root / "out" / f"{name}.h5", schemas.RENDER)
        theirs = artifact.read(world / "r" / f"{name}.h5", schemas.RENDER)
        for key, array in theirs.arrays.items():
            np.testing.assert_array_equal(ours[key], array)


@pytest.mark.parametrize(
    "name", ["render", "segment ply", pytest.param("train-distill", marks=pytest.mark.slow)]
)
def test_a_command_on_a_read_only_disk(launcher, world, disk, name):
    argv = [str(word).replace("{out}", str(disk.root / "out")) for word in EVERY[name]]
    disk.remount("ro")
    try:
        end = launcher.run(argv, world)
    finally:
        disk.remount("rw")
    errors = [line for line in end.log.splitlines() if "Read-only file system" in line]
    assert end.code in (1, 2) and errors and str(disk.root) in errors[0], end.log
    assert "Traceback" not in end.log and disk.files() == []
