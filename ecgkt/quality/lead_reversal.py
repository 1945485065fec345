"""Electrodes that seem to be on each other's place: suspected, and never put right."""

from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ecgkt.preprocess.electrode_swap import INVERTED, swap_electrodes
from ecgkt.quality.inspected import INDEPENDENT, GateResult, Inspected
from ecgkt.quality.reversal_rules import RULES
from ecgkt.quality.reversal_terms import (
    MIN_BEATS,
    Term,
    term_value,
    twelve_leads,
    typical_beat,
)
from ecgkt.types.record import Floats

LEAST_QRS = 0.15
"""mV from top to bottom, in the largest of the typical beat's leads: less says
nothing."""


MARGINS = {
    "left arm and left leg": 6.0,
    "V1 and V2": 0.9,
    "V2 and V3": 0.9,
    "V3 and V4": 1.6,
    INVERTED: 2.2,
}
"""How far above zero a rule's sum must be; 0 for all others. Chosen so that some 2 % of
the recordings of PTB-XL's tuning split and of the MIMIC-IV-ECG demo, which the rules
never saw, are suspected of anything, at the least cost in sensitivity. Without margins
5.8 % of the demo were: seven of ten alarms of left arm and left leg were one person's
heart, while the five of both arms were one recording each of five people."""


class Reversal(NamedTuple):
    """
    What a typical beat says of its electrodes.

    Attributes
    ----------
    state : str
        "none", "suspected" or "not assessable".
    swap : str
        Which electrodes, where it is suspected: a key of `RULES`; else empty.
    """

    state: Literal["none", "suspected", "not assessable"]
    swap: str = ""


class Rule(NamedTuple):
    """A sum of terms with their weights; positive means suspected."""

    constant: float
    terms: tuple[tuple[Term, float], ...]


def read_rules(table: str) -> dict[str, Rule]:
    r"""
    Read the table of rules.

    Parameters
    ----------
    table : str
        Lines of ``name: constant``, each followed by indented ones of a term and its
        weight.

    Returns
    -------
    dict of str to Rule
        By name, in the table's order.

    Examples
    --------
    >>> read_rules("arms: -1.5\n  qrs like I V6 -4.0")["arms"].terms[0][1]
    -4.0
    """
    rules: dict[str, Rule] = {}
    name = ""
    for line in table.strip().splitlines():
        if not line.startswith(" "):
            name, constant = line.split(":")
            rules[name] = Rule(float(constant), ())
            continue
        wave, kind, first, second, weight = line.split()
        term = (Term(wave, kind, first, second), float(weight))
        rules[name] = rules[name]._replace(terms=(*rules[name].terms, term))
    return rules


PARSED = read_rules(RULES)


def suspicion(beats: NDArray[np.floating]) -> dict[str, Floats]:
    """
    Apply every rule to typical beats.

    Parameters
    ----------
    beats : numpy.ndarray of shape (..., 8, 80), float
        What `typical_beat` returned, mV.

    Returns
    -------
    dict of str to numpy.ndarray of shape (...,)
        By swap; positive where it is suspected.

    References
    ----------
    .. [1] Kors and van Herpen, "Accurate automatic detection of electrode interchange
       in the electrocardiogram", Am J Cardiol 2001;88:396: correlation of leads before
       and after undoing the exchange. Departs from it: no reconstruction; the likeness
       of limb and chest leads wave by wave.
    .. [2] Batchvarov et al., "Incorrect electrode cable connection during
       electrocardiographic recording", Europace 2007;9:1081: the signs in I, II and
       aVR. The weights are fitted; see `ecgkt.quality.reversal_rules`.
    """
    leads = twelve_leads(beats)
    return {
        swap: rule.constant
        + np.asarray(sum(w * term_value(leads, term) for term, w in rule.terms))
        for swap, rule in PARSED.items()
    }


def find_reversal(leads: Floats, fs: float, peaks: Floats) -> Reversal:
    """
    Say whether electrodes seem to be exchanged.

    Parameters
    ----------
    leads : numpy.ndarray of shape (8, n_samples), float64
        Independent leads in mV without baseline wander.
    fs : float
        Hz.
    peaks : numpy.ndarray of shape (n_beats,), float64
        R peaks in seconds.

    Returns
    -------
    Reversal
        A swap is suspected if its rule says so by its margin, and no rule has a sum
        above zero once it is undone (to
        exchange two electrodes again undoes it); of several, the one that leaves the
        least suspicion.
    """
    beat = typical_beat(leads, fs, peaks)
    if beat is None or np.ptp(beat, axis=1).max() < LEAST_QRS:
        return Reversal("not assessable")
    left = {
        swap: _worst(swap_electrodes(beat, swap))
        for swap, value in suspicion(beat).items()
        if value > MARGINS.get(swap, 0.0)
    }
    swap = min(left, key=lambda name: left[name], default="")
    # What looks odd either way is an odd heart, as a paced one, and no exchange.
    return Reversal("suspected", swap) if swap and left[swap] < 0 else Reversal("none")


def _worst(beat: NDArray[np.floating]) -> float:
    return max(float(value) for value in suspicion(beat).values())


def judge_reversal(ecg: Inspected, peaks: Floats) -> GateResult | None:
    """
    Warn where electrodes seem to be exchanged; note where that cannot be told.

    Parameters
    ----------
    ecg : Inspected
        The recording.
    peaks : numpy.ndarray of shape (n_beats,), float64
        R peaks in seconds.

    Returns
    -------
    GateResult or None
    """
    if not ecg.is_there[INDEPENDENT].all():
        return None
    found = find_reversal(ecg.centred[INDEPENDENT], ecg.record.fs, peaks)
    if found.state == "none":
        return None
    if found.state == "not assessable":
        return GateResult(
            "note",
            f"Whether electrodes are exchanged could not be assessed: fewer than "
            f"{MIN_BEATS} whole beats, or QRS too small.",
        )
    if found.swap == INVERTED:
        what = "Suspected inversion of all leads (reversed polarity)"
    else:
        what = f"Suspected reversal of {found.swap} electrodes"
    advice = "Check the electrodes, and record again if one was exchanged."
    reason = f"{what}; the scores are shown as recorded. {advice}"
    return GateResult("warn", reason, flag="electrodes")
