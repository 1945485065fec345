"""When a record was made is read in the standard's form, or not at all."""

from datetime import datetime

import pytest

from ecgkt.io.wfdb.base_time import base_time
from ecgkt.io.wfdb.header import parse_header


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("17:13:50 12/06/2137", datetime(2137, 6, 12, 17, 13, 50)),
        ("7:03:05.250 1/2/1999 more", datetime(1999, 2, 1, 7, 3, 5)),
        ("05-Feb-2020 11:39:16", None),
        ("12/06/2137 17:13:50", None),
        ("17:13:50", None),
        ("17:13:50 31/02/2001", None),
        ("25:13:50 01/02/2001", None),
        ("17:13:50 06/13/2001", None),
        ("", None),
    ],
)
def test_base_time_is_that_of_the_standard(words, expected):
    assert base_time(words.split()) == expected
    header = parse_header(f"a 1 500 5000 {words}\na.dat 16 1000/mV 16 0 0 0 0 II")
    assert header.recorded_at == expected
    assert header.n_samples == 5000
