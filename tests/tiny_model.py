"""A small text-aligned model on disk, with random weights and the real embedded text encoder's name."""

import torch

from pa3d import checkpoint, towers
from pa3d.model import FeatureHead, ModelConfig, PointPatchEncoder, TextHead
from pa3d.text import TEMPLATES

CONFIG = ModelConfig(num_patches=32, patch_size=8, width=48, depth=2, num_heads=3, patch_width=32)


def save_tiny(path, kind="align", seed=0, dim=384):
    torch.manual_seed(seed)
    encoder = PointPatchEncoder(CONFIG)
    for parameter in encoder.parameters():  # spread the tokens, so that labels differ between patches
        if parameter.dim() >= 2:
            torch.nn.init.normal_(parameter, std=parameter.shape[-1] ** -0.5)
    head = TextHead(CONFIG.width, dim) if kind == "align" else FeatureHead(CONFIG.width, dim)
    torch.nn.init.normal_(head.proj.weight)
    info = {"text_encoder": "minilm", "text_weights_sha256": towers.MINILM_SHA256, "templates": list(TEMPLATES)}
    model = checkpoint.Model(kind, encoder.eval(), head.eval(), str(path), info)
    checkpoint.pack(model, path, torch.float32)
    return path
