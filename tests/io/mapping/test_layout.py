"""What is detected of columns, and what of it is not sure."""

import re

import numpy as np
import pytest

from ecgkt.io.mapping.clock import clock_rate, find_clock
from ecgkt.io.mapping.columns import Columns
from ecgkt.io.mapping.detect import detect
from ecgkt.io.mapping.layout import PIECES, layout_of_columns
from ecgkt.types.upload import StatedMetadata

RANDOM = np.random.default_rng(0).normal(size=(14, 600))


def columns(labels, **more):
    units = more.pop("units", ["mV"] * len(labels))
    return Columns(rows=list(RANDOM[: len(labels)]), labels=labels, units=units, **more)


def test_named_leads_with_unit_and_rate_are_sure():
    made = detect(columns(["DII", "ECG V1", "V3R", "x"], fs=500), StatedMetadata())
    assert [column.lead for column in made.map.columns] == ["II", "V1", None, None]
    assert (made.map.fs, made.map.unit, made.doubts) == (500, "mV", ())


@pytest.mark.parametrize(
    ("found", "doubt"),
    [
        (columns(["I", "II"]), "sampling rate"),
        (columns(["I", "II"], fs=500, units=[None, None]), "unit of its samples"),
        (columns(["I", "I"], fs=500), "Lead I is there twice; the first one was taken"),
        (columns([""] * 12, fs=500), "usual order of 12"),
        (columns([""] * 9, fs=500), "say which is which"),
        (columns(["I", "II"], fs=500, foreign={1: 7}), "Column 2 .* line 7"),
        (columns(["I"], clock_problem="not evenly spaced"), "not evenly spaced"),
    ],
)
def test_what_is_not_sure_is_a_doubt(found, doubt):
    (said,) = detect(found, StatedMetadata()).doubts
    assert re.search(doubt, said)


def test_statement_takes_a_doubt_away():
    found = columns(["I", "II"], units=[None, None])
    assert detect(found, StatedMetadata(fs=500, unit="uV")).doubts == ()


def test_times_and_flat_columns_take_no_place_in_the_usual_order():
    rows = [np.arange(600.0), *RANDOM[:8], np.zeros(600)]
    found = Columns(rows=rows, labels=[""] * 10, units=["mV"] * 10, fs=500, clocks=(0,))
    leads = [column.lead for column in detect(found, StatedMetadata()).map.columns]
    assert leads == [None, "I", "II", "V1", "V2", "V3", "V4", "V5", "V6", None]


def test_picture_is_small_and_keeps_its_gap():
    row = np.sin(np.arange(5000) / 9)
    row[1000:1500] = np.nan
    found = Columns(rows=[row], labels=["a"], units=[None])
    (picture,) = layout_of_columns(found, StatedMetadata(), "csv").columns
    assert len(picture.points) == 2 * PIECES
    assert picture.points[PIECES + 60] is None
    assert picture.n_missing == 500
    assert (picture.low, picture.high) == pytest.approx((-1, 1), abs=1e-3)


def test_unnamed_steps_are_a_clock_and_a_ramp_called_as_a_lead_is_not():
    ramp = np.arange(100.0)
    assert find_clock(["", "V1"], [None, "mV"], [ramp, ramp], {}).places == (0,)
    assert clock_rate(ramp * 2, "t", "ms") == 500
