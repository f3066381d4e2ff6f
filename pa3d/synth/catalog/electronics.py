"""Electronics: computers, screens, phones, cameras, sound, game and VR controllers."""

from __future__ import annotations

import numpy as np

from pa3d.synth import mesh as g
from pa3d.synth.build import Builder, design
from pa3d.synth.catalog.device_parts import CORD, SCREEN, ajar, knob
from pa3d.synth.mesh import Mesh
from pa3d.synth.parts import disc, frame, grid, plate, slab, slots, standing, stick, turn_all, wire


def keys(b: Builder, w: float, h: float, thick: float, rows: int) -> Mesh:
    """Rows of keys within w by h on z = 0, rows shifted, a space bar in the lowest."""
    columns, meshes = b.integer(11, 15), []
    dx, dy = w / columns, h / rows
    key = (
        plate(dx * 0.84, dy * 0.84, thick)
        if b.chance(0.8)
        else plate(dx * 0.8, dy * 0.8, thick).taper(0.8, "z")
    )
    for row in range(rows):
        y = (row + 0.5) * dy - h / 2
        shift = 0.0 if row in (0, rows - 1) else dx * 0.25 * (row % 3)
        for i in range(columns - (1 if shift else 0)):
            if row == 0 and columns * 0.28 < i < columns * 0.68:
                continue
            meshes.append(key.move((i + 0.5) * dx - w / 2 + shift, y))
    meshes.append(plate(dx * columns * 0.36, dy * 0.84, thick).move(-dx * 0.1, 0.5 * dy - h / 2))
    return g.join(meshes)


# -- computers -------------------------------------------------------------------------------------


@design("laptop")
@design("laptop")
def laptop(b: Builder) -> None:
    """Notebook: base with keys and touchpad, lid with the screen at any angle, hinges."""
    w = b.uniform(0.26, 0.42)
    d, thick, lid = w * b.uniform(0.6, 0.8), b.uniform(0.008, 0.035), b.uniform(0.004, 0.015)
    r = b.pick(0, 0.008, 0.015)
    first = len(b.pieces)
    b.add("keyboard|base > body|case|palm rest", slab(w, d, thick, r))
    kw, kh, up = w * b.uniform(0.8, 0.95), d * b.uniform(0.38, 0.55), d * b.uniform(0.12, 0.2)
    if b.chance(0.9):
        b.add(
            "keyboard|base > keyboard|keypad > key", keys(b, kw, kh, 0.003, b.integer(5, 6)).move(0, up, thick)
        )
    else:
        b.add("keyboard|base > keyboard|keypad", plate(kw, kh, 0.002).move(0, up, thick))
    if b.chance(0.85):
        pad = slab(w * b.uniform(0.25, 0.4), d * b.uniform(0.18, 0.27), 0.0015, 0.004)
        b.add("keyboard|base > touchpad|trackpad", pad.move(0, -d * 0.32, thick))
        if b.chance(0.3):
            two = g.array(plate(w * 0.13, d * 0.05, 0.003), [(s * w * 0.07, -d * 0.46, thick) for s in (-1, 1)])
            b.add("keyboard|base > touchpad button|button", two)
    turn_all(b, "x", -90, first)
    low = len(b.pieces)
    h = d * b.uniform(0.9, 1.02)
    border = b.uniform(0.006, 0.02)
    b.add("screen|lid > frame|bezel|lid", slab(w, h, lid, r).move(y=h / 2, z=-lid))
    b.add(
        "screen|lid > screen|display",
        plate(w - 2 * border, h - 2.4 * border, 0.0015).move(y=h / 2 + 0.2 * border),
    )
    if b.chance(0.7):
        b.add("screen|lid > camera|webcam", disc(0.004, 0.002, sides=12).move(y=h - border * 0.5))
    lean = b.pick(b.uniform(0, 50), b.uniform(-20, 40), b.uniform(-85, 60))
    turn_all(b, "x", -lean, low)
    at = (0.0, thick * (0.9 if lean > -70 else 1.3) + 0.002, -d / 2 + 0.003)
    b.change(lambda m: m.move(*at), low)
    rod = g.cylinder(max(thick * 0.35, 0.004), w * b.uniform(0.06, 0.2), sides=12).rotate("z", 90)
    pair = g.array(rod, [(s * w * 0.35, 0, 0) for s in (-1, 1)]) if b.chance(0.7) else rod.scale(3, 1, 1)
    b.add("hinge|shaft", pair.move(*at))


