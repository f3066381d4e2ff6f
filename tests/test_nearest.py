"""The nearest known places: compiled code and tree agree."""

import numpy as np
import pytest

from pa3d import encoding
from pa3d.nearest import Nearest
from pa3d.workers import cpu_threads


def clouds(rng):
    ball = rng.normal(size=(3000, 3))
    ball /= np.linalg.norm(ball, axis=1, keepdims=True)
    clustered = rng.normal(size=(300, 3)) * 1e-6
    clustered[0] = [50.0, 0, 0]
    return {
        "surface": (ball[:700], ball[700:]),
        "few known": (ball[:3], ball[3:]),
        "volume": (rng.uniform(-1, 1, (500, 3)), rng.uniform(-2, 2, (4000, 3))),
        "far away": (ball[:100], ball[100:] + 40),
        "clustered": (clustered, rng.normal(size=(1000, 3))),
        "planar": (ball[:200] * [1, 0, 1], ball[200:] * [1, 0, 1]),
        "one query": (ball[:200], ball[200:201]),
        "no query": (ball[:200], ball[:0]),
        "one place asked": (ball[:200], np.repeat(ball[500:501], 70, 0)),
        "huge": (ball[:200] * 1e150, ball[200:] * 1e150),
    }


@pytest.mark.parametrize("k", [1, 2, 3])
def test_compiled_code_gives_what_the_tree_gives(k):
    for name, (known, queries) in clouds(np.random.default_rng(k)).items():
        place = Nearest(known)
        assert len(place) == len(known)
        (distance, index), (others, which) = (place.query(queries, k, many) for many in (False, True))
        np.testing.assert_array_equal(others, distance, err_msg=name)
        np.testing.assert_array_equal(which, index, err_msg=name)


def test_the_lower_index_wins_between_equal_distances(monkeypatch):
    rng = np.random.default_rng(4)
    known, queries = (rng.integers(-3, 4, (count, 3)).astype(float) for count in (200, 900))
    squares = ((queries[:, None] - known) ** 2).sum(2)
    expected = np.argsort(squares, axis=1, kind="stable")[:, :3]
    for threads in ("1", "3"):
        monkeypatch.setenv("OMP_NUM_THREADS", threads)
        assert cpu_threads() == int(threads)
        distance, index = Nearest(known).query(queries, 3, many=True)
        np.testing.assert_array_equal(index, expected)
        np.testing.assert_array_equal(distance, np.sqrt(np.take_along_axis(squares, expected, 1)))


def test_many_points_are_labelled_as_few(monkeypatch):
    rng = np.random.default_rng(5)
    places, values, queries = rng.normal(size=(300, 3)), rng.normal(size=(300, 4)), rng.normal(size=(2000, 3))
    answers = []
    for many in (False, True):
        weight, index = encoding.between(Nearest(places), queries, many)
        np.testing.assert_allclose(weight.sum(1), 1)
        answers.append(np.einsum("qk,qkl->ql", weight, values[index]))
    np.testing.assert_array_equal(*answers)
