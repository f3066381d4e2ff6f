"""Read and write weights: our training checkpoints (.ckpt), packed models (.safetensors), the released .pt.

The only module that reads torch files, always with weights_only: nothing in a file is ever executed.
"""

from __future__ import annotations

import argparse
import json
import warnings
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from pa3d.artifact import atomic_path
from pa3d.errors import CheckpointError, first_line
from pa3d.model import FeatureHead, ModelConfig, PointPatchEncoder, TextHead, text_head
from pa3d.model_config import MAX_LOG_SCALE
from pa3d.network import Output
from pa3d.packed import (
    FORMAT,
    KINDS,
    VERSION,
    check_finite,
    check_kind,
    check_shapes,
    check_sizes,
    checkpoint_file,
    packed_record,
)
from pa3d.stamp import BLANK, KEY, stamp_safetensors, stamp_zip
from pa3d.untrusted import check_tensors, check_torch_file

RELEASED_TEXT = "open_clip:ViT-bigG-14/laion2b_s39b_b160k"


@dataclass
class Model:
    """An encoder with one head. `kind` is "distill" (teacher features) or "align" (text)."""

    kind: str
    encoder: PointPatchEncoder
    head: FeatureHead
    source: str  # file it came from
    # teacher, text_encoder, text_weights_sha256, templates, training record
    info: dict[str, Any] = field(default_factory=dict)
    precision: str = "fp32"  # of the matrix products of `output`, or "bf16"

    @property
    def dim(self) -> int:
        return self.head.proj.out_features

    # -- as network.Network ----------------------------------------------------------------------------

    @property
    def config(self) -> ModelConfig:
        return self.encoder.config

    @property
    def device(self) -> torch.device:
        return next(self.encoder.parameters()).device

    @property
    def one_by_one(self) -> bool:
        return self.device.type == "cpu"

    @property
    def scale(self) -> float:
        return self._text_head().log_scale.clamp(max=MAX_LOG_SCALE).exp().item()

    @property
    def bias(self) -> float:
        return self._text_head().bias.item()

    def _text_head(self) -> TextHead:
        assert isinstance(self.head, TextHead), "a model of kind distill speaks no language"
        return self.head

    def output(self, points: NDArray, center_index: NDArray, patch_index: NDArray) -> Output:
        """See network.Network.output."""
        decoder = getattr(self.head, "decoder", None)
        cloud, centers, patches = (
            torch.from_numpy(a).to(self.device) for a in (points.astype("f4"), center_index, patch_index)
        )
        slots = None if decoder is None else torch.arange(self.config.patch_size, device=self.device)
        bf16 = torch.autocast(self.device.type, torch.bfloat16, enabled=self.precision == "bf16")
        with torch.inference_mode(), bf16:
            features = self.encoder(cloud, centers, patches, slots)
            member = None if decoder is None else self._text_head().member_features(features)
            tokens, answer = features.tokens, self.head(features.tokens)
        return Output(_plain(tokens), _plain(answer), None if member is None else _plain(member))


def _plain(value: Tensor) -> NDArray[np.float32]:
    return value.float().cpu().numpy()


def read_torch(path: Path) -> Any:
    """Contents of a torch file; CheckpointError when unreadable or when it needs code to be run."""
    try:
        with warnings.catch_warnings(), torch.serialization.safe_globals([argparse.Namespace]):
            warnings.simplefilter("ignore")  # torch comments on old layouts
            check_torch_file(path)
            content = torch.load(path, map_location="cpu", weights_only=True)  # noqa: TID251
            check_tensors(content)
            return content
    except FileNotFoundError as error:
        raise CheckpointError(f"{path}: no such file") from error
    except IsADirectoryError as error:
        raise CheckpointError(f"{path}: a folder; name the file in it") from error
    except Exception as error:  # noqa: BLE001 - damaged files raise anything
        with path.open("rb") as stream:
            start = stream.read(4)
        if start[:2] != b"PK" and start[:1] != b"\x80":  # neither a zip nor a pickle
            raise CheckpointError(f"{path}: not a torch weights file") from error
        raise CheckpointError(
            f"{path}: not a weights file that can be read safely ({first_line(error)})"
        ) from error


def read_safetensors(path: Path) -> tuple[dict[str, Tensor], dict[str, str]]:
    """Tensors and metadata of a safetensors file."""
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(path, "pt") as handle:
            return {key: handle.get_tensor(key) for key in handle.keys()}, handle.metadata() or {}  # noqa: SIM118
    except FileNotFoundError as error:
        raise CheckpointError(f"{path}: no such file") from error
    except (SafetensorError, OSError) as error:
        raise CheckpointError(f"{path}: not a readable safetensors file ({error})") from error


def read_weights(path: Path) -> dict[str, Tensor]:
    """State dict of an image or text network, whatever wrapping it has."""
    if path.suffix == ".safetensors":
        return read_safetensors(path)[0]
    content = read_torch(path)
    for key in ("state_dict", "model", "teacher"):
        if isinstance(content, dict) and isinstance(content.get(key), dict):
            content = content[key]
    if not isinstance(content, dict) or not all(
        isinstance(k, str) and isinstance(v, Tensor) for k, v in content.items()
    ):
        raise CheckpointError(f"{path}: holds no state dict")
    return {key.removeprefix("module."): value for key, value in content.items()}


