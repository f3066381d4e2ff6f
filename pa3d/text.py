"""Names of parts as vectors: cleaning, templates, text encoders, and the bank that caches them.

A bank holds the vectors of known names, so that a tower of gigabytes is loaded only for new ones.
"""

from __future__ import annotations

import contextlib
import hashlib
import unicodedata
from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pa3d import artifact, schemas, towers
from pa3d.errors import Pa3dError, TextError, first_line
from pa3d.towers import TextEncoder
from pa3d.untrusted import read_text

TEMPLATES = ("{}", "a {}", "{} part")
MANY = 1000  # names that take so long to embed that they are worth a file
LABELS = "labels"  # the text model of the supervised upper bound: a class for every name
SHIPPED_BANK = Path(__file__).parent / "weights" / "names.h5"  # made by pipelines/name_bank.py


def clean_part_name(name: str) -> str:
    """Lower case; all but letters, marks and digits to spaces; runs of spaces folded; stripped."""
    text = unicodedata.normalize("NFC", name.lower())
    kept = (c if unicodedata.category(c)[0] in "LMN" else " " for c in text)
    return " ".join("".join(kept).split())


def alternatives(name: str) -> list[str]:
    """The cleaned words for one part in a name such as "leg|foot"; a plain name is its only alternative."""
    return [word for part in name.split("|") if (word := clean_part_name(part))]


def load_text_encoder(
    name: str = "minilm", weights: Path | None = None, device: str = "cpu", labels: Iterable[str] | None = None
) -> TextEncoder:
    """Return `minilm` (embedded, 384-d) or `open_clip:ARCH/TAG`; never one with random weights.

    `weights` is a checkpoint file or folder for an open_clip model, and needed offline. `labels` is the list of
    names of the encoder `labels`, which knows no meaning.
    """
    if name == LABELS:
        if labels is None or weights is not None:
            raise TextError("labels: no text model but the names of one training; for its checkpoint only")
        return label_encoder(labels)
    if name == "minilm":
        if weights is not None:
            raise TextError(f"{weights}: minilm brings its own weights; drop --text-weights")
        return towers.load_minilm(device)
    if name.startswith("open_clip:"):
        return towers.load_open_clip(name, weights, device)
    raise TextError(
        f"text encoder {name!r} is not known; use minilm, or open_clip:ARCH/TAG "
        "such as open_clip:ViT-bigG-14/laion2b_s39b_b160k"
    )


def label_encoder(names: Iterable[str]) -> TextEncoder:
    """Names as the rows of an identity matrix, sorted; any other text is zero, which no feature points to.

    With it the text head is the last layer of a plain classifier: the supervised upper bound.
    """
    known = sorted(set(_cleaned(names)))
    column = {name: i for i, name in enumerate(known)}
    rows = np.eye(len(known) + 1, len(known), dtype=np.float32)  # the last row: all that is unknown

    def embed(texts: list[str]) -> NDArray[np.float32]:
        return rows[[column.get(text, len(known)) for text in texts]]

    digest = hashlib.sha256("\n".join(known).encode()).hexdigest()
    return TextEncoder(LABELS, digest, len(known), embed)


def _cleaned(names: Iterable[str]) -> list[str]:
    """Every name cleaned; raises TextError when there is none or one is empty."""
    names = list(names)
    cleaned = [clean_part_name(name) for name in names]
    if not cleaned:
        raise TextError("no part names are given; name at least one")
    if "" in cleaned:
        raise TextError(f"part name {names[cleaned.index('')]!r} holds no letter or digit; rename it")
    return cleaned


def check_templates(templates: Iterable[str]) -> tuple[str, ...]:
    """The templates as a tuple; raises TextError when there is none or one has no place for the name."""
    result = tuple(templates)
    example = "write for example 'a photo of a {}'"
    if not result:
        raise TextError(f"no template is given, and each needs a {{}} for the part name; {example}")
    for template in result:
        if "{}" not in template:
            raise TextError(f"template {template!r} needs a {{}} where the part name goes; {example}")
    return result


def embed_names(
    encoder: TextEncoder, names: list[str], templates: tuple[str, ...] = TEMPLATES
) -> NDArray[np.float32]:
    """(T, D) unit vectors: mean over the templates of a name's unit vectors, normalised again."""
    templates = check_templates(templates)
    cleaned = _cleaned(names)
    texts = [template.replace("{}", name) for name in cleaned for template in templates]
    vectors = encoder.encode(texts).reshape(len(cleaned), len(templates), -1)
    return towers.unit(vectors.mean(1, dtype=np.float64))


def _bank_config(name: str, weights_sha256: str, templates: tuple[str, ...]) -> dict:
    return {"encoder": name, "weights_sha256": weights_sha256, "templates": list(templates)}


