import dataclasses

import numpy as np
import pytest

from ecgkt.config import InputConfig
from ecgkt.preprocess.model_input import model_input, prepare_leads
from ecgkt.vocab.leads import INDEPENDENT_LEADS, LEADS

CONFIG = InputConfig()
ROWS = [LEADS.index(lead) for lead in INDEPENDENT_LEADS]


def changed(record, signal, **fields):
    signal = np.asarray(signal, np.float32)
    return dataclasses.replace(record, signal=signal, **fields)


def test_shape_type_and_centre(record):
    prepared = model_input(record, CONFIG)
    assert prepared.shape == (8, 1000)
    assert prepared.dtype == np.float32
    np.testing.assert_allclose(np.median(prepared, axis=1), 0, atol=1e-6)


def test_rows_are_the_independent_leads(record):
    prepared = model_input(record, CONFIG)
    for row, place in enumerate(ROWS):
        alone = np.zeros_like(record.signal)
        alone[place] = record.signal[place]
        found = model_input(changed(record, alone), CONFIG)
        np.testing.assert_allclose(found[row], prepared[row], atol=1e-6)
        assert not np.delete(found, row, axis=0).any()


def test_dependent_leads_do_not_matter(record):
    signal = record.signal.copy()
    signal[2:6] = np.nan
    np.testing.assert_array_equal(
        model_input(changed(record, signal), CONFIG), model_input(record, CONFIG)
    )


def test_what_follows_the_window_does_not_matter(record):
    longer = np.concatenate([record.signal, 5 + record.signal], axis=1)
    np.testing.assert_array_equal(
        model_input(changed(record, longer), CONFIG), model_input(record, CONFIG)
    )


def test_offset_of_a_lead_does_not_matter(record):
    lifted = record.signal + np.arange(12)[:, None] - 6
    np.testing.assert_allclose(
        model_input(changed(record, lifted), CONFIG),
        model_input(record, CONFIG),
        atol=1e-4,
    )


def test_slow_waves_are_kept(record):
    """A high-pass filter would take them off, and the ST segment with them."""
    seconds = np.arange(5000) / 500
    wave = np.sin(2 * np.pi * 0.2 * seconds) * np.ones((12, 1))
    prepared = model_input(changed(record, wave), CONFIG)
    assert prepared.max() == pytest.approx(1, abs=0.02)


def test_small_gap_is_bridged(record):
    signal = record.signal.copy()
    signal[1, 1000:1010] = np.nan
    prepared = model_input(changed(record, signal), CONFIG)
    whole = model_input(record, CONFIG)
    far = np.r_[0:150, 250:1000]
    assert np.isfinite(prepared).all()
    np.testing.assert_allclose(prepared[:, far], whole[:, far], atol=0.02)


@pytest.mark.parametrize("fs", [100, 250, 257, 500, 1000, 1000.5])
def test_every_rate_gives_the_same_shape(fs, record):
    n_samples = round(10 * fs)
    signal = np.zeros((12, n_samples)) + np.sin(np.arange(n_samples) / fs * 6)
    prepared = model_input(changed(record, signal, fs=fs), CONFIG)
    expected = np.sin(np.arange(1000) / 100 * 6)
    assert prepared.shape == (8, 1000)
    inside = slice(20, -20)
    centred = expected - np.median(expected)
    np.testing.assert_allclose(prepared[0, inside], centred[inside], atol=0.02)


def test_short_recording_is_filled_up(record):
    prepared = model_input(changed(record, record.signal[:, :4500]), CONFIG)
    assert prepared.shape == (8, 1000)
    assert np.abs(prepared[:, 900:]).max() > 0.1


def test_infinity_and_empty_leads_are_refused(record):
    signal = record.signal.copy()
    signal[0] = np.nan
    with pytest.raises(ValueError, match="cannot be interpolated"):
        model_input(changed(record, signal), CONFIG)
    signal[0] = np.inf
    with pytest.raises(ValueError, match="finite"):
        model_input(changed(record, signal), CONFIG)


def test_stored_signals_take_the_same_last_steps(record):
    rng = np.random.default_rng(0)
    batch = rng.normal(3, 5, (4, 2, 8, 500)).astype(np.float32)
    prepared = prepare_leads(batch, CONFIG)
    assert prepared.shape == batch.shape
    assert np.abs(prepared).max() == CONFIG.clip_mv
    np.testing.assert_array_equal(prepared[2, 1], prepare_leads(batch[2, 1], CONFIG))
    whole = model_input(record, CONFIG)
    np.testing.assert_allclose(prepare_leads(whole, CONFIG), whole, atol=1e-6)


def test_prepared_leads_must_be_finite():
    with pytest.raises(ValueError, match="finite signal"):
        prepare_leads(np.array([[0, np.nan]], np.float32), CONFIG)
