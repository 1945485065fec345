"""QRS of all leads together: planted ends, whatever masks, noise and neighbours do."""

import numpy as np
import pytest

from ecgkt.measure.global_beats import GlobalBeat
from ecgkt.measure.joint_qrs import DEEPEST, FARTHEST, with_joint_qrs
from ecgkt.studies.delineation.beat_families import FAMILIES, family_case


def marked(case, *, early=0.010, late=0.010):
    """Return beats whose masks are too wide, as those of single leads together are."""
    rr = 60 / case.truth["heart_rate_bpm"]
    qrs = case.truth["qrs_ms"] / 1000
    onsets = np.arange(-0.7 * rr, 10 + rr, rr)
    inside = onsets[(onsets > 0.3) & (onsets < 9.4)]
    return tuple(
        GlobalBeat((on - early, on + qrs + late), None, None, tuple(range(12)))
        for on in inside.tolist()
    )


def errors(case, **margins):
    """Return onset and end minus truth in ms."""
    masks = marked(case, **margins)
    found = with_joint_qrs(masks, case.signal.astype(np.float64), case.fs)
    exact = marked(case, early=0, late=0)
    moves = np.array([f.qrs for f in found]) - np.array([e.qrs for e in exact])
    return 1000 * np.median(moves, axis=0)


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("qrs", [0.06, 0.09, 0.12, 0.18])
@pytest.mark.parametrize("fs", [250.0, 500.0, 1000.0])
def test_masks_that_are_too_wide_are_undone(family, qrs, fs):
    # A QRS of 180 ms moves slowly at first: 5.5 % of its velocity come 6 ms late.
    case = family_case(family, 70.0, qrs=qrs, fs=fs, noise_mv=0.002)
    assert np.abs(errors(case)).max() <= 6.0


@pytest.mark.parametrize("noise", [0.010, 0.020, 0.050])
def test_noise_does_not_lengthen_qrs_much(noise):
    case = family_case("gaussian", 75.0, qrs=0.10, fs=500.0, noise_mv=noise)
    assert np.abs(errors(case)).max() <= 7.0


def test_low_rate_is_drawn_between_its_samples():
    case = family_case("gaussian", 75.0, qrs=0.10, fs=100.0, noise_mv=0.005)
    assert np.abs(errors(case)).max() <= 8.0


def test_slow_wave_beside_qrs_moves_nothing_far():
    case = family_case("gaussian", 70.0, qrs=0.15, fs=500.0)
    times = np.arange(case.signal.shape[1]) / case.fs
    rr = 60 / 70.0
    phase = (times + 0.7 * rr) % rr
    ramp = np.where((phase > 0.15) & (phase < 0.25), (phase - 0.15) * 6, 0.0)
    steep = case._replace(signal=(case.signal + ramp).astype(np.float32))
    assert errors(steep, early=0, late=0)[1] <= 1000 * FARTHEST + 0.1


def test_delta_wave_is_not_cut_off():
    """A foot slower than the limit is part of QRS: the masks keep it."""
    case = family_case("triangle", 70.0, qrs=0.09, fs=500.0)
    found = errors(case, early=0.045, late=0.0)
    assert found[0] == pytest.approx(-45 + 1000 * DEEPEST, abs=0.1)


def test_one_beat_stays_as_its_masks_say():
    case = family_case("gaussian", 70.0, qrs=0.09, fs=500.0)
    one = marked(case)[:1]
    assert with_joint_qrs(one, case.signal.astype(np.float64), case.fs) == one
    assert with_joint_qrs((), case.signal.astype(np.float64), case.fs) == ()
