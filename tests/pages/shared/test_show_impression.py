"""The card of the reading: escaped, in order, with every number as carts print it."""

from dataclasses import replace

from ecgkt.report.impression.impression import impression_of
from ecgkt.types.impression import Chip
from ecgkt.types.measurements import absent
from pages.shared.show_impression import finding_of, head_numbers, impression_html
from tests.builders.readings import planted_reading


def card_of(reading):
    return impression_html(reading, impression_of(reading))


def test_critical_stands_over_the_sentence_and_only_there_is_red():
    html = card_of(planted_reading(called=("SR",), qtc_fridericia_ms=510.0))
    assert html.index("ek-critical") < html.index("ek-sentence")
    assert "QTc of 500 ms or more" in html
    assert "ek-alarm" not in card_of(planted_reading(called=("SR", "NORM")))


def test_every_chip_names_its_source_and_many_are_folded():
    reading = planted_reading(called=("SR", "CRBBB"))
    assert ">disagree</b> Complete right bundle branch block" in card_of(reading)
    impression = impression_of(reading)
    many = replace(
        impression,
        chips=tuple(Chip(text=f"<{n}>", source="model", codes=()) for n in range(9)),
    )
    html = impression_html(reading, many)
    assert "3 more" in html
    assert "&lt;8&gt;" in html


def test_numbers_are_those_of_a_cart_with_only_the_abnormal_marked():
    reading = planted_reading(qtc_fridericia_ms=480.0, p_ms=absent("none"))
    rows = {title: (values, unit) for title, values, unit in head_numbers(reading)}
    assert list(rows) == ["Rate", "PR", "QRS", "QT / QTcF", "P-R-T axes"]
    values, unit = rows["QT / QTcF"]
    assert [is_off for _, is_off in values] == [False, True]
    assert values[1][0] == "480"
    assert unit == "ms"


def test_unknown_numbers_say_their_state():
    unknown = {"pr_ms": absent("no P")}
    (row,) = [r for r in head_numbers(planted_reading(**unknown)) if r[0] == "PR"]
    assert row == ("PR", [("absent", False)], "")


def test_a_number_asks_for_the_finding_that_judges_it():
    reading = planted_reading(qtc_fridericia_ms=480.0)
    assert finding_of(reading, ("qt_ms", "qtc_fridericia_ms")).startswith("qtc_long")
    assert finding_of(reading, ("heart_rate_bpm",)) == "rate_normal"
    assert finding_of(planted_reading("lbbb"), ("qrs_ms",)) == "qrs_lbbb"


def test_a_number_that_nothing_judges_is_no_button():
    reading = planted_reading(pr_ms=absent("no P"))
    assert finding_of(reading, ("pr_ms",)) == ""
    assert card_of(reading).count("data-ask") == 4
