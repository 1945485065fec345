from typing import get_args

import numpy as np
import pytest

from ecgkt.simulate.foreign_signals import foreign_signal
from ecgkt.vocab.foreign_kinds import FOREIGN_NAMES, ForeignKind

FS = 100.0


@pytest.fixture
def ecg():
    return np.random.default_rng(1).normal(size=(8, 1010))


def make(kind, ecg, seed=0):
    return foreign_signal(kind, ecg, FS, np.random.default_rng(seed))


@pytest.mark.parametrize("kind", get_args(ForeignKind))
def test_every_kind_has_a_name_and_is_repeatable(kind, ecg):
    kept = ecg.copy()
    made = make(kind, ecg)
    assert kind in FOREIGN_NAMES
    assert made.shape == ecg.shape
    assert np.isfinite(made).all()
    assert np.array_equal(made, make(kind, ecg))
    assert not np.allclose(made, ecg)
    assert np.array_equal(ecg, kept)


@pytest.mark.parametrize("kind", ["samples_shuffled", "pieces_shuffled"])
def test_shuffling_moves_all_leads_alike_and_loses_no_sample(kind, ecg):
    made = make(kind, ecg)
    assert np.array_equal(np.sort(made, axis=1), np.sort(ecg, axis=1))
    at = np.flatnonzero(ecg[0] == made[0, 0])[0]
    assert np.array_equal(made[:, 0], ecg[:, at])


def test_pieces_keep_their_shape(ecg):
    made = make("pieces_shuffled", ecg)
    assert np.array_equal(made[:, 1000:], ecg[:, 1000:])
    piece = made[0, :25]
    assert any(np.array_equal(piece, ecg[0, at : at + 25]) for at in range(0, 1000, 25))


def test_leads_change_places_only(ecg):
    made = make("leads_shuffled", ecg)
    assert {lead.tobytes() for lead in made} == {lead.tobytes() for lead in ecg}


def test_eeg_has_its_rhythm_and_pulses_their_rate(ecg):
    power = np.abs(np.fft.rfft(make("eeg", ecg[:, :1000]))) ** 2
    fast = np.fft.rfftfreq(1000, 1 / FS) > 5
    peak = np.fft.rfftfreq(1000, 1 / FS)[fast][power[:, fast].mean(axis=0).argmax()]
    assert peak == pytest.approx(10)
    square = make("square", ecg)
    n_rises = (np.diff(square[0]) > 0).sum()
    assert 7 <= n_rises <= 18
