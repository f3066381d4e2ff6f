"""The one pickle that is read: arrays as np.load gives them, and nothing of a hostile file is run."""

import io
import os
import pickle
import pickletools
import struct
import subprocess
import sys

import numpy as np
import pytest

from pa3d import restricted
from pa3d.errors import ShapeError
from pa3d.restricted import read_pickled_dict


def write(path, pickled, shape=(), descr="|O"):
    """An .npy file of version 1.0 around a pickle."""
    with path.open("wb") as stream:
        np.lib.format.write_array_header_1_0(stream, {"descr": descr, "fortran_order": False, "shape": shape})
        stream.write(pickled)
    return path


def boxed(cell, protocol=3):
    """Pickle of the object array that np.save makes of a single object."""
    array = np.empty((), object)
    array[()] = cell
    return pickle.dumps(array, protocol=protocol)


STORED = {
    "semantic_seg": np.arange(-1, 40),
    "instance_seg": np.zeros(41, np.int32),
    "big_endian": np.arange(3, dtype=">i2"),
    "fortran": np.asfortranarray(np.arange(6.0).reshape(2, 3)),
    "flags": np.array([True, False]),
    "one": np.int64(4),
    "note": "a word",
    "list": [1, 2],
}


@pytest.mark.parametrize("protocol", [3, 4])
@pytest.mark.parametrize("module", ["numpy.core.multiarray", "numpy._core.multiarray"])
def test_arrays_are_those_that_numpy_reads(tmp_path, protocol, module):
    pickled = boxed(STORED, protocol)
    ours = {"numpy.core.multiarray", "numpy._core.multiarray"}
    for name in ours - {module}:  # as the other generation of numpy writes it
        old, new = name.encode(), module.encode()
        if protocol == 3:
            pickled = pickled.replace(b"c" + old + b"\n", b"c" + new + b"\n")
        else:  # counted strings; the frame that counts their bytes is left out, as it may be
            start = pickled.index(b"\x95")
            pickled = pickled[:start] + pickled[start + 9 :]
            pickled = pickled.replace(b"\x8c" + bytes([len(old)]) + old, b"\x8c" + bytes([len(new)]) + new)
    path = write(tmp_path / "label.npy", pickled)
    names = {arg for op, arg, _ in pickletools.genops(pickled) if isinstance(arg, str)}
    assert any(module in name for name in names) and not any((ours - {module}).pop() in n for n in names)
    found = read_pickled_dict(path)
    expected = np.load(path, allow_pickle=True).item()
    assert set(found) == {"semantic_seg", "instance_seg", "big_endian", "fortran", "flags"}
    for key, array in found.items():
        np.testing.assert_array_equal(array, expected[key])
        assert array.dtype == expected[key].dtype.newbyteorder("=") and array.flags.c_contiguous


def test_what_np_save_writes(tmp_path):
    np.save(tmp_path / "label.npy", {"semantic_seg": np.arange(300_000) % 7 - 1}, allow_pickle=True)
    found = read_pickled_dict(tmp_path / "label.npy")
    np.testing.assert_array_equal(found["semantic_seg"], np.arange(300_000) % 7 - 1)


class Touch:
    """Unpickles to the file `made`."""

    def __init__(self, made):
        self.made = made

    def __reduce__(self):
        return os.system, (f"touch {self.made}",)


@pytest.mark.parametrize("place", ["cell", "value", "whole", "second"])
def test_a_hostile_pickle_does_not_run(tmp_path, place):
    made = tmp_path / "made"
    hostile = Touch(made)
    pickled = {
        "cell": lambda: boxed(hostile),
        "value": lambda: boxed({"semantic_seg": hostile}),
        "whole": lambda: pickle.dumps(hostile, protocol=3),
        "second": lambda: boxed({"semantic_seg": np.arange(40), "then": hostile}),
    }[place]()
    path = write(tmp_path / "label.npy", pickled)
    with pytest.raises(ShapeError, match=r"label\.npy: .*system") as caught:
        read_pickled_dict(path)
    assert "\n" not in str(caught.value) and not made.exists()
    load = "import sys, numpy as np; np.load(sys.argv[1], allow_pickle=True)"
    subprocess.run([sys.executable, "-c", load, str(path)], check=False, capture_output=True)
    assert made.exists()  # the file is one that would have


@pytest.mark.parametrize(
    "name",
    [("builtins", "eval"), ("numpy", "load"), ("numpy", "ndarray.tofile"), ("pa3d.restricted", "pickle")],
)
@pytest.mark.parametrize("protocol", [0, 4])
def test_no_other_name_is_resolved(tmp_path, name, protocol):
    module, attribute = (part.encode() for part in name)
    if protocol == 0:
        pickled = b"c" + module + b"\n" + attribute + b"\n."
    else:
        words = [b"\x8c" + bytes([len(word)]) + word for word in (module, attribute)]
        pickled = b"\x80\x04" + words[0] + words[1] + b"\x93."
    with pytest.raises(ShapeError, match="it asks for"):
        read_pickled_dict(write(tmp_path / "label.npy", pickled))


