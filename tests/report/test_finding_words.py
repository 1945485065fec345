"""Titles of findings: complete, short, with the measured value."""

from ecgkt.report.finding_words import title_of, value_of
from ecgkt.vocab.finding_titles import TITLES
from ecgkt.vocab.findings import FINDINGS
from tests.builders.readings import planted_reading


def titled(code, **values):
    (finding,) = [f for f in planted_reading(**values).findings if f.code == code]
    return title_of(finding)


def test_every_finding_has_a_title():
    assert TITLES.keys() == FINDINGS.keys()
    assert max(len(title) for title in TITLES.values()) < 60


def test_titles_are_written_as_clinicians_write():
    assert titled("sinus_tachycardia", heart_rate_bpm=118.0) == (
        "Sinus tachycardia 118/min"
    )
    assert titled("pr_long", pr_ms=220.0) == "First-degree AV block, PR 220 ms"
    assert titled("qtc_long", qtc_fridericia_ms=481.0) == "Long QTc 481 ms"


def test_leads_stand_with_the_largest_value():
    levels = {"st_ii_mv": 0.15, "st_avf_mv": 0.2, "st_iii_mv": 0.12}
    title = titled("st_up_inferior", **levels)
    assert title == "Inferior ST elevation 0.20 mV (II, aVF, III)"


def test_beats_are_counted_without_their_unit():
    (rate,) = [f for f in planted_reading().findings if f.code == "rate_normal"]
    assert value_of(rate).endswith("/min")
