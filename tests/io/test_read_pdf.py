"""Prints: made by the letter of the standard, our own reports, and those of carts."""

import re
from dataclasses import replace

import numpy as np
import pytest
from pypdf.generic import NameObject

from ecgkt.bundle.delineator import load_installed
from ecgkt.errors import RecordError
from ecgkt.io.read_ecg import read_ecg
from ecgkt.io.read_path import read_path
from ecgkt.measure.measure_ecg import measure_ecg
from ecgkt.plotting.report_page.files import report_pdf
from ecgkt.quality.gates import judge
from ecgkt.report.exports.content import content_of
from ecgkt.results.model_card import BUNDLED
from ecgkt.simulate.example import simulate_example
from ecgkt.types.report_wish import ReportWish
from ecgkt.types.upload import UploadedFile
from ecgkt.vocab.leads import LEADS
from tests.builders.binary_files import SECRET
from tests.builders.pdf_prints import (
    SCALE,
    columns_of,
    form,
    grid,
    head,
    pdf,
    rows_of,
    words,
)
from tests.builders.readings import planted_reading

PERSON = (61.0, "female")
PLANTED = planted_reading("lbbb", called=("CLBBB",))
READING = replace(
    PLANTED, record=replace(PLANTED.record, age_years=PERSON[0], sex=PERSON[1])
)
CONTENT = content_of(READING, ReportWish())
NOT_TOGETHER = "twelve leads of the same seconds are needed"


def read(content):
    return read_ecg([UploadedFile("a", content)])


def off_uv(record, truth):
    """Return the largest difference to a recording in uV, where both hold a sample."""
    n_samples = min(record.n_samples, truth.shape[1])
    apart = np.abs(record.signal[:, :n_samples] - truth[:, :n_samples])
    return float(np.nanmax(apart)) * 1000


@pytest.fixture(scope="module")
def signal():
    return simulate_example("normal", seed=7, fs=500.0).signal


LAYOUTS = [
    ("plain", {}),
    ("packed", {"packed": True}),
    ("turned", {"rotate": 90}),
    ("titled", {"keywords": "ECG, heart"}),
]


@pytest.mark.parametrize(("name", "how"), LAYOUTS, ids=[row[0] for row in LAYOUTS])
def test_twelve_rows_are_a_recording(name, how, signal):
    record = read(pdf(head() + grid(280, 520) + rows_of(signal), **how))
    assert (record.format, record.fs, record.n_samples) == ("pdf", 500, 5000)
    assert (record.age, record.sex, record.is_staggered) == (56, "female", False)
    assert off_uv(record, signal) < 0.1
    assert "25 mm/s and 10 mm/mV: 500 points per second" in record.warnings[0]
    assert not any("no grid" in note for note in record.warnings)


def test_turned_page_in_a_form_is_read(signal):
    """As writers draw a landscape page: by a matrix, and in a form."""
    content = head() + rows_of(signal)
    turned = f"q 0 1 -1 0 1474 0 cm {content} Q"
    assert off_uv(read(pdf(turned, size=(520, 280), rotate=90)), signal) < 0.1
    in_form = pdf(
        "q 2 0 0 2 9 9 cm /D Do Q", forms={"D": form(f"{grid(280, 520)} {content}")}
    )
    assert off_uv(read(in_form), signal) < 0.1
    names = "".join(words(lead, 21, 487 - 40 * n) for n, lead in enumerate(LEADS))
    only_lines = re.sub(r"BT .*? ET\n", "", rows_of(signal))
    mixed = pdf(f"{head()} {names} q /F9 Do Q", forms={"F9": form(only_lines)})
    assert off_uv(read(mixed), signal) < 0.1


def test_page_made_smaller_is_read_by_its_grid(signal):
    drawn = f"q 0.8 0 0 0.8 0 0 cm {head()} {grid(280, 520)} {rows_of(signal)} Q"
    assert off_uv(read(pdf(drawn)), signal) < 0.5
    drawn = f"q 0.8 0 0 0.8 0 0 cm {head()} {rows_of(signal)} Q"
    with pytest.raises(RecordError, match=r"pulse of 1 mV is 8\.0 mm high"):
        read(pdf(drawn))


