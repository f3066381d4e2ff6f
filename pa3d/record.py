"""What a run over many shapes did: one JSON line a shape, added as it goes, from which the next run goes on."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pa3d.errors import Pa3dError
from pa3d.files import naming_a_full_disk
from pa3d.untrusted import is_link

Entry = dict[str, Any]  # id, source, outputs, fingerprint, error, ...
NO_LINK = getattr(os, "O_NOFOLLOW", 0)  # what is appended must not reach the file that a link names


def _is_plain(entry: Entry) -> bool:
    """Whether an entry can be said again: Python also reads NaN and 1e999, which are no JSON."""
    try:
        return bool(json.dumps(entry, allow_nan=False))
    except ValueError:
        return False


class Record:
    """The lines of a file, newest last. The outputs of an entry are relative to the file's folder."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._entries: dict[str, Entry] = {}  # id -> the last good one
        self._made: dict[str, str] = {}  # output -> fingerprint of the run that wrote it last
        try:
            lines = path.read_bytes().splitlines()
        except FileNotFoundError:
            return
        for line in lines:
            try:
                self._learn(json.loads(line))
            except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
                continue  # cut off when a run was killed, or somebody else's

    def _learn(self, entry: Entry) -> None:
        if entry["error"] is None:
            self._entries[str(entry["id"])] = entry
        for output in entry["outputs"]:
            self._made[self._name(Path(output))] = str(entry["fingerprint"])

    def _name(self, output: Path) -> str:
        """The same for a file however its folder is written."""
        return os.path.relpath(
            self.path.parent / output if not output.is_absolute() else output, self.path.parent
        )

    def entry(self, shape_id: str, fingerprint: str, outputs: Sequence[Path]) -> Entry | None:
        """The entry of a shape whose outputs are all there as this recipe made them; else None."""
        for output in outputs:
            made = self._made.get(os.path.relpath(output, self.path.parent))
            if made != fingerprint or not output.exists():
                return None
        entry = self._entries.get(shape_id)
        fits = entry is not None and entry["fingerprint"] == fingerprint and _is_plain(entry)
        return entry if fits else None

    def add(self, entry: Entry) -> None:
        """Append an entry: one write of one whole line, so that a kill leaves none in halves before others."""
        near = {**entry, "outputs": [os.path.relpath(output, self.path.parent) for output in entry["outputs"]]}
        text = json.dumps(near, ensure_ascii=False, allow_nan=False)
        line = text.encode("utf-8", "surrogatepass") + b"\n"  # file names may be no UTF-8; json reads them back
        self.path.parent.mkdir(parents=True, exist_ok=True)
        try:
            handle = os.open(self.path, os.O_RDWR | os.O_APPEND | os.O_CREAT | NO_LINK, 0o666)
        except IsADirectoryError as error:
            raise Pa3dError(f"{self.path}: is a folder; this is where the record of the run goes") from error
        except OSError as error:
            if not is_link(self.path):
                raise
            raise Pa3dError(f"{self.path}: is a link; remove it, the record of the run goes here") from error
        try:
            size = os.fstat(handle).st_size
            if size and os.pread(handle, 1, size - 1) != b"\n":
                line = b"\n" + line  # a killed run's last line stays by itself
            with naming_a_full_disk(self.path, len(line)):
                os.write(handle, line)
        finally:
            os.close(handle)
        self._learn(near)
