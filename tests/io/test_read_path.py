"""Recordings on disk: either file of a pair, or neither ending, names the record."""

import pytest

from ecgkt.errors import RecordError
from ecgkt.io.read_path import read_path
from ecgkt.io.wfdb.write_wfdb import write_wfdb
from ecgkt.simulate.example import simulate_example
from ecgkt.types.upload import StatedMetadata


@pytest.fixture
def header(tmp_path):
    return write_wfdb(simulate_example("normal"), tmp_path, "pair")


@pytest.mark.parametrize("ending", [".hea", ".dat", ""])
def test_any_name_of_a_pair_reads_it(header, ending):
    assert read_path(header.with_suffix(ending)).record_id == "pair"


def test_header_alone_names_the_missing_file(header):
    header.with_suffix(".dat").unlink()
    with pytest.raises(RecordError, match=r"pair\.dat"):
        read_path(header)


def test_nothing_there_is_said(tmp_path):
    with pytest.raises(RecordError, match=r"found nothing at none\.csv"):
        read_path(tmp_path / "none.csv")


def test_folder_is_no_recording(tmp_path):
    with pytest.raises(RecordError, match="cannot read"):
        read_path(tmp_path)


def test_file_beyond_the_limit_is_not_read(tmp_path):
    large = tmp_path / "large.csv"
    with large.open("wb") as file:
        file.truncate(120_000_000)
    with pytest.raises(RecordError, match=r"at most 96 MB; found 114\.4 MB"):
        read_path(large)


def test_what_the_user_states_is_handed_on(tmp_path):
    record = simulate_example("normal")
    path = tmp_path / "table.csv"
    names = ["I", "II", *(f"V{n}" for n in range(1, 7))]
    rows = record.signal[[0, 1, 6, 7, 8, 9, 10, 11]].T * 1000
    lines = [",".join(names), *(",".join(f"{v:.1f}" for v in row) for row in rows)]
    path.write_text("\n".join(lines))
    record = read_path(path, StatedMetadata(fs=500.0, unit="uV", age=40))
    assert (record.fs, record.original_unit, record.age) == (500.0, "uV", 40)
