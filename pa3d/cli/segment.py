"""The command that labels shapes: segment."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pa3d.cli import console
from pa3d.cli import options as opt
from pa3d.cli.options import HOW

if TYPE_CHECKING:
    from pa3d.batch import Outcome, Task

FORMATS = ("ply", "png")  # when nothing else is asked for
FEW = 1 << 19  # vertices and faces below which one shape needs no bar

ASK, WRITE, MANY = "What to look for", "What to write", "Many files"


def segment(
    inputs: Annotated[
        list[Path], typer.Argument(help="Meshes, point clouds, folders of them, or - for standard input.")
    ],
    parts: Annotated[
        str | None,
        typer.Option(
            help="Part names: leg,seat,back, or a file with one per line. leg|foot are two words for one part.",
            rich_help_panel=ASK,
        ),
    ] = None,
    auto: Annotated[
        bool,
        typer.Option(
            "--auto",
            help="Choose the names: from the model's vocabulary, or from --parts.",
            rich_help_panel=ASK,
        ),
    ] = False,
    max_names: Annotated[
        int, typer.Option(min=1, help="How many names --auto keeps.", rich_help_panel=ASK)
    ] = 8,
    category: Annotated[
        str, typer.Option(help="What the object is, e.g. chair: a hint for the names.", rich_help_panel=ASK)
    ] = "",
    template: Annotated[
        list[str] | None,
        typer.Option(
            help='Sentence for the names: "a photo of a {}"; may be repeated. Default: the model\'s.',
            rich_help_panel=ASK,
        ),
    ] = None,
    background: Annotated[
        bool, typer.Option(help="Leave unlabelled what fits none of the names.", rich_help_panel=ASK)
    ] = False,
    min_score: Annotated[
        float,
        typer.Option(min=0.0, max=1.0, help="Leave unlabelled what scores less.", rich_help_panel=ASK),
    ] = 0.0,
    out: Annotated[
        list[Path] | None,
        typer.Option(
            help="File to write, its kind by its suffix; may be repeated. One input only.",
            rich_help_panel=WRITE,
        ),
    ] = None,
    out_dir: Annotated[
        Path, typer.Option(help="Folder for <name>.parts.<format>.", rich_help_panel=WRITE)
    ] = Path(),
    format_: Annotated[
        list[str] | None,
        typer.Option(
            "--format",
            help="What to write into --out-dir: ply, glb, obj, npz, h5, json, png, html; a comma list, or "
            "repeated. Default: ply,png.",
            rich_help_panel=WRITE,
        ),
    ] = None,
    png: Annotated[
        bool, typer.Option("--png", help="Also a picture: four views, legend, shares.", rich_help_panel=WRITE)
    ] = False,
    html: Annotated[
        bool,
        typer.Option("--html", help="Also an interactive page that works offline.", rich_help_panel=WRITE),
    ] = False,
    heatmap: Annotated[
        list[str] | None,
        typer.Option(help="Also a picture of this name's score; may be repeated.", rich_help_panel=WRITE),
    ] = None,
    split: Annotated[
        bool,
        typer.Option("--split", help="Also a file for each part, in <name>.parts/.", rich_help_panel=WRITE),
    ] = False,
    split_format: Annotated[
        str | None,
        typer.Option(
            help="Kind of these: ply, glb, obj or stl. Default: the first of the formats that can be.",
            rich_help_panel=WRITE,
        ),
    ] = None,
    save_features: Annotated[
        bool,
        typer.Option(
            "--save-features", help="Put patch and point features into .npz and .h5.", rich_help_panel=WRITE
        ),
    ] = False,
    checkpoint: opt.Checkpoint = "default",
    up: Annotated[
        str,
        typer.Option(
            help="Axis that points up in the file: y, z, x, -y, -z, -x, or auto: the most convincing one.",
            rich_help_panel=HOW,
        ),
    ] = "y",
    draws: opt.Draws = 4,
    propagate: opt.Propagate = "auto",
    refine: opt.Refine = "smooth",
    expect: opt.Expect = "all",
    precision: opt.Precision = "fp32",
    seed: opt.Seed = 0,
    device: opt.Device = "auto",
    text_model: Annotated[
        str | None, typer.Option(help="Must be the model's own text encoder.", rich_help_panel=HOW)
    ] = None,
    text_weights: opt.TextWeights = None,
    text_bank: opt.TextBank = None,
    stdin_format: Annotated[
        str | None,
        typer.Option(
            help="What standard input is, e.g. ply. Default: told by its content.", rich_help_panel=HOW
        ),
    ] = None,
    resume: Annotated[
        bool,
        typer.Option(
            "--resume",
            help="Skip what segment.jsonl in --out-dir says was made with these settings and weights from "
            "this input.",
            rich_help_panel=MANY,
        ),
    ] = False,
    workers: Annotated[
        int | None,
        typer.Option(
            min=1,
            help="Processes that work on different shapes: 1, with --ray as many as there is room for.",
            rich_help_panel=MANY,
        ),
    ] = None,
    ray: Annotated[
        str | None,
        typer.Option(
            help="Run on a Ray cluster: auto, its address, or local to start one here.", rich_help_panel=MANY
        ),
    ] = None,
    gpus: Annotated[
        float,
        typer.Option(
            min=0.01,
            help="With --ray on GPUs: how many a worker takes; below 1, several share one.",
            rich_help_panel=MANY,
        ),
    ] = 1.0,
) -> None:
    """Label the parts of shapes from names you type.

    Labels come for every vertex or point and every face, in the file's own order, frame and units. Many files
    share one model load; a bad one is reported and the run goes on. Exit code: 0 all labelled, 1 some failed,
    2 wrong usage or the only input is bad, 130 interrupted.

    Example: pa3d segment chair.ply --parts leg,seat,back

    Example: pa3d segment robot.glb --auto --up auto --out robot.parts.glb --out robot.json

    Example: pa3d segment scans/ --parts parts.txt --format ply,json --out-dir labelled --workers 2 --resume

    Example: cat scan.ply | pa3d segment - --parts "leg|foot,seat" --up z --heatmap leg --html --out-dir scan
    """
    from pa3d import batch
    from pa3d.errors import Pa3dError
    from pa3d.precision import choose_precision

    if resume and out:
        raise Pa3dError("--resume goes by what is in --out-dir; it cannot be used with --out")
    question = _question(
        parts,
        auto,
        max_names=max_names,
        category=category,
        templates=template,
        up=up,
        seed=seed,
        draws=draws,
        propagate=propagate,
        refine=refine,
        expect=expect,
        precision=precision,
        background=background,
        min_score=min_score,
        save_features=save_features,
        text_model=text_model,
        text_weights=text_weights,
        text_bank=text_bank,
    )
    names = _formats(format_, png=png, html=html, out=out)
    heatmaps = _heatmaps(heatmap or [], question)
    kind = _split_kind(split_format, [p.suffix for p in out] if out else [f".{name}" for name in names])
    tasks = _tasks(inputs, out, out_dir, names, heatmaps=heatmaps, split=split or split_format is not None)
    if len(tasks) == 1 or _has_stdin(tasks):  # which only this process can read
        ray = None
    place = opt.choose_device(device, ray)
    question = batch.replace(question, split_suffix=kind, precision=choose_precision(precision, place))
    record = out_dir / batch.RECORD if resume or len(tasks) > 1 else None
    console.detail(f"{len(tasks)} shapes; {question}")
    if len(tasks) == 1 and not resume or _has_stdin(tasks):
        tasks = _preloaded(tasks, stdin_format)
    with _Bar(len(tasks)) as bar:
        outcomes = batch.run(
            tasks,
            question,
            checkpoint=checkpoint,
            device=place,
            workers=1 if workers is None and ray is None else workers,
            record=record,
            resume=resume,
            progress=bar.show,
            ray=ray,
            gpus=opt.cluster_share(place, ray, gpus),
        )
        _report(outcomes, len(tasks), out_dir, bar)


# -- what the options mean ---------------------------------------------------------------------------


def _question(parts: str | None, auto: bool, *, templates: list[str] | None, up: str, **settings):
    """The batch.Question of the options, checked as far as it can be without a model."""
    from pa3d.batch import Question
    from pa3d.errors import Pa3dError
    from pa3d.shapes import check_up
    from pa3d.text import check_templates, split_names

    if parts is None and not auto:
        raise Pa3dError("say what to look for: --parts leg,seat,back, or --auto")
    if up != "auto":
        check_up(up)
    return Question(
        () if parts is None else tuple(split_names(parts)),
        auto,
        templates=check_templates(templates) if templates else None,
        up=up,
        **settings,
    )


def _formats(given: list[str] | None, *, png: bool, html: bool, out: list[Path] | None) -> list[str]:
    """Suffixes without the dot for --out-dir (or beside --out), each once."""
    words = [word.strip().lower().lstrip(".") for item in given or [] for word in item.split(",")]
    names = [word for word in words if word]
    if not given and not out:
        names = list(FORMATS)
    return list(dict.fromkeys(names + ["png"] * png + ["html"] * html))


def _heatmaps(given: list[str], question) -> list[str]:
    """The names of --heatmap; each must be one of the names asked for."""
    from pa3d.errors import Pa3dError
    from pa3d.text import alternatives

    known = {word for name in question.parts for word in alternatives(name)}
    for name in given:
        if not question.auto and not known & set(alternatives(name)):
            raise Pa3dError(f"--heatmap {name}: is none of the names asked for ({', '.join(question.parts)})")
    return list(dict.fromkeys(given))


def _split_kind(given: str | None, suffixes: list[str]) -> str:
    from pa3d.export import SPLIT_SUFFIXES, check_split

    if given is not None:
        suffix = f".{given.lower().lstrip('.')}"
        check_split(suffix)
        return suffix
    return next((suffix.lower() for suffix in suffixes if suffix.lower() in SPLIT_SUFFIXES), ".ply")


def _tasks(
    inputs: list[Path],
    out: list[Path] | None,
    out_dir: Path,
    formats: list[str],
    *,
    heatmaps: list[str],
    split: bool,
) -> list[Task]:
    """A task for every shape, with the files to write."""
    from pa3d import batch
    from pa3d.errors import Pa3dError
    from pa3d.readers import STDIN, list_shapes
    from pa3d.split import safe_names

    shapes = {i: path for i, path in list_shapes(inputs).items() if not _is_own_output(path, inputs)}
    if not shapes:
        raise Pa3dError(f"{inputs[0]}: holds nothing but what pa3d segment wrote")
    if out and len(shapes) > 1:
        raise Pa3dError(f"--out names files of one shape, but there are {len(shapes)}; use --out-dir")
    heat_names = safe_names(heatmaps)
    tasks = []
    for shape_id, path in shapes.items():
        stem = out[0].with_suffix("") if out else out_dir / f"{shape_id}.parts"
        files = [*(out or []), *(stem.with_name(f"{stem.name}.{name}") for name in formats)]
        pictures = [stem.with_name(f"{stem.name}.heat-{safe}.png") for safe in heat_names]
        task = batch.Task(
            shape_id,
            path,
            tuple(dict.fromkeys(files)),
            stem if split else None,
            tuple(zip(heatmaps, pictures, strict=True)),
        )
        if path != STDIN and path.resolve() in [output.resolve() for output in task.outputs]:
            raise Pa3dError(f"{path}: would be overwritten by its own result; name another --out")
        tasks.append(task)
    batch.check_files(tasks[0].files)
    return tasks


def _is_own_output(path: Path, inputs: list[Path]) -> bool:
    """Whether a file that was found in a folder is the result of an earlier run there."""
    names = [path.stem, *(folder.name for folder in path.parents)]
    return path not in inputs and any(name.endswith(".parts") for name in names)


def _has_stdin(tasks: list[Task]) -> bool:
    from pa3d.readers import STDIN

    return any(task.source == STDIN for task in tasks)


def _preloaded(tasks: list[Task], stdin_format: str | None) -> list[Task]:
    """Standard input read; and a single shape, so that a bad one is reported before the model is loaded."""
    from dataclasses import replace

    from pa3d.readers import STDIN, load_shape, load_stdin

    result = []
    for task in tasks:
        if task.source == STDIN:
            result.append(replace(task, shape=load_stdin(sys.stdin.buffer, stdin_format)))
        else:
            result.append(replace(task, shape=load_shape(task.source)) if len(tasks) == 1 else task)
    return result


# -- what is said ------------------------------------------------------------------------------------


class _Bar:
    """Progress on standard error: over the shapes, or over the places of a single large one."""

    def __init__(self, count: int) -> None:
        self.count, self.failed = count, 0

    def __enter__(self) -> _Bar:
        from tqdm import tqdm

        layout = None if self.count > 1 else "{desc} {percentage:3.0f}%|{bar}| {elapsed}<{remaining}"
        self._bar = tqdm(
            total=self.count if self.count > 1 else 100,
            desc="segment" if self.count > 1 else "starting",
            unit="shape",
            file=sys.stderr,
            disable=True if console.is_quiet() else None,
            dynamic_ncols=True,
            leave=self.count > 1,
            bar_format=layout,
        )
        return self

    def __exit__(self, *_) -> None:
        self._bar.close()

    def show(self, what: str, done: int, total: int) -> None:
        """A batch.Progress."""
        if self._bar.disable:
            return
        if self.count == 1:
            self._bar.set_description_str(what, refresh=False)
            self._bar.n = 100 * done // total if total else self._bar.n
            self._bar.refresh()
        elif total > FEW:
            self._bar.set_postfix_str(f"{what} {100 * done // total} %")

    def advance(self, outcome: Outcome) -> None:
        self.failed += outcome.error is not None
        if self.count == 1:
            self._bar.close()  # its line is for what is said now
        else:
            failed = f"{self.failed} failed, " if self.failed else ""
            self._bar.set_postfix_str(failed + outcome.shape_id[:30], refresh=False)
            self._bar.update()


def _report(outcomes: Iterable[Outcome], count: int, out_dir: Path, bar: _Bar) -> None:
    """Say what becomes of each shape as it is known, then of all; exit code 1 when some failed."""
    from pa3d.errors import Pa3dError

    start, number = time.monotonic(), {"done": 0, "skipped": 0, "failed": 0}
    for outcome in outcomes:
        number[outcome.status] += 1
        bar.advance(outcome)
        console.emit(outcome.as_line())
        if outcome.trace:
            console.detail(outcome.trace)
        if outcome.error is not None:
            if count == 1:
                raise Pa3dError(outcome.error)
            console.error(outcome.error)
        elif count == 1:
            _say_parts(outcome)
        else:
            _say_line(outcome)
    if count > 1:
        seconds = time.monotonic() - start
        said = [f"{number['done']} done", f"{number['skipped']} up to date"]
        console.say(f"{out_dir}: {', '.join(said[: 1 + (number['skipped'] > 0)])}; {seconds:.1f} s")
    elif number["skipped"]:
        console.say("up to date")
    if number["failed"]:
        console.note(f"{number['failed']} of {count} shapes failed")
        raise typer.Exit(1)


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %"


def _say_parts(outcome: Outcome) -> None:
    """A line for every part of a shape, the largest first."""
    table = outcome.table or {"parts": []}
    console.say(f"{outcome.source} -> {', '.join(outcome.outputs)}")
    if outcome.up_scores:
        console.say(f"  up: {outcome.up} (chosen)")
    width = max((len(part["name"]) for part in table["parts"]), default=0)
    for part in sorted(table["parts"], key=lambda p: -p["share"]):
        score = "" if part["mean_score"] is None else f"  score {part['mean_score']:.2f}"
        console.say(f"  {part['name']:<{width}}  {_percent(part['share']):>7}{score}")
    rest = table.get("unlabelled", {}).get("share", 0)
    if rest > 0:
        console.say(f"  {'(unlabelled)':<{width}}  {_percent(rest):>7}")
    for name, reason in outcome.hard:
        console.say(f"  hard to find: {name}: {reason}")


def _say_line(outcome: Outcome) -> None:
    """One line for a shape among many."""
    parts = sorted((outcome.table or {"parts": []})["parts"], key=lambda p: -p["share"])
    shares = ", ".join(f"{p['name']} {_percent(p['share'])}" for p in parts if p["share"] > 0)
    up = f"; up {outcome.up}" if outcome.up_scores else ""
    hard = f"; hard to find: {', '.join(name for name, _ in outcome.hard)}" if outcome.hard else ""
    state = "up to date: " if outcome.status == "skipped" else ""
    console.say(f"{state}{outcome.source}: {shares or 'nothing'}{up}{hard}")
