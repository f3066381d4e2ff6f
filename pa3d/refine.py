"""Labels sharper than a patch: logits smoothed along the surface, not across its creases and gaps (ours)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from pa3d.encoding import QUERIES, between
from pa3d.errors import Pa3dError
from pa3d.nearest import Nearest
from pa3d.shapes import Shape, face_areas, sample_surface

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

REFINEMENTS = ("smooth", "none")
PULL = 0.97  # how much a place listens to its neighbours, not to itself, in each round
ROUNDS = 40
# clouds; measured on the even ones of 38 validation shapes
NEIGHBOURS = 12
ANCHORS = 8192  # places that are smoothed; what a larger cloud changes there is carried to the rest
REACH, THICKNESS = 3.0, 0.25  # spacings along and across the tangent planes at which the weight is 1/e
CREASE = 16  # power of the cosine between the normals of neighbouring points
# meshes
FACE_CREASE = 4  # the same, of faces
WHOLE = 0.2  # a connected piece with at most this share of the area is one part whatever its faces say
SMALLEST_SHARE = 1e-9  # of a name in a piece; keeps its logit finite
WELD = 1 << 17  # cells along the longest side; vertices in one cell are one for what is connected


def check_refine(refine: str) -> None:
    """Name a refinement that is none."""
    if refine not in REFINEMENTS:
        raise Pa3dError(f"--refine {refine}: write one of {', '.join(REFINEMENTS)}")


def refine_cloud(points: NDArray, logits: NDArray) -> NDArray[np.float32]:
    """Logits (N, L) of points (N, 3), smoothed over the neighbours' graph; units and order do not matter.

    A point listens to its 12 nearest, less the farther they are, the more their normals differ and the more
    they leave each other's tangent plane. A cloud of more than 8192 points is smoothed at so many of them.
    """
    points = np.asarray(points, np.float64)
    chosen: NDArray = np.arange(len(points))
    low, high = points.min(0), points.max(0)
    size = max(float((high - low).max()), np.finfo(float).tiny)
    if len(points) > ANCHORS:
        chosen = sample_surface(Shape(points, None), ANCHORS, np.random.default_rng(0))[1]
    places, first = np.unique((points[chosen] - low) / size, axis=0, return_index=True)
    if len(places) < 3:
        return np.asarray(logits, np.float32)
    before = np.asarray(logits[chosen[first]], np.float32)
    change = smoothed(before, neighbour_graph(places)) - before
    known, result = Nearest(places), np.empty(logits.shape, np.float32)
    for start in range(0, len(points), QUERIES):
        part = slice(start, start + QUERIES)
        weight, index = between(known, (points[part] - low) / size)
        result[part] = logits[part] + np.einsum("qk,qkl->ql", weight, change[index])
    return result


def neighbour_graph(points: NDArray) -> csr_matrix:
    """Symmetric weights (N, N) between neighbours of a cloud of different points (N, 3)."""
    from scipy.sparse import csr_matrix
    from scipy.spatial import cKDTree

    from pa3d.render import element_normals

    count = min(NEIGHBOURS, len(points) - 1)
    distance, index = cKDTree(points).query(points, k=count + 1)
    spacing = float(np.median(distance[:, 1:5]))
    normals = element_normals(points, None)
    a, b = np.repeat(np.arange(len(points)), count), index[:, 1:].ravel()
    step = (points[b] - points[a]) / spacing
    across = np.maximum(*(np.abs((step * normals[end]).sum(1)) for end in (a, b)))
    bend = np.abs((normals[a] * normals[b]).sum(1))
    along = distance[:, 1:].ravel() / spacing
    weight = bend**CREASE * np.exp(-((along / REACH) ** 2) - (across / THICKNESS) ** 2)
    graph = csr_matrix((weight, (a, b)), shape=(len(points), len(points)))
    return graph.maximum(graph.T)


def smoothed(logits: NDArray, graph: csr_matrix) -> NDArray[np.float32]:
    """Logits (n, L) after ROUNDS of listening to the neighbours; those without neighbours keep their own."""
    from scipy.sparse import diags

    total = np.asarray(graph.sum(1)).ravel()
    alone = total < 1e-12
    own = np.asarray(logits, np.float32)
    share = (diags(np.where(alone, 0, PULL / np.where(alone, 1, total))) @ graph).tocsr().astype(np.float32)
    keep = np.where(alone, 1, 1 - PULL).astype(np.float32)[:, None] * own
    now = own
    for _ in range(ROUNDS):
        now = keep + share @ now
    return now


def refine_mesh(
    shape: Shape, vertex_logits: NDArray, face_logits: NDArray
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Logits (M, L) of the vertices and (F, L) of the faces of a mesh, smoothed over its surface.

    A face listens to those across its edges, less the sharper the edge and the smaller they are; edges of more
    than two faces are borders. A connected piece with the share t of the area is one part when t is at most 0.2
    or at least the share t of it agrees: the larger a piece, the surer its faces have to be. Such a piece gets
    what its faces say on average, by area. Vertices move as the faces around them do; one without faces keeps
    its logits.
    """
    areas = face_areas(shape)
    areas /= areas.sum()
    corners = _welded(shape)[shape.faces]
    graph, piece = _face_graph(shape, corners, areas)
    result = smoothed(face_logits, graph)
    around = _corner_means(shape, result - face_logits)
    moved = vertex_logits + around
    total = np.bincount(piece, areas)
    votes = np.zeros((len(total), result.shape[1]))
    np.add.at(votes, (piece, result.argmax(1)), areas)
    whole = (total > 0) & ((total <= WHOLE) | (votes.max(1) >= total * total))
    mean = _piece_logits(result, piece, areas, total)
    faces = whole[piece]
    result[faces] = mean[piece[faces]]
    assert shape.faces is not None
    inside = shape.faces[faces].ravel()  # an index shared by two pieces would weld them: one piece per vertex
    moved[inside] = mean[np.repeat(piece[faces], 3)]
    return moved.astype(np.float32), result.astype(np.float32)


