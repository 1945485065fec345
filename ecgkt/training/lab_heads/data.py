"""What the laboratory study learns from: one ECG's numbers, and what was measured."""

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from ecgkt.bundle.classifier import Bundle
from ecgkt.config import InputConfig
from ecgkt.dataset.lab_targets import has_enough_cases, lab_targets
from ecgkt.dataset.store import PreparedStore
from ecgkt.dataset.store_signals import StoreSignals
from ecgkt.errors import EcgktError
from ecgkt.measure.beat_features import (
    BEAT_FEATURES,
    FEATURES,
    RHYTHM_FEATURES,
)
from ecgkt.models.predict import (
    predict_logits,
    random_encoder,
)

CHUNK = 256
"""Records in memory at once."""
RANDOM_SEED = 0
"""Of the random encoder's weights."""
WHOLE_BEAT = tuple(range(len(RHYTHM_FEATURES) + len(BEAT_FEATURES)))
"""Beat features of the whole recording; the others are of single leads."""
SINGLE_LEADS = tuple(range(len(WHOLE_BEAT), len(FEATURES)))

Floats = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class LabData:
    """
    All that the study needs of a store, rows in the order of its used recordings.

    Attributes
    ----------
    blocks : dict of str to numpy.ndarray of shape (n, D), float64
        What is known of an ECG from the ECG alone: "embedding" and "logits" of the
        networks, "shown" (logits of all that scores), "random" (of an encoder that
        never learned), "beat" and "leads" (measurements).
    patients : numpy.ndarray of shape (n,), int64
        0, 1, ... for the patients.
    names : tuple of str
        Targets, "Creatinine high" for one.
    targets : numpy.ndarray of shape (n, n_targets), float64
        1, 0, NaN unmeasured, of values within the narrow window.
    labs : tuple of str
        Laboratory tests behind the targets.
    values, hours : numpy.ndarray of shape (n, n_labs), float64
        Value and its distance in time, within the store's whole window.
    columns : numpy.ndarray of shape (n_targets,), int64
        Which lab each target is of.
    signs : numpy.ndarray of shape (n_targets,), float64
        1 for high, -1 for low.
    window_hours, wide_hours : float
        Of the targets, and of `values`.
    n_left_out : int
        ECGs of the store with a lead that has no sample.
    """

    blocks: dict[str, Floats]
    patients: NDArray[np.int64]
    names: tuple[str, ...]
    targets: Floats
    labs: tuple[str, ...]
    values: Floats
    hours: Floats
    columns: NDArray[np.int64]
    signs: Floats
    window_hours: float
    wide_hours: float
    n_left_out: int = 0

    @property
    def n_patients(self) -> int:
        """Patients behind the rows."""
        return int(self.patients.max()) + 1

    def prevalence(self, rows: NDArray[np.int64]) -> Floats:
        """Return the share of each abnormality in some rows, each patient once."""
        counts = np.bincount(self.patients[rows])[self.patients[rows]]
        targets = self.targets[rows]
        weights = np.where(np.isnan(targets), 0.0, 1.0 / counts[:, None])
        total = np.maximum(weights.sum(axis=0), 1e-12)
        share: Floats = (weights * np.nan_to_num(targets)).sum(axis=0) / total
        return share


