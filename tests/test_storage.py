"""Inputs and artifacts behind URLs: as in folders, whole or not there; a store that fails is one line."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import boto3
import h5py
import numpy as np
import pytest
from kills import Launcher
from moto.server import ThreadedMotoServer
from PIL import Image
from world import COMMANDS, MODEL, PATCH, RENDER, write_world

from pa3d import artifact, stage, storage
from pa3d.config import Option, read_defaults
from pa3d.errors import Pa3dError, StorageError
from pa3d.urls import local_of, url_of

QUICK = {"read_timeout": 1, "connect_timeout": 1, "retries": {"total_max_attempts": 1}}
FOUR = {"render": "r", "dino-extract": "t", "backproject": "f", "patchify": "p"}
HOLD = 3000  # bytes of an upload that a stuck Proxy lets through


class Proxy:
    """Hands on what clients and a server say; while it is `stuck`, only the beginning of an upload."""

    def __init__(self, to: tuple[str, int]) -> None:
        self.to, self.stuck, self.held = to, False, threading.Event()
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client = self.listener.accept()[0]
                server = socket.create_connection(self.to)
                for source, target in ((client, server), (server, client)):
                    threading.Thread(target=self._hand_on, args=(source, target), daemon=True).start()

    def _hand_on(self, source: socket.socket, target: socket.socket) -> None:
        upload = 0
        with contextlib.suppress(OSError):
            while block := source.recv(1024):
                upload = 1 if block.startswith(b"PUT ") else upload and upload + len(block)
                if self.stuck and upload > HOLD:
                    self.held.set()
                    while source.recv(1 << 16):
                        pass
                    break
                target.sendall(block)
        for end in (source, target):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)


class Store:
    """A bucket of a server on this machine."""

    def __init__(self, url: str) -> None:
        self.client = boto3.client("s3", endpoint_url=url)
        self.client.create_bucket(Bucket="lab")

    def put_folder(self, folder: Path, prefix: str) -> None:
        for path in folder.rglob("*"):
            if path.is_file():
                self.client.upload_file(str(path), "lab", f"{prefix}/{path.relative_to(folder)}")

    def put(self, key: str, content: bytes) -> None:
        self.client.put_object(Bucket="lab", Key=key, Body=content)

    def names(self, prefix: str) -> dict[str, str]:
        """Names below a prefix, each with what changes when it is written."""
        found = self.client.list_objects_v2(Bucket="lab", Prefix=f"{prefix}/").get("Contents", [])
        return {one["Key"].removeprefix(f"{prefix}/"): f"{one['ETag']}{one['LastModified']}" for one in found}

    def get(self, key: str) -> bytes:
        return self.client.get_object(Bucket="lab", Key=key)["Body"].read()

    def delete(self, key: str) -> None:
        self.client.delete_object(Bucket="lab", Key=key)

    def copy(self, prefix: str, folder: Path) -> Path:
        for name in self.names(prefix):
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(self.get(f"{prefix}/{name}"))
        return folder


@pytest.fixture(scope="module")
def proxy(tmp_path_factory):
    """A server, and before it what can get stuck; the processes that tests start know the way."""
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    proxy = Proxy(server.get_host_and_port())
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ACCESS_KEY_ID", "test")
        patch.setenv("AWS_SECRET_ACCESS_KEY", "test")
        patch.setenv("AWS_DEFAULT_REGION", "us-east-1")
        patch.setenv("AWS_EC2_METADATA_DISABLED", "true")
        patch.setenv("AWS_CONFIG_FILE", "/dev/null")
        patch.setenv("AWS_SHARED_CREDENTIALS_FILE", "/dev/null")
        patch.setenv("AWS_ENDPOINT_URL", proxy.url)
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        patch.setenv("OMP_NUM_THREADS", "1")
        yield proxy
    server.stop()


@pytest.fixture(scope="module")
def launcher(proxy, tmp_path_factory):
    launcher = Launcher(tmp_path_factory.mktemp("log"), "s3fs", "pa3d.remote")
    yield launcher
    launcher.close()


@pytest.fixture(scope="module")
def world(launcher, tmp_path_factory):
    folder = tmp_path_factory.mktemp("world")
    write_world(folder, launcher, stages=FOUR)
    return folder


@pytest.fixture(scope="module")
def store(proxy, world):
    store = Store(proxy.url)
    store.put_folder(world / "meshes", "meshes")
    store.put_folder(world / "labels", "labels")
    return store


@pytest.fixture(autouse=True)
def not_stuck(proxy):
    yield
    proxy.stuck = False
    proxy.held.clear()


@pytest.fixture(scope="module")
def stages(store, world, launcher):
    """Runs the four stages from bucket to bucket, once."""
    for name, out in FOUR.items():
        end = launcher.run(at_urls(COMMANDS[name].argv, out), world)
        assert end.code == 0, end.log
    return store


def at_urls(argv: list, out: str) -> list[str]:
    """A command of the small world with the bucket's folders instead of local ones."""
    folders = {"meshes", "labels", "r", "t", "f"}
    words = [f"s3://lab/{word}" if word in folders else str(word) for word in argv]
    return [word.replace("{out}", f"s3://lab/{out}") for word in words]


