from __future__ import annotations

import json
import re
from dataclasses import replace

import h5py
import numpy as np
import pytest
from archives.make import CONFIG, INPUTS, SIZES, archive, example

from pa3d import artifact, schemas, seal
from pa3d.errors import ArtifactError

SCHEMAS = list(schemas.SCHEMAS.values())
by_schema = pytest.mark.parametrize("schema", SCHEMAS, ids=lambda s: s.name)


def write(path, schema, arrays):
    artifact.write(path, schema, arrays, shape_id=path.stem, config=CONFIG, inputs=INPUTS)


def one_line(error, path, *words):
    message = str(error.value)
    assert "\n" not in message
    assert message.startswith(f"{path}: ")
    for word in words:
        assert re.search(rf"(?<!\w){re.escape(word)}(?!\w)", message[len(str(path)) :]), (word, message)


@by_schema
@pytest.mark.parametrize("optional", [True, False])
def test_what_is_written_is_read(tmp_path, schema, optional):
    path, arrays = tmp_path / "deep" / "a.h5", example(schema, optional)
    write(path, schema, arrays)
    result = artifact.read(path, schema)
    assert set(result.arrays) == set(arrays)
    for name, array in arrays.items():
        np.testing.assert_array_equal(result[name], array, err_msg=name, strict=True)
    assert (result.schema, result.shape_id) == (schema.tag, "a")
    assert (result.config, result.inputs) == (CONFIG, INPUTS)
    assert result.fingerprint == artifact.fingerprint(schema, CONFIG, INPUTS)
    assert list(path.parent.iterdir()) == [path]


@by_schema
def test_a_file_says_what_it_holds_without_pa3d(tmp_path, schema):
    write(tmp_path / "a.h5", schema, example(schema))
    with h5py.File(tmp_path / "a.h5") as handle:
        assert set(handle.attrs) == {
            *("format", "schema", "schema_version", "shape_id", "fingerprint", "config", "inputs"),
            *("attrs", "pa3d_version", "created", "command"),
        }
        for name, spec in schema.fields.items():
            assert tuple(json.loads(handle[name].attrs["dims"])) == spec.dims
            assert handle[name].attrs["units"] == spec.units
    described = artifact.layout(tmp_path / "a.h5")
    assert {n: (d, u) for n, (_, _, d, u) in described.items()} == {
        n: (", ".join(s.dims), s.units) for n, s in schema.fields.items()
    }


@by_schema
def test_archived_files_still_read(tmp_path, schema):
    path = tmp_path / "archived.h5"  # as its shape_id; the archive has one file per kind
    path.write_bytes(archive(schema).read_bytes())
    assert path.read_bytes().startswith(seal.SIGNATURE)  # written before there were checksums
    result = artifact.read(path, schema)
    assert artifact.header(path).shape_id == "archived" and artifact.layout(path)
    assert result.shape_id == "archived"
    for name, array in example(schema).items():
        if name not in result:
            assert schema.fields[name].optional, name  # came later: only what may be absent can be added
            continue
        np.testing.assert_array_equal(result[name], array, err_msg=name, strict=True)


ALL_FIELDS = [pytest.param(s, n, id=f"{s.name}-{n}") for s in SCHEMAS for n in s.fields]


@pytest.mark.parametrize(("schema", "name"), ALL_FIELDS)
def test_wrong_arrays_are_named_and_leave_no_file(tmp_path, schema, name):
    path, good, spec = tmp_path / "a.h5", example(schema), schema.fields[name]
    with pytest.raises(ArtifactError) as error:  # one axis too many
        write(path, schema, {**good, name: good[name][None]})
    one_line(error, path, name, f"({', '.join(spec.dims)})")
    if spec.dtype != "str":
        with pytest.raises(ArtifactError) as error:
            write(path, schema, {**good, name: good[name].astype("c16")})
        one_line(error, path, name, "complex128", str(np.dtype(spec.dtype)))
    if not spec.optional:
        with pytest.raises(ArtifactError) as error:
            write(path, schema, {k: v for k, v in good.items() if k != name})
        one_line(error, path, name, "missing")
    for axis, letter in enumerate(spec.dims):
        shared = sum(letter in other.dims for other in schema.fields.values()) > 1
        if not (letter.isdigit() or shared):
            continue
        with pytest.raises(ArtifactError) as error:
            write(path, schema, {**good, name: np.delete(good[name], 0, axis)})
        size = good[name].shape[axis]
        one_line(error, path, "axis", str(size - 1), str(size))
        assert letter.isdigit() or f"axis {letter} is " in str(error.value)
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_dataset_is_named(tmp_path):
    path = tmp_path / "a.h5"
    with pytest.raises(ArtifactError) as error:
        write(path, schemas.TOKENS, {**example(schemas.TOKENS), "toknes": np.zeros(3)})
    one_line(error, path, "toknes", "tokens/1")
    assert not path.exists()


