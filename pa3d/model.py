"""The whole network: points -> patches -> tokens -> features that speak the language of text.

Letters: B batch, N points, G patches, K points of a patch, C token width.
"""

from __future__ import annotations

import contextlib
import contextvars
from collections.abc import Iterator
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from pa3d.model_config import MAX_LOG_SCALE, OFFSET_SCALE, ModelConfig
from pa3d.neighbors import farthest_point_sample, gather, knn


@dataclass
class PatchFeatures:
    """Encoder output. tokens (B, G, C), centers (B, G, 3) and patch_index (B, G, K) into the points.

    Where members were asked for, S slots of each patch: member (B, G, S, patch_width), what the patch PointNet
    knows of each before it takes their maximum, and offset (B, G, S, 3) from the centre.
    """

    tokens: Tensor
    centers: Tensor | None = None
    patch_index: Tensor | None = None
    member: Tensor | None = None
    offset: Tensor | None = None


CHUNK = 256  # patches whose activations fit the cache of a core


class PatchEmbed(nn.Module):
    """A small PointNet over each patch: (B, G, K, 3) relative coordinates -> (B, G, patch_width).

    The second stage sees every member's feature beside their maximum. Between the first stage's last layer and
    the second stage's first there is no non-linearity for a member's own half, so the two matrices are
    multiplied before they meet the points: the same function, a quarter fewer operations.
    """

    def __init__(self, out: int) -> None:
        super().__init__()
        self.lift = nn.Linear(3, 128)
        self.lift_norm = nn.BatchNorm1d(128)
        self.local = nn.Linear(128, 256)
        self.join = nn.Linear(512, 512)  # input: patch maximum (256), then the member's own feature (256)
        self.join_norm = nn.BatchNorm1d(512)
        self.out = nn.Linear(512, out)

    def forward(self, members: Tensor, slots: Tensor | None = None) -> tuple[Tensor, Tensor | None]:
        """The patches, and the last layer's output for the members in `slots` (S,): (B, G, S, patch_width)."""
        wanted = members.requires_grad or any(p.requires_grad for p in self.parameters())
        if not self.training and not (wanted and torch.is_grad_enabled()):
            return self._frozen(members, slots)
        batch, groups, size, _ = members.shape
        x = members.reshape(-1, 3)  # (B*G*K, 3)
        hidden = F.relu(self.lift_norm(self.lift(x)))  # (B*G*K, 128)
        highest = self.local(hidden).reshape(-1, size, 256).amax(1)  # (B*G, 256)
        of_max, of_member = self.join.weight.split(256, dim=1)  # (512, 256) each
        own = hidden @ (of_member @ self.local.weight).T  # (B*G*K, 512)
        shared = F.linear(highest, of_max, self.join.bias + of_member @ self.local.bias)  # (B*G, 512)
        y = (own.reshape(-1, size, 512) + shared[:, None]).reshape(-1, 512)
        y = self.out(F.relu(self.join_norm(y))).reshape(batch, groups, size, -1)
        return y.amax(2), None if slots is None else y[:, :, slots]

    @torch.no_grad()
    def _frozen(self, members: Tensor, slots: Tensor | None) -> tuple[Tensor, Tensor | None]:
        """The same in eval mode and without gradients: norms folded into the layers, a few patches at a time,
        so that the wide activations stay in the processor's cache."""
        batch, groups, size, _ = members.shape
        of_max, of_member = self.join.weight.split(256, dim=1)
        gain, shift = _affine(self.lift_norm)
        wide_gain, wide_shift = _affine(self.join_norm)
        weights: tuple[Tensor, ...] = (
            self.lift.weight * gain[:, None],
            self.lift.bias * gain + shift,
            self.local.weight,
            self.local.bias,
            of_member @ self.local.weight * wide_gain[:, None],
            of_max * wide_gain[:, None],
            (self.join.bias + of_member @ self.local.bias) * wide_gain + wide_shift,
            self.out.weight,
            self.out.bias,
        )
        kind = members.device.type
        if torch.is_autocast_enabled(kind):
            weights = tuple(w.to(torch.get_autocast_dtype(kind)) for w in weights)
        lift, lift_bias, local, local_bias, own, shared, shared_bias, out, out_bias = weights
        rows = members.reshape(-1, size, 3).to(lift.dtype)
        result, kept = [], []
        for part in rows.split(CHUNK if kind == "cpu" else len(rows)):
            hidden = F.linear(part.reshape(-1, 3), lift, lift_bias).relu_()
            highest = F.linear(hidden, local).view(-1, size, 256).amax(1) + local_bias
            y = F.linear(hidden, own).view(-1, size, 512)
            y += F.linear(highest, shared, shared_bias)[:, None]
            y = F.linear(y.relu_().view(-1, 512), out).view(len(part), size, -1)
            result.append(y.amax(1) + out_bias)
            if slots is not None:
                kept.append(y[:, slots] + out_bias)
        pooled = torch.cat(result).reshape(batch, groups, -1)
        if slots is None:
            return pooled, None
        return pooled, torch.cat(kept).reshape(batch, groups, len(slots), -1)


