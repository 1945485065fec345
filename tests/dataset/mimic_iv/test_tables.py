"""A cut file or a malformed line ends the reading, with its file and line."""

import gzip

import pytest

from ecgkt.errors import EcgktError


def labevents(mimic):
    return mimic.root / "hosp" / "labevents.csv.gz"


def test_gzip_cut_in_the_middle_is_refused(mimic):
    for value in range(2000):
        mimic.lab(1001, 3 + value / 1000)
    mimic.write()
    path = labevents(mimic)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(EcgktError, match=r"labevents\.csv\.gz: .*cut or damaged"):
        mimic.source()
    assert list((mimic.root / "scratch").iterdir()) == []


@pytest.mark.parametrize("suffix", [".csv.gz", ".csv"])
def test_table_cut_in_the_middle_of_a_line_is_refused_with_the_line(mimic, suffix):
    mimic.write(suffix)
    path = mimic.root / "hosp" / f"labevents{suffix}"
    content = path.read_bytes()
    text = gzip.decompress(content) if suffix == ".csv.gz" else content
    cut = text[: text.rindex(b",2150")] + (b"\n" if suffix == ".csv" else b"")
    path.write_bytes(gzip.compress(cut) if suffix == ".csv.gz" else cut)
    with pytest.raises(
        EcgktError, match=rf"labevents{suffix}, line 4: expected 16 columns, found 6"
    ):
        mimic.source()


@pytest.mark.parametrize(
    ("table", "column", "value", "complaint"),
    [
        ("hosp/labevents", 1, "x77", "line 3: .*BIGINT.* subject_id"),
        ("hosp/labevents", 9, "4,0 high", "line 3: .*DOUBLE.* valuenum"),
        ("hosp/labevents", 6, "yesterday", "line 3: .*TIMESTAMP.* charttime"),
        ("ecg/record_list", 3, "noon", "line 3: .*TIMESTAMP.* ecg_time"),
        ("hosp/admissions", 2, "soon", "line 3: .*TIMESTAMP.* admittime"),
        ("hosp/diagnoses_icd", 4, "ten", "line 3: .*BIGINT.* icd_version"),
    ],
)
def test_value_of_another_kind_is_refused(mimic, table, column, value, complaint):
    mimic.rows[table][1][column] = value
    mimic.write()
    with pytest.raises(
        EcgktError, match=rf"{table.split('/')[1]}\.csv\.gz, {complaint}"
    ):
        mimic.source()


def test_error_does_not_repeat_the_line(mimic):
    mimic.rows["hosp/labevents"][1][1] = "x77"
    mimic.write()
    with pytest.raises(EcgktError, match="line 3") as caught:
        mimic.source()
    assert "x77" not in str(caught.value)


def test_line_with_an_open_quote_is_refused(mimic):
    mimic.write(".csv")
    path = mimic.root / "hosp" / "labevents.csv"
    lines = path.read_text().splitlines()
    lines[2] += '"open'
    path.write_text("\n".join(lines) + "\n")
    with pytest.raises(EcgktError, match=r"labevents\.csv, line 3: .*malformed"):
        mimic.source()


def test_quoted_commas_and_line_ends_of_windows_are_read(mimic):
    for row in mimic.rows["hosp/labevents"]:
        row[-1] = 'said "fine", twice'
    mimic.write(".csv")
    path = mimic.root / "hosp" / "labevents.csv"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert len(mimic.source().labs.values.dropna()) == 3


def test_pattern_signs_and_quotes_in_a_path_are_taken_as_they_are(mimic):
    mimic.write()
    odd = mimic.root / "it's [1] odd*"
    odd.mkdir()
    for name in ("ecg", "hosp", "ed"):
        (mimic.root / name).rename(odd / name)
    mimic.root = odd
    assert len(mimic.source().labs.values.dropna()) == 3
