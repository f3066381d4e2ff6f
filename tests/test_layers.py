"""Imports point one way: a module may import only modules of lower layers."""

import ast
import re
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "pa3d"
LAYERS = [
    {"errors", "signals", "hub", "untrusted", "model_config", "urls"},
    {
        "config",
        "isolated",
        "polygons",
        "beside",
        "workers",
        "lock",
        "restricted",
        "prompts",
        "files",
        "memory",
        "watch",
        "precision",
    },
    {"seal", "stamp", "packed", "record", "cluster", "storage"},
    {"hdf5"},
    {"artifact"},
    {"schemas"},
    {
        "history",
        "index",
        "ranks",
        "cameras",
        "shapes",
        "neighbors",
        "nearest",
        "buckets",
        "stage",
        "losses",
        "towers",
        "presence",
    },
    {"kernels", "raster", "convert", "readers_cloud", "text", "model", "metrics", "segmentation", "noise"},
    {"split", "readers_gltf", "readers_pcd", "readers_ply"},
    {"readers_mesh"},
    {"export_mesh", "export_gltf", "readers"},
    {"network"},
    {"checkpoint", "annotations", "render", "export", "wording", "datasets"},
    {"visibility", "encoding", "rotations", "start", "graph", "status"},
    {"names", "orientation", "protocols", "refine"},
    {"dino", "backproject", "patches", "train", "picture", "segmenter", "methods"},
    {"data", "synth", "labelled", "viewer", "find3d", "scoring", "asking"},
    {
        "distill",
        "align",
        "benchmark",
        "inspection",
        "verify",
        "features",
        "heatmap",
        "baselines",
        "prepare",
        "remote",
    },
    {"batch", "joint"},
    {"cli"},
]
LEVEL = {name: level for level, names in enumerate(LAYERS) for name in names}
# pairs of one layer, or a lazy import inside a function, that are meant
ALLOWED = {
    ("neighbors", "kernels"),
    ("nearest", "kernels"),
    ("render", "raster"),
    ("export", "picture"),
    ("text", "towers"),
    ("network", "graph"),  # which of the two runs a checkpoint
    ("network", "checkpoint"),
    ("methods", "baselines"),  # a table of what can be started by name
}
PACKAGES = {"cli", "synth", "datasets", "baselines"}


def imports_of(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "pa3d":
            parts = node.module.split(".")
            names = [parts[1]] if len(parts) > 1 else [alias.name for alias in node.names]
            yield from (name for name in names if name in LEVEL)


def test_every_module_has_a_layer():
    modules = {path.stem for path in PACKAGE.glob("*.py")} - {"__init__", "__main__"}
    assert modules == set(LEVEL) - PACKAGES
    folders = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    assert folders == PACKAGES


MODULES = [path for path in PACKAGE.rglob("*.py") if path.parent.name not in ("cli", "catalog")]


@pytest.mark.parametrize("path", sorted(MODULES), ids=lambda p: "-".join(p.relative_to(PACKAGE).parts))
def test_imports_go_down(path):
    """A module of a package has the package's layer, and may import the rest of the package."""
    own = path.stem if path.parent == PACKAGE else path.parent.name
    if own.startswith("__"):
        return
    up = [
        name
        for name in imports_of(path)
        if LEVEL[name] >= LEVEL[own] and name != own and (own, name) not in ALLOWED
    ]
    assert not up


def test_only_one_module_opens_hdf5_and_none_unpickles():
    for path in PACKAGE.rglob("*.py"):
        text = path.read_text()
        assert ("h5py" in text) == (path.stem == "hdf5"), path
        assert "allow_pickle=True" not in text, path
        assert bool(re.search(r"import pickle\b", text)) == (path.stem == "restricted"), path
