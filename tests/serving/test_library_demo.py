"""The operator's own cases: shown as they were written, or refused by what is wrong."""

import json

import pytest

from ecgkt.errors import EcgktError
from ecgkt.io.wfdb.write_wfdb import write_wfdb
from ecgkt.serving.library_demo import SCHEMA, list_demo
from ecgkt.simulate.example import simulate_example

CASE = {"recording": "af", "title": "Irregular", "look_at": "Look at II."}


@pytest.fixture
def library(tmp_path):
    write_wfdb(simulate_example("af"), tmp_path, "af")

    def write(*cases, schema=SCHEMA):
        text = json.dumps({"schema": schema, "cases": cases})
        (tmp_path / "demo.json").write_text(text)
        return tmp_path

    return write


def test_there_are_none_without_a_file(tmp_path):
    assert list_demo(None) == list_demo(tmp_path) == ()


def test_cases_come_in_their_order(library):
    second = {**CASE, "why": "AFIB", "notes": ["One thought.", "Another."]}
    first, then = list_demo(library(CASE, second))
    assert (first.title, first.why, first.notes) == ("Irregular", "", ())
    assert (then.why, then.notes) == ("AFIB", ("One thought.", "Another."))


@pytest.mark.parametrize(
    ("case", "words"),
    [
        ({"recording": "af", "title": "Irregular"}, "case 1.*look_at"),
        ({**CASE, "tilte": "x"}, "case 1: unknown field 'tilte'"),
        ({**CASE, "why": "XYZ"}, "statement or of a finding, found 'XYZ'"),
        ({**CASE, "notes": "one"}, "case 1.*array"),
        ({**CASE, "recording": "gone"}, "recording of the library, found 'gone'"),
        ("af", "case 1: Expected `object`"),
    ],
)
def test_case_that_cannot_be_shown_is_named(library, case, words):
    with pytest.raises(EcgktError, match=words):
        list_demo(library(case))


def test_another_schema_and_no_list_are_refused(library, tmp_path):
    with pytest.raises(EcgktError, match=r"expected schema ecgkt\.demo/1"):
        list_demo(library(CASE, schema="x"))
    (tmp_path / "demo.json").write_text(json.dumps({"schema": SCHEMA, "cases": 3}))
    with pytest.raises(EcgktError, match="a list of cases"):
        list_demo(tmp_path)
