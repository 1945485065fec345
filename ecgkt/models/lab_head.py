"""Linear heads that estimate laboratory abnormalities from one ECG; NumPy only."""

from dataclasses import asdict, dataclass
from typing import Any, Literal, Self

import numpy as np
from numpy.typing import NDArray

from ecgkt.models.decision import sigmoid
from ecgkt.models.lab_shift import LabShift, Shifts

Floats = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class LabTarget:
    """
    One abnormality: how to calibrate its score, and how good that was.

    Attributes
    ----------
    name : str
        The lab as ``d_labitems`` writes it.
    direction : str
        "low" or "high".
    unit : str
        Of the reference range.
    reference_range : (lower, upper) or None
        Both still normal; either may be None.
    platt : (slope, intercept)
        Calibrated logit = slope * score + intercept; the slope is positive.
    threshold : float
        Calibrated probability from which the abnormality is called, 0-1.
    n, positives, n_patients : int
        ECGs with the lab near them, those beyond the limit, and patients behind them.
    auroc : float or None
        On patients who taught nothing of the head that scored them.
    auroc_ci : (low, high) or None
        95 % patient bootstrap.
    readable : bool
        Whether the whole interval lies above 0.5.
    shift : LabShift
        What a score adds to what is known without the ECG.
    flagged_of_normal : float or None
        Share of ECGs read as normal that would be flagged; None if not measured.
    flagged_of_normal_ci : (low, high) or None
        Wilson's 95 % interval.
    taught_by : str
        "patients" or "simulation".

    Raises
    ------
    ValueError
        If the direction, the teacher, the slope or the threshold is out of range.
    """

    name: str
    direction: Literal["low", "high"]
    unit: str
    reference_range: tuple[float | None, float | None] | None
    platt: tuple[float, float]
    threshold: float
    n: int
    positives: int
    n_patients: int
    auroc: float | None
    auroc_ci: tuple[float, float] | None
    readable: bool
    shift: LabShift
    flagged_of_normal: float | None = None
    flagged_of_normal_ci: tuple[float, float] | None = None
    taught_by: Literal["patients", "simulation"] = "patients"

    def __post_init__(self) -> None:
        if self.direction not in ("low", "high"):
            raise ValueError(f"direction must be low or high, got {self.direction!r}")
        if self.taught_by not in ("patients", "simulation"):
            raise ValueError(f"taught by {self.taught_by!r} is unknown")
        if not (np.isfinite(self.platt).all() and self.platt[0] > 0):
            raise ValueError(f"the slope must be positive, got {self.platt}")
        if not 0 <= self.threshold <= 1:
            raise ValueError(f"the threshold must be in 0-1, got {self.threshold}")

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Self:
        """Rebuild from what `to_dict` gave; TypeError or ValueError else."""
        pairs = ("reference_range", "platt", "auroc_ci", "flagged_of_normal_ci")
        fixed = {key: tuple(values[key]) for key in pairs if values.get(key)}
        shift = LabShift.from_dict(values["shift"])
        return cls(**{**values, **fixed, "shift": shift})

    def to_dict(self) -> dict[str, Any]:
        """Return the values as JSON-ready types."""
        return asdict(self)


@dataclass(frozen=True, kw_only=True)
class InputScaler:
    """
    How raw inputs become comparable numbers.

    Attributes
    ----------
    typical, lower, upper, mean, scale : numpy.ndarray of shape (D,), float
        A missing input takes its `typical` value; all are cut to `lower`-`upper`, then
        the mean is taken off and the rest divided by the scale, which is positive.

    Raises
    ------
    ValueError
        If a number is not finite, a scale not positive or a length differs.
    """

    typical: Floats
    lower: Floats
    upper: Floats
    mean: Floats
    scale: Floats

    def __post_init__(self) -> None:
        parts = (self.typical, self.lower, self.upper, self.mean, self.scale)
        if len({part.shape for part in parts}) > 1 or self.mean.ndim != 1:
            raise ValueError(f"lengths differ: {[part.shape for part in parts]}")
        if not all(np.isfinite(part).all() for part in parts):
            raise ValueError("every number of a scaling must be finite")
        if not (self.scale > 0).all():
            raise ValueError("every scale must be positive")

    def apply(self, inputs: NDArray[np.floating]) -> Floats:
        """Scale inputs of shape (n, D), NaN where missing."""
        whole = np.where(np.isnan(inputs), self.typical, inputs)
        scaled: Floats = (np.clip(whole, self.lower, self.upper) - self.mean) / (
            self.scale
        )
        return scaled


