"""pa3d: open-vocabulary part segmentation of 3D objects (PatchAlign3D, CVPR 2026).

>>> import pa3d
>>> model = pa3d.load_model()
>>> result = pa3d.segment(points, ["leg", "seat", "back"], model=model)  # doctest: +SKIP
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

__version__ = "0.2.0"
__all__ = ["__version__", "as_shape", "load_model", "load_shape", "segment"]

_WHERE = {
    "as_shape": ("pa3d.convert", "as_shape"),
    "load_model": ("pa3d.network", "load_network"),
    "load_shape": ("pa3d.readers", "load_shape"),
    "segment": ("pa3d.segmenter", "segment"),
}


def __getattr__(name: str) -> Any:
    """Resolve the public names on first use, so that `import pa3d` stays light."""
    if name in _WHERE:
        module, own = _WHERE[name]
        return getattr(import_module(module), own)
    raise AttributeError(f"module 'pa3d' has no attribute {name!r}")
