"""Planted beats at any rate, of three families of shapes, in twelve leads."""

import numpy as np

FAMILIES = {
    "gaussian": lambda x: np.exp(-0.5 * (2.5 * x) ** 2),
    "cosine": lambda x: np.where(np.abs(x) < 1, np.cos(np.pi * x / 2) ** 2, 0.0),
    "triangle": lambda x: np.clip(1 - np.abs(x), 0, None),
}
"""Height of a wave by the distance from its middle, in parts of its half length."""
R_GAIN = np.array([0.6, 1.0, 0.4, -0.8, 0.1, 0.7, -0.4, 0.3, 0.8, 1.2, 1.1, 0.9])


def planted_beats(
    rate,
    *,
    qrs=0.09,
    fs=500.0,
    family="gaussian",
    t_mv=0.3,
    t_half=0.11,
    duration=10.0,
    noise_mv=0.005,
):
    """Return 12 leads in mV, four of them derived, and the middles of QRS in s."""
    rr = 60 / rate
    onsets = np.arange(-0.7 * rr, duration + rr, rr)
    # Fast hearts have a short QT, and P upon T: none is planted beyond 150 per minute.
    qt = (
        min(0.40 * rr ** (1 / 3), rr - 0.18)
        if rate <= 150
        else max(qrs, rr - 0.12) + 0.02
    )
    t_half = min(t_half, max(0.02, (qt - qrs - 0.02) / 2))
    shape, smooth = FAMILIES[family], FAMILIES["gaussian"]
    times = np.arange(round(duration * fs)) / fs
    signal = np.zeros((12, len(times)))
    for onset in onsets:
        away = times - onset
        wave = (
            -0.12 * shape((away - 0.22 * qrs) / (0.22 * qrs))
            + shape((away - 0.5 * qrs) / (0.28 * qrs))
            - 0.25 * shape((away - 0.8 * qrs) / (0.2 * qrs))
            + t_mv * smooth((away - qt + t_half) / t_half)
        )
        if rate <= 150:
            wave = wave + 0.12 * smooth((away + 0.11) / 0.05)
        signal += np.outer(R_GAIN, wave)
    first, second = signal[0], signal[1]
    signal[2:6] = (
        second - first,
        -(first + second) / 2,
        first - second / 2,
        second - first / 2,
    )
    signal += noise_mv * np.random.default_rng(0).standard_normal(signal.shape)
    middles = onsets + 0.5 * qrs
    return signal.astype(np.float32), middles[(middles > 0) & (middles < duration)]
