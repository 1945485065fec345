import json

import pytest

from ecgkt.errors import EcgktError
from ecgkt.report.cases_csv import notes_csv
from ecgkt.results.cases.notes import (
    MAX_TAGS,
    NAME,
    CaseNote,
    CaseNotes,
    load_notes,
    save_note,
)
from tests.builders.case_tables import case_table

NOTHING = CaseNotes(sha256="0" * 64, simulated=True)


def test_notes_of_two_people_are_both_kept(tmp_path):
    save_note(tmp_path, NOTHING, "a", CaseNote(text="one"))
    save_note(tmp_path, NOTHING, "b", CaseNote(tags=("noise",)))
    kept = load_notes(tmp_path, NOTHING)
    assert set(kept.notes) == {"a", "b"}
    assert json.loads((tmp_path / NAME).read_text())["simulated"] is True
    again = save_note(tmp_path, NOTHING, "a", CaseNote())
    assert set(again.notes) == {"b"}
    assert not again.get("a")


def test_note_is_cut_and_its_tags_are_each_once():
    tags = ("x", " x ", "", *map(str, range(40)))
    note = NOTHING.changed("a", CaseNote(tags=tags, text="y" * 9999)).get("a")
    assert len(note.tags) == MAX_TAGS
    assert note.tags[:2] == ("x", "0")
    assert len(note.text) == 2000


def test_damaged_file_is_named_and_left_alone(tmp_path):
    (tmp_path / NAME).write_text("{}")
    with pytest.raises(EcgktError, match="expected schema ecgkt"):
        save_note(tmp_path, NOTHING, "a", CaseNote(text="x"))
    assert (tmp_path / NAME).read_text() == "{}"


def test_folder_that_is_gone_is_named(tmp_path):
    with pytest.raises(EcgktError, match="could not be kept"):
        save_note(tmp_path / "gone", NOTHING, "a", CaseNote(text="x"))


def test_spreadsheet_gets_no_formula():
    table = case_table(40)
    notes = NOTHING.changed("r3", CaseNote(tags=("t",), text="=1+1"))
    notes = notes.changed("elsewhere", CaseNote(text="b"))
    head, first, second = notes_csv(table, notes, "AFIB").splitlines()
    assert head.startswith("record_id,tags,note,label,probability")
    said = "yes,invented 0,For research and education only."
    assert first == f"elsewhere,,b,AFIB,,,{said}"
    assert second.startswith("r3,t,'=1+1,AFIB,0.")
