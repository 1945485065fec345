import numpy as np
import pytest

from ecgkt.config import QualityConfig
from ecgkt.quality.inspected import Inspected
from ecgkt.quality.recording_gates import (
    judge_age,
    judge_gaps,
    judge_leads,
    judge_length,
    judge_sampling,
    share_text,
)

GATES = [judge_leads, judge_length, judge_sampling, judge_gaps, judge_age]


def ask(gate, record):
    return gate(Inspected(record, QualityConfig()))


def put(rows, places, value):
    def fault(signal):
        signal[rows, places] = value

    return fault


@pytest.mark.parametrize("gate", GATES)
def test_clean_recording_passes(gate, clean):
    assert ask(gate, clean) is None


@pytest.mark.parametrize(
    ("seconds", "level", "words"),
    [
        (0.002, "refuse", "lasts 0.0 s"),
        (2.49, "refuse", "At least 2.5 s are needed"),
        (2.5, "unscored", "Not scored: at least 8 s are needed"),
        (7.99, "unscored", "at least 8 s are needed, 10 s are expected"),
        (8, "warn", "lasts 8.0 s instead of 10 s"),
        (9.9, "warn", "beginning was repeated"),
        (9.96, None, ""),
        (10, None, ""),
    ],
)
def test_short_recording_is_found(seconds, level, words, spoil):
    found = ask(judge_length, spoil(lambda signal: signal[:, : round(seconds * 500)]))
    assert (found.level if found else None) == level
    assert words in (found.reason if found else "")


@pytest.mark.parametrize(
    ("fs", "level"),
    [(99, "unscored"), (100, None), (360, None), (2000, None), (2001, "unscored")],
)
def test_strange_sampling_frequency_is_found(fs, level, spoil):
    found = ask(judge_sampling, spoil(lambda signal: signal, fs=fs))
    assert (found.level if found else None) == level
    assert found is None or f"{fs} Hz is stated" in found.reason


@pytest.mark.parametrize(
    ("fault", "level", "words"),
    [
        (put(slice(None), slice(None), np.nan), "refuse", "At least one lead"),
        (put(slice(6, 12), slice(None), np.nan), "unscored", "missing: V1, V2, V3"),
        (put(0, slice(None), np.nan), "unscored", "missing: I. Found: II, III, aVR"),
    ],
)
def test_missing_leads_are_named(fault, level, words, spoil):
    found = ask(judge_leads, spoil(fault))
    assert found.level == level
    assert words in found.reason
    assert ask(judge_gaps, spoil(fault)) is None


def test_dependent_lead_is_no_missing_one(spoil):
    assert ask(judge_leads, spoil(put(2, slice(None), np.nan))) is None


@pytest.mark.parametrize(
    ("fault", "level", "words"),
    [
        (put(3, 77, np.inf), "refuse", "must be finite"),
        (put(3, 77, -np.inf), "refuse", "must be finite"),
        (put(6, slice(0, 26), np.nan), "refuse", "missing: V1 (0.52%)."),
        (
            put(6, slice(0, 25), np.nan),
            "note",
            "bridged by straight lines in V1 (0.50%)",
        ),
        (
            put(slice(0, 3), 9, np.nan),
            "note",
            "in I (0.02%), II (0.02%), III (0.02%).",
        ),
        (put(2, slice(0, 500), np.nan), "note", "III (10.00%)"),
    ],
)
def test_missing_and_infinite_samples_are_found(fault, level, words, spoil):
    found = ask(judge_gaps, spoil(fault))
    assert found.level == level
    assert words in found.reason


@pytest.mark.parametrize(
    ("share", "text"), [(0.1, "10.00%"), (0.0001, "0.01%"), (1e-5, "less than 0.01%")]
)
def test_a_share_that_is_not_0_never_reads_so(share, text):
    assert share_text(share) == text


def test_gap_after_the_scored_seconds_does_not_matter(spoil):
    def fault(signal):
        return np.concatenate([signal, np.full_like(signal, np.nan)], axis=1)

    assert ask(judge_gaps, spoil(fault)) is None


@pytest.mark.parametrize(
    ("age", "level", "words"),
    [
        (None, "note", "age is unknown"),
        (0, "refuse", "for adults of 18 years"),
        (17.9, "refuse", "for adults of 18 years"),
        (18, None, ""),
        (90, None, ""),
    ],
)
def test_children_and_unknown_age_are_found(age, level, words, spoil):
    found = ask(judge_age, spoil(lambda signal: signal, age=age))
    assert (found.level if found else None) == level
    assert words in (found.reason if found else "")


@pytest.mark.parametrize(
    ("words", "level", "reason"),
    [
        ("6 luni", "warn", "could not be understood (“6 luni”)"),
        ("<40", "warn", "could not be understood"),
        ("child", "refuse", "for adults of 18 years"),
        ("<18", "refuse", "for adults of 18 years"),
        ("5-10 years", "refuse", "for adults of 18 years"),
    ],
)
def test_age_that_was_not_understood_is_said(words, level, reason, spoil):
    record = spoil(lambda signal: signal, age=None, unread_age=words)
    found = ask(judge_age, record)
    assert found.level == level
    assert reason in found.reason
    assert "unknown" not in found.reason
    stated = spoil(lambda signal: signal, age=40, unread_age=words)
    assert ask(judge_age, stated) is None
