"""Which scores leave a statement open at a measured coverage, and what is referred."""

import math
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ecgkt.bundle.classifier import Bundle, load_bundle
from ecgkt.dataset.store import open_store
from ecgkt.evaluation.assess import Predictions
from ecgkt.evaluation.macros import group_labels
from ecgkt.evaluation.predict_split import predict_split
from ecgkt.evaluation.shares import share
from ecgkt.models.decision import SUPERCLASS_MEMBERS
from ecgkt.models.doubt import group_doubt
from ecgkt.results.doubt import DoubtTable, LabelLimits, Referral, Resplits
from ecgkt.results.model_card import BUNDLED
from ecgkt.results.shares import Share
from ecgkt.vocab.statements import CODES, MIN_POSITIVES, SUPERCLASSES

Floats = NDArray[np.float64]
Labels = NDArray[np.integer]

LEVEL = 0.9
REFERRED = 0.1
"""Of the tuning ECGs: the most doubtful tenth."""
LEAST = 20
"""ECGs of either kind from which limits are made: fewer leave coverage to chance."""
N_RESPLITS = 200
SEED = 35
COMMAND = "python -m ecgkt evaluate doubt --store STORE --json"
RULE = (
    f"Split conformal limits at {LEVEL:.0%}, for ECGs with and without a statement "
    "apart, from the calibrated probabilities of the tuning split; coverage is counted "
    "on held-out patients. Nothing is guaranteed where patients, carts or readers are "
    f"others. Statements of fewer than {LEAST} ECGs in the tuning split have no limits."
)


def evaluate_doubt(store: Path, *, model: Path = BUNDLED) -> dict[str, Any]:
    """
    Set limits on the tuning split and count on the held-out one what they keep.

    Parameters
    ----------
    store : pathlib.Path
        PTB-XL, prepared.
    model : pathlib.Path
        The model's folder.

    Returns
    -------
    dict
        Schema ecgkt.doubt/1.

    Raises
    ------
    EcgktError
        If the model is incomplete, or the store is of another vocabulary or rate.
    """
    bundle, data = load_bundle(model), open_store(store)
    tuning, held_out = (
        predict_split(bundle, data, split) for split in ("tuning", "held_out")
    )
    columns = zip(
        (*CODES, *SUPERCLASSES),
        *_columns(bundle, tuning),
        *_columns(bundle, held_out),
        strict=True,
    )
    table = DoubtTable(
        command=COMMAND,
        rule=RULE,
        sha256=bundle.identity.sha256,
        level=LEVEL,
        resplits=_resplits(bundle, tuning),
        labels=tuple(_limits_of(*column) for column in columns),
        referral=_referral(bundle, tuning, held_out),
    )
    return table.to_dict()


def _referral(bundle: Bundle, tuning: Predictions, held_out: Predictions) -> Referral:
    """Refer the most doubtful share of the tuning ECGs; count on held-out ones."""
    doubt, _is_wrong = _doubt(bundle, tuning)
    limit = float(np.quantile(doubt, 1 - REFERRED))
    return count_referred(*_doubt(bundle, held_out), limit)


def _doubt(bundle: Bundle, seen: Predictions) -> tuple[Floats, NDArray[np.bool_]]:
    """Return the doubt of each ECG, and whether any super-class is called wrongly."""
    groups = bundle.decision.superclass_probabilities(seen.logits)
    called = groups >= np.array(bundle.decision.superclasses.thresholds)
    truth = group_labels(seen.labels, SUPERCLASS_MEMBERS)
    return group_doubt(groups), (called != truth).any(axis=1)


def count_referred(
    doubt: Floats, is_wrong: NDArray[np.bool_], limit: float
) -> Referral:
    """
    Count the ECGs above a limit of doubt, and how often either kind is wrong.

    Parameters
    ----------
    doubt : numpy.ndarray of shape (n,), float64
        Of each ECG, in nats.
    is_wrong : numpy.ndarray of shape (n,), bool
        Whether anything of its reading was.
    limit : float
        In nats.

    Returns
    -------
    Referral
    """
    is_referred = doubt >= limit
    return Referral(
        limit=round(limit, 4),
        referred=Share(**share(is_referred)),
        wrong_referred=Share(**share(is_wrong[is_referred])),
        wrong_kept=Share(**share(is_wrong[~is_referred])),
    )


