"""What moved one score of one recording, and how far that answer can be trusted."""

from dataclasses import dataclass
from typing import Literal, NamedTuple, Self

from ecgkt.types.measurements import BeatSpan
from ecgkt.types.record import Signal
from ecgkt.vocab.labs import NamedAbnormality

BIN_S = 0.04
"""Seconds per bin: four samples of the model's input; nothing finer is shown."""
METHODS = {
    "integrated_gradients": "Integrated gradients",
    "occlusion": "Occlusion of waves",
    "gradient_times_signal": "Gradient × signal",
    "grad_cam": "Grad-CAM (time only)",
}
"""Every method there is, by the name that commands and documents use."""
BASELINES = {
    "zero": "every lead at its median (0 mV)",
    "line": "each lead's slow baseline, the beats taken out",
    "normal": "simulated normal beats in this recording's rhythm",
    "contrast": "simulated normal beats in the recording's rhythm (scores of a normal "
    "ECG, of rate and of regularity: each lead's slow baseline)",
}
"""What a signal is compared with; "contrast" is "normal" or "line", by the score."""
DEFAULT_BASELINE = "contrast"


class TargetName(NamedTuple):
    """
    Which score is explained.

    Attributes
    ----------
    kind : str
        "statement", "superclass" or "lab".
    code : str
        Of the vocabulary; of a lab, its name and its direction: "Creatinine high".
    """

    kind: Literal["statement", "superclass", "lab"]
    code: str

    @classmethod
    def of_lab(cls, lab: NamedAbnormality) -> Self:
        """Name a laboratory abnormality by its lab and its direction."""
        return cls("lab", f"{lab.name} {lab.direction}")

    @classmethod
    def of_key(cls, key: str) -> Self:
        """Read what `key` wrote; ValueError if there is no such kind of target."""
        kind, _, code = key.partition(":")
        kinds: tuple[Literal["statement", "superclass", "lab"], ...]
        kinds = ("statement", "superclass", "lab")
        for known in kinds:
            if kind == known:
                return cls(known, code)
        raise ValueError(f"expected a target of kind {kinds}, got {key!r}")

    @property
    def key(self) -> str:
        """How documents name the target: ``lab:Creatinine high``."""
        return f"{self.kind}:{self.code}"


@dataclass(frozen=True)
class ExplanationRequest:
    """
    Which score shall be explained, and how.

    Attributes
    ----------
    target : TargetName
        The score.
    method, baseline : str
        Keys of `METHODS` and `BASELINES`.
    beats : tuple of BeatSpan
        Of the recording, seconds; may be empty.
    start_s : float
        First second of those that were scored.

    Raises
    ------
    ValueError
        If method or baseline is unknown.
    """

    target: TargetName
    method: str
    baseline: str = DEFAULT_BASELINE
    beats: tuple[BeatSpan, ...] = ()
    start_s: float = 0.0

    def __post_init__(self) -> None:
        if self.method not in METHODS:
            raise ValueError(f"a method is one of {[*METHODS]}, got {self.method!r}")
        if self.baseline not in BASELINES:
            raise ValueError(f"expected one of {[*BASELINES]}, got {self.baseline!r}")


class Agreement(NamedTuple):
    """Spearman's rank correlation with another method's map; None if undefined."""

    method: str
    rho: float | None


@dataclass(frozen=True, kw_only=True)
class Explanation:
    """
    One attribution, as the worker computed it.

    Attributes
    ----------
    target : TargetName
        The score.
    method, baseline : str
        Keys of `METHODS` and `BASELINES`.
    leads : tuple of str
        The leads that the model reads, one per row of the bands.
    bands, beat_bands : numpy.ndarray of shape (n_leads, n_bins), float32
        Contribution of each bin of `BIN_S` seconds, from the first second that was
        scored, as a share of `scale`: -1 to 1, positive where it raised the score.
        In `beat_bands` every beat shows the mean over the beats.
    scale, beat_scale : float
        Largest contribution of one bin, log odds; 0 if the map is empty.
    lead_shares : tuple of float
        Percent of all contributions, whatever their sign, in each lead.
    score, baseline_score : float
        Log odds by the networks alone, for the recording and for the baseline.
    completeness_gap : float or None
        |sum of the map - (score - baseline score)| as a share of the latter; None where
        the two scores are equal, and for methods that promise no sum.
    net_to_abs : float or None
        |sum| over the sum of magnitudes; None for an empty map.
    agreement : tuple of Agreement
        With other methods on this recording.
    deletion_passed : bool or None
        Whether taking away what the map names lowers this score faster than random
        orders do; None for an empty map, and until the check is made.
    empty_reason : str
        Why there is nothing to show; empty if there is.

    Raises
    ------
    ValueError
        If the shapes do not fit the leads.
    """

    target: TargetName
    method: str
    baseline: str
    leads: tuple[str, ...]
    bands: Signal
    beat_bands: Signal
    scale: float
    beat_scale: float
    lead_shares: tuple[float, ...]
    score: float
    baseline_score: float
    completeness_gap: float | None
    net_to_abs: float | None
    agreement: tuple[Agreement, ...] = ()
    deletion_passed: bool | None = None
    empty_reason: str = ""

    def __post_init__(self) -> None:
        shape = self.bands.shape
        if len(shape) != 2 or shape != self.beat_bands.shape:
            raise ValueError(f"bands of shapes {shape} and {self.beat_bands.shape}")
        if not len(self.leads) == len(self.lead_shares) == shape[0]:
            raise ValueError(f"{len(self.leads)} leads for bands of shape {shape}")
