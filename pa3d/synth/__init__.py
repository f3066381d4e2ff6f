"""Procedural labelled shapes without end: `make_shape("chair", 7)` is the same chair every time."""

from __future__ import annotations

import importlib
import pkgutil

from pa3d.errors import Pa3dError
from pa3d.stage import seed_of
from pa3d.synth.build import CATALOG, Builder, LabelledMesh

__all__ = ["LabelledMesh", "categories", "make_shape"]


def categories() -> list[str]:
    """Every category there is a design for, in alphabetical order."""
    from pa3d.synth import catalog

    for module in pkgutil.iter_modules(catalog.__path__):
        importlib.import_module(f"{catalog.__name__}.{module.name}")
    return sorted(CATALOG)


def make_shape(category: str, seed: int) -> LabelledMesh:
    """Shape number `seed` of a category; its design is drawn from the seed as well."""
    if category not in categories():
        raise Pa3dError(f"no category {category!r}; `pa3d synth --list` names them")
    rng = seed_of(seed, category)
    builder = Builder(rng)
    designs = CATALOG[category]
    designs[int(rng.integers(len(designs)))](builder)
    return builder.finish(category)