@design("display", "monitor")
@design("display", "tv")
@design("tv")
def flat_screen(b: Builder) -> None:
    """Flat monitor or television: panel in a bezel on a pole stand, a V foot, two feet, or a wall mount."""
    w = b.uniform(0.4, 1.5)
    h, thick, border = w * b.uniform(0.5, 0.78), w * b.uniform(0.02, 0.08), w * b.uniform(0.008, 0.04)
    lift, kind = h * b.uniform(0.1, 0.4), b.integer(0, 5)
    y = lift + h / 2
    if kind == 3:
        lift = y = h / 2
        lift = h * 0.08
        y = lift + h / 2
    first = len(b.pieces)
    b.add(
        "screen > frame|bezel|case",
        frame(w, h, thick * 0.4, border).move(y=y) + plate(w, h, thick).move(0, y, -thick),
    )
    b.add("screen > screen|display", plate(w - 2 * border, h - 2 * border, thick * 0.1).move(y=y))
    if b.chance(0.4):
        b.add("screen > back|back cover", g.box(w * 0.7, h * 0.6, thick, thick * 0.4).move(0, y, -thick * 1.3))
    if b.chance(0.3):
        b.add(
            "button",
            g.array(disc(w * 0.008, 0.004, sides=10), grid(b.integer(3, 5), 1, w * 0.03, 0)).move(
                w * 0.35, y - h / 2 + border / 2, thick * 0.4
            ),
        )
    lean = b.uniform(-12, 3)
    b.change(lambda m: m.rotate("x", lean, (0, y, 0)), first)
    _screen_stand(b, kind, w, y, lift, thick)


def _screen_stand(b: Builder, kind: int, w: float, y: float, lift: float, thick: float) -> None:
    """What carries a flat screen."""
    foot, z = 0.012, -thick * 1.2
    if kind == 3:
        legs = g.ring(stick((0, lift * 1.5, 0), (0, 0, w * 0.14), 0.008, sides=8), 2)
        b.add("base|foot|stand", g.array(legs, [(s * w * 0.38, 0, z * 0.5) for s in (-1, 1)]))
        return
    if kind == 4 and w > 0.6:
        b.add("wall mount|bracket|support", plate(w * 0.3, w * 0.2, 0.03).move(0, y, z - 0.03))
        return
    neck = (
        g.box(w * b.uniform(0.06, 0.2), y - foot, 0.02, 0.004)
        if b.chance()
        else g.cylinder(w * b.uniform(0.02, 0.05), y - foot, sides=16)
    )
    b.add("support|stand|neck|pole", neck.move(0, (y + foot) / 2, z - 0.015))
    if kind == 0:
        b.add(
            "base|foot",
            g.cylinder(w * b.uniform(0.17, 0.28), foot, sides=28).scale(1, 1, 0.7).move(0, foot / 2, z),
        )
    elif kind == 1:
        leg = stick((0, foot * 0.6, z), (w * 0.25, foot * 0.6, w * 0.18), foot * 0.6, sides=8)
        b.add("base|foot", leg + leg.mirror("x"))
    else:
        b.add(
            "base|foot",
            standing(w * b.uniform(0.3, 0.6), foot, w * b.uniform(0.2, 0.32), b.pick(0, 0.005)).move(z=z),
        )


@design("tv", "display")
def tube_tv(b: Builder) -> None:
    """Old picture-tube set or monitor: deep case, bulging screen, knobs, speaker slots, antenna, legs."""
    w = b.uniform(0.35, 0.65)
    h, d, side = w * b.uniform(0.7, 0.9), w * b.uniform(0.5, 0.9), b.pick(0.0, 0.24)
    b.add("body|case|cabinet", standing(w, h, d * 0.5, b.pick(0, 0.01, 0.03)))
    back = g.box(w * 0.95, h * 0.95, d * 0.5).taper(0.65, "z").rotate("y", 180)
    b.add("body|case|cabinet", back.move(0, h / 2, -d * 0.48))
    x, sw = -w * side / 2, w * (0.88 - side)
    b.add("screen > frame|bezel", frame(sw, h * 0.84, 0.015, 0.02, 0.02).move(x, h / 2, d * 0.25))
    b.add(
        "screen > screen|display",
        g.superquadric(sw / 2 - 0.02, h * 0.42 - 0.02, 0.02, 0.3, 0.3).move(x, h / 2, d * 0.25),
    )
    kx = w * (0.5 - side / 2) if side else 0.0
    ky = h * 0.7 if side else h * 0.04
    one = knob(b, w * 0.04 if side else h * 0.025)
    b.add(
        "knob|dial|button",
        g.array(
            one, [(kx, ky, d * 0.25), (kx + (0 if side else 0.05), ky - (h * 0.2 if side else 0), d * 0.25)]
        ),
    )
    if side:
        b.add("speaker|grille", slots(w * 0.16, h * 0.25, 6).move(kx, h * 0.25, d * 0.25))
    if b.chance():
        rod = stick((0, h, -d * 0.1), (w * 0.35, h + w * 0.6, -d * 0.1), 0.004, sides=6)
        b.add("antenna", rod + rod.mirror("x") + g.sphere(0.03, 0.02, 0.03, 12).move(0, h, -d * 0.1))
    if b.chance(0.5):
        leg = stick((w * 0.35, 0, d * 0.1), (w * 0.42, -h * 0.4, d * 0.18), 0.012, sides=8)
        b.add("leg|foot|base", leg + leg.mirror("x") + (leg + leg.mirror("x")).mirror("z"))
    else:
        b.add("base|foot|stand", g.cylinder(w * 0.25, 0.03, sides=24).move(y=-0.015))