def content(path: Path) -> dict:
    """All of an artifact but when and by which words it was made."""
    head = artifact.header(path)
    with h5py.File(path) as handle:
        arrays = {name: data[()] for name, data in handle.items()}
    attrs = {key: value for key, value in head.attrs.items() if key not in ("created", "command")}
    return {"head": (head.schema, head.fingerprint, head.config, head.inputs, attrs), **arrays}


def assert_equal(one: Path, other: Path) -> None:
    names = sorted(path.name for path in one.glob("*.h5"))
    assert names and names == sorted(path.name for path in other.glob("*.h5"))
    for name in names:
        a, b = content(one / name), content(other / name)
        assert a.keys() == b.keys() and a.pop("head") == b.pop("head")
        assert all(np.array_equal(a[key], b[key]) for key in a), name


def run_new(argv: list, **environment: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-m", "pa3d", *map(str, argv)],
        env=os.environ | environment,
        text=True,
        capture_output=True,
        timeout=100,
    )


def error_line(done: subprocess.CompletedProcess) -> str:
    assert done.returncode == 2, done.stderr
    lines = [line for line in done.stderr.splitlines() if line.strip()]
    assert len(lines) == 1, done.stderr
    return lines[0]


def test_the_stages_give_what_they_give_in_folders(stages, world, tmp_path):
    for folder in ("r", "t", "f", "p"):
        assert_equal(stages.copy(folder, tmp_path / folder), world / folder)
        assert all(name.endswith(".h5") for name in stages.names(folder))


def test_what_is_there_is_skipped_and_what_is_stale_is_told(stages, world, launcher):
    before = stages.names("r"), stages.names("t")
    for name, out in (("render", "r"), ("dino-extract", "t")):
        end = launcher.run(at_urls(COMMANDS[name].argv, out), world)
        assert end.code == 0 and f"s3://lab/{out}: 0 done, 3 up to date" in end.log
    end = launcher.run([*at_urls(COMMANDS["render"].argv, "r"), "--seed", 7], world)
    assert end.code == 2 and "s3://lab/r/" in end.log and "is stale (config.seed: 0 -> 7)" in end.log
    assert "pa3d-urls" not in end.log
    assert (stages.names("r"), stages.names("t")) == before


def test_point_features_may_go_when_the_patches_are_there(stages, world, launcher):
    """As in folders: an input that was deleted to save space leaves its output fresh."""
    kept = next(iter(stages.names("r")))
    for folder in ("r", "f"):
        stages.put(f"less/{folder}/{kept}", stages.get(f"{folder}/{kept}"))
    stages.put("less/f/another.h5", b"")  # a folder of a store is there while something is in it
    argv = ["patchify", "s3://lab/less/r", "--pointfeat", "s3://lab/less/f", "--out", "s3://lab/less/p", *PATCH]
    for words in ("1 done, 0 up to date", "0 done, 1 up to date"):
        end = launcher.run(argv, world)
        assert end.code == 0 and words in end.log, end.log
        stages.delete(f"less/f/{kept}")


