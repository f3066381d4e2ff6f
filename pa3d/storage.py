"""Files behind URLs, through fsspec: which there are, fetching them, putting one whole.

Credentials, addresses and options of a store are those of fsspec and of the store's own library: environment,
configuration files, nothing else. Every failure of a store is a StorageError with the URL.
"""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import Any

from pa3d.errors import Pa3dError, StorageError, first_line
from pa3d.files import NO_SPACE, atomic_path

# stores in which an upload is there whole or not at all, and takes the place of what had its name
WRITABLE = ("s3", "s3a", "gs", "gcs", "az", "abfs", "abfss")
# of S3, unless fsspec's configuration says otherwise; s3fs tries five times: a dead server is told in minutes
PATIENCE = {"connect_timeout": 10, "read_timeout": 20, "retries": {"total_max_attempts": 2}}
SLOWEST = 50_000  # bytes a second of an upload; slower is a server that does not answer
AT_ONCE = 8  # files fetched at the same time
RANGES = 256  # beginnings of files asked for together


@dataclass(frozen=True)
class Found:
    """An object of a store."""

    url: str
    size: int  # bytes
    version: str  # another one when the content changes; "" where the store does not tell
    changed: float  # seconds since 1970; 0 where the store does not tell


def _store(url: str) -> tuple[Any, str]:
    """The file system of a URL, and the path of the URL within it."""
    try:
        import fsspec
    except ImportError as error:
        raise StorageError(f"{url}: needs fsspec; pip install 'pa3d[storage]'") from error
    protocol = url.partition(":")[0]
    own = fsspec.config.conf.get(protocol, {})
    options = {"config_kwargs": PATIENCE} if protocol in ("s3", "s3a") and "config_kwargs" not in own else {}
    try:
        return fsspec.core.url_to_fs(url, **options)
    except ImportError as error:
        raise StorageError(f"{url}: {first_line(error)}; for S3: pip install 'pa3d[storage]'") from error
    except Exception as error:  # noqa: BLE001 - each store has errors of its own
        raise StorageError(f"{url}: {first_line(error)}") from error


@contextlib.contextmanager
def _asking(url: str) -> Iterator[None]:
    """A failure of the store as a StorageError; FileNotFoundError and a full disk here stay what they are."""
    try:
        yield
    except (Pa3dError, FileNotFoundError):
        raise
    except asyncio.TimeoutError as error:
        raise StorageError(f"{url}: the store does not answer") from error
    except PermissionError as error:
        raise StorageError(f"{url}: not allowed by the store ({first_line(error)})") from error
    except Exception as error:  # noqa: BLE001 - each store has errors of its own
        if isinstance(error, OSError) and error.errno in NO_SPACE:
            raise
        raise StorageError(f"{url}: the store does not answer as it should ({first_line(error)})") from error


@contextlib.contextmanager
def _gone_is_an_error(url: str) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as error:
        raise StorageError(f"{url}: no such place ({first_line(error)})") from error


def check_writable(url: str) -> None:
    """StorageError for a store whose uploads can be seen half done."""
    protocol = url.partition(":")[0]
    if protocol not in WRITABLE:
        known = ", ".join(WRITABLE)
        raise StorageError(f"{url}: artifacts are written to folders and to {known}, where uploads are atomic")


def listing(url: str) -> dict[str, Found]:
    """Objects below a URL by their path from there, or the one with this URL under the name "".

    Empty where there is nothing; StorageError where there is no such bucket, and for names that no folder
    could hold.
    """
    store, root = _store(url)
    root = root.rstrip("/")
    with _gone_is_an_error(url), _asking(url):
        found = store.find(root, detail=True)
    result = {}
    for path, info in found.items():
        name = path.removeprefix(root).lstrip("/")
        if info.get("type") == "directory" or path.endswith("/"):
            continue
        if not path.startswith(root) or ".." in PurePosixPath(name).parts or "\0" in name:
            raise StorageError(f"{url}: holds {path[:200]!r}, which is no name of a file")
        result[name] = _found(f"{url}/{name}" if name else url, info)
    return result


def _found(url: str, info: dict[str, Any]) -> Found:
    version = next((info[key] for key in ("ETag", "etag", "md5Hash", "generation") if info.get(key)), "")
    changed = next((info[key] for key in ("LastModified", "last_modified", "mtime") if info.get(key)), 0)
    if isinstance(changed, datetime):
        changed = changed.timestamp()
    return Found(
        url, int(info.get("size") or 0), str(version), changed if isinstance(changed, int | float) else 0
    )


