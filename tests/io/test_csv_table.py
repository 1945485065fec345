import random

import numpy as np
import pytest

from ecgkt.errors import RecordError
from ecgkt.io.csv_table import delimiter_of, split_cells, split_table


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I,II\n1,2\n3,4", [[1, 3], [2, 4]]),
        ("I,II\r\n1,2\r\n3,4\r\n", [[1, 3], [2, 4]]),
        ("I,II\r1,2\r3,4", [[1, 3], [2, 4]]),
        ("\ufeffI,II\n1,2\n3,4\n\n", [[1, 3], [2, 4]]),
        ("I;II\n1;2\n3;4", [[1, 3], [2, 4]]),
        ("I\tII\n1\t2\n3\t4", [[1, 3], [2, 4]]),
        ("I;II\n1,5;2\n-0,25;4", [[1.5, -0.25], [2, 4]]),
        ('"I", "II"\n 1 , 2\n3,4 ', [[1, 3], [2, 4]]),
        ("# fs: 500\n#\n# unit = mV\n\nI,II\n1,2\n3,4", [[1, 3], [2, 4]]),
        ("I,II\n+1e-3,.5\n2.,-1E2", [[0.001, 2], [0.5, -100]]),
        ("I,II\n,2\n3,", [[np.nan, 3], [2, np.nan]]),
        ("I,II\nnan,NaN\n,", [[np.nan] * 2, [np.nan] * 2]),
    ],
)
def test_valid_table_is_read(text, expected):
    table = split_table(text.encode())
    assert table.labels == ("I", "II")
    np.testing.assert_array_equal(table.parse([0, 1]), expected)


def test_neighbouring_empty_cells_are_all_missing():
    table = split_table(b"a,b,c,d\n,,,\n1,,,4\n,2,,")
    expected = [[0, 1, 0], [0, 0, 1], [0, 0, 0], [0, 1, 0]]
    np.testing.assert_array_equal(~np.isnan(table.parse(range(4))), expected)


def test_notes_are_read_and_others_ignored():
    text = b"# FS: 500 Hz\n# unit=uV\n#age : 41\n# name: ZZPHI\n# fs\nI,II\n1,2"
    table = split_table(text)
    assert table.notes == (500, "uV")
    assert "age : 41" in table.comments


def test_decimal_commas_are_said():
    assert "decimal marks" in split_table(b"I;II\n1,5;2").warnings[0]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("0.1,0.2\n0.3,0.4", "first row of a table must name the leads"),
        ("I,II", "names but no samples"),
        ("I,II\n1,2\n3", "must have 2 cells.* row 2 below it has 1"),
        ("I,II\n1,2,3", "row 1 below it has 3"),
        ("I,II\n1,2\n\n3,4", "row 2 below it has 1"),
        ("I,II\n1,x", "line 2 holds something else"),
        ("# a\n\nI,II\n1,2\n1,0x10", "line 5 holds something else"),
        ("I,II\n1,1_000", "line 2 holds something else"),
        ("I,II\n1,inf", "line 2 holds something else"),
        ('I,II\n1,"2"', "line 2 holds something else"),
        ("I,II\n1,=2", "line 2 holds something else"),
        ("I,II\n1,1 000", "a blank between two characters"),
        ("Rhythm\n1 2 3\n4 5 6", "must name the leads"),
        ("I,II\n1,1e400", "too large to be a voltage"),
        ("I,II\n1,--5", "at least one is not"),
        ("I,II\n1,1-2", "at least one is not"),
        ("I,II\n1,1e", "at least one is not"),
        ("I,II\n1,nane", "at least one is not"),
        ("I,II\n1,1.2.3", "at least one is not"),
        ("I;II\n1.000,5;2", "both comma and point"),
        (",".join("a" * 65) + "\n1", "64 columns; this one has 65"),
        ("1," * 5000 + "\n1", "64 columns; this one has 5001.* transpose"),
        ("I,II\n" + "1,2\n" * 1_800_200, "1800000 rows"),
        (b"I,II\n1,2\n\xff,3", "must be UTF-8"),
        ("I,II\n1,\u0661", "line 2 holds something else"),
    ],
)
def test_invalid_table_is_refused(text, message):
    content = text if isinstance(text, bytes) else text.encode()
    with pytest.raises(RecordError, match=message):
        split_table(content).parse([0, 1])


def test_parsing_equals_a_plain_parser():
    draw = random.Random(0)
    spellings = ("{:.3f}", "{:e}", "{:.0f}", " {:+.2f} ", "")
    rows = [
        [draw.choice(spellings).format(draw.uniform(-5, 5)) for _ in range(4)]
        for _ in range(300)
    ]
    text = "\n".join(["a,b,c,d", *(",".join(row) for row in rows)])
    plain = [[float(cell) if cell.strip() else np.nan for cell in row] for row in rows]
    parsed = split_table(text.encode()).parse([3, 1])
    np.testing.assert_array_equal(parsed, np.array(plain).T[[3, 1]])


def test_ten_million_commas_are_refused_before_parsing():
    with pytest.raises(RecordError, match="64 columns"):
        split_table(b"," * 10_000_000)


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
