"""Archives of many recordings: portions, and a bad member that costs itself alone."""

import pytest

from ecgkt.errors import RecordError
from ecgkt.io import unzip_many
from ecgkt.io.unzip_many import unzip_portion
from ecgkt.types.upload import LIST_FILES, UploadedFile
from tests.builders.archives import archive


def names(portion):
    return [file.name for file in portion.files]


def test_any_other_file_is_its_only_member():
    file = UploadedFile("a.csv", b"I,II\n")
    assert unzip_portion(file) == ([file], [], None)


def test_portions_follow_one_another_and_nothing_is_lost(monkeypatch):
    monkeypatch.setattr(unzip_many, "PORTION_BYTES", 250)
    packed = archive([(f"{n}.dat", bytes([n]) * 100) for n in range(7)])
    found, first = [], 0
    while first is not None:
        portion = unzip_portion(packed, first)
        assert 0 < len(portion.files) <= 3
        found += portion.files
        first = portion.following
    assert found == [(f"{n}.dat", bytes([n]) * 100) for n in range(7)]


def test_what_lies_beside_recordings_is_left_out():
    members = [("__MACOSX/._a.npy", b"x"), ("d/", b""), ("LICENSE.txt", b"free\n")]
    portion = unzip_portion(archive([*members, ("d/a.npy", b"\x93NUMPY")]))
    assert (names(portion), portion.failures) == (["d/a.npy"], [])


def test_zip_of_one_recording_stays_one_file():
    inner = archive([("a.csv", b"1")]).content
    assert names(unzip_portion(archive([("one.zip", inner)]))) == ["one.zip"]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("../a.dat", b"x", "leads out of the archive"),
        ("bomb.dat", bytes(24 * 2**20), "inflate|unpack|large"),
        ("a.gz", b"\x1f\x8b\x08", "holds another archive"),
    ],
)
def test_bad_member_is_named_and_the_others_are_there(name, content, reason):
    packed = archive([("a.dat", b"1"), (name, content), ("b.dat", b"2")])
    portion = unzip_portion(packed)
    assert names(portion) == ["a.dat", "b.dat"]
    ((failed, text),) = portion.failures
    assert failed == name
    assert any(word in text for word in reason.split("|"))


def test_damaged_member_is_named_and_the_others_are_there():
    content = bytearray(archive([("a.dat", b"1" * 99), ("b.dat", b"2" * 99)]).content)
    place = content.index(b"a.dat") + len(b"a.dat")
    content[place : place + 3] = b"\xff\xff\xff"
    portion = unzip_portion(UploadedFile("many.zip", bytes(content)))
    assert names(portion) == ["b.dat"]
    assert portion.failures == [("a.dat", unzip_many.DAMAGED_MEMBER)]


def test_archive_that_is_damaged_as_a_whole_is_refused():
    content = archive([("a.dat", b"1")]).content
    with pytest.raises(RecordError, match="is damaged"):
        unzip_portion(UploadedFile("many.zip", content[:-10]))


def test_more_files_than_a_list_takes_are_refused_before_they_are_listed():
    content = archive([("a.dat", b"1")]).content + b"PK\x01\x02" * LIST_FILES
    with pytest.raises(RecordError, match=f"may hold {LIST_FILES} files"):
        unzip_portion(UploadedFile("many.zip", content))
