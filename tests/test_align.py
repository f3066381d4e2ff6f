"""What train-align asks of the network: names, levels, wordings, points; and that all of it learns."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import tiny
import torch
from test_train import Interrupted, changed, config, copy_of, history, interrupt_at, same_run

from pa3d.align import SLOTS
from pa3d.asking import Asked, Question, share_names
from pa3d.checkpoint import load_model, pack
from pa3d.data import Augment, PatchDataset
from pa3d.errors import Pa3dError
from pa3d.losses import patch_text_loss
from pa3d.model import gather
from pa3d.start import keep_blocks
from pa3d.text import alternatives, embed_names, label_encoder, load_text_encoder
from pa3d.train import Part, _prefetched, fit
from pa3d.wording import all_words, wordings

PATCHES = replace(tiny.PATCHES, patch_size=12)
DECODED = replace(tiny.STILL, patch_size=12, decoder_width=16)
FRESH = Augment(yaw=180, stretch=0.2, fresh=True, partial=0.3, sparse=0.3)
ASK = Question(rename=0.5, drop=0.5, distract=2)
RNG = np.random.default_rng


@pytest.fixture(scope="module")
def levels(tmp_path_factory):
    """Three shapes named at three levels, and two with names of their own."""
    folder = tmp_path_factory.mktemp("levels")
    for i in range(3):
        tiny.write_levels(folder, f"level{i}", config=PATCHES)
    for i in range(2):
        tiny.write_patches(folder, f"shape{i}", config=PATCHES)
    return folder


def task_of(folder, **options):
    """A task with everything that is new switched on."""
    data = PatchDataset(folder if isinstance(folder, list) else [folder], need="patch_label")
    settings = {
        "model": DECODED,
        "augment": FRESH,
        "trainable": "blocks",
        "loss": "open",
        "balance": 0.5,
        "question": ASK,
        "names": all_words(data.part_names, data.categories, 1.0),
    }
    return tiny.align_task(folder, **settings | options)


# -- questions ---------------------------------------------------------------------------------------


def test_every_name_as_written_when_nothing_is_asked_for(levels):
    task = task_of(levels, question=Question())
    for seed in range(10):
        asked = task._ask(3, RNG(seed))  # a shape without levels
        assert asked.words == list(task.data.part_names[3])
        assert asked.columns.tolist() == list(range(len(asked.words))) and not len(asked.left_out)


def test_a_question_uses_the_names_of_one_level(levels):
    task = task_of(levels, question=Question())
    seen = {tuple(task._ask(0, RNG(seed)).columns) for seed in range(40)}
    assert seen == {tuple(np.flatnonzero(row)) for row in tiny.NAMING}
    assert {word for s in range(40) for word in task._ask(0, RNG(s)).words} == {
        "body",
        "seat",
        "leg",
        "arm",
        "wheel",
    }


def test_dropped_names_become_none_of_these(levels):
    task = task_of(levels, question=Question(drop=1.0))
    label = task.data.labels(0, 0)
    cuts = set()
    for seed in range(60):
        asked = task._ask(0, RNG(seed))
        used = sorted([*asked.columns, *asked.left_out])
        assert used in [np.flatnonzero(row).tolist() for row in tiny.NAMING]
        assert len(asked.columns) >= 1
        assert len(asked.left_out) >= 1 or used == [0]  # one name cannot be left out
        answer, none = asked.answer(label)
        np.testing.assert_array_equal(answer, label[:, asked.columns])
        np.testing.assert_allclose(none, label[:, asked.left_out].sum(1))
        cuts.add((len(asked.columns), len(asked.left_out)))
    assert cuts == {(1, 0), (1, 1), (1, 2), (2, 1)}
    some = task_of(levels, question=Question(drop=0.3))
    assert 0.2 < np.mean([len(some._ask(3, RNG(s)).left_out) > 0 for s in range(300)]) < 0.4


def test_overlapping_names_left_out_are_none_at_most_once():
    asked = Asked(np.array([0]), np.array([1, 2]), ["seat"])
    answer, none = asked.answer(np.array([[0, 1, 1], [1, 0, 0.25]], np.float32))
    assert answer.tolist() == [[0], [1]] and none.tolist() == [1, 0.25]


def test_distractors_are_names_that_the_shape_has_at_no_level(levels):
    task = task_of(levels, question=Question(distract=3))
    own = {word for name in tiny.LEVEL_NAMES for word in alternatives(name)}
    extra = []
    for seed in range(60):
        asked = task._ask(0, RNG(seed))
        more = asked.words[len(asked.columns) :]
        assert len(more) <= 3 and not own & set(more)
        assert set(more) <= set(task.names)
        answer, _ = asked.answer(task.data.labels(0, 0))
        assert answer.shape[1] == len(asked.words) and not answer[:, len(asked.columns) :].any()
        extra += more
        plain = task._ask(3, RNG(seed))  # of a shape without levels nobody knows what it has not
        assert len(plain.words) == len(plain.columns)
    assert set(extra) == set(task.names) - own != set()


def test_names_are_written_in_the_ways_of_their_category(levels):
    task = task_of(levels, question=Question(rename=1.0))
    seen: dict[int, set] = {}
    for seed in range(300):
        asked = task._ask(0, RNG(seed))
        for column, word in zip(asked.columns, asked.words, strict=True):
            seen.setdefault(column, set()).add(word)
    for column, name in enumerate(tiny.LEVEL_NAMES):
        assert seen[column] <= set(wordings(name, "chair"))
        assert len(seen[column]) > 3
    assert "chair leg" in seen[2] and "chair seat" in seen[1]


def test_the_step_gets_what_the_question_asks(levels):
    """Labels of patches and of the slots' members, padding and vectors, recomputed from the samples."""
    task = task_of(levels)
    indices = [4, 0, 2]
    for epoch in (1, 2, 3):
        asking = task.load(indices, epoch, 5)
        samples = [task.data.epoch_sample(i, epoch, FRESH, 5) for i in indices]
        asked = [task._ask(i, task.data.rng(i, epoch, 5, 1)) for i in indices]
        slots = asking.slots.numpy()
        assert len(set(slots.tolist())) == len(slots) == SLOTS
        for row, (sample, ask) in enumerate(zip(samples, asked, strict=True)):
            count = len(ask.words)
            np.testing.assert_array_equal(asking.batch.points[row], sample.points)
            for target in (asking.patches, asking.members):
                assert target.part_valid[row].tolist() == [j < count for j in range(target.part_valid.shape[1])]
                assert not target.label[row, :, count:].any()
            for j, column in enumerate(ask.columns):
                np.testing.assert_array_equal(asking.patches.label[row, :, j], sample.label[:, column])
                truth = sample.point_mask[column][sample.patch_index[:, slots]]  # (G, S)
                np.testing.assert_array_equal(asking.members.label[row, :, j].reshape(8, SLOTS), truth)
            none = sample.point_mask[ask.left_out].any(0)[sample.patch_index[:, slots]]
            np.testing.assert_array_equal(asking.members.none[row].reshape(8, SLOTS), none)
            for j, word in enumerate(ask.words):
                np.testing.assert_array_equal(asking.text[row, j], tiny.embeddings([word])[word])
            assert not asking.text[row, count:].any()
    again = task.load(indices, 3, 5)
    assert torch.equal(again.batch.points, asking.batch.points) and torch.equal(again.text, asking.text)


