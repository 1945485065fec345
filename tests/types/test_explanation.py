import numpy as np
import pytest

from ecgkt.types.explanation import Explanation, TargetName


def make(bands, beat_bands, leads=("I", "II"), shares=(60.0, 40.0)):
    return Explanation(
        target=TargetName("statement", "IMI"),
        method="occlusion",
        baseline="zero",
        leads=leads,
        bands=bands,
        beat_bands=beat_bands,
        scale=1.0,
        beat_scale=1.0,
        lead_shares=shares,
        score=0.0,
        baseline_score=0.0,
        completeness_gap=None,
        net_to_abs=None,
    )


def test_target_is_named_with_its_kind():
    assert TargetName("superclass", "NORM").key == "superclass:NORM"
    assert TargetName("statement", "NORM").key == "statement:NORM"


def test_maps_must_fit_the_leads():
    bands = np.zeros((2, 5), np.float32)
    assert make(bands, bands).leads == ("I", "II")
    with pytest.raises(ValueError, match="shapes"):
        make(bands, bands[:, :4])
    with pytest.raises(ValueError, match="3 leads"):
        make(bands, bands, leads=("I", "II", "V1"))


def test_target_is_read_from_its_key():
    for kind in ("statement", "superclass", "lab"):
        target = TargetName(kind, "A: b")
        assert TargetName.of_key(target.key) == target
    with pytest.raises(ValueError, match="expected a target of kind"):
        TargetName.of_key("else:IMI")
