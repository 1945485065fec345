"""The typed view of results/exact.json: the second opinion beside the main model."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self, TypeVar

from ecgkt.errors import EcgktError
from ecgkt.files import read_document
from ecgkt.results.document import Interval, build

SCHEMA = "ecgkt.exact-results/1"

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A mean with its 95 % interval."""

    value: float | None
    ci: Interval


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
class SecondOpinionTable:
    """
    All that `bundle-exact` found.

    Attributes
    ----------
    sha256, main_sha256 : str
        Of the weights of the second opinion and of the main model.
    taught_by : str or None
        sha256 of the model whose probabilities it learned from beside the labels.
    target : float
        Macro AUROC that it may lie below the main model.
    macro : dict of str to MacroPair
        All statements, on "tuning" and "held_out".
    labels : dict of str to StatementPair
        By code.
    sums : Sums
        On held-out records.
    command : str
        What wrote the document.
    """

    sha256: str
    main_sha256: str
    taught_by: str | None
    target: float
    macro: dict[str, MacroPair]
    labels: dict[str, StatementPair]
    sums: Sums
    command: str

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Self:
        """Rebuild from the content of an exact.json; ValueError for a wrong one."""
        try:
            splits = values["splits"].items()
            labels = [build(StatementPair, one) for one in values["labels"]]
            return cls(
                sha256=values["second"]["sha256"],
                main_sha256=values["model"]["sha256"],
                taught_by=values["second"]["taught_by"],
                target=float(values["target"]),
                macro={k: _pair(one["macro_auroc"]["all"]) for k, one in splits},
                labels={one.code: one for one in labels},
                sums=_with_figures(Sums, values["sums"]),
                command=str(values["command"]),
            )
        except (AttributeError, KeyError, TypeError) as error:
            raise ValueError(f"expected a document of {SCHEMA}: {error!r}") from error


def _pair(values: dict[str, Any]) -> MacroPair:
    return _with_figures(MacroPair, values)


def _with_figures(kind: type[T], values: dict[str, Any]) -> T:
    figures = {
        name: build(Figure, one)
        for name, one in values.items()
        if isinstance(one, dict)
    }
    return build(kind, {**values, **figures})


def load_exact_table(path: Path) -> SecondOpinionTable:
    """
    Read a results/exact.json.

    Parameters
    ----------
    path : pathlib.Path
        As `bundle-exact` wrote it.

    Returns
    -------
    SecondOpinionTable

    Raises
    ------
    EcgktError
        If the file is missing, damaged or of another schema.
    """
    content = read_document(path, SCHEMA)
    try:
        return SecondOpinionTable.from_dict(content)
    except ValueError as error:
        raise EcgktError(f"{path.name}: {error}") from error
