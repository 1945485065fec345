"""Heads on few named inputs, drawn towards what the literature lets one expect."""

import numpy as np
from numpy.typing import NDArray

from ecgkt.training.lab_heads.data import Floats, LabData
from ecgkt.training.lab_heads.ridge import Head, scaler_of

EXPECTED = 0.15
"""Weight of a standardised input for a standardised flag, where a sign is known."""
PENALTY = 100.0
"""As many training ECGs weigh as much as the prior."""
_AGEING = ("age", "LVH", "AFIB", "qtc_fridericia_ms")
_PALE = ("heart_rate_bpm", "female", "age")
_HEIGHT = ("t_height_mv", "qrs_ms", "1AVB")
PRIORS: dict[str, dict[str, float]] = {
    **{f"{name} high": {"AFIB": 1} for name in ("INR(PT)", "PT")},
    **{
        f"{name} low": dict.fromkeys(_PALE, 1)
        for name in ("Hemoglobin", "Hematocrit", "Red Blood Cells")
    },
    **{
        f"{name} high": dict.fromkeys(_AGEING, 1)
        for name in ("Creatinine", "Urea Nitrogen")
    },
    **{
        f"{name} high": dict.fromkeys(_HEIGHT, 1)
        for name in ("Potassium", "Potassium, Whole Blood")
    },
    **{
        f"{name} low": {"qtc_fridericia_ms": 1}
        for name in ("Calcium, Total", "Free Calcium")
    },
    **{
        f"{name} low": {"heart_rate_bpm": 1}
        for name in ("Bicarbonate", "Calculated Total CO2")
    },
    **{
        f"{name} high": {"heart_rate_bpm": 1}
        for name in ("Lactate", "WBC", "White Blood Cells")
    },
    "Albumin low": {"chest_voltage_mv": -1, "heart_rate_bpm": 1},
}
"""Sign of each named input by abnormality: warfarin in atrial fibrillation; rate in
anaemia and sepsis; age and hypertrophy in renal failure; potassium on T, QRS and PR;
calcium on QT (docs/training.md; sources as in `ecgkt.simulate`)."""


def expected_weights(names: tuple[str, ...], inputs: tuple[str, ...]) -> Floats:
    """
    Return the prior's centre.

    Parameters
    ----------
    names : tuple of str
        Targets, "Creatinine high" for one.
    inputs : tuple of str
        Names of the inputs.

    Returns
    -------
    numpy.ndarray of shape (n_inputs, n_targets), float64
        0 where nothing is expected.
    """
    signs = [[PRIORS.get(name, {}).get(one, 0.0) for name in names] for one in inputs]
    return EXPECTED * np.array(signs)


def fit_towards(
    data: LabData, block: str, expected: Floats, rows: NDArray[np.int64]
) -> Head:
    """
    Learn the flags of some rows by ridge regression towards expected weights.

    Parameters
    ----------
    data : LabData
        Nothing of it is read outside `rows`.
    block : str
        Key of its inputs.
    expected : numpy.ndarray of shape (n_inputs, n_targets), float64
        What `expected_weights` gave.
    rows : numpy.ndarray of shape (n,), int64
        Training rows.

    Returns
    -------
    Head
        Scores of the rows have standard deviation 1.

    References
    ----------
    .. [1] Hoerl and Kennard, "Ridge regression", Technometrics 1970, with the weights
       shrunk towards a point that is not 0: b = (X'X + k)^-1 (X'y + k b0).
    """
    scaling = scaler_of(data.blocks[block][rows])
    inputs = scaling.apply(data.blocks[block][rows])
    weights = np.zeros_like(expected)
    for column, flags in enumerate(data.targets[rows].T):
        known = ~np.isnan(flags)
        spread = float(flags[known].std()) if known.any() else 0.0
        x = inputs[known] - inputs[known].mean(axis=0) if known.any() else inputs[:0]
        y = (flags[known] - flags[known].mean()) / spread if spread else flags[:0]
        x = x[: len(y)]
        inner = x.T @ x + PENALTY * np.eye(x.shape[1])
        outer = x.T @ y + PENALTY * expected[:, column]
        weights[:, column] = np.linalg.solve(inner, outer)
    length = (inputs @ weights).std(axis=0)
    return Head(scaling, weights / np.where(length > 1e-9, length, 1.0))
