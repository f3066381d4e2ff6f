"""setuptools, with archives that are the same wherever and whenever they are built from the same files.

Times are SOURCE_DATE_EPOCH, or a fixed day where that is not set; owners, modes and the order of the members do
not depend on the machine. pyproject.toml names this module as the build backend.
"""

from __future__ import annotations

import gzip
import io
import os
import tarfile
import time
import zipfile
from pathlib import Path

from setuptools import build_meta
from setuptools.build_meta import *  # noqa: F403 - the other hooks are its own

FIXED = 1_767_225_600  # 2026-01-01, UTC


def _moment() -> int:
    return int(os.environ.get("SOURCE_DATE_EPOCH") or FIXED)


def _mode(mode: int) -> int:
    return 0o755 if mode & 0o100 else 0o644


def build_sdist(sdist_directory, config_settings=None):
    """The sdist of setuptools, repacked."""
    name = build_meta.build_sdist(sdist_directory, config_settings)
    path = Path(sdist_directory) / name
    with tarfile.open(path) as archive:
        members = [
            (entry, archive.extractfile(entry).read() if entry.isfile() else None)
            for entry in archive.getmembers()
        ]
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for entry, content in sorted(members, key=lambda member: member[0].name):
            plain = tarfile.TarInfo(entry.name)
            plain.type, plain.linkname, plain.size = entry.type, entry.linkname, entry.size
            plain.mtime, plain.mode = _moment(), 0o755 if entry.isdir() else _mode(entry.mode)
            archive.addfile(plain, None if content is None else io.BytesIO(content))
    with path.open("wb") as raw, gzip.GzipFile("", "wb", 9, raw, mtime=_moment()) as stream:
        stream.write(packed.getbuffer())
    return name


def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    """The wheel of setuptools, repacked; what its RECORD says of the members stays true."""
    name = build_meta.build_wheel(wheel_directory, config_settings, metadata_directory)
    path = Path(wheel_directory) / name
    with zipfile.ZipFile(path) as archive:
        members = [(entry, archive.read(entry)) for entry in archive.infolist() if not entry.is_dir()]
    moment = time.gmtime(max(_moment(), 315_532_800))[:6]  # zip knows no time before 1980
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        # the metadata come last, as the format recommends
        for entry, content in sorted(members, key=lambda m: (".dist-info/" in m[0].filename, m[0].filename)):
            plain = zipfile.ZipInfo(entry.filename, moment)
            plain.compress_type = zipfile.ZIP_DEFLATED
            plain.external_attr = (0o100000 | _mode(entry.external_attr >> 16)) << 16
            plain.create_system = 3
            archive.writestr(plain, content)
    return name