def collect(
    store: PreparedStore,
    bundle: Bundle,
    *,
    window_hours: float,
    min_patients: int,
    has_random: bool = True,
) -> LabData:
    """
    Embed and measure every ECG, and choose the targets with enough patients.

    Parameters
    ----------
    store : PreparedStore
        With labs, prepared at the model's rate.
    bundle : Bundle
        The model whose encoder is judged.
    window_hours : float
        Between ECG and a value that makes a target, at most.
    min_patients : int
        Patients with a 1, and with a 0, that a target needs.
    has_random : bool
        Whether an encoder that never learned reads the ECGs too, as a control; it
        costs as much time as the other.

    Returns
    -------
    LabData
        Without the ECGs that lack a lead, which no reading would accept either.

    Raises
    ------
    EcgktError
        If the store has no labs, looked within less than the window, is of another
        rate, or no target has enough patients.
    """
    if store.labs is None:
        source = store.manifest["source"]
        raise EcgktError(f"expected a store with laboratory values, found {source}")
    try:
        names, targets = lab_targets(store, hours=window_hours)
    except ValueError as error:
        wider = "prepare mimic-iv with --window 24h (6h at least)"
        raise EcgktError(f"{error}: {wider}") from error
    patients = store.records["patient_id"].to_numpy(np.int64)
    kept = has_enough_cases(targets, patients, min_patients=min_patients)
    if not kept.any():
        raise EcgktError(
            f"no laboratory value has {min_patients} patients on each side of its limit"
        )
    rows, blocks = read_ecgs(
        store, bundle, np.arange(len(store.signals)), has_random=has_random
    )
    chosen = [name for name, is_kept in zip(names, kept, strict=True) if is_kept]
    tests = [name.rsplit(" ", 1) for name in chosen]
    labs = tuple(dict.fromkeys(lab for lab, _ in tests))
    return LabData(
        blocks=blocks,
        patients=np.unique(patients[rows], return_inverse=True)[1].astype(np.int64),
        names=tuple(chosen),
        targets=targets[np.ix_(rows, kept)].astype(float),
        labs=labs,
        values=store.labs.values[[*labs]].to_numpy(float)[rows],
        hours=np.abs(store.labs.hours[[*labs]].to_numpy(float)[rows]),
        columns=np.array([labs.index(lab) for lab, _ in tests]),
        signs=np.array([1.0 if way == "high" else -1.0 for _, way in tests]),
        window_hours=window_hours,
        wide_hours=float(store.manifest["window_hours"]),
        n_left_out=len(patients) - len(rows),
    )


def read_ecgs(
    store: PreparedStore,
    bundle: Bundle,
    rows: NDArray[np.int64],
    *,
    has_random: bool = False,
) -> tuple[NDArray[np.int64], dict[str, Floats]]:
    """
    Embed and measure some ECGs of a store.

    Parameters
    ----------
    store : PreparedStore
        At the model's rate.
    bundle : Bundle
        The model whose encoder reads them.
    rows : numpy.ndarray of shape (n,), int64
        Rows of the store.
    has_random : bool
        Whether an encoder that never learned reads them too.

    Returns
    -------
    tuple of (numpy.ndarray of int64, dict of str to numpy.ndarray)
        The rows that have all leads, and `LabData.blocks` of them.

    Raises
    ------
    EcgktError
        If the store is of another rate or length.
    """
    signals = StoreSignals(store, bundle.input_config)
    random = random_encoder(bundle.model_config, RANDOM_SEED) if has_random else None
    has_all = signals.has_all_leads(rows)
    # The same networks in other batches differ in the last bits: chunks begin where
    # they did when the shipped figures were made.
    kept = [
        rows[first:][:CHUNK][has_all[first:][:CHUNK]]
        for first in range(0, len(rows), CHUNK)
    ]
    parts = [
        _read(signals.whole(chunk), bundle, random) for chunk in kept if len(chunk)
    ]
    joined = {
        name: np.concatenate([part[name] for part in parts]).astype(float)
        for name in parts[0]
    }
    return np.concatenate(kept), joined


def _read(
    signals: NDArray[np.float32], bundle: Bundle, random: torch.nn.Module | None
) -> dict[str, NDArray[np.floating]]:
    """Read some prepared recordings in every way there is."""
    config: InputConfig = bundle.input_config
    seen, shown, measured = bundle.predict(signals)
    blocks: dict[str, NDArray[np.floating]] = {
        "embedding": seen.embeddings,
        "logits": seen.logits,
        "shown": shown.logits,
        "beat": measured[:, WHOLE_BEAT],
        "leads": measured[:, SINGLE_LEADS],
    }
    if random is not None:
        blocks["random"] = predict_logits(random, signals, config)
    return blocks
