"""Table 1 of the paper with our own row: every set at hand is measured, every absent one is named.

python pipelines/table1.py [--data DIR] [--checkpoint FILE ...] [--out OUT] [--limit N]
  --data        folder whose folders are benchmark sets as published; without it: the shipped examples
  --checkpoint  models: default, patchalign3d, or files; may be repeated
  --limit       shapes per set, for a first look; the tables then say so
Writes OUT/table1.json, table1.md and table1.tex. Predictions are kept: a second run goes on where the first
stopped.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

from pa3d import prompts
from pa3d.artifact import atomic_path
from pa3d.datasets import READERS, find_set, npz
from pa3d.errors import Pa3dError
from pa3d.methods import Question, baseline, model_method

ROOT = Path(__file__).parent.parent
EXAMPLES = ROOT / "examples" / "labelled-points"
# (column, set, what of scores.json, COPS, Find3D, PatchAlign3D): table 1 of arXiv 2601.02457, percent
PAPER = [
    ("ShapeNetPart mIoU", "shapenetpart", "miou", 25.6, 23.3, 56.9),
    ("ShapeNetPart cIoU", "shapenetpart", "ciou", 32.2, 23.9, 53.1),
    ("FAUST coarse mIoU", "faust-coarse", "miou", 30.4, 63.2, 67.8),
    ("PartNetE mIoU", "partnete", "miou", 27.0, 16.4, 41.4),
    ("ScanObjectNN mIoU", "scanobjectnn", "miou", 17.7, 18.8, 22.7),
    ("Objaverse-General unseen mIoU", "objaverse-general", "miou", None, 34.6, 35.61),
]
# seconds per shape on a GPU, as the paper has them
SECONDS = {"SATR": 111, "COPS": 1.38, "PointCLIPv2": 1.20, "Find3D": 0.4, "PatchAlign3D": 0.4}
ROUNDS = 5  # of the speed measurement, after one that warms up
PRESETS = "patchalign3d,patchalign3d-internal,find3d"
OWN = "shipped examples mIoU"
# what is measured besides the models: floors and rendering baselines, on the embedded teacher
BASELINES = ("random", "pointclip", "cops", "cops-oracle")
WAYS: dict[str, dict[str, Any]] = {
    "as shipped": {},
    "as in the paper": {"draws": 1, "propagate": "nearest", "refine": "none"},
}


def sets_in(data: Path | None) -> dict[str, Path]:
    """Set name -> folder, for every published set in one of the folders of `data`."""
    if data is None:
        return {"labelled": EXAMPLES}
    if not data.is_dir():
        raise Pa3dError(f"{data}: no such folder; DATA is the folder that holds the benchmark sets")
    found: dict[str, Path] = {}
    for folder in sorted(path for path in data.iterdir() if path.is_dir()):
        try:
            found.setdefault(find_set(folder).name, folder)
        except Pa3dError as error:
            print(f"{folder.name}: left out ({error})")
    if not found:
        raise Pa3dError(f"{data}: none of its folders is a benchmark set; pa3d benchmark --check says why")
    return found


def run(name: str, folder: Path, out: Path, limit: int, options: list[str]) -> dict[str, Any]:
    """scores.json of one `pa3d benchmark`."""
    command = [sys.executable, "-m", "pa3d", "benchmark", str(folder), "--out", str(out), "--preset", PRESETS]
    if name != "labelled":
        command += ["--dataset", name]
    if limit:
        ids = [item.shape_id for item in find_set(folder, "auto" if name == "labelled" else name).items]
        out.mkdir(parents=True, exist_ok=True)
        (out / "ids.txt").write_text("\n".join(ids[:: max(1, len(ids) // limit)][:limit]))
        command += ["--only", str(out / "ids.txt")]
    subprocess.run([*command, "--quiet", *options], check=True)
    return json.loads((out / "scores.json").read_text())


def measure(sets: dict[str, Path], checkpoints: list[str], out: Path, limit: int) -> list[dict[str, Any]]:
    """One row per model and way of using it, then the baselines."""
    rows = []
    for checkpoint in checkpoints:
        for way, options in WAYS.items():
            name = f"pa3d {Path(checkpoint).stem}, {way}"
            given = [word for key, value in options.items() for word in (f"--{key}", str(value))]
            given += ["--checkpoint", checkpoint]
            rows.append({"name": name, **_sets(sets, out / _tag(name), limit, given)})
    for method in BASELINES:
        rows.append({"name": method, **_sets(sets, out / method, limit, ["--method", method])})
    return rows


def _tag(name: str) -> str:
    """The name of a row as that of its folder."""
    return "-".join(name.replace(",", "").split())


def _sets(sets: dict[str, Path], out: Path, limit: int, options: list[str]) -> dict[str, Any]:
    found = {name: run(name, folder, out / name, limit, options) for name, folder in sets.items()}
    return {
        "oracle": next(iter(found.values()))["oracle"],
        "sets": {name: [_short(row) for row in scores["rows"]] for name, scores in found.items()},
    }


def _short(row: dict[str, Any]) -> dict[str, Any]:
    return {key: row[key] for key in ("preset", "score", "miou", "ciou", "num_shapes", "seed", "what")}


def speed(checkpoints: list[str]) -> list[dict[str, Any]]:
    """Seconds of one shape of 2048 points, points in and labels out, texts known: the median, one device."""
    import torch

    device = "cuda" if torch.cuda.is_available() else "cpu"
    shape = npz.read(sorted(EXAMPLES.glob("*.npz"))[0])
    shape = replace(shape, points=shape.points[:2048], labels=shape.labels[:2048])
    texts = {"part": prompts.queries("part", shape.part_names, shape.category)}
    ways = {f"pa3d {Path(c).stem}, {way}": model_method(c, **WAYS[way]) for c in checkpoints for way in WAYS}
    ways |= {name: baseline(name) for name in BASELINES}
    rows = []
    for name, method in ways.items():
        ask, taken = method.start(device), []
        for seed in range(ROUNDS + 1):
            started = time.perf_counter()
            ask([Question(shape, texts, seed, "y")])
            taken.append(time.perf_counter() - started)
        rows.append({"name": name, "seconds": statistics.median(taken[1:]), "device": device})
    return rows


def speed_table(rows: list[dict[str, Any]]) -> tuple[list[str], list[list[str]]]:
    cells = [[f"{name} (paper)", f"{seconds:g}", "GPU"] for name, seconds in SECONDS.items()]
    cells += [[row["name"], f"{row['seconds']:.3f}", f"{row['device']}, this machine"] for row in rows]
    return ["method", "s per shape", "on"], cells


def table(rows: list[dict[str, Any]], sets: dict[str, Path]) -> tuple[list[str], list[list[str]]]:
    """Header and cells: the paper's rows, then ours; "-" where a set is absent."""
    columns = list(PAPER)
    if "labelled" in sets:
        columns.append((OWN, "labelled", "miou", None, None, None))
    header = ["method", *(column[0] for column in columns)]
    cells = []
    for place, name in enumerate(("COPS", "Find3D", "PatchAlign3D")):
        values = [column[3 + place] for column in columns]
        cells.append([f"{name} (paper)", *("-" if v is None else f"{v:g}" for v in values)])
    for row in rows:
        values = [row["sets"].get(column[1], [{}])[0].get(column[2]) for column in columns]
        shown = ["-" if v is None else f"{100 * v:.1f}" for v in values]
        name = row["name"] + (" (ORACLE)" if row["oracle"] else "")
        cells.append([name, *shown])
    return header, cells


