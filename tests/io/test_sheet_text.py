"""A large sheet is read as a small one is, without an object for each cell."""

import io
from datetime import datetime, timedelta

import numpy as np
import openpyxl
import pytest

from ecgkt.io import sheet_text
from ecgkt.io.read_ecg import read_ecg
from ecgkt.types.upload import StatedMetadata, UploadedFile

DRAWN = np.random.default_rng(0).normal(0, 300, (300, 12)).round(1)
NAMES = ["I", "II", "III", "aVR", "aVL", "aVF", *(f"V{n}" for n in range(1, 7))]


def workbook(spoil=lambda rows: rows, *, left=0):
    book = openpyxl.Workbook()
    rows = [["made for a test"], [], NAMES, *spoil(DRAWN.tolist())]
    for row in rows:
        book.active.append([None] * left + row)
    stream = io.BytesIO()
    book.save(stream)
    return UploadedFile("a.xlsx", stream.getvalue())


def with_gaps(rows):
    rows[100][3] = None
    rows[101] = [None, *rows[101][1:]]
    rows[150][11] = None
    rows[151][0] = "NA"
    return rows


SPOILT = {
    "dense": lambda rows: rows,
    "with gaps": with_gaps,
    "a word at the end": lambda rows: [[*row, "N"] for row in rows],
    "empty rows at the end": lambda rows: [*rows, *([None] * 12 for _ in range(9))],
    "whole numbers": lambda rows: [[round(cell) for cell in row] for row in rows],
}


@pytest.mark.parametrize("chunk", [700, 20_000, 2**20])
@pytest.mark.parametrize("spoil", SPOILT)
def test_large_sheet_is_read_like_a_small_one(spoil, chunk, monkeypatch):
    file = workbook(SPOILT[spoil])
    stated = StatedMetadata(fs=500, unit="uV")
    monkeypatch.setattr(sheet_text, "LARGE", 2**30)
    wanted = read_ecg([file], stated).signal
    monkeypatch.setattr(sheet_text, "LARGE", 1000)
    monkeypatch.setattr(sheet_text, "CHUNK", chunk)
    assert sheet_text.with_short_sheets(file.content)[1] == {"xl/worksheets/sheet1.xml"}
    np.testing.assert_array_equal(read_ecg([file], stated).signal, wanted)


def test_sheet_that_begins_at_another_column_is_read_too(monkeypatch):
    file = workbook(left=2)
    stated = StatedMetadata(fs=500, unit="uV")
    monkeypatch.setattr(sheet_text, "LARGE", 2**30)
    wanted = read_ecg([file], stated).signal
    monkeypatch.setattr(sheet_text, "LARGE", 1000)
    np.testing.assert_array_equal(read_ecg([file], stated).signal, wanted)


def test_times_of_day_give_the_rate_of_a_large_sheet_too():
    book = openpyxl.Workbook()
    book.active.append(["time", *NAMES])
    start = datetime(2020, 1, 1, 10)
    for n, row in enumerate(np.tile(DRAWN, (6, 1)).tolist()):
        book.active.append([(start + n * timedelta(milliseconds=4)).time(), *row])
    stream = io.BytesIO()
    book.save(stream)
    file = UploadedFile("a.xlsx", stream.getvalue())
    assert sheet_text.with_short_sheets(file.content)[1]
    assert read_ecg([file], StatedMetadata(unit="uV")).fs == 250.0


def test_small_workbook_is_left_alone():
    content = workbook().content
    assert sheet_text.with_short_sheets(content) == (content, frozenset())
