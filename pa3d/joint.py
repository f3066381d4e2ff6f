"""Both losses at once, in one run: the paper's ablation "joint training" (worse than its two stages)."""

from __future__ import annotations

from typing import Any

from torch import Tensor

from pa3d.align import AlignTask, Asking
from pa3d.data import PatchDataset
from pa3d.errors import Pa3dError
from pa3d.losses import cosine_distillation_loss
from pa3d.model import FeatureHead


class JointTask(AlignTask):
    """L_text + weight * L_2D on the same draw of the same shape; every layer trains (train.Task).

    The teacher's features are those stored with the draws, so no draw can be fresh. Their head is `extra`: the
    checkpoint keeps it for a resumed run, and no model that is loaded has it.
    """

    def __init__(self, data: PatchDataset, *, weight: float, **options: Any) -> None:
        """data: needs both "patch_label" and "patch_feature"; options: those of AlignTask."""
        if options.get("trainable") != "all":
            raise Pa3dError("--joint trains every layer: add --trainable all")
        if options["augment"].fresh:
            raise Pa3dError("--joint needs the stored draws, whose features the teacher gave: drop --fresh")
        super().__init__(data, **options)
        self.weight = weight
        self.extra = FeatureHead(self.encoder.config.width, data.dim)

    def recipe(self) -> dict[str, Any]:
        return {**super().recipe(), "joint": self.weight}

    def train_mode(self) -> None:
        super().train_mode()
        self.extra.train()

    def losses(self, asking: Asking) -> Tensor:
        features = self.features(asking)
        assert (
            asking.batch is not None and asking.batch.target is not None
        )  # as the data set was asked for both
        distill = cosine_distillation_loss(self.extra(features.tokens), asking.batch.target)
        return self.text_loss(asking, features) + self.weight * distill
