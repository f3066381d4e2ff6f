"""What a sample of stage 2 is asked: which names, how they are written, and what the right answer is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from pa3d.text import alternatives
from pa3d.wording import reword, wordings

LABELS = ("fractional", "majority")  # the first of each is the paper's
NEGATIVES = ("shape", "batch")


@dataclass(frozen=True)
class Question:
    """How a sample's parts are asked for. All zero: every name of the shape, as it is written (the paper)."""

    rename: float = 0.0  # share of names written in one of the less usual ways of wording.py
    drop: float = 0.0  # share of samples that leave some of the names out; their points become "none of these"
    distract: int = 0  # names of other shapes, asked for where the shape is known not to have them


PLAIN = Question()


@dataclass(frozen=True)
class Asked:
    """One sample's question: columns of its labels, columns that become "none of these", words (L,).

    Words beyond the columns are names the shape does not have.
    """

    columns: NDArray[np.int64]
    left_out: NDArray[np.int64]
    words: list[str]

    def answer(self, label: NDArray) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Shares (R, all names) of patches or points -> (R, L) of the words, (R,) of none of them."""
        padded = np.zeros((len(label), len(self.words)), np.float32)
        padded[:, : len(self.columns)] = label[:, self.columns]
        return padded, label[:, self.left_out].sum(1, dtype=np.float32).clip(max=1)

    def majority(self, members: NDArray[np.bool_]) -> NDArray[np.float32]:
        """Parts of members (all names, G, K) -> labels (G, all names): 1 for the part most members carry.

        Of parts that as many carry the first is taken. Only the names of this question compete, those left out
        included; a patch that has more members without any of them gets no label.
        """
        names = np.sort(np.concatenate([self.columns, self.left_out]))
        label = np.zeros((members.shape[1], len(members)), np.float32)
        if len(names):
            count = members[names].sum(2)  # (names, G)
            won = count.max(0) >= (~members[names].any(0)).sum(1)
            label[won, names[count.argmax(0)[won]]] = 1
        return label


def ask(
    names: Sequence[str],
    naming: NDArray[np.bool_] | None,
    category: str,
    question: Question,
    others: Sequence[str],
    rng: np.random.Generator,
) -> Asked:
    """Choose a level of naming (M, L), the names asked for and how they are written.

    `others` are the names that distractors come from.
    """
    columns = np.arange(len(names))
    if naming is not None:
        columns = np.flatnonzero(naming[rng.integers(len(naming))])
    left_out = columns[:0]
    if len(columns) > 1 and rng.random() < question.drop:
        columns = rng.permutation(columns)
        cut = int(rng.integers(1, len(columns)))
        columns, left_out = columns[:cut], columns[cut:]
    words = [reword(names[int(c)], category, question.rename, rng) for c in columns]
    if naming is not None and question.distract:
        own = {word for name in names for word in alternatives(name)}
        words += [word for word in rng.choice(others, question.distract).tolist() if word not in own]
    return Asked(columns, left_out, words)


def own_words(names: Sequence[str], category: str, question: Question) -> set[str]:
    """Everything that a shape's own parts may be called."""
    ways = [wordings(name, category) if question.rename > 0 else alternatives(name) for name in names]
    return {word for way in ways for word in way}


def share_names(asked: Sequence[Asked], own: Sequence[set[str]]) -> list[Asked]:
    """The questions of a batch, each with the other shapes' names added as names the shape does not have.

    A word is added once, in the order of the batch; not where it is one of the shape's `own` or asked already.
    """
    pool = list(dict.fromkeys(word for a in asked for word in a.words[: len(a.columns)]))
    return [
        replace(a, words=a.words + [word for word in pool if word not in mine and word not in a.words])
        for a, mine in zip(asked, own, strict=True)
    ]
