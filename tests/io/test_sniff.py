import re

import pytest

from ecgkt.io.sniff import Kind, delimiter_of, describe, first_lines, sniff, split_cells

KINDS = [
    (b"PK\x03\x04rest", Kind.ZIP),
    (b"\x93NUMPY\x01\x00", Kind.NPY),
    (b"a 12 500 5000\na.dat 16 1000 16", Kind.HEADER),
    (b"# comment\r\n\r\na 12\r\na.dat 212 200", Kind.HEADER),
    (b"\xef\xbb\xbfa 12 500\na.dat 212 200", Kind.HEADER),
    (b"12345 12 500 5000 12:00:00\n12345.dat 16 1000", Kind.HEADER),
    (b"rec/5 12 500 5000", Kind.HEADER),
    (b"1 2 3\n4 5 6", Kind.TEXT),
    (b"I,II\n0,1", Kind.TABLE),
    (b"time;lead I (mV)\n", Kind.TABLE),
    (b"# fs: 500\na\tb\n1\t-2.5e3", Kind.TABLE),
    (b"0.1,0.2\n0.3,0.4", Kind.TABLE),
    (b"Dear colleague, here it is,\nbest wishes", Kind.TEXT),
    (b"<?xml version='1.0'?><a b='1,2'/>", Kind.TEXT),
    (b"%PDF-1.7\nI,II\n1,2", Kind.OTHER),
    (bytes(100), Kind.OTHER),
    (b"", Kind.OTHER),
    (b"a" * 100_000, Kind.TEXT),
]

# What it is, and a word that the user must read
OTHERS = [
    (b"", "empty"),
    (b"%PDF-1.7", "a PDF document"),
    (b"\x89PNG\r\n\x1a\n", r"a picture \(PNG\)"),
    (b"\xff\xd8\xff\xe0", r"a picture \(JPEG\)"),
    (b"\x1f\x8b\x08", "gzip-compressed: unpack it first"),
    (bytes(128) + b"DICM", "a DICOM file, a format that is not supported yet"),
    (b"0       " + b" " * 248, "an EDF file, a format that is not supported yet"),
    (b"<?xml version='1.0'?><RestingECG/>", "XML or HTML"),
    (b"\n <html>", "XML or HTML"),
    (b"MATLAB 5.0 MAT-file", "a MATLAB file without a WFDB header"),
    ("I,II".encode("utf-16"), "text in UTF-16: save it as UTF-8"),
    (b"\xd0\xcf\x11\xe0", "export the table as CSV"),
    (b"hello", "neither a WFDB header nor a table"),
    (bytes(999), r"binary data .* its header \(.hea\) is missing"),
]


@pytest.mark.parametrize(("content", "kind"), KINDS)
def test_content_tells_the_kind(content, kind):
    assert sniff(content) is kind


@pytest.mark.parametrize(("content", "words"), OTHERS)
def test_unreadable_content_is_named(content, words):
    assert sniff(content) in (Kind.OTHER, Kind.TEXT)
    text = describe(content)
    assert re.search(words, text)
    assert "What can be read: WFDB" in text


def test_text_of_the_file_is_not_repeated():
    assert "ZZPHI" not in describe(b"ZZPHI Smith")


def test_only_the_beginning_is_looked_at():
    assert len(first_lines(b"# x\n" * 100_000 + b"a,b")) == 0


@pytest.mark.parametrize(
    ("line", "mark", "cells"),
    [
        ("a,b", ",", ["a", "b"]),
        ("a, b;c ;d", ";", ["a, b", "c", "d"]),
        ('"a"\t b', "\t", ["a", "b"]),
        ("a", ",", ["a"]),
    ],
)
def test_cells_are_split_at_the_most_frequent_mark(line, mark, cells):
    assert delimiter_of(line) == mark
    assert split_cells(line) == cells
