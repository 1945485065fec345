"""The shapes that travel: one recording, and all that the pipeline says of it."""

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from ecgkt.vocab import LEADS

Signal: TypeAlias = NDArray[np.float32]
"""Voltage in mV, float32, of shape (n_leads, n_samples)."""


@dataclass(frozen=True, kw_only=True)
class EcgRecord:
    """
    One 12-lead recording, whatever file it came from.

    Attributes
    ----------
    record_id : str
        Name to show; untrusted text when it comes from an upload.
    signal : numpy.ndarray of shape (12, n_samples), float32
        Voltage in mV, rows in the order of `LEADS`; NaN where the file holds no value.
    fs : float
        Sampling frequency in Hz.
    format : str
        What the file was: "wfdb", "csv", "npy".
    original_unit : str
        Unit of the file's numbers, before they became mV.
    derived_leads : tuple of str
        Leads that the file lacks and that were computed from I and II.
    warnings : tuple of str
        What the reader noticed and the user should know.
    age : float or None
        Years, if the file or the user states it.

    Raises
    ------
    ValueError
        If the shape, the type or the sampling frequency is not as stated.
    """

    record_id: str
    signal: Signal
    fs: float
    format: str
    original_unit: str = "mV"
    derived_leads: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    age: float | None = None

    def __post_init__(self) -> None:
        shape = self.signal.shape
        if len(shape) != 2 or shape[0] != len(LEADS) or self.signal.dtype != np.float32:
            message = (
                f"expected float32 of shape (12, n), got {self.signal.dtype} {shape}"
            )
            raise ValueError(message)
        if not self.fs > 0:
            raise ValueError(f"fs must be positive, got {self.fs}")

    @property
    def n_samples(self) -> int:
        """Samples per lead."""
        return int(self.signal.shape[1])

    @property
    def duration(self) -> float:
        """Length in seconds."""
        return self.n_samples / self.fs


@dataclass(frozen=True, kw_only=True)
class RecordSummary:
    """What a reading says of its recording (units as in EcgRecord)."""

    id: str
    format: str
    fs: float
    duration_s: float
    leads: tuple[str, ...]
    derived_leads: tuple[str, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Quality:
    """
    The gates' judgement of one recording.

    Attributes
    ----------
    verdict : str
        "accept", "warn" (scored, with the reasons beside the scores) or "refuse".
    reasons : tuple of str
        One sentence each: what was expected, what was found, what to do.
    """

    verdict: Literal["accept", "warn", "refuse"]
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ModelIdentity:
    """Which weights spoke: name, version and sha256 of the weights file."""

    name: str
    version: str
    sha256: str


@dataclass(frozen=True, kw_only=True)
class Score:
    """
    One statement (or super-class) with the validity measured for it.

    Attributes
    ----------
    code, name, group : str
        From `vocab`.
    probability, threshold : float
        Calibrated probability and the operating point, both in 0-1.
    positive : bool
        Whether the probability reaches the threshold.
    validated : bool
        Whether the held-out fold holds enough positives to judge it.
    auroc : float or None
        On the held-out fold; None without both classes there.
    auroc_ci : tuple of two floats or None
        95 % patient-bootstrap interval.
    """

    code: str
    name: str
    group: str
    probability: float
    threshold: float
    positive: bool
    validated: bool
    auroc: float | None
    auroc_ci: tuple[float, float] | None


@dataclass(frozen=True, kw_only=True)
class LabScore:
    """
    One laboratory abnormality, estimated from the ECG and never measured.

    Attributes
    ----------
    code : str or None
        LOINC number from `vocab`; None for a lab that it does not know.
    name : str
        The lab as ``d_labitems`` writes it.
    direction : str
        "low" or "high": outside which end of the reference range.
    probability, threshold : float
        Calibrated probability and the operating point, both in 0-1.
    positive : bool
        Whether the probability reaches the threshold.
    auroc : float or None
        Cross-validated by patient, on real patients whoever taught the head.
    auroc_ci : tuple of two floats or None
        95 % patient-bootstrap interval.
    n_patients : int
        Patients in whom the lab was measured.
    readable : bool
        Whether the whole interval lies above 0.5.
    taught_by : str
        "patients" or "simulation".
    reference_range : tuple of two floats, each or None
        Lower and upper limit in `unit`, both still normal; None if there is none.
    unit : str
        Of the reference range, as the laboratory writes it; may be empty.
    """

    code: str | None
    name: str
    direction: Literal["low", "high"]
    probability: float
    auroc: float | None
    auroc_ci: tuple[float, float] | None
    threshold: float
    positive: bool
    n_patients: int
    readable: bool
    taught_by: Literal["patients", "simulation"]
    reference_range: tuple[float | None, float | None] | None
    unit: str


@dataclass(frozen=True, kw_only=True)
class Reading:
    """
    All that the pipeline says of one recording.

    A refused recording has no scores: what was not assessed is empty, never zero.
    """

    file: str
    record: RecordSummary
    quality: Quality
    model: ModelIdentity
    diagnoses: tuple[Score, ...] = ()
    superclasses: tuple[Score, ...] = ()
    labs: tuple[LabScore, ...] = ()
    measurements: dict[str, float] = field(default_factory=dict)
    findings: tuple[()] = ()
