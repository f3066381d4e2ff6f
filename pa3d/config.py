"""Defaults a user sets once, in files and environment variables, as defaults of the commands' options."""

from __future__ import annotations

import difflib
import os
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pa3d.errors import Pa3dError, first_line
from pa3d.untrusted import read_text
from pa3d.urls import url_of

FILE = "pa3d.toml"  # in the working folder
USER_FILE = "config.toml"  # in the user's configuration folder
PREFIX = "PA3D_"
OUTPUTS = {"out", "out_dir", "png", "redo_list", "scratch"}  # arguments that name what a command writes
LONGEST = 60  # signs of a name in a message
LARGEST = 1 << 14  # bytes of a file; what a TOML reader needs grows with the square
FILE_VARIABLE = f"{PREFIX}CONFIG"  # a file to read instead of both; empty: none


@dataclass(frozen=True)
class Option:
    """What a configuration must know of a command's option."""

    key: str  # as in the help, without the dashes: "out-dir"
    parameter: str  # the function's argument: "out_dir"
    repeated: bool  # may be given several times
    # what is wrong with a value, given as on the command line; empty: nothing
    fault: Callable[[str], str] = field(default=lambda value: "", compare=False)


Commands = Mapping[str, list[Option]]
Defaults = dict[str, dict[str, Any]]  # command -> argument -> value


def config_files(user_folder: Path, environment: Mapping[str, str]) -> list[Path]:
    """The configuration files that are there, the weaker first."""
    named = environment.get(FILE_VARIABLE)
    if named is not None:
        if named and not Path(named).is_file():
            raise Pa3dError(f"{named}: no such file; {FILE_VARIABLE} names it")
        return [Path(named)] if named else []
    return [path for path in (user_folder / USER_FILE, Path(FILE)) if path.is_file()]


def read_defaults(
    commands: Commands, user_folder: Path, environment: Mapping[str, str] | None = None
) -> Defaults:
    """Defaults for the commands' options. From weak to strong: the user's file, ./pa3d.toml, the environment.

    In a file a key at the top is for every command that has the option, one in a table named like a command for
    that command; so are PA3D_OUT_DIR and PA3D_SEGMENT_OUT_DIR. An unknown key of a file is a Pa3dError; an
    unknown variable is somebody else's. ./pa3d.toml may have come with the data in its folder: it can neither
    belong to another user nor let a command write outside of that folder or ask a store.
    """
    environment = os.environ if environment is None else environment
    defaults: Defaults = {}
    for path in config_files(user_folder, environment):
        found = _of_file(path, commands)
        if path == Path(FILE) and not environment.get(FILE_VARIABLE):
            _check_found(path, found)
        _merge(defaults, found)
    _merge(defaults, _of_environment(environment, commands))
    return defaults


def _merge(defaults: Defaults, more: Defaults) -> None:
    for command, values in more.items():
        defaults.setdefault(command, {}).update(values)


def _of_file(path: Path, commands: Commands) -> Defaults:
    content = _parse(path)
    for_all = {key: value for key, value in content.items() if not isinstance(value, dict)}
    known = {option.key for options in commands.values() for option in options}
    for key in for_all:
        if key in commands:
            raise Pa3dError(f"{path}: {key!r} is a command: its keys go into a table, [{key}]")
        if key not in known:
            raise Pa3dError(f"{path}: {_unknown('key', key, known)}")
    result: Defaults = {}
    for name, table in content.items():
        if isinstance(table, dict) and name not in commands:
            raise Pa3dError(f"{path}: {_unknown('table', name, commands)}; tables are named like commands")
    for command, options in commands.items():
        table = content.get(command, {})
        own = {option.key for option in options}
        for key in table:
            if key not in own:
                raise Pa3dError(f"{path}: [{command}]: {_unknown('key', key, own)}")
        values = {**for_all, **table}
        result[command] = {
            option.parameter: _fitting(values[option.key], option, path)
            for option in options
            if option.key in values
        }
    return result


def _check_found(path: Path, found: Defaults) -> None:
    """Refuse what a file that nobody named may not set: outputs outside of its folder, and URLs."""
    trust = f"if you trust it, name it: {FILE_VARIABLE}={path}"
    if hasattr(os, "getuid") and path.stat().st_uid not in (os.getuid(), 0):
        raise Pa3dError(f"{path}: belongs to another user; {trust}")
    here = Path.cwd().resolve()
    for values in found.values():
        for parameter, value in values.items():
            for place in value if isinstance(value, list) else [value]:
                if url_of(str(place)) is not None:
                    raise Pa3dError(f"{path}: {str(place)!r} is a URL; {trust}")
                if parameter in OUTPUTS and not (here / str(place)).resolve().is_relative_to(here):
                    raise Pa3dError(f"{path}: {str(place)!r} lies outside of this folder; {trust}")


def _parse(path: Path) -> dict[str, Any]:
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib  # type: ignore[import-not-found]  # installed where it is needed
    try:
        return tomllib.loads(read_text(path, largest=LARGEST))
    except RecursionError as error:
        raise Pa3dError(f"{path}: nested too deep") from error
    except (OSError, ValueError) as error:
        raise Pa3dError(f"{path}: not a TOML file ({first_line(error)})") from error


def _unknown(what: str, name: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(name[:LONGEST], list(known), 1)
    return f"unknown {what} {name[:LONGEST]!r}" + (f"; did you mean {near[0]!r}?" if near else "")


def _fitting(value: Any, option: Option, path: Path) -> Any:
    """A file's value as the command line would give it: lists for repeated options, else comma lists."""
    if isinstance(value, dict) or (isinstance(value, list) and any(isinstance(v, list | dict) for v in value)):
        raise Pa3dError(f"{path}: {option.key}: must be a plain value or a list of them")
    values = value if isinstance(value, list) else [value]
    if not all(str(v).isprintable() for v in values):
        raise Pa3dError(f"{path}: {option.key}: holds control signs; write plain text")
    if isinstance(value, list) and not option.repeated:
        values = [",".join(map(str, value))]
    for one in values:
        if fault := option.fault(str(one)):
            raise Pa3dError(f"{path}: {option.key}: {fault.strip().splitlines()[0][:200]}")
    return values if option.repeated else values[0]


def _of_environment(environment: Mapping[str, str], commands: Commands) -> Defaults:
    result: Defaults = {}
    for command, options in commands.items():
        for option in options:
            for name in (f"{command}_{option.key}", option.key):
                variable = PREFIX + name.replace("-", "_").upper()
                if environment.get(variable) and variable != FILE_VARIABLE:
                    value = environment[variable]
                    result.setdefault(command, {})[option.parameter] = [value] if option.repeated else value
                    break
    return result
