"""What a benchmark number measures: seven choices with a name, and the choices of published evaluations.

"Release" is the PatchAlign3D authors' published evaluation script, "internal" their fuller evaluator in another
public repository. docs/protocols.md has the same as a table, with what a preset cannot repeat.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from pa3d.errors import Pa3dError
from pa3d.metrics import CONVENTIONS
from pa3d.prompts import check_style
from pa3d.rotations import KINDS

CHOICES = {
    "absent": CONVENTIONS,  # what a part without a target point scores: see pa3d.metrics
    "average": ("instance", "category", "part"),
    "unlabelled": ("ignore", "background", "category", "other"),
    "classes": ("closed", "open"),
    "rotation": KINDS,
}


@dataclass(frozen=True)
class Protocol:
    """One way to score. Pa3dError for an unknown choice.

    absent: skip, union-skip, one (pa3d.metrics).
    average: instance, the mean over shapes; category, the mean over categories of that; part, per part name
        over the shapes that define it, then over the parts of a category, then over categories.
    unlabelled: ignore, such points do not count; background, they are one more class, averaged like a part
        and asked for by that word (in an open set: "none of these"); category, the same by the category's
        name, in an open set too; other, they count, so that a part predicted there is a false positive, but
        they are no class.
    points: how many points are drawn per shape, with replacement; 0 (or "all") scores every point once.
    classes: closed, a point takes the best name; open, none where the best logit is below 0.
    prompt: a style of pa3d.prompts or a sentence with {part}.
    rotation: how the published evaluation turns the shapes. Scoring cannot: it is a matter of the prediction.
    """

    name: str
    absent: str = "skip"
    average: str = "instance"
    unlabelled: str = "ignore"
    points: int = 0
    classes: str = "closed"
    prompt: str = "part"
    rotation: str = "none"

    def __post_init__(self) -> None:
        for axis, choices in CHOICES.items():
            if getattr(self, axis) not in choices:
                raise Pa3dError(f"{axis} {getattr(self, axis)!r}: write one of {', '.join(choices)}")
        object.__setattr__(self, "points", _points(self.points))
        check_style(self.prompt)

    def axes(self) -> dict[str, Any]:
        """Every choice but the name, JSON-ready; points "all" or a number."""
        axes = asdict(self)
        del axes["name"]
        return axes | {"points": self.points or "all"}


AXES = tuple(field.name for field in fields(Protocol) if field.name != "name")


def _points(value: int | str) -> int:
    text = str(value).strip()
    if text == "all":
        return 0
    if not (text.isascii() and text.isdigit()):
        raise Pa3dError(f"points {value!r}: write all, or how many")
    return int(text)


PRESETS = {
    protocol.name: protocol
    for protocol in (
        # Release: only parts that are there, mean over shapes, 2048 points drawn with replacement (its own draw
        # has no seed), names in three templates, logits kept to the parts of the true category.
        Protocol("patchalign3d", "skip", "instance", "ignore", 2048, "closed", "part"),
        # Internal, sets in .npz: unlabelled points leave both target and prediction. Its 2048 are the farthest
        # of 10,000 drawn; ours are drawn. Its mean is over batches; ours over shapes.
        Protocol("patchalign3d-internal", "skip", "instance", "ignore", 2048, "closed", "part"),
        # Find3D: a logit of 0 for "no label", whose points count in the unions and are not averaged; labels
        # carried to all points; mean over categories; turned unless --canonical.
        Protocol("find3d", "union-skip", "category", "other", 0, "open", "part-of-category", "so3"),
        # COPS: mean over shapes, over all parts the category can have; in PartNetE (its class 0) and
        # ScanObjectNN what is unlabelled is a class of the mean. Its prompts are written per category by GPT or
        # by hand: the bare name is the nearest that a rule can give.
        Protocol("cops", "one", "instance", "background", 0, "closed", "bare"),
        # PartSLIP and PartSLIP++: a part's points against all others, for parts that are there; per part, then
        # per category. Part names alone (its README; the paper's numbers are with "of a <category>").
        Protocol("partslip", "skip", "part", "other", 0, "open", "bare"),
        # SATR: per part over the scans that have it, all vertices, a vertex may stay unknown; its prompts are
        # of the kind "the arm of a man".
        Protocol("satr", "skip", "part", "other", 0, "open", "the-part-of-category"),
        # Point-MAE, Point-BERT, Pointcept on ShapeNetPart; they print the mean over categories beside it. The
        # prompt is ours: a supervised network has none.
        Protocol("supervised", "one", "instance", "ignore", 0, "closed", "part"),
    )
}

# What an implementation does otherwise on one set, by the start of the set's name in pa3d.datasets.
_SPECIAL: dict[tuple[str, str], dict[str, Any]] = {
    # release, its second evaluation: bare names, absent parts 1.0
    ("patchalign3d", "faust"): {"absent": "one", "prompt": "bare"},
    # internal, its metric for ShapeNetPart: 1.0 where neither has the part
    ("patchalign3d-internal", "shapenetpart"): {"absent": "one"},
    # Find3D's --benchmark ShapeNetPart: no zero logit
    ("find3d", "shapenetpart"): {"classes": "closed"},
    # mean over objects; the clouds come turned, and its rotation is for the two sets with a canonical pose
    ("find3d", "objaverse-general"): {"average": "instance", "rotation": "none"},
    # no unlabelled points in these, so no class for them (it would score 1 in every shape) ...
    ("cops", "shapenetpart"): {"unlabelled": "ignore"},
    ("cops", "faust"): {"unlabelled": "ignore"},
    # ... and in this it is one of the parts already
    ("cops", "scanobjectnn-background"): {"unlabelled": "ignore"},
    # Pointcept's PartNetE: a class "other" that is not averaged; per part, only where it is there
    ("supervised", "partnete"): {"absent": "skip", "average": "part", "unlabelled": "other", "classes": "open"},
}


def preset(name: str, dataset: str = "") -> Protocol:
    """The preset of a name as its implementation has it for a set (a name of pa3d.datasets)."""
    if name not in PRESETS:
        raise Pa3dError(f"preset {name!r}: write one of {', '.join(PRESETS)}")
    protocol = PRESETS[name]
    for (owner, start), axes in _SPECIAL.items():
        if owner == name and dataset.startswith(start):
            protocol = replace(protocol, **axes)
    return protocol


def modify(protocol: Protocol, **axes: Any) -> Protocol:
    """The protocol with some choices set alone; its name tells: "find3d + absent=skip"."""
    for axis, value in axes.items():
        if axis not in AXES:
            raise Pa3dError(f"a protocol has no {axis!r}; it has {', '.join(AXES)}")
        changed = replace(protocol, **{axis: value})
        if changed == protocol:
            continue
        old, new = (f" + {axis}={p.axes()[axis]}" for p in (protocol, changed))
        name = protocol.name.replace(old, "") + new
        protocol = replace(changed, name=name)
    return protocol


def describe(protocol: Protocol) -> str:
    """The choices in one line, for a table of scores; without the rotation."""
    points = f"{protocol.points} points" if protocol.points else "all points"
    words = (
        f"absent {protocol.absent}",
        f"{protocol.average} mean",
        f"unlabelled {protocol.unlabelled}",
        points,
        f"{protocol.classes} set",
        f"asked {protocol.prompt}",
    )
    return ", ".join(words)