@dataclass(frozen=True, kw_only=True)
class LabHeads:
    """
    All heads of one model.

    Attributes
    ----------
    targets : tuple of LabTarget
        What is estimated.
    columns : tuple of int
        Which of the beat features the heads read beside the embedding.
    scaling : InputScaler
        Of the embedding, then of those features.
    weights : numpy.ndarray of shape (D, n_targets), float
        Of the scaled inputs.

    Raises
    ------
    ValueError
        If the shapes do not fit each other.
    """

    targets: tuple[LabTarget, ...]
    columns: tuple[int, ...]
    scaling: InputScaler
    weights: NDArray[np.floating]

    def __post_init__(self) -> None:
        expected = (len(self.scaling.mean), len(self.targets))
        if self.weights.shape != expected:
            raise ValueError(f"expected weights {expected}, got {self.weights.shape}")
        if not np.isfinite(self.weights).all():
            raise ValueError("every weight must be finite")

    @property
    def n_embedding(self) -> int:
        """Numbers of an embedding that the heads expect."""
        return len(self.scaling.mean) - len(self.columns)

    def scores(
        self, embeddings: NDArray[np.floating], features: NDArray[np.floating]
    ) -> Floats:
        """
        Score before calibration.

        Parameters
        ----------
        embeddings : numpy.ndarray of shape (n, D_embedding), float
            What the encoder put out, mean over the crops.
        features : numpy.ndarray of shape (n, n_features), float
            What `beat_features` measured; NaN where it could not.

        Returns
        -------
        numpy.ndarray of shape (n, n_targets), float64
            Around 0; higher means more likely.

        Raises
        ------
        ValueError
            If the embedding is that of another network.
        """
        if embeddings.ndim != 2 or embeddings.shape[1] != self.n_embedding:
            expected = f"(n, {self.n_embedding})"
            raise ValueError(f"expected embeddings {expected}, got {embeddings.shape}")
        inputs = np.concatenate([embeddings, features[:, list(self.columns)]], axis=1)
        found: Floats = self.scaling.apply(inputs) @ self.weights.astype(float)
        return found

    def probabilities(
        self, embeddings: NDArray[np.floating], features: NDArray[np.floating]
    ) -> Floats:
        """
        Estimate how likely each abnormality is.

        Parameters
        ----------
        embeddings : numpy.ndarray of shape (n, D_embedding), float
            As in `scores`.
        features : numpy.ndarray of shape (n, n_features), float
            As in `scores`.

        Returns
        -------
        numpy.ndarray of shape (n, n_targets), float64
            Calibrated, 0-1, at the prevalence among those whose lab was measured.
        """
        slopes, intercepts = np.array([target.platt for target in self.targets]).T
        return sigmoid(self.scores(embeddings, features) * slopes + intercepts)

    def shifts(
        self, embeddings: NDArray[np.floating], features: NDArray[np.floating]
    ) -> Shifts:
        """
        Say what each ECG adds to what is known without it.

        Parameters
        ----------
        embeddings : numpy.ndarray of shape (n, D_embedding), float
            As in `scores`.
        features : numpy.ndarray of shape (n, n_features), float
            As in `scores`.

        Returns
        -------
        Shifts
            Of shape (n, n_targets), against the average ECG of the reference cohort.
        """
        scores = self.scores(embeddings, features).T
        pairs = zip(self.targets, scores, strict=True)
        columns = zip(
            *(target.shift.of(column) for target, column in pairs), strict=True
        )
        return Shifts(*(np.stack(parts, axis=1) for parts in columns))
