import json

import pytest

from pa3d.errors import Pa3dError
from pa3d.protocols import AXES, CHOICES, PRESETS, Protocol, describe, modify, preset

SETS = ["shapenetpart", "shapenetpart-h5", "partnete", "scanobjectnn", "faust-coarse", "objaverse-general"]


@pytest.mark.parametrize(
    ("name", "dataset", "expected"),
    [
        ("patchalign3d", "shapenetpart", "skip instance ignore 2048 closed part none"),
        ("patchalign3d", "faust-coarse", "one instance ignore 2048 closed bare none"),
        ("patchalign3d-internal", "shapenetpart-h5", "one instance ignore 2048 closed part none"),
        ("patchalign3d-internal", "partnete", "skip instance ignore 2048 closed part none"),
        ("find3d", "shapenetpart-h5", "union-skip category other all closed part-of-category so3"),
        ("find3d", "partnete", "union-skip category other all open part-of-category so3"),
        ("find3d", "objaverse-general", "union-skip instance other all open part-of-category none"),
        ("cops", "shapenetpart", "one instance ignore all closed bare none"),
        ("cops", "faust-fine", "one instance ignore all closed bare none"),
        ("cops", "partnete", "one instance background all closed bare none"),
        ("cops", "scanobjectnn", "one instance background all closed bare none"),
        ("cops", "scanobjectnn-background", "one instance ignore all closed bare none"),
        ("partslip", "partnete", "skip part other all open bare none"),
        ("satr", "faust-coarse", "skip part other all open the-part-of-category none"),
        ("supervised", "shapenetpart", "one instance ignore all closed part none"),
        ("supervised", "partnete", "skip part other all open part none"),
    ],
)
def test_what_the_presets_are(name, dataset, expected):
    axes = preset(name, dataset).axes()
    assert " ".join(str(value) for value in axes.values()) == expected
    assert preset(name, dataset).name == name


def test_a_set_of_no_name_gets_the_general_choices():
    for name, protocol in PRESETS.items():
        assert preset(name) == preset(name, "labelled") == protocol


def test_axes_are_ready_for_json():
    for name in PRESETS:
        for dataset in SETS:
            axes = preset(name, dataset).axes()
            assert tuple(axes) == AXES
            assert json.loads(json.dumps(axes)) == axes
            assert Protocol(name, **axes) == preset(name, dataset)  # "all" is understood


def test_a_changed_axis_shows_in_the_name():
    base = preset("find3d", "partnete")
    changed = modify(base, absent="skip", points="100")
    assert changed.name == "find3d + absent=skip + points=100"
    assert (changed.absent, changed.points, changed.average) == ("skip", 100, "category")
    assert modify(changed, points="all").name == "find3d + absent=skip + points=all"
    assert modify(changed, absent="one").name == "find3d + points=100 + absent=one"
    assert modify(base, prompt="a {part}, {category}").name == "find3d + prompt=a {part}, {category}"
    assert base.name == "find3d"


def test_what_is_so_already_does_not_show():
    base = preset("find3d")
    assert modify(base, absent="union-skip", points="all", classes="open") == base
    assert modify(base) is base


def test_every_choice_can_be_made_alone():
    base = preset("patchalign3d")
    for axis, choices in CHOICES.items():
        for choice in choices:
            changed = modify(base, **{axis: choice})
            others = {k: v for k, v in changed.axes().items() if k != axis}
            assert changed.axes()[axis] == choice
            assert others == {k: v for k, v in base.axes().items() if k != axis}


def test_the_line_tells_protocols_apart():
    wanted = [preset(name, "partnete") for name in PRESETS]
    lines = {describe(p) for p in wanted}
    assert len(lines) == len({tuple(p.axes().items())[:-1] for p in wanted})
    assert describe(preset("partslip")) == (
        "absent skip, part mean, unlabelled other, all points, open set, asked bare"
    )
    assert "2048 points" in describe(preset("patchalign3d"))


@pytest.mark.parametrize(
    ("act", "message"),
    [
        (
            lambda: preset("partslipp"),
            "patchalign3d, patchalign3d-internal, find3d, cops, partslip, satr, superv",
        ),
        (
            lambda: modify(preset("cops"), abscent="one"),
            "absent, average, unlabelled, points, classes, prompt, r",
        ),
        (lambda: modify(preset("cops"), name="x"), "no 'name'"),
        (
            lambda: modify(preset("cops"), absent="skip_absent"),
            "absent 'skip_absent': write one of skip, union-skip",
        ),
        (lambda: modify(preset("cops"), average="micro"), "one of instance, category, part"),
        (lambda: modify(preset("cops"), unlabelled="body"), "one of ignore, background, category, other"),
        (lambda: modify(preset("cops"), classes="half"), "one of closed, open"),
        (lambda: modify(preset("cops"), rotation="x"), "one of none, z, so3"),
        (lambda: modify(preset("cops"), points="-3"), "points '-3': write all, or how many"),
        (lambda: modify(preset("cops"), points="1e3"), "write all, or how many"),
        (lambda: modify(preset("cops"), prompt="the thing"), "the thing"),
    ],
)
def test_unknown_words_are_one_line(act, message):
    with pytest.raises(Pa3dError) as caught:
        act()
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)
