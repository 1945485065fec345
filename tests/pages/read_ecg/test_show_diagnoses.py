"""The short list of scores: what is in it, and how each row says its validity."""

import re
from dataclasses import replace

import pytest

from ecgkt.results.model_card import load_card
from ecgkt.types.second_opinion import SecondOpinionReading
from pages.read_ecg import score_detail, show_diagnoses
from tests.builders.readings import planted_reading, score_of


@pytest.fixture
def card(tiny_model, monkeypatch):
    known = load_card(tiny_model)
    monkeypatch.setattr(score_detail, "get_card", lambda: known)
    return known


def names(html):
    return re.findall(r'ek-near-name">([^<]*?)\s*<', html)


def test_detected_near_and_contradicted_statements_are_listed(card):
    reading = planted_reading(called=("SR", "CRBBB"), unsure=("DIG",), denied=("LVH",))
    near = replace(score_of("IMI", 0.3), positive=False)
    reading = replace(reading, diagnoses=(*reading.diagnoses, near))
    listed = names(show_diagnoses.near_html(reading))
    assert listed == [
        "Complete right bundle branch block",
        "Digitalis effect",
        "Sinus rhythm",
        "Inferior myocardial infarction",
    ]


def test_contradicted_statement_says_so(card):
    html = show_diagnoses.near_html(planted_reading(called=("SR", "CRBBB")))
    row = re.search(r"(?s)Complete right bundle.*?</summary>", html).group()
    assert "measured otherwise" in row
    sinus = re.search(r"(?s)Sinus rhythm.*?</summary>", html).group()
    assert "measured otherwise" not in sinus


def opinion_on(reading, **shares):
    known = {score.code: 0.1 for score in reading.diagnoses} | shares
    return SecondOpinionReading(
        model=reading.model,
        probabilities=known,
        thresholds=dict.fromkeys(known, 0.5),
        code="SR",
        constant=0.0,
        log_odds=0.0,
        leads={},
        net_share=1.0,
        bias_share=0.0,
        bins={},
        bin_s=0.04,
        used_s=10.0,
        start_s=0.0,
    )


def test_second_opinion_is_a_tick_or_a_cross_that_says_what_it_is(card):
    reading = planted_reading(called=("SR", "CRBBB"))
    html = show_diagnoses.near_html(reading, opinion_on(reading, SR=0.9))
    assert "✓" not in show_diagnoses.near_html(reading)
    sinus = re.search(r"(?s)near-name\">Sinus rhythm.*?</summary>", html).group()
    assert "✓" in sinus
    assert "Second opinion: detected, 0.90" in sinus
    block = re.search(r"(?s)near-name\">Complete right.*?</summary>", html).group()
    assert "✗" in block
    assert "ek-violet" in block.split("ek-pill")[1]


def test_why_is_offered_where_maps_are_shipped(card, monkeypatch):
    reading = planted_reading(called=("SR",))
    assert "data-ask" not in show_diagnoses.near_html(reading)
    monkeypatch.setattr(show_diagnoses, "measured_table", lambda _reading: object())
    html = show_diagnoses.near_html(reading)
    assert 'data-ask="statement:SR"' in html
