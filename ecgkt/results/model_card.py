"""card.json: all that is stated of the shipped weights."""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from ecgkt.errors import CheckpointError
from ecgkt.results.document import Interval, WholeDocument, load_document

BUNDLED = Path(__file__).parents[1] / "bundled"
"""The folder of the shipped model."""
SCORING = ("model", "additive")
"""Weights files behind a score; the second is there where values score, too."""


@dataclass(frozen=True, kw_only=True)
class MacroFigures:
    """
    The plain mean over a set of labels.

    Attributes
    ----------
    auroc, auprc : float or None
        Mean over the labels that have both classes on the held-out fold.
    auroc_ci, auprc_ci : (low, high) or None
        Their intervals.
    n_labels : int
        Labels in the mean.
    """

    auroc: float | None
    auroc_ci: Interval
    auprc: float | None
    auprc_ci: Interval
    n_labels: int


@dataclass(frozen=True, kw_only=True)
class CalibrationFigures:
    """
    How far the calibrated probabilities can be taken at their word.

    Attributes
    ----------
    ece : float or None
        Expected calibration error, 15 equal-mass bins, mean over the labels with both
        classes.
    slope, intercept : float or None
        Of the logistic regression of all answers on all logits; ideally 1 and 0.
    """

    ece: float | None
    slope: float | None
    intercept: float | None


@dataclass(frozen=True, kw_only=True)
class LabelFigures:
    """
    What was measured of one statement or super-class on the held-out fold.

    Attributes
    ----------
    code : str
        From `vocab`.
    n, positives : int
        ECGs, and those that carry the label.
    prevalence : float
        positives / n.
    validated : bool
        Whether there are at least `vocab.MIN_POSITIVES` positives.
    auroc, auprc : float or None
        None without both classes.
    threshold : float
        Operating point: calibrated probability, chosen on the tuning split.
    sensitivity, specificity, ppv, npv : float or None
        At the threshold; the predictive values hold at this prevalence only.
    calibration_slope, calibration_intercept, ece : float or None
        Of this label's calibrated probabilities.
    auroc_ci, auprc_ci, sensitivity_ci, specificity_ci, ppv_ci, npv_ci : Interval
        95 % patient-bootstrap intervals.
    dropped_draws : int
        Bootstrap draws that lacked a class; `auroc_ci` and `auprc_ci` leave them out.
    reliability : tuple of (mean probability, observed share, n)
        Equal-mass bins, from low to high probability.
    roc : tuple of (false positive rate, true positive rate)
        At most 41 points; super-classes only.
    """

    code: str
    n: int
    positives: int
    prevalence: float
    validated: bool
    auroc: float | None
    auroc_ci: Interval
    auprc: float | None
    auprc_ci: Interval
    threshold: float
    sensitivity: float | None
    specificity: float | None
    ppv: float | None
    calibration_slope: float | None
    calibration_intercept: float | None
    ece: float | None
    npv: float | None = None
    sensitivity_ci: Interval = None
    specificity_ci: Interval = None
    ppv_ci: Interval = None
    npv_ci: Interval = None
    dropped_draws: int = 0
    reliability: tuple[tuple[float, float, int], ...] = ()
    roc: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True, kw_only=True)
class ModelCard(WholeDocument):
    """
    All that is stated of one weights file.

    Attributes
    ----------
    name, version, sha256, created : str
        Identity of the weights; date as YYYY-MM-DD.
    data : dict
        ``dataset``, ``folds``, ``n_records`` and ``n_patients`` per split, ``credits``,
        ``data_hash``.
    training : dict
        What training says of itself: command, seed, epochs, parameters …
    rules : dict of str to str
        In words: ``threshold``, ``superclass``, ``calibration``.
    macro : dict of str to MacroFigures
        ``all`` (the headline), ``validated``, ``diagnostic``, ``sub``, ``super``,
        ``form``, ``rhythm``.
    calibration : CalibrationFigures
        Of the 71 statements together.
    labels, superclasses : tuple of LabelFigures
        71 and 5, in vocabulary order.
    limits : tuple of str
        One sentence each: what the model cannot do.
    intended_use : str
        What it may be used for.
    """

    SCHEMA: ClassVar[str] = "ecgkt.card/1"

    name: str
    version: str
    sha256: str
    created: str
    data: dict[str, Any]
    training: dict[str, Any]
    rules: dict[str, str]
    macro: dict[str, MacroFigures]
    calibration: CalibrationFigures
    labels: tuple[LabelFigures, ...]
    superclasses: tuple[LabelFigures, ...]
    limits: tuple[str, ...]
    intended_use: str

    def figures(self, code: str) -> LabelFigures:
        """Look up a statement's figures (super-classes are in `superclasses`)."""
        return {label.code: label for label in self.labels}[code]


def load_card(folder: Path = BUNDLED) -> ModelCard:
    """
    Read a model folder's card and check that it speaks of the weights beside it.

    Parameters
    ----------
    folder : pathlib.Path
        Holds card.json and the weights files of `SCORING`.

    Returns
    -------
    ModelCard
        The card.

    Raises
    ------
    CheckpointError
        If a file is missing or damaged, or the card belongs to other weights.
    """
    card = load_document(folder / "card.json", ModelCard, CheckpointError)
    networks, beside = (folder / f"{name}.safetensors" for name in SCORING)
    try:
        weights = networks.read_bytes()
        added = beside.read_bytes() if beside.exists() else None
    except OSError as error:
        message = f"expected {networks.name} in {folder.name}, found none to read"
        raise CheckpointError(message) from error
    sha256 = scoring_sha256(weights, added)
    if card.sha256 != sha256:
        message = f"card.json speaks of weights {card.sha256}, found {sha256}"
        raise CheckpointError(f"{message}; no score without its own card")
    return card


def scoring_sha256(networks: bytes, added: bytes | None) -> str:
    """
    Hash the weights that score: of the networks, then of what scores beside them.

    Examples
    --------
    >>> scoring_sha256(b"", None)[:8]
    'e3b0c442'
    """
    return hashlib.sha256(networks + (added or b"")).hexdigest()
