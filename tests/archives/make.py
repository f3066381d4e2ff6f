"""Write one tiny artifact per schema. A new schema version gets a new file; old files are never rewritten.

Run `python tests/archives/make.py` after raising a version; it writes only what is not there yet.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from pa3d import artifact, schemas
from pa3d.artifact import Schema

SIZES = dict(V=3, H=4, W=5, h=2, w=3, N=6, R=2, P=4, G=3, K=2, D=5, L=2, T=3, F=7, M=2, C=6, S=2, Q=4)  # noqa: C408
CONFIG = {"size": 3, "name": "archived"}
INPUTS = {"mesh": "0123456789abcdef"}


def example(schema: Schema, optional: bool = True) -> dict[str, np.ndarray]:
    """Arrays that follow the schema; the same on every call."""
    rng = np.random.default_rng(0)
    arrays = {}
    for name, spec in schema.fields.items():
        shape = tuple(int(d) if d.isdigit() else SIZES[d] for d in spec.dims)
        if spec.dtype == "str":
            values = np.array([f"part {i} é" for i in range(int(np.prod(shape)))], object).reshape(shape)
        elif spec.dtype == "b1":
            values = rng.integers(0, 2, shape).astype(bool)
        elif np.dtype(spec.dtype).kind in "iu":
            values = rng.integers(0, 200, shape).astype(spec.dtype)
        else:
            values = np.asarray(rng.normal(size=shape)).astype(spec.dtype)
        if optional or not spec.optional:
            arrays[name] = values
    return arrays


def archive(schema: Schema) -> Path:
    return Path(__file__).parent / f"{schema.name}-{schema.version}.h5"


if __name__ == "__main__":
    for schema in schemas.SCHEMAS.values():
        if not archive(schema).exists():
            artifact.write(
                archive(schema), schema, example(schema), shape_id="archived", config=CONFIG, inputs=INPUTS
            )