def _affine(norm: nn.BatchNorm1d) -> tuple[Tensor, Tensor]:
    """Gain and shift of a batch norm with its running statistics: y = x * gain + shift."""
    assert norm.running_mean is not None and norm.running_var is not None
    gain = norm.weight * (norm.running_var + norm.eps).rsqrt()
    return gain, norm.bias - norm.running_mean * gain


class Attention(nn.Module):
    """Multi-head self-attention. Plain products: at 129 tokens they beat the fused CPU kernel in training."""

    def __init__(self, width: int, num_heads: int) -> None:
        super().__init__()
        self.num_heads = num_heads
        self.qkv = nn.Linear(width, 3 * width, bias=False)
        self.proj = nn.Linear(width, width)

    def forward(self, x: Tensor) -> Tensor:
        batch, length, width = x.shape
        head = width // self.num_heads
        qkv = self.qkv(x).reshape(batch, length, 3, self.num_heads, head).permute(2, 0, 3, 1, 4)
        q, k, v = qkv.unbind(0)  # (B, heads, T, head)
        weights = ((q * head**-0.5) @ k.transpose(-2, -1)).softmax(dim=-1)
        return self.proj((weights @ v).transpose(1, 2).reshape(batch, length, width))


_rows: contextvars.ContextVar[tuple[range, int] | None] = contextvars.ContextVar("rows", default=None)


@contextlib.contextmanager
def as_rows(rows: range, count: int) -> Iterator[None]:
    """Within, a batch given to the encoder is these rows of one of `count`.

    What is random is drawn for the whole batch, so that its parts together, each begun with the same state of
    the generator, are what the whole is.
    """
    token = _rows.set((rows, count))
    try:
        yield
    finally:
        _rows.reset(token)


class Block(nn.Module):
    """Pre-norm transformer block with stochastic depth."""

    def __init__(self, width: int, num_heads: int, mlp_ratio: int, drop_path: float) -> None:
        super().__init__()
        self.norm1 = nn.LayerNorm(width)
        self.attn = Attention(width, num_heads)
        self.norm2 = nn.LayerNorm(width)
        self.fc1 = nn.Linear(width, mlp_ratio * width)
        self.fc2 = nn.Linear(mlp_ratio * width, width)
        self.drop_path = drop_path

    def _drop(self, x: Tensor) -> Tensor:
        """Leave the whole branch out for a random share of the samples; scale the rest up."""
        if not self.training or self.drop_path == 0:
            return x
        keep = 1 - self.drop_path
        rows, count = _rows.get() or (range(len(x)), len(x))
        mask = torch.rand(count, 1, 1, device=x.device)[rows.start : rows.stop] < keep
        return x * (mask / keep).to(x.dtype)

    def forward(self, x: Tensor) -> Tensor:
        x = x + self._drop(self.attn(self.norm1(x)))
        return x + self._drop(self.fc2(F.gelu(self.fc1(self.norm2(x)))))


class PointPatchEncoder(nn.Module):
    """Points (B, N, 3) -> tokens of patches (B, G, C)."""

    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        self.config = config
        width = config.width
        self.patch_embed = PatchEmbed(config.patch_width)
        self.reduce = nn.Linear(config.patch_width, width)
        self.cls_token = nn.Parameter(torch.zeros(1, 1, width))
        self.cls_pos = nn.Parameter(torch.randn(1, 1, width) * 0.02)
        self.pos_embed = nn.Sequential(nn.Linear(3, 128), nn.GELU(), nn.Linear(128, width))
        rates = torch.linspace(0, config.drop_path, config.depth).tolist()
        self.blocks = nn.ModuleList(Block(width, config.num_heads, config.mlp_ratio, rate) for rate in rates)
        self.norm = nn.LayerNorm(width)
        for module in self.modules():
            if isinstance(module, nn.Linear):
                nn.init.trunc_normal_(module.weight, std=0.02 if module.in_features >= 128 else 0.1)
                if module.bias is not None:
                    nn.init.zeros_(module.bias)

    def group(self, points: Tensor) -> tuple[Tensor, Tensor]:
        """center_index (B, G) and patch_index (B, G, K) of points (B, N, 3)."""
        points = self._axes(points)
        config = self.config
        center_index = farthest_point_sample(
            points, config.num_patches, skip_near_origin=config.skip_near_origin
        )
        return center_index, knn(points, gather(points, center_index), config.patch_size)

    def _axes(self, points: Tensor) -> Tensor:
        return points[..., [0, 2, 1]] if self.config.swap_yz else points

    def trunk(
        self, points: Tensor, center_index: Tensor, patch_index: Tensor, slots: Tensor | None = None
    ) -> tuple[Tensor, Tensor | None, Tensor | None]:
        """Input of the last block, position added (B, 1+G, C); member and offset of the slots."""
        points = self._axes(points)
        centers = gather(points, center_index)  # (B, G, 3)
        members = gather(points, patch_index) - centers[:, :, None]  # (B, G, K, 3)
        pooled, member = self.patch_embed(members, slots)
        tokens = self.reduce(pooled)  # (B, G, C)
        batch = len(points)
        x = torch.cat([self.cls_token.expand(batch, -1, -1).to(tokens.dtype), tokens], 1)
        position = self.pos_embed(centers)
        position = torch.cat([self.cls_pos.expand(batch, -1, -1).to(position.dtype), position], 1)
        for block in self.blocks[:-1]:
            x = block(x + position)
        return x + position, member, None if slots is None else members[:, :, slots]

    def last(self, x: Tensor) -> Tensor:
        """Last block and final norm; the class token is dropped: (B, 1+G, C) -> (B, G, C)."""
        return self.norm(self.blocks[-1](x))[:, 1:]

    def forward(
        self,
        points: Tensor,
        center_index: Tensor | None = None,
        patch_index: Tensor | None = None,
        slots: Tensor | None = None,
    ) -> PatchFeatures:
        """Tokens of points (B, N, 3) in frame model; the grouping may be given, else it is computed.

        slots (S,): the members of each patch, 0 the centre, that a point decoder wants to know of.
        """
        if center_index is None or patch_index is None:
            center_index, patch_index = self.group(points)
        hidden, member, offset = self.trunk(points, center_index, patch_index, slots)
        tokens = self.last(hidden)
        return PatchFeatures(tokens, gather(points, center_index), patch_index, member, offset)


