"""Procedural shapes: primitives, names, the catalogue, files, pictures."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from typer.testing import CliRunner

from pa3d import artifact, schemas
from pa3d.cli import app
from pa3d.synth import categories, make_shape, mesh
from pa3d.synth.build import Builder, LabelledMesh, symmetric
from pa3d.synth.sheet import draw_sheet
from pa3d.synth.write import shape_id, write_many, write_shape
from pa3d.text import alternatives, clean_part_name

PI = np.pi

# -- primitives --------------------------------------------------------------------------------------


def volume(m):
    """Signed: positive when the faces look outward."""
    a, b, c = (m.vertices[m.faces[:, i]] for i in range(3))
    return float(np.einsum("ij,ij->i", a, np.cross(b, c)).sum() / 6)


def edges_are_shared(m):
    """Every edge belongs to as many faces one way as the other, vertices at one place taken as one."""
    place = np.unique(m.vertices.round(7), axis=0, return_inverse=True)[1].ravel()[m.faces]
    count = Counter((int(i), int(j)) for f in place for i, j in zip(f, np.roll(f, -1), strict=True) if i != j)
    return all(count[j, i] == n for (i, j), n in count.items())


SQUARE = mesh.rectangle(2, 2)
RING = mesh.arc(2.0, 0, 360, 41, "xz")[:-1]
GRID = np.stack(np.meshgrid(np.linspace(0, 2, 5), [0.0], np.linspace(0, 3, 4), indexing="ij"), -1)[:, 0]
SOLIDS = {  # mesh, volume, allowed relative difference (round ones are polyhedra)
    "box": (mesh.box(1, 2, 3), 6, 1e-9),
    "rounded box": (mesh.box(1, 2, 3, radius=0.2, steps=6), 6 - 0.1717 * 4 * 0.2**2 * 6 * 1.25, 0.02),
    "cylinder": (mesh.cylinder(1, 2, sides=64), 2 * PI, 0.01),
    "cone": (mesh.cylinder(1, 3, top=0, sides=64), PI, 0.01),
    "beveled cylinder": (mesh.cylinder(1, 2, sides=64, bevel=0.02), 2 * PI, 0.01),
    "sphere": (mesh.sphere(1, 2, 3, sides=64), 8 * PI, 0.01),
    "superquadric": (mesh.superquadric(1, 2, 3, 1, 1, sides=64), 8 * PI, 0.01),
    "boxy superquadric": (mesh.superquadric(1, 1, 1, 0.5, 0.5, sides=48), 6.48, 0.05),
    "capsule": (mesh.capsule(0.5, 3, sides=48), PI * 0.25 * 2 + 4 / 3 * PI * 0.125, 0.04),
    "torus": (mesh.torus(2, 0.5, sides=64), 2 * PI**2 * 2 * 0.25, 0.06),
    "cup": (
        mesh.lathe([(0, 0), (1, 0), (1, 2), (0.9, 2), (0.9, 0.1), (0, 0.1)], 64),
        PI * (2 - 0.81 * 1.9),
        0.01,
    ),
    "tube": (mesh.sweep([[0, 0, 0], [0, 1, 0], [0, 3, 0]], 0.5, sides=64), PI * 0.25 * 3, 0.01),
    "bar": (mesh.sweep([[0, 0, 0], [0, 0, 4]], 0.5, section=SQUARE), 4, 1e-9),
    "hoop": (mesh.sweep(RING, 0.3, sides=32, closed=True), 2 * PI**2 * 2 * 0.09, 0.03),
    "loft": (mesh.loft([np.insert(SQUARE * s, 1, y, 1) for s, y in ((1, 0), (0.5, 3))]), 7, 1e-9),
    "plate": (mesh.extrude(SQUARE * 2, 0.5, holes=[SQUARE]), (16 - 4) * 0.5, 1e-9),
    "plate the other way round": (mesh.extrude(SQUARE[::-1] * 2, 0.5, holes=[SQUARE[::-1]]), 6, 1e-9),
    "panel": (mesh.sheet(GRID, 0.25), 2 * 3 * 0.25, 1e-9),
    "wing": (mesh.extrude(mesh.airfoil(1, 0.12), 5), 5 * 0.082, 0.05),
    "scaled": (mesh.box(1, 1, 1).scale(2, -1, 3), 6, 1e-9),
    "mirrored": (mesh.cylinder(1, 2, sides=64).mirror("z"), 2 * PI, 0.01),
    "turned": (mesh.box(1, 2, 3).rotate("x", 30).rotate("y", -70).align([1, 2, 3], [4, 5, 6]), 6, 1e-9),
    "bent": (mesh.box(2, 0.2, 1).bend(20), 0.4, 0.1),
    "tapered": (mesh.box(2, 3, 2).taper(0.5), 7, 1e-9),
    "row": (mesh.array(mesh.box(1, 1, 1), [[0, 0, 0], [2, 0, 0], [4, 0, 0]]), 3, 1e-9),
    "circle of boxes": (mesh.ring(mesh.box(1, 1, 1).move(x=3), 6), 6, 1e-9),
}


@pytest.mark.parametrize("name", SOLIDS)
def test_solids_are_closed_look_outward_and_have_their_size(name):
    solid, expected, tolerance = SOLIDS[name]
    assert np.isfinite(solid.vertices).all()
    assert solid.faces.min() >= 0 and solid.faces.max() < len(solid.vertices)
    assert edges_are_shared(solid)
    assert volume(solid) == pytest.approx(expected, rel=tolerance)


@pytest.mark.parametrize(
    ("solid", "size"),
    [
        (mesh.box(1, 2, 3, radius=0.3), [1, 2, 3]),
        (mesh.cylinder(1, 3, sides=20), [2, 3, 2]),
        (mesh.sphere(1, 2, 3), [2, 4, 6]),
        (mesh.capsule(0.5, 3), [1, 3, 1]),
        (mesh.torus(2, 0.5), [5, 1, 5]),
        (mesh.superquadric(1, 2, 3), [2, 4, 6]),
        (mesh.extrude(SQUARE, 0.5), [2, 2, 0.5]),
    ],
)
def test_primitives_are_centred_and_as_large_as_told(solid, size):
    np.testing.assert_allclose(solid.high - solid.low, size, rtol=0.02)
    np.testing.assert_allclose(solid.high + solid.low, 0, atol=0.03)


def test_rotation_is_counter_clockwise():
    np.testing.assert_allclose(mesh.rotation("y", 90) @ [0, 0, 1], [1, 0, 0], atol=1e-12)
    np.testing.assert_allclose(mesh.rotation("x", 90) @ [0, 1, 0], [0, 0, 1], atol=1e-12)
    np.testing.assert_allclose(mesh.rotation("z", 90) @ [1, 0, 0], [0, 1, 0], atol=1e-12)
    turned = mesh.box(1, 1, 1).move(x=2).rotate("y", 90, about=(2, 0, 0))
    np.testing.assert_allclose(turned.low + turned.high, [4, 0, 0], atol=1e-12)


def test_align_turns_the_y_axis_into_the_direction():
    for direction in ([0, 0, 1], [0, 1, 0], [1, 2, -3], [0, 0, -1]):
        rod = mesh.Mesh(np.array([[0.0, 0, 0], [0, 2, 0]]), np.zeros((0, 3), int))
        tip = rod.align(direction, [1, 1, 1]).vertices[1] - 1
        np.testing.assert_allclose(tip, 2 * np.array(direction) / np.linalg.norm(direction), atol=1e-12)


def test_curves_go_through_their_points():
    control = np.array([[0.0, 0], [1, 2], [3, 1], [4, 4]])
    smooth = mesh.curve(control, 31)
    np.testing.assert_allclose(smooth[[0, 10, 20, 30]], control, atol=1e-6)
    round_ = mesh.arc(2, 0, 90, plane="xz")
    np.testing.assert_allclose(np.linalg.norm(round_, axis=1), 2)
    np.testing.assert_allclose(round_[[0, -1]], [[2, 0, 0], [0, 0, 2]], atol=1e-12)


# -- names -------------------------------------------------------------------------------------------


def built():
    b = Builder(np.random.default_rng(0))
    b.add("wheel > tyre|tire", mesh.box(1, 1, 1))
    b.add("wheel > rim > spoke", mesh.box(1, 1, 1).move(x=5))
    b.add("body", mesh.box(1, 2, 1).move(y=3))
    b.add("", mesh.box(1, 1, 1).move(z=4))
    return b.finish("cart")


def test_levels_of_naming():
    shape = built()
    assert shape.face_name.shape == (3, 48)
    per_piece = shape.face_name.reshape(3, 4, 12)
    assert (per_piece == per_piece[:, :, :1]).all()
    names = [[shape.part_names[i] if i >= 0 else None for i in row[:, 0]] for row in per_piece]
    assert names == [
        ["wheel", "wheel", "body", None],
        ["tyre|tire", "rim", "body", None],
        ["tyre|tire", "spoke", "body", None],  # what has no finer name keeps its last
    ]
    assert len(set(shape.part_names)) == len(shape.part_names) == 5


def test_the_shape_stands_on_the_ground_in_the_middle():
    shape = built()
    low, high = shape.vertices.min(0), shape.vertices.max(0)
    assert low[1] == 0 and high[1] == 4.5
    np.testing.assert_allclose((low + high)[[0, 2]], 0, atol=1e-12)


def test_symmetric_pieces_look_outward():
    b = Builder(np.random.default_rng(0))
    symmetric(b, "arm", mesh.box(1, 1, 1).move(x=3, z=1))
    (_, one), (_, other) = b.pieces
    np.testing.assert_allclose(other.low + other.high, (one.low + one.high) * [-1, 1, 1])
    assert volume(one) == volume(other) == pytest.approx(1)


def test_chances_and_ranges():
    b = Builder(np.random.default_rng(0))
    assert {b.integer(2, 4) for _ in range(60)} == {2, 3, 4}
    assert {b.pick("a", "b") for _ in range(60)} == {"a", "b"}
    assert all(1 <= b.uniform(1, 2) < 2 for _ in range(20))
    assert 20 < sum(b.chance(0.3) for _ in range(100)) < 40


# -- the catalogue -----------------------------------------------------------------------------------


@pytest.mark.parametrize("category", ["chair", "lamp", "bicycle"])
def test_a_seed_is_a_shape(category):
    one, same, another = (make_shape(category, seed) for seed in (7, 7, 8))
    assert one.vertices.tobytes() == same.vertices.tobytes()
    assert one.faces.tobytes() == same.faces.tobytes() and one.face_name.tobytes() == same.face_name.tobytes()
    assert one.part_names == same.part_names and one.category == category
    assert one.vertices.shape != another.vertices.shape or (one.vertices != another.vertices).any()


def problems(category, seed):
    """What is wrong with a shape of the catalogue, in words."""
    try:
        shape = make_shape(category, seed)
    except Exception as error:  # noqa: BLE001 - one broken design must not hide the others
        return [f"{category} {seed}: {error!r}"]
    vertices, faces, names = shape.vertices, shape.faces, shape.part_names
    corners = vertices[faces]
    area = np.linalg.norm(np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]), axis=1) / 2
    extent = np.ptp(vertices, axis=0)
    used = [set(row.tolist()) - {-1} for row in shape.face_name]
    checks = {
        "not finite": np.isfinite(vertices).all(),
        "faces without a vertex": faces.min() >= 0 and faces.max() < len(vertices),
        "many faces without an area": (area <= 0).mean() < 0.02,
        "flat or a speck": (extent > 1e-4).all() and extent.max() > 1e-2,
        "larger than a ship or a tower": extent.max() < 1000,
        "few faces": len(faces) >= 12,
        "not on the ground": abs(vertices[:, 1].min()) < 1e-9,
        "faces without a coarse name": (shape.face_name[0] >= 0).all(),
        "named coarse but not fine": ((shape.face_name[0] >= 0) == (shape.face_name >= 0)).all(),
        "names that no face has": set.union(*used) == set(range(len(names))),
        "fewer names at a finer level": all(len(a) <= len(b) for a, b in zip(used, used[1:], strict=False)),
        "wrong levels": shape.face_name.shape[1] == len(faces) and 1 <= len(shape.face_name) <= 4,
        "a name twice": len({clean_part_name(n) for n in names}) == len(names),
        "a word twice in a name": all(len(set(alternatives(n))) == n.count("|") + 1 for n in names),
        "a name that is not clean": all(
            word.replace("-", " ") == clean_part_name(word) != "" for n in names for word in n.split("|")
        ),
    }
    return [f"{category} {seed}: {what}" for what, fine in checks.items() if not fine]


def test_every_category_builds_sound_shapes():
    known = categories()
    assert len(known) >= 60 and len(set(known)) == len(known) and known == sorted(known)
    found = [problem for category in known for seed in (0, 1) for problem in problems(category, seed)]
    assert not found, "\n".join(found)


SHAPENET_PART = {
    "airplane": ("body", "wing", "tail", "engine"),
    "bag": ("handle", "body"),
    "cap": ("panel", "peak"),
    "car": ("roof", "hood", "wheel", "body"),
    "chair": ("back", "seat", "leg", "arm"),
    "earphone": ("earphone", "headband", "data wire"),
    "guitar": ("head", "neck", "body"),
    "knife": ("blade", "handle"),
    "lamp": ("base", "lampshade", "canopy", "tube"),
    "laptop": ("keyboard", "screen"),
    "motorbike": ("gas tank", "seat", "wheel", "handle", "light", "frame"),
    "mug": ("handle", "cup"),
    "pistol": ("barrel", "handle", "trigger"),
    "rocket": ("body", "fin", "nose"),
    "skateboard": ("wheel", "deck", "foot"),
    "table": ("top", "leg", "support"),
}


@pytest.mark.parametrize("category", SHAPENET_PART)
def test_the_words_of_shapenet_part_are_in_the_catalogue(category):
    words: set[str] = set()
    for seed in range(16):
        if not set(SHAPENET_PART[category]) <= words:
            words |= {word for name in make_shape(category, seed).part_names for word in alternatives(name)}
    assert set(SHAPENET_PART[category]) <= words


# -- files and pictures ------------------------------------------------------------------------------


def run(*arguments):
    result = CliRunner().invoke(app, [str(a) for a in arguments], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def test_a_written_shape_is_a_mesh_and_its_own_annotation(tmp_path):
    """Through render and patchify every point gets, at every level, the names of the face it lies on."""
    run("synth", "chair,office chair", "--count", 1, "--seed", 3, "--out", tmp_path / "s")
    files = sorted(tmp_path.glob("s/*.npz"))
    assert [f.stem for f in files] == ["chair-000003", "office_chair-000003"]
    run("render", tmp_path / "s", "--out", tmp_path / "r", "--image-size", 64, "--num-points", 500)
    patch = ["--draw-size", 256, "--num-patches", 16, "--patch-size", 8, "--draws", 2]
    run("patchify", tmp_path / "r", "--labels", tmp_path / "s", "--out", tmp_path / "p", *patch)
    for file, category in zip(files, ("chair", "office chair"), strict=True):
        shape = make_shape(category, 3)
        render = artifact.read(tmp_path / "r" / f"{file.stem}.h5", schemas.RENDER)
        patches = artifact.read(tmp_path / "p" / f"{file.stem}.h5", schemas.PATCHES)
        assert patches.attrs["category"] == category
        levels, names = patches["naming"], patches["part_names"].tolist()
        assert len(levels) == len(shape.face_name) > 1
        face = render["point_source"]
        on_face = shape.vertices[shape.faces[face]]
        points = render["points"] * render["scale"] + render["center"]
        normal = np.cross(on_face[:, 1] - on_face[:, 0], on_face[:, 2] - on_face[:, 0])
        normal /= np.linalg.norm(normal, axis=1, keepdims=True)
        assert np.abs(((points - on_face[:, 0]) * normal).sum(1)).max() < 1e-4
        for level, row in zip(levels, shape.face_name, strict=True):
            truth = np.array([clean_alternatives(shape.part_names[i]) for i in row[face]])
            own = [name for name, used in zip(names, level, strict=True) if used]
            assert set(truth) <= set(own)
            assert set(own) <= {clean_alternatives(shape.part_names[i]) for i in row}
            for name in own:
                carried = patches["part_mask"][names.index(name)]
                assert carried[truth == name].all()


def clean_alternatives(name):
    return "|".join(alternatives(name))


def test_what_is_written_is_what_was_made(tmp_path):
    shape = make_shape("mug", 1)
    write_shape(tmp_path / "m.npz", shape)
    with np.load(tmp_path / "m.npz", allow_pickle=False) as data:
        np.testing.assert_allclose(data["vertices"], shape.vertices, atol=1e-6)
        np.testing.assert_array_equal(data["faces"], shape.faces)
        np.testing.assert_array_equal(data["face_name"], shape.face_name)
        assert data["part_names"].tolist() == shape.part_names and data["category"] == "mug"


def test_writing_again_makes_only_what_is_missing(tmp_path):
    wanted = [("mug", 0), ("mug", 1)]
    paths = list(write_many(wanted, tmp_path))
    assert [p.stem for p in paths] == [shape_id(*w) for w in wanted] == ["mug-000000", "mug-000001"]
    first = paths[0].stat().st_mtime_ns
    paths[1].unlink()
    assert list(write_many(wanted, tmp_path)) == paths
    assert paths[0].stat().st_mtime_ns == first and paths[1].exists()


def test_the_contact_sheet_has_a_cell_for_each_shape_and_all_the_names(tmp_path):
    from PIL import Image

    shapes = [make_shape("mug", seed) for seed in range(3)]
    image = draw_sheet(shapes, columns=2, size=64)
    assert image.width == 128 and image.height > 2 * 64 + 20
    pixels = np.asarray(image)
    for x, y in ((0, 0), (64, 0), (0, 64)):
        assert (pixels[y : y + 64, x : x + 64] < 250).any()
    assert (pixels[64:128, 64:] == 255).all()  # no fourth shape
    assert (pixels[128:] < 250).any()  # the legend
    run("synth", "mug", "--count", 2, "--png", tmp_path / "m.png", "--level", 0)
    with Image.open(tmp_path / "m.png") as written:
        assert written.size[0] == 2 * 220 and written.size[1] > 220


def test_the_sheet_draws_the_level_asked_for():
    coarse, fine = (draw_sheet([made()], level=level, columns=1, size=64) for level in (0, -1))
    top = [np.asarray(image)[:64, :64] for image in (coarse, fine)]
    assert (top[0] != top[1]).any()
    assert (np.asarray(draw_sheet([made()], level=9, columns=1, size=64)) == np.asarray(fine)).all()


def made() -> LabelledMesh:
    b = Builder(np.random.default_rng(0))
    b.add("wheel > tyre", mesh.box(1, 1, 1))
    b.add("wheel > rim", mesh.box(1, 1, 1).move(y=1.5))
    return b.finish("cart")


def test_the_command_lists_and_writes(tmp_path):
    assert run("synth", "--list").split("\n")[:-1] == categories()
    out = run("synth", "mug,bowl", "--count", 2, "--seed", 5, "--out", tmp_path)
    assert "4 shapes of 2 categories" in out
    assert {p.stem for p in tmp_path.iterdir()} == {f"{c}-00000{s}" for c in ("mug", "bowl") for s in (5, 6)}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["chair,unicorn"], "no category 'unicorn'; `pa3d synth --list` names them"),
        (["chair,table", "--png", "x.png"], "a contact sheet shows one category, not 2"),
    ],
)
def test_mistakes_are_named_and_nothing_is_written(tmp_path, arguments, message):
    from pa3d.errors import Pa3dError

    arguments = [str(tmp_path / a) if a.endswith(".png") else a for a in arguments]
    result = CliRunner().invoke(app, ["synth", *arguments, "--out", str(tmp_path / "out")])
    assert isinstance(result.exception, Pa3dError) or result.exit_code == 2
    assert message in f"{result.exception} {result.output}"
    assert not list(tmp_path.iterdir())


def test_an_unknown_category_from_python():
    from pa3d.errors import Pa3dError

    with pytest.raises(Pa3dError, match="no category 'unicorn'"):
        make_shape("unicorn", 0)
