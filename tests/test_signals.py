"""Ctrl-C, SIGTERM and SIGHUP: one line, exit code 130, nothing half-written, and the next run goes on."""

import os
import random
import signal
import subprocess
import sys
import threading
from types import SimpleNamespace

import numpy as np
import pytest
from kills import assert_same
from world import command

import pa3d.cli
from pa3d import batch, hdf5
from pa3d.cli import interrupt
from pa3d.errors import Pa3dError
from pa3d.signals import told

SIGNALS = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP]
LINE = "error: interrupted; what was finished is kept, run the command again to go on"


def run(launcher, asked, out, **how):
    return launcher.run([str(word).replace("{out}", str(out)) for word in asked.argv], asked.cwd, **how)


def assert_clean(end, out):
    """One line of error whatever was said before; no temporary file and no lock stays."""
    assert end.code == 130, end.log
    lines = end.log.splitlines()
    assert lines[-1] == LINE and end.log.count("error") == 1, end.log
    assert not any(words in end.log for words in ("Traceback", "Exception", "KeyboardInterrupt", "Warning"))
    left = [path.name for path in out.rglob("*") if path.name.startswith(".")]
    assert not left


def had_not_begun(end, number):
    """Whether the signal came before the command's first line could answer it: nothing was done or said."""
    return end.code == -number and end.log == "" and end.steps == 0


def interrupted(launcher, asked, tmp_path, number, moments, rng):
    """Interrupt at so many moments, clock and steps by turns, then let it end: as if nothing had been."""
    whole, out = tmp_path / "whole", tmp_path / "out"
    first = run(launcher, asked, whole)
    assert first.code == 0, first.log
    for turn in range(moments):
        how = (
            {"at": rng.randrange(first.steps)}
            if turn % 2 == 0
            else {"after": rng.uniform(0, 0.8 * first.seconds)}
        )
        end = run(launcher, asked, out, signal=number, **how)
        if end.code == 0:  # it was done before
            assert turn, "the first run was not stopped"
            break
        if had_not_begun(end, number):
            continue
        assert_clean(end, out)
    assert run(launcher, asked, out).code == 0
    assert_same(whole, out)


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("render", signal.SIGTERM),
        ("train-distill", signal.SIGINT),
        ("train-align", signal.SIGTERM),
        ("segment", signal.SIGHUP),
        ("benchmark", signal.SIGINT),
        ("synth", signal.SIGTERM),
    ],
)
def test_a_command_ends_cleanly(launcher, world, tmp_path, name, number):
    interrupted(launcher, command(name, world), tmp_path, number, 2, random.Random(name))


@pytest.mark.slow
@pytest.mark.parametrize("number", SIGNALS)
@pytest.mark.parametrize("name", ["render", "dino-extract", "train-distill", "train-align", "segment", "pack"])
def test_a_command_ends_cleanly_at_any_moment(launcher, world, tmp_path, name, number):
    rng = random.Random(int(number))
    for turn in range(4):
        folder = tmp_path / str(turn)
        folder.mkdir()
        interrupted(launcher, command(name, world), folder, number, 6, rng)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_workers_end_with_it(launcher, world, tmp_path, number):
    """The signal comes to all of them, as from a terminal; the launcher waits until all are gone."""
    asked, out = command("render", world, "--workers", 2), tmp_path / "out"
    assert_clean(run(launcher, asked, out, signal=number, until=f"{out}/.lock"), out)  # while they start
    end = run(launcher, asked, out, signal=number, until=f"{out}/*.h5")
    if end.code:
        assert_clean(end, out)
    assert run(launcher, asked, out).code == 0
    assert len(list(out.glob("*.h5"))) == 3


@pytest.mark.parametrize("number", [signal.SIGINT])
def test_a_signal_while_modules_are_imported(launcher, world, tmp_path, number):
    out = tmp_path / "out"
    end = run(launcher, command("train-distill", world), out, signal=number, after=1.5, start_new=True)
    assert_clean(end, tmp_path)


@pytest.fixture
def handlers():
    """Put back what an interruption changes in this process."""
    before = {number: signal.getsignal(number) for number in SIGNALS}
    yield
    interrupt._came = None
    told.clear()
    sys.unraisablehook, threading.excepthook = sys.__unraisablehook__, threading.__excepthook__
    for number, handler in before.items():
        signal.signal(number, handler)


