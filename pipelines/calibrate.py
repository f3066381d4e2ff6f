"""Make a model's scores mean what they say: fit the scale and the bias of its similarity on labelled shapes.

usage: python pipelines/calibrate.py LABELLED_DIR CHECKPOINT OUT.safetensors

Labels among the names do not change: both numbers act on all logits alike. What changes is how sure the
scores are and where "none of these" begins. Each shape is asked for all of its names and for seeded halves
of them, as by somebody who wants only handles and lids; points of the other names are none of these. The
two numbers minimise the negative log-likelihood of an open softmax, every shape counting alike. Prints a
reliability table (score of the best name against how often it is right) and how `--background` tells points
apart: as trained, and for five folds of shapes that the fit did not see, with and without `--expect all`.
"""

import sys
from pathlib import Path

import numpy as np
import torch
from scipy.optimize import minimize

from pa3d.checkpoint import load_model, pack
from pa3d.datasets import npz
from pa3d.encoding import Labeller, Settings, encode
from pa3d.names import embed_parts
from pa3d.presence import with_presence
from pa3d.shapes import Shape

QUESTIONS = 5  # per shape: all names, and four halves
POINTS = 500  # per question
FOLDS = 5
BINS = np.linspace(0, 1, 11)


def ask(model, shape, seed: int) -> list[tuple[np.ndarray, np.ndarray]]:
    """(n, L) logits and (n,) targets, -1 none of these, of each question."""
    rng = np.random.default_rng(seed)
    encoding = encode(model, Shape(shape.points, None), Settings(seed=seed))
    keep = rng.permutation(np.flatnonzero(shape.labels >= 0))[:POINTS]
    logits = Labeller(model, encoding, embed_parts(model, shape.part_names))(shape.points[keep])
    found = []
    for number in range(QUESTIONS):
        names = rng.permutation(len(shape.part_names))
        names = names if number == 0 else names[: max(1, len(names) // 2)]
        row = np.full(len(shape.part_names), -1)
        row[names] = np.arange(len(names))
        found.append((logits[:, names], row[shape.labels[keep]]))
    return found


def probabilities(logits: np.ndarray, temperature: float, shift: float) -> np.ndarray:
    """(n, L + 1) of the names and, last, of none of them."""
    scaled = np.concatenate([logits / temperature + shift, np.zeros((len(logits), 1))], 1)
    scaled = np.exp(scaled - scaled.max(1, keepdims=True))
    return scaled / scaled.sum(1, keepdims=True)


def fit(shapes: list) -> tuple[float, float]:
    def loss(parameters: np.ndarray) -> float:
        temperature, shift = np.exp(parameters[0]), parameters[1]
        values = []
        for questions in shapes:
            for logits, target in questions:
                chosen = probabilities(logits, temperature, shift)[np.arange(len(target)), target]
                values.append(-np.log(np.maximum(chosen, 1e-9)).mean())
        return float(np.mean(values))

    found = minimize(loss, np.zeros(2), method="Nelder-Mead", options={"xatol": 1e-3, "fatol": 1e-5})
    return float(np.exp(found.x[0])), float(found.x[1])


def scores(shapes: list, temperature: float, shift: float, present: bool = False) -> tuple[np.ndarray, ...]:
    """For each point: score of the best name, is it right, is it kept by --background, should it be."""
    rows = []
    for questions in shapes:
        for raw, target in questions:
            logits = raw / temperature + shift
            if present:
                logits = with_presence(logits[None], [slice(0, logits.shape[1])])[0]
            p = probabilities(logits, 1.0, 0.0)[:, :-1]
            kept = logits.max(1) >= 0
            rows.append((p.max(1), p.argmax(1) == target, kept, target >= 0))
    return tuple(np.concatenate(x) for x in zip(*rows, strict=True))


def report(title: str, best: np.ndarray, right: np.ndarray, kept: np.ndarray, named: np.ndarray) -> None:
    """Print the reliability table, its error and what --background does."""
    print(f"\n{title}\n| score | points | right |\n|---|---|---|")
    place = np.clip(np.digitize(best, BINS) - 1, 0, len(BINS) - 2)
    error = 0.0
    for number in np.unique(place):
        inside = place == number
        hit = right[inside].mean()
        error += inside.mean() * abs(hit - best[inside].mean())
        print(f"| {BINS[number]:.1f} - {BINS[number + 1]:.1f} | {inside.mean():.1%} | {hit:.2f} |")
    print(f"\nexpected calibration error {error:.3f}")
    print(
        f"told from none of these rightly {(kept == named).mean():.1%} (points of a name: {named.mean():.1%})"
    )
    print(f"kept rightly {named[kept].mean():.1%} of what is kept, {kept[named].mean():.1%} of what should be")


def main() -> None:
    folder, checkpoint, out = sys.argv[1:4]
    model = load_model(checkpoint, kind="align")
    paths = sorted(Path(folder).glob("*.npz"))
    shapes = [ask(model, npz.read(path), number) for number, path in enumerate(paths)]
    report("as trained", *scores(shapes, 1.0, 0.0))
    fits = [fit([s for i, s in enumerate(shapes) if i % FOLDS != fold]) for fold in range(FOLDS)]
    for present, how in ((False, "any"), (True, "all")):
        held_out = [scores(shapes[fold::FOLDS], *fits[fold], present) for fold in range(FOLDS)]
        title = f"calibrated, folds held out, --expect {how}"
        report(title, *(np.concatenate(x) for x in zip(*held_out, strict=True)))
    temperature, shift = fit(shapes)
    with torch.no_grad():
        model.head.log_scale -= float(np.log(temperature))
        model.head.bias.copy_(model.head.bias / temperature + shift)
    print(f"\ntemperature {temperature:.3f}, shift {shift:.3f}")
    print(f"scale {model.head.log_scale.exp().item():.3f}, bias {model.head.bias.item():.3f}")
    model.info["calibration"] = {"temperature": temperature, "shift": shift, "shapes": len(shapes)}
    pack(model, Path(out))


if __name__ == "__main__":
    main()
