"""Find the rules by which exchanged electrodes are suspected, from planted ones."""

from collections.abc import Callable
from itertools import combinations, pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from ecgkt.dataset.store import open_store
from ecgkt.evaluation.typical_beats import typical_beats
from ecgkt.preprocess.electrode_swap import SWAPS, swap_electrodes
from ecgkt.quality.reversal_terms import Term, term_value, twelve_leads
from ecgkt.types.record import Floats
from ecgkt.vocab.leads import LEADS

MOST_TERMS = 16
"""Per rule, so that a reader can still follow it."""
STRENGTHS = (0.0005, 0.001, 0.002, 0.003, 0.004, 0.006, 0.008, 0.012, 0.016, 0.024)
"""Of the L1 penalty that picks the terms, the strictest first."""
FALSE_ALARMS = 0.001
"""Share of the recordings as they are that a rule may suspect; PTB-XL holds some real
swaps, which are among them."""
SUBTLE = frozenset({"left arm and left leg", "V2 and V3", "V4 and V5", "V5 and V6"})
"""Swaps that change little may cost twice as many."""


def term_pool() -> tuple[Term, ...]:
    """
    List every term that a rule may choose from.

    Returns
    -------
    tuple of Term
        Signs of each lead, likeness of limb and chest leads, of chest leads with each
        other, and the sizes of neighbours, for P, QRS, its first half, and T.
    """
    limb, chest = [one for one in LEADS[:6] if one != "aVR"], LEADS[6:]
    neighbours = [*pairwise(chest)]
    pool = [Term("qrs", "up", lead, "-") for lead in LEADS]
    for wave in ("p", "qrs", "start", "t"):
        pool += [Term(wave, "area", lead, "-") for lead in LEADS]
        pool += [Term(wave, "like", one, other) for one in limb for other in chest]
        pool += [Term(wave, "like", *pair) for pair in combinations(chest, 2)]
        pool += [Term(wave, "like", "I", "II")]
        pool += [
            Term(wave, "larger", *pair)
            for pair in (*neighbours, ("I", "II"), ("III", "II"), ("aVL", "aVF"))
        ]
    return tuple(pool)


def fit_rules(store: Path, say: Callable[[str], None]) -> str:
    """
    Fit one rule for each swap on the store's training split.

    Parameters
    ----------
    store : pathlib.Path
        Of ``prepare ptb-xl``.
    say : callable
        Is told what is done.

    Returns
    -------
    str
        The table of `ecgkt.quality.reversal_rules`: a rule's name and constant, and its
        terms with their weights; positive sums are suspected.
    """
    opened = open_store(store)
    beats = typical_beats(opened, opened.split("train"))
    beats = beats[~np.isnan(beats).any(axis=(1, 2))]
    say(f"{len(beats)} recordings of the training split")
    pool = term_pool()
    plain = _values(beats, pool)
    lines = []
    for swap in SWAPS:
        planted = _values(swap_electrodes(beats, swap), pool)
        alarms = FALSE_ALARMS * (2 if swap in SUBTLE else 1)
        chosen, weights, constant = _fit(plain, planted, alarms)
        lines.append(f"{swap}: {constant:.2f}")
        lines += [
            f"  {' '.join(pool[index])} {weight:.2f}"
            for index, weight in zip(chosen, weights, strict=True)
        ]
        say(f"{swap}: {len(chosen)} terms")
    return "\n".join(lines)


def _values(beats: NDArray[np.floating], pool: tuple[Term, ...]) -> Floats:
    leads = twelve_leads(beats)
    return np.stack([term_value(leads, term) for term in pool], axis=1)


def _fit(
    plain: Floats, planted: Floats, false_alarms: float
) -> tuple[NDArray[np.intp], Floats, float]:
    """Return the chosen terms, their weights and the constant of one rule."""
    mean, spread = plain.mean(axis=0), plain.std(axis=0) + 1e-6
    values = np.concatenate([plain, planted])
    values = (values - mean) / spread
    is_planted = np.repeat([0, 1], [len(plain), len(planted)])
    chosen = np.arange(0)
    for strength in STRENGTHS:
        picker = LogisticRegression(
            penalty="l1", solver="liblinear", C=strength, max_iter=200, random_state=0
        ).fit(values[::3], is_planted[::3])
        picked = np.flatnonzero(picker.coef_[0])
        if len(picked) > MOST_TERMS:
            break
        chosen = picked
    model = LogisticRegression(C=0.3, max_iter=500)
    model.fit(values[:, chosen], is_planted)
    weights: Floats = np.round(model.coef_[0] / spread[chosen], 2)
    sums = plain[:, chosen] @ weights
    return chosen, weights, -float(np.quantile(sums, 1 - false_alarms))
