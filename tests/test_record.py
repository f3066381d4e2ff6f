"""The record of a run: what counts as up to date."""

import json

from pa3d.record import Record


def entry(shape_id, outputs, fingerprint="a", error=None):
    return {"id": shape_id, "outputs": [str(p) for p in outputs], "fingerprint": fingerprint, "error": error}


def test_outputs_of_the_same_recipe_are_up_to_date(tmp_path):
    path, out = tmp_path / "segment.jsonl", tmp_path / "x.ply"
    out.touch()
    Record(path).add(entry("x", [out]))
    again = Record(path)
    assert again.entry("x", "a", [out])["id"] == "x"
    assert again.entry("x", "b", [out]) is None
    assert again.entry("x", "a", [out, tmp_path / "x.png"]) is None
    out.unlink()
    assert again.entry("x", "a", [out]) is None


def test_an_output_another_recipe_wrote_later_is_stale(tmp_path):
    ply, png = tmp_path / "x.ply", tmp_path / "x.png"
    ply.touch()
    png.touch()
    record = Record(tmp_path / "segment.jsonl")
    record.add(entry("x", [ply, png], "a"))
    record.add(entry("x", [png], "b"))
    record = Record(record.path)
    assert record.entry("x", "a", [ply, png]) is None
    assert record.entry("x", "b", [png]) is not None


def test_a_folder_may_be_moved(tmp_path):
    old = tmp_path / "old"
    old.mkdir()
    (old / "x.ply").touch()
    Record(old / "segment.jsonl").add(entry("x", [old / "x.ply"]))
    new = old.rename(tmp_path / "new")
    assert Record(new / "segment.jsonl").entry("x", "a", [new / "x.ply"]) is not None


def test_failures_and_torn_lines_are_not_results(tmp_path):
    path, out = tmp_path / "segment.jsonl", tmp_path / "x.ply"
    out.touch()
    record = Record(path)
    record.add(entry("x", [], None, "bad"))
    assert record.entry("x", "a", [out]) is None
    with path.open("ab") as stream:
        stream.write(b'{"id": "x", "outp')
    Record(path).add(entry("x", [out]))
    lines = path.read_bytes().splitlines()
    assert len(lines) == 3
    assert json.loads(lines[2])["outputs"] == ["x.ply"]
    assert Record(path).entry("x", "a", [out]) is not None
