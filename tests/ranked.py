"""What a process of a training does in test_ranks.py; torchrun starts several of them."""

from __future__ import annotations

import os
import signal
import sys
import time
import weakref
from dataclasses import replace
from pathlib import Path

import tiny
import torch

from pa3d import ranks, train
from pa3d.asking import Question
from pa3d.data import Augment, PatchDataset
from pa3d.joint import JointTask

BATCH = replace(tiny.TRAIN, batch_size=4, epochs=2)
DROP = replace(tiny.MODEL, drop_path=0.5)
DECODED = replace(DROP, decoder_width=16)


def joint_task(folder):
    return JointTask(
        PatchDataset([folder], need=("patch_label", "patch_feature")),
        weight=0.5,
        embeddings=tiny.embeddings(),
        text_info={"text_encoder": "fake"},
        init=None,
        model_config=DECODED,
        augment=Augment(yaw=180),
        trainable="all",
    )


KINDS = {
    "distill": lambda folder: tiny.distill_task(folder, model=DROP),
    "align": lambda folder: tiny.align_task(folder, model=DROP),
    "all": lambda folder: tiny.align_task(folder, model=DECODED, trainable="all", negatives="batch"),
    "blocks": lambda folder: tiny.align_task(
        folder, model=DECODED, trainable="blocks", loss="open", question=Question(drop=0.5)
    ),
    "released": lambda folder: tiny.align_task(folder, model=DROP, trainable="released"),
    "joint": joint_task,
}


def gradient(task, count, accumulate, out):
    """Gradient and running statistics after the backward pass of one step over all its shapes, one file."""
    torch.manual_seed(5)
    task.encoder.requires_grad_(False)
    for parameter in task.encoder_parameters():
        parameter.requires_grad_(True)
    ranks.share_statistics(task.encoder)
    task.prepare(out.parent, "fp32", lambda event: None)
    task.train_mode()
    parts = train._parts(list(range(count)), accumulate)
    losses = train._backward(task, parts, train._prefetched(task, parts, 1, 0), "fp32", "cpu")
    modules = {"encoder": task.encoder, "head": task.head, "extra": train._extra(task)}
    named = {f"{m}.{n}": p for m, module in modules.items() for n, p in module.named_parameters()}
    grads = {name: p.grad for name, p in named.items() if p.grad is not None}
    ranks.add_up([losses, *grads.values()])
    statistics = dict(task.encoder.named_buffers())
    if ranks.rank() == 0:
        torch.save({"losses": losses, "rng": torch.get_rng_state(), **grads, **statistics}, out)


def run(folder, out, accumulate, kill):
    """Train all kinds; kill: the process of this number kills itself in the second epoch."""
    load = tiny.DistillTask.load

    def dying(self, indices, epoch, *rest):
        if epoch == 2 and ranks.rank() == kill:
            while not (out / "distill/distill.ckpt").exists():
                time.sleep(0.01)
            os.kill(os.getpid(), signal.SIGKILL)
        return load(self, indices, epoch, *rest)

    tiny.DistillTask.load = dying
    train.fit(KINDS["distill"](folder), BATCH, out / "distill", accumulate=accumulate)
    train.fit(KINDS["align"](folder), BATCH, out / "align", accumulate=accumulate)


if __name__ == "__main__":
    what, folder, out, accumulate, kill = sys.argv[1:]
    torch.set_num_threads(1)
    with ranks.joined("cpu"):
        group = weakref.ref(torch.distributed.group.WORLD)
        if what == "gradient":
            for kind, make in KINDS.items():
                for count in (7, 4):
                    gradient(make(Path(folder)), count, int(accumulate), Path(out) / f"{kind}{count}.pt")
        else:
            run(Path(folder), Path(out), int(accumulate), int(kill))
    # threads of a group that lives on may meet the end of the interpreter, which is a SIGABRT
    assert group() is None
