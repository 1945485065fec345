"""Prepared crops straight from the stored integers, without unpacking whole ECGs."""

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Generator, Tensor

from ecgkt.dataset.store_signals import StoreSignals


class PreparedSignals(StoreSignals):
    """
    What training sees of a store's recordings, whole or cut.

    A lead without any sample counts as 0 mV, so that one bad electrode among 800,000
    recordings ends no run. Neither the app nor evaluation scores such a recording.
    """

    takes_lost_leads = True

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
        return torch.from_numpy(self._prepare(raw, rows, starts.numpy()))

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