class FeatureHead(nn.Module):
    """Linear map into a target space (teacher or text), L2-normalised: (..., C) -> (..., D)."""

    def __init__(self, width: int, dim: int) -> None:
        super().__init__()
        self.proj = nn.Linear(width, dim)
        nn.init.trunc_normal_(self.proj.weight, std=0.02)
        nn.init.zeros_(self.proj.bias)

    def forward(self, tokens: Tensor) -> Tensor:
        return F.normalize(self.proj(tokens).float(), dim=-1)


class PointDecoder(nn.Module):
    """What a member adds to its patch's feature: its place in the patch and the shape around it (ours).

    A patch's feature is one for its 32 points, so parts smaller than a patch are lost; this gives every member
    its own. It starts at zero: every member says what its patch says.
    """

    def __init__(self, config: ModelConfig, dim: int) -> None:
        super().__init__()
        width = config.decoder_width
        self.token = nn.Linear(config.width, width)
        self.member = nn.Linear(config.patch_width, width, bias=False)
        self.offset = nn.Linear(3, width, bias=False)
        self.mix = nn.Linear(width, width)
        self.out = nn.Linear(width, dim)
        nn.init.zeros_(self.out.weight)
        nn.init.zeros_(self.out.bias)

    def forward(self, features: PatchFeatures) -> Tensor:
        """(B, G, S, D)"""
        assert features.member is not None and features.offset is not None
        hidden = self.member(features.member) + self.offset(features.offset * OFFSET_SCALE)
        hidden = F.gelu(hidden + self.token(features.tokens)[:, :, None])
        return self.out(F.gelu(self.mix(hidden)))


class TextHead(FeatureHead):
    """Feature head with the learnt scale (1 / tau) and bias of the similarity (section 3.3 of the paper).

    With a decoder it also gives every member of a patch a feature of its own.
    """

    def __init__(
        self,
        width: int,
        dim: int,
        scale: float = 10.0,
        bias: float = -10.0,
        decoder: PointDecoder | None = None,
    ) -> None:
        super().__init__(width, dim)
        self.log_scale = nn.Parameter(torch.tensor(float(scale)).log())
        self.bias = nn.Parameter(torch.tensor(float(bias)))
        self.decoder = decoder

    def similarity(self, feature: Tensor, text: Tensor) -> Tensor:
        """s_ij = <z_i, t_j> * scale + bias; unit features (B, ..., D), text (B, L, D) or (L, D)."""
        scale = self.log_scale.clamp(max=MAX_LOG_SCALE).exp()
        if text.dim() == 3 and feature.dim() == 4:
            text = text[:, None]
        return feature @ text.transpose(-2, -1).to(feature.dtype) * scale + self.bias

    def logits(self, tokens: Tensor, text: Tensor) -> Tensor:
        """Of patches: tokens (B, G, C), text (B, L, D) or (L, D) -> (B, G, L)."""
        return self.similarity(self(tokens), text)

    def member_features(self, features: PatchFeatures) -> Tensor:
        """Unit features of the members in the slots: (B, G, S, D)."""
        assert self.decoder is not None
        own = self.decoder(features)
        return F.normalize((self.proj(features.tokens)[:, :, None] + own).float(), dim=-1)


def text_head(config: ModelConfig, dim: int, scale: float = 10.0, bias: float = -10.0) -> TextHead:
    """The head of an encoder, with the decoder that its config asks for."""
    decoder = PointDecoder(config, dim) if config.decoder_width else None
    return TextHead(config.width, dim, scale, bias, decoder)
