"""Reports and remarks of PTB-XL become targets beside the statements."""

import numpy as np
import pandas as pd
import pytest

from ecgkt.dataset.ptb_xl_notes import LOCAL, REGIONS, WHOLE, notes_table
from ecgkt.dataset.ptb_xl_tables import load_tables

NOTHING = {
    "report": "sinus rhythm. normal ecg.",
    "heart_axis": np.nan,
    "infarction_stadium1": np.nan,
    "extra_beats": np.nan,
    "pacemaker": np.nan,
    "baseline_drift": np.nan,
    "static_noise": np.nan,
    "burst_noise": np.nan,
    "age": 50.0,
    "sex": 1,
}


def row(**changes):
    return notes_table(pd.DataFrame([{**NOTHING, **changes}])).iloc[0]


def said(report):
    """Return what a report says, without the remarks."""
    found = row(report=report)
    names = [*WHOLE, *LOCAL, *(f"{one}, {place}" for one in LOCAL for place in REGIONS)]
    return {name for name in names if found[name] == 1}


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
    found = row(report=report)
    assert found[[*WHOLE, *LOCAL]].isna().all()


@pytest.mark.parametrize(
    ("changes", "column", "expected"),
    [
        ({"age": 300.0}, "age", 0.9),
        ({"age": np.nan}, "age", None),
        ({"sex": 1}, "female", 1),
        ({"heart_axis": "ALAD"}, "axis LAD", 1),
        ({"heart_axis": "MID"}, "axis LAD", 0),
        ({}, "axis LAD", None),
        ({"infarction_stadium1": "Stadium I"}, "infarct recent", 1),
        ({"infarction_stadium1": "Stadium III"}, "infarct recent", 0),
        ({"infarction_stadium1": "unknown"}, "infarct recent", None),
        ({"extra_beats": "VES1,alles"}, "extra beats, ventricular", 1),
        ({"extra_beats": "SVES"}, "extra beats, ventricular", 0),
        ({"extra_beats": "SVES"}, "extra beats, supraventricular", 1),
        ({"static_noise": ", I-AVF,"}, "static noise", 1),
        ({}, "static noise", 0),
    ],
)
def test_remarks_become_numbers_and_the_unknown_is_missing(changes, column, expected):
    value = row(**changes)[column]
    assert np.isnan(value) if expected is None else value == pytest.approx(expected)


@pytest.mark.slow
def test_reports_name_more_of_what_statements_name_rarely(ptb_xl):
    table = load_tables(ptb_xl)
    notes = notes_table(table[table["strat_fold"] <= 8])
    stated = table.loc[table["strat_fold"] <= 8, "scp_codes"].str.contains("'STE_'")
    assert stated.sum() < 30
    assert notes["ST elevation"].sum() > 200
    assert ((notes.isna()) | notes.ge(0) & notes.le(1)).all(axis=None)
