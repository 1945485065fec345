import numpy as np
import pytest

from ecgkt.explain.baselines import (
    NORMAL_BEATS_HAVE,
    baseline_for,
    baseline_signal,
    resolve_baseline,
)
from ecgkt.measure.r_peaks import find_r_peaks
from ecgkt.types.explanation import BASELINES, TargetName
from ecgkt.vocab.statements import CODES, SUPERCLASSES


def test_line_follows_the_drift_and_not_the_beats(signal):
    drift = 0.3 * np.sin(2 * np.pi * 0.2 * np.arange(1000) / 100).astype(np.float32)
    line = baseline_signal(signal + drift, 100.0, "line")
    still = baseline_signal(signal, 100.0, "line")
    inner = slice(100, 900)
    # R is 1 mV and more in some lead; nothing of it is left.
    assert np.abs(still[:, inner]).max() < 0.25
    moved = (line - still)[:, inner]
    assert np.corrcoef(moved.mean(axis=0), drift[inner])[0, 1] > 0.95


def test_zero_is_zero(signal):
    assert not baseline_signal(signal, 100.0, "zero").any()


def test_other_baseline_is_refused(signal):
    with pytest.raises(ValueError, match="noise"):
        baseline_signal(signal, 100.0, "noise")


def test_normal_beats_stand_where_the_recording_has_its_own(signal):
    normal = baseline_signal(signal, 100.0, "normal")
    own, found = (find_r_peaks(one, 100.0) for one in (signal, normal))
    assert len(found) == len(own)
    assert np.abs(found - own).max() <= 3
    line = baseline_signal(signal, 100.0, "line")
    assert np.abs(normal - line).max() > 0.5


def test_contrast_is_with_normal_beats_unless_these_have_the_score(signal):
    infarct, normal = TargetName("statement", "IMI"), TargetName("superclass", "NORM")
    assert resolve_baseline("contrast", infarct) == "normal"
    assert resolve_baseline("contrast", normal) == "line"
    assert resolve_baseline("zero", infarct) == "zero"
    for target in (infarct, normal):
        kind = resolve_baseline("contrast", target)
        expected = baseline_signal(signal, 100.0, kind)
        found = baseline_for(signal, 100.0, "contrast", target)
        assert np.array_equal(found, expected)
        assert kind in BASELINES


def test_scores_of_normal_beats_are_of_the_vocabulary():
    names = {("statement", code) for code in CODES}
    names |= {("superclass", code) for code in SUPERCLASSES}
    assert names > NORMAL_BEATS_HAVE
