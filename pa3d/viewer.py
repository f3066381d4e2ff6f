"""A segmentation as one HTML page that works offline: its arrays, our own WebGL viewer, nothing fetched."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
import zlib
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pa3d import artifact
from pa3d.segmentation import (
    HARD_SCORE,
    UNLABELLED_NAME,
    Segmentation,
    face_labels,
    face_scores,
    half_scores,
    part_color,
    part_table,
)
from pa3d.shapes import UP_ROTATIONS, check_up

MAX_BYTES = 64_000_000  # of a page
MAX_FACES = 2_500_000  # shown; a larger mesh is simplified
MAX_POINTS = 1_000_000  # shown; of a larger cloud a random subset is
FINEST = 2048.0  # cells along a mesh that is simplified, at first
NORMALS = 100_000  # estimated of a cloud
NEIGHBORS = 16  # over which a normal is averaged
NAMED = 6  # names listed in a note
LEAST = 1000  # elements are never reduced below this
STEPS = 65535  # of a coordinate over the box
SCORE_STEPS = 254  # of a score from 0 to 1
LEVEL = 3  # of zlib; higher ones take three times as long for a few per cent
UNKNOWN = 255  # a score that is not known
SCRIPTS = ("decode.js", "camera.js", "renderer.js", "page.js")
GENERATOR = "pa3d"
# score 0 to 1 at equal steps, sRGB; lightness only rises, so it reads without colour vision too
HEAT_RAMP: tuple[tuple[int, int, int], ...] = (
    (44, 48, 108),
    (100, 50, 148),
    (172, 60, 132),
    (226, 98, 86),
    (247, 164, 62),
    (253, 236, 138),
)


@dataclass(frozen=True)
class _Elements:
    """What a page draws: E faces or points, at most as many as asked for."""

    vertices: NDArray[np.float64]  # (V, 3) source frame; the points themselves of a cloud
    faces: NDArray[np.int64] | None  # (E, 3) into vertices
    chosen: NDArray[np.int64]  # (E,) which of the shape's elements each one is


def write_html(path: Path, seg: Segmentation, *, up: str = "y", title: str | None = None) -> None:
    """Write a page of at most MAX_BYTES that shows `seg`: turn it, toggle parts, hover, heat maps.

    `up` is the source axis shown upwards; the title is the file's name unless given. Coordinates are rounded
    to 1/65535 of the box and scores to 1/254. A cloud of more than MAX_POINTS points is shown by a random
    subset and a mesh of more than MAX_FACES faces simplified, fewer still when many names would make the page
    too large; the page says so. Counts, shares and mean scores are always of the whole shape.
    """
    check_up(up)
    table = part_table(seg)
    limit = min(
        MAX_FACES if seg.shape.is_mesh else MAX_POINTS,
        2 * MAX_BYTES // (8 + len(seg.part_names)),  # more would not fit, however well it is packed
    )
    while True:
        page = _page(seg, table, up, path.stem if title is None else title, max(limit, LEAST))
        if len(page) <= MAX_BYTES or limit <= LEAST:
            break
        limit = int(0.9 * min(limit, _count(seg)) * MAX_BYTES / len(page))
    with artifact.atomic_path(path) as temporary:
        temporary.write_bytes(page)


def is_page(path: Path) -> bool:
    """Whether a file is a page that `write_html` wrote."""
    with path.open("rb") as stream:
        return f'<meta name="generator" content="{GENERATOR} '.encode() in stream.read(4096)


def _count(seg: Segmentation) -> int:
    return len(seg.shape.vertices if seg.shape.faces is None else seg.shape.faces)


def _page(seg: Segmentation, table: dict[str, Any], up: str, title: str, limit: int) -> bytes:
    from pa3d import __version__

    elements = _choose(seg, limit)
    arrays, scene = _arrays(seg, elements)
    meta = {
        "title": title,
        "cloud": elements.faces is None,
        "up": up,
        "turns": {axis: rotation.tolist() for axis, rotation in UP_ROTATIONS.items()},
        "ramp": HEAT_RAMP,
        "parts": _parts(seg, table),
        "facts": _facts(table),
        "notes": _notes(seg, elements, table),
        "numbered": len(elements.chosen) == _count(seg),
        "arrays": {
            name: {"type": a.dtype.str[1:], "rows": a.shape[0], "columns": a.shape[1]}
            for name, a in arrays.items()
        },
        **scene,
    }
    style, script = _asset("page.css"), "\n".join(['"use strict";', "(() => {", *map(_asset, SCRIPTS), "})();"])
    blocks = (
        f'<script type="application/octet-stream" id="data-{name}">{_pack(array)}</script>'
        for name, array in arrays.items()
    )
    filling = {
        # nothing may be fetched and only these two texts may run or style, whatever a name contains
        "policy": "default-src 'none'; img-src data:; "
        f"script-src {_digest(script)}; style-src {_digest(style)}",
        "generator": f"{GENERATOR} {__version__}",
        "title": html.escape(title),
        "style": style,
        "meta": _json(meta),
        "blocks": "\n".join(blocks),
        "script": script,
    }
    text = re.sub(r"\{\{(\w+)\}\}", lambda match: filling[match[1]], _asset("page.html"))
    return text.encode("utf-8", "replace")


def _asset(name: str) -> str:
    return (resources.files("pa3d") / "assets" / "viewer" / name).read_text(encoding="utf-8")


def _digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _json(value: Any) -> str:
    """JSON that cannot end the element it stands in."""
    text = json.dumps(value, ensure_ascii=True, allow_nan=False)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _pack(array: NDArray) -> str:
    """Base64 of zlib of an (n, c) unsigned array: columns, differences along n, lowest bytes first."""
    columns = np.ascontiguousarray(array.T)
    columns[:, 1:] = columns[:, 1:] - columns[:, :-1]  # wraps around
    planes = columns.astype(columns.dtype.newbyteorder("<")).view(np.uint8)
    planes = planes.reshape(*columns.shape, array.dtype.itemsize).transpose(0, 2, 1)
    return base64.b64encode(zlib.compress(planes.tobytes(), LEVEL)).decode()


def _choose(seg: Segmentation, limit: int) -> _Elements:
    """At most `limit` elements, in the shape's order."""
    vertices, faces = seg.shape.vertices, seg.shape.faces
    if faces is None:
        chosen = np.arange(len(vertices))
        if len(vertices) > limit:
            chosen = np.sort(np.random.default_rng(0).choice(len(vertices), limit, replace=False))
        return _Elements(vertices[chosen], None, chosen)
    used, inverse = np.unique(faces, return_inverse=True)
    vertices, faces = vertices[used], inverse.reshape(-1, 3).astype(np.int64)
    if len(faces) <= limit:
        corners, cell = _merge(vertices, STEPS)
        return _Elements(corners, cell[faces], np.arange(len(faces)))
    return _simplified(vertices, faces, limit)


