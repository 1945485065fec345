"""Recordings are as another program reads them, tables depend on their text alone."""

import gzip
from datetime import datetime

import numpy as np
import pytest
import wfdb

from ecgkt.io.read_path import read_path
from ecgkt.simulate.write_mimic import STORED_LEADS, write_recording, write_table
from ecgkt.types.record import SIMULATED
from ecgkt.vocab.leads import LEADS


@pytest.fixture
def written(tmp_path):
    steps = np.random.default_rng(0).integers(-900, 900, (12, 5000)).astype(np.int16)
    time = datetime(2150, 3, 4, 5, 6, 7)
    folder = tmp_path / "s41"
    write_recording(steps, folder, study=41, subject=10000001, time=time)
    return folder / "41", steps, time


def test_wfdb_reads_what_was_written(written):
    path, steps, time = written
    record = wfdb.rdrecord(str(path), physical=False)
    assert tuple(record.sig_name) == STORED_LEADS
    assert record.sig_name.index("aVF") < record.sig_name.index("aVL")
    assert (record.fs, record.base_datetime) == (500, time)
    assert record.adc_gain == [200.0] * 12
    assert record.comments == ["<subject_id>: 10000001", SIMULATED]
    assert record.calc_checksum() == record.checksum
    for lead, row in zip(STORED_LEADS, record.d_signal.T, strict=True):
        assert np.array_equal(row, steps[LEADS.index(lead)])


def test_our_reader_gives_millivolts_in_the_order_of_leads(written):
    path, steps, _ = written
    record = read_path(path.with_suffix(".hea"))
    assert np.abs(record.signal - steps / 200).max() < 1e-6


def test_equal_text_gives_equal_bytes_however_it_is_cut(tmp_path):
    write_table(tmp_path / "a.csv.gz", ["x,y\n", "1,2\n", "3,4\n"])
    write_table(tmp_path / "b.csv.gz", ["x,y\n1,2\n3,", "4\n"])
    assert (tmp_path / "a.csv.gz").read_bytes() == (tmp_path / "b.csv.gz").read_bytes()
    assert gzip.decompress((tmp_path / "a.csv.gz").read_bytes()) == b"x,y\n1,2\n3,4\n"
