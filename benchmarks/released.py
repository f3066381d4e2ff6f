"""The jobs of the table as they are done today: plain batched torch, from the description of the method.

Nothing here is fast on purpose or slow on purpose: unmerged layers, a loop for the farthest points, cdist for
neighbours and labels, whole upsampled maps for back-projection, VTK for views, float32 training of everything
that hangs on the trainable layers. tests/test_bench.py compares it with the package.
"""

from __future__ import annotations

import contextlib
import multiprocessing
from multiprocessing.connection import Connection
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor, nn

from pa3d.checkpoint import adapt_released_key
from pa3d.model import PointPatchEncoder
from pa3d.model_config import ModelConfig

# -- grouping ----------------------------------------------------------------------------------------


def farthest_points(points: Tensor, count: int) -> Tensor:
    """(N, 3) -> (count,) indices, point 0 first."""
    chosen = torch.zeros(count, dtype=torch.long)
    distance = torch.full((len(points),), float("inf"))
    current = 0
    for i in range(count):
        chosen[i] = current
        distance = torch.minimum(distance, ((points - points[current]) ** 2).sum(-1))
        current = int(distance.argmax())
    return chosen


def nearest(points: Tensor, centers: Tensor, k: int) -> Tensor:
    """(N, 3), (G, 3) -> (G, k) indices of the nearest points."""
    return torch.cdist(centers, points).topk(k, largest=False).indices


def group(points: Tensor, config: ModelConfig) -> tuple[Tensor, Tensor]:
    """(B, N, 3) -> centre indices (B, G) and members (B, G, K)."""
    chosen = [farthest_points(cloud, config.num_patches) for cloud in points]
    pairs = zip(points, chosen, strict=True)
    members = [nearest(cloud, cloud[index], config.patch_size) for cloud, index in pairs]
    return torch.stack(chosen), torch.stack(members)


# -- network -----------------------------------------------------------------------------------------


class _PatchNet(nn.Module):
    def __init__(self, out: int) -> None:
        super().__init__()
        self.first_conv = nn.Sequential(
            nn.Conv1d(3, 128, 1), nn.BatchNorm1d(128), nn.ReLU(inplace=True), nn.Conv1d(128, 256, 1)
        )
        self.second_conv = nn.Sequential(
            nn.Conv1d(512, 512, 1), nn.BatchNorm1d(512), nn.ReLU(inplace=True), nn.Conv1d(512, out, 1)
        )

    def forward(self, members: Tensor) -> Tensor:
        batch, groups, size, _ = members.shape
        feature = self.first_conv(members.reshape(batch * groups, size, 3).transpose(2, 1))
        highest = feature.max(dim=2, keepdim=True).values
        feature = self.second_conv(torch.cat([highest.expand(-1, -1, size), feature], dim=1))
        return feature.max(dim=2).values.reshape(batch, groups, -1)


