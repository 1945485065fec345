"""Simulated recordings for the delineator: exact, varied, reproducible."""

import numpy as np

from ecgkt.simulate.example import plan_beats
from ecgkt.training.inputs.simulated_waves import mark_beats, simulate_marked


def test_the_same_seed_gives_the_same_recording():
    first, second = simulate_marked((5, 2)), simulate_marked((5, 2))
    assert np.array_equal(first.record.signal, second.record.signal)
    other = simulate_marked((5, 3))
    assert not np.array_equal(first.record.signal, other.record.signal)


def test_waves_are_ordered_and_inside():
    for number in range(20):
        for lead in simulate_marked((1, number)).leads:
            for name, (low, high) in {
                "p": (0.05, 0.2),
                "qrs": (0.03, 0.2),
                "t": (0.03, 0.6),
            }.items():
                pairs = lead.waves[name]
                assert ((pairs >= 0) & (pairs < 10)).all()
                lengths = np.diff(pairs)[:, 0]
                assert ((lengths > low) & (lengths < high)).all()


def test_some_recordings_have_no_p():
    counts = [len(simulate_marked((0, n)).leads[1].waves["p"]) for n in range(30)]
    assert 0 < sum(count == 0 for count in counts) < 15


def test_planted_durations_are_marked():
    beats = plan_beats("normal", seed=0, duration=10.0)
    leads = mark_beats(beats, duration=10.0)
    qrs = np.concatenate([lead.waves["qrs"] for lead in leads])
    # The last piece of the pattern ends 1 % after the requested 90 ms.
    assert 0.089 < np.diff(qrs).max() < 0.092
    p = leads[1].waves["p"]
    onset = leads[1].waves["qrs"][:, 0]
    gaps = [one - p[p[:, 0] < one][-1, 0] for one in onset if (p[:, 0] < one).any()]
    assert np.allclose(gaps, 0.16, atol=0.01)
