"""The command line: each command is options, one library call and a summary. Nothing heavy is imported here."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer

from pa3d.cli import (
    benchmark,
    console,
    imports,
    interrupt,
    places,
    prepare,
    segment,
    synth,
    training,
    use,
    view,
)

EPILOG = (
    "Every option can be set once: in pa3d.toml here or in config.toml in the user's configuration folder "
    "(~/.config/pa3d on Linux), with the option's name as key, at the top for all commands or in a table named "
    "like a command; or by a variable, PA3D_DRAWS for all commands, PA3D_SEGMENT_DRAWS for one. The command "
    "line wins, then the variables, then ./pa3d.toml. PA3D_CONFIG names a file to read instead; NO_COLOR=1 "
    "turns colours off. Exit codes: 0 done, 1 some shapes failed, 2 wrong usage or bad input, "
    "130 interrupted (Ctrl-C, SIGTERM or SIGHUP)."
)
app = typer.Typer(
    name="pa3d",
    help="Label the parts of 3D objects from names you type; train the network that does it (PatchAlign3D).",
    epilog=EPILOG,
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


COMMANDS: dict[str, Callable[..., None]] = {
    "segment": segment.segment,
    "view": view.view,
    "inspect": use.inspect,
    "benchmark": benchmark.benchmark,
    "synth": synth.synth,
    "render": prepare.render,
    "dino-extract": prepare.dino_extract,
    "backproject": prepare.backproject,
    "patchify": prepare.patchify,
    "prepare": prepare.prepare,
    "train-distill": training.train_distill,
    "train-align": training.train_align,
    "pack": training.pack,
    "text-bank": training.text_bank,
    "status": use.status,
}
for _name, _function in COMMANDS.items():
    app.command(_name)(console.with_messages(places.with_urls(_name, _function)))
app.add_typer(imports.app, name="import")


def _defaults() -> dict[str, dict[str, Any]]:
    """What the user's files and environment set, as click's default_map; nothing while a shell completes."""
    from pa3d.config import Option, read_defaults

    if "_PA3D_COMPLETE" in os.environ:
        return {}
    root = typer.main.get_group(app).commands
    groups: dict[str, Any] = {name: getattr(command, "commands", None) for name, command in root.items()}
    leaves = {name: command for name, command in root.items() if groups[name] is None}
    inner = {f"{g}-{name}": (g, name) for g, own in groups.items() if own for name in own}
    leaves |= {flat: groups[g][name] for flat, (g, name) in inner.items()}
    commands = {
        name: [
            Option(
                max(p.opts, key=len).removeprefix("--"),
                p.name,
                bool(getattr(p, "multiple", False)),
                partial(_fault, command, p),
            )
            for p in command.params
            if p.param_type_name == "option" and p.name not in ("help",)
        ]
        for name, command in leaves.items()
    }
    defaults = read_defaults(commands, Path(typer.get_app_dir("pa3d")))
    for flat, (group, name) in inner.items():  # click wants those of a group one level deeper
        defaults.setdefault(group, {})[name] = defaults.pop(flat, {})
    return defaults


def _fault(command: Any, parameter: Any, value: str) -> str:
    """What the command line has against a value of an option; empty: nothing."""
    try:
        many = getattr(parameter, "multiple", False)
        parameter.process_value(command.context_class(command), [value] if many else value)
    except Exception as error:  # of click, or of typer's own copy of it, in which usage errors have a message
        if not hasattr(error, "message"):
            raise
        return str(error.message)
    return ""


def main() -> None:
    """Entry point. Exit codes: 0 done, 1 some shapes failed, 2 bad input or stale artifact, 130 interrupted."""
    # spinning OpenMP threads stall each other on shared machines; must be set before torch starts
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")
    from pa3d.errors import Pa3dError

    with interrupt.listening():
        try:
            _run()
        except KeyboardInterrupt:
            _fail(interrupt.MESSAGE, interrupt.EXIT_CODE)
        except Pa3dError as error:
            if console.is_verbose():
                traceback.print_exc()
            _fail(str(error), 2)
        except (FileNotFoundError, PermissionError, NotADirectoryError, IsADirectoryError) as error:
            _fail(f"{error.filename}: {error.strerror}", 2)
        except OSError as error:
            _fail(
                f"{error.filename or 'input/output'}: {error.strerror or error}; what was finished is kept",
                2,
            )


def _run() -> None:
    """The command; KeyboardInterrupt when it was told to end, whatever that looked like where it struck."""
    try:
        app(default_map=_defaults())
    except BaseException as error:
        # typer turns Ctrl-C into exit code 130; a module half-way imported turns it into anything
        if interrupt.came() or isinstance(error, SystemExit) and error.code == interrupt.EXIT_CODE:
            raise KeyboardInterrupt from None
        raise


def _fail(message: str, code: int) -> None:
    console.error(message)
    sys.exit(code)