def load_strict(module: nn.Module, state: dict[str, Tensor], source: Path | str) -> None:
    """Load every key, or raise CheckpointError: see packed.check_shapes and check_finite."""
    own = {name: tuple(value.shape) for name, value in module.state_dict().items()}
    check_shapes({name: tuple(value.shape) for name, value in state.items()}, own, source)
    check_finite({name: bool(torch.isfinite(value).all()) for name, value in state.items()}, source)
    module.load_state_dict(state, strict=True)


def adapt_dinov2(state: dict[str, Tensor], own: dict[str, Tensor]) -> dict[str, Tensor]:
    """timm's keys for a DINOv2 state dict in timm's, Meta's or transformers' layout."""
    if any(key.startswith("encoder.layer.") for key in state):
        state = _from_transformers(state)
    state = {key: value for key, value in state.items() if key != "mask_token"}
    renames = {"register_tokens": "reg_token", ".mlp.w12.": ".mlp.fc1.", ".mlp.w3.": ".mlp.fc2."}
    result = {}
    for key, value in state.items():
        for old, new in renames.items():
            key = key.replace(old, new)
        result[key] = value
    position = result.get("pos_embed")
    if position is not None and "pos_embed" in own and position.shape[1] == own["pos_embed"].shape[1] + 1:
        # timm's register models keep no position for the class token: fold it into the token
        result["cls_token"] = result["cls_token"] + position[:, :1]
        result["pos_embed"] = position[:, 1:]
    return result


def _from_transformers(state: dict[str, Tensor]) -> dict[str, Tensor]:
    renames = {
        "embeddings.patch_embeddings.projection": "patch_embed.proj",
        "embeddings.position_embeddings": "pos_embed",
        "embeddings.": "",
        "encoder.layer.": "blocks.",
        "attention.output.dense": "attn.proj",
        "layer_scale1.lambda1": "ls1.gamma",
        "layer_scale2.lambda1": "ls2.gamma",
        "mlp.weights_in": "mlp.fc1",
        "mlp.weights_out": "mlp.fc2",
        "layernorm.": "norm.",
    }
    result = {}
    for key, value in state.items():
        if ".attention.attention." in key:
            if ".query." in key:
                parts = [state[key.replace("query", name)] for name in ("query", "key", "value")]
                name = key.replace("encoder.layer.", "blocks.")
                result[name.replace("attention.attention.query", "attn.qkv")] = torch.cat(parts)
            continue
        for old, new in renames.items():
            key = key.replace(old, new)
        result[key] = value
    return result


# -- the released checkpoint -------------------------------------------------------------------------

_RELEASED_KEYS = {
    "encoder.first_conv.0.": "patch_embed.lift.",
    "encoder.first_conv.1.": "patch_embed.lift_norm.",
    "encoder.first_conv.3.": "patch_embed.local.",
    "encoder.second_conv.0.": "patch_embed.join.",
    "encoder.second_conv.1.": "patch_embed.join_norm.",
    "encoder.second_conv.3.": "patch_embed.out.",
    "reduce_dim.": "reduce.",
    "blocks.blocks.": "blocks.",
    ".mlp.fc": ".fc",
}


def adapt_released_key(key: str) -> str:
    """Our name of a parameter of the released `model` dict."""
    for old, new in _RELEASED_KEYS.items():
        key = key.replace(old, new)
    return key


def adapt_released(content: dict[str, Any], source: str) -> Model:
    """Model from the released layout {model, proj, temp, ...}; their stage 1 has no temp.

    The released network saw y and z exchanged and its FPS skipped points near the origin; both live in the
    ModelConfig made here, so no other code knows them.
    """
    config = ModelConfig(skip_near_origin=True, swap_yz=True)
    encoder = PointPatchEncoder(config)
    state = {
        adapt_released_key(key): value.squeeze(-1) if value.dim() == 3 and "_conv" in key else value
        for key, value in content["model"].items()
    }
    load_strict(encoder, state, source)
    proj = content["proj"]
    dim = len(proj["proj.weight"])
    if content.get("temp") is None:
        head: FeatureHead = FeatureHead(config.width, dim)
        load_strict(head, proj, source)
        return Model("distill", encoder.eval(), head.eval(), source, {"teacher": "dinov2-b"})
    head = TextHead(config.width, dim)
    log_scale = content["temp"]["log_scale"].reshape(()).float()
    load_strict(head, {**proj, "log_scale": log_scale, "bias": torch.zeros(())}, source)
    info = {"text_encoder": RELEASED_TEXT, "templates": ["{}", "a {}", "{} part"]}
    return Model("align", encoder.eval(), head.eval(), source, info)


# -- our own -----------------------------------------------------------------------------------------


