"""Commands that train: train-distill, train-align; and what belongs to a checkpoint: pack, text-bank."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Annotated, Any

import typer

from pa3d.cli import console
from pa3d.cli import options as opt

PatchesArg = Annotated[
    list[Path] | None,
    typer.Argument(
        help="Folders that `pa3d patchify` wrote; one named n times counts n times. Default: out/patches."
    ),
]
PATCHES = [Path("out/patches")]
Only = Annotated[Path | None, typer.Option(help="File with the shape ids to train on, one per line.")]
Exclude = Annotated[Path | None, typer.Option(help="File with shape ids to leave out, one per line.")]
Epochs = Annotated[int, typer.Option(min=1, help="Passes over the shapes.")]
BatchSize = Annotated[int, typer.Option(min=1, help="Shapes per step, of all processes together.")]
Accumulate = Annotated[
    int, typer.Option(min=1, help="Parts in which a step takes its shapes one after the other, to save memory.")
]
Log = Annotated[
    str,
    typer.Option(
        help="Where to write losses besides metrics.jsonl (json): tensorboard, wandb, several by comma."
    ),
]
LrEncoder = Annotated[float, typer.Option(help="Peak learning rate of the encoder.")]
LrHead = Annotated[float, typer.Option(help="Peak learning rate of the head.")]
Precision = Annotated[str, typer.Option(help="auto (bf16 where the hardware has it), fp32 or bf16.")]
Yaw = Annotated[float, typer.Option(help="Augment: turn about the up axis by up to this, degrees.")]
Tilt = Annotated[float, typer.Option(help="Augment: tilt by up to this, degrees.")]
Stretch = Annotated[float, typer.Option(help="Augment: scale each axis by up to exp(+-this).")]
Mirror = Annotated[bool, typer.Option(help="Augment: mirror left and right half the time.")]
Jitter = Annotated[float, typer.Option(help="Augment: noise on the points, shape radius = 1.")]
Depth = Annotated[int, typer.Option(min=1, help="Transformer blocks of a new encoder.")]
Width = Annotated[int, typer.Option(min=64, help="Width of a new encoder's tokens, a multiple of 64.")]
TextModel = Annotated[
    str,
    typer.Option(
        help="minilm (embedded); open_clip:ARCH/TAG, e.g. open_clip:ViT-bigG-14/laion2b_s39b_b160k; or labels, "
        "a class for every name instead of its meaning (train-align only)."
    ),
]
TextWeights = Annotated[Path | None, typer.Option(help="Local weights file of the text model.")]
Restart = Annotated[
    bool,
    typer.Option("--overwrite", help="Start again instead of refusing another run's checkpoint."),
]


def _known(patches: list[Path]) -> set[str]:
    return {file.stem for folder in patches for file in folder.glob("*.h5")}


def _ids(patches: list[Path], path: Path | None) -> set[str] | None:
    """Ids of a file, checked against the folders. Read once: the file may be a pipe."""
    if path is None:
        return None
    known = _known(patches)
    return opt.read_ids(path, known) if known else None  # PatchDataset says what is missing


def _dataset(patches: list[Path], need, only: set[str] | None, left_out: set[str] | None = None, **options):
    """Dataset of folders: the ids of `only` (all without it), less those `left_out`."""
    from pa3d import ranks
    from pa3d.data import PatchDataset

    if left_out:
        only = (_known(patches) if only is None else only) - left_out
    if ranks.rank():
        ranks.wait()  # for the index that the first process leaves
    data = PatchDataset(patches, need=need, only=only, **options)
    if not ranks.rank():
        ranks.wait()
    return data


def _words(
    data,
    text_model: str,
    text_weights: Path | None,
    text_bank: Path | None,
    rename: float,
    out: Path,
    place: str,
):
    """Vectors of all words for the shapes' parts, and what a checkpoint must know of the text model."""
    import numpy as np
    import torch

    from pa3d import ranks
    from pa3d.errors import TextError
    from pa3d.text import LABELS, TEMPLATES, alternatives, load_text_encoder, read_bank, remembered
    from pa3d.wording import all_words

    templates: tuple[str, ...] = TEMPLATES
    labels, more = None, {}
    if text_model == LABELS:
        if rename or text_bank or text_weights:
            raise TextError("--text-model labels knows no words: drop --rename, --text-bank and --text-weights")
        templates, labels = ("{}",), {alternatives(name)[0] for own in data.part_names for name in own}
        more = {"label_names": sorted(labels)}
    encoder = load_text_encoder(text_model, text_weights, labels=labels)
    bank = {} if text_bank is None else read_bank(text_bank, encoder.name, encoder.weights_sha256)
    names = all_words(data.part_names, data.categories, rename)
    if ranks.rank():
        found = np.zeros((len(names), encoder.dim), np.float32)
    else:
        found = remembered(out / "words.h5", names, bank, encoder, templates)
    found = ranks.from_first(torch.from_numpy(found).to(place)).cpu().numpy()
    vectors = dict(zip(names, found, strict=True))
    info = {
        "text_encoder": encoder.name,
        "text_weights_sha256": encoder.weights_sha256,
        "templates": list(templates),
    }
    return vectors, info | more


