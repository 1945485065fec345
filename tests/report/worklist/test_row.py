"""What a row says, and which rows need eyes first."""

from dataclasses import replace

from ecgkt.report.worklist.row import error_row, row_of
from ecgkt.types.doubt import Doubt
from ecgkt.types.reading import Quality
from ecgkt.types.record import SIMULATED
from tests.builders.readings import planted_reading


def row(*given, **values):
    return row_of("key", "a.hea", planted_reading(*given, **values))


def test_row_holds_the_sentence_and_the_numbers():
    made = row("normal", heart_rate_bpm=66.0, qrs_ms=91.0)
    assert (made.heart_rate, made.qrs) == (66.0, 91.0)
    assert "66/min" in made.sentence
    assert made.qtc is not None
    assert made.off == ()


def test_number_beyond_its_range_is_marked():
    made = row("normal", heart_rate_bpm=66.0, qrs_ms=133.0)
    assert made.off == ("qrs",)


def test_critical_rule_goes_first_and_the_more_urgent_rule_before_it():
    slow, fast = row(heart_rate_bpm=35.0), row(heart_rate_bpm=170.0)
    assert (slow.level, fast.level) == ("critical", "critical")
    assert slow.critical == ("Heart rate below 40/min",)
    assert fast.urgency < slow.urgency


def test_order_of_the_levels():
    critical = row(heart_rate_bpm=35.0)
    refused = row(quality=Quality(verdict="refuse"))
    findings = row(qrs_ms=133.0)
    normal = row("normal", called=("NORM", "SR"))
    error = error_row("k", "a.pdf", "no ECG")
    rows = [normal, findings, error, refused, critical]
    ranked = sorted(rows, key=lambda one: one.urgency)
    levels = [one.level for one in ranked]
    assert levels == ["critical", "refused", "error", "findings", "normal"]


def test_disagreement_goes_before_other_findings():
    plain = row(qrs_ms=133.0)
    against = row("lbbb", denied=("CLBBB",))
    assert (plain.level, against.level) == ("findings", "findings")
    assert against.urgency <= plain.urgency


def test_undecided_ecg_goes_before_decided_ones():
    doubt = Doubt(nats=2.0, limit=1.5, wrong_referred=0.8, wrong_kept=0.3)
    reading = planted_reading(qrs_ms=133.0)
    decided, undecided = (
        row_of("key", "a.hea", replace(reading, doubt=replace(doubt, nats=nats)))
        for nats in (1.0, 2.0)
    )
    assert undecided.urgency < decided.urgency


def test_what_the_model_calls_is_named_and_never_critical():
    made = row("normal", called=("AMI", "SR"))
    assert made.statements == ("AMI", "SR")
    assert made.level == "findings"


def test_simulated_recording_is_known_as_such():
    reading = planted_reading()
    record = replace(reading.record, warnings=(SIMULATED,))
    assert row_of("k", "a", replace(reading, record=record)).is_simulated
    assert not row_of("k", "a", reading).is_simulated


def test_error_row_says_why():
    made = error_row("k", "scan.pdf", "A picture.")
    assert (made.name, made.level, made.sentence) == ("scan.pdf", "error", "A picture.")
