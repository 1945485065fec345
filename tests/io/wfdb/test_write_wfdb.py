"""What is written is read back by the project's own reader, with the same values."""

from dataclasses import replace

import numpy as np
import pytest

from ecgkt.errors import RecordError
from ecgkt.io.read_ecg import read_ecg
from ecgkt.io.wfdb.write_wfdb import write_wfdb
from ecgkt.simulate.example import simulate_example
from ecgkt.types.record import SIMULATED
from ecgkt.types.upload import UploadedFile


def read_back(header):
    paths = (header, header.with_suffix(".dat"))
    return read_ecg([UploadedFile(path.name, path.read_bytes()) for path in paths])


@pytest.mark.parametrize(("name", "fs"), [("normal", 500.0), ("af", 257.5)])
def test_reading_gives_back_what_was_written(tmp_path, name, fs):
    record = simulate_example(name, fs=fs)
    again = read_back(write_wfdb(record, tmp_path, "ecg"))
    np.testing.assert_allclose(again.signal, record.signal, atol=0.00051)
    assert again.fs == record.fs


def test_header_states_initial_values_checksums_age_and_origin(tmp_path):
    record = simulate_example("lbbb")
    lines = write_wfdb(record, tmp_path, "ecg").read_text("ascii").splitlines()
    assert lines[0] == "ecg 12 500 5000"
    samples = np.fromfile(tmp_path / "ecg.dat", "<i2").reshape(-1, 12)
    fields = lines[5].split()
    assert fields[:5] == ["ecg.dat", "16", "1000(0)/mV", "16", "0"]
    assert fields[8] == "aVL"
    assert int(fields[5]) == samples[0, 4]
    # 16-bit arithmetic that overflows, as WFDB defines the checksum.
    assert int(fields[6]) == samples[:, 4].sum(dtype=np.int16)
    assert lines[13:] == ["# Age: 69", "# Simulated recording, not from a patient"]


@pytest.mark.parametrize(("age", "sex"), [(0.25, "male"), (81.0, "female")])
def test_age_and_sex_come_back(age, sex, tmp_path):
    record = replace(simulate_example("normal"), age=age, sex=sex)
    again = read_back(write_wfdb(record, tmp_path, "person"))
    assert (again.age, again.sex) == (age, sex)


def test_missing_values_stay_missing(tmp_path):
    record = simulate_example("normal")
    signal = record.signal.copy()
    signal[8, 100:110] = np.nan
    again = read_back(write_wfdb(replace(record, signal=signal), tmp_path, "gap"))
    assert np.array_equal(np.isnan(again.signal), np.isnan(signal))


def test_no_temporary_file_is_left(tmp_path):
    write_wfdb(simulate_example("normal"), tmp_path / "new" / "folder", "ecg")
    names = sorted(path.name for path in (tmp_path / "new" / "folder").iterdir())
    assert names == ["ecg.dat", "ecg.hea"]


@pytest.mark.parametrize("name", ["../ecg", "", "a b", "a/b", "x" * 65])
def test_name_that_could_be_a_path_is_refused(tmp_path, name):
    with pytest.raises(ValueError, match="expected letters, digits"):
        write_wfdb(simulate_example("normal"), tmp_path, name)


def test_voltage_beyond_16_bits_is_refused(tmp_path):
    record = simulate_example("normal")
    far = replace(record, signal=record.signal + np.float32(40))
    with pytest.raises(RecordError, match=r"within ±32\.767 mV, found 4\d\.\d mV"):
        write_wfdb(far, tmp_path, "far")
    assert not list(tmp_path.iterdir())


def test_mark_of_the_simulator_survives_the_file(tmp_path):
    header = write_wfdb(simulate_example("af"), tmp_path, "marked")
    files = [UploadedFile(path.name, path.read_bytes()) for path in tmp_path.iterdir()]
    assert header.exists()
    assert SIMULATED in read_ecg(files).warnings
