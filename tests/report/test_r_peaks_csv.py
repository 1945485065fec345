from dataclasses import replace

import pytest

from ecgkt.errors import RecordError
from ecgkt.report.r_peaks_csv import r_peaks_csv
from ecgkt.types.measurements import Trace
from tests.builders.readings import UNREAD


def test_peaks_stand_with_sample_and_interval():
    reading = replace(UNREAD, trace=Trace(r_peaks=(0.4, 1.2004, 2.0)))
    assert r_peaks_csv(reading).splitlines() == [
        "time_s,sample,rr_ms",
        "0.4000,200,",
        "1.2004,600,800.4",
        "2.0000,1000,799.6",
    ]


@pytest.mark.parametrize("trace", [None, Trace()])
def test_recording_without_beats_has_no_table(trace):
    with pytest.raises(RecordError, match="No R peak was found"):
        r_peaks_csv(replace(UNREAD, trace=trace))
