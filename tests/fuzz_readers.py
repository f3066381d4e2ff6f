"""Coverage-guided fuzzing of the readers written in Python: python tests/fuzz_readers.py ply 60

Each input is a file; load_shape must give a shape that can be used or a ShapeError of one line. Atheris ends
the process at anything else, at 10 seconds for one input and at 2 GB. Needs `pip install atheris`.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["pa3d"]):
    from pa3d import readers, readers_cloud, readers_gltf, readers_mesh, readers_pcd
    from pa3d.errors import ShapeError

import numpy as np
from nasty import by_hand, valid

LONGEST = 8192  # bytes of an input
LARGEST = 200_000  # bytes of a seed


def not_here(function, *args, path, **options):
    """Compiled code in child processes is not what is looked for here."""
    raise ShapeError("needs a child process")


def target(suffix: str, folder: Path):
    path = folder / f"input.{suffix}"

    def one_input(data: bytes) -> None:
        path.write_bytes(data)
        try:
            shape = readers.load_shape(path)
        except ShapeError as error:
            if "\n" in str(error) or not str(error).startswith(f"{path}: "):
                raise RuntimeError(f"a bad message: {error}") from error
            return
        assert np.isfinite(shape.vertices).all() and len(shape.vertices)
        if shape.faces is not None:
            assert shape.faces.min() >= 0 and shape.faces.max() < len(shape.vertices)
        if shape.colors is not None:
            assert shape.colors.shape == shape.vertices.shape and shape.colors.dtype == np.uint8

    return one_input


def main(suffix: str, seconds: int) -> None:
    readers_cloud.isolated = readers_pcd.isolated = readers_gltf.isolated = readers_mesh.isolated = not_here
    with tempfile.TemporaryDirectory(dir="/dev/shm" if Path("/dev/shm").is_dir() else None) as name:
        folder = Path(name)
        seeds = folder / "seeds"
        seeds.mkdir()
        for number, (file, content) in enumerate({**valid(folder), **by_hand()}.items()):
            if Path(file).suffix.lower() == f".{suffix}" and len(content) < LARGEST:
                (seeds / str(number)).write_bytes(content)
        options = [f"-max_total_time={seconds}", "-timeout=10", "-rss_limit_mb=2048", f"-max_len={LONGEST}"]
        options += ["-print_final_stats=1", f"-artifact_prefix={Path.cwd()}/found-{suffix}-", "-verbosity=0"]
        atheris.Setup([sys.argv[0], *options, str(seeds)], target(suffix, folder))
        atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
