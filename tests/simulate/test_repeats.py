"""Repeats are of one heart: its beats are the same, its noise and its phase are not."""

import numpy as np

from ecgkt.measure.measure_ecg import measure_ecg
from ecgkt.simulate.repeats import simulate_repeats


def test_repeats_share_the_person_and_no_sample():
    first, second, third = simulate_repeats(3, 5, n_repeats=3)
    assert (first.age, first.sex) == (second.age, second.sex) == (third.age, third.sex)
    for other in (second, third):
        shared = np.corrcoef(first.signal[0], other.signal[0])[0, 1]
        assert abs(shared) < 0.9
    assert not np.array_equal(second.signal, third.signal)


def test_the_same_numbers_give_the_same_recording():
    first, second = simulate_repeats(3, 5), simulate_repeats(3, 5)
    assert all(
        np.array_equal(a.signal, b.signal) for a, b in zip(first, second, strict=True)
    )


def test_the_rate_of_a_heart_stays_near_itself_and_others_differ():
    def rate(record):
        return (
            measure_ecg(record.signal, record.fs, None).values["heart_rate_bpm"].value
        )

    pairs = [tuple(map(rate, simulate_repeats(0, number))) for number in range(8)]
    within = np.array([b - a for a, b in pairs])
    between = np.array([a for a, _ in pairs])
    assert np.abs(within).mean() < between.std() / 2
