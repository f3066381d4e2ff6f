"""What stage 2 starts from: nothing, the encoder of stage 1, or a whole model that is to be tuned further."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Any

import torch
from torch import nn

from pa3d.checkpoint import Model, load_strict
from pa3d.errors import Pa3dError
from pa3d.model import ModelConfig, PointPatchEncoder, TextHead, text_head

SCALE, BIAS = 10.0, -10.0  # of a new head: tau 0.1 and b -10, section 3.3 of the paper


def start_hash(init: Model | None) -> str:
    """16 hex digits of the weights taken over; "none" without any."""
    if init is None:
        return "none"
    digest = hashlib.sha256()
    for module in (init.encoder, init.head) if init.kind == "align" else (init.encoder,):
        _digest(digest, module)
    return digest.hexdigest()[:16]


def _digest(digest, module: nn.Module) -> None:
    for key, value in module.state_dict().items():
        digest.update(key.encode())
        digest.update(value.detach().cpu().contiguous().numpy().tobytes())


def start_encoder(init: Model | None, config: ModelConfig, *, keep_decoder: bool = True) -> PointPatchEncoder:
    """The encoder of `init` (its sizes win over those of `config`), else a new one.

    The decoder's width is that of `config`; 0 there keeps the one that `init` has, unless keep_decoder is off.
    A decoder of another width cannot be taken over: Pa3dError.
    """
    encoder = init.encoder if init else PointPatchEncoder(config)
    width, own = config.decoder_width, encoder.config.decoder_width
    if init is not None and init.kind == "align" and own and keep_decoder:
        if width not in (0, own):
            raise Pa3dError(f"--decoder {width}: {init.source} has a decoder of width {own}; drop --decoder")
        width = own
    encoder.config = replace(encoder.config, decoder_width=width)
    return encoder


def keep_blocks(init: Model, count: int) -> Model:
    """The model with `count` of its transformer blocks, first, last and evenly between: to train a small one.

    Blocks left out change what comes after them, so the rest wants training; it starts far ahead of nothing.
    """
    encoder, depth = init.encoder, init.encoder.config.depth
    if not 2 <= count <= depth:
        raise Pa3dError(f"--keep-blocks {count}: {init.source} has {depth}; keep 2 to {depth} of them")
    chosen = torch.linspace(0, depth - 1, count).round().long().tolist()
    encoder.blocks = nn.ModuleList(encoder.blocks[i] for i in chosen)
    encoder.config = replace(encoder.config, depth=count)
    return init


def start_logit(init: Model | None, scale: float | None, bias: float | None) -> dict[str, float | None]:
    """What the similarity's scale and bias are set to; None: as in an aligned `init`."""
    if init is not None and init.kind == "align":
        return {"scale": scale, "bias": bias}
    return {"scale": SCALE if scale is None else scale, "bias": BIAS if bias is None else bias}


def start_head(
    init: Model | None,
    config: ModelConfig,
    text_info: dict[str, Any],
    dim: int,
    scale: float | None,
    bias: float | None,
) -> TextHead:
    """Text head for an encoder of `config` and embeddings of width `dim`; scale and bias of start_logit.

    From an aligned `init` everything is taken over: projection, decoder (where `config` has one; a new one
    starts at zero, so that nothing changes), scale and bias; a scale or bias that is not None replaces the
    one taken over. Pa3dError when `init` speaks the language of another text encoder.
    """
    if init is None or init.kind != "align":
        assert scale is not None and bias is not None  # by start_logit
        return text_head(config, dim, scale, bias)
    for key in ("text_encoder", "text_weights_sha256", "templates"):
        ours, theirs = text_info.get(key), init.info.get(key)
        # the released checkpoint tells no hash of its text weights
        if ours != theirs and not (key == "text_weights_sha256" and theirs is None):
            what = f"{init.source}: aligned with {key} {theirs}, not {ours}"
            raise Pa3dError(f"{what}; give the same --text-model (labels: the same names)")
    head = text_head(config, dim)
    own = head.state_dict()
    load_strict(head, own | {k: v for k, v in init.head.state_dict().items() if k in own}, init.source)
    with torch.no_grad():
        if scale is not None:
            head.log_scale.copy_(torch.tensor(float(scale)).log())
        if bias is not None:
            head.bias.fill_(bias)
    return head
