"""Label many shapes with one question: one model load, a line of result for each, failures and all."""

from __future__ import annotations

import contextlib
import errno
import time
import traceback
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pa3d import artifact, schemas
from pa3d.errors import DiskFullError, Pa3dError, about, first_line
from pa3d.record import Record
from pa3d.signals import told
from pa3d.workers import Died, run_in_processes

if TYPE_CHECKING:
    from pa3d.segmentation import Segmentation
    from pa3d.shapes import Shape

RECORD = "segment.jsonl"
SEVERAL = 8  # shapes after which more are expected: what takes half a second to load begins to pay
DONE, SKIPPED, FAILED = "done", "skipped", "failed"
PAGE = ".html"
Progress = Callable[[str, int, int], None]  # (what is being done, how much of it, of how much; 0 of 0: unknown)


@dataclass(frozen=True)
class Question:
    """What is asked of every shape: all that decides what is written, but for the weights and the input."""

    parts: tuple[str, ...]  # part names; with `auto` the words to choose from, none for the model's vocabulary
    auto: bool = False
    max_names: int = 8  # of `auto`
    category: str = ""
    templates: tuple[str, ...] | None = None
    up: str = "y"  # or "auto"
    seed: int = 0
    draws: int = 4
    propagate: str = "auto"
    refine: str = "smooth"
    expect: str = "all"
    precision: str = "fp32"  # or "bf16"
    background: bool = False
    min_score: float = 0.0
    save_features: bool = False
    split_suffix: str = ".ply"
    text_model: str | None = None
    text_weights: Path | None = None
    text_bank: Path | None = None


@dataclass(frozen=True)
class Task:
    """One shape to label."""

    shape_id: str
    source: Path
    files: tuple[Path, ...]  # what to write, by suffix
    split: Path | None = None  # folder for a file per part
    heatmaps: tuple[tuple[str, Path], ...] = ()  # (name, picture)
    shape: Shape | None = None  # when it is read already

    @property
    def outputs(self) -> tuple[Path, ...]:
        return (*self.files, *(path for _, path in self.heatmaps), *([self.split] if self.split else []))


@dataclass(frozen=True)
class Outcome:
    """What became of a task; `as_line` is its JSON line."""

    shape_id: str
    source: str
    status: str  # "done", "skipped" (up to date) or "failed"
    outputs: tuple[str, ...] = ()
    up: str | None = None
    up_scores: dict[str, float] | None = None  # of each axis, where up was chosen
    table: dict[str, Any] | None = None  # segmentation.part_table
    hard: tuple[tuple[str, str], ...] = ()  # names the model finds hard, and how it shows
    seconds: float = 0.0
    error: str | None = None
    trace: str | None = None  # of an error that is the program's fault
    fingerprint: str | None = None

    def as_line(self) -> dict[str, Any]:
        """JSON-ready: the fields, and the figures and parts as in the .json output."""
        table = self.table or {"parts": []}
        return {
            "id": self.shape_id,
            "source": self.source,
            "status": self.status,
            "outputs": list(self.outputs),
            "up": self.up,
            "up_scores": self.up_scores,
            **table,
            "hard": [list(pair) for pair in self.hard],
            "seconds": round(self.seconds, 3),
            "error": self.error,
            "fingerprint": self.fingerprint,
        }


_OWN = {"id", "source", "status", "outputs", "up", "up_scores", "hard", "seconds", "error", "fingerprint"}


def _from_line(line: dict[str, Any], task: Task) -> Outcome:
    """The outcome of an earlier run, as one that is skipped now."""
    return Outcome(
        task.shape_id,
        str(task.source),
        SKIPPED,
        tuple(str(path) for path in task.outputs),
        line.get("up"),
        line.get("up_scores"),
        {key: value for key, value in line.items() if key not in _OWN},
        tuple((name, reason) for name, reason in line.get("hard", [])),
        fingerprint=line["fingerprint"],
    )


def check_files(files: Sequence[Path]) -> None:
    """Name a file of unknown kind before any work is done."""
    from pa3d import export

    for path in files:
        if path.suffix.lower() not in kinds():
            raise Pa3dError(f"{path}: cannot write kind {path.suffix!r}; known kinds are {' '.join(kinds())}")
        if path.suffix.lower() in export.SUFFIXES:
            export.check_suffixes([path])


def kinds() -> tuple[str, ...]:
    """Suffixes of what can be written."""
    from pa3d import export

    return tuple(dict.fromkeys((*export.SUFFIXES, PAGE)))


# -- one shape ---------------------------------------------------------------------------------------


