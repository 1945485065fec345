"""results/exact.json: the second opinion beside the main model."""

from dataclasses import dataclass
from typing import ClassVar

from ecgkt.results.document import Document, Figure, Interval, Weights


@dataclass(frozen=True, kw_only=True)
class MacroPair:
    """
    Macro AUROC of both models on one split.

    Attributes
    ----------
    main, second, second_minus_main : Figure
        The difference is paired by patient.
    n_labels : int
        Statements in the mean.
    """

    main: Figure
    second: Figure
    second_minus_main: Figure
    n_labels: int


@dataclass(frozen=True, kw_only=True)
class MacroSets:
    """Macro AUROC over sets of statements: `all` of them, and others not shown."""

    all: MacroPair


@dataclass(frozen=True, kw_only=True)
class SplitFigures:
    """What was measured on one split."""

    macro_auroc: MacroSets


@dataclass(frozen=True, kw_only=True)
class SecondWeights(Weights):
    """
    The weights of the second opinion.

    Attributes
    ----------
    taught_by : str or None
        sha256 of the model whose probabilities it learned from beside the labels.
    """

    taught_by: str | None


@dataclass(frozen=True, kw_only=True)
class StatementPair:
    """AUROC of one statement by both models, on held-out patients."""

    code: str
    positives: int
    auroc: float | None
    auroc_ci: Interval
    main_auroc: float | None


@dataclass(frozen=True, kw_only=True)
class Sums:
    """
    What the exact sums of statements that were made look like.

    Attributes
    ----------
    n_sums : int
        Looked at, one per record.
    net_share_quartiles, bias_share_quartiles : tuple of float
        Lower quartile, median, upper quartile.
    share_below_net_floor, share_above_bias_ceiling : float
        How many would carry a warning, 0-1.
    largest_remainder : float
        Between the parts and the log-odds.
    deleted_share : float
        Share of the bins that was silenced.
    drop, random_drop, drop_minus_random : Figure
        Log-odds lost by silencing the strongest bins, as many others, and the paired
        difference.
    """

    n_sums: int
    net_share_quartiles: tuple[float, ...]
    bias_share_quartiles: tuple[float, ...]
    share_below_net_floor: float
    share_above_bias_ceiling: float
    largest_remainder: float
    deleted_share: float
    drop: Figure
    random_drop: Figure
    drop_minus_random: Figure


@dataclass(frozen=True, kw_only=True)
class SecondOpinionTable(Document):
    """
    All that `bundle-exact` found.

    Attributes
    ----------
    model, second : Weights
        Of the main model and of the second opinion.
    target : float
        Macro AUROC that it may lie below the main model.
    splits : dict of str to SplitFigures
        "tuning" and "held_out".
    labels : tuple of StatementPair
        In the order of `vocab`.
    sums : Sums
        On held-out records.
    command : str
        What wrote the document.
    """

    SCHEMA: ClassVar[str] = "ecgkt.exact-results/1"
    FILE: ClassVar[str] = "exact.json"

    model: Weights
    second: SecondWeights
    target: float
    splits: dict[str, SplitFigures]
    labels: tuple[StatementPair, ...]
    sums: Sums
    command: str

    def label(self, code: str) -> StatementPair | None:
        """Return what was measured of a statement; None if nothing was."""
        return next((pair for pair in self.labels if pair.code == code), None)
