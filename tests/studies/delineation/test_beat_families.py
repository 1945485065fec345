"""Beats of three shapes: what is planted, and how near the delineator comes to it."""

import numpy as np
import pytest

from ecgkt.bundle.delineator import load_delineator
from ecgkt.results.model_card import BUNDLED
from ecgkt.studies.delineation.beat_families import (
    FAMILIES,
    SAMPLING,
    family_case,
    family_cases,
    family_errors,
)


@pytest.mark.parametrize("family", ["cosine", "triangle"])
def test_qrs_is_as_long_as_said(family):
    case = family_case(family, 40.0, qrs=0.12, fs=1000.0)
    rr = 1500
    beat = case.signal[:, 450 - 20 : 450 + 140]  # the second begins at 0.3 RR
    moves = np.flatnonzero(np.abs(np.diff(beat, axis=1)).max(axis=0) > 1e-4)
    assert moves[0] - 20 == pytest.approx(0, abs=6)
    assert moves[-1] - 20 == pytest.approx(120, abs=6)
    assert case.truth["qt_ms"] < rr


def test_every_width_meets_every_sampling_rate():
    cases = list(family_cases("triangle"))
    for qrs in (60, 100, 180):
        assert {c.fs for c in cases if c.truth["qrs_ms"] == qrs} == set(SAMPLING)
    fast = [c for c in cases if c.truth["heart_rate_bpm"] > 150]
    assert fast
    assert all("pr_ms" not in case.truth for case in fast)


def test_shipped_delineator_keeps_the_limits_on_every_family():
    found = family_errors(load_delineator(BUNDLED))
    assert set(found) == set(FAMILIES)
    for errors in found.values():
        for one in errors.values():
            assert abs(one["mean"]) <= one["target_mean"]
            assert one["sd"] <= one["target_sd"]
            assert one["not_measured"] <= 1
