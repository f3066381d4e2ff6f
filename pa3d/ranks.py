"""The processes of one training, as torchrun starts them: who is who, and what they add up.

Every process holds the whole network and takes its share of the rows of each step. Sums over the processes make
gradients, losses and batch-norm statistics those of one process with the whole batch. Started without torchrun
there is one process, and every function here is the identity.
"""

from __future__ import annotations

import contextlib
import datetime
import hashlib
import os
import re
import signal
import threading
from collections.abc import Iterator
from typing import Any

import torch
import torch.distributed as dist
from torch import Tensor, nn

from pa3d.errors import Pa3dError

PATIENCE = datetime.timedelta(hours=6)  # for one that reads or writes alone; torchrun notices the dead
_LOST = re.compile(r"gloo|nccl|connection (closed|reset)|broken pipe|socket", re.IGNORECASE)


def rank() -> int:
    """Number of this process, from 0: that one alone writes and speaks."""
    return dist.get_rank() if dist.is_initialized() else 0


def world() -> int:
    """How many processes train together."""
    return dist.get_world_size() if dist.is_initialized() else 1


def started_together() -> bool:
    """Whether torchrun, or what sets the same variables, started this process as one of several."""
    if not {"RANK", "WORLD_SIZE", "MASTER_ADDR", "MASTER_PORT"} <= set(os.environ):
        return False
    return int(os.environ["WORLD_SIZE"]) > 1


def own_device(device: str) -> str:
    """The device of this process: "cuda" is one of this machine's for each."""
    if device != "cuda" or not started_together():
        return device
    return f"cuda:{os.environ.get('LOCAL_RANK', '0')}"


@contextlib.contextmanager
def joined(device: str) -> Iterator[None]:
    """Within, the processes that were started together know each other; nothing for one that is alone.

    At the end nothing holds the group: its threads would meet the end of the interpreter, and SIGABRT.
    device: as of own_device; gloo connects processors, nccl GPUs. Pa3dError when another process is lost.
    """
    if not started_together():
        yield
        return
    place = torch.device(device)
    if place.type == "cuda":
        torch.cuda.set_device(place)
    if threading.current_thread() is threading.main_thread():
        # one that waits for the others inside a library would hear of SIGTERM only after them
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
    # functions of this module have the group as a default that is there when it is imported, and keep it alive;
    # optimizers import it at their first step
    from torch.distributed.nn import functional  # noqa: F401

    try:
        dist.init_process_group("nccl" if place.type == "cuda" else "gloo", timeout=PATIENCE)
        yield
    except RuntimeError as error:
        if _LOST.search(str(error)) is None:
            raise
        raise Pa3dError(
            "another process of this training was lost; started again it goes on from the last checkpoint"
        ) from error
    dist.destroy_process_group()  # not after an error: the others may be gone


def total(values: Tensor) -> Tensor:
    """The sum over the processes, in place."""
    if world() > 1:
        dist.all_reduce(values)
    return values


def add_up(tensors: list[Tensor]) -> None:
    """Replace tensors of one device and dtype by their sums over the processes; one message for all."""
    if world() == 1 or not tensors:
        return
    flat = total(torch.cat([tensor.reshape(-1) for tensor in tensors]))
    parts = flat.split([tensor.numel() for tensor in tensors])
    for tensor, part in zip(tensors, parts, strict=True):
        tensor.copy_(part.view_as(tensor))


def from_first(values: Tensor) -> Tensor:
    """What process 0 has, in place."""
    if world() > 1:
        dist.broadcast(values, 0)
    return values


def gathered(values: Tensor) -> list[Tensor]:
    """What each process has, all of one shape, in order."""
    if world() == 1:
        return [values]
    result = [torch.empty_like(values) for _ in range(world())]
    dist.all_gather(result, values)
    return result


def wait() -> None:
    """Go on when all have come here."""
    if world() > 1:
        dist.barrier()


def check_same(what: str, text: str, device: str) -> None:
    """Pa3dError in every process unless all of them give the same text."""
    digest = torch.tensor(list(hashlib.sha256(text.encode()).digest()), device=device)
    if any(not torch.equal(digest, other) for other in gathered(digest)):
        raise Pa3dError(f"the processes of this training see different {what}; all need the same folders")


def share(count: int, part: int, parts: int) -> range:
    """Part `part` of `parts` of the numbers below `count`, in order; the first ones hold one more."""
    size, more = divmod(count, parts)
    start = part * size + min(part, more)
    return range(start, start + size + (part < more))


class _Total(torch.autograd.Function):
    """The sum over the processes; so is the gradient of what goes in, as each process holds a part of the loss.

    That of torch.distributed.nn is deprecated, and warns.
    """

    @staticmethod
    def forward(ctx: Any, values: Tensor) -> Tensor:
        return total(values.clone())

    @staticmethod
    def backward(ctx: Any, *grads: Tensor) -> Tensor:
        return total(grads[0].clone())


class SharedBatchNorm(nn.BatchNorm1d):
    """Batch norm (R, C) with the statistics of the rows of all processes, on any device.

    Two sums, as the difference of mean squares would lose digits. Parameters, buffers and eval mode are those
    of BatchNorm1d.
    """

    def forward(self, x: Tensor) -> Tensor:
        if not self.training:
            return super().forward(x)
        assert self.running_mean is not None and self.running_var is not None and self.momentum is not None
        assert self.num_batches_tracked is not None
        rows = x.float() if x.dtype in (torch.bfloat16, torch.float16) else x
        count = total(torch.tensor(float(len(rows)), device=x.device)).item()
        mean = _Total.apply(rows.sum(0)) / count
        centred = rows - mean
        variance = _Total.apply((centred * centred).sum(0)) / count
        with torch.no_grad():
            self.num_batches_tracked += 1
            self.running_mean.lerp_(mean, self.momentum)
            self.running_var.lerp_(variance * (count / max(1.0, count - 1)), self.momentum)
        result = centred * (variance + self.eps).rsqrt() * self.weight + self.bias
        return result.to(x.dtype)


def share_statistics(module: nn.Module) -> None:
    """Give the batch norms of a module the statistics of all processes; nothing where there is one."""
    if world() == 1:
        return
    for norm in module.modules():
        if type(norm) is nn.BatchNorm1d:
            norm.__class__ = SharedBatchNorm  # it adds no state, so the optimizer keeps its parameters
