"""Marked recordings become batches: crops at the network's rate, varied, with masks."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ecgkt.dataset.ludb import WAVE_NAMES, MarkedLead, MarkedRecord
from ecgkt.preprocess.delineator_input import LIMIT, delineator_input
from ecgkt.training.recipes.delineate import WaveAugmentation

FINE_FS = 500.0
"""Hz at which signals wait to be cropped; a crop may begin between two samples."""

Floats = NDArray[np.float32]


class Trace(NamedTuple):
    """
    One recording, ready to be cropped.

    Attributes
    ----------
    signal : numpy.ndarray of shape (n_leads, n_samples), float32
        As `delineator_input` returns it, at `FINE_FS`.
    leads : tuple of MarkedLead
        Marks of each row.
    """

    signal: Floats
    leads: tuple[MarkedLead, ...]

    @property
    def span(self) -> tuple[float, float]:
        """Seconds from the first to the last mark of any lead."""
        return (
            min(lead.span[0] for lead in self.leads),
            max(lead.span[1] for lead in self.leads),
        )


class WaveBatch(NamedTuple):
    """
    Crops with their truth.

    Attributes
    ----------
    signals : numpy.ndarray of shape (B, n_leads, L), float32
        Scaled.
    names : numpy.ndarray of shape (B, n_leads), int64
        Which leads these are.
    masks : numpy.ndarray of shape (B, n_leads, 3, L), float32
        Share of each sample that lies in the wave.
    known : numpy.ndarray of shape (B, n_leads, 1, L), float32
        1 between the lead's first and last mark; 0 outside, where nothing was marked.
    """

    signals: Floats
    names: NDArray[np.int64]
    masks: Floats
    known: Floats


def make_traces(records: Sequence[MarkedRecord]) -> list[Trace]:
    """
    Level and scale recordings once.

    Parameters
    ----------
    records : sequence of MarkedRecord
        Of any rate.

    Returns
    -------
    list of Trace
    """
    return [
        Trace(delineator_input(record.signal, record.fs, FINE_FS), leads)
        for record, leads in records
    ]


def draw_crops(
    traces: Sequence[Trace],
    rng: np.random.Generator,
    *,
    n_leads: int,
    length: int,
    fs: float,
    augmentation: WaveAugmentation,
) -> WaveBatch:
    """
    Draw one varied crop from each recording.

    Parameters
    ----------
    traces : sequence of Trace
        The recordings of the batch.
    rng : numpy.random.Generator
        Source of places, leads and variations.
    n_leads : int
        Leads per crop, drawn without order.
    length : int
        Samples per crop.
    fs : float
        Hz of the crop.
    augmentation : WaveAugmentation
        How far to vary.

    Returns
    -------
    WaveBatch
    """
    parts = []
    for trace in traces:
        rows = rng.choice(len(trace.leads), n_leads, replace=False)
        step = float(np.exp(rng.uniform(-1, 1) * augmentation.stretch)) / fs
        first, last = trace.span
        room = max(0.0, last - first + 0.6 - length * step)
        start = first - 0.3 + float(rng.uniform(0, room))
        times = start + step * np.arange(length, dtype=np.float64)
        crop = vary(_sample(trace.signal[rows], times), fs, augmentation, rng)
        leads = [trace.leads[row] for row in rows]
        parts.append((crop, rows, *draw_masks(leads, times)))
    signals, names, masks, known = (np.stack(part) for part in zip(*parts, strict=True))
    return WaveBatch(signals, names, masks, known)


def _sample(signal: Floats, times: NDArray[np.float64]) -> Floats:
    """Read a signal between its samples; the ends hold the nearest value."""
    place = np.clip(times * FINE_FS, 0, signal.shape[1] - 1.001)
    low = place.astype(np.intp)
    share = (place - low).astype(np.float32)
    read: Floats = signal[:, low] * (1 - share) + signal[:, low + 1] * share
    return read


def draw_masks(
    leads: Sequence[MarkedLead], times: NDArray[np.float64]
) -> tuple[Floats, Floats]:
    """
    Say for each sample how much of it lies in each wave.

    Parameters
    ----------
    leads : sequence of MarkedLead
        Marks.
    times : numpy.ndarray of shape (L,)
        Seconds, evenly spaced.

    Returns
    -------
    masks : numpy.ndarray of shape (n_leads, 3, L), float32
        P, QRS and T, 0-1: fractions tell where within a sample a wave begins.
    known : numpy.ndarray of shape (n_leads, 1, L), float32
        1 between the first and the last mark.
    """
    half = (times[1] - times[0]) / 2
    masks = np.zeros((len(leads), len(WAVE_NAMES), times.size), np.float32)
    known = np.zeros((len(leads), 1, times.size), np.float32)
    for row, lead in enumerate(leads):
        first, last = lead.span
        known[row, 0] = (times >= first) & (times <= last)
        for wave, name in enumerate(WAVE_NAMES):
            for onset, end in lead.waves[name]:
                low, high = np.searchsorted(times, (onset - half, end + half))
                near = times[low:high]
                inside = np.minimum(near + half, end) - np.maximum(near - half, onset)
                share = np.clip(inside / (2 * half), 0, 1)
                masks[row, wave, low:high] = np.maximum(
                    masks[row, wave, low:high], share
                )
    return masks, known


def vary(
    crop: Floats, fs: float, augmentation: WaveAugmentation, rng: np.random.Generator
) -> Floats:
    """
    Disturb a crop without moving its waves.

    Parameters
    ----------
    crop : numpy.ndarray of shape (n_leads, L), float32
        Scaled.
    fs : float
        Hz.
    augmentation : WaveAugmentation
        How far.
    rng : numpy.random.Generator
        Source of the draws.

    Returns
    -------
    numpy.ndarray of the same shape, float32
        Within ±`LIMIT`.
    """
    n_leads, length = crop.shape
    a = augmentation
    gain = np.exp(rng.normal(0, a.gain_sd, (n_leads, 1)))
    gain *= np.where(rng.random((n_leads, 1)) < a.flip, -1, 1)
    varied: NDArray[np.floating] = crop * gain
    seconds = np.arange(length) / fs
    if rng.random() < a.disturbed:
        size = a.noise * rng.random() * rng.uniform(0.3, 1, (n_leads, 1))
        varied += size * rng.standard_normal(crop.shape)
    if rng.random() < a.disturbed:
        size = a.wander * rng.uniform(-1, 1, (n_leads, 1))
        slow = 2 * np.pi * rng.uniform(0.3, 1) * seconds + rng.uniform(0, 2 * np.pi)
        varied += size * np.sin(slow)
    if rng.random() < a.disturbed:
        size = a.mains * rng.random() * rng.uniform(-1, 1, (n_leads, 1))
        hum = 2 * np.pi * rng.choice([50, 60]) * seconds + rng.uniform(0, 2 * np.pi)
        varied += size * np.sin(hum)
    if rng.random() < a.smooth:
        varied = (np.roll(varied, 1, axis=1) + 2 * varied + np.roll(varied, -1, 1)) / 4
    return np.clip(varied, -LIMIT, LIMIT).astype(np.float32)