class _Attention(nn.Module):
    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.heads, self.scale = heads, (width // heads) ** -0.5
        self.qkv, self.proj = nn.Linear(width, 3 * width, bias=False), nn.Linear(width, width)

    def forward(self, x: Tensor) -> Tensor:
        batch, length, width = x.shape
        qkv = self.qkv(x).reshape(batch, length, 3, self.heads, width // self.heads).permute(2, 0, 3, 1, 4)
        q, k, v = qkv[0], qkv[1], qkv[2]
        mixed = (q @ k.transpose(-2, -1) * self.scale).softmax(dim=-1) @ v
        return self.proj(mixed.transpose(1, 2).reshape(batch, length, width))


class _Mlp(nn.Module):
    def __init__(self, width: int, hidden: int) -> None:
        super().__init__()
        self.fc1, self.fc2 = nn.Linear(width, hidden), nn.Linear(hidden, width)

    def forward(self, x: Tensor) -> Tensor:
        return self.fc2(F.gelu(self.fc1(x)))


class _Block(nn.Module):
    def __init__(self, config: ModelConfig, drop: float) -> None:
        super().__init__()
        self.norm1, self.norm2 = nn.LayerNorm(config.width), nn.LayerNorm(config.width)
        self.attn = _Attention(config.width, config.num_heads)
        self.mlp = _Mlp(config.width, config.mlp_ratio * config.width)
        self.drop = drop

    def _dropped(self, x: Tensor) -> Tensor:
        if not self.training or self.drop == 0:
            return x
        keep = 1 - self.drop
        return x * (torch.rand(len(x), 1, 1) < keep).to(x.dtype) / keep

    def forward(self, x: Tensor) -> Tensor:
        x = x + self._dropped(self.attn(self.norm1(x)))
        return x + self._dropped(self.mlp(self.norm2(x)))


class Encoder(nn.Module):
    """Points and groups -> tokens (B, G, C); parameters have the released names."""

    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        self.config, width = config, config.width
        self.encoder = _PatchNet(config.patch_width)
        self.reduce_dim = nn.Linear(config.patch_width, width)
        self.cls_token = nn.Parameter(torch.zeros(1, 1, width))
        self.cls_pos = nn.Parameter(torch.zeros(1, 1, width))
        self.pos_embed = nn.Sequential(nn.Linear(3, 128), nn.GELU(), nn.Linear(128, width))
        self.blocks = nn.Module()
        rates = torch.linspace(0, config.drop_path, config.depth).tolist()
        self.blocks.blocks = nn.ModuleList(_Block(config, rate) for rate in rates)
        self.norm = nn.LayerNorm(width)

    @classmethod
    def like(cls, ours: PointPatchEncoder) -> Encoder:
        """With the weights of an encoder of the package."""
        own, theirs = cls(ours.config), ours.state_dict()
        state = {
            name: theirs[adapt_released_key(name)].reshape(v.shape) for name, v in own.state_dict().items()
        }
        own.load_state_dict(state, strict=True)
        return own.train(ours.training)

    def forward(self, points: Tensor, center_index: Tensor, patch_index: Tensor) -> Tensor:
        rows = torch.arange(len(points))[:, None]
        centers = points[rows, center_index]
        members = points[rows[:, :, None], patch_index] - centers[:, :, None]
        tokens = self.reduce_dim(self.encoder(members))
        x = torch.cat([self.cls_token.expand(len(points), -1, -1), tokens], dim=1)
        position = torch.cat([self.cls_pos.expand(len(points), -1, -1), self.pos_embed(centers)], dim=1)
        for block in self.blocks.blocks:
            x = block(x + position)
        return self.norm(x)[:, 1:]


def labels(encoder: Encoder, proj: nn.Linear, text: Tensor, seen: Tensor, asked: Tensor) -> Tensor:
    """Label (Q,) of the points `asked` (Q, 3), from those the network sees (N, 3) and unit text (L, D)."""
    with torch.no_grad():
        center_index, patch_index = group(seen[None], encoder.config)
        tokens = encoder(seen[None], center_index, patch_index)
        logits = F.normalize(proj(tokens), dim=-1)[0] @ text.T  # (G, L)
        return logits[nearest_center(asked, seen[center_index[0]])].argmax(-1)


def nearest_center(points: Tensor, centers: Tensor, rows: int = 1 << 17) -> Tensor:
    """(Q,) index of the centre (G, 3) nearest to each point, in parts that fit into memory."""
    return torch.cat([torch.cdist(part, centers).argmin(1) for part in points.split(rows)])


# -- matrix products alone: the floor ----------------------------------------------------------------


def products(config: ModelConfig, batch: int, dim: int) -> list[tuple[int, int, int, int]]:
    """(count, M, K, N) of the forward pass's products; two matrices of the patch net are multiplied ahead."""
    patches, tokens = batch * config.num_patches, batch * (1 + config.num_patches)
    rows, width, hidden = patches * config.patch_size, config.width, config.mlp_ratio * config.width
    head = width // config.num_heads
    length = 1 + config.num_patches
    return [
        *((1, rows, k, n) for k, n in ((3, 128), (128, 256), (128, 512), (512, config.patch_width))),
        (1, patches, 256, 512),
        *((1, patches, k, n) for k, n in ((config.patch_width, width), (3, 128), (128, width), (width, dim))),
        *((1, tokens, k, n) for _ in range(config.depth) for k, n in ((width, 3 * width), (width, width))),
        *((1, tokens, k, n) for _ in range(config.depth) for k, n in ((width, hidden), (hidden, width))),
        *((batch * config.num_heads, length, head, length) for _ in range(config.depth)),
        *((batch * config.num_heads, length, length, head) for _ in range(config.depth)),
    ]


class Floor:
    """Those products and nothing else, each with a matrix of its own, in parts that stay in the cache."""

    PART = 1 << 13  # rows

    def __init__(self, config: ModelConfig, batch: int, dim: int, dtype: torch.dtype) -> None:
        self.work = []
        for count, m, k, n in products(config, batch, dim):
            part = min(m, self.PART)
            left, right, out = (
                torch.randn(count, *shape).to(dtype) for shape in ((part, k), (k, n), (part, n))
            )
            self.work.append((-(-m // part), left, right, out))

    def __call__(self) -> None:
        for times, left, right, out in self.work:
            for _ in range(times):
                torch.matmul(left, right, out=out)


# -- back-projection and views -----------------------------------------------------------------------


def back_project(tokens: Tensor, visible: NDArray, pixels: NDArray, size: int) -> Tensor:
    """Mean (N, D) over the views of whole maps upsampled to size x size; as backproject.sample_tokens."""
    total = torch.zeros(visible.shape[1], tokens.shape[-1])
    count = torch.zeros(visible.shape[1])
    for view, grid in enumerate(tokens.float()):
        whole = F.interpolate(grid.permute(2, 0, 1)[None], (size, size), mode="bicubic", align_corners=False)[0]
        seen = torch.from_numpy(np.flatnonzero(visible[view]))
        column, row = torch.from_numpy(pixels[view][visible[view]].astype(np.int64)).T
        total[seen] += whole[:, row, column].T
        count[seen] += 1
    return total / count.clamp(min=1)[:, None]


class VtkViews:
    """Colour and depth of each view of a mesh, off screen; cameras of pa3d.cameras, orthographic.

    In a process of its own: the compiler within a software GL and the one that torch's optimizers load do not
    bear each other.
    """

    def __init__(self, vertices: NDArray, faces: NDArray, cameras: Any) -> None:
        context = multiprocessing.get_context("spawn")
        self.connection, other = context.Pipe()
        self.process = context.Process(target=_draw_in_vtk, args=(other, vertices, faces, cameras), daemon=True)
        self.process.start()
        other.close()

    def __call__(self) -> None:
        """Draw all views; they stay where they are drawn."""
        self.connection.send("draw")
        self.connection.recv()

    def views(self) -> list[tuple[NDArray, NDArray]]:
        """(H, W, 3) colours and (H, W) depth of each, NaN where nothing is."""
        self.connection.send("views")
        return self.connection.recv()

    def close(self) -> None:
        self.connection.close()
        self.process.join()


def _draw_in_vtk(connection: Connection, vertices: NDArray, faces: NDArray, cameras: Any) -> None:
    import pyvista

    rows = np.column_stack([np.full(len(faces), 3), faces]).ravel()
    plotter = pyvista.Plotter(off_screen=True, window_size=[cameras.size, cameras.size])
    plotter.add_mesh(pyvista.PolyData(np.asarray(vertices, np.float32), rows), color="lightgrey")
    plotter.show(auto_close=False)
    with contextlib.suppress(EOFError):
        while True:
            wanted = connection.recv()
            views = [_draw_one(plotter, matrix, cameras) for matrix in cameras.extrinsics.astype(np.float64)]
            connection.send(views if wanted == "views" else None)
    plotter.close()


def _draw_one(plotter: Any, matrix: NDArray, cameras: Any) -> tuple[NDArray, NDArray]:
    rotation, position = matrix[:3, :3], -matrix[:3, :3].T @ matrix[:3, 3]
    camera = plotter.camera
    camera.position, camera.focal_point = position, position + rotation[2] * 3
    camera.up = -rotation[1]
    camera.parallel_projection = True
    camera.parallel_scale = cameras.size / 2 / float(cameras.intrinsics[0, 0, 0])
    camera.clipping_range = (0.5, 6.0)
    plotter.render()
    colour = plotter.screenshot(return_img=True)
    return colour, -plotter.get_image_depth()


# -- training ----------------------------------------------------------------------------------------


class Distillation:
    """A step of stage 1 in float32: groups made anew, the target is that of the nearest cached centre."""

    def __init__(self, encoder: Encoder, proj: nn.Linear) -> None:
        self.encoder, self.proj, self.config = encoder.train(), proj, encoder.config
        groups = [{"params": encoder.parameters()}, {"params": proj.parameters(), "lr": 5e-4}]
        self.optimizer = torch.optim.AdamW(groups, lr=1e-4, weight_decay=0.05)

    def loss(self, points: Tensor, cached_centers: Tensor, target: Tensor) -> Tensor:
        center_index, patch_index = group(points, self.config)
        centers = points[torch.arange(len(points))[:, None], center_index]
        near = torch.cdist(centers, cached_centers).argmin(-1)
        wanted = target.gather(1, near[..., None].expand(-1, -1, target.shape[-1]))
        feature = self.proj(self.encoder(points, center_index, patch_index))
        return 1 - F.cosine_similarity(feature, wanted, dim=-1).mean()

    def step(self, points: Tensor, cached_centers: Tensor, target: Tensor) -> float:
        self.optimizer.zero_grad()
        loss = self.loss(points, cached_centers, target)
        loss.backward()
        self.optimizer.step()
        return float(loss)


class Alignment:
    """A step of stage 2 in float32: all in train mode, gradients down to the class token and `reduce`."""

    def __init__(self, encoder: Encoder, proj: nn.Linear) -> None:
        self.encoder, self.proj, self.config = encoder.train(), proj, encoder.config
        self.log_scale = nn.Parameter(torch.tensor(1 / 0.07).log())
        encoder.requires_grad_(False)
        own = [encoder.cls_token, encoder.cls_pos, *encoder.norm.parameters(), *encoder.reduce_dim.parameters()]
        own += [*encoder.blocks.blocks[-1].parameters()]
        for parameter in own:
            parameter.requires_grad_(True)
        self.optimizer = torch.optim.AdamW([*own, *proj.parameters(), self.log_scale], lr=1e-4)

    def loss(self, points: Tensor, text: Tensor, label: Tensor) -> Tensor:
        """text (B, L, D) unit rows, label (B, G, L) shares."""
        center_index, patch_index = group(points, self.config)
        feature = F.normalize(self.proj(self.encoder(points, center_index, patch_index)), dim=-1)
        logits = feature @ text.transpose(1, 2) * self.log_scale.exp().clamp(max=100)
        weight = torch.tensor(max(1.0, label.shape[-1] - 1.0))
        return F.binary_cross_entropy_with_logits(logits, label, pos_weight=weight)

    def step(self, points: Tensor, text: Tensor, label: Tensor) -> float:
        self.optimizer.zero_grad()
        loss = self.loss(points, text, label)
        loss.backward()
        self.optimizer.step()
        return float(loss)
