"""The document of a comparison of arms, which `studies` writes and pages show."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from ecgkt.results.comparison_figures import (
    ArmFigures,
    Comparisons,
    GapClosed,
    LabelGaps,
)
from ecgkt.results.document import Figure, WholeDocument, load_document
from ecgkt.results.model_card import BUNDLED


@dataclass(frozen=True, kw_only=True)
class FractionFigures:
    """
    All arms at one fraction of the labelled training patients.

    Attributes
    ----------
    fraction : float
        In (0, 1].
    n_ecgs, n_patients : float
        Training ECGs whose labels were used, and their patients; mean over runs.
    arms : dict of str to ArmFigures
        In the order in which they are shown.
    auprc : Comparisons
        Between the arms by AUPRC.
    ours_minus_sig ... reachable_gap_closed
        Between the arms by AUROC, as in `Comparisons`.
    labels : tuple of LabelGaps
        Most frequent label first.
    """

    fraction: float
    n_ecgs: float
    n_patients: float
    arms: dict[str, ArmFigures]
    auprc: Comparisons
    ours_minus_sig: Figure | None = None
    multi_minus_sig: Figure | None = None
    ours_minus_ssl: Figure | None = None
    perm_minus_ssl: Figure | None = None
    ceiling_minus_sig: Figure | None = None
    gap_closed: GapClosed | None = None
    reachable_gap_closed: GapClosed | None = None
    labels: tuple[LabelGaps, ...]


@dataclass(frozen=True, kw_only=True)
class CompareTable(WholeDocument):
    """
    One comparison of arms on one data set.

    Attributes
    ----------
    command : str
        What wrote the document.
    source, data_hash : str
        The store.
    simulated : bool
        Whether these are no real patients.
    n_ecgs, n_patients : int
        In the store.
    splits : dict
        ``n_ecgs``, ``n_labelled`` and ``n_patients`` per split; of the first fold where
        the patients were cross-validated.
    seeds : tuple of int
        One run of everything each.
    folds : int or None
        Patient-wise folds, dealt anew for each seed; None: the store's own splits.
    n_draws : int
        Bootstrap draws of patients.
    n_labels, n_labels_left_out : int
        Labels in every average, and those too rare among the held-out ECGs.
    n_dropped : int
        Pairs of label and draw in which the label lacked a class.
    rules : dict of str to str
        In words: which labels, which variants, what is centred.
    constant : dict or None
        With folds: AUROC of a predictor that sees no ECG, ``auroc`` after centring
        (must be 0.50) and ``auroc_uncentred``.
    settings : dict
        Recipes of the arms.
    arms : dict of str to dict
        ``title``, ``input`` (at inference) and ``role`` of each arm.
    fractions : tuple of FractionFigures
        Ascending.
    """

    SCHEMA: ClassVar[str] = "ecgkt.compare/1"

    command: str
    source: str
    data_hash: str
    simulated: bool
    n_ecgs: int
    n_patients: int
    splits: dict[str, dict[str, int]]
    seeds: tuple[int, ...]
    folds: int | None
    n_draws: int
    n_labels: int
    n_labels_left_out: int
    n_dropped: int
    rules: dict[str, str]
    constant: dict[str, float | None] | None
    settings: dict[str, Any]
    arms: dict[str, dict[str, str]]
    fractions: tuple[FractionFigures, ...]


def load_bundled_tables(folder: Path = BUNDLED) -> dict[str, CompareTable]:
    """Load every shipped comparison by its name: ``simulated``, ``ptb-xl``."""
    paths = sorted((folder / "results").glob("compare-*.json"))
    return {
        path.stem.removeprefix("compare-"): load_document(path, CompareTable)
        for path in paths
    }
