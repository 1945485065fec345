import re

import pytest

from ecgkt.io.formats import find_format
from ecgkt.io.sniff import describe, first_lines, is_text, is_zip, xml_root

# What it is, and a word that the user must read
OTHERS = [
    (b"", "empty"),
    (b"\x89PNG\r\n\x1a\n", r"a picture \(PNG\)"),
    (b"\xff\xd8\xff\xe0", r"a picture \(JPEG\)"),
    (b"GIF89a", r"a picture \(GIF\)"),
    (b"MM\0*\0\0\0\x08", r"a picture \(TIFF\)"),
    (b"II*\0\x08\0\0\0", r"a picture \(TIFF\)"),
    (b"BM\x36\x10\x0e\0\0\0\0\0\x36\0\0\0", r"a picture \(BMP\)"),
    (b"RIFF\0\0\0\0WEBPVP8 ", r"a picture \(WebP\).*PDF whose traces"),
    (b"\0\0\0\x18ftypheic", r"a picture \(HEIC\)"),
    (b"\0\0\0\x18ftypmp42", "a film"),
    (b"\x1f\x8b\x08", "gzip-compressed: unpack it first"),
    (b"<?xml version='1.0'?><Other/>", "XML of a kind that is not known here"),
    (b"\n <html>", "a web page"),
    (b"<ClinicalDocument xmlns='urn:hl7-org:v3'>", "an HL7 report"),
    (b"<!-- never closed", "XML or HTML without a beginning"),
    (b"\xd0\xcf\x11\xe0", "export the table as CSV"),
    (b"hello", "neither a WFDB header nor a table"),
    (bytes(999), r"binary data .* its header \(.hea\) is missing"),
]


@pytest.mark.parametrize(("content", "words"), OTHERS)
def test_unreadable_content_is_named(content, words):
    assert find_format(content) is None
    text = describe(content)
    assert re.search(words, text)
    assert "What can be read: WFDB" in text


def test_text_of_the_file_is_not_repeated():
    assert "ZZPHI" not in describe(b"ZZPHI Smith")


def test_only_the_beginning_is_looked_at():
    assert len(first_lines(b"# x\n" * 100_000 + b"a,b")) == 0


@pytest.mark.parametrize("content", [b"PK\x03\x04rest", b"PK\x05\x06"])
def test_zip_is_told_by_its_first_bytes(content):
    assert is_zip(content)
    assert not is_zip(b"a" + content)


@pytest.mark.parametrize(
    ("content", "expected"),
    [(b"a" * 100_000, True), (b"<a/>", True), (bytes(100), False), (b"", False)],
)
def test_text_has_no_control_codes(content, expected):
    assert is_text(content) is expected


@pytest.mark.parametrize(
    ("content", "root"),
    [
        (b"<RestingECG>", "RestingECG"),
        (b"\xef\xbb\xbf<?xml version='1.0'?>\r\n<!DOCTYPE a>\n<a:b-c x='1'>", "b-c"),
        (b"<!-- <no> --><!-- - --> <yes/>", "yes"),
        ("<?xml?><wide>".encode("utf-16"), "wide"),
        (b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>", None),
        (b"<!-- never closed <a>", None),
        (b"<!---->" * 30_000, None),
        (b"I,II", None),
        (b"", None),
    ],
)
def test_root_of_xml_is_named_without_parsing(content, root):
    assert xml_root(content) == root
