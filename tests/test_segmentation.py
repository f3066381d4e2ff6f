"""Scores and the report on names."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from test_export import cloud, half_sphere

from pa3d import segmentation
from pa3d.segmentation import face_scores, half_scores, label_score, name_report, part_scores
from pa3d.shapes import face_areas


@pytest.mark.parametrize("kind", segmentation.SCORE_KINDS)
def test_scores_do_not_depend_on_how_many_rows_are_done_at_a_time(monkeypatch, kind):
    seg = replace(half_sphere(), score_kind=kind)
    whole = half_scores(seg.vertex_logits, kind), label_score(seg.vertex_logits, seg.vertex_label, kind)
    report = name_report(seg)
    monkeypatch.setattr(segmentation, "ROWS", 7)
    np.testing.assert_array_equal(half_scores(seg.vertex_logits, kind), whole[0])
    np.testing.assert_array_equal(label_score(seg.vertex_logits, seg.vertex_label, kind), whole[1])
    for now, before in zip(name_report(seg), report, strict=True):
        assert now == pytest.approx(before)


def test_name_report_is_by_area_and_of_all_names():
    seg = half_sphere(("left", "right", "absent"))
    logits = seg.face_logits.copy()
    logits[:, 2] = -9
    logits[5, 2] = 4.2  # nearly ties where it is said best
    seg = replace(seg, face_logits=logits, score_kind="sigmoid")
    left, right, absent = name_report(seg)
    area = face_areas(seg.shape)
    scores = part_scores(logits, "sigmoid")
    assert left["share_above_half"] == pytest.approx(area[seg.face_label == 0].sum() / area.sum())
    assert absent["share_above_half"] == pytest.approx(area[5] / area.sum())
    assert absent["max_score"] == pytest.approx(scores[5, 2])
    assert not (left["hard"] or right["hard"] or absent["hard"])
    logits = logits.copy()
    logits[5, 2] = -0.1
    assert [entry["hard"] for entry in name_report(replace(seg, face_logits=logits))] == [False, False, True]


def test_name_report_passes_over_scores_that_are_not_known():
    seg = replace(cloud(), score_kind="sigmoid")
    logits = seg.vertex_logits.copy()
    logits[::2] = np.nan
    for known, all_of_it in zip(name_report(replace(seg, vertex_logits=logits)), name_report(seg), strict=True):
        assert known["max_score"] == all_of_it["max_score"]


def test_name_report_of_a_cloud_counts_points():
    seg = replace(cloud(), score_kind="sigmoid")
    shares = [entry["share_above_half"] for entry in name_report(seg)]
    assert shares == pytest.approx([(seg.vertex_label == i).mean() for i in range(3)])


def test_face_scores_without_logits_are_of_the_corners():
    seg = replace(half_sphere(), face_logits=None)
    np.testing.assert_allclose(face_scores(seg), seg.vertex_score[seg.shape.faces].mean(1))
    assert face_scores(cloud()) is None


def test_fits_float32():
    points = np.random.default_rng(0).normal(size=(100, 3))
    fits = segmentation.fits_float32
    assert fits(points) and fits(points * 1e-20) and fits(points + 5)
    assert not fits(points + 4e6) and not fits(points * 1e60) and not fits(points * 1e-60)
