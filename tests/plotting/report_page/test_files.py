"""The PDF as another program finds it: pypdf."""

import io
import warnings
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from ecgkt.io.read_path import read_path
from ecgkt.plotting.report_page.files import PNG_DPI, report_pdf, sheet_png
from ecgkt.report.exports.content import TITLE, content_of
from ecgkt.simulate.example import simulate_example
from ecgkt.types.record import SIMULATED
from ecgkt.types.report_wish import ReportWish
from ecgkt.vocab.leads import LEADS
from tests.builders.pdf_pages import lines_of, open_pdf, scale_of, strip_voltages
from tests.builders.readings import UNREAD, planted_reading

POINTS_PER_25_4_MM = 72.0
CONTENT = content_of(planted_reading("lbbb", called=("CLBBB",)), ReportWish())
"""Of a reading with findings and a statement."""


def pdf_of(record, content=CONTENT, start_s=0.0):
    return open_pdf(report_pdf(record, content, start_s))


def worst_error(record, pdf):
    """Return the largest difference in mV between a PDF's traces and the samples."""
    errors = []
    for strip, first, voltages in strip_voltages(pdf):
        signal = record.signal[LEADS.index(strip["lead"])]
        errors.append(np.abs(signal[first : first + len(voltages)] - voltages).max())
    return max(errors)


def test_page_is_one_a4_in_landscape(record):
    pdf = pdf_of(record)
    (page,) = pdf.pages
    assert float(page.mediabox.width) == pytest.approx(297 / 25.4 * 72, abs=0.1)
    assert float(page.mediabox.height) == pytest.approx(210 / 25.4 * 72, abs=0.1)


def test_25_4_mm_of_paper_are_72_points(record):
    pdf = pdf_of(record)
    lines = lines_of(pdf.pages[0])
    (strip,) = [s for s in scale_of(pdf)["strips"] if s["n_samples"] == 5000]
    (rhythm,) = [line for line in lines if len(line) == 5000]
    # 25.4 mm are 1.016 s, 508 samples; and 2.54 mV.
    assert rhythm[508, 0] - rhythm[0, 0] == pytest.approx(POINTS_PER_25_4_MM, abs=0.1)
    assert 2.54 * strip["mv_pt"] == pytest.approx(POINTS_PER_25_4_MM, abs=0.1)
    pulses = next(line for line in lines if len(line) == 4 * 6 + 9 * 2)
    heights = np.diff(pulses[-24:, 1])
    assert heights.max() * 2.54 == pytest.approx(POINTS_PER_25_4_MM, abs=0.1)


@pytest.mark.parametrize(
    ("fs", "example"),
    [(500.0, "normal"), (100.0, "lvh"), (1000.0, "af"), (257.0, "pvc")],
)
def test_every_sample_reads_back_within_10_microvolts(fs, example):
    record = simulate_example(example, fs=fs)
    # An offset that a recorder stores is read back too.
    signal = record.signal + np.arange(12, dtype=np.float32)[:, None] / 3
    record = replace(record, signal=signal)
    pdf = pdf_of(record)
    assert sum(s["n_samples"] for s in scale_of(pdf)["strips"]) >= 2 * 10 * fs
    assert not any(strip["is_cut"] for strip in scale_of(pdf)["strips"])
    assert worst_error(record, pdf) < 0.010


def test_real_ecgs_read_back_within_10_microvolts(ludb):
    for path in sorted(ludb.rglob("*.hea"))[:5]:
        record = read_path(path)
        assert worst_error(record, pdf_of(record)) < 0.010


def test_seconds_that_were_read_are_the_ones_that_are_printed():
    record = simulate_example("pvc", duration=30.0)
    pdf = pdf_of(record, start_s=12.5)
    assert min(strip["start_s"] for strip in scale_of(pdf)["strips"]) == 12.5
    assert worst_error(record, pdf) < 0.010
    assert "12.5–22.5 s of 30.0 s" in pdf.pages[0].extract_text()


def test_gap_is_a_gap(record):
    signal = record.signal.copy()
    signal[1, 600:700] = np.nan
    pdf = pdf_of(replace(record, signal=signal))
    lines = [line for line in lines_of(pdf.pages[0]) if len(line) == 4900]
    assert len(lines) == 1
    assert np.diff(lines[0][:, 0]).max() == pytest.approx(101 * 25 / 500 * 72 / 25.4)


