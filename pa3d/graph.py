"""The network's forward pass as an OpenVINO graph: the quickest way on a processor, and no torch to load.

The same arithmetic as model.py in eval mode, built from the weights of a packed model; a test compares them
number by number. Letters as there: B batch, G patches, K points of a patch, C token width, D text space.
"""

from __future__ import annotations

import math
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from pa3d.model_config import MAX_LOG_SCALE, OFFSET_SCALE, ModelConfig
from pa3d.network import Output
from pa3d.packed import read_packed
from pa3d.workers import cpu_threads

if TYPE_CHECKING:
    from pa3d.checkpoint import Model

EPSILON = 1e-5  # of torch's batch and layer norms
Weights = dict[str, NDArray]


def runtime():
    """The openvino package without its converter, which reports every import to its makers over the network."""
    if "openvino" not in sys.modules:
        converter = "openvino.tools.ovc"
        sys.modules[converter] = None  # type: ignore[assignment]  # its import fails, which openvino allows for
        try:
            import openvino
        finally:
            del sys.modules[converter]
    import openvino

    return openvino


class _Builder:
    """Layers over named weights; every method takes nodes and gives a node."""

    def __init__(self, weights: Weights) -> None:
        self.op, self.weights = runtime().opset13, weights

    def value(self, array: Any, kind: type = np.float32):
        return self.op.constant(np.asarray(array, kind))

    def weight(self, name: str) -> NDArray[np.float32]:
        return self.weights[name].astype(np.float32)

    def matmul(self, x, matrix: NDArray, bias: NDArray | None = None):
        """x (..., I) times matrix (O, I) transposed, as torch keeps them, plus bias (O,)."""
        y = self.op.matmul(x, self.value(matrix), False, True)
        return y if bias is None else self.op.add(y, self.value(bias))

    def linear(self, x, name: str):
        bias = self.weight(f"{name}.bias") if f"{name}.bias" in self.weights else None
        return self.matmul(x, self.weight(f"{name}.weight"), bias)

    def norm(self, x, name: str):
        flat = self.op.mvn(x, self.value([-1], np.int64), True, EPSILON, "inside_sqrt")
        gain, shift = (self.value(self.weight(f"{name}.{part}")) for part in ("weight", "bias"))
        return self.op.add(self.op.multiply(flat, gain), shift)

    def gelu(self, x):
        return self.op.gelu(x, "erf")

    def reshape(self, x, shape: list[int]):
        """0 keeps an axis, -1 is what remains."""
        return self.op.reshape(x, self.value(shape, np.int64), True)

    def axes(self, x, order: list[int]):
        return self.op.transpose(x, self.value(order, np.int64))

    def unit(self, x):
        """L2-normalised along the last axis, as torch's normalize."""
        return self.op.normalize_l2(x, self.value([-1], np.int64), 1e-24, "max")


def _patch_embed(b: _Builder, members):
    """(B, G, K, 3) -> what the last layer knows of every member (B, G, K, P); norms folded into the layers and
    two matrices multiplied ahead, see model.PatchEmbed."""

    def affine(name: str) -> tuple[NDArray, NDArray]:
        deviation = np.sqrt(b.weight(f"{name}.running_var") + np.float32(EPSILON))
        gain = b.weight(f"{name}.weight") / deviation
        return gain, b.weight(f"{name}.bias") - b.weight(f"{name}.running_mean") * gain

    w = {name: b.weight(f"encoder.patch_embed.{name}.weight") for name in ("lift", "local", "join", "out")}
    bias = {name: b.weight(f"encoder.patch_embed.{name}.bias") for name in w}
    gain, shift = affine("encoder.patch_embed.lift_norm")
    wide_gain, wide_shift = affine("encoder.patch_embed.join_norm")
    of_max, of_member = np.split(w["join"], 2, axis=1)
    hidden = b.op.relu(b.matmul(members, w["lift"] * gain[:, None], bias["lift"] * gain + shift))
    highest = b.op.reduce_max(b.matmul(hidden, w["local"], bias["local"]), b.value([2], np.int64), True)
    own = b.matmul(hidden, of_member @ w["local"] * wide_gain[:, None])
    constant = (bias["join"] + of_member @ bias["local"]) * wide_gain + wide_shift
    # the bias of `local` is in `highest`; the members' own share of it is in the constant
    shared = b.matmul(highest, of_max * wide_gain[:, None], constant)
    return b.matmul(b.op.relu(b.op.add(own, shared)), w["out"], bias["out"])


def _block(b: _Builder, x, name: str, config: ModelConfig):
    head = config.width // config.num_heads
    qkv = b.linear(b.norm(x, f"{name}.norm1"), f"{name}.attn.qkv")
    qkv = b.axes(b.reshape(qkv, [0, 0, 3, config.num_heads, head]), [2, 0, 3, 1, 4])
    q, k, v = (b.op.gather(qkv, b.value(i, np.int64), b.value(0, np.int64)) for i in range(3))
    mixed = b.op.scaled_dot_product_attention(q, k, v)
    mixed = b.reshape(b.axes(mixed, [0, 2, 1, 3]), [0, 0, config.width])
    x = b.op.add(x, b.linear(mixed, f"{name}.attn.proj"))
    wide = b.gelu(b.linear(b.norm(x, f"{name}.norm2"), f"{name}.fc1"))
    return b.op.add(x, b.linear(wide, f"{name}.fc2"))