@pytest.mark.slow
def test_prepare_keeps_at_urls_what_it_is_told_to(store, world, launcher, tmp_path):
    end = launcher.run([*at_urls(COMMANDS["prepare"].argv, "q"), "--workers", 2], world)
    assert end.code == 0, end.log
    assert_equal(store.copy("q/patches", tmp_path / "patches"), world / "p")
    assert_equal(store.copy("q/tokens", tmp_path / "tokens"), world / "t")
    assert {name.split("/")[0] for name in store.names("q")} == {"patches", "tokens"}
    lost = next(iter(store.names("q/patches")))
    before = store.names("q/tokens")
    store.delete(f"q/patches/{lost}")  # the tokens that are there serve again
    end = launcher.run(at_urls(COMMANDS["prepare"].argv, "q"), world)
    assert end.code == 0 and "1 done, 2 up to date" in end.log
    assert store.names("q/tokens") == before
    assert_equal(store.copy("q/patches", tmp_path / "again"), world / "p")


@pytest.mark.slow
def test_local_folders_and_urls_mix(store, world, launcher, tmp_path):
    end = launcher.run(["render", "s3://lab/meshes", "--out", tmp_path / "r", *RENDER], world)
    assert end.code == 0, end.log
    assert_equal(tmp_path / "r", world / "r")
    end = launcher.run(
        ["patchify", world / "r", "--labels", "s3://lab/labels", "--out", "s3://lab/mixed", *PATCH], world
    )
    assert end.code == 0, end.log
    assert len(store.names("mixed")) == 3


def test_two_shards_at_once_share_a_url(store, world, tmp_path):
    words = ["render", "s3://lab/meshes", "--out", "s3://lab/shards", *map(str, RENDER)]
    words = [sys.executable, "-m", "pa3d"] + words
    runs = [
        subprocess.Popen([*words, "--shard", f"{i}/2", "--workers", str(1 + i)], cwd=world) for i in range(2)
    ]
    assert [run.wait(100) for run in runs] == [0, 0]
    assert_equal(store.copy("shards", tmp_path), world / "r")


def test_a_bad_shape_is_recorded_at_the_url(store, world, launcher):
    good = (world / "meshes").rglob("*.*").__next__()
    store.put(f"some/a{good.suffix}", good.read_bytes())
    store.put("some/b.ply", b"ply\nnonsense")
    words = ["render", "s3://lab/some", "--out", "s3://lab/some-r", *RENDER]
    end = launcher.run(words, world)
    assert end.code == 1 and set(store.names("some-r")) == {"a.h5", "failed-0of1.jsonl"}
    line = json.loads(store.get("some-r/failed-0of1.jsonl"))
    assert line["shape_id"] == "b" and line["error"].startswith("s3://lab/some/b.ply: ")
    assert "s3://lab/some/b.ply: " in end.log
    store.put(f"some/b{good.suffix}", good.read_bytes())
    store.delete("some/b.ply")
    end = launcher.run(words, world)
    assert end.code == 0 and set(store.names("some-r")) == {"a.h5", "b.h5"}
    store.delete(f"some/b{good.suffix}")
    store.put("some/b.ply", b"ply\nnonsense again")
    end = launcher.run(
        [*words, "--overwrite"], world
    )  # what was made of another b must not pass for this one's
    assert end.code == 1 and set(store.names("some-r")) == {"a.h5", "failed-0of1.jsonl"}
    end = launcher.run([*words, "--max-failures", 0], world)
    assert end.code == 2 and "the list is in s3://lab/some-r/failed-0of1.jsonl" in end.log


