from __future__ import annotations

import colorsys

import numpy as np
import pytest
import trimesh
from PIL import Image, ImageDraw
from test_export import cloud, half_sphere, segment, sphere_mesh

from pa3d import picture
from pa3d.errors import Pa3dError
from pa3d.segmentation import PALETTE, UNLABELLED, label_colors
from pa3d.shapes import Shape, sample_surface


def count_hue(image, color, tolerance=0.02):
    """Pixels that are the colour at any brightness."""
    rgb = np.asarray(image, np.float64).reshape(-1, 3) / 255
    hsv = np.array([colorsys.rgb_to_hsv(*pixel) for pixel in np.unique(rgb, axis=0)])
    counts = np.unique(rgb, axis=0, return_counts=True)[1]
    hue, saturation, _ = colorsys.rgb_to_hsv(*(c / 255 for c in color))
    apart = np.abs((hsv[:, 0] - hue + 0.5) % 1 - 0.5)
    near = (apart < tolerance) & (np.abs(hsv[:, 1] - saturation) < 0.1) & (hsv[:, 2] > 0.15)
    return int(counts[near].sum())


def nearest_label(pixel, count):
    """Which of the first `count` colours a shaded pixel has, by direction; -1 for none of them."""
    pixel = np.asarray(pixel, float)
    colors = np.array(PALETTE[:count], float)
    cosine = colors @ pixel / np.linalg.norm(colors, axis=1) / max(np.linalg.norm(pixel), 1e-9)
    return int(cosine.argmax()) if cosine.max() > 0.995 else -1


def octants():
    """Sphere with a part per octant; all eight are seen from the four views."""
    shape = sphere_mesh()
    codes = np.array([1, 2, 4])
    middle = shape.vertices[shape.faces].mean(1)
    names = [f"octant {i}" for i in range(8)]
    return segment(shape, names, (shape.vertices > 0) @ codes, (middle > 0) @ codes)


def test_every_visible_part_is_in_the_picture():
    views = picture.draw_views(octants().shape, label_colors(octants().face_label), size=128)
    sheet = picture.contact_sheet(views, 2)  # without the legend
    assert sheet.size == (256, 256)
    for color in PALETTE[:8]:
        assert count_hue(sheet, color) > 100
    assert count_hue(sheet, PALETTE[9]) == 0


