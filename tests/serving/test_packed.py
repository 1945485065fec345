"""Packed recordings and readings come back the same, and small."""

import json

import numpy as np

from ecgkt.report.reading_json import reading_to_dict
from ecgkt.serving.packed import (
    pack_reading,
    pack_record,
    unpack_dict,
    unpack_reading,
    unpack_record,
)
from tests.builders.readings import planted_reading


def test_recording_comes_back_to_the_last_bit(record):
    again = unpack_record(pack_record(record))
    assert again.signal.dtype == np.float32
    np.testing.assert_array_equal(again.signal, record.signal)
    assert (again.fs, again.age, again.sex) == (record.fs, record.age, record.sex)
    assert (again.record_id, again.warnings) == (record.record_id, record.warnings)


def test_missing_samples_stay_missing(record):
    record.signal[3, 100:200] = np.nan
    again = unpack_record(pack_record(record))
    np.testing.assert_array_equal(again.signal, record.signal)


def test_recording_of_a_digitiser_takes_less_than_half(record):
    digital = np.round(record.signal * 200) / np.float32(200)
    record.signal[:] = digital
    assert len(pack_record(record)) < record.signal.nbytes / 2


def test_reading_comes_back_as_it_was_and_as_it_is_written():
    reading = planted_reading("lbbb", called=("CLBBB", "SR"))
    packed = pack_reading(reading)
    assert unpack_reading(packed) == reading
    written = reading_to_dict(reading)
    assert unpack_dict(packed) == json.loads(json.dumps(written))
    assert len(packed) < len(repr(written)) / 2
