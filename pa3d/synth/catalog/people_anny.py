"""Persons from the parametric body model `anny` (Apache-2.0), where that package is installed."""

from __future__ import annotations

import contextlib
import functools
import importlib.util
import io
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pa3d.synth import mesh as g
from pa3d.synth.build import Builder, design
from pa3d.synth.catalog.figure_parts import (
    Pose,
    bent_limb,
    draw_pose,
    frame,
    leg_directions,
    turn,
    upright_pose,
)
from pa3d.synth.mesh import Mesh

Array = NDArray[np.float64]
MESHES = (
    ("anny", False),
    ("notoes_collapse10pc", False),
    ("notoes_collapse10pc", True),
)  # 27,000 2,500 9,800 faces
SPINE = {"spine05": 0.1, "spine04": 0.35, "spine03": 0.65, "spine02": 0.9, "spine01": 1.0}
NECK = {"neck01": 0.2, "neck02": 0.4, "neck03": 0.6, "head": 1.0}
NAMES = {
    "neck": "head > neck",
    "skull": "head > scalp|hair|skull",
    "ear": "head > ear",
    "face": "head > face > face|cheek",
    "eye": "head > face > eye",
    "nose": "head > face > nose",
    "mouth": "head > face > mouth|lips",
    "chin": "head > face > chin|jaw",
    "forehead": "head > face > forehead",
    "chest": "torso > chest",
    "back": "torso > back",
    "belly": "torso > belly|abdomen|stomach",
    "pelvis": "torso > pelvis|hip",
    "shoulder": "arm > shoulder",
    "upper arm": "arm > upper arm",
    "elbow": "arm > forearm|lower arm > elbow",
    "forearm": "arm > forearm|lower arm",
    "hand": "arm > hand > hand|palm",
    "finger": "arm > hand > finger",
    "thumb": "arm > hand > thumb",
    "thigh": "leg > upper leg|thigh",
    "knee": "leg > lower leg|shin|calf > knee",
    "shin": "leg > lower leg|shin|calf",
    "foot": "leg > foot",
    "toe": "leg > foot > toe",
}
GROUPS = list(NAMES)
HIP = 0.32


@dataclass(frozen=True)
class Body:
    """One mesh of the model, turned to metres with y up and the front towards +z."""

    rest: Callable[[dict[str, float]], tuple[Array, Array]]  # phenotypes -> vertices (V, 3), joints (B, 3)
    weights: Array  # (V, B)
    faces: NDArray[np.int64]
    bones: dict[str, int]
    parents: list[int]
    group: NDArray[np.int64]  # (F,) row of GROUPS


@functools.lru_cache(maxsize=len(MESHES))
def load_body(topology: str, finer: bool) -> Body:
    """Read the model once; its first use on a machine also fills the package's own cache, without downloads.

    finer: every triangle is split in four. The blend shapes are added up in numpy: torch's threads would make
    the small sums slow.
    """
    import anny
    from anny.models.model_data import PHENOTYPE_VARIATIONS

    with contextlib.redirect_stdout(io.StringIO()):
        model = anny.Anny(topology=topology, phenotypes="all", skinning_method="lbs")
    weights, faces = model.dense_vertex_bone_weights.double().numpy(), model.faces.numpy().astype(np.int64)
    count, edges = len(weights), np.zeros((0, 2), np.int64)
    if finer:
        edges, faces = _split(faces, count)
        weights = np.concatenate([weights, weights[edges].mean(1)])
    base = np.concatenate([model.template_vertices, model.template_bone_heads]).astype(np.float32)
    change = np.concatenate([model.blendshapes, model.bone_heads_blendshapes], 1).astype(np.float32)
    change = change.reshape(len(change), -1)
    mask, project = (
        model.stacked_phenotype_blend_shapes_mask.numpy(),
        model.phenotype_blendshape_projection.numpy(),
    )

    def rest(values: dict[str, float]) -> tuple[Array, Array]:
        amounts = np.prod(_variations(values, PHENOTYPE_VARIATIONS) * mask + (1 - mask), 1) @ project
        points = (base + (amounts.astype(np.float32) @ change).reshape(-1, 3)).astype(float)
        points = points @ [[1, 0, 0], [0, 0, -1], [0, 1, 0]]
        vertices = points[:count]
        return np.concatenate([vertices, vertices[edges].mean(1)]), points[count:]

    bones = {label: i for i, label in enumerate(model.bone_labels)}
    average = dict.fromkeys(model.phenotype_labels, 0.5) | {"age": 0.67}
    group = _groups(*rest(average), weights, faces, bones)
    return Body(rest, weights, faces, bones, [int(p) for p in model.bone_parents], group)


