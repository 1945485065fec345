"""results/fewer-leads.json: what fewer leads tell, and how leads are estimated."""

from dataclasses import dataclass
from typing import ClassVar

from ecgkt.results.document import Document, Figure, Weights


@dataclass(frozen=True, kw_only=True)
class MacroDifference:
    """
    Macro AUROC from some leads.

    Attributes
    ----------
    n_labels : int
        Statements in the mean.
    auroc, minus_all_leads : Figure
        Its value, and less that of a whole reading with all leads, paired by patient.
    """

    n_labels: int
    auroc: Figure
    minus_all_leads: Figure


@dataclass(frozen=True, kw_only=True)
class SetRow:
    """
    One set of leads.

    Attributes
    ----------
    name : str
        As in `vocab.lead_sets`.
    calibrated_on : str
        The measured set whose calibration was taken: its own, or the largest within.
    by_main : bool
        Whether the main model read it, with estimates of the missing leads.
    all, validated : MacroDifference or None
        Over the statements with both classes, and those with at least 50 positives;
        None without such.
    ece : float or None
        Mean expected calibration error of the latter.
    """

    name: str
    calibrated_on: str
    by_main: bool
    all: MacroDifference | None
    validated: MacroDifference | None
    ece: float | None


@dataclass(frozen=True, kw_only=True)
class ReaderRow:
    """
    One set of leads that both may read, on the tuning split.

    Attributes
    ----------
    name : str
        As in `vocab.lead_sets`.
    network : Figure
        Macro AUROC of the network for fewer leads, all statements with both classes.
    main_minus_network : Figure
        The main model, with missing leads estimated, less that; paired by patient.
    """

    name: str
    network: Figure
    main_minus_network: Figure


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """Mean correlation within a recording, and root mean square error in µV."""

    r: Figure
    rmse_uv: Figure


@dataclass(frozen=True, kw_only=True)
class FilledRow:
    """
    One chest lead, estimated where it was recorded.

    Attributes
    ----------
    source : str
        The set of leads that it was estimated from.
    lead : str
        Which.
    network, regression : Agreement
        Of both.
    difference_uv : Figure
        Error of the network less that of regression, paired by patient.
    """

    source: str
    lead: str
    network: Agreement
    regression: Agreement
    difference_uv: Figure


@dataclass(frozen=True, kw_only=True)
class FewerLeadsTable(Document):
    """
    All that `bundle-fewer-leads` found.

    Attributes
    ----------
    model, fewer : Weights
        Of all weights that score, and of the networks for fewer leads.
    regressed : tuple of (source, lead)
        Which rows of `filled` are drawn by regression, for the network is no better.
    n_records, n_patients : int
        Of the held-out split.
    sets : tuple of SetRow
        The measured sets, on held-out ECGs.
    others : tuple of SetRow
        Sets that are not measured by themselves, as a check of what is said of them.
    tuning : tuple of ReaderRow
        On what it was chosen who reads.
    filled : dict of str to tuple of FilledRow
        Estimated leads, on "tuning" and on "held_out".
    command : str
        What wrote the document.
    """

    SCHEMA: ClassVar[str] = "ecgkt.fewer-leads-results/2"
    FILE: ClassVar[str] = "fewer-leads.json"

    model: Weights
    fewer: Weights
    regressed: tuple[tuple[str, str], ...]
    n_records: int
    n_patients: int
    sets: tuple[SetRow, ...]
    others: tuple[SetRow, ...]
    tuning: tuple[ReaderRow, ...]
    filled: dict[str, tuple[FilledRow, ...]]
    command: str
