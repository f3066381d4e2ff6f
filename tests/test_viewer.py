"""The HTML viewer, in a real headless Chromium."""

from __future__ import annotations

import base64
import io
import json
import os
import re
import shutil
import zlib
from dataclasses import replace

import numpy as np
import pytest
import trimesh
from PIL import Image
from typer.testing import CliRunner

from pa3d import export, viewer
from pa3d.errors import Pa3dError
from pa3d.labelled import read_labelled
from pa3d.segmentation import Segmentation, label_score, part_color, part_table
from pa3d.shapes import UP_ROTATIONS, Shape
from pa3d.viewer import write_html

EVIL = "</script><script>window.hurt=1</script><img src=x onerror=window.hurt=1>"
NAMES = ["leg|foot", "座面", "ظهر الكرسي"]
SIZE = {"width": 800, "height": 420}
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--use-gl=angle",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def segmentation(shape, names, vertex_label, face_label=None, sharpness=3.0):
    """Logits favour the label; those of other names grow along x, so that heat maps have a slope."""

    def logits(labels, points):
        slope = np.ptp(shape.vertices[:, 0])
        result = np.repeat(((points[:, :1] - points[:, 0].min()) / slope).astype(np.float32), len(names), 1)
        rows = np.flatnonzero(labels >= 0)
        result[rows, labels[rows]] = sharpness
        return result

    vertex_label = np.asarray(vertex_label, np.int32)
    vertex_logits, face_logits = logits(vertex_label, shape.vertices), None
    if face_label is not None:
        face_label = np.asarray(face_label, np.int32)
        face_logits = logits(face_label, shape.vertices[shape.faces].mean(1))
    score = label_score(vertex_logits, vertex_label)
    return Segmentation(shape, list(names), vertex_label, vertex_logits, face_label, face_logits, score)


def bands(heights, count):
    """Label by height: equal bands from bottom to top."""
    low, high = heights.min(), heights.max()
    return np.minimum((heights - low) / (high - low) * count, count - 1).astype(np.int32)


def ball(names=NAMES, subdivisions=4, axis=1):
    mesh = trimesh.creation.icosphere(subdivisions)
    order = np.random.default_rng(1).permutation(len(mesh.faces))
    shape = Shape(np.array(mesh.vertices) * 7 + 100, np.array(mesh.faces[order], np.int32))
    middle = shape.vertices[shape.faces].mean(1)
    return segmentation(
        shape, names, bands(shape.vertices[:, axis], len(names)), bands(middle[:, axis], len(names))
    )


def cloud(names=NAMES, count=20000):
    points = np.random.default_rng(0).standard_normal((count, 3))
    points /= np.linalg.norm(points, axis=1, keepdims=True)
    return segmentation(Shape(points, None), names, bands(points[:, 1], len(names)))


def unpack(page):
    """Meta and arrays of a page, decoded here from the format's description."""
    text = page.read_text(encoding="utf-8")
    meta = json.loads(
        re.search(r'<script type="application/json" id="meta">(.*?)</script>', text, re.DOTALL)[1]
    )
    arrays = {}
    for name, spec in meta["arrays"].items():
        block = re.search(rf'id="data-{name}">([^<]*)<', text)[1]
        planes = np.frombuffer(zlib.decompress(base64.b64decode(block)), np.uint8)
        planes = planes.reshape(spec["columns"], -1, spec["rows"]).astype(np.uint64)
        steps = sum(planes[:, k] << np.uint64(8 * k) for k in range(planes.shape[1]))
        arrays[name] = np.cumsum(steps, axis=1, dtype=np.uint64).astype(spec["type"]).T
    return meta, arrays


# ---- the file


def test_arrays_hold_the_segmentation(tmp_path):
    seg = ball()
    write_html(tmp_path / "a.html", seg)
    meta, arrays = unpack(tmp_path / "a.html")
    assert np.array_equal(arrays["labels"][:, 0].astype(int) - 1, seg.face_label)
    place = np.array(meta["low"]) + np.array(meta["extent"]) * arrays["positions"] / 65535
    half = np.linalg.norm(np.ptp(seg.shape.vertices, axis=0)) / 2
    wanted = (seg.shape.vertices - 100) / half
    assert np.abs(place[arrays["faces"]] - wanted[seg.shape.faces]).max() < 2e-5
    own = label_score(seg.face_logits, seg.face_label)
    assert np.abs(arrays["score"][:, 0] / 254 - own).max() < 0.0025
    table = part_table(seg)["parts"]
    assert [p["color"] for p in meta["parts"]] == [list(part_color(i)) for i in (-1, 0, 1, 2)]
    assert [p["share"] for p in meta["parts"][1:]] == [p["share"] for p in table]
    assert [p["score"] for p in meta["parts"][1:]] == [p["mean_score"] for p in table]
    assert [p["name"] for p in meta["parts"][1:]] == NAMES
    assert meta["turns"]["z"] == UP_ROTATIONS["z"].tolist() and meta["notes"] == []


