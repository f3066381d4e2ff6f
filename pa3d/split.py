"""A segmentation cut into its parts, and names for them that files and formats accept."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pa3d.segmentation import UNLABELLED_NAME, Segmentation, face_labels
from pa3d.shapes import Shape

LONGEST_NAME = 80  # bytes of a file-safe name
RESERVED = re.compile(r"(con|prn|aux|nul|com[\d¹²³]|lpt[\d¹²³])(\..*)?", re.IGNORECASE)  # devices on Windows


@dataclass(frozen=True)
class Part:
    """One part as a shape of its own, and where its elements are in the whole; both in the whole's order."""

    label: int  # -1: what is unlabelled
    name: str  # as asked for
    vertex_index: NDArray[np.int64]  # (m,) ascending
    face_index: NDArray[np.int64] | None  # (f,) ascending; None for a cloud
    shape: Shape


def cut(seg: Segmentation) -> Iterator[Part]:
    """The parts that are not empty, by label; what is unlabelled comes last.

    A part of a mesh has its faces and the vertices they use, so a vertex on a border is in several parts and
    one that no face uses is in none. A part of a cloud has its points.
    """
    vertices, faces, colors = seg.shape.vertices, seg.shape.faces, seg.shape.colors
    labels = face_labels(seg)
    labels = seg.vertex_label if labels is None else labels
    mark, slot = np.zeros(len(vertices), bool), np.empty(len(vertices), np.int32)
    for label, index in _groups(labels):
        vertex_index, own, face_index = index, None, None
        if faces is not None:
            own, face_index = faces[index], index
            mark[own] = True
            vertex_index = np.flatnonzero(mark)
            mark[vertex_index] = False
            slot[vertex_index] = np.arange(len(vertex_index), dtype=np.int32)
            own = slot[own]
        name = UNLABELLED_NAME if label < 0 else seg.part_names[label]
        tint = None if colors is None else colors[vertex_index]
        yield Part(label, name, vertex_index, face_index, Shape(vertices[vertex_index], own, tint))


def _groups(labels: NDArray) -> Iterator[tuple[int, NDArray[np.int64]]]:
    """(label, ascending indices) of each label that occurs, -1 last."""
    order = np.argsort(labels, kind="stable")
    found, starts = np.unique(labels[order], return_index=True)
    pieces = np.split(order, starts[1:])
    for i in sorted(range(len(found)), key=lambda i: (found[i] < 0, found[i])):
        yield int(found[i]), pieces[i]


def split_parts(seg: Segmentation) -> list[tuple[str, Shape]]:
    """(name, shape) of every part that is not empty, see `cut`; what is unlabelled comes last."""
    return [(part.name, part.shape) for part in cut(seg)]


def safe_names(names: Sequence[str]) -> list[str]:
    """A name for each, without blanks or signs, that serves as a file's or a group's; no two are equal.

    Letters of any script stay. Names that differ in signs or in capitals alone get a number, since file systems
    exist that take them for the same.
    """
    result: list[str] = []
    for i, name in enumerate(names):
        safe = re.sub(r"[^\w.+-]+", "_", unicodedata.normalize("NFC", name)).strip("._") or f"part_{i}"
        if len(safe.encode()) > LONGEST_NAME:
            digest = hashlib.sha256(name.encode("utf-8", "replace")).hexdigest()[:8]
            safe = f"{safe.encode()[: LONGEST_NAME - 9].decode(errors='ignore')}_{digest}"
        stem, dot, rest = safe.partition(".")
        result.append(f"{stem}_{dot}{rest}" if RESERVED.fullmatch(safe) else safe)
    return unique_names(result, "_")


def unique_names(names: Sequence[str], sign: str = " ") -> list[str]:
    """The names; one that was there before (capitals aside) gets the sign and a number."""
    result: list[str] = []
    taken = set()
    for name in names:
        free, count = name, 1
        while free.casefold() in taken:
            count += 1
            free = f"{name}{sign}{count}"
        taken.add(free.casefold())
        result.append(free)
    return result
