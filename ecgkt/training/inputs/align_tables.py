"""Which table each ECG meets during alignment, and how much of it is shown."""

from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Generator, Tensor

from ecgkt.dataset.store import PreparedStore
from ecgkt.models.joint import TableBatch
from ecgkt.training.inputs.table_scaler import ScaledTable, TableScaler

HIGHEST_DROPOUT = 0.5
"""Of the features of a recording: the share itself is drawn from 0 up to this."""


class AlignTables(NamedTuple):
    """
    The clinical side of alignment.

    Attributes
    ----------
    values, missing : torch.Tensor of shape (n_records, n_columns), float32
        As `ScaledTable`, for all recordings of the store.
    places : dict of str to torch.Tensor
        Columns of each modality.
    """

    values: Tensor
    missing: Tensor
    places: dict[str, Tensor]

    def batch(
        self, rows: NDArray[np.int64], rng: Generator | None, device: str
    ) -> dict[str, TableBatch]:
        """
        Take the tables of some recordings.

        Parameters
        ----------
        rows : numpy.ndarray of shape (B,), int64
            Rows of the store.
        rng : torch.Generator or None
            Source of the random dropout of features; None drops nothing.
        device : str
            "cpu" or "cuda".

        Returns
        -------
        dict of str to TableBatch
            By modality; what was dropped is missing, but the recording still counts as
            one that has the modality.
        """
        values, known = self.values[rows], self.missing[rows]
        missing = known
        if rng is not None:
            share = HIGHEST_DROPOUT * torch.rand(len(rows), 1, generator=rng)
            dropped = torch.rand(*values.shape, generator=rng) < share
            values, missing = values.masked_fill(dropped, 0), known.clone()
            missing[dropped] = 1
        found = {}
        for name, places in self.places.items():
            present = (known[:, places] == 0).any(1)
            parts = values[:, places], missing[:, places], present
            found[name] = TableBatch(*(part.to(device) for part in parts))
        return found


def align_tables(
    scaled: ScaledTable, scaler: TableScaler, *, has_values: bool
) -> AlignTables:
    """
    Bring a scaled table into the form of the experts.

    Parameters
    ----------
    scaled : ScaledTable
        Of the whole store.
    scaler : TableScaler
        That made it.
    has_values : bool
        Otherwise the flags are all there is.

    Returns
    -------
    AlignTables
        Modalities without a column are left out.
    """
    values = scaled.values if has_values else np.zeros_like(scaled.values)
    found = {name: scaler.columns(name) for name in dict.fromkeys(scaler.modalities)}
    return AlignTables(
        values=torch.from_numpy(values),
        missing=torch.from_numpy(scaled.missing),
        places={name: torch.from_numpy(places) for name, places in found.items()},
    )


def permute_pairs(rows: NDArray[np.int64], seed: int) -> NDArray[np.int64]:
    """
    Deal each ECG the table of another one.

    Parameters
    ----------
    rows : numpy.ndarray of shape (n,), int64
        Recordings.
    seed : int
        Of the permutation, which stays the same for the whole run.

    Returns
    -------
    numpy.ndarray of shape (n,), int64
        Whose table each gets: all of `rows`, none at its own place if n > 1.
    """
    order = np.random.default_rng([seed, 1]).permutation(len(rows))
    permuted = np.empty_like(rows)
    # Along one cycle through all of them nobody meets himself.
    permuted[order] = rows[np.roll(order, 1)]
    return permuted


def stay_groups(store: PreparedStore) -> NDArray[np.int64]:
    """
    Give the recordings of one stay one number.

    Parameters
    ----------
    store : PreparedStore
        With or without stays.

    Returns
    -------
    numpy.ndarray of shape (n_records,), int64
        Equal for recordings of one stay; outside of stays, for those of one patient.
    """
    keys = [name for name in ("patient_id", "stay") if name in store.records]
    numbers = store.records.groupby(keys).ngroup()
    return np.array(numbers, dtype=np.int64)