def test_a_mesh_without_face_logits_shows_the_means_of_its_corners(tmp_path):
    seg = replace(ball(), face_logits=None)
    write_html(tmp_path / "a.html", seg)
    _, arrays = unpack(tmp_path / "a.html")
    assert np.abs(arrays["score"][:, 0] / 254 - seg.vertex_score[seg.shape.faces].mean(1)).max() < 0.0025


def test_large_clouds_are_thinned_and_say_so(tmp_path, monkeypatch):
    monkeypatch.setattr(viewer, "MAX_POINTS", 5000)
    seg = cloud()
    write_html(tmp_path / "a.html", seg)
    meta, arrays = unpack(tmp_path / "a.html")
    assert len(arrays["labels"]) == 5000 and not meta["numbered"]
    assert "5,000 of the 20,000 points" in meta["notes"][0]
    assert meta["parts"][1]["share"] == part_table(seg)["parts"][0]["share"]  # of all points


def test_large_meshes_are_simplified_and_keep_their_labels(tmp_path, monkeypatch):
    monkeypatch.setattr(viewer, "MAX_FACES", 2000)
    seg = ball()
    write_html(tmp_path / "a.html", seg)
    meta, arrays = unpack(tmp_path / "a.html")
    count = len(arrays["labels"])
    assert 1000 < count <= 2000
    assert f"{count:,} of the {len(seg.shape.faces):,} faces" in meta["notes"][0]
    place = np.array(meta["low"]) + np.array(meta["extent"]) * arrays["positions"] / 65535
    height = place[arrays["faces"]].mean(1)[:, 1]
    labels = arrays["labels"][:, 0].astype(int) - 1
    wanted = bands(height, 3)
    assert (labels == wanted).mean() > 0.9
    area = trimesh.Trimesh(place, arrays["faces"].astype(int), process=False).area
    whole = trimesh.Trimesh(seg.shape.vertices, seg.shape.faces, process=False).area
    half = np.linalg.norm(np.ptp(seg.shape.vertices, axis=0)) / 2
    assert area == pytest.approx(whole / half**2, rel=0.1)  # no holes


def test_the_size_is_bounded(tmp_path, monkeypatch):
    monkeypatch.setattr(viewer, "MAX_BYTES", 250_000)
    names = [f"part {i}" for i in range(40)]
    for seg in (cloud(names), ball(names, 5)):
        write_html(tmp_path / "a.html", seg)
        assert (tmp_path / "a.html").stat().st_size <= 250_000
        meta, arrays = unpack(tmp_path / "a.html")
        assert len(arrays["labels"]) > 1000 and f"{len(arrays['labels']):,} of the" in meta["notes"][0]


def test_names_and_titles_cannot_become_markup(tmp_path):
    write_html(tmp_path / "a.html", ball(["leg", EVIL, "{{script}}"]), title=EVIL)
    text = (tmp_path / "a.html").read_text(encoding="utf-8")
    assert EVIL not in text and "<img" not in text
    assert unpack(tmp_path / "a.html")[0]["parts"][2]["name"] == EVIL


def test_nothing_is_fetched(tmp_path):
    write_html(tmp_path / "a.html", ball())
    text = (tmp_path / "a.html").read_text(encoding="utf-8")
    assert not re.search(r"https?://|src=|url\(|@import", text)
    assert "default-src 'none'" in text


# ---- labelled files


