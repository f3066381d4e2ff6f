"""Sizes of the network, known without torch."""

from __future__ import annotations

from dataclasses import dataclass

MAX_LOG_SCALE = 4.605170185988092  # log 100, as in CLIP
OFFSET_SCALE = 10.0  # a patch of a 2048-point shape is about a tenth of the frame's unit in radius


@dataclass(frozen=True)
class ModelConfig:
    """Sizes of the encoder; the defaults are the paper's."""

    num_patches: int = 128  # G
    patch_size: int = 32  # K
    width: int = 384  # C
    depth: int = 12
    num_heads: int = 6
    mlp_ratio: int = 4
    patch_width: int = 256  # output of the patch PointNet
    drop_path: float = 0.1  # of the last block; rises linearly from 0
    skip_near_origin: bool = False  # FPS rule of the released checkpoint's kernel
    swap_yz: bool = False  # the released checkpoint saw y and z exchanged (a mirror)
    decoder_width: int = 0  # of the point decoder (ours); 0: none, as in the paper
