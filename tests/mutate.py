"""Damage to files, the same for the same seed: what bad disks, bad programs and bad people do to them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import numpy as np

NUMBERS = (
    b"0 -1 1 2 3 255 256 65535 65536 2147483647 2147483648 4294967295 4294967296 99999999999 "
    b"9223372036854775807 9223372036854775808 1e9 1e99 1e308 1e400 -1e308 1e-320 nan inf -inf NaN Infinity "
    b"0x10 1,5 1.2.3 ++1 -0 00000000001 1e 1_000 \xd9\xa3"
).split()
WORDS = (0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, 0x7F800000, 0x7FC00000)
NUMBER = re.compile(rb"[-+]?\d+(\.\d*)?([eE][-+]?\d+)?")

Mutation = Callable[[bytearray, np.random.Generator, bytes], bytes]


def _place(content: bytearray, rng: np.random.Generator) -> int:
    """Any byte, the first ones, where headers are, more often."""
    end = len(content) if rng.random() < 0.5 else min(len(content), 400)
    return int(rng.integers(max(end, 1)))


def flip(content: bytearray, rng: np.random.Generator, other: bytes) -> bytes:
    for _ in range(int(rng.integers(1, 9)) if content else 0):
        content[_place(content, rng)] ^= 1 << int(rng.integers(8))
    return bytes(content)


def overwrite(content: bytearray, rng: np.random.Generator, other: bytes) -> bytes:
    at, size = _place(content, rng) & ~3, int(rng.choice([1, 2, 4, 8]))
    word = int(rng.choice(WORDS)) & ((1 << 8 * size) - 1)
    content[at : at + size] = word.to_bytes(size, rng.choice(["little", "big"]))
    return bytes(content)


def cut(content: bytearray, rng: np.random.Generator, other: bytes) -> bytes:
    return bytes(content[: _place(content, rng)])


def remove(content: bytearray, rng: np.random.Generator, other: bytes) -> bytes:
    at = _place(content, rng)
    del content[at : at + int(rng.integers(1, 64))]
    return bytes(content)


def repeat(content: bytearray, rng: np.random.Generator, other: bytes) -> bytes:
    at = _place(content, rng)
    content[at:at] = content[at : at + int(rng.integers(1, 200))] * int(rng.integers(1, 20))
    return bytes(content)


def splice(content: bytearray, rng: np.random.Generator, other: bytes) -> bytes:
    at, start = _place(content, rng), int(rng.integers(max(len(other), 1)))
    content[at : at + int(rng.integers(1, 300))] = other[start : start + int(rng.integers(1, 300))]
    return bytes(content)


def number(content: bytearray, rng: np.random.Generator, other: bytes) -> bytes:
    """Another number in place of one that is written in the file."""
    end = 4000 if rng.random() < 0.5 else len(content)
    found = list(NUMBER.finditer(content, 0, end))
    if not found:
        return overwrite(content, rng, other)
    for _ in range(int(rng.integers(1, 3))):
        match = found[int(rng.integers(len(found)))]
        content[match.start() : match.end()] = NUMBERS[int(rng.integers(len(NUMBERS)))]
        found = list(NUMBER.finditer(content, 0, end)) or found
    return bytes(content)


def line(content: bytearray, rng: np.random.Generator, other: bytes) -> bytes:
    """A line gone, twice, empty, at another place or with another end."""
    lines = bytes(content).split(b"\n")
    at, to = (int(rng.integers(min(len(lines), 30) if rng.random() < 0.5 else len(lines))) for _ in "ab")
    kind = int(rng.integers(6))
    if kind == 0:
        del lines[at]
    elif kind == 1:
        lines[at:at] = [lines[at]] * 3
    elif kind == 2:
        lines[at] = b""
    elif kind == 3:
        lines[at], lines[to] = lines[to], lines[at]
    elif kind == 4:
        lines[at] = lines[at].replace(b" ", b"")
    return (b"\r\n" if kind == 5 else b"\n").join(lines)


MUTATIONS: tuple[Mutation, ...] = (flip, overwrite, cut, remove, repeat, splice, number, number, line)


def mutants(content: bytes, others: list[bytes], count: int, seed: int) -> Iterator[tuple[str, bytes]]:
    """(what was done, the result) of `count` mutations, alone or after each other."""
    rng = np.random.default_rng(seed)
    for _ in range(count):
        changed, names = content, []
        for _ in range(int(rng.choice([1, 1, 1, 2, 3]))):
            mutation = MUTATIONS[int(rng.integers(len(MUTATIONS)))]
            changed = mutation(bytearray(changed), rng, others[int(rng.integers(len(others)))])
            names.append(mutation.__name__)
        yield "+".join(names), changed