@pytest.mark.parametrize("suffix", [".npz", ".h5", ".ply"])
@pytest.mark.parametrize("make", [ball, cloud])
def test_labelled_files_come_back(tmp_path, make, suffix):
    seg = make()
    seg.vertex_label[:5] = -1
    seg = replace(seg, vertex_score=label_score(seg.vertex_logits, seg.vertex_label))
    path = tmp_path / f"a{suffix}"
    export.write(path, seg, config={"up": "z"})
    back, up = read_labelled(path)
    assert up == ("z" if suffix == ".h5" else "y")
    assert np.array_equal(back.vertex_label, seg.vertex_label)
    assert np.allclose(back.vertex_score, seg.vertex_score, atol=1e-6)
    assert np.allclose(back.shape.vertices, seg.shape.vertices, atol=1e-4)
    if suffix != ".ply":
        assert back.part_names == seg.part_names
        assert np.allclose(back.vertex_logits, seg.vertex_logits)
        assert back.score_kind == seg.score_kind
    if make is ball:
        assert np.array_equal(back.face_label, seg.face_label)
        assert np.array_equal(back.shape.faces, seg.shape.faces)
        shares = [p["mean_score"] for p in part_table(seg)["parts"]]
        assert np.allclose([p["mean_score"] for p in part_table(back)["parts"]], shares, atol=1e-3)


def test_the_kind_of_score_is_found_when_the_file_does_not_say(tmp_path):
    seg = replace(cloud(), score_kind="sigmoid")
    seg = replace(seg, vertex_score=label_score(seg.vertex_logits, seg.vertex_label, "sigmoid"))
    arrays = {"points": seg.shape.vertices, "part_names": np.array(seg.part_names)}
    keys = ("vertex_label", "vertex_logits", "vertex_score")
    np.savez(tmp_path / "a.npz", **arrays, **{key: getattr(seg, key) for key in keys})
    assert read_labelled(tmp_path / "a.npz")[0].score_kind == "sigmoid"


def test_files_without_labels_are_refused_by_name(tmp_path):
    plain = trimesh.creation.icosphere(3)
    plain.export(tmp_path / "plain.ply")
    np.savez(tmp_path / "plain.npz", points=plain.vertices)
    np.savez(
        tmp_path / "short.npz",
        points=plain.vertices,
        part_names=np.array(["a"]),
        vertex_label=np.zeros(3, np.int32),
        vertex_logits=np.zeros((3, 1), np.float32),
        vertex_score=np.zeros(3, np.float32),
    )
    plain.export(tmp_path / "a.glb")
    for name in ("plain.ply", "plain.npz", "short.npz", "a.glb", "none.ply"):
        with pytest.raises(Pa3dError, match=re.escape(name)):
            read_labelled(tmp_path / name)


# ---- the command


def run_view(*arguments):
    import typer

    from pa3d.cli.view import view

    app = typer.Typer()
    app.command()(view)
    return CliRunner().invoke(app, [str(a) for a in arguments])


def test_view_writes_beside_the_file_and_opens_it(tmp_path, monkeypatch):
    opened = []
    monkeypatch.setattr("webbrowser.open", lambda url: opened.append(url) or True)
    export.write(tmp_path / "chair.parts.npz", ball())
    result = run_view(tmp_path / "chair.parts.npz", "--up", "z", "--no-open")
    page = tmp_path / "chair.parts.html"
    assert result.exit_code == 0 and result.stdout.strip() == str(page) and opened == []
    meta = unpack(page)[0]
    assert meta["up"] == "z" and meta["title"] == "chair.parts.npz"
    assert run_view(tmp_path / "chair.parts.npz").exit_code == 0  # its own page may be replaced
    assert run_view(page).exit_code == 0
    assert opened == [page.as_uri()] * 2


def test_view_says_when_there_is_no_browser(tmp_path, monkeypatch):
    monkeypatch.setattr("webbrowser.open", lambda url: False)
    export.write(tmp_path / "a.npz", cloud())
    result = run_view(tmp_path / "a.npz", "--out", tmp_path / "b.html")
    assert result.exit_code == 0 and (tmp_path / "b.html").is_file()
    assert "no browser could be started" in result.output


def test_view_does_not_overwrite_a_page_of_somebody_else(tmp_path):
    export.write(tmp_path / "a.npz", cloud())
    (tmp_path / "a.html").write_text("<p>mine</p>")
    result = run_view(tmp_path / "a.npz", "--no-open")
    assert isinstance(result.exception, Pa3dError) and "a.html" in str(result.exception)
    assert (tmp_path / "a.html").read_text() == "<p>mine</p>"


@pytest.mark.parametrize(
    "arguments", [["a.npz", "--up", "q"], ["a.npz", "--out", "b.txt"], ["none.html"], ["a.stl"]]
)
def test_view_refuses_bad_arguments(tmp_path, monkeypatch, arguments):
    monkeypatch.chdir(tmp_path)
    export.write(tmp_path / "a.npz", cloud())
    assert isinstance(run_view(*arguments, "--no-open").exception, Pa3dError)
    assert not list(tmp_path.glob("*.html"))