def edit(path, change):
    """Change the HDF5 part of a file, as somebody who seals it again."""
    header = seal.read(path).header
    with h5py.File(path, "r+") as handle:
        change(handle)
    seal.close(path, header)


def edit_header(path, change):
    """Change the header of a file, as somebody who seals it again."""
    old = seal.read(path)
    header = dict(old.header)
    change(header)
    path.write_bytes(bytes(seal.block_size(header)) + path.read_bytes()[old.block :])
    seal.close(path, header)


def replace_dataset(handle, name, data):
    del handle[name]
    handle[name] = data


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda f: f.create_dataset("extra", data=1), ["extra"]),
        (lambda f: replace_dataset(f, "points", np.zeros((SIZES["N"], 3))), ["points", "float64"]),
        (lambda f: replace_dataset(f, "points", np.zeros((9, 3), "f4")), ["N", "9", "6"]),
        (lambda f: f.__delitem__("points"), ["points"]),
        (lambda f: (f.__delitem__("points"), f.create_group("points")), ["points"]),
    ],
)
def test_a_file_changed_by_hand_is_refused(tmp_path, change, words):
    path = tmp_path / "a.h5"
    write(path, schemas.POINTFEAT, example(schemas.POINTFEAT))
    edit(path, change)
    with pytest.raises(ArtifactError) as error:
        artifact.read(path, schemas.POINTFEAT)
    one_line(error, path, *words)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda h: h.__delitem__("inputs"), ["inputs", "damaged"]),
        (lambda h: h.update(config="{"), ["damaged"]),
        (lambda h: h.update(config="[" * 100_000), ["damaged"]),
        (lambda h: h.update(config="[1]"), ["another type"]),
        (lambda h: h.update(inputs='{"mesh": 3}'), ["another type"]),
        (lambda h: h.update(shape_id=["a"]), ["another type"]),
        (lambda h: h.update(schema_version=None), ["damaged"]),
        (lambda h: h.update(format=[1, 2]), ["pa3d"]),
        (lambda h: h.update(schema_version=99), ["pointfeat/99", "pointfeat/1", "newer pa3d"]),
        (lambda h: h.update(schema_version=0), ["pointfeat/0", "pointfeat/1", "earlier pa3d"]),
        (lambda h: h.update(shape_id="b"), ["renamed", "b"]),
    ],
)
def test_a_header_changed_by_hand_is_refused(tmp_path, change, words):
    path = tmp_path / "a.h5"
    write(path, schemas.POINTFEAT, example(schemas.POINTFEAT))
    edit_header(path, change)
    for read in (artifact.read, artifact.peek):
        with pytest.raises(ArtifactError) as error:
            read(path, schemas.POINTFEAT)
        one_line(error, path, *words)


@pytest.mark.parametrize("change", ["drop", "config", "format", "array"])
def test_attributes_changed_in_a_file_without_a_seal_are_refused(tmp_path, change):
    path = tmp_path / "archived.h5"
    path.write_bytes(archive(schemas.POINTFEAT).read_bytes())
    values = {"config": "{", "format": np.arange(3), "array": np.zeros(4)}
    with h5py.File(path, "r+") as handle:
        if change == "drop":
            del handle.attrs["inputs"]
        else:
            handle.attrs["config" if change == "array" else change] = values[change]
    for read in (artifact.header, lambda p: artifact.read(p, schemas.POINTFEAT)):
        with pytest.raises(ArtifactError) as error:
            read(path)
        one_line(error, path)


def test_only_reads_what_is_asked_and_misses_it_when_absent(tmp_path):
    path = tmp_path / "a.h5"
    write(path, schemas.POINTFEAT, example(schemas.POINTFEAT))
    assert set(artifact.read(path, schemas.POINTFEAT, only=("points",)).arrays) == {"points"}
    edit(path, lambda f: f.__delitem__("feature"))
    artifact.read(path, schemas.POINTFEAT, only=("points",))
    with pytest.raises(ArtifactError) as error:
        artifact.read(path, schemas.POINTFEAT, only=("points", "feature"))
    one_line(error, path, "feature", "missing")


