"""Defaults from files and environment."""

import subprocess
import sys

import pytest

from pa3d.config import Option, read_defaults
from pa3d.errors import Pa3dError

COMMANDS = {
    "segment": [
        Option("draws", "draws", False),
        Option("out-dir", "out_dir", False),
        Option("parts", "parts", False),
        Option("format", "format_", True),
        Option("png", "png", False),
    ],
    "train-align": [Option("epochs", "epochs", False), Option("out-dir", "out_dir", False)],
}


@pytest.fixture
def here(tmp_path, monkeypatch):
    (tmp_path / "user").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def read(folder, **environment):
    return read_defaults(COMMANDS, folder / "user", environment)


def test_without_files_there_are_no_defaults(here):
    assert not any(read(here).values())


def test_a_key_is_for_every_command_that_has_it_a_table_for_one(here):
    (here / "pa3d.toml").write_text('out-dir = "o"\ndraws = 2\n[train-align]\nout-dir = "t"\nepochs = 3\n')
    assert read(here) == {
        "segment": {"draws": 2, "out_dir": "o"},
        "train-align": {"out_dir": "t", "epochs": 3},
    }


def test_lists_fit_repeated_options_and_comma_lists(here):
    (here / "pa3d.toml").write_text('format = "ply"\nparts = ["leg", "seat"]\npng = true\n')
    assert read(here)["segment"] == {"format_": ["ply"], "parts": "leg,seat", "png": True}
    (here / "pa3d.toml").write_text('format = ["ply", "glb"]\n')
    assert read(here)["segment"] == {"format_": ["ply", "glb"]}


def test_the_nearer_wins(here):
    (here / "user" / "config.toml").write_text('draws = 1\nout-dir = "u"\nparts = "a"\nepochs = 9\n')
    (here / "pa3d.toml").write_text('draws = 2\nout-dir = "f"\n')
    found = read(here, PA3D_DRAWS="3", PA3D_SEGMENT_DRAWS="4", PA3D_FORMAT="ply,glb", PA3D_UNKNOWN="x")
    assert found["segment"] == {"draws": "4", "out_dir": "f", "parts": "a", "format_": ["ply,glb"]}
    assert found["train-align"] == {"out_dir": "f", "epochs": 9}
    assert read(here, PA3D_TRAIN_ALIGN_EPOCHS="5")["train-align"]["epochs"] == "5"


def test_a_named_file_replaces_the_others(here):
    (here / "pa3d.toml").write_text("draws = 2\n")
    (here / "mine.toml").write_text("draws = 5\n")
    assert read(here, PA3D_CONFIG="mine.toml")["segment"] == {"draws": 5}
    assert not any(read(here, PA3D_CONFIG="").values())
    with pytest.raises(Pa3dError, match="absent.toml: no such file; PA3D_CONFIG names it"):
        read(here, PA3D_CONFIG="absent.toml")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("drawz = 2", "pa3d.toml: unknown key 'drawz'; did you mean 'draws'?"),
        ("[segmnt]\ndraws = 2", "unknown table 'segmnt'; did you mean 'segment'?; tables are named"),
        ("[segment]\nepochs = 2", "[segment]: unknown key 'epochs'"),
        ("draws = [[1]]", "draws: must be a plain value"),
        ("draws = ", "pa3d.toml: not a TOML file"),
        ("segment = 3", "'segment' is a command: its keys go into a table, [segment]"),
    ],
)
def test_what_is_wrong_is_one_line_that_names_the_file(here, content, words):
    (here / "pa3d.toml").write_text(content)
    with pytest.raises(Pa3dError) as caught:
        read(here)
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)
    assert "pa3d.toml" in str(caught.value)


def test_a_value_that_the_option_refuses_names_the_file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pa3d.toml").write_text("draws = 1.5\n")
    whole = Option("draws", "draws", False, lambda value: "" if value.isdigit() else f"{value} is not whole")
    with pytest.raises(Pa3dError, match=r"pa3d.toml: draws: 1.5 is not whole"):
        read_defaults({"segment": [whole]}, tmp_path, {})
    (tmp_path / "pa3d.toml").write_text("draws = 2\n")
    assert read_defaults({"segment": [whole]}, tmp_path, {}) == {"segment": {"draws": 2}}


@pytest.mark.parametrize("line", ["draws = 1.5", "draws = 'x'"])
def test_the_command_line_says_which_file_holds_a_bad_value(tmp_path, line):
    (tmp_path / "pa3d.toml").write_text(f"[segment]\n{line}\n")
    argv = [sys.executable, "-m", "pa3d", "segment", "nothing.ply", "--parts", "leg"]
    done = subprocess.run(argv, cwd=tmp_path, capture_output=True, text=True, timeout=60)
    assert done.returncode == 2 and len(done.stderr.splitlines()) == 1, done
    assert done.stderr.startswith("error: pa3d.toml: draws: ")