@design("computer tower")
def tower(b: Builder) -> None:
    """Desktop case: front panel with drives, power button, ports, vents, feet; sometimes a glass side."""
    w, h, d = b.uniform(0.14, 0.24), b.uniform(0.32, 0.52), b.uniform(0.35, 0.5)
    b.add("body|case|chassis", standing(w, h, d, b.pick(0, 0.006)))
    thick = b.uniform(0.01, 0.04)
    b.add(
        "front panel|front", plate(w * b.uniform(0.94, 1.04), h, thick, b.pick(0, 0.008)).move(y=h / 2, z=d / 2)
    )
    z = d / 2 + thick
    bays = b.integer(0, 3)
    if bays:
        b.add(
            "drive|disk drive|drive bay",
            g.array(plate(w * 0.8, 0.036, 0.01), [(0, h * 0.92 - 0.045 * i, z - 0.005) for i in range(bays)]),
        )
    b.add(
        "button|power button",
        disc(b.uniform(0.008, 0.018), 0.01, sides=16).move(w * b.uniform(-0.3, 0.3), h * 0.55, z),
    )
    b.add(
        "port|socket|usb port",
        g.array(plate(0.014, 0.006, 0.006), grid(b.integer(2, 4), 1, 0.024, 0)).move(0, h * 0.46, z),
    )
    if b.chance(0.7):
        b.add("grille|vent", slots(w * 0.7, h * 0.3, b.integer(5, 10)).move(y=h * 0.2, z=z - 0.004))
    if b.chance(0.4):
        b.add("side panel|glass", g.box(0.006, h * 0.9, d * 0.9).move(w / 2 + 0.003, h / 2))
    if b.chance(0.4):
        r = w * 0.33
        blades = g.ring(g.box(r * 0.8, 0.004, r * 0.4).rotate("x", 25).move(x=r * 0.5), 7) + g.torus(r, 0.008)
        b.add("fan", g.array(blades.rotate("x", 90), [(0, h * 0.7, -d / 2 - 0.005)]))
    b.add(
        "foot|base",
        g.array(
            g.box(0.03, 0.015, 0.03), [(s * w * 0.35, -0.0075, t * d * 0.4) for s in (-1, 1) for t in (-1, 1)]
        ),
    )


