from dataclasses import replace

import numpy as np
import pytest

from ecgkt.types.record import EcgRecord
from ecgkt.vocab.leads import LEADS


@pytest.fixture
def staggered():
    """I for 2.5 s, V1 for the next ones, II for 10 s but its last sample."""
    signal = np.full((12, 1000), np.nan, np.float32)
    signal[0, :250], signal[6, 250:500], signal[1, :999] = 1, 2, 3
    signal[1, 400] = np.nan
    return EcgRecord(
        record_id="a", signal=signal, fs=100, format="pdf", is_staggered=True
    )


def test_spans_are_from_the_first_sample_to_the_last(staggered):
    assert staggered.spans == {"I": (0, 2.5), "II": (0, 9.99), "V1": (2.5, 5)}


def test_together_keeps_the_longest_leads_of_the_first_second(staggered):
    kept = staggered.together()
    assert kept.absent_leads == tuple(lead for lead in LEADS if lead != "II")
    assert kept.duration == 9.99
    later = staggered.stretch(2.5, 2.5).together()
    assert set(LEADS) - set(later.absent_leads) == {"II", "V1"}
    assert later.n_samples == 250


def test_together_leaves_a_simultaneous_recording_as_it_is(staggered):
    record = replace(staggered, is_staggered=False)
    assert record.together() is record


def test_together_of_nothing_is_nothing(staggered):
    empty = replace(staggered, signal=np.full((12, 5), np.nan, np.float32))
    assert empty.together().n_samples == 0
