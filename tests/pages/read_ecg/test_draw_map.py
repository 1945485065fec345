"""What is printed with a map: one line of verdict, its figures folded and escaped."""

from ecgkt.results.explanations import Checks
from pages.read_ecg.draw_map import facts_html
from tests.builders.maps import explanation


def test_verdict_is_the_line_that_opens_the_figures():
    html = facts_html(explanation(), Checks("failed", 9, 10))
    assert "<summary>kept 9 of 10 checks · net push +1.0</summary>" in html
    assert html.index("</summary>") < html.index("Completeness gap")
