"""Names are shown without power, sizes are limited, ages settled once."""

import pytest

from ecgkt.errors import RecordError
from ecgkt.types.upload import (
    LIMITS,
    UploadedFile,
    check_batch_size,
    check_file_size,
    check_list_size,
    check_recording_size,
    display_name,
    settle_age,
)

SMALL = UploadedFile("a.csv", b"1")
LARGE = UploadedFile("a.csv", bytes(LIMITS.file_bytes))
TOO_LARGE = UploadedFile("ZZPHI.csv", bytes(LIMITS.file_bytes + 1))


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("a.csv", "a.csv"),
        ("../../etc/passwd", "passwd"),
        ("C:\\ward\\a.csv", "a.csv"),
        ("a\x1b[31m\n.csv", "a[31m.csv"),
        ("evil\u202egnp.csv", "evilgnp.csv"),
        ("", "unnamed"),
        ("/", "unnamed"),
        ("\0", "unnamed"),
        ("x" * 200, "x" * 80),
    ],
)
def test_shown_name_is_short_and_visible(name, shown):
    assert display_name(name) == shown


def test_parts_of_a_name():
    file = UploadedFile("a/b\\c.D.Hea", b"")
    assert (file.folder, file.base_name) == ("a/b", "c.D.Hea")
    assert (file.stem, file.suffix) == ("c.D", ".hea")


def test_allowed_sizes_pass():
    check_recording_size([SMALL] * 8)
    check_recording_size([LARGE])
    check_batch_size([SMALL] * 800)
    check_batch_size([LARGE] * 2)
    check_list_size([SMALL] * 4000)


@pytest.mark.parametrize(
    ("check", "files", "message"),
    [
        (check_recording_size, [], "1 to 16 files; found 0"),
        (check_recording_size, [SMALL] * 17, "1 to 16 files; found 17"),
        (check_recording_size, [SMALL, TOO_LARGE], r"at most 96 MB; found 96\.0 MB"),
        (check_batch_size, [], "found 0"),
        (check_batch_size, [SMALL] * 1601, "found 1601"),
        (check_batch_size, [TOO_LARGE], "at most 96 MB"),
        (check_batch_size, [LARGE] * 3, "at most 240 MB"),
        (check_list_size, [], "found 0"),
        (check_list_size, [SMALL] * 4001, "1 to 4000 files at a time; found 4001"),
        (check_list_size, [LARGE] * 3, "at most 240 MB at a time"),
    ],
)
def test_more_is_refused(check, files, message):
    with pytest.raises(RecordError, match=message) as caught:
        check(files)
    assert "ZZPHI" not in str(caught.value)


def test_exact_limit_is_named_in_whole_megabytes():
    check_file_size(LIMITS.file_bytes)
    with pytest.raises(RecordError, match=r"at most 96 MB; found 1024\.0 MB"):
        check_file_size(2**30)


@pytest.mark.parametrize(
    ("in_file", "stated", "age"),
    [
        (None, None, None),
        (56, None, 56),
        (56, 40, 40),
        (300, None, 90),
        (None, 99, 90),
        (0, None, 0),
    ],
)
def test_age_is_the_stated_one_and_capped(in_file, stated, age):
    assert settle_age(in_file, stated) == age