def make_bank(
    path: Path, encoder: TextEncoder, names: Iterable[str], templates: tuple[str, ...] = TEMPLATES
) -> None:
    """Write the text bank of `names` (cleaned, unique, sorted) to `path`."""
    unique = sorted(set(_cleaned(names)))
    _write_bank(
        path, encoder, dict(zip(unique, embed_names(encoder, unique, templates), strict=True)), templates
    )


def _write_bank(
    path: Path, encoder: TextEncoder, vectors: dict[str, NDArray[np.float32]], templates: tuple[str, ...]
) -> None:
    names = sorted(vectors)
    artifact.write(
        path,
        schemas.TEXTBANK,
        {"part_names": np.array(names, object), "embedding": np.stack([vectors[name] for name in names])},
        shape_id="textbank",
        config=_bank_config(encoder.name, encoder.weights_sha256, templates),
        inputs={},
    )


def read_bank(
    path: Path, encoder_name: str, weights_sha256: str | None, templates: tuple[str, ...] = TEMPLATES
) -> dict[str, NDArray[np.float32]]:
    """Cleaned name -> (D,) unit vector.

    Raises TextError when the bank was made with another encoder or other templates. The released checkpoint
    does not record the hash of its text weights: None accepts any weights of the named encoder.
    """
    bank = artifact.read(path, schemas.TEXTBANK)
    wanted = _bank_config(encoder_name, weights_sha256 or "", templates)
    if weights_sha256 is None:
        del wanted["weights_sha256"]
    for key, value in wanted.items():
        found = bank.config.get(key)
        if found != value:
            raise TextError(
                f"{path}: made with {key} {found!r}, not {value!r}; make it again with this encoder"
            )
    return dict(zip(bank["part_names"].tolist(), bank["embedding"], strict=True))


@lru_cache(maxsize=4)
def shipped_bank(
    encoder_name: str, weights_sha256: str | None, templates: tuple[str, ...] = TEMPLATES
) -> dict[str, NDArray[np.float32]]:
    """Cleaned name -> (D,) of the common names that come with the package; empty for any other recipe."""
    if not SHIPPED_BANK.is_file():
        return {}
    try:
        return read_bank(SHIPPED_BANK, encoder_name, weights_sha256, templates)
    except TextError:
        return {}


def lookup(
    names: list[str],
    bank: dict[str, NDArray[np.float32]],
    encoder_factory: Callable[[], TextEncoder],
    templates: tuple[str, ...] = TEMPLATES,
) -> NDArray[np.float32]:
    """(T, D) unit vectors of `names` from the bank; the encoder is loaded only for others."""
    cleaned = _cleaned(names)
    missing = sorted(set(cleaned) - set(bank))
    if missing:
        bank = bank | dict(zip(missing, embed_names(encoder_factory(), missing, templates), strict=True))
    return np.stack([bank[name] for name in cleaned])


def remembered(
    path: Path,
    names: list[str],
    bank: dict[str, NDArray[np.float32]],
    encoder: TextEncoder,
    templates: tuple[str, ...] = TEMPLATES,
) -> NDArray[np.float32]:
    """`lookup`, which keeps what the encoder had to say in the bank `path` for the next time, where it is much.

    A file there that is of another encoder, or cannot be read, is replaced.
    """
    known: dict[str, NDArray[np.float32]] = {}
    if path.is_file():
        with contextlib.suppress(Pa3dError):
            known = read_bank(path, encoder.name, encoder.weights_sha256, templates)
    missing = sorted(set(_cleaned(names)) - set(known) - set(bank))
    if missing:
        known |= dict(zip(missing, embed_names(encoder, missing, templates), strict=True))
        if len(missing) >= MANY:
            _write_bank(path, encoder, known, templates)
    return lookup(names, known | bank, lambda: encoder, templates)


def split_names(text: str) -> list[str]:
    """Names of a comma-separated list, or of a file with one name per line (# starts a comment).

    A name may hold other words for the same part, "leg|foot". Of equal names the first is kept.
    """
    path = Path(text)
    if "," not in text and path.suffix in (".txt", ".csv", ".list", ".names"):
        try:
            lines = read_text(path).replace(",", "\n").splitlines()
        except (OSError, ValueError) as error:
            reason = "is not UTF-8 text" if isinstance(error, UnicodeDecodeError) else first_line(error)
            raise TextError(f"{path}: a file of part names that cannot be read ({reason})") from error
        names = [line.split("#")[0].strip() for line in lines]
        empty = next((name for name in names if name and not alternatives(name)), None)
        if empty:
            raise TextError(f"{path}: part name {empty!r} holds no letter or digit; rename it")
    else:
        names = [name.strip() for name in text.split(",")]
    first: dict[tuple[str, ...], str] = {}
    for name in names:
        if name:
            first.setdefault(tuple(alternatives(name)) or (name,), name)
    names = list(first.values())
    if not names:
        raise TextError("no part names given; write for example leg,seat,back")
    return names
