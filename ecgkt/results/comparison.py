"""The typed view of a comparison of arms, which `studies` writes and pages show."""

import json
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, Self

from ecgkt.errors import EcgktError
from ecgkt.results.comparison_figures import (
    COMPARISONS,
    ArmFigures,
    Comparisons,
    LabelGaps,
)
from ecgkt.results.model_card import BUNDLED

SCHEMA = "ecgkt.compare/1"


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
    auroc, auprc : Comparisons
        Between the arms; those of AUROC stand one level higher in the document.
    labels : tuple of LabelGaps
        Most frequent label first.
    """

    fraction: float
    n_ecgs: float
    n_patients: float
    arms: dict[str, ArmFigures]
    auroc: Comparisons
    auprc: Comparisons
    labels: tuple[LabelGaps, ...]

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Self:
        """Rebuild from what `to_dict` gave."""
        auroc = {key: one for key, one in values.items() if key in COMPARISONS}
        rest = {key: one for key, one in values.items() if key not in COMPARISONS}
        arms = rest.pop("arms").items()
        return cls(
            arms={name: ArmFigures.from_dict(one) for name, one in arms},
            auroc=Comparisons.from_dict(auroc),
            auprc=Comparisons.from_dict(rest.pop("auprc")),
            labels=tuple(LabelGaps.from_dict(one) for one in rest.pop("labels")),
            **rest,
        )

    def to_dict(self) -> dict[str, Any]:
        """Return JSON-ready types."""
        values = asdict(self)
        auroc = values.pop("auroc")
        labels = values.pop("labels")
        return _plain({**values, **auroc, "labels": labels})


@dataclass(frozen=True, kw_only=True)
class CompareTable:
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

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Self:
        """
        Rebuild from the content of a summary.json.

        Raises
        ------
        ValueError
            If the schema is another or a field is missing or unknown.
        """
        rest = dict(values)
        found = rest.pop("schema", None)
        if found != SCHEMA:
            raise ValueError(f"expected schema {SCHEMA}, found {found!r}")
        try:
            parts = tuple(FractionFigures.from_dict(x) for x in rest.pop("fractions"))
            return cls(fractions=parts, seeds=tuple(rest.pop("seeds")), **rest)
        except (AttributeError, KeyError, TypeError) as error:
            message = f"expected a comparison of {SCHEMA}, found {error!r}"
            raise ValueError(message) from error

    def to_dict(self) -> dict[str, Any]:
        """Return the content of a summary.json in JSON-ready types."""
        values = {one.name: getattr(self, one.name) for one in fields(self)}
        values["fractions"] = [one.to_dict() for one in self.fractions]
        plain: dict[str, Any] = _plain({"schema": SCHEMA, **values})
        return plain


def load_compare_table(path: Path) -> CompareTable:
    """
    Read a summary.json.

    Parameters
    ----------
    path : pathlib.Path
        As `compare` wrote it.

    Returns
    -------
    CompareTable

    Raises
    ------
    EcgktError
        If the file is missing, damaged or of another schema.
    """
    try:
        return CompareTable.from_dict(dict(json.loads(path.read_bytes())))
    except OSError as error:
        raise EcgktError(f"cannot read {path.name}: {error.strerror}") from error
    except (TypeError, ValueError) as error:
        raise EcgktError(f"{path.name}: {error}; write it again by compare") from error


def load_bundled_tables(folder: Path = BUNDLED) -> dict[str, CompareTable]:
    """Load every shipped comparison by its name: ``simulated``, ``ptb-xl``."""
    paths = sorted((folder / "results").glob("compare-*.json"))
    return {
        path.stem.removeprefix("compare-"): load_compare_table(path) for path in paths
    }


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, list | tuple) else value
