"""What the arms read beside the ECG: clinical table, beat features, true latents."""

import io
from concurrent.futures import ProcessPoolExecutor
from functools import cached_property, partial
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ecgkt.dataset.clinical_table import clinical_table
from ecgkt.dataset.store import PreparedStore
from ecgkt.errors import EcgktError
from ecgkt.files import write_atomically
from ecgkt.measure.beat_features import beat_features

CHUNK = 256
"""Recordings that one process measures at a time."""
PARALLEL_FROM = 8
"""Chunks from which more processes pay for their start."""


class CompareTables:
    """
    Tables of one store, each made when first asked for; rows as in the store.

    Parameters
    ----------
    store : PreparedStore
        All splits; the tables do not depend on them.
    folder : pathlib.Path
        Keeps the beat features, which take the longest.
    truth : pandas.DataFrame or None
        What `read_truth` gave.
    """

    def __init__(
        self, store: PreparedStore, folder: Path, truth: pd.DataFrame | None
    ) -> None:
        self.store, self.folder, self.truth = store, folder, truth

    @cached_property
    def clinical(self) -> NDArray[np.float32]:
        """All tabular context, (n_records, n_columns), NaN where missing."""
        return clinical_table(self.store).values

    @cached_property
    def beats(self) -> NDArray[np.float32]:
        """Beat features, (n_records, n_features), NaN where not measurable."""
        path = self.folder / "beats.npy"
        if not path.exists():
            buffer = io.BytesIO()
            np.save(buffer, self._measure_beats())
            write_atomically({path: buffer.getvalue()})
        values: NDArray[np.float32] = np.load(path)
        return values

    def _measure_beats(self) -> NDArray[np.float32]:
        fs = float(self.store.manifest["fs"])
        rows = np.arange(len(self.store.records))
        chunks = [
            self.store.millivolts(rows[first : first + CHUNK])
            for first in range(0, len(rows), CHUNK)
        ]
        measure = partial(_beats_of, fs=fs)
        if len(chunks) < PARALLEL_FROM:
            return np.concatenate([measure(chunk) for chunk in chunks])
        # Forking would copy torch's threads in an unknown state.
        with ProcessPoolExecutor(mp_context=get_context("forkserver")) as pool:
            return np.concatenate(list(pool.map(measure, chunks)))


def _beats_of(signals: NDArray[np.float32], fs: float) -> NDArray[np.float32]:
    features = [beat_features(signal, fs) for signal in signals]
    return np.asarray(features, dtype=np.float32)


def read_truth(path: Path, store: PreparedStore) -> pd.DataFrame:
    """
    Read a simulator's true latents.

    Parameters
    ----------
    path : pathlib.Path
        latents.csv.gz of a simulated cohort: record_id, then numbers.
    store : PreparedStore
        Each of its recordings must have a row.

    Returns
    -------
    pandas.DataFrame
        Indexed by record_id, in the store's order.

    Raises
    ------
    EcgktError
        If the file cannot be read, names a recording twice, lacks one, or holds
        something else than finite numbers.
    """
    try:
        frame = pd.read_csv(path, dtype={"record_id": str}).set_index("record_id")
    except (OSError, ValueError, KeyError, EOFError) as error:
        message = f"expected {path.name} with a column record_id, found {error!r}"
        raise EcgktError(f"{message}: give latents.csv.gz of the cohort") from error
    wanted = store.records["record_id"].astype(str)
    missing = wanted[~wanted.isin(frame.index)]
    if len(missing) or not frame.index.is_unique:
        found = (
            f"none for {len(missing)} of them, {missing.iloc[0]} for one"
            if len(missing)
            else "recordings named twice"
        )
        raise EcgktError(
            f"expected one row of {path.name} for each recording of the store, found "
            f"{found}: give the truth of the cohort that the store was prepared from"
        )
    latents = frame.loc[wanted.tolist()]
    for name, column in latents.items():
        values = pd.to_numeric(column, errors="coerce").to_numpy(np.float64)
        if not np.isfinite(values).all():
            bad = latents.index[~np.isfinite(values)][0]
            raise EcgktError(
                f"expected numbers in column {name} of {path.name}, found none for "
                f"recording {bad}"
            )
    return latents.astype(np.float64)
