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
patch, C token width, D feature width, L parts, T texts, F faces.

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
## Files that `segment` writes

All hold the input's own frame and units. -1 is unlabelled. `prediction/2` above is the .h5.

**.ply**, binary. Element `vertex`, in the input's order: `x y z` (float; double where float would move a
vertex by more than 1e-6 of the extent), `red green blue`, `label`, `score` of the label. Element `face`, in
the input's order: `vertex_indices`, `red green blue`, `label`, `score`. Comments `part <label> <name>` in the
header. meshio 5.3 reads no face properties: for it, write `pa3d.export_mesh.write_ply(path, seg,
plain_faces=True)`.

**.npz**: `vertices` and `faces`, or `points` of a cloud; `part_names`; `score_kind`; `vertex_label`,
`vertex_score` of the label, `vertex_scores` of all names (f2), `vertex_logits`; the same with `face_` for a
mesh; with `--save-features` what is optional in `prediction/2` by the names there.

**.glb**, glTF 2.0: a node, mesh and material per part that is not empty, named after it; triangles, or points
of a cloud. Each part has its own vertices, with attributes `_VERTEX_INDEX` (place in the input), `_LABEL` and
`_SCORE`. The extras of a primitive name the accessor `face_index`, where its faces were in the input; those
of the root node hold `part_names`, `num_vertices` and `num_faces`. Vertices that no face uses are not in it.

**.obj** and **.mtl**: all vertices in the input's order, then a group and material per part, faces in the
input's order within each. Comments `# faces a-b c-d` say which of the input's faces, from 0, the lines below
are. A cloud has `p` elements in groups, and its colours behind the coordinates. Signs and blanks in names
become `_`.

**.json**: per part `num_vertices`, `num_faces`, `area`, `share`, `bbox`, `centroid`, `mean_score` of what
carries the label; and of the name, won or not, `max_score`, `share_above_half` and `hard` (its best score is
below a half).

**Parts** (`--split`): a .ply, .obj, .glb or .stl for each part that is not empty, with the vertices its faces
use. A .ply has `source_index` for vertices and faces: their place in the input.

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
