"""`pa3d segment` as a user types it, and what every command can do: messages, configuration, help."""

import io
import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
import typer
from tiny_model import save_tiny
from typer.testing import CliRunner

import pa3d.cli
from pa3d.cli import app, console

ROOT = Path(__file__).parent.parent
GROUP = typer.main.get_command(app)


@pytest.fixture(scope="module")
def tiny(tmp_path_factory):
    return save_tiny(tmp_path_factory.mktemp("model") / "tiny.safetensors")


@pytest.fixture
def shapes(tmp_path):
    """A folder with two clouds, one of them one folder down, and a bad file."""
    folder = tmp_path / "shapes"
    (folder / "more").mkdir(parents=True)
    for i, name in enumerate(("a.npy", "more/b.npy")):
        np.save(folder / name, np.random.default_rng(i).normal(size=(80, 3)))
    return folder


@pytest.fixture
def call(tiny, tmp_path, monkeypatch, capsys):
    """Run main() here with a command line; (exit code, standard output, standard error)."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PA3D_CONFIG", "")

    def run(*arguments, model=True):
        words = [str(a) for a in arguments]
        if words and words[0] == "segment" and model:
            words += ["--checkpoint", str(tiny), "--draws", "1"]
        monkeypatch.setattr(sys, "argv", ["pa3d", *words])
        with pytest.raises(SystemExit) as end:
            pa3d.cli.main()
        out, err = capsys.readouterr()
        return end.value.code or 0, out, err

    return run


def test_a_folder_gives_a_file_for_every_shape_and_format(call, shapes, tmp_path):
    code, out, err = call("segment", shapes, "--parts", "leg,seat", "--format", "ply,json", "--out-dir", "o")
    assert (code, err) == (0, "")
    found = sorted(p.name for p in (tmp_path / "o").iterdir())
    assert found == [
        "a.parts.json", "a.parts.ply", "more_b.parts.json", "more_b.parts.ply", "segment.jsonl",
    ]  # fmt: skip
    lines = out.splitlines()
    assert lines[0].startswith(f"{shapes / 'a.npy'}: ")
    assert re.match(r"o: 2 done; \d+\.\d s", lines[-1])


def test_a_bad_file_is_one_line_and_code_1(call, shapes):
    (shapes / "bad.ply").write_text("nonsense")
    code, out, err = call("segment", shapes, "--parts", "leg,seat", "--format", "json", "--out-dir", "o")
    assert code == 1
    assert err.splitlines()[0].startswith(f"error: {shapes / 'bad.ply'}: ")
    assert err.splitlines()[1:] == ["1 of 3 shapes failed"]
    assert "2 done" in out


def test_json_is_one_object_for_every_shape_and_nothing_else(call, shapes):
    (shapes / "bad.ply").write_text("nonsense")
    arguments = ["segment", shapes, "--parts", "leg,seat", "--format", "json", "--out-dir", "o", "--json"]
    code, out, _ = call(*arguments)
    lines = [json.loads(line) for line in out.splitlines()]
    assert code == 1
    assert [line["id"] for line in lines] == ["a", "bad", "more_b"]
    assert lines[0]["outputs"] == ["o/a.parts.json"]
    assert lines[0]["up"] == "y" and lines[0]["error"] is None and lines[0]["seconds"] > 0
    assert {part["name"] for part in lines[0]["parts"]} == {"leg", "seat"}
    assert lines[1]["parts"] == [] and "bad.ply" in lines[1]["error"]
    again = [json.loads(line) for line in call(*arguments, "--resume")[1].splitlines()]
    assert [line["status"] for line in again] == ["skipped", "failed", "skipped"]
    assert again[0]["parts"] == lines[0]["parts"]


def test_resume_says_what_is_up_to_date(call, shapes):
    arguments = ["segment", shapes, "--parts", "leg,seat", "--format", "json", "--out-dir", "o", "--resume"]
    assert "up to date" not in call(*arguments)[1]
    out = call(*arguments)[1].splitlines()
    assert [line.split(":")[0] for line in out[:2]] == ["up to date", "up to date"]
    assert out[2].startswith("o: 0 done, 2 up to date")
    assert call(*arguments, "--up", "z")[1].count("up to date") == 0


def test_results_in_the_input_folder_are_not_taken_for_shapes(call, shapes):
    arguments = ["segment", shapes, "--parts", "leg,seat", "--format", "ply", "--split", "--out-dir", shapes]
    assert "2 done" in call(*arguments)[1]
    assert "2 done" in call(*arguments)[1]


def test_shortcuts_add_files_beside_out(call, shapes, tmp_path):
    code, out, _ = call(
        "segment", shapes / "a.npy", "--parts", "leg|foot,seat", "--out", "x.glb", "--png", "--html",
        "--heatmap", "foot", "--split",
    )  # fmt: skip
    assert code == 0
    names = ["x", "x.glb", "x.heat-foot.png", "x.html", "x.png"]
    assert sorted(p.name for p in tmp_path.iterdir() if p.name.startswith("x")) == names
    assert all(name in out for name in names)
    assert {p.suffix for p in (tmp_path / "x").iterdir()} == {".glb"}


def test_standard_input_is_a_shape(call, shapes, tmp_path, monkeypatch):
    class Input:
        buffer = io.BytesIO((shapes / "a.npy").read_bytes())

    monkeypatch.setattr(sys, "stdin", Input)
    code, out, _ = call("segment", "-", "--parts", "leg,seat", "--stdin-format", "npy", "--out", "x.json")
    assert code == 0
    assert json.loads((tmp_path / "x.json").read_text())["num_vertices"] == 80
    call("segment", shapes / "a.npy", "--parts", "leg,seat", "--out", "y.json")
    assert (tmp_path / "x.json").read_text() == (tmp_path / "y.json").read_text()


def test_auto_names_and_auto_up_are_said(call, shapes, tiny, tmp_path):
    import torch

    from pa3d.checkpoint import load_model, pack

    model = load_model(tiny)
    model.info["part_names"] = ["leg", "seat", "back", "wheel"]
    pack(model, tmp_path / "named.safetensors", torch.float32)
    words = ["segment", shapes / "a.npy", "--auto", "--out", "x.json", "--draws", 1]
    words += ["--checkpoint", tmp_path / "named.safetensors"]
    code, out, err = call(*words, "--up", "auto", model=False)
    assert (code, err) == (0, "")
    assert re.search(r"^  up: -?[xyz] \(chosen\)$", out, re.MULTILINE)
    line = json.loads(call(*words, "--max-names", 2, "--json", model=False)[1])
    assert 1 <= len(line["parts"]) <= 2
    line = json.loads(call(*words, "--parts", "door,arm", "--json", model=False)[1])
    assert {part["name"] for part in line["parts"]} <= {"door", "arm"}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["A"], "say what to look for: --parts leg,seat,back, or --auto"),
        (
            ["A", "--parts", "leg", "--heatmap", "wheel"],
            "--heatmap wheel: is none of the names asked for (leg)",
        ),
        (["A", "--parts", "leg", "--up", "w"], "up axis 'w'"),
        (["A", "--parts", "leg", "--format", "doc"], "cannot write kind '.doc'"),
        (["A", "--parts", "leg", "--split-format", "png"], "cannot write parts as '.png'"),
        (["A", "--parts", "leg", "--template", "a thing"], "{}"),
        (["A", "--parts", "leg", "--out", "A"], "would be overwritten by its own result"),
        (["A", "--parts", "leg", "--out", "x.ply", "--resume"], "cannot be used with --out"),
        (["A", "B", "--parts", "leg", "--out", "x.ply"], "--out names files of one shape, but there are 2"),
    ],
)
def test_wrong_usage_is_one_line_and_code_2(call, shapes, arguments, words):
    names = {"A": shapes / "a.npy", "B": shapes / "more" / "b.npy"}
    code, out, err = call("segment", *(names.get(a, a) for a in arguments))
    assert code == 2, (out, err)
    assert words in err
    assert len(err.splitlines()) == 1
    assert err.startswith("error: ")


def test_ctrl_c_ends_all_processes_with_130(shapes, tiny, tmp_path):
    for i in range(300):
        np.save(shapes / f"n{i}.npy", np.random.default_rng(i).normal(size=(80, 3)))
    command = [sys.executable, "-m", "pa3d", "segment", shapes, "--parts", "leg,seat", "--checkpoint", tiny]
    command += ["--format", "png", "--out-dir", tmp_path / "o", "--workers", "2"]
    process = subprocess.Popen(
        [str(word) for word in command], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        start_new_session=True,
    )  # fmt: skip
    deadline = time.monotonic() + 120
    while not (tmp_path / "o" / "segment.jsonl").exists() and time.monotonic() < deadline:
        time.sleep(0.1)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to all of them
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert err.splitlines()[-1].startswith("error: interrupted")
    assert "Traceback" not in err
    with pytest.raises(ProcessLookupError):
        for _ in range(100):  # the last helper process ends when it sees that the others are gone
            os.killpg(process.pid, 0)
            time.sleep(0.1)


# -- habits of every command -------------------------------------------------------------------------


def test_quiet_says_nothing_and_verbose_more(call, shapes):
    arguments = ["segment", shapes / "a.npy", "--parts", "leg", "--out", "x.json"]
    assert call(*arguments, "-q") == (0, "", "")
    code, out, err = call(*arguments, "--verbose")
    assert code == 0 and "leg" in out and "Question(parts=('leg',)" in err
    code, _, err = call("segment", "absent.ply", "--parts", "leg", "-q")
    assert code == 2 and len(err.splitlines()) == 1
    _, _, err = call("segment", "absent.ply", "--parts", "leg", "--verbose")
    assert "Traceback" in err and err.splitlines()[-1].startswith("error: absent.ply")


def test_inspect_and_stages_print_json(call, shapes):
    described = json.loads(call("inspect", shapes / "a.npy", "--json")[1])
    assert "80 points" in described["description"][0]
    assert call("inspect", shapes / "a.npy", "-q")[1] == ""
    done = json.loads(call("render", shapes, "--image-size", 32, "--num-points", 64, "--out", "r", "--json")[1])
    assert done == {"out": "r", "done": ["a", "more_b"], "skipped": [], "failed": {}}


def test_configuration_files_and_environment_are_defaults(call, shapes, tmp_path, monkeypatch):
    (tmp_path / "mine.toml").write_text('parts = ["leg", "seat"]\n[segment]\nformat = "json"\nout-dir = "f"\n')
    monkeypatch.setenv("PA3D_CONFIG", "mine.toml")
    assert call("segment", shapes / "a.npy")[0] == 0
    assert (tmp_path / "f" / "a.parts.json").exists()
    monkeypatch.setenv("PA3D_OUT_DIR", "e")
    assert call("segment", shapes / "a.npy")[0] == 0
    assert (tmp_path / "e" / "a.parts.json").exists()
    assert call("segment", shapes / "a.npy", "--out-dir", "c")[0] == 0
    assert (tmp_path / "c" / "a.parts.json").exists()
    (tmp_path / "mine.toml").write_text("drawz = 3\n")
    code, _, err = call("segment", shapes / "a.npy")
    assert (code, err) == (2, "error: mine.toml: unknown key 'drawz'; did you mean 'draws'?\n")


def test_colours_need_a_terminal_and_no_no_color(monkeypatch):
    class Terminal(io.StringIO):
        def isatty(self):
            return True

    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    assert console.in_color(Terminal())
    assert not console.in_color(io.StringIO())
    monkeypatch.setenv("NO_COLOR", "1")
    assert not console.in_color(Terminal())
    monkeypatch.delenv("NO_COLOR")
    monkeypatch.setenv("TERM", "dumb")
    assert not console.in_color(Terminal())


LEAVES = {name: command for name, command in GROUP.commands.items() if not hasattr(command, "commands")}
LEAVES |= {f"import {name}": command for name, command in GROUP.commands["import"].commands.items()}


@pytest.mark.parametrize("name", sorted(LEAVES))
def test_every_command_has_the_same_messages_and_an_example(name):
    command = LEAVES[name]
    flags = {flag for parameter in command.params for flag in parameter.opts}
    assert {"--quiet", "-q", "--verbose", "-v", "--json"} <= flags
    assert "pa3d " + name in command.help
    for example in re.findall(rf"pa3d {name} .*", command.help):
        import shlex

        words = shlex.split(example.split(" | ")[0])[1 + len(name.split()) :]
        command.make_context(name, words, resilient_parsing=False)


def test_completion_knows_commands_and_options():
    def complete(words):
        result = CliRunner().invoke(
            app,
            [],
            prog_name="pa3d",
            env={"_PA3D_COMPLETE": "complete_bash", "COMP_WORDS": words, "COMP_CWORD": str(words.count(" "))},
        )
        return result.output.split()

    assert {"segment", "view"} <= set(complete("pa3d "))
    assert "--heatmap" in complete("pa3d segment --h")


def test_the_page_of_the_commands_is_what_the_commands_say():
    page = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    for name, command in GROUP.commands.items():
        section = page.split(f"## `pa3d {name}`")[1].split("\n## ")[0]
        for parameter in command.params:
            if parameter.param_type_name == "option":
                assert f"`{parameter.opts[0]}" in section or f", {parameter.opts[0]}" in section, (
                    name,
                    parameter,
                )
    written = re.search(r"typer (\S+);", page)[1]
    if written == typer.__version__:  # others word some things differently
        done = subprocess.run(
            [sys.executable, ROOT / "docs" / "make_cli.py", "--print"],
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout == page, "run `make docs`"