def test_pulse_in_one_stroke_with_its_trace_is_no_part_of_it(signal):
    record = read(pdf(head() + rows_of(signal, pulses="joined")))
    assert (record.fs, record.n_samples) == (500, 5000)
    assert off_uv(record, signal) < 0.1


def test_columns_are_drawn_and_measured_only(signal):
    record = read(pdf(head() + grid(280, 520) + columns_of(signal)))
    assert record.is_staggered
    assert record.spans["aVR"] == (2.5, 5.0)
    assert record.spans["V6"] == (7.5, 10.0)
    assert record.spans["II"] == (0.0, 10.0)
    assert off_uv(record, signal) < 0.1
    assert record.derived_leads == record.derived_in_part == ()
    together = record.together()
    assert set(LEADS) - set(together.absent_leads) == {"II"}
    quality = judge(together)
    assert (quality.verdict, quality.measured_only) == ("refuse", True)
    assert NOT_TOGETHER in quality.reasons[0]


def test_sheet_of_muse_with_three_rhythm_strips_is_read(signal):
    """
    Twelve columns, then three rows, each a line of its own; a pulse before each row.

    Its layout is known from the repository perottelab/IntroECG.
    """
    drawn = columns_of(signal, rhythm=("V1", "II", "V5"))
    record = read(pdf(head() + grid(280, 520) + drawn))
    assert off_uv(record, signal) < 0.1
    whole = {lead for lead, span in record.spans.items() if span == (0, 10)}
    assert whole == {"V1", "II", "V5"}
    assert not any("median" in note for note in record.warnings)


def test_row_drawn_as_one_line_is_parted_at_its_names(signal):
    record = read(pdf(head() + columns_of(signal, is_one_line=True)))
    assert record.spans["V1"] == (5.0, 7.5)
    assert off_uv(record, signal) < 0.1


def test_pages_of_the_same_seconds_are_one_recording(signal):
    pages = [
        head() + rows_of(signal[first : first + 6], LEADS[first : first + 6])
        for first in (0, 6)
    ]
    record = read(pdf(*pages))
    assert record.absent_leads == ()
    assert off_uv(record, signal) < 0.1
    assert any("their beats agree" in note for note in record.warnings)
    later = np.roll(signal, 150, axis=1)
    pages[1] = head() + rows_of(later[6:], LEADS[6:])
    record = read(pdf(*pages))
    assert record.absent_leads == LEADS[6:]
    assert any("other seconds than the first" in note for note in record.warnings)


def test_gap_of_a_trace_is_a_gap(signal):
    holed = signal.copy()
    holed[1, 600:700] = np.nan
    pieces = report_pdf(simulate_like(holed), CONTENT, 0.0)
    record = read(pieces)
    assert np.isnan(record.signal[1]).sum() == 100
    assert off_uv(record, signal) < 10


def simulate_like(signal, fs=500.0):
    return replace(simulate_example("normal", seed=7, fs=fs), signal=signal)


@pytest.mark.parametrize(
    ("fs", "example"),
    [(500.0, "normal"), (100.0, "lvh"), (1000.0, "af"), (257.0, "pvc")],
)
def test_our_report_reads_back_within_10_microvolts(fs, example):
    truth = simulate_example(example, fs=fs)
    # An offset that a recorder stores is read back too.
    offset = np.arange(12, dtype=np.float32)[:, None] / 3
    truth = replace(truth, signal=truth.signal + offset)
    record = read(report_pdf(truth, CONTENT, 0.0))
    assert (record.fs, record.n_samples) == (fs, truth.n_samples)
    assert (record.age, record.sex) == PERSON
    assert off_uv(record, truth.signal) < 10
    assert np.isfinite(record.signal).sum() == pytest.approx(3.75 * 10 * fs, abs=9)


def test_cut_trace_of_our_report_is_told(record):
    huge = replace(record, signal=record.signal * 60)
    found = read(report_pdf(huge, CONTENT, 0.0))
    assert any("cut the extremes" in note for note in found.warnings)


BROKEN = [
    ("", SCALE, "no such names|no ECG"),
    ("rows", "25 mm/s", "no gain"),
    ("rows", "10 mm/mV", "no speed"),
    ("rows", "25 mm/s 50 mm/s 10 mm/mV", "2 speeds"),
    ("rows", "25 mm/s 20 mm/mV", "20 mm/mV, and its pulse of 1 mV is 10.0 mm"),
    ("bare", "25 mm/s 10/5 mm/mV", "several gains"),
    ("extra", SCALE, "13 names and 12 traces"),
    ("unnamed", SCALE, "no such names"),
]


