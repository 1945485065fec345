"""Tables as programs write them, read like the plain one."""

import numpy as np
import pytest

from ecgkt.errors import RecordError
from ecgkt.io.formats import find_format
from ecgkt.io.mapping.text_columns import text_columns
from ecgkt.io.mapping.text_shape import names_leads
from ecgkt.io.read_ecg import read_ecg
from ecgkt.types.table_map import TableMap
from ecgkt.types.upload import StatedMetadata, UploadedFile

STATED = StatedMetadata(fs=500, unit="mV")
NAMES = "I,II,V1"
ROWS = [f"{n / 10},{-n / 10},{n / 5}" for n in range(50)]
PLAIN = "\n".join([NAMES, *ROWS])
WANTED = np.array([[n / 10, -n / 10, n / 5] for n in range(50)]).T
COMMA = PLAIN.replace(",", ";").replace(".", ",")
CLOCK = [
    f"10:20:0{n * 2 // 1000}.{n * 2 % 1000:03d}," + row for n, row in enumerate(ROWS)
]
SIDEWAYS = "\n".join(
    ",".join(cells)
    for cells in zip(*[r.split(",") for r in PLAIN.split("\n")], strict=True)
)
BEATS = ["," + row for row in ROWS[1:]]
SPELLED = [
    ("sep=;\n" + COMMA).encode(),
    COMMA.encode("utf-16"),
    PLAIN.replace("\n", "\r\r\n").encode(),
    PLAIN.replace("\n", "\n\n").encode() + b"\n   \n",
    "\n".join([NAMES, "mV,mV,mV", *ROWS]).encode(),
    "\n".join([f'"{NAMES}"'.replace(",", '","'), *ROWS]).encode(),
    "\n".join(f'"{row}"'.replace(",", '","') for row in PLAIN.split("\n")).encode(),
    PLAIN.replace(",", "|").encode(),
    PLAIN.replace(",", "  ").encode(),
    b"% made by a program\n// for tests\n" + PLAIN.encode(),
    (
        "# " + NAMES.replace(",", " ") + "\n" + "\n".join(ROWS).replace(",", " ")
    ).encode(),
    "Größe: klein\n".encode("latin-1") + PLAIN.encode(),
    "\n".join(
        ["beat,I,II,V1", "V," + ROWS[0], *("," + row for row in ROWS[1:])]
    ).encode(),
    "\n".join(["time,I,II,V1", *CLOCK]).encode(),
    "\n".join(["date,id,I,II,V1", *("2024-05-01,7," + row for row in ROWS)]).encode(),
    "\n".join(["'I','II','V1'", *ROWS]).encode(),
    b'"I, mV","II, mV","V1, mV"\n' + "\n".join(ROWS).encode(),
    SIDEWAYS.encode(),
    ("lead," + ",".join(map(str, range(50))) + "\n" + SIDEWAYS).encode(),
]


@pytest.mark.parametrize("content", SPELLED)
def test_table_is_read_like_the_plain_one(content):
    row = find_format(content)
    assert row is not None
    assert row.name == "csv"
    record = read_ecg([UploadedFile("a.csv", content)], STATED)
    np.testing.assert_allclose(record.signal[[0, 1, 6]], WANTED, atol=1e-6)


@pytest.mark.parametrize("word", ["NA", "NULL", "None", "-", "--", "", "NaN", "n/a"])
def test_words_for_missing_cells_are_gaps(word):
    rows = [NAMES, f"0.5,{word},1", *ROWS]
    record = read_ecg([UploadedFile("a.csv", "\n".join(rows).encode())], STATED)
    assert np.isnan(record.signal[1, 0])
    assert np.isfinite(record.signal[1, 1:]).all()


def test_clock_gives_the_rate():
    content = "\n".join(["time,I (mV),II (mV),V1 (mV)", *CLOCK]).encode()
    assert read_ecg([UploadedFile("a.csv", content)]).fs == 500


def test_columns_that_only_count_are_no_leads():
    head = ",".join(f"V{n}" for n in range(1, 13))
    rows = [",".join("0" * 12)] * 40
    with pytest.raises(RecordError, match="none of them was found"):
        read_ecg([UploadedFile("a.csv", "\n".join([head, *rows]).encode())], STATED)


INVALID = [
    (b"a;b\n1;2", "names its leads"),
    (b"sep=;\nI;II\n1;x", "line 3 holds something else"),
    (b"sep=;\nI;II\n1;2\n1;2;3", "line 4 has 3"),
    (b"sep=;\nI;II\n", "no samples below"),
]


@pytest.mark.parametrize(("content", "message"), INVALID)
def test_invalid_table_names_its_line(content, message):
    with pytest.raises(RecordError, match=message):
        text_columns(content, TableMap())


@pytest.mark.parametrize(
    "content", [b"", bytes(99), b"\xff\xfe\x00", b"Dear colleague, thanks", b"PK\3I,II"]
)
def test_other_contents_name_no_leads(content):
    assert not names_leads(content)
