"""Detector and delineator on planted beats: one count, whatever the shape."""

import numpy as np
import pytest

from ecgkt.bundle.delineator import load_delineator
from ecgkt.measure.delineation import Delineation, delineate, readable_leads
from ecgkt.measure.global_beats import complexes_of
from ecgkt.measure.heart_beats import heart_beats
from ecgkt.results.model_card import BUNDLED
from tests.builders.beat_families import planted_beats
from tests.builders.hostile_signals import KINDS


@pytest.fixture(scope="module")
def delineator():
    return load_delineator(BUNDLED)


@pytest.fixture
def count(delineator):
    def count(signal, fs=500.0):
        readable = readable_leads(signal.astype(np.float32), fs)
        found = delineate(readable, fs, delineator, mask_fs=delineator.mask_fs)
        return heart_beats(readable.signal.astype(float), fs, found)

    return count


@pytest.mark.parametrize("family", ["gaussian", "cosine", "triangle"])
@pytest.mark.parametrize(
    ("rate", "qrs"),
    [(20, 0.1), (40, 0.16), (70, 0.06), (150, 0.1), (220, 0.14), (290, 0.06)],
)
def test_every_planted_beat_is_counted_once(count, rate, qrs, family):
    signal, middles = planted_beats(rate, qrs=qrs, family=family)
    heart = count(signal)
    assert heart.doubt == ""
    assert 60 / np.diff(heart.peaks).mean() == pytest.approx(rate, rel=0.02)
    assert abs(len(heart.peaks) - len(middles)) <= 1
    assert abs(len(heart.beats) - len(heart.peaks)) <= 1


@pytest.mark.parametrize(
    ("t_mv", "t_half"), [(1.5, 0.1), (2.0, 0.1), (2.5, 0.1), (-2.0, 0.12)]
)
def test_a_tall_t_is_no_beat(count, t_mv, t_half):
    signal, middles = planted_beats(70, t_mv=t_mv, t_half=t_half)
    heart = count(signal)
    assert 60 / np.diff(heart.peaks).mean() == pytest.approx(70, rel=0.02)
    assert np.abs(heart.peaks - middles[:, None]).min(axis=1).max() < 0.05


@pytest.mark.parametrize(
    "kind", ["white", "shared", "fibrillation", "silence", "lone_beats"]
)
def test_where_no_heart_beats_none_is_counted(count, kind):
    times = np.arange(5000) / 500
    for seed in range(3):
        heart = count(0.3 * KINDS[kind](np.random.default_rng(seed), times))
        assert len(heart.peaks) == len(heart.beats) == 0
        assert "beats" in heart.doubt


def test_without_marks_the_detector_decides(delineator):
    signal, middles = planted_beats(70, fs=100.0)
    readable = readable_leads(signal, 100.0)
    unread = Delineation(leads=(), reasons=())
    assert complexes_of(unread) == []
    heart = heart_beats(readable.signal.astype(float), 100.0, unread)
    assert len(heart.peaks) == len(middles)
    assert heart.beats == ()


def test_two_counts_that_contradict_each_other_are_said(count, monkeypatch):
    """A delineator that marks one beat in three, and no T at all."""
    signal, _middles = planted_beats(70)
    readable = readable_leads(signal, 500.0)
    found = delineate(readable, 500.0, load_delineator(BUNDLED), mask_fs=250.0)
    few = tuple(lead._replace(qrs=lead.qrs[::3], t=lead.t[:0]) for lead in found.leads)
    heart = heart_beats(
        readable.signal.astype(float),
        500.0,
        Delineation(leads=few, reasons=found.reasons),
    )
    assert len(heart.peaks) == 0
    assert "do not agree" in heart.doubt