def test_another_schema_is_refused(tmp_path):
    path = tmp_path / "a.h5"
    write(path, schemas.TOKENS, example(schemas.TOKENS))
    with pytest.raises(ArtifactError) as error:
        artifact.read(path, schemas.RENDER)
    one_line(error, path, "tokens/1", "render/2")


@pytest.mark.parametrize("read", [artifact.header, artifact.layout, lambda p: artifact.read(p, schemas.RENDER)])
def test_files_that_are_no_hdf5(tmp_path, read):
    good = archive(schemas.RENDER).read_bytes()
    cases = {"empty": b"", "text": b"hello\n" * 400, "zeros": bytes(5000)}
    cases |= {f"cut{i}": good[: len(good) * i // 10] for i in range(1, 10)}
    cases["one_byte_short"] = good[:-1]
    for name, content in cases.items():
        path = tmp_path / f"{name}.h5"
        path.write_bytes(content)
        with pytest.raises(ArtifactError) as error:
            read(path)
        one_line(error, path, "HDF5")
    with pytest.raises(ArtifactError) as error:
        read(tmp_path / "absent.h5")
    one_line(error, tmp_path / "absent.h5", "no such file")
    (tmp_path / "folder.h5").mkdir()
    with pytest.raises(ArtifactError) as error:
        read(tmp_path / "folder.h5")
    one_line(error, tmp_path / "folder.h5")


def test_foreign_hdf5(tmp_path):
    path = tmp_path / "a.h5"
    with h5py.File(path, "w") as handle:
        handle["points"] = np.zeros((4, 3), "f4")
    for read in (artifact.header, lambda p: artifact.read(p, schemas.RENDER)):
        with pytest.raises(ArtifactError) as error:
            read(path)
        one_line(error, path, "not written by pa3d")


def test_an_exception_while_writing_leaves_the_old_file_and_nothing_else(tmp_path, monkeypatch):
    path = tmp_path / "a.h5"
    original, calls = artifact._write_dataset, []

    def failing(*arguments):
        calls.append(arguments)
        if len(calls) == 3:
            assert len(list(tmp_path.glob(".a.h5.*.tmp"))) == 1  # the failure falls inside the write
            raise RuntimeError("disk on fire")
        original(*arguments)

    monkeypatch.setattr(artifact, "_write_dataset", failing)
    with pytest.raises(RuntimeError, match="disk on fire"):
        write(path, schemas.RENDER, example(schemas.RENDER))
    assert list(tmp_path.iterdir()) == []
    monkeypatch.undo()
    write(path, schemas.RENDER, example(schemas.RENDER))
    before = path.read_bytes()
    calls.clear()
    monkeypatch.setattr(artifact, "_write_dataset", failing)
    with pytest.raises(RuntimeError, match="disk on fire"):
        write(path, schemas.RENDER, example(schemas.RENDER))
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_a_fingerprint_names_the_recipe_and_nothing_else():
    schema = schemas.RENDER
    base = artifact.fingerprint(schema, {"a": 1, "b": [1, 2]}, {"x": "1", "y": "2"})
    assert re.fullmatch("[0-9a-f]{16}", base)
    assert base == artifact.fingerprint(schema, {"b": (1, 2), "a": 1}, {"y": "2", "x": "1"})
    others = [
        artifact.fingerprint(replace(schema, version=9), {"a": 1, "b": [1, 2]}, {"x": "1", "y": "2"}),
        artifact.fingerprint(replace(schema, name="r"), {"a": 1, "b": [1, 2]}, {"x": "1", "y": "2"}),
        artifact.fingerprint(schema, {"a": 2, "b": [1, 2]}, {"x": "1", "y": "2"}),
        artifact.fingerprint(schema, {"a": 1, "b": [2, 1]}, {"x": "1", "y": "2"}),
        artifact.fingerprint(schema, {"a": 1}, {"x": "1", "y": "2"}),
        artifact.fingerprint(schema, {"a": 1, "b": [1, 2]}, {"x": "2", "y": "1"}),
        artifact.fingerprint(schema, {"a": 1, "b": [1, 2]}, {"x": "1"}),
    ]
    assert len({base, *others}) == len(others) + 1