@design("keyboard")
@design("keyboard")
@design("keyboard")
def keyboard(b: Builder) -> None:
    """Computer keyboard: plate or wedge, main keys, often arrows and a number pad, cord, wrist rest."""
    w, d, thick = b.uniform(0.26, 0.34), b.uniform(0.1, 0.16), b.uniform(0.006, 0.025)
    full, rows, deep = b.chance(0.6), b.integer(4, 6), b.uniform(0.003, 0.012)
    extra = w * 0.5 if full else 0.0
    first = len(b.pieces)
    case = slab(w + extra + 0.025, d + 0.02, thick, b.pick(0, 0.006, 0.015))
    b.add("body|case|base", case.move(x=extra / 2))
    b.add("key|button", keys(b, w, d, deep, rows).move(z=thick))
    if full:
        pitch = d / rows
        one = plate(pitch * 0.84, pitch * 0.84, deep)
        for x, columns, count in ((w / 2 + w * 0.12, 3, 2), (w / 2 + w * 0.37, b.integer(3, 4), rows - 1)):
            pad = g.array(one, grid(columns, count, pitch * 0.95, pitch))
            b.add("key|button", pad.move(x, -pitch * (rows - count) / 2, thick))
        arrows = [(0, 0, 0), (pitch, 0, 0), (-pitch, 0, 0), (0, pitch, 0)]
        if rows > 4:
            b.pieces[-2] = (b.pieces[-2][0], b.pieces[-2][1].move(y=pitch * (rows - 2)))
            b.add("key|button", g.array(one, arrows).move(w / 2 + w * 0.12, pitch * 0.5 - d / 2, thick))
    if b.chance(0.25):
        b.add(
            "wrist rest|palm rest", plate(w + extra, 0.06, thick * 0.8, 0.004).move(extra / 2, -d / 2 - 0.045)
        )
    if b.chance(0.25):
        b.add(
            "knob|dial",
            g.cylinder(0.012, 0.014)
            .rotate("x", 90)
            .move((w + extra) / 2 + extra / 2 - 0.01, d / 2 - 0.006, thick + 0.012),
        )
    turn_all(b, "x", -90 + b.uniform(0, 8), first)
    if b.chance(0.6):
        x, back = b.uniform(-0.1, 0.1) + extra / 2, -d / 2 - 0.005
        path = [
            (x, thick * 0.5, back),
            (x, thick * 0.5, back - 0.06),
            (x + b.uniform(-0.15, 0.15), 0.004, back - 0.15),
            (x + b.uniform(-0.2, 0.2), 0.004, back - 0.3),
        ]
        b.add(CORD, wire(path, b.uniform(0.002, 0.004)))


@design("mouse", "computer mouse")
@design("mouse", "computer mouse")
def mouse(b: Builder) -> None:
    """Computer mouse: domed body, two buttons in front, scroll wheel, side button, cord."""
    w, h, d = b.uniform(0.027, 0.036), b.uniform(0.026, 0.042), b.uniform(0.085, 0.12)
    t = np.linspace(-1, 1, 25)  # back to front
    waist, peak, boxy = b.uniform(0.8, 1.05), b.uniform(-0.4, 0.1), b.uniform(0.45, 0.9)
    ends = np.sqrt(np.maximum(1 - np.abs(t) ** b.uniform(2.5, 6), 0.003))
    wide = w * ends * (1 - (1 - waist) * np.exp(-((t - 0.2) ** 2) * 8))
    tall = h * np.sqrt(ends) * (1 - b.uniform(0.15, 0.5) * (t - peak) ** 2)
    across = np.radians(np.linspace(0, 180, 17))
    x, y = np.sign(np.cos(across)) * np.abs(np.cos(across)) ** boxy, np.sin(across) ** boxy
    skin = np.stack([wide[:, None] * x, tall[:, None] * y, np.repeat(t[:, None] * d / 2, 17, 1)], -1)
    b.add("body|case|shell", g.loft(skin))
    start, edge = b.integer(12, 16), b.integer(1, 4)
    for j in (slice(edge, 9), slice(8, 17 - edge)):
        part = skin[start:24, j] * [0.99, 1, 1] + [0, 0.0012, 0.0004]
        gap = 0.0007 if part[:, :, 0].mean() > 0 else -0.0007
        b.add("button", g.sheet((part + [gap, 0, 0]).swapaxes(0, 1)[::-1], 0.003))
    size, at = b.uniform(0.008, 0.012), b.integer(17, 20)
    wheel = g.cylinder(size, b.uniform(0.005, 0.009), sides=18).rotate("z", 90)
    b.add("wheel|scroll wheel", wheel.move(0, tall[at] - size * 0.4, t[at] * d / 2))
    if b.chance(0.4):
        b.add(
            "button",
            g.array(g.box(0.006, 0.006, 0.016, 0.002), [(-wide[12] * 0.95, h * 0.5, i) for i in (-0.01, 0.01)]),
        )
    if b.chance(0.65):
        front, away = d * 0.48, b.uniform(-0.1, 0.1)
        path = [(0, h * 0.2, front), (0, h * 0.2, d * 0.7), (away * 0.6, 0.003, d * 1.1), (away, 0.003, d * 2)]
        b.add(CORD, wire(path, b.uniform(0.0015, 0.003)))


