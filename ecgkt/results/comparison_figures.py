"""The figures of a comparison of arms: what stands behind one fraction of labels."""

from dataclasses import dataclass, fields

from ecgkt.results.document import Figure, Interval


@dataclass(frozen=True, kw_only=True)
class GapClosed(Figure):
    """
    Which share of the gap between two references an arm closes.

    Attributes
    ----------
    value : float or None
        May be negative or above 1; None where it is not defined.
    ci : (low, high) or None
        95 % interval.
    defined : bool
        False where the interval of the gap itself includes 0.
    """

    defined: bool


@dataclass(frozen=True, kw_only=True)
class Comparisons:
    """
    What is asked of the arms; None where one of them was not run.

    Attributes
    ----------
    ours_minus_sig, multi_minus_sig, ours_minus_ssl, perm_minus_ssl : Figure or None
        Differences of the macro figure.
    ceiling_minus_sig : Figure or None
        Simulated cohorts only.
    gap_closed : GapClosed or None
        (ours - sig) / (multi - sig).
    reachable_gap_closed : GapClosed or None
        (ours - sig) / (ceiling - sig).
    """

    ours_minus_sig: Figure | None = None
    multi_minus_sig: Figure | None = None
    ours_minus_ssl: Figure | None = None
    perm_minus_ssl: Figure | None = None
    ceiling_minus_sig: Figure | None = None
    gap_closed: GapClosed | None = None
    reachable_gap_closed: GapClosed | None = None


COMPARISONS = tuple(field.name for field in fields(Comparisons))


@dataclass(frozen=True, kw_only=True)
class ArmFigures:
    """
    How well one arm did at one fraction of the labels.

    Attributes
    ----------
    auroc, auprc : float or None
        Macro average over the labels of the table, mean over seeds.
    auroc_ci, auprc_ci : (low, high) or None
        95 % patient-bootstrap intervals of that mean.
    seeds_auroc, seeds_auprc : tuple of float or None
        The same figures, one per seed.
    variants : dict of str to float or None
        Held-out AUROC of each variant of the arm, mean over seeds.
    chosen : dict of str to int
        How often each variant was the better one on the tuning split, and so the arm.
    """

    auroc: float | None
    auroc_ci: Interval
    auprc: float | None
    auprc_ci: Interval
    seeds_auroc: tuple[float | None, ...]
    seeds_auprc: tuple[float | None, ...]
    variants: dict[str, float | None]
    chosen: dict[str, int]


@dataclass(frozen=True, kw_only=True)
class LabelGaps:
    """
    One label at one fraction of the labels.

    Attributes
    ----------
    name : str
        The statement, as the store names it.
    positives : int
        Held-out ECGs that carry it.
    auroc : dict of str to float or None
        Mean over seeds, per arm.
    ours_minus_sig : Figure or None
        None where one of them was not run.
    gap_closed : GapClosed or None
        The same; "not defined" for most labels by themselves.
    """

    name: str
    positives: int
    auroc: dict[str, float | None]
    ours_minus_sig: Figure | None
    gap_closed: GapClosed | None
