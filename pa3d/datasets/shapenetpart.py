"""ShapeNetPart as text: shapenetcore_partanno_segmentation_benchmark_v0_normal, with its split lists."""

from __future__ import annotations

import re
from functools import partial
from itertools import accumulate
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pa3d.datasets.base import Dataset, Item, LabelledShape, checked
from pa3d.errors import Pa3dError, ShapeError, first_line
from pa3d.untrusted import read_json, read_text

NAME, TITLE = "shapenetpart", "ShapeNetPart (text release)"
HOW_TO_GET = (
    "shapenetcore_partanno_segmentation_benchmark_v0_normal.zip (its Stanford link is dead; the README of "
    "Pointcept links a mirror), unpacked; ShapeNet's terms of use apply (research, not commercial)"
)
UP = "y"
TABLE = "synsetoffset2category.txt"
PARTITION = ("train", "val", "test")
SPLITS = {**{name: (name,) for name in PARTITION}, "trainval": ("train", "val")}
Entries = set[tuple[str, str]]  # (synset, id)

SYNSETS = {
    "Airplane": "02691156",
    "Bag": "02773838",
    "Cap": "02954340",
    "Car": "02958343",
    "Chair": "03001627",
    "Earphone": "03261776",
    "Guitar": "03467517",
    "Knife": "03624134",
    "Lamp": "03636649",
    "Laptop": "03642806",
    "Motorbike": "03790512",
    "Mug": "03797390",
    "Pistol": "03948459",
    "Rocket": "04099429",
    "Skateboard": "04225987",
    "Table": "04379243",
}

# the words that PatchAlign3D's released evaluation asks for, in the order of the labels
PART_NAMES = {
    "Airplane": ["body", "wing", "tail", "engine or frame"],
    "Bag": ["handle", "body"],
    "Cap": ["crown", "brim"],
    "Car": ["roof", "hood", "wheel", "body"],
    "Chair": ["back", "seat", "leg", "arm"],
    "Earphone": ["earcup", "headband", "data wire"],
    "Guitar": ["headstock", "neck", "body"],
    "Knife": ["blade", "handle"],
    "Lamp": ["base", "lampshade", "fixing bracket", "pole"],
    "Laptop": ["keyboard", "screen"],
    "Motorbike": ["gas tank", "seat", "wheel", "handles or handlebars", "headlight", "engine or frame"],
    "Mug": ["handle", "cup"],
    "Pistol": ["barrel", "handle or grip", "trigger and guard"],
    "Rocket": ["body", "fin", "nose"],
    "Skateboard": ["wheel", "deck", "belt for foot"],
    "Table": ["desktop", "leg or support", "drawer"],
}

# the words of Find3D's evaluation for the same labels
FIND3D_PART_NAMES = {
    **PART_NAMES,
    "Cap": ["panels or crown", "visor or peak"],
    "Car": ["roof", "hood", "wheel or tire", "body"],
    "Chair": ["back", "seat pad", "leg", "armrest"],
    "Guitar": ["head or tuners", "neck", "body"],
    "Lamp": ["base", "lampshade", "fixing bracket", "stem"],
    "Laptop": ["keyboard", "screen or monitor"],
    "Motorbike": ["gas tank", "seat", "wheel", "handles or handlebars", "light", "engine or frame"],
    "Pistol": ["barrel", "handle", "trigger and guard"],
    "Rocket": ["body", "fin", "nose cone"],
}

# both releases number the parts of all categories in one go, 0 .. 49
FIRST_LABEL = dict(
    zip(PART_NAMES, accumulate((len(names) for names in PART_NAMES.values()), initial=0), strict=False)
)

# shapes of the official test list, 2,874 together; for the other lists there is no published table
TEST_COUNTS = {
    "Airplane": 341,
    "Bag": 14,
    "Cap": 11,
    "Car": 158,
    "Chair": 704,
    "Earphone": 14,
    "Guitar": 159,
    "Knife": 80,
    "Lamp": 286,
    "Laptop": 83,
    "Motorbike": 51,
    "Mug": 38,
    "Pistol": 44,
    "Rocket": 12,
    "Skateboard": 31,
    "Table": 848,
}


def recognise(directory: Path) -> bool:
    """True when the folder holds the table of categories."""
    return (directory / TABLE).is_file()


def split_lists(split: str) -> tuple[str, ...]:
    """The published lists that make up a split; Pa3dError for a name that is none."""
    if split not in SPLITS:
        raise Pa3dError(f"ShapeNetPart has no split {split!r}; it has {', '.join(SPLITS)}")
    return SPLITS[split]


def to_local(labels: NDArray, category: str, path: Path) -> NDArray[np.int32]:
    """Labels (N,) 0 .. 49 of all categories -> 0 .. of this one; ShapeError when one belongs to another."""
    first = FIRST_LABEL[category]
    last = first + len(PART_NAMES[category]) - 1
    low, high = labels.min(initial=first), labels.max(initial=first)
    if low < first or high > last:
        raise ShapeError(
            f"{path}: labels run from {low:g} to {high:g}; those of {category} are {first} to {last}"
        )
    return labels.astype(np.int32) - np.int32(first)


