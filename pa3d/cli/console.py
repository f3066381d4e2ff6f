"""What every command says, and how loudly: --quiet, --verbose and --json, one definition for all of them."""

from __future__ import annotations

import contextlib
import functools
import inspect
import json
import os
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Annotated, Any, TextIO

import typer

Quiet = Annotated[
    bool,
    typer.Option("--quiet", "-q", help="Say nothing but errors; no progress bar.", rich_help_panel="Messages"),
]
Verbose = Annotated[
    bool,
    typer.Option(
        "--verbose",
        "-v",
        help="Say more: settings, times, where an error comes from.",
        rich_help_panel="Messages",
    ),
]
Json = Annotated[
    bool,
    typer.Option("--json", help="Print the summary as JSON, one object a line.", rich_help_panel="Messages"),
]


@dataclass
class _Voice:
    quiet: bool = False
    verbose: bool = False
    json: bool = False


_voice = _Voice()
_change: Callable[[str], str] = str  # of every text, before it is printed

# control signs but line ends and tabs; signs that turn the writing direction; bytes that are no UTF-8
_OBEYED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff]"
)


def with_messages(command: Callable[..., None]) -> Callable[..., None]:
    """The command with --quiet, --verbose and --json."""
    signature = inspect.signature(command, eval_str=True)

    @functools.wraps(command)
    def run(*, quiet: bool, verbose: bool, json: bool, **arguments: Any) -> None:
        global _voice
        _voice = _Voice(quiet, verbose, json)
        # Python looks for modules in the working folder when it starts a process for us, and that is a place
        # where files of others lie; it has looked at this variable since 3.11
        os.environ.setdefault("PYTHONSAFEPATH", "1")
        command(**arguments)

    named = {"quiet": Quiet, "verbose": Verbose, "json": Json}
    more = [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=False, annotation=annotation)
        for name, annotation in named.items()
    ]
    parameters = [*signature.parameters.values(), *more]
    run.__signature__ = signature.replace(parameters=parameters)  # type: ignore[attr-defined]
    run.__annotations__ = {p.name: p.annotation for p in parameters}
    run.__doc__ = _paragraphs(inspect.getdoc(command) or "")
    return run


def _paragraphs(text: str) -> str:
    """Help as the terminal's width breaks it: a line for each paragraph, and a paragraph for each example."""
    text = text.replace("\nExample:", "\n\nExample:")
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in text.split("\n\n") if paragraph.strip())


def hush() -> None:
    """Say nothing but errors from here on: another process speaks for this one."""
    _voice.quiet, _voice.json = True, False


def is_json() -> bool:
    return _voice.json


def is_verbose() -> bool:
    return _voice.verbose


def is_quiet() -> bool:
    return _voice.quiet


def plain(text: object) -> str:
    r"""Text without signs that a terminal obeys: names in files of others end up in messages.

    Each is shown as its code, \x1b for escape.
    """
    return _OBEYED.sub(_code, str(text))


def _code(sign: re.Match[str]) -> str:
    number = ord(sign[0])
    return f"\\x{number:02x}" if number < 0x100 else f"\\u{number:04x}"


def say(text: object = "") -> None:
    """A line for people on standard output; not with --quiet, and not with --json."""
    if not (_voice.quiet or _voice.json):
        _print(str(text), sys.stdout)


def note(text: str) -> None:
    """A line for people on standard error, which --json leaves alone; not with --quiet."""
    if not _voice.quiet:
        _print(text, sys.stderr)


def detail(text: str) -> None:
    """A line on standard error, with --verbose only."""
    if _voice.verbose:
        _print(text, sys.stderr)


def error(message: str) -> None:
    """One line on standard error, whatever the options."""
    red, usual = ("\033[31m", "\033[0m") if in_color(sys.stderr) else ("", "")
    _print(f"{' '.join(message.split())}", sys.stderr, f"{red}error:{usual} ")


def emit(data: dict[str, Any]) -> None:
    """One JSON object on a line of standard output, with --json only."""
    if _voice.json:
        text = json.dumps(data, ensure_ascii=False, allow_nan=False)
        # what JSON leaves as it is, and a terminal might obey, has a way to be written in JSON
        _print(_OBEYED.sub(lambda sign: f"\\u{ord(sign[0]):04x}", text), sys.stdout)


def summary(text: str, **data: Any) -> None:
    """What a command ends with: the text for people, the data with --json."""
    say(text)
    emit(data)


def in_color(stream: TextIO) -> bool:
    """Whether a stream gets colours: a terminal that is not dumb, and no NO_COLOR (https://no-color.org)."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


@contextlib.contextmanager
def told_as(change: Callable[[str], str]) -> Iterator[None]:
    """While the body runs, all that is printed goes through `change` first."""
    global _change
    _change = change
    try:
        yield
    finally:
        _change = str


def _print(text: str, stream: TextIO, ours: str = "") -> None:
    text = ours + plain(_change(text))
    if "tqdm" in sys.modules:  # a bar may be drawn on this terminal: lines go above it
        from tqdm import tqdm

        with tqdm.external_write_mode(file=stream):
            typer.echo(text, file=stream)
    else:
        typer.echo(text, file=stream)