def test_what_is_ignored_stays_ignored(handlers):
    """nohup, and a shell's job in the background; and afterwards all is as it was."""
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    with interrupt.listening():
        signal.raise_signal(signal.SIGHUP)
        assert not interrupt.came()
    assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL
    with pytest.raises(KeyboardInterrupt), interrupt.listening():
        signal.raise_signal(signal.SIGTERM)


def test_a_file_that_is_being_written_is_finished_first(handlers, monkeypatch, capfd, tmp_path):
    """libhdf5 calls back into Python to write, and cannot pass on what is raised there: it prints it."""
    write, signals = os.pwrite, []

    def interrupted_write(*arguments):
        if not signals:
            signals.append(signal.SIGINT)
            signal.raise_signal(signal.SIGINT)
        return write(*arguments)

    monkeypatch.setattr(os, "pwrite", interrupted_write)
    path, values = tmp_path / "some.h5", np.arange(1000)
    with pytest.raises(KeyboardInterrupt), interrupt.listening(), hdf5.create(path, {"format": "x"}) as handle:
        hdf5.add(handle, "values", values, {}, is_text=False, compress=False)
    assert signals
    assert "".join(capfd.readouterr()) == ""
    with hdf5.open_file(path) as (handle, _):
        assert np.array_equal(handle["values"][:], values)


def test_no_shape_is_blamed_for_a_signal(handlers):
    """A signal within the import of a compiled module comes out of it as an ImportError."""

    def cut_in_two(*_):
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGTERM)
        raise ImportError("initialization failed")

    with pytest.raises(KeyboardInterrupt), interrupt.listening():
        batch._attempt(SimpleNamespace(run=cut_in_two), SimpleNamespace(source="a.ply", shape_id="a"))


@pytest.mark.parametrize("error", [ImportError("half a module"), Pa3dError("a worker died"), SystemExit(1)])
def test_what_follows_a_signal_is_its_doing(handlers, monkeypatch, capsys, error):
    """An import that is cut in two, or a worker that got the signal first, looks like another error."""

    def app(**options):
        try:
            signal.raise_signal(signal.SIGTERM)
        except KeyboardInterrupt:
            raise error from None

    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    monkeypatch.setattr(pa3d.cli, "app", app)
    monkeypatch.setattr(pa3d.cli, "_defaults", dict)
    with pytest.raises(SystemExit) as end:
        pa3d.cli.main()
    assert end.value.code == 130
    assert capsys.readouterr() == ("", f"{LINE}\n")


PASSED = """
import signal, sys
import pa3d.cli
pa3d.cli._defaults = dict
pa3d.cli.app = lambda **options: exec("signal.raise_signal(signal.SIGTERM)")
pa3d.cli.main()
"""


def test_python_does_not_forget_that_a_signal_was_answered(tmp_path):
    (tmp_path / "passed.py").write_text(PASSED)
    # the working folder may be left out of the path; what guards the network stays in it
    search = os.pathsep.join([str(tmp_path), os.environ["PYTHONPATH"]])
    environment = os.environ | {"PYTHONPATH": search}
    done = subprocess.run(
        [sys.executable, "-m", "passed"], cwd=tmp_path, env=environment, capture_output=True, text=True
    )
    assert (done.returncode, done.stdout, done.stderr) == (130, "", f"{LINE}\n")


STUBBORN = """
import signal, sys, time
import pa3d.cli
from pa3d.cli import interrupt
from pa3d.errors import Pa3dError
interrupt.PATIENCE = 0.2
with interrupt.listening():
    try:
        signal.raise_signal(signal.SIGTERM)
    except KeyboardInterrupt:
        signal.raise_signal(signal.SIGHUP)  # at once, as some supervisors: the clean-up goes on
        print("cleaning", flush=True)
        time.sleep(0.3)
        signal.raise_signal(signal.SIGINT)
        print("never", flush=True)
"""


def test_a_second_signal_ends_a_clean_up_that_hangs():
    done = subprocess.run([sys.executable, "-c", STUBBORN], capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (130, "cleaning\n", "")


@pytest.mark.slow
@pytest.mark.parametrize("number", SIGNALS)
def test_a_signal_while_modules_are_imported_at_any_moment(launcher, world, tmp_path, number):
    rng = random.Random(int(number))
    whole = run(launcher, command("train-align", world), tmp_path / "whole", start_new=True)
    for turn in range(15):
        out = tmp_path / str(turn)
        after = rng.uniform(0.15 * whole.seconds, whole.seconds)
        end = run(launcher, command("train-align", world), out, signal=number, after=after, start_new=True)
        if end.code != 0 and not had_not_begun(end, number):
            assert_clean(end, out)
