"""Binary formats of fixed places made to harm."""

import struct

from tests.builders.binary_files import (
    as_gdf,
    as_ishne,
    as_long_scp,
    as_mfer,
    as_scp,
    mfer_item,
)
from tests.builders.cart_files import as_edf
from tests.builders.hostile_pieces import SIGNAL, one, patched

EDF, ISHNE, SCP, GDF = (write(SIGNAL) for write in (as_edf, as_ishne, as_scp, as_gdf))
LONG = as_long_scp(SIGNAL)
AT_LONG = LONG.index(struct.pack("<IBIB", 500, 12, 500, 2))
BINARY = [
    one("edf: records", patched(EDF, (236, b"99999999")), "EDF"),
    one("edf: no duration", patched(EDF, (244, b"0       ")), "0 seconds"),
    one("edf: signals", patched(EDF, (252, b"9999")), "EDF"),
    one("edf: samples", patched(EDF, (256 + 216 * 12, b"99999999")), "EDF"),
    one("ishne: leads", patched(ISHNE, (156, b"\xff\x7f")), "ISHNE"),
    one("ishne: place", patched(ISHNE, (22, b"\xff\xff\xff\x7f")), "ISHNE"),
    one("ishne: no step", patched(ISHNE, (206, bytes(24))), "resolution"),
    one("scp: pointer", patched(SCP, (6 + 16 + 10 * 6 + 6, b"\xff" * 4)), "SCP"),
    one("scp: no step", SCP.replace(struct.pack("<HHBB", 1000, 2000, 0, 0),
        struct.pack("<HHBB", 0, 2000, 0, 0)), "no scale"),
    one("scp: bimodal", as_scp(SIGNAL, bimodal=1), "bimodal"),
    one("scp 3: samples", patched(LONG, (AT_LONG + 5, b"\xff" * 4)), "SCP"),
    one("scp 3: leads", patched(LONG, (AT_LONG + 4, b"\xff")), "SCP"),
    one("scp 3: notes", patched(LONG, (AT_LONG + 62, b"\xff" * 8)), "SCP"),
    one("gdf: records", patched(GDF, (236, b"\xff" * 7 + b"\x7f")), "GDF"),
    one("gdf: no duration", patched(GDF, (244, bytes(8))), "no duration"),
    one("gdf: signals", patched(GDF, (252, b"\xff\xff")), "GDF"),
    one("gdf: samples", patched(GDF, (256 + 216 * 12, b"\xff" * 48)), "GDF"),
    one("gdf: type", patched(GDF, (256 + 220 * 12, b"\xff" * 48)), "GDF"),
    one("gdf: range", patched(GDF, (256 + 104 * 12, bytes(384))), "range of voltage"),
    one("mfer: channels", as_mfer(SIGNAL).replace(
        mfer_item(5, struct.pack("<I", 12)), mfer_item(5, b"\xff" * 4)), "MFER"),
    one("mfer: sequences", as_mfer(SIGNAL).replace(
        mfer_item(6, struct.pack("<I", 50)), mfer_item(6, b"\xff" * 4)), "MFER"),
    one("mfer: blocks", as_mfer(SIGNAL).replace(
        mfer_item(4, struct.pack("<I", 10)), mfer_item(4, b"\xff" * 4)), "MFER"),
    one("mfer: packed",
        as_mfer(SIGNAL).replace(b"\x05\4", b"\x0e\2\1\0\5\4", 1), "packed"),
    one("mfer: a million definitions",
        b"@ MFR ".ljust(34) + b"\1\1\1" * 1_000_000, "MFER"),
    one("mfer: attributes without end",
        b"@ MFR ".ljust(34) + b"\x3f\0\x80" * 100_000, "MFER"),
]  # fmt: skip