class Bench:
    """A loaded model and the embedded names: labels one task after the other."""

    def __init__(self, question: Question, checkpoint: str, device: str) -> None:
        from pa3d.names import vocabulary
        from pa3d.network import load_network

        self.question = question
        self.model = load_network(checkpoint, device, "align", question.precision)
        self.weights = weights_hash(checkpoint)
        words = question.parts or tuple(vocabulary(self.model))
        needed = not question.auto or question.up == "auto"
        self.text = self._embed(words) if needed else None

    def _embed(self, names: Sequence[str]):
        from pa3d.names import embed_parts

        asked = self.question
        return embed_parts(
            self.model,
            names,
            asked.text_model,
            asked.text_weights,
            asked.text_bank,
            category=asked.category,
            templates=asked.templates,
        )

    def label(self, task: Task, progress: Progress | None = None) -> tuple[Segmentation, Any, dict | None]:
        """The segmentation of a task's shape, the settings with `up` decided, the scores of the six axes."""
        from pa3d.names import propose_names
        from pa3d.orientation import resolve_up
        from pa3d.readers import load_shape
        from pa3d.segmenter import Settings, encode, label_shape

        asked, show = self.question, progress or _silent
        show("reading", 0, 0)
        shape = task.shape or load_shape(task.source)
        settings = Settings(
            asked.up,
            asked.seed,
            asked.draws,
            asked.propagate,
            asked.background,
            asked.min_score,
            asked.refine,
            asked.expect,
        )
        show("encoding", 0, 0)
        with about(task.source):
            settings, scores = resolve_up(self.model, shape, self.text, settings)
            encoding = encode(self.model, shape, settings)
        names, text = list(asked.parts), self.text
        if asked.auto:
            names = propose_names(
                self.model,
                encoding,
                category=asked.category,
                templates=asked.templates,
                text_weights=asked.text_weights,
                bank_path=asked.text_bank,
                words=list(asked.parts) or None,
                limit=asked.max_names,
            )
            text = self._embed(names)
        assert text is not None  # of the names asked for, or of those proposed
        total = len(shape.vertices) + (0 if shape.faces is None else len(shape.faces))
        result = label_shape(
            self.model,
            encoding,
            shape,
            names,
            text,
            settings,
            progress=lambda done: show("labelling", done, total),
        )
        if asked.save_features:
            from pa3d.features import shape_features

            show("features", 0, 0)
            result = replace(result, features=shape_features(encoding, shape))
        return result, settings, scores

    def run(self, task: Task, progress: Progress | None = None) -> Outcome:
        """Label a task's shape and write its files. Raises what goes wrong."""
        from pa3d.names import hard_names
        from pa3d.segmentation import part_table

        start = time.perf_counter()
        result, settings, scores = self.label(task, progress)
        for path in task.outputs:
            (progress or _silent)(f"writing {path.name}", 0, 0)
            self._write(path, task, result, settings)
        return Outcome(
            task.shape_id,
            str(task.source),
            DONE,
            tuple(str(path) for path in task.outputs),
            settings.up,
            scores,
            part_table(result),
            tuple(hard_names(result)),
            time.perf_counter() - start,
        )

    def _write(self, path: Path, task: Task, result: Segmentation, settings) -> None:
        from pa3d import export

        names = {output: name for name, output in task.heatmaps}
        if path in names:
            from pa3d.heatmap import write_heatmap

            write_heatmap(path, result, names[path], up=settings.up)
        elif path == task.split:
            with about(task.source):
                export.write_split(path, result, self.question.split_suffix)
        elif path.suffix.lower() == PAGE:
            from pa3d.viewer import write_html

            write_html(path, result, up=settings.up, title=task.source.name)
        else:
            own = {"weights": self.weights, "parts": result.part_names, "precision": self.question.precision}
            config = {**own, **asdict(settings)}
            inputs = input_hash(task.source)
            export.write(path, result, shape_id=task.shape_id, config=config, inputs=inputs, up=settings.up)


def _silent(what: str, done: int, total: int) -> None:
    pass


def weights_hash(checkpoint: str) -> str:
    from pa3d.packed import checkpoint_hash

    return checkpoint_hash(checkpoint)


def input_hash(source: Path) -> dict[str, str]:
    """Fingerprints of a shape's file and of the files it refers to; none of standard input."""
    from pa3d.readers import STDIN, companions

    if source == STDIN:
        return {}
    return {path.name: artifact.hash_file(path)[:16] for path in (source, *companions(source))}


# -- many --------------------------------------------------------------------------------------------


def run(
    tasks: Sequence[Task],
    question: Question,
    *,
    checkpoint: str = "default",
    device: str = "cpu",
    workers: int = 1,
    record: Path | None = None,
    resume: bool = False,
    progress: Progress | None = None,
) -> Iterator[Outcome]:
    """Outcomes in the order of the tasks, each as soon as it and those before it are known.

    A shape that cannot be labelled is an outcome with an error; what no shape is to blame for (the model, the
    names, a full disk) is a Pa3dError. With a `record` every outcome is added to that file, and with `resume`
    a task is skipped when the record says that all its outputs were made with these settings and weights from
    this input, and they are there. With several `workers` each process loads the model once, and one that
    crashes loses only the shape in hand. `progress` needs `workers` 1.
    """
    ledger = _Ledger(question, checkpoint, record, resume)
    known: dict[int, Outcome] = {}
    stamps: dict[int, str | None] = {}

    def to_do() -> Iterator[tuple[int, Task]]:
        """The tasks that are not up to date; the outcome of the others is known at once."""
        for index, task in enumerate(tasks):
            stamps[index], outcome = ledger.look_up(task)
            if outcome is None:
                yield index, task
            else:
                known[index] = outcome

    if workers > 1 and len(tasks) > 1:
        results = _parallel(to_do(), tasks, question, checkpoint, device, min(workers, len(tasks)))
    else:
        results = _serial(to_do(), question, checkpoint, device, progress)
    due = 0
    with contextlib.closing(results):
        for index, outcome in results:
            known[index] = replace(outcome, fingerprint=stamps[index])
            ledger.add(known[index])
            while due in known:
                yield known.pop(due)
                due += 1
    for index in sorted(known):
        yield known[index]