def fetch(url: str, path: Path) -> None:
    """Copy an object to a local path; a failure may leave a part of it there. Pa3dError when it is gone."""
    store, source = _store(url)
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with _asking(url):
            store.get_file(source, str(path))
    except FileNotFoundError as error:
        raise Pa3dError(f"{url}: no such file") from error


def put(path: Path, url: str) -> None:
    """Upload a finished file; under its URL it is seen whole or not at all."""
    check_writable(url)
    store, target = _store(url)
    with _gone_is_an_error(url), _asking(url):
        store.put_file(str(path), target, timeout=_patience(store, path.stat().st_size))


def _patience(store: Any, size: int) -> float:
    """Seconds for an upload of `size` bytes.

    The times in a store's settings are for answers alone; a server that stops reading gives none to wait for.
    """
    answer = (getattr(store, "config_kwargs", None) or {}).get("read_timeout", PATIENCE["read_timeout"])
    return 12 * answer + size / SLOWEST  # s3fs tries five times, botocore twice


def put_text(text: str, url: str) -> None:
    """As `put`."""
    check_writable(url)
    store, target = _store(url)
    with _gone_is_an_error(url), _asking(url):
        store.pipe_file(target, text.encode(), timeout=_patience(store, len(text)))


def remove(url: str) -> None:
    """Remove an object, if it is there."""
    store, target = _store(url)
    with contextlib.suppress(FileNotFoundError), _asking(url):
        store.rm_file(target)


def beginnings(urls: Sequence[str], ends: Sequence[int]) -> list[bytes | None]:
    """The first bytes of many objects, as many as `ends` says; None for one that is gone."""
    result: list[bytes | None] = []
    for start in range(0, len(urls), RANGES):
        part = urls[start : start + RANGES]
        store = _store(part[0])[0]
        paths = [_store(url)[1] for url in part]
        with _asking(part[0]):
            answers = store.cat_ranges(
                paths, [0] * len(part), list(ends[start : start + RANGES]), on_error="return"
            )
        for url, answer in zip(part, answers, strict=True):
            if isinstance(answer, FileNotFoundError):
                result.append(None)
                continue
            with _asking(url):
                if isinstance(answer, BaseException):
                    raise answer
            result.append(bytes(answer))
    return result


def open_url(url: str) -> Any:
    """An object as a file to read from anywhere; only the bytes that are read are fetched."""
    store, path = _store(url)
    with _asking(url):
        return store.open(path, "rb", block_size=1 << 16)


def cache_folder() -> Path:
    """Where what was fetched to stay lies: pa3d in the user's folder for such things (XDG_CACHE_HOME)."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "pa3d"


def cached(url: str, suffix: str) -> Path:
    """A local folder with the objects directly below a URL whose names end so, brought up to date.

    What has the size and the time of change that the store tells is not fetched again; what is gone there is
    removed. StorageError where there is nothing.
    """
    found = {
        name: one for name, one in listing(url).items() if name.endswith(suffix) and "/" not in name and name
    }
    if not found:
        raise StorageError(f"{url}: no {suffix} files")
    folder = cache_folder() / "folders" / sha256(url.encode()).hexdigest()[:16]
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".fetching").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)  # the processes of one training wait for the first of them
        for path in folder.glob(f"*{suffix}"):
            if path.name not in found:
                path.unlink()
        fetch_all([(one, folder / name) for name, one in found.items() if not _is_current(folder / name, one)])
    return folder


def _is_current(path: Path, found: Found) -> bool:
    try:
        status = path.stat()
    except FileNotFoundError:
        return False
    return status.st_size == found.size and abs(status.st_mtime - found.changed) < 0.01


def fetch_all(pairs: Sequence[tuple[Found, Path]]) -> None:
    """Copy objects to local paths, AT_ONCE at a time; each is there whole or not, with the store's time."""

    def one(pair: tuple[Found, Path]) -> None:
        found, path = pair
        with atomic_path(path, found.size) as temporary:
            fetch(found.url, temporary)
            os.utime(temporary, (found.changed, found.changed))

    with ThreadPoolExecutor(AT_ONCE) as pool:
        for _ in pool.map(one, pairs):
            pass
