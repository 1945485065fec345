"""Statements and lab shifts: what crossed its threshold first, and how valid it is."""

from dataclasses import replace

from ecgkt.report.serial.measured import NOT_SHIPPED, UNKNOWN
from ecgkt.report.serial.said import lab_changes, log_odds, statement_changes
from tests.builders.lab_scores import invented_lab
from tests.builders.readings import planted_reading, score_of
from tests.builders.repeatability_documents import repeatability_table

TABLE = repeatability_table()


def scored(labs=(), **probabilities):
    scores = tuple(score_of(code, p) for code, p in probabilities.items())
    return replace(planted_reading(), diagnoses=scores, labs=tuple(labs))


def test_rows_are_those_that_are_called_or_moved():
    before = scored(CLBBB=0.05, NORM=0.9, SR=0.95, IMI=0.01, LVH=0.3)
    after = scored(CLBBB=0.95, NORM=0.6, SR=0.96, IMI=0.02, LVH=0.31)
    rows = statement_changes(before, after, TABLE)
    assert [row.name for row in rows] == ["CLBBB", "NORM", "SR"]
    assert [row.verdict for row in rows] == ["beyond", "within", "within"]
    assert rows[0].before == "0.05"
    assert rows[0].after == "0.95, detected"
    assert rows[0].validity == "threshold 0.50, AUROC 0.900"
    assert rows[0].error == "×÷ 7.39"


def test_crossing_a_threshold_is_no_change_within_repeat_error():
    (row,) = statement_changes(scored(CLBBB=0.4), scored(CLBBB=0.6), TABLE)
    assert row.verdict == "within"


def test_unknown_error_and_missing_document_are_said():
    before, after = scored(LNGQT=0.1), scored(LNGQT=0.9)
    assert statement_changes(before, after, TABLE)[0].reason == UNKNOWN
    assert statement_changes(before, after, None)[0].reason == NOT_SHIPPED


def test_log_odds_are_finite_at_both_ends():
    assert (
        -14 < log_odds(score_of("NORM", 0.0)) < 0 < log_odds(score_of("NORM", 1.0)) < 14
    )


def test_nothing_is_said_of_a_paced_rhythm():
    after = scored(CLBBB=0.9)
    finding = replace(after.findings[0], code="paced")
    paced = replace(after, findings=(finding,))
    assert statement_changes(scored(CLBBB=0.1), paced, TABLE) == ()
    assert lab_changes(paced, after, TABLE) == ()


def test_lab_shift_is_judged_on_its_logarithm():
    def potassium(ratio):
        return invented_lab(
            "Potassium", direction="high", likelihood_ratio=ratio, readable=True
        )

    (row,) = lab_changes(scored([potassium(1.0)]), scored([potassium(1.3)]), TABLE)
    assert (row.name, row.verdict, row.error) == ("Potassium high", "within", "×÷ 1.35")
    (row,) = lab_changes(scored([potassium(1.0)]), scored([potassium(2.0)]), TABLE)
    assert (row.verdict, row.change, row.after) == ("beyond", "× 2", "× 2.00, flagged")
