"""Persons: poses for all kinds of figures, and bodies built from lofts and sweeps."""

from __future__ import annotations

from pa3d.synth import mesh as g
from pa3d.synth.build import Builder, design
from pa3d.synth.catalog.figure_parts import NAMES, add_body, draw_pose, make_figure, posed, upright_pose
from pa3d.synth.mesh import Mesh


def _smooth(b: Builder) -> None:
    """Naked smooth figure: a mannequin for dimensions in a CAD model."""
    add_body(b, make_figure(b, draw_pose(b), heads=b.uniform(6.5, 8.2), sides=b.pick(12, 16, 20)), NAMES)


def _artist_doll(b: Builder) -> None:
    """Wooden artist's mannequin with balls at the joints."""
    fig = make_figure(b, draw_pose(b), heads=b.uniform(6.5, 8), sides=14)
    add_body(b, fig, NAMES, ball=b.uniform(1.05, 1.3))


def _low_poly(b: Builder) -> None:
    """Game figure of few faces."""
    add_body(b, make_figure(b, draw_pose(b), heads=b.uniform(5.5, 8), sides=b.pick(5, 6, 8)), NAMES)


def _cartoon(b: Builder) -> None:
    """Big head, short limbs."""
    fig = make_figure(b, draw_pose(b), heads=b.uniform(2.6, 4.8), sides=16)
    fig.limb *= b.uniform(1.0, 1.6)
    add_body(b, fig, NAMES, cartoon=True)


def _dressed(b: Builder) -> None:
    """Shirt, trousers, shoes, perhaps a skirt; the clothes take the place of the skin."""
    fig = make_figure(b, draw_pose(b) if b.chance() else upright_pose(b), heads=b.uniform(4.5, 8), sides=14)
    names = NAMES | {"chest": "torso > shirt|top", "belly": "torso > shirt|top", "foot": "leg > shoe"}
    names |= dict.fromkeys(("thigh", "knee", "shin")[: b.pick(1, 3)], "leg > trousers|pants")
    names |= dict.fromkeys(("shoulder", "upper arm", "elbow", "forearm")[: b.pick(2, 4)], "arm > sleeve")
    add_body(b, fig, names)
    if b.chance(0.25):
        at, spin = fig.spine(0.4)
        skirt = g.lathe([(fig.hip * 1.5, -fig.height * b.uniform(0.15, 0.3)), (fig.hip * 1.02, 0)], 18)
        b.add("torso > skirt", posed(skirt, spin, at))


def _toy(b: Builder) -> None:
    """Blocky figure: box head, box trunk, box or cylinder limbs, standing or walking."""
    s = b.uniform(0.04, 1.8) / 4
    wide, deep, soft = s * b.uniform(0.8, 1.2), s * b.uniform(0.35, 0.6), b.pick(0.0, 0.05, 0.1) * s
    leg, trunk, head = s * b.uniform(0.9, 1.6), s * b.uniform(1.0, 1.5), s * b.uniform(0.5, 0.95)
    swing, raised, up = b.uniform(0, 40) * b.chance(), b.uniform(0, 25), b.pick(0, 0, 0, 90, 170)
    b.add(
        "torso > chest",
        g.box(wide, trunk * 0.75, deep, soft).taper(b.uniform(0.8, 1.15)).move(y=leg + trunk * 0.625),
    )
    b.add("torso > pelvis|hip", g.box(wide * 0.98, trunk * 0.25, deep, soft).move(y=leg + trunk * 0.125))
    skull = b.pick(g.box(head, head, head, soft), g.cylinder(head / 2, head, bevel=head * 0.1))
    b.add("head > head|face", skull.move(y=leg + trunk + head * 0.58))
    b.add("head > neck", g.cylinder(head * 0.2, head * 0.2, sides=10).move(y=leg + trunk + head * 0.05))
    if b.chance(0.4):
        b.add("head > hair", g.box(head * 1.08, head * 0.3, head * 1.08, soft).move(y=leg + trunk + head))
    foot, thick = deep * b.uniform(0, 0.5), wide * b.uniform(0.22, 0.32)
    for side in (-1, 1):
        hip, joint = side * wide * 0.26, leg * 0.5
        for name, low, high in (("upper leg|thigh", joint, leg), ("lower leg|shin|calf", leg * 0.15, joint)):
            part = g.box(wide * 0.44, high - low, deep * 0.9, soft).move(hip, (low + high) / 2, 0)
            b.add(f"leg > {name}", part.rotate("x", side * swing, (0, leg, 0)))
        sole = g.box(wide * 0.46, leg * 0.16, deep * 0.95 + foot, soft).move(hip, leg * 0.08, foot / 2)
        b.add("leg > foot", sole.rotate("x", side * swing, (0, leg, 0)))
        x, top = side * (wide / 2 + thick * 0.55), leg + trunk
        for name, part in _toy_arm(trunk, thick, soft):
            turned = part.rotate("x", -side * swing - up).rotate("z", side * raised)
            b.add(name, turned.move(x, top - thick / 2, 0))


def _toy_arm(length: float, thick: float, soft: float) -> list[tuple[str, Mesh]]:
    """Box arm hanging from the origin."""
    upper = g.box(thick, length * 0.45, thick, soft).move(y=-length * 0.15)
    lower = g.box(thick * 0.95, length * 0.4, thick * 0.95, soft).move(y=-length * 0.55)
    hand = g.box(thick * 1.05, length * 0.2, thick * 1.05, soft).move(y=-length * 0.83)
    return [("arm > upper arm", upper), ("arm > forearm|lower arm", lower), ("arm > hand", hand)]


@design("person")
def own_person(b: Builder) -> None:
    """One of the bodies made here: smooth, doll, low-poly, cartoon, dressed, or blocky."""
    b.pick(_smooth, _smooth, _artist_doll, _low_poly, _cartoon, _dressed, _dressed, _toy)(b)
