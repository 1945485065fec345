from dataclasses import replace

import numpy as np
import pytest

from ecgkt.errors import RecordError
from ecgkt.pipeline.choose_window import choose_window, window_note
from ecgkt.types.reading import Quality
from ecgkt.types.record import EcgRecord
from tests.builders.beat_families import planted_beats

FS = 250


def noisy(duration, *spans, leads=slice(None)):
    """Return a recording with muscle-like noise from second to second."""
    signal, _middles = planted_beats(72, fs=FS, duration=duration)
    rng = np.random.default_rng(0)
    for first, last in spans:
        part = signal[leads, first * FS : last * FS]
        part += rng.normal(size=part.shape).astype(np.float32)
    return EcgRecord(record_id="a", signal=signal, fs=FS, format="npy", age=50)


@pytest.mark.parametrize(
    ("duration", "spans", "start"),
    [
        (10, [], 0),
        (10, [(0, 10)], 0),
        (60, [], 0),
        (30, [(0, 9)], 10),
        (60, [(0, 13)], 15),
        (60, [(0, 6), (12, 18)], 20),
        (15, [(0, 4)], 5),
        (13, [(0, 2)], 3),
        (40, [(20, 40)], 0),
        (40, [(0, 40)], 0),
    ],
)
def test_preset_is_the_first_clean_window(duration, spans, start):
    window = choose_window(noisy(duration, *spans), 10.0)
    assert window.start_s == start
    assert bool(window.reason) == bool(start)


def test_reason_names_fault_and_window():
    reason = choose_window(noisy(60, (0, 13)), 10.0).reason
    assert reason.startswith("0–10 s: ")
    assert reason.endswith("; 15–25 s is the first clean one.")


@pytest.mark.parametrize("change", [{"age": None}, {"age": None, "unread_age": "old"}])
def test_what_holds_for_all_windows_moves_none(change):
    assert choose_window(replace(noisy(60), **change), 10.0).start_s == 0


def test_few_leads_have_a_clean_window_too():
    record = noisy(60, (0, 8))
    record.signal[6:] = np.nan
    assert choose_window(record, 10.0).start_s == 10


@pytest.mark.parametrize("start", [0, 3.2, 20])
def test_asked_window_is_taken_as_it_is(start):
    assert choose_window(noisy(30, (0, 30)), 10.0, start) == (start, "")


@pytest.mark.parametrize(
    ("duration", "start", "words"),
    [
        (30, 20.1, "must begin at 0 to 20.0 s of this recording of 30.0 s; 20.1 s was"),
        (30, -1, "-1 s was asked for. State another start."),
        (30, np.nan, "nan s was asked for"),
        (30, np.inf, "inf s was asked for"),
        (9, 1, "lasts 9.0 s and is read whole, from 0 s; 1 s was asked for"),
    ],
)
def test_impossible_window_is_refused(duration, start, words):
    with pytest.raises(RecordError, match=words):
        choose_window(noisy(duration), 10.0, start)


@pytest.mark.parametrize(
    ("whole", "start", "verdict", "note"),
    [
        (8, 0, "accept", None),
        (10.04, 0, "accept", None),
        (11, 0, "accept", "0.0–10.0 s of 11.0 s were scored and measured."),
        (30, 15, "warn", "15.0–25.0 s of 30.0 s were scored and measured."),
        (30, 15, "refuse", "15.0–25.0 s of 30.0 s were measured."),
    ],
)
def test_window_of_a_long_recording_is_named(whole, start, verdict, note):
    quality = Quality(verdict=verdict, measured_only=verdict == "refuse")
    assert window_note(whole, start, 10.0, quality) == note