@design("usb")
@design("usb")
@design("usb")
def usb_stick(b: Builder) -> None:
    """Memory stick along z: body, metal plug, and a cap, a swivel cover, or a sliding knob; key loop."""
    w, h, d, kind = b.uniform(0.016, 0.022), b.uniform(0.006, 0.01), b.uniform(0.03, 0.05), b.integer(0, 3)
    r = b.pick(0, h * 0.2, h * 0.45)
    b.add(
        "body|case",
        g.box(w, h, d, r) if b.chance(0.8) else g.capsule(w / 2, d).rotate("x", 90).scale(1, h / w, 1),
    )
    plug = b.uniform(0.011, 0.014)
    shell = frame(0.012, 0.0046, plug, 0.0005)
    b.add("connector|plug", shell + plate(0.0105, 0.0018, plug * 0.95).move(y=-0.0008))
    b.pieces[-1] = (b.pieces[-1][0], b.pieces[-1][1].move(z=d / 2 - 0.0005))
    if kind == 0:
        cap = frame(w, h, plug * 1.1, h * 0.12, r).move(z=d / 2) + plate(w, h, h * 0.15).move(
            z=d / 2 + plug * 1.1
        )
        away = b.pick(0.0, 0.0, b.uniform(0.005, 0.03))
        b.add("cap|lid|cover", cap.move(z=away).move(x=w * 1.6 if away and b.chance(0.4) else 0.0))
    elif kind <= 2:
        angle, at = b.pick(0, 180, b.uniform(0, 360)), (0, 0, -d / 2 + w / 2)
        arm = g.box(w * 0.95, 0.001, d * 1.0).move(z=d * 0.32)
        cover = arm.move(y=h / 2 + 0.0008) + arm.move(y=-h / 2 - 0.0008)
        cover = cover + g.box(w * 0.95, h + 0.0025, 0.001).move(z=-d * 0.18)
        cover = cover + g.cylinder(w * 0.2, h + 0.004, sides=16)
        b.add("rotation|swivel cover|cap", cover.rotate("y", angle).move(*at))
    else:
        b.add(
            "button|slider", g.box(w * 0.4, h * 0.3, d * 0.15, 0.0008).move(y=h / 2, z=b.uniform(-0.2, 0.3) * d)
        )
    if b.chance(0.4):
        b.add("ring|loop|strap", g.torus(w * 0.28, 0.0009).move(z=-d / 2 - w * 0.2))


@design("printer")
@design("printer")
def printer(b: Builder) -> None:
    """Desktop printer: body, scanner lid, paper trays in front and behind, control panel with buttons."""
    w, d, h = b.uniform(0.36, 0.55), b.uniform(0.28, 0.42), b.uniform(0.14, 0.36)
    b.add("body|case", standing(w, h, d, b.pick(0, 0.01, 0.025)))
    if b.chance(0.7):
        lid = standing(w * 0.98, 0.03, d * 0.95, 0.008).rotate("x", -ajar(b, 0.75, 75), (0, 0, -d / 2))
        b.add("lid|cover|scanner lid", lid.move(y=h))
    if b.chance(0.7):
        b.add(
            "tray|paper tray|output tray",
            g.box(w * 0.6, 0.008, d * 0.5).rotate("x", b.uniform(-5, 10)).move(0, h * 0.25, d * 0.65),
        )
        if b.chance(0.5):
            b.add("paper|sheet", g.box(w * 0.52, 0.002, d * 0.5).move(0, h * 0.25 + 0.02, d * 0.62))
    if b.chance(0.5):
        rear = g.box(w * 0.6, 0.25, 0.008).move(y=0.1).rotate("x", -b.uniform(5, 30))
        b.add("tray|paper tray|input tray", rear.move(0, h, -d * 0.45))
    first = len(b.pieces)
    b.add("control panel|panel", plate(w * b.uniform(0.3, 0.95), 0.07, 0.012, 0.003))
    b.add(
        "button",
        g.array(disc(0.007, 0.006, sides=10), grid(b.integer(2, 4), b.integer(1, 3), 0.022, 0.018)).move(
            w * 0.09, 0, 0.012
        ),
    )
    b.add("screen|display", plate(0.06, 0.035, 0.003).move(-w * 0.05, 0, 0.012))
    lean = b.uniform(-80, 0)
    b.change(lambda m: m.rotate("x", lean).move(0, h - 0.05, d / 2), first)
    if b.chance(0.4):
        b.add("drawer|paper drawer|cassette", plate(w * 0.9, h * 0.22, 0.012).move(0, h * 0.13, d / 2))


