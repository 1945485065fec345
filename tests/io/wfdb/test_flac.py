"""Packed signal files, as wfdb writes them, and what is refused of them."""

import numpy as np
import pytest

from ecgkt.errors import RecordError
from ecgkt.io.read_wfdb import read_wfdb
from ecgkt.io.wfdb.flac import decode_flac
from ecgkt.types.upload import StatedMetadata, UploadedFile
from ecgkt.vocab.leads import INDEPENDENT_LEADS

BITS = {508: 8, 516: 16, 524: 24}


def packed(folder, wfdb, fmt: int, *, n_samples: int = 900):
    """Write eight leads by wfdb; return files and digitiser values."""
    top = 2 ** (BITS[fmt] - 1) - 1
    draw = np.random.default_rng(fmt)
    values = draw.integers(-top, top, (8, n_samples))
    values[1, 5] = -top - 1
    wfdb.wrsamp(
        "r",
        fs=500,
        units=["mV"] * 8,
        sig_name=list(INDEPENDENT_LEADS),
        fmt=[str(fmt)] * 8,
        adc_gain=[100.0] * 8,
        baseline=[0] * 8,
        write_dir=str(folder),
        d_signal=values.T,
    )
    names = ("r.hea", "r.dat")
    return [UploadedFile(name, (folder / name).read_bytes()) for name in names], values


@pytest.mark.parametrize("fmt", BITS)
def test_samples_equal_those_that_wfdb_packed(fmt, tmp_path, wfdb):
    (header, data), values = packed(tmp_path, wfdb, fmt)
    assert data.content.startswith(b"fLaC")
    np.testing.assert_array_equal(decode_flac(data.content, BITS[fmt], 8, 900), values)
    record = read_wfdb(header, [data], StatedMetadata())
    places = [0, 1, *range(6, 12)]
    expected = values / 100
    expected[1, 5] = np.nan
    np.testing.assert_allclose(record.signal[places], expected, atol=1e-2, rtol=1e-6)
    assert np.isnan(record.signal[1, 5])


def test_several_samples_per_frame_stand_one_after_the_other(tmp_path, wfdb):
    (header, data), values = packed(tmp_path, wfdb, 516)
    text = header.content.decode().replace(" 500 900", " 250 450")
    header = header._replace(content=text.replace(" 516 ", " 516x2 ").encode())
    record = read_wfdb(header, [data], StatedMetadata())
    assert record.fs == 500
    np.testing.assert_allclose(record.signal[0], values[0] / 100, atol=1e-5)


def test_cut_and_foreign_files_are_refused(tmp_path, wfdb):
    (_header, data), _ = packed(tmp_path, wfdb, 516)
    content = data.content
    for spoilt in (content[: len(content) // 2], b"fLaC", content[:60], b"RIFF" * 30):
        with pytest.raises(RecordError, match="packed"):
            decode_flac(spoilt, 16, 8, 900)
    for bits, n_signals, n_samples in ((8, 8, 900), (16, 7, 900), (16, 8, 901)):
        with pytest.raises(RecordError, match=r"the packed data file holds 8 of 900"):
            decode_flac(content, bits, n_signals, n_samples)


def test_a_stated_length_is_not_believed_before_there_is_room_for_it(tmp_path, wfdb):
    (_header, data), _ = packed(tmp_path, wfdb, 516)
    liar = bytearray(data.content)
    liar[21:26] = (int.from_bytes(liar[21:26], "big") | 2**35).to_bytes(5, "big")
    with pytest.raises(RecordError, match="more than a recording"):
        decode_flac(bytes(liar), 16, 8, None)
