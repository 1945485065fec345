"""A file's content finds its reader; a new row needs nothing but itself."""

import sys
from types import ModuleType

import pytest

from ecgkt.io import formats
from ecgkt.io.formats import find_format, partner_names, read_files
from ecgkt.types.upload import NOTHING_STATED, UploadedFile
from ecgkt.vocab.formats import FORMATS, FileFormat

KINDS = [
    (b"PK\x03\x04rest", None),
    (b"\x93NUMPY\x01\x00", "npy"),
    (b"a 12 500 5000\na.dat 16 1000 16", "wfdb"),
    (b"# comment\r\n\r\na 12\r\na.dat 212 200", "wfdb"),
    (b"\xef\xbb\xbfa 12 500\na.dat 212 200", "wfdb"),
    (b"12345 12 500 5000 12:00:00\n12345.dat 16 1000", "wfdb"),
    (b"rec/5 12 500 5000", "wfdb"),
    (b"1 2 3\n4 5 6", None),
    (b"I,II\n0,1", "csv"),
    (b"time;lead I (mV)\n", "csv"),
    (b"# fs: 500\na\tb\n1\t-2.5e3", "csv"),
    (b"0.1,0.2\n0.3,0.4", "csv"),
    (b"Dear colleague, here it is,\nbest wishes", None),
    (b"<?xml version='1.0'?><a b='1,2'/>", None),
    (b"%PDF-1.7\nI,II\n1,2", "pdf"),
    (bytes(100), None),
    (b"", None),
    (b"a" * 100_000, None),
]

INVENTED = [
    (FileFormat("new", "New", (".x",), magic=((3, b"NEW"),)), b"\0\0\0NEW"),
    (FileFormat("new", "New", (".x",), xml_roots=("Ecg",)), b"<?xml?><a:Ecg>"),
    (FileFormat("new", "New", (".x",), xml_roots=("Ecg",)), "<Ecg>".encode("utf-16")),
    (FileFormat("new", "New", (".x",)), b"PK\x03\x04 a workbook"),
    (FileFormat("new", "New", (".x",), partners=(".y",)), b"PK\x03\x04 a workbook"),
]


@pytest.mark.parametrize(("content", "name"), KINDS)
def test_content_tells_the_format(content, name):
    row = find_format(content)
    assert (row.name if row else None) == name


@pytest.mark.parametrize("row", FORMATS, ids=lambda row: row.name)
def test_every_row_has_its_reader(row):
    module = formats.load_reader(row)
    wanted = {f"read_{row.name}": True, "partner_names": bool(row.partners)}
    wanted["recognises"] = not (row.magic or row.xml_roots)
    assert {name: hasattr(module, name) for name in wanted} == wanted


@pytest.mark.parametrize(("row", "content"), INVENTED)
def test_new_format_needs_its_row_and_its_reader(row, content, monkeypatch):
    reader = ModuleType("ecgkt.io.read_new")
    reader.read_new = lambda *arguments: arguments
    reader.recognises = lambda content: b"workbook" in content
    reader.partner_names = lambda file: ["A.Y"]
    monkeypatch.setitem(sys.modules, "ecgkt.io.read_new", reader)
    monkeypatch.setattr(formats, "FORMATS", (*FORMATS, row))
    file, partner = UploadedFile("a.x", content), UploadedFile("a.y", b"1")
    assert find_format(content) is row
    data_files = [partner] if row.partners else []
    assert partner_names(row, file) == ({"a.y"} if row.partners else set())
    expected = (file, *([data_files] if row.partners else []), NOTHING_STATED)
    assert read_files(row, [file, *data_files], NOTHING_STATED) == expected
