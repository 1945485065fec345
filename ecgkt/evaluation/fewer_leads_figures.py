"""Scores from fewer leads: each measured set beside the main model with all leads."""

from collections.abc import Callable, Mapping, Sequence, Set
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ecgkt.config import InputConfig
from ecgkt.dataset.store import PreparedStore
from ecgkt.dataset.store_signals import StoreSignals
from ecgkt.evaluation.assess import Predictions
from ecgkt.evaluation.predict_split import SPLITS
from ecgkt.models.decision import sigmoid
from ecgkt.models.fewer_leads import SetValidity
from ecgkt.preprocess.model_input import keep_leads
from ecgkt.results.document import Figure
from ecgkt.results.fewer_leads import MacroDifference, ReaderRow, SetRow
from ecgkt.results.statistics.bootstrap import (
    N_DRAWS,
    estimate,
    macro,
    patient_weights,
)
from ecgkt.results.statistics.metrics import auroc_and_ap
from ecgkt.results.statistics.reliability import calibration_error, reliability
from ecgkt.types.record import Signal
from ecgkt.vocab.lead_sets import LeadSet, measured_set
from ecgkt.vocab.statements import CODES, MIN_POSITIVES

Floats = NDArray[np.float64]
DIGITS = 4


def score_sets(
    score: Callable[[Signal, str], NDArray[np.float32]],
    config: InputConfig,
    store: PreparedStore,
    *,
    split: str,
    sets: Sequence[LeadSet],
) -> dict[str, NDArray[np.float32]]:
    """
    Score every record of one split once for each set of leads.

    Parameters
    ----------
    score : callable
        Maps (n, 8, n_samples) in mV, NaN where a lead is missing, and the measured set
        within the leads to (n, 71) logits.
    config : InputConfig
        What it sees of a recording.
    store : PreparedStore
        Of the 71 statements.
    split : str
        "tuning" or "held_out".
    sets : sequence of LeadSet
        Leads that stay.

    Returns
    -------
    dict of str to numpy.ndarray of shape (n_records, 71), float32
        Logits by the name of the set; records in the store's order.

    Raises
    ------
    EcgktError
        If the store has another rate or length, or a recording lacks a lead.
    ValueError
        If there is no such split, or the split is the one that trained the model.
    """
    if split not in SPLITS:
        raise ValueError(f"split must be one of {SPLITS}, got {split!r}")
    signals = StoreSignals(store, config)
    found: dict[str, list[NDArray[np.float32]]] = {one.name: [] for one in sets}
    for chunk in signals.chunks(store.split(split)):
        for one in sets:
            kept = keep_leads(chunk, one.leads)
            named = measured_set(one.leads)
            assert named is not None
            found[one.name].append(score(kept, named.name))
    return {name: np.concatenate(parts) for name, parts in found.items()}


def label_validity(logits: NDArray[np.float32], truth: Predictions) -> list[Any]:
    """
    Judge every statement on one split.

    Parameters
    ----------
    logits : numpy.ndarray of shape (n_records, 71)
        From one set of leads; calibration changes no order.
    truth : Predictions
        Labels and patients of the same records.

    Returns
    -------
    list of dict
        ``code``, ``positives``, ``validated``, ``auroc`` and ``auroc_ci``, JSON-ready.
    """
    table, positives = _aurocs(logits, truth), truth.labels.sum(axis=0)
    rows = []
    for place, code in enumerate(CODES):
        own = estimate(table[place])
        ends = (
            None if own.interval is None else [round(x, DIGITS) for x in own.interval]
        )
        rows.append(
            {
                "code": code,
                "positives": int(positives[place]),
                "validated": bool(positives[place] >= MIN_POSITIVES),
                "auroc": None if own.value is None else round(own.value, DIGITS),
                "auroc_ci": ends,
            }
        )
    return rows


def set_rows(
    scored: Mapping[str, NDArray[np.float32]],
    main: Predictions,
    sets: Sequence[LeadSet],
    validity: Mapping[str, SetValidity],
    by_main: Set[str],
) -> tuple[SetRow, ...]:
    """
    Compare sets of leads with the main model, which sees all leads of the same records.

    Parameters
    ----------
    scored : mapping of str to numpy.ndarray of shape (n_records, 71)
        What `score_sets` gave.
    main : Predictions
        Of the main model on the same split.
    sets : sequence of LeadSet
        Those that were scored, measured sets or others.
    validity : mapping of str to SetValidity
        Calibrations; a set that has none takes that of the largest set within it.
    by_main : set of str
        Measured sets that the main model reads.

    Returns
    -------
    tuple of SetRow
        In the order of `sets`.
    """
    best = _aurocs(main.logits, main)
    defined = ~np.isnan(best[:, 0])
    enough = main.labels.sum(axis=0) >= MIN_POSITIVES
    rows = []
    for one in sets:
        own = _aurocs(scored[one.name], main)
        named = measured_set(one.leads)
        assert named is not None
        calibration = validity[named.name].calibration
        probabilities = sigmoid(calibration.calibrate(scored[one.name]))
        rows.append(
            SetRow(
                name=one.name,
                calibrated_on=named.name,
                by_main=named.name in by_main,
                all=_compare(own[defined], best[defined]),
                validated=_compare(own[defined & enough], best[defined & enough]),
                ece=_mean_error(probabilities[:, enough], main.labels[:, enough]),
            )
        )
    return tuple(rows)


def compare_readers(
    network: Mapping[str, NDArray[np.float32]],
    main: Mapping[str, NDArray[np.float32]],
    truth: Predictions,
) -> tuple[ReaderRow, ...]:
    """
    Compare who reads fewer leads: the network made for them, or the main model.

    Parameters
    ----------
    network, main : mapping of str to numpy.ndarray of shape (n_records, 71)
        What `score_sets` gave by each; sets that `main` lacks are left out.
    truth : Predictions
        Labels and patients of the same records.

    Returns
    -------
    tuple of ReaderRow
        In the order of `main`.
    """
    rows = []
    for name, logits in main.items():
        own, other = _aurocs(network[name], truth), _aurocs(logits, truth)
        defined = ~np.isnan(own[:, 0])
        rows.append(
            ReaderRow(
                name=name,
                network=_figure(own[defined]),
                main_minus_network=_figure((other - own)[defined]),
            )
        )
    return tuple(rows)


def _aurocs(logits: NDArray[np.floating], truth: Predictions) -> Floats:
    """One row per statement, the sample before the draws."""
    weights = patient_weights(truth.patient_ids, n_draws=N_DRAWS)
    columns = zip(truth.labels.T, logits.T, strict=True)
    return np.stack([auroc_and_ap(*column, weights).auroc for column in columns])


def _compare(own: Floats, best: Floats) -> MacroDifference | None:
    if not len(own):
        return None
    # A draw that lacks a class lacks it for both: the difference stays paired.
    return MacroDifference(
        n_labels=len(own), auroc=_figure(own), minus_all_leads=_figure(own - best)
    )


def _figure(table: Floats) -> Figure:
    found = macro(table)
    ends = found.interval
    return Figure(
        value=None if found.value is None else round(found.value, DIGITS),
        ci=ends and (round(ends[0], DIGITS), round(ends[1], DIGITS)),
    )


def _mean_error(probabilities: Floats, labels: NDArray[np.integer]) -> float | None:
    errors = [
        calibration_error(reliability(p, y))
        for p, y in zip(probabilities.T, labels.T, strict=True)
    ]
    known = [error for error in errors if error is not None]
    return round(float(np.mean(known)), DIGITS) if known else None