def _piece_logits(logits: NDArray, piece: NDArray, areas: NDArray, total: NDArray) -> NDArray[np.float64]:
    """Logits (F, L) of faces -> (P, L) of pieces: means by area, of each name's share of the names and of what
    all names have together."""
    highest = logits.max(1, keepdims=True)
    shares = np.exp(logits - highest)
    together = np.log(shares.sum(1)) + highest[:, 0]
    shares /= shares.sum(1, keepdims=True)
    columns = [np.bincount(piece, areas * column) for column in (*shares.T.astype(np.float64), together)]
    *shares, together = np.stack(columns) / np.maximum(total, np.finfo(float).tiny)
    return np.log(np.stack(shares, 1) + SMALLEST_SHARE) + together[:, None]


def _welded(shape: Shape) -> NDArray[np.int64]:
    """(M,) number of the place of each vertex."""
    assert shape.faces is not None
    used = shape.vertices[np.unique(shape.faces)]  # one of no face may lie anywhere
    low, high = used.min(0), used.max(0)
    places = np.clip((shape.vertices - low) / float((high - low).max()), 0, 1)
    cells = np.round(places * WELD).astype(np.uint64)
    key = (cells[:, 0] << np.uint64(40)) | (cells[:, 1] << np.uint64(20)) | cells[:, 2]
    return np.unique(key, return_inverse=True)[1].ravel()


def _face_graph(
    shape: Shape, corners: NDArray[np.int64], areas: NDArray
) -> tuple[csr_matrix, NDArray[np.int32]]:
    """Weights (F, F) across edges of two faces, and the connected piece (F,) of each face (by shared edges)."""
    from scipy.sparse import csr_matrix
    from scipy.sparse.csgraph import connected_components

    from pa3d.render import element_normals

    count = len(corners)
    low, high = np.sort(np.concatenate([corners[:, [0, 1]], corners[:, [1, 2]], corners[:, [2, 0]]]), 1).T
    edge = np.where(low == high, -1, low * (int(corners.max()) + 1) + high)  # -1: of a degenerate face
    order = np.argsort(edge, kind="stable")
    edge, face = edge[order], np.tile(np.arange(count), 3)[order]
    same = (edge[1:] == edge[:-1]) & (edge[1:] >= 0)
    a, b = face[:-1][same], face[1:][same]
    links = csr_matrix((np.ones(len(a), np.int8), (a, b)), shape=(count, count))
    piece = connected_components(links, directed=False)[1]
    more = np.zeros(len(edge), bool)  # an edge of three faces gives two pairs in a row
    more[1:-1] = same[1:] & same[:-1]
    two = ~(more[:-1] | more[1:])[same] & (a != b)
    a, b = a[two], b[two]
    normals = element_normals(shape.vertices, shape.faces)
    bend = np.abs((normals[a] * normals[b]).sum(1)) ** FACE_CREASE
    size = np.sqrt(areas * count)  # of the other face
    weight = np.concatenate([bend * size[b], bend * size[a]])
    pairs = (np.concatenate([a, b]), np.concatenate([b, a]))
    return csr_matrix((weight, pairs), shape=(count, count)), piece


def _corner_means(shape: Shape, values: NDArray) -> NDArray[np.float64]:
    """(F, L) of faces -> (M, L): mean over the faces around each vertex, 0 where there is none."""
    from scipy.sparse import csr_matrix

    assert shape.faces is not None

    corner = shape.faces.ravel()
    face = np.repeat(np.arange(len(shape.faces)), 3)
    ones = csr_matrix((np.ones(len(corner)), (corner, face)), shape=(len(shape.vertices), len(shape.faces)))
    count = np.bincount(corner, minlength=len(shape.vertices))
    return (ones @ values) / np.maximum(count, 1)[:, None]
