"""What the README and the pipelines say can be typed: every command line parses."""

import re
import shlex
from pathlib import Path

import pytest
import typer

from pa3d.cli import app

ROOT = Path(__file__).parent.parent


def command_lines():
    for path in [
        ROOT / "README.md",
        *sorted((ROOT / "pipelines").glob("*.sh")),
        *sorted((ROOT / "docs").glob("*.md")),
    ]:
        text = path.read_text().replace("\\\n", " ")
        for name, words in re.findall(r"^(\w+)=\((.*)\)$", text, re.MULTILINE):  # arrays of a shell script
            text = text.replace(f'"${{{name}[@]}}"', words)
        for line in re.findall(r"^\s*(pa3d [^\n]*)$", text, re.MULTILINE):
            yield pytest.param(line, id=f"{path.name}:{line[:60]}")


@pytest.mark.parametrize("line", command_lines())
def test_command_line_parses(line):
    line = re.sub(r'"?\$\{?(\w+)[^}\s"]*\}?"?', "1", line.split("#")[0].split(">")[0].split(" | ")[0])
    words = shlex.split(line)[1:]
    if words[0].startswith("--"):
        return
    command = typer.main.get_command(app).commands[words[0]]
    if hasattr(command, "commands"):  # pa3d import find3d
        command, words = command.commands[words[1]], words[1:]
    command.make_context(words[0], words[1:], resilient_parsing=False)


def test_the_readme_shows_the_stages_that_the_pipeline_runs():
    readme = (ROOT / "README.md").read_text()
    stages = re.findall(r"^pa3d .*$", (ROOT / "pipelines" / "stages.sh").read_text(), re.MULTILINE)
    assert len(stages) >= 8
    for line in stages:
        assert line in readme


def test_make_targets_of_the_readme_exist():
    makefile = (ROOT / "Makefile").read_text()
    for target in re.findall(r"^\s*make ([a-z0-9-]+)", (ROOT / "README.md").read_text(), re.MULTILINE):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


def test_the_format_page_is_the_schemas():
    import importlib.util

    spec = importlib.util.spec_from_file_location("make_formats", ROOT / "docs" / "make_formats.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert (ROOT / "docs" / "formats.md").read_text(encoding="utf-8") == module.page()
