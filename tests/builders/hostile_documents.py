"""XML and DICOM made to harm."""

import struct
import zlib

from tests.builders.cart_files import as_dicom
from tests.builders.hostile_pieces import SIGNAL, bomb, one, patched
from tests.builders.xml_files import as_muse, as_philips, as_schiller


def a_muse(inside: str) -> bytes:
    return f"{inside}<RestingECG>&a;</RestingECG>".encode()


LAUGHS = "".join(f'<!ENTITY b{n} "{f"&b{n - 1};" * 10}">' for n in range(1, 10))
DEEP = {"aECG": "AnnotatedECG", "MUSE": "RestingECG", "CardioSoft": "CardiologyXML"}
XML = [
    one("xml: billion laughs",
        a_muse(f'<!DOCTYPE R [<!ENTITY b0 "lol">{LAUGHS}<!ENTITY a "&b9;">]>'), "XML"),
    one("xml: quadratic",
        a_muse(f'<!DOCTYPE R [<!ENTITY a "{"x" * 50_000}">]>'), "XML"),
    one("xml: local file",
        a_muse('<!DOCTYPE R [<!ENTITY a SYSTEM "file:///etc/passwd">]>'), "XML"),
    one("xml: address",
        a_muse('<!DOCTYPE R [<!ENTITY % p SYSTEM "http://127.0.0.1/x">%p;]>'), "XML"),
    *(
        one(f"xml: deep {kind}", f"<{root}>".encode() + b"<a>" * 1_000_000, r"XML|deep")
        for kind, root in DEEP.items()
    ),
    one("xml: many attributes",
        b"<RestingECG " + b"".join(b'a%d="" ' % n for n in range(100_000)) + b"/>",
        "no rhythm"),
    one("xml: cut", as_schiller(SIGNAL)[:9000], "XML"),
    one("xml: other letters",
        as_schiller(SIGNAL).decode().encode("utf-32"), "no known kind|XML"),
    one("xml: no number",
        as_muse(SIGNAL).replace(b"<SampleBase>500", b"<SampleBase>1e999"),
        "sampling frequency"),
    one("xml: Philips that lasts for ever", as_philips(SIGNAL).decode("utf-16").replace(
        "durationperchannel='1000'", "durationperchannel='1e12'").encode("utf-16"),
        "cut or damaged"),
]  # fmt: skip
DICOM = as_dicom(SIGNAL)
SYNTAX = b"1.2.840.10008.1.2.1\0"
DEFLATED = b"1.2.840.10008.1.2.1.99"


def deflated(n_mebibytes: int) -> bytes:
    """Put a tag of zeros of that length behind the head, deflated."""
    start = DICOM.index(b"\x08\0\x16\0")
    meta = DICOM[:start].replace(b"UI\x14\0" + SYNTAX, b"UI\x16\0" + DEFLATED)
    at = meta.index(b"\2\0\0\0UL\4\0") + 8
    (length,) = struct.unpack_from("<I", meta, at)
    meta = patched(meta, (at, struct.pack("<I", length + 2)))
    size = struct.pack("<I", n_mebibytes * 2**20)
    squeezer = zlib.compressobj(9, zlib.DEFLATED, -15)
    body = squeezer.compress(b"\x09\0\x10\x10OB\0\0" + size)
    body += squeezer.flush(zlib.Z_FULL_FLUSH)
    return meta + body + bomb(n_mebibytes, is_raw=True)


DICOMS = [
    one("dicom: deflated bomb", deflated(1500), "unpacks to more"),
    one("dicom: length", patched(
        DICOM, (DICOM.index(b"\0\x54\x10\x10OW") + 8, b"\x10\0\0\0")), "DICOM"),
    one("dicom: sequences in sequences", DICOM[: DICOM.index(b"\x00\x54\x00\x01")]
        + (b"\x00\x54\x00\x01SQ\0\0\xff\xff\xff\xff\xfe\xff\x00\xe0\xff\xff\xff\xff")
        * 20_000, "DICOM"),
    one("dicom: samples", DICOM.replace(b"\x3a\0\x10\0UL\4\0\xf4\1\0\0",
        b"\x3a\0\x10\0UL\4\0\xff\xff\xff\x3b"), "DICOM"),
    one("dicom: JPEG", DICOM.replace(SYNTAX, b"1.2.840.10008.1.2.4\0"), "DICOM"),
    one("dicom: big-endian", DICOM.replace(SYNTAX, b"1.2.840.10008.1.2.2\0"), "DICOM"),
]  # fmt: skip