def _variations(values: dict[str, float], variations: dict[str, list[str]]) -> Array:
    """How much each extreme of each phenotype counts: 1 at its own place on the scale, 0 at its neighbours'."""
    races = np.array([values[race] for race in variations["race"]])
    out = [races / races.sum()]
    for label, steps in list(variations.items())[1:]:
        scale = np.linspace(-1 / 3 if label == "age" else 0, 1, len(steps))
        out.append(np.array([np.interp(values[label], scale, row) for row in np.eye(len(steps))]))
    return np.concatenate(out)


def _split(faces: NDArray, count: int) -> tuple[NDArray, NDArray]:
    """The edges (E, 2), whose middles become vertices from `count` on, and the faces with each cut in four."""
    sides = np.sort(faces[:, [[0, 1], [1, 2], [2, 0]]].reshape(-1, 2), axis=1)
    edges, middle = np.unique(sides, axis=0, return_inverse=True)
    a, b, c = faces.T
    ab, bc, ca = middle.reshape(-1, 3).T + count
    return edges, np.concatenate(
        [np.stack(t, 1) for t in ((a, ab, ca), (ab, b, bc), (ca, bc, c), (ab, bc, ca))]
    )


def _group_of_bone(label: str) -> str:
    stem = label.split(".")[0]
    table = {
        "head": "skull",
        "eye": "eye",
        "neck": "neck",
        "pelvis": "pelvis",
        "root": "pelvis",
        "spine05": "pelvis",
        "spine04": "belly",
        "spine03": "belly",
        "spine02": "chest",
        "spine01": "chest",
        "clavicle": "chest",
        "shoulder": "shoulder",
        "upperarm": "upper arm",
        "lowerarm": "forearm",
        "wrist": "hand",
        "metacarpal": "hand",
        "finger1": "thumb",
        "finger": "finger",
        "upperleg": "thigh",
        "lowerleg": "shin",
        "foot": "foot",
        "toe": "toe",
    }
    return next(table[key] for key in sorted(table, key=len, reverse=True) if stem.startswith(key))


def _groups(vertices: Array, joints: Array, weights: Array, faces: Array, bones: dict[str, int]) -> NDArray:
    """The part with the most skinning weight on each face; joints, face and back by their place at rest."""
    score = np.zeros((len(vertices), len(GROUPS)))
    for label, i in bones.items():
        score[:, GROUPS.index(_group_of_bone(label))] += weights[:, i]
        if label.startswith("upperleg01"):  # the crease of the hip lies below the middle of this bone's reach
            score[:, GROUPS.index("thigh")] -= HIP * weights[:, i]
            score[:, GROUPS.index("pelvis")] += HIP * weights[:, i]
    group = score[faces].sum(1).argmax(1)
    centre = vertices[faces].mean(1)
    a, b, c = (vertices[faces[:, k]] for k in range(3))
    normal = np.cross(b - a, c - a)
    normal /= np.maximum(np.linalg.norm(normal, axis=1, keepdims=True), 1e-12)

    def become(name: str, mask: NDArray, among: str) -> None:
        group[mask & np.isin(group, [GROUPS.index(word) for word in among.split("+")])] = GROUPS.index(name)

    become("back", normal[:, 2] < -0.15, "chest+belly")
    for side in ".L", ".R":
        shoulder, elbow, knee = (joints[bones[k + side]] for k in ("upperarm01", "lowerarm01", "lowerleg01"))
        arm, leg = np.linalg.norm(elbow - shoulder), np.linalg.norm(knee - joints[bones["upperleg01" + side]])
        become("shoulder", np.linalg.norm(centre - shoulder, axis=1) < 0.33 * arm, "upper arm")
        become("elbow", np.linalg.norm(centre - elbow, axis=1) < 0.22 * arm, "upper arm+forearm")
        become("knee", np.abs(centre[:, 1] - knee[1]) < 0.13 * leg, "thigh+shin")
    _face_details(become, centre, normal, joints[[bones["eye.L"], bones["eye.R"]]])
    return group


