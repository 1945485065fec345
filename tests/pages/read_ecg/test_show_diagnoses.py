"""The short list of scores: what is in it, and how each row says its validity."""

import re
from dataclasses import replace

import pytest

from ecgkt.results.model_card import load_card
from pages.read_ecg import show_diagnoses
from tests.builders.readings import planted_reading, score_of


@pytest.fixture
def card(tiny_model, monkeypatch):
    known = load_card(tiny_model)
    monkeypatch.setattr(show_diagnoses, "get_card", lambda: known)
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


def test_detail_says_how_well_it_is_known(card):
    figures = {label.code: label for label in card.labels}["AFIB"]
    text = show_diagnoses.detail_text(score_of("AFIB", 0.9), figures)
    assert "Threshold 0.50. AUROC 0.90 on held-out patients." in text
    assert f"of {figures.positives} cases" in text
    unknown = replace(score_of("AFIB", 0.9), auroc=None)
    assert "AUROC not measured" in show_diagnoses.detail_text(unknown, None)
