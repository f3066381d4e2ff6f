"""Ctrl-C, SIGTERM and SIGHUP: one line, exit code 130, nothing half-written, and the next run goes on."""

import random
import signal

import pytest
from kills import Launcher, assert_same
from world import command, write_world

SIGNALS = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP]
LINE = "error: interrupted; what was finished is kept, run the command again to go on"


@pytest.fixture(scope="module")
def launcher(tmp_path_factory):
    launcher = Launcher(tmp_path_factory.mktemp("log"))
    yield launcher
    launcher.close()


@pytest.fixture(scope="module")
def world(tmp_path_factory, launcher):
    folder = tmp_path_factory.mktemp("world")
    write_world(folder, launcher, 3)
    return folder


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


def interrupted(launcher, asked, tmp_path, number, moments, rng):
    """Interrupt at so many moments, clock and steps by turns, then let it end: as if nothing had been."""
    whole, out = tmp_path / "whole", tmp_path / "out"
    first = run(launcher, asked, whole)
    assert first.code == 0, first.log
    for turn in range(moments):
        how = {"at": rng.randrange(first.steps)} if turn % 2 else {"after": rng.uniform(0, first.seconds)}
        end = run(launcher, asked, out, signal=number, **how)
        if end.code == 0:  # it was done before
            break
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


@pytest.mark.slow
@pytest.mark.parametrize("number", SIGNALS)
def test_a_signal_while_modules_are_imported_at_any_moment(launcher, world, tmp_path, number):
    rng = random.Random(int(number))
    whole = run(launcher, command("train-align", world), tmp_path / "whole", start_new=True)
    for turn in range(15):
        out = tmp_path / str(turn)
        after = rng.uniform(0.15 * whole.seconds, whole.seconds)
        end = run(launcher, command("train-align", world), out, signal=number, after=after, start_new=True)
        if end.code != 0:
            assert_clean(end, out)
