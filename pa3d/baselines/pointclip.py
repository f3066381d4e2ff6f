"""Parts by pictures and words alone: dense image-text features of rendered views, compared with the queries.

After PointCLIP V2 (arXiv 2211.11682): views of the cloud, the patch tokens of CLIP's image tower in the space
of its texts, their mean over the views at each point, the cosine to each text. Where it differs from the
published code: the cameras and splats of the other baselines (see views.look), equal weights of the views, and
prompts as given, while the authors searched both on the test labels.

Without CLIP weights at hand, "conse" stands in: convex combination of semantic embeddings (Norouzi et al.,
arXiv 1312.5650), an ImageNet classifier applied to every place of the picture, and the mean text embedding of
the classes it finds most probable there.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from pa3d import dino, prompts, towers
from pa3d.artifact import hash_file
from pa3d.baselines.views import SIZE, Views, carry, choose, extract, lift, look
from pa3d.datasets.base import LabelledShape
from pa3d.errors import Pa3dError, TextError
from pa3d.methods import Answer
from pa3d.text import TEMPLATES, alternatives, embed_names, load_text_encoder
from pa3d.towers import TextEncoder, unit

if TYPE_CHECKING:
    import torch

EMBEDDED = "conse"
TOP_CLASSES = 10  # of the 1000, as in ConSE
LOGIT_SCALE = 100.0  # of the cosines, as in CLIP


@dataclass(frozen=True)
class ImageText:
    """An image network and a text tower that share a space of D dimensions."""

    name: str
    size: int  # side of the pictures it wants, pixels
    image: Callable[[torch.Tensor], torch.Tensor]  # (B, size, size, 3) uint8 -> (B, h, w, D)
    text: TextEncoder


def load_image_text(name: str = EMBEDDED, weights: Path | None = None, device: str = "cpu") -> ImageText:
    """The embedded "conse", or `open_clip:ARCH[/TAG]` with its weights: a file, a folder, else from the hub.

    TextError or CheckpointError when weights are missing or of another model; Pa3dError for an image tower
    that has no patch tokens.
    """
    return _load_conse(device) if _is_embedded(name, weights) else _load_clip(name, weights, device)


def identity(name: str = EMBEDDED, weights: Path | None = None) -> str:
    """16 hex digits of all the weights that `load_image_text` would read; raises when there are none."""
    if _is_embedded(name, weights):
        return digest(hash_file(dino.find_weights(dino.EMBEDDED, None)), towers.MINILM_SHA256)
    return digest(hash_file(towers.find_open_clip_weights(name, weights)))


def _is_embedded(name: str, weights: Path | None) -> bool:
    if name != EMBEDDED and not name.startswith("open_clip:"):
        raise TextError(f"image-text model {name!r} is not known; use {EMBEDDED}, or open_clip:ARCH/TAG")
    if name == EMBEDDED and weights is not None:
        raise TextError(f"{weights}: {EMBEDDED} brings its own weights; name the open_clip:ARCH they are of")
    return name == EMBEDDED


def digest(*hashes: str) -> str:
    """16 hex digits that name a list of hashes."""
    return hashlib.sha256(" ".join(hashes).encode()).hexdigest()[:16]


# -- ConSE ----------------------------------------------------------------------------------------


def class_names() -> list[str]:
    """The 1000 classes of ImageNet by their first name, in the order of the classifier."""
    from timm.data import ImageNetInfo

    info = ImageNetInfo()
    return [info.index_to_description(i).split(",")[0] for i in range(info.num_classes())]


def _load_conse(device: str) -> ImageText:
    import torch
    import torch.nn.functional as F

    teacher = dino.load_backbone(dino.EMBEDDED, dino.find_weights(dino.EMBEDDED, None), device)
    assert isinstance(teacher, dino.Lite0)
    network = teacher.model
    encoder = load_text_encoder("minilm", None, device)
    classes = torch.from_numpy(embed_names(encoder, class_names(), ("{}",))).to(device)

    def image(pictures: torch.Tensor) -> torch.Tensor:
        with torch.inference_mode():
            x = (pictures.to(device).permute(0, 3, 1, 2).float() - 127) / 128  # as the network was trained
            # the classifier is linear, so it works on every place of the map that it usually averages
            logits = network.classifier(network.forward_features(x).permute(0, 2, 3, 1))
            value, index = logits.softmax(-1).topk(TOP_CLASSES, dim=-1)
            share = value / value.sum(-1, keepdim=True)
            return F.normalize((share[..., None] * classes[index]).sum(-2), dim=-1)

    return ImageText(EMBEDDED, SIZE, image, encoder)


# -- CLIP -----------------------------------------------------------------------------------------


def _load_clip(name: str, weights: Path | None, device: str) -> ImageText:
    import open_clip
    import torch
    import torch.nn.functional as F

    from pa3d.checkpoint import load_strict, read_weights

    arch, tag = towers._split_name(name)
    config = towers._model_config(name, arch, tag, weights)
    source = towers.find_open_clip_weights(name, weights)
    vision = config["vision_cfg"]
    if (
        vision.get("timm_model_name")
        or vision.get("attentional_pool")
        or isinstance(vision.get("layers"), list)
    ):
        raise Pa3dError(
            f"{name}: its image tower has no patch tokens in the space of texts; name a ViT of CLIP"
        )
    encoder = load_text_encoder(name, weights, device)
    toy = {"context_length": 1, "vocab_size": 1, "width": 64, "heads": 1, "layers": 1}  # required, never used
    with torch.device("meta"):
        tower = open_clip.CustomTextCLIP(
            config["embed_dim"], vision, toy, config.get("quick_gelu", False)
        ).visual
    whole = read_weights(source)
    state = {k.removeprefix("visual."): v.float() for k, v in whole.items() if k.startswith("visual.")}
    load_strict(tower.to_empty(device=device), state, source)
    tower.eval().requires_grad_(False)
    known = (open_clip.get_pretrained_cfg(arch, tag) if tag else None) or {}
    mean = torch.tensor(known.get("mean") or open_clip.OPENAI_DATASET_MEAN, device=device)[:, None, None]
    std = torch.tensor(known.get("std") or open_clip.OPENAI_DATASET_STD, device=device)[:, None, None]

    def image(pictures: torch.Tensor) -> torch.Tensor:
        with torch.inference_mode():
            x = (pictures.to(device).permute(0, 3, 1, 2).float() / 255 - mean) / std
            last = tower.forward_intermediates(
                x, indices=1, normalize_intermediates=True, intermediates_only=True
            )["image_intermediates"][-1]
            return F.normalize(last.permute(0, 2, 3, 1) @ tower.proj, dim=-1)

    return ImageText(name, tower.image_size[0], image, encoder)


# -- answers --------------------------------------------------------------------------------------


def text_logits(model: ImageText, feature: NDArray, texts: list[str], style: str) -> NDArray[np.float32]:
    """(n, Q) scaled cosines of features (n, D) and texts, "leg|foot" being as good as the better of the two.

    The style prompts.TEMPLATED leaves the sentence to the templates of pa3d.text.
    """
    words = [alternatives(text) or [text] for text in texts]
    starts = np.cumsum([0, *(len(word) for word in words[:-1])])
    templates = TEMPLATES if style == prompts.TEMPLATED else ("{}",)
    rows = embed_names(model.text, [word for group in words for word in group], templates)
    return np.maximum.reduceat(LOGIT_SCALE * unit(feature) @ rows.T, starts, axis=1)


def point_logits(model: ImageText, views: Views, queries: dict[str, list[str]]) -> Answer:
    """For each style the logits (n, Q) of its Q texts at the points that the views show."""
    feature = lift(views, extract(views, model.image))
    return {style: text_logits(model, feature, texts, style) for style, texts in queries.items()}


def setup(device: str = "cpu", name: str = EMBEDDED, weights: Path | None = None):
    """`answer(shape, queries, seed, up)`: for each prompt style its logits (N, Q).

    They are cosines, so there is no value below which a text does not fit.
    """
    model = load_image_text(name, weights, device)

    def answer(shape: LabelledShape, queries: dict[str, list[str]], seed: int, up: str = "y") -> Answer:
        chosen = choose(len(shape.points), seed)
        logits = point_logits(model, look(shape.points[chosen], up, model.size), queries)
        return {style: carry(shape.points, chosen, rows) for style, rows in logits.items()}

    return answer
