"""Make the text bank that ships with the package: the names common parts go by.

Usage: python pipelines/name_bank.py MODEL [PATCHES ...]; it writes pa3d/weights/names.h5.
The names: those the model was trained with, every name of the procedural catalogue's shapes (all alternatives),
those of the given folders of patches, and the plurals of all of these.
"""

import sys
from pathlib import Path

from pa3d.checkpoint import load_model
from pa3d.text import SHIPPED_BANK, alternatives, load_text_encoder, make_bank
from pa3d.wording import plural

SHAPES = 12  # of each category, whose names are collected: designs draw their parts at random


def catalogue_names() -> set[str]:
    """Every word that the procedural shapes name a part by."""
    from pa3d.errors import Pa3dError
    from pa3d.synth import categories, make_shape

    words = set()
    for category in categories():
        for seed in range(SHAPES):
            try:
                shape = make_shape(category, seed)
            except Pa3dError:
                continue
            words |= {word for name in shape.part_names for word in alternatives(name)}
    return words


def patch_names(folder: Path) -> set[str]:
    """Every word of a folder of patches."""
    from pa3d.data import PatchDataset

    data = PatchDataset([folder], need="patch_label")
    return {word for names in data.part_names for name in names for word in alternatives(name)}


def main() -> None:
    model, folders = load_model(sys.argv[1], kind="align"), [Path(folder) for folder in sys.argv[2:]]
    words = {word for name in model.info.get("part_names", []) for word in alternatives(name)}
    for folder in folders:
        words |= patch_names(folder)
    words |= catalogue_names()
    words |= {plural(word) for word in words}
    make_bank(SHIPPED_BANK, load_text_encoder(model.info["text_encoder"]), words)
    print(f"{SHIPPED_BANK}: {len(words)} names, {SHIPPED_BANK.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
