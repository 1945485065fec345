"""labs.json: how well laboratory abnormalities can be read from the ECG."""

from dataclasses import dataclass
from typing import ClassVar

from ecgkt.results.document import Document, Figure, Interval
from ecgkt.results.flow import FlowStep
from ecgkt.vocab.labs import lab_title


@dataclass(frozen=True, kw_only=True)
class LabFigures:
    """
    What was measured of one laboratory abnormality, cross-validated by patient.

    Attributes
    ----------
    name, direction : str
        The lab as ``d_labitems`` writes it, and "low" or "high".
    n, positives, n_patients : int
        ECGs with the lab, those outside the limit, and patients behind them.
    auroc : float or None
        Scores centred per fold, mean over the repeats.
    auroc_ci : (low, high) or None
        95 % patient bootstrap.
    plain_probe_auroc : float or None
        Of a linear probe on the plain encoder, the same folds.
    readable : bool
        Whether the whole interval lies above 0.5.
    flagged_of_normal : float or None
        Share of ECGs read as normal that would be flagged; None if not measured.
    flagged_of_normal_ci : (low, high) or None
        Wilson's 95 % interval.
    """

    name: str
    direction: str
    n: int
    positives: int
    n_patients: int
    auroc: float | None
    auroc_ci: Interval
    readable: bool
    plain_probe_auroc: float | None = None
    flagged_of_normal: float | None = None
    flagged_of_normal_ci: Interval = None

    @property
    def title(self) -> str:
        """What a clinician reads."""
        return lab_title(self)


@dataclass(frozen=True, kw_only=True)
class PerEcg:
    """How many labs one ECG has of a kind, over many ECGs."""

    median: float
    mean: float
    max: int


@dataclass(frozen=True, kw_only=True)
class NormalEcgs:
    """
    What the heads say of ECGs that cardiologists read as normal.

    Attributes
    ----------
    n_ecgs : int
        Recordings of the statement in the split of the source.
    source, split, statement : str
        Where they are from.
    flagged_per_ecg, spoken_against_per_ecg, above_threshold_per_ecg : PerEcg
        Readable labs of each kind.
    """

    n_ecgs: int
    source: str
    split: str
    statement: str
    flagged_per_ecg: PerEcg
    spoken_against_per_ecg: PerEcg
    above_threshold_per_ecg: PerEcg


@dataclass(frozen=True, kw_only=True)
class LabTable(Document):
    """
    All that `evaluate labs` found.

    Attributes
    ----------
    n_ecgs, n_patients, folds, repeats : int
        Behind the cross-validation.
    mean_auroc : dict of str to float
        ``ours``, ``plain_probe``, ``random_encoder``, ``constant``.
    ours_minus_plain_probe : Figure
        Of the means.
    labs : tuple of LabFigures
        In the document's order.
    window_hours : float
        Between ECG and laboratory value, at most.
    normal : NormalEcgs or None
        None if no normal ECGs were read.
    command : str
        What wrote the document.
    flow : tuple of FlowStep
        Of the store; empty if the document holds none.
    """

    SCHEMA: ClassVar[str] = "ecgkt.labs/1"
    FILE: ClassVar[str] = "labs.json"

    n_ecgs: int
    n_patients: int
    folds: int
    repeats: int
    mean_auroc: dict[str, float | None]
    ours_minus_plain_probe: Figure
    labs: tuple[LabFigures, ...]
    window_hours: float
    normal: NormalEcgs | None = None
    command: str = ""
    flow: tuple[FlowStep, ...] = ()
