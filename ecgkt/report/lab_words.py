"""A laboratory abnormality in words that a clinician knows."""

from ecgkt.types.reading import LabScore

ARROWS = {"low": "↓", "high": "↑"}

ESTIMATED = "Estimated from the ECG, not measured"

NOT_READABLE = "Not readable from the ECG with the data at hand"

SIMULATED_HEAD = "taught by simulation"


def range_text(score: LabScore) -> str:
    """
    Return the reference range with its unit.

    Parameters
    ----------
    score : LabScore
        A range may lack either limit.

    Returns
    -------
    str
        Empty without any limit.
    """
    low, high = score.reference_range or (None, None)
    # Some ranges begin at 0: nothing can be lower, so only the upper limit says much.
    if low is not None and high is not None and not (low == 0 < high):
        text = f"{low:.5g}–{high:.5g}"
    elif high is not None:
        text = f"≤ {high:.5g}"
    elif low is not None:
        text = f"≥ {low:.5g}"
    else:
        return ""
    return f"{text} {score.unit}".strip()


def lab_auroc_text(auroc: float | None, interval: tuple[float, float] | None) -> str:
    """
    Return a measured AUROC with its interval.

    Parameters
    ----------
    auroc : float or None
        None where it was not measured.
    interval : (low, high) or None
        95 % patient bootstrap.

    Returns
    -------
    str
        Two decimals: with so few patients the third says nothing.

    Examples
    --------
    >>> lab_auroc_text(0.691, (0.604, 0.778))
    'AUROC 0.69 [0.60–0.78]'
    """
    if auroc is None:
        return "AUROC not measured"
    if interval is None:
        return f"AUROC {auroc:.2f}"
    return f"AUROC {auroc:.2f} [{interval[0]:.2f}–{interval[1]:.2f}]"


def ratio_text(score: LabScore) -> str:
    """
    Return the likelihood ratio with its interval.

    Parameters
    ----------
    score : LabScore
        Of any side.

    Returns
    -------
    str
        "× 2.40 [1.30–4.40]".
    """
    low, high = score.likelihood_ratio_ci
    return f"× {score.likelihood_ratio:.2f} [{low:.2f}–{high:.2f}]"


def percentile_text(score: LabScore) -> str:
    """
    Say where a score stands among the reference cohort's.

    Parameters
    ----------
    score : LabScore
        Its percentile is rounded to a whole number, 1 to 99.

    Returns
    -------
    str
        "97th percentile".
    """
    place = min(max(round(score.percentile), 1), 99)
    endings = {1: "st", 2: "nd", 3: "rd"}
    ending = "th" if 10 < place < 14 else endings.get(place % 10, "th")
    return f"{place}{ending} percentile"


def normal_text(score: LabScore) -> str:
    """
    Say how much a flag means, by how many normal ECGs get one.

    Parameters
    ----------
    score : LabScore
        With a measured share.

    Returns
    -------
    str
        "would flag 1.2 % of ECGs read as normal"; empty if nothing was measured.
    """
    if score.flagged_of_normal is None:
        return ""
    return f"would flag {100 * score.flagged_of_normal:.1f} % of ECGs read as normal"
