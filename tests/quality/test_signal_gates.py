import itertools

import numpy as np
import pytest

from ecgkt.config import QualityConfig
from ecgkt.quality.inspected import Inspected
from ecgkt.quality.signal_gates import (
    judge_doubled,
    judge_flat,
    judge_limb_leads,
    judge_saturation,
    judge_unit,
)
from ecgkt.vocab.leads import LEADS

GATES = [judge_unit, judge_flat, judge_doubled, judge_saturation, judge_limb_leads]


def ask(gate, record):
    return gate(Inspected(record, QualityConfig()))


def put(rows, places, value):
    def fault(signal):
        signal[rows, places] = value

    return fault


def wander(signal):
    """Drift of several mV, as from a loose electrode, that obeys Einthoven."""
    drift = 3 * np.sin(np.linspace(0, 6, signal.shape[1]))
    signal[6:] += drift - 10
    one, two = signal[0] + drift, signal[1] - drift
    signal[:6] = one, two, two - one, -(one + two) / 2, one - two / 2, two - one / 2


@pytest.mark.parametrize("gate", GATES)
@pytest.mark.parametrize(
    "harmless",
    [
        lambda signal: signal,
        wander,
        lambda signal: 2 * signal,
        lambda signal: np.round(signal / 0.005) * 0.005,
        lambda signal: (
            signal + 0.01 * np.random.default_rng(0).normal(size=signal.shape)
        ),
    ],
)
def test_clean_recording_passes(gate, harmless, spoil):
    assert ask(gate, spoil(harmless)) is None


@pytest.mark.parametrize(
    ("factor", "level", "words"),
    [
        (1e3, "refuse", "look like µV: state the unit (uV)"),
        (1e-3, "refuse", "numbers are V, then state the unit (V)"),
        (100, "refuse", "Check unit and gain"),
        (0.05, "warn", "Check unit and gain"),
    ],
)
def test_wrong_unit_is_found(factor, level, words, spoil):
    found = ask(judge_unit, spoil(lambda signal: signal * factor))
    assert found.level == level
    assert words in found.reason


@pytest.mark.parametrize(
    ("fault", "level", "names"),
    [
        (put(6, slice(None), 0), "warn", ": V1. "),
        (put(6, slice(None), -17), "warn", ": V1. "),
        (put([6, 11], slice(None), 0), "warn", ": V1, V6. "),
        (put(8, slice(1000, 1600), 0.1), "warn", ": V3. "),
        (put(slice(8, 12), slice(None), 0), "refuse", ": V3, V4, V5, V6. "),
        (put(slice(None), slice(None), 0), "refuse", ": I, II, III, "),
        (put(slice(None), slice(2000, 2600), 0), "refuse", ": I, II, III, "),
    ],
)
def test_flat_leads_are_found(fault, level, names, spoil):
    found = ask(judge_flat, spoil(fault))
    assert found.level == level
    assert names in found.reason


def test_lead_of_noise_below_ten_microvolts_is_flat(spoil):
    noise = 0.005 * np.random.default_rng(0).normal(size=5000)
    assert ": V4. " in ask(judge_flat, spoil(put(9, slice(None), noise))).reason


@pytest.mark.parametrize("scale", [1, -1, 0.5])
def test_lead_exported_twice_is_found(scale, spoil):
    def fault(signal):
        signal[7] = scale * signal[6]

    found = ask(judge_doubled, spoil(fault))
    if scale < 0:
        assert found is None
    else:
        assert found.level == "warn"
        assert "identical: V1 and V2. " in found.reason


def test_flat_leads_are_not_called_identical(spoil):
    assert ask(judge_doubled, spoil(put(slice(None), slice(None), 0))) is None


def saturate(rows, level, gain=4.0):
    def fault(signal):
        signal[rows] = (signal[rows] * gain).clip(-level, level)

    return fault


@pytest.mark.parametrize(
    ("fault", "level", "names"),
    [
        (saturate([9], 1.1), "warn", ": V4. "),
        (saturate([8, 9], 1.1), "warn", ": V3, V4. "),
        (put(9, slice(2000, 2010), 30), "warn", ": V4. "),
        (put(9, slice(0, 5000, 2), 12), "warn", ": V4. "),
        (
            put(slice(6, 12), slice(2000, 2010), 30),
            "refuse",
            ": V1, V2, V3, V4, V5, V6",
        ),
    ],
)
def test_saturated_leads_are_found(fault, level, names, spoil):
    found = ask(judge_saturation, spoil(fault))
    assert found.level == level
    assert names in found.reason


@pytest.mark.parametrize("pair", list(itertools.combinations(range(6), 2)))
def test_swapped_limb_leads_are_found(pair, spoil):
    def fault(signal):
        signal[list(pair)] = signal[list(pair[::-1])]

    found = ask(judge_limb_leads, spoil(fault))
    assert found.level == "warn"
    assert "swapped or have different gains" in found.reason


@pytest.mark.parametrize("row", range(6))
@pytest.mark.parametrize("gain", [-1, 2, 10])
def test_limb_lead_of_another_gain_is_found(row, gain, spoil):
    def fault(signal):
        signal[row] *= gain

    assert ask(judge_limb_leads, spoil(fault)).level == "warn"


def test_chest_leads_do_not_matter_to_the_limb_leads(spoil):
    assert ask(judge_limb_leads, spoil(put(slice(6, 12), slice(None), 0))) is None


def test_every_lead_can_be_named(spoil):
    for row, lead in enumerate(LEADS):
        found = ask(judge_flat, spoil(put(row, slice(None), 0)))
        assert f": {lead}. " in found.reason
