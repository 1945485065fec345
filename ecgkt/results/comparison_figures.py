"""The figures of a comparison of arms: what stands behind one fraction of labels."""

from dataclasses import dataclass, fields
from typing import Any, Self, TypeAlias

Interval: TypeAlias = tuple[float, float] | None
"""95 % percentile interval of the patient bootstrap; None where it is not defined."""


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """
    A difference between two arms.

    Attributes
    ----------
    value : float or None
        On the held-out patients; None where no label was judged.
    ci : (low, high) or None
        95 % interval, both arms judged on the same drawn patients.
    """

    value: float | None
    ci: Interval

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Self:
        """Rebuild from what `to_dict` of the table gave."""
        return cls(**{key: _frozen(value) for key, value in values.items()})


@dataclass(frozen=True, kw_only=True)
class GapClosed(Comparison):
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
    ours_minus_sig, multi_minus_sig, ours_minus_ssl, perm_minus_ssl : Comparison or None
        Differences of the macro figure.
    ceiling_minus_sig : Comparison or None
        Simulated cohorts only.
    gap_closed : GapClosed or None
        (ours - sig) / (multi - sig).
    reachable_gap_closed : GapClosed or None
        (ours - sig) / (ceiling - sig).
    """

    ours_minus_sig: Comparison | None = None
    multi_minus_sig: Comparison | None = None
    ours_minus_ssl: Comparison | None = None
    perm_minus_ssl: Comparison | None = None
    ceiling_minus_sig: Comparison | None = None
    gap_closed: GapClosed | None = None
    reachable_gap_closed: GapClosed | None = None

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Self:
        """Rebuild from what `to_dict` of the table gave."""
        built: dict[str, Comparison | None] = {}
        for key, one in values.items():
            kind = GapClosed if key.endswith("gap_closed") else Comparison
            built[key] = None if one is None else kind.from_dict(one)
        return cls(**built)  # type: ignore[arg-type]  # the loop gives each its kind


COMPARISONS = tuple(one.name for one in fields(Comparisons))


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

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Self:
        """Rebuild from what `to_dict` of the table gave."""
        return cls(**{key: _frozen(value) for key, value in values.items()})


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
    ours_minus_sig : Comparison or None
        None where one of them was not run.
    gap_closed : GapClosed or None
        The same; "not defined" for most labels by themselves.
    """

    name: str
    positives: int
    auroc: dict[str, float | None]
    ours_minus_sig: Comparison | None
    gap_closed: GapClosed | None

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Self:
        """Rebuild from what `to_dict` of the table gave."""
        pair = {key: values[key] for key in ("ours_minus_sig", "gap_closed")}
        built = Comparisons.from_dict(pair)
        both = (built.ours_minus_sig, built.gap_closed)
        return cls(**values | dict(zip(pair, both, strict=True)))


def _frozen(value: Any) -> Any:
    return tuple(_frozen(one) for one in value) if isinstance(value, list) else value
