import numpy as np
import pytest

from ecgkt.measure.beat_features import FEATURES, beat_features
from ecgkt.simulate.example import PHYSIOLOGY, plan_beats, simulate_example


def measured(name, fs=500, seed=0):
    signal = simulate_example(name, seed=seed, fs=fs).signal
    return dict(zip(FEATURES, beat_features(signal, fs), strict=True))


@pytest.mark.parametrize("fs", [100, 250, 500])
@pytest.mark.parametrize("name", sorted(set(PHYSIOLOGY) - {"pvc"}))
def test_heart_rate_is_the_planted_one(name, fs):
    times = [b.onset for b in plan_beats(name, seed=0, duration=10.0)]
    inside = [t for t in times if 0.15 < t < 9.7]
    planted = 60 / np.diff(inside).mean()
    assert measured(name, fs)["heart_rate_bpm"] == pytest.approx(planted, rel=0.03)


@pytest.mark.parametrize("fs", [100, 500])
def test_intervals_come_near_the_planted_ones(fs):
    for name in ("normal", "lbbb", "long-qt"):
        found, truth = measured(name, fs), PHYSIOLOGY[name]
        assert found["qrs_ms"] == pytest.approx(1000 * truth.qrs, abs=35)
        # The tangent leaves T before its last, flat end.
        assert found["qtc_fridericia_ms"] == pytest.approx(1000 * truth.qtc, abs=60)


def test_each_example_shows_what_it_is_named_for():
    normal = measured("normal")
    assert measured("af")["irregularity"] > 5 * normal["irregularity"]
    assert measured("pvc")["early_share"] > normal["early_share"] == 0
    assert measured("lvh")["sokolow_lyon_mv"] > 3.5 > normal["sokolow_lyon_mv"]
    assert measured("lbbb")["qrs_ms"] > normal["qrs_ms"] + 30
    assert measured("inferior-ste")["II_st_mv"] > 0.1 > normal["II_st_mv"]
    assert abs(measured("af")["II_p_mv"]) < 0.5 * normal["II_p_mv"]


def test_twice_the_voltage_doubles_voltages_and_nothing_else():
    signal = simulate_example("normal", fs=250).signal
    one, two = beat_features(signal, 250), beat_features(2 * signal, 250)
    factor = np.array([2 if "_mv" in name else 1 for name in FEATURES])
    np.testing.assert_allclose(two, factor * one, rtol=1e-6, atol=1e-9)


def test_axis_turns_with_the_limb_leads():
    signal = simulate_example("normal", fs=250).signal[[0, 1, *range(6, 12)]]
    turned = signal.copy()
    turned[:2] *= -1
    found, opposite = beat_features(signal, 250), beat_features(turned, 250)
    where = [FEATURES.index(f"qrs_axis_{part}") for part in ("cos", "sin")]
    assert np.hypot(*found[where]) == pytest.approx(1)
    np.testing.assert_allclose(opposite[where], -found[where], atol=1e-9)


def test_twelve_leads_and_the_independent_eight_are_the_same():
    signal = simulate_example("lvh", fs=500).signal
    eight = signal[[0, 1, *range(6, 12)]]
    np.testing.assert_array_equal(beat_features(eight, 500), beat_features(signal, 500))


def test_offset_and_slow_wander_hardly_matter():
    signal = simulate_example("normal", fs=100).signal
    moved = signal + 0.3 * np.sin(2 * np.pi * 0.15 * np.arange(1000) / 100) + 2
    one, two = beat_features(signal, 100), beat_features(moved, 100)
    voltages = [i for i, name in enumerate(FEATURES) if name.endswith("_mv")]
    np.testing.assert_allclose(two[voltages], one[voltages], atol=0.08)


def test_a_missing_lead_is_missing_and_the_others_stay():
    signal = simulate_example("normal", fs=250).signal.copy()
    whole = beat_features(signal, 250)
    signal[7] = np.nan  # V2
    found = beat_features(signal, 250)
    names = [i for i, name in enumerate(FEATURES) if name.startswith("V2_")]
    others = [i for i, name in enumerate(FEATURES) if name.startswith("V5_")]
    assert np.isnan(found[names]).all()
    np.testing.assert_allclose(found[others], whole[others], atol=20, rtol=0.1)


def test_a_few_missing_samples_are_bridged():
    signal = simulate_example("normal", fs=250).signal.copy()
    signal[:, 1000:1010] = np.nan
    assert np.isfinite(beat_features(signal, 250)).all()


@pytest.mark.parametrize("kind", ["flat", "noise", "missing"])
def test_without_beats_nothing_is_measured(kind):
    noise = np.random.default_rng(0).normal(size=(8, 1000))
    signal = {"flat": 0 * noise, "noise": 0.2 * noise, "missing": np.nan * noise}
    assert np.isnan(beat_features(signal[kind], 100)).all()


def test_the_input_is_left_as_it_was():
    signal = simulate_example("normal", fs=100).signal.copy()
    signal[3, 5] = np.nan
    before = signal.copy()
    beat_features(signal, 100)
    np.testing.assert_array_equal(signal, before)


@pytest.mark.parametrize("shape", [(3, 1000), (1000,), (2, 8, 1000)])
def test_other_numbers_of_leads_are_refused(shape):
    with pytest.raises(ValueError, match="expected 8 or 12 leads"):
        beat_features(np.zeros(shape), 100)


def test_slow_sampling_is_refused():
    with pytest.raises(ValueError, match="at least 50 Hz"):
        beat_features(np.zeros((8, 1000)), 49)
