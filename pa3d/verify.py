"""Check a whole tree of artifacts and checkpoints against their checksums, and say what to make again."""

from __future__ import annotations

import collections
import contextlib
import json
import os
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from pa3d import artifact, files, schemas, seal, stage, stamp
from pa3d.errors import Pa3dError, first_line
from pa3d.readers import SUFFIXES, companions
from pa3d.workers import Died, run_in_processes

WEIGHTS = (".ckpt", ".safetensors")
COMMANDS = {
    "render": "render",
    "tokens": "dino-extract",
    "pointfeat": "backproject",
    "patches": "patchify",
    "textbank": "text-bank",
    "prediction": "benchmark, or segment",
}
REDONE = ("damaged", "earlier", "stale", "misplaced", "mixed", "left over")  # to be deleted before that
CHUNK = 1 << 20


@dataclass(frozen=True)
class Checked:
    """One file. `problem` is "" where it is whole; else a kind of Finding."""

    path: Path
    size: int = 0  # bytes
    problem: str = ""
    reason: str = ""
    sealed: bool = True  # carries a checksum
    head: artifact.Artifact | None = None

    @property
    def kind(self) -> str:
        return self.head.schema.split("/")[0] if self.head else ""


@dataclass(frozen=True)
class Finding:
    """A file that is not as it should be.

    problem: damaged, foreign (not of this program), earlier or newer (version), misplaced (another shape's
    name, or another stage's folder), mixed (other settings than the rest of the folder), stale (its input is
    another now), left over (of a killed run).
    """

    path: Path
    problem: str
    reason: str
    shape_id: str
    command: str  # what makes it again, without "pa3d"; "" where nothing does


@dataclass
class Outcome:
    """Of a tree: what was looked at and what was found."""

    num_files: int = 0
    num_bytes: int = 0
    unsealed: list[Path] = field(default_factory=list)  # readable, but no checksum proves them whole
    findings: list[Finding] = field(default_factory=list)

    def to_delete(self) -> list[Path]:
        """What must go before its stage runs again: no file of others, none of a newer version."""
        return [finding.path for finding in self.findings if finding.problem in REDONE]


def verify(root: Path, workers: int = 1, progress: Callable[[int, int], None] | None = None) -> Outcome:
    """Check every .h5, .ckpt and .safetensors file below a folder, or one file. progress: (done, of how many).

    Symbolic links to folders are not followed. Pa3dError when there is nothing to check.
    """
    paths, meshes = _find(root)
    if not paths:
        raise Pa3dError(f"{root}: holds nothing that can be checked (.h5, .ckpt, .safetensors)")
    checked = []
    for one in _check_all(paths, workers):
        checked.append(one)
        if progress is not None:
            progress(len(checked), len(paths))
    checked.sort(key=lambda one: one.path)
    for judge in (_misplaced, _mixed):
        checked = judge(checked)
    checked = _stale(checked, meshes)
    whole = [one for one in checked if not one.problem]
    return Outcome(
        len(checked),
        sum(one.size for one in checked),
        [one.path for one in whole if not one.sealed],
        [_finding(one, checked) for one in checked if one.problem],
    )


def _find(root: Path) -> tuple[list[Path], dict[str, list[Path]]]:
    """What to check, and the shapes of the tree by name."""
    if not root.is_dir():
        return ([root] if root.exists() else []), {}

    def unreadable(error: OSError) -> None:
        raise Pa3dError(f"{error.filename}: {error.strerror}") from error

    paths, meshes = [], collections.defaultdict(list)
    for folder, _, names in os.walk(root, onerror=unreadable):
        for path in (Path(folder, name) for name in names):
            suffix = path.suffix.lower()
            if suffix == ".h5" or suffix in WEIGHTS or files.is_temporary(path):
                paths.append(path)
            elif suffix in SUFFIXES:
                meshes[path.name].append(path)
    return paths, meshes


# -- one file at a time ------------------------------------------------------------------------------


def _check_all(paths: list[Path], workers: int) -> Iterator[Checked]:
    if workers <= 1:
        yield from map(check_file, paths)
        return
    results = run_in_processes(_setup, (), paths, min(workers, len(paths)))
    with contextlib.closing(results):
        for index, result in results:
            if isinstance(result, Died):
                result = Checked(paths[index], 0, "damaged", "it crashes its reader")
            yield result


def _setup() -> Callable[[Path], Checked]:
    return check_file


def check_file(path: Path) -> Checked:
    """Compare one file with its checksum and its name with what is in it."""
    try:
        size = path.stat().st_size
        if files.is_temporary(path):
            left = files.is_abandoned(path)
            return Checked(path, size, *(("left over", "of a run that was killed") if left else ()))
        check = _check_weights if path.suffix.lower() in WEIGHTS else _check_artifact
        return replace(check(path), size=size)
    except OSError as error:
        return Checked(path, 0, "damaged", error.strerror or str(error))


def _check_artifact(path: Path) -> Checked:
    try:
        sealed = seal.read(path) is not None
        head = artifact.header(path, any_name=True)
    except Pa3dError as error:
        reason = str(error).removeprefix(f"{path}: ").removesuffix(f"; {seal.AGAIN}")
        foreign = "foreign" in reason or "not written by pa3d" in reason
        return Checked(path, 0, "foreign" if foreign else "damaged", reason)
    result = Checked(path, sealed=sealed, head=head)
    name, version = head.schema.split("/")
    own = schemas.SCHEMAS.get(name)
    if own is None:
        return replace(result, problem="foreign", reason=f"no schema is called {name!r}")
    if int(version) != own.version:
        problem = "newer" if int(version) > own.version else "earlier"
        return replace(result, problem=problem, reason=f"{head.schema}; this pa3d has {own.tag}")
    if head.fingerprint != artifact.recipe_hash(head.schema, head.config, head.inputs):
        reason = "its fingerprint is not that of its settings and inputs"
        return replace(result, problem="foreign", reason=reason)
    if name in artifact.NAMED and path.stem != head.shape_id:
        return replace(result, problem="misplaced", reason=f"holds the shape {head.shape_id!r}")
    return result