@design("router")
def router(b: Builder) -> None:
    """Network router: flat box or standing case, antennas, lights, ports."""
    w, d, h = b.uniform(0.14, 0.26), b.uniform(0.1, 0.18), b.uniform(0.022, 0.04)
    b.add("body|case", standing(w, h, d, b.pick(0, 0.006, 0.015)))
    for i in range(count := b.integer(1, 6)):
        x = (i - (count - 1) / 2) * w * 0.9 / max(count - 1, 1)
        rod = (
            g.box(0.012, b.uniform(0.12, 0.18), 0.008, 0.003)
            if b.chance()
            else g.cylinder(0.006, 0.16, 0.004, 12)
        )
        b.add("antenna", rod.move(y=0.08).rotate("z", b.uniform(-25, 25)).move(x, h * 0.6, -d / 2 - 0.006))
        b.add(
            "hinge|joint", g.cylinder(0.007, 0.018, sides=10).rotate("z", 90).move(x, h * 0.6, -d / 2 - 0.006)
        )
    lights = g.array(plate(0.004, 0.004, 0.002), grid(b.integer(3, 8), 1, 0.012, 0))
    b.add("light|indicator", lights.move(0, h * 0.5, d / 2))
    b.add(
        "port|socket",
        g.array(plate(0.014, 0.012, 0.003), grid(4, 1, 0.02, 0)).rotate("y", 180).move(0, h * 0.5, -d / 2),
    )
    if b.chance():
        b.add("grille|vent", slots(w * 0.6, d * 0.4, 8, 0.002).rotate("x", -90).move(y=h))


@design("projector")
def projector(b: Builder) -> None:
    """Video projector: box with a lens ring in front, buttons on top, vents, feet."""
    w, h, d = b.uniform(0.2, 0.4), b.uniform(0.08, 0.14), b.uniform(0.18, 0.3)
    x, r = w * b.pick(0.0, 0.25, -0.25), h * b.uniform(0.3, 0.42)
    b.add("body|case", standing(w, h, d, b.uniform(0, 0.03)))
    b.add("lens > lens ring|barrel", disc(r, 0.03, r * 0.9, 24).move(x, h / 2, d / 2 - 0.004))
    b.add("lens > lens|glass", g.sphere(r * 0.75, r * 0.75, r * 0.3).move(x, h / 2, d / 2 + 0.024))
    b.add(
        "button",
        g.array(
            g.cylinder(0.006, 0.004, sides=10),
            [(0.02 * i, h, 0.02 * j) for i in range(-1, 2) for j in range(-1, 2)],
        ),
    )
    b.add("grille|vent", slots(w * 0.3, h * 0.6, 5).move(-x if x else w * 0.3, h / 2, d / 2))
    b.add(
        "foot",
        g.array(
            g.cylinder(0.01, 0.015, sides=10),
            [(s * w * 0.38, -0.007, t * d * 0.38) for s in (-1, 1) for t in (-1, 1)],
        ),
    )


# -- phones, remotes -------------------------------------------------------------------------------


@design("phone", "smartphone")
@design("phone", "smartphone")
def smartphone(b: Builder) -> None:
    """Flat touch phone: body, screen, side buttons, camera bump, home button; upright, lying, or on a stand."""
    w, thick = b.uniform(0.06, 0.085), b.uniform(0.006, 0.013)
    h, r = w * b.uniform(1.75, 2.2), b.pick(0.002, 0.008, 0.012)
    home = b.chance(0.45)
    b.add("body|case|frame", slab(w, h, thick, r))
    sh = h * b.uniform(0.74, 0.8) if home else h * 0.95
    b.add(SCREEN, slab(w * 0.93, sh, 0.001, 0.001 if home else r * 0.8).move(z=thick))
    if home:
        key = disc(w * 0.08, 0.0015, sides=18) if b.chance(0.7) else slab(w * 0.2, w * 0.09, 0.0015, w * 0.03)
        b.add("button", key.move(0, -h * 0.445, thick))
        b.add("speaker|earpiece", slab(w * 0.2, 0.003, 0.001, 0.0014).move(0, h * 0.445, thick))
    for s, y, length in ((1, 0.2, 0.018), (-1, 0.22, 0.012), (-1, 0.12, 0.012)):
        b.add("button", g.box(0.0025, length, thick * 0.4, 0.0006).move(s * w / 2, h * y, thick / 2))
    if b.chance(0.6):
        b.add(
            "camera > camera bump|camera", slab(w * 0.3, w * 0.3, 0.002, 0.006).move(w * 0.28, h * 0.4, -0.002)
        )
        lenses = g.array(disc(w * 0.055, 0.0015), grid(2, b.integer(1, 2), w * 0.13, w * 0.13))
        b.add("camera > lens", lenses.rotate("y", 180).move(w * 0.28, h * 0.4, -0.002))
    turn_all(b, "x", b.pick(0, -90, -20))


