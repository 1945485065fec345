"""Main model and second opinion on the same records, under the same draws."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ecgkt.evaluation.assess import Predictions
from ecgkt.results.statistics.bootstrap import (
    N_DRAWS,
    Estimate,
    estimate,
    macro,
    patient_weights,
)
from ecgkt.results.statistics.metrics import auroc_and_ap
from ecgkt.vocab.statements import CODES, MIN_POSITIVES

Floats = NDArray[np.float64]


class PairedPredictions(NamedTuple):
    """What two models say of one split; labels and patients are the same."""

    main: Predictions
    second: Predictions


def compare_models(
    pair: PairedPredictions, *, n_draws: int = N_DRAWS
) -> dict[str, Any]:
    """
    Compare macro AUROC and AUPRC, paired by patient.

    Parameters
    ----------
    pair : PairedPredictions
        Of one split.
    n_draws : int
        Bootstrap draws of patients.

    Returns
    -------
    dict
        ``n_records``, ``n_patients`` and, for ``all`` statements and the ``validated``
        ones: ``main``, ``second`` and ``second_minus_main``, JSON-ready.
    """
    weights = _weights(pair, n_draws)
    main, second = (_aurocs(predictions, weights) for predictions in pair)
    enough = pair.main.labels.sum(axis=0) >= MIN_POSITIVES
    sets = {"all": np.ones(len(enough), dtype=bool), "validated": enough}
    return {
        "n_records": len(pair.main.labels),
        "n_patients": len(np.unique(pair.main.patient_ids)),
        "macro_auroc": {
            name: _compare(main[chosen], second[chosen])
            for name, chosen in sets.items()
        },
    }


def label_aurocs(
    pair: PairedPredictions, *, n_draws: int = N_DRAWS
) -> list[dict[str, Any]]:
    """
    Compute the AUROC of every statement by both models.

    Parameters
    ----------
    pair : PairedPredictions
        Of one split.
    n_draws : int
        Bootstrap draws of patients.

    Returns
    -------
    list of dict
        ``code``, ``positives``, ``auroc`` and ``auroc_ci`` of the second opinion and
        ``main_auroc``; null where a class is lacking.
    """
    weights = _weights(pair, n_draws)
    once = np.ones_like(weights[:, :2])  # one column would leave nothing to estimate by
    main, second = _aurocs(pair.main, once), _aurocs(pair.second, weights)
    positives = pair.second.labels.sum(axis=0)
    rows = []
    for place, code in enumerate(CODES):
        own = estimate(second[place])
        rows.append(
            {
                "code": code,
                "positives": int(positives[place]),
                "auroc": _short(own.value),
                "auroc_ci": _short_pair(own.interval),
                "main_auroc": _short(estimate(main[place]).value),
            }
        )
    return rows


def _weights(pair: PairedPredictions, n_draws: int) -> NDArray[np.int32]:
    return patient_weights(pair.main.patient_ids, n_draws=n_draws)


def _aurocs(predictions: Predictions, weights: NDArray[np.int32]) -> Floats:
    """One row per statement, the sample before the draws."""
    columns = zip(predictions.labels.T, predictions.logits.T, strict=True)
    return np.stack([auroc_and_ap(*column, weights).auroc for column in columns])


def _compare(main: Floats, second: Floats) -> dict[str, Any]:
    defined = ~np.isnan(main[:, 0])
    main, second = main[defined], second[defined]
    if not len(main):
        return {"n_labels": 0}
    # A draw that lacks a class lacks it for both: the difference stays paired.
    return {
        "n_labels": len(main),
        "main": _figure(macro(main)),
        "second": _figure(macro(second)),
        "second_minus_main": _figure(macro(second - main)),
    }


def _figure(estimated: Estimate) -> dict[str, Any]:
    return {"value": estimated.value, "ci": _short_pair(estimated.interval, 6)}


def _short(value: float | None, digits: int = 4) -> float | None:
    return None if value is None else round(value, digits)


def _short_pair(
    pair: tuple[float, float] | None, digits: int = 4
) -> list[float] | None:
    return None if pair is None else [round(end, digits) for end in pair]
