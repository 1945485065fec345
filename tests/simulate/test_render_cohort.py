"""The fast renderer equals the plain one; leads, sites and steps are right."""

import numpy as np
import pytest

from ecgkt.simulate.beat_shape import Train, plan_trains
from ecgkt.simulate.dipole import Beat, Wave, render_dipole
from ecgkt.simulate.patient import draw_patient, every_case
from ecgkt.simulate.physiology import conduct
from ecgkt.simulate.render_cohort import FS, GAIN, SITES, render_steps, render_trains


@pytest.fixture(scope="module")
def case():
    return next(every_case(draw_patient(1, 0)))[1]


@pytest.fixture(scope="module")
def trains(case):
    rng = np.random.default_rng(0)
    return plan_trains(
        case.body, conduct(case.body), rng, duration=10.0, has_ectopy=True
    )


def test_many_beats_at_once_equal_one_after_the_other(trains):
    still = tuple(
        train._replace(turns=np.zeros_like(train.turns), shifts=0 * train.shifts)
        for train in trains
    )
    beats = [
        Beat("sinus", float(onset), train.waves)
        for train in still
        for onset in train.onsets
    ]
    slow = render_dipole(beats, np.arange(5000) / FS)
    fast = render_trains(still, fs=FS, start=0.0, n_samples=5000)
    assert np.abs(fast - slow).max() < 1e-4


def test_breathing_turns_a_wave_and_keeps_its_size():
    wave = Wave("QRS", (1.0, 0.0, 0.5), 0.0, 0.02, 0.02)
    turned = Train(np.array([1.0]), np.zeros(1), np.array([np.pi / 2]), (wave,))
    x, y, z = render_trains((turned,), fs=FS, start=0.0, n_samples=1000)[:, 500]
    assert (x, y, z) == pytest.approx((0.0, 1.0, 0.5))


def test_waves_that_reach_over_the_ends_are_cut_there():
    wave = Wave("T", (1.0, 0.0, 0.0), 0.0, 0.05, 0.05)
    train = Train(np.array([-0.02, 2.0]), np.zeros(2), np.zeros(2), (wave,))
    row = render_trains((train,), fs=FS, start=0.0, n_samples=1000)[0]
    assert row[0] == pytest.approx(np.exp(-0.5 * 0.4**2))
    assert row[-1] == pytest.approx(np.exp(-0.5 * (0.002 / 0.05) ** 2))


def render(trains, site, seed=3, is_fibrillating=False):
    rng = np.random.default_rng(seed)
    return render_steps(trains, rng, site=site, is_fibrillating=is_fibrillating)


def test_twelve_leads_of_ten_seconds_obey_einthoven(trains):
    steps = render(trains, SITES[0]).astype(int)
    assert steps.shape == (12, 5000)
    first, second, third, avr, avl, avf = steps[:6]
    assert np.abs(second - first - third).max() <= 1.5
    assert np.abs(avr + avl + avf).max() <= 1.5


def test_equal_states_give_equal_steps_and_others_do_not(trains):
    assert np.array_equal(render(trains, SITES[0]), render(trains, SITES[0]))
    assert not np.array_equal(render(trains, SITES[0]), render(trains, SITES[0], 4))


def test_sites_differ_in_bandwidth_and_mains(trains):
    def power(site, low, high):
        spectrum = np.abs(np.fft.rfft(render(trains, site)[7] / GAIN)) ** 2
        return spectrum[low * 10 : high * 10].sum()

    assert power(SITES[2], 80, 140) < 0.2 * power(SITES[0], 80, 140)


def test_fibrillation_adds_f_waves(trains):
    quiet = SITES[0]._replace(noise_mv=0.0, wander_mv=0.0, mains_mv=0.0)
    silent = tuple(train._replace(onsets=train.onsets[:0]) for train in trains)
    steps = render(silent, quiet, is_fibrillating=True)
    spectrum = np.abs(np.fft.rfft(steps[6] - steps[6].mean()))
    assert 40 < spectrum.argmax() < 90
    assert not render(silent, quiet).any()
