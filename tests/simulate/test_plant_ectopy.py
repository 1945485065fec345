"""What is planted is there: as many beats, as early, and in this order."""

import numpy as np
import pytest

from ecgkt.simulate.plant_ectopy import ORDERS, EctopyCase, plant_ectopy


def all_beats(made):
    return np.sort(np.concatenate([made.premature, made.others]))


@pytest.mark.parametrize("is_atrial", [False, True])
@pytest.mark.parametrize("coupling", [0.5, 0.7, 0.9])
def test_premature_beats_come_at_their_coupling(coupling, is_atrial):
    case = EctopyCase(order="single", coupling=coupling, is_atrial=is_atrial, qrs=0.09)
    made = plant_ectopy(case, fs=100.0, seed=5)
    beats = all_beats(made)
    places = [place for place in np.searchsorted(beats, made.premature) if place]
    assert places
    for place in places:
        before = beats[place] - beats[place - 1]
        assert before == pytest.approx(coupling * 60 / 70, rel=0.08)


@pytest.mark.parametrize("order", ORDERS)
def test_order_is_kept(order):
    made = plant_ectopy(EctopyCase(order=order), fs=100.0, seed=1)
    numbers = np.searchsorted(all_beats(made), made.premature)
    if order in ("bigeminy", "trigeminy"):
        apart = {"bigeminy": 2, "trigeminy": 3}[order]
        assert set(np.diff(numbers)) == {apart}
    elif order in ("couplet", "run"):
        assert 1 in np.diff(numbers)
    else:
        assert 1 not in np.diff(numbers)


def test_nothing_is_planted_where_none_is_asked_for():
    made = plant_ectopy(EctopyCase(order="none"), fs=100.0, seed=1)
    assert len(made.premature) == 0
    assert np.diff(made.others) == pytest.approx(60 / 70, rel=0.08)


@pytest.mark.parametrize("fs", [100.0, 500.0])
def test_shape_rate_and_seed(fs):
    case = EctopyCase(order="single", is_fibrillating=True)
    one, same = (plant_ectopy(case, fs=fs, seed=3) for _ in range(2))
    assert one.leads.shape == (12, round(10 * fs))
    assert one.leads.dtype == np.float32
    assert (one.leads == same.leads).all()
    assert not (one.leads == plant_ectopy(case, fs=fs, seed=4).leads).all()