# ---- in the browser


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    if os.environ.get("PA3D_NO_BROWSER") == "1":
        pytest.skip("PA3D_NO_BROWSER=1")
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        pytest.skip("no chromium: install it (apt-get install chromium) to test the page")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:  # starts it with a new, empty profile
        instance = driver.chromium.launch(executable_path=program, args=FLAGS, headless=True)
        yield instance
        instance.close()


class Opened:
    """A page in the browser, with what it complained about."""

    def __init__(self, browser, path, **options):
        self.context = browser.new_context(**{"viewport": SIZE, **options})
        self.page = self.context.new_page()
        self.complaints, self.requests = [], []
        self.page.on("console", lambda m: self.complaints.append(m.text) if m.type == "error" else None)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.goto(path.resolve().as_uri())
        self.page.wait_for_selector("body:not([data-state=loading])", timeout=120_000)
        assert self.page.get_attribute("body", "data-state") == "ready", self.page.inner_text("#message")
        self.settle()

    def settle(self):
        """Wait until the last picture is drawn: the page draws only when something changed."""
        before = None
        while before != (before := self.page.get_attribute("body", "data-frames")) or before is None:
            self.page.wait_for_timeout(300)

    def picture(self):
        """(H, W, 3) of the drawing, without what lies over it."""
        self.settle()
        self.page.evaluate("document.getElementById('tip').hidden = true")
        image = Image.open(io.BytesIO(self.page.locator("#view").screenshot()))
        return np.asarray(image.convert("RGB")).astype(int)

    def share(self, color, tolerance=3):
        """Share of the drawing's pixels that have a colour."""
        return float((np.abs(self.picture() - np.array(color)).max(-1) <= tolerance).mean())

    def hover(self, x, y):
        """What the tip says at a place, as shares of the drawing; "" when there is none."""
        box = self.page.locator("#view").bounding_box()
        self.page.mouse.move(box["x"] + x * box["width"] + 5, box["y"] + y * box["height"])
        self.page.mouse.move(box["x"] + x * box["width"], box["y"] + y * box["height"])
        self.page.wait_for_timeout(600)
        return self.page.inner_text("#tip") if self.page.is_visible("#tip") else ""

    def row(self, name):
        return self.page.locator("#legend tr").filter(has=self.page.get_by_text(name, exact=True))


@pytest.fixture
def show(browser, tmp_path):
    opened = []

    def start(seg, *, write=None, **options):
        write_html(tmp_path / "page.html", seg, **(write or {}))
        opened.append(Opened(browser, tmp_path / "page.html", **options))
        return opened[-1]

    yield start
    for one in opened:
        assert one.complaints == []
        assert [url for url in one.requests if not url.startswith(("file:", "data:", "blob:"))] == []
        one.context.close()


@pytest.mark.parametrize("make", [ball, cloud])
def test_parts_have_their_colours_and_can_be_switched(show, make):
    view = show(make())
    view.page.uncheck("#shading")
    for label in range(3):
        assert view.share(part_color(label)) > 0.02
    view.row("座面").locator(".toggle").click()
    assert view.share(part_color(1)) == 0
    assert view.row("座面").locator(".toggle").get_attribute("aria-pressed") == "false"
    assert view.share(part_color(0)) > 0.02
    view.row(NAMES[2]).locator(".only").click()
    assert view.share(part_color(2)) > 0.02 and view.share(part_color(0)) == view.share(part_color(1)) == 0
    view.page.click("#all")
    assert min(view.share(part_color(label)) for label in range(3)) > 0.02


@pytest.mark.parametrize("make", [ball, cloud])
def test_shading_darkens_but_keeps_the_hue(show, make):
    picture = show(make()).picture()
    ground = picture[2, 2]
    inside = picture[np.abs(picture - ground).max(-1) > 30]
    assert len(inside) > 0.1 * picture[..., 0].size
    hues = np.array([part_color(label) for label in range(3)], float)
    hues /= np.linalg.norm(hues, axis=1, keepdims=True)
    nearest = (inside / np.linalg.norm(inside, axis=1, keepdims=True) @ hues.T).max(1)
    assert (nearest > 0.99).mean() > 0.95
    assert np.ptp(inside.sum(1)) > 100


