"""An upload beyond its limits goes nowhere."""

import pytest

from ecgkt.errors import RecordError
from ecgkt.serving.upload import (
    LIMITS,
    UploadedFile,
    check_batch_size,
    check_recording_size,
)

SMALL = UploadedFile("a.csv", b"1")
LARGE = UploadedFile("a.csv", bytes(LIMITS.file_bytes))
TOO_LARGE = UploadedFile("ZZPHI.csv", bytes(LIMITS.file_bytes + 1))


def test_allowed_sizes_pass():
    check_recording_size([SMALL] * 8)
    check_recording_size([LARGE])
    check_batch_size([SMALL] * 800)
    check_batch_size([LARGE] * 10)


@pytest.mark.parametrize(
    ("check", "files", "message"),
    [
        (check_recording_size, [], "1 to 8 files; found 0"),
        (check_recording_size, [SMALL] * 9, "1 to 8 files; found 9"),
        (check_recording_size, [SMALL, TOO_LARGE], r"at most 20 MB; found 20\.0 MB"),
        (check_batch_size, [], "found 0"),
        (check_batch_size, [SMALL] * 801, "found 801"),
        (check_batch_size, [TOO_LARGE], "at most 20 MB"),
        (check_batch_size, [LARGE] * 10 + [SMALL], "at most 200 MB"),
    ],
)
def test_more_is_refused(check, files, message):
    with pytest.raises(RecordError, match=message) as caught:
        check(files)
    assert "ZZPHI" not in str(caught.value)
