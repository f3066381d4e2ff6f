"""Tanks, excavators, bulldozers and forklifts."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pa3d.synth import mesh as g
from pa3d.synth.build import Builder, design, symmetric
from pa3d.synth.catalog.vehicle_parts import car_seat, side_panel, side_solid, steering_wheel, wheel
from pa3d.synth.mesh import Mesh
from pa3d.synth.parts import place, post, rod, standing


def _track(b: Builder, x: float, outline: NDArray, width: float, name: str = "track|crawler track") -> None:
    """Belt with cleats round an outline (z, y), at +x and -x."""
    centre = outline.mean(0)
    shrink = 1 - 0.1 / np.maximum(np.ptp(outline, axis=0) / 2, 0.2)
    inner = centre + (outline - centre) * shrink
    belt = g.extrude(outline * [-1, 1], width, [inner * [-1, 1]]).rotate("y", 90).move(x=x)
    loop = np.concatenate([outline, outline[:1]])
    along = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(loop, axis=0), axis=1))])
    steps = np.linspace(0, along[-1], b.integer(26, 48), endpoint=False)
    at = np.stack([np.interp(steps, along, loop[:, i]) for i in (0, 1)], 1)
    ahead = np.stack([np.interp((steps + 0.02) % along[-1], along, loop[:, i]) for i in (0, 1)], 1) - at
    angle = np.degrees(np.arctan2(ahead[:, 1], ahead[:, 0]))
    cleat = g.box(width * 1.04, 0.05, 0.07)
    cleats = g.join(cleat.rotate("x", -a).move(x, y, z) for (z, y), a in zip(at, angle, strict=True))
    symmetric(b, name + " > track belt|tread", belt + cleats)


def _stadium(length: float, low: float, high: float, slope: float = 0.0) -> NDArray:
    """Track outline (z, y): round ends, the lower run shorter by `slope` at both ends."""
    flat = g.rectangle(length, high - low, (high - low) / 2, 7) + [0, (high + low) / 2]
    near = np.clip((high - flat[:, 1]) / (high - low), 0, 1)
    flat[:, 0] *= 1 - 2 * slope / length * near
    return flat


def _road_wheels(b: Builder, x: float, zs: ArrayLike, radius: float, y: float, width: float, name: str) -> None:
    dish = g.lathe(
        [
            (0, -width / 2),
            (radius, -width / 2),
            (radius, width / 2),
            (radius * 0.7, width * 0.3),
            (0, width * 0.45),
        ],
        16,
    )
    symmetric(b, name, g.array(dish.rotate("z", -90), [(x, y, z) for z in np.asarray(zs)]))


@design("tank")
def tank(b: Builder) -> None:
    """Battle tank: sloped hull between tracks, turret with a long gun, hatches."""
    h, width, high = b.uniform(2.3, 3.6), b.uniform(2.4, 3.5), b.uniform(0.75, 1.05)
    fat = width * b.uniform(0.14, 0.2)
    x = width / 2 - fat / 2
    _track(b, x, _stadium(2 * h, 0.03, high, b.uniform(0.2, 0.7)), fat)
    wheel_r = high * b.uniform(0.28, 0.38)
    count = max(int(2 * h * 0.72 / (wheel_r * 2.15)), 3)
    zs = np.linspace(-h * 0.66, h * 0.66, count)
    _road_wheels(b, x, zs, wheel_r, wheel_r + 0.1, fat * 0.9, "track|crawler track > road wheel")
    end = high * 0.36
    _road_wheels(
        b,
        x,
        [-h + high * 0.55, h - high * 0.55],
        end,
        high * 0.55,
        fat * 0.85,
        "track|crawler track > sprocket|drive wheel",
    )
    top = high + b.uniform(0.2, 0.45)
    glacis = b.uniform(0.4, 1.2)
    side = [
        (-h * 0.9, 0.35),
        (h * 0.8, 0.35),
        (h * 1.02, high * 0.8),
        (h * 1.02 - glacis, top),
        (-h, top),
        (-h * 1.02, high * 0.7),
    ]
    b.add("hull|body", side_solid(side, width - 2 * fat - 0.04, 0.02))
    b.add(
        "hull|body",
        g.box(width, 0.06, 1.9 * h).move(y=high + 0.04)
        + g.box(width * 0.98, top - high - 0.05, 1.2 * h).move(y=(top + high) / 2, z=-h * 0.3),
    )
    if b.chance(0.35):
        symmetric(
            b,
            "hull|body > side skirt|fender",
            g.box(0.04, high * 0.5, 1.85 * h).move(width / 2 + 0.02, high * 0.8, 0),
        )
    turn = b.uniform(-60, 60) if b.chance(0.4) else 0.0
    _turret(b, width, top, h, turn)
    symmetric(
        b,
        "headlight|light",
        g.cylinder(0.09, 0.1, sides=12).rotate("x", 90).move(width * 0.3, top - 0.1, h * 0.95 - glacis * 0.4),
    )
    if b.chance(0.5):
        symmetric(
            b,
            "exhaust pipe|exhaust",
            rod((width * 0.25, top - 0.2, -h), (width * 0.25, top - 0.15, -h - 0.25), 0.08),
        )
    if b.chance(0.4):
        drum = g.cylinder(0.22, 0.8, sides=14).rotate("z", 90).move(width * 0.22, top - 0.15, -h - 0.2)
        symmetric(b, "fuel drum|fuel tank", drum)


def _turret(b: Builder, width: float, base: float, h: float, turn: float) -> None:
    half, tall, z = width * b.uniform(0.26, 0.36), b.uniform(0.45, 0.8), h * b.uniform(-0.15, 0.2)
    kind, long = b.pick("box", "round", "cast"), half * b.uniform(1.0, 1.6)

    def put(name: str, mesh: Mesh) -> None:
        b.add(name, mesh.rotate("y", turn).move(0, base, z))

    if kind == "box":
        body = g.box(half * 2, tall, long * 2, b.pick(0, 0.05), 1).taper(b.uniform(0.6, 0.95)).move(y=tall / 2)
    elif kind == "round":
        body = post(half, tall, top=half * b.uniform(0.7, 0.95), sides=b.integer(8, 24))
        long = half
    else:
        body = g.superquadric(half, tall * 0.7, long, b.uniform(0.5, 1), b.uniform(0.6, 1), 22).move(
            y=tall * 0.45
        )
    put("turret", body)
    put("turret > ring", g.cylinder(half * 0.95, 0.12, sides=24))
    gun, bore, lift = b.uniform(1.6, 4.2), b.uniform(0.055, 0.11), b.uniform(-2, 15)
    name = "gun|cannon"
    pieces = [(name + " > barrel|gun barrel", rod((0, 0, 0), (0, 0, gun), bore, 14))]
    pieces.append((name + " > mantlet|gun shield", g.box(half * 0.8, tall * 0.5, 0.35, 0.08, 2)))
    if b.chance(0.5):
        pieces.append(
            (
                name + " > muzzle brake|muzzle",
                g.cylinder(bore * 1.6, 0.35, sides=14).rotate("x", 90).move(z=gun),
            )
        )
    if b.chance(0.4):
        pieces.append(
            (
                name + " > barrel|gun barrel",
                g.cylinder(bore * 1.7, 0.5, sides=14).rotate("x", 90).move(z=gun * 0.55),
            )
        )
    for label, mesh in pieces:
        put(label, mesh.rotate("x", -lift).move(0, tall * 0.45, long * 0.92))
    for x in (half * 0.4, -half * 0.4)[: b.integer(1, 2)]:
        put(
            "hatch|cupola",
            g.cylinder(0.27, 0.14, top=0.24, sides=16, bevel=0.02).move(x, tall + 0.03, -long * 0.2),
        )
    if b.chance(0.5):
        mount = (
            rod((0, 0, 0), (0, 0.25, 0), 0.03)
            + rod((0, 0.27, -0.3), (0, 0.27, 0.7), 0.03)
            + g.box(0.1, 0.14, 0.35).move(y=0.27)
        )
        put("machine gun", mount.move(half * 0.35, tall + 0.08, -long * 0.2))
    if b.chance(0.5):
        put(
            "antenna",
            rod((-half * 0.6, tall * 0.8, -long * 0.7), (-half * 0.6, tall + 1.3, -long * 0.8), 0.012, 6),
        )


def _operator_cab(
    b: Builder, size: tuple[float, float, float], at: tuple[float, float, float], turn: float = 0.0
) -> None:
    """Glazed cab with corner posts, roof and seat; `turn` about the y axis through the origin."""
    x, y, z = size

    def put(name: str, mesh: Mesh) -> None:
        b.add(name, mesh.move(*at).rotate("y", turn))

    sill = y * b.uniform(0.25, 0.45)
    put("cab|cabin", standing(x, sill, z))
    post = g.box(0.07, y - sill, 0.07).move(x / 2 - 0.035, (y + sill) / 2, z / 2 - 0.035)
    put("cab|cabin > pillar|post", post + post.mirror() + post.mirror("z") + post.mirror().mirror("z"))
    put("cab|cabin > roof", g.box(x * 1.04, 0.1, z * 1.04, 0.04, 1).move(y=y))
    tall, mid = y - sill, (y + sill) / 2
    glass = [g.box(x * 0.9, tall, 0.015).move(0, mid, s * (z / 2 - 0.03)) for s in (1, -1)]
    sides = [g.box(0.015, tall, z * 0.9).move(s * (x / 2 - 0.03), mid, 0) for s in (1, -1)]
    put("cab|cabin > window|glass", g.join(glass + sides))
    put(
        "cab|cabin > door",
        g.box(0.03, y * 0.85, z * 0.55).move(x / 2 + 0.01, y * 0.45, z * 0.1)
        if b.chance(0.3)
        else g.box(0.03, sill * 0.9, z * 0.6).move(x / 2 + 0.01, sill * 0.5, z * 0.1),
    )
    put("cab|cabin > seat", car_seat(0.45, 0.42, 0.5).move(0, sill * 0.6 + 0.15, -z * 0.1))


def _beam(points: ArrayLike, deep: ArrayLike, width: float) -> Mesh:
    """Arm of varying depth along points (z, y)."""
    p, d = np.asarray(points, float), np.asarray(deep, float)[:, None]
    t = np.gradient(p, axis=0)
    t /= np.linalg.norm(t, axis=1, keepdims=True)
    n = np.stack([-t[:, 1], t[:, 0]], 1)
    return side_solid(np.concatenate([p - n * d / 2, (p + n * d / 2)[::-1]]), width)


def _ram(p: ArrayLike, q: ArrayLike, radius: float, x: float = 0.0) -> Mesh:
    """Hydraulic cylinder between two points (z, y): thick barrel, thin rod."""
    a, c = (np.array([x, v[1], v[0]]) for v in (np.asarray(p, float), np.asarray(q, float)))
    return rod(a, a + (c - a) * 0.6, radius, 12) + rod(a, c, radius * 0.55, 10)


@design("excavator")
def excavator(b: Builder) -> None:
    """Digger on tracks or wheels: turning house with cab, boom, arm, bucket and rams."""
    h, width, high = b.uniform(1.3, 2.1), b.uniform(1.8, 2.8), b.uniform(0.6, 0.95)
    if b.chance(0.8):
        fat = width * b.uniform(0.17, 0.25)
        x = width / 2 - fat / 2
        _track(b, x, _stadium(2 * h, 0.03, high), fat)
        zs = np.linspace(-h * 0.6, h * 0.6, b.integer(4, 7))
        _road_wheels(b, x, zs, high * 0.2, high * 0.28, fat * 0.7, "track|crawler track > roller")
        ends = [-h + high / 2, h - high / 2]
        _road_wheels(b, x, ends, high * 0.36, high / 2, fat * 0.8, "track|crawler track > sprocket|drive wheel")
        b.add("undercarriage|chassis", g.box(width - fat * 2 + 0.1, high * 0.45, h * 1.1).move(y=high * 0.6))
    else:
        tyre = high * 0.45
        at = [(s * (width / 2 - tyre / 2), high * 0.52, z) for z in (h * 0.7, -h * 0.7) for s in (1, -1)]
        place(b, wheel(b, high * 0.52, tyre), at)
        b.add("undercarriage|chassis", g.box(width * 0.5, high * 0.5, h * 2.2).move(y=high * 0.75))
    turn, deck = b.uniform(-90, 90) if b.chance(0.5) else 0.0, high + 0.12
    b.add("turntable", g.cylinder(width * 0.26, 0.2, sides=20).move(y=high))
    _digger_house(b, width, deck, h, turn)
    _digger_arm(b, deck + 0.5, h, turn)
    if b.chance(0.3):
        b.add("dozer blade|blade", g.box(width, 0.4, 0.08).move(0, 0.3, h + 0.35))
        symmetric(
            b,
            "dozer blade|blade > push arm",
            rod((width * 0.25, high * 0.5, h * 0.5), (width * 0.25, 0.3, h + 0.32), 0.06),
        )


def _digger_house(b: Builder, width: float, deck: float, h: float, turn: float) -> None:
    tall, back, front = b.uniform(0.6, 0.95), -h * b.uniform(0.95, 1.2), h * 0.55

    def put(name: str, mesh: Mesh) -> None:
        b.add(name, mesh.rotate("y", turn))

    round_ = b.pick(0.0, 0.06, 0.2)
    put("body|house", g.box(width * 0.95, 0.2, front - back).move(0, deck + 0.1, (front + back) / 2))
    hood = g.box(width * 0.95, tall, (front - back) * 0.5, round_, 2)
    put("body|house > engine cover|hood", hood.move(0, deck + 0.15 + tall / 2, back + (front - back) * 0.25))
    put(
        "counterweight",
        g.box(width * 0.9, tall * 0.8, 0.4, 0.12, 2).move(0, deck + 0.1 + tall * 0.4, back - 0.1),
    )
    if b.chance(0.6):
        put(
            "exhaust pipe|exhaust",
            rod((-width * 0.25, deck + tall, back + 0.5), (-width * 0.25, deck + tall + 0.5, back + 0.5), 0.05),
        )
    side = width * 0.28
    size = (width * 0.36, b.uniform(1.3, 1.6), (front - back) * 0.48)
    _operator_cab(b, size, (side, deck + 0.15, front - size[2] / 2), turn)
    put(
        "mirror",
        rod(
            (side + size[0] / 2, deck + 1.0, front),
            (side + size[0] / 2 + 0.15, deck + 1.1, front + 0.1),
            0.015,
            6,
        )
        + g.box(0.12, 0.25, 0.04).move(side + size[0] / 2 + 0.15, deck + 1.1, front + 0.1),
    )


def _digger_arm(b: Builder, y: float, h: float, turn: float) -> None:
    """Boom, arm and bucket in the plane of the machine's middle."""
    reach, lift = h * b.uniform(1.3, 1.9), np.radians(b.uniform(20, 55))
    root = np.array([h * 0.35, y])
    knee = root + reach * 0.5 * np.array([np.cos(lift + 0.4), np.sin(lift + 0.4)])
    tip = knee + reach * 0.55 * np.array([np.cos(lift - 0.55), np.sin(lift - 0.55)])
    drop = np.radians(b.uniform(-115, -45))
    wrist = tip + reach * b.uniform(0.5, 0.65) * np.array([np.cos(drop), np.sin(drop)])
    wrist[1] = max(wrist[1], 0.35)
    ahead = (wrist - tip) / np.linalg.norm(wrist - tip)
    elbow, wide = tip - ahead * reach * 0.15, b.uniform(0.2, 0.32)

    def put(name: str, mesh: Mesh) -> None:
        b.add(name, mesh.rotate("y", turn))

    put(
        "boom",
        _beam(
            g.curve([root, knee, tip], 9),
            np.interp(np.linspace(0, 1, 9), [0, 0.5, 1], [0.25, 0.45, 0.24]),
            wide,
        ),
    )
    put("arm|stick|dipper", _beam([elbow, tip, wrist], [0.2, 0.32, 0.16], wide * 0.8))
    ram = "hydraulic cylinder|piston"
    for x in (wide * 0.9, -wide * 0.9):
        put(ram, _ram(root + [0.25, -0.2], knee, 0.07, x))
    put(ram, _ram(knee + [0, 0.3], elbow, 0.065))
    put(ram, _ram(tip + ahead * 0.2 + [0.2, 0.15], wrist + [0.16, 0.12], 0.05))
    size, curl = b.uniform(0.5, 0.85), b.uniform(-150, -60)
    scoop = g.curve([(0, 0), (0.75, -0.05), (1.0, -0.5), (0.7, -0.95), (0.1, -1.0)], 11) * size * 0.8
    c, s = np.cos(np.radians(curl + 90)), np.sin(np.radians(curl + 90))
    scoop = scoop @ np.array([[c, s], [-s, c]]) + wrist
    bucket_wide = b.uniform(0.6, 1.1)
    shell = _beam(scoop, np.full(11, 0.05), bucket_wide)
    cheek = side_panel(scoop, bucket_wide / 2, 0.04)
    put("bucket|shovel", shell + cheek + cheek.mirror())
    point = (scoop[-1] - scoop[-2]) / np.linalg.norm(scoop[-1] - scoop[-2])
    teeth = [
        rod((x, scoop[-1][1], scoop[-1][0]), (x, *(scoop[-1] + point * 0.16)[::-1]), 0.035, 5)
        for x in np.linspace(-0.44, 0.44, 5) * bucket_wide
    ]
    put("bucket|shovel > tooth", g.join(teeth))


