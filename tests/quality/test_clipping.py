"""Waves cut at any level are found, blunt and coarse ones are not taken for them."""

import random

import numpy as np
import pytest

from ecgkt.config import QualityConfig
from ecgkt.io.read_path import read_path
from ecgkt.preprocess.gaps import fill_gaps
from ecgkt.quality.clipping import clipped_leads
from ecgkt.quality.inspected import Inspected
from ecgkt.quality.signal_gates import judge_saturation
from ecgkt.simulate.example import EXAMPLES, simulate_example


@pytest.mark.parametrize("row", [0, 7, 10])
@pytest.mark.parametrize("share", [0.5, 0.8])
def test_cut_waves_are_named_at_any_level(row, share, spoil):
    def fault(signal):
        level = share * np.abs(signal[row]).max()
        signal[row] = signal[row].clip(-level, level)

    record = spoil(fault)
    found = judge_saturation(Inspected(record, QualityConfig()))
    assert found.level == "warn"
    assert np.flatnonzero(clipped_leads(record.signal, record.fs)).tolist() == [row]


@pytest.mark.parametrize("name", sorted(EXAMPLES))
@pytest.mark.parametrize("step", [0.0, 0.005, 0.02])
def test_whole_waves_are_not_cut(name, step):
    signal = simulate_example(name, seed=4).signal
    if step:
        signal = (np.round(signal / step) * step).astype(np.float32)
    assert not clipped_leads(signal, 500.0).any()


def test_a_lone_flat_top_and_a_flat_line_are_no_cut(clean):
    signal = clean.signal.copy()
    signal[3, 1000:1010] = signal[3].max() + 0.1
    signal[5] = 0
    assert not clipped_leads(signal, clean.fs).any()


@pytest.mark.parametrize(
    ("fixture", "pattern"),
    [
        ("ptb_xl", "records100/*/*.hea"),
        ("mimic_ecg_demo", "files/**/*.hea"),
        ("ludb", "data/*.hea"),
    ],
)
@pytest.mark.slow
def test_real_recordings_are_seldom_called_cut(fixture, pattern, request):
    headers = sorted(request.getfixturevalue(fixture).glob(pattern))
    sample = random.Random(1).sample(headers, min(200, len(headers)))
    records = [read_path(path) for path in sample]
    cut = [
        clipped_leads(fill_gaps(one.signal[:, : round(10 * one.fs)]), one.fs).any()
        for one in records
    ]
    assert sum(cut) <= 0.005 * len(sample)
