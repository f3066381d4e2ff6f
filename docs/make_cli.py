"""Write docs/cli.md from the commands themselves, with typer's own tool: python docs/make_cli.py [--print]."""

import os
import subprocess
import sys
from pathlib import Path

import typer

PAGE = Path(__file__).parent / "cli.md"


def page() -> str:
    """The page of all commands and their options."""
    done = subprocess.run(
        [sys.executable, "-m", "typer", "pa3d.cli", "utils", "docs", "--name", "pa3d", "--title", "Commands"],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "NO_COLOR": "1", "TERM": "dumb"},
    )
    text = done.stdout.replace("&#x27;", "'").replace("&quot;", '"')  # "<" stays escaped: it would be a tag
    lines = [line.rstrip() for line in text.splitlines()]
    note = f"<!-- made by docs/make_cli.py with typer {typer.__version__}; do not edit -->"
    return "\n".join([lines[0], "", note, *lines[1:]]).rstrip() + "\n"


if __name__ == "__main__":
    if "--print" in sys.argv:
        sys.stdout.write(page())
    else:
        PAGE.write_text(page(), encoding="utf-8")
