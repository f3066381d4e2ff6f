"""Write docs/formats.md from pa3d/schemas.py. usage: python docs/make_formats.py [--stdout]"""

import sys
from pathlib import Path

from pa3d import schemas

HEAD = """# File formats

Every stage reads and writes one HDF5 file per shape, `<folder>/<shape_id>.h5`. This page is made from
`pa3d/schemas.py` by `python docs/make_formats.py`; a test keeps the two equal.

**Rules.** Datasets MUST be present unless marked optional, MUST have the type and axes below, and axes with the
same letter MUST agree inside a file. Unknown datasets are an error on reading. Files are written under a hidden
temporary name and renamed, so a visible file is complete.

**Letters.** V views, H W image, h w token grid, N points, R draws, P points of a draw, G patches, K points of a
patch, D feature width, L parts, T texts, F faces.

**Frame `model`.** Right-handed, y up, bounding-box centre at the origin, farthest vertex at radius 1.
`p_source = p * scale + center`, then turned back from the `up` axis the render was told.

**Attributes of every file.** `format` ("pa3d"), `schema`, `schema_version`, `shape_id`, `fingerprint`, `config`
(JSON: the settings that change numbers), `inputs` (JSON: role -> fingerprint of what was read), `attrs` (JSON:
what else the stage knows, such as `up`, `teacher`, `projection`), `pa3d_version`, `created` (UTC), `command`.
Every dataset has `dims` (JSON list of letters) and `units`.

**Fingerprint.** The first 16 hex digits of sha256 over (schema/version, config, fingerprints of the inputs). It
names a recipe: equal fingerprints mean "made the same way", not "equal bits". A stage skips a file whose
fingerprint is the one it would write, and refuses any other (`--overwrite` recomputes it).
"""

TAIL = """
## Files that people write

**Part annotations** for `patchify --labels`, `<shape_id>.npz`: names as `part_names` (or `label_names`) and
one of `face_label` (F,) int, the label of each face of the mesh; `labels` (M,) int, of each point;
`part_mask` (L, M) bool, parts that may overlap. -1 is unlabelled. `labels` and `part_mask` belong to the
cloud's own points, or to `points` (M, 3) in source units given in the same file (then the nearest one
counts, which also works for meshes).

**Labelled shapes** for `benchmark`, any `.npz` below the folder: `points` (N, 3), `labels` (N,) int with -1
for unlabelled, `label_names`, optional `category`.

No file is ever unpickled: object arrays are refused.

## Weights

`distill.ckpt`, `align.ckpt`: torch files read with `weights_only`, a dict with `format`
("pa3d-checkpoint"), `version`, `kind` (distill, align), `model_config`, `dim`, `encoder` and `head` (state
dicts), `optimizer`, `rng`, `epoch`, `record` (all that defines the run) and `info` (teacher, text encoder
and hash of its weights, templates, part names). `metrics.jsonl` beside them has a line per epoch.
`trunk.cache` (an .npy file, with `trunk.key`) is the cached output of the frozen trunk, float16, (shapes,
views, 1 + G, C); it may be deleted.

`*.safetensors` (by `pa3d pack`): tensors `encoder.*` and `head.*`, matrices in half precision; the metadata
entry `pa3d` is JSON with `format`, `version`, `kind`, `model_config`, `dim`, `info`.

The released `patchalign3d.pt` is read as it is.
"""


def page() -> str:
    parts = [HEAD]
    for schema in schemas.SCHEMAS.values():
        parts.append(f"\n## {schema.tag}\n\n{schema.doc}\n")
        parts.append("| dataset | axes | type | meaning |\n|---|---|---|---|")
        for name, field in schema.fields.items():
            optional = " (optional)" if field.optional else ""
            axes = ", ".join(field.dims) or "scalar"
            parts.append(f"| `{name}`{optional} | {axes} | {field.dtype} | {field.units} |")
    return "\n".join(parts) + "\n" + TAIL


if __name__ == "__main__":
    if "--stdout" in sys.argv:
        sys.stdout.write(page())
    else:
        (Path(__file__).parent / "formats.md").write_text(page(), encoding="utf-8")
