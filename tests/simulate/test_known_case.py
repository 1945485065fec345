import numpy as np

from ecgkt.simulate.known_case import simulate_known_case
from ecgkt.types.record import SIMULATED
from ecgkt.vocab.statements import CODES

RHYTHMS = {"SR", "SBRAD", "STACH", "AFIB"}


def test_same_numbers_give_the_same_case():
    one, other = simulate_known_case(4, 2), simulate_known_case(4, 2)
    np.testing.assert_array_equal(one.record.signal, other.record.signal)
    assert one.truth == other.truth
    assert one.record.warnings == (SIMULATED,)
    assert one.record.signal.shape == (12, 5000)


def test_truth_is_complete_and_does_not_contradict_itself():
    truths = [simulate_known_case(4, number).truth for number in range(60)]
    for truth in truths:
        stated = set(truth.stated)
        assert stated <= set(CODES)
        assert len(stated & RHYTHMS) == 1
        assert not {"AFIB", "1AVB"} <= stated
        if "NORM" in stated:
            assert stated == {"NORM", "SR"}
    assert len({code for truth in truths for code in truth.stated}) >= 7


def test_planted_rate_is_measured():
    from ecgkt.measure.measure_ecg import measure_ecg

    limits = {"SBRAD": (30, 62), "SR": (58, 102), "STACH": (98, 180)}
    for number in range(12):
        record, truth = simulate_known_case(4, number)
        if {"AFIB", "PVC"} & set(truth.stated):
            continue
        low, high = limits[next(code for code in limits if code in truth.stated)]
        values = measure_ecg(record.signal, record.fs, None).values
        assert low <= values["heart_rate_bpm"].value <= high
