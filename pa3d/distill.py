"""Stage 5, `train-distill`: predict the pooled teacher feature of every patch (stage 1 of the paper)."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from pa3d import artifact, ranks
from pa3d.data import Augment, Batch, PatchDataset, collate
from pa3d.losses import cosine_distillation_loss
from pa3d.model import FeatureHead, ModelConfig, PointPatchEncoder
from pa3d.train import Progress


class DistillTask:
    """The whole encoder and a linear head learn L_2D (train.Task)."""

    kind = "distill"

    def __init__(
        self,
        data: PatchDataset,
        model_config: ModelConfig,
        *,
        augment: Augment,
        seed: int = 0,
        validation: PatchDataset | None = None,
        device: str = "cpu",
    ) -> None:
        torch.manual_seed(seed)
        self.data, self.validation, self.augment, self.device = data, validation, augment, device
        self.encoder = PointPatchEncoder(model_config)
        self.head = FeatureHead(model_config.width, data.dim)

    def info(self) -> dict[str, Any]:
        return {"teacher": artifact.header(self.data.paths[0]).attrs["teacher"]}

    def recipe(self) -> dict[str, Any]:
        return {
            "model": asdict(self.encoder.config),
            "augment": asdict(self.augment),
            "data": self.data.recipe(),
        }

    def size(self) -> int:
        return len(self.data.entries)

    def shape_ids(self, indices: list[int]) -> list[str]:
        return [self.data.shape_ids[self.data.entries[i][0]] for i in indices]

    def prepare(self, out_dir: Path, precision: str, progress: Progress) -> None:
        """Nothing to cache: every layer trains."""

    def encoder_parameters(self) -> list[nn.Parameter]:
        return list(self.encoder.parameters())

    def train_mode(self) -> None:
        self.encoder.train()
        self.head.train()

    def load(self, indices: list[int], epoch: int, seed: int, rows: range | None = None) -> Batch:
        """The samples of these rows of a step (all); may run in another thread."""
        own = indices if rows is None else [indices[row] for row in rows]
        samples = [self.data.epoch_sample(i, epoch, self.augment, seed) for i in own]
        return collate(samples, self.device)

    def losses(self, batch: Batch) -> Tensor:
        tokens = self.encoder(batch.points, batch.center_index, batch.patch_index).tokens
        assert batch.target is not None  # as the data set was asked for features
        return cosine_distillation_loss(self.head(tokens), batch.target)

    def validate(self) -> dict[str, float]:
        """Mean loss over the validation shapes, one fixed draw of each, no augmentation."""
        if self.validation is None:
            return {}
        self.encoder.eval()
        self.head.eval()
        count = len(self.validation)
        losses = torch.zeros(count, device=self.device)
        starts = range(0, count, 16)
        for start in starts[ranks.rank() :: ranks.world()]:
            indices = range(start, min(start + 16, count))
            samples = [self.validation.epoch_sample(i, 0, Augment(), 0) for i in indices]
            with torch.inference_mode():
                own = self.losses(collate(samples, self.device))
            losses[indices.start : indices.stop] = own
        total = ranks.total(losses).tolist()
        return {"val_loss": sum(total) / len(total)}
