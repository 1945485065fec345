import struct

import numpy as np
import pytest

from ecgkt.errors import RecordError
from ecgkt.io.read_scp import read_scp
from ecgkt.io.scp.long_rhythm import decode_long_rhythm
from ecgkt.types.upload import StatedMetadata, UploadedFile
from tests.builders.binary_files import as_long_scp, as_scp

RAW = np.array([[1, -2, 3], [-100, 50, 127]])


def section(*, fs=500, n_leads=2, n_samples=3, width=1, notes=(0, 0), step=1000):
    head = struct.pack("<IBIB52xII", fs, n_leads, n_samples, width, *notes)
    leads = b"".join(struct.pack("<BHB", code, step, 0) for code in (1, 2))
    stored = RAW.T.astype("<i4").reshape(-1, 1).view(np.uint8)[:, :width].tobytes()
    return head + b"x" * sum(notes) + leads + stored


@pytest.mark.parametrize("width", [1, 2, 3, 4])
def test_samples_of_every_width_are_parted(width):
    rhythm = decode_long_rhythm(section(width=width))
    assert (rhythm.codes, rhythm.fs) == ([1, 2], 500)
    np.testing.assert_array_equal(np.stack(rhythm.rows), RAW * 1000)


def test_texts_before_the_leads_are_gone_over():
    rhythm = decode_long_rhythm(section(notes=(5, 7), step=2500))
    np.testing.assert_array_equal(np.stack(rhythm.rows), RAW * 2500)


@pytest.mark.parametrize(
    "wrong",
    [
        {"n_leads": 3},
        {"n_leads": 0},
        {"n_samples": 4},
        {"n_samples": 0},
        {"width": 5},
        {"fs": 0},
        {"step": 0},
        {"notes": (2**31, 2**31)},
    ],
)
def test_what_does_not_fit_is_refused(wrong):
    whole = section()
    content = section(**{key: value for key, value in wrong.items() if key != "notes"})
    if "notes" in wrong:
        content = whole[:62] + struct.pack("<II", *wrong["notes"]) + whole[70:]
    with pytest.raises(RecordError, match="SCP-ECG"):
        decode_long_rhythm(content)


def test_check_sum_of_the_rhythm_is_held_against_it(signal_mv):
    content = bytearray(as_long_scp(signal_mv))
    at = content.index(struct.pack("<IBIB", 500, 12, 600, 2)) - 16
    content[at : at + 2] = b"\1\0"
    with pytest.raises(RecordError, match="check sum"):
        read_scp(UploadedFile("a", bytes(content)), StatedMetadata())


def test_file_without_any_rhythm_is_refused(signal_mv):
    content = as_scp(signal_mv)
    at = 6 + 16 + 10 * 6
    content = content[:at] + bytes(10) + content[at + 10 :]
    with pytest.raises(RecordError, match="holds no rhythm"):
        read_scp(UploadedFile("a", content), StatedMetadata())
