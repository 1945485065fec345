"""LUDB's layout: real records, the standard's own reader, and damage."""

import numpy as np
import pytest
import wfdb

from ecgkt.dataset.ludb import parse_marks, read_ludb
from ecgkt.errors import EcgktError
from ecgkt.vocab.leads import LEADS

# The middle mark of each triple, as wfdb names it.
SYMBOLS = {"p": "p", "qrs": "N", "t": "t"}


@pytest.fixture(scope="module")
def first_five(ludb, tmp_path_factory):
    """A folder of LUDB's layout with five of its records."""
    folder = tmp_path_factory.mktemp("ludb")
    names = (ludb / "RECORDS").read_text().split()[:5]
    (folder / "data").symlink_to(ludb / "data")
    (folder / "RECORDS").write_text("\n".join(names))
    return folder


def test_marks_are_those_of_the_standards_reader(first_five):
    for marked in read_ludb(first_five):
        assert marked.record.signal.shape == (12, 5000)
        for lead, name in zip(marked.leads, LEADS, strict=True):
            path = first_five / "data" / marked.record.record_id
            other = wfdb.rdann(str(path), name.lower())
            assert lead.span == (other.sample.min() / 500, other.sample.max() / 500)
            for wave, symbol in SYMBOLS.items():
                places = [n for n, one in enumerate(other.symbol) if one == symbol]
                whole = [
                    (other.sample[n - 1] / 500, other.sample[n + 1] / 500)
                    for n in places
                    if 0 < n < len(other.symbol) - 1
                    and (other.symbol[n - 1], other.symbol[n + 1]) == ("(", ")")
                ]
                assert lead.waves[wave].tolist() == [list(pair) for pair in whole]


def test_long_steps_and_text_are_read_as_the_standards_reader_does(tmp_path):
    samples = np.array([100, 120, 140, 5000, 5020, 90000, 90010, 90020])
    symbols = ["(", "N", ")", "(", "t", "(", "p", ")"]
    notes = ["", "note", "", "", "", "odd", "", ""]
    wfdb.wrann("a", "atr", samples, symbols, aux_note=notes, write_dir=str(tmp_path))
    marked = parse_marks((tmp_path / "a.atr").read_bytes(), 1000.0)
    assert marked.waves["qrs"].tolist() == [[0.1, 0.14]]
    assert marked.waves["p"].tolist() == [[90.0, 90.02]]
    assert marked.waves["t"].size == 0  # without its end it is no wave
    assert marked.span == (0.1, 90.02)


def test_empty_marks_are_none():
    assert parse_marks(b"\0\0", 500.0) is None
    assert parse_marks(b"", 500.0) is None


def test_other_folder_is_refused(tmp_path):
    with pytest.raises(EcgktError, match="found no RECORDS"):
        read_ludb(tmp_path)
    (tmp_path / "RECORDS").write_text("\n")
    with pytest.raises(EcgktError, match="found none"):
        read_ludb(tmp_path)


def test_missing_marks_are_named(first_five, tmp_path):
    (tmp_path / "data").mkdir()
    for path in (first_five / "data").glob("1.*"):
        if path.suffix != ".v4":
            (tmp_path / "data" / path.name).symlink_to(path)
    (tmp_path / "RECORDS").write_text("data/1")
    with pytest.raises(EcgktError, match=r"1\.v4"):
        read_ludb(tmp_path)
