"""Figures of the second opinion's sums: cancellation, bias, and deletion."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ecgkt.dataset.store import PreparedStore
from ecgkt.dataset.store_signals import StoreSignals
from ecgkt.explain.exact_sums import bias_share, net_share
from ecgkt.explain.map_figures import in_bins
from ecgkt.models.predict import predict_logits
from ecgkt.models.second_opinion import SecondOpinion
from ecgkt.pipeline.second_opinion import take_apart
from ecgkt.results.statistics.bootstrap import N_DRAWS, estimate, patient_weights
from ecgkt.types.explanation import BIN_S
from ecgkt.types.record import Signal
from ecgkt.types.second_opinion import BIAS_CEILING, NET_FLOOR
from ecgkt.vocab.statements import CODES

MAX_SUMS = 1000
DELETED = 0.2
"""Share of the bins of lead and time that is silenced, as in method.md 4.4."""
SEED = 5


class Case(NamedTuple):
    """
    One record with one of its statements.

    Attributes
    ----------
    row : int
        Of the store.
    place : int
        Of the statement.
    """

    row: int
    place: int


class Sum(NamedTuple):
    """
    What one exact sum looks like.

    Attributes
    ----------
    net, bias : float
        `net_share` and `bias_share`.
    remainder : float
        Difference between the parts and the log-odds.
    drop, random_drop : float
        Log-odds lost when the bins that add most are silenced, and when as many others.
    """

    net: float
    bias: float
    remainder: float
    drop: float
    random_drop: float


def exact_sum_figures(
    second: SecondOpinion,
    store: PreparedStore,
    *,
    split: str = "held_out",
    most: int = MAX_SUMS,
    n_draws: int = N_DRAWS,
) -> dict[str, Any]:
    """
    Compute the figures of the sums of statements that were made, one per record.

    Parameters
    ----------
    second : SecondOpinion
        With its calibration.
    store : PreparedStore
        The data.
    split : str
        "tuning" or "held_out".
    most : int
        Records at most, spread over the split.
    n_draws : int
        Bootstrap draws of patients.

    Returns
    -------
    dict
        Quartiles of net/abs and bias share, shares with a warning, the largest
        remainder, and the drops by deletion with paired interval; JSON-ready.
    """
    cases = choose_cases(store, split, most)
    rng = np.random.default_rng(SEED)
    sums = [_take_apart(second, store, case, rng) for case in cases]
    net, bias, rest, drop, random = (np.array(c) for c in zip(*sums, strict=True))
    patients = store.records["patient_id"].to_numpy()[[case.row for case in cases]]
    weights = patient_weights(patients, n_draws=n_draws).astype(float)

    def mean(values: NDArray[np.float64]) -> dict[str, Any]:
        value, interval, _ = estimate(values @ weights / weights.sum(0))
        return {"value": value, "ci": interval and [*interval]}

    return {
        "n_sums": len(cases),
        "split": split,
        "net_share_quartiles": np.quantile(net, (0.25, 0.5, 0.75)).tolist(),
        "bias_share_quartiles": np.quantile(bias, (0.25, 0.5, 0.75)).tolist(),
        "share_below_net_floor": float((net < NET_FLOOR).mean()),
        "share_above_bias_ceiling": float((bias > BIAS_CEILING).mean()),
        "largest_remainder": float(rest.max()),
        "deleted_share": DELETED,
        "drop": mean(drop),
        "random_drop": mean(random),
        "drop_minus_random": mean(drop - random),
        "beats_random_share": float((drop > random).mean()),
    }


def choose_cases(store: PreparedStore, split: str, most: int) -> list[Case]:
    """
    Choose the rarest statement of each record that carries one, evenly spread.

    Parameters
    ----------
    store : PreparedStore
        The data.
    split : str
        "tuning" or "held_out".
    most : int
        Records at most.

    Returns
    -------
    list of Case
        The rarest, because half of all statements are sinus rhythm.

    Raises
    ------
    ValueError
        If no record of the split carries a statement.
    """
    rows = store.split(split)
    labels = store.labels[rows].astype(bool)
    carrying = np.flatnonzero(labels.any(axis=1))
    if not len(carrying):
        raise ValueError(f"no record of {split} carries a statement")
    spread = np.linspace(0, len(carrying) - 1, min(most, len(carrying))).astype(int)
    counts = np.where(labels, labels.sum(axis=0), len(rows) + 1)
    return [
        Case(int(rows[i]), int(counts[i].argmin())) for i in carrying[spread].tolist()
    ]


def _take_apart(
    second: SecondOpinion, store: PreparedStore, case: Case, rng: np.random.Generator
) -> Sum:
    (signal,) = StoreSignals(store, second.input_config).whole(np.array([case.row]))
    parts = take_apart(second, signal, CODES[case.place])
    total = float(parts.contributions.sum())
    width = round(BIN_S * second.input_config.fs)
    bins = in_bins(parts.contributions, width)
    n_deleted = round(DELETED * bins.size)
    strongest = np.argsort(-bins, axis=None)[:n_deleted]
    others = rng.permutation(bins.size)[:n_deleted]
    silenced = np.stack(
        [_silence(signal, chosen, bins.shape, width) for chosen in (strongest, others)]
    )
    slope, intercept = second.calibration.platt[case.place]
    logits = predict_logits(second.model, silenced, second.input_config)
    drop, random_drop = parts.logit - (slope * logits[:, case.place] + intercept)
    return Sum(
        net=net_share(parts.contributions),
        bias=bias_share(total, parts.bias),
        remainder=abs(total + parts.bias - parts.logit),
        drop=float(drop),
        random_drop=float(random_drop),
    )


def _silence(
    signal: Signal,
    chosen: NDArray[np.int64],
    shape: tuple[int, ...],
    width: int,
) -> Signal:
    """Put bins of lead and time onto the baseline, which is 0 mV after preparation."""
    kept = np.ones(shape, dtype=np.float32)
    kept.ravel()[chosen] = 0
    mask = np.repeat(kept, width, axis=1)[:, : signal.shape[1]]
    silenced: Signal = signal * mask
    return silenced