def save_training(path: Path, content: dict[str, Any]) -> None:
    """Write a training checkpoint atomically, with a checksum inside; `content` is plain data and tensors."""
    with atomic_path(path, _tensor_bytes(content)) as temporary:
        # a stream: torch would name the archive after the temporary file, and hide why a disk refused it
        with temporary.open("wb") as stream:
            torch.save({"format": FORMAT, "version": VERSION, **content}, stream)
        stamp_zip(temporary)


def _tensor_bytes(content: Any) -> int:
    if isinstance(content, Tensor):
        return content.numel() * content.element_size()
    if isinstance(content, dict):
        return sum(map(_tensor_bytes, content.values()))
    return sum(map(_tensor_bytes, content)) if isinstance(content, (list, tuple)) else 0


def read_training(path: Path) -> dict[str, Any]:
    """Contents of a training checkpoint of ours; CheckpointError for anything else."""
    return _check_training(read_torch(path), path)


def _check_training(content: Any, path: Path) -> dict[str, Any]:
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise CheckpointError(f"{path}: not a pa3d training checkpoint")
    if content.get("version") != VERSION:
        raise CheckpointError(f"{path}: checkpoint version {content.get('version')}; this pa3d reads {VERSION}")
    return content


def _build(
    kind: str,
    config: dict[str, Any],
    dim: int,
    encoder_state: dict[str, Tensor],
    head_state: dict[str, Tensor],
    source: str,
    info: dict[str, Any],
) -> Model:
    if kind not in KINDS or not isinstance(info, dict):
        raise CheckpointError(f"{source}: kind is {str(kind)[:40]!r}; known are {', '.join(KINDS)}")
    states = {"encoder": encoder_state, "head": head_state}
    shapes = {f"{part}.{name}": tuple(v.shape) for part, state in states.items() for name, v in state.items()}
    check_sizes(ModelConfig(**config), dim, shapes, source)
    encoder = PointPatchEncoder(ModelConfig(**config))
    head = text_head(encoder.config, dim) if kind == "align" else FeatureHead(encoder.config.width, dim)
    load_strict(encoder, encoder_state, source)
    load_strict(head, head_state, source)
    return Model(kind, encoder.eval(), head.eval(), source, info)


def pack(model: Model, path: Path, dtype: torch.dtype = torch.float16) -> None:
    """Write encoder and head as safetensors: weights in `dtype`, everything needed to load in the metadata."""
    from safetensors.torch import save

    tensors = {
        **{f"encoder.{k}": v for k, v in model.encoder.state_dict().items()},
        **{f"head.{k}": v for k, v in model.head.state_dict().items()},
    }
    stored = {k: (v.to(dtype) if v.dim() >= 2 else v).contiguous() for k, v in tensors.items()}
    record = {
        "format": FORMAT,
        "version": VERSION,
        "kind": model.kind,
        "model_config": asdict(model.encoder.config),
        "dim": model.dim,
        "info": model.info,
        KEY: BLANK,
    }
    # not save_file: it makes a file that only its owner can read
    content = save(stored, {"pa3d": json.dumps(record, sort_keys=True)})
    with atomic_path(path, len(content)) as temporary:
        temporary.write_bytes(stamp_safetensors(content))


def _load_packed(path: Path) -> Model:
    tensors, metadata = read_safetensors(path)
    record = packed_record(metadata, path)
    parts: dict[str, dict[str, Tensor]] = {"encoder": {}, "head": {}}
    for key, value in tensors.items():
        part, _, name = key.partition(".")
        parts.setdefault(part, {})[name] = value.float() if value.is_floating_point() else value
    return _build(
        record["kind"],
        record["model_config"],
        record["dim"],
        parts["encoder"],
        parts["head"],
        str(path),
        record["info"],
    )


def _load_torch(path: Path) -> Model:
    """Model of a training checkpoint of ours, or of the released layout."""
    content = read_torch(path)
    if not isinstance(content, dict):
        content = {}
    if content.get("format") == FORMAT:
        parts = _check_training(content, path)
        kind, config, dim = (parts[name] for name in ("kind", "model_config", "dim"))
        return _build(kind, config, dim, parts["encoder"], parts["head"], str(path), parts["info"])
    if isinstance(content.get("model"), dict) and "proj" in content:
        return adapt_released(content, str(path))
    raise CheckpointError(f"{path}: neither a pa3d checkpoint nor the released PatchAlign3D layout")


def load_model(name: str | Path = "default", device: str = "cpu", kind: str | None = None) -> Model:
    """The model of a checkpoint: "default" (shipped), "patchalign3d" (from the hub), or a path.

    Reads packed models, training checkpoints and the released .pt, strictly. `kind` demands "align" or
    "distill".
    """
    path = checkpoint_file(name)
    try:
        model = _load_packed(path) if path.suffix == ".safetensors" else _load_torch(path)
    except CheckpointError:
        raise
    except Exception as error:  # noqa: BLE001 - a file can hold anything in the place of anything
        what = f"{type(error).__name__}: {first_line(error)}"
        raise CheckpointError(f"{path}: something in it is missing or of another type ({what})") from error
    check_kind(path, model.kind, kind)
    model.encoder.to(device)
    model.head.to(device)
    return model
