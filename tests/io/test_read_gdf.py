"""GDF 2 beside what biosig writes: other types, rates and ways to state a duration."""

import struct

import numpy as np
import pytest

from ecgkt.errors import RecordError
from ecgkt.io.read_gdf import read_gdf
from ecgkt.types.upload import StatedMetadata, UploadedFile
from tests.builders.binary_files import as_gdf

N = 12
LABELS, UNITS, RANGES = 256, 256 + 102 * N, 256 + 104 * N
COUNTS, TYPES = 256 + 216 * N, 256 + 220 * N


def patched(content: bytes, at: int, piece: bytes) -> bytes:
    return content[:at] + piece + content[at + len(piece) :]


def read(content: bytes, stated=StatedMetadata()):  # noqa: B008
    return read_gdf(UploadedFile("a.gdf", content), stated)


def test_duration_may_be_a_fraction(signal_mv):
    content = patched(as_gdf(signal_mv), 244, struct.pack("<II", 1, 500))
    assert read(content).fs == 500


def test_unclosed_recording_is_read_to_its_end(signal_mv):
    content = patched(as_gdf(signal_mv), 236, b"\xff" * 8)
    assert read(content).n_samples == 600


def test_three_bytes_are_read(signal_mv):
    content = as_gdf(signal_mv)
    raw = np.frombuffer(content, "<i2", offset=256 * 13).astype("<i4")
    wide = raw.view(np.uint8).reshape(-1, 4)[:, :3].tobytes()
    content = patched(content, TYPES, struct.pack("<I", 279) * N)[: 256 * 13] + wide
    np.testing.assert_allclose(read(content).signal, signal_mv, atol=6e-4)


def test_signal_of_another_rate_stays_beside(signal_mv):
    content = as_gdf(signal_mv)
    content = patched(content, LABELS + 16 * 11, b"Resp".ljust(16, b"\0"))
    content = patched(content, COUNTS + 4 * 11, struct.pack("<I", 2))
    raw = np.frombuffer(content, "<i2", offset=256 * 13).reshape(-1, N)
    body = np.concatenate([raw, raw[:, 11:]], axis=1).tobytes()
    record = read(content[: 256 * 13] + body)
    assert record.absent_leads == ("V6",)
    np.testing.assert_allclose(record.signal[:11], signal_mv[:11], atol=6e-4)
    assert "1 further signal" in record.warnings[0]


def test_what_lies_beyond_the_digital_range_is_missing(signal_mv):
    content = as_gdf(signal_mv)
    raw = np.frombuffer(content, "<i2", offset=256 * 13).reshape(-1, N)
    high = struct.pack("<d", float(raw[:, 0].max() - 1))
    for place in (8 * N, 24 * N):
        content = patched(content, RANGES + place, high)
    record = read(content)
    assert np.isnan(record.signal[0]).sum() == (raw[:, 0] == raw[:, 0].max()).sum()


def test_unknown_unit_is_asked_for(signal_mv):
    content = patched(as_gdf(signal_mv), UNITS, bytes(2 * N))
    with pytest.raises(RecordError, match=r"no unit\. State the unit"):
        read(content)
    record = read(content, StatedMetadata(unit="uV"))
    np.testing.assert_allclose(record.signal, signal_mv, atol=6e-4)


def test_older_version_is_named(signal_mv):
    with pytest.raises(RecordError, match="version 2 are read"):
        read(b"GDF 1.25" + as_gdf(signal_mv)[8:])
