"""When beats come: sinus, fibrillation, premature beats."""

import numpy as np
import pytest

from ecgkt.simulate.rhythm import (
    MARGIN,
    Onset,
    fibrillation_onsets,
    sinus_onsets,
    with_pvcs,
)


def intervals(onsets):
    return np.diff([onset.time for onset in onsets])


@pytest.mark.parametrize("rate", [45, 70, 120])
def test_sinus_keeps_its_rate_and_is_nearly_regular(rate):
    rr = intervals(sinus_onsets(rate, 60, np.random.default_rng(1)))
    assert 60 / rr.mean() == pytest.approx(rate, rel=0.02)
    assert 0.01 < rr.std() / rr.mean() < 0.04


def test_fibrillation_is_irregular_and_respects_the_av_node():
    rr = intervals(fibrillation_onsets(95, 120, np.random.default_rng(1)))
    assert 60 / rr.mean() == pytest.approx(95, rel=0.07)
    assert rr.std() / rr.mean() > 0.15
    assert rr.min() > 0.399
    # Irregularly irregular: one interval does not tell the next.
    assert abs(np.corrcoef(rr[1:], rr[:-1])[0, 1]) < 0.3


@pytest.mark.parametrize("rhythm", [sinus_onsets, fibrillation_onsets])
def test_beats_reach_beyond_both_ends(rhythm):
    onsets = rhythm(60, 10, np.random.default_rng(0))
    assert onsets[0].time <= -MARGIN
    assert onsets[-1].time > 10


@pytest.mark.parametrize("rhythm", [sinus_onsets, fibrillation_onsets])
def test_rate_of_zero_is_refused(rhythm):
    with pytest.raises(ValueError, match="heart rate above 0"):
        rhythm(0, 10, np.random.default_rng(0))


def test_pause_after_a_premature_beat_is_compensatory():
    sinus = [Onset(0.8 * beat, "sinus") for beat in range(10)]
    onsets = with_pvcs(sinus, first=2, every=4, coupling=0.6)
    kinds = [onset.kind for onset in onsets]
    assert kinds.count("pvc") == kinds.count("blocked") == 2
    place = kinds.index("pvc")
    before, pvc, _, after = (onset.time for onset in onsets[place - 1 : place + 3])
    assert pvc - before == pytest.approx(0.6 * 0.8)
    assert after - before == pytest.approx(2 * 0.8)