def _columns(bundle: Bundle, seen: Predictions) -> tuple[Floats, Labels]:
    """Return probabilities and truth, a row for each statement and super-class."""
    decision = bundle.decision
    scores = [
        decision.probabilities(seen.logits),
        decision.superclass_probabilities(seen.logits),
    ]
    truth = [seen.labels, group_labels(seen.labels, SUPERCLASS_MEMBERS)]
    return np.hstack(scores).T, np.hstack(truth).T


def conformal_limits(
    probabilities: Floats, labels: Labels, *, level: float = LEVEL
) -> tuple[float, float]:
    """
    Set the limits of one statement.

    Parameters
    ----------
    probabilities : numpy.ndarray of shape (n,), float64
        Of ECGs that did not train the model.
    labels : numpy.ndarray of shape (n,), integer
        1 where the statement was made; either kind must be there.
    level : float
        Coverage, 0-1.

    Returns
    -------
    (float, float)
        ``low`` and ``high`` of `LabelLimits`: of a new ECG with the statement the score
        is at least ``low``, of one without it at most ``high``, each with a probability
        of at least `level`, if it comes from where these do.

    References
    ----------
    .. [1] Vovk et al., "Algorithmic Learning in a Random World", 2005: conformal
       prediction for each label apart (Mondrian). The score itself is the conformity.

    Examples
    --------
    >>> p = np.linspace(0.05, 0.95, 19)
    >>> conformal_limits(np.tile(p, 2), np.repeat([1, 0], 19))
    (0.1, 0.9)
    """
    present = np.sort(probabilities[labels == 1])
    absent = np.sort(probabilities[labels == 0])
    low = _rank(len(present), level)
    high = _rank(len(absent), level)
    return (
        float(present[low - 1]) if low else 0.0,
        float(absent[-high]) if high else 1.0,
    )


def _rank(n: int, level: float) -> int:
    """Return how many of n ordered scores, and one more, may be left outside."""
    return math.floor((1 - level) * (n + 1) + 1e-9)


def _limits_of(
    code: str, tuned: Floats, known: Labels, scores: Floats, truth: Labels
) -> LabelLimits:
    n_present = int(known.sum())
    n_absent = len(known) - n_present
    found: dict[str, Any] = dict.fromkeys(
        ("low", "high", "kept_present", "kept_absent", "open")
    )
    if min(n_present, n_absent) >= LEAST:
        low, high = conformal_limits(tuned, known)
        first, last = sorted((low, high))
        found = {
            "low": low,
            "high": high,
            "kept_present": Share(**share(scores[truth == 1] >= low)),
            "kept_absent": Share(**share(scores[truth == 0] <= high)),
            "open": Share(**share((first <= scores) & (scores <= last))),
        }
    return LabelLimits(code=code, n_present=n_present, n_absent=n_absent, **found)


def _resplits(bundle: Bundle, tuning: Predictions) -> Resplits:
    scores, truth = _columns(bundle, tuning)
    present = truth.sum(axis=1)
    enough = np.minimum(present, truth.shape[1] - present) >= MIN_POSITIVES
    patients, whose = np.unique(tuning.patient_ids, return_inverse=True)
    rng = np.random.default_rng(SEED)
    halves = (rng.random(len(patients)) < 0.5 for _ in range(N_RESPLITS))
    kept = [_coverage(scores[enough], truth[enough], half[whose]) for half in halves]
    means = [float(np.mean(one)) for one in kept if one]
    if not means:
        return Resplits(n=0, mean=None, sd=None)
    return Resplits(n=len(means), mean=float(np.mean(means)), sd=float(np.std(means)))


def _coverage(
    scores: Floats, truth: Labels, is_first: NDArray[np.bool_]
) -> list[float]:
    """Set limits on one half and return the coverage of each kind on the other."""
    kept: list[float] = []
    for score, label in zip(scores, truth, strict=True):
        low, high = conformal_limits(score[is_first], label[is_first])
        other, present = score[~is_first], label[~is_first] == 1
        sides = other[present] >= low, other[~present] <= high
        kept += [float(hits.mean()) for hits in sides if len(hits)]
    return kept
