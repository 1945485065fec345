"""What is taken away of a list: every row, what was said of it, and no name unasked."""

import csv
import io
import json

import pytest

from ecgkt.report.reading_json import reading_from_dict
from ecgkt.serving.intake import Intake, from_examples
from ecgkt.serving.worklist import Worklist
from ecgkt.types.worklist import OverRead
from pages.worklist.show_exports import to_csv, to_json
from tests.builders.local_bulk import LocalBulk
from tests.builders.waiting import wait_until


@pytest.fixture
def worklist(tiny_model):
    worklist = Worklist(LocalBulk(tiny_model))
    worklist.add(lambda _reader: from_examples(["lbbb"]))
    worklist.add(lambda _reader: Intake(failures=[("Smith.pdf", "A picture.")]))
    wait_until(lambda: len(worklist.rows) == 2)
    return worklist


@pytest.fixture
def said(worklist):
    return {
        row.key: OverRead("agree", "as in 2019")
        for row in worklist.rows
        if row.level != "error"
    }


@pytest.mark.parametrize("is_named", [True, False])
def test_table_names_only_when_asked(worklist, said, is_named):
    text = to_csv(worklist, said, is_named=is_named)
    lines = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert ("Smith" in text) == is_named
    (read,) = [line for line in lines if line["over_read"]]
    assert (read["over_read"], read["over_read_text"]) == ("agree", "as in 2019")
    assert (read["simulated"], len(read["model_sha256"])) == ("yes", 64)
    assert len(lines) == 2


@pytest.mark.parametrize("is_named", [True, False])
def test_document_reads_back_and_names_only_when_asked(worklist, said, is_named):
    document = json.loads(to_json(worklist, said, is_named=is_named))
    assert ("Smith" in json.dumps(document)) == is_named
    assert document["errors"][0]["error"] == "A picture."
    (over_read,) = document["over_reads"]
    reading = reading_from_dict(document["readings"][over_read["reading"]])
    assert reading.file == over_read["file"]
    assert reading.measurements
