"""Malformed and hostile files of every kind, through the real commands.

One clear line and exit code 2, or a correct result; never a traceback, a crash, a hang, or boundless memory.
"""

from __future__ import annotations

import collections
import contextlib
import json
import os
import select
import shutil
import subprocess
import sys
import zlib
from pathlib import Path

import numpy as np
import pytest
from mutate import mutants
from nasty import CLOUD, by_hand, valid
from tiny_model import save_tiny

SECONDS = 5.0  # of work that a command may take for a small file, and for each MB of a larger one
MEGABYTES = 500  # that it may take more than before
PATIENCE = 120.0  # seconds until a command counts as hanging, however busy the machine
HERE = Path(__file__).parent
SEED = 20260  # of the mutants


class Runner:
    """Commands in a process that may crash or hang; it is started again then."""

    def __init__(self, folder: Path, model: Path) -> None:
        self.folder, self.model, self.process = folder, model, None
        self.counts: dict[str, collections.Counter] = collections.defaultdict(collections.Counter)
        self.bad: list[str] = []
        self.slowest = self.largest = (0.0, "")

    def order(self, path: Path) -> dict:
        """The command for a file, by its name."""
        good, kind = str(self.folder / "good.npy"), path.name.split("-")[0]
        more = ["--parts", "leg,seat", "--checkpoint", str(self.model), "--draws", "1"]
        result = self.folder / "out.npz"
        segment = ["segment", good, *more, "--out", str(result)]
        if kind == "parts":
            segment[3] = str(path)
            return {"argv": segment}
        if kind == "settings":
            return {"argv": segment, "config": str(path), "result": str(result)}
        if kind == "weights":
            segment[5] = str(path)
            return {"argv": segment}
        if kind == "bank":
            return {"argv": [*segment, "--text-bank", str(path)]}
        if kind == "labelled":
            return {"argv": ["view", str(path), "--no-open", "--out", str(self.folder / "out.html")]}
        if path.suffix in (".h5", ".ckpt", ".safetensors"):
            return {"argv": ["inspect", str(path)]}
        segment[1] = str(path)
        return {"argv": segment, "result": str(result)}

    def ask(self, order: dict) -> dict:
        """How a command ended, as run_inputs says it; its code is a word when it crashed or did not end."""
        if self.process is None:
            environment = os.environ | {"PYTHONPATH": str(HERE.parent), "PYTHONFAULTHANDLER": ""}
            self.process = subprocess.Popen(
                [sys.executable, str(HERE / "run_inputs.py")],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd=self.folder,
                env=environment,
                text=True,
            )
            for path in (self.model, self.folder / "good.npy"):  # loads what is loaded once
                assert self.ask(self.order(path))["code"] == 0
        with contextlib.suppress(BrokenPipeError):
            self.process.stdin.write(json.dumps(order) + "\n")
            self.process.stdin.flush()
        started = select.select([self.process.stdout], [], [], PATIENCE)[0]
        line = self.process.stdout.readline() if started else ""
        if line:
            return json.loads(line)
        code = f"crash {self.process.poll()}" if started else "hang"
        self.stop()
        return {"code": code, "err": "", "trace": "", "wrong": "", "seconds": 0.0, "mb": 0.0}

    def stop(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process.stdin.close()
            self.process.stdout.close()
            self.process = None

    def try_file(self, group: str, path: Path, story: str = "", *, named: str | None = None) -> dict:
        answer = self.ask(self.order(path))
        verdict = judge(
            answer, str(path) if named is None else named, path.stat().st_size if path.is_file() else 0
        )
        self.counts[group][answer["code"]] += 1
        about = f"{group} {path.name} {story}"
        self.slowest = max(self.slowest, (answer["seconds"], about))
        self.largest = max(self.largest, (answer["mb"], about))
        if verdict:
            self.bad.append(f"{about}: {verdict}")
            kept = os.environ.get("PA3D_KEEP_BAD")
            if kept and path.is_file():
                shutil.copy(path, Path(kept) / f"{len(self.bad)}-{path.name}")
        return answer

    def report(self) -> str:
        lines = [
            f"{g}: " + ", ".join(f"{n} x {c}" for c, n in k.items()) for g, k in sorted(self.counts.items())
        ]
        total = sum(sum(count.values()) for count in self.counts.values())
        lines += [f"{total} inputs", f"slowest {self.slowest}", f"largest {self.largest}"]
        return "\n".join(lines)


def judge(answer: dict, named: str, size: int = 0) -> str:
    """Empty when a command ended as it should: exit code 2, one line that names the file; or 0 and right."""
    lines = answer["err"].splitlines()
    if answer["trace"]:
        return "traceback: " + answer["trace"].splitlines()[-1][:300]
    if answer["seconds"] > SECONDS * (1 + size / 1e6):
        return f"{answer['code']} after {answer['seconds']:.1f} s"
    if answer["mb"] > MEGABYTES:
        return f"took {answer['mb']:.0f} MB"
    if answer["code"] == 0:
        noise = [line for line in lines if "Warning" in line or "Traceback" in line]
        return answer["wrong"] or (f"said {noise[0][:200]}" if noise else "")
    if answer["code"] != 2:
        return f"exit code {answer['code']}: {answer['err'][:200]}"
    if named == "" and answer["err"].startswith("Usage: pa3d "):  # as of the option on the command line
        return ""
    if len(lines) != 1 or not lines[0].startswith("error: ") or len(lines[0]) > 600:
        return f"{len(lines)} lines: {answer['err'][:300]!r}"
    if named not in lines[0] and not (named == "part name" and "/parts-" in lines[0]):
        return f"does not name the file: {lines[0][:300]}"
    return "the program's fault: " + lines[0] if "unexpected " in lines[0] and "report it" in lines[0] else ""


@pytest.fixture(scope="module")
def runner(tmp_path_factory):
    folder = tmp_path_factory.mktemp("bad")
    np.save(folder / "good.npy", CLOUD)
    runner = Runner(folder, save_tiny(folder / "tiny.safetensors"))
    yield runner
    runner.stop()


@pytest.fixture(scope="module")
def good(runner, tmp_path_factory):
    """Name -> content of valid files of every kind that some command reads."""
    folder = runner.folder
    files = valid(tmp_path_factory.mktemp("valid"))
    for suffix in ("h5", "npz", "ply"):
        out = folder / f"made.{suffix}"
        order = runner.order(folder / "good.npy")
        order = {"argv": [*order["argv"][:-1], str(out)]}
        assert runner.ask(order)["code"] == 0
        files[f"labelled-cloud.{suffix}"] = out.read_bytes()
    files["prediction.h5"] = files["labelled-cloud.h5"]
    files["model.safetensors"] = files["weights-model.safetensors"] = runner.model.read_bytes()
    files["parts-list.txt"] = "leg|foot\nseat # where one sits\nback\nStuhlbein, \u6905\u5b50\n".encode()
    files["settings-own.toml"] = (
        b'draws = 1\nseed = 3\n[segment]\nup = "z"\nbackground = true\nmin-score = 0.0\n'
    )
    return files


def make(runner, name: str, content: bytes) -> Path:
    path = runner.folder / name
    path.write_bytes(content)
    return path


def siblings(files: dict[str, bytes], name: str) -> list[bytes]:
    """Contents of the same kind, for splices."""
    suffix = Path(name).suffix
    return [content for other, content in files.items() if Path(other).suffix == suffix]


def try_mutants(runner, files, each: int, seed: int) -> None:
    for name, content in files.items():
        damaged = mutants(content, siblings(files, name), each, seed + zlib.crc32(name.encode()))
        for number, (story, changed_content) in enumerate(damaged):
            path = make(runner, name.replace(".", f"-{number}."), changed_content)
            # what is wrong with a word of a list, or with the value of an option, is said of the word or option
            named = {"parts": "part name", "settings": ""}.get(name.split("-")[0])
            runner.try_file(name, path, f"seed {seed} number {number} {story}", named=named)
            path.unlink()


def test_good_files_are_good(runner, good):
    for name, content in good.items():
        answer = runner.try_file("good", make(runner, name, content))
        assert answer["code"] == 0, (name, answer)
    assert not runner.bad


def test_some_files_that_are_nasty_by_hand(runner):
    try_by_hand(runner, {name: c for name, c in by_hand().items() if len(c) < 1 << 20 and _some(name)})


@pytest.mark.slow
def test_all_files_that_are_nasty_by_hand(runner):
    try_by_hand(runner, by_hand())


def _some(name: str) -> bool:
    """A third of them, the same at each run."""
    return zlib.crc32(name.encode()) % 3 == 0


def try_by_hand(runner, files):
    for name, content in files.items():
        path = make(runner, name, content)
        runner.try_file("by hand", path)
        path.unlink()
    sys.stdout.write(runner.report() + "\n")  # pytest -s shows it
    assert not runner.bad, "\n".join(runner.bad)


def test_mutants(runner, good):
    try_mutants(runner, good, 3, SEED)
    sys.stdout.write(runner.report() + "\n")  # pytest -s shows it
    assert not runner.bad, "\n".join(runner.bad)


@pytest.mark.slow
def test_thousands_of_mutants(runner, good):
    each = int(os.environ.get("PA3D_MUTANTS", "200"))
    try_mutants(runner, good, each, int(os.environ.get("PA3D_SEED", SEED + 1)))
    sys.stdout.write(runner.report() + "\n")  # pytest -s shows it
    total = sum(sum(count.values()) for count in runner.counts.values())
    assert total >= 25 * each
    assert not runner.bad, f"{len(runner.bad)} of {total}\n" + "\n".join(runner.bad)


# -- real processes, streams, devices and links --------------------------------------------------------


def pa3d(folder, *arguments, feed: str | None = None, model=None) -> subprocess.CompletedProcess:
    """The command in a shell; `feed` is a command whose output it reads."""
    words = [sys.executable, "-m", "pa3d", *map(str, arguments)]
    if model is not None:
        words += ["--parts", "leg,seat", "--checkpoint", str(model), "--draws", "1", "--out", "o.npz"]
    environment = os.environ | {"PYTHONPATH": str(HERE.parent), "PA3D_CONFIG": ""}
    options = {"cwd": folder, "env": environment, "capture_output": True, "text": True, "timeout": PATIENCE}
    if feed is None:
        return subprocess.run(words, stdin=subprocess.DEVNULL, **options)
    with subprocess.Popen(feed, shell=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as source:
        try:
            return subprocess.run(words, stdin=source.stdout, **options)
        finally:
            source.stdout.close()
            source.kill()


def is_one_line(done: subprocess.CompletedProcess, named: str) -> bool:
    lines = done.stderr.splitlines()
    return done.returncode == 2 and len(lines) == 1 and lines[0].startswith("error: ") and named in lines[0]


PROCESSES = ("nan.obj", "huge_vertices.ply", "circle.gltf", "objects.npz", "bomb.npz", "zeros.las")


@pytest.mark.parametrize("name", PROCESSES[:2])
def test_a_real_process(runner, name):
    check_processes(runner, [name])


@pytest.mark.slow
def test_thirty_real_processes(runner):
    files = by_hand()
    check_processes(runner, [*PROCESSES[2:], *list(files)[:: len(files) // 26]])


def check_processes(runner, names):
    files = by_hand()
    for name in names:
        path = make(runner, name, files[name])
        done = pa3d(runner.folder, "segment", path, model=runner.model)
        assert done.returncode == 0 or is_one_line(done, str(path)), (name, done)


@pytest.mark.parametrize(
    ("feed", "words"),
    [
        ("yes", "holds neither numbers nor"),
        ("cat /dev/zero", "cannot tell what kind of file this is"),
        ("true", "nothing came in"),
        ("head -c 300000 /dev/urandom", "stdin"),
        (f"{sys.executable} -c \"print('[' * 200000)\"", "stdin"),
    ],
)
def test_streams(runner, feed, words):
    """An endless stream that is no shape is refused by its beginning."""
    done = pa3d(runner.folder, "segment", "-", feed=feed, model=runner.model)
    assert is_one_line(done, "stdin") and words in done.stderr, done


def test_an_endless_stream_of_points_is_cut(monkeypatch):
    from pa3d import readers
    from pa3d.errors import ShapeError

    class Endless:
        asked = 0

        def read(self, size):
            self.asked += size
            return b"0.5 1 2\n" * (size // 8)

    monkeypatch.setattr(readers, "LONGEST_STDIN", 5 << 20)
    stream = Endless()
    with pytest.raises(ShapeError, match="stdin: more than"):
        readers.load_stdin(stream)
    assert stream.asked <= 7 << 20


def test_what_is_no_ordinary_file(runner):
    """A named pipe that nobody writes to, devices, folders with a file's name: none is opened."""
    pipe, folder, link = (runner.folder / name for name in ("pipe.ply", "folder.ply", "device.ply"))
    os.mkfifo(pipe)
    folder.mkdir()
    link.symlink_to("/dev/zero")
    loop = runner.folder / "loop.obj"
    loop.symlink_to(loop)
    for path in (pipe, folder, link, loop, Path("/dev/zero"), Path("/dev/null")):
        answer = runner.try_file("devices", path)
        assert answer["code"] == 2 and str(path) in answer["err"], (path, answer)
    inspected = runner.ask({"argv": ["inspect", str(pipe)]})
    assert inspected["code"] == 2 and not inspected["trace"], inspected
    assert not runner.bad


def test_links_out_of_a_folder_are_not_followed(runner, tmp_path):
    inside, outside = tmp_path / "in", tmp_path / "out"
    (inside / "deep").mkdir(parents=True)
    outside.mkdir()
    np.save(inside / "a.npy", CLOUD)
    np.save(outside / "secret.npy", CLOUD)
    (inside / "within.npy").symlink_to(inside / "a.npy")
    (inside / "folder").symlink_to(outside)  # is not entered
    done = pa3d(tmp_path, "segment", inside, "--parts", "leg", "--checkpoint", runner.model, "--format", "json")
    assert done.returncode == 0 and "2 done" in done.stdout and "secret" not in done.stdout, done
    (inside / "deep" / "b.npy").symlink_to(outside / "secret.npy")
    done = pa3d(tmp_path, "segment", inside, model=runner.model)
    assert is_one_line(done, str(inside / "deep" / "b.npy")) and "leads out of" in done.stderr, done


@pytest.mark.parametrize("kind", ["link", "parent", "absolute"])
def test_companions_are_read_only_beside_the_file(tmp_path, kind):
    """Buffers, materials and pictures elsewhere are not read, whatever way leads there."""
    from nasty import CORNERS, TRIANGLE, _png, obj, tree

    from pa3d.errors import ShapeError
    from pa3d.readers import companions, load_shape

    secret, home = tmp_path / "secret", tmp_path / "home"
    secret.mkdir()
    home.mkdir()
    buffer = CORNERS.tobytes() + TRIANGLE.tobytes() + b"\0\0"
    (secret / "x.bin").write_bytes(buffer)
    (secret / "x.mtl").write_text("newmtl m\nKd 1 0 0\nmap_Kd x.png\n")
    (secret / "x.png").write_bytes(_png(4, 4))

    def way(name: str) -> str:
        if kind == "link":
            (home / name).symlink_to(secret / name)
            return name
        return f"../secret/{name}" if kind == "parent" else str(secret / name)

    (home / "a.gltf").write_text(json.dumps(tree(buffers=[{"byteLength": len(buffer), "uri": way("x.bin")}])))
    with pytest.raises(ShapeError, match="outside its folder"):
        load_shape(home / "a.gltf")
    (home / "a.obj").write_bytes(f"mtllib {way('x.mtl')}\nusemtl m\n".encode() + obj())
    assert load_shape(home / "a.obj").colors is None
    (home / "m.mtl").write_text(f"newmtl m\nmap_Kd {way('x.png')}\n")
    (home / "b.obj").write_bytes(b"mtllib m.mtl\nusemtl m\n" + obj())
    load_shape(home / "b.obj")
    assert [companions(home / name) for name in ("a.gltf", "a.obj")] == [(), ()]
    assert companions(home / "b.obj") == (home / "m.mtl",)
    (home / "x.mtl").unlink(missing_ok=True)  # the same within the folder is read
    (home / "x.mtl").write_text("newmtl m\nKd 1 0 0\n")
    (home / "c.obj").write_bytes(b"mtllib x.mtl\nusemtl m\n" + obj())
    assert load_shape(home / "c.obj").colors[0].tolist() == [255, 0, 0]


def test_nothing_is_fetched(tmp_path, monkeypatch):
    """No socket is opened for the addresses that files name."""
    import socket

    from pa3d.readers import load_shape

    def refuse(*_, **__):
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(os, "fork", None, raising=False)
    monkeypatch.delattr(os, "fork")  # so that all of it runs here
    found = [name for name in by_hand() if "http" in name]
    assert len(found) >= 4
    for name in found:
        path = tmp_path / name
        path.write_bytes(by_hand()[name])
        try:
            assert len(load_shape(path).vertices)
        except ValueError as error:
            assert "outside its folder" in str(error)


@pytest.mark.slow
@pytest.mark.parametrize(
    "suffix", ["obj", "off", "ply", "stl", "pcd", "xyz", "csv", "npz", "npy", "gltf", "glb"]
)
def test_coverage_guided_fuzzing(suffix, tmp_path):
    pytest.importorskip("atheris", reason="pip install atheris: it is not there for every Python")
    seconds = int(os.environ.get("PA3D_FUZZ_SECONDS", "60"))
    done = subprocess.run(
        [sys.executable, str(HERE / "fuzz_readers.py"), suffix, str(seconds)],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(HERE.parent)},
        capture_output=True,
        text=True,
        timeout=seconds + 120,
    )
    found = [path.read_bytes()[:500] for path in tmp_path.glob("found-*")]
    assert done.returncode == 0 and not found, (found, done.stderr[-1500:])
    counted = [line for line in done.stderr.splitlines() if "number_of_executed_units" in line]
    sys.stdout.write(f"{suffix}: {counted[0].split()[-1]} inputs in {seconds} s\n")


WORDS = {
    "bomb.npz": "286 MB of arrays when unpacked",
    "bomb_beside.npz": "when unpacked",
    "objects.npz": "pickle",
    "objects.npy": "Python objects",
    "huge_shape.npy": "its header asks for 24000000000000 bytes",
    "many_uses.glb": "places more than 4 million vertices",
    "same_bytes.glb": "views and accessors read 4579 MB",
    "zeros.gltf": "views and accessors read",
    "circle.gltf": "node 0 is below several others, or below itself",
    "count_beyond.gltf": "accessor 0 reads beyond its view",
    "stride_one.gltf": "accessor 0 reads beyond its view",
    "offset_minus.gltf": "byteOffset -12, which is no whole number",
    "deep_json.gltf": "nested too deep",
    "buffer_up.gltf": "outside its folder",
    "buffer_absent.gltf": "absent.bin",
    "huge_vertices.ply": "of 4611686018427387904 rows of 'vertex'",
    "huge_text.ply": "ends after 4 of 1000000000000 rows of 'vertex'",
    "list_of_4_billion.ply": "ends after 0 of 1 rows of 'face'",
    "list_of_minus.ply": "a list of -1",
    "lying_text.ply": "should have 9 corners, but lists 3",
    "empty_vertex.obj": "1 of 5 rows hold no numbers",
    "empty_vertex.stl": "1 of 3 rows hold no numbers",
    "huge_counts.off": "ends after 1 of 199999999998 lines",
    "minus_corners.off": "should have -3 corners",
    "huge_count.stl": "neither a text STL nor holds as many triangles",
    "huge_points.pcd": "ends after 60 of 1000000000000000 points",
    "huge_count_more.pcd": "differ in length",
    "lzf_bomb.pcd": "more than the file can hold",
    "many_vlrs.las": "4294967295 records, more than the file can hold",
    "many_points.las": "more than the file can hold",
    "utf16.csv": "UTF-16 text",
    "utf16.gltf": None,  # JSON says itself what it is
    "mark.csv": None,
    "mark.ply": None,
    "mark.obj": None,
    "old_mac.obj": None,
    "old_mac.off": None,
    "old_mac.xyz": None,
    "old_mac.ply": None,
    "mixed.ply": None,
    "deep_nodes.gltf": None,
    "image_huge.gltf": None,
    "image_absent.gltf": None,
    "mtl_zero.obj": None,
}


@pytest.mark.parametrize("name", WORDS)
def test_what_is_said_of_the_nastiest(name, tmp_path):
    """The limit that refuses a file is ours and says so; what looks odd but is sound is read."""
    from pa3d.errors import ShapeError
    from pa3d.readers import load_shape

    path = tmp_path / name
    path.write_bytes(by_hand()[name])
    if WORDS[name] is None:
        shape = load_shape(path)
        same = {"csv": 60, "xyz": 60, "off": 42, "ply": 4 if name == "mixed.ply" else 42}
        assert len(shape.vertices) == same.get(path.suffix[1:], 4)
    else:
        with pytest.raises(ShapeError) as error:
            load_shape(path)
        assert WORDS[name] in str(error.value)