def _face_details(become: Callable, centre: Array, normal: Array, eyes: Array) -> None:
    """Split the head by places measured in eye distances from the middle of the eyes."""
    unit = float(eyes[0, 0] - eyes[1, 0])
    x, y, z = ((centre - eyes.mean(0)) / unit).T
    x = np.abs(x)
    become("ear", (x > 1.08) & (y > -0.8) & (y < 0.45) & (z < -0.5), "skull")
    become("face", (z > -0.75 - 0.25 * (y < -0.9)) & (y < 1.15) & (normal[:, 2] > -0.4), "skull")
    become("face", (y < -0.75) & (z > -1.5), "skull")  # the sides of the jaw
    become("chin", (y < -1.45) & (x < 0.6), "face")
    become("mouth", (y < -0.9) & (y > -1.35) & (x < 0.45), "face")
    become("nose", (y < 0.0) & (y > -0.85) & (x < 0.31), "face")
    become("forehead", y > 0.45, "face")
    become("eye", np.hypot(x - 0.5, 1.5 * y) < 0.32, "face")


def _limb(turns: dict[str, Array], joints: dict[str, Array], side: str, kind: str, target: tuple) -> None:
    """World turns of one arm or leg: its rest directions become the target's (upper, lower, hinge)."""
    upper, lower, end = {
        "arm": ("upperarm01", "lowerarm01", "wrist"), "leg": ("upperleg01", "lowerleg01", "foot")
    }[kind]  # fmt: skip
    above, joint, below = (joints[k + side] for k in (upper, lower, end))
    first, second = joint - above, below - joint
    hinge = np.cross(first, second) if kind == "arm" else np.array([1.0, 0, 0])
    body = turns["chest" if kind == "arm" else "pelvis"]
    turns[upper + side] = body @ frame(target[0], target[2]) @ frame(first, hinge).T
    turns[lower + side] = body @ frame(target[1], target[2]) @ frame(second, hinge).T


def _turns(pose: Pose, joints: dict[str, Array]) -> dict[str, Array]:
    """World turn of the bones that steer the others."""
    turns = {"pelvis": turn(*pose.root)}
    for label, share in SPINE.items():
        turns[label] = turns["pelvis"] @ turn(*(share * angle for angle in pose.spine))
    turns["chest"] = turns["spine01"]
    for label, share in NECK.items():
        turns[label] = turns["chest"] @ turn(*(share * angle for angle in pose.head))
    for i, side in enumerate((".L", ".R")):
        sign = 1 - 2 * i
        lift = np.clip((pose.arms[i][0] - 60) * 0.22, -5, 28)
        turns["clavicle" + side] = turns["chest"] @ g.rotation("z", sign * lift)
        _limb(turns, joints, side, "arm", bent_limb(pose.arms[i], sign))
        _limb(turns, joints, side, "leg", leg_directions(pose.legs[i], sign))
        forearm = turns["lowerarm01" + side]
        axis = joints["wrist" + side] - joints["lowerarm01" + side]
        roll = pose.hands[i][0] * sign
        turns["lowerarm02" + side] = forearm @ _about(axis, roll / 2)
        turns["wrist" + side] = forearm @ _about(axis, roll)
        turns["foot" + side] = turns["lowerleg01" + side] @ g.rotation("x", pose.feet[i])
    return turns


def _about(axis: Array, degrees: float) -> Array:
    """(3, 3) turn about any axis."""
    x, y, z = axis / np.linalg.norm(axis)
    cross = np.array([[0, -z, y], [z, 0, -x], [-y, x, 0]])
    angle = np.radians(degrees)
    return np.eye(3) + np.sin(angle) * cross + (1 - np.cos(angle)) * cross @ cross


def pose_body(body: Body, vertices: Array, joints: Array, pose: Pose) -> Array:
    """Linear blend skinning: each bone turns as its steering bone says, or with its parent."""
    place = {label: joints[i] for label, i in body.bones.items()}
    turns = _turns(pose, place)
    spins, heads = np.zeros((len(joints), 3, 3)), np.zeros((len(joints), 3))
    for label, i in body.bones.items():
        parent = body.parents[i]
        if parent < 0:
            spins[i] = turns["pelvis"]
            continue
        heads[i] = heads[parent] + spins[parent] @ (joints[i] - joints[parent])
        spins[i] = turns.get(label, spins[parent])
        if label.startswith(("finger2", "finger3", "finger4", "finger5")):
            side = label[-2:]
            across = place["finger5-1" + side] - place["finger2-1" + side]
            sign = -1 if side == ".R" else 1
            spins[i] = spins[parent] @ _about(across, sign * pose.hands[0 if sign > 0 else 1][1])
    shift = heads - np.einsum("bij,bj->bi", spins, joints)
    blend = (body.weights @ np.concatenate([spins.reshape(-1, 9), shift], 1)).reshape(-1, 12)
    return np.einsum("vij,vj->vi", blend[:, :9].reshape(-1, 3, 3), vertices) + blend[:, 9:]