# -- the loss ----------------------------------------------------------------------------------------


def test_the_loss_is_that_of_the_patches_and_of_the_members(levels):
    task = task_of(levels)
    torch.nn.init.normal_(task.head.decoder.out.weight)
    task.train_mode()
    asking = task.load([1, 3], 1, 0)
    with torch.no_grad():
        losses = task.losses(asking)
        batch = asking.batch
        features = task.encoder(batch.points, batch.center_index, batch.patch_index, asking.slots)
        expected = torch.zeros(2)
        for feature, target in (
            (task.head(features.tokens), asking.patches),
            (task.head.member_features(features).reshape(2, 8 * SLOTS, -1), asking.members),
        ):
            logits = feature @ asking.text.transpose(1, 2) * task.head.log_scale.exp() + task.head.bias
            expected += patch_text_loss(logits, target.label, target.part_valid, "open", target.none, 0.5)
    torch.testing.assert_close(losses, expected, rtol=1e-5, atol=1e-5)


def test_members_belong_to_their_labels(levels):
    """Slots and labels list the points in the same order: each member's offset leads to its point."""
    task = task_of(levels)
    asking = task.load([0], 1, 0)
    batch = asking.batch
    with torch.no_grad():
        features = task.encoder(batch.points, batch.center_index, batch.patch_index, asking.slots)
    place = (features.centers[:, :, None] + features.offset).flatten(1, 2)
    picked = gather(batch.points, batch.patch_index[:, :, asking.slots].flatten(1))
    torch.testing.assert_close(place, picked)