@pytest.mark.parametrize("make", [ball, cloud])
def test_hovering_tells_name_and_score(show, make):
    seg = make()
    view = show(seg)
    assert view.hover(0.02, 0.02) == ""
    text = view.hover(0.5, 0.5)
    assert NAMES[2] in text  # the first view looks down on the top band
    index = int(re.search(r"(?:face|point) ([\d,]+)", text)[1].replace(",", ""))
    labels = seg.face_label if make is ball else seg.vertex_label
    logits = seg.face_logits if make is ball else seg.vertex_logits
    assert labels[index] == 2
    assert f"{label_score(logits, labels)[index]:.2f}"[:3] in text  # to a tenth: scores are rounded to 1/254
    assert view.page.locator("#legend tr.hover").inner_text().startswith(NAMES[2])


def test_hidden_parts_are_not_hovered(show):
    view = show(ball())
    assert NAMES[2] in view.hover(0.5, 0.5)
    view.row(NAMES[2]).locator(".toggle").click()
    assert NAMES[2] not in view.hover(0.5, 0.5)


@pytest.mark.parametrize("make", [ball, cloud])
def test_heat_maps_and_back(show, make):
    view = show(make())
    view.page.uncheck("#shading")
    before = view.picture()
    view.row(NAMES[2]).locator(".heat").click()
    view.page.wait_for_selector("#scale", state="visible")
    assert NAMES[2] in view.page.inner_text("#scale")
    assert view.page.input_value("#mode") == "3"
    x = np.sin(np.radians(35)) * np.cos(np.radians(25))  # in the middle of the first view
    score = np.exp(3.0) / (np.exp(3.0) + 2 * np.exp((x + 1) / 2))
    at = score * (len(viewer.HEAT_RAMP) - 1)
    ramp = np.array(viewer.HEAT_RAMP, float)
    wanted = ramp[int(at)] + (at % 1) * (ramp[int(at) + 1] - ramp[int(at)])
    picture = view.picture()
    middle = picture[picture.shape[0] // 2, picture.shape[1] // 2]
    assert np.abs(middle - wanted).max() < 12
    assert max(view.share(part_color(label)) for label in range(3)) < 0.001
    assert NAMES[2] in view.hover(0.5, 0.5)
    view.page.select_option("#mode", "score")
    assert np.abs(view.picture() - picture).max() > 40
    view.page.select_option("#mode", "parts")
    assert not view.page.is_visible("#scale")
    assert (np.abs(view.picture() - before).max(-1) > 3).mean() < 0.001


def test_the_unknown_scores_of_a_ply_are_grey(show, tmp_path):
    export.write(tmp_path / "a.ply", ball(["low", "middle", "high"]))
    view = show(read_labelled(tmp_path / "a.ply")[0])
    assert "only the score of each element's own label" in view.page.inner_text("#notes")
    view.page.uncheck("#shading")
    view.row("low").locator(".heat").click()
    assert view.share((128, 128, 128)) > 0.05
    text = view.hover(0.5, 0.5)
    assert "high" in text and "low not in the file" in text


@pytest.mark.parametrize("up", ["y", "z", "-z", "x"])
def test_up_is_up(show, up):
    axis = {"x": 0, "y": 1, "z": 2}[up[-1]]
    view = show(ball(["low", "high"], axis=axis), write={"up": up})
    view.page.uncheck("#shading")
    picture = view.picture()
    row, _ = np.nonzero(np.abs(picture - np.array(part_color(0))).max(-1) <= 3)
    other, _ = np.nonzero(np.abs(picture - np.array(part_color(1))).max(-1) <= 3)
    assert (row.mean() > other.mean()) == (not up.startswith("-"))  # rows count downwards


def test_the_picture_is_no_mirror_image(show):
    """Seen from azimuth 35 and above: +x is right, -x and +z are left, +z is nearer, that is lower."""
    blobs = [trimesh.creation.icosphere(2, 0.3) for _ in range(3)]
    for blob, place in zip(blobs, [(1, 0, 0), (-1, 0, 0), (0, 0, 1)], strict=True):
        blob.apply_translation(place)
    mesh = trimesh.util.concatenate(blobs)
    shape = Shape(np.array(mesh.vertices), np.array(mesh.faces, np.int32))
    view = show(segmentation(shape, ["x", "minus", "z"], np.repeat([0, 1, 2], 162), np.repeat([0, 1, 2], 320)))
    view.page.uncheck("#shading")
    picture = view.picture()
    middles = [np.argwhere(np.abs(picture - np.array(part_color(k))).max(-1) <= 3).mean(0) for k in range(3)]
    columns, rows = np.array(middles)[:, 1] - picture.shape[1] / 2, np.array(middles)[:, 0]
    assert columns[0] > 50 and columns[1] < -50 and columns[2] < -30
    assert rows[2] > rows[1]


def test_mouse_and_keys_move_the_view(show):
    view = show(ball())
    start = view.picture()

    def changed(action):
        action()
        now = view.picture()
        view.page.click("#reset")
        assert (np.abs(view.picture() - start).max(-1) > 20).mean() < 0.002
        return (np.abs(now - start).max(-1) > 20).mean() > 0.01

    mouse, keys = view.page.mouse, view.page.keyboard

    def drag(button, dx=120, dy=90):
        mouse.move(300, 300)
        mouse.down(button=button)
        mouse.move(300 + dx, 300 + dy, steps=4)
        mouse.up(button=button)

    assert changed(lambda: drag("left"))
    assert changed(lambda: drag("right"))
    mouse.move(300, 300)
    assert changed(lambda: mouse.wheel(0, -400))
    for key in ("ArrowDown", "+"):
        view.page.focus("#view")
        assert changed(lambda key=key: keys.press(key))


def test_two_fingers_zoom(show):
    view = show(ball(), has_touch=True)
    start = view.share((244, 245, 247))
    session = view.context.new_cdp_session(view.page)

    def touch(kind, *points):
        places = [{"x": x, "y": y, "id": i} for i, (x, y) in enumerate(points)]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": places})

    touch("touchStart", (250, 300), (350, 300))
    for k in range(1, 6):
        touch("touchMove", (250 + 8 * k, 300), (350 - 8 * k, 300))
    touch("touchEnd")
    assert view.share((244, 245, 247)) > start + 0.1  # smaller: more ground


def test_buttons_work_by_keyboard_and_have_names(show):
    view = show(ball())
    view.row(NAMES[1]).locator(".toggle").focus()
    view.page.keyboard.press("Space")
    assert view.row(NAMES[1]).locator(".toggle").get_attribute("aria-pressed") == "false"
    view.page.keyboard.press("Tab")
    assert view.page.evaluate("document.activeElement.getAttribute('aria-label')") == f"show only {NAMES[1]}"
    view.page.keyboard.press("Enter")
    assert view.row(NAMES[0]).locator(".toggle").get_attribute("aria-pressed") == "false"


def test_names_are_shown_and_not_run(show):
    view = show(ball(["leg", NAMES[2], EVIL]), write={"title": EVIL})
    assert view.page.evaluate("window.hurt") is None
    assert view.page.title() == view.page.inner_text("h1") == EVIL
    assert view.row(EVIL).count() == 1
    assert EVIL in view.hover(0.5, 0.5)
    assert view.page.evaluate("window.hurt") is None


def test_dark_and_narrow(show):
    view = show(cloud(), color_scheme="dark", viewport={"width": 400, "height": 700})
    assert view.picture()[2, 2].max() < 60
    assert view.page.evaluate("document.documentElement.scrollWidth") <= 400
    view.page.click("#fold")
    assert not view.page.is_visible("#legend")
    assert view.page.locator("#view").bounding_box()["height"] > 500


def test_many_names_can_be_searched(show):
    names = [f"part {i}" for i in range(30)]
    view = show(ball(names))
    view.page.fill("#filter", "part 29")
    assert view.page.locator("#legend tr:visible").count() == 1
    assert view.page.locator("#legend tr:visible .swatch").evaluate("e => e.style.backgroundColor") == (
        "rgb({}, {}, {})".format(*part_color(29))
    )


def test_a_damaged_page_says_so(browser, tmp_path):
    write_html(tmp_path / "page.html", cloud())
    text = (tmp_path / "page.html").read_text(encoding="utf-8")
    (tmp_path / "page.html").write_text(
        text.replace('id="data-score">', 'id="data-score">AAAA'), encoding="utf-8"
    )
    context = browser.new_context()
    page = context.new_page()
    page.goto((tmp_path / "page.html").as_uri())
    page.wait_for_selector("body[data-state=failed]", timeout=60_000)
    assert page.inner_text("#message").strip() not in ("", "Loading …")
    context.close()
