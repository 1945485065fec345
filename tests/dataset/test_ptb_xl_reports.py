"""Reports of PTB-XL become findings beside the statements."""

import pandas as pd
import pytest

from ecgkt.dataset.ptb_xl_reports import LOCAL, REGIONS, WHOLE, report_findings
from ecgkt.dataset.ptb_xl_tables import load_tables


def said(report):
    """Return what a report says."""
    found = report_findings(pd.Series([report])).iloc[0]
    assert set(found.index) == {
        *WHOLE,
        *LOCAL,
        *(f"{one}, {place}" for one in LOCAL for place in REGIONS),
    }
    return {name for name, value in found.items() if value == 1}


@pytest.mark.parametrize(
    ("report", "expected"),
    [
        ("sinus rhythm. normal ecg.", {"sinus rhythm", "normal"}),
        ("sinusrhythmus lagetyp normal normales ekg", {"sinus rhythm", "normal"}),
        (
            "st segments are depressed in i, avl. normal ecg.",
            {"ST depression", "ST depression, lateral", "normal"},
        ),
        (
            "st-hebung in inferioren ableitungen",
            {"ST elevation", "ST elevation, inferior"},
        ),
        ("sinusrhythmus linksschenkelblock", {"sinus rhythm", "LBBB"}),
        ("left bundle branch block", {"LBBB"}),
        (
            "unvollstÄndiger rechtsschenkelblock",
            {"RBBB", "incomplete block"},
        ),
        ("ventrikulÄre extrasystole(n)", {"ventricular extrasystole"}),
        ("supraventrikulÄre extrasystole(n)", {"supraventricular extrasystole"}),
        ("premature atrial contraction(s)", {"supraventricular extrasystole"}),
        # An edit repeats the statements, which a network is judged by.
        ("normal ecg. edit: lbbb", {"normal"}),
    ],
)
def test_report_says_what_is_in_it(report, expected):
    assert said(report) == expected


def test_region_of_another_sentence_is_not_taken():
    found = said("t wave abnormal. q waves in ii, iii")
    assert "T change" in found
    assert "T change, inferior" not in found
    assert "Q wave, inferior" in found


@pytest.mark.parametrize("report", ["4.46", "trace only.", None])
def test_ecg_that_nobody_read_has_no_findings(report):
    assert report_findings(pd.Series([report])).isna().all(axis=None)


@pytest.mark.slow
def test_reports_name_more_of_what_statements_name_rarely(ptb_xl):
    table = load_tables(ptb_xl)
    notes = report_findings(table.loc[table["strat_fold"] <= 8, "report"])
    stated = table.loc[table["strat_fold"] <= 8, "scp_codes"].str.contains("'STE_'")
    assert stated.sum() < 30
    assert notes["ST elevation"].sum() > 200
    assert ((notes.isna()) | notes.ge(0) & notes.le(1)).all(axis=None)