@pytest.mark.parametrize(("drawn", "scale", "reason"), BROKEN)
def test_print_that_cannot_be_told_is_refused(drawn, scale, reason, signal):
    content = {
        "": "",
        "rows": rows_of(signal),
        "bare": rows_of(signal, pulses="none"),
        "extra": rows_of(signal) + words("V7", 21, 40),
        "unnamed": re.sub(r"BT .*? ET\n", "", rows_of(signal)),
    }[drawn]
    with pytest.raises(RecordError, match=reason):
        read(pdf(head(scale) + content))


def test_encrypted_and_cut_files_are_refused(signal):
    content = head() + rows_of(signal)
    with pytest.raises(RecordError, match="is encrypted"):
        read(pdf(content, password="secret"))
    with pytest.raises(RecordError, match="cut or damaged"):
        read(pdf(content)[:-40])


def test_scan_is_refused_by_its_name():
    picture = form("")
    picture[NameObject("/Subtype")] = NameObject("/Image")
    with pytest.raises(RecordError, match="is a scan"):
        read(pdf("q 500 0 0 500 0 0 cm /P Do Q", forms={"P": picture}))


# File, Hz, samples, points per second, age, sex
CARTS = [
    ("schiller_AT102P_1282423.pdf", 71.43, 715, "71.4 points", 20, "male"),
    ("cardiosoft_testmann_3x5s_50mms.pdf", 500, 2500, "160.1 to 346.1", 20, "female"),
]
# What each print states beside its traces: our measurements of the same, and how far
# they may lie apart. 71 points per second place a boundary by 14 ms.
PRINTED = {
    "schiller_AT102P_1282423.pdf": {
        "heart_rate_bpm": (63, 2), "p_ms": (108, 14), "pr_ms": (170, 14),
        "qrs_ms": (94, 14), "qt_ms": (362, 14), "axis_degrees": (48, 10),
    },
    "cardiosoft_testmann_3x5s_50mms.pdf": {
        "heart_rate_bpm": (75, 3), "p_ms": (110, 10), "pr_ms": (158, 10),
        "qrs_ms": (100, 10), "qt_ms": (366, 15), "axis_degrees": (69, 10),
    },
}  # fmt: skip


@pytest.mark.parametrize("row", CARTS, ids=lambda row: row[0])
def test_prints_of_carts_are_read(row, cart_formats):
    name, fs, n_samples, points, age, sex = row
    record = read_path(cart_formats / "pdf" / name)
    assert record.fs == pytest.approx(fs, abs=0.01)
    assert (record.n_samples, record.age, record.sex) == (n_samples, age, sex)
    assert (record.absent_leads, record.derived_leads) == ((), ())
    assert points in record.warnings[0]
    assert any("their beats agree" in note for note in record.warnings)
    quality = judge(record)
    assert (quality.verdict, quality.measured_only) == ("refuse", True)


@pytest.mark.parametrize("name", PRINTED)
def test_prints_of_carts_measure_what_they_state(name, cart_formats):
    record = read_path(cart_formats / "pdf" / name)
    installed = load_installed(BUNDLED).delineator
    assert installed is not None
    values = measure_ecg(
        record.signal, record.fs, installed, mask_fs=installed.mask_fs
    ).values
    for measure, (stated, most) in PRINTED[name].items():
        assert values[measure].value == pytest.approx(stated, abs=most), measure


def test_limb_leads_of_a_print_obey_einthoven(cart_formats):
    """4.2 uV a step, three times; medians for 0 mV."""
    path = cart_formats / "pdf" / "cardiosoft_testmann_3x5s_50mms.pdf"
    signal = read_path(path).signal
    one, two, three = signal[:3] - np.median(signal[:3], axis=1, keepdims=True)
    assert np.abs(one + three - two).max() <= 0.013


def test_words_of_a_print_stay_in_it(signal, caplog):
    content = pdf(head() + columns_of(signal))
    record = read(content)
    assert SECRET not in repr(record)
    with pytest.raises(RecordError) as caught:
        read(content.replace(b"mm/s", b"cm/s"))
    assert SECRET not in str(caught.value) + caplog.text
