"""MFER: what a definition means, in either byte order, and which waveform is read."""

import struct

import numpy as np
import pytest

from ecgkt.errors import RecordError
from ecgkt.io.read_mfer import read_mfer, recognises
from ecgkt.types.upload import StatedMetadata, UploadedFile
from ecgkt.types.vendor import VendorBeat
from tests.builders.binary_files import as_mfer, mfer_item

TWO = mfer_item(5, b"\2")
LEADS = mfer_item(0x3F, mfer_item(9, b"\0\1"), 0) + mfer_item(
    0x3F, mfer_item(9, b"\0\2"), 1
)
SCALE = mfer_item(0x0B, b"\0\0\1\xf4") + mfer_item(0x0C, b"\0\xfa\0\5")
RAW = np.arange(600, dtype=np.int16).reshape(-1, 2)


def read(content: bytes, stated=StatedMetadata()):  # noqa: B008
    assert recognises(content)
    return read_mfer(UploadedFile("a.mwf", content), stated)


def samples(values: np.ndarray = RAW, kind: str = ">i2") -> bytes:
    return mfer_item(0x1E, values.astype(kind).tobytes())


def plain(*extra: bytes, values: bytes | None = None) -> bytes:
    """Big-endian, as the standard has it where nothing is said; two leads at 500 Hz."""
    return b"".join(
        [mfer_item(8, b"\1"), TWO, SCALE, LEADS, *extra, values or samples()]
    )


def test_big_endian_is_what_is_meant_without_a_word():
    record = read(plain())
    assert (record.fs, record.n_samples) == (500, 300)
    np.testing.assert_allclose(record.signal[:2] * 200, RAW.T, atol=1e-4)


@pytest.mark.parametrize(
    ("code", "kind"),
    [(0, ">i2"), (2, ">i4"), (3, "u1"), (5, "i1"), (6, ">u4"), (7, ">f4"), (8, ">f8")],
)
def test_every_type_is_read(code, kind):
    values = RAW % 100
    record = read(plain(mfer_item(0x0A, bytes([code])), values=samples(values, kind)))
    np.testing.assert_allclose(record.signal[:2] * 200, values.T, atol=1e-3)


def test_offset_and_missing_values():
    record = read(plain(mfer_item(0x0D, b"\0\x0a"), mfer_item(0x12, b"\0\4")))
    assert np.isnan(record.signal[0, 2])
    assert record.signal[0, 1] == pytest.approx((2 + 10) * 5e-3)


def test_waveform_of_a_beat_is_kept_apart_and_the_longest_is_read():
    beat = mfer_item(8, b"\x09") + samples(RAW[:100])
    other = mfer_item(8, b"\1") + samples(RAW[:50])
    record = read(plain() + beat + other)
    assert record.n_samples == 300
    assert isinstance(record.vendor_beat, VendorBeat)
    assert record.vendor_beat.signal.shape == (12, 100)
    assert "1 further waveform" in record.warnings[0]


def test_attributes_may_end_with_zeros_instead_of_a_length():
    open_ended = b"\x3f\0\x80" + mfer_item(9, b"\0\7") + b"\0\0"
    record = read(plain(open_ended))
    assert "I" in record.absent_leads
    assert "V5" not in record.absent_leads


def test_file_without_preamble_is_told_by_its_definitions(signal_mv):
    content = as_mfer(signal_mv)
    assert recognises(content[34:])
    assert not recognises(content[34:200])
    assert not recognises(b"\1\1\1" * 400)
    assert not recognises(b"")


def test_age_in_days_and_of_two_dates(signal_mv):
    content = as_mfer(signal_mv)
    old = mfer_item(0x83, bytes([56, 0, 0]))
    days = content.replace(old, mfer_item(0x83, bytes([0, 73, 0])))
    assert read(days).age == pytest.approx(0.2, abs=0.01)
    birth = mfer_item(0x83, bytes([0, 0, 0]) + struct.pack("<HBB", 1953, 5, 8))
    time = mfer_item(0x85, struct.pack("<HBBBBB", 2002, 11, 22, 9, 10, 0))
    assert read(content.replace(old, birth + time)).age == 49


def test_unstated_scale_and_rate_are_asked_for():
    bare = b"".join([mfer_item(8, b"\1"), TWO, LEADS, samples()])
    with pytest.raises(RecordError, match=r"sampling frequency\. State it"):
        read(bare)
    with pytest.raises(RecordError, match=r"no unit\. State the unit"):
        read(bare, StatedMetadata(fs=500))
    assert read(bare, StatedMetadata(fs=500, unit="uV")).signal[0, 1] == 2e-3


INVALID = [
    (plain(mfer_item(0x0E, b"\0\1")), "packed"),
    (plain(mfer_item(0x0A, b"\x09")), "packed"),
    (plain(mfer_item(0x0C, b"\0\xfa\0\0")), "step of 0 V"),
    (plain(mfer_item(6, b"\0\0\7\0")), "do not fit"),
    (plain(mfer_item(0x3F, mfer_item(0x0B, b"\0\0\1\0"), 1)), "different sampling"),
    (plain()[:-9], "do not fit"),
]


@pytest.mark.parametrize(("content", "reason"), INVALID)
def test_what_does_not_fit_is_refused(content, reason):
    with pytest.raises(RecordError, match=reason):
        read_mfer(UploadedFile("a", content), StatedMetadata())
