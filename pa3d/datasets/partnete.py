"""PartNetE (PartNet-Ensembled) of PartSLIP: 45 categories, of which only chosen parts are labelled.

The layout is that of PartSLIP's README: PartNetE_meta.json, split/{test,few-shot}.txt and
data/{test,few_shot}/<Category>/<id>/{pc.ply, label.npy}. Find3D and others keep <split>/ beside the meta
file, which is read as well. Most points of many shapes belong to no part: -1.

Not confirmed: how a line of split/*.txt is written (an id, with or without folders before it, is understood),
and the number of test shapes of each category; published is only their sum.
"""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path

from pa3d.datasets.base import Dataset, Item, LabelledShape, checked
from pa3d.errors import Pa3dError, ShapeError, first_line
from pa3d.readers import load_shape
from pa3d.restricted import read_pickled_dict
from pa3d.untrusted import read_json, read_text

NAME, TITLE = "partnete", "PartNetE"
META = "PartNetE_meta.json"
HOW_TO_GET = (
    "PartNetE_meta.json and data/test.zip of huggingface.co/datasets/minghua/PartSLIP, unpacked into one "
    "folder; made of PartNet-Mobility, whose terms of use apply (sapien.ucsd.edu)"
)
# Concluded, not stated: the script that fused the clouds turns SAPIEN's z into y, and PartSLIP renders them
# with PyTorch3D's default camera, which has y up.
UP = "y"
LISTS = {"test": "test.txt", "few_shot": "few-shot.txt"}  # split -> its list
OFFICIAL = {"test": 1906, "few_shot": 360}  # shapes of all 45 categories together; 8 of each in few_shot
CATEGORIES = 45
LABELS, CLOUD = "label.npy", "pc.ply"


def recognise(directory: Path) -> bool:
    """True when the folder holds PartNetE_meta.json."""
    return (directory / META).is_file()


def read(folder: Path, category: str, part_names: list[str]) -> LabelledShape:
    """Read pc.ply in its order and `semantic_seg` of label.npy; ShapeError when one is wrong."""
    path = folder / LABELS
    arrays = read_pickled_dict(path)
    if "semantic_seg" not in arrays:
        raise ShapeError(f"{path}: no array `semantic_seg` in it; get it again")
    points, labels = load_shape(folder / CLOUD).vertices, arrays["semantic_seg"].ravel()
    if len(labels) != len(points):
        raise ShapeError(f"{path}: {len(labels)} labels, but {CLOUD} has {len(points)} points; get both again")
    return checked(LabelledShape(points, labels, part_names, category), path)


def open_set(directory: Path, split: str = "test") -> Dataset:
    """Every shape folder of the split, by category and then by id, both in the order of their characters.

    This is the order of Find3D's loader, and so presumably of the rows of its stored rotations (1906, 3).
    As in all evaluations the folders say what is in the split; the list in split/ is only compared with them.
    """
    if split not in LISTS:
        raise Pa3dError(f"PartNetE has no split {split!r} with labels; it has {', '.join(LISTS)}")
    parts = _parts(directory)
    data = next((d for d in (directory / "data" / split, directory / split) if d.is_dir()), None)
    if data is None:
        raise Pa3dError(f"{directory}: no data/{split} in it; unpack {split}.zip of the set there")
    folders = {category.name: _folders(category) for category in _folders(data)}
    problems: list[str] = []
    items = _items(folders, parts, problems)
    problems += [f"{c} has no folder in {data.name}/" for c in sorted(parts) if c not in folders]
    problems += _compare(directory / "split" / LISTS[split], folders)
    if not items:
        raise Pa3dError(f"{data}: no <Category>/<id>/ with {CLOUD} and {LABELS} in it; unpack the set again")
    count = OFFICIAL[split]
    if len(items) != count or len(parts) != CATEGORIES:
        problems.append(
            f"{len(items):,} shapes, {len(parts)} categories; published are {count:,} and {CATEGORIES}"
        )
    return Dataset(NAME, TITLE, directory, split, UP, items, problems, how_to_get=HOW_TO_GET)


def _items(folders: dict[str, list[Path]], parts: dict[str, list[str]], problems: list[str]) -> list[Item]:
    """The shapes that can be read; what is missing of the others goes into `problems`."""
    items: list[Item] = []
    lost: dict[str, list[str]] = {CLOUD: [], LABELS: []}
    for category, shapes in folders.items():
        if category not in parts:
            problems.append(f"{category} is not in {META}; its {len(shapes)} folders are left out")
            continue
        for folder in shapes:
            files = folder / CLOUD, folder / LABELS
            missing = [file.name for file in files if not file.is_file()]
            for name in missing:
                lost[name].append(f"{category}/{folder.name}")
            if not missing:
                reader = partial(read, folder, category, parts[category])
                items.append(Item(f"{category}__{folder.name}", category, files, reader))
    for name, without in lost.items():
        if without:
            problems.append(f"{len(without)} folders have no {name} and are left out, such as {without[0]}")
    return items


def _parts(directory: Path) -> dict[str, list[str]]:
    """Part names of each category, in the order of the labels."""
    path = directory / META
    try:
        content = read_json(path)
    except (OSError, ValueError) as error:
        raise Pa3dError(f"{path}: not readable JSON ({first_line(error)}); get it again") from error
    if not isinstance(content, dict) or not content:
        raise Pa3dError(f"{path}: expected the part names of each category; get it again")
    for category, names in content.items():
        if not isinstance(names, list) or not names or not all(isinstance(name, str) for name in names):
            raise Pa3dError(f"{path}: {category} has no list of part names; get it again")
    return content


def _folders(directory: Path) -> list[Path]:
    """Folders in it, sorted by name; without hidden ones and what archivers of macOS add."""
    found = [path for path in directory.iterdir() if not path.name.startswith((".", "__")) and path.is_dir()]
    return sorted(found, key=lambda path: path.name)


def _compare(path: Path, folders: dict[str, list[Path]]) -> list[str]:
    """A line on ids of the list without a folder, and one on folders that the list has not."""
    try:
        lines = read_text(path).splitlines()
    except FileNotFoundError:
        return []
    except (OSError, ValueError) as error:
        return [f"split/{path.name} is not readable ({first_line(error)})"]
    there = {(category, folder.name) for category, shapes in folders.items() for folder in shapes}
    ids = {name for _, name in there}
    missing, listed = [], set()
    for line in lines:
        words = [word for word in re.split(r"[\s,/\\]+", line) if word]
        if not words:
            continue
        category, name = (words[-2] if len(words) > 1 else "", words[-1])
        listed.add(name)
        if (category, name) not in there if category in folders else name not in ids:
            missing.append(line.strip())
    problems = []
    if missing:
        problems.append(
            f"{len(missing)} of {len(listed)} ids of split/{path.name} have no folder, such as {missing[0]}"
        )
    others = sorted(there - {(category, name) for category, name in there if name in listed})
    if others:
        problems.append(f"{len(others)} folders are not in split/{path.name}, such as {'/'.join(others[0])}")
    return problems
