"""Clinical values on one scale: fitted on train, stored with the run."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.stats import skew

from ecgkt.config import Config
from ecgkt.dataset.clinical_table import ClinicalTable
from ecgkt.errors import CheckpointError

CLIP = 5.0
"""Standard deviations beyond which a value is cut: one typing error must not lead."""
MIN_KNOWN = 10
"""Known training values without which a column is left out."""
MAX_SKEW = 1.0
"""Beyond it the signed logarithm is tried, and taken if it is less skewed."""


class ScaledTable(NamedTuple):
    """
    Input of the networks.

    Attributes
    ----------
    values : numpy.ndarray of shape (n_records, n_columns), float32
        Standard deviations from the training mean; 0 where missing.
    missing : numpy.ndarray of shape (n_records, n_columns), float32
        1 where missing.
    """

    values: NDArray[np.float32]
    missing: NDArray[np.float32]


@dataclass(frozen=True, kw_only=True)
class TableScaler(Config):
    """
    How the columns of a clinical table are scaled.

    Attributes
    ----------
    names, modalities : tuple of str
        Of the columns that are used.
    is_log : tuple of bool
        Whether sign(x) * log(1 + |x|) is scaled in place of x.
    mean, deviation : tuple of float
        Of the training values, after the logarithm.
    """

    names: tuple[str, ...]
    modalities: tuple[str, ...]
    is_log: tuple[bool, ...]
    mean: tuple[float, ...]
    deviation: tuple[float, ...]

    def apply(self, table: ClinicalTable) -> ScaledTable:
        """
        Scale a table.

        Parameters
        ----------
        table : ClinicalTable
            Of any store; columns that it has beyond these are left out.

        Returns
        -------
        ScaledTable
            Columns in the order of `names`.

        Raises
        ------
        CheckpointError
            If the table lacks one of the columns.
        """
        places = {
            pair: place
            for place, pair in enumerate(
                zip(table.modalities, table.names, strict=True)
            )
        }
        wanted = [*zip(self.modalities, self.names, strict=True)]
        lacking = [pair for pair in wanted if pair not in places]
        if lacking:
            modality, name = lacking[0]
            raise CheckpointError(
                f"expected a store with {name} among its {modality}, as the run was "
                "trained on, found none: prepare it as the other one"
            )
        raw = table.values[:, [places[pair] for pair in wanted]].astype(np.float64)
        is_log = np.asarray(self.is_log, dtype=bool)
        raw[:, is_log] = _signed_log(raw[:, is_log])
        scaled = (raw - np.asarray(self.mean)) / np.asarray(self.deviation)
        missing = np.isnan(scaled)
        values = np.clip(np.where(missing, 0.0, scaled), -CLIP, CLIP)
        return ScaledTable(values.astype(np.float32), missing.astype(np.float32))

    def columns(self, modality: str) -> NDArray[np.int64]:
        """Return the places of one modality's columns, ascending."""
        return np.flatnonzero(np.asarray(self.modalities) == modality)


def fit_scaler(
    table: ClinicalTable, rows: NDArray[np.int64], modalities: tuple[str, ...]
) -> TableScaler:
    """
    Fit the scales on training recordings.

    Parameters
    ----------
    table : ClinicalTable
        Of the whole store.
    rows : numpy.ndarray of shape (n,), int64
        Those of train.
    modalities : tuple of str
        Which to use.

    Returns
    -------
    TableScaler
        Without columns that are constant or known in fewer than `MIN_KNOWN` rows.
    """
    names, kept, is_log, means, deviations = [], [], [], [], []
    for name, modality, column in zip(
        table.names, table.modalities, table.values.T, strict=True
    ):
        values = column[rows].astype(np.float64)
        values = values[~np.isnan(values)]
        if modality not in modalities or len(values) < MIN_KNOWN or not np.ptp(values):
            continue
        logarithm = _signed_log(values)
        takes_log = abs(skew(values)) > MAX_SKEW and abs(skew(logarithm)) < abs(
            skew(values)
        )
        scaled = logarithm if takes_log else values
        names.append(name)
        kept.append(modality)
        is_log.append(bool(takes_log))
        means.append(float(scaled.mean()))
        deviations.append(float(scaled.std()))
    return TableScaler(
        names=tuple(names),
        modalities=tuple(kept),
        is_log=tuple(is_log),
        mean=tuple(means),
        deviation=tuple(deviations),
    )


def _signed_log(values: NDArray[np.float64]) -> NDArray[np.float64]:
    logarithm: NDArray[np.float64] = np.sign(values) * np.log1p(np.abs(values))
    return logarithm
