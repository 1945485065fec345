"""The typed view of labs.json, which `evaluate labs` writes and the pages show."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from ecgkt.errors import EcgktError
from ecgkt.files import read_document
from ecgkt.results.document import Interval, build
from ecgkt.results.flow import FlowStep, flow_from
from ecgkt.vocab.labs import lab_title

SCHEMA = "ecgkt.labs/1"


@dataclass(frozen=True, kw_only=True)
class LabFigures:
    """
    What was measured of one laboratory abnormality, cross-validated by patient.

    Attributes
    ----------
    name, direction : str
        The lab as ``d_labitems`` writes it, and "low" or "high".
    n, positives, n_patients : int
        ECGs with the lab, those outside the limit, and patients behind them.
    auroc : float or None
        Scores centred per fold, mean over the repeats.
    auroc_ci : (low, high) or None
        95 % patient bootstrap.
    plain_probe_auroc : float or None
        Of a linear probe on the plain encoder, the same folds.
    readable : bool
        Whether the whole interval lies above 0.5.
    """

    name: str
    direction: str
    n: int
    positives: int
    n_patients: int
    auroc: float | None
    auroc_ci: Interval
    readable: bool
    plain_probe_auroc: float | None = None

    @property
    def title(self) -> str:
        """What a clinician reads."""
        return lab_title(self)


@dataclass(frozen=True, kw_only=True)
class Difference:
    """A paired difference with its 95 % interval."""

    value: float | None
    ci: Interval


@dataclass(frozen=True, kw_only=True)
class LabTable:
    """
    All that `evaluate labs` found.

    Attributes
    ----------
    n_ecgs, n_patients, folds, repeats : int
        Behind the cross-validation.
    mean_auroc : dict of str to float
        ``ours``, ``plain_probe``, ``random_encoder``, ``constant``.
    ours_minus_plain_probe : Difference
        Of the means.
    labs : tuple of LabFigures
        In the document's order.
    window_hours : float
        Between ECG and laboratory value, at most.
    command : str
        What wrote the document.
    flow : tuple of FlowStep
        Of the store; empty if the document holds none.
    """

    n_ecgs: int
    n_patients: int
    folds: int
    repeats: int
    mean_auroc: dict[str, float | None]
    ours_minus_plain_probe: Difference
    labs: tuple[LabFigures, ...]
    window_hours: float
    command: str = ""
    flow: tuple[FlowStep, ...] = ()

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Self:
        """Rebuild from the content of a labs.json; ValueError if a field is missing."""
        try:
            parts = {
                "labs": [build(LabFigures, one) for one in values["labs"]],
                "ours_minus_plain_probe": build(
                    Difference, values["ours_minus_plain_probe"]
                ),
                "flow": list(flow_from(values.get("flow") or ())),
            }
        except (KeyError, TypeError) as error:
            raise ValueError(f"expected a document of {SCHEMA}: {error!r}") from error
        return build(cls, {**values, **parts})


def load_lab_table(path: Path) -> LabTable:
    """
    Read a labs.json.

    Parameters
    ----------
    path : pathlib.Path
        As `evaluate labs` wrote it.

    Returns
    -------
    LabTable

    Raises
    ------
    EcgktError
        If the file is missing, damaged or of another schema.
    """
    content = read_document(path, SCHEMA)
    try:
        return LabTable.from_dict(content)
    except ValueError as error:
        raise EcgktError(f"{path.name}: {error}") from error
