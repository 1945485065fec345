"""What the model sees of a store: one reader for training, evaluation and studies."""

import weakref
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from ecgkt.config import InputConfig
from ecgkt.dataset.pack_signals import MISSING
from ecgkt.dataset.store import PreparedStore
from ecgkt.errors import EcgktError
from ecgkt.preprocess.gaps import fill_gaps

CHUNK = 512
"""Recordings in memory at once."""

_known: dict[int, NDArray[np.float32]] = {}
"""Each lead's median in mV, NaN until asked for, by the identity of the signals."""


def _baselines_of(signals: NDArray[np.int16]) -> NDArray[np.float32]:
    """Return what all readers of one store in one process share, while it lives."""
    key = id(signals)
    if key not in _known:
        _known[key] = np.full(signals.shape[:2], np.nan, dtype=np.float32)
        weakref.finalize(signals, _known.pop, key, None)
    return _known[key]


def _parts(rows: NDArray[np.int64]) -> Iterator[NDArray[np.int64]]:
    for first in range(0, len(rows), CHUNK):
        yield rows[first : first + CHUNK]


class StoreSignals:
    """
    Recordings of a store as the model's input: `fill_gaps`, then `prepare_leads`.

    Both are done on the stored integers, many recordings at a time, and give the same
    numbers. A lead without any sample cannot be bridged: such a recording is refused,
    as in the app. Only training goes on with it; see `PreparedSignals`.

    Parameters
    ----------
    store : PreparedStore
        At the model's rate and length.
    config : InputConfig
        What the model sees.

    Raises
    ------
    EcgktError
        If the store is of another rate or length.
    """

    takes_lost_leads = False
    """Whether a lead without any sample counts as 0 mV."""

    def __init__(self, store: PreparedStore, config: InputConfig) -> None:
        fs, n_samples = store.manifest["fs"], store.signals.shape[2]
        if (fs, n_samples) != (config.fs, config.n_samples):
            raise EcgktError(
                f"expected a store of {config.n_samples} samples at {config.fs:g} Hz, "
                f"found {n_samples} at {fs:g} Hz: prepare it again"
            )
        self.config, self._store = config, store
        self._baselines = _baselines_of(store.signals)
        self._raw = np.asarray(store.signals)  # a view: slicing a memmap is slow

    def has_all_leads(self, rows: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Tell which recordings hold a sample of every lead, shape (n,)."""
        highest = [self._raw[part].max(axis=2) for part in _parts(rows)]
        return np.asarray((np.concatenate(highest) > MISSING).all(axis=1))

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

        Raises
        ------
        EcgktError
            If a lead without any sample is not taken.
        """
        return self._prepare(self._raw[rows], rows, np.zeros_like(rows))

    def chunks(self, rows: NDArray[np.int64]) -> Iterator[NDArray[np.float32]]:
        """Prepare whole recordings a few at a time; see `whole`."""
        return map(self.whole, _parts(rows))

    def _prepare(
        self, raw: NDArray[np.int16], rows: NDArray[np.int64], starts: NDArray[np.int64]
    ) -> NDArray[np.float32]:
        """Level and clip what was cut from some recordings at some first samples."""
        values = self._bridge(raw, rows, starts)
        values -= self._baselines_at(rows)[:, :, None]
        limit = self.config.clip_mv
        return np.clip(values, -limit, limit, out=values)

    def _bridge(
        self, raw: NDArray[np.int16], rows: NDArray[np.int64], starts: NDArray[np.int64]
    ) -> NDArray[np.float32]:
        values = raw.astype(np.float32)
        values /= 1000
        # A gap is bridged in the whole recording, however little of it was cut.
        for place in np.flatnonzero(raw.min(axis=(1, 2)) == MISSING).tolist():
            cut = slice(starts[place], starts[place] + raw.shape[2])
            values[place] = self._bridged(int(rows[place]))[:, cut]
        return values

    def _bridged(self, row: int) -> NDArray[np.float32]:
        (signal,) = self._store.millivolts(np.array([row]))
        is_lost = np.isnan(signal).all(axis=1)
        if is_lost.any():
            if not self.takes_lost_leads:
                record_id = self._store.records["record_id"].iloc[row]
                raise EcgktError(
                    "expected a sample of every lead, found none in "
                    f"{int(is_lost.sum())} leads of {record_id}: leave it out"
                )
            signal[is_lost] = 0
        return fill_gaps(signal)

    def _baselines_at(self, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        unknown = np.unique(rows[np.isnan(self._baselines[rows, 0])])
        for part in _parts(unknown):
            signals = self._bridge(self._raw[part], part, np.zeros_like(part))
            self._baselines[part] = np.median(signals, axis=-1)
        return self._baselines[rows]
