"""What the sheet shows of each kind of finding."""

import pytest

from ecgkt.plotting.finding_marks import finding_overlay
from ecgkt.plotting.overlay import Span
from ecgkt.types.measurements import Finding, Measurement
from ecgkt.vocab.findings import FINDINGS
from tests.builders.readings import planted_reading

SPANS = (("II", 1.0, 1.1), ("V1", 1.0, 1.1), ("II", 2.0, 2.1))


def planted(code, *, value=135.0, **changes):
    fields = {
        "code": code,
        "text": "A sentence.",
        "value": value,
        "unit": "",
        "leads": (),
        "beats": None,
        "normal_range": (None, None),
        "source": "",
        "spans": SPANS,
    }
    return Finding(**{**fields, **changes})


def shown(finding, **values):
    known = {name: Measurement(value=value) for name, value in values.items()}
    return finding_overlay(finding, known)


def test_an_interval_is_bracketed_over_the_stretches_that_are_coloured():
    overlay = shown(planted("qrs_lbbb"))
    assert overlay.spans == tuple(Span(*span) for span in SPANS)
    assert {(mark.shape, mark.text) for mark in overlay.marks} == {
        ("bracket", "135 ms")
    }
    assert [mark[1:4] for mark in overlay.marks] == list(SPANS)
    assert overlay.caption == ("A sentence.",)


def test_qt_is_bracketed_with_qt_and_its_correction():
    overlay = shown(planted("qtc_long", value=481.0), qt_ms=420.0)
    assert overlay.marks[0].text == "QT 420, QTc 481 ms"
    assert shown(planted("qtc_long", value=481.0)).marks[0].text == "QTc 481 ms"


def test_a_rhythm_shows_every_rr_with_its_own_length():
    spans = (("II", 0.5, 1.3), ("II", 1.3, 2.0))
    overlay = shown(planted("sinus_tachycardia", value=118.0, spans=spans))
    assert [(mark.shape, mark.text) for mark in overlay.marks] == [
        ("interval", "800"),
        ("interval", "700"),
    ]
    assert overlay.spans == ()


def test_st_is_dotted_with_the_level_of_each_lead():
    spans = (("II", 1.0, 1.06), ("aVF", 1.0, 1.06))
    finding = planted("st_up_inferior", value=0.2, leads=("II", "aVF"), spans=spans)
    overlay = shown(finding, st_ii_mv=0.2, st_avf_mv=0.15)
    assert [(mark.lead, mark.shape, mark.text) for mark in overlay.marks] == [
        ("II", "level", "0.20 mV"),
        ("aVF", "level", "0.15 mV"),
    ]


def test_spikes_and_single_beats_are_marked_each():
    assert {mark.shape for mark in shown(planted("paced", value=80.0)).marks} == {
        "spike"
    }
    ectopic = planted("wide_premature", value=2.0, beat_times_s=(1.05, 2.05))
    overlay = shown(ectopic)
    assert [mark.shape for mark in overlay.marks] == ["beat"] * len(SPANS)
    assert len(overlay.spans) == len(SPANS)


def test_a_sum_without_a_place_is_written_on_one_lead():
    overlay = shown(planted("cornell", value=3.1))
    assert {mark.lead for mark in overlay.marks} == {"II"}
    assert overlay.marks[0].text == "3.10 mV"


def test_each_wave_that_was_added_up_has_its_height():
    spans = (("V1", 1.0, 1.1), ("V5", 1.0, 1.1), ("V6", 1.0, 1.1))
    parts = (("V1", "S", 1.51), ("V5", "R", 2.024))
    overlay = shown(planted("sokolow_lyon", value=3.53, spans=spans, parts=parts))
    assert [(mark.lead, mark.shape, mark.text) for mark in overlay.marks] == [
        ("V1", "S", "S 1.51 mV"),
        ("V5", "R", "R 2.02 mV"),
    ]


@pytest.mark.parametrize(
    ("degrees", "words"),
    [
        (60.0, ("60°: I up", "aVF up")),
        (-50.0, ("-50°: I up", "aVF down")),
        (120.0, ("120°: I down", "aVF up")),
        (90.0, ("90°: I level", "aVF up")),
    ],
)
def test_an_axis_shows_where_its_leads_point(degrees, words):
    spans = (("I", 1.0, 1.1), ("aVF", 1.0, 1.1))
    overlay = shown(planted("axis_normal", value=degrees, spans=spans))
    assert [mark.shape for mark in overlay.marks] == ["bracket"] * 2
    told = tuple(
        mark.text.replace("−", "-").replace(" °", "°") for mark in overlay.marks
    )
    assert told == words


def test_a_q_is_bracketed_as_long_as_it_lasts():
    spans = (("II", 1.0, 1.1), ("III", 1.0, 1.1))
    finding = planted("q_inferior", value=45.0, leads=("II", "III"), spans=spans)
    overlay = shown(finding, q_ii_ms=40.0, q_ii_mv=0.2, q_iii_ms=45.0, q_iii_mv=0.3)
    assert [(mark.lead, mark.shape, mark.text) for mark in overlay.marks] == [
        ("II", "Q", "40 ms, 0.20 mV"),
        ("III", "Q", "45 ms, 0.30 mV"),
    ]
    assert overlay.marks[1].end == pytest.approx(1.045)


def test_st_that_follows_a_block_is_not_bracketed_as_the_qrs():
    assert {mark.shape for mark in shown(planted("st_t_secondary")).marks} == {"note"}


@pytest.mark.parametrize("code", list(FINDINGS))
def test_every_finding_has_a_title_and_marks(code):
    leads = ("II",) if "{}" in FINDINGS[code].measure else ()
    overlay = shown(planted(code, leads=leads))
    assert overlay.marks
    assert overlay.title


def test_real_findings_are_drawn_with_what_was_measured():
    reading = planted_reading("lbbb")
    (finding,) = [one for one in reading.findings if one.code == "qrs_lbbb"]
    overlay = finding_overlay(finding, reading.measurements)
    assert overlay.title.startswith("Left bundle branch block, QRS 1")
    lengths = [1000 * (mark.end - mark.start) for mark in overlay.marks]
    assert min(lengths) == pytest.approx(finding.value, abs=25)
