import io
import stat
import zipfile

import pytest

from ecgkt.errors import RecordError
from ecgkt.io import formats
from ecgkt.io.unzip import expand_zips
from ecgkt.types.upload import UploadedFile
from ecgkt.vocab.formats import FileFormat


def archive(members, method=zipfile.ZIP_DEFLATED):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as packed:
        for name, content in members:
            packed.writestr(name, content)
    return UploadedFile("upload.zip", stream.getvalue())


def special(mode):
    entry = zipfile.ZipInfo("a.dat")
    entry.external_attr = (mode | 0o777) << 16
    return entry


def test_members_take_the_archives_place():
    files = [UploadedFile("x", b"1"), archive([("a/b.hea", b"2"), ("c.csv", b"3")])]
    assert expand_zips(files) == [("x", b"1"), ("a/b.hea", b"2"), ("c.csv", b"3")]


def test_what_systems_and_data_sets_add_is_left_out():
    members = [
        ("folder/", b""),
        ("__MACOSX/._a.npy", b"x"),
        ("folder/.DS_Store", b"x"),
        ("LICENSE.txt", b"free\n"),
        ("folder/a.npy", b"\x93NUMPY"),
        ("broken.csv", b"nothing"),
    ]
    names = [file.name for file in expand_zips([archive(members)])]
    assert names == ["folder/a.npy", "broken.csv"]


def test_text_stays_where_there_is_nothing_else():
    assert len(expand_zips([archive([("a.txt", b"x"), ("b.txt", b"y")])])) == 2


INVALID = [
    (archive([(f"{n}.dat", b"x") for n in range(21)]), "may hold 20 files"),
    (archive([("../a.dat", b"x")]), "leads out of the archive"),
    (archive([("a/../../b", b"x")]), "leads out of the archive"),
    (archive([("/etc/passwd", b"x")]), "leads out of the archive"),
    (archive([("C:\\a.dat", b"x")]), "leads out of the archive"),
    (archive([("..\\a.dat", b"x")]), "leads out of the archive"),
    (archive([(special(stat.S_IFLNK), b"/etc/passwd")]), "a link or a special file"),
    (archive([(special(stat.S_IFIFO), b"")]), "a link or a special file"),
    (archive([("a.zip", archive([("b", b"x")]).content)]), "holds another archive"),
    (archive([("a.gz", b"\x1f\x8b\x08")]), "holds another archive"),
    (archive([("a.dat", b"x")], zipfile.ZIP_LZMA), "uncommon method"),
    (archive([("a.dat", b"x")], zipfile.ZIP_BZIP2), "uncommon method"),
    (archive([("a.dat", bytes(19_000_000))]), "unpacks to more than"),
    (archive([("a.dat", bytes(97 * 2**20))], zipfile.ZIP_STORED), "unpacks to more"),
    (archive([]), "archive is empty"),
    (archive([("a/", b"")]), "archive is empty"),
    (UploadedFile("x.zip", b"PK\x03\x04" + bytes(50)), "archive is damaged"),
    (
        UploadedFile("x.zip", archive([("a", b"x" * 999)]).content[:-9]),
        "archive is damaged",
    ),
]


@pytest.mark.parametrize(("file", "message"), INVALID)
def test_hostile_or_damaged_archive_is_refused(file, message):
    with pytest.raises(RecordError, match=message):
        expand_zips([file])


def test_all_members_together_are_limited():
    noise = bytes(range(256)) * 4000
    members = [(f"{n}.dat", noise * 15) for n in range(7)]
    with pytest.raises(RecordError, match="unpacks to more than"):
        expand_zips([archive(members, zipfile.ZIP_STORED)])


def test_encrypted_archive_is_refused():
    content = bytearray(archive([("a.dat", b"x")]).content)
    content[content.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(RecordError, match="encrypted"):
        expand_zips([UploadedFile("x.zip", bytes(content))])


def test_stated_sizes_are_not_believed():
    content = bytearray(archive([("a.dat", bytes(30_000_000))]).content)
    entry = content.index(b"PK\x01\x02")
    content[entry + 24 : entry + 28] = (10).to_bytes(4, "little")
    with pytest.raises(RecordError, match=r"unpacks to more|damaged"):
        expand_zips([UploadedFile("x.zip", bytes(content))])


def test_damaged_member_is_refused():
    content = archive([("a.dat", b"abc" * 99)], zipfile.ZIP_STORED).content
    with pytest.raises(RecordError, match="archive is damaged"):
        expand_zips([UploadedFile("x.zip", content.replace(b"abcabc", b"abXabc", 1))])


def test_zip_with_a_reader_of_its_own_is_no_archive(monkeypatch):
    book = archive([("xl/workbook.xml", b"<workbook/>")])
    row = FileFormat("book", "Book", (".xlsx",), magic=((0, b"PK\x03\x04"),))
    monkeypatch.setattr(formats, "FORMATS", (row,))
    assert expand_zips([book]) == [book]
