"""Stage 6, `train-align`: patches meet part names (stage 2 of the paper)."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from pa3d.artifact import atomic_path
from pa3d.checkpoint import Model
from pa3d.data import Augment, Batch, PatchDataset, collate, pad_labels
from pa3d.errors import Pa3dError
from pa3d.losses import KINDS, patch_text_loss
from pa3d.model import ModelConfig, PatchFeatures, PointPatchEncoder, text_head
from pa3d.stage import seed_of
from pa3d.text import alternatives
from pa3d.train import Progress, autocast
from pa3d.wording import reword

SLOTS = 8  # members of each patch that a step shows the decoder; all would cost four times as much
TRAINABLE = ("last_block", "released", "blocks", "all")


@dataclass(frozen=True)
class Question:
    """How a sample's parts are asked for. All zero: every name of the shape, as it is written (the paper)."""

    rename: float = 0.0  # share of names written in one of the less usual ways of wording.py
    drop: float = 0.0  # share of samples that leave some of the names out; their points become "none of these"
    distract: int = 0  # names of other shapes, asked for where the shape is known not to have them


@dataclass(frozen=True)
class Asked:
    """One sample's question: columns of its labels, columns that become "none of these", words (L,).

    Words beyond the columns are names the shape does not have.
    """

    columns: NDArray[np.int64]
    left_out: NDArray[np.int64]
    words: list[str]

    def answer(self, label: NDArray) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Shares (R, all names) of patches or points -> (R, L) of the words, (R,) of none of them."""
        padded = np.zeros((len(label), len(self.words)), np.float32)
        padded[:, : len(self.columns)] = label[:, self.columns]
        return padded, label[:, self.left_out].sum(1, dtype=np.float32).clip(max=1)


@dataclass(frozen=True)
class Targets:
    """What the words should find: label (B, R, L), part_valid (B, L), none (B, R); R patches or members."""

    label: Tensor
    part_valid: Tensor
    none: Tensor


@dataclass(frozen=True)
class Asking:
    """A batch of samples or of cached trunk outputs, with their questions padded to the longest."""

    batch: Batch | None
    hidden: Tensor | None  # (B, 1+G, C)
    slots: Tensor | None  # (S,) members of the patches that the decoder learns from in this step
    text: Tensor  # (B, L, D)
    patches: Targets
    members: Targets | None  # of the slots, (G, S) flattened


class AlignTask:
    """Last block and text head learn L_text; the frozen trunk is run once per cached view (train.Task).

    trainable "last_block" is the paper. "released" adds what the released code leaves trainable: final norm,
    reduce, class token and its position, with the batch-norm statistics drifting. "blocks" trains all but the
    PointNet of the patches, which costs more than half of a step on a CPU; "all" trains every layer.
    A cached view is a draw of a shape with one augmentation; num_views of them are kept per shape and each
    epoch takes one of them.
    """

    kind = "align"

    def __init__(
        self,
        data: PatchDataset,
        *,
        embeddings: dict[str, NDArray[np.float32]],
        text_info: dict[str, Any],
        init: Model | None,
        model_config: ModelConfig,
        augment: Augment,
        trainable: str = "last_block",
        loss: str = "paper",
        balance: float = 0.0,
        question: Question = Question(),
        scale: float = 10.0,
        bias: float = -10.0,
        num_views: int = 4,
        seed: int = 0,
        device: str = "cpu",
    ) -> None:
        if trainable not in TRAINABLE:
            raise Pa3dError(f"--trainable {trainable}: write one of {', '.join(TRAINABLE)}")
        if loss not in KINDS:
            raise Pa3dError(f"--loss {loss}: write one of {', '.join(KINDS)}")
        if augment.fresh and trainable == "last_block":
            raise Pa3dError("--fresh needs --trainable all: the frozen trunk is cached for the stored draws")
        torch.manual_seed(seed)
        self.balance, self.question = balance, question
        self.data, self.augment, self.trainable, self.loss = data, augment, trainable, loss
        self.num_views, self.seed, self.device = num_views, seed, device
        self.text_info = text_info
        self.init_hash = _state_hash(init.encoder) if init else "none"
        self.init_info = init.info if init else {}
        if init is not None and init.kind == "align":
            raise Pa3dError(f"{init.source}: already a train-align checkpoint; --init needs train-distill's")
        self.encoder = init.encoder if init else PointPatchEncoder(model_config)
        self.encoder.config = replace(self.encoder.config, decoder_width=model_config.decoder_width)
        if model_config.decoder_width and trainable == "last_block":
            raise Pa3dError("--decoder needs --trainable blocks or all: the cached trunk knows no members")
        ours = (self.encoder.config.num_patches, self.encoder.config.patch_size)
        if ours != tuple(data.group_size):
            g, k = data.group_size
            raise Pa3dError(f"patches of {g} x {k} points, but the encoder groups {ours[0]} x {ours[1]}")
        self.names = sorted({w for names in data.part_names for name in names for w in alternatives(name)})
        self.row = {name: i for i, name in enumerate(embeddings)}
        self.text = torch.from_numpy(np.stack(list(embeddings.values()))).to(device)
        self.head = text_head(self.encoder.config, self.text.shape[1], scale, bias)
        self.start = {"scale": scale, "bias": bias}
        self.cache: NDArray | None = None

    def info(self) -> dict[str, Any]:
        return {**self.init_info, **self.text_info, "loss": self.loss, "part_names": self.names}

    def recipe(self) -> dict[str, Any]:
        return {
            "model": asdict(self.encoder.config),
            "augment": asdict(self.augment),
            "data": self.data.recipe(),
            "init": self.init_hash,
            "trainable": self.trainable,
            "loss": self.loss,
            "balance": self.balance,
            "question": asdict(self.question),
            "start": self.start,
            "num_views": self.num_views,
            "text": self.text_info,
        }

    def size(self) -> int:
        return len(self.data.entries)

    def shape_ids(self, indices: list[int]) -> list[str]:
        return [self.data.shape_ids[self.data.entries[i][0]] for i in indices]

    def encoder_parameters(self) -> list[nn.Parameter]:
        if self.trainable == "all":
            return list(self.encoder.parameters())
        if self.trainable == "blocks":
            return [p for n, p in self.encoder.named_parameters() if not n.startswith("patch_embed.")]
        parameters = list(self.encoder.blocks[-1].parameters())
        if self.trainable == "released":
            parameters += [*self.encoder.norm.parameters(), *self.encoder.reduce.parameters()]
            parameters += [self.encoder.cls_token, self.encoder.cls_pos]
        return parameters

    def train_mode(self) -> None:
        """Frozen layers stay in eval mode, so that their batch-norm statistics stay as they are."""
        self.head.train()
        self.encoder.train(self.trainable != "last_block")
        self.encoder.blocks[-1].train()
        if self.trainable == "blocks":
            self.encoder.patch_embed.eval()

    # -- cached trunk ------------------------------------------------------------------------------

    def _view(self, index: int, view: int):
        """Sample of a cached view: draw view % num_draws, augmented by seed, shape and view."""
        rng = seed_of(self.seed, self.data.shape_ids[index], 1_000_003, view)
        return self.data.sample(index, view % self.data.num_draws[index], self.augment, rng)

    def prepare(self, out_dir: Path, precision: str, progress: Progress) -> None:
        """Run the frozen trunk over every view and keep its output, float16, in `trunk.cache`."""
        if self.trainable != "last_block":
            return
        config = self.encoder.config
        shape = (len(self.data), self.num_views, 1 + config.num_patches, config.width)
        path = out_dir / "trunk.cache"
        key = hashlib.sha256(repr((self.recipe(), self.seed, precision)).encode()).hexdigest()
        if not self._cache_fits(path, key, shape):
            with atomic_path(path) as temporary:
                cache = np.lib.format.open_memmap(temporary, "w+", np.float16, shape)
                self._fill(cache, precision, progress)
                cache.flush()
                del cache
            path.with_suffix(".key").write_text(key)
        self.cache = np.load(path, mmap_mode="r")

    @staticmethod
    def _cache_fits(path: Path, key: str, shape: tuple[int, ...]) -> bool:
        stored = path.with_suffix(".key")
        if not (path.exists() and stored.exists() and stored.read_text() == key):
            path.with_suffix(".key").unlink(missing_ok=True)
            return False
        try:
            return np.load(path, mmap_mode="r").shape == shape
        except (OSError, ValueError):  # cut short by a crash of the machine
            return False

    def _fill(self, cache: NDArray, precision: str, progress: Progress) -> None:
        self.encoder.eval()
        for index in range(len(self.data)):
            samples = [self._view(index, view) for view in range(self.num_views)]
            batch = collate(samples, self.device)
            with torch.inference_mode(), autocast(precision, self.device):
                tokens = self.encoder.trunk(batch.points, batch.center_index, batch.patch_index)[0]
            cache[index] = tokens.half().cpu().numpy()
            progress({"event": "cache", "step": index + 1, "steps": len(self.data)})

    # -- loss --------------------------------------------------------------------------------------

    def _ask(self, index: int, rng: np.random.Generator) -> Asked:
        """Choose a level of naming, the names asked for and how they are written."""
        names, naming = self.data.part_names[index], self.data.naming[index]
        columns = np.arange(len(names))
        if naming is not None:
            columns = np.flatnonzero(naming[rng.integers(len(naming))])
        left_out = columns[:0]
        if len(columns) > 1 and rng.random() < self.question.drop:
            columns = rng.permutation(columns)
            cut = int(rng.integers(1, len(columns)))
            columns, left_out = columns[:cut], columns[cut:]
        category = self.data.categories[index]
        words = [reword(names[c], category, self.question.rename, rng) for c in columns]
        if naming is not None and self.question.distract:
            own = {word for name in names for word in alternatives(name)}
            others = rng.choice(self.names, self.question.distract).tolist()
            words += [word for word in others if word not in own]
        return Asked(columns, left_out, words)

    def _text_of(self, words: list[list[str]], longest: int) -> Tensor:
        """(B, L, D) embeddings of each sample's parts, zero-padded."""
        text = torch.zeros(len(words), longest, self.text.shape[1], device=self.device)
        for row, own in enumerate(words):
            text[row, : len(own)] = self.text[[self.row[word] for word in own]]
        return text

    def load(self, indices: list[int], epoch: int, seed: int) -> Asking:
        """What a step needs, without the network: may run in another thread."""
        shapes = [self.data.entries[entry][0] for entry in indices]
        rngs = [self.data.rng(entry, epoch, seed, 1) for entry in indices]
        asked = [self._ask(i, rng) for i, rng in zip(shapes, rngs, strict=True)]
        batch = hidden = slots = of_members = None
        if self.cache is not None:
            views = [int(self.data.rng(entry, epoch, seed, 2).integers(self.num_views)) for entry in indices]
            pairs = list(zip(shapes, views, strict=True))
            hidden = torch.from_numpy(np.stack([self.cache[i, v] for i, v in pairs]))
            labels = [self.data.labels(i, v % self.data.num_draws[i]) for i, v in pairs]
        else:
            samples = [self.data.epoch_sample(entry, epoch, self.augment, seed) for entry in indices]
            batch = collate(samples, self.device)
            labels = [sample.label for sample in samples]
            if self.head.decoder is not None:
                slots = self.data.rng(indices[0], epoch, seed, 3).permutation(self.data.group_size[1])[:SLOTS]
                members = [s.point_mask[:, s.patch_index[:, slots].ravel()].T for s in samples]
                of_members = self._targets(asked, members)
                slots = torch.from_numpy(slots).to(self.device)
        of_patches = self._targets(asked, labels)
        text = self._text_of([a.words for a in asked], of_patches.label.shape[-1])
        return Asking(batch, hidden, slots, text, of_patches, of_members)

    def _targets(self, asked: list[Asked], labels: list[NDArray]) -> Targets:
        answers = [a.answer(y) for a, y in zip(asked, labels, strict=True)]
        label, part_valid = (x.to(self.device) for x in pad_labels([y for y, _ in answers]))
        return Targets(
            label, part_valid, torch.from_numpy(np.stack([none for _, none in answers])).to(self.device)
        )

    def losses(self, asking: Asking) -> Tensor:
        if asking.batch is None:
            features = PatchFeatures(self.encoder.last(asking.hidden.to(self.device).float()), None, None)
        else:
            batch = asking.batch
            features = self.encoder(batch.points, batch.center_index, batch.patch_index, asking.slots)
        loss = self._loss(self.head(features.tokens), asking.text, asking.patches)
        if asking.members is not None:
            loss = loss + self._loss(
                self.head.member_features(features).flatten(1, 2), asking.text, asking.members
            )
        return loss

    def _loss(self, feature: Tensor, text: Tensor, target: Targets) -> Tensor:
        with torch.autocast(torch.device(self.device).type, enabled=False):
            logits = self.head.similarity(feature.float(), text)
            return patch_text_loss(
                logits, target.label, target.part_valid, self.loss, target.none, self.balance
            )

    def validate(self) -> dict[str, float]:
        """Scores on held-out shapes come from `benchmark`; nothing is chosen during training."""
        return {}


def _state_hash(module: nn.Module) -> str:
    digest = hashlib.sha256()
    for key, value in module.state_dict().items():
        digest.update(key.encode())
        digest.update(value.detach().cpu().contiguous().numpy().tobytes())
    return digest.hexdigest()[:16]