def build(config: ModelConfig, weights: Weights):
    """openvino.Model: members (B, G, K, 3) relative to centers (B, G, 3) -> tokens (B, G, C), unit features of
    the patches (B, G, D) and, with a point decoder, of the members (B, G, K, D).

    weights: "encoder.*" and "head.*" by the names of model.py, any float type.
    """
    b = _Builder(weights)
    num_patches, size, width = config.num_patches, config.patch_size, config.width
    members = b.op.parameter([-1, num_patches, size, 3], np.float32, "members")
    centers = b.op.parameter([-1, num_patches, 3], np.float32, "centers")
    member = _patch_embed(b, members)
    tokens = b.linear(b.op.reduce_max(member, b.value([2], np.int64), False), "encoder.reduce")
    position = b.linear(b.gelu(b.linear(centers, "encoder.pos_embed.0")), "encoder.pos_embed.2")
    count = b.op.gather(b.op.shape_of(centers), b.value([0], np.int64), b.value(0, np.int64))
    rows = b.op.concat([count, b.value([1, width], np.int64)], 0)
    first = [b.op.broadcast(b.value(b.weight(f"encoder.{n}")), rows) for n in ("cls_token", "cls_pos")]
    x, position = b.op.concat([first[0], tokens], 1), b.op.concat([first[1], position], 1)
    for i in range(config.depth):
        x = _block(b, b.op.add(x, position), f"encoder.blocks.{i}", config)
    # the class token was for the attention alone
    rest = [b.value(v, np.int64) for v in ([1], [1 + num_patches], [1], [1])]
    tokens = b.norm(b.op.slice(x, *rest), "encoder.norm")
    projected = b.linear(tokens, "head.proj")
    outputs = [tokens, b.unit(projected)]
    if config.decoder_width:
        outputs.append(_decoder(b, tokens, projected, member, members))
    return runtime().Model(outputs, [members, centers], "patchalign3d")


def _decoder(b: _Builder, tokens, projected, member, offset):
    """model.PointDecoder over all members, added to the patch's projection: unit features (B, G, K, D)."""
    two = b.value([2], np.int64)
    hidden = b.op.add(
        b.linear(member, "head.decoder.member"),
        b.matmul(offset, b.weight("head.decoder.offset.weight") * np.float32(OFFSET_SCALE)),
    )
    hidden = b.gelu(b.op.add(hidden, b.op.unsqueeze(b.linear(tokens, "head.decoder.token"), two)))
    own = b.linear(b.gelu(b.linear(hidden, "head.decoder.mix")), "head.decoder.out")
    return b.unit(b.op.add(own, b.op.unsqueeze(projected, two)))


@dataclass
class GraphModel:
    """A packed model on a processor (network.Network). Compiled when it is first asked."""

    kind: str
    source: str
    info: dict[str, Any]
    config: ModelConfig
    dim: int
    scale: float
    bias: float
    weights: Weights
    precision: str = "fp32"
    _compiled: Any = None
    one_by_one = True

    def output(self, points: NDArray, center_index: NDArray, patch_index: NDArray) -> Output:
        """See network.Network.output."""
        if self._compiled is None:
            self._compiled = _compile(build(self.config, self.weights), self.precision)
        axes = [0, 2, 1] if self.config.swap_yz else [0, 1, 2]
        points = np.ascontiguousarray(points[..., axes], np.float32)
        rows = np.arange(len(points))[:, None]
        centers = points[rows, center_index]  # (B, G, 3)
        members = points[rows[:, :, None], patch_index] - centers[:, :, None]
        result = self._compiled([members, centers])
        tokens, patch, *member = (np.asarray(result[i]) for i in range(len(result)))
        return Output(tokens, patch, member[0] if member else None)


def _compile(model, precision: str):
    # f32 unless asked: on some processors the default is bf16, which moves labels at borders
    hints: dict[str, Any] = {"INFERENCE_PRECISION_HINT": {"fp32": "f32", "bf16": "bf16"}[precision]}
    hints |= {"PERFORMANCE_HINT": "LATENCY", "INFERENCE_NUM_THREADS": cpu_threads()}
    return runtime().Core().compile_model(model, "CPU", hints)


def load_graph(path: Path, kind: str | None = None) -> GraphModel:
    """A packed model as a graph; CheckpointError as checkpoint.load_model."""
    packed = read_packed(path, kind)
    return _graph_model(packed.kind, str(path), packed.info, packed.config, packed.dim, packed.weights)


def as_graph(model: Model) -> GraphModel:
    """A model that torch has read, as a graph."""
    parts = {"encoder": model.encoder, "head": model.head}
    weights = {f"{part}.{k}": v.cpu().numpy() for part, m in parts.items() for k, v in m.state_dict().items()}
    return _graph_model(model.kind, model.source, model.info, model.config, model.dim, weights)


def _graph_model(
    kind: str, source: str, info: dict[str, Any], config: ModelConfig, dim: int, weights: Weights
) -> GraphModel:
    own = dict(weights)
    scale, bias = (float(own.pop(f"head.{name}", 0.0)) for name in ("log_scale", "bias"))
    return GraphModel(kind, source, info, config, dim, math.exp(min(scale, MAX_LOG_SCALE)), bias, own)