def array_pickle(state, kind=b"cnumpy\nndarray\n"):
    """A dict whose semantic_seg is an array with a state of one's own making."""
    outer = boxed({"semantic_seg": "HERE"})
    assert outer.count(b"X\x04\x00\x00\x00HERE") == 1
    state = pickle.dumps(state, protocol=3)[2:-1]  # without its beginning and end
    made = b"cnumpy.core.multiarray\n_reconstruct\n" + kind + b"K\x00\x85C\x01b\x87R" + state + b"b"
    return outer.replace(b"X\x04\x00\x00\x00HERE", made)


def test_a_state_of_ones_own_making(tmp_path):
    path = write(tmp_path / "label.npy", array_pickle((1, (3,), np.dtype("u1"), False, b"abc")))
    np.testing.assert_array_equal(read_pickled_dict(path)["semantic_seg"], [97, 98, 99])


@pytest.mark.parametrize(
    "pickled",
    [
        array_pickle((1, (4,), np.dtype("u1"), False, b"abc")),
        array_pickle((1, (1,), np.dtype("O"), False, b"abcdefgh")),  # addresses taken from the file
        array_pickle((1, (3,), np.dtype("u1"), False, b"abc"), kind=b"cnumpy\ndtype\n"),
        array_pickle((1, (3,), "no dtype", False, b"abc")),
        array_pickle(()),
        array_pickle((1, (3,), None, False, [1, 2, 3])),
        array_pickle((1, (3,), None, False, b"x"), kind=b"cnumpy\ndtype\n"),
        boxed({"semantic_seg": np.array([{}, []], object)}),
        boxed({"semantic_seg": np.zeros(3, "i4,f4")}),
        boxed({"semantic_seg": np.array(["a", "b"])}),
        boxed({"semantic_seg": np.zeros(3, "M8[s]")}),
        boxed(np.arange(40)),
        boxed([1, 2]),
        pickle.dumps({"semantic_seg": np.arange(40)}, protocol=3),
        b"\x80\x03]q\x00.",
        b"\x80\x04\x8c\x01xQ.",  # a persistent id
        b"cnumpy\nndarray\n}b.",  # a state for the class itself
        b"cnumpy.core.multiarray\n_reconstruct\n}b.",
        b"",
        b"\x00" * 50,
    ],
)
def test_anything_but_a_dict_of_arrays_is_refused_in_one_line(tmp_path, pickled):
    before = {name: dict(vars(stand_in)) for name, stand_in in restricted.KNOWN.items()}
    path = write(tmp_path / "label.npy", pickled)
    with pytest.raises(ShapeError, match=r"label\.npy: not a dict of arrays") as caught:
        read_pickled_dict(path)
    assert "\n" not in str(caught.value) and len(str(caught.value)) < 300 + len(str(path))
    assert before == {name: dict(vars(stand_in)) for name, stand_in in restricted.KNOWN.items()}


@pytest.mark.parametrize(
    ("pickled", "message"),
    [
        (b"\x80\x03Nr\xff\xff\xff\x7f.", "an entry LONG_BINPUT 2147483647"),  # Python would allocate 16 GB
        (b"\x80\x05\x96" + struct.pack("<Q", 1 << 40) + b".", "expected 1099511627776 bytes"),  # of a bytearray
        (b"\x80\x04\x82\x01.", "an entry EXT1 1"),  # what other code has registered
    ],
)
def test_what_would_cost_before_it_fails_is_found_beforehand(tmp_path, pickled, message, monkeypatch):
    monkeypatch.setattr(restricted, "_Reader", None)  # not even begun
    with pytest.raises(ShapeError, match=message):
        read_pickled_dict(write(tmp_path / "label.npy", pickled))


def test_damaged_files_are_refused(tmp_path):
    path = tmp_path / "label.npy"
    np.save(path, {"semantic_seg": np.arange(400)}, allow_pickle=True)
    whole = path.read_bytes()
    for length in range(0, len(whole), 97):
        path.write_bytes(whole[:length])
        with pytest.raises(ShapeError, match=r"label\.npy"):
            read_pickled_dict(path)
    rng = np.random.default_rng(0)
    for _ in range(300):  # any answer but another exception
        broken = bytearray(whole)
        for place in rng.integers(0, 300, 3):
            broken[place] = rng.integers(256)
        path.write_bytes(broken)
        try:
            read_pickled_dict(path)
        except ShapeError:
            continue


def test_plain_arrays_other_versions_and_large_files(tmp_path, monkeypatch):
    np.save(tmp_path / "plain.npy", np.arange(40))
    with pytest.raises(ShapeError, match="an array of int64"):
        read_pickled_dict(tmp_path / "plain.npy")
    stream = io.BytesIO()
    np.lib.format.write_array(stream, np.array({"a": 1}, object), version=(2, 0))
    (tmp_path / "two.npy").write_bytes(stream.getvalue())
    with pytest.raises(ShapeError, match="another version"):
        read_pickled_dict(tmp_path / "two.npy")
    monkeypatch.setattr(restricted, "LARGEST", 3 << 20)
    with (tmp_path / "large.npy").open("wb") as file:
        file.truncate((3 << 20) + 1)
    with pytest.raises(ShapeError, match="large.npy: 3 MB"):
        read_pickled_dict(tmp_path / "large.npy")
    with pytest.raises(ShapeError, match=r"none\.npy: cannot be read"):
        read_pickled_dict(tmp_path / "none.npy")
