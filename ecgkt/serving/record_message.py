"""One recording as a message, and back with every field checked."""

import contextlib
import math
import re
from dataclasses import asdict
from datetime import datetime
from typing import Any

from ecgkt.config import UploadLimits
from ecgkt.serving.protocol import Message, decode_signal, encode_signal
from ecgkt.types.record import EcgRecord
from ecgkt.types.vendor import VendorBeat, VendorReading
from ecgkt.vocab.leads import LEADS
from ecgkt.vocab.persons import SEXES
from ecgkt.vocab.vendor import VENDOR_MEASURES

MAX_TEXT = 1000
"""Characters of one name or warning; longer text is no honest answer."""

MAX_WARNINGS = 100
LIMITS = UploadLimits()


def record_to_message(record: EcgRecord, **fields: Any) -> Message:
    """
    Pack a recording.

    Parameters
    ----------
    record : EcgRecord
        Any recording.
    **fields
        What the message says beside it, for example ``kind="record"``.

    Returns
    -------
    Message
        The signal is its first blob, the vendor's median beat the second if there is
        one.
    """
    described = {
        "record_id": record.record_id,
        "fs": record.fs,
        "format": record.format,
        "original_unit": record.original_unit,
        "derived_leads": list(record.derived_leads),
        "derived_in_part": list(record.derived_in_part),
        "warnings": list(record.warnings),
        "age": record.age,
        "sex": record.sex,
        "unread_age": record.unread_age,
        "recorded_at": record.recorded_at and record.recorded_at.isoformat(),
        "patient_hash": record.patient_hash,
        "is_order_assumed": record.is_order_assumed,
        "is_staggered": record.is_staggered,
        "vendor": _packed(record.vendor),
    }
    blobs = [encode_signal(record.signal)]
    if record.vendor_beat is not None:
        described["vendor_beat_fs"] = record.vendor_beat.fs
        blobs.append(encode_signal(record.vendor_beat.signal))
    return Message({**fields, "record": described}, tuple(blobs))


def n_blobs(fields: dict[str, Any]) -> int:
    """Tell how many blobs belong to a recording, by what its message says of it."""
    described = fields.get("record")
    return 1 + (isinstance(described, dict) and "vendor_beat_fs" in described)


def record_from_message(message: Message) -> EcgRecord:
    """
    Unpack a recording that may come from a child which a hostile file took over.

    Parameters
    ----------
    message : Message
        What `record_to_message` gave.

    Returns
    -------
    EcgRecord
        Its texts are still untrusted: escape them before they are shown.

    Raises
    ------
    ValueError
        If a field is missing, of another type or beyond its limits.
    """
    described = message.fields.get("record")
    if not isinstance(described, dict) or len(message.blobs) != n_blobs(message.fields):
        raise ValueError("expected one recording and its signal")
    age, sex = described.get("age"), described.get("sex")
    if sex is not None and sex not in SEXES:
        raise ValueError(f"expected one of {SEXES} or nothing as sex")
    fs = _number(described.get("fs"))
    signal = decode_signal(message.blobs[0])
    if not LIMITS.min_fs <= fs <= LIMITS.max_fs:
        raise ValueError(f"fs must be {LIMITS.min_fs:g}-{LIMITS.max_fs:g} Hz, got {fs}")
    if signal.shape[1] > LIMITS.max_duration * fs:
        raise ValueError(f"expected at most {LIMITS.max_duration:g} s of signal")
    return EcgRecord(
        record_id=_text(described.get("record_id")),
        signal=signal,
        fs=fs,
        format=_text(described.get("format")),
        original_unit=_text(described.get("original_unit")),
        derived_leads=_leads(described, "derived_leads"),
        derived_in_part=_leads(described, "derived_in_part"),
        warnings=_texts(described, "warnings"),
        age=None if age is None else _number(age),
        sex=sex,
        unread_age=_text(described.get("unread_age")),
        recorded_at=_time(described.get("recorded_at")),
        patient_hash=_hash(described.get("patient_hash")),
        is_order_assumed=described.get("is_order_assumed") is True,
        is_staggered=described.get("is_staggered") is True,
        vendor=_vendor(described.get("vendor")),
        vendor_beat=_vendor_beat(described, message.blobs[1:]),
    )


def _packed(vendor: VendorReading | None) -> dict[str, Any] | None:
    if vendor is None:
        return None
    return {**asdict(vendor), "statements": list(vendor.statements)}


def _vendor(values: object) -> VendorReading | None:
    if values is None:
        return None
    if not isinstance(values, dict) or not isinstance(values.get("measurements"), dict):
        raise ValueError("expected the vendor's reading or nothing")
    measured = values["measurements"]
    if not set(measured) <= set(VENDOR_MEASURES):
        raise ValueError("the vendor's reading names an unknown measurement")
    return VendorReading(
        source=_text(values.get("source")),
        measurements={name: _number(value) for name, value in measured.items()},
        statements=_texts(values, "statements"),
    )


def _vendor_beat(
    described: dict[str, Any], blobs: tuple[bytes, ...]
) -> VendorBeat | None:
    if not blobs:
        return None
    fs = _number(described.get("vendor_beat_fs"))
    if not LIMITS.min_fs <= fs <= LIMITS.max_fs:
        raise ValueError(f"the vendor's beat is at {fs} Hz")
    return VendorBeat(decode_signal(blobs[0]), fs)


def _leads(described: dict[str, Any], key: str) -> tuple[str, ...]:
    leads = _texts(described, key)
    if not set(leads) <= set(LEADS):
        raise ValueError(f"{key} names an unknown lead")
    return leads


def _text(value: object) -> str:
    if not isinstance(value, str) or len(value) > MAX_TEXT:
        raise ValueError(f"expected a text of at most {MAX_TEXT} characters")
    return value


def _texts(described: dict[str, Any], key: str) -> tuple[str, ...]:
    values = described.get(key)
    if not isinstance(values, list) or len(values) > MAX_WARNINGS:
        raise ValueError(f"{key}: expected a list of at most {MAX_WARNINGS} texts")
    return tuple(map(_text, values))


def _time(value: object) -> datetime | None:
    return None if value is None else datetime.fromisoformat(_text(value))


def _hash(value: object) -> str:
    text = _text(value)
    if not re.fullmatch(r"([0-9a-f]{16})?", text):
        raise ValueError("expected 16 hexadecimal digits or nothing")
    return text


def _number(value: object) -> float:
    if isinstance(value, int | float) and not isinstance(value, bool):
        with contextlib.suppress(OverflowError):
            number = float(value)
            if math.isfinite(number):
                return number
    raise ValueError("expected a finite number")
