"""What to ask a model for: names as vectors, names proposed, and what was heard of each name."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pa3d.encoding import Encoding, seen_logits
from pa3d.errors import Pa3dError, TextError
from pa3d.network import Network
from pa3d.segmentation import ROWS, Segmentation, name_report, part_scores
from pa3d.text import (
    alternatives,
    check_templates,
    clean_part_name,
    load_text_encoder,
    lookup,
    read_bank,
    shipped_bank,
)
from pa3d.towers import unit

# Chosen on 38 labelled shapes with an early model; pipelines/measure_names.py measures them for any model.
MAX_PROPOSED = 8
LEAST_GAIN = 0.1  # mean logit that a further name must add over the places; 0.05 to 0.3 give equal regions
SAME_MEANING = 0.8  # cosine of two names' embeddings beyond which only the better one is proposed
CATEGORY_WEIGHT = 3.0  # logits per unit of cosine between a name and the category; 6 gives worse regions
UNRELATED = 0.3  # cosine of a name and a category that have little to do with each other
PLACES = 2048  # of those the network saw, that names are judged on
CLOSE = 1.0  # logits; two names this close score alike
# Share of two names' places where they are close, beyond which they are taken for one part: true of 87 % of the
# pairs such as "leg" and "legs", of 4 % of the pairs of different parts of a shape.
OVERLAP = 0.95


def embed_parts(
    model: Network,
    names: Sequence[str],
    text_model: str | None = None,
    text_weights: Path | None = None,
    bank_path: Path | None = None,
    *,
    category: str = "",
    templates: Sequence[str] | None = None,
) -> NDArray[np.float32]:
    """(L, A, D) embeddings of the names, each with A wordings, by the text encoder the model was trained with.

    A name such as "leg|foot" has two wordings; shorter ones repeat their last. With a category the name is also
    asked for as "chair leg". `text_model` may repeat the encoder's name; another one is refused, and so is a
    bank by another one. `templates` replaces the sentences that the model was trained with. The encoder is
    loaded only for words that neither the bank nor the shipped one holds.
    """
    wanted, sha = model.info["text_encoder"], model.info.get("text_weights_sha256")
    sentences = tuple(model.info["templates"]) if templates is None else check_templates(templates)
    if text_model is not None and text_model != wanted:
        raise TextError(f"{model.source} speaks the language of {wanted}, not of {text_model}")

    def load():
        encoder = load_text_encoder(wanted, text_weights, labels=model.info.get("label_names"))
        if encoder.dim != model.dim or (sha and encoder.weights_sha256 != sha):
            raise TextError(
                f"{text_weights or wanted}: not the text weights that {model.source} was trained with"
            )
        return encoder

    bank = shipped_bank(wanted, sha, sentences)
    if _width(bank) != model.dim:
        bank = {}
    if bank_path is not None:
        own = read_bank(bank_path, wanted, sha, sentences)
        if _width(own) != model.dim:
            raise TextError(f"{bank_path}: embeddings of width {_width(own)}; {model.source} needs {model.dim}")
        bank = bank | own
    words = [alternatives(name) or [name] for name in names]
    flat = [word for own in words for word in own]
    text = lookup(flat, bank, load, sentences)
    if kind := clean_part_name(category):
        text = unit(text + lookup([f"{kind} {word}" for word in flat], bank, load, sentences))
    return stack_wordings(np.split(text, np.cumsum([len(own) for own in words])[:-1]))


def _width(bank: dict[str, NDArray]) -> int:
    """D of a bank's rows; 0 when it is empty."""
    return next((len(row) for row in bank.values()), 0)


def stack_wordings(wordings: Sequence[NDArray]) -> NDArray[np.float32]:
    """Rows (a, D) of each name's wordings -> (L, A, D), A the largest a; fewer rows repeat the last."""
    most = max(len(rows) for rows in wordings)
    return np.stack([rows[np.minimum(np.arange(most), len(rows) - 1)] for rows in wordings])


def vocabulary(model: Network) -> list[str]:
    """The names the model was trained with, where its file tells; else those of the shipped bank."""
    known = model.info.get("part_names")
    if not known:
        bank = shipped_bank(model.info["text_encoder"], model.info.get("text_weights_sha256"))
        known = list(bank)
    if not known:
        raise TextError(f"{model.source}: does not tell the names it was trained with; name the parts yourself")
    return list(dict.fromkeys(word for name in known for word in alternatives(name)))


