"""labs-outside.json: laboratory heads with knowledge from other patients beside."""

from dataclasses import dataclass
from typing import ClassVar

from ecgkt.results.document import Figure, WholeDocument


@dataclass(frozen=True, kw_only=True)
class BodyKnown:
    """
    How well a body is told from the ECG, on PTB-XL's tuning split.

    Attributes
    ----------
    n : int
        ECGs.
    age_mae, age_r : float
        Mean error in years, and correlation.
    sex_auroc, bmi_r : float
        Of female, and correlation.
    """

    n: int
    age_mae: float
    age_r: float
    sex_auroc: float
    bmi_r: float


@dataclass(frozen=True, kw_only=True)
class ZeroShot:
    """
    What simulated ECGs alone teach of an electrolyte.

    Attributes
    ----------
    abnormality : str
        "Potassium high" for one.
    auroc : Figure
        On real patients.
    is_used : bool
        Whether it is an input: only above 0.5.
    """

    abnormality: str
    auroc: Figure
    is_used: bool


@dataclass(frozen=True, kw_only=True)
class LabArm:
    """
    One way to score, cross-validated by patient.

    Attributes
    ----------
    name, what : str
        Key, and what it is.
    mean_auroc, minus_shipped : Figure
        Over all abnormalities, and against the shipped heads, paired by patient.
    precise_auroc : float
        Mean weighed by the inverse variance of each.
    n_readable, n_discovered : int
        Abnormalities whose whole interval lies above 0.5, and those at a
        false-discovery rate of 5 %.
    """

    name: str
    what: str
    mean_auroc: Figure
    minus_shipped: Figure
    precise_auroc: float
    n_readable: int
    n_discovered: int


@dataclass(frozen=True, kw_only=True)
class LabsOutside(WholeDocument):
    """
    All that `evaluate labs-outside` found.

    Attributes
    ----------
    command, rule : str
        What wrote the document, and what was fixed beforehand.
    sha256 : str
        Of the shipped weights.
    n_ecgs, n_patients, n_targets : int
        Behind the figures.
    body : BodyKnown
        ECG-age and the like.
    zero_shot : tuple of ZeroShot
        Simulation's electrolytes.
    arms : tuple of LabArm
        The shipped heads first.
    """

    SCHEMA: ClassVar[str] = "ecgkt.labs-outside/1"
    FILE: ClassVar[str] = "labs-outside.json"

    command: str
    rule: str
    sha256: str
    n_ecgs: int
    n_patients: int
    n_targets: int
    body: BodyKnown
    zero_shot: tuple[ZeroShot, ...]
    arms: tuple[LabArm, ...]
