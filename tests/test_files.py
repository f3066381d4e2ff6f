"""Temporary files: nobody removes what a living process writes, and what a dead one left goes."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from pa3d import files
from pa3d.errors import DiskFullError
from pa3d.files import atomic_path, is_abandoned, is_temporary, remove_abandoned

WRITER = """
import os, sys, time
from pathlib import Path
from pa3d.files import atomic_path
with atomic_path(Path(sys.argv[1])) as temporary:
    temporary.write_bytes(b"half")
    print(temporary, flush=True)
    time.sleep(60)
"""


@pytest.fixture
def writer(tmp_path):
    """A process that is writing tmp_path/a.bin, and the file it writes to."""
    child = subprocess.Popen(
        [sys.executable, "-c", WRITER, tmp_path / "a.bin"], stdout=subprocess.PIPE, text=True
    )
    temporary = tmp_path / Path(child.stdout.readline().strip()).name
    yield child, temporary
    child.kill()
    child.wait()


def hours_ago(path, hours):
    os.utime(path, (time.time() - 3600 * hours,) * 2)


def test_a_living_writer_keeps_its_file_and_a_killed_one_loses_it(tmp_path, writer):
    child, temporary = writer
    hours_ago(temporary, 1000)  # however long it takes
    remove_abandoned(tmp_path)
    assert temporary.read_bytes() == b"half" and not is_abandoned(temporary)
    child.send_signal(signal.SIGKILL)
    child.wait()
    assert is_abandoned(temporary)
    remove_abandoned(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_neither_process_ids_nor_host_names_matter(tmp_path, writer, monkeypatch):
    """As in two containers of one name: the pids of the other mean nothing here."""
    child, temporary = writer
    assert str(child.pid) not in temporary.name.split(".")
    monkeypatch.setattr(socket, "gethostname", lambda: "same")
    monkeypatch.setattr(os, "kill", lambda pid, number: (_ for _ in ()).throw(ProcessLookupError))
    remove_abandoned(tmp_path)
    assert temporary.exists()


def test_files_of_another_machine_must_be_old(tmp_path):
    left = tmp_path / ".a.h5.pa3d-ffffffff-00000000.tmp"
    left.write_text("x")
    hours_ago(left, 0.9)
    remove_abandoned(tmp_path)
    assert left.exists()
    hours_ago(left, 1.1)
    remove_abandoned(tmp_path)
    assert not left.exists()


def test_where_there_are_no_locks_only_a_day_counts(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "_lock", lambda handle, wait: None)
    left = tmp_path / f".a.h5.pa3d-{files._boot()}-00000000.tmp"
    left.write_text("x")
    for hours, stays in ((2, True), (25, False)):
        hours_ago(left, hours)
        remove_abandoned(tmp_path)
        assert left.exists() == stays


def test_what_is_not_ours_stays(tmp_path):
    keep = ["a.h5", ".hidden", ".a.tmp", ".a.h5.other-host.5.tmp", "a.pa3d-ffffffff-00000000.tmp"]
    keep += [f".a.h5.{socket.gethostname()}.x.tmp", ".a.h5.pa3d-fffffff-00000000.tmp"]
    old = f".a.h5.{socket.gethostname()}.12.tmp"  # as earlier versions called them
    target = tmp_path / "elsewhere"
    target.write_text("x")
    for name in [*keep, old]:
        (tmp_path / name).write_text("x")
        hours_ago(tmp_path / name, 30)
    link = tmp_path / ".b.h5.pa3d-ffffffff-00000000.tmp"
    link.symlink_to(target)
    folder = tmp_path / ".c.h5.pa3d-ffffffff-00000000.tmp"
    folder.mkdir()
    remove_abandoned(tmp_path)
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted([*keep, "elsewhere", link.name, folder.name])
    assert [is_temporary(tmp_path / name) for name in (old, keep[0])] == [True, False]


def test_a_file_taken_for_abandoned_before_it_was_locked_is_made_again(tmp_path, monkeypatch):
    """The moment between making a file and locking it: another process removes it."""
    original, removed = files._lock, []

    def lock(handle, *, wait):
        if wait and not removed:
            removed.extend(tmp_path.glob(".*.tmp"))
            removed[0].unlink()
        return original(handle, wait=wait)

    monkeypatch.setattr(files, "_lock", lock)
    with atomic_path(tmp_path / "a.bin") as temporary:
        assert temporary.exists() and temporary != removed[0]
        temporary.write_bytes(b"whole")
    assert (tmp_path / "a.bin").read_bytes() == b"whole"


def test_threads_and_cleaners_at_once_lose_nothing(tmp_path):
    """Four threads write the same names while a fifth cleans: every file is whole, none fails."""
    errors, done = [], threading.Event()

    def write(number):
        try:
            for i in range(60):
                with atomic_path(tmp_path / f"{i % 7}.bin") as temporary:
                    temporary.write_bytes(bytes([number]) * 5000)
        except OSError as error:
            errors.append(error)

    def clean():
        while not done.is_set():
            remove_abandoned(tmp_path)

    writers = [threading.Thread(target=write, args=(n,)) for n in range(4)]
    cleaner = threading.Thread(target=clean)
    for thread in [*writers, cleaner]:
        thread.start()
    for thread in writers:
        thread.join()
    done.set()
    cleaner.join()
    assert not errors
    assert sorted(p.name for p in tmp_path.iterdir()) == [f"{i}.bin" for i in range(7)]
    for path in tmp_path.iterdir():
        content = path.read_bytes()
        assert len(content) == 5000 and len(set(content)) == 1


def test_long_names_fit(tmp_path):
    for name in ("a" * 250 + ".h5", "é" * 125 + ".h5"):
        with atomic_path(tmp_path / name) as temporary:
            temporary.write_text("x")
        assert (tmp_path / name).exists()


def test_the_mode_of_a_file_is_the_users(tmp_path):
    old = os.umask(0o027)
    try:
        with atomic_path(tmp_path / "a") as temporary:
            temporary.write_text("x")
    finally:
        os.umask(old)
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o640


def test_what_needs_more_than_is_free_is_refused_before_the_work(tmp_path):
    with pytest.raises(DiskFullError) as error, atomic_path(tmp_path / "a", need=1 << 60):
        pytest.fail("the body ran")
    assert re.fullmatch(
        rf"{tmp_path}/a: the disk is full: at least 1\.15e\+12 MB are needed, .* MB are free; .*",
        str(error.value),
    )
    assert list(tmp_path.iterdir()) == []
