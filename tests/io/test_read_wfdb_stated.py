"""What a header states beside the samples: age and sex in comments, checksums of 0."""

import numpy as np
import pytest

from ecgkt.errors import RecordError
from ecgkt.io.read_wfdb import read_wfdb
from ecgkt.types.upload import StatedMetadata, UploadedFile

NOTHING = StatedMetadata()


def read(files, entered=NOTHING):
    return read_wfdb(files[0], files[1:], entered)


@pytest.mark.parametrize(
    ("first", "is_read"), [("0", True), ("{first}", True), ("77", False)]
)
def test_checksums_that_are_all_0_are_a_note(first, is_read, wfdb_files):
    files = wfdb_files()
    raw = np.frombuffer(files[1].content, "<i2").reshape(-1, 12)[0]
    head, *rest = files[0].content.decode().split("\n")
    places = iter(raw.tolist())
    lines = [head]
    for line in filter(None, rest):
        begin = line.split()
        begin[5:7] = [first.format(first=next(places)), "0"]
        lines.append(" ".join(begin))
    spoilt = [UploadedFile("rec.hea", "\n".join(lines).encode()), files[1]]
    if not is_read:
        with pytest.raises(RecordError, match="do not add up"):
            read(spoilt)
        return
    record = read(spoilt)
    np.testing.assert_array_equal(record.signal, read(files).signal)
    assert "All checksums in the header are 0" in record.warnings[0]


def test_one_checksum_that_is_0_still_counts(wfdb_files):
    (header, data) = wfdb_files()
    lines = header.content.decode().split("\n")
    fields = lines[1].split()
    fields[6] = "0"
    lines[1] = " ".join(fields)
    spoilt = [UploadedFile("rec.hea", "\n".join(lines).encode()), data]
    with pytest.raises(RecordError, match="do not add up"):
        read(spoilt)


@pytest.mark.parametrize(
    ("comment", "sex", "note"),
    [
        ("# Sex: Male", "male", ""),
        ("#Sex: F", "female", ""),
        ("# age: 81 sex: F", "female", ""),
        ("# Sex: 1", None, "a sex that could not be understood"),
        ("# Sex: Unknown", None, ""),
    ],
)
def test_sex_comes_from_the_comments(comment, sex, note, wfdb_files):
    record = read(wfdb_files(comments=comment))
    assert record.sex == sex
    assert note in " ".join(record.warnings)
    assert bool(record.warnings) == bool(note)


def test_entered_sex_goes_before_the_files(wfdb_files):
    stated = StatedMetadata(sex="female")
    record = read(wfdb_files(comments="# Sex: M"), stated)
    assert record.sex == "female"
    assert read(wfdb_files(comments="# Sex: 1"), stated).warnings == ()


def test_age_that_is_not_understood_is_kept(wfdb_files):
    record = read(wfdb_files(comments="# Age: 6 luni"))
    assert (record.age, record.unread_age) == (None, "6 luni")
