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


def page() -> str:
    parts = [HEAD]
    for schema in schemas.SCHEMAS.values():
        parts.append(f"\n## {schema.tag}\n\n{schema.doc}\n")
        parts.append("| dataset | axes | type | meaning |\n|---|---|---|---|")
        for name, field in schema.fields.items():
            optional = " (optional)" if field.optional else ""
            axes = ", ".join(field.dims) or "scalar"
            parts.append(f"| `{name}`{optional} | {axes} | {field.dtype} | {field.units} |")
    return "\n".join(parts) + "\n"


if __name__ == "__main__":
    if "--stdout" in sys.argv:
        sys.stdout.write(page())
    else:
        (Path(__file__).parent / "formats.md").write_text(page(), encoding="utf-8")
