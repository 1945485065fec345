"""Amplitudes of the median beat: ST level per lead, and the voltage criteria."""

from ecgkt.measure.lead_waves import why_unread
from ecgkt.measure.median_beat import MedianBeat
from ecgkt.types.measurements import Measurement, not_measurable
from ecgkt.vocab.leads import LEADS


def st_levels(median: MedianBeat) -> dict[str, Measurement]:
    """
    Measure ST in each lead: the mean of three samples.

    Parameters
    ----------
    median : MedianBeat
        In mV above the level before QRS.

    Returns
    -------
    dict of str to Measurement
        "st_i_mv" to "st_v6_mv".
    """
    levels = median.beat[:, max(0, median.st - 1) : median.st + 2].mean(axis=1)
    return {
        f"st_{lead.lower()}_mv": not_measurable(reason)
        if reason
        else Measurement.of(level, note=median.st_note)
        for lead, level, reason in zip(LEADS, levels, median.reasons, strict=True)
    }


def voltage_criteria(median: MedianBeat) -> dict[str, Measurement]:
    """
    Measure Sokolow-Lyon and Cornell voltage.

    Parameters
    ----------
    median : MedianBeat
        In mV above the level before QRS.

    Returns
    -------
    dict of str to Measurement
        "sokolow_lyon_mv" and "cornell_mv".

    References
    ----------
    .. [1] Sokolow and Lyon, Am Heart J 1949;37:161: S in V1 + R in V5 or V6.
    .. [2] Casale et al., Circulation 1987;75:565: R in aVL + S in V3.
    """

    def missing(*leads: str) -> Measurement | None:
        unread = why_unread(median, leads)
        return not_measurable(unread) if unread else None

    def height(wave: str, lead: str) -> float:
        return wave_height(median, wave, lead)

    return {
        "sokolow_lyon_mv": missing("V1", "V5", "V6")
        or Measurement.of(
            height("S", "V1") + max(height("R", "V5"), height("R", "V6"))
        ),
        "cornell_mv": missing("aVL", "V3")
        or Measurement.of(height("R", "aVL") + height("S", "V3")),
    }


def wave_height(median: MedianBeat, wave: str, lead: str) -> float:
    """
    Measure one wave of QRS.

    Parameters
    ----------
    median : MedianBeat
        In mV above the level before QRS.
    wave : str
        "R", "S", or "QRS" for both, peak to peak.
    lead : str
        One that was read.

    Returns
    -------
    float
        mV, not below 0; S is the deepest point, so that QS counts where there is no R.
    """
    qrs = median.beat[LEADS.index(lead), median.qrs]
    if wave == "QRS":
        return float(qrs.max() - qrs.min())
    return max(0.0, float(qrs.max() if wave == "R" else -qrs.min()))
