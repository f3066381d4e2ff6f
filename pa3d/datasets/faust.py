"""FAUST with SATR's part labels: 100 scans of people, the vertices labelled with 4 or with 17 parts."""

from __future__ import annotations

import re
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pa3d.datasets.base import Dataset, Item, LabelledShape, checked
from pa3d.errors import Pa3dError, ShapeError, first_line
from pa3d.readers import load_shape
from pa3d.untrusted import read_json, read_text

NAMES = {"coarse": "faust-coarse", "fine": "faust-fine"}
TITLES = {"coarse": "FAUST (coarse)", "fine": "FAUST (fine-grained)"}
FILES = {"coarse": "coarse_gt.json", "fine": "fine_grained_gt.json"}
HOW_TO_GET = (
    "meshes.txt, coarse_gt.json, fine_grained_gt.json and scans/ from the Google Drive folder in the README of "
    "SATR (github.com/Samir55/SATR); FAUST is for research only (faust.is.tue.mpg.de)"
)
UP = "y"  # concluded from one coarse mesh in the public repository of SATR: its head seems to be on top
CATEGORY = "man"  # as in SATR's prompts, "the leg of a man"
COUNT = 100

# sorted, as the evaluations that number these words do
PARTS = {
    "coarse": ["arm", "head", "leg", "torso"],
    "fine": [
        *("arm", "belly button", "chin", "ear", "elbow", "eye", "foot", "forehead", "hand", "head", "knee"),
        *("leg", "mouth", "neck", "nose", "shoulder", "torso"),
    ],
}


def recognise(directory: Path, level: str = "coarse") -> bool:
    """True when the folder holds the labels of this level of detail and scans/."""
    return (directory / FILES[level]).is_file() and (directory / "scans").is_dir()


def read(path: Path, labels_path: Path, level: str) -> LabelledShape:
    """Read a scan: its vertices in the file's order, their labels, its faces. ShapeError when wrong."""
    names, labels = _labels(labels_path, level, _changed(labels_path))
    if path.stem not in labels:
        raise ShapeError(f"{path}: {labels_path.name} has no labels of it")
    shape, label = load_shape(path), labels[path.stem]
    if len(label) != len(shape.vertices):
        raise ShapeError(
            f"{path}: {len(shape.vertices)} vertices, but {labels_path.name} has {len(label)} labels of it"
        )
    faces = None if shape.faces is None else shape.faces.astype(np.int64)
    return checked(LabelledShape(shape.vertices, label, names, CATEGORY, faces), path)


def open_set(directory: Path, split: str = "test", level: str = "coarse") -> Dataset:
    """The scans of meshes.txt in its order. There are no splits: all are for testing."""
    if split not in ("", "test"):
        raise Pa3dError(f"FAUST has no split {split!r}; all of its scans are for testing")
    labels_path = directory / FILES[level]
    names, labels = _labels(labels_path, level, _changed(labels_path))
    problems: list[str] = []
    if names != PARTS[level]:
        other = sorted(set(names) - set(PARTS[level]))
        problems.append(f"{labels_path.name}: {', '.join(map(repr, other))} are no parts of {TITLES[level]}")
    meshes = _meshes(directory, sorted(labels), problems)
    items = []
    for name in meshes:
        path = directory / "scans" / f"{name}.obj"
        if not path.is_file():
            problems.append(f"scans/{name}.obj is missing, which meshes.txt names")
        elif name not in labels:
            problems.append(f"{labels_path.name} has no labels of {name}")
        else:
            reader = partial(read, path, labels_path, level)
            items.append(Item(name, CATEGORY, (path, labels_path), reader))
    if not items:
        raise Pa3dError(f"{directory}: none of its {len(meshes)} scans has an .obj in scans/ and labels")
    official = {CATEGORY: COUNT}
    return Dataset(NAMES[level], TITLES[level], directory, "", UP, items, problems, official, HOW_TO_GET)


def _meshes(directory: Path, labelled: list[str], problems: list[str]) -> list[str]:
    """Names of the scans: of meshes.txt, or all labelled ones where that is missing."""
    try:
        lines = read_text(directory / "meshes.txt").splitlines()
    except (OSError, ValueError):
        problems.append("meshes.txt is missing; all scans with labels are taken")
        return labelled
    listed = [line.strip().removesuffix(".obj") for line in lines if line.strip()]
    names = [name for name in dict.fromkeys(listed) if re.fullmatch(r"\w[\w.-]*", name)]
    if len(names) < len(listed):
        problems.append(f"meshes.txt: {len(listed) - len(names)} lines are repeated or no file names; left out")
    others = sorted(set(labelled) - set(names))
    if others:
        problems.append(f"{len(others)} labelled scans are not in meshes.txt and left out, such as {others[0]}")
    return names


def _changed(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError as error:
        raise ShapeError(f"{path}: cannot be read ({first_line(error)})") from error


@lru_cache(maxsize=2)  # one file labels all scans; `changed` makes a new version another key
def _labels(path: Path, level: str, changed: int) -> tuple[list[str], dict[str, NDArray[np.int32]]]:
    """Part names, and the labels (V,) of each scan; ShapeError when the file is wrong.

    The names are those of the level, or all that occur where others do.
    """
    try:
        content = read_json(path)
    except (OSError, ValueError) as error:
        raise ShapeError(f"{path}: not readable JSON ({first_line(error)}); get it again") from error
    lists: list[Any] = list(content.values()) if isinstance(content, dict) else [None]
    if not all(isinstance(words, list) and all(isinstance(word, str) for word in words) for words in lists):
        raise ShapeError(f"{path}: expected {{scan: [name of the part of each vertex]}}; get it again")
    found = {word for words in lists for word in words}
    names = PARTS[level] if found <= set(PARTS[level]) else sorted(found)
    index = {name: i for i, name in enumerate(names)}
    return names, {
        scan: np.fromiter((index[word] for word in words), np.int32, len(words))
        for scan, words in content.items()
    }