def _phenotypes(b: Builder) -> dict[str, float]:
    """Man, woman or child, thin to heavy; scales of the model, from 0 to 1."""
    out = {
        "gender": b.pick(b.uniform(0, 0.12), b.uniform(0.88, 1), b.uniform(0, 1)),
        "age": b.pick(b.uniform(0.6, 1), b.uniform(0.6, 0.85), b.uniform(0.6, 0.85), b.uniform(0.12, 0.6)),
        "muscle": b.uniform(0.1, 0.95),
        "weight": b.uniform(0.05, 0.95),
        "height": b.uniform(0.15, 0.85),
        "proportions": b.uniform(0.1, 1),
        "cupsize": b.uniform(0.1, 0.9),
        "firmness": b.uniform(0.2, 0.9),
    }
    return out | {race: b.uniform(0.01, 1) for race in ("african", "asian", "caucasian")}


def _make(b: Builder, pose: Pose) -> tuple[Body, Array]:
    body = load_body(*b.pick(*MESHES))
    vertices, joints = body.rest(_phenotypes(b))
    vertices = pose_body(body, vertices, joints, pose)
    if b.chance(0.15):
        vertices = vertices + b.rng.normal(0, b.uniform(0.0005, 0.0025), vertices.shape)
    return body, vertices


def _add(b: Builder, body: Body, vertices: Array, names: dict[str, str]) -> None:
    """Add the faces of each part as one piece; `names` overrules NAMES."""
    for i, group in enumerate(GROUPS):
        faces = body.faces[body.group == i]
        if len(faces):
            used, flat = np.unique(faces, return_inverse=True)
            b.add(names.get(group, NAMES[group]), Mesh(vertices[used], flat.reshape(-1, 3)))


def _swell(body: Body, vertices: Array, groups: str, amount: float | Array) -> Array:
    """Push the vertices of some parts outwards along their normals, less at the border."""
    normal = np.zeros_like(vertices)
    a, b, c = (vertices[body.faces[:, k]] for k in range(3))
    for k in range(3):
        np.add.at(normal, body.faces[:, k], np.cross(b - a, c - a))
    normal /= np.maximum(np.linalg.norm(normal, axis=1, keepdims=True), 1e-12)
    inside = np.isin(body.group, [GROUPS.index(word) for word in groups.split("+")])
    chosen = np.zeros(len(vertices))
    chosen[body.faces[inside].ravel()] = 1.0
    return vertices + normal * (chosen * amount)[:, None]


def anny_scan(b: Builder) -> None:
    """Naked body as a scanner sees it: standing, A-pose, T-pose, arms up."""
    pose = upright_pose(b)
    _add(b, *_make(b, pose), {})


def anny_action(b: Builder) -> None:
    """Naked body in any pose: walking, running, sitting, crouching, lying, kicking, dancing, yoga."""
    pose = draw_pose(b)
    _add(b, *_make(b, pose), {})


def anny_dressed(b: Builder) -> None:
    """Clothes and hair as swollen skin: shirt, trousers or shorts, shoes."""
    pose = draw_pose(b)
    body, vertices = _make(b, pose)
    names: dict[str, str] = {}
    if b.chance(0.8):
        vertices = _swell(body, vertices, "skull", b.uniform(0.006, 0.035))
        names["skull"] = "head > hair"
    if b.chance(0.8):
        long = b.pick("", "+shoulder+upper arm", "+shoulder+upper arm+elbow+forearm")
        vertices = _swell(body, vertices, "chest+back+belly" + long, b.uniform(0.006, 0.025))
        for word in ("chest+back+belly" + long).split("+"):
            names[word] = "torso > shirt|top" if word in "chest+back+belly" else "arm > sleeve"
    if b.chance(0.8):
        long = b.pick("", "+knee+shin")
        vertices = _swell(body, vertices, "pelvis+thigh" + long, b.uniform(0.006, 0.025))
        names |= dict.fromkeys(("thigh" + long).split("+"), "leg > trousers|pants")
        names["pelvis"] = "torso > pelvis|hip > trousers waist|pelvis"
    if b.chance(0.8):
        vertices = _swell(body, vertices, "foot+toe", b.uniform(0.006, 0.018))
        names |= dict.fromkeys(("foot", "toe"), "leg > shoe")
    _add(b, body, vertices, names)


if importlib.util.find_spec("anny") and importlib.util.find_spec("torch"):
    for function in (anny_scan, anny_action, anny_action, anny_dressed):
        design("person")(function)
