"""The command line: each command is options, one library call and a summary. Nothing heavy is imported here."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from pa3d.cli import prepare, synth, training, use

app = typer.Typer(
    name="pa3d",
    help="Label the parts of 3D objects from names you type; train the network that does it (PatchAlign3D).",
    no_args_is_help=True,
    pretty_exceptions_show_locals=False,
    rich_markup_mode="rich",
)


def _version(wanted: bool) -> None:
    if wanted:
        from pa3d import __version__

        typer.echo(__version__)
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    pass


app.command()(use.segment)
app.command()(use.benchmark)
app.command()(use.inspect)
app.command()(synth.synth)
app.command()(prepare.render)
app.command("dino-extract")(prepare.dino_extract)
app.command()(prepare.backproject)
app.command()(prepare.patchify)
app.command("train-distill")(training.train_distill)
app.command("train-align")(training.train_align)
app.command()(training.pack)
app.command("text-bank")(training.text_bank)


def main() -> None:
    """Entry point. Exit codes: 0 done, 1 some shapes failed, 2 bad input or stale artifact, 130 interrupted."""
    # spinning OpenMP threads stall each other on shared machines; must be set before torch starts
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")
    from pa3d.errors import Pa3dError

    try:
        app()
    except Pa3dError as error:
        _fail(str(error), 2)
    except (FileNotFoundError, PermissionError, NotADirectoryError, IsADirectoryError) as error:
        _fail(f"{error.filename}: {error.strerror}", 2)
    except OSError as error:
        _fail(
            f"{error.filename or 'input/output'}: {error.strerror or error}; what was finished is kept",
            2,
        )
    except SystemExit as end:  # typer turns Ctrl-C into this
        if end.code == 130:
            _fail("interrupted; what was finished is kept, run the command again to go on", 130)
        raise
    except KeyboardInterrupt:
        _fail("interrupted; what was finished is kept, run the command again to go on", 130)


def _fail(message: str, code: int) -> None:
    line = " ".join(message.split())
    red, plain = ("\033[31m", "\033[0m") if sys.stderr.isatty() else ("", "")
    sys.stderr.write(f"{red}error:{plain} {line}\n")
    sys.exit(code)