class _Ledger:
    """Which tasks the record says are up to date, and the record of the others."""

    def __init__(self, question: Question, checkpoint: str, record: Path | None, resume: bool) -> None:
        self.log = None if record is None else Record(record)
        self.resume = resume
        self.recipe = {} if record is None else {"weights": weights_hash(checkpoint), **_recipe(question)}

    def look_up(self, task: Task) -> tuple[str | None, Outcome | None]:
        """Fingerprint of how the task's outputs are made now, and its outcome where that needs no work."""
        if self.log is None:
            return None, None
        try:
            inputs = input_hash(task.source)
        except OSError as error:
            return None, _failed(task, error)
        if not inputs:  # standard input
            return None, None
        stamp = artifact.fingerprint(schemas.PREDICTION, self.recipe, inputs)
        line = self.log.entry(task.shape_id, stamp, task.outputs) if self.resume else None
        return stamp, None if line is None else _from_line(line, task)

    def add(self, outcome: Outcome) -> None:
        if self.log is not None:
            self.log.add(outcome.as_line())


def _recipe(question: Question) -> dict[str, Any]:
    from pa3d import __version__

    plain = {key: str(value) if isinstance(value, Path) else value for key, value in asdict(question).items()}
    return {**plain, "version": __version__}


def _serial(
    tasks: Iterator[tuple[int, Task]],
    question: Question,
    checkpoint: str,
    device: str,
    progress: Progress | None,
) -> Generator[tuple[int, Outcome], None, None]:
    bench = None
    for number, (index, task) in enumerate(tasks):
        bench = bench or Bench(question, checkpoint, device)
        if number == SEVERAL:
            import pa3d.kernels  # noqa: F401 - network.group takes them once they are loaded
        yield index, _attempt(bench, task, progress)


def _parallel(
    tasks: Iterator[tuple[int, Task]],
    everything: Sequence[Task],
    question: Question,
    checkpoint: str,
    device: str,
    workers: int,
) -> Generator[tuple[int, Outcome], None, None]:
    order: list[int] = []

    def items() -> Iterator[Task]:
        for index, task in tasks:
            order.append(index)
            yield task

    results = run_in_processes(_setup, (question, checkpoint, device), items(), workers)
    with contextlib.closing(results):
        for place, result in results:
            index = order[place]
            if isinstance(result, Died):
                task = everything[index]
                reason = "out of memory, or a reader crashed"
                text = (
                    f"{task.source}: the process that worked on it died, exit code {result.args[0]} ({reason})"
                )
                result = Outcome(task.shape_id, str(task.source), FAILED, error=text)
            yield index, result


def _setup(question: Question, checkpoint: str, device: str) -> Callable[[Task], Outcome]:
    bench = Bench(question, checkpoint, device)
    return lambda task: _attempt(bench, task)


def _attempt(bench: Bench, task: Task, progress: Progress | None = None) -> Outcome:
    """The outcome of a task; a full disk is the run's failure, all else the shape's."""
    start = time.perf_counter()
    try:
        return bench.run(task, progress)
    except Exception as error:  # noqa: BLE001 - one shape must not lose the others, whatever is wrong with it
        if told:  # a signal struck within compiled code, which made another error of it
            raise KeyboardInterrupt from error
        if getattr(error, "errno", None) in (errno.ENOSPC, errno.EDQUOT):
            if isinstance(error, DiskFullError):
                raise
            raise Pa3dError("the disk is full; make room and run the command again with --resume") from error
        return replace(_failed(task, error), seconds=time.perf_counter() - start)


def _failed(task: Task, error: Exception) -> Outcome:
    trace = None
    if isinstance(error, Pa3dError):
        text = str(error)
    elif isinstance(error, MemoryError):
        text = "needs more memory than there is"
    elif isinstance(error, OSError):
        text = f"{error.filename or task.source}: {error.strerror or error}"
    else:
        text = f"unexpected {type(error).__name__} ({first_line(error)}); please report it, with --verbose"
        trace = "".join(traceback.format_exception(error))
    text = text if str(task.source) in text else f"{task.source}: {text}"
    return Outcome(task.shape_id, str(task.source), FAILED, error=" ".join(text.split()), trace=trace)
