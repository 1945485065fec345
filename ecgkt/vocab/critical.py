"""Rules of what needs a physician at once, each with its published limit."""

from typing import NamedTuple

from ecgkt.vocab.findings import PACING, SGARBOSSA, ST_UP


class Rule(NamedTuple):
    """
    One rule of the critical strip.

    Attributes
    ----------
    title : str
        What it is called.
    limit : float or None
        From which on it holds, in the unit of its measurement.
    source : str
        Where it is published.
    implies : tuple of str
        Codes of the model's statements that say the same, to be compared with it.
    """

    title: str
    limit: float | None
    source: str
    implies: tuple[str, ...] = ()


# fmt: off
DREW = "Drew et al., AHA/ACCF statement on torsade de pointes in hospital, Circulation 2010;121:1047: from 500 ms"
EPSTEIN = "Epstein et al., ACC/AHA/HRS guideline on device therapy, Circulation 2008;117:e350: sinus node dysfunction below 40 bpm"
NEUMAR = "Neumar et al., AHA guideline on advanced life support, Circulation 2010;122:S729: symptoms are unlikely to come from a rate below 150 bpm"
PAGE = "Page et al., ACC/AHA/HRS guideline on supraventricular tachycardia, Circulation 2016;133:e506: above 100 bpm with a QRS of 120 ms or more. Departs from it: not where every beat follows a P wave"
ST_ALONE = f"{ST_UP}. Judged as there without hypertrophy by voltage and without bundle branch block"
RULES = {
    "no_rhythm": Rule("No usable heart beat", None, "Limit of this project: at least 3 QRS complexes that stand out and are alike"),
    "st_elevation": Rule("ST elevation in neighbouring leads", 0.1, ST_ALONE, ("STE_", "INJAS", "INJAL", "INJIN", "INJLA", "INJIL")),
    "st_in_lbbb": Rule("ST beyond left bundle branch block", 0.1, SGARBOSSA),
    "wide_tachycardia": Rule("Tachycardia with a wide QRS", 100.0, PAGE),
    "very_fast": Rule("Heart rate above 150/min", 150.0, NEUMAR, ("STACH", "SVTAC", "PSVT")),
    "very_slow": Rule("Heart rate below 40/min", 40.0, EPSTEIN, ("SBRAD",)),
    "long_qtc": Rule("QTc of 500 ms or more", 500.0, DREW, ("LNGQT",)),
    "paced": Rule("Paced rhythm", None, PACING, ("PACE",)),
    "electrodes": Rule("Suspected exchange of electrodes", None, "Rules of this project; the model card says how often they are right"),
}
# fmt: on
"""In the order in which they are told."""
