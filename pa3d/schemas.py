"""Every artifact's schema as data. docs/formats.md is generated from this table.

Letters: V views, H W image, h w token grid, N points, R draws, P points of a draw, G patches, K points of a
patch, C token width, D feature width, L parts, T texts, M levels of naming, F faces, S ways of asking,
Q = L + 2. Points live in the frame `model`: right-handed, y up, bounding-box centre at the origin, farthest
vertex at radius 1; `p_source = p * scale + center`, then back through the rotation of the attribute `up`.
"""

from __future__ import annotations

from pa3d.artifact import Field, Schema

MODEL = "frame model"

RENDER = Schema(
    "render",
    2,  # 2: which points are sampled no longer depends on the order of faces or points
    "Views of one shape and points on its surface.",
    {
        "points": Field(("N", "3"), "f4", f"{MODEL}; seeded surface samples, or points of the cloud"),
        "point_source": Field(("N",), "i4", "face under each point (mesh), index of the point (cloud)"),
        "rgb": Field(("V", "H", "W", "3"), "u1", "sRGB 0-255, white background", compress=True),
        "depth": Field(("V", "H", "W"), "f4", f"camera z, {MODEL}; +inf is background", compress=True),
        "face_index": Field(
            ("V", "H", "W"),
            "i4",
            "first face (mesh) or point (cloud) hit; -1 is background",
            compress=True,
        ),
        "extrinsics": Field(("V", "4", "4"), "f4", "world -> camera, OpenCV axes (x right, y down, z forward)"),
        "intrinsics": Field(("V", "3", "3"), "f4", "pixels; the centre of pixel (0,0) is (0.5, 0.5)"),
        "center": Field(("3",), "f8", "source units"),
        "scale": Field((), "f8", "source units per unit of frame model"),
    },
)

TOKENS = Schema(
    "tokens",
    1,
    "Dense tokens of a 2D teacher, at the teacher's own grid.",
    {"tokens": Field(("V", "h", "w", "D"), "f2", "row 0 is the top of the image; prefix tokens dropped")},
)

POINTFEAT = Schema(
    "pointfeat",
    1,
    "Teacher features carried to the points.",
    {
        "points": Field(("N", "3"), "f4", MODEL),
        "feature": Field(("N", "D"), "f2", "mean over the seeing views of bicubically sampled tokens"),
        "num_views": Field(("N",), "u1", "how many views see the point; 0: filled from seen neighbours"),
    },
)

PATCHES = Schema(
    "patches",
    2,  # 2: levels of naming; the count of views also without teacher features
    "What the two trainings read: draws of points, their patches, targets and labels.",
    {
        "points": Field(("N", "3"), "f4", MODEL),
        "num_views": Field(("N",), "u1", "how many views see the point", optional=True),
        "draw_index": Field(("R", "P"), "i4", "points of each draw, into `points`"),
        "center_index": Field(("R", "G"), "i4", "farthest point sampling order, into the draw"),
        "patch_index": Field(("R", "G", "K"), "i4", "members by distance, into the draw; column 0 the centre"),
        "patch_feature": Field(("R", "G", "D"), "f2", "mean feature of the members", optional=True),
        "part_names": Field(("L",), "str", 'cleaned, unique; "|" between words for one part', optional=True),
        "naming": Field(("M", "L"), "b1", "names of each level of detail, coarse to fine", optional=True),
        "part_mask": Field(("L", "N"), "b1", "parts may overlap", optional=True),
        "patch_label": Field(("R", "G", "L"), "f4", "share of the members that carry the part", optional=True),
    },
)

TEXTBANK = Schema(
    "textbank",
    1,
    "Part names and their embeddings by one text encoder.",
    {
        "part_names": Field(("T",), "str", "cleaned, unique"),
        "embedding": Field(("T", "D"), "f4", "unit norm, mean over the templates"),
    },
)

PREDICTION = Schema(
    "prediction",
    2,  # 2: scores, faces and features
    "Labels of one shape.",
    {
        "points": Field(("N", "3"), "f4", "source frame and units, the order of the input"),
        "label": Field(("N",), "i4", "into `part_names`"),
        "logits": Field(("N", "L"), "f4", "similarity * scale + bias"),
        "part_names": Field(("L",), "str", "as asked for"),
        "vertices": Field(("N", "3"), "f8", "`points` in full, where f4 would move them", optional=True),
        "faces": Field(("F", "3"), "i4", "corners, the order of the input", optional=True),
        "score": Field(("N",), "f4", "of the label, 0 to 1; 0 where it is -1", optional=True),
        "scores": Field(("N", "L"), "f2", "of every name", optional=True),
        "face_label": Field(("F",), "i4", "label of each face", optional=True),
        "face_score": Field(("F",), "f4", "of the face's label", optional=True),
        "face_scores": Field(("F", "L"), "f2", "of every name", optional=True),
        "face_logits": Field(("F", "L"), "f4", "at the faces' middles", optional=True),
        "patch_token": Field(("R", "G", "C"), "f2", "the encoder's output", optional=True),
        "patch_text": Field(("R", "G", "D"), "f2", "in the text space, unit length", optional=True),
        "patch_center": Field(("R", "G", "3"), "f8", "source frame and units", optional=True),
        "vertex_token": Field(("N", "C"), "f2", "between the nearest patches, mean of draws", optional=True),
        "vertex_text": Field(("N", "D"), "f2", "in the text space; not of unit length", optional=True),
        "target": Field(("N",), "i4", "annotation; -1 is unlabelled", optional=True),
        "prompts": Field(
            ("S",), "str", "ways of asking; `any` where the method does not read them", optional=True
        ),
        "prompt_best": Field(("S", "N"), "f4", "logit of the best part for each way of asking", optional=True),
        "prompt_logits": Field(
            ("S", "N", "Q"),
            "f2",
            "less `prompt_best`: of the parts, then the category, then `background`",
            optional=True,
        ),
    },
)

SCHEMAS = {s.name: s for s in (RENDER, TOKENS, POINTFEAT, PATCHES, TEXTBANK, PREDICTION)}
