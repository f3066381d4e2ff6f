"""Two runs never write one folder: who holds it, who may share it, and that a dead holder locks nobody out."""

import errno
import fcntl
import os
import re
import signal
import socket
import subprocess
import sys
import threading

import pytest

from pa3d import lock
from pa3d.errors import Pa3dError
from pa3d.lock import only_one

HOLD = r"""
import os, sys, time
from pathlib import Path
from pa3d.lock import only_one
with only_one(Path(sys.argv[1]), *sys.argv[2:3]):
    if sys.argv[3:] and os.fork() == 0:
        os.write(1, b"%d\n" % os.getpid())
        time.sleep(60)
    os.write(1, b"held\n")
    time.sleep(60)
"""


def holder(folder, *arguments):
    """A process that holds a folder; it says so on its standard output."""
    command = [sys.executable, "-c", HOLD, str(folder), *arguments]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, bufsize=1)


def test_the_second_run_names_the_first_and_touches_nothing(tmp_path):
    process = holder(tmp_path)
    try:
        assert process.stdout.readline() == "held\n"
        before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
        with pytest.raises(Pa3dError) as error, only_one(tmp_path):
            pass
        who = f"process {process.pid} on {socket.gethostname()}"
        assert str(error.value) == (
            f"{tmp_path}: another run is writing here ({who}); wait until it ends, or give another --out"
        )
        assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before
    finally:
        process.kill()
        process.wait()
    with only_one(tmp_path):  # its file is still there, but the kernel took its lock back
        assert (tmp_path / ".lock").read_text().split()[0] == str(os.getpid())
    assert not list(tmp_path.iterdir())


def test_a_forked_child_does_not_keep_the_lock_of_its_dead_parent(tmp_path):
    process = holder(tmp_path, "0of1", "fork")
    lines = sorted(process.stdout.readline() for _ in range(2))
    process.kill()
    process.wait()
    try:
        with only_one(tmp_path):
            pass
    finally:
        os.kill(int(lines[0]), signal.SIGKILL)


def refused(folder, shard=None):
    try:
        with only_one(folder, shard):
            return False
    except Pa3dError:
        return True


def test_shards_share_a_folder_but_not_with_themselves_nor_with_a_whole_run(tmp_path):
    with only_one(tmp_path, "0of2"):
        assert refused(tmp_path, "0of2") and refused(tmp_path)
        with only_one(tmp_path, "1of2"):
            assert refused(tmp_path, "1of2") and refused(tmp_path)
        assert not refused(tmp_path, "1of2")
        assert refused(tmp_path), "the shard that ended took the other's protection with it"
    with only_one(tmp_path):
        assert refused(tmp_path, "0of2") and refused(tmp_path)
    assert not list(tmp_path.iterdir())


def test_it_is_released_whatever_happens(tmp_path):
    with pytest.raises(KeyboardInterrupt), only_one(tmp_path, "0of2"):
        raise KeyboardInterrupt
    assert not list(tmp_path.iterdir())
    assert not refused(tmp_path)


def test_a_lock_on_a_file_that_is_gone_holds_nothing(tmp_path, monkeypatch):
    """Its holder removed it between our opening and our locking: two would hold the folder."""
    plain, gone = fcntl.flock, []

    def flock(handle, kind):
        if not gone:
            gone.append(True)
            (tmp_path / ".lock").unlink()
        return plain(handle, kind)

    monkeypatch.setattr(lock.fcntl, "flock", flock)
    with only_one(tmp_path):
        monkeypatch.undo()
        assert refused(tmp_path)


def test_many_at_once_are_never_two(tmp_path):
    inside, most, done = [], [], []

    def work():
        while len(done) < 300:
            try:
                with only_one(tmp_path):
                    inside.append(1)
                    most.append(len(inside))
                    done.append(1)
                    inside.pop()
            except Pa3dError:
                continue

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert set(most) == {1}
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("code", [errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOSYS])
def test_where_locks_are_unknown_the_run_goes_on(tmp_path, monkeypatch, code):
    def flock(handle, kind):
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(lock.fcntl, "flock", flock)
    with only_one(tmp_path), only_one(tmp_path):
        pass


def test_where_nothing_can_be_written_the_run_says_what_is_wrong_not_the_lock(tmp_path):
    with only_one(tmp_path / "absent"):
        pass


def test_a_link_is_not_followed(tmp_path):
    precious = tmp_path / "precious.txt"
    precious.write_text("keep me")
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / ".lock").symlink_to(precious)
    with only_one(folder):
        pass
    assert precious.read_text() == "keep me"


def test_strange_words_in_the_file_do_no_harm(tmp_path):
    with only_one(tmp_path):
        (tmp_path / ".lock").write_bytes(b"\xff\n\x1b[31mlong" + b"x" * 1000)
        with pytest.raises(Pa3dError) as error, only_one(tmp_path):
            pass
    assert re.fullmatch(r"[\x20-\x7e]+", str(error.value).replace(str(tmp_path), ""))
