"""The known places nearest to others: a k-d tree, or compiled code where there are many to answer."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pa3d.workers import cpu_threads

MANY = 1 << 20  # answers from which the compiled code is sooner; loading it takes as long as a tree for so many


class Nearest:
    """Known places (M, 3), M > 0, to be asked again and again."""

    def __init__(self, known: NDArray) -> None:
        from scipy.spatial import cKDTree

        self.known = np.ascontiguousarray(known, np.float64)
        self.tree = cKDTree(self.known)

    def __len__(self) -> int:
        return len(self.known)

    def query(self, queries: NDArray, k: int, many: bool = False) -> tuple[NDArray, NDArray]:
        """Distances (Q, k) float64 and indices (Q, k) int64 of the k places nearest to each of (Q, 3); k <= M.

        `many`: with compiled code. Both give the same numbers but where two places are equally far: there the
        compiled code takes the lower index.
        """
        if not many:
            return self.tree.query(queries, k=[*range(1, k + 1)], workers=-1)
        from concurrent.futures import ThreadPoolExecutor

        from pa3d.kernels import nearest_known

        parts = np.array_split(np.ascontiguousarray(queries, np.float64), cpu_threads())
        with ThreadPoolExecutor(len(parts)) as pool:
            results = list(pool.map(lambda part: nearest_known(self.known, part, k), parts))
        squared, index = (np.concatenate(arrays) for arrays in zip(*results, strict=True))
        return np.sqrt(squared, out=squared), index
