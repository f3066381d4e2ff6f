"""The two losses of the paper, and the released code's variant of the second."""

from __future__ import annotations

import torch.nn.functional as F
from torch import Tensor

KINDS = ("paper", "released", "softmax")


def cosine_distillation_loss(feature: Tensor, target: Tensor) -> Tensor:
    """L_2D = mean over patches of 1 - cos(feature, target), per shape: (B, G, D) twice -> (B,)."""
    return 1 - F.cosine_similarity(feature.float(), target.float(), dim=-1).mean(-1)


def patch_text_loss(logits: Tensor, label: Tensor, part_valid: Tensor, kind: str = "paper") -> Tensor:
    """L_text per shape: (B,).

    logits and label (B, G, L), part_valid (B, L) marks the parts that are the shape's own; padding adds
    nothing. The other parts of the same shape are the only negatives.

    kind "paper": mean of the binary cross-entropy with fractional labels. "released": the same with the
    released code's pos_weight = max(1, parts - 1). "softmax": cross-entropy over the shape's own parts, each
    patch weighted by its labelled share (ours; not in the paper).
    """
    if kind not in KINDS:
        raise ValueError(f"loss kind {kind!r} is not one of {', '.join(KINDS)}")
    valid = part_valid[:, None, :].to(logits.dtype)  # (B, 1, L)
    num_parts = part_valid.sum(1).clamp(min=1).to(logits.dtype)
    if kind == "softmax":
        log_share = logits.masked_fill(~part_valid[:, None, :], -1e4).log_softmax(-1)
        carried = label * valid
        share = carried / carried.sum(-1, keepdim=True).clamp(min=1)  # overlapping parts split the patch
        return -(share * log_share).sum((1, 2)) / share.sum((1, 2)).clamp(min=1)
    pos_weight = None
    if kind == "released":
        pos_weight = (num_parts - 1).clamp(min=1)[:, None, None]
    loss = F.binary_cross_entropy_with_logits(logits, label, pos_weight=pos_weight, reduction="none")
    return (loss * valid).sum((1, 2)) / (num_parts * logits.shape[1])
