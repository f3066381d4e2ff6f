"""Methods to compare with: views and lifting, aggregation and clusters, image-text scores, floors."""

from __future__ import annotations

import json
import pickle
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from pa3d import baselines, dino, prompts
from pa3d.baselines import cops, frequency, pointclip, views
from pa3d.cameras import make_cameras
from pa3d.datasets.base import LabelledShape
from pa3d.errors import CheckpointError, Pa3dError, ShapeError, TextError
from pa3d.methods import Question
from pa3d.render import draw
from pa3d.towers import TextEncoder
from tests.tiny import write_patches


@pytest.fixture(autouse=True, scope="module")
def one_thread():
    """Small networks on a shared machine wait more for their threads than they gain."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


def tower(count=1500, seed=0, parts=("roof", "cellar")) -> LabelledShape:
    """A thin upright pipe, y up: label 0 above the middle, 1 below; some points unlabelled."""
    rng = np.random.default_rng(seed)
    angle, y = rng.uniform(0, 2 * np.pi, count), rng.uniform(-10, 10, count)
    points = np.stack([np.cos(angle) + 40, y, np.sin(angle)], 1)  # not at the origin
    labels = (y < 0).astype(np.int32)
    labels[::17] = -1
    return LabelledShape(points, labels, list(parts), "house")


def ask(shape: LabelledShape) -> dict[str, list[str]]:
    return {style: prompts.queries(style, shape.part_names, shape.category) for style in ("part", "bare")}


def right(shape: LabelledShape, logits: np.ndarray) -> float:
    known = shape.labels >= 0
    chosen = logits[:, : len(shape.part_names)].argmax(1)
    return float((chosen == shape.labels)[known].mean())


def by_height(pictures: torch.Tensor) -> torch.Tensor:
    """A network that says where in the picture a place is: (1, 0) in the upper half, (0, 1) below."""
    tokens = torch.zeros(len(pictures), 14, 14, 2)
    tokens[:, :7, :, 0] = 1
    tokens[:, 7:, :, 1] = 1
    return tokens


def words(texts: list[str]) -> np.ndarray:
    table = {"roof": (1, 0.1), "cellar": (0.1, 1), "attic": (1, 0)}
    found = [next((v for k, v in table.items() if k in text), (-1, -1)) for text in texts]
    return np.array(found, np.float32)


@pytest.fixture
def planted(monkeypatch) -> pointclip.ImageText:
    """Networks that know the parts of `tower` by their height."""
    model = pointclip.ImageText("fake", 64, by_height, TextEncoder("fake", "0" * 64, 2, words))
    monkeypatch.setattr(pointclip, "load_image_text", lambda *_: model)
    monkeypatch.setattr(dino, "load_backbone", lambda *_: by_height)
    return model


# -- views ----------------------------------------------------------------------------------------


def test_what_the_pictures_show_reaches_the_points_that_they_show():
    """Labels painted on the pictures by another way than lifting come back at the points."""
    rng = np.random.default_rng(0)
    direction = rng.normal(size=(3000, 3))
    points = direction / np.linalg.norm(direction, axis=1, keepdims=True)
    label = (points > 0) @ [1, 2, 4]  # octants
    seen = views.look(points, "y", 96)
    assert seen.images.shape == (10, 96, 96, 3) and seen.images.dtype == np.uint8 and seen.size == 96
    cameras = make_cameras("cops", 96)
    maps = np.zeros((10, 96, 96, 8), np.float32)
    for view in range(10):
        _, index = draw(cameras, view, seen.points, None, 0.04)
        maps[view][index >= 0] = np.eye(8, dtype=np.float32)[label[index[index >= 0]]]
    lifted = views.lift(seen, torch.from_numpy(maps))
    inside = np.abs(points).min(1) > 0.1  # away from the borders, which discs and pixels blur
    assert (lifted.argmax(1) == label)[inside].mean() > 0.995
    # a ball hides half of itself: no view sees through it
    counts = seen.visible.sum(0)
    assert counts.max() <= 8 and (counts > 0).mean() > 0.95


def test_depth_pictures_are_bright_where_near_and_white_where_empty():
    depth = np.array([[[1.0, 2.0], [3.0, np.inf]]])
    assert views.depth_image(depth, 2.0)[0, :, :, 0].tolist() == [[255, 127], [0, 255]]
    points = np.array([[0, 0, 1.0], [0, 0, -1.0], [1, 0, 0], [-1, 0, 0]])
    front = views.look(np.repeat(points, 10, 0), "y", 112).images[4, :, :, 0]  # from +z, 20 degrees above
    near, far = front[56:, 50:62].max(initial=0), front[:56, 50:62].min()
    assert front[0, 0] == 255 and far < 60 < 220 < near


def test_up_axis_turns_the_shape_in_the_pictures():
    shape = tower()
    z_up = shape.points[:, [0, 2, 1]] * [1, -1, 1]
    np.testing.assert_array_equal(views.look(z_up, "z", 32).images, views.look(shape.points, "y", 32).images)
    assert (views.look(z_up, "y", 32).images != views.look(shape.points, "y", 32).images).any()


def test_large_clouds_are_answered_by_their_nearest_chosen_points(monkeypatch):
    monkeypatch.setattr(views, "MAX_POINTS", 40)
    assert views.choose(40, 3).tolist() == list(range(40))
    chosen = views.choose(300, 3)
    assert len(set(chosen)) == 40 and (np.diff(chosen) > 0).all()
    np.testing.assert_array_equal(chosen, views.choose(300, 3))
    assert (chosen != views.choose(300, 4)).any()
    points = np.random.default_rng(0).normal(size=(300, 3))
    carried = views.carry(points, chosen, chosen)
    distance = np.linalg.norm(points[:, None] - points[chosen], axis=2)
    np.testing.assert_array_equal(carried, chosen[distance.argmin(1)])


# -- aggregation and clusters ---------------------------------------------------------------------


def test_semantic_mean_by_hand():
    """The 4 nearest points of row 0: its own two, and two of the three that stand behind row 2."""
    rows, sizes = np.array([[0.0], [10.0], [1.0]]), np.array([2, 1, 3])
    expected = [(0 * 2 + 1 * 2) / 4, (10 * 1 + 1 * 3) / 4, (1 * 3 + 0 * 1) / 4]
    np.testing.assert_allclose(cops.semantic_mean(rows, sizes, 4)[:, 0], expected)
    np.testing.assert_allclose(cops.semantic_mean(rows, sizes, 1), rows)
    np.testing.assert_allclose(cops.semantic_mean(rows, sizes, 6)[:, 0], 13 / 6)


def test_aggregation_evens_out_noise_but_not_parts():
    rng = np.random.default_rng(1)
    points = rng.uniform(-1, 1, (2000, 3))
    part = points[:, 0] > 0
    clean = np.where(part[:, None], [1.0, 0, 0], [0, 1.0, 0])
    noisy = clean + 0.4 * rng.normal(size=clean.shape)
    rows, owner = cops.aggregate(points, noisy.astype(np.float32))
    assert rows.shape == (256, 3) and owner.shape == (2000,)
    inside = np.abs(points[:, 0]) > 0.2
    error = np.linalg.norm(rows[owner] - clean, axis=1)[inside]
    assert np.linalg.norm(noisy - clean, axis=1)[inside].mean() > 0.5
    assert error.mean() < 0.17  # the mean of 10 alone leaves 0.4 * sqrt(8 / pi / 10) = 0.20


def test_superpoints_of_a_cloud_of_repeated_points():
    spots = np.random.default_rng(0).normal(size=(5, 3))
    index, owner = cops.superpoints(np.repeat(spots, 20, 0))
    assert sorted(index // 20) == [0, 1, 2, 3, 4]
    np.testing.assert_array_equal(index[owner] // 20, np.repeat(np.arange(5), 20))


def test_kmeans_finds_separate_groups_and_weighs_its_rows():
    rng = np.random.default_rng(0)
    truth = np.repeat([0, 1, 2], 30)
    rows = np.eye(3)[truth] * 50 + rng.normal(size=(90, 3))
    runs = [cops.kmeans(rows, np.ones(90), 3, np.random.default_rng(seed)) for seed in range(10)]
    label, inertia = min(runs, key=lambda run: run[1])
    assert len({(a, b) for a, b in zip(label, truth, strict=True)}) == 3
    centers = np.stack([rows[truth == k].mean(0) for k in range(3)])
    assert inertia == pytest.approx(((rows - centers[truth]) ** 2).sum())
    # one cluster: its centre is the weighted mean, 3; 3 * 1 + 1 * 9
    assert cops.kmeans(np.array([[2.0], [6.0]]), np.array([3, 1]), 1, rng)[1] == pytest.approx(12)
    label, inertia = cops.kmeans(np.array([[2.0], [6.0]]), np.array([3, 1]), 9, rng)
    assert set(label) == {0, 1} and inertia == 0


def test_match_by_hand():
    cluster = np.array([0, 0, 0, 1, 1, 2, 2, 2])
    target = np.array([1, 1, -1, 1, 0, 0, 0, -1])
    # IoU: cluster 0 with part 1 is 2/3; cluster 2 with part 0 is 2/3; cluster 1 is left over
    part, total = cops.match(cluster, target, 2)
    assert part.tolist() == [1, -1, 0] and total == pytest.approx(4 / 3)
    logits = cops.oracle_logits([np.zeros(8, int), cluster], target, 2, 4)
    assert logits.tolist()[0] == [-1, 1, -1, -1] and logits[3].max() == -1 and logits[7].argmax() == 0


def test_cluster_means_by_hand():
    values = np.array([[1.0, 4], [3, 0], [5, 5]])
    assert cops.cluster_means(values, np.array([2, 2, 0])).tolist() == [[2, 2], [2, 2], [5, 5]]


# -- whole methods on planted features ------------------------------------------------------------


@pytest.mark.parametrize("method", ["pointclip", "cops", "cops-oracle"])
def test_planted_features_give_planted_labels(planted, method):
    shape = tower()
    setup = pointclip.setup() if method == "pointclip" else cops.setup(method=method)
    z_up = replace(shape, points=shape.points[:, [0, 2, 1]] * [1, -1, 1])
    for own, up in ((shape, "y"), (z_up, "z")):
        answer = setup(own, ask(own), 0, up)
        assert set(answer) == ({"any"} if method == "cops-oracle" else {"part", "bare"})
        for logits in answer.values():
            assert logits.shape == (1500, 4) and logits.dtype == np.float32
            assert right(own, logits) > 0.93
            assert logits[:, 2:].max() < logits[:, :2].max(1).min()  # neither "house" nor "background"
    assert right(shape, setup(z_up, ask(shape), 0, "y")[next(iter(answer))]) < 0.8 or method == "cops-oracle"


@pytest.mark.parametrize("method", ["pointclip", "cops", "cops-oracle"])
def test_answers_depend_on_the_seed_only(planted, monkeypatch, method):
    monkeypatch.setattr(views, "MAX_POINTS", 200)
    shape = tower(parts=("roof", "cellar", "attic"))
    answers = []
    for seed in (1, 1, 2):
        setup = pointclip.setup() if method == "pointclip" else cops.setup(method=method)
        answers.append(next(iter(setup(shape, ask(shape), seed).values())))
    np.testing.assert_array_equal(answers[0], answers[1])
    assert (answers[0] != answers[2]).any()


def test_few_points_and_more_parts_than_clusters(planted):
    names = [f"part {i}" for i in range(40)]
    shape = replace(tower(32), part_names=names)
    for method in ("cops", "cops-oracle"):
        for logits in cops.setup(method=method)(shape, ask(shape), 0).values():
            assert logits.shape == (32, 42) and np.isfinite(logits).all()
    same = replace(shape, points=np.ones((32, 3)))
    with pytest.raises(ShapeError, match="all points are equal"):
        pointclip.setup()(same, ask(same), 0)


def test_other_words_count_as_the_better_of_them(planted):
    feature = np.array([[2.0, 0], [0, 3.0]])
    logits = pointclip.text_logits(planted, feature, ["cellar|attic", "cellar", "attic"], "bare")
    np.testing.assert_allclose(logits[:, 0], logits[:, 1:].max(1))
    np.testing.assert_allclose(logits[:, 2], [100, 0], atol=1e-4)  # cosines times 100
    with pytest.raises(TextError, match="holds no letter"):
        pointclip.text_logits(planted, feature, ["--"], "bare")


def test_only_the_oracle_reads_the_labels(planted):
    shape = tower()
    blind = replace(shape, labels=np.full_like(shape.labels, -1))
    other = replace(shape, labels=np.where(shape.labels < 0, -1, 1 - shape.labels).astype(np.int32))
    truthful = {name for name in baselines.METHODS if name not in baselines.ORACLE} - {"most-frequent"}
    for name in truthful:
        answer = baselines.METHODS[name]().start("cpu")
        first, *rest = (answer([Question(s, ask(s), 0, "y")])[0] for s in (shape, blind, other))
        for style, logits in first.items():
            assert all(np.array_equal(logits, a[style]) for a in rest)
    method = baselines.METHODS["cops-oracle"]()
    assert method.oracle and {"cops-oracle"} == baselines.ORACLE
    answer = method.start("cpu")
    logits = [answer([Question(s, ask(s), 0, "y")])[0]["any"] for s in (shape, other)]
    assert (logits[0].argmax(1) != logits[1].argmax(1)).all()


def test_methods_can_be_sent_to_workers_and_tell_their_weights():
    options = {"teacher": "lite0", "teacher_weights": None, "image_text": "conse", "text_weights": None}
    made = {name: m(**options) for name, m in baselines.METHODS.items() if name != "most-frequent"}
    assert {name: method.name for name, method in made.items()} == {name: name for name in made}
    assert [name for name, method in made.items() if method.oracle] == ["cops-oracle"]
    assert len({method.weights for method in made.values()}) == len(made)
    for method in made.values():
        assert pickle.loads(pickle.dumps(method.start)).func is method.start.func  # noqa: S301


# -- ConSE ----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def conse() -> pointclip.ImageText:
    return pointclip.load_image_text()


def test_class_names_are_in_the_order_of_the_classifier():
    names = pointclip.class_names()
    assert len(names) == 1000
    assert [names[i] for i in (0, 1, 281, 423, 559, 999)] == [
        *("tench", "goldfish", "tabby", "barber chair", "folding chair", "toilet tissue")
    ]


def test_conse_is_the_mean_of_the_likeliest_classes(conse):
    pictures = torch.from_numpy(np.random.default_rng(0).integers(0, 256, (2, 224, 224, 3), np.uint8))
    got = conse.image(pictures)
    assert got.shape == (2, 7, 7, 384)
    network = dino.load_backbone("lite0", dino.find_weights("lite0", None)).model
    with torch.inference_mode():
        feature = network.forward_features((pictures.permute(0, 3, 1, 2).double().float() - 127) / 128)
    logits = feature[1, :, 2, 5].double() @ network.classifier.weight.T.double() + network.classifier.bias
    best = np.argsort(-logits.numpy())[:10]
    share = np.exp(logits.numpy()[best])
    names = [pointclip.class_names()[i] for i in best]
    rows = conse.text.encode([name.lower().replace("-", " ").replace("'", " ") for name in names])
    expected = share @ rows
    cosine = got[1, 2, 5].numpy() @ expected / np.linalg.norm(expected)
    assert cosine > 0.999


def test_embedded_networks_answer_for_every_point(conse, monkeypatch):
    monkeypatch.setattr(pointclip, "load_image_text", lambda *_: conse)
    shape = tower(400)
    for setup in (pointclip.setup(), cops.setup()):
        first, again = (setup(shape, ask(shape), 0) for _ in range(2))
        for style in ("part", "bare"):
            assert first[style].shape == (400, 4) and np.isfinite(first[style]).all()
            assert np.abs(first[style]).max() <= 100
            np.testing.assert_array_equal(first[style], again[style])
        assert (first["part"] != first["bare"]).any()


# -- CLIP -----------------------------------------------------------------------------------------

TINY = {
    "embed_dim": 24,
    "vision_cfg": {"image_size": 48, "patch_size": 16, "layers": 2, "width": 64},
    "text_cfg": {"context_length": 16, "vocab_size": 49408, "width": 32, "heads": 2, "layers": 2},
}


@pytest.fixture(scope="module")
def clip(tmp_path_factory):
    """A random open_clip model and its file."""
    import open_clip
    from safetensors.torch import save_file

    folder = tmp_path_factory.mktemp("clip")
    (folder / "pa3d-base.json").write_text(json.dumps(TINY))
    open_clip.add_model_config(folder / "pa3d-base.json")
    torch.manual_seed(0)
    model = open_clip.create_model("pa3d-base", load_weights=False).eval()
    with torch.no_grad():  # the initial values are too small to tell an error from rounding
        for parameter in model.parameters():
            parameter.add_(torch.randn_like(parameter) * 0.05)
    file = folder / "model.safetensors"
    save_file({k: v.contiguous() for k, v in model.state_dict().items()}, file)
    return model, file


def test_clip_gives_the_patch_tokens_of_the_full_model(clip):
    model, file = clip
    ours = pointclip.load_image_text("open_clip:pa3d-base", file)
    assert ours.size == 48
    pictures = torch.from_numpy(np.random.default_rng(0).integers(0, 256, (3, 48, 48, 3), np.uint8))
    mean, std = (
        torch.tensor(v)[:, None, None]
        for v in ((0.48145466, 0.4578275, 0.40821073), (0.26862954, 0.26130258, 0.27577711))
    )
    model.visual.output_tokens = True
    with torch.inference_mode():
        _, tokens = model.visual((pictures.permute(0, 3, 1, 2) / 255 - mean) / std)
        expected = torch.nn.functional.normalize(tokens @ model.visual.proj, dim=-1).reshape(3, 3, 3, 24)
    model.visual.output_tokens = False
    assert expected.std((0, 1, 2)).min() > 1e-3
    np.testing.assert_allclose(ours.image(pictures), expected, atol=1e-5)


def test_clip_runs_as_a_method(clip):
    _, file = clip
    options = {"image_text": "open_clip:pa3d-base", "text_weights": file}
    method = baselines.METHODS["pointclip"](**options)
    assert method.weights not in (baselines.METHODS["pointclip"]().weights, "")
    assert baselines.METHODS["cops"](**options).weights != baselines.METHODS["cops"]().weights
    shape = tower(300)
    answer = method.start("cpu")([Question(shape, ask(shape), 0, "y")])[0]
    for logits in answer.values():
        assert logits.shape == (300, 4) and np.isfinite(logits).all() and logits.std(0).min() > 0


def test_wrong_models_and_files_are_named(clip, tmp_path: Path):
    from safetensors.torch import load_file, save_file

    _, file = clip
    blind = {k: v for k, v in load_file(file).items() if k != "visual.proj"}
    save_file(blind, tmp_path / "blind.safetensors")
    cases = [
        ("blip", None, TextError, "'blip' is not known; use conse, or open_clip:ARCH/TAG"),
        ("conse", file, TextError, f"{file}: conse brings its own weights"),
        ("open_clip:pa3d-base", tmp_path / "gone.pt", TextError, "gone.pt: no such weights file"),
        ("open_clip:pa3d-base", tmp_path / "blind.safetensors", CheckpointError, r"1 missing \(first: proj\)"),
        ("open_clip:RN50", file, Pa3dError, "no patch tokens"),
        ("open_clip:coca_ViT-B-32", file, Pa3dError, "no patch tokens"),
        ("open_clip:ViT-B-16-SigLIP", file, Pa3dError, "no patch tokens"),
    ]
    for name, weights, kind, fault in cases:
        with pytest.raises(kind, match=fault) as caught:
            pointclip.load_image_text(name, weights)
        assert "\n" not in str(caught.value)
    for name, weights, kind, fault in cases[:3]:
        with pytest.raises(kind, match=fault):
            baselines.METHODS["cops"](image_text=name, text_weights=weights)


# -- floors ---------------------------------------------------------------------------------------


def test_random_labels_are_uniform_and_seeded():
    shape = tower(4000, parts=("a", "b", "c"))
    answer = frequency.setup_random()
    logits = answer(shape, {}, 5)["any"]
    assert logits.shape == (4000, 5) and logits.dtype == np.float32 and logits.min() >= 0
    share = np.bincount(logits[:, :3].argmax(1)) / 4000
    np.testing.assert_allclose(share, 1 / 3, atol=0.03)
    np.testing.assert_array_equal(logits, answer(shape, {}, 5)["any"])
    assert (logits != answer(shape, {}, 6)["any"]).any()


def test_most_frequent_counts_training_shapes(tmp_path):
    from pa3d import artifact, schemas

    for number in range(4):
        write_patches(tmp_path, f"shape{number}")
    expected: dict[str, float] = {}
    for number in range(3):
        art = artifact.read(tmp_path / f"shape{number}.h5", schemas.PATCHES)
        for name, mask in zip(art["part_names"], art["part_mask"], strict=True):
            expected[str(name)] = expected.get(str(name), 0) + mask.sum() / len(mask)
    table = frequency.part_frequencies(tmp_path, {"shape3"})
    assert table == pytest.approx(expected) and len(table) > 1
    method = baselines.METHODS["most-frequent"](patches_dir=tmp_path, exclude={"shape3"})
    assert method.weights == frequency.table_hash(table) != frequency.table_hash({**table, "x": 1.0})
    rows = sorted(expected, key=expected.get)
    shape = tower(50, parts=(rows[0], "never", f"never|{rows[-1].upper()}"))
    logits = method.start("cpu")([Question(shape, ask(shape), 0, "y")])[0]["any"]
    np.testing.assert_allclose(logits, np.tile([expected[rows[0]], 0, expected[rows[-1]], 0, 0], (50, 1)))
