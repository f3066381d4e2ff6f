"""Stage 1, `render`: a shape -> views, depth, face ids, cameras and surface points."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pa3d import schemas
from pa3d.cameras import Cameras, make_cameras
from pa3d.errors import about
from pa3d.readers import companions, load_shape
from pa3d.shapes import Frame, Shape, check_up, fit_frame, sample_surface
from pa3d.stage import Job, Stage, seed_of
from pa3d.workers import cpu_threads

GREY = np.array([190.0, 190.0, 190.0])


@dataclass(frozen=True)
class RenderConfig:
    """What changes the numbers of a render artifact."""

    cameras: str = "find3d"
    image_size: int = 518  # pixels; 37 x 14, the input size of DINOv2
    num_points: int = 5000  # surface samples, as in the paper's training data
    splat_radius: float = 0.02  # of a cloud's points, frame units
    up: str = "y"
    seed: int = 0


def draw(
    cameras: Cameras, view: int, points: NDArray, faces: NDArray | None, splat_radius: float
) -> tuple[NDArray[np.float32], NDArray[np.int32]]:
    """Depth (H, W) and face or point index (H, W) of one view; points (M, 3) in frame model."""
    from pa3d import raster

    size = (cameras.size, cameras.size)
    uv, z = cameras.project(view, points)
    if faces is None:
        return raster.rasterize_points(uv, z, splat_radius / cameras.pixel_pitch(z), size)
    return raster.rasterize_mesh(uv, z, faces, size, perspective=cameras.projection == "perspective")


def element_normals(points: NDArray, faces: NDArray | None) -> NDArray[np.float64]:
    """Unit normals (sign free): of each face (F, 3), or of each cloud point (M, 3) from its neighbours.

    0 for a face without area.
    """
    points = np.asarray(points, np.float64)
    if faces is not None:
        corners = points[faces]
        normals = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    else:
        from scipy.spatial import cKDTree

        _, neighbors = cKDTree(points).query(points, k=min(12, len(points)))
        offsets = points[neighbors] - points[neighbors].mean(1, keepdims=True)
        normals = np.linalg.eigh(np.einsum("nki,nkj->nij", offsets, offsets))[1][:, :, 0]
    length = np.linalg.norm(normals, axis=1, keepdims=True)  # of faces: twice their area, in any units
    return normals / np.where(length > 0, length, 1)


def shade(
    cameras: Cameras, view: int, index: NDArray, normals: NDArray, colors: NDArray | None
) -> NDArray[np.uint8]:
    """(H, W, 3) image: diffuse light from the camera, on both sides; colors (E, 3) of faces or points."""
    forward = cameras.extrinsics[view, 2, :3].astype(np.float64)
    light = 0.3 + 0.7 * np.abs(normals @ forward)
    base = GREY if colors is None else np.asarray(colors, np.float64)
    # four bytes of a colour are taken as one number; the last colour is the background's
    lit = np.full((len(normals) + 1, 4), 255, np.uint8)
    lit[:-1, :3] = np.clip(light[:, None] * base, 0, 255)
    pixels = lit.view(np.uint32)[:, 0].take(index, mode="wrap")  # -1 is the last
    return pixels.view(np.uint8).reshape(*index.shape, 4)[..., :3]


def draw_views(
    cameras: Cameras,
    points: NDArray,
    faces: NDArray | None,
    normals: NDArray,
    colors: NDArray | None,
    splat_radius: float,
) -> tuple[NDArray[np.uint8], NDArray[np.float32], NDArray[np.int32]]:
    """Images (V, H, W, 3), depth (V, H, W) and index (V, H, W) of all views; see draw and shade."""
    from concurrent.futures import ThreadPoolExecutor

    size = (len(cameras.extrinsics), cameras.size, cameras.size)
    rgb, depth, index = np.empty((*size, 3), np.uint8), np.empty(size, np.float32), np.empty(size, np.int32)

    def one(view: int) -> None:
        depth[view], index[view] = draw(cameras, view, points, faces, splat_radius)
        rgb[view] = shade(cameras, view, index[view], normals, colors)

    with ThreadPoolExecutor(cpu_threads()) as pool:
        list(pool.map(one, range(size[0])))
    return rgb, depth, index


def element_colors(shape: Shape) -> NDArray[np.float64] | None:
    """(E, 3) sRGB of each face (mean of its corners) or point; None when the shape has no colours."""
    if shape.colors is None:
        return None
    colors = shape.colors.astype(np.float64)
    return colors if shape.faces is None else colors[shape.faces].mean(1)


def render_shape(
    shape: Shape, config: RenderConfig, rng: np.random.Generator
) -> tuple[dict[str, NDArray], Frame]:
    """Arrays of the render schema, and the frame they are in.

    The frame is fitted to the vertices that faces use (mesh) or to all points (cloud).
    """
    used = shape.vertices if shape.faces is None else shape.vertices[np.unique(shape.faces)]
    frame = fit_frame(used, config.up)
    points, source = sample_surface(shape, config.num_points, rng)
    vertices = frame.to_model(shape.vertices)
    normals = element_normals(vertices, shape.faces)
    colors = element_colors(shape)
    cameras = make_cameras(config.cameras, config.image_size)
    rgb, depth, index = draw_views(cameras, vertices, shape.faces, normals, colors, config.splat_radius)
    arrays = {
        "points": frame.to_model(points),
        "point_source": source,
        "rgb": rgb,
        "depth": depth,
        "face_index": index,
        "extrinsics": cameras.extrinsics,
        "intrinsics": cameras.intrinsics,
        "center": frame.center,
        "scale": np.float64(frame.scale),
    }
    return arrays, frame


def stored_cameras(art) -> Cameras:
    """Cameras of a render artifact."""
    size = art["depth"].shape[1] if "depth" in art else art.config["image_size"]
    return Cameras(art["extrinsics"], art["intrinsics"], art.attrs["projection"], size)


def setup(config: RenderConfig, device: str):
    """Worker of the stage (see stage.Stage)."""

    def compute(job: Job) -> tuple[dict[str, NDArray], dict[str, Any]]:
        shape = load_shape(job.inputs["mesh"])
        with about(job.inputs["mesh"]):
            arrays, _ = render_shape(shape, config, seed_of(config.seed, job.shape_id))
        attrs = {
            "frame": "model",
            "up": config.up,
            "projection": make_cameras(config.cameras, config.image_size).projection,
            "source_kind": "mesh" if shape.is_mesh else "cloud",
            "source_count": len(shape.vertices if shape.faces is None else shape.faces),
            "source_file": job.inputs["mesh"].name,
        }
        return arrays, attrs

    return compute


def stage(config: RenderConfig) -> Stage:
    make_cameras(config.cameras, config.image_size)  # names a bad preset or axis before any work
    check_up(config.up)
    return Stage(schemas.RENDER, config, setup)


def jobs(shapes: dict[str, Path]) -> list[Job]:
    return [Job(shape_id, {"mesh": path}, companions(path)) for shape_id, path in shapes.items()]