def notes(sets: dict[str, Path], rows: list[dict[str, Any]], limit: int) -> list[str]:
    """What the numbers are, and how to get what is absent."""
    first = next(iter(rows[0]["sets"].values()))[0]
    lines = [
        f"Ours: preset {first['preset']} ({first['what']}), seed {first['seed']}.",
        f"Speed of ours: {platform.system()} {platform.machine()}, {os.cpu_count()} processors.",
        "ORACLE rows use the annotation of the shapes that they label.",
    ]
    lines += [f"{name}: {row[0]['num_shapes']} shapes." for name, row in rows[0]["sets"].items()]
    if limit:
        lines.append(f"At most {limit} shapes of each set (--limit): not the published measurement.")
    wanted = dict.fromkeys(name for _, name, *_ in PAPER)
    lines += [
        f"{READERS[n].title} is absent. To get it: {READERS[n].how_to_get}" for n in wanted if n not in sets
    ]
    return lines


def markdown(tables: list[tuple[list[str], list[list[str]]]], lines: list[str]) -> str:
    """The tables and the notes as one page."""
    parts = []
    for header, cells in tables:
        rule = ["---", *["---:"] * (len(header) - 1)]
        parts.append("\n".join("| " + " | ".join(row) + " |" for row in [header, rule, *cells]))
    return "\n\n".join([*parts, "\n".join(f"- {line}" for line in lines)]) + "\n"


def latex(tables: list[tuple[list[str], list[list[str]]]], lines: list[str]) -> str:
    """The tables for a paper, the notes as comments."""

    def line(row: list[str]) -> str:
        return " & ".join(cell.replace("_", r"\_").replace("%", r"\%") for cell in row) + r" \\"

    parts = [f"% {line}" for line in lines]
    for header, cells in tables:
        parts += [rf"\begin{{tabular}}{{l{'r' * (len(header) - 1)}}}", r"\hline", line(header), r"\hline"]
        parts += [*(line(row) for row in cells), r"\hline", r"\end{tabular}", ""]
    return "\n".join(parts)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--checkpoint", action="append")
    parser.add_argument("--out", type=Path, default=Path("out/table1"))
    parser.add_argument("--limit", type=int, default=0)
    given = parser.parse_args()
    checkpoints = given.checkpoint or ["default"]
    try:
        sets = sets_in(given.data)
        rows = measure(sets, checkpoints, given.out, given.limit)
        times = speed(checkpoints)
    except Pa3dError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    except subprocess.CalledProcessError as error:
        return error.returncode  # the command has said why
    tables, lines = [table(rows, sets), speed_table(times)], notes(sets, rows, given.limit)
    keys = ("column", "set", "of", "cops", "find3d", "patchalign3d")
    paper = [dict(zip(keys, row, strict=True)) for row in PAPER]
    result = {"paper": paper, "paper_seconds": SECONDS, "rows": rows, "speed": times, "notes": lines}
    texts = {
        "table1.json": json.dumps(result, indent=1) + "\n",
        "table1.md": markdown(tables, lines),
        "table1.tex": latex(tables, lines),
    }
    for name, text in texts.items():
        with atomic_path(given.out / name) as temporary:
            temporary.write_text(text, encoding="utf-8")
    print(texts["table1.md"])
    print(f"{given.out}: {', '.join(texts)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