def propose_names(
    model: Network,
    encoding: Encoding,
    *,
    category: str = "",
    templates: Sequence[str] | None = None,
    text_weights: Path | None = None,
    bank_path: Path | None = None,
    words: Sequence[str] | None = None,
    limit: int = MAX_PROPOSED,
) -> list[str]:
    """Names for the parts of a shape, the most telling first; at least one, at most `limit`.

    Of all `words` (`vocabulary` if None) the one is taken that fits most of the shape best, then, time and
    again, the one that adds most where those taken so far fit worst, until little is added. Of names that mean
    the same only one is taken. A category favours names whose meaning is near its own.
    """
    words = list(vocabulary(model) if words is None else words)
    given: dict[str, Any] = {"text_weights": text_weights, "bank_path": bank_path, "templates": templates}
    text = embed_parts(model, words, **given)
    logits = seen_logits(model, encoding, text)
    logits = logits[:: max(1, len(logits) // PLACES)]
    if clean_part_name(category):
        hint = embed_parts(model, [category], **given)[0, 0]
        logits = logits + CATEGORY_WEIGHT * ((text @ hint).max(1) - UNRELATED)
    return [words[index] for index in _cover(logits, text[:, 0], limit)]


def _cover(logits: NDArray, text: NDArray, limit: int) -> list[int]:
    """Columns of logits (n, L), best first, that together answer best; text (L, D) tells names of one meaning.

    Where no column is above 0 nothing answers: that is the logit of "none of these".
    """
    answered = np.zeros(len(logits), np.float32)
    free = np.ones(logits.shape[1], bool)
    chosen: list[int] = []
    while len(chosen) < limit and free.any():
        columns = np.flatnonzero(free)
        gain = np.array([np.maximum(logits[:, j] - answered, 0).mean() for j in columns])
        if gain.max() < LEAST_GAIN:
            break
        best = int(columns[gain.argmax()])
        chosen.append(best)
        answered = np.maximum(answered, logits[:, best])
        free &= text @ text[best] < SAME_MEANING
        free[best] = False
    return chosen or [int(logits.mean(0).argmax())]


def name_scores(segmentation: Segmentation, name: str, faces: bool = False) -> NDArray[np.float32]:
    """(M,) score in [0, 1] of one of the names at every vertex, or (F,) at every face, whoever won there.

    `name` as it was asked for, or one of its alternatives.
    """
    column = _column(segmentation.part_names, name)
    logits = segmentation.face_logits if faces else segmentation.vertex_logits
    if logits is None:
        raise Pa3dError(f"{name}: a point cloud has no faces to score")
    result = np.empty(len(logits), np.float32)
    for start in range(0, len(logits), ROWS):
        block = part_scores(logits[start : start + ROWS], segmentation.score_kind)
        result[start : start + ROWS] = block[:, column]
    return result


def _column(names: list[str], name: str) -> int:
    """Where a name stands among those asked for."""
    wanted = alternatives(name)
    own = [alternatives(other) for other in names]
    if wanted in own:
        return own.index(wanted)
    for column, words in enumerate(own):
        if len(wanted) == 1 and wanted[0] in words:
            return column
    raise Pa3dError(f"{name!r} is not one of the names asked for: {', '.join(names)}")


def hard_names(segmentation: Segmentation) -> list[tuple[str, str]]:
    """Names the model has trouble with, each with the reason, in the order they were asked for.

    A name that scores low everywhere, wins nowhere, or scores like another name wherever one of them matters.
    """
    logits, labels = segmentation.face_logits, segmentation.face_label
    if logits is None or labels is None:
        logits, labels = segmentation.vertex_logits, segmentation.vertex_label
    names, same = segmentation.part_names, twins(logits)
    found = []
    for column, (name, report) in enumerate(zip(names, name_report(segmentation), strict=True)):
        reasons = []
        if not (labels == column).any():
            reasons.append("labels nothing")
        if report["hard"]:
            reasons.append(f"its best score is {report['max_score']:.2f}")
        if column in same:
            reasons.append(f"scores like {names[same[column]]!r} nearly everywhere; the two may be one part")
        if reasons:
            found.append((name, "; ".join(reasons)))
    return found


def twins(logits: NDArray) -> dict[int, int]:
    """Columns of logits (n, L) that say the same as an earlier column, and which one."""
    logits = logits[:: max(1, len(logits) // PLACES)]
    matters = logits >= logits.max(1, keepdims=True) - CLOSE
    result: dict[int, int] = {}
    for column in range(1, logits.shape[1]):
        for other in range(column):
            places = matters[:, column] | matters[:, other]
            close = np.abs(logits[places, column] - logits[places, other]) < CLOSE
            if other not in result and len(close) and close.mean() > OVERLAP:
                result[column] = other
                break
    return result