@design("phone", "cell phone")
def key_phone(b: Builder) -> None:
    """Mobile phone with keys: candy bar with antenna, flip phone at any opening, or slider."""
    w, h, thick, kind = b.uniform(0.042, 0.06), b.uniform(0.09, 0.13), b.uniform(0.01, 0.022), b.integer(0, 2)
    r = w * b.uniform(0.1, 0.45)
    dy = h * 0.09
    pad = g.array(plate(w * 0.22, dy * 0.65, 0.0015, 0.0004), grid(3, 4, w * 0.28, dy))
    nav = slab(w * 0.36, dy * 1.1, 0.0016, 0.003)
    if kind == 0:
        b.add("body|case", slab(w, h, thick, r))
        b.add(SCREEN, plate(w * 0.78, h * 0.32, 0.001).move(0, h * 0.24, thick))
        b.add("button|key", pad.move(0, -h * 0.25, thick) + nav.move(0, h * 0.0, thick))
        if b.chance(0.5):
            b.add("antenna", g.capsule(0.004, b.uniform(0.02, 0.06)).move(w * 0.35, h / 2 + 0.012, thick / 2))
    else:
        half = h * 0.72
        b.add("body|case", slab(w, half, thick * 0.6, r * 0.6).move(y=-half / 2))
        keyz = thick * 0.6
        b.add("button|key", pad.scale(1, 0.9, 1).move(0, -half * 0.62, keyz) + nav.move(0, -half * 0.2, keyz))
        first = len(b.pieces)
        b.add("lid|cover|flip", slab(w, half, thick * 0.45, r * 0.6).move(y=half / 2, z=0))
        b.add(SCREEN, plate(w * 0.76, half * 0.62, 0.001).move(0, half * 0.52, thick * 0.45))
        if kind == 1:
            fold = b.uniform(0, 110)
            b.change(lambda m: m.rotate("x", fold, (0, 0, keyz)), first)
            b.add("hinge", g.cylinder(thick * 0.4, w * 0.7, sides=14).rotate("z", 90).move(z=thick * 0.4))
        else:
            b.change(lambda m: m.move(y=-half * b.uniform(0.3, 0.32), z=keyz), first)
    turn_all(b, "x", b.pick(0, -90))


@design("phone", "telephone")
@design("phone", "telephone")
def desk_phone(b: Builder) -> None:
    """Desk telephone: wedge or classic base, handset on or off, key block or rotary dial, coiled cord."""
    w, d, h = b.uniform(0.16, 0.24), b.uniform(0.16, 0.22), b.uniform(0.04, 0.1)
    lean, rotary = b.uniform(8, 28), b.chance(0.4)
    case = (
        standing(w, h, d, 0.006)
        if b.chance(0.6)
        else g.superquadric(w / 2, h * 0.6, d / 2, 0.5, 0.4).move(y=h * 0.5)
    )
    shear = np.where(case.vertices[:, 1:2] > h * 0.5, np.tan(np.radians(lean)) * (-case.vertices[:, 2:3]), 0)
    b.add("body|base|case", Mesh(case.vertices + shear * [0, 1, 0], case.faces))
    first = len(b.pieces)
    x = b.pick(-0.28, 0.28) * w if not rotary else 0.0
    free = -x * 0.6
    if rotary:
        r = w * 0.27
        b.add("dial|rotary dial", g.cylinder(r, 0.012, r * 0.9, 28) + g.cylinder(r * 0.35, 0.016))
        b.add(
            "button|finger hole|hole",
            g.ring(g.cylinder(r * 0.12, 0.014, sides=10).move(x=r * 0.68), 10, start=30, arc=290),
        )
    else:
        b.add(
            "button|key",
            g.array(plate(0.016, 0.012, 0.006, 0.002), grid(3, 4, 0.022, 0.019))
            .rotate("x", -90)
            .move(free, 0, 0.02),
        )
        b.add(SCREEN, g.box(0.07, 0.003, 0.03).move(free, 0.001, -d * 0.3))
    b.change(lambda m: m.rotate("x", lean).move(y=h + 0.002), first)
    _handset(b, w, d, h, x, lean, rotary)


