"""Laboratory abnormalities as targets: 1, 0, or unknown where nothing was measured."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ecgkt.dataset.store import PreparedStore

DIRECTIONS = (("low", -1.0), ("high", 1.0))


def lab_targets(
    store: PreparedStore, *, hours: float | None = None
) -> tuple[tuple[str, ...], NDArray[np.float32]]:
    """
    Ask of each lab whether it is low, and whether it is high.

    Parameters
    ----------
    store : PreparedStore
        With labs.
    hours : float, optional
        Leave out values farther from the ECG than this; None takes the whole window
        of the store.

    Returns
    -------
    names : tuple of str
        "Potassium low", "Potassium high", ... in the order of the store's labs.
    targets : numpy.ndarray of shape (n_records, 2 * n_labs), float32
        1 yes, 0 no, NaN unmeasured: never taken as normal. A low value is a 0 of
        "high", and the other way round.

    Raises
    ------
    ValueError
        If the store has no labs, or `hours` is wider than its window, or it looks
        ahead (monitoring), where the states are not those of the nearest value.

    References
    ----------
    .. [1] CardioLab, arXiv 2411.14886: binary targets per lab and direction.
    """
    if store.labs is None:
        raise ValueError(f"a store of {store.manifest.get('source')} has no labs")
    states = store.labs.states.to_numpy(np.float32)
    if hours is not None:
        if store.manifest.get("monitor_hours") is not None:
            raise ValueError("a store prepared with --monitor has no window to narrow")
        window = store.manifest["window_hours"]
        if hours > window:
            raise ValueError(f"the store looked within {window} h only, not {hours}")
        distance = np.abs(store.labs.hours.to_numpy(np.float32))
        # float32 hours of a value at the very edge may lie a rounding beyond it.
        states = np.where(distance <= hours + 1e-5, states, np.float32(np.nan))
    names = tuple(
        f"{lab} {word}" for lab in store.labs.states.columns for word, _ in DIRECTIONS
    )
    known = ~np.isnan(states)
    sides = [np.where(known, states == sign, np.nan) for _, sign in DIRECTIONS]
    targets = np.stack(sides, axis=2).reshape(len(states), -1)
    return names, targets.astype(np.float32)


def has_enough_cases(
    targets: NDArray[np.float32],
    patient_ids: NDArray[np.int64],
    *,
    min_records: int = 1,
    min_patients: int = 1,
) -> NDArray[np.bool_]:
    """
    Choose the targets with enough cases on each side.

    Parameters
    ----------
    targets : numpy.ndarray of shape (n_records, n_targets), float32
        1, 0 or NaN.
    patient_ids : numpy.ndarray of shape (n_records,), int64
        Whose recording each row is.
    min_records, min_patients : int
        Recordings, and patients, with a 1, and likewise with a 0. CardioLab asks for
        10 recordings each in tuning and in held_out: call it once per split and
        combine. At least one is always needed, so that no target has a single class.

    Returns
    -------
    numpy.ndarray of shape (n_targets,), bool
        Which to keep. A patient may stand on both sides, with different recordings.

    Raises
    ------
    ValueError
        If the lengths differ.
    """
    if len(targets) != len(patient_ids):
        raise ValueError(f"{len(targets)} rows of targets, {len(patient_ids)} patients")
    patients = pd.Series(patient_ids)
    kept = np.ones(targets.shape[1], dtype=bool)
    for side in (0, 1):
        is_side = targets == side
        kept &= is_side.sum(axis=0) >= max(min_records, 1)
        per_patient = pd.DataFrame(is_side).groupby(patients.to_numpy()).any()
        kept &= per_patient.sum(axis=0).to_numpy() >= max(min_patients, 1)
    return kept