@design("bulldozer")
def bulldozer(b: Builder) -> None:
    """Crawler with a wide blade on push arms, engine hood, cab or canopy, sometimes a ripper."""
    h, width, high = b.uniform(1.4, 2.1), b.uniform(2.0, 2.8), b.uniform(0.75, 1.1)
    fat = width * b.uniform(0.17, 0.25)
    x = width / 2 - fat / 2
    outline = _stadium(2 * h, 0.03, high)
    if b.chance(0.4):  # raised drive sprocket
        outline[:, 1] += (
            np.exp(-(((outline[:, 0] + h * 0.6) / (h * 0.4)) ** 2)) * (outline[:, 1] > high * 0.6) * high * 0.5
        )
    _track(b, x, outline, fat)
    ends = [-h + high / 2, h - high / 2]
    _road_wheels(b, x, ends, high * 0.36, high / 2, fat * 0.8, "track|crawler track > sprocket|drive wheel")
    rollers = np.linspace(-h * 0.55, h * 0.55, 5)
    _road_wheels(b, x, rollers, high * 0.18, high * 0.26, fat * 0.7, "track|crawler track > roller")
    inner, top = width - 2 * fat - 0.1, high + b.uniform(0.5, 0.8)
    b.add("body|chassis", g.box(inner, high * 0.7, 1.8 * h).move(y=high * 0.75))
    nose, mid = h * 0.95, b.uniform(-0.1, 0.15) * h
    hood = [(mid, high), (nose, high), (nose, top - 0.12), (nose - 0.1, top - 0.05), (mid, top)]
    b.add("hood|engine cover", side_solid(hood, inner * 0.9, 0.05))
    b.add("grille", g.box(inner * 0.75, (top - high) * 0.8, 0.05).move(0, (top + high) / 2 - 0.05, nose + 0.01))
    b.add("exhaust pipe|exhaust", rod((0, top - 0.1, h * 0.45), (0, top + 0.6, h * 0.45), 0.05))
    _operator_cab(
        b, (inner * b.uniform(0.9, 1.1), b.uniform(1.3, 1.6), h * 0.75), (0, high + 0.1, mid - h * 0.4)
    )
    wide, tall, z, lift = (
        width * b.uniform(1.05, 1.4),
        b.uniform(0.8, 1.3),
        h + b.uniform(0.4, 0.7),
        b.uniform(0.02, 0.4),
    )
    face = g.curve([(0.12, 0), (-0.06, tall * 0.35), (-0.06, tall * 0.7), (0.1, tall)], 9) + [z, lift]
    b.add("blade|dozer blade", _beam(face, np.full(9, 0.08), wide))
    push = rod((width / 2 + 0.06, high * 0.5, -h * 0.1), (width / 2 + 0.06, lift + 0.3, z), 0.08)
    symmetric(b, "push arm|arm", push)
    symmetric(
        b,
        "hydraulic cylinder|piston",
        _ram((nose - 0.1, top - 0.3), (z - 0.05, lift + tall * 0.6), 0.06, inner * 0.42),
    )
    if b.chance(0.45):
        bar = g.box(inner, 0.25, 0.25).move(0, high * 0.8, -h - 0.3)
        claws = g.join(
            rod((s, high * 0.9, -h - 0.35), (s, 0.1, -h - 0.2), 0.06, 6)
            for s in np.linspace(-0.35, 0.35, b.integer(1, 3)) * inner
        )
        b.add("ripper", bar + claws + g.box(inner * 0.5, 0.15, 0.5).move(0, high * 0.8, -h - 0.05))


