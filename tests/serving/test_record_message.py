"""A recording comes back as it went; a child's lies about it are refused."""

from dataclasses import replace
from datetime import datetime

import numpy as np
import pytest

from ecgkt.serving.protocol import Message, encode_signal
from ecgkt.serving.record_message import record_from_message, record_to_message
from ecgkt.types.record import EcgRecord
from ecgkt.types.vendor import VendorBeat, VendorReading


def a_record():
    signal = np.random.default_rng(1).normal(size=(12, 40)).astype(np.float32)
    return EcgRecord(
        record_id="r/ü",
        signal=signal,
        fs=257.5,
        format="wfdb",
        original_unit="uV",
        derived_leads=("III", "aVF"),
        warnings=("one", "two"),
        derived_in_part=("aVR",),
        age=61.5,
        sex="female",
        unread_age="6 luni",
        recorded_at=datetime(2137, 6, 12, 17, 13, 50),
        patient_hash="0123456789abcdef",
        is_staggered=True,
        vendor=VendorReading(
            source="GE MUSE",
            measurements={"qrs_ms": 96.0},
            statements=("Sinus rhythm",),
        ),
    )


def test_record_comes_back():
    record = a_record()
    back = record_from_message(record_to_message(record, kind="record"))
    assert back.signal.tobytes() == record.signal.tobytes()
    for name in EcgRecord.__dataclass_fields__.keys() - {"signal"}:
        assert getattr(back, name) == getattr(record, name)


def test_median_beat_of_the_recorder_comes_back():
    beat = VendorBeat(a_record().signal[:, :20], 500.0)
    record = replace(a_record(), vendor_beat=beat)
    back = record_from_message(record_to_message(record))
    assert back.vendor_beat is not None
    assert back.vendor_beat.fs == 500
    assert back.vendor_beat.signal.tobytes() == record.signal[:, :20].tobytes()


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ("text", "vendor's reading or nothing"),
        ({"source": "x", "measurements": {"iq": 1}, "statements": []}, "unknown"),
        ({"source": "x", "measurements": {"qt_ms": "1"}, "statements": []}, "finite"),
        ({"source": 1, "measurements": {}, "statements": []}, "expected a text"),
        ({"source": "x", "measurements": {}, "statements": [1]}, "expected a text"),
    ],
)
def test_bad_reading_of_a_vendor_is_refused(values, message):
    packed = record_to_message(a_record())
    packed.fields["record"]["vendor"] = values
    with pytest.raises(ValueError, match=message):
        record_from_message(packed)


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("record_id", None, "expected a text"),
        ("record_id", "x" * 1001, "expected a text"),
        ("format", 3, "expected a text"),
        ("original_unit", ["mV"], "expected a text"),
        ("fs", "500", "expected a finite number"),
        ("fs", True, "expected a finite number"),
        pytest.param("fs", 10**400, "expected a finite number", id="fs-huge"),
        ("fs", -500, "fs must be 50-10000 Hz"),
        ("fs", 1e-300, "fs must be 50-10000 Hz"),
        ("age", "old", "expected a finite number"),
        ("sex", "F", "expected one of"),
        ("sex", ["male"], "expected one of"),
        ("sex", {}, "expected one of"),
        ("unread_age", None, "expected a text"),
        ("recorded_at", 7, "expected a text"),
        ("recorded_at", "yesterday", "Invalid isoformat"),
        ("patient_hash", None, "expected a text"),
        ("patient_hash", "Jane", "expected 16 hexadecimal digits"),
        ("derived_in_part", ["V9"], "unknown lead"),
        ("derived_leads", "III", "expected a list"),
        ("derived_leads", ["V9"], "unknown lead"),
        ("warnings", None, "expected a list"),
        ("warnings", ["w"] * 101, "expected a list"),
        ("warnings", [{}], "expected a text"),
    ],
)
def test_bad_field_is_refused(key, value, message):
    packed = record_to_message(a_record())
    packed.fields["record"][key] = value
    with pytest.raises(ValueError, match=message):
        record_from_message(packed)


@pytest.mark.parametrize("blobs", [(), (b"", b""), (b"", b"", b"")])
def test_signal_must_be_there_once(blobs):
    fields = record_to_message(a_record()).fields
    with pytest.raises(ValueError, match="expected one recording"):
        record_from_message(Message(fields, blobs))


def test_more_than_half_an_hour_is_refused():
    packed = record_to_message(a_record())
    packed.fields["record"]["fs"] = 50
    blob = encode_signal(np.zeros((12, 90_001), np.float32))
    with pytest.raises(ValueError, match="at most 1800 s"):
        record_from_message(Message(packed.fields, (blob,)))


def test_other_number_of_leads_is_refused():
    fields = record_to_message(a_record()).fields
    blob = encode_signal(np.zeros((11, 40), np.float32))
    with pytest.raises(ValueError, match="expected float32 of shape"):
        record_from_message(Message(fields, (blob,)))
    with pytest.raises(ValueError, match="expected one recording"):
        record_from_message(Message({"record": []}, (blob,)))