@pytest.mark.parametrize("one_file", [False, True])
@pytest.mark.slow
def test_materials_and_textures_come_along(store, world, launcher, tmp_path, mesh_file, one_file):
    folder = tmp_path / "painted"
    mesh = mesh_file("painted/chair.obj")
    mesh.write_text("mtllib paint/chair.mtl\nusemtl red\n" + mesh.read_text())
    (folder / "paint").mkdir()
    (folder / "paint/chair.mtl").write_text("newmtl red\nKd 1 0 0\nmap_Kd chair.png\n")
    Image.new("RGB", (4, 4), (255, 0, 0)).save(folder / "chair.png")
    (folder / "notes.npz").write_bytes(b"")
    np.savez(folder / "labels.npz", vertex_label=np.zeros(3))  # an annotation is no shape
    prefix = f"painted{one_file}"
    store.put_folder(folder, prefix)
    store.delete(f"{prefix}/notes.npz")
    (folder / "notes.npz").unlink()
    source = f"{prefix}/chair.obj" if one_file else prefix
    for argv in (
        ["render", folder, "--out", tmp_path / "r", *RENDER],
        ["render", f"s3://lab/{source}", "--out", f"s3://lab/{prefix}-r", *RENDER],
    ):
        end = launcher.run(argv, world)
        assert end.code == 0, end.log
    assert_equal(store.copy(f"{prefix}-r", tmp_path / "copy"), tmp_path / "r")
    end = launcher.run(argv, world)  # by what the cache remembers
    assert end.code == 0 and "1 up to date" in end.log
    Image.new("RGB", (4, 4), (0, 255, 0)).save(tmp_path / "chair.png")
    store.put(f"{prefix}/chair.png", (tmp_path / "chair.png").read_bytes())
    end = launcher.run(argv, world)
    assert end.code == 2 and "its input changed: mesh" in end.log


def test_a_kill_in_the_middle_of_an_upload_shows_nothing(store, world, launcher, proxy, tmp_path):
    words = ["render", "s3://lab/meshes", "--out", "s3://lab/killed", *RENDER]
    proxy.stuck = True
    process = subprocess.Popen([sys.executable, "-m", "pa3d", *map(str, words)], cwd=world)
    assert proxy.held.wait(100)
    process.send_signal(signal.SIGKILL)
    process.wait(30)
    time.sleep(0.2)  # for the server to see the end of its connection
    proxy.stuck = False
    assert store.names("killed") == {}
    end = launcher.run(words, world)
    assert end.code == 0, end.log
    assert_equal(store.copy("killed", tmp_path), world / "r")


@pytest.mark.slow
def test_a_server_that_stops_answering_is_one_line(store, world, proxy):
    proxy.stuck = True
    begun = time.monotonic()
    done = run_new(
        ["render", world / "meshes", "--out", "s3://lab/dead", *RENDER],
        FSSPEC_S3=json.dumps({"config_kwargs": QUICK}),
    )
    assert "s3://lab/dead/" in error_line(done) and "does not answer" in done.stderr
    assert time.monotonic() - begun < 60
    proxy.stuck = False
    assert store.names("dead") == {}


@pytest.mark.parametrize(
    "argv", [["status", "s3://nobody/r"], ["render", "s3://lab/meshes", "--out", "s3://nobody/r"]]
)
def test_a_bucket_that_is_not_there_is_one_line(store, argv):
    assert "s3://nobody/r: no such place" in error_line(run_new(argv))


def test_no_credentials_is_one_line(store):
    nothing = {"AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": ""}
    assert "s3://lab/r: " in (line := error_line(run_new(["status", "s3://lab/r"], **nothing)))
    assert "credentials" in line


def test_nobody_at_the_address_is_one_line(store):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        free = listener.getsockname()[1]
    done = run_new(
        ["status", "s3://lab/r"],
        AWS_ENDPOINT_URL=f"http://127.0.0.1:{free}",
        FSSPEC_S3=json.dumps({"config_kwargs": QUICK}),
    )
    assert "s3://lab/r: " in error_line(done)


def test_nothing_there_is_one_line(store):
    assert "s3://lab/empty: nothing is there" in error_line(run_new(["status", "s3://lab/empty"]))


def test_what_takes_no_url_says_so(store, tmp_path):
    done = run_new(["train-distill", "s3://lab/p", "--out", "s3://lab/ckpt"])
    assert "s3://lab/ckpt: pa3d train-distill takes a local path here" in error_line(done)
    done = run_new(["render", tmp_path, "--out", "https://lab/r"])
    assert "https://lab/r: artifacts are written to folders and to s3, " in error_line(done)
    done = run_new(["render", tmp_path, "--out", "s3://lab/r", "--ray", "auto"])
    assert "--ray auto: not with URLs; run --shard i/n on each machine" in error_line(done)


def test_status_and_inspect_of_urls(stages, world, launcher):
    end = launcher.run(["status", "s3://lab/t", "--inputs", "s3://lab/meshes"], world)
    assert end.code == 0 and "s3://lab/t: 3 of 3 done, 0 failed" in end.log
    name = next(iter(stages.names("t")))
    end = launcher.run(["inspect", f"s3://lab/t/{name}"], world)
    assert end.code == 0 and f"s3://lab/t/{name}" in end.log and "pa3d-urls" not in end.log


