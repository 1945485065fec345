import pytest

from ecgkt.errors import RecordError
from ecgkt.io.wfdb.master import Segment, names_segments, parse_master

INVALID = [
    (b"a/2 2 500 30\na1 10", "announces other than the 1 segments"),
    (b"a/1 2 500 30\na1 10", "hold 10 samples in all; its header states 30"),
    (b"a/1 2 500\na1 0", "hold 0 samples in all"),
    (b"a/1 2 500\n../a1 10", "named without folders"),
    (b"a/1 2 500\nhttp://x/a1 10", "named without folders"),
    (b"a/1 2 500\na1 -10", "named without folders"),
    (b"a/1 2 500\na1 10 x", "named without folders"),
    (b"a/1 2 20000\na1 10", "50 to 10000 Hz"),
    (b"a/1 0 500\na1 10", "1 to 64 signals"),
    (b"a/1 2 500\n" + b"a1 10\n" * 2000, "up to 1000 lines below"),
]


def test_segments_and_gaps_are_named_in_time():
    master = parse_master(b"# Age: 4\na/3 2 250 30\na_layout 0\na1 10\n~ 20")
    assert master.fs == 250
    assert master.segments == (
        Segment("a_layout", 0),
        Segment("a1", 10),
        Segment(None, 20),
    )
    assert master.comments == ("Age: 4",)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"a/3 2 250 30", True),
        (b"# c\n\na/3", True),
        (b"a 2 250 30", False),
        (b"../a 2 250", False),
        (b"folder/a 2 250", False),
        (b"", False),
    ],
)
def test_a_record_of_segments_is_told_by_its_record_line(content, expected):
    assert names_segments(content) is expected


@pytest.mark.parametrize(("content", "message"), INVALID)
def test_invalid_header_is_refused(content, message):
    with pytest.raises(RecordError, match=message):
        parse_master(content)
