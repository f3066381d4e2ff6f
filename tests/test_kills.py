"""Each command is killed at any moment, started again until done, and leaves what an undisturbed run leaves."""

import json
import signal
from concurrent.futures import ThreadPoolExecutor

import pytest
from kills import Launcher, assert_same, torment, visible
from world import COMMANDS, command

SLOW_KILLS, SLOW_NEW = 100, 4


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
@pytest.mark.parametrize("name", ["render", "segment"])
@pytest.mark.parametrize("to", ["group", "process"])
def test_kills_with_two_workers(launcher, world, tmp_path, name, to):
    asked = command(name, world, "--workers", 2)
    tally = torment(launcher, asked, tmp_path, 10, seed=3, to=to, steps=False)
    print(f"\n{name} --workers 2, {to}: {tally.kills} kills survived in {tally.seconds:.0f} s")  # noqa: T201


def said_once(path):
    """Drop what a record says again: two commands at once may label a shape each."""
    lines = {line["id"]: line for line in map(json.loads, path.read_text().splitlines())}
    path.write_text("".join(json.dumps(line) + "\n" for line in lines.values()))


@pytest.mark.slow
@pytest.mark.parametrize("name", ["render", "dino-extract", "backproject", "patchify", "segment", "benchmark"])
def test_workers_and_shards_change_nothing(launcher, world, tmp_path, name):
    """Bit for bit, where each process has as many threads (one, here)."""
    folders = [tmp_path / "one", tmp_path / "two", tmp_path / "shards"]
    more = [[[]], [["--workers", 2]], [["--shard", "0/2"], ["--shard", "1/2"]]]
    for out, options in zip(folders, more, strict=True):
        for words in options if name != "segment" or out.name != "shards" else []:
            end = run(launcher, command(name, world, *words), out)
            assert end.code == 0, end.log
    for out in folders[1:] if name != "segment" else folders[1:2]:
        assert_same(folders[0], out)


@pytest.mark.slow
@pytest.mark.parametrize("name", COMMANDS)
def test_two_at_once_end_well(launcher, world, tmp_path, name):
    """One of the two is refused, or both write the same; never a mixture. What is there is whole."""
    asked, whole, out = command(name, world), tmp_path / "whole", tmp_path / "out"
    assert run(launcher, asked, whole).code in asked.codes
    (tmp_path / "log").mkdir()
    second = Launcher(tmp_path / "log")
    try:
        run(second, command("pack", world), tmp_path / "warm")  # so that both have imported everything
        with ThreadPoolExecutor(2) as pool:
            ends = list(pool.map(lambda launcher: run(launcher, asked, out), (launcher, second)))
    finally:
        second.close()
    refused = [end for end in ends if end.code not in asked.codes]
    assert len(refused) <= 1
    for end in refused:
        assert end.code == 2 and "another run is writing here" in end.log, end.log
    if name == "segment":
        said_once(out / "segment.jsonl")
    assert_same(whole, out)
    print(f"\n{name}: {len(refused)} of 2 refused")  # noqa: T201