# -- everything that should learn does ---------------------------------------------------------------


@pytest.mark.parametrize("trainable", ["blocks", "all", "released"])
def test_one_step_moves_every_trainable_parameter_and_no_other(levels, tmp_path, trainable):
    """Without weight decay, so that only a gradient can; the optimizer must have been given each."""
    task = task_of(levels, trainable=trainable)
    torch.nn.init.normal_(task.head.decoder.out.weight)  # zero at first: it would hold back what is before it
    encoder, head = copy_of(task.encoder), copy_of(task.head)
    fit(task, config(epochs=1, batch_size=5, weight_decay=0.0), tmp_path)
    wanted = {
        "all": lambda key: True,
        "blocks": lambda key: not key.startswith("patch_embed."),
        "released": lambda key: key.startswith(("blocks.1.", "norm.", "reduce.", "cls_")),
    }[trainable]
    names = {name for name, _ in task.encoder.named_parameters()}
    moved = changed(encoder, task.encoder)
    assert moved & names == {name for name in names if wanted(name)}
    assert bool(moved - names) == (trainable != "blocks")  # statistics of the patch PointNet
    assert changed(head, task.head) == {name for name, _ in task.head.named_parameters()}
    assert any(name.startswith("decoder.") for name in changed(head, task.head))


def test_the_decoder_learns_what_patches_cannot_tell(tmp_path):
    """Patches across three parts: the loss of their members comes down well below the fractions' entropy."""
    folder = tmp_path / "wide"
    folder.mkdir()
    tiny.write_patches(
        folder, "shape0", config=replace(tiny.PATCHES, num_draws=1, num_patches=4, patch_size=32)
    )
    model = replace(tiny.STILL, num_patches=4, patch_size=32, decoder_width=16)
    task = tiny.align_task(folder, model=model, augment=Augment(), trainable="blocks", loss="softmax")
    label = torch.from_numpy(task.data.labels(0, 0))
    floor = (torch.special.entr(label).sum() / label.sum()).item()  # all that patches can do, and members alike
    assert floor > 0.3
    fit(task, config(epochs=25, lr_encoder=3e-3, lr_head=1e-2, lr_logit=3e-2), tmp_path)
    first, last = (history(tmp_path)[i]["loss"] for i in (0, -1))
    assert first > 2 * floor + 0.3
    assert floor - 1e-4 < last < 1.5 * floor  # of patches and members together: without a decoder 2 * floor


def test_a_model_with_a_decoder_is_saved_and_packed_whole(levels, tmp_path):
    task = task_of(levels)
    torch.nn.init.normal_(task.head.decoder.out.weight)
    path = fit(task, config(epochs=1, batch_size=5), tmp_path)
    pack(load_model(path), tmp_path / "m.safetensors")
    for file, tolerance in ((path, 0), (tmp_path / "m.safetensors", 1e-2)):
        model = load_model(file, kind="align")
        assert model.encoder.config == DECODED
        for key, value in task.head.state_dict().items():
            torch.testing.assert_close(model.head.state_dict()[key], value, rtol=tolerance, atol=tolerance)


