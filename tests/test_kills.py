"""Each command is killed at any moment, started again until done, and leaves what an undisturbed run leaves."""

import json
import signal

import pytest
from kills import Launcher, assert_same, torment, visible
from world import COMMANDS, command, write_world

SLOW_KILLS, SLOW_NEW = 100, 4


@pytest.fixture(scope="module")
def launcher(tmp_path_factory):
    launcher = Launcher(tmp_path_factory.mktemp("log"))
    yield launcher
    launcher.close()


@pytest.fixture(scope="module")
def world(tmp_path_factory, launcher):
    folder = tmp_path_factory.mktemp("world")
    write_world(folder, launcher)
    return folder


def killed(launcher, world, tmp_path, name, kills, seed, start_new=0):
    tally = torment(launcher, command(name, world), tmp_path, kills, seed, start_new=start_new)
    assert tally.kills >= kills
    late = sum(moment > 0.5 for moment in tally.moments)
    print(  # noqa: T201 - the figures of docs/reliability.md; shown with -s
        f"\n{name}: {tally.kills} kills survived ({tally.at_a_step} at a step on files, {len(tally.moments)} "
        f"by the clock, {late} of them in the second half), {tally.runs} runs, {tally.seconds:.0f} s"
    )


@pytest.mark.parametrize("name", COMMANDS)
def test_a_few_kills(launcher, world, tmp_path, name):
    killed(launcher, world, tmp_path, name, 2, seed=len(name))


@pytest.mark.slow
@pytest.mark.parametrize("name", COMMANDS)
def test_a_hundred_kills(launcher, world, tmp_path, name):
    killed(launcher, world, tmp_path, name, SLOW_KILLS, seed=7, start_new=SLOW_NEW)


# -- several processes -------------------------------------------------------------------------------


def run(launcher, asked, out, **how):
    return launcher.run([str(word).replace("{out}", str(out)) for word in asked.argv], asked.cwd, **how)


def test_a_killed_worker_costs_its_shape_and_nothing_else(launcher, world, tmp_path):
    asked, whole, out = command("render", world, "--workers", 2), tmp_path / "whole", tmp_path / "out"
    assert run(launcher, command("render", world), whole).code == 0
    end = run(launcher, asked, out, until=f"{out}/*.h5", to="worker")
    assert end.code in (0, 1), end.log  # 0: it had nothing in hand
    names = [path.name for path in visible(whole)]
    if end.code == 1:
        lines = [json.loads(line) for line in (out / "failed-0of1.jsonl").read_text().splitlines()]
        (lost,) = lines
        assert lost["error"].endswith("the process that read it died (signal 9: out of memory, or killed)")
        assert [p.name for p in visible(out) if p.suffix == ".h5"] == [
            name for name in names if name != f"{lost['shape_id']}.h5"
        ]
        assert run(launcher, asked, out).code == 0
    assert_same(whole, out)


@pytest.mark.parametrize("to", ["process", "group"])
def test_workers_end_with_their_command_and_write_no_more(launcher, world, tmp_path, to):
    """Two processes make what one makes, too."""
    asked, whole, out = command("render", world, "--workers", 2), tmp_path / "whole", tmp_path / "out"
    assert run(launcher, command("render", world), whole).code == 0
    end = run(launcher, asked, out, until=f"{out}/*.h5", to=to)  # which waits until the workers are gone
    assert end.code == -signal.SIGKILL
    assert run(launcher, asked, out).code == 0
    assert_same(whole, out)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["render", "dino-extract", "segment", "benchmark"])
@pytest.mark.parametrize("to", ["group", "process"])
def test_kills_with_two_workers(launcher, world, tmp_path, name, to):
    asked = command(name, world, "--workers", 2)
    tally = torment(launcher, asked, tmp_path, 12, seed=3, to=to, steps=False)
    print(f"\n{name} --workers 2, {to}: {tally.kills} kills survived in {tally.seconds:.0f} s")  # noqa: T201
