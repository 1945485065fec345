"""Limb leads follow from each other, sample by sample; what is there stays."""

from dataclasses import replace

import numpy as np
import pytest

from ecgkt.io.missing import derive_missing
from ecgkt.io.read_ecg import read_ecg
from ecgkt.quality.gates import judge
from ecgkt.simulate.example import simulate_example
from ecgkt.types.upload import StatedMetadata, UploadedFile
from ecgkt.vocab.leads import INDEPENDENT_LEADS, LEADS

LIMB = LEADS[:6]


@pytest.fixture(scope="module")
def whole():
    """An ECG whose limb leads obey Einthoven and Goldberger."""
    record = simulate_example("normal", seed=0, fs=500.0)
    signal = record.signal.copy()
    one, two = signal[:2]
    signal[2:6] = two - one, -(one + two) / 2, one - two / 2, two - one / 2
    return replace(record, signal=signal, warnings=(), age=50.0)


def without(record, *gaps):
    signal = record.signal.copy()
    for lead, start, end in gaps:
        signal[LEADS.index(lead), start:end] = np.nan
    return replace(record, signal=signal)


def test_record_without_missing_samples_is_the_same_object(whole):
    assert derive_missing(whole) is whole


@pytest.mark.parametrize("lead", LIMB)
def test_gap_in_one_limb_lead_is_computed(lead, whole):
    found = derive_missing(without(whole, (lead, 500, 1000)))
    np.testing.assert_allclose(found.signal, whole.signal, atol=1e-6)
    assert found.derived_in_part == (lead,)
    assert found.derived_leads == ()
    (note,) = found.warnings
    assert note.startswith("Derived where missing")
    assert f"{lead} (10.00%)" in note


@pytest.mark.parametrize("kept", [(0, 1), (0, 2), (3, 5), (2, 4), (1, 3)])
def test_any_two_limb_leads_give_the_six(kept, whole):
    gaps = [(lead, 0, 5000) for row, lead in enumerate(LIMB) if row not in kept]
    found = derive_missing(without(whole, *gaps))
    np.testing.assert_allclose(found.signal, whole.signal, atol=2e-6)
    assert found.derived_leads == tuple(lead for lead, *_ in gaps)
    assert found.derived_in_part == ()


def test_samples_that_are_there_stay_byte_for_byte(whole):
    rng = np.random.default_rng(0)
    signal = whole.signal + rng.normal(0, 0.01, whole.signal.shape).astype(np.float32)
    signal[rng.random(signal.shape) < 0.1] = np.nan
    found = derive_missing(replace(whole, signal=signal))
    is_there = ~np.isnan(signal)
    assert found.signal[is_there].tobytes() == signal[is_there].tobytes()


def test_slow_plain_version_gives_the_same(whole):
    rng = np.random.default_rng(1)
    signal = whole.signal[:, :400].copy()
    signal[:6][rng.random((6, 400)) < 0.5] = np.nan
    found = derive_missing(replace(whole, signal=signal)).signal
    for at in range(400):
        n_known = (~np.isnan(signal[:6, at])).sum()
        if n_known >= 2:
            np.testing.assert_allclose(found[:6, at], whole.signal[:6, at], atol=2e-6)
        else:
            np.testing.assert_array_equal(found[:6, at], signal[:6, at])


def test_what_cannot_be_known_stays_missing(whole):
    gaps = [(lead, 0, 100) for lead in (*LIMB, "V1")]
    spoilt = without(whole, *gaps)
    assert derive_missing(spoilt) is spoilt
    chest = without(whole, ("V3", 0, 100), ("III", 0, 100))
    found = derive_missing(chest)
    assert np.isnan(found.signal).sum() == 100
    assert found.derived_in_part == ("III",)


def test_lead_that_the_file_lacks_is_not_named_twice(whole):
    record = replace(without(whole, ("I", 0, 50)), derived_leads=("III",))
    record.signal[2, :50] = np.nan
    found = derive_missing(record)
    assert found.derived_leads == ("III",)
    assert "III" not in found.warnings[0]
    assert "I (1.00%)" in found.warnings[0]


def npy(signal, tmp_path):
    np.save(tmp_path / "x.npy", signal)
    return UploadedFile("x.npy", (tmp_path / "x.npy").read_bytes())


@pytest.mark.parametrize("lead", LIMB)
@pytest.mark.parametrize("end", [1000, 5000])
def test_file_with_a_gap_or_an_empty_limb_lead_is_accepted(lead, end, whole, tmp_path):
    spoilt = without(whole, (lead, 500 if end == 1000 else 0, end))
    stated = StatedMetadata(fs=500, unit="mV", age=50)
    record = read_ecg([npy(spoilt.signal, tmp_path)], stated)
    assert judge(record).verdict == "accept"
    told = [*record.warnings, *judge(record).reasons]
    assert not any("(0.00%)" in text or "bridged" in text for text in told)


@pytest.mark.parametrize("lead", INDEPENDENT_LEADS[2:])
def test_recording_with_an_empty_lead_is_measured_only(lead, whole, tmp_path):
    spoilt = without(whole, (lead, 0, 5000))
    stated = StatedMetadata(fs=500, unit="mV", age=50)
    quality = judge(read_ecg([npy(spoilt.signal, tmp_path)], stated))
    assert (quality.verdict, quality.measured_only) == ("refuse", True)
    assert f"missing: {lead}." in quality.reasons[0]


def test_leads_that_follow_each_other_tell_nothing_of_each_other(whole):
    gaps = [(lead, 0, 2500) for lead in LIMB[:3]] + [
        (lead, 2500, 5000) for lead in LIMB[4:]
    ]
    record = replace(without(whole, *gaps), is_staggered=True)
    assert derive_missing(record) is record
