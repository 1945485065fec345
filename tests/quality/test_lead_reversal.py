"""Planted exchanges are suspected and named; odd hearts are not taken for them."""

import dataclasses

import numpy as np
import pytest

from ecgkt.config import QualityConfig
from ecgkt.measure.r_peaks import find_r_peaks
from ecgkt.preprocess.electrode_swap import SWAPS, swap_electrodes
from ecgkt.quality.gates import judge
from ecgkt.quality.inspected import INDEPENDENT, Inspected, without_baseline
from ecgkt.quality.lead_reversal import MARGINS, PARSED, find_reversal, judge_reversal
from ecgkt.quality.reversal_terms import (
    WAVES,
    Term,
    term_value,
    twelve_leads,
    typical_beat,
)
from ecgkt.simulate.example import EXAMPLES, simulate_example
from ecgkt.types.record import EcgRecord
from ecgkt.vocab.leads import LEADS

GROSS = ("left and right arm", "right arm and left leg", "all leads upside down")


def planted(record, swap):
    leads = swap_electrodes(record.signal[INDEPENDENT], swap)
    return dataclasses.replace(record, signal=np.float32(twelve_leads(leads)))


def ask(record: EcgRecord):
    ecg = Inspected(record, QualityConfig())
    peaks = find_r_peaks(ecg.filled, record.fs) / record.fs
    return find_reversal(
        without_baseline(ecg.filled, record.fs)[INDEPENDENT], record.fs, peaks
    )


@pytest.mark.parametrize("fs", [100.0, 250.0, 500.0, 1000.0])
@pytest.mark.parametrize("swap", GROSS)
def test_gross_exchange_is_named_at_every_rate(swap, fs):
    record = simulate_example("normal", seed=1, fs=fs)
    assert ask(record).state == "none"
    assert ask(planted(record, swap)) == ("suspected", swap)


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_no_example_is_suspected(name):
    for seed in (0, 1):
        assert ask(simulate_example(name, seed=seed)).state == "none"


def test_every_swap_has_a_rule_of_known_terms():
    assert set(PARSED) == set(SWAPS)
    for rule in PARSED.values():
        assert 4 <= len(rule.terms) <= 16
        for term, _weight in rule.terms:
            assert term.wave in WAVES
            assert term.first in LEADS
            assert term.second in (*LEADS, "-")


def test_too_few_beats_are_not_assessable():
    record = simulate_example("normal", seed=1)
    leads = without_baseline(record.signal[INDEPENDENT], record.fs)
    assert find_reversal(leads, record.fs, np.array([1.0])).state == "not assessable"
    assert find_reversal(0 * leads, 500.0, np.arange(1, 9.0)).state == "not assessable"
    found = judge_reversal(Inspected(record, QualityConfig()), np.empty(0))
    assert found.level == "note"
    assert "could not be assessed" in found.reason


def test_suspicion_is_a_warning_that_says_the_score_is_as_recorded(clean):
    quality = judge(planted(clean, "left and right arm"), find_beats=find_r_peaks)
    assert quality.verdict == "warn"
    (reason,) = quality.reasons
    assert "Suspected reversal of left and right arm electrodes" in reason
    assert "the scores are shown as recorded" in reason
    inverted = judge(planted(clean, SWAPS[-1]), find_beats=find_r_peaks).reasons
    assert "inversion of all leads" in " ".join(inverted)
    assert judge(clean, find_beats=find_r_peaks).verdict == "accept"


def test_typical_beat_is_the_same_at_every_rate():
    beats = []
    for fs in (100.0, 500.0):
        record = simulate_example("normal", seed=1, fs=fs)
        leads = without_baseline(record.signal[INDEPENDENT], fs)
        beats.append(typical_beat(leads, fs, find_r_peaks(leads, fs) / fs))
    assert beats[0].shape == (8, 80)
    assert np.corrcoef(beats[0].ravel(), beats[1].ravel())[0, 1] > 0.95


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        (Term("qrs", "area", "I", "-"), 1 / 1.05),
        (Term("qrs", "area", "aVR", "-"), -1.5 / 1.55),
        (Term("t", "up", "V1", "-"), 0.0),
        (Term("p", "like", "I", "II"), 2 / (1.02 * 2.02)),
        (Term("p", "larger", "II", "I"), np.log(2.02 / 1.02)),
    ],
)
def test_terms_are_what_they_say(term, expected):
    leads = np.zeros((8, 80))
    leads[0], leads[1] = 1.0, 2.0
    assert term_value(twelve_leads(leads), term) == pytest.approx(expected)


def test_margins_are_of_rules_that_there_are():
    assert set(MARGINS) <= set(PARSED)
    assert "left and right arm" not in MARGINS
