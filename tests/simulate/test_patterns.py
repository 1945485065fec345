"""Beats keep the durations they were asked for."""

import numpy as np
import pytest

from ecgkt.simulate.dipole import EXTENT
from ecgkt.simulate.patterns import (
    FIBRILLATION,
    INFERIOR_STE,
    LBBB,
    LONG_QT,
    LVH,
    PVC,
    RBBB,
    SINUS,
    atrial_waves,
    ventricular_waves,
)

PATTERNS = (SINUS, FIBRILLATION, LBBB, RBBB, LVH, INFERIOR_STE, LONG_QT, PVC)


@pytest.mark.parametrize("pattern", PATTERNS)
@pytest.mark.parametrize("qrs", [0.08, 0.15])
def test_qrs_lies_within_its_duration(pattern, qrs):
    waves = ventricular_waves(pattern, qrs=qrs, qt=0.45)
    pieces = [wave for wave in waves if wave.name == "QRS"]
    begin = min(wave.centre - EXTENT * wave.rise for wave in pieces)
    end = max(wave.centre + EXTENT * wave.fall for wave in pieces)
    assert begin == pytest.approx(0, abs=0.05 * qrs)
    assert end == pytest.approx(qrs, abs=0.05 * qrs)


@pytest.mark.parametrize("pattern", PATTERNS)
def test_t_ends_at_qt(pattern):
    waves = ventricular_waves(pattern, qrs=0.09, qt=0.43)
    ends = [wave.centre + EXTENT * wave.fall for wave in waves if wave.name == "T"]
    assert max(ends) == pytest.approx(0.43)


@pytest.mark.parametrize("pr", [0.12, 0.24])
def test_p_begins_at_pr_and_lasts_about_110_ms(pr):
    waves = atrial_waves(pr)
    begin = min(wave.centre - EXTENT * wave.rise for wave in waves)
    end = max(wave.centre + EXTENT * wave.fall for wave in waves)
    assert begin == pytest.approx(-pr, abs=0.001)
    assert end - begin == pytest.approx(0.109, abs=0.002)


def test_qt_without_room_for_t_is_refused():
    with pytest.raises(ValueError, match=r"0\.25 s leaves no room for T"):
        ventricular_waves(LBBB, qrs=0.15, qt=0.25)


def test_vectors_are_of_a_heart_and_not_of_a_typing_error():
    vectors = [piece.vector for pattern in PATTERNS for piece in pattern.qrs]
    assert np.abs(vectors).max() < 2.5