def _merge(vertices: NDArray, steps: float) -> tuple[NDArray, NDArray]:
    """Vertices (M, 3) in cells of a cubic grid, `steps` along the longest side of their box.

    Returns each cell's mean, (C, 3) in order of the cells' first vertices, and (M,) the vertices' cells.
    """
    low = vertices.min(0)
    side = float((vertices.max(0) - low).max()) / steps or 1.0
    grid = np.round((vertices - low) / side).astype(np.int64)
    key = (grid[:, 0] << 42) | (grid[:, 1] << 21) | grid[:, 2]
    _, first, cell = np.unique(key, return_index=True, return_inverse=True)
    rank = np.empty(len(first), np.int64)
    rank[np.argsort(first)] = np.arange(len(first))
    cell = rank[cell.reshape(-1)]
    count = np.bincount(cell)
    return np.stack([np.bincount(cell, axis) / count for axis in vertices.T], 1), cell


def _simplified(vertices: NDArray, faces: NDArray, limit: int) -> _Elements:
    """A mesh by vertex clustering: one vertex per cell of a grid, coarse enough for `limit` faces.

    A face that stays keeps its label and scores; what collapses or repeats another face is left out.
    """
    steps = FINEST
    while True:
        corners, cell = _merge(vertices, steps)
        merged = cell[faces]
        a, b, c = np.sort(merged, axis=1).T
        kept = np.flatnonzero((a != b) & (b != c))
        order = kept[np.lexsort((a[kept], b[kept], c[kept]))]  # the first of equal faces comes first
        again = (
            (a[order][1:] == a[order][:-1]) & (b[order][1:] == b[order][:-1]) & (c[order][1:] == c[order][:-1])
        )
        kept = np.sort(order[np.append(True, ~again)[: len(order)]])
        if len(kept) <= limit:
            return _Elements(corners, merged[kept], kept)
        steps *= max(0.5, min(0.9, 0.97 * (limit / len(kept)) ** 0.5))


def _arrays(seg: Segmentation, elements: _Elements) -> tuple[dict[str, NDArray], dict[str, Any]]:
    """Unsigned arrays (n, c) of the page, and where they are: units of half the box's diagonal, centred."""
    vertices, chosen = elements.vertices, elements.chosen
    low, high = vertices.min(0), vertices.max(0)
    extent, half = high - low, float(np.linalg.norm(high - low)) / 2 or 1.0
    position = np.round((vertices - low) / np.where(extent > 0, extent, 1) * STEPS).astype(np.uint16)
    labels = face_labels(seg) if elements.faces is not None else None
    labels = seg.vertex_label if labels is None else labels
    arrays = {"positions": position, "labels": (labels[chosen, None] + 1).astype(np.uint16)}
    if elements.faces is not None:
        arrays["faces"] = elements.faces.astype(np.uint32)
    scores, own = _scores(seg, chosen)
    arrays["score"] = _quantised(own)
    for index in _heats(seg):
        arrays[f"heat{index}"] = _quantised(scores[:, index])
    centered = (vertices - (low + high) / 2) / half
    scene = {
        "low": (-extent / 2 / half).tolist(),
        "extent": (extent / half).tolist(),
        "radius": float(np.linalg.norm(centered, axis=1).max()) or 1.0,
        "pointRadius": 0.0,
    }
    if elements.faces is None:
        from pa3d.picture import splat_radius

        scene["pointRadius"] = splat_radius(centered)
        arrays["normals"] = _normals(centered)
    return arrays, scene


