from dataclasses import replace

from ecgkt.report.draft.draft_text import draft_text
from ecgkt.report.exports.content import EDITED, content_of, facts_of
from ecgkt.report.exports.deidentify import numbered, without_names
from ecgkt.types.measurements import Measurement
from ecgkt.types.record import SIMULATED
from ecgkt.types.report_wish import ReportWish
from tests.builders.readings import UNREAD, planted_reading

DRAFTED, NAMED = ReportWish(), ReportWish(is_named=True)


def test_text_is_the_draft_until_it_is_edited():
    reading = planted_reading()
    assert not content_of(reading, DRAFTED).is_edited
    same = ReportWish(text=f"{draft_text(reading)}\n")
    assert not content_of(reading, same).is_edited
    own = content_of(reading, ReportWish(text="Normal for the age."))
    assert (own.text, own.authorship) == ("Normal for the age.", EDITED)


def test_four_corrections_of_qt_stand_with_range_and_source():
    rows = content_of(planted_reading(), DRAFTED).measurements
    corrected = [row for row in rows if row.title.startswith("QTc")]
    assert len(corrected) == 4
    assert all(row.note == "390–450 ms" and row.source for row in corrected)


def test_value_out_of_its_range_is_marked():
    def off(**values):
        rows = content_of(planted_reading(**values), DRAFTED).measurements
        return {row.title for row in rows if row.is_off}

    assert off(qrs_ms=150.0) - off(qrs_ms=90.0) == {"QRS duration"}


def test_every_finding_has_a_source_with_a_number():
    content = content_of(planted_reading("lbbb"), DRAFTED)
    assert content.findings
    for row in content.findings:
        number = int(content.mark_of(row).strip("[]"))
        assert content.sources[number - 1] == row.source


def test_names_stand_only_where_they_are_wished():
    record = replace(UNREAD.record, id="ZZ-id")
    reading = replace(UNREAD, file="ZZ-file", record=record)
    assert not any("ZZ" in fact for fact in facts_of(reading, DRAFTED))
    assert facts_of(reading, NAMED)[:2] == ["ZZ-file", "ZZ-id"]


def test_reading_without_names_keeps_age_and_sex():
    record = replace(UNREAD.record, id="ZZ", age_years=61.0, sex="female")
    bare = without_names(replace(UNREAD, file="ZZ", record=record), "recording-1")
    assert (bare.file, bare.record.id) == ("recording-1", "recording-1")
    assert (bare.record.age_years, bare.record.sex) == (61.0, "female")
    assert [one.file for one in numbered([bare, bare])] == [
        "recording-1",
        "recording-2",
    ]


def test_what_is_simulated_says_so():
    record = replace(UNREAD.record, warnings=(SIMULATED,))
    content = content_of(replace(planted_reading(), record=record), DRAFTED)
    assert SIMULATED in content.quality
    assert SIMULATED in content.text


def test_formula_beyond_its_range_has_its_note():
    fast = Measurement(value=500.0, note="Bazett misleads")
    rows = content_of(planted_reading(qtc_bazett_ms=fast), DRAFTED).measurements
    (row,) = [row for row in rows if row.title == "QTc Bazett"]
    assert row.note == "390–450 ms Bazett misleads"
