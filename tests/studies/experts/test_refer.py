"""Risk and coverage: doubt that knows what is wrong leaves less of it."""

import numpy as np
import pytest

from ecgkt.studies.experts.refer import COVERAGES, doubts, risk_coverage


@pytest.fixture(scope="module")
def wrong():
    return np.random.default_rng(0).random(800) < 0.3


def test_doubt_that_knows_keeps_the_right_ones_first(wrong):
    area, curve = risk_coverage(wrong.astype(float), wrong, np.arange(800))
    risks = [point["risk"]["value"] for point in curve]
    assert [point["coverage"] for point in curve] == list(COVERAGES)
    assert risks[0] == pytest.approx(wrong.mean(), abs=1e-3)
    assert risks[-1] == 0
    assert risks == sorted(risks, reverse=True)
    assert area["value"] < 0.1


def test_doubt_that_knows_nothing_gains_nothing(wrong):
    area, curve = risk_coverage(
        np.random.default_rng(1).random(800), wrong, np.arange(800)
    )
    assert area["value"] == pytest.approx(wrong.mean(), abs=0.04)
    low, high = area["ci"]
    assert low < area["value"] < high
    assert curve[5]["risk"]["value"] == pytest.approx(wrong.mean(), abs=0.06)


def test_experts_who_agree_do_not_disagree():
    one = np.full((3, 4, 5), 0.5)
    found = doubts(one, one[0])
    assert found["disagreement"] == pytest.approx(0, abs=1e-9)
    assert found["committee"] == pytest.approx(5 * np.log(2))


def test_experts_who_are_sure_of_contraries_disagree_wholly():
    two = np.stack([np.zeros((4, 5)), np.ones((4, 5))])
    found = doubts(two, two[0])
    assert found["disagreement"] == pytest.approx(5 * np.log(2), abs=1e-6)
    assert found["shipped"] == pytest.approx(0, abs=1e-6)
