"""How people may write a part's name: other words for it, plurals, its category, a slip of the pen."""

from __future__ import annotations

import numpy as np

from pa3d.text import alternatives

VOWELS = "aeiou"


def plural(word: str) -> str:
    """English plural of a name's last word."""
    if word.endswith(("s", "x", "z", "ch", "sh")):
        return word + "es"
    if word.endswith("y") and word[-2:-1] not in VOWELS:
        return word[:-1] + "ies"
    if word.endswith("f") and not word.endswith(("ff", "oof")):
        return word[:-1] + "ves"
    return word + "s"


def misspelt(word: str, rng: np.random.Generator) -> str:
    """The word with two neighbouring letters exchanged, one left out or one doubled; short words as is."""
    if len(word) < 4:
        return word
    i = int(rng.integers(1, len(word) - 2))
    kind = rng.integers(3)
    if kind == 0:
        return word[:i] + word[i + 1] + word[i] + word[i + 2 :]
    return word[:i] + word[i + 1 :] if kind == 1 else word[:i] + word[i] + word[i:]


def wordings(name: str, category: str = "") -> list[str]:
    """All the ways `reword` may write a name ("leg|support"); the first is the name itself."""
    words = alternatives(name)
    first = words[0]
    rng = np.random.default_rng(list(first.encode()))
    ways = [*words, *(plural(word) for word in words), *(misspelt(first, rng) for _ in range(2))]
    if category:
        ways += [f"{category} {first}", f"{first} of a {category}"]
    return list(dict.fromkeys(ways))


def all_words(part_names: list[tuple[str, ...]], categories: list[str], share: float) -> list[str]:
    """Everything `reword` may return for the names of these shapes, sorted."""
    pairs = {(name, category) for own, category in zip(part_names, categories, strict=True) for name in own}
    words = {word for name, _ in pairs for word in alternatives(name)}
    if share > 0:
        words |= {word for name, category in pairs for word in wordings(name, category)}
    return sorted(words)


def reword(name: str, category: str, share: float, rng: np.random.Generator) -> str:
    """One wording: any alternative, and in a `share` of the cases one of the less usual ways."""
    words = alternatives(name)
    if rng.random() < share:
        ways = wordings(name, category)
        return ways[int(rng.integers(len(ways)))]
    return words[int(rng.integers(len(words)))] if share > 0 else words[0]