@pytest.mark.parametrize("as_cloud", [False, True])
def test_half_sphere_shows_each_half_where_it_is(as_cloud):
    """The middle row shows x = u cos a + sqrt(1 - u^2) sin a cos e, u radii right of the centre."""
    seg = half_sphere()
    shape, labels = seg.shape, seg.face_label
    if as_cloud:
        points, face = sample_surface(shape, 4000, np.random.default_rng(0))
        shape, labels = Shape(points, None), labels[face]
    size = 160
    views = picture.draw_views(shape, label_colors(labels), size=size)
    right = []
    for view, (azimuth, elevation) in zip(views, np.radians(picture.VIEWS), strict=True):
        for u in np.linspace(-0.9, 0.9, 13):
            x = u * np.cos(azimuth) + np.sqrt(1 - u * u) * np.sin(azimuth) * np.cos(elevation)
            if abs(x) > 0.25:
                pixel = view[size // 2, round(size * (0.5 + 0.45 * u))]
                right.append(nearest_label(pixel, 2) == int(x > 0))
        assert (view[2, 2] == 255).all()
    assert len(right) > 30
    assert np.mean(right) >= (0.9 if as_cloud else 1.0)  # random points leave gaps


def test_up_axis_turns_the_picture():
    shape = trimesh.creation.cone(radius=0.5, height=2, sections=24)  # along +z, the tip up
    seg = Shape(np.array(shape.vertices, np.float64), np.array(shape.faces, np.int32))
    colors = np.tile(PALETTE[0], (len(seg.faces), 1))
    image = picture.draw_views(seg, colors, up="z", size=96)[0]
    rows = np.flatnonzero((image < 255).any((1, 2)))
    width = (image < 255).any(2).sum(1)
    assert width[rows[0] + 3] < width[rows[-1] - 10] / 3
    with pytest.raises(Pa3dError, match="up axis"):
        picture.draw_views(seg, colors, up="w", size=96)


def test_the_shape_fills_its_view_and_stays_inside():
    for scale in ((1, 1, 1), (1, 0.01, 1), (0.02, 1, 0.02)):
        shape = Shape(sphere_mesh().vertices * scale, sphere_mesh().faces)
        views = picture.draw_views(shape, np.tile(PALETTE[1], (len(shape.faces), 1)), size=128)
        inked = [np.argwhere((view < 255).any(2)) for view in views]
        low, high = min(i.min() for i in inked), max(i.max() for i in inked)
        assert 3 <= low <= 12
        assert 128 - 12 <= high <= 128 - 3


def test_position_scale_and_loose_vertices_do_not_show():
    seg = half_sphere()
    colors = label_colors(seg.face_label)
    plain = picture.draw_views(seg.shape, colors, size=96)
    far = Shape(seg.shape.vertices * 3e4 + [5e6, -2e6, 8e6], seg.shape.faces)
    loose = Shape(np.vstack([seg.shape.vertices, [[9, 9, 9]]]), seg.shape.faces)
    for other in (far, loose):
        moved = picture.draw_views(other, colors, size=96)
        different = np.abs(np.stack(plain).astype(int) - np.stack(moved)).max(-1) > 30
        assert different.mean() < 0.002


@pytest.mark.parametrize(
    "names",
    [
        ["leg"],
        ["seat", "leg"],
        [f"a rather long name of a part, number {i:02d}" for i in range(15)],
        ["W" * 400, "\u6905\u5b50", "T\u00fcr\n2"],
        [f"p{i}" for i in range(60)],
    ],
    ids=["one", "two", "fifteen", "wide", "sixty"],
)
@pytest.mark.parametrize("size", [96, 320])
def test_legend_stays_inside(monkeypatch, names, size):
    """Every box and text drawn lies inside the image, and no two texts overlap."""
    texts, drawn = [], []
    real = ImageDraw.ImageDraw.text

    def text(pen, xy, value, fill=None, font=None, anchor=None):
        box = pen.textbbox(xy, value, font=font, anchor=anchor)
        texts.append(box)
        drawn.append(value)
        assert box[0] >= 0 and box[1] >= 0
        assert box[2] <= pen.im.size[0] and box[3] <= pen.im.size[1]
        real(pen, xy, value, fill, font, anchor=anchor)

    monkeypatch.setattr(ImageDraw.ImageDraw, "text", text)
    seg = half_sphere()
    labels = np.arange(len(seg.shape.faces)) % (len(names) + 1) - 1
    seg = segment(seg.shape, names, np.zeros(len(seg.shape.vertices), int), labels)
    image = picture.draw_segmentation(seg, size=size)
    assert image.width == 2 * size
    assert len(texts) == 2 * (len(names) + 1)
    assert drawn[-2] == "(unlabelled)"
    for i, a in enumerate(texts):
        for b in texts[:i]:
            assert a[0] >= b[2] or b[0] >= a[2] or a[1] >= b[3] or b[1] >= a[3]


def test_legend_shows_each_color_unshaded():
    image = np.asarray(picture.draw_segmentation(octants(), size=128)).reshape(-1, 3)
    for color in PALETTE[:8]:
        assert (image == color).all(1).sum() > 50


def test_unlabelled_and_empty_parts():
    seg = half_sphere(["a", "b", "empty"])
    seg = segment(seg.shape, seg.part_names, seg.vertex_label - 1, seg.face_label - 1)
    image = np.asarray(picture.draw_segmentation(seg, size=128)).reshape(-1, 3)
    assert (image == UNLABELLED).all(1).sum() > 50
    assert count_hue(image, PALETTE[0]) > 500
    assert count_hue(image, PALETTE[1]) < 100  # only the outline of its box
    nothing = segment(seg.shape, ["a"], seg.vertex_label * 0 - 1, seg.face_label * 0 - 1)
    picture.draw_segmentation(nothing, size=64)


def test_clouds_of_any_density_are_closed():
    """Splats leave few holes in the middle of a sphere, and coincident points do no harm."""
    rng = np.random.default_rng(4)
    for count in (300, 2000, 20000):
        points = rng.standard_normal((count, 3))
        points /= np.linalg.norm(points, axis=1, keepdims=True)
        points[: count // 10] = points[0]
        shape = Shape(points, None)
        view = picture.draw_views(shape, np.tile(PALETTE[0], (count, 1)), size=128)[0]
        assert (view[40:88, 40:88] == 255).all(-1).mean() < 0.05
    assert picture.draw_segmentation(cloud(32), size=64).width == 128


def test_percent():
    shares = [0, 0.001, 0.01, 0.256, 0.999, 1]
    assert [picture.percent(s) for s in shares] == ["-", "<1%", "1%", "26%", "100%", "100%"]


def test_contact_sheet_places_images():
    images = [np.full((20, 30, 3), i * 20, np.uint8) for i in range(5)]
    sheet = np.asarray(picture.contact_sheet(images, 3))
    assert sheet.shape == (40, 90, 3)
    for i in range(5):
        assert (sheet[i // 3 * 20 + 10, i % 3 * 30 + 15] == i * 20).all()
    assert (sheet[20:, 60:] == 255).all()
    mixed = np.asarray(picture.contact_sheet([images[0], np.zeros((40, 10, 3), np.uint8)], 2))
    assert mixed.shape == (40, 60, 3)
    assert (mixed[20, 45] == 0).all() and (mixed[20, 58] == 255).all()
    labelled = picture.contact_sheet(images, 3, labels=["name " * 20] * 5)
    assert labelled.width == 90 and labelled.height > 40
    assert isinstance(labelled, Image.Image)
    with pytest.raises(Pa3dError, match="4 labels for 5 images"):
        picture.contact_sheet(images, 3, labels=["a"] * 4)
    with pytest.raises(Pa3dError, match="at least one image"):
        picture.contact_sheet([], 3)


def test_feature_colors_follow_the_features():
    rng = np.random.default_rng(0)
    anchors = rng.standard_normal((4, 64))
    group = rng.integers(0, 4, 9000)
    features = (anchors[group] + 0.01 * rng.standard_normal((9000, 64))).astype(np.float16)
    colors = picture.feature_rgb(features)
    assert colors.shape == (9000, 3) and colors.dtype == np.uint8
    means = np.stack([colors[group == g].mean(0) for g in range(4)])
    assert max(colors[group == g].std(0).max() for g in range(4)) < 6
    apart = np.linalg.norm(means[:, None] - means[None], axis=2)
    assert apart[~np.eye(4, dtype=bool)].min() > 60
    np.testing.assert_array_equal(colors, picture.feature_rgb(features))
    flipped = picture.feature_rgb(-features)
    assert not np.array_equal(flipped, colors)


@pytest.mark.parametrize("shape", [(1, 8), (2, 8), (50, 1), (50, 2)])
def test_feature_colors_of_few_rows_or_columns(shape):
    assert picture.feature_rgb(np.random.default_rng(0).random(shape)).shape == (shape[0], 3)
    assert (picture.feature_rgb(np.ones(shape)) == 128).all()
    with pytest.raises(Pa3dError, match=r"\(N, D\)"):
        picture.feature_rgb(np.ones(3))
