"""Missing leads, estimated: the network against linear regression."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ecgkt.config import InputConfig
from ecgkt.dataset.store import PreparedStore
from ecgkt.dataset.store_signals import StoreSignals
from ecgkt.models.fewer_leads import estimate_leads
from ecgkt.models.masked import LeadFiller
from ecgkt.preprocess.model_input import keep_leads
from ecgkt.results.document import Figure
from ecgkt.results.fewer_leads import Agreement, FilledRow
from ecgkt.results.statistics.bootstrap import estimate, patient_weights
from ecgkt.types.record import Signal
from ecgkt.vocab.lead_sets import CHEST, LEAD_SETS, LIMB, LeadSet
from ecgkt.vocab.leads import INDEPENDENT_LEADS

Floats = NDArray[np.float64]
SITUATIONS: tuple[tuple[LeadSet, tuple[str, ...]], ...] = tuple(
    (one, CHEST if one.leads == LIMB else (one.name.removeprefix("all but "),))
    for one in LEAD_SETS
    if one.leads == LIMB or (len(one.leads) == 7 and set(LIMB) <= set(one.leads))
)
"""What is there, and the leads that are estimated from it."""
UV_DIGITS, R_DIGITS = 1, 4


class _Errors(NamedTuple):
    """Of one lead and each record: squared error in uV² (mean), and correlation."""

    squared: Floats
    r: Floats


def filled_rows(
    filler: LeadFiller, config: InputConfig, store: PreparedStore, *, split: str
) -> tuple[FilledRow, ...]:
    """
    Estimate chest leads that were recorded, and compare.

    Parameters
    ----------
    filler : LeadFiller
        In evaluation mode.
    config : InputConfig
        What it sees of a recording.
    store : PreparedStore
        Any; leads without a sample are not taken.
    split : str
        "tuning" or "held_out".

    Returns
    -------
    tuple of FilledRow
        Over whole recordings: mean correlation within a recording, and root mean
        square error, with intervals by patient.

    Raises
    ------
    EcgktError
        If the store has another rate or length, or a recording lacks a lead.
    """
    rows = store.split(split)
    patients = store.records["patient_id"].to_numpy()[rows]
    weights = patient_weights(patients).astype(np.float64)
    found: dict[tuple[str, str], list[tuple[_Errors, _Errors]]] = {}
    for chunk in StoreSignals(store, config).chunks(rows):
        for one, lost in SITUATIONS:
            kept = keep_leads(chunk, one.leads)
            made = estimate_leads(filler, kept)
            for lead in lost:
                place = INDEPENDENT_LEADS.index(lead)
                truth = chunk[:, place]
                pair = (
                    _errors(made[0][:, place], truth),
                    _errors(made[1][:, place], truth),
                )
                found.setdefault((one.name, lead), []).append(pair)
    made_rows = []
    for (source, lead), parts in found.items():
        network, regression = map(_join, zip(*parts, strict=True))
        made_rows.append(_row(source, lead, network, regression, weights))
    return tuple(made_rows)


def _join(parts: tuple[_Errors, ...]) -> _Errors:
    squared, r = map(np.concatenate, zip(*parts, strict=True))
    return _Errors(squared, r)


def _errors(made: Signal, truth: Signal) -> _Errors:
    """Compare (n, n_samples) in mV; a flat lead agrees with nothing: r is 0."""
    error = 1000 * (made.astype(np.float64) - truth)
    a, b = (x - x.mean(1, keepdims=True) for x in (made.astype(np.float64), truth))
    size = np.sqrt((a**2).sum(1) * (b**2).sum(1))
    r = np.divide((a * b).sum(1), size, out=np.zeros(len(a)), where=size > 0)
    return _Errors((error**2).mean(1), r)


def _row(
    source: str, lead: str, network: _Errors, regression: _Errors, weights: Floats
) -> FilledRow:
    by_network, by_regression = _draws(network, weights), _draws(regression, weights)
    return FilledRow(
        source=source,
        lead=lead,
        network=_agreement(*by_network),
        regression=_agreement(*by_regression),
        difference_uv=_figure(by_network[1] - by_regression[1], UV_DIGITS),
    )


def _draws(errors: _Errors, weights: Floats) -> tuple[Floats, Floats]:
    """Return mean correlation and root mean square error, the sample before draws."""
    total = weights.sum(0)
    r = errors.r @ weights / total
    return r, np.sqrt(errors.squared @ weights / total)


def _agreement(r: Floats, rmse: Floats) -> Agreement:
    return Agreement(r=_figure(r, R_DIGITS), rmse_uv=_figure(rmse, UV_DIGITS))


def _figure(draws: Floats, digits: int) -> Figure:
    found = estimate(draws)
    assert found.value is not None
    assert found.interval is not None
    low, high = found.interval
    return Figure(
        value=round(found.value, digits), ci=(round(low, digits), round(high, digits))
    )


def choose_regressed(rows: tuple[FilledRow, ...]) -> tuple[tuple[str, str], ...]:
    """
    Choose what regression estimates: the network must be better to be taken.

    Parameters
    ----------
    rows : tuple of FilledRow
        Of the tuning split.

    Returns
    -------
    tuple of (source, lead)
        Where the network's error is not below that of regression by its whole interval.
    """
    return tuple(
        (row.source, row.lead)
        for row in rows
        if row.difference_uv.ci is None or row.difference_uv.ci[1] >= 0
    )
