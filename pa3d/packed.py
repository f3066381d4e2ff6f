"""Packed models (.safetensors) by name: their weights and what is needed to use them, without torch."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pa3d.errors import CheckpointError, first_line
from pa3d.files import hash_file
from pa3d.hub import fetch
from pa3d.model_config import ModelConfig

FORMAT, VERSION = "pa3d-checkpoint", 1
KINDS = ("distill", "align")
STAGES = {"align": "train-align", "distill": "train-distill"}
SUFFIX = ".safetensors"
_WEIGHTS = Path(__file__).parent / "weights"
SHIPPED = {"default": _WEIGHTS / "pa3d-base.safetensors", "small": _WEIGHTS / "pa3d-small.safetensors"}
RELEASED_REPO, RELEASED_FILE = "patchalign3d/patchalign3d-encoder", "patchalign3d.pt"
MOST_MEMBERS = 1 << 20  # of all patches together; the paper's are 128 x 32


@dataclass
class Packed:
    """Content of a packed model; weights by the names of model.py, "encoder.*" and "head.*", as stored."""

    kind: str  # "distill" or "align"
    config: ModelConfig
    dim: int  # of the head's space
    info: dict[str, Any]
    weights: dict[str, NDArray]


def find_checkpoint(name: str) -> Path:
    """File of a checkpoint given by path, or by the names "default", "small" and "patchalign3d"."""
    if name in SHIPPED:
        return SHIPPED[name]
    path = Path(name)
    if path.exists() or path.suffix or name != "patchalign3d":
        return path
    try:
        return fetch(RELEASED_REPO, RELEASED_FILE)
    except OSError as error:
        raise CheckpointError(
            f"patchalign3d: cannot reach the hub; download {RELEASED_FILE} from huggingface.co/{RELEASED_REPO} "
            f"on another machine and pass --checkpoint {RELEASED_FILE}"
        ) from error


def checkpoint_file(name: str | Path) -> Path:
    """As find_checkpoint, and it is there: else CheckpointError."""
    path = find_checkpoint(str(name))
    if path.is_dir():
        raise CheckpointError(f"{path}: a folder; name the checkpoint file in it")
    if not path.exists():
        raise CheckpointError(f"{path}: no such checkpoint; known names are default, small and patchalign3d")
    return path


def checkpoint_hash(name: str) -> str:
    """16 hex digits of the content of a checkpoint's file."""
    return hash_file(checkpoint_file(name))[:16]


def check_kind(path: Path, kind: str, wanted: str | None) -> None:
    """CheckpointError unless a model is of the kind that is wanted (None: any)."""
    if wanted is not None and kind != wanted:
        raise CheckpointError(f"{path}: a {STAGES[kind]} checkpoint; this needs one from {STAGES[wanted]}")


def read_packed(path: Path, kind: str | None = None) -> Packed:
    """A packed model, its sizes and the names and shapes of its weights checked; CheckpointError otherwise."""
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(path, "np") as handle:
            weights = {key: handle.get_tensor(key) for key in handle.keys()}  # noqa: SIM118
            metadata = handle.metadata() or {}
    except FileNotFoundError as error:
        raise CheckpointError(f"{path}: no such file") from error
    except (SafetensorError, OSError, TypeError) as error:
        raise CheckpointError(f"{path}: not a readable safetensors file ({first_line(error)})") from error
    try:
        record = packed_record(metadata, path)
        config, dim, info = ModelConfig(**record["model_config"]), record["dim"], record["info"]
        if record["kind"] not in KINDS or not isinstance(info, dict):
            raise CheckpointError(f"{path}: kind is {str(record['kind'])[:40]!r}; known are {', '.join(KINDS)}")
        shapes = {name: value.shape for name, value in weights.items()}
        check_sizes(config, dim, shapes, str(path))
        check_shapes(shapes, expected_shapes(config, dim, record["kind"]), str(path))
        check_finite({name: bool(np.isfinite(value).all()) for name, value in weights.items()}, str(path))
    except CheckpointError:
        raise
    except (KeyError, TypeError, AttributeError, ValueError, RecursionError) as error:
        what = f"{type(error).__name__}: {first_line(error)}"
        raise CheckpointError(f"{path}: something in it is missing or of another type ({what})") from error
    check_kind(path, record["kind"], kind)
    return Packed(record["kind"], config, dim, info, weights)


def packed_record(metadata: dict[str, str], path: Path) -> dict[str, Any]:
    """What a safetensors file's metadata say of a packed model of ours; CheckpointError when it is none."""
    if "pa3d" not in metadata:
        raise CheckpointError(f"{path}: a safetensors file, but not a pa3d model")
    record = json.loads(metadata["pa3d"])
    if record.get("version") != VERSION:
        raise CheckpointError(f"{path}: model version {record.get('version')}; this pa3d reads {VERSION}")
    return record