def test_tall_traces_stand_close_before_they_are_drawn_smaller(record):
    grown = replace(record, signal=record.signal * 1.5)
    assert scale_of(pdf_of(grown))["gain_mm_mv"] == 10
    huge = replace(record, signal=record.signal * 6)
    assert scale_of(pdf_of(huge))["gain_mm_mv"] == 5
    pdf = pdf_of(replace(record, signal=record.signal * 60))
    assert any(strip["is_cut"] for strip in scale_of(pdf)["strips"])
    assert "cut at ±19 mm" in pdf.pages[0].extract_text()


def test_text_is_text_and_says_what_it_must(record):
    text = pdf_of(record).pages[0].extract_text()
    for words in (
        "12-lead ECG report",
        CONTENT.sentence[:40],
        "QTc Fridericia",
        "QTc Bazett",
        "QTc Framingham",
        "QTc Hodges",
        "Complete left bundle branch block",
        "threshold 0.50",
        "Surawicz et al.",
        "Research and education use only",
        "m 1, weights 000000000000",
        "page 1 of 1",
        SIMULATED,
        "25 mm/s · 10 mm/mV",
    ):
        assert words in text


def test_more_pages_only_where_one_has_no_room(record):
    own = ReportWish(text="\n".join(f"line {n} of mine" for n in range(300)))
    pdf = pdf_of(record, content_of(planted_reading(), own))
    n_pages = len(pdf.pages)
    assert n_pages > 1
    text = "".join(page.extract_text() for page in pdf.pages)
    assert all(f"line {n} of mine" in text for n in range(300))
    for number, page in enumerate(pdf.pages, start=1):
        assert f"page {number} of {n_pages}" in page.extract_text()


def test_own_text_is_marked(record):
    wish = ReportWish(text="Normal for an athlete.")
    text = pdf_of(record, content_of(planted_reading(), wish)).pages[0].extract_text()
    assert "By the reader: Normal for an athlete." in text
    assert "By software: Sinus rhythm" in text
    assert "Edited by the reader" in text


def test_nothing_in_the_file_tells_a_name_or_a_day(record):
    reading = replace(
        planted_reading(),
        file="ZZ-file",
        record=replace(UNREAD.record, id="ZZ-id"),
    )
    record = replace(record, record_id="ZZ-record")
    content = report_pdf(record, content_of(reading, ReportWish()), 0.0)
    pdf = open_pdf(content)
    assert not any(name in content for name in (b"ZZ-file", b"ZZ-id", b"ZZ-record"))
    assert "ZZ" not in "".join(page.extract_text() for page in pdf.pages)
    assert set(pdf.metadata) == {"/Title", "/Subject", "/Keywords", "/Creator"}
    assert content == report_pdf(record, content_of(reading, ReportWish()), 0.0)


def test_name_is_printed_where_it_is_wished(record):
    reading = replace(planted_reading(), file="ward 7 $x_1$.hea")
    named = content_of(reading, ReportWish(is_named=True))
    assert "ward 7 $x_1$.hea" in pdf_of(record, named).pages[0].extract_text()


def test_letters_of_any_script_warn_nobody(record):
    reading = replace(planted_reading(), file="心電図.hea")
    named = content_of(reading, ReportWish(is_named=True))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert "???.hea" in pdf_of(record, named).pages[0].extract_text()


def test_unread_recording_is_printed_with_the_reason(record):
    text = pdf_of(record, content_of(UNREAD, ReportWish())).pages[0].extract_text()
    assert "Not read." in text


def test_picture_is_as_wide_as_the_paper_at_its_resolution(record):
    content = sheet_png(record, CONTENT, 0.0)
    picture = Image.open(io.BytesIO(content))
    assert picture.width == pytest.approx(260 / 25.4 * PNG_DPI, abs=1)
    assert picture.info["dpi"] == pytest.approx((PNG_DPI, PNG_DPI), abs=0.1)
    assert "Research and education use only" in picture.info["Description"]
    assert picture.info["Title"] == TITLE
