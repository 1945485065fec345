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
