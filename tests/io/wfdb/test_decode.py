import numpy as np
import pytest

from ecgkt.errors import RecordError
from ecgkt.io.wfdb.decode import INVALID, PLAIN, decode_samples
from ecgkt.io.wfdb.header import parse_header

WRITTEN = (16, 24, 32, 80, 212)
"""Formats that wfdb writes; it reads all of them."""


@pytest.mark.parametrize("fmt", WRITTEN)
def test_golden_samples_equal_those_of_wfdb(fmt, golden, wfdb):
    record = wfdb.rdrecord(str(golden / f"format{fmt}"), physical=False)
    content = (golden / f"format{fmt}.dat").read_bytes()
    decoded = decode_samples(content, fmt, 12, 301)
    np.testing.assert_array_equal(decoded, record.d_signal.T)
    assert decoded.dtype in (np.int16, np.int32)
    assert (decoded == INVALID[fmt]).sum() == 3


@pytest.mark.parametrize("fmt", WRITTEN)
@pytest.mark.parametrize(("n_signals", "n_samples"), [(1, 1), (1, 7), (3, 5), (12, 2)])
def test_extreme_and_odd_counts_equal_wfdb(fmt, n_signals, n_samples, tmp_path, wfdb):
    top = -INVALID[fmt] - 1
    count = n_signals * n_samples
    values = np.resize([top, -top, 0, -1, 1, top // 2], count).reshape(n_samples, -1)
    wfdb.wrsamp(
        "odd",
        fs=500,
        units=["mV"] * n_signals,
        sig_name=[f"s{place}" for place in range(n_signals)],
        d_signal=values,
        fmt=[str(fmt)] * n_signals,
        adc_gain=[200.0] * n_signals,
        baseline=[0] * n_signals,
        write_dir=str(tmp_path),
    )
    content = (tmp_path / "odd.dat").read_bytes()
    decoded = decode_samples(content, fmt, n_signals, n_samples)
    np.testing.assert_array_equal(decoded, values.T)
    header = parse_header((tmp_path / "odd.hea").read_bytes())
    sums = [signal.checksum for signal in header.signals]
    assert ((decoded.sum(axis=1) - sums) % 2**16 == 0).all()


def test_last_pair_of_format_212_may_be_filled_up():
    pair = bytes([1, 0, 0])
    assert decode_samples(pair, 212, 1, 1).tolist() == [[1]]
    assert decode_samples(pair[:2], 212, 1, 1).tolist() == [[1]]


def test_format_16_is_a_view_of_the_file():
    content = bytes(range(24)) * 2
    decoded = decode_samples(content, 16, 4, 3, byte_offset=24)
    assert np.shares_memory(decoded, np.frombuffer(content, np.uint8))


def test_unstated_length_is_taken_from_the_file():
    assert decode_samples(bytes(40), 16, 2, None).shape == (2, 10)


@pytest.mark.parametrize(
    ("n_bytes", "fmt", "n_samples", "offset"),
    [
        (39, 16, 10, 0),
        (42, 16, 10, 0),
        (40, 16, 10**9, 0),
        (40, 16, 10, 24),
        (40, 24, 10, 0),
        (29, 212, 10, 0),
        (31, 212, 10, 0),
        (0, 16, None, 0),
        (0, 16, 0, 0),
        (41, 16, None, 0),
        (8, 16, 4, 24),
    ],
)
def test_size_must_fit_the_header_exactly(n_bytes, fmt, n_samples, offset):
    with pytest.raises(RecordError, match=r"the data file holds \d+"):
        decode_samples(bytes(n_bytes), fmt, 2, n_samples, offset)


def test_other_formats_are_refused_with_the_list_of_known_ones():
    with pytest.raises(RecordError, match=r"16, 24, 32, 61, 80, .* format 9"):
        decode_samples(bytes(8), 9, 1, 2)


def test_format_8_is_left_as_differences():
    assert decode_samples(bytes([1, 255, 128, 0]), 8, 2, 2).tolist() == [
        [1, -128],
        [-1, 0],
    ]


@pytest.mark.parametrize("fmt", sorted(set(PLAIN) - {8, *WRITTEN}))
@pytest.mark.parametrize("n_samples", [1, 2, 3, 50])
def test_other_formats_are_read_as_wfdb_reads_them(fmt, n_samples, tmp_path, wfdb):
    n_bytes = 4 * 2 * n_samples if fmt in (61, 160) else -(-2 * n_samples // 3) * 4
    content = np.random.default_rng(fmt).bytes(n_bytes)
    content = content[: 2 * 2 * n_samples] if fmt in (61, 160) else content
    if fmt == 311:  # the two highest bits of each group are not used
        content = (np.frombuffer(content, "<u4") & (2**30 - 1)).astype("<u4").tobytes()
    lines = [f"r.dat {fmt} 200/mV 0 0 0 0 0 {lead}" for lead in ("I", "II")]
    (tmp_path / "r.hea").write_text("\n".join([f"r 2 500 {n_samples}", *lines]))
    (tmp_path / "r.dat").write_bytes(content)
    theirs = wfdb.rdrecord(str(tmp_path / "r"), physical=False).d_signal.T
    ours = decode_samples(content, fmt, 2, n_samples)
    np.testing.assert_array_equal(ours, theirs)