# -- exact resume, prefetching, repetition -----------------------------------------------------------


def test_interrupted_and_resumed_is_bitwise_uninterrupted_with_everything_on(levels, tmp_path):
    whole, broken = tmp_path / "whole", tmp_path / "broken"
    folders = [levels, levels]
    fit(task_of(folders), tiny.TRAIN, whole)
    for epoch, step in ((1, 2), (3, 1)):
        torch.manual_seed(epoch)
        with pytest.raises(Interrupted):
            fit(task_of(folders), tiny.TRAIN, broken, progress=interrupt_at(epoch, step))
    fit(task_of(folders), tiny.TRAIN, broken)
    same_run(whole, broken, "align")


@pytest.mark.parametrize("count", [1, 2, 3, 5])
def test_prefetching_gives_what_loading_gives_in_order(levels, count):
    task = task_of([levels, levels])
    batches = [[i, (3 * i + 1) % 10] for i in range(count)]
    loaded = list(_prefetched(task, [Part(batch, range(2)) for batch in batches], 2, 7))
    assert len(loaded) == count
    for batch, ready in zip(batches, loaded, strict=True):
        direct = task.load(batch, 2, 7)
        assert ready.batch.shape_ids == direct.batch.shape_ids
        for name in ("points", "center_index", "patch_index"):
            assert torch.equal(getattr(ready.batch, name), getattr(direct.batch, name))
        assert torch.equal(ready.text, direct.text) and torch.equal(ready.slots, direct.slots)
        for ours, theirs in ((ready.patches, direct.patches), (ready.members, direct.members)):
            assert all(
                torch.equal(a, b) for a, b in zip(vars(ours).values(), vars(theirs).values(), strict=True)
            )


def test_what_goes_wrong_in_the_reading_thread_is_raised_in_its_turn():
    class Task:
        def load(self, indices, epoch, seed, rows):
            if indices == [2]:
                raise Pa3dError("shape2 cannot be read")
            return indices

    steps = _prefetched(Task(), [Part([i], range(1)) for i in range(4)], 1, 0)
    assert [next(steps), next(steps)] == [[0], [1]]
    with pytest.raises(Pa3dError, match="shape2"):
        next(steps)


def test_a_folder_named_twice_is_trained_on_twice(levels, tmp_path):
    task = task_of([levels, levels])
    assert task.size() == 10
    shown, load = [], task.load
    task.load = lambda indices, *rest: (shown.extend(task.shape_ids(indices)), load(indices, *rest))[1]
    fit(task, config(epochs=1), tmp_path)
    assert sorted(shown) == sorted(2 * task.data.shape_ids)
    with pytest.raises(Pa3dError, match=r"another run \(data: "):
        fit(task_of(levels), config(epochs=1), tmp_path)


def test_the_cached_trunk_keeps_a_view_per_shape_not_per_entry(levels, tmp_path):
    folders = [levels, levels]
    plain = {"model": replace(DECODED, decoder_width=0), "augment": Augment(yaw=180), "trainable": "last_block"}
    task = task_of(folders, **plain)
    task.prepare(tmp_path, "fp32", lambda event: None)
    assert task.cache.shape[:2] == (5, 3)
    for entry, (index, _) in enumerate(task.data.entries):
        hidden = task.load([entry], 1, 0).hidden.numpy()
        assert any(np.array_equal(hidden[0], view) for view in task.cache[index])
    fit(task, config(epochs=1), tmp_path)


@pytest.mark.parametrize(
    ("key", "change"),
    [
        ("balance", {"balance": 1.0}),
        ("question", {"question": Question(drop=0.1)}),
        ("augment", {"augment": replace(FRESH, sparse=0.9)}),
        ("model", {"model": replace(DECODED, decoder_width=8)}),
    ],
)
def test_another_question_is_another_run(levels, tmp_path, key, change):
    fit(task_of(levels), config(epochs=1, batch_size=5), tmp_path)
    with pytest.raises(Pa3dError, match=rf"another run \({key}: "):
        fit(task_of(levels, **change), config(epochs=1, batch_size=5), tmp_path)