def read(path: Path, category: str) -> LabelledShape:
    """Read rows of x y z nx ny nz label; the normals are left out. ShapeError when the file is wrong."""
    try:
        text = path.read_bytes()
        if not text.strip():
            raise ShapeError(f"{path}: the file is empty; unpack it again")
        rows = np.loadtxt(text.splitlines(), comments=None, ndmin=2)
    except (ValueError, OSError) as error:
        if isinstance(error, ShapeError):
            raise
        raise ShapeError(f"{path}: not a table of numbers ({first_line(error)})") from error
    if rows.shape[1] != 7:
        raise ShapeError(f"{path}: {rows.shape[1]} columns; expected 7, x y z nx ny nz label")
    labels = rows[:, 6]
    if not (labels == np.round(labels)).all():  # NaN is unequal to itself
        raise ShapeError(f"{path}: the last column holds labels that are not whole numbers")
    local = to_local(labels, category, path)
    return checked(LabelledShape(rows[:, :3], local, PART_NAMES[category], category), path)


def open_set(directory: Path, split: str = "test") -> Dataset:
    """Shapes of the official lists, by category and then by id; whatever is in no list is left out."""
    names = split_lists(split)
    problems: list[str] = []
    table = _categories(directory, problems)
    lists = {name: _listed(directory, name) for name in names}
    on_disk = {synset: {path.stem for path in (directory / synset).glob("*.txt")} for synset in table}
    items: list[Item] = []
    for synset, category in sorted(table.items(), key=lambda entry: entry[1]):
        wanted = {shape for entries in lists.values() for folder, shape in entries if folder == synset}
        missing = sorted(wanted - on_disk[synset])
        if missing:
            problems.append(
                f"{category}: {len(missing)} of {len(wanted)} files of the {split} list are missing, "
                f"such as {synset}/{missing[0]}.txt"
            )
        for shape in sorted(wanted & on_disk[synset]):
            path = directory / synset / f"{shape}.txt"
            items.append(Item(f"{category}__{shape}", category, (path,), partial(read, path, category)))
    unknown = sorted({folder for entries in lists.values() for folder, _ in entries} - set(table))
    if unknown:
        problems.append(f"{TABLE} does not name {', '.join(unknown)}, which the {split} list has")
    problems += _strays(directory, lists, on_disk)
    if not items:
        raise Pa3dError(_nothing(directory, split))
    official = TEST_COUNTS if split == "test" else {}
    return Dataset(NAME, TITLE, directory, split, UP, items, problems, official, HOW_TO_GET)


def _categories(directory: Path, problems: list[str]) -> dict[str, str]:
    """Synset -> category, from the table; categories that the set does not have are left out."""
    path = directory / TABLE
    try:
        rows = [line.split() for line in read_text(path).splitlines() if line.strip()]
    except (OSError, ValueError) as error:
        raise Pa3dError(f"{path}: cannot be read ({first_line(error)}); take it from the zip") from error
    wrong = [row for row in rows if len(row) != 2]
    if wrong or not rows:
        raise Pa3dError(f"{path}: expected lines such as `Airplane 02691156`; take it from the zip again")
    for category, synset in rows:
        if SYNSETS.get(category) != synset:
            problems.append(f"{TABLE}: {category} {synset} is none of the 16 categories; left out")
    return {synset: category for category, synset in rows if SYNSETS.get(category) == synset}


def _listed(directory: Path, name: str) -> Entries:
    """(synset, id) of each entry `shape_data/<synset>/<id>` of a split list."""
    path = directory / "train_test_split" / f"shuffled_{name}_file_list.json"
    if not path.is_file():
        raise Pa3dError(f"{path}: the official split list is missing; it comes with the zip of the set")
    try:
        entries = read_json(path)
    except (OSError, ValueError) as error:
        raise Pa3dError(f"{path}: not a JSON list ({first_line(error)}); take it from the zip again") from error
    found = set()
    for entry in entries if isinstance(entries, list) else [entries]:
        match = re.fullmatch(r"shape_data/(\w+)/(\w[\w.-]*)", entry) if isinstance(entry, str) else None
        if not match:
            raise Pa3dError(f"{path}: {str(entry)[:60]!r} is not of the form shape_data/<synset>/<id>")
        found.add((match[1], match[2]))
    return found


def _strays(directory: Path, lists: dict[str, Entries], on_disk: dict[str, set[str]]) -> list[str]:
    """A line on files that no list has; none while a list is missing, as it might have them."""
    try:
        every = {name: lists[name] if name in lists else _listed(directory, name) for name in PARTITION}
    except Pa3dError:
        return []
    listed = set().union(*every.values())
    strays = sorted({(synset, shape) for synset, shapes in on_disk.items() for shape in shapes} - listed)
    if not strays:
        return []
    return [f"{len(strays)} files are in no split list and left out, such as {'/'.join(strays[0])}.txt"]


def _nothing(directory: Path, split: str) -> str:
    if any((directory / synset / "points").is_dir() for synset in SYNSETS.values()):
        return (
            f"{directory}: this is the older release v0 (points/*.pts, no normals); the papers use v0_normal, "
            f"with <synset>/<id>.txt of 7 columns"
        )
    return f"{directory}: none of the files of the {split} list are there; unpack the whole zip"
