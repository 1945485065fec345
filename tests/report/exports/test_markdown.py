import pytest

from ecgkt.report.exports.content import USE, content_of
from ecgkt.report.exports.markdown import escape_text, report_markdown
from ecgkt.types.report_wish import ReportWish
from tests.builders.readings import UNREAD, planted_reading


def test_report_holds_all_parts_and_the_notice():
    reading = planted_reading("lbbb", called=("CLBBB",))
    text = report_markdown(content_of(reading, ReportWish()))
    for words in (
        USE,
        "*Draft by software, not edited*",
        "## Measurements",
        "| QTc Hodges |",
        "## Findings",
        "Complete left bundle branch block | 0.80 | threshold 0.50, AUROC 0.900",
        "## Sources",
        "m 1, weights 000000000000",
    ):
        assert words in text


def test_tables_have_as_many_cells_in_each_row():
    text = report_markdown(content_of(planted_reading("lbbb"), ReportWish()))
    for table in text.split("\n\n"):
        rows = [row for row in table.splitlines() if row.startswith("|")]
        assert len({row.replace("\\|", "").count("|") for row in rows}) <= 1


def test_own_text_is_marked_and_beside_what_software_says():
    wish = ReportWish(text="Fine.")
    text = report_markdown(content_of(planted_reading(), wish))
    assert "*Edited by the reader*\n\nFine.  \n" in text
    assert "Said by software: Sinus rhythm" in text


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("<script>", "\\<script\\>  "),
        ("![x](http://a)", "!\\[x\\](http://a)  "),
        ("# big", "\\# big  "),
        ("- item\n2. more", "\\- item  \n2\\. more  "),
        ("===", "===  "),
        ("a | b", "a \\| b  "),
    ],
)
def test_what_a_reader_types_is_shown_as_typed(typed, written):
    assert escape_text(typed) == written


def test_refused_recording_has_no_empty_tables():
    text = report_markdown(content_of(UNREAD, ReportWish()))
    assert "## Measurements" not in text
    assert "## Quality" in text
