import io

import numpy as np
import pytest

from ecgkt.errors import RecordError
from ecgkt.io.read_npy import read_npy
from ecgkt.types.upload import StatedMetadata, UploadedFile
from ecgkt.vocab.leads import INDEPENDENT_LEADS, LEADS

BOTH = StatedMetadata(fs=500, unit="mV")
EIGHT = [LEADS.index(lead) for lead in INDEPENDENT_LEADS]


def npy(array, **options):
    stream = io.BytesIO()
    np.save(stream, array, **options)
    return UploadedFile("x.npy", stream.getvalue())


@pytest.mark.parametrize(
    "change",
    [
        lambda signal: signal,
        lambda signal: signal.T,
        lambda signal: np.asfortranarray(signal),
        lambda signal: signal.astype(np.float32),
        lambda signal: signal.astype(">f8"),
        lambda signal: signal[EIGHT],
        lambda signal: signal[EIGHT].T,
    ],
)
def test_every_shape_and_order_gives_the_same_record(change, signal_mv):
    record = read_npy(npy(change(signal_mv)), BOTH)
    np.testing.assert_allclose(record.signal, signal_mv, atol=1e-6)
    assert (record.format, record.fs, record.record_id) == ("npy", 500, "x")


def test_whole_numbers_are_in_the_entered_unit(signal_mv):
    raw = np.round(signal_mv * 1000).astype(np.int16)
    record = read_npy(npy(raw), StatedMetadata(fs=500, unit="uV", age=40))
    np.testing.assert_allclose(record.signal, signal_mv, atol=6e-4)
    assert (record.original_unit, record.age) == ("uV", 40)


def test_order_of_the_leads_is_said(signal_mv):
    assert "in this order: I, II, III" in read_npy(npy(signal_mv), BOTH).warnings[0]
    eight = read_npy(npy(signal_mv[EIGHT]), BOTH)
    assert "in this order: I, II, V1" in eight.warnings[0]
    assert eight.derived_leads == ("III", "aVR", "aVL", "aVF")


@pytest.mark.parametrize(
    "array",
    [
        np.zeros((11, 600)),
        np.zeros((12, 12)),
        np.zeros((12, 8)),
        np.zeros((8, 8)),
        np.zeros((12, 0)),
        np.zeros((1, 12, 600)),
        np.zeros(600),
        np.array(1.0),
    ],
)
def test_other_shapes_are_refused(array):
    with pytest.raises(RecordError, match=r"must be 12 x samples .* found"):
        read_npy(npy(array), BOTH)


@pytest.mark.parametrize(
    "array",
    [
        np.zeros((12, 60), bool),
        np.zeros((12, 60), complex),
        np.zeros((12, 60), "U3"),
        np.zeros((12, 60), "datetime64[s]"),
        np.zeros((12, 60), [("a", "f4")]),
        np.full((12, 60), None),
    ],
)
def test_other_contents_are_refused(array):
    with pytest.raises(RecordError, match="whole or floating-point numbers"):
        read_npy(npy(array, allow_pickle=True), BOTH)


@pytest.mark.parametrize(
    ("entered", "message"),
    [
        (StatedMetadata(unit="mV"), "does not state its sampling frequency"),
        (StatedMetadata(fs=500), "states no unit"),
    ],
)
def test_frequency_and_unit_must_be_entered(entered, message, signal_mv):
    with pytest.raises(RecordError, match=message):
        read_npy(npy(signal_mv), entered)


def test_size_must_fit_the_header(signal_mv):
    file = npy(signal_mv)
    for content in (file.content[:-8], file.content + b"\0"):
        with pytest.raises(RecordError, match="announces 57600 bytes"):
            read_npy(file._replace(content=content), BOTH)


def test_header_that_announces_a_terabyte_costs_nothing(signal_mv):
    file = npy(signal_mv)
    content = file.content.replace(b"(12, 600), }", b"(12, 10000000000), }")
    with pytest.raises(RecordError, match=r"announces|damaged"):
        read_npy(file._replace(content=content), BOTH)


def test_damaged_header_and_unknown_version_are_refused(signal_mv):
    content = npy(signal_mv).content
    with pytest.raises(RecordError, match="header of this NPY file is damaged"):
        read_npy(UploadedFile("x", content.replace(b"descr", b"de\0cr")), BOTH)
    with pytest.raises(RecordError, match="versions 1 and 2"):
        read_npy(UploadedFile("x", content[:6] + b"\x09\x00" + content[8:]), BOTH)
