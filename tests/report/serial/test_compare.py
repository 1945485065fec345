"""A comparison says what limits it, and a refused recording stops nothing else."""

from dataclasses import replace

from ecgkt.report.serial.compare import compare
from ecgkt.types.reading import Quality
from tests.builders.readings import UNREAD, planted_reading
from tests.builders.repeatability_documents import repeatability_table

TABLE = repeatability_table()


def test_a_refused_recording_gives_its_reason_and_nothing_else():
    reason = "No heart beat was found: expected three QRS complexes."
    refused = replace(UNREAD, quality=Quality(verdict="refuse", reasons=(reason,)))
    found = compare(planted_reading(), refused, TABLE)
    assert found.sentence == f"Not compared: the later recording was not read. {reason}"
    assert (found.measurements, found.statements, found.labs) == ((), (), ())
    assert "earlier" in compare(refused, planted_reading(), TABLE).sentence


def test_what_is_critical_now_is_told_only_if_it_was_not_before():
    calm, long_qt = planted_reading(), planted_reading(qtc_fridericia_ms=520.0)
    assert [item.rule for item in compare(calm, long_qt, TABLE).critical]
    assert compare(long_qt, long_qt, TABLE).critical == ()
    assert compare(long_qt, calm, TABLE).critical == ()


def test_rates_lengths_leads_and_scores_that_differ_are_each_one_sentence():
    before = planted_reading(called=("NORM",))
    record = replace(
        before.record, fs=100.0, duration_s=5.0, leads=before.record.leads[:6]
    )
    quality = Quality(verdict="refuse", reasons=("Not scored: six leads.",))
    after = replace(before, record=record, quality=quality, diagnoses=())
    notes = " ".join(compare(before, after, TABLE).notes)
    assert "Recorded at 500 and 100 Hz" in notes
    assert "10.0 and 5.0 s long" in notes
    assert "The later recording has no V1, V2, V3, V4, V5, V6." in notes
    assert "The later recording is not scored" in notes
    assert "Not scored: six leads." in notes
    assert compare(before, before, TABLE).notes == ()


def test_suspected_electrodes_are_named_with_the_recording():
    flagged = Quality(verdict="warn", flags={"electrodes": "Arms may be exchanged."})
    after = planted_reading(quality=flagged, called=("NORM",))
    notes = compare(planted_reading(called=("NORM",)), after, TABLE).notes
    assert notes == ("The later recording: Arms may be exchanged.",)
