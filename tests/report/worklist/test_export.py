"""What leaves a worklist: table and document, named or numbered."""

import csv
import io

import pytest

from ecgkt.report.reading_json import reading_from_dict, reading_to_dict
from ecgkt.report.worklist.export import (
    COLUMNS,
    escape_cell,
    without_names,
    worklist_csv,
    worklist_document,
)
from ecgkt.report.worklist.row import error_row, row_of
from ecgkt.types.worklist import OverRead
from tests.builders.readings import planted_reading

READING = planted_reading("lbbb")
ROWS = [row_of("k1", "ward 7.hea", READING), error_row("k2", "scan.pdf", "A picture.")]
SAID = {"k1": OverRead("disagree", 'old "LBBB",\nknown')}


def table(rows, said=SAID):
    return list(csv.DictReader(io.StringIO(worklist_csv(rows, said, "abc"))))


def test_table_holds_every_row_and_what_was_said_of_it():
    first, second = table(ROWS)
    assert tuple(first) == COLUMNS
    assert first["name"] == "ward 7.hea"
    assert float(first["qrs_ms"]) == pytest.approx(ROWS[0].qrs, abs=0.5)
    assert first["reading"] == ROWS[0].sentence
    assert (first["over_read"], first["over_read_text"]) == SAID["k1"]
    assert first["model_sha256"] == "abc"
    assert "not a medical device" in first["intended_use"]
    assert (second["urgency"], second["reading"]) == ("Not readable", "A picture.")
    assert second["model_sha256"] == ""


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx"])
def test_no_cell_is_computed_by_a_spreadsheet(text):
    assert escape_cell(text) == f"'{text}"
    assert escape_cell(f"a{text}") == f"a{text}"


def test_document_is_that_of_predict_with_over_reads():
    items = [(ROWS[0], reading_to_dict(READING)), (ROWS[1], None)]
    document = worklist_document(items, SAID)
    assert document["schema"] == "ecgkt.reading/1"
    assert document["errors"] == [{"file": "scan.pdf", "error": "A picture."}]
    (over_read,) = document["over_reads"]
    assert over_read["reading"] == 0
    assert (over_read["mark"], over_read["text"]) == SAID["k1"]
    again = reading_from_dict(document["readings"][0])
    assert (again.file, again.measurements) == ("ward 7.hea", READING.measurements)


def test_numbered_export_names_nobody():
    rows = without_names(ROWS)
    items = [(rows[0], reading_to_dict(READING)), (rows[1], None)]
    document = worklist_document(items, SAID)
    assert document["readings"][0]["file"] == "recording-1"
    assert document["readings"][0]["record"]["id"] == "recording-1"
    assert document["over_reads"][0]["file"] == "recording-1"
    assert document["errors"][0]["file"] == "recording-2"
    assert "ward" not in repr(document)
    assert [line["name"] for line in table(rows)] == ["recording-1", "recording-2"]
    assert table(rows)[0]["over_read"] == "disagree"
