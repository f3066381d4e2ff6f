"""Make the text bank that ships with the package, pa3d/weights/names.h5: the words common parts go by.

Usage: python pipelines/name_bank.py MODEL FOLDER [FOLDER ...]
The words: those the model was trained with, those of every labelled shape of the folders (.npz with part_names,
what `pa3d synth` writes), alternatives apart, and the plurals of all of these.
"""

import sys
from pathlib import Path

import numpy as np

from pa3d.checkpoint import load_model
from pa3d.text import SHIPPED_BANK, alternatives, load_text_encoder, make_bank
from pa3d.wording import plural


def main() -> None:
    model = load_model(sys.argv[1], kind="align")
    names = set(model.info.get("part_names", []))
    for path in (path for folder in sys.argv[2:] for path in Path(folder).glob("*.npz")):
        with np.load(path, allow_pickle=False) as shape:
            names.update(shape["part_names"].tolist())
    words = {word for name in names for word in alternatives(name)}
    words |= {plural(word) for word in words}
    make_bank(SHIPPED_BANK, load_text_encoder(model.info["text_encoder"]), words)
    print(f"{SHIPPED_BANK}: {len(words)} words, {SHIPPED_BANK.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
