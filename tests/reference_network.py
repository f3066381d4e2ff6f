"""Slow, plain versions of the network's parts, written from the paper's text, to compare the package with."""

from __future__ import annotations

import numpy as np
import torch
import torch.nn.functional as F


def farthest_points(points, count, skip_near_origin=False):
    """(N, 3) -> list of `count` indices. Plain loops over float32 distances."""
    points = np.asarray(points, np.float32)
    usable = [i for i, p in enumerate(points) if not skip_near_origin or sq(p) > np.float32(1e-3)]
    chosen = [0]
    while len(chosen) < count:
        best, best_distance = 0, np.float32(-1)
        for i in usable:
            distance = min(sq(points[i] - points[c]) for c in chosen)
            if distance > best_distance:
                best, best_distance = i, distance
        chosen.append(best)
    return chosen


def nearest_points(points, center, k):
    """Indices of the k points nearest to a centre; the lower index wins a tie."""
    distance = [sq(np.float32(center) - p) for p in np.asarray(points, np.float32)]
    return sorted(range(len(points)), key=lambda i: (distance[i], i))[:k]


def sq(d):
    return (d[0] * d[0] + d[1] * d[1]) + d[2] * d[2]


def patch_embed(members, state, prefix="encoder.", training=False):
    """The patch PointNet as the paper has it: (B, G, K, 3) -> (B, G, C), parameters by released name."""

    def conv(x, name):
        weight = state[f"{prefix}{name}.weight"]
        return x @ weight.reshape(weight.shape[:2]).T + state[f"{prefix}{name}.bias"]

    def norm(x, name):
        weight, bias = state[f"{prefix}{name}.weight"], state[f"{prefix}{name}.bias"]
        if training:
            flat = x.reshape(-1, x.shape[-1])
            mean, var = flat.mean(0), flat.var(0, unbiased=False)
        else:
            mean, var = state[f"{prefix}{name}.running_mean"], state[f"{prefix}{name}.running_var"]
        return (x - mean) / torch.sqrt(var + 1e-5) * weight + bias

    x = conv(norm(conv(members, "first_conv.0"), "first_conv.1").clamp(min=0), "first_conv.3")
    x = torch.cat([x.max(2, keepdim=True).values.expand_as(x), x], -1)
    x = conv(norm(conv(x, "second_conv.0"), "second_conv.1").clamp(min=0), "second_conv.3")
    return x.max(2).values


def encoder(points, state, num_patches, patch_size, num_heads):
    """Tokens (B, G, C) of points (B, N, 3), eval mode; `state` has the released names. No swap, plain FPS."""

    def linear(x, name):
        y = x @ state[f"{name}.weight"].T
        return y + state[f"{name}.bias"] if f"{name}.bias" in state else y

    def layer_norm(x, name):
        return F.layer_norm(x, x.shape[-1:], state[f"{name}.weight"], state[f"{name}.bias"], 1e-5)

    result = []
    for cloud in points:
        chosen = farthest_points(cloud, num_patches)
        centers = cloud[chosen]
        members = torch.stack([cloud[nearest_points(cloud, c, patch_size)] - c for c in centers])
        x = linear(patch_embed(members[None], state)[0], "reduce_dim")
        x = torch.cat([state["cls_token"][0], x])
        place = linear(F.gelu(linear(centers, "pos_embed.0")), "pos_embed.2")
        place = torch.cat([state["cls_pos"][0], place])
        for i in range(1 + max(int(k.split(".")[2]) for k in state if k.startswith("blocks."))):
            block = f"blocks.blocks.{i}"
            x = x + place
            qkv = linear(layer_norm(x, f"{block}.norm1"), f"{block}.attn.qkv")
            heads = []
            for q, k, v in zip(*(m.chunk(num_heads, -1) for m in qkv.chunk(3, -1)), strict=True):
                heads.append((q @ k.T / q.shape[-1] ** 0.5).softmax(-1) @ v)
            x = x + linear(torch.cat(heads, -1), f"{block}.attn.proj")
            hidden = F.gelu(linear(layer_norm(x, f"{block}.norm2"), f"{block}.mlp.fc1"))
            x = x + linear(hidden, f"{block}.mlp.fc2")
        result.append(layer_norm(x, "norm")[1:])
    return torch.stack(result)


def nearest_center_target(
    centers: torch.Tensor, cached_centers: torch.Tensor, cached_feature: torch.Tensor
) -> torch.Tensor:
    """Target of each patch from a cache made at other centres (released stage 1): that of the nearest one.

    centers (B, G, 3), cached_centers (B, H, 3), cached_feature (B, H, D) -> (B, G, D).
    """
    nearest = torch.cdist(centers, cached_centers, compute_mode="donot_use_mm_for_euclid_dist").argmin(-1)
    return cached_feature.gather(1, nearest[..., None].expand(-1, -1, cached_feature.shape[-1]))
