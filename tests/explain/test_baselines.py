import numpy as np
import pytest

from ecgkt.explain.baselines import baseline_signal


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
