"""How people may write a part's name."""

from __future__ import annotations

import numpy as np
import pytest

from pa3d.text import alternatives, clean_part_name
from pa3d.wording import all_words, misspelt, plural, reword, wordings


@pytest.mark.parametrize(
    ("one", "many"),
    [
        ("leg", "legs"),
        ("chair leg", "chair legs"),
        ("glass", "glasses"),
        ("box", "boxes"),
        ("switch", "switches"),
        ("brush", "brushes"),
        ("body", "bodies"),
        ("key", "keys"),
        ("shelf", "shelves"),
        ("roof", "roofs"),
        ("cuff", "cuffs"),
    ],
)
def test_plurals(one, many):
    assert plural(one) == many


def test_misspelt_words_are_one_slip_away():
    """Same first letter; one letter less, one more, or two neighbours exchanged; each kind occurs."""
    kinds = set()
    for seed in range(60):
        word = misspelt("handle", np.random.default_rng(seed))
        assert word[0] == "h"
        if len(word) == 6:
            moved = [i for i in range(6) if word[i] != "handle"[i]]
            assert len(moved) == 2 and moved[1] == moved[0] + 1 and sorted(word) == sorted("handle")
        elif len(word) == 5:
            assert any("handle"[:i] + "handle"[i + 1 :] == word for i in range(6))
        else:
            assert len(word) == 7 and any(word[:i] + word[i + 1 :] == "handle" for i in range(7))
        kinds.add(len(word))
    assert kinds == {5, 6, 7}
    assert misspelt("leg", np.random.default_rng(0)) == "leg"


def test_all_the_ways_to_write_a_name():
    ways = wordings("leg|table foot", "table")
    assert ways[0] == "leg"
    assert {"leg", "table foot", "legs", "table foots", "table leg", "leg of a table"} == set(ways)
    assert len(set(ways)) == len(ways)
    assert wordings("leg|table foot", "table") == ways  # the same in every process: nothing is drawn
    assert not any("of a" in way for way in wordings("seat"))
    slips = set(wordings("backrest")) - {"backrest", "backrests"}
    assert 1 <= len(slips) <= 2


def test_as_written_where_no_share_is_renamed():
    rng = np.random.default_rng(0)
    assert {reword("armrest|arm", "chair", 0.0, rng) for _ in range(50)} == {"armrest"}


def test_renamed_names_are_one_of_the_ways_in_the_share_asked_for():
    rng = np.random.default_rng(0)
    name, plain, ways = "armrest|arm", {"armrest", "arm"}, wordings("armrest|arm", "chair")
    always = [reword(name, "chair", 1.0, rng) for _ in range(400)]
    assert set(always) == set(ways)
    seldom = [reword(name, "chair", 0.2, rng) for _ in range(2000)]
    assert plain < set(seldom) <= set(ways)
    unusual = np.mean([word not in plain for word in seldom])
    assert unusual == pytest.approx(0.2 * (1 - 2 / len(ways)), abs=0.03)
    assert np.mean([word == "arm" for word in seldom]) > 0.3


def test_all_words_hold_whatever_reword_may_say():
    names, categories = [("armrest|arm", "leg"), ("leg", "wheel")], ["chair", "car"]
    assert all_words(names, categories, 0.0) == ["arm", "armrest", "leg", "wheel"]
    words = all_words(names, categories, 0.3)
    assert words == sorted(set(words)) and {"chair leg", "car leg", "wheels"} <= set(words)
    assert "car armrest" not in words
    rng = np.random.default_rng(1)
    for own, category in zip(names, categories, strict=True):
        assert {reword(name, category, 1.0, rng) for name in own for _ in range(200)} <= set(words)


def test_alternatives_are_cleaned_and_empty_ones_dropped():
    assert alternatives("Tyre | TIRE|") == ["tyre", "tire"]
    assert alternatives("seat") == ["seat"]
    assert alternatives(" | ") == []


def test_every_wording_is_a_clean_name():
    for way in wordings("back rest|support", "office chair"):
        assert way == clean_part_name(way) != ""
