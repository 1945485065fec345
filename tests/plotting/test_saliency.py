import numpy as np
import pytest

from ecgkt.plotting.saliency import saliency_overlay
from tests.builders.maps import explanation

LEADS = ("I", "II", "V1", "V2", "V3", "V4", "V5", "V6")


def test_each_lead_of_the_model_has_a_band_and_no_other_has():
    overlay = saliency_overlay(explanation(), is_averaged=False)
    assert [band.lead for band in overlay.bands] == list(LEADS)
    assert {(band.start, band.step) for band in overlay.bands} == {(0.0, 0.04)}
    assert overlay.bands[2].values[100] == 1.0
    assert overlay.bands[2].values.dtype == np.float32


def test_mean_over_the_beats_is_the_preset():
    assert saliency_overlay(explanation()).bands[2].values[100] == 0.5


def test_common_scale_makes_a_weak_map_pale():
    overlay = saliency_overlay(explanation(), is_averaged=False, full_colour=0.8)
    assert overlay.bands[2].values[100] == pytest.approx(0.5)


def test_empty_map_is_not_stretched_into_one():
    assert not saliency_overlay(explanation(empty_reason="nothing")).bands
    assert not saliency_overlay(explanation(beat_scale=0.0)).bands


def test_grey_and_caption_are_passed_on():
    overlay = saliency_overlay(
        explanation(),
        caption=("why",),
        why_grey="was not checked",
        is_trace_coloured=True,
    )
    assert overlay.why_grey == "was not checked"
    assert overlay.is_trace_coloured
    assert overlay.caption == ("why",)
