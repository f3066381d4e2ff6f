"""Weights made by the rule of the golden file: one seeded generator per key of the released layout."""

import zlib

import numpy as np
import torch

WIDTH, DEPTH, TEXT_DIM, TEACHER_DIM = 384, 12, 1280, 768


def released_shapes() -> dict[str, tuple[int, ...]]:
    """Every key of the released `model` dict with its shape."""
    shapes: dict[str, tuple[int, ...]] = {"cls_token": (1, 1, WIDTH), "cls_pos": (1, 1, WIDTH)}

    def linear(name, out, into, *, kernel=False, bias=True):
        shapes[f"{name}.weight"] = (out, into, 1) if kernel else (out, into)
        if bias:
            shapes[f"{name}.bias"] = (out,)

    def norm(name, width, *, batch=False):
        shapes[f"{name}.weight"] = shapes[f"{name}.bias"] = (width,)
        if batch:
            shapes[f"{name}.running_mean"] = shapes[f"{name}.running_var"] = (width,)
            shapes[f"{name}.num_batches_tracked"] = ()

    linear("encoder.first_conv.0", 128, 3, kernel=True)
    norm("encoder.first_conv.1", 128, batch=True)
    linear("encoder.first_conv.3", 256, 128, kernel=True)
    linear("encoder.second_conv.0", 512, 512, kernel=True)
    norm("encoder.second_conv.1", 512, batch=True)
    linear("encoder.second_conv.3", 256, 512, kernel=True)
    linear("reduce_dim", WIDTH, 256)
    linear("pos_embed.0", 128, 3)
    linear("pos_embed.2", WIDTH, 128)
    for i in range(DEPTH):
        block = f"blocks.blocks.{i}"
        norm(f"{block}.norm1", WIDTH)
        norm(f"{block}.norm2", WIDTH)
        linear(f"{block}.attn.qkv", 3 * WIDTH, WIDTH, bias=False)
        linear(f"{block}.attn.proj", WIDTH, WIDTH)
        linear(f"{block}.mlp.fc1", 4 * WIDTH, WIDTH)
        linear(f"{block}.mlp.fc2", WIDTH, 4 * WIDTH)
    norm("norm", WIDTH)
    return shapes


def fill(key: str, shape: tuple[int, ...]) -> torch.Tensor:
    rng = np.random.default_rng(zlib.crc32(key.encode()))
    if key.endswith("num_batches_tracked"):
        return torch.tensor(0)
    if key.endswith("running_var"):
        value = rng.uniform(0.5, 1.5, shape)
    elif key.endswith("running_mean"):
        value = 0.1 * rng.standard_normal(shape)
    elif len(shape) >= 2:
        value = rng.standard_normal(shape) / np.sqrt(np.prod(shape[1:]))
    elif key.endswith("weight"):
        value = 1 + 0.1 * rng.standard_normal(shape)
    else:
        value = 0.05 * rng.standard_normal(shape)
    return torch.from_numpy(np.asarray(value, np.float32))


def released_content(dim: int = TEXT_DIM) -> dict:
    """A dict of the released checkpoint's layout; dim 768 gives the layout of their stage 1 (no temp)."""
    proj = {k: fill(k, s) for k, s in {"proj.weight": (dim, WIDTH), "proj.bias": (dim,)}.items()}
    content = {
        "model": {key: fill(key, shape) for key, shape in released_shapes().items()},
        "proj": proj,
        "epoch": 100,
        "args": {"lr": 1e-4},
    }
    if dim == TEXT_DIM:
        content["temp"] = {"log_scale": torch.tensor(1 / 0.07).log()}
    return content