def _model_config(data, depth: int, width: int, decoder: int = 0):
    """A new encoder for the patches at hand; heads of 64, as in the paper."""
    from pa3d.errors import Pa3dError
    from pa3d.model import ModelConfig

    if width % 64:
        raise Pa3dError(f"--width {width}: must be a multiple of 64, the width of an attention head")
    num_patches, patch_size = data.group_size
    sizes = {"num_patches": num_patches, "patch_size": patch_size, "depth": depth, "width": width}
    return ModelConfig(**sizes, num_heads=width // 64, decoder_width=decoder)


def _smaller(start, count: int):
    """What `--keep-blocks` leaves of `--init`."""
    from pa3d.errors import Pa3dError
    from pa3d.start import keep_blocks

    if start is None:
        raise Pa3dError("--keep-blocks is about the blocks of --init; use --depth for a new network")
    return keep_blocks(start, count)


@contextlib.contextmanager
def _together(device: str):
    """The device of this process, which knows those that torchrun started with it; one of them speaks."""
    from pa3d import ranks
    from pa3d.memory import keep_large_blocks

    place = ranks.own_device(opt.choose_device(device))
    keep_large_blocks()
    with ranks.joined(place):
        if ranks.rank():
            console.hush()
        yield place


def _train(task, config, out: Path, *, accumulate: int, log: str, overwrite: bool, device: str) -> Path:
    """Train with a progress bar; the checkpoint."""
    from pa3d import ranks
    from pa3d.train import fit
    from pa3d.watch import recording

    names = [] if ranks.rank() else log.split(",")
    with _training_bar() as show, recording(names, out, vars(config)) as record:

        def progress(event: dict[str, Any]) -> None:
            show(event)
            record(event)

        return fit(
            task,
            config,
            out,
            accumulate=accumulate,
            overwrite=overwrite,
            device=device,
            progress=progress,
        )


@contextlib.contextmanager
def _training_bar():
    """Progress with loss and time left on standard error; a line per epoch on standard output."""
    import sys

    from tqdm import tqdm

    bars: dict[str, Any] = {}
    hidden = True if console.is_quiet() else None  # None: unless standard error is a terminal

    def show(event: dict[str, Any]) -> None:
        kind = event["event"]
        if kind == "epoch":
            text = f"epoch {event['epoch']}/{event['epochs']}  loss {event['loss']:.4f}"
            text += f"  val {event['val_loss']:.4f}" if "val_loss" in event else ""
            if not (console.is_quiet() or console.is_json()):
                tqdm.write(f"{text}  {event['seconds']:.1f} s", file=sys.stdout)
                sys.stdout.flush()
            return
        total = event["steps"] * event.get("epochs", 1)
        label = {"cache": "frozen trunk", "step": "train"}[kind]
        if label not in bars:
            bars[label] = tqdm(total=total, desc=label, unit="", file=sys.stderr, disable=hidden)
        bar = bars[label]
        bar.update((event.get("epoch", 1) - 1) * event["steps"] + event["step"] - bar.n)
        if "loss" in event:
            bar.set_postfix_str(f"loss {event['loss']:.4f}", refresh=False)

    try:
        yield show
    finally:
        for bar in bars.values():
            bar.close()


def train_distill(
    patches: PatchesArg = None,
    out: Annotated[Path, typer.Option(help="Folder for distill.ckpt and metrics.jsonl.")] = Path("out/distill"),
    only: Only = None,
    exclude: Exclude = None,
    val: Annotated[
        Path | None, typer.Option(help="File with ids to validate on (left out of training).")
    ] = None,
    epochs: Epochs = 100,
    batch_size: BatchSize = 32,
    accumulate: Accumulate = 1,
    lr_encoder: LrEncoder = 1e-4,
    lr_head: LrHead = 5e-4,
    depth: Depth = 12,
    width: Width = 384,
    yaw: Yaw = 0.0,
    tilt: Tilt = 0.0,
    stretch: Stretch = 0.0,
    mirror: Mirror = False,
    jitter: Jitter = 0.0,
    precision: Precision = "auto",
    seed: opt.Seed = 0,
    device: opt.Device = "auto",
    log: Log = "json",
    overwrite: Restart = False,
) -> None:
    """Stage 1: teach the encoder to predict the teacher's feature of every patch.

    Interrupted and started again it goes on from the last epoch.
    Example: pa3d train-distill out/patches --epochs 100 --out out/distill
    """
    from pa3d.data import Augment
    from pa3d.distill import DistillTask
    from pa3d.precision import choose_precision
    from pa3d.train import TrainConfig

    patches = patches or PATCHES
    with _together(device) as place:
        held_out = _ids(patches, val)
        left_out = (_ids(patches, exclude) or set()) | (held_out or set())
        data = _dataset(patches, "patch_feature", _ids(patches, only), left_out)
        validation = None if held_out is None else _dataset(patches, "patch_feature", held_out)
        task = DistillTask(
            data,
            _model_config(data, depth, width),
            augment=Augment(yaw, tilt, stretch, mirror, jitter),
            seed=seed,
            validation=validation,
            device=place,
        )
        config = TrainConfig(
            epochs,
            batch_size,
            lr_encoder,
            lr_head,
            precision=choose_precision(precision, place),
            seed=seed,
        )
        path = _train(task, config, out, accumulate=accumulate, log=log, overwrite=overwrite, device=place)
        text = f"{path}: {epochs} epochs over {len(data)} shapes"
        console.summary(text, checkpoint=str(path), epochs=epochs, shapes=len(data))


def train_align(
    patches: PatchesArg = None,
    init: Annotated[
        str,
        typer.Option(
            help="Checkpoint of train-distill; none; or one of train-align, or default, to be tuned further: "
            "its text head, decoder, scale and bias are taken over too."
        ),
    ] = "out/distill/distill.ckpt",
    out: Annotated[Path, typer.Option(help="Folder for align.ckpt and metrics.jsonl.")] = Path("out/align"),
    only: Only = None,
    exclude: Exclude = None,
    epochs: Epochs = 100,
    batch_size: BatchSize = 32,
    accumulate: Accumulate = 1,
    lr_encoder: LrEncoder = 1e-4,
    lr_head: LrHead = 5e-4,
    lr_logit: Annotated[float, typer.Option(help="Peak learning rate of the scale and bias.")] = 5e-4,
    trainable: Annotated[
        str, typer.Option(help="last_block (paper), released (the released code's), blocks, or all.")
    ] = "last_block",
    loss: Annotated[
        str, typer.Option(help="paper, released (pos_weight), softmax, or open (softmax with none of these).")
    ] = "paper",
    balance: Annotated[float, typer.Option(help="softmax, open: 0 areas count, 1 parts count.")] = 0.0,
    rename: Annotated[float, typer.Option(help="Share of names written another way.")] = 0.0,
    drop: Annotated[float, typer.Option(help="Share of samples that leave names out.")] = 0.0,
    distract: Annotated[int, typer.Option(help="Names the shape has not, asked for as well.")] = 0,
    level: Annotated[
        str | None,
        typer.Option(
            help="What learns to answer: patch (paper), point (the decoder's points, as in Find3D), or both. "
            "Default: both with a decoder, else patch."
        ),
    ] = None,
    labels: Annotated[
        str, typer.Option(help="Of a patch: fractional (paper), or majority, its most frequent part alone.")
    ] = "fractional",
    negatives: Annotated[
        str, typer.Option(help="shape (paper), or batch: the names of the other shapes of a step as well.")
    ] = "shape",
    label_noise: Annotated[
        float, typer.Option(min=0, max=1, help="Spoil the labels as a data engine might; 0 none, 1 very bad.")
    ] = 0.0,
    joint: Annotated[
        float, typer.Option(min=0, help="Weight of stage 1's loss beside this one's (trainable all); 0 none.")
    ] = 0.0,
    scale: Annotated[
        float | None,
        typer.Option(help="Start of the similarity's scale, 1 / tau. Default: 10, or as in --init."),
    ] = None,
    bias: Annotated[
        float | None, typer.Option(help="Start of the similarity's bias. Default: -10, or as in --init.")
    ] = None,
    views: Annotated[int, typer.Option(min=1, help="Cached views per shape (last_block only).")] = 4,
    text_model: TextModel = "minilm",
    text_weights: TextWeights = None,
    text_bank: Annotated[Path | None, typer.Option(help="Bank of embeddings to use first.")] = None,
    depth: Depth = 12,
    width: Width = 384,
    keep_blocks: Annotated[
        int | None,
        typer.Option(help="Take over this many of the blocks of --init, evenly spread: a smaller network."),
    ] = None,
    decoder: Annotated[int, typer.Option(help="Width of a point decoder (0: none, as in the paper).")] = 0,
    yaw: Yaw = 0.0,
    tilt: Tilt = 0.0,
    stretch: Stretch = 0.0,
    mirror: Mirror = False,
    jitter: Jitter = 0.0,
    fresh: Annotated[bool, typer.Option(help="Other points and patches each time (trainable all).")] = False,
    sparse: Annotated[float, typer.Option(help="Augment: share of samples with few points (fresh).")] = 0.0,
    partial: Annotated[float, typer.Option(help="Augment: share seen from one side (fresh).")] = 0.0,
    precision: Precision = "auto",
    seed: opt.Seed = 0,
    device: opt.Device = "auto",
    log: Log = "json",
    overwrite: Restart = False,
) -> None:
    """Stage 2: align patches with part names; frozen but for the last block and the text head.

    Example: pa3d train-align out/patches --init out/distill/distill.ckpt --out out/align
    """
    import functools

    from pa3d.align import AlignTask
    from pa3d.asking import Question
    from pa3d.checkpoint import load_model
    from pa3d.data import Augment
    from pa3d.joint import JointTask
    from pa3d.precision import choose_precision
    from pa3d.train import TrainConfig

    patches = patches or PATCHES
    with _together(device) as place:
        need = ("patch_label", "patch_feature") if joint else "patch_label"
        chosen = {"only": _ids(patches, only), "left_out": _ids(patches, exclude)}
        data = _dataset(patches, need, **chosen, noise=label_noise, seed=seed)
        start = None if init == "none" else load_model(init, place)
        if keep_blocks is not None:
            start = _smaller(start, keep_blocks)
        embeddings, text_info = _words(data, text_model, text_weights, text_bank, rename, out, place)
        task = (functools.partial(JointTask, weight=joint) if joint else AlignTask)(
            data,
            embeddings=embeddings,
            text_info=text_info,
            init=start,
            model_config=_model_config(data, depth, width, decoder),
            augment=Augment(yaw, tilt, stretch, mirror, jitter, fresh, sparse, partial),
            trainable=trainable,
            loss=loss,
            balance=balance,
            question=Question(rename, drop, distract),
            level=level,
            labels=labels,
            negatives=negatives,
            scale=scale,
            bias=bias,
            num_views=views,
            seed=seed,
            device=place,
        )
        config = TrainConfig(
            epochs,
            batch_size,
            lr_encoder,
            lr_head,
            lr_logit,
            precision=choose_precision(precision, place),
            seed=seed,
        )
        path = _train(task, config, out, accumulate=accumulate, log=log, overwrite=overwrite, device=place)
        text = f"{path}: {epochs} epochs over {len(data)} shapes, {len(task.names)} part names"
        console.summary(text, checkpoint=str(path), epochs=epochs, shapes=len(data), part_names=len(task.names))


def pack(
    checkpoint: Annotated[str, typer.Argument(help="A checkpoint of either training, or the released .pt.")],
    out: Annotated[Path, typer.Option(help="File to write, .safetensors.")] = Path("model.safetensors"),
) -> None:
    """Checkpoint -> one small file with half-precision weights and all that is needed to use it.

    Example: pa3d pack out/align/align.ckpt --out my-model.safetensors
    """
    from pa3d.checkpoint import load_model
    from pa3d.checkpoint import pack as write

    write(load_model(checkpoint), out)
    size = out.stat().st_size
    console.summary(f"{out}: {size / 1e6:.1f} MB", out=str(out), bytes=size)


def text_bank(
    names: Annotated[str, typer.Argument(help="Comma-separated part names, or a file with one per line.")],
    out: Annotated[Path, typer.Option(help="Bank to write, .h5.")] = Path("out/text.h5"),
    text_model: TextModel = "minilm",
    text_weights: TextWeights = None,
) -> None:
    """Part names -> a bank of their embeddings, so that they need no text model later.

    Example: pa3d text-bank leg,seat,back --out out/text.h5
    """
    from pa3d.text import load_text_encoder, make_bank, split_names

    words = split_names(names)
    make_bank(out, load_text_encoder(text_model, text_weights), words)
    text = f"{out}: {len(words)} names by {text_model}"
    console.summary(text, out=str(out), names=len(words), text_model=text_model)