@design("forklift")
def forklift(b: Builder) -> None:
    """Fork lift truck: mast with two forks in front, body with counterweight, seat under an overhead guard."""
    h, width, radius = b.uniform(0.9, 1.3), b.uniform(1.0, 1.4), b.uniform(0.26, 0.38)
    floor, tail = radius * 0.6, b.uniform(0.95, 1.2)
    side = [
        (-h, floor),
        (h * 0.8, floor),
        (h * 0.8, floor + 0.4),
        (h * 0.15, floor + 0.4),
        (h * 0.05, tail * 0.85),
        (-h * 0.6, tail),
    ]
    b.add("body|chassis", side_solid([*side, (-h, tail * 0.8)], width * 0.85, 0.05))
    b.add(
        "counterweight", g.box(width * 0.95, tail * 0.7, 0.4, 0.12, 2).move(0, floor + tail * 0.32, -h - 0.05)
    )
    b.add("seat", car_seat(0.45, 0.42, 0.42, False).move(0, tail + 0.05, -h * 0.25))
    b.add("steering wheel", steering_wheel(0.15).move(0, tail + 0.2, h * 0.3))
    top, x = tail + b.uniform(0.95, 1.15), width * 0.4
    corner = [(h * 0.75, floor + 0.4, h * 0.35), (-h * 0.75, tail * 0.9, -h * 0.65)]
    for z, low, roof_z in corner:
        symmetric(b, "overhead guard|roof > post|pillar", rod((x, low, z), (x, top, roof_z), 0.035))
    slats = g.array(
        g.box(width * 0.8, 0.04, 0.06), [(0, top, z) for z in np.linspace(-h * 0.62, h * 0.32, b.integer(3, 8))]
    )
    rails = g.box(0.06, 0.06, h).move(x, top, -h * 0.15)
    b.add("overhead guard|roof", slats + rails + rails.mirror())
    tall, z, lift = b.uniform(1.8, 2.4), h * 0.95, b.uniform(0.05, 1.3)
    rail = g.box(0.09, tall, 0.12).move(width * 0.3, floor * 0.5 + tall / 2, z)
    bars = g.array(
        g.box(width * 0.6, 0.08, 0.08), [(0, floor + 0.2, z), (0, tall, z), (0, tall * 0.6, z - 0.04)]
    )
    rise = max(lift - 0.5, 0) * 0.8
    inner = g.box(0.06, tall, 0.08).move(width * 0.23, floor * 0.5 + tall / 2 + rise, z + 0.03)
    b.add("mast", rail + rail.mirror() + bars + inner + inner.mirror())
    symmetric(
        b,
        "hydraulic cylinder|piston",
        rod((width * 0.15, floor, z - 0.06), (width * 0.15, tall * 0.8, z - 0.06), 0.04, 10),
    )
    carriage = g.array(g.box(width * 0.8, 0.08, 0.06), [(0, lift + 0.15, z + 0.12), (0, lift + 0.5, z + 0.12)])
    b.add("carriage", carriage)
    if b.chance(0.6):
        posts = g.array(
            g.box(0.03, 0.9, 0.03), [(s * width, lift + 0.65, z + 0.12) for s in (-0.38, -0.13, 0.13, 0.38)]
        )
        b.add(
            "carriage > backrest|load guard",
            posts + g.box(width * 0.8, 0.04, 0.04).move(0, lift + 1.1, z + 0.12),
        )
    blade = g.box(0.11, 0.04, b.uniform(0.8, 1.1)).taper(0.7, "z").move(width * 0.22, lift, z + 0.6)
    symmetric(b, "fork|tine", blade + g.box(0.11, 0.6, 0.05).move(width * 0.22, lift + 0.28, z + 0.17))
    for r, at in ((radius, h * 0.6), (radius * 0.8, -h * 0.65)):
        tyre = r * 0.65
        place(b, wheel(b, r, tyre), [(width / 2 - tyre * 0.4, r, at), (tyre * 0.4 - width / 2, r, at)])
    if b.chance(0.5):
        symmetric(
            b, "light|headlight", g.cylinder(0.06, 0.06, sides=12).rotate("x", 90).move(x, top - 0.25, h * 0.5)
        )
