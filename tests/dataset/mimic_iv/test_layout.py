"""Tables are found in either folder, gzipped or plain, and every column is there."""

import gzip

import pytest

from ecgkt.dataset.mimic_iv.layout import find_tables
from ecgkt.errors import EcgktError

OPTIONAL = ("triage", "chartevents")


def found(folders, **more):
    return find_tables({**folders._asdict(), **more}, optional=OPTIONAL)


@pytest.mark.parametrize("suffix", [".csv.gz", ".csv"])
def test_folder_may_be_the_module_or_the_one_above(mimic, suffix):
    folders = mimic.write(suffix)
    own = found(folders)
    above = found(folders, ecg=mimic.root, hosp=mimic.root, ed=mimic.root)
    assert own == above
    assert own["labevents"].path.name == f"labevents{suffix}"
    assert own["labevents"].header[0] == "labevent_id"


def test_columns_are_found_in_any_order(mimic):
    folders = mimic.write(".csv")
    path = mimic.root / "hosp" / "patients.csv"
    path.write_text("anchor_year,x,anchor_age,gender,subject_id\n2148,9,52,F,1001\n")
    assert found(folders)["patients"].header[-1] == "subject_id"


@pytest.mark.parametrize(
    "name", ["hosp/labevents", "hosp/patients", "ecg/record_list", "ed/edstays"]
)
def test_missing_table_is_named(mimic, name):
    folders = mimic.write()
    (mimic.root / f"{name}.csv.gz").unlink()
    with pytest.raises(EcgktError, match=rf"expected {name.split('/')[1]}\.csv\.gz"):
        found(folders)


def test_tables_of_an_absent_module_are_not_asked_for(mimic):
    tables = found(mimic.write(), ed=None)
    assert "edstays" not in tables
    assert "chartevents" not in tables


def test_optional_table_may_be_absent(mimic):
    folders = mimic.write()
    (mimic.root / "ed" / "triage.csv.gz").unlink()
    (mimic.root / "icu" / "chartevents.csv.gz").unlink()
    assert "chartevents" not in found(folders, icu=mimic.root / "icu")


def test_missing_column_is_named_with_its_file(mimic):
    folders = mimic.write()
    path = mimic.root / "hosp" / "labevents.csv.gz"
    text = gzip.decompress(path.read_bytes()).replace(b"valueuom", b"unit", 1)
    path.write_bytes(gzip.compress(text))
    with pytest.raises(
        EcgktError, match=r"labevents\.csv\.gz, line 1: .*\['valueuom'\] are missing"
    ):
        found(folders)


def test_file_without_a_header_is_refused(mimic):
    folders = mimic.write()
    (mimic.root / "hosp" / "omr.csv.gz").write_bytes(gzip.compress(b""))
    with pytest.raises(EcgktError, match=r"omr\.csv\.gz, line 1: expected the columns"):
        found(folders)


@pytest.mark.parametrize("content", [b"not gzip at all", b"\x1f\x8b\x08\x00"])
def test_file_that_is_no_gzip_is_refused(mimic, content):
    folders = mimic.write()
    (mimic.root / "hosp" / "omr.csv.gz").write_bytes(content)
    with pytest.raises(EcgktError, match=r"omr\.csv\.gz: .* cut or damaged"):
        found(folders)


def test_plain_file_cut_in_its_last_field_is_refused(mimic):
    folders = mimic.write(".csv")
    path = mimic.root / "hosp" / "labevents.csv"
    path.write_bytes(path.read_bytes().removesuffix(b"\n"))
    with pytest.raises(EcgktError, match=r"labevents\.csv: cut in the middle"):
        found(folders)


def test_missing_file_of_diagnoses_is_named(mimic, tmp_path):
    with pytest.raises(EcgktError, match="records_w_diag_icd10"):
        found(mimic.write(), diagnoses=tmp_path / "absent.csv")