@pytest.mark.slow
def test_segment_takes_urls(store, world, launcher, tmp_path):
    name = next(iter(store.names("meshes")))
    words = ["--parts", "bottom,top", *MODEL, "--format", "npz"]
    for source, out in ((f"s3://lab/meshes/{name}", "a"), (f"meshes/{name}", "b")):
        end = launcher.run(["segment", source, *words, "--out-dir", tmp_path / out], world)
        assert end.code == 0, end.log
    (one,), (other,) = sorted((tmp_path / "a").glob("*.npz")), sorted((tmp_path / "b").glob("*.npz"))
    assert one.name == other.name
    a, b = np.load(one), np.load(other)
    assert all(np.array_equal(a[key], b[key]) for key in a.files if a[key].dtype.kind in "fiu")


@pytest.mark.slow
def test_trainings_read_patches_from_a_url(stages, world, launcher, tmp_path):
    words = [word for word in COMMANDS["train-distill"].argv if word != "p"]
    for source, out in (("s3://lab/p", "a"), ("p", "b")):
        argv = [words[0], source, *(str(word).replace("{out}", str(tmp_path / out)) for word in words[1:])]
        end = launcher.run(argv, world)
        assert end.code == 0, end.log
    losses = [
        [json.loads(line)["loss"] for line in (tmp_path / out / "metrics.jsonl").read_text().splitlines()]
        for out in ("a", "b")
    ]
    assert losses[0] and losses[0] == losses[1]


def test_a_cached_folder_follows_its_url(stages):
    for number, key in enumerate(stages.names("p")):
        stages.put(f"cached/{number}.h5", stages.get(f"p/{key}"))
    folder = storage.cached("s3://lab/cached", ".h5")
    before = {path.name: path.stat().st_ino for path in folder.glob("*.h5")}
    stages.put("cached/1.h5", b"another")
    stages.delete("cached/2.h5")
    assert storage.cached("s3://lab/cached", ".h5") == folder
    assert {path.name for path in folder.glob("*.h5")} == {"0.h5", "1.h5"}
    assert (folder / "1.h5").read_bytes() == b"another"
    assert (folder / "0.h5").stat().st_ino == before["0.h5"]  # not fetched again


def test_names_that_lead_out_of_a_folder_are_refused(store):
    store.put("bad/../../x.ply", b"ply")
    with pytest.raises(StorageError, match="no name of a file"):
        storage.listing("s3://lab/bad")


def test_without_the_package_it_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "gcsfs", None)
    with pytest.raises(StorageError, match=r"gs://lab/r: .*gcsfs"):
        storage.listing("gs://lab/r")
    monkeypatch.setitem(sys.modules, "fsspec", None)
    with pytest.raises(StorageError, match=r"s3://lab/r: .*pip install 'pa3d\[storage\]'"):
        storage.listing("s3://lab/r")


def test_a_settings_file_that_nobody_named_cannot_name_urls(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for key in ("out", "labels"):
        Path("pa3d.toml").write_text(f'{key} = "s3://stranger/x"\n')
        commands = {"patchify": [Option("out", "out", False), Option("labels", "labels", False)]}
        with pytest.raises(Pa3dError, match="is a URL"):
            read_defaults(commands, tmp_path / "none", {})


def test_urls_are_told_from_paths():
    for text in ("s3://lab/a b/c.ply", "gs://lab", "https://h:1/x?y=1"):
        assert url_of(Path(text)) == url_of(text) == text
    assert url_of(Path("s3://lab/r/")) == "s3://lab/r"
    for text in ("out/r", "/s3:/x", "c:/x", "file:///x/y", "-"):
        assert url_of(Path(text)) is None
    assert local_of(Path("file:///x/y")) == Path("/x/y") and local_of(Path("x/y")) == Path("x/y")


def test_known_fingerprints_are_taken_as_they_are(tmp_path):
    job = stage.Job("a", {"mesh": tmp_path / "not-here.ply"}, known={"mesh": "0123"})
    assert stage.input_fingerprints(job) == {"mesh": "0123"}
