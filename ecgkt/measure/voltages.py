"""Amplitudes of the median beat: ST level per lead, and the voltage criteria."""

from ecgkt.types.measurements import Measurement, not_measurable
from ecgkt.types.record import Floats
from ecgkt.vocab.leads import LEADS


def st_levels(
    beat: Floats, at: int, reasons: tuple[str, ...], *, note: str
) -> dict[str, Measurement]:
    """
    Measure ST in each lead.

    Parameters
    ----------
    beat : numpy.ndarray of shape (12, n_samples)
        Median beat in mV above the level before QRS.
    at : int
        Sample where ST is read; three samples around it are averaged.
    reasons : tuple of str
        Per lead, why it was not read; empty if it was.
    note : str
        Where ST was read.

    Returns
    -------
    dict of str to Measurement
        "st_i_mv" to "st_v6_mv".
    """
    levels = beat[:, max(0, at - 1) : at + 2].mean(axis=1)
    return {
        f"st_{lead.lower()}_mv": not_measurable(reason)
        if reason
        else Measurement.of(level, note=note)
        for lead, level, reason in zip(LEADS, levels, reasons, strict=True)
    }


def voltage_criteria(
    beat: Floats, qrs: slice, reasons: tuple[str, ...]
) -> dict[str, Measurement]:
    """
    Measure Sokolow-Lyon and Cornell voltage.

    Parameters
    ----------
    beat : numpy.ndarray of shape (12, n_samples)
        Median beat in mV above the level before QRS.
    qrs : slice
        Samples of QRS.
    reasons : tuple of str
        Per lead, why it was not read; empty if it was.

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
        unread = [lead for lead in leads if reasons[LEADS.index(lead)]]
        if not unread:
            return None
        return not_measurable(f"{unread[0]}: {reasons[LEADS.index(unread[0])]}")

    def r(lead: str) -> float:
        return max(0.0, float(beat[LEADS.index(lead), qrs].max()))

    def s(lead: str) -> float:
        # The deepest point, so that QS counts where there is no R.
        return max(0.0, -float(beat[LEADS.index(lead), qrs].min()))

    return {
        "sokolow_lyon_mv": missing("V1", "V5", "V6")
        or Measurement.of(s("V1") + max(r("V5"), r("V6"))),
        "cornell_mv": missing("aVL", "V3") or Measurement.of(r("aVL") + s("V3")),
    }
