"""One recording as binary formats of fixed places, written by the letter of each."""

import struct

import numpy as np

from ecgkt.vocab.lead_names import ISHNE_LEADS, SCP_LEADS
from ecgkt.vocab.leads import LEADS

FS = 500
SECRET = "ZZPHI4711"
"""Stands wherever a file names its person."""


def microvolts(signal: np.ndarray) -> np.ndarray:
    """Steps of 1 uV, as every writer below stores them."""
    return np.rint(signal * 1000).astype("<i2")


SCP_CODES = {lead: code for code, lead in SCP_LEADS.items()}


def as_scp(signal: np.ndarray, *, flags: int = 0, bimodal: int = 0) -> bytes:
    """Plain samples, by the letter of EN 1064."""
    rows = microvolts(signal)
    codes = {lead: code for code, lead in SCP_LEADS.items()}
    name = SECRET.encode() + b"\0"
    person = b"\0" + struct.pack("<H", len(name)) + name
    person += b"\4" + struct.pack("<HHB", 3, 56, 1) + b"\10" + struct.pack("<HB", 1, 2)
    person += b"\xff\0\0"
    leads = bytes([len(LEADS), flags])
    for lead in LEADS:
        leads += struct.pack("<IIB", 1, rows.shape[1], codes[lead])
    samples = struct.pack("<HHBB", 1000, 2000, 0, bimodal)
    samples += struct.pack("<12H", *[row.nbytes for row in rows]) + rows.tobytes()
    bodies = {1: person, 3: leads, 6: samples}
    at, pointers, parts = 6 + 16 + 10 * 12, [], []
    for number in range(1, 12):
        body = bodies.get(number)
        length = 0 if body is None else len(body) + 16
        pointers.append(struct.pack("<HII", number, length, at + 1 if body else 0))
        if body is not None:
            parts.append(struct.pack("<HHIBB6x", 0, number, length, 20, 20) + body)
            at += length
    first = struct.pack("<HII", 0, 136, 7) + b"".join(pointers)
    frame = struct.pack("<HHIBB", 0, 0, 136, 20, 20) + b"SCPECG" + first
    return struct.pack("<HI", 0, at) + frame + b"".join(parts)


def as_ishne(signal: np.ndarray) -> bytes:
    rows = microvolts(signal)
    codes = {lead: code for code, lead in ISHNE_LEADS.items()}
    header = bytearray(512)
    struct.pack_into("<iiiih", header, 0, 0, rows.shape[1], 522, 522, 1)
    header[18:27] = SECRET.encode()
    struct.pack_into("<h", header, 118, 2)
    struct.pack_into("<h12h", header, 146, 12, *[codes[lead] for lead in LEADS])
    struct.pack_into("<12h12h", header, 172, *[1] * 12, *[1000] * 12)
    struct.pack_into("<h", header, 262, FS)
    return b"ISHNE1.0\0\0" + bytes(header) + rows.T.tobytes()


def as_long_scp(signal: np.ndarray) -> bytes:
    """Version 3: the rhythm in section 12, person in section 1."""
    rows = microvolts(signal)
    name = SECRET.encode() + b"\0"
    person = b"\0" + struct.pack("<H", len(name)) + name
    person += b"\4" + struct.pack("<HHB", 3, 56, 1) + b"\10" + struct.pack("<HB", 1, 2)
    rhythm = struct.pack("<IBIB52xII", FS, len(LEADS), rows.shape[1], 2, 0, 0)
    for lead in LEADS:
        rhythm += struct.pack("<BHB", SCP_CODES[lead], 1000, 0)
    rhythm += np.ascontiguousarray(rows.T).tobytes()
    at, pointers, parts = 6 + 16 + 10 * 19, [], []
    for number, body in ((1, person + b"\xff\0\0"), (12, rhythm)):
        length = len(body) + 16
        pointers.append(struct.pack("<HII", number, length, at + 1))
        parts.append(struct.pack("<HHIBB6x", 0, number, length, 29, 29) + body)
        at += length
    frame = struct.pack("<HHIBB", 0, 0, 206, 29, 29) + b"SCPECG"
    frame += struct.pack("<HII", 0, 206, 7) + b"".join(pointers)
    return struct.pack("<HI", 0, at) + frame.ljust(206, b"\0") + b"".join(parts)


def as_gdf(signal: np.ndarray) -> bytes:
    rows = microvolts(signal)
    n, low, high = len(LEADS), -32768, 32767
    fixed = bytearray(256)
    fixed[:8] = b"GDF 2.51"
    fixed[8 : 8 + len(SECRET)] = SECRET.encode()
    fixed[87] = 2
    days = (737_791, 737_791 - 20_600)
    struct.pack_into("<QQ", fixed, 168, *[day * 2**32 for day in days])
    struct.pack_into("<H", fixed, 184, 1 + n)
    struct.pack_into("<qdH", fixed, 236, rows.shape[1], 1 / FS, n)
    head = b"".join(lead.encode().ljust(16, b"\0") for lead in LEADS)
    head += bytes(86 * n) + struct.pack("<H", 4275) * n
    for limit in (low, high, low, high):
        head += struct.pack("<d", limit) * n
    head += bytes(80 * n) + struct.pack("<I", 1) * n + struct.pack("<I", 3) * n
    head += bytes(32 * n)
    return bytes(fixed) + head + np.ascontiguousarray(rows.T).tobytes()


def mfer_item(tag: int, value: bytes, *channel: int) -> bytes:
    """Write one definition."""
    size = len(value)
    stated = bytes([size]) if size < 128 else b"\x84" + struct.pack(">I", size)
    return bytes([tag, *channel]) + stated + value


def as_mfer(signal: np.ndarray) -> bytes:
    """Little-endian, blocks of ten samples."""
    rows = microvolts(signal)
    n_blocks, block = rows.shape[1] // 10, 10
    items = [
        mfer_item(0x40, b"MFR Standard 12 leads ECG ".ljust(32)),
        mfer_item(0x01, b"\1"),
        mfer_item(0x81, SECRET.encode()) + mfer_item(0x82, SECRET.encode()),
        mfer_item(0x83, bytes([56, 0, 0])) + mfer_item(0x84, b"\2"),
        mfer_item(0x08, b"\1"),
        mfer_item(0x0B, b"\1\xfd\2\0") + mfer_item(0x0C, b"\0\xfa\1\0"),
        mfer_item(0x04, struct.pack("<I", block)),
        mfer_item(0x05, struct.pack("<I", len(LEADS))),
        mfer_item(0x06, struct.pack("<I", n_blocks)),
    ]
    for at, lead in enumerate(LEADS):
        items.append(mfer_item(0x3F, mfer_item(9, bytes([SCP_CODES[lead]])), at))
    stored = rows.reshape(len(LEADS), n_blocks, block).transpose(1, 0, 2)
    items.append(mfer_item(0x1E, np.ascontiguousarray(stored).tobytes()))
    return b"".join(items) + b"\x80\0"