def _handset(b: Builder, w: float, d: float, h: float, x: float, lean: float, across: bool) -> None:
    """Handset: grip between earpiece and mouthpiece, resting on the base or beside it, with a spiral cord."""
    length = max(w, d) * b.uniform(0.95, 1.1)
    path = g.curve(
        [(0, 0, -length / 2), (0, 0.03, -length * 0.3), (0, 0.03, length * 0.3), (0, 0, length / 2)], 14
    )
    grip = g.sweep(path, b.uniform(0.011, 0.016), section=g.rectangle(2, 1.6, 0.6))
    cup = g.cylinder(0.028, 0.024, 0.02, 18)
    cups = g.array(cup, [(0, -0.004, s * length * 0.44) for s in (-1, 1)])
    turn = (lambda m: m.rotate("y", 90).move(0, h + 0.045, -d * 0.28)) if across else None
    if turn is None:
        turn = lambda m: m.rotate("x", lean).move(x, h + 0.012, 0)  # noqa: E731
    if b.chance(0.2):
        turn = lambda m: m.rotate("y", 20).move(-w * 0.9, 0.016, 0)  # noqa: E731
    b.add("handset|receiver > handle|grip", turn(grip))
    b.add("handset|receiver > earpiece|mouthpiece", turn(cups))
    if b.chance(0.75):
        t = np.linspace(0, 1, 120)
        spiral = np.stack(
            [
                -w * 0.5 - 0.04 * np.sin(np.pi * t) + 0.006 * np.cos(80 * t),
                0.02 + 0.006 * np.sin(80 * t),
                d * (0.5 - t),
            ],
            1,
        )
        b.add(CORD, g.sweep(spiral, 0.002, sides=6))


@design("remote", "remote control")
@design("remote")
@design("remote")
def remote(b: Builder) -> None:
    """Hand remote: bar, waisted or boxy body with button rows, a ring pad, coloured keys, a small display."""
    w, h, thick = b.uniform(0.035, 0.06), b.uniform(0.1, 0.22), b.uniform(0.01, 0.025)
    kind = b.integer(0, 2)
    if kind == 0:
        body = slab(w, h, thick, w * b.uniform(0.05, 0.48))
    elif kind == 1:
        body = g.superquadric(w / 2, h / 2, thick / 2, 0.3, 0.5).move(z=thick / 2 - 0.001)
    else:
        side = g.curve([(w * 0.5, -h / 2), (w * 0.4, -h * 0.1), (w * 0.52, h * 0.48), (w * 0.4, h / 2)], 14)
        body = g.extrude(np.concatenate([side, side[::-1] * [-1, 1]]), thick).move(z=thick / 2)
    b.add("body|case", body)
    y, deep = h * 0.43, thick * b.uniform(0.05, 0.2)
    if b.chance(0.2):
        b.add(SCREEN, plate(w * 0.7, h * 0.16, 0.002).move(0, y - h * 0.08, thick))
        y -= h * 0.18
    columns = b.integer(2, 4)
    dx, dy = w * 0.8 / columns, b.uniform(0.008, 0.016)
    key = b.pick(
        disc(min(dx, dy) * 0.4, deep, sides=12),
        plate(dx * 0.7, dy * 0.6, deep),
        slab(dx * 0.75, dy * 0.6, deep, dy * 0.25),
    )
    b.add("button", disc(w * 0.09, deep, sides=12).move(b.pick(-0.3, 0, 0.3) * w, y, thick))
    y -= dy * 1.3
    while y > -h * 0.42:
        if b.chance(0.25) and y > -h * 0.42 + w * 0.75:
            r = w * 0.34
            b.add(
                "button",
                g.lathe([(r * 0.5, 0), (r, 0), (r, deep), (r * 0.5, deep), (r * 0.5, 0)], 24)
                .rotate("x", 90)
                .move(0, y - r, thick),
            )
            b.add("button", disc(r * 0.38, deep, sides=16).move(0, y - r, thick))
            y -= 2 * r + dy
            continue
        rows = min(b.integer(1, 4), max(int((y + h * 0.42) / dy), 1))
        b.add("button", g.array(key, grid(columns, rows, dx, dy)).move(0, y - dy * (rows - 1) / 2, thick))
        y -= dy * (rows + b.uniform(0.1, 0.8))
    if b.chance(0.3):
        b.add("lens|emitter|light", g.box(w * 0.3, 0.004, thick * 0.5).move(0, h / 2, thick / 2))
    turn_all(b, "x", b.pick(-90, -90, 0))
