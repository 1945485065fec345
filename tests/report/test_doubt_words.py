from ecgkt.report.doubt_words import limit_rows, open_text, rule_text, summarise
from tests.builders.doubt_documents import doubt_document, doubt_table
from tests.builders.readings import score_of


def test_sentence_says_what_a_score_decides():
    crossed, usual, unknown = doubt_table().labels
    high = open_text(score_of("LVH", 0.5), usual)
    assert high == "High for an ECG without it: nine in ten of them score lower."
    low = open_text(score_of("LVH", 0.01), usual)
    assert low == "Low for an ECG with it: nine in ten of them score higher."
    between = open_text(score_of("LVH", 0.2), usual)
    assert between == (
        "Left open: nine in ten ECGs with it score 0.1 or more, nine in ten without "
        "it 0.3 or less."
    )
    assert open_text(score_of("AFIB", 0.2), crossed).startswith("Left open")
    assert open_text(score_of("PSVT", 0.2), unknown) == ""
    assert open_text(score_of("PSVT", 0.2), None) == ""


def test_rows_leave_out_what_has_no_limits():
    table = doubt_table()
    first, second = limit_rows(table)
    assert first["Statement"] == "Left ventricular hypertrophy (LVH)"
    assert first["Left open"].startswith("22.0 %")
    assert second["Limits"] == "0.4 and 0.1"
    assert "90.1% (SD 1.2%)" in rule_text(table)


def test_summary_has_a_line_for_each():
    lines = summarise(doubt_document()).splitlines()
    assert len(lines) == 4
    assert lines[-1].startswith("Referred: 10.0 %")
