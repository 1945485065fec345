"""The shapes that travel out: all that the pipeline says of one recording."""

from dataclasses import dataclass, field
from typing import Literal

from ecgkt.types.adapter import AdapterIdentity
from ecgkt.types.doubt import Doubt
from ecgkt.types.measurements import Finding, Measurement, Trace
from ecgkt.types.record import Sex
from ecgkt.types.vendor import VendorReading
from ecgkt.vocab.labs import notable_side
from ecgkt.vocab.noise_kinds import NoiseKind


@dataclass(frozen=True, kw_only=True)
class RecordSummary:
    """
    What a reading says of its recording (units as in EcgRecord).

    `leads` are those that are there, recorded or derived. `age_years` and `sex` are
    what is known, from the user or the file; None if nothing. `start_s` is the first
    second of those that were read, `start_reason` why these do not begin at 0 although
    nobody asked for it. `vendor` is what the recorder's own program said.
    """

    id: str
    format: str
    fs: float
    duration_s: float
    leads: tuple[str, ...]
    derived_leads: tuple[str, ...]
    warnings: tuple[str, ...]
    derived_in_part: tuple[str, ...] = ()
    age_years: float | None = None
    sex: Sex | None = None
    start_s: float = 0.0
    start_reason: str = ""
    vendor: VendorReading | None = None


@dataclass(frozen=True, kw_only=True)
class LeadNoise:
    """
    Noise that spoils one lead.

    Attributes
    ----------
    lead : str
        From `vocab.leads.LEADS`.
    kind : str
        What the noise is.
    snr_db : float
        20 log10 of the height of the lead's QRS over that of the noise, peak to peak.
    """

    lead: str
    kind: NoiseKind
    snr_db: float


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
    flags : dict of str to str
        Reasons that other parts must know by name: "no_heart_beat", "electrodes".
    measured_only : bool
        Whether a refused recording is measured all the same: only its leads, length or
        rate do not suit the model.
    noise : tuple of LeadNoise
        Leads with more noise than their waves bear; empty where there is none.
    """

    verdict: Literal["accept", "warn", "refuse"]
    reasons: tuple[str, ...] = ()
    flags: dict[str, str] = field(default_factory=dict)
    measured_only: bool = False
    noise: tuple[LeadNoise, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ModelIdentity:
    """
    Which weights spoke: name, version and sha256 of the weights files.

    `adapter` changed its scores; None where they are those of the model as shipped.
    `networks` is the sha256 of the networks' file alone, where more than networks
    scores: of what reads their embedding, and of the maps.
    """

    name: str
    version: str
    sha256: str
    adapter: AdapterIdentity | None = None
    networks: str = ""


@dataclass(frozen=True, kw_only=True)
class ValuePart:
    """
    What one measured value adds to a statement's log-odds, beyond an average ECG.

    Attributes
    ----------
    name : str
        From `vocab.measured_values`.
    value : float or None
        In the unit that `vocab` names; None where it could not be measured.
    log_odds : float
        Of the shown probability; below 0 where it speaks against the statement.
    """

    name: str
    value: float | None
    log_odds: float


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
    likelihood_ratio : float
        Odds of the abnormality with this ECG over those with the average ECG of the
        patients who taught; above 0.
    likelihood_ratio_ci : tuple of two floats
        95 % patient-bootstrap interval.
    percentile : float
        Share of those patients' ECGs that score lower, 0-100.
    flagged : bool
        Whether the ECG speaks for the abnormality (`vocab.labs.notable_side`) and the
        estimate is shown at all.
    flagged_of_normal : float or None
        Share of ECGs read as normal that would be flagged, 0-1; None if not measured.
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
    likelihood_ratio: float
    likelihood_ratio_ci: tuple[float, float]
    percentile: float
    flagged: bool
    flagged_of_normal: float | None
    n_patients: int
    readable: bool
    taught_by: Literal["patients", "simulation"]
    reference_range: tuple[float | None, float | None] | None
    unit: str

    @property
    def is_shown(self) -> bool:
        """Whether patients taught it and it was measured that the ECG tells it."""
        return self.readable and self.taught_by == "patients"

    @property
    def speaks_against(self) -> bool:
        """Whether the ECG speaks against the abnormality, the mirror of `flagged`."""
        side = notable_side(self.likelihood_ratio, self.likelihood_ratio_ci)
        return self.is_shown and side < 0


@dataclass(frozen=True, kw_only=True)
class FewerLeadsReading:
    """
    What can be said of a recording that lacks leads.

    Attributes
    ----------
    leads : tuple of str
        Independent leads that were recorded; all else comes from these.
    measured_on : str
        The largest measured set of leads within them (`vocab.lead_sets`): calibration,
        thresholds and validity are those of this set.
    model : ModelIdentity
        Of what read them: a network made for that, or the main model.
    scores : tuple of Score
        All statements, in vocabulary order.
    estimated : tuple of str
        Chest leads in whose place the main model read estimates; empty where the
        network for fewer leads read.
    """

    leads: tuple[str, ...]
    measured_on: str
    model: ModelIdentity
    scores: tuple[Score, ...]
    estimated: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Reading:
    """
    All that the pipeline says of one recording.

    A refused recording has no scores: what was not assessed is empty, never zero.
    `value_parts` holds, by statement, the measured values that moved it most; it is
    empty where the networks score alone.
    `fewer_leads` is there only if nothing but missing leads keeps it from being scored.
    """

    file: str
    record: RecordSummary
    quality: Quality
    model: ModelIdentity
    diagnoses: tuple[Score, ...] = ()
    superclasses: tuple[Score, ...] = ()
    labs: tuple[LabScore, ...] = ()
    measurements: dict[str, Measurement] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    trace: Trace | None = None
    doubt: Doubt | None = None
    value_parts: dict[str, tuple[ValuePart, ...]] = field(default_factory=dict)
    fewer_leads: FewerLeadsReading | None = None

    @property
    def is_paced(self) -> bool:
        """Whether the rhythm is paced, for which the scores were not made."""
        return any(finding.code == "paced" for finding in self.findings)
