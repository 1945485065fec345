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
_SIDEWAYS = [line.split(",") for line in SIDEWAYS.split("\n")]
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


MORE = [
    # What else programs write around a table, and between its cells.
    ("\ufeff" + PLAIN).encode(),
    PLAIN.encode("utf-16-le"),
    PLAIN.encode("utf-16-be"),
    ("Größe;ok\nName;Müller\n" + COMMA).encode("cp1252"),
    PLAIN.replace("\n", "\n% page\n", 20).encode(),
    "\n".join(line + "  " for line in PLAIN.split("\n")).encode(),
    "\n".join(line + "," for line in PLAIN.split("\n")).encode(),
    "\n".join(f"  {line.replace(',', '   ')}" for line in PLAIN.split("\n")).encode(),
    "\n".join([NAMES, "(mV),(mV),(mV)", *ROWS]).encode(),
    "\n".join([NAMES, *(f'"{r}"'.replace(",", '","') for r in ROWS)]).encode(),
    "\n".join(
        [
            NAMES,
            *(",".join(f'"{c}"'.replace(".", ",") for c in r.split(",")) for r in ROWS),
        ]
    ).encode(),
    "\n".join(["I;II;V1", *ROWS]).replace(",", ";").encode(),
    "\n".join(
        ["id,note,I,II,V1,when", *(f'7,"a, b",{r},01.05.2024' for r in ROWS)]
    ).encode(),
    "\n".join(
        [
            '"" "I" "II" "V1"',
            *(f'"{n}" {r.replace(",", " ")}' for n, r in enumerate(ROWS)),
        ]
    ).encode(),
    "\n".join(
        ["I II V1", *(f"{n + 1} {r.replace(',', ' ')}" for n, r in enumerate(ROWS))]
    ).encode(),
    "\n".join([",".join([name, "mV", *cells]) for name, *cells in _SIDEWAYS]).encode(),
    "\n".join(
        ["Ward 7", "Recorded at rest", "", NAMES, *ROWS[:25], "", *ROWS[25:]]
    ).encode(),
]


@pytest.mark.parametrize("content", MORE)
def test_table_is_read_whatever_stands_around_it(content):
    record = read_ecg([UploadedFile("a.csv", content)], STATED)
    np.testing.assert_allclose(record.signal[[0, 1, 6]], WANTED, atol=1e-6)


def test_clock_that_passes_midnight_gives_the_rate():
    clock = [f"23:59:59.{n * 20:03d}" for n in range(50)]
    clock += [f"00:00:00.{n * 20:03d}" for n in range(50)]
    rows = [f"{at},{n},{-n},0.5" for n, at in enumerate(clock)]
    text = "\n".join(["clock,I (mV),II (mV),V1 (mV)", *rows])
    assert read_ecg([UploadedFile("a.csv", text.encode())]).fs == 50


def test_rate_of_a_table_without_names_comes_of_its_time_column():
    rows = [f"{n / 500:.3f};{row.replace(',', ';')}" for n, row in enumerate(ROWS)]
    found = text_columns("\n".join(["time;a;b;c", *rows]).encode(), TableMap())
    assert found.fs == 500
    assert 0 in found.clocks


def test_column_of_counts_is_no_lead():
    rows = [f"{n},{row}" for n, row in enumerate(ROWS)]
    found = text_columns("\n".join(rows).encode(), TableMap())
    assert 0 in found.clocks
    assert found.fs is None


def test_wish_goes_before_what_is_found():
    found = text_columns(PLAIN.encode(), TableMap(skip_lines=11))
    assert found.n_samples == 40
    assert list(found.labels) == ["I", "II", "V1"]
    wide = "\n".join([",".join("1" * 65)] * 40).encode()
    with pytest.raises(RecordError, match="64 columns; this one has 65"):
        text_columns(wide, TableMap(leads_in="columns"))
    assert len(text_columns(wide, TableMap(leads_in="rows")).rows) == 40


def test_large_table_with_words_is_read_in_seconds():
    rows = [f"x,{n % 7},{n % 5},{n % 3}" for n in range(100_000)]
    found = text_columns("\n".join(["beat,I,II,V1", *rows]).encode(), TableMap())
    assert found.n_words == {0: 100_000}
    np.testing.assert_array_equal(found.rows[1][:8], [0, 1, 2, 3, 4, 5, 6, 0])


INVALID = [
    (b"a;b\nc;d", "No rows of numbers"),
    (b"sep=;\nI;II\n" + b"1;2\n" * 9 + b"1;2;3", "line 12 has 3"),
    (b"sep=;\nI;II\n", "No rows of numbers"),
]


@pytest.mark.parametrize(("content", "message"), INVALID)
def test_invalid_table_names_its_line(content, message):
    with pytest.raises(RecordError, match=message):
        text_columns(content, TableMap())


def test_word_in_a_lead_names_its_line():
    text = "\n".join(["sep=;", "I;II;V1", *["1;2;3"] * 40, "1;x;3"]).encode()
    with pytest.raises(RecordError, match="line 43 holds something else"):
        read_ecg([UploadedFile("a.csv", text)], STATED)


@pytest.mark.parametrize(
    "content", [b"", bytes(99), b"\xff\xfe\x00", b"Dear colleague, thanks", b"PK\3I,II"]
)
def test_other_contents_name_no_leads(content):
    assert not names_leads(content)
