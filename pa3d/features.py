"""The features of a shape, of its patches and of every vertex: the encoder's own and in the text space."""

from __future__ import annotations

import tempfile
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from pa3d.segmentation import Features
from pa3d.shapes import Shape

if TYPE_CHECKING:
    from pa3d.encoding import Encoding

ROWS = 1 << 15  # vertices interpolated at a time
IN_MEMORY = 1 << 30  # bytes; a larger array lies in a temporary file and is paged in as it is read


def shape_features(encoding: Encoding, shape: Shape) -> Features:
    """Features of the patches and of every vertex of a shape; see segmentation.Features.

    A vertex's feature lies between its three nearest patch centres, weighted by inverse squared distance, and
    is the mean over the draws. In the text space it lies between the nearest points the network saw where the
    model has a point decoder, as its labels do. An array beyond IN_MEMORY lies in a temporary file (see
    tempfile.gettempdir).
    """
    tokens, patch_text, centers = encoding.output.tokens, encoding.output.patch, encoding.centers
    if not encoding.decoded:
        # both at once: they share neighbours
        both = np.concatenate([tokens, patch_text], 2)
        vertex_token, vertex_text = _interpolated(
            encoding, shape, centers, both, (tokens.shape[2], patch_text.shape[2])
        )
    else:
        (vertex_token,) = _interpolated(encoding, shape, centers, tokens, tokens.shape[2:])
        assert encoding.output.member is not None
        known = encoding.spread(encoding.output.member)
        (vertex_text,) = _interpolated(encoding, shape, encoding.points, known, known.shape[2:])
    return Features(
        tokens.astype(np.float16),
        patch_text.astype(np.float16),
        encoding.frame.to_source(centers.reshape(-1, 3)).reshape(centers.shape),
        vertex_token,
        vertex_text,
    )


def _interpolated(
    encoding: Encoding, shape: Shape, known: NDArray, values: NDArray, widths: tuple[int, ...]
) -> list[NDArray[np.float16]]:
    """Values (R, K, W) known at points (R, K, 3) of frame model, at every vertex: (M, w) for each w of W."""
    from scipy.sparse import csr_matrix

    from pa3d.encoding import NEIGHBOURS, between
    from pa3d.nearest import MANY, Nearest

    draws, count = known.shape[:2]
    places = [Nearest(points) for points in known]
    near, many = min(NEIGHBOURS, count), len(shape.vertices) * draws >= MANY
    flat = values.reshape(draws * count, -1)
    results = [_room((len(shape.vertices), width)) for width in widths]
    ends = np.cumsum(widths)
    for start in range(0, len(shape.vertices), ROWS):
        queries = encoding.frame.to_model(shape.vertices[start : start + ROWS])
        columns = np.empty((len(queries), draws, near), np.int64)
        weights = np.empty((len(queries), draws, near), np.float32)
        for draw, own in enumerate(places):
            weight, index = between(own, queries, many)
            weights[:, draw] = weight / draws
            columns[:, draw] = index + draw * count
        rows = np.arange(len(queries) + 1) * draws * near
        mixed = csr_matrix((weights.ravel(), columns.ravel(), rows), (len(queries), len(flat))) @ flat
        for result, end, width in zip(results, ends, widths, strict=True):
            result[start : start + ROWS] = mixed[:, end - width : end]
    return results


def _room(shape: tuple[int, int]) -> NDArray[np.float16]:
    """An array to fill: in memory, or in an unnamed temporary file that goes with the array."""
    if shape[0] * shape[1] * 2 <= IN_MEMORY:
        return np.empty(shape, np.float16)
    with tempfile.TemporaryFile(prefix="pa3d-features-") as file:
        array: Any = np.memmap(file, np.float16, "w+", shape=shape)
    return array