def _normals(points: NDArray) -> NDArray[np.uint8]:
    """(n, 2) normals of a cloud (n, 3), sign free: x and y over |x| + |y| + |z| with z >= 0, from -1 to 1.

    Of a large cloud some are estimated, and the other points take the nearest one's. They are averaged over
    the neighbours, because where two walls are close many are wrong.
    """
    from scipy.spatial import cKDTree

    from pa3d.render import element_normals

    some = np.arange(0, len(points), max(1, len(points) // NORMALS))
    normals, tree = element_normals(points[some], None), cKDTree(points[some])
    near = tree.query(points[some], k=min(NEIGHBORS, len(some)))[1]
    normals = np.linalg.eigh(np.einsum("nki,nkj->nij", normals[near], normals[near]))[1][:, :, 2]
    if len(some) < len(points):
        normals = normals[tree.query(points)[1]]
    normals = normals * np.where(normals[:, 2:] < 0, -1, 1)
    flat = normals[:, :2] / np.maximum(np.abs(normals).sum(1, keepdims=True), 1e-12)
    return np.round((flat + 1) / 2 * 255).astype(np.uint8)


def _scores(seg: Segmentation, chosen: NDArray) -> tuple[NDArray, NDArray]:
    """(E, L) scores of every name and (E,) of the label, of the chosen faces or points; NaN is unknown."""
    kind, faces, own = seg.score_kind, seg.shape.faces, face_scores(seg)
    if faces is None or own is None:
        return half_scores(seg.vertex_logits[chosen], kind), seg.vertex_score[chosen]
    if seg.face_logits is not None:
        return half_scores(seg.face_logits[chosen], kind), own[chosen]
    corners = (half_scores(seg.vertex_logits[corner], kind) for corner in faces[chosen].T)
    return sum(corner / np.float16(3) for corner in corners), own[chosen]


def _heats(seg: Segmentation) -> list[int]:
    """Names whose score is known somewhere."""
    known = np.isfinite(seg.vertex_logits).any(0)
    return np.flatnonzero(known).tolist()


def _quantised(scores: NDArray) -> NDArray[np.uint8]:
    """(n,) scores -> (n, 1) steps, UNKNOWN where NaN."""
    steps = np.round(np.clip(np.nan_to_num(scores), 0, 1) * SCORE_STEPS)
    return np.where(np.isfinite(scores), steps, UNKNOWN).astype(np.uint8)[:, None]


def _parts(seg: Segmentation, table: dict[str, Any]) -> list[dict[str, Any]]:
    """Entry 0 is what carries no label, entry i + 1 part i."""
    heats = set(_heats(seg))
    entries = [{**table["unlabelled"], "name": UNLABELLED_NAME, "index": -1}, *table["parts"]]
    return [
        {
            "name": entry["name"],
            "color": part_color(entry["index"]),
            "share": entry["share"],
            "score": entry["mean_score"],
            "heat": entry["index"] in heats,
            "listed": bool(entry["name"]) if entry["index"] >= 0 else entry["share"] > 0,
        }
        for entry in entries
    ]


def _facts(table: dict[str, Any]) -> str:
    if table["kind"] == "cloud":
        return f"Point cloud · {table['num_vertices']:,} points"
    return f"Mesh · {table['num_faces']:,} faces · {table['num_vertices']:,} vertices"


def _notes(seg: Segmentation, elements: _Elements, table: dict[str, Any]) -> list[str]:
    """What a reader must know to trust the page."""
    notes, shown, total = [], len(elements.chosen), _count(seg)
    if shown < total and elements.faces is None:
        notes.append(
            f"Shows {shown:,} of the {total:,} points, picked at random. Shares and scores are of all."
        )
    elif shown < total:
        notes.append(
            f"Shows a simplified mesh: {shown:,} of the {total:,} faces. Shares and scores are of all faces."
        )
    hard = [part["name"] for part in table["parts"] if part["name"] and part["hard"]]
    if hard:
        names = ", ".join(f"“{name}”" for name in hard[:NAMED])
        more = f" and {len(hard) - NAMED} more" if len(hard) > NAMED else ""
        notes.append(f"The model finds these hard here; they score at most {HARD_SCORE:g}: {names}{more}.")
    if not np.isfinite(seg.vertex_logits).all():
        notes.append("The file holds only the score of each element's own label, so heat maps have gaps.")
    return notes
