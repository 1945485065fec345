import numpy as np
import pytest

from ecgkt.simulate.plant_noise import PLANTED, plant_noise, round_to_steps

HEIGHTS = np.array([0.5, 1.0, 2.0])


def draw(kind, **changes):
    options = {"snr_db": 6.0, "rng": np.random.default_rng(1), **changes}
    return plant_noise(kind, HEIGHTS, 5000, 500.0, **options)


@pytest.mark.parametrize("kind", ["mains", "muscle", "wander"])
def test_noise_is_as_strong_as_asked(kind):
    span = 2 * np.sqrt(2) * draw(kind).std(axis=1)
    np.testing.assert_allclose(20 * np.log10(HEIGHTS / span), 6, atol=1e-6)


def test_steps_are_as_high_as_asked():
    np.testing.assert_allclose(np.ptp(draw("motion"), axis=1), HEIGHTS / 10**0.3)


@pytest.mark.parametrize(
    ("kind", "low", "high"),
    [("mains", 49, 151), ("muscle", 18, 155), ("wander", 0, 0.5)],
)
def test_noise_lies_in_its_band(kind, low, high):
    power = np.abs(np.fft.rfft(draw(kind))) ** 2
    frequencies = np.fft.rfftfreq(5000, 1 / 500)
    inside = (frequencies >= low) & (frequencies <= high)
    assert power[:, inside].sum() > 0.95 * power.sum()


@pytest.mark.parametrize("kind", PLANTED)
def test_leads_are_noisy_by_themselves(kind):
    correlation = np.corrcoef(draw(kind))
    assert np.abs(correlation[np.triu_indices(3, 1)]).max() < 0.999


def test_slow_recordings_hold_no_mains():
    rng = np.random.default_rng(0)
    with pytest.raises(ValueError, match="holds no mains"):
        plant_noise("mains", HEIGHTS, 1000, 100.0, snr_db=6, rng=rng)


def test_unknown_noise_is_an_error():
    with pytest.raises(ValueError, match="noise can be one of"):
        draw("thunder")


def test_rounding_errs_as_strongly_as_asked():
    signal = np.cumsum(np.random.default_rng(3).standard_normal((3, 5000)), axis=1)
    error = round_to_steps(signal, HEIGHTS, snr_db=12) - signal
    span = 2 * np.sqrt(2) * error.std(axis=1)
    np.testing.assert_allclose(20 * np.log10(HEIGHTS / span), 12, atol=0.3)
