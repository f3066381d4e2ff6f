"""Both losses in one run: the sum, what trains, and that an interrupted run goes on exactly."""

from __future__ import annotations

import pytest
import tiny
import torch
from test_train import Interrupted, changed, config, copy_of, interrupt_at, same_run

from pa3d import checkpoint
from pa3d.checkpoint import load_model
from pa3d.data import Augment, PatchDataset
from pa3d.errors import ArtifactError, Pa3dError
from pa3d.joint import JointTask
from pa3d.train import fit

NEED = ("patch_label", "patch_feature")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tiny.write_folder(tmp_path_factory.mktemp("joint"))


def joint_task(folder, weight=0.5, **options):
    settings = {"trainable": "all", "augment": Augment(yaw=180, stretch=0.2), "model_config": tiny.STILL}
    return JointTask(
        PatchDataset([folder], need=NEED),
        weight=weight,
        embeddings=tiny.embeddings(),
        text_info={"text_encoder": "fake"},
        init=None,
        **settings | options,
    )


def test_the_loss_is_the_weighted_sum_of_both(folder):
    task = joint_task(folder, weight=0.5)
    task.encoder.eval()
    asking = task.load([0, 3], 1, 0)
    samples = [task.data.epoch_sample(i, 1, task.augment, 0) for i in (0, 3)]
    plain = tiny.align_task(folder, model=tiny.STILL, augment=task.augment, trainable="all")
    plain.encoder, plain.head = task.encoder, task.head
    with torch.no_grad():
        losses, text = task.losses(asking), plain.losses(plain.load([0, 3], 1, 0))
        batch = asking.batch
        tokens = task.encoder(batch.points, batch.center_index, batch.patch_index).tokens
        for row, sample in enumerate(samples):
            ours = tokens[row] @ task.extra.proj.weight.T + task.extra.proj.bias
            cosine = torch.cosine_similarity(ours, torch.from_numpy(sample.target), dim=-1)
            expected = text[row] + 0.5 * (1 - cosine).mean()
            torch.testing.assert_close(losses[row], expected, rtol=1e-5, atol=1e-5)


def test_all_layers_and_the_extra_head_train_and_no_model_keeps_it(folder, tmp_path):
    task = joint_task(folder)
    before = [copy_of(module) for module in (task.encoder, task.head, task.extra)]
    path = fit(task, config(epochs=1), tmp_path)
    for old, module in zip(before, (task.encoder, task.head, task.extra), strict=True):
        assert changed(old, module) == set(old)
    assert set(checkpoint.read_training(path)["extra"]) == {"proj.weight", "proj.bias"}
    assert not changed(copy_of(task.head), load_model(path, kind="align").head)


def test_interrupted_and_resumed_is_bitwise_uninterrupted(folder, tmp_path):
    whole, broken = tmp_path / "whole", tmp_path / "broken"
    fit(joint_task(folder), tiny.TRAIN, whole)
    torch.manual_seed(9)
    with pytest.raises(Interrupted):
        fit(joint_task(folder, seed=3), tiny.TRAIN, broken, progress=interrupt_at(2, 1))
    with pytest.raises(Interrupted):
        fit(joint_task(folder), tiny.TRAIN, broken, overwrite=True, progress=interrupt_at(2, 1))
    task = joint_task(folder, seed=5)  # other weights at first: all of them must come from the checkpoint
    fit(task, tiny.TRAIN, broken)
    same_run(whole, broken, "align")
    extras = [checkpoint.read_training(path / "align.ckpt")["extra"] for path in (whole, broken)]
    assert all(torch.equal(extras[0][key], extras[1][key]) for key in extras[0])


def test_another_weight_or_none_is_another_run(folder, tmp_path):
    fit(joint_task(folder), config(epochs=1), tmp_path)
    for other in (
        joint_task(folder, weight=1.0),
        tiny.align_task(folder, model=tiny.STILL, augment=Augment(yaw=180, stretch=0.2), trainable="all"),
    ):
        other.num_views = 4
        with pytest.raises(Pa3dError, match=r"another run \(joint: 0.5 -> "):
            fit(other, config(epochs=1), tmp_path)


def test_what_joint_training_needs_is_said(folder, tmp_path):
    with pytest.raises(Pa3dError, match="--joint trains every layer: add --trainable all"):
        joint_task(folder, trainable="last_block")
    with pytest.raises(Pa3dError, match="--joint needs the stored draws.*drop --fresh"):
        joint_task(folder, augment=Augment(fresh=True))
    tiny.write_patches(tmp_path, "shape0", features=False)
    with pytest.raises(ArtifactError, match="no patches with part labels and teacher features; run patchify"):
        joint_task(tmp_path)