def test_what_a_cached_trunk_cannot_do_is_refused(levels):
    with pytest.raises(Pa3dError, match="--fresh needs --trainable"):
        task_of(levels, trainable="last_block", model=replace(DECODED, decoder_width=0))
    with pytest.raises(Pa3dError, match="--decoder needs --trainable"):
        task_of(levels, trainable="last_block", augment=Augment())


def test_blocks_keeps_the_patch_pointnet_as_it_is(levels):
    task = task_of(levels)
    task.train_mode()
    assert not any(m.training for m in task.encoder.patch_embed.modules())
    assert all(m.training for block in task.encoder.blocks for m in block.modules())
    assert task.head.training and task.encoder.norm.training


# -- ablations: what answers, labels, negatives, noise, classes, a start that is aligned --------------


def test_point_level_is_the_loss_of_the_members_alone(levels):
    both, point = task_of(levels), task_of(levels, level="point")
    point.encoder, point.head = both.encoder, both.head
    torch.nn.init.normal_(both.head.decoder.out.weight)
    both.encoder.eval()
    asking = both.load([1, 3], 1, 0)
    with torch.no_grad():
        patches = both._loss(both.head(both.features(asking).tokens), asking.text, asking.patches)
        torch.testing.assert_close(point.losses(asking), both.losses(asking) - patches, rtol=1e-4, atol=1e-4)
    assert "level" not in both.recipe() and point.recipe()["level"] == "point"


def test_majority_gives_a_patch_its_most_frequent_part_of_the_level():
    members = np.zeros((3, 4, 4), bool)  # names, patches, members
    members[0, 0, :3] = members[1, 0, 3:] = True  # 3 to 1
    members[0, 1, :2] = members[1, 1, 2:] = True  # a tie: the first
    members[0, 2, :1] = members[1, 2, :1] = True  # both on one point: three carry nothing
    members[1, 3, :2] = True  # as many as carry nothing
    members[2] = True  # a name of another level does not compete
    asked = Asked(np.array([1]), np.array([0]), ["leg"])
    label = asked.majority(members)
    assert label.tolist() == [[1, 0, 0], [1, 0, 0], [0, 0, 0], [0, 1, 0]]
    answer, none = asked.answer(label)
    assert answer.ravel().tolist() == [0, 0, 0, 1] and none.tolist() == [1, 1, 0, 0]


def test_names_of_the_batch_are_added_once_and_never_a_shapes_own():
    none = np.array([], int)
    asked = [
        Asked(np.arange(2), none, ["seat", "leg"]),
        Asked(np.arange(2), none, ["leg", "wheel", "door"]),  # door: a distractor, nobody's name
        Asked(np.arange(1), none, ["wing"]),
    ]
    shared = share_names(asked, [{"seat", "leg", "wing"}, {"leg", "wheel"}, {"wing"}])
    assert [a.words for a in shared] == [
        ["seat", "leg", "wheel"],
        ["leg", "wheel", "door", "seat", "wing"],
        ["wing", "seat", "leg", "wheel"],
    ]
    logits, label = torch.zeros(1, 1, 3), torch.tensor([[[1.0, 0, 0]]])
    for kind, few, many in (("paper", 2, 3), ("softmax", 2, 3)):  # one more name in the denominator
        own = patch_text_loss(logits, label, torch.tensor([[True, True, False]]), kind)
        more = patch_text_loss(logits, label, torch.ones(1, 3, dtype=bool), kind)
        expected = [np.log(2)] * 2 if kind == "paper" else [np.log(few), np.log(many)]
        np.testing.assert_allclose([own.item(), more.item()], expected, rtol=1e-6)


