"""One ECG of a set that is judged: what was said of it, and what is true of it."""

from dataclasses import dataclass, field

from ecgkt.types.record import Sex


@dataclass(frozen=True, kw_only=True)
class CaseTruth:
    """
    What is known of an ECG without looking at it.

    Attributes
    ----------
    record_id, patient : str
        Name of the ECG; whose it is, by any name that only this person has.
    place : str
        Where its signal is found again: the row of a store, a file below a folder, or
        the number of a simulated patient.
    split : str
        "train", "tuning", "held_out", or empty where the source knows no splits.
    stated : dict of str to float
        Likelihood in percent of each statement that was made; 0 where it was made
        without one.
    is_labelled : bool
        Whether statements are known at all, absent ones included.
    age : float or None
        Years.
    sex : str or None
        "male" or "female".
    site, device : str
        As the source writes them; empty if it does not.
    """

    record_id: str
    patient: str
    place: str
    split: str = ""
    stated: dict[str, float] = field(default_factory=dict)
    is_labelled: bool = True
    age: float | None = None
    sex: Sex | None = None
    site: str = ""
    device: str = ""


@dataclass(frozen=True, kw_only=True)
class CaseRow:
    """
    One line of a case table, before its place among the others is known.

    Attributes
    ----------
    truth : CaseTruth
        What is known of the ECG.
    verdict : str
        Of the gates: "accept", "warn" or "refuse".
    reasons : tuple of str
        Of the gates.
    logits : tuple of float
        Of the statements in the order of `vocab.statements`, before calibration;
        empty where the model was not asked.
    probabilities, superclasses : tuple of float
        Calibrated, of the statements and of the super-classes, 0-1; as `logits`.
    measurements : dict of str to float
        What was measured.
    unmeasured : dict of str to str
        What was not, with the reason.
    findings : tuple of str
        Codes of `vocab.findings`.
    supports, contradicts : tuple of str
        Statements that the findings speak for and against; one that several speak for
        stands here as often.
    """

    truth: CaseTruth
    verdict: str
    reasons: tuple[str, ...] = ()
    logits: tuple[float, ...] = ()
    probabilities: tuple[float, ...] = ()
    superclasses: tuple[float, ...] = ()
    measurements: dict[str, float] = field(default_factory=dict)
    unmeasured: dict[str, str] = field(default_factory=dict)
    findings: tuple[str, ...] = ()
    supports: tuple[str, ...] = ()
    contradicts: tuple[str, ...] = ()
