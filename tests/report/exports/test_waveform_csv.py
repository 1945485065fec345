import csv
from dataclasses import replace

import numpy as np
import pytest

from ecgkt.errors import RecordError
from ecgkt.io.read_ecg import read_ecg
from ecgkt.report.exports import waveform_csv as module
from ecgkt.report.exports.content import USE
from ecgkt.report.exports.waveform_csv import waveform_csv, why_no_table
from ecgkt.types.record import SIMULATED
from ecgkt.types.upload import UploadedFile
from ecgkt.vocab.leads import LEADS


def test_table_holds_every_sample_to_the_microvolt(record):
    signal = record.signal.copy()
    signal[3, 100] = np.nan
    rows = list(csv.reader(waveform_csv(replace(record, signal=signal)).splitlines()))
    assert rows.pop(0) == [f"# {USE}"]
    assert ",".join(rows.pop(0)) == f"# {SIMULATED}"
    assert rows[0] == ["time (s)", *(f"{lead} (mV)" for lead in LEADS)]
    assert rows[101][4] == ""
    assert float(rows[-1][0]) == pytest.approx((record.n_samples - 1) / record.fs)
    found = np.array(rows[1:])[:, 1:]
    found[found == ""] = "nan"
    assert np.nanmax(np.abs(found.astype(float).T - signal)) <= 0.000501
    assert "-0.000" not in rows[1]


def test_table_is_read_as_the_recording_it_was(record):
    again = read_ecg([UploadedFile("a.csv", waveform_csv(record).encode())])
    assert again.fs == record.fs
    assert np.abs(again.signal - record.signal).max() <= 0.000501


def test_recording_that_is_too_long_is_told_what_to_take(record, monkeypatch):
    monkeypatch.setattr(module, "MAX_VALUES", 12 * 500)
    assert "at most 1 s" in why_no_table(record)
    with pytest.raises(RecordError, match="found 10 s: take the recording as WFDB"):
        waveform_csv(record)