def check_sizes(config: ModelConfig, dim: int, shapes: dict[str, tuple[int, ...]], source: str) -> None:
    """Refuse sizes that a file declares and its tensors do not have: memory is taken for no others."""
    longest = max((size for shape in shapes.values() for size in shape), default=0)
    limits = {
        "depth": (1, len(shapes)),
        "width": (1, longest),
        "patch_width": (1, longest),
        "decoder_width": (0, longest),
        "mlp_ratio": (1, longest),
        "num_heads": (1, longest),
        "num_patches": (1, MOST_MEMBERS),
        "patch_size": (1, MOST_MEMBERS // max(config.num_patches, 1)),
    }
    for name, (low, high) in limits.items():
        if not low <= getattr(config, name) <= high:
            raise CheckpointError(f"{source}: {name} is {getattr(config, name)}; expected {low} to {high}")
    if not 1 <= dim <= longest or config.width * config.mlp_ratio > longest:
        raise CheckpointError(f"{source}: its sizes ({config}, features of {dim}) are not those of its tensors")


def expected_shapes(config: ModelConfig, dim: int, kind: str) -> dict[str, tuple[int, ...]]:
    """Shape of every weight of a model of these sizes."""
    c, p, d = config.width, config.patch_width, config.decoder_width
    shapes: dict[str, tuple[int, ...]] = {}

    def linear(name: str, inputs: int, outputs: int, bias: bool = True) -> None:
        shapes[f"{name}.weight"] = (outputs, inputs)
        if bias:
            shapes[f"{name}.bias"] = (outputs,)

    def norm(name: str, width: int, running: bool = False) -> None:
        shapes.update({f"{name}.{part}": (width,) for part in ("weight", "bias")})
        if running:
            shapes.update({f"{name}.running_mean": (width,), f"{name}.running_var": (width,)})
            shapes[f"{name}.num_batches_tracked"] = ()

    embed = "encoder.patch_embed"
    linear(f"{embed}.lift", 3, 128)
    norm(f"{embed}.lift_norm", 128, running=True)
    linear(f"{embed}.local", 128, 256)
    linear(f"{embed}.join", 512, 512)
    norm(f"{embed}.join_norm", 512, running=True)
    linear(f"{embed}.out", 512, p)
    linear("encoder.reduce", p, c)
    shapes["encoder.cls_token"] = shapes["encoder.cls_pos"] = (1, 1, c)
    linear("encoder.pos_embed.0", 3, 128)
    linear("encoder.pos_embed.2", 128, c)
    for i in range(config.depth):
        block = f"encoder.blocks.{i}"
        norm(f"{block}.norm1", c)
        linear(f"{block}.attn.qkv", c, 3 * c, bias=False)
        linear(f"{block}.attn.proj", c, c)
        norm(f"{block}.norm2", c)
        linear(f"{block}.fc1", c, config.mlp_ratio * c)
        linear(f"{block}.fc2", config.mlp_ratio * c, c)
    norm("encoder.norm", c)
    linear("head.proj", c, dim)
    if kind == "align":
        shapes["head.log_scale"] = shapes["head.bias"] = ()
        if d:
            linear("head.decoder.token", c, d)
            linear("head.decoder.member", p, d, bias=False)
            linear("head.decoder.offset", 3, d, bias=False)
            linear("head.decoder.mix", d, d)
            linear("head.decoder.out", d, dim)
    return shapes


def check_shapes(
    found: dict[str, tuple[int, ...]], expected: dict[str, tuple[int, ...]], source: Path | str
) -> None:
    """CheckpointError that groups missing, unexpected and mismatched weights, unless all fit."""
    both = sorted(set(expected) & set(found))
    groups = (
        (sorted(set(expected) - set(found)), "missing"),
        (sorted(set(found) - set(expected)), "unexpected"),
        ([name for name in both if tuple(expected[name]) != tuple(found[name])], "of another shape"),
    )
    problems = [f"{len(keys)} {what} (first: {keys[0]})" for keys, what in groups if keys]
    if problems:
        raise CheckpointError(f"{source}: weights do not fit: {'; '.join(problems)}")


def check_finite(finite: dict[str, bool], source: Path | str) -> None:
    """CheckpointError that counts the weights which hold NaN or infinity, unless all are finite."""
    bad = sorted(name for name, well in finite.items() if not well)
    if bad:
        raise CheckpointError(
            f"{source}: {len(bad)} weights hold NaN or infinity (first: {bad[0]}); take an earlier checkpoint"
        )
