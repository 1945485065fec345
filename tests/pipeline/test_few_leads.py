"""What cannot be scored is measured as far as it goes, and never refused for that."""

from dataclasses import replace

import numpy as np
import pytest

from ecgkt.bundle.classifier import load_bundle
from ecgkt.bundle.delineator import load_installed
from ecgkt.pipeline.reader import Reader
from ecgkt.report.reading_json import reading_from_dict, reading_to_dict
from ecgkt.report.reading_text import reading_text
from ecgkt.results.model_card import BUNDLED
from ecgkt.types.record import EcgRecord
from ecgkt.vocab.leads import INDEPENDENT_LEADS, LEADS
from tests.builders.beat_families import planted_beats

RATE = 72


@pytest.fixture(scope="module")
def reader(tiny_model):
    return Reader(load_bundle(tiny_model), installed=load_installed(BUNDLED))


def planted(there=LEADS, *, duration=10.0, fs=500.0, family="gaussian"):
    signal, _middles = planted_beats(RATE, fs=fs, duration=duration, family=family)
    signal[[lead not in there for lead in LEADS]] = np.nan
    return EcgRecord(record_id="a", signal=signal, fs=fs, format="npy", age=50)


def assert_measured_only(reading):
    assert (reading.quality.verdict, reading.quality.measured_only) == ("refuse", True)
    assert reading.quality.reasons[0].startswith("Not scored: ")
    assert not reading.diagnoses
    assert not reading.superclasses
    assert not reading.labs
    assert reading.measurements["heart_rate_bpm"].value == pytest.approx(RATE, abs=2)
    assert reading_from_dict(reading_to_dict(reading)) == reading
    assert "  Not scored." in reading_text(reading).splitlines()


@pytest.mark.parametrize(
    "there",
    [("I",), ("II",), ("V5",), ("I", "II"), ("II", "V2", "V5"), LEADS[:6], LEADS[:11]],
)
def test_few_leads_are_measured_and_not_scored(there, reader):
    reading = reader.read(planted(there))
    assert_measured_only(reading)
    assert reading.record.leads == there
    for name, least, most in (("qrs_ms", 80, 105), ("qt_ms", 350, 390)):
        assert least < reading.measurements[name].value < most
    for lead in LEADS:
        level = reading.measurements[f"st_{lead.lower()}_mv"]
        assert (level.value is not None) == (lead in there)
    has_axis = {"I", "aVF"} <= set(there)
    assert (reading.measurements["axis_degrees"].value is not None) == has_axis
    shown = {lead for found in reading.findings for lead, *_ in found.spans}
    assert shown <= set(there)
    assert all(found.spans for found in reading.findings)


@pytest.mark.parametrize("duration", [2.5, 4.0, 7.9])
def test_short_recording_is_measured_and_not_scored(duration, reader):
    reading = reader.read(planted(duration=duration))
    assert_measured_only(reading)
    assert 80 < reading.measurements["qrs_ms"].value < 105


@pytest.mark.parametrize("fs", [50.0, 75.0, 99.0, 2500.0, 4000.0])
def test_rate_out_of_range_is_measured_and_not_scored(fs, reader):
    assert_measured_only(reader.read(planted(fs=fs)))


def test_recording_too_short_for_anything_is_refused(reader):
    reading = reader.read(planted(duration=2.0))
    assert (reading.quality.verdict, reading.quality.measured_only) == ("refuse", False)
    assert not reading.measurements


def test_reason_names_the_missing_leads(reader):
    (reason, *_) = reader.read(planted(("I", "II", "V2"))).quality.reasons
    assert "missing: V1, V3, V4, V5, V6. Found: I, II, V2." in reason


def test_spikes_are_not_denied_where_one_lead_cannot_tell(reader):
    paced = reader.read(planted(("II",))).measurements["paced_beats_percent"]
    assert "at least 2 independent leads" in paced.reason


@pytest.mark.parametrize("seed", range(30))
def test_any_leads_length_and_rate_give_a_reading(seed, reader):
    rng = np.random.default_rng(seed)
    there = set(rng.choice(LEADS, rng.integers(1, 13), replace=False).tolist())
    fs = float(np.exp(rng.uniform(np.log(50), np.log(4000))))
    family = ("gaussian", "cosine", "triangle")[seed % 3]
    record = planted(there, duration=rng.uniform(2.5, 10), fs=fs, family=family)
    reading = reader.read(record)
    assert reading.measurements
    assert reading_text(reading)
    assert reading_from_dict(reading_to_dict(reading)) == reading
    is_scorable = set(INDEPENDENT_LEADS) <= there and 100 <= fs <= 2000
    assert bool(reading.diagnoses) == (is_scorable and record.duration >= 8)
    rate = reading.measurements["heart_rate_bpm"]
    assert rate.value is None or rate.value == pytest.approx(RATE, abs=3)


def staggered(*columns, rhythm=()):
    """Columns that follow each other, as a print shows them, and a lead below."""
    record = planted()
    signal = np.full_like(record.signal, np.nan)
    width = record.n_samples // len(columns)
    for place, leads in enumerate(columns):
        rows = [LEADS.index(lead) for lead in leads]
        part = slice(place * width, (place + 1) * width)
        signal[rows, part] = record.signal[rows, part]
    for lead in rhythm:
        signal[LEADS.index(lead)] = record.signal[LEADS.index(lead)]
    return replace(record, signal=signal, is_staggered=True)


PRINTS = [
    ((LEADS[:3], LEADS[3:6], LEADS[6:9], LEADS[9:]), ("II",), ("II",), 10),
    ((LEADS[:3], LEADS[3:6], LEADS[6:9], LEADS[9:]), ("V1", "II"), ("II", "V1"), 10),
    ((LEADS[:6], LEADS[6:]), (), LEADS[:6], 5),
    ((LEADS[:3], LEADS[3:6], LEADS[6:9], LEADS[9:]), (), LEADS[:3], 2.5),
]


@pytest.mark.parametrize(("columns", "rhythm", "kept", "seconds"), PRINTS)
def test_leads_that_follow_each_other_are_measured_and_not_scored(
    columns, rhythm, kept, seconds, reader
):
    record = staggered(*columns, rhythm=rhythm)
    reading = reader.read(record)
    assert_measured_only(reading)
    said = f"Measured: {', '.join(kept)}, over {seconds:.1f} s"
    assert said in reading.quality.reasons[0]
    # All leads are drawn, and only those of the same seconds are measured.
    assert reading.record.leads == LEADS
    for lead in LEADS:
        level = reading.measurements[f"st_{lead.lower()}_mv"]
        assert level.value is None or lead in kept
    assert max(reading.trace.r_peaks) < seconds


def test_longest_leads_are_measured_wherever_they_begin(reader):
    record = staggered(LEADS[:6], LEADS[6:])
    late = np.full((12, 750), np.nan, np.float32)
    signal = np.concatenate((record.signal, late), axis=1)
    signal[6:, 5000:] = planted().signal[6:, :750]
    found = reader.read(replace(record, signal=signal))
    assert found.record.start_s == 5
    assert "Measured: V1, V2, V3, V4, V5, V6, over 6.5 s" in found.quality.reasons[0]
    assert min(found.trace.r_peaks) >= 5
