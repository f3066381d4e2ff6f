"""Stage 6, `train-align`: patches meet part names (stage 2 of the paper)."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from pa3d import ranks
from pa3d.artifact import atomic_path
from pa3d.asking import LABELS, NEGATIVES, PLAIN, Asked, Question, ask, own_words, share_names
from pa3d.checkpoint import Model
from pa3d.data import Augment, Batch, PatchDataset, collate, pad_labels
from pa3d.errors import Pa3dError
from pa3d.losses import KINDS, patch_text_loss
from pa3d.model import ModelConfig, PatchFeatures
from pa3d.stage import seed_of
from pa3d.start import start_encoder, start_hash, start_head, start_logit
from pa3d.text import alternatives
from pa3d.train import Progress, autocast

SLOTS = 8  # members of each patch that a step shows the decoder; all would cost four times as much
LEVELS = ("patch", "point", "both")
TRAINABLE = ("last_block", "released", "blocks", "all")


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

    level says what answers: "patch" is the paper; "point", what Find3D trains, only the members of the
    patches, each through the point decoder; "both" the sum of their losses, the default where there is a
    decoder. labels and negatives: "fractional" and "shape" are the paper; "majority" gives a patch its most
    frequent part alone, "batch" takes the names of the other shapes of the step for absent ones.
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
        question: Question = PLAIN,
        level: str | None = None,
        labels: str = "fractional",
        negatives: str = "shape",
        scale: float | None = None,
        bias: float | None = None,
        num_views: int = 4,
        seed: int = 0,
        device: str = "cpu",
    ) -> None:
        for option, value, known in (
            ("trainable", trainable, TRAINABLE),
            ("loss", loss, KINDS),
            ("level", level, (None, *LEVELS)),
            ("labels", labels, LABELS),
            ("negatives", negatives, NEGATIVES),
        ):
            if value not in known:
                raise Pa3dError(f"--{option} {value}: write one of {', '.join(filter(None, known))}")
        if augment.fresh and trainable == "last_block":
            raise Pa3dError("--fresh needs --trainable all: the frozen trunk is cached for the stored draws")
        if level == "patch" and model_config.decoder_width:
            raise Pa3dError("--level patch trains no point decoder: drop --decoder, or ask for --level both")
        if level == "point" and labels == "majority":
            raise Pa3dError("--labels majority is about patches, and --level point has none: drop one of them")
        torch.manual_seed(seed)
        self.balance, self.question = balance, question
        self.data, self.augment, self.trainable, self.loss = data, augment, trainable, loss
        self.num_views, self.seed, self.device = num_views, seed, device
        self.text_info = text_info
        self.init_hash, self.init_info = start_hash(init), init.info if init else {}
        self.labels, self.negatives = labels, negatives
        self.encoder = start_encoder(init, model_config, keep_decoder=level != "patch")
        self.level = level or ("both" if self.encoder.config.decoder_width else "patch")
        if self.level != "patch" and not self.encoder.config.decoder_width:
            raise Pa3dError(f"--level {level} needs a point decoder: add --decoder 256")
        if self.encoder.config.decoder_width and trainable == "last_block":
            what = (
                "--decoder"
                if init is None or model_config.decoder_width
                else f"{init.source} has a point decoder: it"
            )
            raise Pa3dError(f"{what} needs --trainable blocks or all: the cached trunk knows no members")
        ours = (self.encoder.config.num_patches, self.encoder.config.patch_size)
        if ours != tuple(data.group_size):
            g, k = data.group_size
            raise Pa3dError(f"patches of {g} x {k} points, but the encoder groups {ours[0]} x {ours[1]}")
        self.names = sorted({w for names in data.part_names for name in names for w in alternatives(name)})
        self.row = {name: i for i, name in enumerate(embeddings)}
        self.text = torch.from_numpy(np.stack(list(embeddings.values()))).to(device)
        self.start = start_logit(init, scale, bias)
        self.head = start_head(init, self.encoder.config, text_info, self.text.shape[1], **self.start)
        self.cache: NDArray | None = None

    def info(self) -> dict[str, Any]:
        names = self.names
        if "text_encoder" in self.init_info:  # what the start was aligned with is known still
            names = sorted({*names, *self.init_info.get("part_names", ())})
        return {**self.init_info, **self.text_info, "loss": self.loss, "part_names": names}

    def recipe(self) -> dict[str, Any]:
        """What makes it another run. Options that came later are named where they are not at their default."""
        more = {
            "level": (self.level, "both" if self.head.decoder is not None else "patch"),
            "labels": (self.labels, LABELS[0]),
            "negatives": (self.negatives, NEGATIVES[0]),
            "label_noise": (self.data.noise, 0.0),
        }
        return {
            **{key: value for key, (value, default) in more.items() if value != default},
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
        fits = torch.tensor(ranks.rank() == 0 and self._cache_fits(path, key, shape), device=self.device)
        if not ranks.from_first(fits.int()).item():
            if ranks.rank() == 0:
                with atomic_path(path) as temporary:
                    cache = np.lib.format.open_memmap(temporary, "w+", np.float16, shape)
                    self._fill(cache, precision, progress)
                    cache.flush()
                    del cache
                path.with_suffix(".key").write_text(key)
            else:
                self._fill(None, precision, progress)
            ranks.wait()
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

    def _fill(self, cache: NDArray | None, precision: str, progress: Progress) -> None:
        """The processes take turns with the shapes; the first writes what all of them give."""
        self.encoder.eval()
        count, world = len(self.data), ranks.world()
        for start in range(0, count, world):
            index = min(start + ranks.rank(), count - 1)
            samples = [self._view(index, view) for view in range(self.num_views)]
            batch = collate(samples, self.device)
            with torch.no_grad(), autocast(precision, self.device):
                tokens = self.encoder.trunk(batch.points, batch.center_index, batch.patch_index)[0]
            given = ranks.gathered(tokens.half())[: count - start]
            if cache is not None:
                cache[start : start + len(given)] = torch.stack(given).cpu().numpy()
            progress({"event": "cache", "step": start + len(given), "steps": count})

    # -- loss --------------------------------------------------------------------------------------

    def _ask(self, index: int, rng: np.random.Generator) -> Asked:
        data = self.data
        return ask(
            data.part_names[index], data.naming[index], data.categories[index], self.question, self.names, rng
        )

    def _own_words(self, index: int) -> set[str]:
        return own_words(self.data.part_names[index], self.data.categories[index], self.question)

    def _text_of(self, words: list[list[str]], longest: int) -> Tensor:
        """(B, L, D) embeddings of each sample's parts, zero-padded."""
        text = torch.zeros(len(words), longest, self.text.shape[1], device=self.device)
        for row, own in enumerate(words):
            text[row, : len(own)] = self.text[[self.row[word] for word in own]]
        return text

    def load(self, indices: list[int], epoch: int, seed: int, rows: range | None = None) -> Asking:
        """What these rows of a step (all) need, without the network: may run in another thread."""
        first = indices[0]
        shapes = [self.data.entries[entry][0] for entry in indices]
        rngs = [self.data.rng(entry, epoch, seed, 1) for entry in indices]
        asked = [self._ask(i, rng) for i, rng in zip(shapes, rngs, strict=True)]
        if self.negatives == "batch":
            asked = share_names(asked, [self._own_words(i) for i in shapes])
        if rows is not None:
            indices, shapes = [indices[row] for row in rows], [shapes[row] for row in rows]
            asked = [asked[row] for row in rows]
        batch = hidden = slots = of_members = None
        majority = self.labels == "majority"
        labels: list[Any]  # per sample: members (all names, G, K) for a majority, else fractions (G, all names)
        if self.cache is not None:
            views = [int(self.data.rng(entry, epoch, seed, 2).integers(self.num_views)) for entry in indices]
            pairs = list(zip(shapes, views, strict=True))
            hidden = torch.from_numpy(np.stack([self.cache[i, v] for i, v in pairs]))
            known = self.data.members if majority else self.data.labels
            labels = [known(i, v % self.data.num_draws[i]) for i, v in pairs]
        else:
            samples = [self.data.epoch_sample(entry, epoch, self.augment, seed) for entry in indices]
            batch = collate(samples, self.device)
            labels = [sample.members if majority else sample.label for sample in samples]
            if self.head.decoder is not None:
                chosen = self.data.rng(first, epoch, seed, 3).permutation(self.data.group_size[1])[:SLOTS]
                drawn = [s.members[:, :, chosen].transpose(1, 2, 0) for s in samples]  # (G, S, all names)
                of_members = self._targets(asked, [np.concatenate(of_shape) for of_shape in drawn])
                slots = torch.from_numpy(chosen).to(self.device)
        if majority:
            labels = [a.majority(members) for a, members in zip(asked, labels, strict=True)]
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
        return self.text_loss(asking, self.features(asking))

    def features(self, asking: Asking) -> PatchFeatures:
        if asking.hidden is not None:
            return PatchFeatures(self.encoder.last(asking.hidden.to(self.device).float()))
        batch = asking.batch
        assert batch is not None
        return self.encoder(batch.points, batch.center_index, batch.patch_index, asking.slots)

    def text_loss(self, asking: Asking, features: PatchFeatures) -> Tensor:
        """L_text per shape (B,): of the patches, of the decoder's members, or the sum of both."""
        losses = []
        if self.level != "point":
            losses.append(self._loss(self.head(features.tokens), asking.text, asking.patches))
        if asking.members is not None:
            members = self.head.member_features(features).flatten(1, 2)
            losses.append(self._loss(members, asking.text, asking.members))
        return torch.stack(losses).sum(0)

    def _loss(self, feature: Tensor, text: Tensor, target: Targets) -> Tensor:
        with torch.autocast(torch.device(self.device).type, enabled=False):
            logits = self.head.similarity(feature.float(), text)
            return patch_text_loss(
                logits, target.label, target.part_valid, self.loss, target.none, self.balance
            )

    def validate(self) -> dict[str, float]:
        """Scores on held-out shapes come from `benchmark`; nothing is chosen during training."""
        return {}
