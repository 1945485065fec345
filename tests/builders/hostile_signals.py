"""
Signals that no textbook shows: noise, chirps, steps, lone beats, silence.

Some of them lack leads, are short or long, or of a rate that is not scored.
"""

import numpy as np
from scipy.signal import lfilter

from tests.builders.beat_families import FAMILIES, planted_beats

FS = (50.0, 100.0, 128.0, 250.0, 257.0, 500.0, 1000.0, 4000.0)


def white(rng, times):
    return rng.normal(size=(12, len(times)))


def coloured(rng, times):
    pole = rng.uniform(-0.99, 0.999)
    return lfilter([1 - abs(pole)], [1, -pole], rng.normal(size=(12, len(times))))


def shared(rng, times):
    return np.outer(rng.normal(size=12), rng.normal(size=len(times)))


def chirp(rng, times):
    start, stop = rng.uniform(0.1, 40, 2)
    turns = np.cumsum(np.linspace(start, stop, len(times))) * (times[1] - times[0])
    return np.outer(rng.normal(size=12), np.sin(2 * np.pi * turns))


def steps(rng, times):
    places = rng.integers(0, len(times), 12)
    return np.where(np.arange(len(times)) > places[:, None], 1.0, -1.0)


def impulses(rng, times):
    signal = np.zeros((12, len(times)))
    signal[:, rng.integers(0, len(times), rng.integers(1, 40))] = rng.normal()
    return signal


def lone_beats(rng, times):
    signal = np.zeros((12, len(times)))
    for centre in rng.uniform(0, times[-1], rng.integers(1, 3)):
        beat = FAMILIES["triangle"]((times - centre) / 0.05)
        signal += np.outer(rng.normal(size=12), beat)
    return signal


def fibrillation(rng, times):
    dt = times[1] - times[0]
    slow = lfilter(
        [dt], [1, dt - 1], rng.normal(size=(2, len(times))) / np.sqrt(dt), axis=1
    )
    turns = np.cumsum(rng.uniform(3.5, 7.5) + 1.5 * slow[0]) * dt
    return np.outer(
        rng.normal(size=12), (1 + 0.5 * slow[1]) * np.sin(2 * np.pi * turns)
    )


def beats(rng, times):
    fs = 1 / (times[1] - times[0])
    rate, qrs = rng.uniform(20, 300), rng.uniform(0.05, 0.18)
    family = sorted(FAMILIES)[rng.integers(3)]
    signal, _middles = planted_beats(
        rate,
        qrs=min(qrs, 0.5 * 60 / rate),
        fs=fs,
        family=family,
        t_mv=rng.normal(),
        duration=10,
    )
    return signal[:, : len(times)]


def silence(_rng, times):
    return np.zeros((12, len(times)))


KINDS = {
    kind.__name__: kind
    for kind in (
        *(white, coloured, shared, chirp, steps, impulses, lone_beats),
        *(fibrillation, beats, silence),
    )
}


def hostile_signal(seed):
    """Return the kind, 12 leads in mV and their rate: a function of the seed alone."""
    rng = np.random.default_rng(seed)
    name = sorted(KINDS)[seed % len(KINDS)]
    fs = FS[rng.integers(len(FS))]
    times = np.arange(round(10 * fs)) / fs
    signal = KINDS[name](rng, times) * 10 ** rng.uniform(-2.5, 1)
    if rng.random() < 0.3:
        signal = signal + 10 ** rng.uniform(-3, -1) * rng.normal(size=signal.shape)
    if rng.random() < 0.2:
        signal[rng.integers(0, 12)] = 0
    if rng.random() < 0.2:
        first = rng.integers(0, len(times))
        signal[rng.integers(0, 12), first : first + rng.integers(1, 40)] = np.nan
    return name, reshaped(rng, signal.astype(np.float32), fs), fs


def reshaped(rng, signal, fs):
    """Return the signal, or with few leads, shorter or longer."""
    if rng.random() < 0.2:
        signal[rng.random(12) > rng.choice([0.1, 0.3, 0.8])] = np.nan
    if rng.random() < 0.2:
        signal = signal[:, : round(rng.uniform(1, 9) * fs)]
    elif rng.random() < 0.05:
        signal = np.concatenate([signal, signal[:, ::-1]], axis=1)
    return signal
