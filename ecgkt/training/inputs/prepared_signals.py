"""Prepared crops straight from the stored integers, without unpacking whole ECGs."""

import weakref
from collections.abc import Iterator

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Generator, Tensor

from ecgkt.config import InputConfig
from ecgkt.dataset.pack_signals import MISSING
from ecgkt.dataset.store import PreparedStore

CHUNK = 512
"""Recordings unpacked at once."""

_known: dict[int, NDArray[np.float32]] = {}
"""Each lead's median in mV, NaN until asked for, by the identity of the signals."""


def _baselines_of(signals: NDArray[np.int16]) -> NDArray[np.float32]:
    """Return what runs on one store in one process share, as long as it lives."""
    key = id(signals)
    if key not in _known:
        _known[key] = np.full(signals.shape[:2], np.nan, dtype=np.float32)
        weakref.finalize(signals, _known.pop, key, None)
    return _known[key]


class PreparedSignals:
    """
    What the network sees of a store's recordings; equal to `prepare_leads`.

    Parameters
    ----------
    store : PreparedStore
        Unknown samples count as 0 mV.
    config : InputConfig
        Crop length and clipping.
    """

    def __init__(self, store: PreparedStore, config: InputConfig) -> None:
        self.config = config
        self._baselines = _baselines_of(store.signals)
        self._raw = np.asarray(store.signals)  # a view: slicing a memmap is slow

    def whole(self, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """
        Prepare whole recordings.

        Parameters
        ----------
        rows : numpy.ndarray of shape (n,), int64
            Rows of the store.

        Returns
        -------
        numpy.ndarray of shape (n, 8, n_samples), float32
            Voltage in mV around 0.
        """
        return self._finish(self._raw[rows], rows)

    def chunks(self, rows: NDArray[np.int64]) -> Iterator[NDArray[np.float32]]:
        """Prepare whole recordings a few at a time; see `whole`."""
        for first in range(0, len(rows), CHUNK):
            yield self.whole(rows[first : first + CHUNK])

    def crops(self, rows: NDArray[np.int64], starts: Tensor) -> Tensor:
        """
        Prepare one crop of each recording.

        Parameters
        ----------
        rows : numpy.ndarray of shape (n,), int64
            Rows of the store.
        starts : torch.Tensor of shape (n,), int64
            First samples.

        Returns
        -------
        torch.Tensor of shape (n, 8, crop_samples), float32
            Voltage in mV; the lead's baseline is that of the whole recording.
        """
        length = self.config.crop_samples
        raw = np.empty((len(rows), self._raw.shape[1], length), dtype=np.int16)
        for place, (row, start) in enumerate(
            zip(rows.tolist(), starts.tolist(), strict=True)
        ):
            raw[place] = self._raw[row, :, start : start + length]
        return torch.from_numpy(self._finish(raw, rows))

    def random_crops(self, rows: NDArray[np.int64], rng: Generator) -> Tensor:
        """
        Prepare a crop of each recording from anywhere in it.

        Parameters
        ----------
        rows : numpy.ndarray of shape (n,), int64
            Rows of the store.
        rng : torch.Generator
            Source of the draw.

        Returns
        -------
        torch.Tensor of shape (n, 8, crop_samples), float32
            Voltage in mV.
        """
        last = self._raw.shape[2] - self.config.crop_samples
        starts = torch.randint(0, last + 1, (len(rows), 1, 1), generator=rng)
        return self.crops(rows, starts[:, 0, 0])

    def _finish(
        self, raw: NDArray[np.int16], rows: NDArray[np.int64]
    ) -> NDArray[np.float32]:
        values = _millivolts(raw)
        values -= self._baselines_at(rows)[:, :, None]
        limit = self.config.clip_mv
        return np.clip(values, -limit, limit, out=values)

    def _baselines_at(self, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        unknown = np.unique(rows[np.isnan(self._baselines[rows, 0])])
        for first in range(0, len(unknown), CHUNK):
            part = unknown[first : first + CHUNK]
            self._baselines[part] = np.median(_millivolts(self._raw[part]), axis=-1)
        return self._baselines[rows]


def _millivolts(raw: NDArray[np.int16]) -> NDArray[np.float32]:
    values = raw.astype(np.float32)
    values /= 1000
    values[raw == MISSING] = 0
    return values
