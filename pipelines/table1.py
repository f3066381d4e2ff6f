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
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from pa3d.artifact import atomic_path
from pa3d.datasets import READERS, find_set
from pa3d.errors import Pa3dError

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
SECONDS = {"COPS": 1.38, "Find3D": 0.4, "PatchAlign3D": 0.4}  # per shape on a GPU, as the paper has it
PRESETS = "patchalign3d,patchalign3d-internal,find3d"
OWN = "shipped examples mIoU"
# what is measured besides the models: floors and rendering baselines, on the embedded teacher
BASELINES = ("random", "pointclip", "cops", "cops-oracle")
WAYS = {"as shipped": [], "as in the paper": ["--draws", "1", "--propagate", "nearest"]}


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
    """scores.json of one `pa3d benchmark`, with the seconds a shape took when it was first predicted."""
    command = [sys.executable, "-m", "pa3d", "benchmark", str(folder), "--out", str(out), "--preset", PRESETS]
    if name != "labelled":
        command += ["--dataset", name]
    if limit:
        ids = [item.shape_id for item in find_set(folder, "auto" if name == "labelled" else name).items]
        out.mkdir(parents=True, exist_ok=True)
        (out / "ids.txt").write_text("\n".join(ids[:: max(1, len(ids) // limit)][:limit]))
        command += ["--only", str(out / "ids.txt")]
    timing = out / "seconds.json"
    started = time.monotonic()
    subprocess.run([*command, "--quiet", *options], check=True)
    spent = time.monotonic() - started
    scores = json.loads((out / "scores.json").read_text())
    if not timing.exists():
        timing.write_text(json.dumps(spent / scores["rows"][0]["num_shapes"]))
    return {**scores, "seconds": json.loads(timing.read_text())}


def measure(sets: dict[str, Path], checkpoints: list[str], out: Path, limit: int) -> list[dict[str, Any]]:
    """One row per model and way of using it, then the baselines."""
    rows = []
    for checkpoint in checkpoints:
        for way, options in WAYS.items():
            tag = f"{Path(checkpoint).stem}-{way.replace(' ', '-')}"
            given = ["--checkpoint", checkpoint, *options]
            rows.append(
                {"name": f"pa3d {Path(checkpoint).stem}, {way}", **_sets(sets, out / tag, limit, given)}
            )
    for method in BASELINES:
        rows.append({"name": method, **_sets(sets, out / method, limit, ["--method", method])})
    return rows


def _sets(sets: dict[str, Path], out: Path, limit: int, options: list[str]) -> dict[str, Any]:
    found = {name: run(name, folder, out / name, limit, options) for name, folder in sets.items()}
    first = next(iter(found.values()))
    counts = [scores["rows"][0]["num_shapes"] for scores in found.values()]
    total = sum(scores["seconds"] * count for scores, count in zip(found.values(), counts, strict=True))
    return {
        "oracle": first["oracle"],
        "seconds_per_shape": total / sum(counts),
        "sets": {name: [_short(row) for row in scores["rows"]] for name, scores in found.items()},
    }


def _short(row: dict[str, Any]) -> dict[str, Any]:
    return {key: row[key] for key in ("preset", "score", "miou", "ciou", "num_shapes", "seed", "what")}


def table(rows: list[dict[str, Any]], sets: dict[str, Path]) -> tuple[list[str], list[list[str]]]:
    """Header and cells: the paper's rows, then ours; "-" where a set is absent."""
    columns = list(PAPER)
    if "labelled" in sets:
        columns.append((OWN, "labelled", "miou", None, None, None))
    header = ["method", *(column[0] for column in columns), "s per shape"]
    cells = []
    for place, name in enumerate(("COPS", "Find3D", "PatchAlign3D")):
        values = [column[3 + place] for column in columns]
        cells.append(
            [f"{name} (paper)", *("-" if v is None else f"{v:g}" for v in values), f"{SECONDS[name]} (GPU)"]
        )
    for row in rows:
        values = [row["sets"].get(column[1], [{}])[0].get(column[2]) for column in columns]
        shown = ["-" if v is None else f"{100 * v:.1f}" for v in values]
        name = row["name"] + (" (ORACLE)" if row["oracle"] else "")
        cells.append([name, *shown, f"{row['seconds_per_shape']:.2f}"])
    return header, cells


def notes(sets: dict[str, Path], rows: list[dict[str, Any]], limit: int) -> list[str]:
    """What the numbers are, and how to get what is absent."""
    first = next(iter(rows[0]["sets"].values()))[0]
    machine = f"{platform.system()} {platform.machine()}, {os.cpu_count()} processors"
    lines = [
        f"Ours: preset {first['preset']} ({first['what']}), seed {first['seed']}.",
        f"Seconds: whole runs of `pa3d benchmark`, start-up included, divided by their shapes ({machine}).",
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


def markdown(header: list[str], cells: list[list[str]], lines: list[str]) -> str:
    rule = ["---", *["---:"] * (len(header) - 1)]
    body = "\n".join("| " + " | ".join(row) + " |" for row in [header, rule, *cells])
    return f"{body}\n\n" + "\n".join(f"- {line}" for line in lines) + "\n"


def latex(header: list[str], cells: list[list[str]]) -> str:
    def line(row: list[str]) -> str:
        return " & ".join(cell.replace("_", r"\_").replace("%", r"\%") for cell in row) + r" \\"

    head = rf"\begin{{tabular}}{{l{'r' * (len(header) - 1)}}}"
    rows = [head, r"\hline", line(header), r"\hline", *(line(row) for row in cells), r"\hline"]
    return "\n".join([*rows, r"\end{tabular}"]) + "\n"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--checkpoint", action="append")
    parser.add_argument("--out", type=Path, default=Path("out/table1"))
    parser.add_argument("--limit", type=int, default=0)
    given = parser.parse_args()
    try:
        sets = sets_in(given.data)
        rows = measure(sets, given.checkpoint or ["default"], given.out, given.limit)
    except Pa3dError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    except subprocess.CalledProcessError as error:
        return error.returncode  # the command has said why
    header, cells = table(rows, sets)
    lines = notes(sets, rows, given.limit)
    result = {
        "paper": [
            dict(zip(("column", "set", "of", "cops", "find3d", "patchalign3d"), p, strict=True)) for p in PAPER
        ]
    }
    texts = {
        "table1.json": json.dumps({**result, "rows": rows, "notes": lines}, indent=1) + "\n",
        "table1.md": markdown(header, cells, lines),
        "table1.tex": latex(header, cells),
    }
    for name, text in texts.items():
        with atomic_path(given.out / name) as temporary:
            temporary.write_text(text, encoding="utf-8")
    print(texts["table1.md"])
    print(f"{given.out}: {', '.join(texts)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
