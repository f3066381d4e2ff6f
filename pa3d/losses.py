"""The two losses of the paper, the released code's variant of the second, and ours."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor

KINDS = ("paper", "released", "softmax", "open")


def cosine_distillation_loss(feature: Tensor, target: Tensor) -> Tensor:
    """L_2D = mean over patches of 1 - cos(feature, target), per shape: (B, G, D) twice -> (B,)."""
    return 1 - F.cosine_similarity(feature.float(), target.float(), dim=-1).mean(-1)


def patch_text_loss(
    logits: Tensor,
    label: Tensor,
    part_valid: Tensor,
    kind: str = "paper",
    none: Tensor | None = None,
    balance: float = 0.0,
) -> Tensor:
    """L_text per shape: (B,).

    logits and label (B, G, L), part_valid (B, L) marks the parts that are the shape's own; padding adds
    nothing. The other parts of the same shape are the only negatives.

    kind "paper": mean of the binary cross-entropy with fractional labels. "released": the same with the
    released code's pos_weight = max(1, parts - 1). "softmax": cross-entropy over the shape's own parts, each
    patch weighted by its labelled share (ours; not in the paper). "open": the same with "none of these" as
    one more part, its logit 0 and its share `none` (B, G), so that sigmoid(logit) can be read as a score.

    balance (softmax and open): a part of share s of the shape weighs s^-balance per patch, so that 0.5 lets
    small parts count more than their area and 1 makes all parts equal.
    """
    if kind not in KINDS:
        raise ValueError(f"loss kind {kind!r} is not one of {', '.join(KINDS)}")
    if kind in ("softmax", "open"):
        return _softmax_loss(logits, label, part_valid, kind, none, balance)
    valid = part_valid[:, None, :].to(logits.dtype)  # (B, 1, L)
    num_parts = part_valid.sum(1).clamp(min=1).to(logits.dtype)
    pos_weight = None
    if kind == "released":
        pos_weight = (num_parts - 1).clamp(min=1)[:, None, None]
    loss = F.binary_cross_entropy_with_logits(logits, label, pos_weight=pos_weight, reduction="none")
    return (loss * valid).sum((1, 2)) / (num_parts * logits.shape[1])


def _softmax_loss(
    logits: Tensor, label: Tensor, part_valid: Tensor, kind: str, none: Tensor | None, balance: float
) -> Tensor:
    logits = logits.masked_fill(~part_valid[:, None, :], -1e4)
    carried = label * part_valid[:, None, :]
    if kind == "open":
        zero = torch.zeros_like(logits[..., :1])
        logits = torch.cat([logits, zero], -1)
        carried = torch.cat([carried, zero if none is None else none[..., None]], -1)
    share = carried / carried.sum(-1, keepdim=True).clamp(min=1)  # overlapping parts split the patch
    if balance > 0:
        of_shape = share.sum(1, keepdim=True) / share.sum((1, 2), keepdim=True).clamp(min=1e-6)  # (B, 1, L)
        share = share * of_shape.clamp(min=1e-3) ** -balance
    return -(share * logits.log_softmax(-1)).sum((1, 2)) / share.sum((1, 2)).clamp(min=1e-3)