def _check_weights(path: Path) -> Checked:
    try:
        sealed = stamp.check(path)
        if not sealed:
            _check_unsealed_weights(path)
    except Pa3dError as error:
        reason = str(error).removeprefix(f"{path}: ").removesuffix(f"; {stamp.AGAIN}")
        return Checked(path, 0, "foreign" if "foreign" in reason else "damaged", reason)
    except (OSError, ValueError, RuntimeError, zipfile.BadZipFile) as error:
        return Checked(path, 0, "damaged", first_line(error))
    return Checked(path, sealed=sealed)


def _check_unsealed_weights(path: Path) -> None:
    """What can be said without a checksum of the whole: those of a zip's entries, the sizes in a header."""
    if path.suffix.lower() == ".safetensors":
        with path.open("rb") as stream:
            length = int.from_bytes(stream.read(8), "little")
            head = stream.read(min(length, 100 << 20))
            size = stream.seek(0, 2)
        ends = [entry["data_offsets"][1] for key, entry in json.loads(head).items() if key != "__metadata__"]
        if size != 8 + length + max(ends, default=0):
            raise ValueError(f"{size} bytes, but its header needs {8 + length + max(ends, default=0)}")
        return
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            with archive.open(name) as entry:
                while entry.read(CHUNK):  # which compares the entry with its checksum
                    pass


# -- files beside each other -------------------------------------------------------------------------


def _usual(values: list[str]) -> str:
    """The most frequent value; of equals the first in order."""
    return min(collections.Counter(values).items(), key=lambda item: (-item[1], item[0]))[0]


def _by_folder(checked: list[Checked], key: Callable[[Checked], object]) -> dict[object, list[Checked]]:
    """The whole artifacts of the stages that make training data, grouped."""
    groups = collections.defaultdict(list)
    for one in checked:
        if not one.problem and one.kind in artifact.NAMED:
            groups[key(one)].append(one)
    return groups


def _misplaced(checked: list[Checked]) -> list[Checked]:
    """Mark artifacts of another stage than most of their folder."""
    marked = {}
    for group in _by_folder(checked, lambda one: one.path.parent).values():
        usual = _usual([one.kind for one in group])
        for one in group:
            if one.kind != usual:
                reason = f"a {one.kind} artifact in a folder of {usual} artifacts"
                marked[one.path] = replace(one, problem="misplaced", reason=reason)
    return [marked.get(one.path, one) for one in checked]


def _settings(one: Checked) -> str:
    assert one.head is not None
    return json.dumps([one.head.config, one.head.attrs.get("teacher")], sort_keys=True)


def _mixed(checked: list[Checked]) -> list[Checked]:
    """Mark artifacts that were made with other settings than most of their folder."""
    marked = {}
    for group in _by_folder(checked, lambda one: one.path.parent).values():
        usual = _usual([_settings(one) for one in group])
        config, teacher = json.loads(usual)
        for one in group:
            if _settings(one) != usual:
                assert one.head is not None
                own = one.head.config | {"teacher": one.head.attrs.get("teacher")}
                rest = config | {"teacher": teacher}
                key = next(k for k in sorted({*own, *rest}) if own.get(k) != rest.get(k))
                reason = f"made with {key} {own.get(key)}, most of the folder with {rest.get(key)}"
                marked[one.path] = replace(one, problem="mixed", reason=reason)
    return [marked.get(one.path, one) for one in checked]


def _stale(checked: list[Checked], meshes: dict[str, list[Path]]) -> list[Checked]:
    """Mark artifacts none of whose inputs found in the tree is the one they were made from.

    An input that is nowhere in the tree proves nothing: it may have been deleted to save space.
    """
    known = collections.defaultdict(set)  # (kind, shape id) -> fingerprints
    for one in checked:
        if one.head is not None and one.problem != "misplaced":
            known[one.kind, one.head.shape_id].add(one.head.fingerprint)
    result = []
    for one in checked:
        if not one.problem and one.head is not None:
            for role, expected in one.head.inputs.items():
                found = known[role, one.head.shape_id]
                if role == "mesh":
                    found = _mesh_fingerprints(meshes.get(str(one.head.attrs.get("source_file")), []))
                if found and expected not in found:
                    one = replace(one, problem="stale", reason=f"its input changed: {role}")
                    break
        result.append(one)
    return result


def _mesh_fingerprints(paths: list[Path]) -> set[str]:
    found = set()
    for path in paths:
        with contextlib.suppress(OSError, Pa3dError):
            job = stage.Job(path.stem, {"mesh": path}, companions(path))
            found |= set(stage.input_fingerprints(job).values())
    return found


def _finding(one: Checked, checked: list[Checked]) -> Finding:
    """What to do: known from the file's header, else from its neighbours."""
    kind = one.kind
    if one.problem == "misplaced" or not kind:
        beside = [other.kind for other in checked if other.path.parent == one.path.parent and other.kind]
        kind = _usual(beside) if beside else kind
    command = COMMANDS.get(kind, "")
    if one.path.suffix.lower() in WEIGHTS:
        command = "pack" if one.path.suffix.lower() == ".safetensors" else f"train-{one.path.stem}"
    if one.problem in ("left over", "foreign", "newer"):
        command = ""
    is_temporary = files.is_temporary(one.path)
    return Finding(one.path, one.problem, one.reason, "" if is_temporary else one.path.stem, command)