def test_label_noise_is_drawn_once_and_reaches_every_label(levels):
    data = [PatchDataset([levels], need="patch_label", noise=s, seed=1) for s in (0, 1.0, 1.0)]
    clean, noisy, again = data
    assert noisy.part_names == again.part_names != clean.part_names
    for index in range(len(noisy)):
        sample = noisy.sample(index, 1, Augment(), RNG(0))
        names = len(noisy.part_names[index])
        assert sample.point_mask.shape[0] == names
        np.testing.assert_array_equal(sample.label, noisy.labels(index, 1))
        np.testing.assert_allclose(sample.label, sample.members.mean(-1).T)
        np.testing.assert_array_equal(sample.label, again.labels(index, 1))
        if noisy.naming[index] is not None:  # each column belongs to one level
            assert noisy.naming[index].shape[1] == names and (noisy.naming[index].sum(0) == 1).all()
        assert sample.points.tolist() == clean.sample(index, 1, Augment(), RNG(0)).points.tolist()


def test_an_aligned_checkpoint_is_tuned_from_where_it_stands(levels, tmp_path):
    first = task_of(levels, scale=20.0)
    torch.nn.init.normal_(first.head.decoder.out.weight)
    path = fit(first, config(epochs=1, batch_size=5), tmp_path / "a")
    init, plain = load_model(path), replace(DECODED, decoder_width=0)
    task = task_of(levels, init=load_model(path), model=plain)
    assert not changed(copy_of(init.encoder), task.encoder) and not changed(copy_of(init.head), task.head)
    assert task.level == "both" and task.encoder.config == DECODED
    given = task_of(levels, init=load_model(path), scale=7.0)
    assert changed(copy_of(init.head), given.head) == {"log_scale"}
    assert given.head.log_scale.exp().item() == pytest.approx(7)
    patches = task_of(levels, init=load_model(path), model=plain, level="patch")
    assert patches.head.decoder is None and not patches.encoder.config.decoder_width
    with pytest.raises(Pa3dError, match="--decoder 8: .* has a decoder of width 16"):
        task_of(levels, init=load_model(path), model=replace(DECODED, decoder_width=8))
    init.info["text_encoder"] = "minilm"
    with pytest.raises(Pa3dError, match="aligned with text_encoder minilm, not fake"):
        task_of(levels, init=init)


def test_a_smaller_network_keeps_blocks_of_the_larger_one(levels, tmp_path):
    deep = replace(DECODED, depth=5)
    path = fit(task_of(levels, model=deep), config(epochs=1, batch_size=5), tmp_path / "a")
    whole, thin = load_model(path), keep_blocks(load_model(path), 3)
    assert thin.encoder.config == replace(deep, depth=3)
    for ours, theirs in ((0, 0), (1, 2), (2, 4)):
        assert not changed(copy_of(whole.encoder.blocks[theirs]), thin.encoder.blocks[ours])
    task = task_of(levels, init=thin)
    assert not changed(copy_of(whole.head), task.head)
    assert task.recipe()["init"] != task_of(levels, init=whole).recipe()["init"]
    again = load_model(fit(task, config(epochs=1, batch_size=5), tmp_path / "b"))
    assert len(again.encoder.blocks) == again.encoder.config.depth == 3
    with pytest.raises(Pa3dError, match="--keep-blocks 6: .* has 5; keep 2 to 5"):
        keep_blocks(whole, 6)


def test_ablations_that_make_no_sense_are_refused(levels):
    plain = replace(DECODED, decoder_width=0)
    for options, message in (
        ({"level": "point", "model": plain}, "--level point needs a point decoder"),
        ({"level": "patch"}, "--level patch trains no point decoder"),
        ({"level": "point", "labels": "majority"}, "--labels majority is about patches"),
        ({"negatives": "all"}, "--negatives all: write one of shape, batch"),
    ):
        with pytest.raises(Pa3dError, match=message):
            task_of(levels, **options)


def test_a_class_for_every_name_knows_no_other():
    encoder = label_encoder(["Leg", "seat", "leg"])
    assert encoder.dim == 2
    vectors = embed_names(encoder, ["seat", "leg", "wing"], ("{}",))
    assert vectors.tolist() == [[0, 1], [1, 0], [0, 0]]
    with pytest.raises(Pa3dError, match="labels: no text model"):
        load_text_encoder("labels")
